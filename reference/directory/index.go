package directory

import (
	"slices"

	"github.com/offhook/offhook/reference/catalog"
)

// userKey is something that users are looked up by.
type userKey int

const (
	byUsername userKey = iota
	bySysUser
	byCRMUser
	byEmployeeID
	byFirstName
	byLastName
	byPerson // first and last name together
	byShortUsername
	byShortSysUser
	byShortCRMUser
	userKeyCount
)

// keysOf returns u's folded keys; a blank one is not indexed.
func keysOf(u *User) [userKeyCount]string {
	return [userKeyCount]string{
		byUsername:   fold(u.Username),
		bySysUser:    fold(u.SysUser),
		byCRMUser:    fold(u.CRMUser),
		byEmployeeID: fold(u.EmployeeID),
		byFirstName:  fold(u.FirstName),
		byLastName:   fold(u.LastName),
		byPerson:     person(u.FirstName, u.LastName),

		byShortUsername: short(shortUsername, u.Username),
		byShortSysUser:  short(shortSysUser, u.SysUser),
		byShortCRMUser:  short(shortCRMUser, u.CRMUser),
	}
}

// Users are imported with longer names than other functions let through: a name
// that is cut there still means its user (E-24, E-25).
var (
	shortUsername = catalog.Lookup("MODIFYUSERGROUPPERMISSION").Param(catalog.USERNAME)
	shortSysUser  = catalog.Lookup("CALLSTART").Param(catalog.SYS_USER)
	shortCRMUser  = catalog.Lookup("CALLSTART").Param(catalog.CRM_USER)
)

// short is the key of a name that p cuts, none of one that p leaves whole.
func short(p *catalog.Param, name string) string {
	if cut := p.Fit(name); cut != name {
		return fold(cut)
	}
	return ""
}

// person is the key of a first and last name; the separator cannot occur in a
// value, so that no two persons share a key.
func person(first, last string) string { return fold(first) + "\x00" + fold(last) }

// idIndex finds the ids of the users that have a key, lowest first.
type idIndex map[string][]int64

func (x idIndex) add(key string, id int64) {
	if key == "" {
		return
	}
	ids := x[key]
	if i, found := slices.BinarySearch(ids, id); !found {
		x[key] = slices.Insert(ids, i, id)
	}
}

func (x idIndex) remove(key string, id int64) {
	ids := x[key]
	i, found := slices.BinarySearch(ids, id)
	switch {
	case !found:
	case len(ids) == 1:
		delete(x, key)
	default:
		x[key] = slices.Delete(ids, i, i+1)
	}
}

// first returns the lowest id under key, 0 if there is none.
func (x idIndex) first(key string) int64 {
	if ids := x[key]; len(ids) > 0 {
		return ids[0]
	}
	return 0
}

// indexUser files u under its keys, or takes it out. Deleted users are never
// filed: nothing finds them (E-23).
func (d *Directory) indexUser(u *User, file bool) {
	if u.Status == Deleted {
		return
	}
	for k, key := range keysOf(u) {
		if file {
			d.userKeys[k].add(key, u.AgentID)
		} else {
			d.userKeys[k].remove(key, u.AgentID)
		}
	}
}
