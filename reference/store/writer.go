package store

import (
	"context"
	"slices"
	"time"
)

// An outage is probed after firstPause, then after twice as long each time.
const (
	firstPause = 50 * time.Millisecond
	maxPause   = time.Second
)

// forever is a delay that only a nudge ends.
const forever = time.Duration(1<<63 - 1)

// write is the writer: the one goroutine that commits recordings.
func (s *Store) write() {
	defer close(s.stopped)
	var last time.Time // the end of the last commit
	timer := time.NewTimer(forever)
	defer timer.Stop()
	for {
		batch, delay, end := s.queue.next(time.Now(), last.Add(s.o.CommitEvery))
		if end {
			return
		}
		if batch == nil {
			timer.Reset(delay)
			select {
			case <-s.wake:
			case <-timer.C:
			}
			continue
		}
		err := s.commit(batch)
		last = time.Now()
		if err != nil {
			s.retreat(batch, err, last)
			continue
		}
		for _, p := range batch {
			if p.committed != nil {
				p.committed()
			}
		}
		s.advance(len(batch))
		if err := s.db.learn(len(batch)); err != nil {
			s.o.Logger.Warn("queries may be slow: the database's statistics could not be made", "error", err)
		}
	}
}

// next is what to commit now, or how long to wait, or that all is done.
// Nobody waiting, a commit is not before the time due.
func (q *queue) next(now, due time.Time) (batch []*pending, delay time.Duration, end bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := len(q.recordings)
	hurry := q.closing || len(q.waiters) > 0 || n >= maxBatch
	switch {
	case q.abandoned, q.closing && n == 0:
		q.fail(unavailable(errClosed))
		return nil, 0, true
	case n == 0 || q.lost:
		return nil, forever, false
	case q.down != nil && now.Before(q.retry):
		return nil, q.retry.Sub(now), false
	case q.down == nil && !hurry && now.Before(due):
		return nil, due.Sub(now), false
	}
	return q.recordings[:min(n, maxBatch)], 0, false
}

// commit writes batch in one transaction.
func (s *Store) commit(batch []*pending) error {
	if err := s.db.gone(); err != nil {
		return err
	}
	ctx, cancel := s.db.bounded(context.Background())
	defer cancel()
	tx, err := s.db.write.BeginTx(ctx, nil)
	if err != nil {
		return explain(err)
	}
	defer tx.Rollback() // does nothing after Commit
	fresh, amended := divide(batch)
	taken, err := s.db.insert(tx, fresh)
	if err != nil {
		return explain(err)
	}
	for _, p := range amended {
		if _, err := tx.ExecContext(ctx, "UPDATE recordings SET blackouts = $1 WHERE ident = $2", encodeRanges(p.rec.Blackouts), p.rec.ID); err != nil {
			return explain(err)
		}
	}
	for _, p := range taken {
		// A commit that failed may have been made nevertheless.
		if !p.tried {
			s.o.Logger.Error("a recording is not stored: its RECORDID is taken", "recordid", p.rec.ID)
		}
	}
	return explain(tx.Commit())
}

// divide tells recordings from amendments, of which each follows what it amends.
// Mostly there is none.
func divide(batch []*pending) (fresh, amended []*pending) {
	amends := func(p *pending) bool { return p.amends }
	if !slices.ContainsFunc(batch, amends) {
		return batch, nil
	}
	for _, p := range batch {
		if p.amends {
			amended = append(amended, p)
		} else {
			fresh = append(fresh, p)
		}
	}
	return fresh, amended
}

// advance takes n committed recordings off the queue.
func (s *Store) advance(n int) {
	q := &s.queue
	q.mu.Lock()
	clear(q.recordings[:n])
	q.recordings = q.recordings[n:]
	if len(q.recordings) == 0 {
		q.recordings = nil
	}
	q.done += uint64(n)
	var ready int
	for ready < len(q.waiters) && q.waiters[ready].upTo <= q.done {
		q.waiters[ready].done <- nil
		ready++
	}
	q.waiters = q.waiters[ready:]
	recovered, refused, left := q.down != nil, q.unsaid, len(q.recordings)
	q.down, q.pause, q.unsaid = nil, 0, 0
	q.mu.Unlock()
	if recovered || refused > 0 {
		s.o.Logger.Info("the database is written again", "pending", left, "refused", refused)
	}
}

// retreat leaves a batch that could not be committed in the queue and sets the
// time of the next attempt.
func (s *Store) retreat(batch []*pending, cause error, now time.Time) {
	for _, p := range batch {
		p.tried = true
	}
	q := &s.queue
	q.mu.Lock()
	first := q.down == nil
	q.down = cause
	q.pause = min(max(2*q.pause, firstPause), maxPause)
	q.retry = now.Add(q.pause)
	q.fail(unavailable(cause))
	left := len(q.recordings)
	q.mu.Unlock()
	if first {
		s.o.Logger.Error("the database cannot be written; recordings wait", "pending", left, "error", cause)
	}
}
