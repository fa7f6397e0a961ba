package recordingcontrol

import (
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// keys are the values of KEYNAME, each with its KEYVALUE for an agent who has
// the device as a phone.
var keys = []struct {
	name  string
	value func(agent *harness.User, device string) string
}{
	{"USERNAME", func(u *harness.User, _ string) string { return u.Username }},
	{"SYS_USER", func(u *harness.User, _ string) string { return u.SysUser }},
	{"EMPLOYEEID", func(u *harness.User, _ string) string { return u.EmployeeID }},
	{"CRM_USER", func(u *harness.User, _ string) string { return u.CRMUser }},
	{"DEVICEALIAS", func(_ *harness.User, device string) string { return device }},
}

var _ = harness.Describe("CHATSTART", func() {
	harness.Spec("CHATSTART-10 CHATSTART-11 CHATSTOP-10", "makes a record of the agent's session", func(t *harness.T) {
		agent, bystander := t.Agent(t.Device()), t.Agent(t.Device())
		t.Matches("the record", ended(t, agent, chat(t, agent)), "SYS_USER", agent.SysUser, "CRM_USER", agent.CRMUser,
			"AGENTFIRSTNAME", agent.FirstName, "AGENTLASTNAME", agent.LastName)
		t.Equal("the number of another agent's records", len(t.CallList("SYS_USER", bystander.SysUser)), 0)
	})

	for _, key := range keys {
		harness.Spec("CHATSTART-12", "finds the agent by "+key.name, func(t *harness.T) {
			d, id := t.Device(), t.Number()
			agent := t.Agent(d)
			t.OK("CHATSTART", "SESSIONID", id, "KEYNAME", key.name, "KEYVALUE", key.value(agent, d))
			ended(t, agent, id)
		})
	}

	harness.Spec("CHATSTART-12", "passes over a blank AGENTID", func(t *harness.T) {
		agent, id := t.Agent(t.Device()), t.Number()
		t.OK("CHATSTART", "SESSIONID", id, "AGENTID", "", "KEYNAME", "USERNAME", "KEYVALUE", agent.Username)
		ended(t, agent, id)
	})

	harness.Spec("CHATSTART-13", "means the AGENTID whatever KEYNAME and KEYVALUE say", func(t *harness.T) {
		agent, other, id := t.Agent(t.Device()), t.Agent(t.Device()), t.Number()
		t.OK("CHATSTART", "SESSIONID", id, "KEYNAME", "USERNAME", "KEYVALUE", other.Username, "AGENTID", agent.AgentID)
		ended(t, agent, id)
		t.Equal("the number of the other agent's records", len(t.CallList("SYS_USER", other.SysUser)), 0)
	})

	harness.Spec("CHATSTART-14", "finds no agent by half a key, or by one that nobody has", func(t *harness.T) {
		agent, ids := t.Agent(t.Device()), []string{}
		for _, who := range [][]string{
			nil,
			{"KEYNAME", "USERNAME"},
			{"KEYNAME", "SYS_USER", "KEYVALUE", ""},
			{"KEYVALUE", agent.Username},
			{"KEYNAME", "USERNAME", "KEYVALUE", t.Stranger()},
			{"KEYNAME", "DEVICEALIAS", "KEYVALUE", t.Stranger()},
			{"AGENTID", "2147483647"},
		} {
			id := t.Number()
			t.Send("CHATSTART", append(who, "SESSIONID", id)...).Is(catalog.API_AGENT_NOT_FOUND)
			ids = append(ids, id)
		}
		runsNot(t, ids...)
	})
	harness.Spec("CHATSTART-14", "finds no agent by the value of another key", func(t *harness.T) {
		d, ids := t.Device(), []string{}
		agent := t.Agent(d)
		for i, key := range keys {
			id, another := t.Number(), keys[(i+1)%len(keys)]
			t.Send("CHATSTART", "SESSIONID", id, "KEYNAME", key.name, "KEYVALUE", another.value(agent, d)).Is(catalog.API_AGENT_NOT_FOUND)
			ids = append(ids, id)
		}
		runsNot(t, ids...)
	})
	harness.Spec("CHATSTART-14", "does not know a KEYNAME of its own", func(t *harness.T) {
		id := t.Number()
		t.Send("CHATSTART", "SESSIONID", id, "KEYNAME", "LASTNAME", "KEYVALUE", t.User().LastName).Is(catalog.API_AGENT_NOT_FOUND, catalog.API_INVALID_MESSAGE_FORMAT)
		runsNot(t, id)
	})
	harness.Spec("CHATSTART-14", "finds no agent who has been deleted", func(t *harness.T) {
		agent, id := t.User(), t.Number()
		t.OK("IMPORTUSER", "ACTION", "DELETE", "AGENT_ID", agent.AgentID)
		for _, who := range [][]string{{"AGENTID", agent.AgentID}, {"KEYNAME", "USERNAME", "KEYVALUE", agent.Username}} {
			t.Send("CHATSTART", append(who, "SESSIONID", id)...).Is(catalog.API_AGENT_NOT_FOUND, catalog.API_AGENT_NOT_ACTIVE)
		}
		runsNot(t, id)
	})

	harness.Spec("CHATSTART-21", "says in RESULTMSG whom it did not find", func(t *harness.T) {
		r := t.Send("CHATSTART", "SESSIONID", t.Number(), "KEYNAME", "USERNAME", "KEYVALUE", t.Stranger()).Is(catalog.API_AGENT_NOT_FOUND)
		r.Want(r.Message != "" && r.Message != catalog.API_AGENT_NOT_FOUND.String(), "a RESULTMSG that says more than the label")
	})

	harness.Spec("CHATSTART-16", "starts nothing where no core is reached", func(t *harness.T) {
		agent, id := t.Agent(t.Device()), t.Number()
		t.CoresDown()
		t.Send("CHATSTART", "SESSIONID", id, "AGENTID", agent.AgentID).Is(catalog.API_ERROR_RECORDER_NOT_RUNNING)
		for _, core := range t.Cores() {
			t.CoreUp(core)
		}
		runsNot(t, id)
	})

	harness.Spec("CHATSTART-19", "is told by events until its recording is saved", func(t *harness.T) {
		ev := t.Events("RECORD")
		agent := t.Agent(t.Device())
		id := chat(t, agent)
		started := ev.Expect("RECORDINGSTARTED", "", "AGENTID", agent.AgentID)
		t.OK("CHATSTOP", "SESSIONID", id)
		stopped := ev.Expect("RECORDINGSTOPPED", "", "AGENTID", agent.AgentID)
		saved := ev.Expect("RECORDINGUPDATE", "", "RECORDID", stopped.Get("RECORDID"))
		ev.InOrder(started, stopped, saved)
		t.Equal("FILENAME of RECORDINGUPDATE, as of RECORDINGSTARTED", saved.Get("FILENAME"), started.Get("FILENAME"))
		t.Matches("the record", t.Rows(1, "SYS_USER", agent.SysUser)[0], "RECORDID", saved.Get("RECORDID"))
	})

	harness.Spec("CHATSTART-20", "leaves one session where the SESSIONID runs already", func(t *harness.T) {
		agent := t.Agent(t.Device())
		id := chat(t, agent)
		t.Send("CHATSTART", "SESSIONID", id, "AGENTID", agent.AgentID).Is(catalog.API_OK, catalog.API_ERROR_ALREADY_RECORDING)
		t.OK("CHATSTOP", "SESSIONID", id)
		runsNot(t, id)
	})
})
