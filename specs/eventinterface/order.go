package eventinterface

import (
	"fmt"

	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("Events", func() {
	harness.Spec("EVENT-20", "of one call come in the order in which things happen", func(t *harness.T) {
		s := tell(t, t.Device())
		inOrder := func(types ...string) {
			var events []*harness.Event
			for _, typ := range types {
				events = append(events, s.events[typ])
			}
			s.ev.InOrder(events...)
		}
		inOrder("CALLSTART", "RECORDINGSTARTED", "RECORDINGPAUSED", "RECORDINGRESUMED", "RECORDINGSTOPPED", "RECORDINGUPDATE")
		inOrder("RECORDINGRESUMED", "CALLSTOP")
	})
	harness.Spec("EVENT-20", "of one device's calls come in the order of the calls", func(t *harness.T) {
		const calls = 30
		d, ev := t.Device(), t.Events("CALL")
		var want []string
		for n := range calls {
			t.Start(d, "USER1", fmt.Sprint(n))
			t.Stop(d)
			want = append(want, fmt.Sprintf("CALLSTART %d", n), fmt.Sprintf("CALLSTOP %d", n))
		}
		ev.Expect("CALLSTOP", d, "USER1", fmt.Sprint(calls-1))
		t.Equal("the order of events", told(ev, d), want)
	})
	harness.Spec("EVENT-20", "of one device come to every subscriber in the same order", func(t *harness.T) {
		const calls = 10
		d, a, b := t.Device(), t.Events("ALL"), t.Events("ALL")
		t.StartRecorded(d)
		t.Stop(d)
		for n := range calls {
			t.Start(d, "CALLINSTANCE", fmt.Sprint(n), "USER1", fmt.Sprint(n))
			a.Expect("RECORDINGSTARTED", d, "CALLINSTANCE", fmt.Sprint(n)) // a call that is over at once need not be recorded
			t.Stop(d, "CALLINSTANCE", fmt.Sprint(n))
		}
		for range calls + 1 {
			a.Expect("RECORDINGUPDATE", d)
			b.Expect("RECORDINGUPDATE", d)
		}
		t.Equal("the order of events of the second", told(b, d), told(a, d))
	})

	harness.Spec("EVENT-21", "of a burst all come once, in order for each device", func(t *harness.T) {
		const connections, each, calls = 8, 4, 12
		ev, other := t.Events("CALL"), t.Events("CALL")
		devices := make([]string, connections*each)
		for i := range devices {
			devices[i] = t.Device()
		}
		t.Each(connections, func(i int) {
			c := t.Dial()
			for n := range calls {
				for _, d := range devices[i*each : (i+1)*each] {
					c.OK("CALLSTART", "DEVICEID", d, "USER1", fmt.Sprint(n), "USER4", d)
				}
				for _, d := range devices[i*each : (i+1)*each] {
					c.OK("CALLSTOP", "DEVICEID", d)
				}
			}
		})
		settled(t, ev, other)
		for _, d := range devices {
			var want []string
			for n := range calls {
				want = append(want, fmt.Sprintf("CALLSTART %d", n), fmt.Sprintf("CALLSTOP %d", n))
			}
			for _, s := range []*harness.Events{ev, other} {
				t.Eventually("the burst has come", func() { t.Equal("the order of events of device "+d, told(s, d), want) })
			}
			for _, e := range ev.Seen(d) {
				t.Equal("USER4 of "+e.Type, e.Get("USER4"), d)
			}
		}
	})
	harness.Spec("EVENT-21", "of recordings in a burst all come, each recording announced once", func(t *harness.T) {
		const connections, calls = 6, 20
		ev := t.Events("RECORD")
		devices, begun := make([]string, connections), make([][]*harness.Event, connections)
		for i := range devices {
			devices[i] = t.Device()
			t.StartRecorded(devices[i])
			begun[i] = append(begun[i], ev.Expect("RECORDINGSTARTED", devices[i]))
			t.Stop(devices[i])
		}
		t.Each(connections, func(i int) {
			c := t.Dial()
			for range calls - 1 {
				c.OK("CALLSTART", "DEVICEID", devices[i])
				begun[i] = append(begun[i], ev.Expect("RECORDINGSTARTED", devices[i])) // a call that is over at once need not be recorded
				c.OK("CALLSTOP", "DEVICEID", devices[i])
			}
		})
		recordings := map[string]bool{}
		for i, d := range devices {
			for _, started := range begun[i] {
				stopped := ev.Expect("RECORDINGSTOPPED", d)
				id := stopped.Get("RECORDID")
				t.Check(!recordings[id], "the RECORDID %s is there twice", id)
				recordings[id] = true
				ev.InOrder(started, stopped, ev.Expect("RECORDINGUPDATE", d, "RECORDID", id))
			}
		}
		t.Equal("the number of recordings", len(recordings), connections*calls)
		for _, d := range devices {
			n := 0
			for _, e := range ev.Seen(d) {
				if e.Type == "RECORDINGSTARTED" {
					n++
				}
			}
			t.Equal("the number of RECORDINGSTARTED events of device "+d, n, calls)
		}
	})
})

// told returns the type and USER1 of each event of a device, in order.
func told(ev *harness.Events, device string) []string {
	var list []string
	for _, e := range ev.Seen(device) {
		list = append(list, fmt.Sprintf("%s %s", e.Type, e.Get("USER1")))
	}
	return list
}
