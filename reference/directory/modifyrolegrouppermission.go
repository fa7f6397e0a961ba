package directory

import (
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// modifyRoleGroupPermission is MODIFYROLEGROUPPERMISSION: a group assigned to
// a role, or no longer. A group that does not exist or is not active is told
// in an API_OK result (E-28); an unknown role is 52. What is so already is no
// error.
func (d *Directory) modifyRoleGroupPermission(_ time.Time, req *catalog.Request) (catalog.Result, []Change) {
	act, bad := d.action(req, actionAdd, actionDelete)
	if bad == nil {
		bad = d.need(req, catalog.GROUPNAME)
	}
	if bad != nil {
		return *bad, nil
	}
	r, bad := d.role(req)
	if bad != nil {
		return *bad, nil
	}
	g, bad := d.activeGroup(req, catalog.API_NO_GROUP)
	if bad != nil && bad.Code == catalog.API_NO_GROUP && d.cfg.Dialect.Takes("E-28") == "ok" {
		return accept(bad.Message), nil
	}
	if bad != nil {
		return *bad, nil
	}
	rg := RoleGroup{RoleID: r.RoleID, GroupID: g.GroupID}
	changes, bad := assign(act, d.roleGroups, rg, d.cfg.Limits.Assignments, "groups of roles")
	if bad != nil {
		return *bad, nil
	}
	return accept(""), changes
}
