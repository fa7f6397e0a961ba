package directory

import (
	"errors"
	"fmt"
)

// Check reports everything in s that a directory would never have come to by
// its own functions, such as two users of one name: what is wrong with a seed.
func Check(s Snapshot) error {
	c := checker{agents: map[int64]string{}, groups: map[int64]bool{}, roles: map[int64]bool{}, seen: map[string]bool{}}
	c.users(s.Users)
	for _, p := range s.Phones {
		c.once("phone", p.PhoneID)
		c.that(c.agents[p.AgentID] != "" && c.agents[p.AgentID] != Deleted, "phone %q: there is no agent %d", p.PhoneID, p.AgentID)
	}
	for _, w := range s.Workstations {
		c.once("device of a workstation", w.DeviceID)
		c.once("station", fold(w.StationName))
		c.that(w.LocationID > 0, "station %q: LocationID %d is not positive", w.StationName, w.LocationID)
	}
	for _, g := range s.Groups {
		c.that(g.GroupID > 0 && !c.groups[g.GroupID], "group %q: GroupID %d is not positive or not unique", g.Name, g.GroupID)
		c.once("group", fold(g.Name))
		c.groups[g.GroupID] = true
	}
	for _, r := range s.Roles {
		c.that(r.RoleID > 0 && !c.roles[r.RoleID], "role %q: RoleID %d is not positive or not unique", r.Name, r.RoleID)
		c.once("role", fold(r.Name))
		c.roles[r.RoleID] = true
	}
	c.assignments(s)
	return errors.Join(c.wrong...)
}

// checker gathers what is wrong.
type checker struct {
	agents        map[int64]string // id -> status
	groups, roles map[int64]bool
	seen          map[string]bool
	wrong         []error
}

func (c *checker) that(holds bool, format string, args ...any) {
	if !holds {
		c.wrong = append(c.wrong, fmt.Errorf("directory: "+format, args...))
	}
}

// once demands that a name of a kind is not blank and comes once.
func (c *checker) once(kind, name string) {
	key := kind + "\x00" + name
	c.that(name != "", "a %s has no name", kind)
	c.that(!c.seen[key], "%s %q comes twice", kind, name)
	c.seen[key] = true
}

func (c *checker) users(users []User) {
	for i := range users {
		u := &users[i]
		c.that(u.AgentID > 0 && c.agents[u.AgentID] == "", "user %s %s: AgentID %d is not positive or not unique", u.FirstName, u.LastName, u.AgentID)
		c.that(u.FirstName != "" && u.LastName != "", "user %d: a first and a last name are needed", u.AgentID)
		c.that(u.Status == Active || u.Status == Inactive || u.Status == Deleted, "user %d: Status %q is not A, I or D", u.AgentID, u.Status)
		c.agents[u.AgentID] = u.Status
		if u.Status == Deleted {
			continue
		}
		c.once("person", fold(u.FirstName)+" "+fold(u.LastName))
		if u.Username != "" {
			c.once("username", fold(u.Username))
		}
	}
}

func (c *checker) assignments(s Snapshot) {
	refers := func(row Row, role, group, agent bool) {
		c.that(role && group && agent, "%T%v: a role, group or agent of that id does not exist", row, row)
	}
	for _, m := range s.Members {
		refers(m, true, c.groups[m.GroupID], c.agents[m.AgentID] != "")
	}
	for _, p := range s.Permissions {
		refers(p, true, c.groups[p.GroupID], c.agents[p.AgentID] != "")
	}
	for _, r := range s.RoleGroups {
		refers(r, c.roles[r.RoleID], c.groups[r.GroupID], true)
	}
	for _, r := range s.UserRoles {
		refers(r, c.roles[r.RoleID], true, c.agents[r.AgentID] != "")
	}
}
