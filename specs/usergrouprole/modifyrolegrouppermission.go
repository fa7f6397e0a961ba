package usergrouprole

import (
	"fmt"
	"slices"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// roleGroup sends MODIFYROLEGROUPPERMISSION.
func roleGroup(t *harness.T, action string, nameValues ...string) *harness.Reply {
	return t.Send("MODIFYROLEGROUPPERMISSION", append([]string{"ACTION", action}, nameValues...)...)
}

// denied is part of the text that denies a group (E-28).
const denied = "does not exist"

var _ = harness.Describe("MODIFYROLEGROUPPERMISSION", func() {
	for _, action := range []string{"ADD", "DELETE"} {
		harness.Spec("MODIFYROLEGROUPPERMISSION-1", "knows role and group: "+action, func(t *harness.T) {
			name, g := t.Role(), addedGroup(t, t.Name("R & D "))
			roleGroup(t, "ADD", "ROLENAME", name, "GROUPNAME", g).Is(catalog.API_OK)
			r := roleGroup(t, action, "ROLENAME", name, "GROUPNAME", g).Is(catalog.API_OK)
			r.Want(!strings.Contains(r.Message, denied), "a RESULTMSG that does not deny group %q", g)
		})
		harness.Spec("MODIFYROLEGROUPPERMISSION-2", "denies a group that there is not: "+action, func(t *harness.T) {
			name, g := t.Role(), t.Name("Group")
			r := roleGroup(t, action, "ROLENAME", name, "GROUPNAME", g).Is(catalog.API_OK, catalog.API_NO_GROUP)
			t.Reading("E-28", map[bool]string{true: "ok", false: "27"}[r.OK()])
			if r.OK() {
				existing := addedGroup(t, t.Name("g"))
				known := roleGroup(t, action, "ROLENAME", name, "GROUPNAME", existing).Message
				r.Says(g).Want(strings.ReplaceAll(known, existing, g) != r.Message, "another text than for a group that exists")
			}
			t.Check(!knowsGroup(t, t.User(), "GROUPNAME", g), "the group %q exists afterwards", g)
		})
	}
	harness.Spec("MODIFYROLEGROUPPERMISSION-2", "finds a group when it is added", func(t *harness.T) {
		name, g := t.Role(), t.Name("Group")
		first := roleGroup(t, "ADD", "ROLENAME", name, "GROUPNAME", g)
		addGroup(t, g)
		second := roleGroup(t, "ADD", "ROLENAME", name, "GROUPNAME", g).Is(catalog.API_OK)
		second.Want(!strings.Contains(second.Message, denied) && second.Message != first.Message, "a RESULTMSG that does not deny group %q", g)
	})
	harness.Spec("MODIFYROLEGROUPPERMISSION-3", "is refused where there is no such role", func(t *harness.T) {
		g, existing := t.Group(), t.Role()
		for _, who := range [][]string{{"ROLENAME", t.Name("r")}, {"ROLENAME", existing + "x"}, {"ROLEID", noID}} {
			for _, action := range []string{"ADD", "DELETE"} {
				roleGroup(t, action, append(who, "GROUPNAME", g.Name)...).
					Is(catalog.API_ROLE_NOT_FOUND, catalog.API_DATABASE_QUERY_ERROR, catalog.API_INVALID_MESSAGE_FORMAT)
			}
		}
		gone(t, existing+"x")
	})
	harness.Spec("MODIFYROLEGROUPPERMISSION-4", "is refused where the ACTION is none", func(t *harness.T) {
		name, g := t.Role(), t.Group()
		for _, action := range []string{"LIST", "GRANT", "ADDED"} {
			roleGroup(t, action, "ROLENAME", name, "GROUPNAME", g.Name).Is(catalog.API_ERROR_INVALID_ACTION)
		}
	})
	harness.Spec("MODIFYROLEGROUPPERMISSION-5", "needs an ACTION, a GROUPNAME and a role", func(t *harness.T) {
		request := []string{"ACTION", "ADD", "ROLENAME", t.Role(), "GROUPNAME", t.Group().Name}
		t.Requires("MODIFYROLEGROUPPERMISSION", request, "ACTION", catalog.API_ERROR_INVALID_ACTION)
		t.Requires("MODIFYROLEGROUPPERMISSION", request, "GROUPNAME", catalog.API_NO_GROUP)
		t.Requires("MODIFYROLEGROUPPERMISSION", request, "ROLENAME", catalog.API_ROLE_NOT_FOUND)
	})
	harness.Spec("MODIFYROLEGROUPPERMISSION-8", "finds a role by its id, as long as it exists", func(t *harness.T) {
		u, g := t.User(), t.Group()
		findsByID(t, u, func(id string) *harness.Reply { return roleGroup(t, "ADD", "ROLEID", id, "GROUPNAME", g.Name) })
	})
})

// addedGroup adds a group and returns its name.
func addedGroup(t *harness.T, name string) string {
	addGroup(t, name)
	return name
}

// probed is how many ids of roles are tried: the API tells none.
const probed = 200

// findsByID fails unless a function finds a role by the id that came into being
// with it, and no longer finds it when the role is deleted. Others may add
// roles meanwhile. Where the id is beyond those probed only that an unknown id
// is refused is shown.
func findsByID(t *harness.T, u *harness.User, send func(roleID string) *harness.Reply) {
	r := send(noID)
	r.Want(!r.OK(), "an error: no role has the ROLEID %s", noID)
	before := roleIDs(t, u)
	name := t.Role()
	new := slices.DeleteFunc(roleIDs(t, u), func(id string) bool { return slices.Contains(before, id) })
	found := slices.DeleteFunc(slices.Clone(new), func(id string) bool { return !send(id).OK() })
	t.Note(fmt.Sprintf("ids of roles that are new: %v, found: %v", new, found))
	t.Check(len(new) == 0 || len(found) > 0, "MODIFYUSERROLE knows the ROLEID %v, the function does not", new)
	role(t, "DELETE", name).Is(catalog.API_OK)
	left := slices.DeleteFunc(slices.Clone(found), func(id string) bool { return !send(id).OK() })
	t.Check(len(found) == 0 || len(left) < len(found), "the role is deleted, but its ROLEID is still known: one of %v", found)
}

// roleIDs returns those of the first ids that are of a role: taking it from a
// user who does not have it changes nothing, and is refused in another way
// where there is none.
func roleIDs(t *harness.T, u *harness.User) []string {
	var ids []string
	for i := range probed {
		id := fmt.Sprint(i + 1)
		if userRole(t, "DELETE", "ROLEID", id, "USERNAME", u.Username).Code != int(catalog.API_ROLE_NOT_FOUND) {
			ids = append(ids, id)
		}
	}
	return ids
}
