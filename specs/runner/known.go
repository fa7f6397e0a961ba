package runner

import (
	"slices"
	"time"

	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/specs/harness"
)

// KnownFailure is a requirement, or one spec, of which somebody knows that the
// target does not hold it. Until it expires, its failing is a warning; the run
// is incomplete then, for the target does not conform either.
type KnownFailure struct {
	ID, Reason string
	Expires    time.Time // the last day on which it counts
}

// covers reports whether a spec is meant.
func (k *KnownFailure) covers(e *harness.Entry) bool {
	return k.ID == e.ID || slices.Contains(e.Requirements, k.ID)
}

// expired reports whether it no longer counts.
func (k *KnownFailure) expired(now time.Time) bool { return !now.Before(k.Expires.AddDate(0, 0, 1)) }

// knownFailure returns what is known of a spec's failing and still counts, nil
// where nothing is.
func knownFailure(known []KnownFailure, e *harness.Entry, now time.Time) *KnownFailure {
	for i := range known {
		if k := &known[i]; k.covers(e) && !k.expired(now) {
			return k
		}
	}
	return nil
}

// knownFailures says what became of each.
func (s *suite) knownFailures() []reports.KnownFailure {
	var all []reports.KnownFailure
	for i := range s.Known {
		k := &s.Known[i]
		r := reports.KnownFailure{ID: k.ID, Reason: k.Reason, Expires: k.Expires.Format(time.DateOnly), State: reports.KnownUnverified}
		for _, e := range s.entries {
			if !k.covers(e) {
				continue
			}
			switch result := s.results[e.ID]; {
			case result.State == reports.Failed || result.State == reports.Warned:
				r.State = reports.KnownFails
				if k.expired(s.started) {
					r.State = reports.KnownExpired
				}
			case result.State == reports.Passed && r.State == reports.KnownUnverified:
				r.State = reports.KnownPasses
			}
		}
		all = append(all, r)
	}
	return all
}
