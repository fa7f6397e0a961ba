package usergrouprole

import (
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// trial is a request of the chapter with what it may change; a function whose
// changes the API does not show has no checks.
type trial struct {
	params        []string
	happened, not func()
}

// trials are the requests that the specs of conditions try, by function.
var trials = []struct {
	function, name        string
	requestID, noDatabase string // the requirements
	ready                 func(t *harness.T) trial
}{
	{"ADDGROUP", "", "9", "10", func(t *harness.T) trial {
		u, name := t.User(), t.Name("g")
		return trial{[]string{"GROUPNAME", name},
			func() { t.Check(knowsGroup(t, u, "GROUPNAME", name), "the group does not exist") },
			func() { t.Check(!knowsGroup(t, u, "GROUPNAME", name), "the group exists") }}
	}},
	{"MODIFYGROUPPERMISSION", "", "11", "12", func(t *harness.T) trial {
		return trial{params: []string{"ACTION", "ADD", "GROUPNAME", t.Group().Name, "AGENTID", t.User().AgentID}}
	}},
	{"MODIFYUSERGROUPPERMISSION", "", "10", "11", func(t *harness.T) trial {
		return trial{params: []string{"ACTION", "ADD", "GROUPNAME", t.Group().Name, "USERNAME", t.User().Username}}
	}},
	{"MODIFYROLE", ": ADD", "9", "10", func(t *harness.T) trial {
		name := t.Name("r")
		t.DeleteRole(name)
		return trial{[]string{"ACTION", "ADD", "ROLENAME", name, "DESCRIPTION", "made by a spec"},
			func() { there(t, name) }, func() { gone(t, name) }}
	}},
	{"MODIFYROLE", ": MODIFY", "9", "10", func(t *harness.T) trial {
		return trial{params: []string{"ACTION", "MODIFY", "ROLENAME", t.Role(), "DESCRIPTION", "another"}}
	}},
	{"MODIFYROLE", ": DELETE", "9", "10", func(t *harness.T) trial {
		name := t.Role()
		return trial{[]string{"ACTION", "DELETE", "ROLENAME", name}, func() { gone(t, name) }, func() { there(t, name) }}
	}},
	{"MODIFYROLEGROUPPERMISSION", "", "6", "7", func(t *harness.T) trial {
		return trial{params: []string{"ACTION", "ADD", "ROLENAME", t.Role(), "GROUPNAME", t.Group().Name}}
	}},
	{"MODIFYUSERROLE", "", "9", "10", func(t *harness.T) trial {
		return trial{params: []string{"ACTION", "ADD", "ROLENAME", t.Role(), "USERNAME", t.User().Username}}
	}},
	{"EMAIL", "", "6", "", func(t *harness.T) trial {
		return trial{params: mails[0].request(t.Recorded(t.Device()).Get("RECORDID"))}
	}},
	{"COMBINEDEMAIL", "", "6", "", func(t *harness.T) trial {
		return trial{params: mails[1].request(t.Recorded(t.Device()).Get("RECORDID"))}
	}},
	{"AGENTWINDOW", "", "6", "7", func(t *harness.T) trial {
		return trial{params: []string{"USERNAME", deskOf(t).Username}}
	}},
}

func init() {
	for _, c := range trials {
		prepared := func(t *harness.T) trial {
			trial, nothing := c.ready(t), func() {}
			if trial.not == nil {
				trial.happened, trial.not = nothing, nothing
			}
			return trial
		}
		harness.Describe(c.function, func() {
			harness.Spec(c.function+"-"+c.requestID, "does nothing where the REQUESTID is none, and repeats it where it is one"+c.name, func(t *harness.T) {
				trial := prepared(t)
				for _, id := range []string{"2147483648", "-1", "none", ""} {
					t.Send(c.function, append([]string{"REQUESTID", id}, trial.params...)...).Is(catalog.API_REQUESTID_INVALID)
				}
				trial.not()
				r := t.Send(c.function, append([]string{"REQUESTID", "2147483647"}, trial.params...)...)
				t.Equal("REQUESTID", r.RequestID, "2147483647")
				if r.OK() {
					trial.happened()
					return
				}
				// No mail server, no screen.
				r.Is(catalog.API_ERROR_CLIENT_NOT_FOUND, catalog.API_AGENT_NOT_FOUND)
			})
			if c.noDatabase == "" {
				return
			}
			harness.Spec(c.function+"-"+c.noDatabase, "is refused without the database"+c.name, func(t *harness.T) {
				trial := prepared(t)
				t.DatabaseDown()
				t.Send(c.function, trial.params...).Is(catalog.API_DATABASE_QUERY_ERROR)
				t.DatabaseUp()
				t.Eventually("nothing has changed", trial.not)
				t.Eventually("the database is back", func() { t.Send(c.function, trial.params...).Is(catalog.API_OK, catalog.API_AGENT_NOT_FOUND) })
				trial.happened()
			})
		})
	}
}
