package imports

import (
	"slices"
	"strconv"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// taken are the answers to a name that another user has (E-22).
var taken = []catalog.Code{catalog.API_AGENT_ALREADY_EXIST, catalog.API_USER_ALREADY_EXIST}

var _ = harness.Describe("IMPORTUSER", func() {
	harness.Spec("IMPORTUSER-1", "adds a user and says its id", func(t *harness.T) {
		before := users(t)
		r := add(t, person(t)...).Is(catalog.API_OK)
		id, err := strconv.Atoi(r.Field("AGENTID"))
		r.Want(err == nil && id > 0, "an AGENTID that is a positive number")
		for _, f := range before {
			r.Want(f.Get("AGENT_ID") != strconv.Itoa(id), "an AGENTID that no user had before")
		}
		noteTags(t, r)
	})
	harness.Spec("IMPORTUSER-1", "gives every user an id of its own", func(t *harness.T) {
		a, b := added(t, person(t)...), added(t, person(t)...)
		t.Check(a != b, "two users were added, both with the AGENTID %s", a)
	})

	harness.Spec("IMPORTUSER-2", "lists a user with every value that it was added with", func(t *harness.T) {
		p := person(t)
		is(t, added(t, p...), only(p, shown...)...)
	})
	harness.Spec("IMPORTUSER-2", "lists names beyond ASCII, and with characters that XML escapes", func(t *harness.T) {
		p := person(t, "FIRSTNAME", t.Name("Zoë"), "LASTNAME", t.Name("O'Dea<&>\""), "DOMAIN", t.Name("Größe&"))
		is(t, added(t, p...), only(p, shown...)...)
	})

	harness.Spec("IMPORTUSER-3", "lists every user once and counts them", func(t *harness.T) {
		ids := []string{added(t, person(t)...), added(t, person(t)...), added(t, person(t)...)}
		r := t.OK("IMPORTUSER", "ACTION", "LIST")
		agents := r.Sections("AGENT")
		for _, id := range ids {
			r.Want(times(agents, id) == 1, "the user with AGENT_ID %s, once", id)
		}
		t.Equal("COUNT", counted(t, r), strconv.Itoa(len(agents)))
	})
	harness.Spec("IMPORTUSER-3", "lists every user with all fields, blank or not", func(t *harness.T) {
		id := added(t, person(t)...)
		t.HasFields("the AGENT section", user(t, id),
			slices.Concat([]string{"AGENT_ID", "ADD_TIME", "MOD_TIME", "PHONES"}, shown)...)
	})
	harness.Spec("IMPORTUSER-3", "lists only users that there are", func(t *harness.T) {
		for _, f := range users(t) {
			t.Check(f.Get("AGENT_ID") != "", "LIST shows a user without AGENT_ID: %s %s", f.Get("FIRSTNAME"), f.Get("LASTNAME"))
		}
	})

	harness.Spec("IMPORTUSER-4", "pays no regard to an AGENT_ID when it adds", func(t *harness.T) {
		first := added(t, person(t)...)
		unchanged := as(t, first)
		for _, id := range []string{first, "2147483647", "0"} {
			p := person(t)
			got := added(t, append(p, "AGENT_ID", id)...)
			t.Check(got != first, "ADD with the AGENT_ID of a user returned that user's")
			is(t, got, only(p, shown...)...)
		}
		unchanged()
	})

	harness.Spec("IMPORTUSER-5", "refuses to add a name again and changes nothing, however often", func(t *harness.T) {
		p := person(t)
		id := added(t, p...)
		unchanged := as(t, id)
		for range 3 {
			add(t, person(t, only(p, "FIRSTNAME", "LASTNAME")...)...).Is(taken...)
			add(t, p...).Is(taken...)
		}
		unchanged()
		t.Equal("the ids of that name", named(t, value(p, "FIRSTNAME"), value(p, "LASTNAME")), []string{id})
	})
	harness.Spec("IMPORTUSER-6", "refuses to add a USERNAME again and changes nothing", func(t *harness.T) {
		p := person(t)
		unchanged := as(t, added(t, p...))
		again := person(t, only(p, "USERNAME")...)
		username := add(t, again...).Is(taken...)
		nobody(t, again)
		unchanged()
		name := add(t, person(t, only(p, "FIRSTNAME", "LASTNAME")...)...).Is(taken...)
		noteDuplicates(t, username.Code, name.Code)
	})
	harness.Spec("IMPORTUSER-7", "adds relatives and namesakes", func(t *harness.T) {
		p := person(t)
		id := added(t, p...)
		unchanged := as(t, id)
		for _, name := range []string{"FIRSTNAME", "LASTNAME"} {
			other := person(t, only(p, name)...)
			is(t, added(t, other...), only(other, shown...)...)
		}
		unchanged()
	})

	harness.Spec("IMPORTUSER-16", "refuses an ACTION that there is not", func(t *harness.T) {
		id, p := added(t, person(t)...), person(t)
		unchanged := as(t, id)
		for _, action := range []string{"PAINT", "ADDS", "REMOVE", "A", "LISTALL", "-1"} {
			t.Send("IMPORTUSER", append([]string{"ACTION", action, "AGENT_ID", id}, p...)...).Is(catalog.API_ERROR_INVALID_ACTION)
		}
		nobody(t, p)
		unchanged()
	})

	harness.Spec("IMPORTUSER-17", "refuses a request without ACTION", func(t *harness.T) {
		p := person(t)
		t.Requires("IMPORTUSER", append([]string{"ACTION", "ADD"}, p...), "ACTION", catalog.API_ERROR_INVALID_ACTION)
		nobody(t, p)
	})
	harness.Spec("IMPORTUSER-17", "refuses to add a user without a name", func(t *harness.T) {
		p := person(t)
		for _, names := range [][]string{p[:2], append(p[:2:2], "FIRSTNAME", "", "LASTNAME", "")} {
			add(t, append(names, p[6:]...)...).Is(catalog.API_INVALID_MESSAGE_FORMAT, catalog.API_BLANK_REQUIRED_VALUE)
		}
		for _, f := range users(t) {
			t.Check(f.Get("EMPLOYEEID") != value(p, "EMPLOYEEID"), "ADD was refused, but the user is there")
		}
	})
	for _, name := range []string{"FIRSTNAME", "LASTNAME"} {
		harness.Spec("IMPORTUSER-33", "refuses to add a user without "+name, func(t *harness.T) {
			p := person(t)
			t.Requires("IMPORTUSER", append([]string{"ACTION", "ADD"}, p...), name)
			nobody(t, with(p, name, ""))
		})
	}
	for _, action := range []string{"MODIFY", "DELETE"} {
		harness.Spec("IMPORTUSER-17", "refuses "+action+" without AGENT_ID", func(t *harness.T) {
			p := person(t)
			id := added(t, p...)
			unchanged := as(t, id)
			t.Requires("IMPORTUSER", []string{"ACTION", action, "AGENT_ID", id, "DOMAIN", "changed"}, "AGENT_ID", catalog.API_USER_NOT_FOUND)
			unchanged()
		})
	}

	harness.Spec("IMPORTUSER-32", "adds one of several users of one name that come at the same time", func(t *harness.T) {
		first, last := t.Name("F"), t.Name("L")
		var ps [6][]string
		for i := range ps {
			ps[i] = person(t, "FIRSTNAME", first, "LASTNAME", last)
		}
		t.Each(len(ps), func(i int) {
			r := t.Dial().Send("IMPORTUSER", append([]string{"ACTION", "ADD"}, ps[i]...)...)
			r.Is(append(taken, catalog.API_OK)...)
			if r.OK() {
				t.DeleteUser(r.Field("AGENTID"))
			}
		})
		t.Equal("the number of users of that name", len(named(t, first, last)), 1)
	})
})

// times returns how many sections have that AGENT_ID.
func times(agents []harness.Fields, id string) int {
	n := 0
	for _, f := range agents {
		if f.Get("AGENT_ID") == id {
			n++
		}
	}
	return n
}

// counted returns the COUNT of a list, which stands in AGENTS.
func counted(t *harness.T, r *harness.Reply) string {
	for _, f := range append(r.Sections("AGENTS"), r.Fields()) {
		if f.Has("COUNT") {
			return f.Get("COUNT")
		}
	}
	t.Failf("LIST has no COUNT")
	return ""
}

// noteTags notes how the server spells the names on which the manual disagrees
// with itself (E-12, E-13).
func noteTags(t *harness.T, r *harness.Reply) {
	has := func(f harness.Fields, name string) bool { return slices.Contains(f.Names(), name) }
	result, list := has(r.Fields(), "AGENTID"), user(t, r.Field("AGENTID"))
	switch inList := has(list, "AGENTID"); {
	case result && !inList:
		t.Reading("E-12", "example")
	case result:
		t.Reading("E-12", "agentid")
	case !inList:
		t.Reading("E-12", "agent_id")
	}
	t.Reading("E-13", map[bool]string{true: "underscore", false: "example"}[has(list, "FIRST_NAME")])
}

// noteDuplicates notes the codes of a user name and of a person's name that
// are taken (E-22).
func noteDuplicates(t *harness.T, username, name int) {
	switch {
	case username == name:
		t.Reading("E-22", strconv.Itoa(name))
	case username == int(catalog.API_USER_ALREADY_EXIST):
		t.Reading("E-22", "distinct")
	}
}
