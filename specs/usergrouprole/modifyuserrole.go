package usergrouprole

import (
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// userRole sends MODIFYUSERROLE.
func userRole(t *harness.T, action string, nameValues ...string) *harness.Reply {
	return t.Send("MODIFYUSERROLE", append([]string{"ACTION", action}, nameValues...)...)
}

var _ = harness.Describe("MODIFYUSERROLE", func() {
	harness.Spec("MODIFYUSERROLE-1", "assigns a role to a user and takes it away", func(t *harness.T) {
		u, name := t.User(), t.Role()
		for _, action := range []string{"ADD", "DELETE", "ADD"} {
			userRole(t, action, "ROLENAME", name, "USERNAME", u.Username).Is(catalog.API_OK)
		}
	})
	harness.Spec("MODIFYUSERROLE-4", "says which role the user is assigned", func(t *harness.T) {
		u, name := t.User(), t.Role()
		userRole(t, "ADD", "ROLENAME", name, "USERNAME", u.Username).Is(catalog.API_OK).
			Says("User "+u.AgentID+" is assigned role "+name, "is assigned role "+name)
	})
	for _, c := range []struct {
		by string
		of func(*harness.User) string
	}{
		{"USERNAME", func(u *harness.User) string { return u.Username }},
		{"SYSTEMUSERNAME", func(u *harness.User) string { return u.SysUser }},
		{"FIRSTNAME", func(u *harness.User) string { return u.FirstName }},
		{"LASTNAME", func(u *harness.User) string { return u.LastName }},
	} {
		harness.Spec("MODIFYUSERROLE-2", "finds a user by "+c.by+" alone", func(t *harness.T) {
			t.User()
			u, name := t.User(), t.Role()
			for _, action := range []string{"ADD", "DELETE"} {
				userRole(t, action, "ROLENAME", name, c.by, c.of(u)).Is(catalog.API_OK)
			}
		})
	}
	harness.Spec("MODIFYUSERROLE-2", "finds a user by first and last name, and by all that it has", func(t *harness.T) {
		u, name := t.User(), t.Role()
		names := []string{"FIRSTNAME", u.FirstName, "LASTNAME", u.LastName}
		userRole(t, "ADD", append(names, "ROLENAME", name)...).Is(catalog.API_OK)
		all := append(names, "SYSTEMUSERNAME", u.SysUser, "USERNAME", u.Username)
		userRole(t, "ADD", append(all, "ROLENAME", name)...).Is(catalog.API_OK)
	})
	harness.Spec("MODIFYUSERROLE-3", "finds a user by USERID", func(t *harness.T) {
		u, name := t.User(), t.Role()
		for _, action := range []string{"ADD", "DELETE"} {
			userRole(t, action, "ROLENAME", name, "USERID", u.AgentID).Is(catalog.API_OK)
		}
	})
	harness.Spec("MODIFYUSERROLE-4 MODIFYUSERROLE-2", "finds the user that is left where another of that name is deleted", func(t *harness.T) {
		for _, name := range []string{"LASTNAME", "FIRSTNAME"} {
			v, role := t.Name("N"), t.Role()
			for _, gone := range []int{0, 1, 2} {
				users := []*harness.User{t.User(name, v), t.User(name, v), t.User(name, v)}
				for i, u := range users {
					if i != gone {
						t.OK("IMPORTUSER", "ACTION", "DELETE", "AGENT_ID", u.AgentID)
					}
				}
				userRole(t, "ADD", "ROLENAME", role, name, v).Is(catalog.API_OK).Says(
					"User "+users[gone].AgentID+" is assigned role "+role, "is assigned role "+role)
				t.OK("IMPORTUSER", "ACTION", "DELETE", "AGENT_ID", users[gone].AgentID)
				userRole(t, "ADD", "ROLENAME", role, name, v).Is(catalog.API_USER_NOT_FOUND)
			}
		}
	})
	harness.Spec("MODIFYUSERROLE-12", "finds names of full width, and no shorter ones", func(t *harness.T) {
		first, last, sys, name := long(t, 20, ascii), long(t, 30, ascii), long(t, 30, ascii), t.Role()
		t.User("FIRSTNAME", first, "LASTNAME", last, "SYS_USER", sys)
		names := []string{"FIRSTNAME", first, "LASTNAME", last, "SYSTEMUSERNAME", sys}
		for i := 0; i < len(names); i += 2 {
			userRole(t, "ADD", "ROLENAME", name, names[i], names[i+1]).Is(catalog.API_OK)
			userRole(t, "ADD", "ROLENAME", name, names[i], names[i+1][:19]).Is(catalog.API_USER_NOT_FOUND)
		}
	})

	harness.Spec("MODIFYUSERROLE-13", "is refused where no user has both names", func(t *harness.T) {
		one, two, name := t.User(), t.User(), t.Role()
		for _, names := range [][2]*harness.User{{one, two}, {two, one}} {
			userRole(t, "ADD", "ROLENAME", name, "FIRSTNAME", names[0].FirstName, "LASTNAME", names[1].LastName).Is(catalog.API_USER_NOT_FOUND)
		}
		userRole(t, "ADD", "ROLENAME", name, "FIRSTNAME", one.FirstName, "LASTNAME", one.LastName).Is(catalog.API_OK)
	})

	for _, by := range []string{"USERNAME", "SYSTEMUSERNAME", "FIRSTNAME", "LASTNAME", "USERID"} {
		harness.Spec("MODIFYUSERROLE-5", "is refused where no user has the "+by, func(t *harness.T) {
			v, name := t.Name("x"), t.Role()
			if by == "USERID" {
				v = noID
			}
			for _, action := range []string{"ADD", "DELETE"} {
				userRole(t, action, "ROLENAME", name, by, v).Is(catalog.API_USER_NOT_FOUND)
			}
		})
	}
	harness.Spec("MODIFYUSERROLE-6", "is refused where there is no such role", func(t *harness.T) {
		u, existing, deleted := t.User(), t.Role(), t.Role()
		role(t, "DELETE", deleted).Is(catalog.API_OK)
		for _, who := range [][]string{{"ROLENAME", t.Name("r")}, {"ROLENAME", existing + "x"}, {"ROLENAME", deleted}, {"ROLEID", noID}} {
			for _, action := range []string{"ADD", "DELETE"} {
				userRole(t, action, append(who, "USERNAME", u.Username)...).Is(catalog.API_ROLE_NOT_FOUND)
			}
		}
		gone(t, existing+"x")
	})
	harness.Spec("MODIFYUSERROLE-7", "is refused where the ACTION is none", func(t *harness.T) {
		u, name := t.User(), t.Role()
		for _, action := range []string{"LIST", "GRANT", "ADDED"} {
			userRole(t, action, "ROLENAME", name, "USERNAME", u.Username).Is(catalog.API_ERROR_INVALID_ACTION)
		}
	})
	harness.Spec("MODIFYUSERROLE-8", "needs an ACTION, a role and a user", func(t *harness.T) {
		request := []string{"ACTION", "ADD", "ROLENAME", t.Role(), "USERNAME", t.User().Username}
		t.Requires("MODIFYUSERROLE", request, "ACTION", catalog.API_ERROR_INVALID_ACTION)
		t.Requires("MODIFYUSERROLE", request, "ROLENAME", catalog.API_ROLE_NOT_FOUND)
		t.Requires("MODIFYUSERROLE", request, "USERNAME", catalog.API_USER_NOT_FOUND)
	})
	harness.Spec("MODIFYUSERROLE-11", "finds a role by its id, as long as it exists", func(t *harness.T) {
		u := t.User()
		findsByID(t, u, func(id string) *harness.Reply {
			return userRole(t, "ADD", "ROLEID", id, "USERNAME", u.Username)
		})
	})
})
