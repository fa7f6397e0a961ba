package directory

import (
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	if err := Check(office()); err != nil {
		t.Errorf("a right directory: %v", err)
	}
	for _, tr := range []struct {
		name  string
		spoil func(*Snapshot)
		want  string // contained in the error
	}{
		{"user id twice", func(s *Snapshot) { s.Users[1].AgentID = 1 }, "AgentID 1"},
		{"user id 0", func(s *Snapshot) { s.Users[1].AgentID = 0 }, "AgentID 0"},
		{"person twice", func(s *Snapshot) { s.Users[3].LastName = "DOE" }, `person "john doe" comes twice`},
		{"user name twice", func(s *Snapshot) { s.Users[3].Username = "JANE" }, `username "jane" comes twice`},
		{"no last name", func(s *Snapshot) { s.Users[0].LastName = "" }, "user 1: a first and a last name"},
		{"status", func(s *Snapshot) { s.Users[0].Status = "X" }, `"X"`},
		{"phone twice", func(s *Snapshot) { s.Phones[0].PhoneID = "1123" }, `phone "1123" comes twice`},
		{"blank phone", func(s *Snapshot) { s.Phones[0].PhoneID = "" }, "a phone has no name"},
		{"phone of a deleted user", func(s *Snapshot) { s.Phones[0].AgentID = 3 }, "no agent 3"},
		{"phone of nobody", func(s *Snapshot) { s.Phones[0].AgentID = 9 }, "no agent 9"},
		{"device twice", func(s *Snapshot) { s.Workstations[0].DeviceID = "7007" }, `"7007" comes twice`},
		{"station twice", func(s *Snapshot) { s.Workstations[0].StationName = "jamesBOND" }, `station "jamesbond" comes twice`},
		{"location", func(s *Snapshot) { s.Workstations[0].LocationID = 0 }, "LocationID 0"},
		{"group id twice", func(s *Snapshot) { s.Groups[1].GroupID = 1 }, "GroupID 1"},
		{"group name twice", func(s *Snapshot) { s.Groups[1].Name = "SALES & marketing" }, `group "sales & marketing" comes twice`},
		{"role id twice", func(s *Snapshot) { s.Roles[1].RoleID = 5 }, "RoleID 5"},
		{"role name twice", func(s *Snapshot) { s.Roles[1].Name = "defaultrole" }, `role "defaultrole" comes twice`},
		{"member of no group", func(s *Snapshot) { s.Members[0].GroupID = 9 }, "{9 1 }"},
		{"member that is nobody", func(s *Snapshot) { s.Members[0].AgentID = 9 }, "{1 9 }"},
		{"permission of nobody", func(s *Snapshot) { s.Permissions[0].AgentID = 9 }, "{1 9 }"},
		{"group of no role", func(s *Snapshot) { s.RoleGroups[0].RoleID = 9 }, "{9 1}"},
		{"role of nobody", func(s *Snapshot) { s.UserRoles[0].AgentID = 9 }, "{9 5}"},
	} {
		t.Run(tr.name, func(t *testing.T) {
			s := office()
			tr.spoil(&s)
			if err := Check(s); err == nil || !strings.Contains(err.Error(), tr.want) {
				t.Errorf("error %v, want it to contain %s", err, tr.want)
			}
			New(Config{}, s).Snapshot() // a spoilt seed must not crash
		})
	}
}
