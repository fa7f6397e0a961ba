package usergrouprole

import (
	"fmt"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// member sends MODIFYGROUPPERMISSION.
func member(t *harness.T, action string, nameValues ...string) *harness.Reply {
	return t.Send("MODIFYGROUPPERMISSION", append([]string{"ACTION", action}, nameValues...)...)
}

// repeats fails unless the result is API_OK and has those fields.
func repeats(r *harness.Reply, nameValues ...string) {
	r.Is(catalog.API_OK)
	for i := 0; i < len(nameValues); i += 2 {
		r.FieldIs(nameValues[i], nameValues[i+1])
	}
}

var _ = harness.Describe("MODIFYGROUPPERMISSION", func() {
	for _, action := range []string{"ADD", "DELETE"} {
		harness.Spec("MODIFYGROUPPERMISSION-1", "repeats what was sent, with the ids that it has looked up: "+action, func(t *harness.T) {
			u, g, d := t.User(), t.Group(), t.Device()
			t.Phone(u, d)
			sent := []string{"GROUPNAME", g.Name, "FIRSTNAME", u.FirstName, "LASTNAME", u.LastName, "DEVICEID", d}
			member(t, "ADD", sent...).Is(catalog.API_OK)
			repeats(member(t, action, sent...), append(sent, "ACTION", action, "GROUPID", g.ID, "AGENTID", u.AgentID)...)
		})
		harness.Spec("MODIFYGROUPPERMISSION-2", "takes ids in the place of names: "+action, func(t *harness.T) {
			u, g := t.User(), t.Group()
			ids := []string{"GROUPID", g.ID, "AGENTID", u.AgentID}
			member(t, "ADD", ids...).Is(catalog.API_OK)
			repeats(member(t, action, ids...), append(ids, "ACTION", action)...)
		})
	}
	harness.Spec("MODIFYGROUPPERMISSION-2", "takes a name and an id", func(t *harness.T) {
		u, g := t.User(), t.Group()
		both := []string{"GROUPID", g.ID, "AGENTID", u.AgentID}
		repeats(member(t, "ADD", "GROUPNAME", g.Name, "AGENTID", u.AgentID), both...)
		repeats(member(t, "ADD", "GROUPID", g.ID, "FIRSTNAME", u.FirstName, "LASTNAME", u.LastName), both...)
		repeats(member(t, "ADD", "GROUPNAME", g.Name, "GROUPID", g.ID, "FIRSTNAME", u.FirstName, "LASTNAME", u.LastName, "AGENTID", u.AgentID), both...)
	})
	harness.Spec("MODIFYGROUPPERMISSION-3", "says the names that belong to ids", func(t *harness.T) {
		u, g := t.User(), t.Group()
		repeats(member(t, "ADD", "GROUPID", g.ID, "AGENTID", u.AgentID), "GROUPNAME", g.Name, "FIRSTNAME", u.FirstName, "LASTNAME", u.LastName)
	})
	harness.Spec("MODIFYGROUPPERMISSION-4", "looks names up before ids", func(t *harness.T) {
		u, other, g, another := t.User(), t.User(), t.Group(), t.Group()
		for _, disagreeing := range [][]string{
			{"GROUPNAME", g.Name, "GROUPID", another.ID, "AGENTID", u.AgentID},
			{"GROUPNAME", g.Name, "FIRSTNAME", u.FirstName, "LASTNAME", u.LastName, "AGENTID", other.AgentID},
		} {
			if r := member(t, "ADD", disagreeing...); r.OK() {
				repeats(r, "GROUPID", g.ID, "AGENTID", u.AgentID)
			}
		}
	})

	harness.Spec("MODIFYGROUPPERMISSION-2", "takes the id where a name is not whole", func(t *harness.T) {
		u, other, g := t.User(), t.User(), t.Group()
		for _, half := range [][]string{{"FIRSTNAME", other.FirstName}, {"LASTNAME", other.LastName}, {"FIRSTNAME", u.FirstName, "LASTNAME", ""}} {
			if r := member(t, "ADD", append(half, "GROUPNAME", g.Name, "AGENTID", u.AgentID)...); r.OK() {
				repeats(r, "AGENTID", u.AgentID)
			}
		}
	})

	harness.Spec("MODIFYGROUPPERMISSION-5", "is refused where there is no such group", func(t *harness.T) {
		u, g := t.User(), t.Group()
		for _, group := range [][]string{{"GROUPNAME", t.Name("g")}, {"GROUPID", noID}, {"GROUPNAME", g.Name + "x"}, {"GROUPNAME", g.ID + "x"}} {
			for _, action := range []string{"ADD", "DELETE"} {
				r := member(t, action, append(group, "AGENTID", u.AgentID)...).Is(noGroup...)
				t.Reading("E-60", fmt.Sprint(r.Code))
			}
		}
	})
	harness.Spec("MODIFYGROUPPERMISSION-6", "is refused where there is no such agent", func(t *harness.T) {
		u, g := t.User(), t.Group()
		for _, agent := range [][]string{
			{"AGENTID", noID}, {"FIRSTNAME", t.Name("F"), "LASTNAME", t.Name("L")},
			{"FIRSTNAME", u.FirstName, "LASTNAME", t.Name("L")}, {"FIRSTNAME", t.Name("F"), "LASTNAME", u.LastName},
		} {
			for _, action := range []string{"ADD", "DELETE"} {
				member(t, action, append(agent, "GROUPNAME", g.Name)...).Is(catalog.API_AGENT_NOT_FOUND)
			}
		}
	})
	harness.Spec("MODIFYGROUPPERMISSION-7", "needs a group", func(t *harness.T) {
		u := t.User()
		for _, none := range [][]string{nil, {"GROUPNAME", ""}, {"GROUPID", ""}} {
			member(t, "ADD", append(none, "AGENTID", u.AgentID)...).Is(append(noGroup, refused...)...)
		}
	})
	harness.Spec("MODIFYGROUPPERMISSION-7", "needs an agent", func(t *harness.T) {
		u, g := t.User(), t.Group()
		for _, none := range [][]string{nil, {"AGENTID", ""}, {"FIRSTNAME", u.FirstName}, {"LASTNAME", u.LastName}, {"FIRSTNAME", "", "LASTNAME", u.LastName}} {
			member(t, "ADD", append(none, "GROUPNAME", g.Name)...).Is(append(refused, catalog.API_AGENT_NOT_FOUND)...)
		}
	})
	harness.Spec("MODIFYGROUPPERMISSION-8", "needs an ACTION that there is", func(t *harness.T) {
		u, g := t.User(), t.Group()
		who := []string{"GROUPNAME", g.Name, "AGENTID", u.AgentID}
		for _, action := range []string{"LIST", "GRANT", "ADDED"} {
			member(t, action, who...).Is(catalog.API_ERROR_INVALID_ACTION, catalog.API_INVALID_MESSAGE_FORMAT)
		}
		t.Requires("MODIFYGROUPPERMISSION", append([]string{"ACTION", "ADD"}, who...), "ACTION", catalog.API_ERROR_INVALID_ACTION)
	})

	for _, name := range []string{"DEVICEID", "PHONEID"} {
		harness.Spec("MODIFYGROUPPERMISSION-9", "takes a phone of the agent as "+name, func(t *harness.T) {
			u, g, phone := t.User(), t.Group(), t.Number()
			t.Phone(u, phone)
			for _, action := range []string{"ADD", "DELETE"} {
				r := member(t, action, "GROUPNAME", g.Name, "AGENTID", u.AgentID, name, phone).Is(catalog.API_OK)
				f := r.Fields()
				r.Want(f.Get("DEVICEID") == phone || f.Get("PHONEID") == phone, "DEVICEID: %q", phone)
			}
		})
	}
	harness.Spec("MODIFYGROUPPERMISSION-13", "repeats a DEVICEID of 64 characters", func(t *harness.T) {
		u, g := t.User(), t.Group()
		for _, n := range []int{63, 64} {
			d := long(t, n, ascii)
			repeats(member(t, "ADD", "GROUPNAME", g.Name, "AGENTID", u.AgentID, "DEVICEID", d), "DEVICEID", d)
		}
	})
	harness.Spec("MODIFYGROUPPERMISSION-10", "finds names of full width, and no shorter ones", func(t *harness.T) {
		group, first, last := long(t, 255, ascii), long(t, 20, ascii), long(t, 30, ascii)
		id, u := addGroup(t, group), t.User("FIRSTNAME", first, "LASTNAME", last)
		repeats(member(t, "ADD", "GROUPNAME", group, "FIRSTNAME", first, "LASTNAME", last),
			"GROUPNAME", group, "FIRSTNAME", first, "LASTNAME", last, "GROUPID", id, "AGENTID", u.AgentID)
		member(t, "ADD", "GROUPNAME", group[:254], "FIRSTNAME", first, "LASTNAME", last).Is(noGroup...)
		member(t, "ADD", "GROUPNAME", group, "FIRSTNAME", first[:19], "LASTNAME", last).Is(catalog.API_AGENT_NOT_FOUND)
		member(t, "ADD", "GROUPNAME", group, "FIRSTNAME", first, "LASTNAME", last[:29]).Is(catalog.API_AGENT_NOT_FOUND)
	})
})
