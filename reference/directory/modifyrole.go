package directory

import (
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// modifyRole is MODIFYROLE: a role added, described anew, deleted. With a role
// go its groups and its users.
func (d *Directory) modifyRole(_ time.Time, req *catalog.Request) (catalog.Result, []Change) {
	act, bad := d.action(req, actionAdd, actionModify, actionDelete)
	if bad == nil {
		bad = d.need(req, catalog.ROLENAME)
	}
	if bad != nil {
		return *bad, nil
	}
	name := req.Value(catalog.ROLENAME)
	r, found := d.roleByName(name)
	switch {
	case act == actionAdd && found:
		return *refuse(catalog.API_ROLE_ALREADY_EXISTS, "a role named %s already exists", r.Name), nil
	case act == actionAdd:
		return d.addRole(req)
	case !found:
		return *noRole(name), nil
	case act == actionDelete:
		return roleResult("Role Deleted", r), d.withoutRole(r)
	}
	if req.Given(catalog.DESCRIPTION) {
		r.Description = req.Value(catalog.DESCRIPTION)
	}
	return roleResult("Role Modified", r), []Change{{Row: r}}
}

func (d *Directory) addRole(req *catalog.Request) (catalog.Result, []Change) {
	if bad := full(len(d.roles), d.cfg.Limits.Roles, "roles"); bad != nil {
		return *bad, nil
	}
	r := Role{
		RoleID:      d.lastRole + 1,
		Name:        req.Value(catalog.ROLENAME),
		Description: req.Value(catalog.DESCRIPTION),
	}
	return roleResult("Role Added", r), []Change{{Row: r}}
}

// withoutRole removes r and what refers to it.
func (d *Directory) withoutRole(r Role) []Change {
	groups := unassign(d.roleGroups, func(g RoleGroup) bool { return g.RoleID == r.RoleID })
	users := unassign(d.userRoles, func(u UserRole) bool { return u.RoleID == r.RoleID })
	return append(append(groups, users...), Change{Row: r, Remove: true})
}

func roleResult(message string, r Role) catalog.Result {
	return accept(message, leaf("ROLENAME", r.Name))
}

func noRole(named string) *catalog.Result {
	return refuse(catalog.API_ROLE_NOT_FOUND, "Role %s does not exist", named)
}

// role finds the role that ROLENAME names or else ROLEID does (52).
func (d *Directory) role(req *catalog.Request) (Role, *catalog.Result) {
	if name := req.Value(catalog.ROLENAME); name != "" {
		if r, found := d.roleByName(name); found {
			return r, nil
		}
		return Role{}, noRole(name)
	}
	if !req.Given(catalog.ROLEID) {
		return Role{}, refuse(catalog.API_INVALID_MESSAGE_FORMAT, "ROLEID or ROLENAME must be given")
	}
	id, _ := req.Int(catalog.ROLEID)
	if r, found := d.roles[id]; found {
		return r, nil
	}
	return Role{}, noRole(req.Value(catalog.ROLEID))
}
