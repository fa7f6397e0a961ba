package recorder

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Invariants says how the state of r contradicts itself, nil if it does not.
func (r *Recorder) Invariants() error {
	return errors.Join(r.channelInvariants(), r.deviceInvariants(), r.callInvariants(), r.blackoutInvariants(), r.timerInvariants())
}

// activeCalls returns the calls on devices and the chats.
func (r *Recorder) activeCalls() []*call {
	var all []*call
	for _, d := range r.devices {
		all = append(all, d.active...)
	}
	for _, s := range r.sessions {
		all = append(all, s.call)
	}
	return all
}

// Active counts what should be nothing after EndAll: all but idle devices and
// the blackouts of agents.
func (r *Recorder) Active() int {
	return len(r.activeCalls()) + len(r.recordings) + len(r.byAgent) + max(0, len(r.timers.heap)-len(r.agentBlackouts))
}

func (r *Recorder) channelInvariants() error {
	held := map[*channel]*recording{}
	for id, rec := range r.recordings {
		if rec.ID != id || !rec.Stop.IsZero() || !slices.Contains(rec.call.recs, rec) {
			return fmt.Errorf("recording %d of the map is not in progress", id)
		}
		if rec.channel == nil {
			continue
		}
		if other := held[rec.channel]; other != nil {
			return fmt.Errorf("recordings %d and %d share channel %d", rec.ID, other.ID, rec.channel.id)
		}
		held[rec.channel] = rec
	}
	free := 0
	for _, k := range r.cores {
		for _, ch := range k.free {
			if held[ch] != nil || ch.core != k {
				return fmt.Errorf("channel %d is not free on core %d", ch.id, k.id)
			}
			free++
		}
	}
	for _, ch := range r.channels {
		if ch.rec != held[ch] {
			return fmt.Errorf("channel %d does not know who holds it", ch.id)
		}
		if ch.rec != nil && !ch.core.up {
			return fmt.Errorf("channel %d records on a core that is down", ch.id)
		}
	}
	if free+len(held) != len(r.channels) {
		return fmt.Errorf("%d channels free, %d held, of %d", free, len(held), len(r.channels))
	}
	return nil
}

func (r *Recorder) deviceInvariants() error {
	idle := map[*device]bool{}
	for e := r.idle.Front(); e != nil; e = e.Next() {
		idle[e.Value.(*device)] = true
	}
	if len(r.devices) > r.cfg.MaxDevices {
		return fmt.Errorf("%d devices known", len(r.devices))
	}
	fields := []struct {
		name string
		x    index
		of   func(*device) string
	}{
		{"alias", r.byAlias, func(d *device) string { return d.alias }},
		{"SYS_USER", r.bySys, func(d *device) string { return d.sysUser }},
		{"CRM_USER", r.byCRM, func(d *device) string { return d.crmUser }},
		{"station", r.byStation, func(d *device) string { return d.station }},
	}
	for id, d := range r.devices {
		if d.id != id || d.last() == nil || idle[d] != (len(d.active) == 0) || idle[d] != (d.place != nil) {
			return fmt.Errorf("device %s is misplaced", id)
		}
		for _, f := range fields {
			if v := f.of(d); v != "" && !slices.Contains(f.x.of(v), d) {
				return fmt.Errorf("device %s is not found by %s", id, f.name)
			}
		}
	}
	for _, f := range fields {
		for key, ds := range f.x {
			for i, d := range ds {
				if r.devices[d.id] != d || len(f.x.of(f.of(d))) == 0 || slices.Contains(ds[:i], d) {
					return fmt.Errorf("index of %s: a dead entry under %q", f.name, key)
				}
			}
			if len(ds) == 0 {
				return fmt.Errorf("index of %s: an empty entry under %q", f.name, key)
			}
		}
	}
	return nil
}

func (r *Recorder) callInvariants() error {
	all := r.activeCalls()
	recs, ways := 0, 0
	instances := map[string]bool{}
	for _, c := range all {
		recs += len(c.recs)
		if c.dev.place == nil && r.devices[c.dev.id] == c.dev { // not of a chat
			if key := c.dev.id + "\x00" + c.instance; instances[key] {
				return fmt.Errorf("device %s has two calls of instance %q", c.dev.id, c.instance)
			} else {
				instances[key] = true
			}
		}
		if !c.stop.IsZero() || len(c.recs) > 2 {
			return fmt.Errorf("call %s is not active or has %d recordings", c.global, len(c.recs))
		}
		paused := false
		for _, b := range c.blackouts {
			paused = paused || b.covers(r.now)
		}
		for i, rec := range c.recs {
			if rec.paused != paused {
				return fmt.Errorf("recording %d: paused is %t", rec.ID, rec.paused)
			}
			if slices.ContainsFunc(c.recs[:i], func(o *recording) bool { return o.Kind == rec.Kind }) {
				return fmt.Errorf("call %s has two recordings of one kind", c.global)
			}
		}
		for _, k := range c.identities {
			if !slices.Contains(r.callsOf(k), c) {
				return fmt.Errorf("call %s is not found by %s", c.global, k)
			}
			if b := r.agentBlackouts[k]; b != nil && r.cfg.Dialect.Takes("E-67") == "all" && !slices.Contains(c.blackouts, b) {
				return fmt.Errorf("call %s is not under the blackout of %s", c.global, k)
			}
		}
	}
	for k, cs := range r.byAgent {
		ways += len(cs)
		for _, c := range cs {
			if !slices.Contains(all, c) || !slices.Contains(c.identities, k) {
				return fmt.Errorf("a dead call under %s", k)
			}
		}
		if len(cs) == 0 {
			return fmt.Errorf("nothing under %s", k)
		}
	}
	if recs != len(r.recordings) || len(all) == 0 && ways > 0 {
		return fmt.Errorf("%d recordings of calls, %d known", recs, len(r.recordings))
	}
	return nil
}

func (r *Recorder) blackoutInvariants() error {
	all := r.activeCalls()
	live := map[*blackout]bool{}
	for k, b := range r.agentBlackouts {
		if b.agent != k {
			return fmt.Errorf("the blackout under %s is of %s", k, b.agent)
		}
		live[b] = true
	}
	for _, c := range all {
		if c.blackout != nil {
			live[c.blackout] = true
		}
		for _, b := range c.blackouts {
			if !live[b] || !slices.Contains(b.calls, c) {
				return fmt.Errorf("call %s is under a dead blackout", c.global)
			}
		}
		if err := apart(c.blackedOut); err != nil {
			return err
		}
	}
	for b := range live {
		if b.over(r.now) {
			return fmt.Errorf("a blackout of %s is over but kept", b.agent)
		}
		stretches := slices.Clone(b.stretches)
		if last := &stretches[len(stretches)-1]; last.Stop.IsZero() {
			last.Stop = last.Start.Add(time.Hour)
		}
		if err := apart(stretches); err != nil {
			return err
		}
		for _, c := range b.calls {
			if !slices.Contains(all, c) && (c.stop.IsZero() || len(c.recs) > 0 || !slices.Contains(c.blackouts, b)) {
				return fmt.Errorf("a blackout of %s holds a dead call", b.agent)
			}
		}
	}
	return nil
}

// apart reports ranges that are empty, out of order or touch.
func apart(rs []Range) error {
	for i, x := range rs {
		if !x.Start.Before(x.Stop) || i > 0 && !rs[i-1].Stop.Before(x.Start) || len(rs) > maxRanges {
			return fmt.Errorf("ranges %v", rs)
		}
	}
	return nil
}

// timerInvariants holds every timer to a living owner and a time to come.
func (r *Recorder) timerInvariants() error {
	owned := map[*timer]bool{}
	for _, rec := range r.recordings {
		owned[rec.limit], owned[rec.silence] = true, true
	}
	for _, b := range r.agentBlackouts {
		owned[b.edge] = true
	}
	for _, c := range r.activeCalls() {
		if c.blackout != nil {
			owned[c.blackout.edge] = true
		}
	}
	for i, x := range r.timers.heap {
		if !owned[x] || x.index != i || !x.at.After(r.now) {
			return fmt.Errorf("a dead timer for %v at %v", x.at, r.now)
		}
	}
	return nil
}
