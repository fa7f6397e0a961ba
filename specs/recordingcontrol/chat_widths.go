package recordingcontrol

import (
	"strconv"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// keeps fails unless the record keeps a value of n characters.
func keeps(t *harness.T, agent *harness.User, name, char string, n int) {
	id, value := chat(t, agent), wide(t.Name("w"), char, n)
	update(t, id, name, value)
	t.OK("CHATSTOP", "SESSIONID", id)
	t.Matches("the record", t.Rows(1, name, value)[0], name, value)
}

var _ = harness.Describe("CHATUPDATE", func() {
	harness.Spec("CHATUPDATE-16", "keeps values as wide as they may be", func(t *harness.T) {
		agent := t.Agent(t.Device())
		for _, v := range variables {
			keeps(t, agent, v.name, "x", v.characters-1)
			keeps(t, agent, v.name, "x", v.characters)
		}
	})

	harness.Spec("CHATUPDATE-16", "takes a CALLID as wide as it may be, beside what it keeps", func(t *harness.T) {
		agent := t.Agent(t.Device())
		for _, n := range []int{15, 16} {
			id, mark := chat(t, agent), t.Number()
			update(t, id, "CALLID", wide(t.Name("w"), "x", n), "ANI", mark)
			t.OK("CHATSTOP", "SESSIONID", id)
			t.Rows(1, "ANI", mark)
		}
	})

	harness.Spec("CHATUPDATE-17", "keeps characters beyond ASCII", func(t *harness.T) {
		agent := t.Agent(t.Device())
		for _, v := range variables {
			keeps(t, agent, v.name, "é", v.characters)
			keeps(t, agent, v.name, "語", v.characters)
		}
	})

	harness.Spec("CHATUPDATE-18", "may cut, keep or refuse a value that is too long, and harms no other", func(t *harness.T) {
		agent := t.Agent(t.Device())
		for _, v := range variables {
			id, mark, other := chat(t, agent), t.Number(), "USER15"
			if v.name == other {
				other = "USER1"
			}
			value := wide(t.Name("w"), "x", v.characters+1)
			update(t, id, other, mark, "CALLDIRECTION", "O")
			r := t.Send("CHATUPDATE", "SESSIONID", id, v.name, value).Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
			t.OK("CHATSTOP", "SESSIONID", id)
			row := t.Rows(1, other, mark)[0]
			t.Matches("the record", row, other, mark, "CALLDIRECTION", "O")
			if !r.OK() {
				t.Reading("E-25", strconv.Itoa(r.Code))
				continue
			}
			cut := value[:v.characters]
			t.OneOf(v.name+" of the record", row.Get(v.name), cut, value)
			t.Reading("E-25", map[bool]string{true: "cut", false: "whole"}[row.Get(v.name) == cut])
		}
	})
})

var _ = harness.Describe("CHATUPDATE", func() {
	for _, long := range [][2]string{{"CALLID", "12345678901234567"}, {"CALLDIRECTION", "IN"}} {
		harness.Spec("CHATUPDATE-18", "harms nothing by too long a "+long[0], func(t *harness.T) {
			agent, mark := t.Agent(t.Device()), t.Number()
			id := chat(t, agent)
			update(t, id, "USER1", mark)
			r := t.Send("CHATUPDATE", "SESSIONID", id, long[0], long[1]).Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
			row := ended(t, agent, id)
			t.Matches("the record", row, "USER1", mark)
			if !r.OK() {
				t.Reading("E-25", strconv.Itoa(r.Code))
			} else if long[0] == "CALLDIRECTION" {
				t.OneOf("CALLDIRECTION", row.Get("CALLDIRECTION"), "I", "?", "", long[1])
			}
		})
	}
})

var _ = harness.Describe("CHATSTART", func() {
	const most = 255
	harness.Spec("CHATSTART-18", "tells sessions apart by the last of 255 characters", func(t *harness.T) {
		agent := t.Agent(t.Device())
		unique := t.Name("s")
		ids := []string{wide(unique, "x", most-1) + "1", wide(unique, "x", most-1) + "2", wide(unique, "x", most-1)}
		for _, id := range ids {
			t.OK("CHATSTART", "SESSIONID", id, "AGENTID", agent.AgentID)
		}
		for _, id := range ids {
			runs(t, id)
		}
		t.Rows(len(ids), "SYS_USER", agent.SysUser)
	})
	harness.Spec("CHATSTART-18", "harms no other session by a SESSIONID that is too long", func(t *harness.T) {
		agent := t.Agent(t.Device())
		id := chat(t, agent)
		long := wide(t.Name("s"), "x", most+1)
		r := t.Send("CHATSTART", "SESSIONID", long, "AGENTID", agent.AgentID).Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
		if r.OK() {
			runs(t, long)
		}
		runs(t, id)
	})

	harness.Spec("CHATSTART-22", "finds an agent by a KEYVALUE of 255 characters, not by one that is shorter", func(t *harness.T) {
		unique, agents := t.Name("w"), [2]*harness.User{}
		for i, n := range []int{most - 1, most} {
			agents[i] = t.User("SYS_USER", wide(unique, "x", n))
			t.Phone(agents[i], t.Device())
		}
		for _, agent := range agents {
			id := t.Number()
			t.OK("CHATSTART", "SESSIONID", id, "KEYNAME", "SYS_USER", "KEYVALUE", agent.SysUser)
			mark := t.Number()
			update(t, id, "ANI", mark)
			t.OK("CHATSTOP", "SESSIONID", id)
			t.Matches("the record", t.Rows(1, "ANI", mark)[0], "AGENTLASTNAME", agent.LastName)
		}
	})
})
