package recorder_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

// functions are those that the recorder executes.
var functions = func() (names []string) {
	for i := range catalog.Functions {
		if recorder.Handles(catalog.Functions[i].Name) {
			names = append(names, catalog.Functions[i].Name)
		}
	}
	return names
}()

// often are the functions that make the state.
var often = strings.Fields("CALLSTART CALLSTART CALLSTOP CALLUPDATE RECORDSTART RECORDSTOP CHATSTART BLACKOUTSTART BLACKOUTSTOP AGENTBLACKOUTSTART AGENTBLACKOUTSTOP")

// values are what parameters are drawn from: few, so that requests meet, and
// some that are not of their type.
var values = map[catalog.Name][]string{
	catalog.REQUESTID:               {"1", "2147483647"},
	catalog.DEVICEID:                {"1", "2", "3", "4", "7001", "7002"},
	catalog.DEVICEALIAS:             {"3545", "a", "B"},
	catalog.STATIONNAME:             {"WS-7001", "WS-555", "X"},
	catalog.SYS_USER:                {"JSMITH", "kdoe", "LLOW", "ghost"},
	catalog.CRM_USER:                {"CRMJANE", "crmghost"},
	catalog.CALLINSTANCE:            {"", "a", "b"},
	catalog.PRIORITY:                {"0", "1", "50", "100", "101"},
	catalog.MAXRECORDTIME:           {"0", "5", "60", "x"},
	catalog.MAXRECORDSILENCE:        {"0", "3", "30"},
	catalog.TIMEOFFSET:              {"-86400", "-7", "-1", "0", "1", "9", "86400", "1e3"},
	catalog.UPDATE_IF_NOT_RECORDING: {"Y", "N"},
	catalog.RECORDID:                {"1", "2", "3", "99", "x"},
	catalog.SESSIONID:               {"s", "t", "u", "v"},
	catalog.AGENTID:                 {"0", "16", "17", "18", "99"},
	catalog.KEYNAME:                 {"SYS_USER", "DEVICEALIAS", "SHOESIZE"},
	catalog.KEYVALUE:                {"JSMITH", "a", "3545"},
	catalog.CALLDIRECTION:           {"I", "O", "?", "Z"},
	catalog.GROUP:                   {"sales", "eu/sales", strings.Repeat("é", 30)},
	catalog.KEEPDAYS:                {"-1", "30", "99999"},
	catalog.AGENTINITIATED:          {"Y", "N", "maybe"},
}

// drawRequest draws a function and some of its parameters.
func drawRequest(t *rapid.T) (typ string, fields []string) {
	typ = rapid.SampledFrom(often).Draw(t, "type")
	if rapid.IntRange(0, 5).Draw(t, "any") == 0 {
		typ = rapid.SampledFrom(functions).Draw(t, "other type")
	}
	f := catalog.Lookup(typ)
	give := func(n catalog.Name) {
		from := values[n]
		if from == nil {
			from = []string{"", "v"}
		}
		fields = append(fields, n.String()+"="+rapid.SampledFrom(from).Draw(t, n.String()))
	}
	for _, n := range []catalog.Name{catalog.DEVICEID, catalog.SESSIONID, catalog.AGENTID} {
		if f.Param(n) != nil && rapid.Bool().Draw(t, "with "+n.String()) {
			give(n)
		}
	}
	for range rapid.IntRange(0, 4).Draw(t, "more") {
		give(f.Params[rapid.IntRange(0, len(f.Params)-1).Draw(t, "parameter")].Name)
	}
	return typ, fields
}

// judge follows what a recorder says and holds it to its promises.
type judge struct {
	begun, ended int             // recordings
	calls        map[string]bool // active, by GLOBALCALLID
	paused       map[string]bool // recordings without a row, by FILENAME
}

func newJudge() *judge {
	return &judge{calls: map[string]bool{}, paused: map[string]bool{}}
}

// hear judges events in their order, and rows.
func (j *judge) hear(t *rapid.T, out *recorder.Outcome) {
	for i := range out.Events {
		e := &out.Events[i]
		if len(e.Values) != len(e.Type.Fields) {
			t.Fatalf("%s has %d values for %d fields", e.Type.Name, len(e.Values), len(e.Type.Fields))
		}
		call, file := e.Get("GLOBALCALLID"), e.Get("FILENAME")
		switch e.Type {
		case catalog.EventCallStart:
			if j.calls[call] {
				t.Fatalf("call %s starts twice", call)
			}
			j.calls[call] = true
		case catalog.EventCallStop:
			if !j.calls[call] {
				t.Fatalf("call %s stops but is not active", call)
			}
			delete(j.calls, call)
		case catalog.EventRecordingStarted:
			j.begun++
			j.paused[file] = false
		case catalog.EventRecordingStopped:
			j.ended++
		case catalog.EventRecordingPaused, catalog.EventRecordingResumed:
			now := e.Type == catalog.EventRecordingPaused
			if was, known := j.paused[file]; !known || was == now {
				t.Fatalf("%s of %s without a change", e.Type.Name, file)
			}
			j.paused[file] = now
		}
	}
	for i := range out.Saves {
		j.row(t, &out.Saves[i])
	}
}

// row judges a row and its announcement.
func (j *judge) row(t *rapid.T, s *recorder.Save) {
	row := &s.Recording
	if row.Stop.Before(row.Start) {
		t.Fatalf("row %d ends before it starts", row.ID)
	}
	for i, x := range row.Blackouts {
		if !x.Start.Before(x.Stop) || x.Start.Before(row.Start) || x.Stop.After(row.Stop) || i > 0 && !row.Blackouts[i-1].Stop.Before(x.Start) {
			t.Fatalf("row %d from %v to %v has blackouts %v", row.ID, row.Start, row.Stop, row.Blackouts)
		}
	}
	if s.Announce.Type != catalog.EventRecordingUpdate || s.Announce.Get("RECORDID") != fmt.Sprint(row.ID) || s.Announce.Get("FILENAME") != row.FileName {
		t.Fatalf("row %d is announced as %v", row.ID, s.Announce.Values)
	}
	if _, known := j.paused[row.FileName]; !known {
		t.Fatalf("row %d is of no recording that started, or the second of one", row.ID)
	}
	delete(j.paused, row.FileName)
}

// drawDialect is any combination of readings.
func drawDialect(t *rapid.T) catalog.Dialect {
	var choices []string
	for _, e := range catalog.Errata {
		if n := len(e.Readings); n > 0 && rapid.Bool().Draw(t, e.ID) {
			choices = append(choices, e.ID+"="+e.Readings[rapid.IntRange(0, n-1).Draw(t, "reading")].Name)
		}
	}
	return dialect(t, choices...)
}

// keepsUnrecorded are the codes of conditions under which a call goes on,
// unrecorded.
var keepsUnrecorded = map[catalog.Code]bool{
	catalog.API_ERROR_OUT_OF_DISK_SPACE: true, catalog.API_ERROR_NO_FREE_CHANNELS: true, catalog.API_ERROR_SCHEDULER_NOT_RUNNING: true,
	catalog.API_ERROR_NO_DEFAULT_RECORDING_PATH: true, catalog.API_ERROR_BLOCKED_RECORDING_FILTER: true, catalog.API_ERROR_LOGGER_NOT_RUNNING: true,
}

func TestRandomRequestsKeepTheInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		everything := recorder.Everything()
		short := recorder.Schedule{Name: "short", Type: recorder.AgentPercentage, Percent: 50, Priority: 1, Probability: 80,
			MinLength: 4 * time.Second, MaxLength: 40 * time.Second, Match: match("GROUP", "*sales"), Cores: []int{2}}
		w := newWorld(t, recorder.Config{
			Seed:             1,
			Cores:            []recorder.Core{{ID: 1, Channels: rapid.IntRange(0, 3).Draw(t, "channels")}, {ID: 2, Channels: 2}},
			Schedules:        []recorder.Schedule{everything, short},
			AgentBlackoutMax: time.Duration(rapid.IntRange(1, 120).Draw(t, "max blackout")) * time.Second,
			Dialect:          drawDialect(t),
			MaxDevices:       rapid.IntRange(2, 8).Draw(t, "max devices"), MaxInstances: 2, MaxSessions: 3, MaxAgentBlackouts: 4,
		})
		j := newJudge()
		lastID := int64(0)
		settle := func() {
			j.hear(t, &w.out)
			if err := w.rec.Invariants(); err != nil {
				t.Fatal(err)
			}
			next, _ := w.rec.NextIDs()
			if next < lastID {
				t.Fatalf("RECORDID goes back from %d to %d", lastID, next)
			}
			lastID = next
		}
		t.Repeat(map[string]func(*rapid.T){
			"request": func(t *rapid.T) {
				typ, fields := drawRequest(t)
				w.rec.Tick(w.now, &w.out)
				w.remember()
				settle()
				before, _ := w.rec.NextIDs()
				res := w.do(typ, fields...)
				after, _ := w.rec.NextIDs()
				switch res.Code {
				case catalog.API_OK, catalog.API_PARTIAL_CORE_RESPONSE:
				default:
					if typ == "CALLSTART" && keepsUnrecorded[res.Code] {
						break // the call goes on
					}
					if len(w.out.Events)+len(w.out.Saves) > 0 || w.out.Update != nil || before != after {
						t.Fatalf("%s %v answers %s but did something", typ, fields, res.Code)
					}
				}
				if res.Code == catalog.API_OK && len(res.Body) > 0 {
					if broken := layoutHolds(catalog.Lookup(typ).Layout, res.Body); broken != "" {
						t.Fatalf("%s: %s", typ, broken)
					}
				}
				settle()
			},
			"time": func(t *rapid.T) {
				w.now = w.now.Add(time.Duration(rapid.IntRange(0, 30_000).Draw(t, "ms")) * time.Millisecond)
				w.rec.Tick(w.now, &w.out)
				w.remember()
				settle()
			},
			"core": func(t *rapid.T) {
				if err := w.rec.SetCore(w.now, rapid.IntRange(1, 2).Draw(t, "core"), rapid.IntRange(0, 3).Draw(t, "up") > 0, &w.out); err != nil {
					t.Fatal(err)
				}
				w.remember()
				settle()
			},
			"conditions": func(t *rapid.T) {
				c := recorder.Conditions{
					RecorderStopped: rapid.IntRange(0, 5).Draw(t, "recorder") == 0, LoggerStopped: rapid.IntRange(0, 5).Draw(t, "logger") == 0,
					DiskFull: rapid.IntRange(0, 5).Draw(t, "disk") == 0, NoRecordingPath: rapid.IntRange(0, 5).Draw(t, "path") == 0,
					SchedulerStopped: rapid.IntRange(0, 5).Draw(t, "scheduler") == 0,
				}
				if rapid.Bool().Draw(t, "limited") {
					c.Channels = map[int]int{1: rapid.IntRange(0, 2).Draw(t, "channels of 1"), 2: rapid.IntRange(0, 3).Draw(t, "channels of 2")}
				}
				if rapid.Bool().Draw(t, "filtered") {
					c.Filters = match("GROUP", "eu*")
				}
				if err := w.rec.SetConditions(w.now, c, &w.out); err != nil {
					t.Fatal(err)
				}
				w.remember()
				settle()
			},
			"devices": func(t *rapid.T) {
				w.do("DEVICELIST")
				count, shown := text(w.out.Result.Body, "COUNT"), sections(w.out.Result.Body, "DEVICE")
				if count != fmt.Sprint(len(shown)) || !slices.IsSortedFunc(shown, func(a, b catalog.Element) int {
					return strings.Compare(a.Children[0].Text, b.Children[0].Text)
				}) {
					t.Fatalf("COUNT %s of %d devices", count, len(shown))
				}
				settle()
			},
		})
		w.rec.EndAll(w.now, &w.out)
		settle()
		if j.begun != j.ended || len(j.calls) > 0 {
			t.Fatalf("%d recordings started, %d stopped; calls left: %v", j.begun, j.ended, j.calls)
		}
		if n := w.rec.Active(); n != 0 {
			t.Fatalf("%d things are left after all", n)
		}
	})
}
