package runner

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/specs/harness"
)

// session is one of entries against a reference system.
func session(t *testing.T, o Options, entries ...*harness.Entry) *Session {
	return &Session{suite: prepared(t, o, entries...), asked: map[string]bool{}}
}

func TestASessionsSpecsThatSetAConditionWaitUntilTheyAreAlone(t *testing.T) {
	var s *Session
	disturbs := entry("XML-1", func(t *harness.T) {
		t.CoresDown()
		if s.turn.TryRLock() {
			t.Failf("another spec could be tried meanwhile")
		}
		t.Send("CALLSTART", "DEVICEID", t.Device())
	})
	entries := []*harness.Entry{disturbs, entry("TEST-1", func(t *harness.T) { t.OK("TEST") }), entry("XML-2", func(t *harness.T) { t.OK("TEST") })}
	s = session(t, Options{Parallel: 4}, entries...)
	var together sync.WaitGroup
	for _, e := range entries {
		together.Go(func() {
			if r := s.Try(t.Context(), e); r.State != reports.Passed {
				t.Errorf("%s: %+v", e.ID, r)
			}
		})
	}
	together.Wait()
	allPassed(t, s.Report(t.Context(), ""), len(entries))
}

func TestASessionReportsWhatItWasAskedFor(t *testing.T) {
	passes := func(t *harness.T) { t.OK("TEST") }
	entries := []*harness.Entry{entry("TEST-1", passes), entry("XML-1", passes)}
	s := session(t, Options{}, entries...)
	s.Try(t.Context(), entries[0])
	c := s.Report(t.Context(), "chosen")
	if len(c.Specs) != 1 || c.Specs[0].ID != "TEST-1" || c.Requirements.Total != 1 || c.Focus != "chosen" || c.Verdict != reports.Conforms {
		t.Errorf("%+v", c)
	}
}

func TestAnEndedSessionSaysWhyTheRestIsNotVerified(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	entries := []*harness.Entry{entry("TEST-1", func(t *harness.T) { t.OK("TEST") })}
	s := session(t, Options{}, entries...)
	cancel(errors.New("enough"))
	if r := s.Try(ctx, entries[0]); r.State != reports.Skipped || !strings.Contains(r.Reason, "interrupted: enough") {
		t.Errorf("%+v", r)
	}
	if c := s.Report(ctx, ""); c.Verdict != reports.Incomplete || !strings.Contains(c.Aborted, "interrupted: enough") {
		t.Errorf("%+v", c)
	}
}

func TestASeedDecidesTheOrderOfASession(t *testing.T) {
	var orders [3]string
	for i, seed := range []int64{1, 1, 2} {
		target, sys, err := embedded(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer sys.Shutdown(t.Context())
		s, err := Begin(t.Context(), Options{Target: target, Seed: seed, Profile: "core"})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range s.Specs() {
			orders[i] += e.ID + " "
		}
	}
	if orders[0] != orders[1] || orders[0] == orders[2] {
		t.Errorf("%q", orders)
	}
}
