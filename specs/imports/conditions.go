package imports

import (
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// change is a request of the chapter that changes something.
type change struct {
	params        []string
	happened, not func() // fail unless it did, or did not
}

// changes are the requests that the specs of conditions try, by function and
// ACTION.
var changes = []struct {
	function, name        string
	requestID, noDatabase string // the requirements
	ready                 func(t *harness.T) change
}{
	{"IMPORTUSER", "ADD", "18", "19", func(t *harness.T) change {
		p := person(t)
		first, last := value(p, "FIRSTNAME"), value(p, "LASTNAME")
		return change{append([]string{"ACTION", "ADD"}, p...), func() {
			ids := named(t, first, last)
			t.Equal("the number of users of the name", len(ids), 1)
			t.DeleteUser(ids[0])
		}, func() { nobody(t, p) }}
	}},
	{"IMPORTUSER", "MODIFY", "18", "19", func(t *harness.T) change {
		id, v := added(t, person(t)...), t.Name("d")
		return change{[]string{"ACTION", "MODIFY", "AGENT_ID", id, "DOMAIN", v}, func() { is(t, id, "DOMAIN", v) }, as(t, id)}
	}},
	{"IMPORTUSER", "DELETE", "18", "19", func(t *harness.T) change {
		id := added(t, person(t)...)
		return change{[]string{"ACTION", "DELETE", "AGENT_ID", id}, func() {
			f, ok := listed(t, id)
			t.Check(!ok || f.Get("STATUS") != "A", "the user is listed as active")
		}, as(t, id)}
	}},
	{"IMPORTUSER", "LIST", "18", "19", func(t *harness.T) change {
		works := func() { users(t) }
		return change{[]string{"ACTION", "LIST"}, works, works}
	}},
	{"IMPORTAGENTPHONE", "ADD", "15", "", func(t *harness.T) change {
		u, id := t.User(), t.Number()
		return change{[]string{"ACTION", "ADD", "PHONEID", id, "AGENTID", u.AgentID},
			func() { hasPhones(t, u.AgentID, id) }, func() { hasPhones(t, u.AgentID) }}
	}},
	{"IMPORTAGENTPHONE", "DELETE", "15", "", func(t *harness.T) change {
		u, id := t.User(), t.Number()
		t.Phone(u, id)
		return change{[]string{"ACTION", "DELETE", "PHONEID", id, "AGENTID", u.AgentID},
			func() { hasPhones(t, u.AgentID) }, func() { hasPhones(t, u.AgentID, id) }}
	}},
	{"IMPORTWORKSTATION", "a mapping", "9", "8", func(t *harness.T) change {
		d, old, new := t.Device(), station(t), station(t)
		workstation(t, d, old).Is(catalog.API_OK)
		names := []string{d, old, new}
		return change{[]string{"DEVICEID", d, "STATIONNAME", new, "LOCATIONID", t.Location()},
			func() { mapped(t, names, d, new) }, func() { mapped(t, names, d, old) }}
	}},
}

func init() {
	for _, c := range changes {
		harness.Describe(c.function, func() {
			harness.Spec(c.function+"-"+c.requestID, "does nothing where the REQUESTID is none, and repeats it where it is one: "+c.name, func(t *harness.T) {
				change := c.ready(t)
				for _, id := range []string{"2147483648", "-1", "none", ""} {
					t.Send(c.function, append([]string{"REQUESTID", id}, change.params...)...).Is(catalog.API_REQUESTID_INVALID)
				}
				change.not()
				r := t.OK(c.function, append([]string{"REQUESTID", "2147483647"}, change.params...)...)
				t.Equal("REQUESTID", r.RequestID, "2147483647")
				change.happened()
			})
			if c.noDatabase == "" {
				harness.Spec(c.function+"-16", "says the truth without the database: "+c.name, func(t *harness.T) {
					change := c.ready(t)
					t.DatabaseDown()
					r := t.Send(c.function, change.params...)
					t.DatabaseUp()
					t.Eventually("what the answer said", map[bool]func(){true: change.happened, false: change.not}[r.OK()])
				})
				return
			}
			harness.Spec(c.function+"-"+c.noDatabase, "is refused without the database: "+c.name, func(t *harness.T) {
				change := c.ready(t)
				t.DatabaseDown()
				t.Send(c.function, change.params...).Is(catalog.API_DATABASE_QUERY_ERROR)
				t.DatabaseUp()
				t.Eventually("nothing has changed", change.not)
				t.OK(c.function, change.params...)
				change.happened()
			})
		})
	}
}
