package recordingcontrol

import (
	"fmt"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("CHATSTOP", func() {
	harness.Spec("CHATSTART-15 CHATSTOP-11", "ends one of four sessions of an agent", func(t *harness.T) {
		agent := t.Agent(t.Device())
		ids, marks := [4]string{}, [4]string{}
		for i := range ids {
			ids[i], marks[i] = chat(t, agent), t.Number()
		}
		order := []int{2, 0, 3, 1}
		for n, i := range order {
			for _, still := range order[n:] {
				t.OK("CHATUPDATE", "SESSIONID", ids[still], "ANI", marks[still], "DNIS", fmt.Sprint(n))
			}
			t.OK("CHATSTOP", "SESSIONID", ids[i])
		}
		t.Rows(len(ids), "SYS_USER", agent.SysUser)
		for n, i := range order {
			t.Matches("the record of the session that ended as "+fmt.Sprint(n+1), t.Rows(1, "ANI", marks[i])[0], "DNIS", fmt.Sprint(n))
		}
	})

	harness.Spec("CHATSTART-15 CHATSTOP-11", "ends the session of one agent and not another's", func(t *harness.T) {
		one, other := t.Agent(t.Device()), t.Agent(t.Device())
		a, b := chat(t, one), chat(t, other)
		ended(t, one, a)
		runs(t, b)
	})

	harness.Spec("CHATSTOP-12", "does no harm where the session was never started", func(t *harness.T) {
		agent := t.Agent(t.Device())
		id := chat(t, agent)
		r := t.Send("CHATSTOP", "SESSIONID", t.Stranger()).Is(notRunning...)
		t.Reading("E-63", map[bool]string{true: "ok", false: fmt.Sprint(r.Code)}[r.OK()])
		runs(t, id)
	})
	harness.Spec("CHATSTOP-12", "does no harm where the session is over", func(t *harness.T) {
		agent := t.Agent(t.Device())
		id := chat(t, agent)
		ended(t, agent, id)
		t.Send("CHATSTOP", "SESSIONID", id).Is(notRunning...)
		runsNot(t, id)
		t.Equal("the number of records", len(t.CallList("SYS_USER", agent.SysUser)), 1)
	})

	harness.Spec("CHATSTOP-13", "makes the SESSIONID free to be used again", func(t *harness.T) {
		agent := t.Agent(t.Device())
		id := chat(t, agent)
		first := ended(t, agent, id)
		t.OK("CHATSTART", "SESSIONID", id, "AGENTID", agent.AgentID)
		t.OK("CHATSTOP", "SESSIONID", id)
		rows := t.Rows(2, "SYS_USER", agent.SysUser)
		t.Check(rows[0].Get("RECORDID") != rows[1].Get("RECORDID"), "both records have the RECORDID %s", first.Get("RECORDID"))
	})

	harness.Spec("CHATSTOP-13", "makes the SESSIONID free of what was said of the session", func(t *harness.T) {
		agent := t.Agent(t.Device())
		id, said := chat(t, agent), []string{"ANI", t.Name("v"), "GATE", t.Name("v"), "USER3", t.Name("v"), "USER15", t.Name("v")}
		t.OK("CHATUPDATE", append([]string{"SESSIONID", id}, said...)...)
		first := ended(t, agent, id)
		t.Matches("the first record", first, said...)
		t.OK("CHATSTART", "SESSIONID", id, "AGENTID", agent.AgentID)
		t.OK("CHATSTOP", "SESSIONID", id)
		for _, row := range t.Rows(2, "SYS_USER", agent.SysUser) {
			for i := 0; i < len(said); i += 2 {
				if row.Get("RECORDID") != first.Get("RECORDID") {
					t.Equal(said[i]+" of the second record", row.Get(said[i]), "")
				}
			}
		}
	})

	harness.Spec("CHATSTOP-14", "leaves a record when the database is back", func(t *harness.T) {
		agent := t.Agent(t.Device())
		id := chat(t, agent)
		t.DatabaseDown()
		r := t.Send("CHATSTOP", "SESSIONID", id).Is(catalog.API_OK, catalog.API_SESSIONID_UNSPECIFIED)
		t.DatabaseUp()
		if !r.OK() {
			t.OK("CHATSTOP", "SESSIONID", id)
		}
		t.Rows(1, "SYS_USER", agent.SysUser)
	})

	harness.Spec("CHATSTART-17", "leaves the agent's call alone, and CALLSTOP the chat", func(t *harness.T) {
		d := t.Device()
		agent := t.Agent(d)
		recorded(t, d, "a")
		first, second := chat(t, agent), chat(t, agent)
		t.OK("CHATUPDATE", "SESSIONID", first, "ANI", t.Number(), "USER7", "chat")
		t.OK("CHATSTOP", "SESSIONID", first)
		t.Matches("the call", t.Instance(d, "a"), "ANI", "", "USER7", "", "STATUS", recording)
		t.OK("CALLUPDATE", "DEVICEID", d, "CALLINSTANCE", "a", "USER7", "call")
		t.Stop(d, "CALLINSTANCE", "a")
		runs(t, second)
		t.Rows(1, "SYS_USER", agent.SysUser, "USER7", "call") // what CALLUPDATE changed: the call, and no chat
	})
})
