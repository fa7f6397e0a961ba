package recorder_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/recorder"
)

func TestStateShowsWhatGoesOn(t *testing.T) {
	w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 2}, {ID: 7, Channels: 1}}})
	w.ok("CALLSTART", "DEVICEID=100", "ANI=6145551000")
	w.ok("CALLSTART", "DEVICEID=7001", "CALLINSTANCE=a", "CALLDIRECTION=I")
	w.ok("RECORDSTART", "DEVICEID=7001")
	w.ok("CHATSTART", "SESSIONID=s1", "AGENTID=17")
	w.ok("CALLSTART", "DEVICEID=200")
	w.now = w.now.Add(2 * time.Second)
	w.ok("BLACKOUTSTART", "DEVICEID=7001")
	w.ok("AGENTBLACKOUTSTART", "SYS_USER=KDOE")
	w.now = w.now.Add(3 * time.Second)
	w.ok("CALLSTOP", "DEVICEID=100")
	s := w.rec.State(10)

	if !s.Time.Equal(w.now) {
		t.Errorf("time %v", s.Time)
	}
	want := recorder.Count{Devices: 3, DevicesInCall: 2, Channels: 3, ChannelsInUse: 2, Calls: 2, Recordings: 3, Paused: 3,
		Sessions: 1, AgentBlackouts: 1}
	want.CallsStarted, want.CallsEnded, want.RecordingsStarted, want.RecordingsEnded, want.Requests = 3, 1, 4, 1, 8
	if s.Count != want {
		t.Errorf("counts\n%+v, want\n%+v", s.Count, want)
	}
	if len(s.Cores) != 2 || s.Cores[0] != (recorder.CoreState{ID: 1, Up: true, Channels: 2, Recording: 1, Idle: 1}) {
		t.Errorf("cores %+v", s.Cores)
	}
	if len(s.Channels) != 2 || s.Channels[0].DeviceID != "7001" {
		t.Errorf("channels %+v", s.Channels)
	}
	if len(s.Devices) != 3 || s.Devices[0].ID != "200" || s.Devices[1].ID != "7001" || s.Devices[2].ID != "100" {
		t.Fatalf("devices %+v", s.Devices)
	}
	jane := s.Devices[1]
	if jane.Agent.Name != "Jane Smith" || !jane.IsRecording || len(jane.Calls) != 1 || jane.Station != "WS-7001" {
		t.Errorf("device %+v", jane)
	}
	call := jane.Calls[0]
	if call.Instance != "a" || call.Direction != "I" || len(call.Recordings) != 2 || !call.Recordings[1].Paused || call.Recordings[1].Kind != "partial" {
		t.Errorf("call %+v", call)
	}
	if b := call.Blackouts; len(b) != 1 || !b[0].Start.Equal(start.Add(2*time.Second)) || !b[0].Stop.IsZero() || b[0].Of != "" {
		t.Errorf("blackouts %+v", b)
	}
	if c := s.Sessions; len(c) != 1 || c[0].SessionID != "s1" || c[0].Blackouts[0].Of != "AGENTID 17" {
		t.Errorf("sessions %+v", c)
	}
	if e := s.Ended; len(e) != 1 || e[0].DeviceID != "100" || e[0].Stop.Sub(e[0].Start) != 5*time.Second {
		t.Errorf("ended %+v", e)
	}
}

func TestStateIsACopyWithinItsLimit(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	empty, err := json.Marshal(w.rec.State(5))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		id := fmt.Sprint("DEVICEID=", i)
		w.ok("CALLSTART", id)
		if i%2 == 0 {
			w.ok("CALLSTOP", id)
		}
	}
	w.ok("BLACKOUTSTART", "DEVICEID=299")
	s := w.rec.State(5)
	for what, n := range map[string]int{"channels": len(s.Channels), "devices": len(s.Devices), "ended": len(s.Ended)} {
		equal(t, what, n, 5)
	}
	equal(t, "left out", s.Count.DevicesLeftOut, 295)
	if first, last := s.Devices[0].ID, s.Devices[4].ID; first != "299" || last != "291" {
		t.Errorf("devices %s to %s", first, last)
	}
	before, _ := json.Marshal(s)
	if again, _ := json.Marshal(w.rec.State(5)); string(again) != string(before) {
		t.Error("looking changes what is seen")
	}
	w.now = w.now.Add(time.Second)
	w.ok("BLACKOUTSTOP", "DEVICEID=299")
	for i := range 300 {
		w.ok("CALLSTOP", fmt.Sprint("DEVICEID=", i))
	}
	if after, _ := json.Marshal(s); string(after) != string(before) {
		t.Errorf("changed from\n%s to\n%s", before, after)
	}
	late := w.rec.State(1000)
	if late.Version <= s.Version {
		t.Error("the version stands still")
	}
	equal(t, "remembered", len(late.Ended), 256)
	if e := late.Ended; e[0].DeviceID != "299" || e[149].DeviceID != "1" || e[150].DeviceID != "298" {
		t.Errorf("ended %s, %s, %s", e[0].DeviceID, e[149].DeviceID, e[150].DeviceID)
	}
	if none := w.rec.State(-1); len(none.Devices)+len(none.Ended) > 0 {
		t.Error("a negative limit is no limit")
	}
	for _, list := range []string{"devices", "channels", "sessions", "agent_blackouts", "ended"} {
		var m map[string]any
		json.Unmarshal(empty, &m)
		if _, ok := m[list].([]any); !ok {
			t.Errorf("%s is %v", list, m[list])
		}
	}
}

func TestStateShowsChannelsOfEachCore(t *testing.T) {
	w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 9}, {ID: 2, Channels: 9}}})
	for i := range 10 {
		w.ok("CALLSTART", fmt.Sprint("DEVICEID=", i))
	}
	w.ok("BLACKOUTSTART", "DEVICEID=0")
	of, paused := map[int]int{}, 0
	for _, ch := range w.rec.State(6).Channels {
		of[ch.Core]++
		if ch.Paused {
			paused++
		}
	}
	if of[1] != 3 || of[2] != 3 || paused != 1 {
		t.Errorf("channels of the cores %v, %d paused", of, paused)
	}
}
