package runner

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/specs/harness"
)

// Session is a run whose specs somebody else begins, when he likes, as go test
// begins subtests. Ginkgo has no part in it, so that a process can hold any
// number of them, beside Ginkgo suites of its own.
type Session struct {
	suite *suite
	turn  sync.RWMutex // held whole by a spec that has to be alone

	mu    sync.Mutex
	asked map[string]bool // the ids of the specs that were to be tried
}

// Begin makes sure that the target can be judged and returns a session of the
// selected specs. An error means that no run can be made.
func Begin(ctx context.Context, o Options) (*Session, error) {
	s, err := prepare(ctx, o)
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(uint64(s.Seed), 0))
	r.Shuffle(len(s.entries), func(i, j int) { s.entries[i], s.entries[j] = s.entries[j], s.entries[i] })
	return &Session{suite: s, asked: map[string]bool{}}, nil
}

// Specs are the selected ones, in an order that the seed decides.
func (s *Session) Specs() []*harness.Entry { return slices.Clone(s.suite.entries) }

// Seed is the one that the options have, or the one that was drawn.
func (s *Session) Seed() int64 { return s.suite.Seed }

// Parallel is how many specs may be tried at once.
func (s *Session) Parallel() int { return s.suite.Parallel }

// Try runs one spec and says what became of it; one that could not be tried any
// more, or need not be, is skipped with the reason. Several may be tried at
// once: one that sets a condition on the target waits until it is alone.
func (s *Session) Try(ctx context.Context, e *harness.Entry) reports.Spec {
	s.mu.Lock()
	s.asked[e.ID] = true
	s.mu.Unlock()
	if s.suite.Parallel > 1 {
		s.turn.RLock()
		s.suite.try(ctx, e, false)
		s.turn.RUnlock()
		if r, ok := s.suite.became(e); ok {
			return r
		}
	}
	s.turn.Lock()
	defer s.turn.Unlock()
	s.suite.try(ctx, e, true)
	if r, ok := s.suite.became(e); ok {
		return r
	}
	r := s.suite.blank(e)
	r.Reason = cmp.Or(s.suite.stopped(), interruption(ctx))
	return r
}

// became is what became of a spec that was tried to its end.
func (s *suite) became(e *harness.Entry) (reports.Spec, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if feature := s.leftOut[e.ID]; feature != "" {
		r := s.blank(e)
		r.Reason = "left out: the target is declared not to support " + feature
		return r, true
	}
	r, ok := s.results[e.ID]
	return r, ok
}

// Report tells of the specs that were to be tried. Where those are not all that
// are selected, chosen says who chose them.
func (s *Session) Report(ctx context.Context, chosen string) *reports.Conform {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := slices.DeleteFunc(s.Specs(), func(e *harness.Entry) bool { return !s.asked[e.ID] })
	if len(asked) < len(s.suite.entries) {
		s.suite.Focus = cmp.Or(s.suite.Focus, chosen)
		s.suite.entries = asked
	}
	return s.suite.report(ctx, s.suite.started)
}
