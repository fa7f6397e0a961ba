package usergrouprole

import (
	"fmt"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// permit sends MODIFYUSERGROUPPERMISSION.
func permit(t *harness.T, action string, nameValues ...string) *harness.Reply {
	return t.Send("MODIFYUSERGROUPPERMISSION", append([]string{"ACTION", action}, nameValues...)...)
}

var _ = harness.Describe("MODIFYUSERGROUPPERMISSION", func() {
	for _, action := range []string{"ADD", "DELETE"} {
		harness.Spec("MODIFYUSERGROUPPERMISSION-1", "repeats what was sent: "+action, func(t *harness.T) {
			u, g := t.User(), t.Group()
			sent := []string{"GROUPNAME", g.Name, "USERNAME", u.Username}
			permit(t, "ADD", sent...).Is(catalog.API_OK)
			repeats(permit(t, action, sent...), append(sent, "ACTION", action)...)
		})
		harness.Spec("MODIFYUSERGROUPPERMISSION-2", "takes a GROUPID in the place of the name: "+action, func(t *harness.T) {
			u, g := t.User(), t.Group()
			sent := []string{"GROUPID", g.ID, "USERNAME", u.Username}
			permit(t, "ADD", sent...).Is(catalog.API_OK)
			repeats(permit(t, action, sent...), append(sent, "ACTION", action)...)
		})
	}
	harness.Spec("MODIFYUSERGROUPPERMISSION-2", "takes both GROUPNAME and GROUPID", func(t *harness.T) {
		u, g := t.User(), t.Group()
		sent := []string{"GROUPNAME", g.Name, "GROUPID", g.ID, "USERNAME", u.Username}
		repeats(permit(t, "ADD", sent...), sent...)
	})
	harness.Spec("MODIFYUSERGROUPPERMISSION-3", "says name and id of the group, whichever was sent", func(t *harness.T) {
		u, g := t.User(), t.Group()
		repeats(permit(t, "ADD", "GROUPNAME", g.Name, "USERNAME", u.Username), "GROUPID", g.ID)
		repeats(permit(t, "ADD", "GROUPID", g.ID, "USERNAME", u.Username), "GROUPNAME", g.Name)
	})

	harness.Spec("MODIFYUSERGROUPPERMISSION-4", "is refused where no user has the USERNAME", func(t *harness.T) {
		u, g := t.User(), t.Group()
		for _, name := range []string{t.Name("u"), u.Username + "x", u.Username[1:]} {
			for _, action := range []string{"ADD", "DELETE"} {
				permit(t, action, "GROUPNAME", g.Name, "USERNAME", name).Is(catalog.API_USER_NOT_FOUND)
			}
		}
	})
	harness.Spec("MODIFYUSERGROUPPERMISSION-5", "is refused where there is no such group", func(t *harness.T) {
		u, g := t.User(), t.Group()
		for _, group := range [][]string{{"GROUPNAME", t.Name("g")}, {"GROUPNAME", g.Name + "x"}, {"GROUPID", noID}} {
			for _, action := range []string{"ADD", "DELETE"} {
				r := permit(t, action, append(group, "USERNAME", u.Username)...).Is(noGroup...)
				t.Reading("E-60", fmt.Sprint(r.Code))
			}
		}
	})
	harness.Spec("MODIFYUSERGROUPPERMISSION-6", "is refused where the ACTION is none", func(t *harness.T) {
		u, g := t.User(), t.Group()
		for _, action := range []string{"LIST", "GRANT", "ADDED"} {
			permit(t, action, "GROUPNAME", g.Name, "USERNAME", u.Username).Is(catalog.API_ERROR_INVALID_ACTION)
		}
	})
	harness.Spec("MODIFYUSERGROUPPERMISSION-7", "needs an ACTION, a USERNAME and a group", func(t *harness.T) {
		u, g := t.User(), t.Group()
		named := []string{"ACTION", "ADD", "GROUPNAME", g.Name, "USERNAME", u.Username}
		t.Requires("MODIFYUSERGROUPPERMISSION", named, "ACTION", catalog.API_ERROR_INVALID_ACTION)
		t.Requires("MODIFYUSERGROUPPERMISSION", named, "USERNAME", catalog.API_USER_NOT_FOUND)
		t.Requires("MODIFYUSERGROUPPERMISSION", named, "GROUPNAME", noGroup...)
		t.Requires("MODIFYUSERGROUPPERMISSION", []string{"ACTION", "ADD", "GROUPID", g.ID, "USERNAME", u.Username}, "GROUPID", noGroup...)
	})
	harness.Spec("MODIFYUSERGROUPPERMISSION-8", "finds a USERNAME of 16 characters, and no shorter one", func(t *harness.T) {
		name := long(t, 16, ascii)
		t.User("USERNAME", name)
		g := t.Group()
		repeats(permit(t, "ADD", "GROUPNAME", g.Name, "USERNAME", name), "USERNAME", name)
		permit(t, "ADD", "GROUPNAME", g.Name, "USERNAME", name[:15]).Is(catalog.API_USER_NOT_FOUND)
		permit(t, "ADD", "GROUPNAME", g.Name, "USERNAME", differing(name)).Is(catalog.API_USER_NOT_FOUND)
	})
	harness.Spec("MODIFYUSERGROUPPERMISSION-12", "finds a GROUPNAME of 255 characters, and no shorter one", func(t *harness.T) {
		name, u := long(t, 255, ascii), t.User()
		id := addGroup(t, name)
		repeats(permit(t, "ADD", "GROUPNAME", name, "USERNAME", u.Username), "GROUPNAME", name)
		permit(t, "ADD", "GROUPNAME", name[:254], "USERNAME", u.Username).Is(noGroup...)
		permit(t, "ADD", "GROUPNAME", differing(name), "USERNAME", u.Username).Is(noGroup...)
		permit(t, "DELETE", "GROUPID", id, "USERNAME", u.Username).Is(catalog.API_OK)
	})
	harness.Spec("MODIFYUSERGROUPPERMISSION-13", "takes a DEVICEID of 64 characters", func(t *harness.T) {
		u, g := t.User(), t.Group()
		for _, n := range []int{63, 64} {
			repeats(permit(t, "ADD", "GROUPNAME", g.Name, "USERNAME", u.Username, "DEVICEID", long(t, n, ascii)), "USERNAME", u.Username)
		}
	})
	harness.Spec("MODIFYUSERGROUPPERMISSION-9", "takes a DEVICEID", func(t *harness.T) {
		u, g := t.User(), t.Group()
		d := t.Number()
		t.Phone(u, d)
		for _, action := range []string{"ADD", "DELETE"} {
			repeats(permit(t, action, "GROUPNAME", g.Name, "USERNAME", u.Username, "DEVICEID", d), "USERNAME", u.Username)
		}
	})
})
