package recorder

import (
	"cmp"
	"slices"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// blackout is a stretch of time that may not be recorded, in one call or in
// all of an agent's. stop is zero until a stop comes; both ends may lie in the
// future (TIMEOFFSET).
type blackout struct {
	start, stop     time.Time
	onStart, onStop *timer
	safeguard       *timer // an agent's: the end of the maximum duration
	edge            func() // what to do when an end is reached
}

// covers reports whether t lies within b.
func (b *blackout) covers(t time.Time) bool {
	return !t.Before(b.start) && (b.stop.IsZero() || t.Before(b.stop))
}

// over reports whether nothing of b is still to come.
func (b *blackout) over(now time.Time) bool {
	return b == nil || !b.stop.IsZero() && !b.stop.After(now)
}

// startBlackout makes cur cover the time from at on, or returns a new blackout
// that does. A start during a blackout never makes it shorter: an earlier
// start extends it, a stop that lies ahead is taken back.
func (r *Recorder) startBlackout(cur *blackout, at time.Time, edge func()) *blackout {
	if cur.over(r.now) || !cur.stop.IsZero() && at.After(cur.stop) {
		cur = &blackout{start: at, edge: edge}
	} else {
		if at.Before(cur.start) {
			cur.start = at
		}
		cur.stop = time.Time{}
		r.timers.cancel(cur.onStop)
	}
	r.timers.cancel(cur.onStart)
	if cur.start.After(r.now) {
		cur.onStart = r.timers.set(cur.start, edge)
	}
	return cur
}

// stopBlackout ends b at the given time, but not before its start (E-40).
func (r *Recorder) stopBlackout(b *blackout, at time.Time) {
	if at.Before(b.start) {
		at = b.start
	}
	b.stop = at
	r.timers.cancel(b.onStop)
	if at.After(r.now) {
		b.onStop = r.timers.set(at, b.edge)
	} else {
		r.timers.cancel(b.onStart)
	}
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

// within returns the parts of blackouts that lie in [from, to), merged and in
// order.
func within(blackouts []*blackout, from, to time.Time) []Range {
	var all []Range
	for _, b := range blackouts {
		x := Range{Start: b.start, Stop: b.stop}
		if x.Start.Before(from) {
			x.Start = from
		}
		if x.Stop.IsZero() || x.Stop.After(to) {
			x.Stop = to
		}
		if x.Start.Before(x.Stop) {
			all = append(all, x)
		}
	}
	slices.SortFunc(all, func(a, b Range) int { return cmp.Compare(a.Start.UnixNano(), b.Start.UnixNano()) })
	var merged []Range
	for _, x := range all {
		if n := len(merged); n > 0 && !x.Start.After(merged[n-1].Stop) {
			if x.Stop.After(merged[n-1].Stop) {
				merged[n-1].Stop = x.Stop
			}
			continue
		}
		merged = append(merged, x)
	}
	return merged
}

// blackoutStart begins a blackout of one call (Recording Control,
// BLACKOUTSTART): from when it is received plus TIMEOFFSET, until a stop or
// the end of the call. On a device without a call it has no effect (E-32).
func (r *Recorder) blackoutStart(req *catalog.Request) catalog.Result {
	return r.onBlackout(req, func(c *call, at time.Time) {
		b := r.startBlackout(c.instanceBlackout, at, func() { r.reconsider(c) })
		if b != c.instanceBlackout {
			c.instanceBlackout = b
			c.blackouts = append(c.blackouts, b)
		}
	})
}

// blackoutStop ends the blackout of one call (Recording Control,
// BLACKOUTSTOP). Without one it has no effect.
func (r *Recorder) blackoutStop(req *catalog.Request) catalog.Result {
	return r.onBlackout(req, func(c *call, at time.Time) {
		if !c.instanceBlackout.over(r.now) {
			r.stopBlackout(c.instanceBlackout, at)
		}
	})
}

// onBlackout finds the call that a request of BLACKOUTSTART or BLACKOUTSTOP
// means and applies change to it.
func (r *Recorder) onBlackout(req *catalog.Request, change func(c *call, at time.Time)) catalog.Result {
	if r.cfg.BlackoutActsOnAgent { // E-52
		if req.Function.Name == "BLACKOUTSTART" {
			return r.agentBlackoutStart(req)
		}
		return r.agentBlackoutStop(req)
	}
	if !r.anyUp() {
		return notRunning()
	}
	d, id := r.find(req)
	if id == "" {
		return noBlackoutTarget(req)
	}
	if d != nil {
		if c := d.target(req); c != nil {
			c.touched = r.now
			change(c, r.offset(req))
			r.reconsider(c)
		}
	}
	return r.sent(req.Function.Name)
}

// offset is the time that a blackout request means.
func (r *Recorder) offset(req *catalog.Request) time.Time {
	return r.now.Add(seconds(req, catalog.TIMEOFFSET))
}

// noBlackoutTarget tells a device that was not found from an agent that was
// not.
func noBlackoutTarget(req *catalog.Request) catalog.Result {
	if req.Given(catalog.DEVICEID) || req.Given(catalog.DEVICEALIAS) {
		return invalidDevice()
	}
	return catalog.Fail(catalog.API_AGENT_NOT_FOUND, "Could not find an agent matching given parameters")
}
