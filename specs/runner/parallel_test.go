package runner

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/specs/harness"
)

func TestSpecsAreTriedAtOnceAndThoseThatSetAConditionAlone(t *testing.T) {
	var both sync.WaitGroup
	both.Add(2)
	var under, most, disturbed atomic.Int32
	enter := func() (leave func()) {
		most.Store(max(most.Load(), under.Add(1)))
		return func() { under.Add(-1) }
	}
	// Each waits for the other: one after the other would never end.
	meets := func(t *harness.T) {
		defer enter()()
		both.Done()
		both.Wait()
		t.OK("TEST")
	}
	condition := func(t *harness.T) {
		defer enter()()
		t.CoresDown()
		if under.Load() > 1 {
			disturbed.Add(1)
		}
		t.Send("CALLSTART", "DEVICEID", t.Device())
	}
	entries := []*harness.Entry{entry("TEST-1", meets), entry("XML-1", condition), entry("XML-2", meets), entry("XML-7", condition)}
	s := prepared(t, Options{Parallel: 4}, entries...)
	for _, e := range s.entries {
		s.begin(t.Context(), t.Context(), e)
	}
	s.together.Wait()
	if len(s.apart) != 2 || len(s.results) != 2 {
		t.Fatalf("%d specs were put aside and %d have a result; want 2 and 2", len(s.apart), len(s.results))
	}
	s.tryApart(t.Context())
	c := s.report(t.Context(), time.Now())
	allPassed(t, c, len(entries))
	if most.Load() < 2 || disturbed.Load() > 0 {
		t.Errorf("%d specs were under way at once, %d conditions were set beside others", most.Load(), disturbed.Load())
	}
}

func TestConfiguredDevicesAreLentToOneSpecAtATime(t *testing.T) {
	var mu sync.Mutex
	used, most, twice := map[string]bool{}, 0, 0
	uses := func(n int) func(*harness.T) {
		return func(t *harness.T) {
			var mine []string
			for range n {
				mine = append(mine, t.Device())
			}
			mu.Lock()
			for _, d := range mine {
				if used[d] {
					twice++
				}
				used[d] = true
			}
			most = max(most, len(used))
			mu.Unlock()
			for _, d := range mine {
				t.Start(d)
				t.Active(d, "")
				t.Stop(d)
			}
			mu.Lock()
			for _, d := range mine {
				delete(used, d)
			}
			mu.Unlock()
		}
	}
	var entries []*harness.Entry
	for i := range 24 {
		entries = append(entries, entry(fmt.Sprintf("TEST-%d", i+1), uses(1+i%3)))
	}
	target, sys, err := embedded(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Shutdown(context.Background())
	target.Devices = []string{"1", "2", "3", "4"}
	s := prepared(t, Options{Parallel: 8, Target: target}, entries...)
	for _, e := range s.entries {
		s.begin(t.Context(), t.Context(), e)
	}
	s.together.Wait()
	s.tryApart(t.Context())
	allPassed(t, s.report(t.Context(), time.Now()), len(entries))
	if twice > 0 || most < 2 {
		t.Errorf("%d devices were used twice at once, at most %d at once by all", twice, most)
	}
}

// tryTogether is tryAll for specs that are tried at once.
func tryTogether(t *testing.T, o Options, entries []*harness.Entry) *reports.Conform {
	t.Helper()
	s := prepared(t, o, entries...)
	if err := s.reach(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.findOut(t.Context())
	for _, e := range s.entries {
		s.begin(t.Context(), t.Context(), e)
	}
	s.together.Wait()
	s.tryApart(t.Context())
	return s.report(t.Context(), s.started)
}
