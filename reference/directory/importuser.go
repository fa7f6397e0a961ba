package directory

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// importUser is IMPORTUSER: users added, modified, deleted, listed.
func (d *Directory) importUser(now time.Time, req *catalog.Request) (catalog.Result, []Change) {
	act, bad := d.action(req, actionAdd, actionDelete, actionModify, actionList)
	if bad != nil {
		return *bad, nil
	}
	switch act {
	case actionAdd:
		return d.addUser(now, req)
	case actionModify:
		return d.modifyUser(now, req)
	case actionDelete:
		return d.deleteUser(now, req)
	default:
		return d.listUsers(now), nil
	}
}

// addUser adds a user under the next id; an id sent along is ignored. A user
// name and a person's name are unique among the users that are not deleted
// (E-22), so that a script may send ADD over and over.
func (d *Directory) addUser(now time.Time, req *catalog.Request) (catalog.Result, []Change) {
	if bad := d.need(req, catalog.FIRSTNAME, catalog.LASTNAME); bad != nil {
		return *bad, nil
	}
	u := User{AgentID: d.lastUser + 1, Status: Active, Added: stamp(now)}
	if bad := d.fillUser(&u, now, req); bad != nil {
		return *bad, nil
	}
	if bad := full(len(d.users), d.cfg.Limits.Users, "users, deleted ones included,"); bad != nil {
		return *bad, nil
	}
	d.setPassword(&u, now, req)
	return userResult(u.AgentID), []Change{{Row: u}}
}

// modifyUser changes what was given with a value.
func (d *Directory) modifyUser(now time.Time, req *catalog.Request) (catalog.Result, []Change) {
	u, bad := d.userToChange(req)
	if bad != nil {
		return *bad, nil
	}
	if bad := d.fillUser(&u, now, req); bad != nil {
		return *bad, nil
	}
	d.setPassword(&u, now, req)
	return userResult(u.AgentID), []Change{{Row: u}}
}

// deleteUser marks the user as deleted and frees the phones. The row stays, so
// that old recordings go on naming the right agent (E-23).
func (d *Directory) deleteUser(now time.Time, req *catalog.Request) (catalog.Result, []Change) {
	u, bad := d.userToChange(req)
	if bad != nil {
		return *bad, nil
	}
	u.Status, u.Modified = Deleted, stamp(now)
	changes := []Change{{Row: u}}
	for _, p := range d.phonesOf[u.AgentID] {
		changes = append(changes, Change{Row: p, Remove: true})
	}
	return userResult(u.AgentID), changes
}

// userToChange returns the user that AGENT_ID names.
func (d *Directory) userToChange(req *catalog.Request) (User, *catalog.Result) {
	if bad := d.need(req, catalog.AGENT_ID); bad != nil {
		return User{}, bad
	}
	id, _ := req.Int(catalog.AGENT_ID)
	u, found := d.UserByID(id)
	if !found {
		return User{}, refuse(catalog.API_USER_NOT_FOUND, "no user has the AGENT_ID %s", req.Value(catalog.AGENT_ID))
	}
	return u, nil
}

// fillUser takes over what req gives a value for, except the password, and
// guards what it makes of u. An EMAIL is taken as it is: it is stored, not
// written to.
func (d *Directory) fillUser(u *User, now time.Time, req *catalog.Request) *catalog.Result {
	u.Modified = stamp(now)
	for _, f := range []struct {
		name  catalog.Name
		field *string
	}{
		{catalog.EMPLOYEEID, &u.EmployeeID}, {catalog.FIRSTNAME, &u.FirstName},
		{catalog.LASTNAME, &u.LastName}, {catalog.STATUS, &u.Status},
		{catalog.SYS_USER, &u.SysUser}, {catalog.DOMAIN, &u.Domain},
		{catalog.EMAIL, &u.Email}, {catalog.CRM_USER, &u.CRMUser},
		{catalog.USERNAME, &u.Username},
	} {
		if req.Given(f.name) {
			*f.field = req.Value(f.name)
		}
	}
	readTime(&u.Added, req.Value(catalog.ADD_TIME), now.Location())
	readTime(&u.Modified, req.Value(catalog.MOD_TIME), now.Location())
	if u.Status = strings.ToUpper(u.Status); u.Status != Active && u.Status != Inactive {
		return refuse(catalog.API_INVALID_MESSAGE_FORMAT, "STATUS must be A (active) or I (inactive)")
	}
	if bad := d.unique(u); bad != nil {
		return bad
	}
	return d.site(u, req)
}

// unique guards the user name (54) and the person's name (42, E-22).
func (d *Directory) unique(u *User) *catalog.Result {
	keys := keysOf(u)
	other := func(k userKey) bool {
		id := d.userKeys[k].first(keys[k])
		return id != 0 && id != u.AgentID
	}
	username, name := catalog.API_USER_ALREADY_EXIST, catalog.API_AGENT_ALREADY_EXIST
	switch d.cfg.Dialect.Takes("E-22") {
	case "42":
		username = name
	case "54":
		name = username
	case "swapped":
		username, name = name, username
	}
	switch {
	case other(byUsername):
		return refuse(username, "a user with the USERNAME %s already exists", u.Username)
	case other(byPerson):
		return refuse(name, "an agent named %s %s already exists", u.FirstName, u.LastName)
	}
	return nil
}

// site takes SITEID over, guarded to be one that exists (53).
func (d *Directory) site(u *User, req *catalog.Request) *catalog.Result {
	if !req.Given(catalog.SITEID) {
		return nil
	}
	id, isNumber := req.Int(catalog.SITEID)
	if !isNumber || d.cfg.Sites != nil && !slices.Contains(d.cfg.Sites, id) {
		return refuse(catalog.API_SITEID_NOT_VALID, "no site has the SITEID %s", req.Value(catalog.SITEID))
	}
	u.SiteID = id
	return nil
}

// setPassword hashes PASSWORD; it comes last because it is slow by design.
func (d *Directory) setPassword(u *User, now time.Time, req *catalog.Request) {
	if req.Given(catalog.PASSWORD) {
		u.PasswordHash = d.cfg.hashPassword(req.Value(catalog.PASSWORD), u.AgentID, now)
	}
}

// userResult carries the id as AGENTID (E-12).
func userResult(id int64) catalog.Result {
	return accept("", leaf("AGENTID", strconv.FormatInt(id, 10)))
}

// listUsers lists the users that are not deleted, by id, with the tags of the
// manual's example (E-12, E-13).
func (d *Directory) listUsers(now time.Time) catalog.Result {
	users := sorted(d.listed())
	agents := make([]catalog.Element, 1, len(users)+1)
	agents[0] = leaf("COUNT", strconv.Itoa(len(users)))
	for i := range users {
		agents = append(agents, d.userElement(&users[i], now.Location()))
	}
	return accept("", catalog.Element{Name: "AGENTS", Children: agents})
}

// listed yields the users that are not deleted or, where E-23 has it so, all.
func (d *Directory) listed() func(yield func(User) bool) {
	return func(yield func(User) bool) {
		for _, u := range d.users {
			if u.Status == Deleted && d.cfg.Dialect.Takes("E-23") == "inactive" {
				u.Status = Inactive
			}
			if u.Status != Deleted && !yield(u) {
				return
			}
		}
	}
}

func (d *Directory) userElement(u *User, loc *time.Location) catalog.Element {
	return catalog.Element{Name: "AGENT", Children: []catalog.Element{
		leaf("AGENT_ID", strconv.FormatInt(u.AgentID, 10)),
		leaf("EMPLOYEEID", u.EmployeeID),
		leaf("FIRSTNAME", u.FirstName),
		leaf("LASTNAME", u.LastName),
		leaf("STATUS", u.Status),
		leaf("ADD_TIME", showTime(u.Added, loc)),
		leaf("MOD_TIME", showTime(u.Modified, loc)),
		leaf("SYS_USER", u.SysUser),
		leaf("DOMAIN", u.Domain),
		leaf("EMAIL", u.Email),
		leaf("CRM_USER", u.CRMUser),
		leaf("PHONES", strings.Join(d.Phones(u.AgentID), ",")),
	}}
}
