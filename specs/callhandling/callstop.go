package callhandling

import (
	"slices"
	"strconv"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("CALLSTOP", func() {
	harness.Spec("CALLSTOP-13", "ends the call", func(t *harness.T) {
		t.Clock()
		d, before, ev := t.Device(), time.Now(), t.Events("CALL")
		said := freshAll(t, "DEVICEALIAS", "GROUP", "GATE", "ANI", "DNIS", "USER1", "USER8", "USER15")
		t.Start(d, said...)
		t.Stop(d)
		t.Active(d)
		t.Between("STOPTIME", t.Time("STOPTIME", t.Status(d).Get("STOPTIME")), before, time.Now())
		ev.Expect("CALLSTOP", d, said...)
		exactly(t, ev, 1, "CALLSTOP", d)
	})

	harness.Spec("CALLSTOP-14", "ends the recording, which is saved", func(t *harness.T) {
		d := t.Device()
		ev := recorded(t, d)
		t.Stop(d)
		stopped, saved := ev.Expect("RECORDINGSTOPPED", d), ev.Expect("RECORDINGUPDATE", d)
		ev.InOrder(stopped, saved)
		t.Equal("RECORDID of RECORDINGUPDATE", saved.Get("RECORDID"), stopped.Get("RECORDID"))
		t.Matches("the row", t.Row(d), "RECORDID", saved.Get("RECORDID"))
		t.Check(t.Status(d).Get("ISRECORDING") != "Y", "the call is over, but ISRECORDING is Y")
		ev.None("RECORDINGSTOPPED", d)
		exactly(t, ev, 1, "RECORDINGUPDATE", d)
	})

	for i, name := range []string{"a", "b", "", "c"} {
		harness.Spec("CALLSTOP-15", "ends only the instance that it names: '"+name+"'", func(t *harness.T) {
			d, all := t.Device(), []string{"a", "b", "", "c"}
			from := i
			if name == "" { // means the last call where it means no instance
				from = i + 1
			}
			for turn := range all {
				instance := all[(from+turn)%len(all)]
				t.Start(d, "CALLINSTANCE", instance, "USER3", "of-"+instance)
			}
			t.Stop(d, "CALLINSTANCE", name)
			rest := slices.Delete(all, i, i+1)
			t.Active(d, rest...)
			for _, r := range rest {
				t.Matches("instance "+r, t.Instance(d, r), "USER3", "of-"+r)
			}
		})
	}
	harness.Spec("CALLSTOP-15", "ends an instance that is not the last", func(t *harness.T) {
		d, ev := t.Device(), t.Events("ALL")
		t.StartRecorded(d, "CALLINSTANCE", "first", "USER1", "first")
		t.StartRecorded(d, "CALLINSTANCE", "last", "USER1", "last")
		t.Stop(d, "CALLINSTANCE", "first")
		ev.Expect("CALLSTOP", d, "CALLINSTANCE", "first")
		ev.Expect("RECORDINGSTOPPED", d, "USER1", "first")
		t.Matches("the last call", t.Instance(d, "last"), "ISRECORDING", "Y")
		exactly(t, ev, 1, "CALLSTOP", d)
	})

	harness.Spec("CALLSTOP-16", "without CALLINSTANCE ends the call that started last", func(t *harness.T) {
		d := t.Device()
		for _, instance := range []string{"2", "", "1"} {
			t.Start(d, "CALLINSTANCE", instance)
		}
		t.Stop(d)
		t.Active(d, "2", "")
	})
	harness.Spec("CALLSTOP-16", "without CALLINSTANCE ends the call that started last, whatever is said of others", func(t *harness.T) {
		d := t.Device()
		for _, instance := range []string{"1", "2", "3"} {
			t.Start(d, "CALLINSTANCE", instance)
		}
		t.Stop(d, "CALLINSTANCE", "1")
		t.Start(d, "CALLINSTANCE", "1") // anew: it is the last one now
		t.OK("CALLUPDATE", "DEVICEID", d, "CALLINSTANCE", "2", "USER1", "x")
		t.Matches("the device", t.Status(d), "CALLINSTANCE", "1")
		t.Stop(d)
		t.Active(d, "2", "3")
	})
	harness.Spec("CALLSTOP-16 CALLSTOP-6", "without CALLINSTANCE ends one call of the agent's device", func(t *harness.T) {
		d := t.Device()
		u := t.Agent(d)
		for _, instance := range []string{"1", "2", "3"} {
			t.Start(d, "CALLINSTANCE", instance)
		}
		t.OK("CALLSTOP", "SYS_USER", u.SysUser)
		t.Active(d, "1", "2")
		t.OK("CALLSTOP", "CRM_USER", u.CRMUser, "CALLINSTANCE", "1")
		t.Active(d, "2")
	})
	harness.Spec("CALLSTOP-16", "without CALLINSTANCE ends the only call, whatever its instance", func(t *harness.T) {
		d := t.Device()
		t.Start(d, "CALLINSTANCE", "37")
		t.Stop(d)
		t.Active(d)
	})

	harness.Spec("CALLSTOP-17", "of an instance that is not active ends nothing", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		t.Start(d, "CALLINSTANCE", "1")
		t.Start(d, "CALLINSTANCE", "10")
		for _, instance := range []string{"2", "01", "0"} {
			withoutCall(t, t.Send("CALLSTOP", "DEVICEID", d, "CALLINSTANCE", instance))
		}
		t.Active(d, "1", "10")
		ev.None("CALLSTOP", d)
	})

	harness.Spec("CALLSTOP-18", "on a device without a call does nothing", func(t *harness.T) {
		over, unknown, ev := t.Device(), t.Device(), t.Events("CALL")
		t.Start(over)
		t.Stop(over)
		withoutCall(t, t.Send("CALLSTOP", "DEVICEID", over))
		withoutCall(t, t.Send("CALLSTOP", "DEVICEID", over, "CALLINSTANCE", "1"))
		withoutCall(t, t.Send("CALLSTOP", "DEVICEID", unknown))
		ev.None("CALLSTOP", unknown)
		exactly(t, ev, 1, "CALLSTOP", over)
	})

	harness.Spec("CALLSTOP-19", "leaves other devices as they are", func(t *harness.T) {
		d, another := t.Device(), t.Device()
		t.StartRecorded(d)
		t.StartRecorded(another)
		t.Stop(d)
		t.Active(d)
		t.Active(another, "")
		t.Matches("the other device", t.Status(another), "ISRECORDING", "Y", "STOPTIME", "")
	})

	harness.Spec("CALLSTOP-20", "ends the partial recording too", func(t *harness.T) {
		d := t.Device()
		ev := recorded(t, d)
		t.OK("RECORDSTART", "DEVICEID", d)
		ev.Expect("RECORDINGSTARTED", d)
		t.Stop(d)
		ids := map[string]bool{}
		for range 2 {
			ev.Expect("RECORDINGSTOPPED", d)
			ids[ev.Expect("RECORDINGUPDATE", d).Get("RECORDID")] = true
		}
		for _, row := range t.Rows(2, "DEVICEID", d) {
			t.Check(ids[row.Get("RECORDID")], "no RECORDINGUPDATE announced the recording %s", row.Get("RECORDID"))
		}
	})

	harness.Spec("CALLSTOP-20", "leaves the partial recordings of other instances", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		for _, instance := range []string{"a", "b"} {
			t.StartRecorded(d, "CALLINSTANCE", instance)
			ev.Expect("RECORDINGSTARTED", d, "CALLINSTANCE", instance)
			partial(t, ev, d, "CALLINSTANCE", instance, "USER1", "part of "+instance)
		}
		t.Stop(d, "CALLINSTANCE", "b")
		exactly(t, ev, 2, "RECORDINGUPDATE", d)
		exactly(t, ev, 2, "RECORDINGSTOPPED", d)
		t.OK("RECORDSTOP", "DEVICEID", d, "CALLINSTANCE", "a")
		ev.Expect("RECORDINGSTOPPED", d, "USER1", "part of a")
		t.Matches("the call that goes on", t.Instance(d, "a"), "ISRECORDING", "Y")
	})

	harness.Spec("CALLSTOP-22", "lets the instance be started again", func(t *harness.T) {
		d, first, second := t.Device(), t.Name("v"), t.Name("v")
		for _, v := range []string{first, second} {
			t.StartRecorded(d, "CALLINSTANCE", "a", "USER9", v)
			t.Matches("the call", t.Instance(d, "a"), "USER9", v)
			t.Stop(d, "CALLINSTANCE", "a")
			t.Active(d)
		}
		rows := t.Rows(2, "DEVICEID", d)
		t.Check(rowWith(t, rows, "USER9", first).Get("RECORDID") != rowWith(t, rows, "USER9", second).Get("RECORDID"), "both recordings have one RECORDID")
	})

	harness.Spec("CALLSTOP-23", "from many connections ends the call once", func(t *harness.T) {
		d, ev := t.Device(), t.Events("ALL")
		t.StartRecorded(d, "CALLINSTANCE", "beside")
		t.StartRecorded(d, "CALLINSTANCE", "a")
		t.Each(6, func(int) {
			t.Dial().Send("CALLSTOP", "DEVICEID", d, "CALLINSTANCE", "a").Is(
				catalog.API_OK, catalog.API_DEVICE_NOT_IN_CALL, catalog.API_DEVICE_INVALID)
		})
		t.Active(d, "beside")
		ev.Expect("RECORDINGUPDATE", d)
		ev.None("CALLSTOP", d, "CALLINSTANCE", "beside")
		exactly(t, ev, 1, "CALLSTOP", d)
		exactly(t, ev, 1, "RECORDINGSTOPPED", d)
	})
})

// withoutCall fails unless a result is one that a device without a call may
// get, and notes which (E-32).
func withoutCall(t *harness.T, r *harness.Reply) {
	r.Is(catalog.API_OK, catalog.API_DEVICE_NOT_IN_CALL, catalog.API_DEVICE_INVALID)
	t.Reading("E-32", codeReading(r))
}

// codeReading names the reading that a result takes: "ok", or its code.
func codeReading(r *harness.Reply) string {
	if r.OK() {
		return "ok"
	}
	return strconv.Itoa(r.Code)
}
