package store

import (
	"context"
	"sync"
	"time"

	"github.com/offhook/offhook/reference/recorder"
)

// maxBatch bounds a commit. A larger one writes each page of the indexes for
// more rows; a smaller one holds the writer's connection, for which Apply and
// Reserve wait, less long: this one about a tenth of a second.
const maxBatch = 2000

// pending is a recording, or what is to be amended of one, that is saved and
// not yet committed.
type pending struct {
	rec       recorder.Recording
	amends    bool // of rec only the id and the blackouts count
	committed func()
	tried     bool // a commit of it failed, with an outcome that is unknown
}

// waiter is a Flush: it waits until the first upTo recordings are committed.
type waiter struct {
	upTo uint64
	done chan error // buffered, answered once
}

// queue is what is saved and not committed, and what is known about the
// database. All fields are guarded by mu.
type queue struct {
	mu          sync.Mutex
	recordings  []*pending // oldest first
	saved, done uint64     // recordings ever queued, ever committed
	waiters     []waiter   // by upTo, ascending

	lost    bool      // declared lost
	down    error     // why the last commit failed; nil: it did not. Then recordings is not empty
	retry   time.Time // not before, when down
	pause   time.Duration
	refused int64 // recordings ever refused
	unsaid  int64 // refused since the log last said so

	closing, abandoned bool
}

// Save queues a finished recording and returns at once, whatever the database
// does. committed, which may be nil, is called once when the recording is in
// the database, in the order of the calls to Save, from a goroutine of the
// store: it must neither block nor call the store. It is never called for a
// recording that is refused: more than MaxPending wait, or the store is closed.
func (s *Store) Save(rec recorder.Recording, committed func()) {
	s.enqueue(&pending{rec: rec, committed: committed})
}

// Amend queues other blackouts of a recording that was saved before and returns
// at once. They are written in their turn, as recordings are; one that is not
// there, purged perhaps, stays away.
func (s *Store) Amend(a recorder.Amendment) {
	s.enqueue(&pending{rec: recorder.Recording{ID: a.RecordID, Blackouts: a.Blackouts}, amends: true})
}

func (s *Store) enqueue(p *pending) {
	q := &s.queue
	q.mu.Lock()
	n := len(q.recordings)
	if n >= s.o.MaxPending || q.closing {
		q.refused++
		q.unsaid++
		first := q.unsaid == 1
		q.mu.Unlock()
		if first {
			s.o.Logger.Error("recordings are refused: too many wait for the database, or it is closed",
				"pending", n, "recordid", p.rec.ID)
		}
		return
	}
	q.recordings = append(q.recordings, p)
	q.saved++
	q.mu.Unlock()
	if n == 0 || n+1 == maxBatch {
		s.nudge()
	}
}

// Flush returns when every recording that was saved before is committed, or
// at once with ErrUnavailable while the database is away.
func (s *Store) Flush(ctx context.Context) error {
	if err := s.flush(ctx); err != nil {
		return err
	}
	return failed(ctx, s.db.probe(ctx))
}

// flush is Flush for who asks the database next.
func (s *Store) flush(ctx context.Context) error {
	if err := s.db.gone(); err != nil {
		return unavailable(err)
	}
	wait, err := s.queue.wait()
	if wait == nil || err != nil {
		return err
	}
	s.nudge()
	select {
	case err := <-wait:
		return err
	case <-ctx.Done():
		return failed(ctx, ctx.Err())
	}
}

// Pending is the number of recordings that are saved and not committed.
func (s *Store) Pending() int {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	return len(s.queue.recordings)
}

// Refused is the number of recordings that Save ever refused.
func (s *Store) Refused() int64 {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	return s.queue.refused
}

// nudge makes the writer look at the queue.
func (s *Store) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// usable says why the database must not be used, if so. The caller holds mu.
func (q *queue) usable() error {
	switch {
	case q.closing:
		return unavailable(errClosed)
	case q.lost:
		return unavailable(errOutage)
	}
	return nil
}

// wait gives a channel that tells when what is in the queue is committed, or
// that it could not be; nil when the queue is empty.
func (q *queue) wait() (<-chan error, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.usable(); err != nil {
		return nil, err
	}
	if q.done == q.saved {
		return nil, nil
	}
	if q.down != nil {
		return nil, unavailable(q.down)
	}
	done := make(chan error, 1)
	q.waiters = append(q.waiters, waiter{q.saved, done})
	return done, nil
}

// fail answers err to all that wait. The caller holds mu.
func (q *queue) fail(err error) {
	for _, w := range q.waiters {
		w.done <- err
	}
	q.waiters = nil
}

// close makes the queue refuse recordings and the writer write what is there
// without delay. It is false where the queue was closed before.
func (q *queue) close() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closing {
		return false
	}
	q.closing, q.lost, q.retry, q.pause = true, false, time.Time{}, 0
	return true
}

// abandon makes the writer end with what is in the queue.
func (q *queue) abandon() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.abandoned = true
}

// left is how many recordings were not written, and why.
func (q *queue) left() (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.recordings), q.down
}
