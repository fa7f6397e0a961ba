package mutation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/offhook/offhook/specs/harness"
)

// Options say which mutants are tried, and how.
type Options struct {
	Dir      string   // a folder within the module; "" is the working directory
	Work     string   // a folder that keeps what is made, and Results
	Packages []string // to mutate, as in reference/wire
	Focus    string   // only mutants whose key this regular expression matches
	Sample   int      // so many of them, drawn by Seed; 0 is all
	Seed     int64
	Jobs     int // mutants tried at once; 0 is 2
	// Specs is how many of the suite a mutant is tried by, the likeliest first; 0
	// is all that it makes a difference to.
	Specs int
	// Again tries survivors of an earlier campaign in Work again: what was
	// killed counts as killed.
	Again   bool
	Entries []*harness.Entry // the suite
	Say     func(format string, args ...any)
}

const (
	// patience stretches the deadlines of a first try. A failure counts only
	// where the spec fails again with the deadlines that users have.
	patience = 0.5
	// together is how many specs are tried at once against one mutant.
	together = 4
	// firstSpecs is how many are tried before the other mutants have their turn.
	firstSpecs = 32
	mutantTime = 5 * time.Minute
)

// Run makes a campaign. What it finds is in the file of results as soon as it is
// known: a campaign that ended early goes on where it was.
func Run(ctx context.Context, o Options) (*Outcome, error) {
	focus, err := regexp.Compile(o.Focus)
	if err != nil {
		return nil, fmt.Errorf("mutation: focus %q is no regular expression: %w", o.Focus, err)
	}
	if o.Say == nil {
		o.Say = func(string, ...any) {}
	}
	o.Say("building")
	p, err := Build(ctx, o.Dir, o.Work, o.Packages)
	if err != nil {
		return nil, err
	}
	reach, err := p.measureReach(ctx, o.Work, o.Entries, o.Say)
	if err != nil {
		return nil, err
	}
	for id, why := range reach.Left {
		o.Say("does not hold without a mutant, and so kills none: %s: %s", id, why)
	}
	j, err := openJournal(o.Work)
	if err != nil {
		return nil, err
	}
	defer j.close()
	c := &campaign{Options: o, program: p, journal: j, kills: map[string]map[string]int{}, depth: depths(p.Mutants, reach), candidates: candidates(reach, o.Entries)}
	chosen := sample(p.Mutants, focus, o.Sample, o.Seed)
	var queue []*task
	for _, m := range chosen {
		was, known := j.results[m.Key]
		if known && (was.Status == Killed || !o.Again) {
			c.learn(m, was)
			continue
		}
		queue = append(queue, &task{mutant: m, rest: c.candidates[m.ID]})
	}
	o.Say("%d mutants, %d of them to be tried", len(chosen), len(queue))
	c.queue = queue
	c.work(ctx)
	return &Outcome{Mutants: chosen, Unwoven: p.Unwoven, Total: len(p.Mutants), Specs: len(reach.Specs), Results: j.results}, errors.Join(ctx.Err(), c.err)
}

// sample draws mutants by their keys, so that other code that changes leaves the
// sample as it is.
func sample(all []Mutant, focus *regexp.Regexp, n int, seed int64) []*Mutant {
	var some []*Mutant
	rank := map[string]uint64{}
	for i := range all {
		m := &all[i]
		if !focus.MatchString(m.Key) {
			continue
		}
		h := fnv.New64a()
		fmt.Fprintf(h, "%s %d", m.Key, seed)
		// The last bytes alone would hardly change the upper half.
		rank[m.Key] = h.Sum64() * 0x9E3779B97F4A7C15
		some = append(some, m)
	}
	slices.SortFunc(some, func(a, b *Mutant) int { return cmp.Compare(rank[a.Key], rank[b.Key]) })
	if n > 0 && n < len(some) {
		some = some[:n]
	}
	return some
}

// candidates are, by mutant, the specs that it makes a difference to: of those
// that reach it, the ones that reach little else first.
func candidates(r *Reach, entries []*harness.Entry) map[int][]*harness.Entry {
	held := slices.DeleteFunc(slices.Clone(entries), func(e *harness.Entry) bool { return r.Specs[e.ID] == nil })
	slices.SortStableFunc(held, func(a, b *harness.Entry) int { return cmp.Compare(len(r.Specs[a.ID]), len(r.Specs[b.ID])) })
	out := map[int][]*harness.Entry{}
	start := map[int]bool{}
	for _, id := range r.Start {
		start[id] = true
		out[id] = held
	}
	for _, e := range held {
		for _, id := range r.Specs[e.ID] {
			if !start[id] {
				out[id] = append(out[id], e)
			}
		}
	}
	return out
}

// depths counts the mutants that each spec reaches, by function and by file.
func depths(mutants []Mutant, r *Reach) map[string]map[string]int {
	depth := map[string]map[string]int{}
	for spec, ids := range r.Specs {
		for _, id := range ids {
			m := &mutants[id]
			for _, place := range []string{m.function(), m.File} {
				if depth[place] == nil {
					depth[place] = map[string]int{}
				}
				depth[place][spec]++
			}
		}
	}
	return depth
}

// campaign is one under way.
type campaign struct {
	Options
	program    *Program
	journal    *journal
	candidates map[int][]*harness.Entry

	mu    sync.Mutex
	queue []*task
	busy  int
	done  int
	found int                       // killed
	kills map[string]map[string]int // by function, then spec
	depth map[string]map[string]int // by function and by file, then spec: how many of its mutants that reaches
	err   error
}

// task is a mutant with the specs that it was not tried by.
type task struct {
	mutant *Mutant
	rest   []*harness.Entry
	tried  int
	took   time.Duration
	doubts []string // specs that failed once only
}

// work tries mutants until none is left or ctx ends.
func (c *campaign) work(ctx context.Context) {
	var all sync.WaitGroup
	for range cmp.Or(max(c.Jobs, 0), 2) {
		all.Go(func() {
			for {
				t, left := c.next(ctx)
				if !left {
					return
				}
				if t == nil { // another may put one back
					time.Sleep(50 * time.Millisecond)
					continue
				}
				c.round(ctx, t)
				c.mu.Lock()
				c.busy--
				c.mu.Unlock()
			}
		})
	}
	all.Wait()
}

func (c *campaign) next(ctx context.Context) (t *task, left bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ctx.Err() != nil || c.err != nil {
		return nil, false
	}
	if len(c.queue) == 0 {
		return nil, c.busy > 0
	}
	t, c.queue = c.queue[0], c.queue[1:]
	c.busy++
	return t, true
}

// round tries a mutant by a number of specs, and puts it back where there are
// more.
func (c *campaign) round(ctx context.Context, t *task) {
	if len(t.rest) == 0 {
		c.conclude(t, Result{Status: Unreached})
		return
	}
	n := len(t.rest)
	if t.tried == 0 {
		n = min(n, firstSpecs)
	}
	if c.Specs > 0 && t.tried+n > c.Specs {
		n = max(c.Specs-t.tried, 0)
	}
	some := c.likeliest(t, n)
	started := time.Now()
	bounded, cancel := context.WithTimeout(ctx, mutantTime)
	defer cancel()
	result, err := c.try(bounded, t, some)
	t.took += time.Since(started)
	switch {
	case ctx.Err() != nil:
		return
	case err != nil:
		c.mu.Lock()
		c.err = cmp.Or(c.err, err)
		c.mu.Unlock()
	case result.Status == Killed:
		c.conclude(t, result)
	case bounded.Err() != nil:
		c.conclude(t, Result{Status: Killed, How: Hangs, Said: fmt.Sprintf("not done with after %v", mutantTime)})
	case len(t.rest) > 0 && (c.Specs == 0 || t.tried < c.Specs):
		c.mu.Lock()
		c.queue = append(c.queue, t)
		c.mu.Unlock()
	default:
		c.conclude(t, Result{Status: Survived, Untried: len(t.rest)})
	}
}

// likeliest takes n specs off the rest: those that killed mutants of the same
// function, then those that go through most of it, or else of its file.
func (c *campaign) likeliest(t *task, n int) []*harness.Entry {
	c.mu.Lock()
	here := c.kills[t.mutant.function()]
	within, near := c.depth[t.mutant.function()], c.depth[t.mutant.File]
	sorted := slices.Clone(t.rest)
	slices.SortStableFunc(sorted, func(a, b *harness.Entry) int {
		return cmp.Or(cmp.Compare(here[b.ID], here[a.ID]), cmp.Compare(within[b.ID], within[a.ID]), cmp.Compare(near[b.ID], near[a.ID]))
	})
	c.mu.Unlock()
	t.rest = sorted[n:]
	return sorted[:n]
}

func (m *Mutant) function() string { return m.File + " " + m.Func }

func (c *campaign) learn(m *Mutant, r Result) {
	if r.By == "" {
		return
	}
	f := m.function()
	if c.kills[f] == nil {
		c.kills[f] = map[string]int{}
	}
	c.kills[f][r.By]++
}

// conclude keeps a mutant's result.
func (c *campaign) conclude(t *task, r Result) {
	r.Mutant, r.Tried, r.Seconds, r.Doubts = *t.mutant, t.tried, t.took.Seconds(), t.doubts
	c.mu.Lock()
	defer c.mu.Unlock()
	c.learn(t.mutant, r)
	c.err = cmp.Or(c.err, c.journal.add(r))
	c.done++
	if r.Status == Killed {
		c.found++
	}
	if c.done%50 == 0 {
		c.Say("%d tried, %d killed, %d left", c.done, c.found, len(c.queue)+c.busy-1)
	}
}
