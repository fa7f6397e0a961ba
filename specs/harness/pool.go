package harness

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/offhook/offhook/sim/client"
)

// pool hands out what a target's configuration names: devices (E-31), agents
// with the devices that are their phones (E-65), workstations with theirs. What
// is handed out is one spec's until that ends, and then rests until the others
// had their turn. A device that was given a user, an alias or a station keeps it
// (E-65), and no request takes that back: it is marked, and handed out only where
// no other is left.
type pool struct {
	mu       sync.Mutex
	seats    []*seat             // the next first
	stations map[string][]string // names, by device
	marked   map[string]bool     // devices
	freed    chan struct{}       // closed when seats are given back, and made anew
}

// seat is what is handed out as a whole: a device, or an agent with all devices.
type seat struct {
	devices []string
	agent   *User     // nil: nobody who is known
	plain   bool      // who asks for any device may get it
	holder  *T        // nil: it is free
	rests   time.Time // until then what its last holder did may still be told
}

func newPool(target *Target) *pool {
	p := &pool{stations: map[string][]string{}, marked: map[string]bool{}, freed: make(chan struct{})}
	seated := map[string]bool{}
	add := func(s *seat) {
		p.seats = append(p.seats, s)
		for _, d := range s.devices {
			seated[d] = true
		}
	}
	for i := range target.Agents {
		a := &target.Agents[i]
		add(&seat{devices: a.Devices, agent: a.known()})
	}
	for _, d := range target.Devices {
		if !seated[d] {
			add(&seat{devices: []string{d}, plain: true})
		}
	}
	for _, s := range target.Stations {
		p.stations[s.Device] = append(p.stations[s.Device], s.Name)
		if !seated[s.Device] {
			add(&seat{devices: []string{s.Device}})
		}
	}
	return p
}

// fits reports whether a seat is what is wanted, with at least n devices. Who
// wants no station rather has a device without one, but takes any.
func (p *pool) fits(s *seat, w want, n int) bool {
	if w.station && !slices.ContainsFunc(s.devices, p.stationed) {
		return false
	}
	if w.agent {
		return s.agent != nil && len(s.devices) >= n
	}
	return s.agent == nil && (s.plain || w.station)
}

func (p *pool) stationed(device string) bool { return len(p.stations[device]) > 0 }

// second reports whether a seat is better left where another is free.
func (p *pool) second(s *seat, w want) bool {
	return slices.ContainsFunc(s.devices, func(d string) bool { return p.marked[d] || !w.station && p.stationed(d) })
}

// take gives t a seat that fits, with n devices. Where others have all those
// that do, it returns what is closed when one is given back; nil where there is
// none.
func (p *pool) take(t *T, w want, n int) (*seat, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	best, freed := -1, (<-chan struct{})(nil)
	var rests []time.Time
	for i, s := range p.seats {
		switch {
		case s.holder == t || !p.fits(s, w, n):
		case s.holder != nil:
			freed = p.freed
		case !t.alone && time.Now().Before(s.rests):
			rests = append(rests, s.rests)
		case best < 0 || p.second(p.seats[best], w) && !p.second(s, w):
			best = i
		}
	}
	if best < 0 && len(rests) > 0 {
		rested := make(chan struct{})
		time.AfterFunc(time.Until(slices.MinFunc(rests, time.Time.Compare)), func() { close(rested) })
		return nil, rested
	}
	if best < 0 {
		return nil, freed
	}
	s := p.seats[best]
	s.holder = t
	p.seats = append(slices.Delete(p.seats, best, best+1), s)
	return s, nil
}

// held returns t's seat of which match holds, nil for none.
func (p *pool) held(t *T, match func(*seat) bool) *seat {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.seats {
		if s.holder == t && match(s) {
			return s
		}
	}
	return nil
}

// giveBack frees all that t has.
func (p *pool) giveBack(t *T) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.seats {
		if s.holder == t {
			s.holder = nil
			if t.lastChange.Load() != 0 {
				s.rests = time.Now().Add(t.run.scaled(rest))
			}
		}
	}
	close(p.freed)
	p.freed = make(chan struct{})
}

// mark marks the device that a request gives a name which stays.
func (p *pool) mark(req *client.Request) {
	device, _ := req.Get("DEVICEID")
	if device == "" {
		return
	}
	for _, name := range []string{"DEVICEALIAS", "SYS_USER", "CRM_USER", "STATIONNAME"} {
		if v, _ := req.Get(name); v != "" {
			p.mu.Lock()
			p.marked[device] = true
			p.mu.Unlock()
			return
		}
	}
}

// isMarked reports whether a device is marked, and marks it where it is to be.
func (p *pool) isMarked(device string, now bool) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.marked[device]
	p.marked[device] = was || now
	return was
}

// leave gives one seat back.
func (p *pool) leave(s *seat) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.holder = nil
}

// rest is how long after a spec its events may still come, and its recordings
// still be saved, that has no part in what comes next.
const rest = 500 * time.Millisecond

// lend gives the spec its n-th device, out of the pool.
func (t *T) lend(n int, w want) string {
	var s *seat
	if w.with > 0 {
		first := t.given(w.with - 1)
		s = t.run.pool.held(t, func(s *seat) bool { return slices.Contains(s.devices, first) })
	} else {
		s = t.seat(w, 1+t.plan.followers(n))
	}
	if s == nil { // of what is asked for at once, the first comes last
		t.Skip("the spec asks for an agent's devices in another order each time")
	}
	t.mu.Lock()
	d := ""
	for _, x := range s.devices { // one with a station first, where that is wanted
		if !slices.Contains(t.lent, x) && (d == "" || w.station && !t.run.pool.stationed(d)) {
			d = x
		}
	}
	if d != "" {
		t.lent = append(t.lent, d)
	}
	if t.run.pool.isMarked(d, false) {
		t.inherited = append(t.inherited, d)
	}
	if t.lentAt == nil {
		t.lentAt = map[string]time.Time{}
	}
	t.lentAt[d] = time.Now()
	t.mu.Unlock()
	if d == "" {
		t.Skip("the spec needs an agent with more devices than the target's configuration gives it")
	}
	t.disregard("DEVICEID", d)
	if s.agent != nil {
		t.disregard("SYS_USER", s.agent.SysUser)
	}
	return d
}

// seat gives the spec a seat that fits. It waits for other specs only while it
// has none itself, and nothing that they may wait for: it would be tried alone.
func (t *T) seat(w want, n int) *seat {
	for {
		s, freed := t.run.pool.take(t, w, n)
		if s != nil {
			fresh := false // whether that it is marked is news
			for _, d := range s.devices {
				fresh = t.taken(s, d) && !t.run.pool.isMarked(d, true) || fresh
			}
			if !fresh {
				return s
			}
			t.run.pool.leave(s) // there may be a better one
			continue
		}
		if freed == nil {
			t.Skip(w.missing(t.run, n))
		}
		t.mu.Lock()
		mayWait := len(t.lent) == 0 && !t.making
		t.needsAll = t.needsAll || !mayWait
		t.mu.Unlock()
		if !mayWait {
			panic(stop{})
		}
		t.waitFor(freed)
	}
}

// waitFor waits until c is closed, or ends with the spec. That is not the
// spec's time.
func (t *T) waitFor(c <-chan struct{}) {
	defer t.notCounted()()
	select {
	case <-t.ctx.Done():
		panic(stop{})
	case <-c:
	}
}

// missing says what a target's configuration should name more of.
func (w want) missing(r *Run, n int) string {
	switch {
	case w.agent && n > 1:
		return fmt.Sprintf("the spec needs more agents with %d devices than the target's configuration names", n)
	case w.agent && w.station:
		return "the spec needs more agents at workstations than the target's configuration names"
	case w.agent:
		return fmt.Sprintf("the spec needs more agents than the %d that the target's configuration names", len(r.Target.Agents))
	case w.station:
		return fmt.Sprintf("the spec needs more workstations than the %d that the target's configuration names", len(r.Target.Stations))
	}
	return fmt.Sprintf("the spec needs more devices than the %d that the target's configuration names", len(r.Target.Devices))
}

// excuse says why a failure on devices that bear the names of earlier specs
// tells nothing, "" where there are none.
func (t *T) excuse(f *Failure) string {
	if len(t.inherited) == 0 {
		return ""
	}
	return fmt.Sprintf("it had to use %s, which bear users or stations that the target's configuration does not name, or that earlier specs gave them; "+
		"name more devices, or their agents. What did not hold: %s", strings.Join(t.inherited, ", "), f.Problem)
}

// ofPool reports whether the target's configuration names the device.
func (r *Run) ofPool(device string) bool {
	return slices.ContainsFunc(r.pool.seats, func(s *seat) bool { return slices.Contains(s.devices, device) })
}
