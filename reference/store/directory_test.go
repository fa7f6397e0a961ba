package store

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/offhook/offhook/reference/directory"
)

func put(rows ...directory.Row) (changes []directory.Change) {
	for _, r := range rows {
		changes = append(changes, directory.Change{Row: r})
	}
	return changes
}

func remove(rows ...directory.Row) (changes []directory.Change) {
	for _, r := range rows {
		changes = append(changes, directory.Change{Row: r, Remove: true})
	}
	return changes
}

// john has a value in every field.
var john = directory.User{
	AgentID: 2, EmployeeID: "e'2", FirstName: "John", LastName: "Smith", Status: directory.Active,
	Added: noon, Modified: noon.Add(time.Hour), SysUser: "jsmith", Domain: "corp", Email: "j@example.com",
	CRMUser: "crm", SiteID: 3, Username: "john", PasswordHash: "$argon2id$v=19$...",
}

// full is a row or two of every table.
func full() directory.Snapshot {
	return directory.Snapshot{
		LastRoleID: 9,
		Users:      []directory.User{{AgentID: 1, Status: directory.Deleted}, john},
		Phones:     []directory.Phone{{PhoneID: "900", AgentID: 2, Order: 1}, {PhoneID: "100", AgentID: 1, Order: 2}},
		Workstations: []directory.Workstation{
			{DeviceID: "1111", StationName: "WS-1", LocationID: 4}, {DeviceID: "2222", StationName: "Ärmel"}},
		Groups:      []directory.Group{{GroupID: 1, Name: "Sales & more", Active: true}, {GroupID: 2, Name: "Old"}},
		Members:     []directory.GroupMember{{GroupID: 1, AgentID: 2}, {GroupID: 1, AgentID: 2, DeviceID: "1111"}},
		Permissions: []directory.GroupPermission{{GroupID: 1, AgentID: 2}, {GroupID: 2, AgentID: 1, DeviceID: "1111"}},
		Roles:       []directory.Role{{RoleID: 1, Name: "Supervisor", Description: "sees all"}},
		RoleGroups:  []directory.RoleGroup{{RoleID: 1, GroupID: 1}, {RoleID: 1, GroupID: 2}},
		UserRoles:   []directory.UserRole{{AgentID: 2, RoleID: 1}},
	}
}

// rows is a snapshot's rows, and a role that came and went before.
func rows(d directory.Snapshot) (changes []directory.Change) {
	changes = append(put(directory.Role{RoleID: d.LastRoleID}), remove(directory.Role{RoleID: d.LastRoleID})...)
	for _, r := range d.Users {
		changes = append(changes, put(r)...)
	}
	for _, r := range d.Phones {
		changes = append(changes, put(r)...)
	}
	for _, r := range d.Workstations {
		changes = append(changes, put(r)...)
	}
	for _, r := range d.Groups {
		changes = append(changes, put(r)...)
	}
	for _, r := range d.Members {
		changes = append(changes, put(r)...)
	}
	for _, r := range d.Permissions {
		changes = append(changes, put(r)...)
	}
	for _, r := range d.Roles {
		changes = append(changes, put(r)...)
	}
	for _, r := range d.RoleGroups {
		changes = append(changes, put(r)...)
	}
	for _, r := range d.UserRoles {
		changes = append(changes, put(r)...)
	}
	return changes
}

// check compares the stored directory with want.
func check(t *testing.T, s *Store, want directory.Snapshot) {
	t.Helper()
	got, err := s.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("directory (-want +got):\n%s", diff)
	}
}

func TestDirectoryComesBackWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "offhook.db")
	s := open(t, path, Options{})
	check(t, s, directory.Snapshot{})
	if err := s.Apply(t.Context(), rows(full())); err != nil {
		t.Fatal(err)
	}
	check(t, s, full())
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	check(t, open(t, path, Options{}), full())
}

func TestApplyReplacesAndRemovesByKey(t *testing.T) {
	for _, c := range []struct {
		name    string
		changes []directory.Change
		want    func(*directory.Snapshot)
	}{
		{"a user is replaced", put(directory.User{AgentID: 2, FirstName: "Jo", Added: noon, Modified: noon}), func(d *directory.Snapshot) {
			d.Users[1] = directory.User{AgentID: 2, FirstName: "Jo", Added: noon, Modified: noon}
		}},
		{"a phone moves to another agent", put(directory.Phone{PhoneID: "900", AgentID: 1, Order: 3}), func(d *directory.Snapshot) {
			d.Phones = []directory.Phone{{PhoneID: "100", AgentID: 1, Order: 2}, {PhoneID: "900", AgentID: 1, Order: 3}}
		}},
		{"a phone without an order comes last", put(directory.Phone{PhoneID: "500", AgentID: 1}), func(d *directory.Snapshot) {
			d.Phones = append(d.Phones, directory.Phone{PhoneID: "500", AgentID: 1, Order: 3})
		}},
		{"a phone is removed by its id", remove(directory.Phone{PhoneID: "900"}), func(d *directory.Snapshot) {
			d.Phones = d.Phones[1:]
		}},
		{"a station moves to another device, in any case of letters", put(directory.Workstation{DeviceID: "3333", StationName: "äRMEL"}), func(d *directory.Snapshot) {
			d.Workstations[1] = directory.Workstation{DeviceID: "3333", StationName: "äRMEL"}
		}},
		{"a device and a station of two rows join", put(directory.Workstation{DeviceID: "1111", StationName: "Ärmel"}), func(d *directory.Snapshot) {
			d.Workstations = []directory.Workstation{{DeviceID: "1111", StationName: "Ärmel"}}
		}},
		{"a workstation is removed by its device", remove(directory.Workstation{DeviceID: "1111"}), func(d *directory.Snapshot) {
			d.Workstations = d.Workstations[1:]
		}},
		{"a group is closed", put(directory.Group{GroupID: 1, Name: "Sales & more"}), func(d *directory.Snapshot) {
			d.Groups[0].Active = false
		}},
		{"one membership of two is removed", remove(directory.GroupMember{GroupID: 1, AgentID: 2}), func(d *directory.Snapshot) {
			d.Members = d.Members[1:]
		}},
		{"a permission given twice is one", put(directory.GroupPermission{GroupID: 1, AgentID: 2}), func(*directory.Snapshot) {}},
		{"a removed role's id stays used", append(put(directory.Role{RoleID: 12}), remove(directory.Role{RoleID: 12})...), func(d *directory.Snapshot) {
			d.LastRoleID = 12
		}},
		{"a role with a lower id lowers nothing", put(directory.Role{RoleID: 3, Name: "Agent"}), func(d *directory.Snapshot) {
			d.Roles = append(d.Roles, directory.Role{RoleID: 3, Name: "Agent"})
		}},
		{"a role with its groups and users goes", append(remove(directory.Role{RoleID: 1}, directory.RoleGroup{RoleID: 1, GroupID: 1}),
			remove(directory.UserRole{AgentID: 2, RoleID: 1})...), func(d *directory.Snapshot) {
			d.Roles, d.UserRoles, d.RoleGroups = nil, nil, d.RoleGroups[1:]
		}},
		{"removing what is not there changes nothing", remove(directory.User{AgentID: 77}, directory.UserRole{AgentID: 2, RoleID: 2}), func(*directory.Snapshot) {}},
		{"changes are made in order", append(remove(directory.Group{GroupID: 2}), put(directory.Group{GroupID: 2, Name: "New"})...), func(d *directory.Snapshot) {
			d.Groups[1].Name = "New"
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, ":memory:", Options{})
			if err := s.Apply(t.Context(), rows(full())); err != nil {
				t.Fatal(err)
			}
			if err := s.Apply(t.Context(), c.changes); err != nil {
				t.Fatal(err)
			}
			want := full()
			c.want(&want)
			check(t, s, want)
		})
	}
}

func TestApplyIsAllOrNothing(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		if err := s.Apply(t.Context(), rows(full())); err != nil {
			t.Fatal(err)
		}
		// The database itself refuses the last change.
		if _, err := s.db.write.Exec("ALTER TABLE users RENAME TO away"); err != nil {
			t.Fatal(err)
		}
		err := s.Apply(context.Background(), append(put(directory.Group{GroupID: 5, Name: "Lost"}), put(john)...))
		if err == nil {
			t.Fatal("the refused change was made")
		}
		if _, err := s.db.write.Exec("ALTER TABLE away RENAME TO users"); err != nil {
			t.Fatal(err)
		}
		check(t, s, full())
	})
}
