package harness

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/sim/capture"
	"github.com/offhook/offhook/sim/client"
)

func TestNamesAreUniqueOfFixedWidthAndRepeatable(t *testing.T) {
	draw := func(kind string) []string {
		r := NewRun(Target{Kind: kind, API: "x"}, 7, 1)
		s := &T{run: r, entry: &Entry{ID: "X-1"}, attempt: 1, tape: capture.NewTape(0)}
		var out []string
		for range 1000 {
			out = append(out, s.Device())
		}
		return out
	}
	a, b, other := draw(Embedded), draw(Embedded), draw(Remote)
	seen := map[string]bool{}
	for i, id := range a {
		if len(id) != 10 || id[0] == '0' {
			t.Fatalf("device %q is not ten digits", id)
		}
		if _, err := strconv.ParseUint(id, 10, 64); err != nil || seen[id] || id != b[i] {
			t.Fatalf("device %d: %q, then %q; seen before: %v; %v", i, id, b[i], seen[id], err)
		}
		seen[id] = true
	}
	if a[0] == other[0] {
		t.Error("a remote run has the names of every other run of the seed")
	}
}

func TestDevicesOfAPoolAreUsedInTurnThenTheSpecIsSkipped(t *testing.T) {
	target := system(t)
	target.Devices = []string{"101", "102"}
	o := try(t, NewRun(target, 1, 1), func(s *T) {
		s.Equal("the devices", []string{s.Device(), s.Device()}, []string{"101", "102"})
		s.Device()
	})
	if !strings.Contains(o.Skipped, "more devices than the 2") {
		t.Errorf("outcome %+v", o)
	}
}

func TestADeviceOfAPoolThatBearsAUserIsTheLastChoiceAndAccusesNobody(t *testing.T) {
	target := system(t)
	target.Devices = []string{"101", "102"}
	r := NewRun(target, 1, 1)
	device := func(does func(s *T, d string)) (string, Outcome) {
		var got string
		o := try(t, r, func(s *T) {
			got = s.Device()
			does(s, got)
		})
		return got, o
	}
	for i, want := range []string{"101", "102", "101"} {
		got, o := device(func(s *T, d string) {
			if i == 2 {
				s.Start(d, "SYS_USER", s.Name("s"))
			}
		})
		if holds(t, o); got != want {
			t.Errorf("device %d is %s, want %s: in turn", i, got, want)
		}
	}
	for range 2 {
		got, o := device(func(s *T, d string) { s.Failf("a failure") })
		if got != "102" || o.Failure == nil {
			t.Errorf("got %s, outcome %+v; want 102, which bears no user, and the failure", got, o)
		}
	}
	o := try(t, r, func(s *T) {
		s.Equal("the devices", []string{s.Device(), s.Device()}, []string{"102", "101"})
		s.Failf("a failure")
	})
	if o.Failure != nil || !strings.Contains(o.Skipped, "it had to use 101") || !strings.Contains(o.Skipped, "a failure") {
		t.Errorf("outcome %+v; want it not verified", o)
	}
}

func TestADeviceOfAPoolBringsNoRecordingsOfEarlierSpecs(t *testing.T) {
	target := system(t)
	target.Devices = []string{"101"}
	r := NewRun(target, 1, 1)
	for range 2 {
		holds(t, try(t, r, func(s *T) {
			d := s.Device()
			s.Equal("the number of rows", len(s.CallList("DEVICEID", d)), 0)
			s.Start(d)
			s.Stop(d)
			s.Row(d)
		}))
	}
}

func TestFieldsKnowTheSpellingsOfTheErrata(t *testing.T) {
	e := wire.Parent("AGENT", wire.Leaf("AGENT_ID", "2"), wire.Leaf("FIRST_NAME", "Ann"),
		wire.Leaf("STATIONNAME", "W1"), wire.Leaf("RECORDINGSPEACEINFO", "1GB"), wire.Leaf("EMPTY", ""))
	f := fieldsOf(&e)
	for name, want := range map[string]string{"AGENTID": "2", "AGENT_ID": "2", "FIRSTNAME": "Ann", "STATION": "W1", "RECORDINGSPACEINFO": "1GB", "EMPTY": ""} {
		if !f.Has(name) || f.Get(name) != want {
			t.Errorf("%s: %v %q, want %q", name, f.Has(name), f.Get(name), want)
		}
	}
	if got := f.Missing("AGENTID", "EMAIL", "EMPTY"); len(got) != 1 || got[0] != "EMAIL" {
		t.Errorf("missing %q, want EMAIL", got)
	}
}

func TestRecordingsAreFoundInEveryLayout(t *testing.T) {
	recording := func(instance string) wire.Element {
		return wire.Parent("RECORDING", wire.Leaf("CALLINSTANCE", instance))
	}
	device := wire.Leaf("DEVICEID", "1")
	for name, body := range map[string]wire.Element{
		"inside":  wire.Parent("RESULT", wire.Parent("DEVICE", device, recording("a"), recording("b"))),
		"after":   wire.Parent("RESULT", wire.Parent("DEVICE", device, recording("a")), recording("b")),
		"wrapped": wire.Parent("RESULT", wire.Parent("DEVICES", wire.Parent("DEVICE", device), recording("a"), recording("b"))),
	} {
		t.Run(name, func(t *testing.T) {
			r := &Reply{Result: &client.Result{Body: body}}
			got := r.Recordings()
			if len(got) != 2 || got[0].Get("CALLINSTANCE") != "a" || got[1].Get("CALLINSTANCE") != "b" || got[1].Get("DEVICEID") != "1" {
				t.Errorf("recordings %+v", got)
			}
		})
	}
}

func TestTimesAreReadInBothForms(t *testing.T) {
	for s, want := range map[string]string{
		"1/31/2011 2:39:49 PM":  "2011-01-31T14:39:49Z",
		"10/2/2026 12:00:01 AM": "2026-10-02T00:00:01Z",
		"Feb  1 2011  1:05PM":   "2011-02-01T13:05:30Z",
		"Dec 31 2026 11:59AM":   "2026-12-31T11:59:30Z",
	} {
		if at, ok := parseTime(s); !ok || at.Format(time.RFC3339) != want {
			t.Errorf("%q is %s, want %s", s, at.Format(time.RFC3339), want)
		}
	}
	if _, ok := parseTime("2011-01-31"); ok {
		t.Error("a date that the manual never shows was read")
	}
}
