package seed

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/directory"
)

// seat is a device with who and what is there.
type seat struct {
	device, alias, station string
	agent                  int // index of people.Users; -1: nobody's
	group                  string
}

// Directory is the seed's directory as of now. It hashes the passwords that
// the file gives, which takes tens of milliseconds each; salt makes their salts.
func (s *Seed) Directory(now time.Time, salt int64) directory.Snapshot {
	d := s.people
	d.Users = slices.Clone(d.Users)
	for i := range d.Users {
		u := &d.Users[i]
		u.Added, u.Modified = now.Truncate(time.Second), now.Truncate(time.Second)
		if p := s.passwords[u.AgentID]; p != "" {
			u.PasswordHash = directory.HashPassword(p, salt, u.AgentID, now)
		}
	}
	return d
}

// HasPeople reports whether the seed's directory holds anything.
func (s *Seed) HasPeople() bool {
	d := &s.people
	return len(d.Users)+len(d.Groups)+len(d.Roles)+len(d.Workstations) > 0
}

// settle makes the directory and the seats of the document.
func (s *Seed) settle() {
	d := &s.people
	groups, roles := map[string]int64{}, map[string]int64{}
	for i, g := range s.doc.Groups {
		id := int64(i + 1)
		groups[strings.ToLower(g.Name)] = id
		d.Groups = append(d.Groups, directory.Group{GroupID: id, Name: g.Name, Active: true})
	}
	for i, r := range s.doc.Roles {
		id := int64(i + 1)
		roles[strings.ToLower(r.Name)] = id
		d.LastRoleID = id
		d.Roles = append(d.Roles, directory.Role{RoleID: id, Name: r.Name, Description: r.Description})
		for _, g := range distinct(r.Groups) {
			d.RoleGroups = append(d.RoleGroups, directory.RoleGroup{RoleID: id, GroupID: groups[g]})
		}
	}
	for i := range s.doc.Users {
		u := &s.doc.Users[i]
		id := int64(i + 1)
		s.byUsername[strings.ToLower(u.Username)] = id
		d.Users = append(d.Users, u.user(id))
		if u.Password != "" {
			s.passwords[id] = u.Password
		}
		for _, p := range u.Phones {
			d.Phones = append(d.Phones, directory.Phone{PhoneID: p, AgentID: id, Order: int64(len(d.Phones) + 1)})
		}
		for _, r := range distinct(u.Roles) {
			d.UserRoles = append(d.UserRoles, directory.UserRole{AgentID: id, RoleID: roles[r]})
		}
	}
	for i, g := range s.doc.Groups {
		for _, m := range distinct(g.Members) {
			d.Members = append(d.Members, directory.GroupMember{GroupID: int64(i + 1), AgentID: s.byUsername[m]})
		}
		for _, m := range distinct(g.Permitted) {
			d.Permissions = append(d.Permissions, directory.GroupPermission{GroupID: int64(i + 1), AgentID: s.byUsername[m]})
		}
	}
	for _, w := range s.doc.Workstations {
		d.Workstations = append(d.Workstations, directory.Workstation{
			DeviceID: w.Device, StationName: w.Station, LocationID: cmp.Or(w.Location, s.location())})
	}
	for i := range s.doc.Teams {
		t := &s.doc.Teams[i]
		s.recruit(t, groups[strings.ToLower(t.Group)], roles[strings.ToLower(t.Role)])
	}
	s.seat()
}

// user is the entry as the directory has it.
func (u *userEntry) user(id int64) directory.User {
	status := directory.Active
	if u.Inactive {
		status = directory.Inactive
	}
	return directory.User{
		AgentID: id, EmployeeID: u.EmployeeID, FirstName: u.FirstName, LastName: u.LastName, Status: status,
		SysUser: u.SysUser, Domain: u.Domain, Email: u.Email, CRMUser: u.CRMUser, SiteID: u.SiteID, Username: u.Username,
	}
}

// location is the LOCATIONID of workstations that are given none.
func (s *Seed) location() int64 {
	if len(s.doc.Locations) > 0 {
		return s.doc.Locations[0]
	}
	return 1
}

// distinct folds names that refer to others, without repetitions.
func distinct(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = strings.ToLower(n)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// recruit makes a team's agents up.
func (s *Seed) recruit(t *teamEntry, group, role int64) {
	d := &s.people
	for n := range t.Agents {
		id := int64(len(d.Users) + 1)
		phone := t.phone(n)
		first, last := s.newName()
		login := strings.ToLower(first[:1] + shortened(last) + phone)
		d.Users = append(d.Users, directory.User{
			AgentID: id, EmployeeID: fmt.Sprintf("E%05d", id), FirstName: first, LastName: last, Status: directory.Active,
			SysUser: login, Domain: "OFFHOOK", Email: login + "@example.com", CRMUser: "crm" + phone, SiteID: t.Site, Username: login,
		})
		d.Phones = append(d.Phones, directory.Phone{PhoneID: phone, AgentID: id, Order: int64(len(d.Phones) + 1)})
		d.Members = append(d.Members, directory.GroupMember{GroupID: group, AgentID: id})
		if role != 0 {
			d.UserRoles = append(d.UserRoles, directory.UserRole{AgentID: id, RoleID: role})
		}
		if t.Station != "" {
			d.Workstations = append(d.Workstations, directory.Workstation{
				DeviceID: phone, StationName: t.Station + phone, LocationID: s.location()})
		}
	}
}

// seats are the devices that a document names: the phones of users, the
// devices of workstations and those of its own list, each once.
func (d *document) seats() []string {
	var all []string
	for i := range d.Users {
		all = append(all, d.Users[i].Phones...)
	}
	for i := range d.Teams {
		for n := range d.Teams[i].Agents {
			all = append(all, d.Teams[i].phone(n))
		}
	}
	for _, w := range d.Workstations {
		all = append(all, w.Device)
	}
	for i := range d.Devices {
		for n := range max(d.Devices[i].Count, 1) {
			all = append(all, d.Devices[i].id(n))
		}
	}
	seen := make(map[string]bool, len(all))
	return slices.DeleteFunc(all, func(id string) bool {
		twice := seen[id]
		seen[id] = true
		return twice
	})
}

// seat says who and what is at each device.
func (s *Seed) seat() {
	d := &s.people
	devices := s.doc.seats()
	s.seats = make([]seat, len(devices))
	for i, id := range devices {
		s.seats[i] = seat{device: id, agent: -1}
		s.bySeat[id] = i
	}
	at := func(device string) *seat { return &s.seats[s.bySeat[device]] }
	group := map[int64]string{}
	for _, m := range d.Members {
		if group[m.AgentID] == "" {
			group[m.AgentID] = d.Groups[m.GroupID-1].Name
		}
	}
	for _, p := range d.Phones {
		x := at(p.PhoneID)
		x.agent, x.group = int(p.AgentID-1), group[p.AgentID]
	}
	for _, w := range d.Workstations {
		at(w.DeviceID).station = w.StationName
	}
	for _, e := range s.doc.Devices {
		if e.Alias != "" {
			at(e.ID).alias = e.Alias
		}
	}
}
