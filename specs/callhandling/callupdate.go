package callhandling

import (
	"slices"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("CALLUPDATE", func() {
	for _, name := range variables {
		harness.Spec("CALLUPDATE-13 CALLUPDATE-14", "changes one value of the active call everywhere: "+name, func(t *harness.T) {
			d, ev := t.Device(), t.Events("CALL")
			started, v := freshAll(t, variables...), fresh(t, name)
			if name == "CALLDIRECTION" {
				started = changed(started, name, "I")
			}
			now := changed(started, name, v)
			t.StartRecorded(d, started...)
			t.OK("CALLUPDATE", "DEVICEID", d, name, v)
			t.Matches("DEVICESTATUS", t.Status(d), now...)
			t.Matches("DEVICERECORDINGSTATUS", t.Instance(d, ""), now...)
			t.Stop(d)
			if name == "CALLDIRECTION" { // neither in the event nor a filter
				t.Matches("the row", t.Row(d), now...)
				return
			}
			ev.Expect("CALLSTOP", d, name, v)
			t.Matches("the row", t.Rows(1, name, v)[0], append(now, "DEVICEID", d)...)
			t.Equal("the number of rows with the value that was replaced", len(t.CallList(name, started[slices.Index(started, name)+1])), 0)
		})
	}

	harness.Spec("CALLUPDATE-13", "gives the call values that it did not have", func(t *harness.T) {
		d, said := t.Device(), freshAll(t, variables...)
		t.StartRecorded(d)
		t.OK("CALLUPDATE", append([]string{"DEVICEID", d}, said...)...)
		t.Matches("DEVICELIST", t.Listed(d), said...)
		t.Stop(d)
		t.Matches("the row", t.Row(d), said...)
	})

	harness.Spec("CALLUPDATE-43", "leaves when the call began, and its recording, as they are", func(t *harness.T) {
		d := t.Device()
		t.StartRecorded(d)
		was := t.Instance(d, "")
		t.Elapse(time.Now(), 1100*time.Millisecond) // it is told in whole seconds
		t.OK("CALLUPDATE", "DEVICEID", d, "USER1", "updated")
		t.Eventually("the update shows", func() { t.Matches("the call", t.Instance(d, ""), "USER1", "updated") })
		for _, name := range []string{"STARTTIME", "STOPTIME", "FILENAME", "ISRECORDING", "STATUS"} {
			t.Matches("the call", t.Instance(d, ""), name, was.Get(name))
			if name != "STATUS" {
				t.Matches("the device", t.Status(d), name, was.Get(name))
			}
		}
	})

	harness.Spec("CALLUPDATE-15", "changes only the instance that it names", func(t *harness.T) {
		d, another, said := t.Device(), t.Device(), map[string][]string{}
		for _, instance := range []string{"1", "2", "3"} {
			said[instance] = freshAll(t, variables...)
			t.StartRecorded(d, append(said[instance], "CALLINSTANCE", instance)...)
			t.Start(another, append(said[instance], "CALLINSTANCE", instance)...)
		}
		now := freshAll(t, variables...)
		t.OK("CALLUPDATE", append(now, "DEVICEID", d, "CALLINSTANCE", "1")...)
		for instance, started := range said {
			t.Matches("instance "+instance+" of the other device", t.Instance(another, instance), started...)
		}
		said["1"] = now
		for instance, shown := range said {
			t.Matches("instance "+instance, t.Instance(d, instance), shown...)
			t.Stop(d, "CALLINSTANCE", instance)
		}
		rows := t.Rows(3, "DEVICEID", d)
		for _, shown := range said {
			t.Matches("the row", rowWith(t, rows, "GROUP", shown[1]), shown...)
		}
	})
	harness.Spec("CALLUPDATE-15", "of an instance that is not active changes nothing", func(t *harness.T) {
		d := t.Device()
		t.Start(d, "CALLINSTANCE", "1", "GATE", "80")
		withoutRecording(t, t.Send("CALLUPDATE", "DEVICEID", d, "CALLINSTANCE", "2", "GATE", "81"))
		t.Active(d, "1")
		t.Matches("the call", t.Instance(d, "1"), "GATE", "80")
	})

	harness.Spec("CALLUPDATE-16", "without CALLINSTANCE changes the call that started last", func(t *harness.T) {
		d := t.Device()
		for _, instance := range []string{"2", "", "1"} {
			t.Start(d, "CALLINSTANCE", instance, "GATE", "80")
		}
		t.OK("CALLUPDATE", "DEVICEID", d, "GATE", "81")
		t.Matches("the last call", t.Instance(d, "1"), "GATE", "81")
		t.Matches("the blank instance", t.Instance(d, ""), "GATE", "80")
		t.Matches("instance 2", t.Instance(d, "2"), "GATE", "80")
	})

	harness.Spec("CALLUPDATE-17", "starts and stops nothing", func(t *harness.T) {
		d, ev := t.Device(), t.Events("ALL")
		t.StartRecorded(d, "GROUP", "12")
		t.OK("CALLUPDATE", append([]string{"DEVICEID", d}, freshAll(t, variables...)...)...)
		t.OK("CALLUPDATE", "DEVICEID", d, "KEEPDAYS", "3651", "ARCHIVEACTION", "7", "UPDATE_IF_NOT_RECORDING", "Y")
		t.Active(d, "")
		t.Matches("the call", t.Instance(d, ""), "ISRECORDING", "Y", "STATUS", "recording")
		ev.None("RECORDINGSTOPPED", d)
		exactly(t, ev, 1, "CALLSTART", d)
		exactly(t, ev, 1, "RECORDINGSTARTED", d)
		exactly(t, ev, 0, "CALLSTOP", d)
	})

	harness.Spec("CALLUPDATE-18", "adds to what earlier ones said", func(t *harness.T) {
		d, last := t.Device(), t.Name("v")
		t.StartRecorded(d)
		t.OK("CALLUPDATE", "DEVICEID", d, "USER1", "one", "USER2", "two")
		t.OK("CALLUPDATE", "DEVICEID", d, "USER2", "three", "USER9", "nine")
		t.OK("CALLUPDATE", "DEVICEID", d, "USER2", last)
		t.Matches("the call", t.Instance(d, ""), "USER1", "one", "USER2", last, "USER9", "nine")
		t.Stop(d)
		t.Matches("the row", t.Row(d), "USER1", "one", "USER2", last, "USER9", "nine")
	})

	for _, c := range []struct{ id, name string }{{"CALLUPDATE-19", "KEEPDAYS"}, {"CALLUPDATE-20", "KEEP_DAYS"}} {
		harness.Spec(c.id, "says how long to keep the recording: "+c.name, func(t *harness.T) {
			d, another := t.Device(), t.Device()
			ev := recorded(t, d)
			t.StartRecorded(another)
			t.OK("CALLUPDATE", "DEVICEID", d, c.name, "3651")
			t.Stop(d)
			t.Stop(another)
			ev.Expect("RECORDINGSTOPPED", d, "KEEPDAYS", "3651")
			ev.Expect("RECORDINGUPDATE", d, "KEEPDAYS", "3651")
			t.Check(ev.Expect("RECORDINGUPDATE", another).Get("KEEPDAYS") != "3651", "the other device's recording has KEEPDAYS 3651 too")
		})
	}
	harness.Spec("CALLUPDATE-21", "says how to archive the recording", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		t.Start(d, "ARCHIVEACTION", "7")
		t.OK("CALLUPDATE", "DEVICEID", d, "ARCHIVEACTION", "8")
		t.Stop(d)
		ev.Expect("CALLSTOP", d, "ARCHIVEACTION", "8")
	})

	for _, flag := range [][]string{nil, {"UPDATE_IF_NOT_RECORDING", "N"}, {"UPDATE_IF_NOT_RECORDING", ""}} {
		harness.Spec("CALLUPDATE-22", "changes no recording of a device without a call: "+printed(flag), func(t *harness.T) {
			d, v, w := t.Device(), t.Name("v"), t.Name("w")
			t.Recorded(d, "USER1", v)
			withoutRecording(t, t.Send("CALLUPDATE", append([]string{"DEVICEID", d, "USER1", w}, flag...)...))
			t.Matches("the row", t.Row(d), "USER1", v)
			t.Equal("the number of rows with the new value", len(t.CallList("USER1", w)), 0)
			t.Active(d)
		})
	}

	harness.Spec("CALLUPDATE-23", "is answered API_DEVICE_INVALID where it names neither device nor recording", func(t *harness.T) {
		t.Send("CALLUPDATE", "USER3", "Follow up on order").Is(catalog.API_DEVICE_INVALID)
		t.Send("CALLUPDATE", "DEVICEID", "", "USER3", "Follow up on order", "UPDATE_IF_NOT_RECORDING", "Y").Is(catalog.API_DEVICE_INVALID)
	})

	harness.Spec("CALLUPDATE-37", "takes angle brackets and quotes", func(t *harness.T) {
		d, v := t.Device(), `<a>"b" & 'c'</a>`
		t.StartRecorded(d)
		t.OK("CALLUPDATE", "DEVICEID", d, "USER1", v, "USER4", v, "USER9", v)
		t.Matches("the call", t.Status(d), "USER1", v, "USER4", v, "USER9", v)
		t.Stop(d)
		t.Matches("the row", t.Row(d), "USER1", v, "USER4", v, "USER9", v)
	})

	harness.Spec("CALLUPDATE-38", "of an active call needs no database", func(t *harness.T) {
		d, v := t.Device(), t.Name("v")
		t.StartRecorded(d)
		t.DatabaseDown()
		t.OK("CALLUPDATE", "DEVICEID", d, "USER10", v)
		t.Matches("the call", t.Status(d), "USER10", v)
		t.Stop(d)
		t.DatabaseUp()
		t.Matches("the row", t.Row(d), "USER10", v)
	})

	harness.Spec("CALLUPDATE-39", "from many connections loses nothing", func(t *harness.T) {
		d, said := t.Device(), freshAll(t, users...)
		t.StartRecorded(d)
		t.Each(5, func(i int) {
			c := t.Dial()
			for n := i; n < len(users); n += 5 {
				c.OK("CALLUPDATE", "DEVICEID", d, said[2*n], said[2*n+1])
			}
		})
		t.Matches("the call", t.Instance(d, ""), said...)
		t.Stop(d)
		t.Matches("the row", t.Row(d), said...)
	})
})

// withoutRecording fails unless a result is one that CALLUPDATE may get where
// there is no call to change, and notes which (E-58).
func withoutRecording(t *harness.T, r *harness.Reply) {
	r.Is(catalog.API_OK, catalog.API_DEVICE_NOT_IN_CALL, catalog.API_DEVICE_INVALID, catalog.API_DEVICE_NOT_RECORDING)
	t.Reading("E-58", codeReading(r))
}

func printed(pair []string) string {
	if pair == nil {
		return "UPDATE_IF_NOT_RECORDING missing"
	}
	return pair[0] + " '" + pair[1] + "'"
}
