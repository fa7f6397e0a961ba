package directory

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/offhook/offhook/reference/catalog"
)

func TestHandlesItsChapters(t *testing.T) {
	elsewhere := []string{"EMAIL", "COMBINEDEMAIL"}
	for i := range catalog.Functions {
		f := &catalog.Functions[i]
		want := f.Name == "STATIONS" || f.Chapter == catalog.Import || f.Chapter == catalog.UserGroupRole
		want = want && !slices.Contains(elsewhere, f.Name)
		if Handles(f.Name) != want {
			t.Errorf("Handles(%s) = %v", f.Name, !want)
		}
	}
}

func TestPlanPanicsOnAnotherFunction(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	New(Config{}, Snapshot{}).Plan(now, request("CALLSTART", nil))
}

func TestSnapshotRoundTrips(t *testing.T) {
	want := office()
	if diff := cmp.Diff(want, New(Config{}, want).Snapshot()); diff != "" {
		t.Errorf("(-loaded +snapshot):\n%s", diff)
	}
	if diff := cmp.Diff(Snapshot{}, New(Config{}, Snapshot{}).Snapshot(), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("empty (-loaded +snapshot):\n%s", diff)
	}
}

func TestOfContradictingRowsTheLaterWins(t *testing.T) {
	got := New(Config{}, Snapshot{
		Users:        []User{{AgentID: 1, FirstName: "Old", Status: Active}, {AgentID: 1, FirstName: "New", Status: Active}},
		Workstations: []Workstation{{"1", "PC", 1}, {"2", "pc", 2}},
		Phones:       []Phone{{"5", 1, 1}, {"5", 2, 2}},
	}).Snapshot()
	want := Snapshot{
		Users:        []User{{AgentID: 1, FirstName: "New", Status: Active}},
		Workstations: []Workstation{{"2", "pc", 2}},
		Phones:       []Phone{{"5", 2, 2}},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// few holds the values that random requests are made of: few, so that they
// meet, and some that are wrong.
var few = map[string][]string{
	"ACTION":         {"ADD", "ADD", "ADD", "MODIFY", "MODIFY", "DELETE", "DELETE", "add", "LIST", "", "RENAME"},
	"AGENT_ID":       {"1", "2", "3", "4", "1", "2", "3", "99", "0", "-1", "x", ""},
	"AGENTID":        {"1", "2", "3", "4", "1", "2", "3", "99", "0", "-1", "x", ""},
	"USERID":         {"1", "2", "3", "99", "x"},
	"FIRSTNAME":      {"Ann", "ANN", "Bob", ""},
	"LASTNAME":       {"Lee", "Low", ""},
	"USERNAME":       {"u1", "U1", "u2", ""},
	"SYS_USER":       {"s1", "S1", "s2", ""},
	"SYSTEMUSERNAME": {"s1", "s2"},
	"CRM_USER":       {"c1", "c2"},
	"EMPLOYEEID":     {"e1", "e2"},
	"STATUS":         {"A", "A", "A", "I", "i", "D"},
	"SITEID":         {"1", "1", "1", "1", "2", "x"},
	"PHONEID":        {"100", "101", "102", ""},
	"DEVICEID":       {"100", "101", "102", ""},
	"STATIONNAME":    {"PC", "pc", "PC2", ""},
	"COMPUTERNAME":   {"pc", "none"},
	"LOCATIONID":     {"1", "1", "1", "2", "0", "x"},
	"GROUPNAME":      {"G1", "g1", "G2", ""},
	"GROUPID":        {"1", "2", "3", "x"},
	"ROLENAME":       {"R1", "r1", "R2", ""},
	"ROLEID":         {"1", "2", "9", "x"},
	"DESCRIPTION":    {"d1", "d2", ""},
}

// anyRequest draws a request to any of the directory's functions.
func anyRequest(rt *rapid.T) *catalog.Request {
	functions := make([]string, 0, len(plans))
	for name := range plans {
		functions = append(functions, name)
	}
	functions = append(functions, "IMPORTUSER", "IMPORTUSER", "IMPORTUSER", "IMPORTAGENTPHONE") // all else needs them
	slices.Sort(functions)
	f := catalog.Lookup(rapid.SampledFrom(functions).Draw(rt, "function"))
	req := &catalog.Request{Function: f}
	for _, p := range f.Params {
		values := few[p.Name.String()]
		if values != nil && rapid.IntRange(0, 9).Draw(rt, "gives "+p.Name.String()) < 7 {
			req.Set(p.Name, rapid.SampledFrom(values).Draw(rt, p.Name.String()))
		}
	}
	return req
}

func TestRandomPlansKeepTheDirectoryWhole(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cfg := Config{Sites: []int64{1}, Locations: []int64{1}, Limits: Limits{
			Users: 12, Phones: 2, Workstations: 2, Groups: 2, Roles: 2, Assignments: 3}}
		d := New(cfg, Snapshot{})
		at := now
		var users, roles int64 // the highest ids seen
		for range rapid.IntRange(1, 60).Draw(rt, "requests") {
			at = at.Add(time.Second)
			req := anyRequest(rt)
			before := d.Snapshot()
			res, changes := d.Plan(at, req)
			mustEqual(rt, "Plan changed the directory", before, d.Snapshot())
			if res.Code != catalog.API_OK && len(changes) > 0 {
				rt.Fatalf("%s has changes %v", res.Code, changes)
			}
			// A directory loaded from the snapshot has indexes made anew: if it
			// answers alike, Apply has kept those of d right.
			res2, changes2 := New(cfg, before).Plan(at, req)
			mustEqual(rt, "a directory loaded anew answers otherwise", res, res2)
			mustEqual(rt, "a directory loaded anew plans otherwise", changes, changes2)

			d.Apply(changes)
			after := d.Snapshot()
			mustEqual(rt, "the snapshot does not round-trip", after, New(cfg, after).Snapshot())
			if err := Check(after); err != nil {
				rt.Fatal(err)
			}
			withinLimits(rt, d, after)
			lookUpsAgree(rt, d, after)
			users = neverAgain(rt, users, before.Users, after.Users, func(u User) int64 { return u.AgentID })
			roles = neverAgain(rt, roles, before.Roles, after.Roles, func(r Role) int64 { return r.RoleID })
		}
	})
}

func mustEqual(rt *rapid.T, what string, want, got any) {
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		rt.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

func withinLimits(rt *rapid.T, d *Directory, s Snapshot) {
	l := d.cfg.Limits
	if len(s.Users) > l.Users || len(s.Phones) > l.Phones || len(s.Workstations) > l.Workstations ||
		len(s.Groups) > l.Groups || len(s.Roles) > l.Roles ||
		max(len(s.Members), len(s.Permissions), len(s.RoleGroups), len(s.UserRoles)) > l.Assignments {
		rt.Fatalf("beyond the limits: %+v", s)
	}
}

// lookUpsAgree compares the look-ups with the rows.
func lookUpsAgree(rt *rapid.T, d *Directory, s Snapshot) {
	for _, u := range s.Users {
		got, found := d.UserByID(u.AgentID)
		if found != (u.Status != Deleted) || found && got != u {
			rt.Fatalf("UserByID(%d) = %v %v", u.AgentID, got, found)
		}
		got, found = d.UserByUsername(u.Username)
		if u.Status != Deleted && u.Username != "" && (!found || got != u) {
			rt.Fatalf("UserByUsername(%q) = %v %v", u.Username, got, found)
		}
		if u.Status == Deleted && len(d.Phones(u.AgentID)) > 0 {
			rt.Fatalf("deleted user %d has phones", u.AgentID)
		}
	}
	for _, p := range s.Phones {
		if u, found := d.UserByPhone(p.PhoneID); !found || u.AgentID != p.AgentID || !slices.Contains(d.Phones(p.AgentID), p.PhoneID) {
			rt.Fatalf("phone %v: user %d %v, phones %v", p, u.AgentID, found, d.Phones(p.AgentID))
		}
	}
	for _, w := range s.Workstations {
		station, _ := d.StationOf(w.DeviceID)
		device, _ := d.DeviceOf(w.StationName)
		if station != w.StationName || device != w.DeviceID {
			rt.Fatalf("workstation %v: station %q, device %q", w, station, device)
		}
	}
}

// neverAgain demands that a new row's id is above all ids before it, and
// returns the highest now.
func neverAgain[R any](rt *rapid.T, highest int64, before, after []R, id func(R) int64) int64 {
	was := map[int64]bool{}
	for _, r := range before {
		was[id(r)] = true
	}
	top := highest
	for _, r := range after {
		if n := id(r); !was[n] && n <= highest {
			rt.Fatalf("the id %d of %v was given before", n, r)
		} else {
			top = max(top, n)
		}
	}
	return top
}
