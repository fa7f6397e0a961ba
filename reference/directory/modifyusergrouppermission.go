package directory

import (
	"cmp"
	"strconv"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// modifyUserGroupPermission is MODIFYUSERGROUPPERMISSION: a user may see a
// group's data, of one device or of all, or no longer. To delete without a
// device takes away all that the user may see of the group. What is so
// already is no error.
func (d *Directory) modifyUserGroupPermission(_ time.Time, req *catalog.Request) (catalog.Result, []Change) {
	act, bad := d.action(req, actionAdd, actionDelete)
	if bad == nil {
		bad = d.need(req, catalog.USERNAME)
	}
	if bad != nil {
		return *bad, nil
	}
	g, bad := d.permittedGroup(req)
	if bad != nil {
		return *bad, nil
	}
	u, found := d.UserByUsername(req.Value(catalog.USERNAME))
	if !found {
		return *refuse(catalog.API_USER_NOT_FOUND, "no user has the USERNAME %s", req.Value(catalog.USERNAME)), nil
	}
	device := req.Value(catalog.DEVICEID)
	p := GroupPermission{GroupID: g.GroupID, AgentID: u.AgentID, DeviceID: device}
	changes, bad := assign(act, d.permissions, p, d.cfg.Limits.Assignments, "group permissions")
	if bad != nil {
		return *bad, nil
	}
	if act == actionDelete && device == "" {
		changes = unassign(d.permissions, func(p GroupPermission) bool {
			return p.GroupID == g.GroupID && p.AgentID == u.AgentID
		})
	}
	return accept("",
		leaf("ACTION", act),
		leaf("GROUPNAME", cmp.Or(req.Value(catalog.GROUPNAME), g.Name)),
		leaf("GROUPID", strconv.FormatInt(g.GroupID, 10)),
		leaf("USERNAME", req.Value(catalog.USERNAME))), changes
}
