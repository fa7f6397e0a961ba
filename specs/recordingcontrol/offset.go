package recordingcontrol

import (
	"strings"
	"time"

	"github.com/offhook/offhook/specs/harness"
)

// pair is a function that starts blackouts with the one that stops them.
type pair struct{ start, stop string }

var pairs = []pair{{"BLACKOUTSTART", "BLACKOUTSTOP"}, {"AGENTBLACKOUTSTART", "AGENTBLACKOUTSTOP"}}

// scene is a recorded call on a device of its own, with an agent where the
// pair concerns agents.
func (p pair) scene(t *harness.T) string {
	return command{name: p.start}.scene(t).device
}

func init() {
	for _, p := range pairs {
		harness.Describe(p.start+" and "+p.stop, func() {
			offsets(p)
			clamped(p)
		})
	}
}

// The offset that takes a while, and the least of it that must be waited for:
// a server may reckon in whole seconds.
const (
	later  = "2"
	awhile = 900 * time.Millisecond
)

var _ = harness.Describe("Blackouts", func() {
	var rules []string
	for _, p := range pairs {
		rules = append(rules, p.start+"-12", p.stop+"-12", p.clamp())
	}
	harness.Spec(strings.Join(rules, " "), "take effect TIMEOFFSET seconds after they are received", func(t *harness.T) {
		ev := t.Events("RECORD")
		t.Each(len(pairs)*len(delays), func(i int) { delays[i/len(pairs)](t, ev, pairs[i%len(pairs)]) })
	})
})

// delays are what offsets do, one by one.
var delays = []func(*harness.T, *harness.Events, pair){
	func(t *harness.T, _ *harness.Events, p pair) {
		d, sent := p.scene(t), time.Now()
		t.OK(p.start, "DEVICEID", d, "TIMEOFFSET", later)
		are(t, paused, d)
		t.Check(time.Since(sent) >= awhile, "%s with TIMEOFFSET %s paused device %s after %s", p.start, later, d, time.Since(sent))
	},
	func(t *harness.T, _ *harness.Events, p pair) {
		d := p.scene(t)
		t.OK(p.start, "DEVICEID", d)
		are(t, paused, d)
		sent := time.Now()
		t.OK(p.stop, "DEVICEID", d, "TIMEOFFSET", later)
		are(t, recording, d)
		t.Check(time.Since(sent) >= awhile, "%s with TIMEOFFSET %s resumed device %s after %s", p.stop, later, d, time.Since(sent))
	},
	func(t *harness.T, ev *harness.Events, p pair) {
		d, sent := p.scene(t), time.Now()
		t.OK(p.start, "DEVICEID", d, "TIMEOFFSET", "1")
		t.OK(p.stop, "DEVICEID", d, "TIMEOFFSET", later)
		ev.InOrder(ev.Expect("RECORDINGPAUSED", d), ev.Expect("RECORDINGRESUMED", d))
		t.Check(time.Since(sent) >= awhile, "%s with TIMEOFFSET %s resumed device %s after %s", p.stop, later, d, time.Since(sent))
	},
	func(t *harness.T, ev *harness.Events, p pair) { never(t, ev, p) },
	func(t *harness.T, ev *harness.Events, p pair) { never(t, ev, p, "TIMEOFFSET", "-60") },
}

// never fails if a blackout that is stopped before it starts ever comes (E-40).
// That another one has come which was to start later shows when to look.
func never(t *harness.T, ev *harness.Events, p pair, stopParams ...string) {
	d, witness := p.scene(t), p.scene(t)
	t.OK(p.start, "DEVICEID", d, "TIMEOFFSET", "1")
	t.OK(p.stop, append(stopParams, "DEVICEID", d)...)
	t.OK(p.start, "DEVICEID", witness, "TIMEOFFSET", later)
	are(t, paused, witness)
	areNow(t, recording, d)
	if told := count(ev, d, "RECORDINGPAUSED"); told > 0 { // a blackout of no length, which may be told if its end is told too
		t.Equal("the number of RECORDINGPAUSED events of device "+d, told, 1)
		ev.InOrder(ev.Expect("RECORDINGPAUSED", d), ev.Expect("RECORDINGRESUMED", d))
	}
}

func offsets(p pair) {
	harness.Spec(p.start+"-12", "pause at once where the start lies in the past", func(t *harness.T) {
		for _, offset := range []string{"-1", "-60", "0"} {
			d := p.scene(t)
			t.OK(p.start, "DEVICEID", d, "TIMEOFFSET", offset)
			are(t, paused, d)
		}
	})
	harness.Spec(p.stop+"-12", "resume at once where the stop lies in the past, and no earlier than the start", func(t *harness.T) {
		d := p.scene(t)
		t.OK(p.start, "DEVICEID", d, "TIMEOFFSET", "-30")
		are(t, paused, d)
		t.OK(p.stop, "DEVICEID", d, "TIMEOFFSET", "-10")
		are(t, recording, d)
	})
	harness.Spec(p.start+"-12 "+p.stop+"-12", "replace a stop that lies ahead by one that comes at once", func(t *harness.T) {
		d := p.scene(t)
		t.OK(p.start, "DEVICEID", d)
		t.OK(p.stop, "DEVICEID", d, "TIMEOFFSET", "600")
		are(t, paused, d)
		t.OK(p.stop, "DEVICEID", d)
		are(t, recording, d)
	})
}

// clamp is the rule about a stop before the start (E-40).
func (p pair) clamp() string {
	if p.start == "BLACKOUTSTART" {
		return p.stop + "-23"
	}
	return p.stop + "-20"
}

func clamped(p pair) {
	harness.Spec(p.clamp(), "end where the stop's TIMEOFFSET puts it before the start", func(t *harness.T) {
		d := p.scene(t)
		t.OK(p.start, "DEVICEID", d)
		are(t, paused, d)
		t.OK(p.stop, "DEVICEID", d, "TIMEOFFSET", "-60")
		are(t, recording, d)
	})
	harness.Spec(p.clamp(), "can start again after a stop that was put on the start", func(t *harness.T) {
		d := p.scene(t)
		for range 2 {
			t.OK(p.start, "DEVICEID", d)
			are(t, paused, d)
			t.OK(p.stop, "DEVICEID", d, "TIMEOFFSET", "-3600")
			are(t, recording, d)
		}
	})
}
