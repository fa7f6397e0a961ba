package imports

import (
	"slices"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// shown are the parameters of IMPORTUSER that LIST shows as they were given.
var shown = []string{"EMPLOYEEID", "FIRSTNAME", "LASTNAME", "STATUS", "SYS_USER", "DOMAIN", "EMAIL", "CRM_USER"}

// person returns what ADD needs for a user that there is not yet: names and
// values in turn, each value of its own, those given in the place of others.
func person(t *harness.T, nameValues ...string) []string {
	p := []string{
		"EMPLOYEEID", t.Number(), "FIRSTNAME", t.Name("F"), "LASTNAME", t.Name("L"), "STATUS", "A",
		"SYS_USER", t.Name("s"), "DOMAIN", t.Name("d"), "EMAIL", t.Name("e") + "@example.com",
		"CRM_USER", t.Name("c"), "PASSWORD", t.Name("pw"), "SITEID", t.Site(), "USERNAME", t.Name("u"),
	}
	for i := 0; i < len(nameValues); i += 2 {
		p = with(p, nameValues[i], nameValues[i+1])
	}
	return p
}

// with returns names and values in turn with one value in the place of another,
// or at the end.
func with(nameValues []string, name, value string) []string {
	out := slices.Clone(nameValues)
	for i := 0; i < len(out); i += 2 {
		if out[i] == name {
			out[i+1] = value
			return out
		}
	}
	return append(out, name, value)
}

// value returns the value of a name.
func value(nameValues []string, name string) string {
	for i := 0; i < len(nameValues); i += 2 {
		if nameValues[i] == name {
			return nameValues[i+1]
		}
	}
	return ""
}

// only returns the pairs of those names.
func only(nameValues []string, names ...string) []string {
	var out []string
	for _, name := range names {
		out = append(out, name, value(nameValues, name))
	}
	return out
}

// add sends ADD and returns the answer; what it has added is deleted after the
// spec.
func add(t *harness.T, nameValues ...string) *harness.Reply {
	r := t.Send("IMPORTUSER", append([]string{"ACTION", "ADD"}, nameValues...)...)
	if r.OK() {
		t.DeleteUser(r.Field("AGENTID"))
	}
	return r
}

// added is add for a user that must be taken; it returns the AGENTID.
func added(t *harness.T, nameValues ...string) string {
	return add(t, nameValues...).Is(catalog.API_OK).Field("AGENTID")
}

// users returns what LIST says.
func users(t *harness.T) []harness.Fields {
	return t.OK("IMPORTUSER", "ACTION", "LIST").Sections("AGENT")
}

// listed returns what LIST says of a user, and whether it says anything.
func listed(t *harness.T, agentID string) (harness.Fields, bool) {
	all := users(t)
	i := slices.IndexFunc(all, func(f harness.Fields) bool { return f.Get("AGENT_ID") == agentID })
	if i < 0 {
		return harness.Fields{}, false
	}
	return all[i], true
}

// user returns what LIST says of a user that must be in it.
func user(t *harness.T, agentID string) harness.Fields {
	f, ok := listed(t, agentID)
	t.Check(ok, "LIST does not show the user with AGENT_ID %s", agentID)
	return f
}

// named returns the AGENT_IDs of the users of that name.
func named(t *harness.T, first, last string) []string {
	var ids []string
	for _, f := range users(t) {
		if f.Match("FIRSTNAME", first, "LASTNAME", last) {
			ids = append(ids, f.Get("AGENT_ID"))
		}
	}
	return ids
}

// nobody fails if LIST shows a user of that name.
func nobody(t *harness.T, p []string) {
	ids := named(t, value(p, "FIRSTNAME"), value(p, "LASTNAME"))
	t.Check(len(ids) == 0, "the request was refused, but user %s has the name that it gave", ids)
}

// is fails unless LIST shows those values of a user.
func is(t *harness.T, agentID string, nameValues ...string) {
	t.Matches("user "+agentID, user(t, agentID), nameValues...)
}

// as returns a check that a user is, in every field, as it is now.
func as(t *harness.T, agentID string) (unchanged func()) {
	before := user(t, agentID)
	return func() {
		after := user(t, agentID)
		for _, name := range before.Names() {
			t.Equal(name+" of user "+agentID, after.Get(name), before.Get(name))
		}
	}
}

// phonesIn returns the phones of a user in LIST, sorted.
func phonesIn(f harness.Fields) []string {
	ids := strings.FieldsFunc(f.Get("PHONES"), func(c rune) bool { return c == ',' || c == ' ' })
	slices.Sort(ids)
	return ids
}

// phones returns the phones that LIST shows of a user, sorted.
func phones(t *harness.T, agentID string) []string { return phonesIn(user(t, agentID)) }

// hasPhones fails unless a user has these phones and no others.
func hasPhones(t *harness.T, agentID string, want ...string) {
	sorted := strings.Join(slices.Sorted(slices.Values(want)), ",")
	t.Equal("PHONES of user "+agentID+", sorted,", strings.Join(phones(t, agentID), ","), sorted)
}
