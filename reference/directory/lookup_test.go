package directory

import (
	"slices"
	"strings"
	"testing"
)

func TestLookUps(t *testing.T) {
	s := office()
	s.Users[3].SysUser = "JDOE" // shared with user 1, who has the lower id
	long := strings.Repeat("long", 20)
	s.Users[3].CRMUser, s.Users[3].Username = long, long
	s.Users[1].CRMUser = long[:31]
	d := New(Config{}, s)
	for _, tr := range []struct {
		name string
		find func(string) (User, bool)
		key  string
		want int64 // 0: not found
	}{
		{"phone", d.UserByPhone, "1123", 1},
		{"phone of nobody", d.UserByPhone, "9", 0},
		{"network user name in any case", d.UserBySysUser, "JRoe", 2},
		{"network user name that two share", d.UserBySysUser, "jdoe", 1},
		{"network user name of a deleted user", d.UserBySysUser, "agone", 0},
		{"blank network user name", d.UserBySysUser, "", 0},
		{"CRM user name in any case", d.UserByCRMUser, "JOHN.crm", 1},
		{"CRM user name of a deleted user", d.UserByCRMUser, "ann.crm", 0},
		{"user name in any case", d.UserByUsername, "JANE", 2},
		{"blank user name", d.UserByUsername, "", 0},
		{"long CRM user name", d.UserByCRMUser, long, 4},
		{"another one that begins alike", d.UserByCRMUser, long[:31], 2},
		{"CRM user name as CALLSTART cuts it, which two share", d.UserByCRMUser, long[:30], 2},
		{"less of it", d.UserByCRMUser, long[:29], 0},
		{"user name as MODIFYUSERGROUPPERMISSION cuts it", d.UserByUsername, long[:16], 4},
		{"employee id", d.UserByEmployeeID, "5", 1},
		{"employee id of a deleted user", d.UserByEmployeeID, "8", 0},
	} {
		t.Run(tr.name, func(t *testing.T) {
			u, found := tr.find(tr.key)
			if u.AgentID != tr.want || found != (tr.want != 0) {
				t.Errorf("found %v %d, want %d", found, u.AgentID, tr.want)
			}
		})
	}
	if _, found := d.UserByID(3); found {
		t.Error("a deleted user is found by id")
	}
	if got := d.Phones(1); !slices.Equal(got, []string{"3343", "1123"}) {
		t.Errorf("phones %v", got)
	}
	if st, ok := d.StationOf("7007"); st != "JamesBond" || !ok {
		t.Errorf("station of 7007: %q %v", st, ok)
	}
	if dev, ok := d.DeviceOf("JAMESBOND"); dev != "7007" || !ok {
		t.Errorf("device of JAMESBOND: %q %v", dev, ok)
	}
	if _, ok := d.DeviceOf(""); ok {
		t.Error("a blank station has a device")
	}
}

func TestSharedNameGoesToTheNextUserWhenTheFirstIsDeleted(t *testing.T) {
	s := office()
	s.Users[3].SysUser = "jdoe"
	d := New(Config{}, s)
	apply(t, d, "IMPORTUSER", with{"ACTION": "DELETE", "AGENT_ID": "1"})
	if u, _ := d.UserBySysUser("jdoe"); u.AgentID != 4 {
		t.Errorf("jdoe is user %d", u.AgentID)
	}
}

func TestSeedPhonesWithoutOrderKeepTheOrderOfTheList(t *testing.T) {
	d := New(Config{}, Snapshot{
		Users:  []User{{AgentID: 1, FirstName: "A", LastName: "B", Status: Active}},
		Phones: []Phone{{PhoneID: "9", AgentID: 1}, {PhoneID: "1", AgentID: 1}},
	})
	if got := d.Phones(1); !slices.Equal(got, []string{"9", "1"}) {
		t.Errorf("phones %v", got)
	}
}
