package recordingcontrol

import (
	"strconv"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// noState are the answers to a start or stop that changes nothing.
var noState = []catalog.Code{catalog.API_OK, catalog.API_BLACKOUT_INVALID_STATE}

// wholeAgent starts a blackout of one instance and reports whether it hit the
// other instance of the device too: the blackout is then the agent's (E-52).
func wholeAgent(t *harness.T, device, instance, other string) bool {
	t.OK("BLACKOUTSTART", "DEVICEID", device, "CALLINSTANCE", instance)
	are(t, paused, device, instance)
	whole := isPaused(t, device, other)
	t.Reading("E-52", map[bool]string{true: "agent", false: "call"}[whole])
	return whole
}

var _ = harness.Describe("BLACKOUTSTART", func() {
	harness.Spec("BLACKOUTSTART-20 BLACKOUTSTOP-20", "concerns the instance that it names, or all calls of the agent", func(t *harness.T) {
		here, there := t.Device(), t.Device()
		t.Phone(t.Agent(here), there)
		recorded(t, here, "a", "b")
		recorded(t, there, "c")
		whole := wholeAgent(t, here, "a", "b")
		t.Eventually("the agent's calls on two devices are treated alike", func() {
			t.Equal("whether instance c on the other device is paused", isPaused(t, there, "c"), isPaused(t, here, "b"))
		})
		t.OK("BLACKOUTSTOP", "DEVICEID", here, "CALLINSTANCE", "a")
		are(t, recording, here, "a")
		if whole {
			are(t, recording, here, "b")
		}
		are(t, recording, there, "c")
	})

	harness.Spec("BLACKOUTSTART-21", "concerns the call that started last where it names no instance", func(t *harness.T) {
		d := t.Device()
		recorded(t, d, "a", "b")
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		are(t, paused, d, "b")
		if isPaused(t, d, "a") {
			t.Reading("E-52", "agent")
			return
		}
		recorded(t, d, "c")
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		are(t, paused, d, "b", "c")
		areNow(t, recording, d, "a")
	})

	harness.Spec("BLACKOUTSTART-23", "pauses no recording twice", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		recorded(t, d, "a")
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		ev.Expect("RECORDINGPAUSED", d)
		t.Send("BLACKOUTSTART", "DEVICEID", d, "CALLINSTANCE", "a").Is(noState...)
		ev.None("RECORDINGPAUSED", d)
		ev.None("RECORDINGRESUMED", d)
		areNow(t, paused, d, "a")
	})

	harness.Spec("BLACKOUTSTART-24", "goes on with the same recording", func(t *harness.T) {
		d := t.Device()
		recorded(t, d, "a")
		file := t.Instance(d, "a").Get("FILENAME")
		for range 2 {
			t.OK("BLACKOUTSTART", "DEVICEID", d)
			are(t, paused, d, "a")
			t.Matches("the paused call", t.Instance(d, "a"), "FILENAME", file)
			t.OK("BLACKOUTSTOP", "DEVICEID", d)
			are(t, recording, d, "a")
			t.Matches("the resumed call", t.Instance(d, "a"), "FILENAME", file)
		}
		t.Stop(d)
		t.Row(d)
	})

	harness.Spec("BLACKOUTSTART-26", "ends with the call", func(t *harness.T) {
		d := t.Device()
		recorded(t, d, "a", "b")
		if wholeAgent(t, d, "a", "b") {
			return
		}
		t.Stop(d, "CALLINSTANCE", "a")
		recorded(t, d, "a", "c")
		areNow(t, recording, d, "b")
	})
	harness.Spec("BLACKOUTSTART-26", "ends where the instance is started anew", func(t *harness.T) {
		d := t.Device()
		recorded(t, d, "a", "b")
		if wholeAgent(t, d, "a", "b") {
			return
		}
		r := t.Send("CALLSTART", "DEVICEID", d, "CALLINSTANCE", "a").Is(catalog.API_OK, catalog.API_ERROR_ALREADY_RECORDING)
		if r.OK() {
			t.Reading("E-33", "replace")
			t.UntilDecided(d, "a")
			are(t, recording, d, "a")
		} else {
			t.Reading("E-33", strconv.Itoa(r.Code))
			areNow(t, paused, d, "a")
		}
	})

	harness.Spec("BLACKOUTSTART-27", "does not turn to another call where its instance is not active", func(t *harness.T) {
		d := t.Device()
		recorded(t, d, "a", "b", "c")
		t.Stop(d, "CALLINSTANCE", "c")
		for _, instance := range []string{"c", "never"} {
			t.Send("BLACKOUTSTART", "DEVICEID", d, "CALLINSTANCE", instance).Is(catalog.API_OK,
				catalog.API_DEVICE_NOT_IN_CALL, catalog.API_DEVICE_INVALID, catalog.API_DEVICE_NOT_RECORDING, catalog.API_BLACKOUT_INVALID_STATE)
			t.Equal("whether a is paused, as b", isPaused(t, d, "a"), isPaused(t, d, "b"))
			if isPaused(t, d, "a") {
				t.Reading("E-52", "agent")
			}
		}
	})

	harness.Spec("BLACKOUTSTART-28", "finds a DEVICEALIAS on a device without an agent", func(t *harness.T) {
		d, alias := t.Device(), t.Number()
		t.StartRecorded(d, "DEVICEALIAS", alias)
		t.OK("BLACKOUTSTART", "DEVICEALIAS", alias)
		are(t, paused, d)
		t.OK("BLACKOUTSTOP", "DEVICEALIAS", alias)
		are(t, recording, d)
	})

	harness.Spec("BLACKOUTSTART-30", "leaves the call open to updates", func(t *harness.T) {
		d, ev, v := t.Device(), t.Events("RECORD"), t.Name("v")
		recorded(t, d, "a")
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		are(t, paused, d, "a")
		t.OK("CALLUPDATE", "DEVICEID", d, "USER7", v)
		t.Eventually("the update shows", func() { t.Matches("the paused call", t.Instance(d, "a"), "USER7", v, "STATUS", paused) })
		t.Stop(d)
		ev.Expect("RECORDINGSTOPPED", d)
		t.Active(d)
		t.Matches("the row", t.Row(d), "USER7", v)
	})

	harness.Spec("BLACKOUTSTART-31", "lasts while other calls come and go", func(t *harness.T) {
		d := t.Device()
		recorded(t, d, "a")
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		are(t, paused, d, "a")
		t.Start(d, "CALLINSTANCE", "b")
		areNow(t, paused, d, "a")
		t.OK("CALLUPDATE", "DEVICEID", d, "CALLINSTANCE", "b", "USER1", "x")
		areNow(t, paused, d, "a")
		t.Stop(d, "CALLINSTANCE", "b")
		t.Active(d, "a")
		areNow(t, paused, d, "a")
		t.OK("BLACKOUTSTOP", "DEVICEID", d, "CALLINSTANCE", "a")
		are(t, recording, d, "a")
	})
})
