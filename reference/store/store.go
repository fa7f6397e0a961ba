package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// ErrUnavailable is in every error that says that the database cannot be
// used now: answer API_DATABASE_QUERY_ERROR and try again later.
var ErrUnavailable = errors.New("the recordings database is unavailable")

var (
	errOutage = errors.New("it was declared lost")
	errClosed = errors.New("it is closed")
)

// Options tune a Store; the zero value is good.
type Options struct {
	Logger *slog.Logger // nil: silent

	// CommitEvery is the shortest time from one commit to the next while
	// nobody waits: a saved recording is in the database after this time at
	// the latest, and at once on an idle store. 0: 5 ms.
	CommitEvery time.Duration

	// MaxPending bounds the recordings that wait for the database, about 1 KiB
	// each. Beyond it the newest are refused, logged and counted. 0: 1,000,000.
	MaxPending int
}

const (
	defaultCommitEvery = 5 * time.Millisecond
	defaultMaxPending  = 1_000_000
)

// Store is an open database. Its methods may be called from any goroutine.
type Store struct {
	o  Options
	db *database

	queue   queue
	wake    chan struct{} // holds a token when the writer has to look again
	stopped chan struct{} // closed when the writer has ended
}

// Open opens the database at url, a file's path, ":memory:" or a PostgreSQL URL
// (postgres://USER@HOST/DATABASE, with libpq's parameters; search_path names the
// schema), and brings its schema up to date. A file is created where it is
// missing, a PostgreSQL database is not. A file or schema stays locked against
// other processes until Close or the end of the process.
//
// A committed recording outlives the process's end (kill -9) and, as a file is
// synchronised with the disk at every commit, a power failure.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.CommitEvery <= 0 {
		o.CommitEvery = defaultCommitEvery
	}
	if o.MaxPending <= 0 {
		o.MaxPending = defaultMaxPending
	}
	s := &Store{o: o, wake: make(chan struct{}, 1), stopped: make(chan struct{})}
	var err error
	if s.db, err = connect(ctx, url); err != nil {
		return nil, err
	}
	go s.write()
	return s, nil
}

// SetOutage declares the database lost, or found again: a test condition.
// While it is lost every method answers ErrUnavailable, but Save goes on
// queueing; what has queued is written when it is found again.
func (s *Store) SetOutage(on bool) {
	s.queue.mu.Lock()
	s.queue.lost = on
	if on {
		s.queue.fail(unavailable(errOutage))
	}
	s.queue.mu.Unlock()
	s.nudge()
}

// Outage reports whether the database is declared lost.
func (s *Store) Outage() bool {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	return s.queue.lost
}

// closeLimit bounds Close where its context does not.
const closeLimit = 10 * time.Second

// Close writes what is pending, an outage that was declared being over, and
// closes the database. Where the database cannot be written it tries until ctx
// ends, 10 s at most, and the error says how many recordings were not written.
func (s *Store) Close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, closeLimit)
	defer cancel()
	if !s.queue.close() {
		<-s.stopped
		return nil
	}
	s.nudge()
	select {
	case <-s.stopped:
	case <-ctx.Done():
		s.queue.abandon()
		s.nudge()
		<-s.stopped
	}
	err := s.db.close()
	if left, cause := s.queue.left(); left > 0 {
		if cause == nil { // it is not broken, but slow
			cause = ctx.Err()
		}
		return fmt.Errorf("store: closed with %d recordings not written: %w", left, cause)
	}
	if err != nil {
		return fmt.Errorf("store: closing the database: %w", err)
	}
	return nil
}

// ready says whether the database may be used: it is neither closed, nor
// declared lost, nor is its file gone.
func (s *Store) ready() error {
	if err := s.db.gone(); err != nil {
		return unavailable(err)
	}
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	return s.queue.usable()
}

// change runs f in one transaction, which is durable when change returns nil.
// Where a server is lost in the middle of the commit, the change may have been
// made though the error says that the database is unavailable.
func (s *Store) change(ctx context.Context, f func(*sql.Tx) error) error {
	if err := s.ready(); err != nil {
		return err
	}
	tx, err := s.db.write.BeginTx(ctx, nil)
	if err != nil {
		return failed(ctx, err)
	}
	defer tx.Rollback() // does nothing after Commit
	if err := f(tx); err != nil {
		return failed(ctx, err)
	}
	return failed(ctx, tx.Commit())
}

// unavailable makes cause an error that is ErrUnavailable.
func unavailable(cause error) error {
	return fmt.Errorf("store: %w: %w", ErrUnavailable, cause)
}

// failed tells the caller's own end apart from the database's failure.
func failed(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("store: %w", context.Cause(ctx))
	}
	return unavailable(explain(err))
}
