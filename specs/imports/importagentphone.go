package imports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// noAgent is an AGENTID that nobody has.
const noAgent = "2147483647"

// phone sends IMPORTAGENTPHONE.
func phone(t *harness.T, action, id string, nameValues ...string) *harness.Reply {
	return t.Send("IMPORTAGENTPHONE", append([]string{"ACTION", action, "PHONEID", id}, nameValues...)...)
}

// hasNone fails if an agent has one of the phones.
func hasNone(t *harness.T, ids ...string) {
	for _, f := range users(t) {
		for _, id := range ids {
			t.Check(!slices.Contains(phonesIn(f), id), "the request was refused, but user %s has the phone %s", f.Get("AGENT_ID"), id)
		}
	}
}

var _ = harness.Describe("IMPORTAGENTPHONE", func() {
	harness.Spec("IMPORTAGENTPHONE-1", "gives a phone to the agent of an AGENTID", func(t *harness.T) {
		u, other, id := t.User(), t.User(), t.Number()
		phone(t, "ADD", id, "AGENTID", u.AgentID).Is(catalog.API_OK).FieldIs("AGENTID", u.AgentID)
		hasPhones(t, u.AgentID, id)
		hasPhones(t, other.AgentID)
	})
	for _, c := range []struct {
		name    string
		agentID []string
	}{
		{"is 0, as in the manual's example", []string{"AGENTID", "0"}},
		{"is blank", []string{"AGENTID", ""}},
		{"is missing", nil},
	} {
		harness.Spec("IMPORTAGENTPHONE-2", "gives a phone to the agent of a name where the AGENTID "+c.name, func(t *harness.T) {
			u, id := t.User(), t.Number()
			names := append(c.agentID, "FIRSTNAME", u.FirstName, "LASTNAME", u.LastName)
			phone(t, "ADD", id, names...).Is(catalog.API_OK).FieldIs("AGENTID", u.AgentID)
			hasPhones(t, u.AgentID, id)
			phone(t, "DELETE", id, names...).Is(catalog.API_OK)
			hasPhones(t, u.AgentID)
		})
	}
	harness.Spec("IMPORTAGENTPHONE-2", "tells apart agents who share a name", func(t *harness.T) {
		u, id := t.User(), t.Number()
		relative, namesake := t.User("LASTNAME", u.LastName), t.User("FIRSTNAME", u.FirstName)
		phone(t, "ADD", id, "FIRSTNAME", u.FirstName, "LASTNAME", u.LastName).Is(catalog.API_OK)
		hasPhones(t, u.AgentID, id)
		hasPhones(t, relative.AgentID)
		hasPhones(t, namesake.AgentID)
	})
	harness.Spec("IMPORTAGENTPHONE-19", "finds an agent by names of full width", func(t *harness.T) {
		u, id := t.User("FIRSTNAME", long(t, 20, ascii), "LASTNAME", long(t, 30, ascii)), t.Number()
		phone(t, "ADD", id, "FIRSTNAME", u.FirstName, "LASTNAME", u.LastName[:29]).Is(catalog.API_AGENT_NOT_FOUND)
		phone(t, "ADD", id, "FIRSTNAME", u.FirstName[:19], "LASTNAME", u.LastName).Is(catalog.API_AGENT_NOT_FOUND)
		phone(t, "ADD", id, "FIRSTNAME", u.FirstName, "LASTNAME", u.LastName).Is(catalog.API_OK)
		hasPhones(t, u.AgentID, id)
	})

	harness.Spec("IMPORTAGENTPHONE-3", "ignores the names where an AGENTID is given", func(t *harness.T) {
		u, other := t.User(), t.User()
		ids := []string{t.Number(), t.Number(), t.Number()}
		for i, names := range [][]string{{u.FirstName, u.LastName}, {other.FirstName, other.LastName}, {t.Name("F"), t.Name("L")}} {
			phone(t, "ADD", ids[i], "AGENTID", u.AgentID, "FIRSTNAME", names[0], "LASTNAME", names[1]).Is(catalog.API_OK).FieldIs("AGENTID", u.AgentID)
		}
		hasPhones(t, u.AgentID, ids...)
		hasPhones(t, other.AgentID)
	})
	harness.Spec("IMPORTAGENTPHONE-4 IMPORTAGENTPHONE-3", "does not fall back on the names where nobody has the AGENTID", func(t *harness.T) {
		u, id := t.User(), t.Number()
		phone(t, "ADD", id, "AGENTID", noAgent, "FIRSTNAME", u.FirstName, "LASTNAME", u.LastName).Is(catalog.API_AGENT_NOT_FOUND)
		hasPhones(t, u.AgentID)
	})
	harness.Spec("IMPORTAGENTPHONE-4", "is refused where there is no such agent", func(t *harness.T) {
		u, id := t.User(), t.Number()
		for _, agent := range [][]string{
			{"AGENTID", noAgent},
			{"FIRSTNAME", t.Name("F"), "LASTNAME", t.Name("L")},
			{"FIRSTNAME", u.FirstName, "LASTNAME", t.Name("L")},
			{"FIRSTNAME", t.Name("F"), "LASTNAME", u.LastName},
			{"FIRSTNAME", u.LastName, "LASTNAME", u.FirstName},
		} {
			phone(t, "ADD", id, agent...).Is(catalog.API_AGENT_NOT_FOUND)
			phone(t, "DELETE", id, agent...).Is(catalog.API_AGENT_NOT_FOUND)
		}
		hasNone(t, id)
	})

	harness.Spec("IMPORTAGENTPHONE-5", "leaves a phone with the agent who has it", func(t *harness.T) {
		owner, other, id := t.User(), t.User(), t.Number()
		t.Phone(owner, id)
		r := phone(t, "ADD", id, "AGENTID", other.AgentID)
		r.Want(!r.OK(), "an error: the phone is another agent's")
		t.Reading("E-59", map[bool]string{true: "22", false: "11"}[r.Code == int(catalog.API_ERROR_KEYS_NOT_UNIQUE)])
		hasPhones(t, owner.AgentID, id)
		hasPhones(t, other.AgentID)
	})
	harness.Spec("IMPORTAGENTPHONE-6", "takes one phone away and leaves the agent as it is", func(t *harness.T) {
		u, ids := t.User(), []string{t.Number(), t.Number(), t.Number()}
		for _, id := range ids {
			t.Phone(u, id)
		}
		before := user(t, u.AgentID)
		phone(t, "DELETE", ids[1], "AGENTID", u.AgentID).Is(catalog.API_OK).FieldIs("AGENTID", u.AgentID)
		hasPhones(t, u.AgentID, ids[0], ids[2])
		for _, name := range shown {
			is(t, u.AgentID, name, before.Get(name))
		}
	})
	harness.Spec("IMPORTAGENTPHONE-7 IMPORTAGENTPHONE-14", "leaves recordings and takes no new ones when the phone is taken away", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		u := t.Agent(d)
		whose := t.Recorded(d)
		t.Matches("the row", whose, "AGENTFIRSTNAME", u.FirstName, "AGENTLASTNAME", u.LastName)
		phone(t, "DELETE", d, "AGENTID", u.AgentID).Is(catalog.API_OK)
		t.Matches("the row", t.Row(d), "RECORDID", whose.Get("RECORDID"), "AGENTFIRSTNAME", u.FirstName, "AGENTLASTNAME", u.LastName)
		ev.Expect("CALLSTART", d, "AGENTID", u.AgentID)
		t.Start(d)
		after := ev.Expect("CALLSTART", d)
		t.Check(after.Get("AGENTID") != u.AgentID, "a call on a phone that was taken away is still the agent's")
	})
	harness.Spec("IMPORTAGENTPHONE-8", "gives a phone to another agent when it is free", func(t *harness.T) {
		first, next, id := t.User(), t.User(), t.Number()
		t.Phone(first, id)
		phone(t, "DELETE", id, "AGENTID", first.AgentID).Is(catalog.API_OK)
		t.Phone(next, id)
		hasPhones(t, first.AgentID)
		hasPhones(t, next.AgentID, id)
	})
	harness.Spec("IMPORTAGENTPHONE-9", "lists a phone once that was added twice", func(t *harness.T) {
		u, id, other := t.User(), t.Number(), t.Number()
		t.Phone(u, id)
		t.Phone(u, other)
		phone(t, "ADD", id, "AGENTID", u.AgentID).Is(catalog.API_OK, catalog.API_ERROR_KEYS_NOT_UNIQUE)
		hasPhones(t, u.AgentID, id, other)
		phone(t, "DELETE", id, "AGENTID", u.AgentID).Is(catalog.API_OK)
		hasPhones(t, u.AgentID, other)
	})
	harness.Spec("IMPORTAGENTPHONE-18", "takes a phone from nobody else", func(t *harness.T) {
		owner, other, id := t.User(), t.User(), t.Number()
		t.Phone(owner, id)
		phone(t, "DELETE", id, "AGENTID", other.AgentID)
		hasPhones(t, owner.AgentID, id)
	})

	harness.Spec("IMPORTAGENTPHONE-10", "refuses an ACTION that there is not", func(t *harness.T) {
		u, id, has := t.User(), t.Number(), t.Number()
		t.Phone(u, has)
		for _, action := range []string{"MODIFY", "LIST", "GIVE", "ADDDELETE"} {
			phone(t, action, id, "AGENTID", u.AgentID).Is(catalog.API_ERROR_INVALID_ACTION, catalog.API_INVALID_MESSAGE_FORMAT)
			phone(t, action, has, "AGENTID", u.AgentID).Is(catalog.API_ERROR_INVALID_ACTION, catalog.API_INVALID_MESSAGE_FORMAT)
		}
		hasPhones(t, u.AgentID, has)
	})
	harness.Spec("IMPORTAGENTPHONE-11", "needs an ACTION and a PHONEID", func(t *harness.T) {
		u := t.User()
		request := []string{"ACTION", "ADD", "PHONEID", t.Number(), "AGENTID", u.AgentID}
		t.Requires("IMPORTAGENTPHONE", request, "ACTION", catalog.API_ERROR_INVALID_ACTION)
		t.Requires("IMPORTAGENTPHONE", request, "PHONEID")
		hasPhones(t, u.AgentID)
	})
	harness.Spec("IMPORTAGENTPHONE-11", "needs an AGENTID or both names", func(t *harness.T) {
		u, id := t.User(), t.Number()
		for _, agent := range [][]string{
			nil, {"AGENTID", ""}, {"AGENTID", "0"}, {"FIRSTNAME", u.FirstName}, {"LASTNAME", u.LastName},
			{"AGENTID", "0", "FIRSTNAME", u.FirstName, "LASTNAME", ""},
		} {
			phone(t, "ADD", id, agent...).Is(catalog.API_AGENT_NOT_FOUND, catalog.API_INVALID_MESSAGE_FORMAT, catalog.API_BLANK_REQUIRED_VALUE)
		}
		hasNone(t, id)
	})

	harness.Spec("IMPORTAGENTPHONE-12", "tells phones apart by their last of 10 characters", func(t *harness.T) {
		a, b, id := t.User(), t.User(), t.Number()
		other := id[:9] + map[bool]string{true: "y", false: "x"}[id[9] == 'x']
		t.Phone(a, id)
		t.Phone(b, other)
		t.Phone(b, id[:9])
		hasPhones(t, a.AgentID, id)
		hasPhones(t, b.AgentID, other, id[:9])
	})
	harness.Spec("IMPORTAGENTPHONE-13", "harms no phone by one that is too long", func(t *harness.T) {
		owner, u, id, held := t.User(), t.User(), t.Number(), t.Number()
		t.Phone(owner, held)
		phone(t, "ADD", held+"1", "AGENTID", u.AgentID)
		hasPhones(t, owner.AgentID, held)
		before := phones(t, u.AgentID)
		r := phone(t, "ADD", id+"1", "AGENTID", u.AgentID).Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
		if !r.OK() {
			t.Reading("E-25", fmt.Sprint(r.Code))
			hasPhones(t, u.AgentID, before...)
			return
		}
		whole := slices.Contains(phones(t, u.AgentID), id+"1")
		t.Reading("E-25", map[bool]string{true: "whole", false: "cut"}[whole])
		hasPhones(t, u.AgentID, append(before, map[bool]string{true: id + "1", false: id}[whole])...)
	})

	harness.Spec("IMPORTAGENTPHONE-14", "makes calls the agent's whose DEVICEALIAS is the phone", func(t *harness.T) {
		d, alias, ev := t.Device(), t.Number(), t.Events("CALL")
		u := t.User()
		t.Phone(u, alias)
		t.StartRecorded(d, "DEVICEALIAS", alias)
		ev.Expect("CALLSTART", d, "AGENTID", u.AgentID, "DEVICEALIAS", alias)
		t.Stop(d)
		t.Matches("the row", t.Row(d), "AGENTFIRSTNAME", u.FirstName, "AGENTLASTNAME", u.LastName)
	})
	harness.Spec("IMPORTAGENTPHONE-14", "makes calls on every phone the agent's, and on no other", func(t *harness.T) {
		a, b, stranger, ev := t.Device(), t.Device(), t.Device(), t.Events("CALL")
		u := t.Agent(a)
		t.Phone(u, b)
		for _, d := range []string{a, b, stranger} {
			t.Start(d)
		}
		ev.Expect("CALLSTART", a, "AGENTID", u.AgentID)
		ev.Expect("CALLSTART", b, "AGENTID", u.AgentID)
		t.Check(ev.Expect("CALLSTART", stranger).Get("AGENTID") != u.AgentID, "a call on a device that nobody has is the agent's")
	})

	harness.Spec("IMPORTAGENTPHONE-17", "gives a phone to one of several agents who come at the same time", func(t *harness.T) {
		id := t.Number()
		agents := []*harness.User{t.User(), t.User(), t.User(), t.User()}
		accepted := make([]bool, len(agents))
		t.Each(len(agents), func(i int) {
			accepted[i] = t.Dial().Send("IMPORTAGENTPHONE", "ACTION", "ADD", "PHONEID", id, "AGENTID", agents[i].AgentID).OK()
		})
		has := make([]bool, len(agents))
		for i, u := range agents {
			has[i] = slices.Contains(phones(t, u.AgentID), id)
		}
		t.Equal("which of the agents have the phone", has, accepted)
		t.Equal("how many of the agents have the phone", strings.Count(fmt.Sprint(has), "true"), 1)
	})
})
