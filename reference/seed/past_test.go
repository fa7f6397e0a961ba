package seed

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/directory"
	"github.com/offhook/offhook/reference/recorder"
)

// noon is a Wednesday's.
var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

func parse(t *testing.T, text string) *Seed {
	t.Helper()
	s, err := Parse("x", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func recordings(t *testing.T, s *Seed, now time.Time) []recorder.Recording {
	t.Helper()
	var all []recorder.Recording
	for rec, err := range s.Recordings(now, `C:\R`, 1, 1) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rec)
	}
	return all
}

func TestAListedRecordingIsWhatTheFileSays(t *testing.T) {
	s := parse(t, `
cores: [{id: 2, channels: 5}, {id: 7, channels: 5}]
groups: [{name: Sales, members: [ada]}]
users: [{first_name: Ada, last_name: Adler, username: ada, sys_user: `+strings.Repeat("a", 40)+`, phones: [0815]}]
workstations: [{station: WS1, device: 0815}]
devices: [{id: 0815, alias: Front}]
recordings:
  - {device: 0815, ago: 2h, length: 90.5s, core: 7, keep_days: 5, values: {ANI: 555, USER15: x}, blackouts: [{to: 10s}, {from: 20s, to: 30s}]}
  - {device: other, agent: ADA, start: 2026-11-24 09:00:00, length: 1m, kind: chat}
  - {device: other, start: 2026-11-24, length: 1m, kind: partial, values: {CALLDIRECTION: O}}`)
	all := recordings(t, s, noon)
	if len(all) != 3 || s.Count() != 3 {
		t.Fatalf("%d recordings, Count %d", len(all), s.Count())
	}
	start := noon.Add(-2 * time.Hour)
	want := recorder.Recording{
		ID: 1, GlobalCallID: "000700000000001", DeviceID: "0815", SessionID: "0815-000700000000001",
		Variables: recorder.Variables{DeviceAlias: "Front", ANI: "555", Direction: "?"},
		AgentID:   1, AgentFirstName: "Ada", AgentLastName: "Adler", SysUser: strings.Repeat("a", 30),
		Station: "WS1", Core: 7, Channel: 6, FileName: `C:\R\20261125\Front\Front-10-00-00-1.wav`,
		KeepDays: 5, ArchiveAction: -1, Schedule: "everything", Start: start, Stop: start.Add(90500 * time.Millisecond),
		Blackouts: []recorder.Range{{Start: start, Stop: start.Add(10 * time.Second)}, {Start: start.Add(20 * time.Second), Stop: start.Add(30 * time.Second)}},
	}
	want.User[14] = "x"
	if !reflect.DeepEqual(all[0], want) {
		t.Errorf("got  %+v\nwant %+v", all[0], want)
	}
	if r := all[1]; r.Kind != recorder.Chat || r.Channel != 0 || r.Core != 2 || r.AgentID != 1 || r.Start.Hour() != time.Date(2026, 11, 24, 9, 0, 0, 0, time.Local).In(time.UTC).Hour() {
		t.Errorf("%+v", r)
	}
	if r := all[2]; r.Kind != recorder.Partial || r.Direction != "O" || r.AgentID != 0 || r.KeepDays != 30 {
		t.Errorf("%+v", r)
	}
	if err := lastError(s, noon.AddDate(0, 0, -7)); err == nil || !strings.Contains(err.Error(), "recordings[1] ends at 2026-11-24") {
		t.Errorf("of a recording in the future: %v", err)
	}
}

func lastError(s *Seed, now time.Time) (last error) {
	for _, err := range s.Recordings(now, "", 1, 1) {
		last = err
	}
	return last
}

// TestAHistoryIsOneThatCanHaveHappened: by the clocks of a zone with summer
// time, in October.
func TestAHistoryIsOneThatCanHaveHappened(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here: ", err)
	}
	now := time.Date(2026, 11, 5, 0, 0, 1, 0, berlin)
	names := []string{"contact-centre", "campus"}
	if testing.Short() {
		names = names[:1]
	}
	for _, name := range names {
		s, err := Named(name)
		if err != nil {
			t.Fatal(err)
		}
		h := s.doc.History
		from, to := h.hours()
		phones, channels := map[string]time.Time{}, map[int]time.Time{}
		var n, inbound, blackouts, weekend int
		var last time.Time
		for rec, err := range s.Recordings(now, `C:\R`, 11, 101) {
			if err != nil {
				t.Fatal(err)
			}
			n++
			if rec.ID != int64(10+n) || !strings.HasSuffix(rec.GlobalCallID, fmt.Sprintf("%011d", 100+n)) {
				t.Fatalf("the %dth has RECORDID %d, GLOBALCALLID %s", n, rec.ID, rec.GlobalCallID)
			}
			if rec.Start.Before(last) || rec.Start.Before(phones[rec.DeviceID]) || rec.Start.Before(channels[rec.Channel]) {
				t.Fatalf("recording %d is earlier than the one before, or its phone or channel is taken: %+v", rec.ID, rec)
			}
			last, phones[rec.DeviceID], channels[rec.Channel] = rec.Start, rec.Stop, rec.Stop
			if d := rec.Duration(); d < shortest || d > h.longest() {
				t.Fatalf("recording %d lasts %v", rec.ID, d)
			}
			if hour := rec.Start.Hour(); hour < from || hour > to || rec.Stop.After(now) || rec.Start.Before(now.AddDate(0, 0, -h.Days-1)) {
				t.Fatalf("recording %d began %v", rec.ID, rec.Start)
			}
			for _, b := range rec.Blackouts {
				blackouts++
				if b.Start.Before(rec.Start) || !b.Stop.After(b.Start) || b.Stop.After(rec.Stop) {
					t.Fatalf("recording %d: a blackout from %v to %v", rec.ID, b.Start, b.Stop)
				}
			}
			if rec.Direction == "I" {
				inbound++
			}
			if d := rec.Start.Weekday(); d == time.Saturday || d == time.Sunday {
				weekend++
			}
			fits(t, &rec)
		}
		if n != h.Recordings {
			t.Errorf("%s: %d recordings instead of %d", name, n, h.Recordings)
		}
		near := func(what string, got int, want float64) {
			if f := float64(got) / float64(n); f < 0.85*want || f > 1.15*want {
				t.Errorf("%s: %s are %.3f of all, not about %.3f", name, what, f, want)
			}
		}
		near("inbound calls", inbound, float64(*h.Inbound)/100)
		near("calls on weekends", weekend, 0.4/5.4)
		if max := float64(h.Blackouts) / 100; float64(blackouts) > 1.1*max*float64(n) || blackouts == 0 {
			t.Errorf("%s: %d blackouts", name, blackouts)
		}
		if len(phones) < len(s.seats)/2 {
			t.Errorf("%s: only %d phones", name, len(phones))
		}
	}
}

// fits checks that values are no wider than the API lets them be.
func fits(t *testing.T, rec *recorder.Recording) {
	t.Helper()
	for _, n := range (values{}).keys() {
		v := *field(&rec.Variables, n)
		if p := callStart.Param(n); p.Fit(v) != v || strings.Contains(v, "#") {
			t.Fatalf("recording %d: %s %q", rec.ID, n, v)
		}
	}
	if rec.ANI == "" || rec.DNIS == "" || rec.SysUser != callStart.Param(catalog.SYS_USER).Fit(rec.SysUser) {
		t.Fatalf("recording %d: %+v", rec.ID, rec)
	}
}

func TestASeedMeansTheSameEachTime(t *testing.T) {
	text, err := Text("contact-centre")
	if err != nil {
		t.Fatal(err)
	}
	a, b := recordings(t, parse(t, string(text)), noon), recordings(t, parse(t, string(text)), noon)
	if !reflect.DeepEqual(a, b) {
		t.Error("two readings of a seed differ")
	}
	other := strings.Replace(string(text), "seed: 1", "seed: 2", 1)
	if reflect.DeepEqual(a, recordings(t, parse(t, other), noon)) {
		t.Error("another seed made the same history")
	}
}

func TestTheDirectoryHoldsTogether(t *testing.T) {
	for _, name := range Names() {
		s, err := Named(name)
		if err != nil {
			t.Fatal(err)
		}
		d := s.Directory(noon, 1)
		if err := directory.Check(d); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, u := range d.Users {
			if !u.Added.Equal(noon) || u.PasswordHash != "" {
				t.Fatalf("%s: %+v", name, u)
			}
		}
	}
	s, err := Named("contact-centre")
	if err != nil {
		t.Fatal(err)
	}
	d := s.Directory(noon, 1)
	agents := 0
	for _, u := range d.UserRoles {
		if u.RoleID == 1 {
			agents++
		}
	}
	if channels := s.doc.channels(); agents != 200 || channels != 24 || len(s.Cores) != 2 || len(d.Workstations) != 200 || s.Count() != 5000 {
		t.Errorf("%d agents, %d channels on %d cores, %d workstations, %d recordings", agents, channels, len(s.Cores), len(d.Workstations), s.Count())
	}
	if s, err = Named("campus"); err != nil || len(s.Devices) != 5000 || s.Count() != 100_000 {
		t.Errorf("campus: %d devices, %d recordings, %v", len(s.Devices), s.Count(), err)
	}
}

func TestOnlyPasswordsThatAreGivenAreHashed(t *testing.T) {
	s := parse(t, "users: [{first_name: A, last_name: B, password: secret}, {first_name: C, last_name: D}]")
	d := s.Directory(noon, 1)
	if !strings.HasPrefix(d.Users[0].PasswordHash, "$argon2id$") || d.Users[1].PasswordHash != "" {
		t.Errorf("%+v", d.Users)
	}
	if s.people.Users[0].PasswordHash != "" {
		t.Error("the seed keeps the hash")
	}
	if d.Users[0].PasswordHash == s.Directory(noon, 2).Users[0].PasswordHash {
		t.Error("the salt does not count")
	}
}

func TestAgentsMadeUpHaveNamesOfTheirOwn(t *testing.T) {
	if testing.Short() {
		t.Skip("50,000 agents take a second")
	}
	s := parse(t, "users: [{first_name: Ada, last_name: Abbott}]\ngroups: [{name: a}]\nteams: [{group: a, agents: 49999, first_phone: 1000000001}]")
	names, logins := map[string]bool{}, map[string]bool{}
	imports := catalog.Lookup("IMPORTUSER")
	for _, u := range s.people.Users {
		names[u.FirstName+" "+u.LastName] = true
		logins[u.Username] = true
		if p := imports.Param(catalog.LASTNAME); p.Fit(u.LastName) != u.LastName || len(u.Username) > 16 {
			t.Fatalf("%+v", u)
		}
	}
	if len(names) != 50_000 || len(logins) != 50_000 {
		t.Errorf("%d names, %d logins of 50,000 users", len(names), len(logins))
	}
}

func TestDevicesAreNumberedUpwards(t *testing.T) {
	s := parse(t, "devices: [{id: 0098, count: 4}, {id: desk}]\nusers: [{first_name: A, last_name: B, phones: [desk]}]")
	var ids []string
	for _, d := range s.Devices {
		ids = append(ids, d.ID)
	}
	if got := strings.Join(ids, " "); got != "desk 0098 0099 0100 0101" {
		t.Error(got)
	}
}

// TestTheFullestHistoryKeepsToItsDays: as many calls as are allowed for one
// phone, none of which may lie over another.
func TestTheFullestHistoryKeepsToItsDays(t *testing.T) {
	const history = "devices: [{id: 1}]\nhistory: {recordings: %d, days: 7, from_hour: 9, to_hour: 17, median: 3m}"
	if _, err := Parse("x", fmt.Appendf(nil, history, 281)); err == nil {
		t.Fatal("281 calls were taken")
	}
	var last time.Time
	for _, rec := range recordings(t, parse(t, fmt.Sprintf(history, 280)), noon) {
		if rec.Start.Before(last) || rec.Start.Hour() < 9 || rec.Start.Hour() > 20 {
			t.Fatalf("recording %d began %v, the one before ended %v", rec.ID, rec.Start, last)
		}
		last = rec.Stop
	}
}
