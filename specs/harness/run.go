package harness

import (
	"context"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/offhook/offhook/sim/capture"
)

// Run is one target with what its specs share.
type Run struct {
	Target Target
	Seed   int64
	// Factor stretches every deadline, for slow targets; 0 is 1.
	Factor float64
	// Exchanged is told of what each spec sends and receives, as a failure would
	// show it, if not nil. Specs may call it from several goroutines.
	Exchanged func(spec *Entry, sent, received string)

	events     atomic.Int64 // bytes of those that specs under way keep
	names      names
	pool       *pool
	pacer      *pacer
	mu         sync.Mutex
	readings   map[string][]string
	protection Protection
	clock      *Clock
	advanced   time.Duration // what specs have moved the target's clock by
	attempts   map[string]int
	plans      map[string]plan // by spec
	noted      map[string]bool // specs whose protection counts already

	asking sync.Mutex
	phones map[string]bool // of the target's users; nil: not asked for yet

	lagOnce sync.Once
	lag     time.Duration // how long the target may take to show what it has answered

	once sync.Mutex // held while something is made that specs share
	made map[string]any
}

// NewRun prepares a run. The seed decides names and random values; against a
// remote target a nonce goes into the names too, so that what an earlier run
// left on the server is never met again.
func NewRun(target Target, seed int64, factor float64) *Run {
	r := &Run{Target: target, Seed: seed, Factor: factor, readings: map[string][]string{}, attempts: map[string]int{},
		plans: map[string]plan{}, noted: map[string]bool{}}
	if r.Factor <= 0 {
		r.Factor = 1
	}
	if r.Target.Events == "" {
		r.Target.Events = target.API
	}
	if r.Target.Location == "" {
		r.Target.Location = "1"
	}
	if r.Target.Site == "" {
		r.Target.Site = "1"
	}
	r.pool, r.pacer = newPool(&r.Target), newPacer(target.Rate)
	r.names = names{seed: fmt.Sprint(seed), taken: map[uint64]bool{}}
	if target.Kind != Embedded {
		r.names.seed += fmt.Sprint("@", time.Now().UnixNano())
	}
	return r
}

// The times that specs wait, before Factor.
const (
	eventually  = 5 * time.Second        // for something that must happen
	settle      = 100 * time.Millisecond // for something that must not
	specTime    = 60 * time.Second       // a whole spec
	cleanupTime = 10 * time.Second       // what it leaves behind
	maxUndo     = 50                     // requests that this may take
)

// Deadline is how long a spec waits for what must happen: one that fails later
// than that waited in vain.
func (r *Run) Deadline() time.Duration { return r.scaled(eventually) }

func (r *Run) scaled(d time.Duration) time.Duration {
	return time.Duration(float64(d) * r.Factor)
}

// Readings returns the readings that the target was seen to take, by erratum:
// several are joined by commas.
func (r *Run) Readings() map[string]string {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := map[string]string{}
	for id := range maps.Keys(r.readings) {
		out[id] = strings.Join(slices.Sorted(slices.Values(r.readings[id])), ",")
	}
	return out
}

// Outcome is what became of a spec: it held where neither Failure nor Skipped
// is set.
type Outcome struct {
	Failure  *Failure
	Skipped  string        // why it could not be tried
	NeedsAll bool          // it was not tried: it sets a condition, so it must be alone
	LeftOut  string        // the feature that it needs and the target does not claim to offer
	Stranded string        // why the target could not be put in order again
	Duration time.Duration // without what it waited for its turn to send

	// Tape is what the spec sent and received.
	Tape *capture.Tape
}

// Transcript is what the spec sent and received, with the times.
func (o *Outcome) Transcript() string { return o.Tape.String() }

// Try runs one spec. It returns when the spec and its cleaning up are over,
// when ctx ends, or when its time is up, whichever comes first; a body that
// hangs is left behind with its connections closed.
//
// Alone says that no other spec is under way: one that sets a condition on the
// target, which others would feel, is tried only then.
func (r *Run) Try(ctx context.Context, e *Entry, alone bool) Outcome {
	if feature := r.Target.LeavesOut(e); feature != "" {
		return Outcome{LeftOut: feature}
	}
	for n := 1; ; n++ {
		if o, t := r.begin(ctx, e, alone); !t.again || n == maxBegun {
			if !o.NeedsAll {
				r.protected(t)
			}
			return o
		}
	}
}

// begin is Try without beginning anew where the spec turned out to need other
// devices.
func (r *Run) begin(ctx context.Context, e *Entry, alone bool) (Outcome, *T) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r.mu.Lock()
	r.attempts[e.ID]++
	attempt, planned := r.attempts[e.ID], r.plans[e.ID]
	r.mu.Unlock()

	body, end := context.WithCancel(ctx)
	defer end()
	t := &T{run: r, entry: e, ctx: body, end: end, attempt: attempt, plan: planned, alone: alone, tape: capture.NewTape(0)}
	defer r.pool.giveBack(t)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, failure := t.stopped(func() { e.Body(t) })
		t.mu.Lock()
		t.failure = failure
		t.mu.Unlock()
		t.cleanUp()
	}()
	limit := r.scaled(specTime)
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		select {
		case <-done:
			return t.outcome(ctx), t
		case <-timer.C:
			if left := limit - t.took(); left > 0 {
				timer.Reset(left)
				continue
			}
			cancel(context.DeadlineExceeded)
		case <-ctx.Done():
		}
		t.hangUp()
		select {
		case <-done:
		case <-time.After(r.cleanupTime()):
			t.leftBehind(r.cleanupTime())
		}
		t.mu.Lock()
		t.again = false
		t.mu.Unlock()
		return t.outcome(ctx), t
	}
}

// took is how long the spec has run, without what it waited for its turn to
// send.
func (t *T) took() time.Duration { return max(0, time.Since(t.tape.Started())-t.pacedFor()) }

// cleanupTime is how long a spec may clean up: longer where it has to wait for
// its turn to send.
func (r *Run) cleanupTime() time.Duration {
	return r.scaled(cleanupTime) + maxUndo*r.pacer.gap + r.Target.Restoring
}

// stopped runs f and reports whether it ended before its end: failed, skipped
// or panicked; and the failure if it did not skip.
func (t *T) stopped(f func()) (early bool, failure *Failure) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case stop:
			early, failure = true, p.failure
		default:
			early = true
			t.Note(fmt.Sprintf("panic: %v\n%s", p, debug.Stack()))
			failure = t.complete(&Failure{Problem: fmt.Sprintf("the spec itself is broken: panic: %v (at %s); please report it", p, t.entry.Source)})
		}
	}()
	f()
	return false, nil
}

// outcome tells what became of the spec.
func (t *T) outcome(ctx context.Context) Outcome {
	t.mu.Lock()
	defer t.mu.Unlock()
	o := Outcome{Failure: t.failure, Skipped: t.skipped, Stranded: t.stranded, NeedsAll: t.needsAll,
		Duration: t.took(), Tape: t.tape}
	if r := t.refused; r != nil && ctx.Err() == nil {
		// What follows from a request that was not sent says nothing.
		o.Failure, o.Skipped, o.LeftOut = nil, r.reason, r.feature
		return o
	}
	if t.again && ctx.Err() == nil { // begun anew too often, or this is not looked at
		o.Failure, o.Skipped = nil, "the spec turned out to need other devices again and again"
		return o
	}
	if ctx.Err() == nil {
		if o.Failure != nil {
			if why := lacking(o.Failure.Error()); why != "" {
				o.Failure, o.Skipped = nil, why
				return o
			}
			if excuse := t.excuse(o.Failure); excuse != "" {
				o.Failure, o.Skipped = nil, excuse
			}
		}
		return o
	}
	// Whatever the spec said after its time was up is a consequence of that.
	if context.Cause(ctx) == context.DeadlineExceeded {
		o.Failure = &Failure{Problem: fmt.Sprintf("not over after %s; the last steps are at the end of the transcript", t.run.scaled(specTime)),
			Sent: t.lastSent, Received: t.lastReceived}
		return o
	}
	return Outcome{Skipped: "the run was interrupted", Stranded: t.stranded, Duration: o.Duration, Tape: o.Tape}
}
