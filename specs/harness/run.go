package harness

import (
	"context"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// Run is one target with what its specs share.
type Run struct {
	Target Target
	Seed   int64
	// Factor stretches every deadline, for slow targets; 0 is 1.
	Factor float64

	names    names
	pool     *pool
	mu       sync.Mutex
	readings map[string][]string
	clock    *Clock
	advanced time.Duration // what specs have moved the target's clock by
	attempts map[string]int

	once sync.Mutex // held while something is made that specs share
	made map[string]any
}

// NewRun prepares a run. The seed decides names and random values; against a
// remote target a nonce goes into the names too, so that what an earlier run
// left on the server is never met again.
func NewRun(target Target, seed int64, factor float64) *Run {
	r := &Run{Target: target, Seed: seed, Factor: factor, readings: map[string][]string{}, attempts: map[string]int{}}
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
	r.pool = newPool(target.Devices)
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
	Failure    *Failure
	Skipped    string // why it could not be tried
	Duration   time.Duration
	Transcript string
}

// Try runs one spec. It returns when the spec and its cleaning up are over,
// when ctx ends, or when its time is up, whichever comes first; a body that
// hangs is left behind with its connections closed.
func (r *Run) Try(ctx context.Context, e *Entry) Outcome {
	ctx, cancel := context.WithTimeout(ctx, r.scaled(specTime))
	defer cancel()
	r.mu.Lock()
	r.attempts[e.ID]++
	attempt := r.attempts[e.ID]
	r.mu.Unlock()

	t := &T{run: r, entry: e, ctx: ctx, attempt: attempt, log: &transcript{started: time.Now()}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, failure := t.stopped(func() { e.Body(t) })
		t.mu.Lock()
		t.failure = failure
		t.mu.Unlock()
		t.cleanUp()
	}()
	select {
	case <-done:
	case <-ctx.Done():
		t.hangUp()
		select {
		case <-done:
		case <-time.After(r.scaled(cleanupTime)):
		}
	}
	return t.outcome(ctx)
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
	o := Outcome{Failure: t.failure, Skipped: t.skipped,
		Duration: time.Since(t.log.started), Transcript: t.log.String()}
	if ctx.Err() == nil {
		if o.Failure != nil {
			if excuse := t.excuse(o.Failure); excuse != "" {
				o.Failure, o.Skipped = nil, excuse
			}
		}
		return o
	}
	// Whatever the spec said after its time was up is a consequence of that.
	if ctx.Err() == context.DeadlineExceeded {
		o.Failure = &Failure{Problem: fmt.Sprintf("not over after %s; the last steps are at the end of the transcript", t.run.scaled(specTime)),
			Sent: t.lastSent, Received: t.lastReceived}
		return o
	}
	return Outcome{Skipped: "the run was interrupted", Duration: o.Duration, Transcript: o.Transcript}
}
