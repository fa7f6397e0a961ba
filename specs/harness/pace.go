package harness

import (
	"context"
	"sync"
	"time"
)

// pacer spaces what all connections of a run send.
type pacer struct {
	gap time.Duration // 0: no limit

	mu   sync.Mutex
	next time.Time
}

func newPacer(perSecond float64) *pacer {
	if perSecond <= 0 {
		return &pacer{}
	}
	return &pacer{gap: time.Duration(float64(time.Second) / perSecond)}
}

// wait returns when the caller may send, and how long that took.
func (p *pacer) wait(ctx context.Context) (time.Duration, error) {
	if p.gap == 0 {
		return 0, nil
	}
	p.mu.Lock()
	now := time.Now()
	at := p.next
	if at.Before(now) {
		at = now
	}
	p.next = at.Add(p.gap)
	p.mu.Unlock()
	select {
	case <-ctx.Done():
		return time.Since(now), ctx.Err()
	case <-time.After(at.Sub(now)):
		return time.Since(now), nil
	}
}

// Pace waits until something may be sent to the target.
func (r *Run) Pace(ctx context.Context) error {
	_, err := r.pacer.wait(ctx)
	return err
}

// pace is Pace for a spec: what it waits is not counted as its time.
func (t *T) pace(ctx context.Context) error {
	d, err := t.run.pacer.wait(ctx)
	t.paced.Add(int64(d))
	return err
}

// notCounted begins a time that is not the spec's; what it returns ends it.
func (t *T) notCounted() (end func()) {
	started := time.Now()
	return func() { t.paced.Add(int64(time.Since(started))) }
}

// pacedFor is how long the spec has waited for its turn to send, and for
// conditions to be set, in all: more than has gone by where several goroutines
// do.
func (t *T) pacedFor() time.Duration { return time.Duration(t.paced.Load()) }
