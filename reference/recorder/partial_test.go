package recorder_test

import (
	"testing"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

func TestPartialRecordingStandsBesideTheCalls(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.ok("CALLSTART", "DEVICEID=5", "USER1=call", "ANI=1")
	w.pass(10)
	w.ok("RECORDSTART", "DEVICEID=5", "USER1=part", "ARCHIVEACTION=9", "AGENTINITIATED=Y", "PRIORITY=8", "STATIONNAME=S")
	w.events("STARTED 5")
	w.equal("its own value", w.out.Events[0].Get("USER1")+w.out.Events[0].Get("ANI"), "part1")
	w.equal("the call's value", w.status("5", "USER1"), "call")
	w.pass(5)
	w.ok("CALLUPDATE", "DEVICEID=5", "GATE=both")
	w.ok("RECORDSTOP", "DEVICEID=5", "USER2=end", "USER1=")
	w.events("STOPPED 5")
	row := w.save()
	if row.Kind != recorder.Partial || row.Duration().Seconds() != 5 || row.User[0] != "part" || row.User[1] != "end" ||
		row.Gate != "both" || row.ArchiveAction != 9 || !row.AgentInitiated || row.Priority != 8 || row.Station != "S" {
		t.Errorf("row %+v", row)
	}
	w.equal("still recorded", w.status("5", "ISRECORDING"), "Y")
	w.ok("RECORDSTOP", "DEVICEID=5")
	w.events("")
	w.ok("CALLSTOP", "DEVICEID=5")
	row = w.save()
	if row.Kind != recorder.Call || row.Duration().Seconds() != 15 || row.User[0] != "call" || row.User[1] != "" || row.AgentInitiated {
		t.Errorf("row %+v", row)
	}
}

func TestRecordStartSaysWhoSitsThere(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.ok("CALLSTART", "DEVICEID=5")
	w.ok("RECORDSTART", "DEVICEID=5", "SYS_USER=KDOE")
	w.equal("AGENTID", w.out.Events[0].Get("AGENTID"), "17")
	w.ok("RECORDSTOP", "SYS_USER=KDOE")
	w.events("STOPPED 5")
	w.equal("row", w.save().SysUser, "KDOE")
	w.ok("AGENTBLACKOUTSTART", "SYS_USER=KDOE")
	w.events("PAUSED 5")
	w.ok("RECORDSTART", "SYS_USER=KDOE", "DEVICEALIAS=9")
	w.equal("a request that looks the device up", w.status("5", "DEVICEALIAS"), "")
	w.fails(catalog.API_DEVICE_INVALID, "DEVICESTATUS", "DEVICEALIAS=9")
}

func TestPartialRecordingStartsAndEnds(t *testing.T) {
	t.Run("a second start ends the first", func(t *testing.T) {
		w := newWorld(t, recorder.Config{})
		w.ok("CALLSTART", "DEVICEID=5")
		w.ok("RECORDSTART", "DEVICEID=5")
		w.ok("RECORDSTART", "DEVICEID=5")
		w.events("STOPPED 5, STARTED 5")
	})
	t.Run("each instance has its own", func(t *testing.T) {
		w := newWorld(t, recorder.Config{})
		w.ok("CALLSTART", "DEVICEID=5", "CALLINSTANCE=a")
		w.ok("CALLSTART", "DEVICEID=5", "CALLINSTANCE=b")
		w.ok("RECORDSTART", "DEVICEID=5", "CALLINSTANCE=a")
		w.events("STARTED 5/a")
		w.ok("RECORDSTART", "DEVICEID=5")
		w.events("STARTED 5/b")
		w.ok("RECORDSTOP", "DEVICEID=5", "CALLINSTANCE=a")
		w.equal("RECORDID", w.out.Events[0].Get("RECORDID"), "3")
	})
	t.Run("the end of the call ends both", func(t *testing.T) {
		w := newWorld(t, recorder.Config{})
		w.ok("CALLSTART", "DEVICEID=5")
		w.ok("RECORDSTART", "DEVICEID=5")
		w.ok("CALLSTOP", "DEVICEID=5")
		w.events("CALLSTOP 5, STOPPED 5, STOPPED 5")
		equal(t, "rows", len(w.out.Saves), 2)
	})
	t.Run("without a call it does nothing (E-32)", func(t *testing.T) {
		w := newWorld(t, recorder.Config{})
		w.ok("RECORDSTART", "DEVICEID=5")
		w.events("")
		w.ok("RECORDSTOP", "DEVICEID=5")
		w.events("")
		w.fails(catalog.API_DEVICE_INVALID, "RECORDSTART", "SYS_USER=ghost")
		w.fails(catalog.API_DEVICE_INVALID, "RECORDSTOP", "SYS_USER=ghost")
	})
	t.Run("on a call that schedules do not record", func(t *testing.T) {
		w := newWorld(t, recorder.Config{Schedules: []recorder.Schedule{{Name: "api", Type: recorder.APIInitiated, KeepDays: 7}}})
		w.ok("CALLSTART", "DEVICEID=5")
		w.events("CALLSTART 5")
		w.ok("RECORDSTART", "DEVICEID=5")
		w.events("STARTED 5")
		w.equal("KEEPDAYS", w.out.Events[0].Get("KEEPDAYS"), "7")
		w.equal("recorded", w.status("5", "ISRECORDING"), "Y")
		w.ok("RECORDSTOP", "DEVICEID=5")
		w.equal("no more", w.status("5", "ISRECORDING"), "N")
	})
	t.Run("the schedule's minimum is not for it", func(t *testing.T) {
		s := recorder.Everything()
		s.MinLength = 60e9
		w := newWorld(t, recorder.Config{Schedules: []recorder.Schedule{s}})
		w.ok("CALLSTART", "DEVICEID=5")
		w.ok("RECORDSTART", "DEVICEID=5")
		w.pass(5)
		w.ok("CALLSTOP", "DEVICEID=5")
		equal(t, "kind", w.save().Kind, recorder.Partial)
	})
	t.Run("it never takes its own call's channel", func(t *testing.T) {
		w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 1}}})
		w.ok("CALLSTART", "DEVICEID=5", "PRIORITY=1")
		w.ok("RECORDSTART", "DEVICEID=5", "PRIORITY=100")
		w.events("")
		w.equal("recorded", w.status("5", "ISRECORDING"), "Y")
	})
	t.Run("it takes another call's of lower priority", func(t *testing.T) {
		w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 2}}})
		w.ok("CALLSTART", "DEVICEID=5", "PRIORITY=50")
		w.ok("CALLSTART", "DEVICEID=6", "PRIORITY=40")
		w.ok("RECORDSTART", "DEVICEID=5")
		w.events("STOPPED 6, STARTED 5")
	})
}
