package recorder_test

import (
	"testing"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

// condition sets what may be wrong with the world's recorder.
func (w *world) condition(c recorder.Conditions) {
	w.t.Helper()
	if err := w.rec.SetConditions(w.now, c, &w.out); err != nil {
		w.t.Fatalf("%v", err)
	}
	w.remember()
}

func TestConditionsKeepCallsFromBeingRecorded(t *testing.T) {
	running := "STOPPED 1, STOPPED 1, STOPPED "
	const ok = catalog.API_OK
	cases := []struct {
		name                string
		set                 recorder.Conditions
		ends                string // what setting it ends
		call, partial, chat catalog.Code
		events              string // of the call
		others              catalog.Code
	}{
		{"nothing", recorder.Conditions{}, "", ok, ok, ok, "CALLSTART 2, STARTED 2", ok},
		{"recorder stopped", recorder.Conditions{RecorderStopped: true}, running, 34, 34, 34, "", 34},
		{"logger stopped", recorder.Conditions{LoggerStopped: true}, running, 36, 36, 36, "CALLSTART 2", ok},
		{"disk full", recorder.Conditions{DiskFull: true}, running, 2, 2, 2, "CALLSTART 2", ok},
		{"no recording path", recorder.Conditions{NoRecordingPath: true}, "", 18, 18, 18, "CALLSTART 2", ok},
		{"scheduler stopped", recorder.Conditions{SchedulerStopped: true}, "", 6, ok, ok, "CALLSTART 2", ok},
		{"no channel", recorder.Conditions{Channels: map[int]int{1: 0}}, "", 3, 3, ok, "CALLSTART 2", ok},
		{"one more channel", recorder.Conditions{Channels: map[int]int{1: 3}}, "", ok, ok, ok, "CALLSTART 2, STARTED 2", ok},
		{"another's filter", recorder.Conditions{Filters: []recorder.Condition{{Variable: "ANI", Pattern: "900*"}}}, "", ok, ok, ok, "CALLSTART 2, STARTED 2", ok},
		{"a filter", recorder.Conditions{Filters: []recorder.Condition{{Variable: "GROUP", Pattern: "x"}, {Variable: "ANI", Pattern: "614*"}}}, "", 35, 35, ok, "CALLSTART 2", ok},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 9}}})
			w.ok("CALLSTART", "DEVICEID=1", "ANI=6145551212")
			w.ok("RECORDSTART", "DEVICEID=1")
			w.ok("CHATSTART", "SESSIONID=s", "AGENTID=18")
			w.condition(c.set)
			w.events(c.ends)
			equal(t, "CALLSTART", w.do("CALLSTART", "DEVICEID=2", "ANI=6145550000").Code, c.call)
			w.events(c.events)
			equal(t, "RECORDSTART", w.do("RECORDSTART", "DEVICEID=1").Code, c.partial)
			equal(t, "CHATSTART", w.do("CHATSTART", "SESSIONID=t", "AGENTID=18").Code, c.chat)
			equal(t, "CALLUPDATE", w.do("CALLUPDATE", "DEVICEID=1", "USER1=x").Code, c.others)
			equal(t, "CALLSTOP", w.do("CALLSTOP", "DEVICEID=2").Code, c.others)

			w.condition(recorder.Conditions{})
			w.events("")
			w.ok("CALLSTART", "DEVICEID=3", "ANI=6145551212")
			w.events("CALLSTART 3, STARTED 3")
			w.equal("the call of before goes on", w.status("1", "STOPTIME"), "")
			w.end()
		})
	}
}

func TestLimitedChannelsShowAndLetNobodyIn(t *testing.T) {
	w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 3}, {ID: 2, Channels: 2}}})
	w.ok("CALLSTART", "DEVICEID=1")
	w.ok("CALLSTART", "DEVICEID=2")
	w.ok("CALLSTART", "DEVICEID=3")
	w.condition(recorder.Conditions{Channels: map[int]int{1: 1, 2: 2}})
	w.ok("CHANNELS")
	states := ""
	for _, ch := range sections(w.out.Result.Body, "CHANNEL") {
		states += text(ch.Children, "STATE") + " "
	}
	w.equal("channels", states, "Recording Recording Error Recording Idle ")
	s := w.rec.State(9)
	if s.Cores[0].Idle != 0 || s.Cores[1].Idle != 1 {
		t.Errorf("cores %+v", s.Cores)
	}
	w.ok("CALLSTART", "DEVICEID=4")
	w.events("CALLSTART 4, STARTED 4")
	equal(t, "the last", w.do("CALLSTART", "DEVICEID=5").Code, catalog.API_ERROR_NO_FREE_CHANNELS)
	w.ok("CALLSTART", "DEVICEID=6", "PRIORITY=9") // takes one of core 2: core 1 has more than it may
	w.events("CALLSTART 6, STOPPED 4, STARTED 6")
	w.ok("CALLSTOP", "DEVICEID=1")
	equal(t, "as many as may", w.do("CALLSTART", "DEVICEID=7").Code, catalog.API_ERROR_NO_FREE_CHANNELS)
	w.condition(recorder.Conditions{})
	w.ok("CALLSTART", "DEVICEID=8")
	w.events("CALLSTART 8, STARTED 8")
}

func TestStoppedRecorderLeavesCoresAsTheyWere(t *testing.T) {
	w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 1}, {ID: 2, Channels: 1}}})
	if err := w.rec.SetCore(w.now, 2, false, &w.out); err != nil {
		t.Fatal(err)
	}
	w.condition(recorder.Conditions{RecorderStopped: true})
	w.fails(catalog.API_ERROR_RECORDER_NOT_RUNNING, "CALLSTART", "DEVICEID=1")
	if _, up := w.rec.Cores(); !up[0] || up[1] {
		t.Errorf("cores are %v", up)
	}
	w.condition(recorder.Conditions{})
	equal(t, "result", w.do("CALLSTART", "DEVICEID=1").Code, catalog.API_PARTIAL_CORE_RESPONSE)
}

func TestSenselessConditionsChangeNothing(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	for _, c := range []recorder.Conditions{
		{DiskFull: true, Channels: map[int]int{9: 1}},
		{DiskFull: true, Channels: map[int]int{1: -1}},
		{DiskFull: true, Filters: []recorder.Condition{{Variable: "COLOUR", Pattern: "red"}}},
		{DiskFull: true, Filters: []recorder.Condition{{Variable: "ANI", Pattern: "["}}},
	} {
		if err := w.rec.SetConditions(w.now, c, &w.out); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
	if w.rec.Conditions().DiskFull {
		t.Error("half of it was taken")
	}
}
