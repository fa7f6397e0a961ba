package callhandling

import (
	"slices"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// inDatabase is the RESULTMSG of a change to a stored recording.
const inDatabase = "Updated recording in database"

var _ = harness.Describe("UPDATE_IF_NOT_RECORDING", func() {
	harness.Spec("CALLUPDATE-24", "changes the device's last recording, and only that", func(t *harness.T) {
		d, another := t.Device(), t.Device()
		first, second, others := freshAll(t, variables...), freshAll(t, variables...), freshAll(t, variables...)
		one := t.Recorded(d, first...).Get("RECORDID")
		t.StartRecorded(d, second...)
		t.Stop(d)
		t.Rows(2, "DEVICEID", d)
		t.Recorded(another, others...)

		now := changed(freshAll(t, variables...), "CALLDIRECTION", "I")
		t.OK("CALLUPDATE", append([]string{"DEVICEID", d, "UPDATE_IF_NOT_RECORDING", "Y"}, now...)...).Says(inDatabase)
		t.Eventually("the last recording is changed", func() {
			t.Matches("the row", rowWith(t, t.CallList("DEVICEID", d), "USER1", now[slices.Index(now, "USER1")+1]), now...)
		})
		t.Matches("the earlier row", rowWith(t, t.CallList("DEVICEID", d), "RECORDID", one), first...)
		t.Matches("the other device's row", t.Row(another), others...)
		t.Active(d)
	})

	harness.Spec("CALLUPDATE-24 CALLUPDATE-25", "passes over what other instances have left", func(t *harness.T) {
		d, values := t.Device(), []string{t.Name("v"), t.Name("v")} // what the rows must say
		for i, instance := range []string{"a", "b"} {
			t.StartRecorded(d, "CALLINSTANCE", instance, "USER2", values[i])
			t.Stop(d, "CALLINSTANCE", instance)
			t.Rows(1, "USER2", values[i])
		}
		update := func() {
			now := t.Name("v")
			t.OK("CALLUPDATE", "DEVICEID", d, "UPDATE_IF_NOT_RECORDING", "Y", "USER2", now)
			values[len(values)-1] = now
		}
		update() // of b
		for _, v := range values {
			t.Rows(1, "USER2", v)
		}
		t.StartRecorded(d, "CALLINSTANCE", "c")
		values = append(values, "")
		update() // of c
		t.Stop(d, "CALLINSTANCE", "c")
		for _, v := range values {
			t.Rows(1, "USER2", v)
		}
	})

	harness.Spec("CALLUPDATE-24", "leaves what it does not name", func(t *harness.T) {
		d, now := t.Device(), freshAll(t, variables...)
		t.Recorded(d, now...)
		for _, name := range []string{"GROUP", "ANI", "USER3", "USER8", "USER15"} {
			v := t.Name("v")
			now = changed(now, name, v)
			t.OK("CALLUPDATE", "DEVICEID", d, "UPDATE_IF_NOT_RECORDING", "Y", name, v)
			t.Matches("the row", t.Rows(1, name, v)[0], append(now, "DEVICEID", d)...)
		}
	})

	harness.Spec("CALLUPDATE-24 CALLUPDATE-6", "finds the device by its agent", func(t *harness.T) {
		d, v := t.Device(), t.Name("v")
		u := t.Agent(d)
		t.Recorded(d)
		t.OK("CALLUPDATE", "SYS_USER", u.SysUser, "UPDATE_IF_NOT_RECORDING", "Y", "USER3", v)
		t.Equal("DEVICEID of the row that was changed", t.Rows(1, "USER3", v)[0].Get("DEVICEID"), d)
	})

	harness.Spec("CALLUPDATE-25", "changes the call where there is one", func(t *harness.T) {
		d, first, now := t.Device(), t.Name("v"), t.Name("v")
		earlier := t.Recorded(d, "USER2", first).Get("RECORDID")
		t.StartRecorded(d)
		t.OK("CALLUPDATE", "DEVICEID", d, "UPDATE_IF_NOT_RECORDING", "Y", "USER2", now).SentToCores("CALLSTART")
		t.Matches("the call", t.Instance(d, ""), "USER2", now)
		t.Matches("the earlier row", rowWith(t, t.CallList("DEVICEID", d), "RECORDID", earlier), "USER2", first)
		t.Stop(d)
		t.Rows(2, "DEVICEID", d)
		t.Rows(1, "USER2", first)
		t.Rows(1, "USER2", now)
	})

	harness.Spec("CALLUPDATE-26", "is answered API_RECORDID_INVALID where the device never had a recording", func(t *harness.T) {
		d := t.Device()
		t.Need(t.AnyDevice(), configured)
		t.Send("CALLUPDATE", "DEVICEID", d, "UPDATE_IF_NOT_RECORDING", "Y", "USER1", "x").Is(catalog.API_RECORDID_INVALID)
		t.Equal("the number of rows", len(t.CallList("DEVICEID", d)), 0)
	})

	harness.Spec("CALLUPDATE-27", "is answered API_DATABASE_QUERY_ERROR where the database is lost", func(t *harness.T) {
		d, v := t.Device(), t.Name("v")
		t.Recorded(d, "USER1", v)
		t.DatabaseDown()
		t.Send("CALLUPDATE", "DEVICEID", d, "UPDATE_IF_NOT_RECORDING", "Y", "USER1", "lost").Is(catalog.API_DATABASE_QUERY_ERROR)
		t.DatabaseUp()
		t.Matches("the row", t.Row(d), "USER1", v)
	})
})

var _ = harness.Describe("CALLUPDATE by RECORDID", func() {
	harness.Spec("CALLUPDATE-28", "changes that recording, and only that", func(t *harness.T) {
		d, last, active := t.Device(), t.Name("v"), t.Name("v")
		first := t.Recorded(d, freshAll(t, variables...)...).Get("RECORDID")
		t.StartRecorded(d, "USER1", last)
		t.Stop(d)
		t.Rows(2, "DEVICEID", d)
		t.StartRecorded(d, "USER1", active)

		now := changed(freshAll(t, variables...), "CALLDIRECTION", "I")
		t.OK("CALLUPDATE", append([]string{"RECORDID", first}, now...)...)
		for i := 0; i < len(now); i += 2 {
			if now[i] != "CALLDIRECTION" {
				t.Equal("RECORDID of the row with "+now[i]+" "+now[i+1], t.Rows(1, now[i], now[i+1])[0].Get("RECORDID"), first)
			}
		}
		t.Matches("the row", rowWith(t, t.CallList("DEVICEID", d), "RECORDID", first), now...)
		t.Equal("the number of rows of the later call", len(t.CallList("USER1", last)), 1)
		t.Matches("the active call", t.Instance(d, ""), "USER1", active, "USER2", "")
	})

	harness.Spec("CALLUPDATE-28", "leaves what it does not name", func(t *harness.T) {
		d, started, v := t.Device(), freshAll(t, variables...), t.Name("v")
		id := t.Recorded(d, started...).Get("RECORDID")
		t.OK("CALLUPDATE", "RECORDID", id, "USER4", v)
		t.Matches("the row", t.Rows(1, "USER4", v)[0], append(changed(started, "USER4", v), "DEVICEID", d, "RECORDID", id)...)
	})
	harness.Spec("CALLUPDATE-28", "changes no call of a DEVICEID beside it", func(t *harness.T) {
		d, v := t.Device(), t.Name("v")
		id := t.Recorded(d).Get("RECORDID")
		t.StartRecorded(d, "USER4", "active")
		t.OK("CALLUPDATE", "RECORDID", id, "DEVICEID", d, "USER4", v)
		t.Matches("the row", t.Rows(1, "USER4", v)[0], "RECORDID", id, "DEVICEID", d)
		t.Matches("the active call", t.Instance(d, ""), "USER4", "active")
	})
	harness.Spec("CALLUPDATE-28", "tells a call's recording from its partial one", func(t *harness.T) {
		d, v := t.Device(), t.Name("v")
		ev := recorded(t, d)
		t.OK("RECORDSTART", "DEVICEID", d)
		ev.Expect("RECORDINGSTARTED", d)
		t.OK("RECORDSTOP", "DEVICEID", d)
		partial := ev.Expect("RECORDINGUPDATE", d).Get("RECORDID")
		t.Stop(d)
		t.Rows(2, "DEVICEID", d)
		t.OK("CALLUPDATE", "RECORDID", partial, "USER4", v)
		t.Matches("the row", t.Rows(1, "USER4", v)[0], "RECORDID", partial)
	})

	harness.Spec("CALLUPDATE-29", "stores a DEVICEALIAS", func(t *harness.T) {
		d, v := t.Device(), t.Number()
		id := t.Recorded(d).Get("RECORDID")
		t.OK("CALLUPDATE", "RECORDID", id, "DEVICEALIAS", v)
		t.Matches("the row", t.Rows(1, "DEVICEALIAS", v)[0], "RECORDID", id, "DEVICEID", d)
	})
	harness.Spec("CALLUPDATE-29", "stores a DEVICEID", func(t *harness.T) {
		d, another := t.Device(), t.Device()
		id := t.Recorded(d).Get("RECORDID")
		t.OK("CALLUPDATE", "RECORDID", id, "DEVICEID", another)
		t.Matches("the row", t.Row(another), "RECORDID", id)
		t.Active(another)
	})

	for _, id := range []string{"2147483646", "0"} {
		harness.Spec("CALLUPDATE-30", "is refused where there is no such recording: "+id, func(t *harness.T) {
			r := t.Send("CALLUPDATE", "RECORDID", id, "USER4", "x").Is(
				catalog.API_RECORDID_INVALID, catalog.API_DATABASE_QUERY_ERROR, catalog.API_REQUESTID_INVALID)
			t.Reading("E-34", codeReading(r))
		})
	}

	harness.Spec("CALLUPDATE-31", "changes nothing where that is no number", func(t *harness.T) {
		d, v, w := t.Device(), t.Name("v"), t.Name("w")
		id := t.Recorded(d, "USER4", v).Get("RECORDID")
		for _, bad := range []string{"last", "*", "", "-" + id} {
			t.Check(!t.Send("CALLUPDATE", "RECORDID", bad, "USER4", w).OK(), "RECORDID %q was answered API_OK", bad)
			t.Send("CALLUPDATE", "RECORDID", bad, "DEVICEID", d, "USER4", w)
		}
		t.Matches("the row", t.Row(d), "USER4", v, "RECORDID", id)
		t.Equal("the number of rows with the value that was refused", len(t.CallList("USER4", w)), 0)
	})

	harness.Spec("CALLUPDATE-32", "is answered API_DATABASE_QUERY_ERROR where the database is lost", func(t *harness.T) {
		d, v := t.Device(), t.Name("v")
		id := t.Recorded(d, "USER4", v).Get("RECORDID")
		t.DatabaseDown()
		t.Send("CALLUPDATE", "RECORDID", id, "USER4", "lost").Is(catalog.API_DATABASE_QUERY_ERROR)
		t.DatabaseUp()
		t.Matches("the row", t.Row(d), "USER4", v)
	})

	harness.Spec("CALLUPDATE-33", "changes nothing with an invalid REQUESTID", func(t *harness.T) {
		d, v := t.Device(), t.Name("v")
		id := t.Recorded(d, "USER4", v).Get("RECORDID")
		t.Send("CALLUPDATE", "RECORDID", id, "USER4", "x", "REQUESTID", "2147483648").Is(catalog.API_REQUESTID_INVALID)
		t.Matches("the row", t.Row(d), "USER4", v)
	})
})

var _ = harness.Describe("CALLUPDATE", func() {
	for _, w := range widths[1:] { // it says nothing about an alias
		harness.Spec("CALLUPDATE-34", "keeps values of the full width: "+w.title, func(t *harness.T) {
			updatesFullWidth(t, w, ascii)
		})
		harness.Spec("CALLUPDATE-36", "keeps values of the full width beyond ASCII: "+w.title, func(t *harness.T) {
			updatesFullWidth(t, w, latin)
		})
		harness.Spec("CALLUPDATE-35", "harms nothing by a value that is too long: "+w.title, func(t *harness.T) {
			for _, name := range w.names {
				d, started, v := t.Device(), freshAll(t, variables...), long(t, w.n+1, ascii)
				t.StartRecorded(d, started...)
				r := t.Send("CALLUPDATE", "DEVICEID", d, name, v)
				now := started
				if shown, taken := keptOrCut(t, r, v, w.n, func() string { return t.Status(d).Get(name) }); taken {
					now = changed(started, name, shown)
				}
				t.Matches("the call", t.Instance(d, ""), now...)
				t.Stop(d)
				t.Matches("the row", t.Row(d), now...)
			}
		})
	}
})

// updatesFullWidth fails unless values of the width are kept whole in an active
// call, and ones of a character less in a stored recording.
func updatesFullWidth(t *harness.T, w width, of string) {
	d, now, later := t.Device(), longAll(t, w.n, of, w.names...), longAll(t, w.n-1, of, w.names...)
	t.StartRecorded(d)
	t.OK("CALLUPDATE", append([]string{"DEVICEID", d}, now...)...)
	t.Matches("the call", t.Instance(d, ""), now...)
	t.Stop(d)
	row := t.Row(d)
	t.Matches("the row", row, now...)
	t.OK("CALLUPDATE", append([]string{"RECORDID", row.Get("RECORDID")}, later...)...)
	t.Matches("the row", t.Rows(1, later...)[0], "DEVICEID", d)
	t.OK("CALLUPDATE", append([]string{"RECORDID", row.Get("RECORDID")}, now...)...)
	t.Matches("the row", t.Rows(1, now...)[0], "DEVICEID", d)
}
