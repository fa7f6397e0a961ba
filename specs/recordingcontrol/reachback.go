package recordingcontrol

import (
	"time"

	"github.com/offhook/offhook/specs/harness"
)

// How far a TIMEOFFSET reaches back, in seconds, and how much of that is covered
// for sure: a server may reckon in whole seconds.
const (
	back     = "-2"
	surely   = time.Second
	backTime = 2 * time.Second
)

var _ = harness.Describe("A blackout that starts in the past", func() {
	quietBy("-12", "back to where TIMEOFFSET puts its start", func(t *harness.T, p pair) []*taped {
		c := tape(t, deskOf(t, p))
		pass(t, backTime+gap)
		sent := time.Now()
		t.OK(p.start, "DEVICEID", c.device, "TIMEOFFSET", back)
		pass(t, gap)
		c.silent(sent.Add(-surely), p.start+" with TIMEOFFSET "+back)
		t.OK(p.stop, "DEVICEID", c.device)
		pass(t, gap)
		t.Stop(c.device)
		return []*taped{c}
	})
	quietBy("-12", "back over one that is over", func(t *harness.T, p pair) []*taped {
		c := tape(t, deskOf(t, p))
		pass(t, gap)
		first := held(t, p.start, c.device)
		c.silent(first, "the first "+p.start)
		t.OK(p.stop, "DEVICEID", c.device)
		pass(t, backTime-window)
		sent := time.Now()
		t.OK(p.start, "DEVICEID", c.device, "TIMEOFFSET", back)
		pass(t, gap)
		c.silent(sent.Add(-surely), p.start+" with TIMEOFFSET "+back+" after another one")
		t.OK(p.stop, "DEVICEID", c.device)
		pass(t, gap)
		third := held(t, p.start, c.device)
		c.silent(third, p.start+" until the call ended")
		t.Stop(c.device)
		return []*taped{c}
	})
	quietBy("-12", "back beyond the start of the call", func(t *harness.T, p pair) []*taped {
		c := tape(t, deskOf(t, p))
		from := time.Now()
		pass(t, window)
		t.OK(p.start, "DEVICEID", c.device, "TIMEOFFSET", "-600")
		c.silent(from, p.start+" with TIMEOFFSET -600")
		t.OK(p.stop, "DEVICEID", c.device)
		pass(t, gap)
		t.Stop(c.device)
		return []*taped{c}
	})

	harness.Spec("BLACKOUTSTART-38", "reaches back into a partial recording of the call that is over", func(t *harness.T) {
		t.Listening()
		d := t.Device()
		t.StartRecorded(d, "USER2", t.Name("c"))
		c := &taped{t: t, device: d, mark: t.Name("p"), began: time.Now()}
		ev := t.Events("RECORD")
		t.OK("RECORDSTART", "DEVICEID", d, "USER2", c.mark)
		c.file = ev.Expect("RECORDINGSTARTED", d).Get("FILENAME")
		c.lasted = time.Now()
		from := time.Now()
		pass(t, window)
		c.silent(from, "BLACKOUTSTART with TIMEOFFSET -600, after RECORDSTOP")
		t.OK("RECORDSTOP", "DEVICEID", d)
		t.Rows(1, "USER2", c.mark)
		t.OK("BLACKOUTSTART", "DEVICEID", d, "TIMEOFFSET", "-600")
		t.OK("BLACKOUTSTOP", "DEVICEID", d)
		t.Stop(d)
		c.judge()
	})
})
