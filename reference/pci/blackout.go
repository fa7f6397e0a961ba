package pci

import (
	"slices"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

// blackout is what was asked for, a call's own or an agent's.
type blackout struct {
	agent, sysUser, crmUser string           // whose; all empty for a call's own
	device                  string           // of somebody who has no name
	ranges                  []recorder.Range // in the order of the requests; the last may be open
	longest                 time.Duration    // 0: none
	limit                   time.Time        // ends the last one where no stop comes
}

// of reports whether it is the blackout of the agent of a call.
func (b *blackout) of(c *call) bool {
	switch {
	case c.moved:
		return false
	case known(b.agent) && known(c.agent):
		return b.agent == c.agent
	case b.sysUser != "" && c.sysUser != "":
		return strings.EqualFold(b.sysUser, c.sysUser)
	case b.crmUser != "" && c.crmUser != "":
		return strings.EqualFold(b.crmUser, c.crmUser)
	}
	return b.device != "" && b.device == c.device && !c.chat
}

// means reports whether a request names the blackout's agent.
func (b *blackout) means(req *catalog.Request) bool {
	if req.Given(catalog.DEVICEID) || req.Given(catalog.DEVICEALIAS) {
		return false
	}
	same := func(n catalog.Name, own string) bool {
		v := req.Value(n)
		return v != "" && own != "" && strings.EqualFold(callStart.Param(n).Fit(v), own)
	}
	return same(catalog.SYS_USER, b.sysUser) || same(catalog.CRM_USER, b.crmUser)
}

// settle closes the last range where its limit has passed.
func (b *blackout) settle(now time.Time) {
	if n := len(b.ranges); n > 0 && b.ranges[n-1].Stop.IsZero() && !b.limit.IsZero() && !b.limit.After(now) {
		b.ranges[n-1].Stop = b.limit
	}
}

// over reports whether nothing of it is to come.
func (b *blackout) over(now time.Time) bool {
	b.settle(now)
	n := len(b.ranges)
	return n == 0 || !b.ranges[n-1].Stop.IsZero() && !b.ranges[n-1].Stop.After(now)
}

// start asks for silence from at on; what touches that is one with it.
func (b *blackout) start(at, now time.Time) {
	b.settle(now)
	from, limit := at, at.Add(b.longest)
	if at.Before(now) {
		limit = now.Add(b.longest)
	}
	b.ranges = slices.DeleteFunc(b.ranges, func(x recorder.Range) bool {
		touches := x.Stop.IsZero() || x.Stop.After(now) && !x.Stop.Before(at)
		if touches && x.Start.Before(from) {
			from = x.Start
		}
		until := x.Stop
		if until.IsZero() {
			until = b.limit
		}
		if touches && limit.Before(until) { // no start takes back what another has asked for
			limit = until
		}
		return touches
	})
	b.ranges = append(b.ranges, recorder.Range{Start: from})
	if b.longest > 0 {
		b.limit = limit
	}
}

// stop ends the last range, unless that is over, but not before its start
// (E-40).
func (b *blackout) stop(at, now time.Time) {
	if b.over(now) {
		return
	}
	last := &b.ranges[len(b.ranges)-1]
	if last.Stop = at; !at.After(last.Start) {
		b.ranges = b.ranges[:len(b.ranges)-1]
	}
}

// lose forgets what is not over.
func (b *blackout) lose(now time.Time) {
	if !b.over(now) {
		b.ranges = b.ranges[:len(b.ranges)-1]
	}
}

// until returns what was asked for up to a time.
func (b *blackout) until(to time.Time) (parts []recorder.Range) {
	b.settle(to)
	for _, x := range b.ranges {
		if x.Stop.IsZero() || x.Stop.After(to) {
			x.Stop = to
		}
		if x.Start.Before(x.Stop) {
			parts = append(parts, x)
		}
	}
	return parts
}

// merge puts ranges in order, what touches as one.
func merge(ranges []recorder.Range) (merged []recorder.Range) {
	slices.SortFunc(ranges, func(x, y recorder.Range) int { return x.Start.Compare(y.Start) })
	for _, x := range ranges {
		if n := len(merged); n == 0 || merged[n-1].Stop.Before(x.Start) {
			merged = append(merged, x)
		} else if x.Stop.After(merged[n-1].Stop) {
			merged[n-1].Stop = x.Stop
		}
	}
	return merged
}

// subtract returns what of ranges lies in none of the others; both are in
// order. Shorter than the tolerance is nothing.
func subtract(ranges, others []recorder.Range) (left []recorder.Range) {
	for _, x := range ranges {
		at := x.Start
		for _, o := range append(slices.Clone(others), recorder.Range{Start: x.Stop, Stop: x.Stop}) {
			until := o.Start
			if until.After(x.Stop) {
				until = x.Stop
			}
			if until.Sub(at) >= tolerance {
				left = append(left, recorder.Range{Start: at, Stop: until})
			}
			if o.Stop.After(at) {
				at = o.Stop
			}
		}
	}
	return left
}
