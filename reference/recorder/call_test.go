package recorder_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

func TestCallIsRecordedFromStartToStop(t *testing.T) {
	w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 2}}})
	w.ok("CALLSTART", "DEVICEID=555", "DEVICEALIAS=3545", "ANI=6145551212", "USER15=last", "CALLDIRECTION=I", "ARCHIVEACTION=4")
	w.equal("message", w.out.Result.Message, "CALLSTART sent to all of the following cores: 1")
	w.events("CALLSTART 555, STARTED 555")
	e := w.out.Events[0]
	for tag, want := range map[string]string{
		"DEVICEALIAS": "3545", "ANI": "6145551212", "USER15": "last", "AGENTID": "16", "SYS_USER": "JSMITH",
		"STATION": "WS-555", "KEEPDAYS": "30", "ARCHIVEACTION": "4", "STARTTIME": "4/30/2014 9:00:00 AM",
		"COREIDENT": "1", "CALLDIRECTION": "I", "GLOBALCALLID": "000100000000001", "ISTRUNK": "",
	} {
		w.equal("CALLSTART "+tag, e.Get(tag), want)
	}
	w.equal("CHANNEL", w.out.Events[1].Get("CHANNEL"), "1")

	w.pass(90)
	w.ok("CALLSTOP", "DEVICEID=555")
	w.events("CALLSTOP 555, STOPPED 555")
	row := w.save()
	if row.ID != 1 || row.Kind != recorder.Call || row.Duration().Seconds() != 90 || row.AgentLastName != "Smith" ||
		row.Channel != 1 || row.ArchiveAction != 4 || row.KeepDays != 30 || row.Schedule != "everything" || row.Station != "WS-555" {
		t.Errorf("row %+v", row)
	}
	announce := w.out.Saves[0].Announce
	w.equal("announcement", announce.Type.Name+" "+announce.Get("RECORDID")+" "+announce.Get("FILENAME"), "RECORDINGUPDATE 1 "+row.FileName)
}

func TestFileName(t *testing.T) {
	cases := []struct{ name, path, fields, want string }{
		{"by the device", "", "DEVICEID=555", `C:\Recordings\20140430\555\555-09-00-00-1.wav`},
		{"by the alias", `D:\Calls\`, "DEVICEID=555 DEVICEALIAS=DESK1", `D:\Calls\20140430\DESK1\DESK1-09-00-00-1.wav`},
		{"on another system", "/var/rec/", "DEVICEID=555", "/var/rec/20140430/555/555-09-00-00-1.wav"},
		{"of characters that no path has a meaning for", "/rec", "DEVICEID=../é:1", "/rec/20140430/_____1/_____1-09-00-00-1.wav"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, recorder.Config{RecordingPath: c.path})
			w.ok("CALLSTART", strings.Fields(c.fields)...)
			w.equal("FILENAME", w.out.Events[1].Get("FILENAME"), c.want)
		})
	}
	w := newWorld(t, recorder.Config{})
	w.ok("CHATSTART", "SESSIONID=s", "AGENTID=18")
	w.equal("of a chat without a phone", w.out.Events[0].Get("FILENAME"), `C:\Recordings\20140430\screen\screen-09-00-00-1.wav`)
}

func TestCallDirectionIsNeverBlank(t *testing.T) {
	for _, c := range []struct{ name, given, want string }{
		{"inbound", "I", "I"}, {"outbound, in a word", "outbound", "O"}, {"neither", "X", "?"}, {"not given", "", "?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, recorder.Config{})
			w.ok("CALLSTART", "DEVICEID=5", "CALLDIRECTION="+c.given)
			w.equal("event", w.out.Events[0].Get("CALLDIRECTION"), c.want)
			w.ok("CALLUPDATE", "DEVICEID=5", "CALLDIRECTION=")
			w.equal("status", w.status("5", "CALLDIRECTION"), c.want)
			w.ok("CALLSTOP", "DEVICEID=5")
			w.equal("row", w.save().Direction, c.want)
		})
	}
	w := newWorld(t, recorder.Config{})
	w.ok("CHATSTART", "SESSIONID=s", "AGENTID=18")
	w.ok("CHATSTOP", "SESSIONID=s")
	w.equal("row of a chat", w.save().Direction, "?")
}

func TestInstances(t *testing.T) {
	type step struct{ request, events string }
	cases := []struct {
		name  string
		steps []step
	}{
		{"any number at once, each with its own recording", []step{
			{"CALLSTART DEVICEID=5 CALLINSTANCE=a", "CALLSTART 5/a, STARTED 5/a"},
			{"CALLSTART DEVICEID=5 CALLINSTANCE=b", "CALLSTART 5/b, STARTED 5/b"},
			{"CALLSTART DEVICEID=5", "CALLSTART 5, STARTED 5"},
			{"CALLSTOP DEVICEID=5 CALLINSTANCE=a", "CALLSTOP 5/a, STOPPED 5"},
			{"CALLSTOP DEVICEID=5 CALLINSTANCE=", "CALLSTOP 5, STOPPED 5"},
			{"CALLSTOP DEVICEID=5 CALLINSTANCE=b", "CALLSTOP 5/b, STOPPED 5"},
		}},
		{"a stop without instance means the last call that is active", []step{
			{"CALLSTART DEVICEID=5 CALLINSTANCE=a", "CALLSTART 5/a, STARTED 5/a"},
			{"CALLSTART DEVICEID=5 CALLINSTANCE=b", "CALLSTART 5/b, STARTED 5/b"},
			{"CALLSTOP DEVICEID=5", "CALLSTOP 5/b, STOPPED 5"},
			{"CALLSTOP DEVICEID=5", "CALLSTOP 5/a, STOPPED 5"},
			{"CALLSTOP DEVICEID=5", ""},
		}},
		{"a blank instance is one; sent blank it goes before the last call", []step{
			{"CALLSTART DEVICEID=5", "CALLSTART 5, STARTED 5"},
			{"CALLSTART DEVICEID=5 CALLINSTANCE=b", "CALLSTART 5/b, STARTED 5/b"},
			{"CALLSTOP DEVICEID=5 CALLINSTANCE=", "CALLSTOP 5, STOPPED 5"},
			{"CALLSTOP DEVICEID=5 CALLINSTANCE=", "CALLSTOP 5/b, STOPPED 5"},
		}},
		{"a start of an active instance ends the earlier call (E-33)", []step{
			{"CALLSTART DEVICEID=5 CALLINSTANCE=a", "CALLSTART 5/a, STARTED 5/a"},
			{"CALLSTART DEVICEID=5 CALLINSTANCE=b", "CALLSTART 5/b, STARTED 5/b"},
			{"CALLSTART DEVICEID=5 CALLINSTANCE=a", "CALLSTOP 5/a, STOPPED 5, CALLSTART 5/a, STARTED 5/a"},
			{"CALLSTOP DEVICEID=5", "CALLSTOP 5/a, STOPPED 5"},
		}},
		{"a stop of an instance that is not active does nothing (E-32)", []step{
			{"CALLSTOP DEVICEID=5", ""},
			{"CALLSTART DEVICEID=5 CALLINSTANCE=a", "CALLSTART 5/a, STARTED 5/a"},
			{"CALLSTOP DEVICEID=5 CALLINSTANCE=A", ""},
			{"CALLSTOP DEVICEID=6", ""},
		}},
		{"beyond the limit the oldest ends", []step{
			{"CALLSTART DEVICEID=5 CALLINSTANCE=a", "CALLSTART 5/a, STARTED 5/a"},
			{"CALLSTART DEVICEID=5 CALLINSTANCE=b", "CALLSTART 5/b, STARTED 5/b"},
			{"CALLSTART DEVICEID=5 CALLINSTANCE=c", "CALLSTART 5/c, STARTED 5/c"},
			{"CALLSTART DEVICEID=5 CALLINSTANCE=d", "CALLSTOP 5/a, STOPPED 5, CALLSTART 5/d, STARTED 5/d"},
			{"CALLSTART DEVICEID=5 CALLINSTANCE=d", "CALLSTOP 5/d, STOPPED 5, CALLSTART 5/d, STARTED 5/d"},
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, recorder.Config{MaxInstances: 3})
			for _, s := range c.steps {
				words := strings.Fields(s.request)
				w.ok(words[0], words[1:]...)
				w.events(s.events)
				w.pass(1)
			}
		})
	}
}

func TestDeviceIsLookedUpInTheManualsOrder(t *testing.T) {
	cases := []struct {
		name   string
		before []string // requests
		fields string   // of a CALLSTOP
		want   string   // events, or a code
	}{
		{"DEVICEID decides alone", []string{"DEVICEID=5 DEVICEALIAS=3545"}, "DEVICEID=6 DEVICEALIAS=3545", ""},
		{"a blank DEVICEID is none", []string{"DEVICEID=5 DEVICEALIAS=3545"}, "DEVICEID= DEVICEALIAS=3545", "CALLSTOP 5, STOPPED 5"},
		{"by an alias with an agent", []string{"DEVICEID=5 DEVICEALIAS=3545"}, "DEVICEALIAS=3545", "CALLSTOP 5, STOPPED 5"},
		{"not by an alias without an agent", []string{"DEVICEID=5 DEVICEALIAS=99"}, "DEVICEALIAS=99", "API_DEVICE_INVALID"},
		{"by a station of the directory", []string{"DEVICEID=555"}, "STATIONNAME=ws-555", "CALLSTOP 555, STOPPED 555"},
		{"by a station that the call gave", []string{"DEVICEID=5 STATIONNAME=X1"}, "STATIONNAME=x1", "CALLSTOP 5, STOPPED 5"},
		{"a station that a call gave goes before the directory's", []string{"DEVICEID=555", "DEVICEID=5 STATIONNAME=WS-555"},
			"STATIONNAME=WS-555", "CALLSTOP 5, STOPPED 5"},
		{"by the network user given with the device", []string{"DEVICEID=5 SYS_USER=nobody"}, "SYS_USER=NOBODY", "CALLSTOP 5, STOPPED 5"},
		{"by the CRM user given with the device", []string{"DEVICEID=5 CRM_USER=crm1"}, "CRM_USER=CRM1", "CALLSTOP 5, STOPPED 5"},
		{"by the network user of whom a phone is", []string{"DEVICEID=7001"}, "SYS_USER=jsmith", "CALLSTOP 7001, STOPPED 7001"},
		{"by the CRM user of whom the alias is", []string{"DEVICEID=5 DEVICEALIAS=3545"}, "CRM_USER=crmjane", "CALLSTOP 5, STOPPED 5"},
		{"by the CRM user of the network user given", []string{"DEVICEID=5 SYS_USER=JSMITH"}, "CRM_USER=CRMJANE", "CALLSTOP 5, STOPPED 5"},
		{"the network user before the CRM user", []string{"DEVICEID=5 SYS_USER=a", "DEVICEID=6 CRM_USER=b"}, "CRM_USER=b SYS_USER=a", "CALLSTOP 5, STOPPED 5"},
		{"the alias before the station", []string{"DEVICEID=5 DEVICEALIAS=3545", "DEVICEID=555"}, "DEVICEALIAS=3545 STATIONNAME=WS-555", "CALLSTOP 5, STOPPED 5"},
		{"the next where the first finds nothing", []string{"DEVICEID=555"}, "SYS_USER=ghost STATIONNAME=WS-555", "CALLSTOP 555, STOPPED 555"},
		{"of two devices of a user the one in a call", []string{"DEVICEID=7001", "DEVICEID=3545", "stop DEVICEID=3545"},
			"SYS_USER=JSMITH", "CALLSTOP 7001, STOPPED 7001"},
		{"of two in calls the later one", []string{"DEVICEID=3545", "DEVICEID=7001"}, "SYS_USER=JSMITH", "CALLSTOP 7001, STOPPED 7001"},
		{"not by the name of one who has left", []string{"DEVICEID=5 SYS_USER=a", "DEVICEID=5 SYS_USER=b"}, "SYS_USER=a", "API_DEVICE_INVALID"},
		{"not another's call on an assigned phone", []string{"DEVICEID=7002 SYS_USER=b"}, "SYS_USER=KDOE", "API_DEVICE_INVALID"},
		{"nobody of that name", []string{"DEVICEID=5"}, "SYS_USER=ghost", "API_DEVICE_INVALID"},
		{"nothing given", []string{"DEVICEID=5"}, "CALLINSTANCE=1", "API_DEVICE_INVALID"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, recorder.Config{})
			for _, fields := range c.before {
				if rest, stop := strings.CutPrefix(fields, "stop "); stop {
					w.ok("CALLSTOP", strings.Fields(rest)...)
				} else {
					w.ok("CALLSTART", strings.Fields(fields)...)
				}
			}
			if strings.HasPrefix(c.want, "API_") {
				w.fails(catalog.API_DEVICE_INVALID, "CALLSTOP", strings.Fields(c.fields)...)
				return
			}
			w.ok("CALLSTOP", strings.Fields(c.fields)...)
			w.events(c.want)
		})
	}
}

func TestCallStartFindsADeviceOrMakesOneKnown(t *testing.T) {
	cases := []struct{ name, fields, want string }{
		{"by an unknown DEVICEID (E-31)", "DEVICEID=5", "CALLSTART 5, STARTED 5"},
		{"by the first phone of a user not seen yet", "SYS_USER=jsmith", "CALLSTART 7001, STARTED 7001"},
		{"by the station of the directory", "STATIONNAME=ws-555", "CALLSTART 555, STARTED 555"},
		{"not by a user without phones", "SYS_USER=LLOW", ""},
		{"not by an alias that nobody has", "DEVICEALIAS=3545", ""},
		{"not by an unknown station", "STATIONNAME=nowhere", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, recorder.Config{})
			if c.want != "" {
				w.ok("CALLSTART", strings.Fields(c.fields)...)
				w.events(c.want)
				return
			}
			w.fails(catalog.API_DEVICE_INVALID, "CALLSTART", strings.Fields(c.fields)...)
			w.ok("DEVICELIST")
			w.equal("devices known", text(w.out.Result.Body, "COUNT"), "0")
		})
	}
}

func TestWhoSitsAtADevice(t *testing.T) {
	cases := []struct {
		name          string
		calls         []string
		id, sys, crm  string
		row, firstRow string // AgentLastName of the last row
	}{
		{name: "the owner of the DEVICEID as a phone", calls: []string{"DEVICEID=7001"}, id: "16", sys: "JSMITH", crm: "CRMJANE", row: "Smith"},
		{name: "the owner of the alias before that", calls: []string{"DEVICEID=7001 DEVICEALIAS=7002"}, id: "17", sys: "KDOE", row: "Doe"},
		{name: "the name given before both", calls: []string{"DEVICEID=7001 SYS_USER=llow"}, id: "18", sys: "llow", row: "Low"},
		{name: "a name given stays with the device", calls: []string{"DEVICEID=5 CRM_USER=CRMJANE", "DEVICEID=5"}, id: "16", sys: "JSMITH", crm: "CRMJANE", row: "Smith"},
		{name: "a name that nobody has makes an agent without id", calls: []string{"DEVICEID=5 SYS_USER=x"}, id: "0", sys: "x"},
		{name: "a strange name on an owned phone is not the owner", calls: []string{"DEVICEID=7001 SYS_USER=x"}, id: "0", sys: "x"},
		{name: "a CRM name completes an owner without one", calls: []string{"DEVICEID=7002 CRM_USER=kimcrm"}, id: "17", sys: "KDOE", crm: "kimcrm", row: "Doe"},
		{name: "another name displaces both of the one before", calls: []string{"DEVICEID=5 SYS_USER=a CRM_USER=b", "DEVICEID=5 SYS_USER=KDOE"}, id: "17", sys: "KDOE", row: "Doe"},
		{name: "another alias displaces the names of the one before", calls: []string{"DEVICEID=5 DEVICEALIAS=1 SYS_USER=a", "DEVICEID=5 DEVICEALIAS=3545"}, id: "16", sys: "JSMITH", crm: "CRMJANE", row: "Smith"},
		{name: "a second kind of name adds to the first", calls: []string{"DEVICEID=5 SYS_USER=a", "DEVICEID=5 CRM_USER=b"}, id: "0", sys: "a", crm: "b"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, recorder.Config{})
			var e catalog.Event
			device := ""
			for _, fields := range c.calls {
				w.ok("CALLSTART", strings.Fields(fields)...)
				e = w.out.Events[len(w.out.Events)-2]
				device = e.Get("DEVICEID")
			}
			w.equal("AGENTID", e.Get("AGENTID"), c.id)
			w.equal("SYS_USER", e.Get("SYS_USER"), c.sys)
			w.equal("CRM_USER", e.Get("CRM_USER"), c.crm)
			w.ok("CALLSTOP", "DEVICEID="+device)
			w.equal("last name", w.save().AgentLastName, c.row)
		})
	}
}

func TestStationGivenHoldsForThatCall(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.ok("CALLSTART", "DEVICEID=555", "STATIONNAME=OTHER")
	w.equal("with one given", w.out.Events[0].Get("STATION"), "OTHER")
	w.equal("in status", w.status("555", "STATION"), "OTHER")
	w.ok("CALLSTART", "DEVICEID=555")
	w.equal("of the next call", w.out.Events[2].Get("STATION"), "WS-555")
}

func TestCoresThatCannotBeReached(t *testing.T) {
	functions := []string{
		"CALLSTART DEVICEID=5", "CALLUPDATE DEVICEID=5 ANI=1", "RECORDSTART DEVICEID=5", "RECORDSTOP DEVICEID=5",
		"BLACKOUTSTART DEVICEID=5", "BLACKOUTSTOP DEVICEID=5", "AGENTBLACKOUTSTART DEVICEID=5", "AGENTBLACKOUTSTOP DEVICEID=5",
		"CHATSTART SESSIONID=s AGENTID=16", "CHATUPDATE SESSIONID=s ANI=1", "CHATSTOP SESSIONID=s", "CALLSTOP DEVICEID=5",
	}
	w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 2}, {ID: 2, Channels: 2}, {ID: 7, Channels: 2}}})
	for _, f := range functions {
		words := strings.Fields(f)
		w.ok(words[0], words[1:]...)
		w.equal(f, w.out.Result.Message, words[0]+" sent to all of the following cores: 1,2,7")
	}
	for _, id := range []int{2, 7} {
		if err := w.rec.SetCore(w.now, id, false, &w.out); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range functions {
		words := strings.Fields(f)
		res := w.do(words[0], words[1:]...)
		if strings.HasPrefix(f, "CHAT") { // content with one core
			equal(t, f, res.Code, catalog.API_OK)
			w.equal(f, res.Message, words[0]+" sent to all of the following cores: 1")
			continue
		}
		equal(t, f, res.Code, catalog.API_PARTIAL_CORE_RESPONSE)
		w.equal(f, res.Message, words[0]+" could not be sent to the following cores: 2,7")
	}
	if err := w.rec.SetCore(w.now, 1, false, &w.out); err != nil {
		t.Fatal(err)
	}
	for _, f := range functions {
		words := strings.Fields(f)
		w.fails(catalog.API_ERROR_RECORDER_NOT_RUNNING, words[0], words[1:]...)
	}
	ids, up := w.rec.Cores()
	w.equal("cores", fmt.Sprint(ids, up), "[1 2 7] [false false false]")
	if err := w.rec.SetCore(w.now, 3, true, &w.out); err == nil || !strings.Contains(err.Error(), "1,2,7") {
		t.Errorf("setting an unknown core: %v", err)
	}
}

func TestCoreGoingDownEndsItsRecordingsNotItsCalls(t *testing.T) {
	w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 3}, {ID: 2, Channels: 2}}})
	w.ok("CALLSTART", "DEVICEID=5") // core 1 has more free channels
	w.ok("CHATSTART", "SESSIONID=s", "AGENTID=17")
	w.ok("CALLSTART", "DEVICEID=6")
	w.ok("CALLSTART", "DEVICEID=7")
	w.equal("third call's core", w.out.Events[0].Get("COREIDENT"), "2")
	if err := w.rec.SetCore(w.now, 1, false, &w.out); err != nil {
		t.Fatal(err)
	}
	w.events("STOPPED 5, STOPPED 6, STOPPED 7002")
	equal(t, "rows", len(w.out.Saves), 3)
	w.equal("call on it", w.status("5", "ISRECORDING"), "N")
	w.equal("STOPTIME", w.status("5", "STOPTIME"), "")
	w.equal("call on the other", w.status("7", "ISRECORDING"), "Y")
	w.do("CALLSTOP", "DEVICEID=5")
	w.events("CALLSTOP 5")
	w.do("CHATSTOP", "SESSIONID=s")
	w.events("")
	if err := w.rec.SetCore(w.now, 1, true, &w.out); err != nil {
		t.Fatal(err)
	}
	w.ok("CALLSTART", "DEVICEID=5")
	w.events("CALLSTART 5, STARTED 5")
}

func TestEndAllEndsEverything(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.ok("CALLSTART", "DEVICEID=6", "MAXRECORDTIME=10")
	w.ok("CALLSTART", "DEVICEID=5", "CALLINSTANCE=a")
	w.ok("CALLSTART", "DEVICEID=5", "CALLINSTANCE=b")
	w.ok("RECORDSTART", "DEVICEID=5")
	w.ok("CHATSTART", "SESSIONID=s", "AGENTID=17")
	w.now = w.now.Add(20e9)
	w.end()
	w.events("STOPPED 6, CALLSTOP 5/b, STOPPED 5, STOPPED 5, CALLSTOP 5/a, STOPPED 5, CALLSTOP 6, STOPPED 7002")
	equal(t, "rows", len(w.out.Saves), 5)
	equal(t, "seconds of the one that had a maximum", w.out.Saves[0].Recording.Duration().Seconds(), 10)
	if at, ok := w.rec.Wake(); ok {
		t.Errorf("a timer is left at %v", at)
	}
}

func TestLongestIdleDeviceIsForgotten(t *testing.T) {
	w := newWorld(t, recorder.Config{MaxDevices: 3})
	for _, id := range []string{"1", "2", "3"} {
		w.ok("CALLSTART", "DEVICEID="+id, "DEVICEALIAS=a"+id, "SYS_USER=u"+id, "STATIONNAME=s"+id)
	}
	w.fails(catalog.API_ERROR_PROCESSING_MESSAGE, "CALLSTART", "DEVICEID=4")
	w.ok("CALLSTOP", "DEVICEID=2")
	w.ok("CALLSTOP", "DEVICEID=1")
	w.ok("CALLSTART", "DEVICEID=4")
	w.fails(catalog.API_DEVICE_INVALID, "DEVICESTATUS", "DEVICEID=2")
	w.fails(catalog.API_DEVICE_INVALID, "DEVICESTATUS", "SYS_USER=u2")
	w.fails(catalog.API_DEVICE_INVALID, "CALLSTOP", "DEVICEALIAS=a2")
	w.fails(catalog.API_DEVICE_INVALID, "CALLSTOP", "STATIONNAME=s2")
	w.ok("DEVICESTATUS", "DEVICEID=1")
	w.ok("CALLSTART", "DEVICEID=1")
	w.fails(catalog.API_ERROR_PROCESSING_MESSAGE, "CALLSTART", "DEVICEID=2")
	w.ok("DEVICELIST")
	w.equal("devices known", text(w.out.Result.Body, "COUNT"), "3")
}
