package recorder_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/recorder"
)

func match(variable, pattern string) []recorder.Condition {
	return []recorder.Condition{{Variable: variable, Pattern: pattern}}
}

func TestSchedulesDecideWhatIsRecorded(t *testing.T) {
	all := func(s recorder.Schedule) recorder.Schedule {
		s.Type, s.Percent = recorder.Percentage, 100
		return s
	}
	later := start.Add(time.Minute)
	cases := []struct {
		name      string
		schedules []recorder.Schedule
		calls     []string
		want      string // R recorded, - not; then the names of the schedules that decided
	}{
		{"none matches", []recorder.Schedule{all(recorder.Schedule{Match: match("GROUP", "sales")})},
			[]string{"DEVICEID=5", "DEVICEID=5 GROUP=Sales", "DEVICEID=5 GROUP=sales"}, "--R"},
		{"no schedules at all", []recorder.Schedule{}, []string{"DEVICEID=5"}, "-"},
		{"wildcards", []recorder.Schedule{all(recorder.Schedule{Match: match("ANI", "614?55*")})},
			[]string{"DEVICEID=5 ANI=61455", "DEVICEID=5 ANI=6145551212", "DEVICEID=5 ANI="}, "-R-"},
		{"a slash is a character like others", []recorder.Schedule{all(recorder.Schedule{Match: match("GATE", "*support")})},
			[]string{"DEVICEID=5 GATE=eu/support", "DEVICEID=5 GATE=eu/sales"}, "R-"},
		{"several conditions must all hold", []recorder.Schedule{all(recorder.Schedule{Match: append(match("DNIS", "1*"), match("USER15", "x")...)})},
			[]string{"DEVICEID=5 DNIS=12", "DEVICEID=5 USER15=x", "DEVICEID=5 DNIS=12 USER15=x"}, "--R"},
		{"the device and its alias", []recorder.Schedule{all(recorder.Schedule{Match: append(match("DEVICEID", "5"), match("DEVICEALIAS", "[a-c]1")...)})},
			[]string{"DEVICEID=5 DEVICEALIAS=b1", "DEVICEID=6 DEVICEALIAS=b1", "DEVICEID=5 DEVICEALIAS=d1", "DEVICEID=5 DEVICEALIAS=a1"}, "R--R"},
		{"the direction", []recorder.Schedule{all(recorder.Schedule{Match: match("CALLDIRECTION", "O")})},
			[]string{"DEVICEID=5 CALLDIRECTION=O", "DEVICEID=5 CALLDIRECTION=I"}, "R-"},
		{"from a date on", []recorder.Schedule{all(recorder.Schedule{From: later})}, []string{"DEVICEID=5", "wait 60", "DEVICEID=5"}, "-R"},
		{"until a date", []recorder.Schedule{all(recorder.Schedule{Until: later})}, []string{"DEVICEID=5", "wait 60", "DEVICEID=5"}, "R-"},
		{"the highest priority decides, even against recording", []recorder.Schedule{
			all(recorder.Schedule{Name: "all", Priority: 1}),
			{Name: "never", Type: recorder.Percentage, Percent: 0, Priority: 5, Match: match("GROUP", "secret")},
			all(recorder.Schedule{Name: "gold", Priority: 9, Match: match("USER1", "gold")})},
			[]string{"DEVICEID=5", "DEVICEID=5 GROUP=secret", "DEVICEID=5 GROUP=secret USER1=gold"}, "R-R all gold"},
		{"of equal priority the first", []recorder.Schedule{
			all(recorder.Schedule{Name: "a"}), all(recorder.Schedule{Name: "b"})}, []string{"DEVICEID=5"}, "R a"},
		{"a percentage, evenly spread", []recorder.Schedule{{Type: recorder.Percentage, Percent: 40}},
			strings.Split(strings.Repeat("DEVICEID=5,", 10), ",")[:10], "--R-R--R-R"},
		{"a percentage of each agent's", []recorder.Schedule{{Type: recorder.AgentPercentage, Percent: 50}},
			[]string{"DEVICEID=1 SYS_USER=a", "DEVICEID=2 SYS_USER=b", "DEVICEID=3 SYS_USER=A", "DEVICEID=4 SYS_USER=b", "DEVICEID=9", "DEVICEID=9"}, "--RR-R"},
		{"a set number", []recorder.Schedule{{Type: recorder.SetNumber, Number: 2, Match: match("GROUP", "g")}},
			[]string{"DEVICEID=5 GROUP=g", "DEVICEID=6", "DEVICEID=5 GROUP=g", "DEVICEID=5 GROUP=g"}, "R-R-"},
		{"on demand", []recorder.Schedule{{Type: recorder.OnDemand}},
			[]string{"DEVICEID=5", "DEVICEID=5 AGENTINITIATED=N", "DEVICEID=5 AGENTINITIATED=y", "DEVICEID=5 CTIINITIATED=Y"}, "--R-"},
		{"API initiated", []recorder.Schedule{{Type: recorder.APIInitiated}}, []string{"DEVICEID=5 AGENTINITIATED=Y"}, "-"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, recorder.Config{Schedules: c.schedules})
			got := ""
			for _, fields := range c.calls {
				if seconds, wait := strings.CutPrefix(fields, "wait "); wait {
					var n int
					fmt.Sscan(seconds, &n)
					w.pass(n)
					continue
				}
				w.ok("CALLSTART", strings.Fields(fields)...)
				if strings.HasSuffix(w.log(), "STARTED "+w.out.Events[0].Get("DEVICEID")) {
					got += "R"
				} else {
					got += "-"
					equal(t, "notes", len(w.out.Notes), 1)
				}
			}
			w.end()
			for i := range w.rows {
				if w.rows[i].Schedule != "" {
					got += " " + w.rows[i].Schedule
				}
			}
			equal(t, "recorded", got, c.want)
		})
	}
}

func TestProbabilityIsDrawnFromTheSeed(t *testing.T) {
	run := func(seed uint64, probability int) string {
		w := newWorld(t, recorder.Config{Seed: seed, Schedules: []recorder.Schedule{
			{Type: recorder.Percentage, Percent: 100, Probability: probability}}})
		got := make([]byte, 1000)
		for i := range got {
			w.ok("CALLSTART", "DEVICEID=5")
			got[i] = w.status("5", "ISRECORDING")[0]
		}
		return string(got)
	}
	a := run(1, 30)
	w := newWorld(t, recorder.Config{})
	w.equal("the same seed", run(1, 30), a)
	if run(2, 30) == a {
		t.Error("another seed draws the same")
	}
	if n := strings.Count(a, "Y"); n < 250 || n > 350 {
		t.Errorf("%d of 1000 calls recorded, want about 300", n)
	}
	equal(t, "of 1000 at 100", strings.Count(run(3, 100), "Y"), 1000)
}

func TestSetNumberCountsOnlyWhatTheDrawLetsThrough(t *testing.T) {
	w := newWorld(t, recorder.Config{Schedules: []recorder.Schedule{
		{Type: recorder.SetNumber, Number: 20, Probability: 50}}})
	n := 0
	for range 200 {
		w.ok("CALLSTART", "DEVICEID=5")
		n += strings.Count(w.status("5", "ISRECORDING"), "Y")
	}
	equal(t, "recorded", n, 20)
}

func TestScheduleGivesRetentionAndCores(t *testing.T) {
	w := newWorld(t, recorder.Config{
		Cores: []recorder.Core{{ID: 1, Channels: 9}, {ID: 2, Channels: 1}, {ID: 3, Channels: 2}},
		Schedules: []recorder.Schedule{{Name: "s", Type: recorder.Percentage, Percent: 100,
			KeepDays: 365, ArchiveAction: 3, Cores: []int{2, 3}}},
	})
	cores := ""
	for _, id := range []string{"1", "2", "3", "4"} {
		w.ok("CALLSTART", "DEVICEID="+id)
		if len(w.out.Events) == 2 {
			cores += w.out.Events[1].Get("COREIDENT")
			w.equal("retention", w.out.Events[1].Get("KEEPDAYS")+" "+w.out.Events[1].Get("ARCHIVEACTION"), "365 3")
		}
	}
	w.equal("cores", cores, "323")
	w.ok("CALLSTART", "DEVICEID=1", "ARCHIVEACTION=5")
	w.equal("the request's archive action goes before the schedule's", w.out.Events[2].Get("ARCHIVEACTION"), "5")
}

func TestCheckSaysWhatIsWrongWithASchedule(t *testing.T) {
	cases := []struct {
		name   string
		change func(*recorder.Schedule)
		want   string // "" for nothing
	}{
		{"nothing", func(*recorder.Schedule) {}, ""},
		{"a type", func(s *recorder.Schedule) { s.Type = "sometimes" }, `"sometimes"`},
		{"a percentage", func(s *recorder.Schedule) { s.Percent = 101 }, "101"},
		{"a probability", func(s *recorder.Schedule) { s.Probability = -1 }, "-1"},
		{"a number", func(s *recorder.Schedule) { s.Number = -2 }, "-2"},
		{"lengths", func(s *recorder.Schedule) { s.MinLength, s.MaxLength = 2, 1 }, "length"},
		{"dates", func(s *recorder.Schedule) { s.From, s.Until = start, start }, "dates"},
		{"a variable", func(s *recorder.Schedule) { s.Match = match("SHOESIZE", "*") }, `"SHOESIZE"`},
		{"a pattern", func(s *recorder.Schedule) { s.Match = match("ANI", "12[") }, `"12["`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := recorder.Everything()
			c.change(&s)
			err := s.Check()
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}
