package recordingcontrol

import (
	"strconv"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// notRunning are the answers to a stop or update of a session that does not
// run (E-63).
var notRunning = []catalog.Code{catalog.API_OK, catalog.API_DEVICE_NOT_IN_CALL, catalog.API_DEVICE_NOT_RECORDING, catalog.API_SESSIONID_UNSPECIFIED}

// chat starts a session of an agent and returns its SESSIONID.
func chat(t *harness.T, agent *harness.User) string {
	id := t.Number()
	t.OK("CHATSTART", "SESSIONID", id, "AGENTID", agent.AgentID)
	return id
}

// ended stops a session and returns the record that it leaves: the agent's
// only one.
func ended(t *harness.T, agent *harness.User, id string) harness.Fields {
	t.OK("CHATSTOP", "SESSIONID", id)
	return t.Rows(1, "SYS_USER", agent.SysUser)[0]
}

// runs fails unless a session is running: it takes an update, which its record
// shows when it is over.
func runs(t *harness.T, id string) {
	mark := t.Number()
	t.OK("CHATUPDATE", "SESSIONID", id, "ANI", mark)
	t.OK("CHATSTOP", "SESSIONID", id)
	t.Rows(1, "ANI", mark)
}

// runsNot fails if one of the sessions is running. A session that does run
// shows that enough time was given.
func runsNot(t *harness.T, ids ...string) {
	mark := t.Number()
	for _, id := range ids {
		t.Send("CHATUPDATE", "SESSIONID", id, "ANI", mark).Is(notRunning...)
		t.Send("CHATSTOP", "SESSIONID", id).Is(notRunning...)
	}
	runs(t, chat(t, t.Agent(t.Device())))
	t.Equal("the number of records of a session that does not run", len(t.CallList("ANI", mark)), 0)
}

// chats are the chat functions; ready brings a session to where the function
// has an effect, done fails unless it had that. params go with the function.
var chats = []struct {
	name         string
	ready        func(t *harness.T, agent *harness.User) (id string, params []string)
	done, undone func(t *harness.T, agent *harness.User, id string)
}{
	{
		name: "CHATSTART",
		ready: func(t *harness.T, agent *harness.User) (string, []string) {
			return t.Number(), []string{"AGENTID", agent.AgentID}
		},
		done:   func(t *harness.T, agent *harness.User, id string) { ended(t, agent, id) },
		undone: func(t *harness.T, agent *harness.User, id string) { runsNot(t, id) },
	},
	{
		name:   "CHATSTOP",
		ready:  func(t *harness.T, agent *harness.User) (string, []string) { return chat(t, agent), nil },
		done:   func(t *harness.T, agent *harness.User, id string) { t.Rows(1, "SYS_USER", agent.SysUser) },
		undone: func(t *harness.T, agent *harness.User, id string) { runs(t, id) },
	},
	{
		name: "CHATUPDATE",
		ready: func(t *harness.T, agent *harness.User) (string, []string) {
			return chat(t, agent), []string{"GROUP", "53"}
		},
		done: func(t *harness.T, agent *harness.User, id string) {
			t.Matches("the record", ended(t, agent, id), "GROUP", "53")
		},
		undone: func(t *harness.T, agent *harness.User, id string) {
			t.Matches("the record", ended(t, agent, id), "GROUP", "")
		},
	},
}

func init() {
	for _, f := range chats {
		harness.Describe(f.name, func() {
			harness.Spec(f.name+"-1", "is answered as in the manual's example", func(t *harness.T) {
				agent := t.Agent(t.Device())
				id, params := f.ready(t, agent)
				r := t.Send(f.name, append(params, "SESSIONID", id, "REQUESTID", "37")...)
				r.SentToCores()
				t.Equal("REQUESTID", r.RequestID, "37")
				t.Equal("REQUESTTYPE", r.RequestType, f.name)
				f.done(t, agent, id)
			})

			harness.Spec(f.name+"-2", "is refused without a SESSIONID", func(t *harness.T) {
				agent := t.Agent(t.Device())
				id, params := f.ready(t, agent)
				for _, session := range [][]string{nil, {"SESSIONID", ""}, {"SESSIONID", "  "}} {
					r := t.Send(f.name, append(session, params...)...).Is(catalog.API_SESSIONID_UNSPECIFIED, catalog.API_BLANK_REQUIRED_VALUE)
					t.Reading("E-20", strconv.Itoa(r.Code))
				}
				f.undone(t, agent, id)
			})

			harness.Spec(f.name+"-3", "needs one core only", func(t *harness.T) {
				cores := t.Cores()
				t.Need(len(cores) > 1, "the target has one core only")
				for i, up := range cores {
					t.CoreUp(up)
					t.CoresDown(append(append([]int{}, cores[:i]...), cores[i+1:]...)...)
					agent := t.Agent(t.Device())
					id, params := f.ready(t, agent)
					t.OK(f.name, append(params, "SESSIONID", id)...)
					f.done(t, agent, id)
				}
			})

			harness.Spec(f.name+"-4", "is refused where no core is reached", func(t *harness.T) {
				id, params := f.ready(t, t.Agent(t.Device()))
				t.CoresDown()
				t.Send(f.name, append(params, "SESSIONID", id)...).Is(catalog.API_ERROR_RECORDER_NOT_RUNNING)
			})

			harness.Spec(f.name+"-5", "takes effect only with a valid REQUESTID", func(t *harness.T) {
				agent := t.Agent(t.Device())
				id, params := f.ready(t, agent)
				for _, request := range []string{"-1", "2147483648", ""} {
					t.Send(f.name, append(params, "SESSIONID", id, "REQUESTID", request)...).Is(catalog.API_REQUESTID_INVALID)
				}
				f.undone(t, agent, id)
			})
		})
	}
}
