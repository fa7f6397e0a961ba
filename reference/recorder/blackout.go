package recorder

import (
	"slices"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// blackout is time that may not be recorded, in one call or in all of an
// agent's, from its first start until all of it is over. Starts and stops may
// lie in the past and in the future (TIMEOFFSET).
type blackout struct {
	// stretches are in order and apart from one another. The last has no Stop
	// while none is known.
	stretches []Range
	longest   time.Duration // a start without a stop ends then; 0: never
	stopped   bool          // the last thing that came was a stop
	calls     []*call       // those that it covers
	agent     identity      // whose it is; zero for a call's own
	edge      *timer        // the next start or stop of a stretch
}

// begin makes b cover the time from at on. It never makes b shorter: what
// at touches or lies before becomes one stretch with it.
func (b *blackout) begin(at, now time.Time) {
	from, until := at, latest(at, now).Add(b.longest)
	for n := len(b.stretches); n > 0; n = len(b.stretches) {
		last := b.stretches[n-1]
		if !last.Stop.IsZero() && last.Stop.Before(at) {
			break
		}
		if last.Start.Before(from) {
			from = last.Start
		}
		until = latest(until, last.Stop)
		b.stretches = b.stretches[:n-1]
	}
	next := Range{Start: from}
	if b.longest > 0 {
		next.Stop = until
	}
	b.stretches = bounded(append(b.stretches, next))
	b.stopped = false
}

// end stops the last stretch of b at the given time, but not before its start
// (E-40); a stretch without length is none.
func (b *blackout) end(at time.Time) {
	last := &b.stretches[len(b.stretches)-1]
	last.Stop = latest(at, last.Start)
	if last.Stop.Equal(last.Start) {
		b.stretches = b.stretches[:len(b.stretches)-1]
	}
	b.stopped = true
}

// covers reports whether t lies within b.
func (b *blackout) covers(t time.Time) bool {
	for i := len(b.stretches) - 1; i >= 0; i-- {
		if s := b.stretches[i]; !s.Start.After(t) {
			return s.Stop.IsZero() || s.Stop.After(t)
		}
	}
	return false
}

// next returns the time at which b changes after now by itself, if any.
func (b *blackout) next(now time.Time) (at time.Time, ok bool) {
	for i := len(b.stretches) - 1; i >= 0; i-- {
		s := b.stretches[i]
		if s.Stop.After(now) {
			at, ok = s.Stop, true
		}
		if !s.Start.After(now) {
			break
		}
		at, ok = s.Start, true
	}
	return at, ok
}

// over reports whether nothing of b is still to come.
func (b *blackout) over(now time.Time) bool {
	if len(b.stretches) == 0 {
		return true
	}
	stop := b.stretches[len(b.stretches)-1].Stop
	return !stop.IsZero() && !stop.After(now)
}

// cover puts a call under b.
func (b *blackout) cover(c *call) {
	if !slices.Contains(c.blackouts, b) {
		b.calls = append(b.calls, c)
		c.blackouts = append(c.blackouts, b)
	}
}

// apply lets b have its effect on its calls now, and sees to what it does
// next. When it is over, what it covered goes into the memory of its calls.
func (r *Recorder) apply(b *blackout) {
	r.timers.cancel(b.edge)
	for _, c := range b.calls {
		r.reconsider(c)
		r.amend(c)
	}
	if at, ok := b.next(r.now); ok {
		b.edge = r.timers.set(at, func() { r.apply(b) })
	}
	if !b.over(r.now) {
		return
	}
	for _, c := range b.calls {
		c.blackouts = slices.DeleteFunc(c.blackouts, func(o *blackout) bool { return o == b })
		c.blackedOut = bounded(union(c.blackedOut, b.stretches))
		if c.blackout == b {
			c.blackout = nil
		}
	}
	b.calls = nil
	r.forgetAgentBlackout(b)
}

// reconsider pauses or resumes what is recorded of c, as its blackouts at this
// time demand, and says so where something changed.
func (r *Recorder) reconsider(c *call) {
	paused := slices.ContainsFunc(c.blackouts, func(b *blackout) bool { return b.covers(r.now) })
	for _, rec := range c.recs {
		if rec.paused == paused {
			continue
		}
		rec.paused = paused
		if paused {
			r.emit(catalog.EventRecordingPaused, c, rec)
		} else {
			r.emit(catalog.EventRecordingResumed, c, rec)
		}
	}
}

// amend has the saved recordings of a call changed where its blackouts reach
// back into them.
func (r *Recorder) amend(c *call) {
	for i := range c.saved {
		rec := &c.saved[i]
		if is := c.within(rec.start, rec.stop); !slices.Equal(is, rec.blackouts) {
			rec.blackouts = is
			r.ended.amend(rec.id, is)
			r.out.Amendments = append(r.out.Amendments, Amendment{rec.id, is})
		}
	}
}

// leaveBlackouts takes a call that has ended out of its blackouts; its own
// ends with it. What they have covered stays so, whatever stop still comes.
func (r *Recorder) leaveBlackouts(c *call) {
	for _, b := range c.blackouts {
		b.calls = slices.DeleteFunc(b.calls, func(o *call) bool { return o == c })
		c.blackedOut = bounded(union(c.blackedOut, clip(b.stretches, c.start, c.stop)))
	}
	if c.blackout != nil {
		r.timers.cancel(c.blackout.edge)
	}
	c.blackouts, c.blackout = nil, nil
}

// within returns the parts of c's blackouts that lie in [from, to).
func (c *call) within(from, to time.Time) []Range {
	all := c.blackedOut
	for _, b := range c.blackouts {
		all = union(all, clip(b.stretches, from, to))
	}
	return clip(all, from, to)
}

// blackoutStart begins a blackout of one call (Recording Control,
// BLACKOUTSTART): from when it is received plus TIMEOFFSET, until a stop or
// the end of the call. On a device without a call it has no effect (E-32).
func (r *Recorder) blackoutStart(req *catalog.Request) catalog.Result {
	if r.cfg.Dialect.Takes("E-52") == "agent" {
		return r.agentBlackoutStart(req)
	}
	return r.onBlackout(req, func(c *call, at time.Time) {
		if c.blackout == nil {
			c.blackout = &blackout{}
			c.blackout.cover(c)
		}
		c.blackout.begin(at, r.now)
		r.apply(c.blackout)
	})
}

// blackoutStop ends the blackout of one call (Recording Control,
// BLACKOUTSTOP). Without one it has no effect.
func (r *Recorder) blackoutStop(req *catalog.Request) catalog.Result {
	if r.cfg.Dialect.Takes("E-52") == "agent" {
		return r.agentBlackoutStop(req)
	}
	return r.onBlackout(req, func(c *call, at time.Time) {
		if c.blackout != nil {
			c.blackout.end(at)
			r.apply(c.blackout)
		}
	})
}

// onBlackout finds the call that a request of BLACKOUTSTART or BLACKOUTSTOP
// means and applies change to it, with the time that the request means.
func (r *Recorder) onBlackout(req *catalog.Request, change func(c *call, at time.Time)) catalog.Result {
	d, id := r.find(req)
	if id == "" {
		return r.noBlackoutTarget(req)
	}
	if !r.anyUp() {
		return req.Function.Answer(catalog.API_ERROR_RECORDER_NOT_RUNNING)
	}
	c := d.target(req)
	if c == nil {
		return r.withoutCall(req, "E-32")
	}
	c.touched = r.now
	change(c, r.now.Add(seconds(req, catalog.TIMEOFFSET)))
	return r.sent(req.Function)
}

// noBlackoutTarget tells a device that was not found from an agent that was
// not.
func (r *Recorder) noBlackoutTarget(req *catalog.Request) catalog.Result {
	if _, known := r.namedUser(req); known || req.Given(catalog.DEVICEID) || req.Given(catalog.DEVICEALIAS) {
		return req.Function.Answer(catalog.API_DEVICE_INVALID)
	}
	return catalog.Fail(catalog.API_AGENT_NOT_FOUND, "Could not find an agent matching given parameters")
}
