package directory

import (
	"cmp"
	"iter"
	"maps"
	"slices"
)

// load puts the rows of s.
func (d *Directory) load(s Snapshot) {
	putAll(d, s.Users)
	putAll(d, s.Phones)
	putAll(d, s.Workstations)
	putAll(d, s.Groups)
	putAll(d, s.Members)
	putAll(d, s.Permissions)
	putAll(d, s.Roles)
	putAll(d, s.RoleGroups)
	putAll(d, s.UserRoles)
}

func putAll[R Row](d *Directory, rows []R) {
	for _, r := range rows {
		d.put(r)
	}
}

// Snapshot returns a copy of the whole directory, deleted users included:
// phones in the order of their assignment, all else by key. New makes an equal
// directory of it.
func (d *Directory) Snapshot() Snapshot {
	return Snapshot{
		LastRoleID:   d.lastRole,
		Users:        sorted(maps.Values(d.users)),
		Phones:       sorted(maps.Values(d.phones)),
		Workstations: sorted(maps.Values(d.workstations)),
		Groups:       sorted(maps.Values(d.groups)),
		Members:      sorted(maps.Keys(d.members)),
		Permissions:  sorted(maps.Keys(d.permissions)),
		Roles:        sorted(maps.Values(d.roles)),
		RoleGroups:   sorted(maps.Keys(d.roleGroups)),
		UserRoles:    sorted(maps.Keys(d.userRoles)),
	}
}

// ordered is a row that knows its place among those of its table.
type ordered[R any] interface{ compare(R) int }

func sorted[R ordered[R]](rows iter.Seq[R]) []R {
	return slices.SortedFunc(rows, R.compare)
}

func (u User) compare(o User) int { return cmp.Compare(u.AgentID, o.AgentID) }

func (p Phone) compare(o Phone) int {
	return cmp.Or(cmp.Compare(p.Order, o.Order), cmp.Compare(p.PhoneID, o.PhoneID))
}

func (w Workstation) compare(o Workstation) int { return cmp.Compare(w.DeviceID, o.DeviceID) }

func (g Group) compare(o Group) int { return cmp.Compare(g.GroupID, o.GroupID) }

func (m GroupMember) compare(o GroupMember) int {
	return cmp.Or(cmp.Compare(m.GroupID, o.GroupID), cmp.Compare(m.AgentID, o.AgentID),
		cmp.Compare(m.DeviceID, o.DeviceID))
}

func (p GroupPermission) compare(o GroupPermission) int {
	return GroupMember(p).compare(GroupMember(o))
}

func (r Role) compare(o Role) int { return cmp.Compare(r.RoleID, o.RoleID) }

func (r RoleGroup) compare(o RoleGroup) int {
	return cmp.Or(cmp.Compare(r.RoleID, o.RoleID), cmp.Compare(r.GroupID, o.GroupID))
}

func (r UserRole) compare(o UserRole) int {
	return cmp.Or(cmp.Compare(r.AgentID, o.AgentID), cmp.Compare(r.RoleID, o.RoleID))
}
