package recordingcontrol

import (
	"fmt"
	"strconv"

	"github.com/offhook/offhook/specs/harness"
)

// variables are the parameters of CHATUPDATE that CALLLIST finds a record by,
// with the characters that each may have in every table of the manual.
var variables = append([]width{{"DEVICEALIAS", 15}, {"GROUP", 20}, {"GATE", 20}, {"ANI", 20}, {"DNIS", 20}}, userWidths()...)

// userWidths are USER1 to USER15.
func userWidths() []width {
	var ws []width
	for n := 1; n <= 15; n++ {
		characters := 50
		switch {
		case n <= 3:
			characters = 20
		case n <= 8:
			characters = 255
		}
		ws = append(ws, width{"USER" + strconv.Itoa(n), characters})
	}
	return ws
}

// update sends CHATUPDATE, which must be answered API_OK.
func update(t *harness.T, id string, nameValues ...string) {
	t.OK("CHATUPDATE", append([]string{"SESSIONID", id}, nameValues...)...)
}

var _ = harness.Describe("CHATUPDATE", func() {
	harness.Spec("CHATUPDATE-10", "gives the record each value alone, and nothing else", func(t *harness.T) {
		agent := t.Agent(t.Device())
		plain := ended(t, agent, chat(t, agent))
		for _, v := range variables {
			id, value := chat(t, agent), t.Number()
			update(t, id, v.name, value)
			t.OK("CHATSTOP", "SESSIONID", id)
			row := t.Rows(1, v.name, value)[0]
			for _, w := range variables {
				if w.name != v.name {
					t.Equal(w.name+" of a record with a "+v.name+", as of one without an update", row.Get(w.name), plain.Get(w.name))
				}
			}
		}
	})
	for _, direction := range []string{"I", "O"} {
		harness.Spec("CHATUPDATE-10", "gives the record the CALLDIRECTION "+direction, func(t *harness.T) {
			agent := t.Agent(t.Device())
			id := chat(t, agent)
			update(t, id, "CALLDIRECTION", direction)
			t.Matches("the record", ended(t, agent, id), "CALLDIRECTION", direction)
		})
	}

	harness.Spec("CHATUPDATE-10 CHATUPDATE-11", "gives the record all that it can say at once", func(t *harness.T) {
		agent := t.Agent(t.Device())
		id := chat(t, agent)
		var said []string
		for _, v := range variables {
			said = append(said, v.name, t.Number())
		}
		update(t, id, append(said, "CALLID", t.Number(), "CALLDIRECTION", "O")...)
		t.OK("CHATSTOP", "SESSIONID", id)
		t.Matches("the record", t.Rows(1, said...)[0], append(said, "CALLDIRECTION", "O")...)
	})

	harness.Spec("CHATUPDATE-12", "counts last, and keeps what it does not say", func(t *harness.T) {
		agent := t.Agent(t.Device())
		id := chat(t, agent)
		update(t, id, "GROUP", "53", "USER1", "first", "USER2", "stays")
		update(t, id, "USER1", "second")
		update(t, id, "USER1", "third", "ANI", "6145551212")
		t.Matches("the record", ended(t, agent, id), "GROUP", "53", "USER1", "third", "USER2", "stays", "ANI", "6145551212")
	})
	harness.Spec("CHATUPDATE-15", "leaves or clears what it gives a blank value, and stores the rest", func(t *harness.T) {
		agent := t.Agent(t.Device())
		id := chat(t, agent)
		update(t, id, "GROUP", "53", "USER1", "first", "CALLDIRECTION", "I")
		update(t, id, "GROUP", "", "USER1", " ", "CALLDIRECTION", "", "USER2", "new")
		row := ended(t, agent, id)
		t.Matches("the record", row, "USER2", "new")
		t.OneOf("GROUP of the record", row.Get("GROUP"), "53", "")
		t.OneOf("USER1 of the record", row.Get("USER1"), "first", "")
		t.OneOf("CALLDIRECTION of the record", row.Get("CALLDIRECTION"), "I", "?", "")
	})

	harness.Spec("CHATUPDATE-13", "changes the session that it names", func(t *harness.T) {
		agent := t.Agent(t.Device())
		ids, marks := [3]string{}, [3]string{}
		for i := range ids {
			ids[i], marks[i] = chat(t, agent), t.Number()
		}
		for i := range ids {
			update(t, ids[i], "ANI", marks[i], "USER5", fmt.Sprint("session ", i))
		}
		for i := range ids {
			t.OK("CHATSTOP", "SESSIONID", ids[i])
		}
		for i := range ids {
			t.Matches("the record of session "+ids[i], t.Rows(1, "ANI", marks[i])[0], "USER5", fmt.Sprint("session ", i))
		}
	})

	harness.Spec("CHATUPDATE-14", "does no harm where the session was never started", func(t *harness.T) {
		agent := t.Agent(t.Device())
		id := chat(t, agent)
		t.Send("CHATUPDATE", "SESSIONID", t.Stranger(), "GROUP", "53").Is(notRunning...)
		t.Matches("the record of a session that runs", ended(t, agent, id), "GROUP", "")
	})
	harness.Spec("CHATUPDATE-19", "changes no session that is over", func(t *harness.T) {
		agent, other := t.Agent(t.Device()), t.Agent(t.Device())
		id := chat(t, agent)
		update(t, id, "GROUP", "53")
		ended(t, agent, id)
		t.Send("CHATUPDATE", "SESSIONID", id, "GROUP", "54").Is(notRunning...)
		runs(t, chat(t, other))
		t.Matches("the record", t.Rows(1, "SYS_USER", agent.SysUser)[0], "GROUP", "53")
	})
})
