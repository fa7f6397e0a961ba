package recordingcontrol

import "github.com/offhook/offhook/specs/harness"

var _ = harness.Describe("BLACKOUTSTOP", func() {
	harness.Spec("BLACKOUTSTOP-20", "leaves the blackouts of other instances alone", func(t *harness.T) {
		d := t.Device()
		recorded(t, d, "a", "b", "c")
		if wholeAgent(t, d, "b", "c") {
			return
		}
		t.OK("BLACKOUTSTART", "DEVICEID", d, "CALLINSTANCE", "a")
		t.OK("BLACKOUTSTART", "DEVICEID", d, "CALLINSTANCE", "c")
		are(t, paused, d, "a", "b", "c")
		t.OK("BLACKOUTSTOP", "DEVICEID", d, "CALLINSTANCE", "b")
		are(t, recording, d, "b")
		areNow(t, paused, d, "a", "c")
		t.OK("BLACKOUTSTOP", "DEVICEID", d, "CALLINSTANCE", "a")
		are(t, recording, d, "a", "b")
		areNow(t, paused, d, "c")
	})

	harness.Spec("BLACKOUTSTOP-21", "concerns the call that started last where it names no instance", func(t *harness.T) {
		d := t.Device()
		recorded(t, d, "a", "b", "c")
		if wholeAgent(t, d, "b", "a") {
			return
		}
		t.Send("BLACKOUTSTOP", "DEVICEID", d).Is(noState...)
		areNow(t, paused, d, "b")
		t.OK("BLACKOUTSTART", "DEVICEID", d, "CALLINSTANCE", "c")
		are(t, paused, d, "b", "c")
		t.OK("BLACKOUTSTOP", "DEVICEID", d)
		are(t, recording, d, "c")
		areNow(t, paused, d, "b")
	})

	harness.Spec("BLACKOUTSTOP-24", "changes nothing where there is no blackout", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		recorded(t, d, "a")
		t.Send("BLACKOUTSTOP", "DEVICEID", d).Is(noState...)
		t.Send("BLACKOUTSTOP", "DEVICEID", d, "CALLINSTANCE", "a", "TIMEOFFSET", "-60").Is(noState...)
		ev.None("RECORDINGRESUMED", d)
		areNow(t, recording, d, "a")
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		are(t, paused, d, "a")
	})
	harness.Spec("BLACKOUTSTOP-24", "changes nothing where the blackout is over", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		recorded(t, d, "a")
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		t.OK("BLACKOUTSTOP", "DEVICEID", d)
		ev.Expect("RECORDINGRESUMED", d)
		t.Send("BLACKOUTSTOP", "DEVICEID", d).Is(noState...)
		ev.None("RECORDINGRESUMED", d)
		areNow(t, recording, d, "a")
	})

	harness.Spec("BLACKOUTSTOP-25", "is told by an event each time, in order", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		recorded(t, d, "a")
		const times = 5
		order := []*harness.Event{ev.Expect("RECORDINGSTARTED", d)}
		for range times {
			t.OK("BLACKOUTSTART", "DEVICEID", d)
			order = append(order, ev.Expect("RECORDINGPAUSED", d))
			t.OK("BLACKOUTSTOP", "DEVICEID", d)
			order = append(order, ev.Expect("RECORDINGRESUMED", d))
		}
		t.Stop(d)
		order = append(order, ev.Expect("RECORDINGSTOPPED", d))
		ev.InOrder(order...)
		t.Equal("the number of RECORDINGPAUSED events", count(ev, d, "RECORDINGPAUSED"), times)
		t.Equal("the number of RECORDINGRESUMED events", count(ev, d, "RECORDINGRESUMED"), times)
	})

	harness.Spec("BLACKOUTSTOP-26", "ends a blackout that was started twice", func(t *harness.T) {
		d := t.Device()
		recorded(t, d, "a")
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		t.Send("BLACKOUTSTART", "DEVICEID", d, "TIMEOFFSET", "-5").Is(noState...)
		are(t, paused, d, "a")
		t.OK("BLACKOUTSTOP", "DEVICEID", d)
		are(t, recording, d, "a")
	})

	harness.Spec("BLACKOUTSTOP-27", "does not end the blackout of the agent", func(t *harness.T) {
		d := t.Device()
		t.Agent(d)
		recorded(t, d, "a", "b")
		if wholeAgent(t, d, "a", "b") {
			return
		}
		t.OK("AGENTBLACKOUTSTART", "DEVICEID", d)
		are(t, paused, d, "a", "b")
		t.OK("BLACKOUTSTOP", "DEVICEID", d, "CALLINSTANCE", "a")
		areNow(t, paused, d, "a", "b")
		t.OK("AGENTBLACKOUTSTOP", "DEVICEID", d)
		are(t, recording, d, "a", "b")
	})
})
