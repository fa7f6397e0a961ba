package recordingcontrol

import (
	"time"

	"github.com/offhook/offhook/specs/harness"
)

// How long a blackout lasts, and a pause between two.
const (
	window = 450 * time.Millisecond
	gap    = 200 * time.Millisecond
)

// margin is what recorders do in whole blocks.
const margin = 100 * time.Millisecond

// covered is a time by our clock in which a blackout was in force for sure.
type covered struct {
	from, to time.Time
	by       string // what made it so
}

// taped is a call that is recorded, with what of it has to be silent.
type taped struct {
	t             *harness.T
	device        string
	instance      string // "" where it has none
	mark          string // USER2, by which its row is found
	file          string // FILENAME
	began, lasted time.Time
	windows       []covered
}

// tape starts a recorded call; nameValues go into CALLSTART.
func tape(t *harness.T, device string, nameValues ...string) *taped {
	c := &taped{t: t, device: device, mark: t.Name("p"), began: time.Now()}
	for i := 0; i < len(nameValues); i += 2 {
		if nameValues[i] == "CALLINSTANCE" {
			c.instance = nameValues[i+1]
		}
	}
	t.StartRecorded(device, append(nameValues, "USER2", c.mark)...)
	c.lasted = time.Now()
	c.file = c.shows("FILENAME")
	return c
}

// underWay starts the call, which a blackout may cover already, and returns its
// STATUS: recording or paused. The spec is skipped where the target records it
// in neither way.
func (c *taped) underWay() string {
	c.t.Start(c.device, "USER2", c.mark)
	for status := ""; ; pass(c.t, 20*time.Millisecond) {
		if calls := c.t.Instances(c.device); len(calls) == 1 {
			status, c.file = calls[0].Get("STATUS"), calls[0].Get("FILENAME")
		}
		c.lasted = time.Now()
		if status == recording || status == paused {
			return status
		}
		c.t.Need(c.t.BuiltIn() || c.lasted.Sub(c.began) < 2*time.Second, harness.NotRecorded)
	}
}

// shows is a field of the call's status.
func (c *taped) shows(field string) string {
	if c.instance == "" {
		return only(c.t, c.device).Get(field)
	}
	return c.t.Instance(c.device, c.instance).Get(field)
}

// silent notes that the call had to be silent from then until now.
func (c *taped) silent(from time.Time, by string) {
	c.windows = append(c.windows, covered{from, time.Now(), by})
}

// judge fails unless nothing is heard of what had to be silent, in all that can
// be listened to. The call must be over.
func (c *taped) judge() {
	row := c.t.Rows(1, "USER2", c.mark)[0]
	for told, sound := range c.t.Listen(row, c.file) {
		for _, w := range c.windows {
			// The recording began between the two moments.
			from, to := w.from.Sub(c.began)+margin, w.to.Sub(c.lasted)-margin
			heard := sound.Heard(from, to)
			c.t.Protected(told, max(0, to-from), heard)
			c.t.Check(heard == 0, "%v of the recording %s are heard in its %s between %v and %v after its start, where it had to be silent: %s",
				heard, row.Get("RECORDID"), told, from, to, w.by)
		}
	}
}

// pass lets some time go by.
func pass(t *harness.T, d time.Duration) { t.Elapse(time.Now(), d) }

// inForce returns when what was asked for on a device is in force: a server that
// answers before it acts has had its time.
func inForce(t *harness.T, device string) time.Time {
	t.Instances(device)
	return time.Now()
}

// held starts a blackout on a device, lets it last, and returns since when it is
// in force.
func held(t *harness.T, start, device string, params ...string) time.Time {
	t.OK(start, append(params, "DEVICEID", device)...)
	from := inForce(t, device)
	pass(t, window)
	return from
}

// quiet registers a spec that drives calls in some order, for a pair, and then
// listens to what was recorded of them.
func quiet(title string, drive func(*harness.T, pair) []*taped) {
	quietBy("-2", title, drive)
}

// quietBy is quiet for another rule than that blackouts pause and resume.
func quietBy(rule, title string, drive func(*harness.T, pair) []*taped) {
	for _, p := range pairs {
		harness.Spec(p.start+rule+" "+p.stop+rule, p.start+" leaves nothing of what it covers in the recording: "+title, func(t *harness.T) {
			t.Listening()
			for _, c := range drive(t, p) {
				c.judge()
			}
		})
	}
}

// deskOf is a device where the pair's blackouts have whom they concern.
func deskOf(t *harness.T, p pair) string {
	d := t.Device()
	if p.start == "AGENTBLACKOUTSTART" {
		t.Agent(d)
	}
	return d
}

var _ = harness.Describe("A blackout", func() {
	quiet("while others come and go, and twice", func(t *harness.T, p pair) []*taped {
		bystander := p.scene(t)
		c := tape(t, deskOf(t, p))
		t.Send(p.stop, "DEVICEID", c.device) // without a blackout: it ends none that comes
		pass(t, gap)
		t.OK(p.start, "DEVICEID", bystander)
		t.OK(p.start, "DEVICEID", c.device)
		from := inForce(t, c.device)
		t.OK("CALLUPDATE", "DEVICEID", c.device, "USER1", t.Name("v"))
		t.OK(p.stop, "DEVICEID", bystander)
		pass(t, window)
		c.silent(from, p.start)
		t.OK(p.stop, "DEVICEID", c.device)
		pass(t, gap)
		t.OK(p.start, "DEVICEID", c.device)
		from = inForce(t, c.device)
		t.Stop(bystander)
		pass(t, window)
		c.silent(from, p.start+" again")
		t.OK(p.stop, "DEVICEID", c.device)
		pass(t, gap)
		t.Stop(c.device)
		return []*taped{c}
	})

	quiet("started twice, ended by the call", func(t *harness.T, p pair) []*taped {
		c := tape(t, deskOf(t, p))
		pass(t, gap)
		from := held(t, p.start, c.device)
		t.Send(p.start, "DEVICEID", c.device).Is(noState...)
		pass(t, window)
		c.silent(from, p.start+" until the call ended")
		t.Stop(c.device)
		return []*taped{c}
	})

	quiet("started anew where a stop was put on its start", func(t *harness.T, p pair) []*taped {
		c := tape(t, deskOf(t, p))
		pass(t, gap)
		t.OK(p.start, "DEVICEID", c.device)
		t.OK(p.stop, "DEVICEID", c.device, "TIMEOFFSET", "-60")
		from := held(t, p.start, c.device)
		c.silent(from, p.start+" after a "+p.stop+" that lay before its start")
		t.OK(p.stop, "DEVICEID", c.device)
		pass(t, gap)
		t.Stop(c.device)
		return []*taped{c}
	})

	quiet("up to where its instance is started anew", func(t *harness.T, p pair) []*taped {
		c := tape(t, deskOf(t, p), "CALLINSTANCE", "a")
		pass(t, gap)
		from := held(t, p.start, c.device, "CALLINSTANCE", "a")
		c.silent(from, p.start+" until CALLSTART of the same instance")
		t.Send("CALLSTART", "DEVICEID", c.device, "CALLINSTANCE", "a") // E-33
		pass(t, gap)
		t.Stop(c.device, "CALLINSTANCE", "a")
		return []*taped{c}
	})

	harness.Spec("BLACKOUTSTART-20 BLACKOUTSTOP-20", "leaves nothing of what it covers in the recording: of instances that overlap", func(t *harness.T) {
		t.Listening()
		d := t.Device()
		a, b := tape(t, d, "CALLINSTANCE", "a"), tape(t, d, "CALLINSTANCE", "b")
		pass(t, gap)
		fromA := held(t, "BLACKOUTSTART", d, "CALLINSTANCE", "a")
		fromB := held(t, "BLACKOUTSTART", d, "CALLINSTANCE", "b")
		a.silent(fromA, "BLACKOUTSTART of its instance")
		t.OK("BLACKOUTSTOP", "DEVICEID", d, "CALLINSTANCE", "a")
		still := isPaused(t, d, "b") // not where it is the agent's (E-52)
		if still {
			pass(t, window)
		}
		b.silent(fromB, "BLACKOUTSTART of its instance, while another's ended")
		if !still {
			b.windows[0].to = fromB.Add(window)
		}
		t.Send("BLACKOUTSTOP", "DEVICEID", d, "CALLINSTANCE", "b")
		pass(t, gap)
		t.Stop(d, "CALLINSTANCE", "a")
		t.Stop(d, "CALLINSTANCE", "b")
		a.judge()
		b.judge()
	})

	harness.Spec("AGENTBLACKOUTSTOP-23 BLACKOUTSTOP-27", "leaves nothing of what it covers in the recording: of the agent and of a call, overlapping", func(t *harness.T) {
		t.Listening()
		for _, order := range [][2]pair{{pairs[0], pairs[1]}, {pairs[1], pairs[0]}} {
			d := t.Device()
			t.Agent(d)
			c := tape(t, d)
			pass(t, gap)
			from := held(t, order[0].start, d)
			t.Send(order[1].start, "DEVICEID", d).Is(noState...)
			pass(t, gap)
			c.silent(from, order[0].start+" with "+order[1].start+" in it")
			t.OK(order[0].stop, "DEVICEID", d)
			if only(t, d).Get("STATUS") == paused { // the other goes on, unless both are the agent's (E-52)
				from = time.Now()
				pass(t, window)
				c.silent(from, order[1].start+" after "+order[0].stop)
			}
			t.Send(order[1].stop, "DEVICEID", d).Is(noState...)
			pass(t, gap)
			t.Stop(d)
			c.judge()
		}
	})

	harness.Spec("AGENTBLACKOUTSTART-21", "leaves nothing of what it covers in the recording: of the agent, from before the call and across calls", func(t *harness.T) {
		t.Listening()
		d := t.Device()
		agent := t.Agent(d)
		t.Send("AGENTBLACKOUTSTART", "SYS_USER", agent.SysUser)
		c := &taped{t: t, device: d, mark: t.Name("p"), began: time.Now()}
		if c.underWay() == paused { // E-67
			from := time.Now()
			pass(t, window)
			c.silent(from, "AGENTBLACKOUTSTART before the call")
		} else {
			from := held(t, "AGENTBLACKOUTSTART", d)
			c.silent(from, "AGENTBLACKOUTSTART")
		}
		t.Stop(d)
		next := &taped{t: t, device: d, mark: t.Name("p"), began: time.Now()}
		if next.underWay() == paused {
			from := time.Now()
			pass(t, window)
			next.silent(from, "AGENTBLACKOUTSTART in the call before")
		}
		t.Send("AGENTBLACKOUTSTOP", "SYS_USER", agent.SysUser).Is(noState...)
		pass(t, gap)
		t.Stop(d)
		c.judge()
		if len(next.windows) > 0 {
			next.judge()
		}
	})

	// What nobody can listen to, the status tells of.
	for _, p := range pairs {
		harness.Spec(p.start+"-2", "is in force by what the status says, while others come and go: "+p.start, func(t *harness.T) {
			bystander, d := p.scene(t), deskOf(t, p)
			t.StartRecorded(d)
			t.OK(p.start, "DEVICEID", bystander)
			t.OK(p.start, "DEVICEID", d)
			from := inForce(t, d)
			t.OK("CALLUPDATE", "DEVICEID", d, "USER1", t.Name("v"))
			t.OK(p.stop, "DEVICEID", bystander)
			t.Stop(bystander)
			are(t, paused, d)
			for time.Since(from) < window {
				areNow(t, paused, d)
				pass(t, 20*time.Millisecond)
			}
		})
	}
})
