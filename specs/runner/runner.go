package runner

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/formatter"

	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/sim/capture"
	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/ledger"
)

// Options say what to run against what.
type Options struct {
	Target harness.Target
	Focus  string  // see Select
	Labels string  // see Select
	Seed   int64   // decides order and names; 0 draws one
	Factor float64 // stretches every deadline; 0 is 1
	Strict bool    // a SHOULD counts as a MUST
	// Parallel is how many specs are tried at once; 0 is 1. Those that set a
	// condition on the target are tried one by one after the others, and so are
	// those that need more of the target's Devices than were free.
	Parallel int
	// Profile is the part of the suite to run, one of Profiles; "" is full.
	Profile string
	// Known are failures that are no news.
	Known []KnownFailure
	// Repeat is the command line that runs the suite against this target
	// again; the report adds focus and seed to it. "" is offhook conform.
	Repeat string
	// RepeatSpec makes the command line that tries one spec again, where that is
	// another than Repeat with a focus and a seed.
	RepeatSpec func(id string, seed int64) string
	Version    string    // of the tool, for the report
	Progress   io.Writer // told what happens, a line each; nil: nobody
	Bar        bool      // Run draws a bar on Progress, where that is a terminal
	// Exchanged is told of what each spec sends and receives, if not nil: see
	// harness.Run.
	Exchanged func(spec *harness.Entry, sent, received string)
}

const (
	probeTime = 3 * time.Second
	// maxRepeats bounds second tries: a target that fails so often is broken,
	// not unstable.
	maxRepeats = 25
	// longFailure is too long to be tried twice.
	longFailure = 20 * time.Second
	// maxStuck is how many specs in a row may fail for waiting in vain before
	// the target is given up; maxPatient how many of those are tried twice.
	maxStuck, maxPatient = 16, 3
	// maxTranscripts bounds what a run keeps of its failures, in bytes, as text
	// and once more as packets; of those that came later it keeps the end.
	maxTranscripts, endOfTranscript = 16 << 20, 4 << 10
)

// begun is set by the first Run: Ginkgo can run once a process.
var begun atomic.Bool

// Run runs the selected specs and reports what became of each. An error means
// that the run could not be made; what the target does wrong is no error. When
// ctx ends the run ends with what it has. A process can do it once; Begin is for
// those that want more.
func Run(ctx context.Context, o Options) (*reports.Conform, error) {
	s, err := prepare(ctx, o)
	if err != nil {
		return nil, err
	}
	if !begun.CompareAndSwap(false, true) {
		return nil, fmt.Errorf("conform: the suite has already run in this process, and Ginkgo runs once; start another, or use specs.Conform in go test")
	}
	if s.Bar {
		s.progress.draw()
		defer s.progress.end()
	}
	s.ginkgo(ctx)
	s.together.Wait()
	s.tryApart(ctx)
	return s.report(ctx, s.started), nil
}

// prepare makes sure that the target can be judged.
func prepare(ctx context.Context, o Options) (*suite, error) {
	entries, err := o.selected()
	if err != nil {
		return nil, fmt.Errorf("conform: %w", err)
	}
	o.Repeat = cmp.Or(o.Repeat, "offhook conform")
	if o.Seed == 0 {
		o.Seed = time.Now().UnixNano() % 1_000_000
	}
	s := newSuite(o, entries)
	s.run.Exchanged = o.Exchanged
	if err := s.reach(ctx); err != nil {
		return nil, fmt.Errorf("conform: %w", err)
	}
	s.findOut(ctx)
	return s, nil
}

// suite is one run under way.
type suite struct {
	Options
	run      *harness.Run
	started  time.Time
	entries  []*harness.Entry
	progress *progress

	slots    chan struct{}  // a slot for each spec that is tried at once
	together sync.WaitGroup // those that are

	mu      sync.Mutex
	results map[string]reports.Spec
	leftOut map[string]string // by spec: the feature that the target does not claim
	answers map[string]string // by such a feature: what the target answers nevertheless
	apart   []*harness.Entry  // those that have to be tried alone, in the order of the run
	repeats int
	stuck   int    // specs in a row that failed for waiting in vain
	kept    int    // bytes of transcripts
	taped   int    // bytes of tapes
	aborted string // why specs are no longer tried
}

func newSuite(o Options, entries []*harness.Entry) *suite {
	o.Parallel = max(o.Parallel, 1)
	return &suite{Options: o, slots: make(chan struct{}, o.Parallel), run: harness.NewRun(o.Target, o.Seed, o.Factor), started: time.Now(), entries: entries,
		progress: newProgress(o.Progress, len(entries)),
		results:  map[string]reports.Spec{}, leftOut: map[string]string{}, answers: map[string]string{}}
}

// fails is Ginkgo's view of a test: it is told of failures that are the
// suite's own, and the report has them already.
type fails struct{}

func (fails) Fail() {}

// ginkgo hands the selected specs to Ginkgo and returns when it has run them, or
// begun them where several are tried at once. Ginkgo decides the order.
func (s *suite) ginkgo(ctx context.Context) {
	for _, e := range s.entries {
		ginkgo.It(e.Theme+" "+e.Title, ginkgo.Label(labelsOf(e)...), func(c ginkgo.SpecContext) { s.begin(ctx, c, e) })
	}
	suiteConfig, reporterConfig := ginkgo.GinkgoConfiguration()
	suiteConfig.RandomSeed = s.Seed
	suiteConfig.RandomizeAllSpecs = true
	suiteConfig.Timeout = 24 * time.Hour
	suiteConfig.GracePeriod = 15 * time.Second
	reporterConfig.NoColor = true
	reporterConfig.Succinct = true
	formatter.ColorableStdOut, formatter.ColorableStdErr = io.Discard, io.Discard
	ginkgo.RunSpecs(fails{}, "offhook conform", suiteConfig, reporterConfig)
}

// begin tries a spec when there is a slot, and does not wait for it where there
// are several: c, which ends when it returns, then has no say in it.
func (s *suite) begin(ctx, c context.Context, e *harness.Entry) {
	if s.Parallel == 1 {
		both, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(c, cancel)()
		s.try(both, e, true)
		return
	}
	s.slots <- struct{}{}
	s.together.Go(func() {
		defer func() { <-s.slots }()
		s.try(ctx, e, false)
	})
}

// tryApart tries those that were put aside, one by one.
func (s *suite) tryApart(ctx context.Context) {
	for _, e := range s.apart {
		s.try(ctx, e, true)
	}
}

// try runs one spec, a second time where it fails, and keeps its result. Where
// it is not alone but has to be, it is put aside.
func (s *suite) try(ctx context.Context, e *harness.Entry, alone bool) {
	if s.stopped() != "" || ctx.Err() != nil {
		return
	}
	first := s.run.Try(ctx, e, alone)
	if first.NeedsAll {
		s.mu.Lock()
		s.apart = append(s.apart, e)
		s.mu.Unlock()
		return
	}
	s.waited(first)
	if first.Stranded != "" {
		s.abort(fmt.Sprintf("the target could not be put in order again after %s: %s", e.ID, first.Stranded))
	}
	if first.LeftOut != "" {
		s.mu.Lock()
		s.leftOut[e.ID] = first.LeftOut
		s.mu.Unlock()
		s.progress.done(&reports.Spec{State: reports.Passed})
		return
	}
	result, tapes := s.result(e, first), []*capture.Tape{first.Tape}
	if first.Failure != nil && first.Stranded == "" && ctx.Err() == nil {
		if err := s.alive(ctx); err != nil {
			s.abort(fmt.Sprintf("the target stopped answering during %s: %v", e.ID, err))
			if !first.Tape.Heard() { // it was gone before
				result = s.blank(e)
				result.Reason, result.Exchanges = s.stopped(), first.Transcript()
			}
		} else if s.mayRepeat(first) {
			second := s.run.Try(ctx, e, alone)
			result.Unstable = second.Failure == nil && second.Skipped == "" && !second.NeedsAll
			result.Exchanges += "\n--- second try ---\n" + second.Transcript()
			tapes = append(tapes, second.Tape)
		}
	}
	s.mu.Lock()
	if result.Exchanges != "" {
		result.Exchanges = s.affordable(result.Exchanges)
		result.Packets = s.packets(&result, tapes)
	}
	s.results[e.ID] = result
	s.mu.Unlock()
	s.progress.done(&result)
	if s.isStuck() {
		s.abort(fmt.Sprintf("%d specs in a row, up to %s, waited in vain for the target; is it overloaded or hanging? --patience 5 waits longer", maxStuck, e.ID))
	}
}

// affordable is a transcript, or its end where the run has kept so many.
func (s *suite) affordable(t string) string {
	if cut := len(t) - endOfTranscript; cut > 0 && s.kept+len(t) > maxTranscripts {
		t = fmt.Sprintf("… %d bytes left out: the run had kept enough transcripts\n", cut) + t[cut:]
	}
	s.kept += len(t)
	return t
}

// packets is what writes the tapes of a failure as a capture. Where the run has
// kept so many they are shortened.
func (s *suite) packets(r *reports.Spec, tapes []*capture.Tape) func(io.Writer) error {
	comment := fmt.Sprintf("%s: %s", r.ID, r.Title)
	for _, t := range tapes {
		if s.taped+t.Size() > maxTranscripts {
			t.Shorten(2 * endOfTranscript)
		}
		s.taped += t.Size()
	}
	return func(w io.Writer) error { return capture.Write(w, comment, tapes...) }
}

// waited counts a first try: specs in a row that failed for waiting in vain.
func (s *suite) waited(o harness.Outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o.Failure != nil && o.Duration >= s.run.Deadline() {
		s.stuck++
	} else {
		s.stuck = 0
	}
}

func (s *suite) isStuck() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stuck >= maxStuck && s.aborted == ""
}

func (s *suite) mayRepeat(o harness.Outcome) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.repeats >= maxRepeats || o.Duration > longFailure || s.stuck > maxPatient {
		return false
	}
	s.repeats++
	return true
}

func (s *suite) stopped() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.aborted
}

func (s *suite) abort(why string) {
	s.mu.Lock()
	first := s.aborted == ""
	if first { // what others meet then follows from that
		s.aborted = why
	}
	s.mu.Unlock()
	if first {
		s.progress.say(why)
	}
}

// result is the report's line for one spec.
func (s *suite) result(e *harness.Entry, o harness.Outcome) reports.Spec {
	r := s.blank(e)
	r.DurationMS = float64(o.Duration.Microseconds()) / 1000
	switch {
	case o.Failure != nil:
		r.State = reports.Warned
		if r.Level == reports.Must || (s.Strict && r.Level == reports.Should) {
			r.State = reports.Failed
		}
		if k := knownFailure(s.Known, e, s.started); k != nil {
			r.State, r.Known = reports.Warned, k.Reason
		}
		r.Message, r.Expected = o.Failure.Problem, o.Failure.Expected
		r.Sent, r.Received, r.Wrong = o.Failure.Sent, o.Failure.Received, o.Failure.Wrong
		r.Exchanges = o.Transcript()
	case o.Skipped != "":
		r.State, r.Reason = reports.Skipped, o.Skipped
	default:
		r.State = reports.Passed
	}
	return r
}

// blank is the report's line for a spec that has not been tried.
func (s *suite) blank(e *harness.Entry) reports.Spec {
	q := e.Requirement()
	repeat := fmt.Sprintf("%s --focus '^%s$' --seed %d", s.Repeat, regexp.QuoteMeta(e.ID), s.Seed)
	if s.RepeatSpec != nil {
		repeat = s.RepeatSpec(e.ID, s.Seed)
	}
	return reports.Spec{
		ID: e.ID, Title: e.Theme + " " + e.Title, Requirements: e.Requirements, Level: reports.Level(q.Level),
		Chapter: string(q.Chapter), Function: q.Function(), Statement: q.Statement, Errata: q.Errata,
		State:  reports.Skipped,
		Repeat: repeat,
	}
}

// interruption says why a run ended before its end.
func interruption(ctx context.Context) string {
	const said = "the run was interrupted"
	if err := context.Cause(ctx); err != nil && err != ctx.Err() {
		return said + ": " + err.Error()
	}
	return said
}

// report joins the results in the ledger's order.
func (s *suite) report(ctx context.Context, started time.Time) *reports.Conform {
	c := &reports.Conform{
		Version: s.Version, Started: started, Duration: time.Since(started).Seconds(),
		Target: reports.Target{Kind: s.Target.Kind, API: s.Target.API, WebAPI: s.Target.WebAPI},
		Seed:   s.Seed, Focus: s.Focus, Labels: s.Labels, Strict: s.Strict, ReadOnly: s.Target.ReadOnly,
		Readings: s.run.Readings(), Aborted: s.stopped(),
	}
	if ctx.Err() != nil && c.Aborted == "" {
		c.Aborted = interruption(ctx)
	}
	if s.Profile != Full {
		c.Profile = s.Profile
	}
	inScope, leftOut := map[string]bool{}, map[string]bool{}
	for _, e := range s.entries {
		if s.leftOut[e.ID] != "" {
			for _, id := range e.Requirements {
				leftOut[id] = true
			}
			continue
		}
		r, ok := s.results[e.ID]
		if !ok {
			r = s.blank(e)
			r.Reason = c.Aborted
		}
		c.Specs = append(c.Specs, r)
		for _, id := range e.Requirements {
			inScope[id] = true
		}
	}
	for _, q := range ledger.All() {
		if inScope[q.ID] || s.whole() && !leftOut[q.ID] && q.Reason == "" {
			c.Ledger = append(c.Ledger, reports.Requirement{ID: q.ID, Level: reports.Level(q.Level), Chapter: string(q.Chapter), Statement: q.Statement})
		}
	}
	c.LeftOut, c.KnownFailures = s.features(), s.knownFailures()
	if p := s.run.Protection(); p.From != "" {
		c.Protection = &reports.Protection{From: p.From, Blackouts: p.Windows, Asked: p.Asked.Seconds(), Unprotected: p.Unprotected.Seconds()}
	}
	c.Finish()
	return c
}
