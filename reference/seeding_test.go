package reference_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/seed"
)

func seedOf(t testing.TB, text string) *seed.Seed {
	t.Helper()
	s, err := seed.Parse(t.Name(), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestASystemBeginsWithItsSeed asks over the API for everything that a seed can
// say.
func TestASystemBeginsWithItsSeed(t *testing.T) {
	s := seedOf(t, `
recording_path: D:\Rec
cores: [{id: 3, channels: 2}, {id: 5, channels: 4}]
schedules:
  - {name: keep, type: percentage, percent: 100, match: {GROUP: Gold*}, keep_days: 99, archive_action: 7, cores: [5]}
  - {name: asked, type: on-demand}
terminology: [{name: ani, value: Caller}]
sites: [4]
locations: [8]
groups: [{name: Gold, members: [ada], permitted: [ada]}]
roles: [{name: Agent, groups: [Gold]}]
users: [{first_name: Ada, last_name: Adler, username: ada, password: secret, crm_user: C1, site_id: 4, phones: [1111], roles: [Agent]}]
workstations: [{station: WS1, device: 1111}]
devices: [{id: 2222, alias: Hall}]
recordings: [{device: 1111, ago: 2h, length: 1m, values: {ANI: 42}}, {device: 2222, ago: 1h, length: 1m}]`)
	sys := startSystem(t, reference.Config{Seed: s})
	p := dial(t, sys.Addr().String())
	for _, c := range []struct {
		ask  string
		says []string
	}{
		{"DEVICELIST", []string{"<COUNT>2<", "<DEVICEID>1111<", "<CRM_USER>C1<", "<STATION>WS1<", "<DEVICEALIAS>Hall<"}},
		{"CHANNELS", []string{"<COUNT>6<"}},
		{"STATIONS", []string{"<COUNT>1<", "<STATIONNAME>WS1<"}},
		{"FETCHTERMINOLOGY", []string{"<COUNT>1<", "<VALUE>Caller<"}},
		{"IMPORTUSER ACTION=LIST", []string{"<COUNT>1<", "<LASTNAME>Adler<", "<PHONES>1111<"}},
		{"IMPORTUSER ACTION=ADD FIRSTNAME=B LASTNAME=C SITEID=5", []string{"<RESULTCODE>53<"}},
		{"IMPORTUSER ACTION=ADD FIRSTNAME=B LASTNAME=C SITEID=4", []string{"<RESULTCODE>20<", "<AGENTID>2<"}},
		{"IMPORTWORKSTATION DEVICEID=7 STATIONNAME=W LOCATIONID=7", []string{"<RESULTCODE>23<"}},
		{"ADDGROUP GROUPNAME=Silver", []string{"<GROUPID>2<"}},
		{"MODIFYROLE ACTION=ADD ROLENAME=agent", []string{"<RESULTCODE>50<"}},
		{"CALLLIST ANI=42", []string{"<RECORDID>1<", "<AGENTFIRSTNAME>Ada<", "<DURATION>60<"}},
		{"CALLLIST", []string{"<CALLNUMBER>1</CALLNUMBER><DEVICEID>2222<"}},
		{"CALLSTART DEVICEID=1111 GROUP=Golden", []string{"cores: 3,5"}},
		{"DEVICESTATUS DEVICEID=1111", []string{"<ISRECORDING>Y<", "<COREIDENT>5<", `D:\Rec\`, "-3.wav<", "00000000003<"}},
		{"CALLSTART DEVICEID=2222", []string{"cores: 3,5"}},
		{"DEVICESTATUS DEVICEID=2222", []string{"<ISRECORDING>N<"}},
	} {
		words := strings.Fields(c.ask)
		got := p.text(words[0], words[1:]...)
		for _, has := range c.says {
			if !strings.Contains(got, has) {
				t.Errorf("%s: no %q in %s", c.ask, has, got)
			}
		}
	}
}

// TestWhatIsSaidBesideASeedGoesBeforeIt: of cores, channels, schedules.
func TestWhatIsSaidBesideASeedGoesBeforeIt(t *testing.T) {
	s := seedOf(t, `
cores: [{id: 3, channels: 2}, {id: 5, channels: 4}]
schedules: [{name: none, type: api initiated}]`)
	everything := []recorder.Schedule{recorder.Everything()}
	for _, c := range []struct {
		name     string
		cfg      reference.Config
		channels string
		cores    string
	}{
		{"nothing", reference.Config{}, "6", "3,5"},
		{"channels", reference.Config{Channels: 10}, "20", "3,5"},
		{"cores", reference.Config{Cores: []int{3}}, "2", "3"},
		{"another core", reference.Config{Cores: []int{3, 4}}, "1002", "3,4"},
		{"schedules", reference.Config{Schedules: everything}, "6", "3,5"},
	} {
		c.cfg.Seed = s
		p := dial(t, startSystem(t, c.cfg).Addr().String())
		if got := p.text("CHANNELS"); !strings.Contains(got, "<COUNT>"+c.channels+"<") {
			t.Errorf("%s: %.300s", c.name, got)
		}
		if got := p.text("CALLSTART", "DEVICEID=1"); !strings.Contains(got, "cores: "+c.cores+"<") {
			t.Errorf("%s: %s", c.name, got)
		}
		recorded := strings.Contains(p.text("DEVICESTATUS", "DEVICEID=1"), "<ISRECORDING>Y<")
		if recorded != (c.cfg.Schedules != nil) {
			t.Errorf("%s: recorded %v", c.name, recorded)
		}
	}
}

// TestASeedNeverTouchesAFullDatabase starts on one that holds a user alone.
func TestASeedNeverTouchesAFullDatabase(t *testing.T) {
	db := filepath.Join(t.TempDir(), "calls.db")
	first, err := reference.Start(t.Context(), reference.Config{DB: db})
	if err != nil {
		t.Fatal(err)
	}
	p := dial(t, first.Addr().String())
	p.ok("IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Only", "LASTNAME", "One")
	shutdown(t, first)
	minimal, err := seed.Named("minimal")
	if err != nil {
		t.Fatal(err)
	}
	p = dial(t, startSystem(t, reference.Config{DB: db, Seed: minimal}).Addr().String())
	if got := p.text("IMPORTUSER", "ACTION=LIST"); !strings.Contains(got, "<COUNT>1<") || !strings.Contains(got, "Only") {
		t.Error(got)
	}
	if got := p.text("CALLLIST"); strings.Contains(got, "SEARCHRESULT") {
		t.Error(got)
	}
	if got := p.text("CHANNELS"); !strings.Contains(got, "<COUNT>50<") {
		t.Errorf("%.300s", got)
	}
}

// TestASeedThatCannotBeLoadedStopsTheStart: it says what and why, and leaves
// nothing.
func TestASeedThatCannotBeLoadedStopsTheStart(t *testing.T) {
	db := filepath.Join(t.TempDir(), "calls.db")
	fails := func(text, says string) {
		t.Helper()
		sys, err := reference.Start(t.Context(), reference.Config{DB: db, Seed: seedOf(t, text)})
		if err == nil {
			shutdown(t, sys)
		}
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v instead of %s", err, says)
		}
	}
	const somebody = "users: [{first_name: A, last_name: B}]\n"
	late := time.Now().Add(24 * time.Hour).Format(time.DateOnly)
	fails(somebody+"recordings: [{device: 1, ago: 1h, length: 1m}, {device: 1, start: "+late+", length: 1m}]", "recordings[1] ends at "+late)

	sys, err := reference.Start(t.Context(), reference.Config{DB: db, Seed: seedOf(t, "recordings: [{device: 1, ago: 1h, length: 1m}]")})
	if err != nil {
		t.Fatal(err)
	}
	shutdown(t, sys)
	fails(somebody, "the database holds recordings and nobody")
}

// text asks with NAME=VALUE pairs and returns the result as it came.
func (p peer) text(typ string, pairs ...string) string {
	p.t.Helper()
	var nameValues []string
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		nameValues = append(nameValues, name, value)
	}
	return string(p.do(typ, nameValues...).Raw)
}
