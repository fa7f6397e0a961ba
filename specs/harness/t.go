package harness

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/offhook/offhook/sim/capture"
	"github.com/offhook/offhook/sim/client"
)

// T is a spec's view of the run. Its methods end the spec when what they
// demand does not hold; they may be called from goroutines that Each started.
type T struct {
	run     *Run
	entry   *Entry
	ctx     context.Context
	end     func() // ends ctx: the spec's body has nothing more to find out
	attempt int
	plan    plan
	alone   bool          // no other spec is under way
	tape    *capture.Tape // what it sends and receives

	mu           sync.Mutex
	main         *Conn
	broom        *client.Conn // for cleaning up
	conns        []*Conn
	webs         []*client.WebAPI
	restores     []func(context.Context) error // of conditions: before all other cleaning up
	undo         []undo
	cleanups     []func(context.Context) error
	dialled      int
	named        int
	devices      []string // by their number
	protection   Protection
	exports      *bool                // whether the target answers exports with files; nil: not asked
	fetched      time.Time            // mail, by hook
	stationed    map[string]int       // how many workstations were asked for, by device
	again        bool                 // it has to be begun anew: there is another plan
	making       bool                 // under way is what others may wait for
	lent         []string             // devices of the pool
	lentAt       map[string]time.Time // since when
	inherited    []string             // those of them that are marked
	earlier      map[string]bool      // RECORDIDs that were there before the spec
	failure      *Failure
	skipped      string
	needsAll     bool         // it has to be tried alone
	refused      *refusal     // why something was not sent
	paced        atomic.Int64 // nanoseconds that the spec waited for its turn to send
	lastChange   atomic.Int64 // when something was answered that may have changed the target, in unix nanoseconds
	restoring    bool         // conditions are being taken back
	stranded     string       // why conditions could not be taken back
	lost         bool
	lastSent     string
	lastReceived string
}

// stop ends a spec's body: the panic value of what failed, with the failure,
// or was skipped.
type stop struct{ failure *Failure }

// Failure says why a spec does not hold.
type Failure struct {
	Problem  string // what is wrong, with the difference
	Sent     string // the decisive exchange
	Received string
	Expected string // what would have been right
	// Wrong are the parts of Received, as they stand there, that are wrong; none
	// where that cannot be said.
	Wrong []string

	fields []string // the names of the wrong fields
	got    *string  // the wrong text, where there is one
}

// Error returns the problem with what would have been right.
func (f *Failure) Error() string {
	if f.Expected == "" {
		return f.Problem
	}
	return f.Problem + "; right would have been: " + f.Expected
}

// Context ends when the spec must.
func (t *T) Context() context.Context { return t.ctx }

// Seed is the run's seed, for specs that draw random values.
func (t *T) Seed() int64 { return t.run.Seed }

// Note writes a line into the transcript.
func (t *T) Note(s string) { t.tape.Note(s) }

// Reading notes which reading of an erratum the target takes, by its name in
// the catalogue; where Accept knows no bounds, one without a name there is noted
// as it was seen.
func (t *T) Reading(erratum, reading string) {
	r := t.run
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, have := range r.readings[erratum] {
		if have == reading {
			return
		}
	}
	r.readings[erratum] = append(r.readings[erratum], reading)
}

// Skip ends the spec as not verified, with the reason.
func (t *T) Skip(reason string) {
	t.mu.Lock()
	t.skipped = reason
	t.mu.Unlock()
	panic(stop{})
}

// Need skips the spec unless cond holds: reason says what is missing.
func (t *T) Need(cond bool, reason string) {
	if !cond {
		t.Skip(reason)
	}
}

// Failf ends the spec as failed. The last exchange of the spec is shown with
// it.
func (t *T) Failf(format string, args ...any) {
	t.fail(&Failure{Problem: fmt.Sprintf(format, args...)})
}

// Check fails with the text unless cond holds.
func (t *T) Check(cond bool, format string, args ...any) {
	if !cond {
		t.Failf(format, args...)
	}
}

// Equal fails unless got and want are the same; what names them.
func (t *T) Equal(what string, got, want any) {
	if reflect.DeepEqual(got, want) {
		return
	}
	f := &Failure{
		Problem:  fmt.Sprintf("%s is %s instead of %s", what, show(got), show(want)),
		Expected: fmt.Sprintf("%s: %s", what, show(want)),
	}
	f.about(what, got)
	t.fail(f)
}

// OneOf fails unless got is one of the values that the manual and its errata
// allow.
func (t *T) OneOf(what, got string, want ...string) {
	for _, w := range want {
		if got == w {
			return
		}
	}
	f := &Failure{
		Problem:  fmt.Sprintf("%s is %q", what, got),
		Expected: fmt.Sprintf("%s: one of %s", what, show(want)),
	}
	f.about(what, got)
	t.fail(f)
}

// show prints a value so that blanks and emptiness can be seen.
func show(v any) string {
	switch v := v.(type) {
	case string:
		return fmt.Sprintf("%q", v)
	case []string:
		if len(v) == 0 {
			return "nothing"
		}
		return fmt.Sprintf("%q", v)
	}
	return fmt.Sprint(v)
}

// fail ends the spec's body with the failure and the exchange that led to it.
func (t *T) fail(f *Failure) { panic(stop{t.complete(f)}) }

// failLost is fail for a connection that broke: a retry cannot help.
func (t *T) failLost(f *Failure) {
	t.mu.Lock()
	t.lost = true
	t.mu.Unlock()
	t.fail(f)
}

func (t *T) isLost() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.lost
}

// complete gives a failure the last exchange where it has none, and makes it
// fit to be shown.
func (t *T) complete(f *Failure) *Failure {
	if f.Sent == "" {
		t.mu.Lock()
		f.Sent, f.Received = t.lastSent, t.lastReceived
		t.mu.Unlock()
	}
	f.Problem = short(f.Problem)
	f.Sent, f.Received = capture.Mask(short(strings.TrimSpace(f.Sent))), capture.Mask(short(strings.TrimSpace(f.Received)))
	f.Wrong = wrongIn(f.Received, f.fields, f.got)
	return f
}

// short is the start of s, as much as a report of a failure needs.
func short(s string) string {
	const limit = 8 << 10
	if len(s) <= limit {
		return s
	}
	return strings.Clone(s[:limit]) + fmt.Sprintf("… %d bytes more", len(s)-limit)
}

// exchanged remembers the last exchange, for failures that follow from it.
func (t *T) exchanged(sent, received string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lastSent, t.lastReceived = sent, received
	if t.run.Exchanged != nil {
		t.run.Exchanged(t.entry, sent, received)
	}
}

// Eventually tries until cond holds, that is, returns without failing. It
// fails with what was wrong last when the deadline is over. cond may use all
// of T.
func (t *T) Eventually(what string, cond func()) {
	until := t.took() + t.run.scaled(eventually)
	pause := time.Millisecond
	for {
		f := t.trial(cond)
		if f == nil {
			return
		}
		if t.isLost() || t.ctx.Err() != nil {
			t.fail(f)
		}
		if t.took() > until {
			f.Problem = fmt.Sprintf("%s: still not so after %s: %s", what, t.run.scaled(eventually), f.Problem)
			t.fail(f)
		}
		t.pause(pause)
		pause = min(pause*2, 50*time.Millisecond)
	}
}

// trial runs cond and returns what it failed with.
func (t *T) trial(cond func()) *Failure {
	early, f := t.stopped(cond)
	if early && f == nil { // skipped
		panic(stop{})
	}
	return f
}

// pause waits, or ends with the spec.
func (t *T) pause(d time.Duration) {
	select {
	case <-t.ctx.Done():
		panic(stop{})
	case <-time.After(d):
	}
}

// Each runs f n times at once, each in its own goroutine, and returns when all
// are done. The first failure fails the spec.
func (t *T) Each(n int, f func(i int)) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var first *Failure
	ended := false
	for i := range n {
		wg.Go(func() {
			early, failure := t.stopped(func() { f(i) })
			mu.Lock()
			defer mu.Unlock()
			ended = ended || early
			first = cmp.Or(first, failure)
		})
	}
	wg.Wait()
	if ended {
		panic(stop{first})
	}
}

// Cleanup has f called after the spec, last registered first, also when the
// spec fails. Its error goes into the transcript.
func (t *T) Cleanup(f func(context.Context) error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cleanups = append(t.cleanups, f)
}

// cleanUp gives back the conditions, stops what the spec started, removes what
// it added, then closes its connections.
func (t *T) cleanUp() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.ctx), t.run.cleanupTime())
	defer cancel()
	t.mu.Lock()
	t.restoring = len(t.restores) > 0
	t.mu.Unlock()
	err := t.runLast(ctx, &t.restores)
	t.mu.Lock()
	t.restoring = false
	if err != nil {
		t.stranded = err.Error()
	}
	t.mu.Unlock()
	t.undoAll(ctx)
	t.runLast(ctx, &t.cleanups)
	t.hangUp()
}

// leftBehind says that the spec is not waited for any longer, and whether it
// leaves the target in a condition that it has set.
func (t *T) leftBehind(after time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.restores) > 0 || t.restoring {
		t.stranded = fmt.Sprintf("what the spec has set was not taken back within %s", after)
	}
}

// runLast empties a list of functions from its end, and returns the first error;
// one may add others.
func (t *T) runLast(ctx context.Context, list *[]func(context.Context) error) (first error) {
	for {
		t.mu.Lock()
		n := len(*list)
		if n == 0 {
			t.mu.Unlock()
			return first
		}
		f := (*list)[n-1]
		*list = (*list)[:n-1]
		t.mu.Unlock()
		if err := f(ctx); err != nil {
			t.Note("cleaning up: " + err.Error())
			first = cmp.Or(first, err)
		}
	}
}

// hangUp closes every connection of the spec.
func (t *T) hangUp() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.conns {
		c.c.Close()
	}
	for _, w := range t.webs {
		w.Close()
	}
}
