package directory

import (
	"fmt"
	"slices"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// modifyUserRole is MODIFYUSERROLE: a role assigned to a user, or no longer.
// What is so already is no error.
func (d *Directory) modifyUserRole(_ time.Time, req *catalog.Request) (catalog.Result, []Change) {
	act, bad := d.action(req, actionAdd, actionDelete)
	if bad != nil {
		return *bad, nil
	}
	r, bad := d.role(req)
	if bad != nil {
		return *bad, nil
	}
	u, bad := d.userByDetails(req)
	if bad != nil {
		return *bad, nil
	}
	ur := UserRole{AgentID: u.AgentID, RoleID: r.RoleID}
	changes, bad := assign(act, d.userRoles, ur, d.cfg.Limits.Assignments, "roles of users")
	if bad != nil {
		return *bad, nil
	}
	is := "is"
	if act == actionDelete {
		is = "is no longer"
	}
	return accept(fmt.Sprintf("User %d %s assigned role %s", u.AgentID, is, r.Name)), changes
}

// userByDetails finds the one user that all the given details fit. Several
// users, as a LASTNAME alone may leave, are as bad as none (28): a role must
// not go to the wrong person.
func (d *Directory) userByDetails(req *catalog.Request) (User, *catalog.Result) {
	var fit []int64
	given := false
	narrow := func(ids []int64) {
		if !given {
			fit, given = ids, true
			return
		}
		fit = slices.DeleteFunc(slices.Clone(fit), func(id int64) bool { return !slices.Contains(ids, id) })
	}
	if req.Given(catalog.USERID) {
		id, _ := req.Int(catalog.USERID)
		narrow([]int64{id})
	}
	for _, by := range []struct {
		name catalog.Name
		key  userKey
	}{
		{catalog.LASTNAME, byLastName}, {catalog.FIRSTNAME, byFirstName},
		{catalog.SYSTEMUSERNAME, bySysUser}, {catalog.USERNAME, byUsername},
	} {
		if req.Given(by.name) {
			narrow(d.userKeys[by.key][fold(req.Value(by.name))])
		}
	}
	if !given {
		return User{}, refuse(catalog.API_INVALID_MESSAGE_FORMAT, "USERID, LASTNAME, FIRSTNAME, SYSTEMUSERNAME or USERNAME must be given")
	}
	if len(fit) > 1 {
		return User{}, refuse(catalog.API_USER_NOT_FOUND, "%d users fit what was given; give the USERID", len(fit))
	}
	if len(fit) == 1 {
		if u, found := d.UserByID(fit[0]); found {
			return u, nil
		}
	}
	return User{}, refuse(catalog.API_USER_NOT_FOUND, "no user fits what was given")
}
