package usergrouprole

import (
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// role sends MODIFYROLE.
func role(t *harness.T, action, name string, nameValues ...string) *harness.Reply {
	return t.Send("MODIFYROLE", append([]string{"ACTION", action, "ROLENAME", name}, nameValues...)...)
}

// addRole sends ADD for a role, which is deleted after the spec.
func addRole(t *harness.T, name string) *harness.Reply {
	t.DeleteRole(name)
	return role(t, "ADD", name, "DESCRIPTION", "made by a spec")
}

// there fails unless the role exists.
func there(t *harness.T, name string) {
	role(t, "ADD", name, "DESCRIPTION", "never added").Is(catalog.API_ROLE_ALREADY_EXISTS)
}

// gone fails unless no role has the name.
func gone(t *harness.T, name string) {
	role(t, "MODIFY", name, "DESCRIPTION", "never modified").Is(catalog.API_ROLE_NOT_FOUND)
}

var _ = harness.Describe("MODIFYROLE", func() {
	harness.Spec("MODIFYROLE-1", "adds a role", func(t *harness.T) {
		name := t.Name("r")
		gone(t, name)
		addRole(t, name).Is(catalog.API_OK)
		there(t, name)
		t.OK("MODIFYUSERROLE", "ACTION", "ADD", "ROLENAME", name, "USERNAME", t.User().Username)
	})
	harness.Spec("MODIFYROLE-2", "says that it has added a role, and which", func(t *harness.T) {
		name := t.Name("r")
		addRole(t, name).Is(catalog.API_OK).Says("Role Added").FieldIs("ROLENAME", name)
	})
	harness.Spec("MODIFYROLE-3", "refuses to add a role again, however often", func(t *harness.T) {
		name := t.Role()
		for range 3 {
			addRole(t, name).Is(catalog.API_ROLE_ALREADY_EXISTS)
		}
		role(t, "DELETE", name).Is(catalog.API_OK)
		gone(t, name)
	})
	harness.Spec("MODIFYROLE-4", "modifies a role, which stays", func(t *harness.T) {
		name := t.Role()
		for _, description := range []string{"another", "a & b < c", "äöü"} {
			role(t, "MODIFY", name, "DESCRIPTION", description).Is(catalog.API_OK)
			there(t, name)
		}
	})
	harness.Spec("MODIFYROLE-5", "deletes a role, and no other", func(t *harness.T) {
		a, b := t.Role(), t.Role()
		role(t, "DELETE", a).Is(catalog.API_OK)
		gone(t, a)
		there(t, b)
		addRole(t, a).Is(catalog.API_OK)
		there(t, a)
	})
	harness.Spec("MODIFYROLE-5", "deletes a role that a user and a group have", func(t *harness.T) {
		name, u, g := t.Role(), t.User(), t.Group()
		t.OK("MODIFYUSERROLE", "ACTION", "ADD", "ROLENAME", name, "USERNAME", u.Username)
		t.OK("MODIFYROLEGROUPPERMISSION", "ACTION", "ADD", "ROLENAME", name, "GROUPNAME", g.Name)
		role(t, "DELETE", name).Is(catalog.API_OK)
		gone(t, name)
		t.Send("MODIFYUSERROLE", "ACTION", "ADD", "ROLENAME", name, "USERNAME", u.Username).Is(catalog.API_ROLE_NOT_FOUND)
		t.Check(knowsGroup(t, u, "GROUPNAME", g.Name), "the group, or its user, is gone with the role")
	})
	for _, action := range []string{"MODIFY", "DELETE"} {
		harness.Spec("MODIFYROLE-6", "refuses to "+strings.ToLower(action)+" a role that there is not", func(t *harness.T) {
			existing := t.Role()
			for _, name := range []string{t.Name("r"), existing + "x", existing[1:]} {
				role(t, action, name, "DESCRIPTION", "x").Is(catalog.API_ROLE_NOT_FOUND)
				gone(t, name)
			}
			there(t, existing)
		})
	}
	harness.Spec("MODIFYROLE-7", "refuses an ACTION that there is not", func(t *harness.T) {
		existing, name := t.Role(), t.Name("r")
		t.DeleteRole(name)
		for _, action := range []string{"LIST", "ADDED", "REMOVE", "-1"} {
			role(t, action, name).Is(catalog.API_ERROR_INVALID_ACTION)
			role(t, action, existing).Is(catalog.API_ERROR_INVALID_ACTION)
		}
		gone(t, name)
		there(t, existing)
	})
	harness.Spec("MODIFYROLE-8", "needs an ACTION and a ROLENAME", func(t *harness.T) {
		name := t.Name("r")
		t.DeleteRole(name)
		add := []string{"ACTION", "ADD", "ROLENAME", name, "DESCRIPTION", "made by a spec"}
		t.Requires("MODIFYROLE", add, "ACTION", catalog.API_ERROR_INVALID_ACTION)
		t.Requires("MODIFYROLE", add, "ROLENAME")
		gone(t, name)
		for _, action := range []string{"MODIFY", "DELETE"} {
			t.Requires("MODIFYROLE", []string{"ACTION", action, "ROLENAME", name}, "ROLENAME", catalog.API_ROLE_NOT_FOUND)
		}
	})
	harness.Spec("MODIFYROLE-11", "tells roles apart by any character", func(t *harness.T) {
		name := t.Name("R & D <1> \"")
		roles := []string{name, name + "x", name[1:], strings.Replace(name, "&", "&amp;", 1), t.Name("Größe") + "ß"}
		for _, r := range roles {
			addRole(t, r).Is(catalog.API_OK)
		}
		for i, r := range roles {
			role(t, "DELETE", r).Is(catalog.API_OK)
			for _, rest := range roles[i+1:] {
				there(t, rest)
			}
		}
	})
	harness.Spec("MODIFYROLE-12", "adds a role without DESCRIPTION", func(t *harness.T) {
		a, b := t.Name("r"), t.Name("r")
		t.DeleteRole(a)
		t.DeleteRole(b)
		role(t, "ADD", a).Is(catalog.API_OK)
		role(t, "ADD", b, "DESCRIPTION", "").Is(catalog.API_OK)
		there(t, a)
		there(t, b)
	})
	harness.Spec("MODIFYROLE-13", "adds a role once that several add at the same time", func(t *harness.T) {
		name := t.Name("r")
		t.DeleteRole(name)
		var added [6]bool
		t.Each(len(added), func(i int) {
			r := t.Dial().Send("MODIFYROLE", "ACTION", "ADD", "ROLENAME", name, "DESCRIPTION", "made by a spec")
			added[i] = r.Is(catalog.API_OK, catalog.API_ROLE_ALREADY_EXISTS).OK()
		})
		n := 0
		for _, ok := range added {
			if ok {
				n++
			}
		}
		t.Equal("the number of those who have added it", n, 1)
		role(t, "DELETE", name).Is(catalog.API_OK)
		gone(t, name)
	})
})
