package recorder_test

import (
	"strings"
	"testing"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

func TestChannelsRunOut(t *testing.T) {
	cases := []struct {
		name     string
		channels int
		steps    []string // NAME=VALUE of CALLSTARTs
		events   string   // of the last
	}{
		{"a call without a channel is not recorded", 1, []string{"DEVICEID=1", "DEVICEID=2"}, "CALLSTART 2"},
		{"equal priority takes nothing", 1, []string{"DEVICEID=1 PRIORITY=5", "DEVICEID=2 PRIORITY=5"}, "CALLSTART 2"},
		{"higher priority takes the channel", 1, []string{"DEVICEID=1 PRIORITY=5", "DEVICEID=2 PRIORITY=6"},
			"CALLSTART 2, STOPPED 1, STARTED 2"},
		{"of the lowest priority", 3, []string{"DEVICEID=1 PRIORITY=5", "DEVICEID=2 PRIORITY=3", "DEVICEID=3 PRIORITY=4", "DEVICEID=4 PRIORITY=9"},
			"CALLSTART 4, STOPPED 2, STARTED 4"},
		{"of these the latest", 2, []string{"DEVICEID=1", "DEVICEID=2", "DEVICEID=3 PRIORITY=1"},
			"CALLSTART 3, STOPPED 2, STARTED 3"},
		{"of another call on the same device", 1, []string{"DEVICEID=1 CALLINSTANCE=a", "DEVICEID=1 CALLINSTANCE=b PRIORITY=1"},
			"CALLSTART 1/b, STOPPED 1, STARTED 1/b"},
		{"a restart takes its own", 1, []string{"DEVICEID=1", "DEVICEID=1"}, "CALLSTOP 1, STOPPED 1, CALLSTART 1, STARTED 1"},
		{"where there is none at all", 0, []string{"DEVICEID=1 PRIORITY=100"}, "CALLSTART 1"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: c.channels}}})
			for _, s := range c.steps {
				w.ok("CALLSTART", strings.Fields(s)...)
			}
			w.events(c.events)
			if !strings.Contains(c.events, "STARTED") {
				w.equal("note", strings.Join(w.out.Notes, ";"), "call on "+w.out.Events[0].Get("DEVICEID")+" is not recorded: no free channel")
			}
		})
	}
}

func TestPreemptedCallGoesOnAndItsRowIsSaved(t *testing.T) {
	w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 1}}})
	w.ok("CALLSTART", "DEVICEID=1")
	w.pass(7)
	w.ok("CALLSTART", "DEVICEID=2", "PRIORITY=1")
	equal(t, "seconds", w.save().Duration().Seconds(), 7)
	w.equal("channel", w.out.Events[2].Get("CHANNEL"), "1")
	w.equal("the call", w.status("1", "ISRECORDING")+w.status("1", "STOPTIME"), "N")
	w.ok("CALLSTOP", "DEVICEID=1")
	w.events("CALLSTOP 1")
	w.ok("CALLSTOP", "DEVICEID=2")
	w.ok("CALLSTART", "DEVICEID=1")
	w.equal("the channel is free again", w.status("1", "ISRECORDING"), "Y")
}

func TestPreemptionKeepsToTheSchedulesCores(t *testing.T) {
	s := recorder.Everything()
	s.Cores = []int{2}
	s.Match = match("GROUP", "two")
	w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 1}, {ID: 2, Channels: 1}},
		Schedules: []recorder.Schedule{s, recorder.Everything()}})
	w.ok("CALLSTART", "DEVICEID=1")
	w.ok("CALLSTART", "DEVICEID=2", "PRIORITY=50")
	w.ok("CALLSTART", "DEVICEID=3", "GROUP=two", "PRIORITY=60")
	w.events("CALLSTART 3, STOPPED 2, STARTED 3")
	w.ok("CALLSTART", "DEVICEID=4", "GROUP=two", "PRIORITY=55")
	w.events("CALLSTART 4")
}

func TestChannelsShowWhatTheyDo(t *testing.T) {
	w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 1}, {ID: 2, Channels: 1}}})
	w.pass(60)
	w.ok("CALLSTART", "DEVICEID=5", "DEVICEALIAS=a")
	w.ok("CHANNELS")
	w.equal("COUNT", text(w.out.Result.Body, "COUNT"), "2")
	channels := sections(w.out.Result.Body, "CHANNEL")
	equal(t, "channels", len(channels), 2)
	w.equal("first", fields(channels[0].Children), "1 Recording  a 5 4/30/2014 9:01:00 AM 1398848460")
	w.equal("second", fields(channels[1].Children), "2 Idle    4/30/2014 9:00:00 AM 1398848400")
	w.pass(60)
	w.ok("CALLSTOP", "DEVICEID=5")
	if err := w.rec.SetCore(w.now, 2, false, &w.out); err != nil {
		t.Fatal(err)
	}
	w.ok("CHANNELS")
	channels = sections(w.out.Result.Body, "CHANNEL")
	w.equal("at rest", fields(channels[0].Children), "1 Idle  a 5 4/30/2014 9:02:00 AM 1398848520")
	w.equal("of a core that is down", fields(channels[1].Children), "2 Error    4/30/2014 9:02:00 AM 1398848520")
}

// fields joins the texts of elements.
func fields(es []catalog.Element) string {
	words := make([]string, len(es))
	for i, e := range es {
		words[i] = e.Text
	}
	return strings.Join(words, " ")
}
