package callhandling

import (
	"time"

	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("CALLSTART", func() {
	harness.Spec("CALLSTART-17", "has the call recorded", func(t *harness.T) {
		d, ev := t.Device(), t.Events("ALL")
		t.StartRecorded(d, "CALLINSTANCE", "r")
		ev.InOrder(ev.Expect("CALLSTART", d), ev.Expect("RECORDINGSTARTED", d, "CALLINSTANCE", "r"))
		t.Matches("the device", t.Status(d), "ISRECORDING", "Y")
		t.Matches("the instance", t.Instance(d, "r"), "ISRECORDING", "Y", "STATUS", "recording")
		t.Stop(d)
		ev.Expect("RECORDINGUPDATE", d)
		exactly(t, ev, 1, "RECORDINGSTARTED", d)
	})

	harness.Spec("CALLSTART-25", "takes every priority from 0 to 100", func(t *harness.T) {
		for _, v := range []string{"0", "1", "50", "99", "100"} {
			d := t.Device()
			t.Recorded(d, "PRIORITY", v)
		}
	})

	harness.Spec("CALLSTART-28", "says who initiated the recording by AGENTINITIATED and CTIINITIATED", func(t *harness.T) {
		for _, v := range []string{"YY", "YN", "NY", "NN"} {
			d := t.Device()
			t.Recorded(d, "AGENTINITIATED", v[:1], "CTIINITIATED", v[1:])
		}
	})

	harness.Spec("CALLSTART-29", "gives the call's events their ARCHIVEACTION", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		t.Start(d, "ARCHIVEACTION", "7")
		ev.Expect("CALLSTART", d, "ARCHIVEACTION", "7")
		t.Stop(d)
		ev.Expect("CALLSTOP", d, "ARCHIVEACTION", "7")
	})

	harness.Spec("CALLSTART-35 CALLSTOP-14", "and CALLSTOP need no database", func(t *harness.T) {
		d, v, ev := t.Device(), t.Name("v"), t.Events("ALL")
		t.DatabaseDown()
		t.StartRecorded(d, "USER4", v)
		ev.Expect("RECORDINGSTARTED", d, "USER4", v)
		t.Stop(d)
		t.Active(d)
		ev.Expect("RECORDINGSTOPPED", d, "USER4", v)
		ev.None("RECORDINGUPDATE", d)
		t.DatabaseUp()
		saved := ev.Expect("RECORDINGUPDATE", d)
		t.Matches("the row", t.Row(d), "USER4", v, "RECORDID", saved.Get("RECORDID"))
	})

	for _, c := range []struct {
		name   string
		values []string
	}{
		{"PRIORITY", []string{"high", "-1", "101", "99999999999"}},
		{"MAXRECORDTIME", []string{"long", "-5", "1.5", "2147483648"}},
		{"MAXRECORDSILENCE", []string{"none", "-1"}},
		{"CALLDIRECTION", []string{"X"}},
		{"AGENTINITIATED", []string{"maybe"}},
		{"CTIINITIATED", []string{"1"}},
		{"ARCHIVEACTION", []string{"tape"}},
	} {
		harness.Spec("CALLSTART-34", "starts a call or refuses to, where a value is of the wrong kind: "+c.name, func(t *harness.T) {
			for _, v := range c.values {
				d := t.Device()
				if !t.Send("CALLSTART", "DEVICEID", d, c.name, v, "USER1", "kept").OK() {
					t.Active(d)
					continue
				}
				t.Matches("the call", t.Instance(d, ""), "USER1", "kept")
				t.OneOf("CALLDIRECTION", t.Instance(d, "").Get("CALLDIRECTION"), "I", "O", "?", "")
			}
		})
	}
})

var _ = harness.Describe("MAXRECORDTIME", func() {
	harness.Spec("CALLSTART-26 CALLSTART-27 RECORDSTART-18 CALLSTOP-21", "ends what it is said of, and nothing else", func(t *harness.T) {
		t.Clock()
		limited, free, silent, partial := t.Device(), t.Device(), t.Device(), t.Device()
		ev := t.Events("RECORD")
		began := time.Now()
		t.StartRecorded(silent, "MAXRECORDSILENCE", "1")
		t.StartRecorded(free, "MAXRECORDTIME", "2147483647")
		t.StartRecorded(limited, "CALLINSTANCE", "beside", "USER1", "beside")
		t.StartRecorded(limited, "MAXRECORDTIME", "2", "USER1", "limited")
		t.StartRecorded(partial)
		t.OK("RECORDSTART", "DEVICEID", partial, "MAXRECORDTIME", "2", "USER1", "partial")

		ended := ev.Expect("RECORDINGSTOPPED", limited)
		t.Check(time.Since(began) > time.Second, "a recording with MAXRECORDTIME 2 was over after %s", time.Since(began))
		t.Equal("USER1 of what ended", ended.Get("USER1"), "limited")
		t.Active(limited, "", "beside")
		t.Check(t.Instance(limited, "").Get("ISRECORDING") != "Y", "the recording is over, but ISRECORDING is Y")
		t.Matches("the other instance", t.Instance(limited, "beside"), "ISRECORDING", "Y")
		t.Matches("the call with a long limit", t.Instance(free, ""), "ISRECORDING", "Y")

		ev.Expect("RECORDINGSTOPPED", partial)
		t.Matches("the call with a partial recording", t.Instance(partial, ""), "ISRECORDING", "Y")
		t.Active(silent, "")
		t.Reading("E-68", map[bool]string{true: "ignored", false: "honoured"}[t.Instance(silent, "").Get("ISRECORDING") == "Y"])

		t.Stop(free)
		t.Stop(limited)
		t.Stop(limited, "CALLINSTANCE", "beside")
		lasted := time.Since(began)
		rows := t.Rows(2, "DEVICEID", limited)
		duration(t, rowWith(t, rows, "USER1", "limited"), 2*time.Second, 2*time.Second)
		duration(t, rowWith(t, rows, "USER1", "beside"), 2*time.Second, lasted)
		duration(t, t.Row(free), 2*time.Second, lasted)
		recordingTime, ok := t.Row(free).Int("RECORDINGTIME")
		t.Check(ok, "RECORDINGTIME %q is no unix time", t.Row(free).Get("RECORDINGTIME"))
		t.Between("RECORDINGTIME", t.Unix(recordingTime), began, began.Add(lasted))
		exactly(t, ev, 2, "RECORDINGSTOPPED", limited)
	})
	harness.Spec("CALLSTART-26", "counts from the start, whatever is said meanwhile", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		t.StartRecorded(d, "MAXRECORDTIME", "1")
		t.Eventually("the recording is over", func() {
			t.OK("CALLUPDATE", "DEVICEID", d, "USER1", t.Name("v"))
			t.Check(t.Instance(d, "").Get("ISRECORDING") != "Y", "ISRECORDING is Y")
		})
		ev.Expect("RECORDINGSTOPPED", d)
	})
	harness.Spec("CALLSTART-26", "ends no later call of its instance", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		witness := t.Device()
		t.StartRecorded(d, "MAXRECORDTIME", "2")
		t.Stop(d)
		t.StartRecorded(d)
		t.StartRecorded(witness, "MAXRECORDTIME", "2")
		ev.Expect("RECORDINGSTOPPED", d)
		ev.Expect("RECORDINGSTOPPED", witness)
		t.Matches("the later call", t.Instance(d, ""), "ISRECORDING", "Y")
	})
})

// duration fails unless a row's DURATION lies between two times, give or take
// the second that whole seconds cost.
func duration(t *harness.T, row harness.Fields, least, most time.Duration) {
	s, ok := row.Int("DURATION")
	got := time.Duration(s) * time.Second
	t.Check(ok && got >= least-time.Second && got <= most+time.Second,
		"DURATION is %q; right is %s to %s, in seconds", row.Get("DURATION"), least, most)
}
