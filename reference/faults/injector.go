package faults

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/server"
)

// Injector applies rules to requests; it is a server.Interceptor. Its methods may be
// called by any goroutine.
type Injector struct {
	active atomic.Bool // some rule is set

	mu      sync.Mutex
	seed    uint64
	rng     *rand.Rand
	rules   Rules
	changed chan struct{} // closed when the rules change: nobody waits any longer
}

// New returns an injector without rules, whose draws the seed decides.
func New(seed uint64) *Injector {
	x := &Injector{seed: seed, changed: make(chan struct{})}
	x.Reset()
	return x
}

// Rules returns a copy of the rules as they stand now: what of a Next is left.
func (x *Injector) Rules() Rules {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.rules.clone()
}

// Change lets f change the rules; where they make no sense afterwards, they
// stay as they were. Requests that are being delayed go on at once.
func (x *Injector) Change(f func(*Rules)) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	next := x.rules.clone()
	f(&next)
	if err := next.Check(); err != nil {
		return err
	}
	x.set(next)
	return nil
}

// Reset takes all rules back and starts the draws anew.
func (x *Injector) Reset() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.rng = rand.New(rand.NewPCG(x.seed, 0xfa))
	x.set(Rules{})
}

// set puts rules into force. mu is held.
func (x *Injector) set(r Rules) {
	x.rules = r.clone()
	x.active.Store(!x.rules.empty())
	close(x.changed)
	x.changed = make(chan struct{})
}

// Intercept decides what becomes of a request, and delays it where a rule says so.
func (x *Injector) Intercept(req *catalog.Request) server.Verdict {
	if !x.active.Load() {
		return server.Verdict{}
	}
	return x.judge(req)
}

func (x *Injector) judge(req *catalog.Request) server.Verdict {
	name := req.Function.Name
	x.mu.Lock()
	wait, changed := x.delay(name), x.changed
	verdict := x.decide(name)
	x.mu.Unlock()
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-changed:
		}
	}
	return verdict
}

// delay draws how long a request waits. mu is held.
func (x *Injector) delay(name string) time.Duration {
	l, ok := x.rules.Latency[name]
	if !ok {
		l = x.rules.Latency[Every]
	}
	wait := time.Duration(l.Fixed)
	if l.Jitter > 0 {
		wait += time.Duration(x.rng.Int64N(int64(l.Jitter) + 1))
	}
	return wait
}

// decide draws what becomes of a request and uses the rules up. mu is held.
func (x *Injector) decide(name string) server.Verdict {
	if key, d, ok := find(x.rules.Drop, name); ok && (d.Percent == 0 || x.rng.IntN(100) < d.Percent) {
		x.use(d.Next, func(left int) { d.Next = left; x.rules.Drop[key] = d }, func() { delete(x.rules.Drop, key) })
		switch d.Lose {
		case Reply:
			return server.Verdict{Fate: server.ReplyLost}
		case Connection:
			return server.Verdict{Fate: server.Cut}
		}
		return server.Verdict{Fate: server.RequestLost}
	}
	if key, f, ok := find(x.rules.Force, name); ok {
		x.use(f.Next, func(left int) { f.Next = left; x.rules.Force[key] = f }, func() { delete(x.rules.Force, key) })
		return answered(f.Code, f.Message)
	}
	switch {
	case x.rules.QueueFull:
		return answered(catalog.API_COMMAND_QUEUE_FULL, "")
	case name == "TEST":
	case x.rules.Unlicensed:
		return answered(catalog.API_UNLICENSED, "")
	case x.rules.Misconfigured:
		return answered(catalog.API_CONFIG_ERROR, "")
	}
	return server.Verdict{}
}

// find returns the rule for a function and the key that it stands under.
func find[R any](rules map[string]R, name string) (key string, rule R, ok bool) {
	if rule, ok = rules[name]; ok {
		return name, rule, true
	}
	rule, ok = rules[Every]
	return Every, rule, ok
}

// use takes one off a Next; the rule that has none left goes. mu is held.
func (x *Injector) use(next int, keep func(left int), drop func()) {
	switch next {
	case 0: // until it is taken back
	case 1:
		drop()
		x.active.Store(!x.rules.empty())
	default:
		keep(next - 1)
	}
}

func answered(c catalog.Code, message string) server.Verdict {
	res := catalog.Fail(c, message)
	return server.Verdict{Fate: server.Answered, Answer: &res}
}
