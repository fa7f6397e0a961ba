package imports

import (
	"slices"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// modify sends MODIFY for a user.
func modify(t *harness.T, agentID string, nameValues ...string) *harness.Reply {
	return t.Send("IMPORTUSER", append([]string{"ACTION", "MODIFY", "AGENT_ID", agentID}, nameValues...)...)
}

var _ = harness.Describe("IMPORTUSER", func() {
	harness.Spec("IMPORTUSER-8 IMPORTUSER-9", "modifies each value alone", func(t *harness.T) {
		p, other := person(t), person(t, "STATUS", "I")
		neighbour, id := as(t, added(t, person(t)...)), added(t, p...)
		for _, name := range shown {
			p = with(p, name, value(other, name))
			modify(t, id, name, value(other, name)).Is(catalog.API_OK)
			is(t, id, only(p, shown...)...)
		}
		neighbour()
	})
	harness.Spec("IMPORTUSER-8", "modifies everything at once", func(t *harness.T) {
		id, p := added(t, person(t)...), person(t, "STATUS", "I")
		modify(t, id, p...).Is(catalog.API_OK)
		is(t, id, only(p, shown...)...)
	})
	harness.Spec("IMPORTUSER-8", "modifies the USERNAME", func(t *harness.T) {
		p, v := person(t), t.Name("u")
		id, group := added(t, p...), t.Group()
		modify(t, id, "USERNAME", v).Is(catalog.API_OK)
		permit(t, group, v).Is(catalog.API_OK)
		permit(t, group, value(p, "USERNAME")).Is(catalog.API_USER_NOT_FOUND)
	})
	harness.Spec("IMPORTUSER-9", "leaves a modified user the phones", func(t *harness.T) {
		u, a, b := t.User(), t.Number(), t.Number()
		t.Phone(u, a)
		t.Phone(u, b)
		modify(t, u.AgentID, "LASTNAME", t.Name("L"), "EMAIL", "x@example.com").Is(catalog.API_OK)
		hasPhones(t, u.AgentID, a, b)
	})
	harness.Spec("IMPORTUSER-10", "takes a modification that repeats the user's own names", func(t *harness.T) {
		p := person(t)
		id := added(t, p...)
		p = with(p, "DOMAIN", t.Name("d"))
		modify(t, id, p...).Is(catalog.API_OK)
		is(t, id, only(p, shown...)...)
	})
	harness.Spec("IMPORTUSER-8", "frees the name that a user had, and keeps the new one", func(t *harness.T) {
		p, renamed := person(t), person(t)
		id := added(t, p...)
		modify(t, id, only(renamed, "FIRSTNAME", "LASTNAME", "USERNAME")...).Is(catalog.API_OK)
		added(t, person(t, only(p, "FIRSTNAME", "LASTNAME", "USERNAME")...)...)
		add(t, person(t, only(renamed, "FIRSTNAME", "LASTNAME")...)...).Is(taken...)
	})
	harness.Spec("IMPORTUSER-11", "refuses to modify a USERNAME to another user's", func(t *harness.T) {
		p := person(t)
		added(t, p...)
		id := added(t, person(t)...)
		unchanged := as(t, id)
		modify(t, id, "USERNAME", value(p, "USERNAME"), "DOMAIN", "changed").Is(taken...)
		unchanged()
	})
	harness.Spec("IMPORTUSER-12", "refuses to modify or delete a user that there is not", func(t *harness.T) {
		unchanged, p := as(t, added(t, person(t)...)), person(t)
		for _, action := range []string{"MODIFY", "DELETE"} {
			t.Send("IMPORTUSER", append([]string{"ACTION", action, "AGENT_ID", "2147483647"}, p...)...).Is(catalog.API_USER_NOT_FOUND)
		}
		nobody(t, p)
		unchanged()
	})

	harness.Spec("IMPORTUSER-12", "means the AGENT_ID, whoever else is named", func(t *harness.T) {
		p := person(t)
		unchanged := as(t, added(t, p...))
		t.Send("IMPORTUSER", "ACTION", "MODIFY", "AGENT_ID", "2147483647", "USERNAME", value(p, "USERNAME"), "DOMAIN", "changed").Is(catalog.API_USER_NOT_FOUND)
		t.Send("IMPORTUSER", "ACTION", "DELETE", "AGENT_ID", "2147483647", "USERNAME", value(p, "USERNAME")).Is(catalog.API_USER_NOT_FOUND)
		t.Send("IMPORTUSER", "ACTION", "DELETE", "AGENT_ID", "2147483647", "FIRSTNAME", value(p, "FIRSTNAME"), "LASTNAME", value(p, "LASTNAME")).Is(catalog.API_USER_NOT_FOUND)
		unchanged()
	})
	harness.Spec("IMPORTUSER-13", "deletes a user, and no other", func(t *harness.T) {
		p := person(t)
		id, neighbour := added(t, p...), as(t, added(t, person(t, only(p, "LASTNAME", "DOMAIN")...)...))
		phone := t.Number()
		t.OK("IMPORTAGENTPHONE", "ACTION", "ADD", "PHONEID", phone, "AGENTID", id)
		remove(t, id).Is(catalog.API_OK)
		neighbour()
		f, ok := listed(t, id)
		if !ok {
			t.Reading("E-23", "left-out")
			return
		}
		t.Reading("E-23", "inactive")
		t.Check(f.Get("STATUS") != "A" && f.Get("PHONES") == "", "LIST shows a deleted user with STATUS %s and PHONES %s", f.Get("STATUS"), f.Get("PHONES"))
	})
	harness.Spec("IMPORTUSER-14", "frees the phones of a user that it deletes", func(t *harness.T) {
		leaver, heir := t.User(), t.User()
		kept, phones := t.Number(), []string{t.Number(), t.Number()}
		t.Phone(heir, kept)
		for _, phone := range phones {
			t.Phone(leaver, phone)
		}
		remove(t, leaver.AgentID).Is(catalog.API_OK)
		hasPhones(t, heir.AgentID, kept)
		for _, phone := range phones {
			t.Phone(heir, phone)
		}
		hasPhones(t, heir.AgentID, append(phones, kept)...)
	})
	harness.Spec("IMPORTUSER-15 IMPORTUSER-14", "leaves past recordings their agent when the phone is another's", func(t *harness.T) {
		d := t.Device()
		leaver := t.Agent(d)
		old := t.Recorded(d, "USER1", "old")
		t.Matches("the row", old, "AGENTFIRSTNAME", leaver.FirstName, "AGENTLASTNAME", leaver.LastName)
		remove(t, leaver.AgentID).Is(catalog.API_OK)
		heir := t.Agent(d)
		t.StartRecorded(d, "USER1", "new")
		t.Stop(d)
		for _, row := range t.Rows(2, "DEVICEID", d) {
			whose := map[string]*harness.User{"old": leaver, "new": heir}[row.Get("USER1")]
			t.Matches("the "+row.Get("USER1")+" row", row, "AGENTFIRSTNAME", whose.FirstName, "AGENTLASTNAME", whose.LastName)
		}
	})

	harness.Spec("IMPORTUSER-31", "knows a user by AGENTID too", func(t *harness.T) {
		id, v := added(t, person(t)...), t.Name("d")
		t.OK("IMPORTUSER", "ACTION", "MODIFY", "AGENTID", id, "DOMAIN", v)
		is(t, id, "DOMAIN", v)
	})
	harness.Spec("IMPORTUSER-34", "knows its actions in lower case", func(t *harness.T) {
		p := person(t)
		id := t.OK("IMPORTUSER", append([]string{"ACTION", "add"}, p...)...).Field("AGENTID")
		t.DeleteUser(id)
		t.OK("IMPORTUSER", "ACTION", "Modify", "AGENT_ID", id, "DOMAIN", "changed")
		is(t, id, "DOMAIN", "changed")
		t.Check(slices.Contains(named(t, value(p, "FIRSTNAME"), value(p, "LASTNAME")), id), "the user is not listed")
	})
})

// remove sends DELETE for a user.
func remove(t *harness.T, agentID string) *harness.Reply {
	return t.Send("IMPORTUSER", "ACTION", "DELETE", "AGENT_ID", agentID)
}

// permit lets a user, by the name in the product, see a group.
func permit(t *harness.T, group harness.Group, username string) *harness.Reply {
	return t.Send("MODIFYUSERGROUPPERMISSION", "ACTION", "ADD", "GROUPNAME", group.Name, "USERNAME", username)
}
