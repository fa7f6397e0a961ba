package recorder_test

import (
	"testing"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

const updated = "Updated recording in database"

func TestCallUpdateChangesTheActiveCall(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.ok("CALLSTART", "DEVICEID=5", "GROUP=g", "USER3=a", "CALLINSTANCE=1")
	w.ok("CALLSTART", "DEVICEID=5", "CALLINSTANCE=2")
	w.ok("CALLUPDATE", "DEVICEID=5", "CALLINSTANCE=1", "USER3=b", "GROUP=", "KEEP_DAYS=90", "ARCHIVEACTION=7", "CALLDIRECTION=O", "STATIONNAME=S9")
	w.events("")
	w.equal("message", w.out.Result.Message, "CALLUPDATE sent to all of the following cores: 1")
	w.ok("CALLUPDATE", "DEVICEID=5", "USER3=last")
	w.equal("status shows the last call", w.status("5", "USER3"), "last")
	w.ok("CALLSTOP", "DEVICEID=5", "CALLINSTANCE=1")
	e := w.out.Events[0]
	w.equal("CALLSTOP", e.Get("USER3")+e.Get("GROUP")+e.Get("KEEPDAYS")+e.Get("ARCHIVEACTION"), "bg907")
	w.equal("STOPPED", w.out.Events[1].Get("USER3")+w.out.Events[1].Get("KEEPDAYS"), "b90")
	row := w.save()
	if row.User[2] != "b" || row.Group != "g" || row.KeepDays != 90 || row.ArchiveAction != 7 || row.Direction != "O" || row.Station != "S9" {
		t.Errorf("row %+v", row)
	}
}

func TestCallUpdateIsNeverScheduled(t *testing.T) {
	w := newWorld(t, recorder.Config{Schedules: []recorder.Schedule{
		{Name: "gold", Type: recorder.Percentage, Percent: 100, Match: []recorder.Condition{{Variable: "USER1", Pattern: "gold"}}},
	}})
	w.ok("CALLSTART", "DEVICEID=5")
	w.ok("CALLUPDATE", "DEVICEID=5", "USER1=gold")
	w.events("")
	w.ok("CALLSTART", "DEVICEID=6", "USER1=gold")
	w.ok("CALLUPDATE", "DEVICEID=6", "USER1=tin")
	w.events("")
	w.equal("recorded", w.status("5", "ISRECORDING")+w.status("6", "ISRECORDING"), "NY")
}

func TestCallUpdateSaysWhoSitsThereNow(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.ok("CALLSTART", "DEVICEID=5")
	w.ok("AGENTBLACKOUTSTART", "CRM_USER=CRMJANE")
	w.events("")
	w.ok("CALLUPDATE", "DEVICEID=5", "DEVICEALIAS=3545")
	w.events("PAUSED 5")
	w.equal("AGENTID", w.out.Events[0].Get("AGENTID"), "16")
	w.equal("status", w.status("5", "SYS_USER"), "JSMITH")
	w.ok("CALLUPDATE", "DEVICEID=5", "SYS_USER=KDOE")
	w.events("")
	w.ok("AGENTBLACKOUTSTOP", "SYS_USER=JSMITH")
	w.events("RESUMED 5")
	w.ok("AGENTBLACKOUTSTART", "SYS_USER=JSMITH")
	w.events("")
	w.ok("CALLSTOP", "SYS_USER=kdoe")
	equal(t, "AgentID of the row", w.save().AgentID, 17)
}

func TestUpdateIfNotRecording(t *testing.T) {
	none := recorder.Schedule{Name: "gold", Type: recorder.Percentage, Percent: 100,
		Match: []recorder.Condition{{Variable: "USER1", Pattern: "gold"}}}
	long := recorder.Schedule{Name: "long", Type: recorder.Percentage, Percent: 100, MinLength: 60e9, MaxLength: 3600e9,
		Match: []recorder.Condition{{Variable: "USER1", Pattern: "long"}}}
	cases := []struct {
		name   string
		before func(w *world)
		record int64 // RECORDID of the update; 0: by the device; -1: none
	}{
		{"the device's last recording", func(w *world) {
			w.ok("CALLSTART", "DEVICEID=5", "USER1=gold")
			w.ok("CALLSTART", "DEVICEID=5", "USER1=gold")
			w.ok("CALLSTOP", "DEVICEID=5")
		}, 2},
		{"an unknown device's, which the database knows", func(*world) {}, 0},
		{"not while the call is recorded", func(w *world) {
			w.ok("CALLSTART", "DEVICEID=5", "USER1=gold")
			w.ok("CALLSTART", "DEVICEID=5", "USER1=gold")
		}, -1},
		{"not of another call while one is active that is not recorded", func(w *world) {
			w.ok("CALLSTART", "DEVICEID=5", "USER1=gold")
			w.ok("CALLSTART", "DEVICEID=5")
		}, -1},
		{"of the active call, whose recording has come to its maximum", func(w *world) {
			w.ok("CALLSTART", "DEVICEID=5", "USER1=gold", "MAXRECORDTIME=5")
			w.pass(5)
		}, 1},
		{"not of one that was too short to be kept", func(w *world) {
			w.ok("CALLSTART", "DEVICEID=5", "USER1=long", "MAXRECORDTIME=5")
			w.pass(5)
		}, -1},
		{"by the device where only what was not kept is known", func(w *world) {
			w.ok("CALLSTART", "DEVICEID=5", "USER1=long")
			w.ok("CALLSTOP", "DEVICEID=5")
		}, 0},
		{"not a partial recording", func(w *world) {
			w.ok("CALLSTART", "DEVICEID=5", "USER1=gold")
			w.ok("RECORDSTART", "DEVICEID=5")
			w.ok("CALLSTOP", "DEVICEID=5")
		}, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, recorder.Config{Schedules: []recorder.Schedule{none, long}})
			c.before(w)
			w.ok("CALLUPDATE", "DEVICEID=5", "USER3=x", "KEEPDAYS=3", "UPDATE_IF_NOT_RECORDING=y")
			u := w.out.Update
			if c.record == -1 {
				if u != nil {
					t.Fatalf("update %+v", u)
				}
				w.equal("message", w.out.Result.Message, "CALLUPDATE sent to all of the following cores: 1")
				return
			}
			w.equal("message", w.out.Result.Message, updated)
			if u == nil {
				t.Fatal("no update")
			}
			equal(t, "RECORDID", u.RecordID, c.record)
			w.equal("USER3", u.Set.User[2], "x")
			if u.KeepDays == nil || *u.KeepDays != 3 || u.ArchiveAction != nil || u.NewDeviceID != "" {
				t.Errorf("update %+v", u)
			}
			if c.record == 0 {
				w.equal("DEVICEID", u.DeviceID, "5")
			}
		})
	}
}

func TestUpdateIfNotRecordingKeepsInstancesApart(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.ok("CALLSTART", "DEVICEID=5", "CALLINSTANCE=1")
	w.ok("CALLSTART", "DEVICEID=5", "CALLINSTANCE=2")
	w.ok("CALLSTOP", "DEVICEID=5", "CALLINSTANCE=2")
	w.ok("CALLSTOP", "DEVICEID=5", "CALLINSTANCE=1")
	w.ok("CALLUPDATE", "DEVICEID=5", "CALLINSTANCE=2", "USER3=x", "UPDATE_IF_NOT_RECORDING=Y")
	if u := w.out.Update; u == nil || u.RecordID != 0 || u.DeviceID != "5" || u.CallInstance != "2" {
		t.Errorf("update %+v", u)
	}
	w.ok("CALLSTART", "DEVICEID=5", "CALLINSTANCE=3")
	w.ok("CALLUPDATE", "DEVICEID=5", "CALLINSTANCE=2", "USER3=x", "UPDATE_IF_NOT_RECORDING=Y")
	w.equal("message while the device is in a call", w.out.Result.Message, "CALLUPDATE sent to all of the following cores: 1")
	if u := w.out.Update; u != nil {
		t.Errorf("update %+v", u)
	}
}

func TestCallUpdateByRecordID(t *testing.T) {
	w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 3}}, FirstRecordID: 100})
	w.ok("CALLUPDATE", "RECORDID=554853", "USER4=Sales Call", "DEVICEID=77", "DEVICEALIAS=a", "ARCHIVEACTION=2")
	u := w.out.Update
	if u == nil || u.RecordID != 554853 || u.Set.User[3] != "Sales Call" || u.NewDeviceID != "77" || u.Set.DeviceAlias != "a" ||
		u.ArchiveAction == nil || *u.ArchiveAction != 2 || u.KeepDays != nil {
		t.Fatalf("update %+v", u)
	}
	w.ok("CALLSTART", "DEVICEID=5", "USER4=old")
	w.ok("CALLUPDATE", "RECORDID=100", "USER4=new", "DEVICEID=6")
	if w.out.Update != nil {
		t.Errorf("a recording in progress is not in the database yet: %+v", w.out.Update)
	}
	w.equal("status", w.status("5", "USER4"), "new")
	w.ok("RECORDSTART", "DEVICEID=5")
	w.ok("CALLUPDATE", "RECORDID=101", "USER4=part")
	w.equal("a partial recording's is its own", w.status("5", "USER4"), "new")
	w.ok("RECORDSTOP", "DEVICEID=5")
	w.equal("row of the part", w.save().User[3], "part")
	w.ok("CALLSTOP", "DEVICEID=5")
	row := w.save()
	w.equal("row", row.User[3]+" "+row.DeviceID, "new 6")
	for _, id := range []string{"x", "-5", "0", "9223372036854775808"} {
		w.fails(catalog.API_RECORDID_INVALID, "CALLUPDATE", "RECORDID="+id, "DEVICEID=5")
	}
	if err := w.rec.SetCore(w.now, 1, false, &w.out); err != nil {
		t.Fatal(err)
	}
	w.ok("CALLUPDATE", "RECORDID=100", "USER4=later")
	if w.out.Update == nil {
		t.Error("the database can be updated without a core")
	}
}

func TestCallUpdateOfNothing(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.ok("CALLUPDATE", "DEVICEID=5", "USER3=x") // E-58
	w.fails(catalog.API_DEVICE_INVALID, "DEVICESTATUS", "DEVICEID=5")
	w.fails(catalog.API_DEVICE_INVALID, "CALLUPDATE", "USER3=x")
	w.ok("CALLSTART", "DEVICEID=5")
	w.ok("CALLUPDATE", "DEVICEID=5", "CALLINSTANCE=9", "USER3=x")
	w.equal("another instance is not touched", w.status("5", "USER3"), "")
}
