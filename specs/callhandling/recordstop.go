package callhandling

import (
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("RECORDSTOP", func() {
	harness.Spec("RECORDSTOP-13", "ends the partial recording, not the call and its own", func(t *harness.T) {
		d, calls := t.Device(), t.Events("CALL")
		ev := recorded(t, d)
		partial(t, ev, d)
		id := partialRow(t, ev, d).Get("RECORDID")
		t.Active(d, "")
		t.Matches("the call", t.Instance(d, ""), "ISRECORDING", "Y", "STATUS", "recording")
		ev.None("RECORDINGSTOPPED", d)
		exactly(t, calls, 0, "CALLSTOP", d)
		t.Stop(d)
		t.Check(ev.Expect("RECORDINGSTOPPED", d).Get("RECORDID") != id, "the partial recording %s ended twice", id)
		exactly(t, calls, 1, "CALLSTOP", d)
	})

	harness.Spec("RECORDSTOP-14", "says USER1 to USER15 of the partial recording", func(t *harness.T) {
		d, said := t.Device(), freshAll(t, users...)
		ev := recorded(t, d)
		partial(t, ev, d)
		row := partialRow(t, ev, d, said...)
		t.Matches("the row", row, said...)
		for i := 0; i < len(said); i += 2 {
			saved(t, row.Get("RECORDID"), said[i], said[i+1])
		}
	})
	harness.Spec("RECORDSTOP-14", "leaves what RECORDSTART said and it does not", func(t *harness.T) {
		d, said, v := t.Device(), freshAll(t, users...), t.Name("v")
		ev := recorded(t, d)
		partial(t, ev, d, said...)
		t.Matches("the row", partialRow(t, ev, d, "USER3", v), changed(said, "USER3", v)...)
	})

	for _, c := range []struct{ title, names, ends string }{
		{"of the instance that it names", "first", "first"},
		{"without CALLINSTANCE of the call that started last", "", "last"},
	} {
		harness.Spec("RECORDSTOP-15", "ends the partial recording "+c.title, func(t *harness.T) {
			d, ev := t.Device(), t.Events("RECORD")
			for _, instance := range []string{"first", "last"} {
				t.StartRecorded(d, "CALLINSTANCE", instance)
				ev.Expect("RECORDINGSTARTED", d)
				partial(t, ev, d, "CALLINSTANCE", instance, "USER1", instance)
			}
			params := []string{"DEVICEID", d}
			if c.names != "" {
				params = append(params, "CALLINSTANCE", c.names)
			}
			t.OK("RECORDSTOP", params...)
			ev.Expect("RECORDINGSTOPPED", d, "USER1", c.ends)
			ev.None("RECORDINGSTOPPED", d)
			t.Active(d, "first", "last")
		})
	}

	harness.Spec("RECORDSTOP-16", "without a partial recording leaves the call's own", func(t *harness.T) {
		d := t.Device()
		ev := recorded(t, d)
		for range 2 {
			t.Send("RECORDSTOP", "DEVICEID", d).Is(catalog.API_OK, catalog.API_DEVICE_NOT_IN_CALL, catalog.API_DEVICE_INVALID, catalog.API_DEVICE_NOT_RECORDING)
		}
		ev.None("RECORDINGSTOPPED", d)
		t.Active(d, "")
		t.Matches("the call", t.Instance(d, ""), "ISRECORDING", "Y")
	})

	harness.Spec("RECORDSTOP-17", "lets another partial recording be made", func(t *harness.T) {
		d, ids := t.Device(), map[string]bool{}
		ev := recorded(t, d)
		for range 3 {
			partial(t, ev, d)
			t.OK("RECORDSTOP", "DEVICEID", d)
			id := ev.Expect("RECORDINGSTOPPED", d).Get("RECORDID")
			saved(t, id, "DEVICEID", d)
			ids[id] = true
		}
		t.Equal("the number of RECORDIDs", len(ids), 3)
	})

	for _, w := range widths[2:] { // its only values are USER1 to USER15
		harness.Spec("RECORDSTOP-18", "keeps, cuts or refuses long values: "+w.title, func(t *harness.T) {
			d, said := t.Device(), longAll(t, w.n, ascii, w.names...)
			ev := recorded(t, d)
			partial(t, ev, d)
			t.Matches("the row", partialRow(t, ev, d, said...), said...)

			d, v := t.Device(), long(t, w.n+1, ascii)
			ev = recorded(t, d)
			partial(t, ev, d)
			keptOrCut(t, t.Send("RECORDSTOP", "DEVICEID", d, w.names[0], v), v, w.n, func() string {
				return saved(t, ev.Expect("RECORDINGSTOPPED", d).Get("RECORDID"), "DEVICEID", d).Get(w.names[0])
			})
			t.Matches("the call", t.Instance(d, ""), "ISRECORDING", "Y")
		})
	}

	harness.Spec("RECORDSTOP-19", "on a device without a call does nothing", func(t *harness.T) {
		over, unknown, ev := t.Device(), t.Device(), t.Events("ALL")
		t.Start(over)
		t.Stop(over)
		withoutCall(t, t.Send("RECORDSTOP", "DEVICEID", over))
		withoutCall(t, t.Send("RECORDSTOP", "DEVICEID", unknown))
		ev.None("CALLSTOP", unknown)
		exactly(t, ev, 1, "CALLSTOP", over)
	})
})
