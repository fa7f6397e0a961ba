package runner

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

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
	if got := (&Options{Parallel: 8, Target: harness.Target{Devices: []string{"1"}}}).parallel(); got != 1 {
		t.Errorf("%d specs at once share the devices", got)
	}
}
