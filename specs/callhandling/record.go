package callhandling

import (
	"slices"
	"time"

	"github.com/offhook/offhook/specs/harness"
)

// partial starts a partial recording beside a call's own and waits until it
// runs.
func partial(t *harness.T, ev *harness.Events, d string, nameValues ...string) {
	t.OK("RECORDSTART", append([]string{"DEVICEID", d}, nameValues...)...)
	ev.Expect("RECORDINGSTARTED", d)
}

// partialRow ends a partial recording with RECORDSTOP and returns its row.
func partialRow(t *harness.T, ev *harness.Events, d string, nameValues ...string) harness.Fields {
	t.OK("RECORDSTOP", append([]string{"DEVICEID", d}, nameValues...)...)
	return saved(t, ev.Expect("RECORDINGSTOPPED", d).Get("RECORDID"), "DEVICEID", d)
}

// saved waits until CALLLIST finds the recording of that id by its filters, and
// returns the row; others may be found beside it.
func saved(t *harness.T, id string, filters ...string) (row harness.Fields) {
	t.Eventually("recording "+id+" is in the database", func() {
		row = rowWith(t, t.CallList(filters...), "RECORDID", id)
	})
	return row
}

var _ = harness.Describe("RECORDSTART", func() {
	harness.Spec("RECORDSTART-13", "starts another recording beside the call's own", func(t *harness.T) {
		d, calls := t.Device(), t.Events("CALL")
		ev := recorded(t, d)
		partial(t, ev, d)
		t.Active(d, "")
		t.Matches("the call", t.Instance(d, ""), "ISRECORDING", "Y", "STATUS", "recording")
		ev.None("RECORDINGSTOPPED", d)
		exactly(t, ev, 2, "RECORDINGSTARTED", d)
		exactly(t, calls, 1, "CALLSTART", d)
	})

	harness.Spec("RECORDSTART-14", "makes a row of its own", func(t *harness.T) {
		d := t.Device()
		ev := recorded(t, d)
		partial(t, ev, d)
		id := partialRow(t, ev, d).Get("RECORDID")
		ev.Expect("RECORDINGUPDATE", d, "RECORDID", id)
		t.Stop(d)
		own := ev.Expect("RECORDINGUPDATE", d).Get("RECORDID")
		t.Check(own != id, "the call's recording and the partial one have the RECORDID %s", id)
		rows := t.Rows(2, "DEVICEID", d)
		rowWith(t, rows, "RECORDID", id)
		rowWith(t, rows, "RECORDID", own)
	})

	harness.Spec("RECORDSTART-14", "makes a row that lasts as long as the partial recording", func(t *harness.T) {
		d := t.Device()
		ev := recorded(t, d)
		t.Elapse(time.Now(), 3*time.Second)
		began := time.Now()
		partial(t, ev, d)
		row := partialRow(t, ev, d)
		duration(t, row, 0, time.Since(began))
	})

	harness.Spec("RECORDSTART-15", "says what is in the partial recording's row", func(t *harness.T) {
		d, said := t.Device(), freshAll(t, slices.Concat(variables, []string{"DEVICEALIAS"})...)
		ev := recorded(t, d)
		partial(t, ev, d, said...)
		row := partialRow(t, ev, d)
		t.Matches("the row", row, said...)
		for i := 0; i < len(said); i += 2 {
			if said[i] != "CALLDIRECTION" {
				saved(t, row.Get("RECORDID"), said[i], said[i+1])
			}
		}
	})
	harness.Spec("RECORDSTART-15", "replaces what the call said in the partial recording's row", func(t *harness.T) {
		d, now := t.Device(), freshAll(t, variables...)
		ev := recorded(t, d, freshAll(t, variables...)...)
		partial(t, ev, d, now...)
		t.Matches("the row", partialRow(t, ev, d), now...)
	})

	harness.Spec("RECORDSTART-25", "and RECORDSTOP say nothing of the call's own recording", func(t *harness.T) {
		d, said := t.Device(), freshAll(t, variables...)
		ev := recorded(t, d, said...)
		partial(t, ev, d, freshAll(t, variables...)...)
		id := partialRow(t, ev, d, freshAll(t, users...)...).Get("RECORDID")
		t.Stop(d)
		own := ev.Expect("RECORDINGSTOPPED", d).Get("RECORDID")
		t.Check(own != id, "the partial recording %s ended twice", id)
		t.Matches("the row of the call's own recording", saved(t, own, "DEVICEID", d), said...)
	})

	for _, c := range []struct{ title, names, records string }{
		{"the call of the instance that it names", "first", "first"},
		{"without CALLINSTANCE the call that started last", "", "last"},
	} {
		harness.Spec("RECORDSTART-16", "records "+c.title, func(t *harness.T) {
			d, ev := t.Device(), t.Events("RECORD")
			for _, instance := range []string{"first", "last"} {
				t.StartRecorded(d, "CALLINSTANCE", instance)
				ev.Expect("RECORDINGSTARTED", d, "CALLINSTANCE", instance)
			}
			params := []string{"DEVICEID", d}
			if c.names != "" {
				params = append(params, "CALLINSTANCE", c.names)
			}
			t.OK("RECORDSTART", params...)
			ev.Expect("RECORDINGSTARTED", d, "CALLINSTANCE", c.records)
			exactly(t, ev, 3, "RECORDINGSTARTED", d)
		})
	}

	harness.Spec("RECORDSTART-17", "on a device without a call makes none", func(t *harness.T) {
		d, unknown, ev := t.Device(), t.Device(), t.Events("CALL")
		t.Start(d)
		t.Stop(d)
		withoutCall(t, t.Send("RECORDSTART", "DEVICEID", d))
		withoutCall(t, t.Send("RECORDSTART", "DEVICEID", unknown))
		t.Active(d)
		t.Active(unknown)
		ev.None("CALLSTART", unknown)
		exactly(t, ev, 1, "CALLSTART", d)
	})
	harness.Spec("RECORDSTART-24", "on a device without a call records nothing", func(t *harness.T) {
		d := t.Device()
		ev := recorded(t, d)
		t.Stop(d)
		ev.Expect("RECORDINGUPDATE", d)
		withoutCall(t, t.Send("RECORDSTART", "DEVICEID", d))
		ev.None("RECORDINGSTARTED", d)
		withoutCall(t, t.Send("RECORDSTOP", "DEVICEID", d))
		t.Rows(1, "DEVICEID", d)
	})

	harness.Spec("RECORDSTART-19", "takes what does not show in the recording", func(t *harness.T) {
		d := t.Device()
		ev := recorded(t, d)
		for _, params := range [][]string{
			{"CALLID", "4711"}, {"CALLID", long(t, 16, ascii)}, {"PRIORITY", "0"}, {"PRIORITY", "100"}, {"MAXRECORDSILENCE", "600"}, {"MAXRECORDTIME", "600"},
			{"AGENTINITIATED", "Y"}, {"AGENTINITIATED", "N"}, {"CTIINITIATED", "Y"}, {"CTIINITIATED", "N"}, {"ARCHIVEACTION", "7"},
		} {
			partial(t, ev, d, params...)
			partialRow(t, ev, d)
		}
	})

	harness.Spec("RECORDSTART-20", "keeps values of the full width", func(t *harness.T) {
		for _, w := range widths {
			for _, n := range []int{w.n - 1, w.n} {
				d, said := t.Device(), longAll(t, n, ascii, w.names...)
				ev := recorded(t, d)
				partial(t, ev, d, said...)
				t.Matches("the row", partialRow(t, ev, d), said...)
			}
		}
	})
	for _, w := range widths {
		harness.Spec("RECORDSTART-21", "harms nothing by a value that is too long: "+w.title, func(t *harness.T) {
			name, v, rest := w.names[0], long(t, w.n+1, ascii), freshAll(t, slicesWithout(variables, w.names[0])...)
			d := t.Device()
			ev := recorded(t, d)
			r := t.Send("RECORDSTART", append([]string{"DEVICEID", d, name, v}, rest...)...)
			_, taken := keptOrCut(t, r, v, w.n, func() string {
				ev.Expect("RECORDINGSTARTED", d)
				row := partialRow(t, ev, d)
				t.Matches("the row", row, rest...)
				return row.Get(name)
			})
			t.Matches("the call", t.Instance(d, ""), "ISRECORDING", "Y")
			if !taken {
				ev.None("RECORDINGSTARTED", d)
			}
		})
	}

	harness.Spec("RECORDSTART-22", "and RECORDSTOP need no database", func(t *harness.T) {
		d, v := t.Device(), t.Name("v")
		ev := recorded(t, d)
		t.DatabaseDown()
		partial(t, ev, d, "USER11", v)
		t.OK("RECORDSTOP", "DEVICEID", d)
		id := ev.Expect("RECORDINGSTOPPED", d).Get("RECORDID")
		t.DatabaseUp()
		ev.Expect("RECORDINGUPDATE", d, "RECORDID", id)
		t.Matches("the row", saved(t, id, "DEVICEID", d), "USER11", v)
	})

	harness.Spec("RECORDSTART-23", "and RECORDSTOP leave other devices as they are", func(t *harness.T) {
		d, another := t.Device(), t.Device()
		ev := recorded(t, d)
		t.StartRecorded(another)
		ev.Expect("RECORDINGSTARTED", another)
		partial(t, ev, another)
		partial(t, ev, d)
		partialRow(t, ev, d)
		ev.None("RECORDINGSTOPPED", another)
		exactly(t, ev, 2, "RECORDINGSTARTED", another)
		t.Matches("the other call", t.Instance(another, ""), "ISRECORDING", "Y")
	})
})
