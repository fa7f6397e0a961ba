package callhandling

import (
	"slices"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("CALLSTART", func() {
	harness.Spec("CALLSTART-18", "without CALLINSTANCE starts a blank instance", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		t.Start(d)
		ev.Expect("CALLSTART", d, "CALLINSTANCE", "")
		t.Matches("the device", t.Status(d), "CALLINSTANCE", "")
		t.Active(d, "")
	})
	harness.Spec("CALLSTART-18", "names the instance that it starts", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		t.Start(d, "CALLINSTANCE", "2001")
		ev.Expect("CALLSTART", d, "CALLINSTANCE", "2001")
		t.Matches("the device", t.Status(d), "CALLINSTANCE", "2001")
	})

	harness.Spec("CALLSTART-19", "starts instances beside one another, each with its own values", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		values := map[string]string{"": t.Name("v"), "37": t.Name("v"), "38": t.Name("v")}
		for _, instance := range []string{"37", "38", ""} {
			t.StartRecorded(d, "CALLINSTANCE", instance, "USER5", values[instance])
		}
		t.Active(d, "", "37", "38")
		for instance, v := range values {
			hasOnly(t, "instance "+instance, t.Instance(d, instance), "USER5", v)
			ev.Expect("RECORDINGSTARTED", d, "CALLINSTANCE", instance, "USER5", v)
			t.Matches("instance "+instance, t.Instance(d, instance), "ISRECORDING", "Y", "STATUS", "recording")
		}
		for _, instance := range []string{"37", "38", ""} { // a blank one may mean the last call, which it is by then
			t.Stop(d, "CALLINSTANCE", instance)
		}
		ids := map[string]bool{}
		rows := t.Rows(3, "DEVICEID", d)
		for _, v := range values {
			ids[rowWith(t, rows, "USER5", v).Get("RECORDID")] = true
		}
		t.Equal("the number of RECORDIDs", len(ids), 3)
	})

	harness.Spec("CALLSTART-19", "tells instances of similar names apart", func(t *harness.T) {
		d, names := t.Device(), []string{"", "0", "00", "1", "10", "-1"}
		for _, name := range names {
			t.Start(d, "CALLINSTANCE", name)
		}
		t.Active(d, names...)
	})

	harness.Spec("CALLSTART-38", "tells long instances apart", func(t *harness.T) {
		d, names := t.Device(), []string{}
		for n := 6; n < 16; n += 3 {
			names = append(names, strings.Repeat("7", n)+"0"+strings.Repeat("7", 15-n))
		}
		for _, name := range names {
			t.Start(d, "CALLINSTANCE", name)
		}
		t.Active(d, names...)
	})
	harness.Spec("CALLSTART-19", "starts many instances on one device", func(t *harness.T) {
		d := t.Device()
		names := numbered("i", 1, 12)
		for _, name := range names {
			t.Start(d, "CALLINSTANCE", name, "USER6", "of "+name)
		}
		t.Active(d, names...)
		for _, name := range names {
			t.Matches("instance "+name, t.Instance(d, name), "USER6", "of "+name)
		}
	})

	harness.Spec("CALLSTART-20", "of one instance on two devices starts two calls", func(t *harness.T) {
		a, b := t.Device(), t.Device()
		t.Start(a, "CALLINSTANCE", "x", "ANI", "1111")
		t.Start(b, "CALLINSTANCE", "x", "ANI", "2222")
		t.Stop(a, "CALLINSTANCE", "x")
		t.Active(a)
		t.Matches("the other call", t.Instance(b, "x"), "ANI", "2222")
	})

	harness.Spec("CALLSTART-20", "tells devices of similar ids apart", func(t *harness.T) {
		t.Need(t.AnyDevice(), configured)
		d := t.Number()[1:]
		t.Start(d, "ANI", "1111")
		for _, similar := range []string{"0" + d, d + "0", d[1:], d[:8]} {
			t.Active(similar)
			t.Start(similar, "ANI", "2222")
			t.Stop(similar)
		}
		t.Matches("the call", t.Instance(d, ""), "ANI", "1111")
	})

	for _, instance := range []string{"", "a"} {
		harness.Spec("CALLSTART-21", "never makes an instance active twice: '"+instance+"'", func(t *harness.T) {
			d := t.Device()
			t.Start(d, "CALLINSTANCE", "beside", "USER1", "beside")
			for range 4 {
				t.Send("CALLSTART", "DEVICEID", d, "CALLINSTANCE", instance).Is(catalog.API_OK, catalog.API_ERROR_ALREADY_RECORDING)
			}
			t.Active(d, instance, "beside")
			t.Matches("the other instance", t.Instance(d, "beside"), "USER1", "beside")
			t.Stop(d, "CALLINSTANCE", instance)
			t.Active(d, "beside")
		})
	}

	harness.Spec("CALLSTART-22", "of an active instance takes its place, or is refused", func(t *harness.T) {
		d, first, second := t.Device(), t.Name("v"), t.Name("v")
		ev := t.Events("CALL")
		t.StartRecorded(d, "CALLINSTANCE", "a", "USER6", first, "USER7", first)
		ev.Expect("CALLSTART", d, "USER6", first)
		r := t.Send("CALLSTART", "DEVICEID", d, "CALLINSTANCE", "a", "USER6", second).Is(catalog.API_OK, catalog.API_ERROR_ALREADY_RECORDING)
		if !r.OK() {
			t.Reading("E-33", "1")
			t.Matches("the earlier call", t.Instance(d, "a"), "USER6", first)
			exactly(t, ev, 1, "CALLSTART", d)
			t.Stop(d, "CALLINSTANCE", "a")
			t.Rows(1, "USER6", first)
			return
		}
		t.Reading("E-33", "replace")
		ev.Expect("CALLSTOP", d, "USER6", first)
		ev.Expect("CALLSTART", d, "USER6", second)
		t.Matches("the new call", t.Instance(d, "a"), "USER6", second, "USER7", "")
		t.Rows(1, "USER6", first)
		t.UntilDecided(d, "a")
		t.Stop(d, "CALLINSTANCE", "a")
		t.Rows(1, "USER6", second)
		t.Rows(2, "DEVICEID", d)
		exactly(t, ev, 2, "CALLSTART", d)
	})

	harness.Spec("CALLSTART-36", "takes effect once on each of many connections", func(t *harness.T) {
		d, names, ev := t.Device(), numbered("n", 0, 7), t.Events("CALL")
		t.Each(len(names), func(i int) {
			t.Dial().OK("CALLSTART", "DEVICEID", d, "CALLINSTANCE", names[i], "USER2", names[i])
		})
		t.Active(d, names...)
		for _, name := range names {
			t.Matches("instance "+name, t.Instance(d, name), "USER2", name)
			ev.Expect("CALLSTART", d, "CALLINSTANCE", name)
		}
		exactly(t, ev, len(names), "CALLSTART", d)
	})
	harness.Spec("CALLSTART-36 CALLSTART-21", "of one instance from many connections leaves one call", func(t *harness.T) {
		d, ev, ok := t.Device(), t.Events("CALL"), make([]bool, 6)
		t.Each(len(ok), func(i int) {
			ok[i] = t.Dial().Send("CALLSTART", "DEVICEID", d, "CALLINSTANCE", "z").Is(catalog.API_OK, catalog.API_ERROR_ALREADY_RECORDING).OK()
		})
		t.Active(d, "z")
		t.Stop(d, "CALLINSTANCE", "z")
		taken := len(slices.DeleteFunc(ok, func(b bool) bool { return !b }))
		exactly(t, ev, taken, "CALLSTART", d)
		exactly(t, ev, taken, "CALLSTOP", d)
	})
})
