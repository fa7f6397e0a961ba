package recorder_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

// timeline runs steps such as "10 CALLSTART DEVICEID=5" at their seconds and
// returns what happened: RECORDINGPAUSED and RECORDINGRESUMED of DEVICEID with
// their seconds, and the blackouts of each row by RECORDID.
func timeline(t *testing.T, cfg recorder.Config, steps string) (changes string, rows map[int64]string) {
	w := newWorld(t, cfg)
	var log []string
	note := func() {
		for i := range w.out.Events {
			e := &w.out.Events[i]
			if what, ok := map[string]string{"RECORDINGPAUSED": "pause", "RECORDINGRESUMED": "resume"}[e.Type.Name]; ok {
				log = append(log, fmt.Sprintf("%g %s %s", w.at(), what, e.Get("DEVICEID")))
			}
		}
	}
	for step := range strings.SplitSeq(steps, ";") {
		words := strings.Fields(step)
		var second float64
		if _, err := fmt.Sscan(words[0], &second); err != nil {
			t.Fatal(err)
		}
		for w.at() < second {
			w.pass(1)
			note()
		}
		w.ok(words[1], words[2:]...)
		note()
	}
	w.end()
	if at, ok := w.rec.Wake(); ok && !strings.Contains(steps, "AGENT") {
		t.Errorf("a timer is left at %v", at)
	}
	rows = map[int64]string{}
	for _, row := range w.rows {
		rows[row.ID] = ranges(row.Blackouts)
	}
	return strings.Join(log, ", "), rows
}

func TestBlackoutOfACall(t *testing.T) {
	const call, end = "0 CALLSTART DEVICEID=5;", ";100 CALLSTOP DEVICEID=5"
	cases := []struct{ name, steps, changes, row string }{
		{"from start to stop", "10 BLACKOUTSTART DEVICEID=5; 20 BLACKOUTSTOP DEVICEID=5", "10 pause 5, 20 resume 5", "[10 20)"},
		{"without a stop until the end of the call", "10 BLACKOUTSTART DEVICEID=5", "10 pause 5", "[10 100)"},
		{"a stop alone does nothing", "10 BLACKOUTSTOP DEVICEID=5", "", ""},
		{"a second start changes nothing", "10 BLACKOUTSTART DEVICEID=5; 15 BLACKOUTSTART DEVICEID=5; 20 BLACKOUTSTOP DEVICEID=5", "10 pause 5, 20 resume 5", "[10 20)"},
		{"a second stop changes nothing", "10 BLACKOUTSTART DEVICEID=5; 20 BLACKOUTSTOP DEVICEID=5; 30 BLACKOUTSTOP DEVICEID=5 TIMEOFFSET=9", "10 pause 5, 20 resume 5", "[10 20)"},
		{"several", "10 BLACKOUTSTART DEVICEID=5; 20 BLACKOUTSTOP DEVICEID=5; 30 BLACKOUTSTART DEVICEID=5; 40 BLACKOUTSTOP DEVICEID=5",
			"10 pause 5, 20 resume 5, 30 pause 5, 40 resume 5", "[10 20) [30 40)"},
		{"an earlier start", "10 BLACKOUTSTART DEVICEID=5 TIMEOFFSET=-5; 20 BLACKOUTSTOP DEVICEID=5", "10 pause 5, 20 resume 5", "[5 20)"},
		{"a later start", "10 BLACKOUTSTART DEVICEID=5 TIMEOFFSET=5; 20 BLACKOUTSTOP DEVICEID=5", "15 pause 5, 20 resume 5", "[15 20)"},
		{"an earlier stop", "10 BLACKOUTSTART DEVICEID=5; 20 BLACKOUTSTOP DEVICEID=5 TIMEOFFSET=-4", "10 pause 5, 20 resume 5", "[10 16)"},
		{"a later stop", "10 BLACKOUTSTART DEVICEID=5; 20 BLACKOUTSTOP DEVICEID=5 TIMEOFFSET=4", "10 pause 5, 24 resume 5", "[10 24)"},
		{"a stop before its start is on its start (E-40)", "10 BLACKOUTSTART DEVICEID=5; 20 BLACKOUTSTOP DEVICEID=5 TIMEOFFSET=-60", "10 pause 5, 20 resume 5", ""},
		{"a stop before a start to come takes it back", "10 BLACKOUTSTART DEVICEID=5 TIMEOFFSET=10; 15 BLACKOUTSTOP DEVICEID=5", "", ""},
		{"a start on a stop to come takes the stop back", "10 BLACKOUTSTART DEVICEID=5; 20 BLACKOUTSTOP DEVICEID=5 TIMEOFFSET=10; 25 BLACKOUTSTART DEVICEID=5; 40 BLACKOUTSTOP DEVICEID=5",
			"10 pause 5, 40 resume 5", "[10 40)"},
		{"a start after a stop to come is another", "10 BLACKOUTSTART DEVICEID=5; 20 BLACKOUTSTOP DEVICEID=5 TIMEOFFSET=5; 21 BLACKOUTSTART DEVICEID=5 TIMEOFFSET=10; 40 BLACKOUTSTOP DEVICEID=5",
			"10 pause 5, 25 resume 5, 31 pause 5, 40 resume 5", "[10 25) [31 40)"},
		{"a second stop to come replaces the first", "10 BLACKOUTSTART DEVICEID=5; 20 BLACKOUTSTOP DEVICEID=5 TIMEOFFSET=30; 25 BLACKOUTSTOP DEVICEID=5 TIMEOFFSET=5",
			"10 pause 5, 30 resume 5", "[10 30)"},
		{"a start reaching back into one that is over", "10 BLACKOUTSTART DEVICEID=5; 20 BLACKOUTSTOP DEVICEID=5; 22 BLACKOUTSTART DEVICEID=5 TIMEOFFSET=-5; 30 BLACKOUTSTOP DEVICEID=5",
			"10 pause 5, 20 resume 5, 22 pause 5, 30 resume 5", "[10 30)"},
		{"a start reaching back before the call", "10 BLACKOUTSTART DEVICEID=5 TIMEOFFSET=-50; 20 BLACKOUTSTOP DEVICEID=5", "10 pause 5, 20 resume 5", "[0 20)"},
		{"a stop to come after the end of the call", "10 BLACKOUTSTART DEVICEID=5; 20 BLACKOUTSTOP DEVICEID=5 TIMEOFFSET=600", "10 pause 5", "[10 100)"},
		{"a start to come after the end of the call", "10 BLACKOUTSTART DEVICEID=5 TIMEOFFSET=600", "", ""},
		{"from the first second to the last", "0 BLACKOUTSTART DEVICEID=5; 100 BLACKOUTSTOP DEVICEID=5", "0 pause 5, 100 resume 5", "[0 100)"},
		{"start and stop at once", "10 BLACKOUTSTART DEVICEID=5; 10 BLACKOUTSTOP DEVICEID=5", "10 pause 5, 10 resume 5", ""},
		{"of the instance that is named", "5 CALLSTART DEVICEID=5 CALLINSTANCE=b; 10 BLACKOUTSTART DEVICEID=5 CALLINSTANCE=; 20 BLACKOUTSTOP DEVICEID=5 CALLINSTANCE=", "10 pause 5, 20 resume 5", "[10 20)"},
		{"of the last call without a name", "5 CALLSTART DEVICEID=5 CALLINSTANCE=b; 10 BLACKOUTSTART DEVICEID=5; 20 BLACKOUTSTOP DEVICEID=5", "10 pause 5, 20 resume 5", ""},
		{"of an instance that is not active", "10 BLACKOUTSTART DEVICEID=5 CALLINSTANCE=z", "", ""},
		{"by the user", "10 BLACKOUTSTART SYS_USER=ghost; 20 BLACKOUTSTOP CRM_USER=crmghost", "10 pause 5, 20 resume 5", "[10 20)"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			first := call
			if strings.Contains(c.name, "user") {
				first = "0 CALLSTART DEVICEID=5 SYS_USER=ghost CRM_USER=crmghost;"
			}
			changes, rows := timeline(t, recorder.Config{}, first+c.steps+end)
			equal(t, "changes", changes, c.changes)
			equal(t, "blackouts of the row", rows[1], c.row)
		})
	}
}

func TestBlackoutAndPartialRecordings(t *testing.T) {
	changes, rows := timeline(t, recorder.Config{}, `
		0 CALLSTART DEVICEID=5; 10 RECORDSTART DEVICEID=5; 20 BLACKOUTSTART DEVICEID=5; 30 RECORDSTOP DEVICEID=5;
		40 RECORDSTART DEVICEID=5; 50 BLACKOUTSTOP DEVICEID=5; 60 RECORDSTOP DEVICEID=5; 100 CALLSTOP DEVICEID=5`)
	equal(t, "changes", changes, "20 pause 5, 20 pause 5, 40 pause 5, 50 resume 5, 50 resume 5")
	equal(t, "the call's", rows[1], "[20 50)")
	equal(t, "the first part's", rows[2], "[20 30)")
	equal(t, "the second part's", rows[3], "[40 50)")
}

func TestABlackoutReachesBackIntoWhatIsSaved(t *testing.T) {
	_, rows := timeline(t, recorder.Config{}, `
		0 CALLSTART DEVICEID=5; 10 RECORDSTART DEVICEID=5; 20 RECORDSTOP DEVICEID=5; 25 BLACKOUTSTART DEVICEID=5 TIMEOFFSET=-10;
		30 BLACKOUTSTOP DEVICEID=5 TIMEOFFSET=-12; 40 CALLSTOP DEVICEID=5`)
	equal(t, "the saved part's, to be cut short later", rows[2], "[15 18)")
	equal(t, "the call's", rows[1], "[15 18)")
}

func TestBlackoutEndsWithItsCall(t *testing.T) {
	changes, rows := timeline(t, recorder.Config{}, `
		0 CALLSTART DEVICEID=5; 10 BLACKOUTSTART DEVICEID=5; 20 CALLSTART DEVICEID=5; 30 BLACKOUTSTOP DEVICEID=5; 40 CALLSTOP DEVICEID=5`)
	equal(t, "changes", changes, "10 pause 5")
	equal(t, "the first call's", rows[1], "[10 20)")
	equal(t, "the second call's", rows[2], "")
}

func TestBlackoutTarget(t *testing.T) {
	cases := []struct {
		fields string
		code   catalog.Code
	}{
		{"DEVICEID=unknown", catalog.API_OK},
		{"DEVICEID=5 SYS_USER=ghost", catalog.API_INVALID_MESSAGE_FORMAT}, // E-41
		{"", catalog.API_AGENT_NOT_FOUND},
		{"SYS_USER=nobody", catalog.API_AGENT_NOT_FOUND},
		{"CRM_USER=nobody", catalog.API_AGENT_NOT_FOUND},
		{"SYS_USER=LLOW", catalog.API_DEVICE_INVALID},
		{"DEVICEALIAS=nowhere", catalog.API_DEVICE_INVALID},
	}
	for _, f := range []string{"BLACKOUTSTART", "BLACKOUTSTOP", "AGENTBLACKOUTSTART", "AGENTBLACKOUTSTOP"} {
		for _, c := range cases {
			t.Run(f+" "+c.fields, func(t *testing.T) {
				w := newWorld(t, recorder.Config{})
				want := c.code
				if f[0] == 'A' && c.fields == "SYS_USER=LLOW" {
					want = catalog.API_OK // an agent needs no device to be blacked out
				}
				equal(t, "code", w.do(f, strings.Fields(c.fields)...).Code, want)
			})
		}
	}
}

func TestManyBlackoutsNeverLayOpenWhatWasProtected(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.ok("CALLSTART", "DEVICEID=5")
	const n = 3000
	for range n {
		w.ok("BLACKOUTSTART", "DEVICEID=5")
		w.pass(1)
		w.ok("BLACKOUTSTOP", "DEVICEID=5")
		w.pass(1)
	}
	w.ok("CALLSTOP", "DEVICEID=5")
	rs := w.save().Blackouts
	if len(rs) > 1024 {
		t.Errorf("%d ranges kept", len(rs))
	}
	for i := range n {
		at := start.Add(time.Duration(2*i) * time.Second)
		covered := slices.ContainsFunc(rs, func(x recorder.Range) bool {
			return !x.Start.After(at) && !x.Stop.Before(at.Add(time.Second))
		})
		if !covered {
			t.Fatalf("second %d is laid open", 2*i)
		}
	}
}
