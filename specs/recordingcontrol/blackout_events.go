package recordingcontrol

import (
	"fmt"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// pausedAndResumed are the two events of a blackout.
var pausedAndResumed = []struct {
	rule, function string
	*catalog.EventType
}{
	{"BLACKOUTSTART-22", "BLACKOUTSTART", catalog.EventRecordingPaused},
	{"BLACKOUTSTOP-22", "BLACKOUTSTOP", catalog.EventRecordingResumed},
}

// marked returns parameters of CALLSTART with a value of its own for each that
// the events repeat.
func marked(t *harness.T) []string {
	params := []string{"GATE", t.Name("gate"), "ANI", t.Number(), "DNIS", t.Number(), "GROUP", t.Name("group"), "CALLINSTANCE", t.Name("i"), "DEVICEALIAS", t.Number()}
	for i := range 15 {
		params = append(params, fmt.Sprintf("USER%d", i+1), t.Name("u"))
	}
	return params
}

// count returns how many events of that type came for a device.
func count(ev *harness.Events, device, typ string) int {
	n := 0
	for _, e := range ev.Seen(device) {
		if e.Type == typ {
			n++
		}
	}
	return n
}

var _ = harness.Describe("Blackouts", func() {
	for _, e := range pausedAndResumed {
		harness.Spec(e.rule, "are told by "+e.Name+" with the data of the recording", func(t *harness.T) {
			d, params := t.Device(), marked(t)
			agent, ev := t.Agent(d), t.Events("ALL")
			t.StartRecorded(d, params...)
			started := ev.Expect("RECORDINGSTARTED", d)
			t.OK("BLACKOUTSTART", "DEVICEID", d)
			t.OK("BLACKOUTSTOP", "DEVICEID", d)
			told := ev.Expect(e.Name, d)
			t.Equal("EVENTCLASS of "+e.Name, told.Class, "RECORD")
			for _, f := range e.Fields {
				t.HasFields(e.Name, told.Fields, f.Name)
			}
			t.Matches(e.Name, told.Fields, append(params, "AGENTID", agent.AgentID)...)
			for _, same := range []string{"FILENAME", "CHANNEL", "GLOBALCALLID", "COREIDENT"} {
				t.Equal(same+" of "+e.Name+", as of RECORDINGSTARTED", told.Get(same), started.Get(same))
			}
			ev.None(e.Name, d)
		})

		harness.Spec(e.rule, "send "+e.Name+" to every subscriber of RECORD, and to none of CALL", func(t *harness.T) {
			d := t.Device()
			records, all, calls := t.Events("RECORD"), t.Events("ALL"), t.Events("CALL")
			recorded(t, d, "a")
			t.OK("BLACKOUTSTART", "DEVICEID", d)
			t.OK("BLACKOUTSTOP", "DEVICEID", d)
			records.Expect(e.Name, d, "CALLINSTANCE", "a")
			all.Expect(e.Name, d, "CALLINSTANCE", "a")
			calls.None(e.Name, d)
		})
	}

	harness.Spec("BLACKOUTSTART-25", "pause partial recordings too", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		recorded(t, d, "a")
		t.OK("RECORDSTART", "DEVICEID", d, "CALLINSTANCE", "a")
		files := []string{ev.Expect("RECORDINGSTARTED", d).Get("FILENAME"), ev.Expect("RECORDINGSTARTED", d).Get("FILENAME")}
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		for _, file := range files {
			ev.Expect("RECORDINGPAUSED", d, "FILENAME", file)
		}
		t.OK("BLACKOUTSTOP", "DEVICEID", d)
		for _, file := range files {
			ev.Expect("RECORDINGRESUMED", d, "FILENAME", file)
		}
	})

	harness.Spec("BLACKOUTSTART-29", "leave no gap for a partial recording", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		recorded(t, d, "a")
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		ev.Expect("RECORDINGPAUSED", d)
		t.Send("RECORDSTART", "DEVICEID", d, "CALLINSTANCE", "a")
		ev.None("RECORDINGRESUMED", d)
		t.Eventually("whatever was started is paused", func() {
			t.Equal("the number of RECORDINGPAUSED events", count(ev, d, "RECORDINGPAUSED"), count(ev, d, "RECORDINGSTARTED"))
		})
	})

	harness.Spec("AGENTBLACKOUTSTART-24", "tell of each recording of the agent once", func(t *harness.T) {
		here, there, ev := t.Device(), t.Device(), t.Events("RECORD")
		agent := t.Agent(here)
		t.Phone(agent, there)
		recorded(t, here, "a", "b")
		recorded(t, there, "c")
		t.OK("AGENTBLACKOUTSTART", "DEVICEID", there)
		t.OK("AGENTBLACKOUTSTOP", "DEVICEID", here)
		for instance, d := range map[string]string{"a": here, "b": here, "c": there} {
			ev.InOrder(ev.Expect("RECORDINGPAUSED", d, "CALLINSTANCE", instance), ev.Expect("RECORDINGRESUMED", d, "CALLINSTANCE", instance))
		}
		ev.None("RECORDINGRESUMED", "", "AGENTID", agent.AgentID)
		for _, e := range pausedAndResumed {
			t.Equal("the number of "+e.Name+" events", [2]int{count(ev, here, e.Name), count(ev, there, e.Name)}, [2]int{2, 1})
		}
	})

	harness.Spec("AGENTBLACKOUTSTART-22", "black out the screen of the agent's chats", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		agent := t.Agent(d)
		chat(t, agent)
		recorded(t, d, "a")
		ev.Expect("RECORDINGSTARTED", d, "CALLINSTANCE", "a")
		started := ofAgent(ev, agent, "RECORDINGSTARTED") // the chat's too, where chats are announced
		t.OK("AGENTBLACKOUTSTART", "SYS_USER", agent.SysUser)
		for _, file := range started {
			ev.Expect("RECORDINGPAUSED", "", "AGENTID", agent.AgentID, "FILENAME", file)
		}
		t.OK("AGENTBLACKOUTSTOP", "SYS_USER", agent.SysUser)
		for _, file := range started {
			ev.Expect("RECORDINGRESUMED", "", "AGENTID", agent.AgentID, "FILENAME", file)
		}
	})
})

// ofAgent returns the FILENAME of every event of that type for an agent.
func ofAgent(ev *harness.Events, agent *harness.User, typ string) []string {
	var files []string
	for _, e := range ev.Seen("") {
		if e.Type == typ && e.Get("AGENTID") == agent.AgentID {
			files = append(files, e.Get("FILENAME"))
		}
	}
	return files
}
