package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/offhook/offhook/reference/directory"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/store/postgrestest"
)

// journal collects the RECORDIDs of committed calls, in their order.
type journal struct {
	mu  sync.Mutex
	ids []int64
}

func (j *journal) save(s *Store, r recorder.Recording) {
	s.Save(r, func() {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.ids = append(j.ids, r.ID)
	})
}

func (j *journal) read() []int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.ids)
}

// logbook is a logger whose lines a test can read while it is written.
type logbook struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logbook) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

// count is the number of lines that hold text.
func (l *logbook) count(text string) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.buf.String()) {
		if strings.Contains(line, text) {
			n++
		}
	}
	return n
}

// eventually waits until cond holds.
func eventually(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !cond(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never happened that %s", what)
		}
	}
}

// between is the numbers from first to last.
func between(first, last int) (ids []int64) {
	for i := first; i <= last; i++ {
		ids = append(ids, int64(i))
	}
	return ids
}

// everyMethod calls each method that needs the database.
func everyMethod(ctx context.Context, s *Store) map[string]error {
	errs := make(map[string]error)
	_, errs["Directory"] = s.Directory(ctx)
	errs["Apply"] = s.Apply(ctx, []directory.Change{{Row: directory.Phone{PhoneID: "1", AgentID: 1, Order: 1}}})
	errs["Apply of nothing"] = s.Apply(ctx, nil)
	_, errs["Reserve"] = s.Reserve(ctx, RecordIDs, 1)
	errs["Flush"] = s.Flush(ctx)
	_, errs["Update"] = s.Update(ctx, recorder.Update{RecordID: 1})
	_, errs["List"] = s.List(ctx, Filter{})
	_, _, errs["Find"] = s.Find(ctx, "ident", "1")
	_, _, errs["Find of a text in a number"] = s.Find(ctx, "ident", "x")
	_, _, errs["Recording"] = s.Recording(ctx, 1)
	_, errs["Recordings"] = s.Recordings(ctx, []int64{1})
	_, errs["QueueMail"] = s.QueueMail(ctx, letter())
	_, errs["DueMail"] = s.DueMail(ctx, noon, 1)
	errs["MailResult"] = s.MailResult(ctx, 1, MailQueued, 1, noon, "")
	_, errs["MailList"] = s.MailList(ctx, 1)
	_, errs["Purge"] = s.Purge(ctx, noon)
	return errs
}

func TestDeclaredOutageQueuesAndWritesOnceInOrder(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		var j journal
		j.save(s, call(1))
		if err := s.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.SetOutage(true)
		for n := 2; n <= 2600; n++ {
			j.save(s, call(n))
		}
		for method, err := range everyMethod(t.Context(), s) {
			if !errors.Is(err, ErrUnavailable) {
				t.Errorf("%s in an outage: %v, want ErrUnavailable", method, err)
			}
		}
		if n := s.Pending(); n != 2599 {
			t.Errorf("%d pending, want 2599", n)
		}
		if got := j.read(); len(got) != 1 {
			t.Errorf("%d recordings were said to be committed in the outage", len(got)-1)
		}
		s.SetOutage(false)
		for method, err := range everyMethod(t.Context(), s) {
			if err != nil {
				t.Errorf("%s after the outage: %v", method, err)
			}
		}
		if diff := cmp.Diff(between(1, 2600), j.read()); diff != "" {
			t.Errorf("committed (-want +got):\n%s", diff)
		}
		recs, err := s.List(t.Context(), Filter{Limit: 5000})
		if err != nil || len(recs) != 2600 {
			t.Errorf("%d recordings after the outage, error %v; want 2600", len(recs), err)
		}
	})
}

func TestOutageAnswersWhoWaits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "offhook.db")
	s := open(t, path, Options{})
	release := lockWriting(t, path)
	s.Save(call(1), nil)
	done := make(chan error)
	go func() { done <- s.Flush(context.Background()) }()
	eventually(t, "a Flush waits, or has been told of the lock", func() bool {
		s.queue.mu.Lock()
		defer s.queue.mu.Unlock()
		return len(s.queue.waiters) == 1 || s.queue.down != nil
	})
	s.SetOutage(true)
	if err := <-done; !errors.Is(err, ErrUnavailable) {
		t.Errorf("Flush: %v, want ErrUnavailable", err)
	}
	release()
	s.SetOutage(false)
}

// lockWriting keeps everybody else from writing the database at path.
func lockWriting(t *testing.T, path string) (release func()) {
	db, err := sql.Open("sqlite", source(path, "_txlock=immediate", "_pragma=busy_timeout(5000)"))
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		tx.Rollback()
		db.Close()
	}
}

func TestRealOutageQueuesAndWritesOnceInOrder(t *testing.T) {
	file := func(t *testing.T) string { return filepath.Join(t.TempDir(), "offhook.db") }
	server := func(t *testing.T) string { return postgrestest.Schema(t) }
	for _, c := range []struct {
		name  string
		where func(t *testing.T) (url string)
		begin func(t *testing.T, url string, s *Store) (end func())
	}{
		{"locked by another program", file, func(t *testing.T, path string, _ *Store) func() {
			return lockWriting(t, path)
		}},
		{"disk full", file, func(t *testing.T, _ string, s *Store) func() {
			// SQLite's own limit gives the very error of a full disk.
			if _, err := s.db.write.Exec("PRAGMA max_page_count = 1"); err != nil {
				t.Fatal(err)
			}
			return func() { s.db.write.Exec("PRAGMA max_page_count = 1000000") }
		}},
		{"read-only", file, func(t *testing.T, _ string, s *Store) func() {
			if _, err := s.db.write.Exec("PRAGMA query_only = 1"); err != nil {
				t.Fatal(err)
			}
			return func() { s.db.write.Exec("PRAGMA query_only = 0") }
		}},
		{"file moved away", file, func(t *testing.T, path string, _ *Store) func() {
			if err := os.Rename(path, path+".away"); err != nil {
				t.Fatal(err)
			}
			return func() { os.Rename(path+".away", path) }
		}},
		{"file replaced", file, func(t *testing.T, path string, _ *Store) func() {
			if err := errors.Join(os.Rename(path, path+".away"), os.WriteFile(path, []byte("other"), 0o600)); err != nil {
				t.Fatal(err)
			}
			return func() { os.Rename(path+".away", path) }
		}},
		{"server stopped", server, func(t *testing.T, _ string, _ *Store) func() {
			shared := postgrestest.Shared(t)
			shared.Stop()
			return func() {
				if err := shared.Start(); err != nil {
					t.Error(err)
				}
			}
		}},
		{"privileges revoked", server, func(t *testing.T, url string, _ *Store) func() {
			administer(t, "REVOKE ALL ON ALL TABLES IN SCHEMA "+schemaOf(t, url)+" FROM offhook")
			return func() { administer(t, "GRANT ALL ON ALL TABLES IN SCHEMA "+schemaOf(t, url)+" TO offhook") }
		}},
		{"nobody let in", server, func(t *testing.T, _ string, _ *Store) func() {
			administer(t, "ALTER ROLE offhook NOLOGIN")
			administer(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'offhook'")
			return func() { administer(t, "ALTER ROLE offhook LOGIN") }
		}},
		{"server read-only", server, func(t *testing.T, _ string, _ *Store) func() {
			administer(t, "ALTER ROLE offhook SET default_transaction_read_only = on")
			administer(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'offhook'")
			return func() { administer(t, "ALTER ROLE offhook RESET default_transaction_read_only") }
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			url := c.where(t)
			var log logbook
			s := open(t, url, Options{Logger: log.logger()})
			var j journal
			j.save(s, call(1))
			if err := s.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			end := c.begin(t, url, s)
			for n := 2; n <= 2500; n++ {
				j.save(s, call(n))
			}
			eventually(t, "the outage is noticed", func() bool { return s.Flush(t.Context()) != nil })
			if _, err := s.List(t.Context(), Filter{}); !errors.Is(err, ErrUnavailable) {
				t.Errorf("List in the outage: %v, want ErrUnavailable", err)
			}
			if n := s.Pending(); n != 2499 {
				t.Errorf("%d pending, want 2499", n)
			}
			// Long enough for a few attempts, which must not be logged.
			time.Sleep(300 * time.Millisecond)
			end()
			eventually(t, "all is written", func() bool { return s.Pending() == 0 })
			if diff := cmp.Diff(between(1, 2500), j.read()); diff != "" {
				t.Errorf("committed (-want +got):\n%s", diff)
			}
			if recs, err := s.List(t.Context(), Filter{Limit: 5000}); err != nil || len(recs) != 2500 {
				t.Errorf("%d recordings after the outage, error %v; want 2500", len(recs), err)
			}
			if n := log.count("cannot be written"); n != 1 {
				t.Errorf("the outage was logged %d times, want once:\n%s", n, log.buf.String())
			}
			if n := log.count("level=ERROR"); n != 1 {
				t.Errorf("%d errors were logged, want one:\n%s", n, log.buf.String())
			}
			if n := log.count("written again"); n != 1 {
				t.Errorf("the outage's end was logged %d times, want once", n)
			}
		})
	}
}

// administer executes a statement as the administrator of the tests' server.
func administer(t *testing.T, text string) {
	t.Helper()
	if err := postgrestest.Shared(t).Exec(text); err != nil {
		t.Error(err)
	}
}

// schemaOf is the schema of a test's URL.
func schemaOf(t *testing.T, postgres string) string {
	t.Helper()
	u, err := url.Parse(postgres)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("search_path")
}

func TestRetryDoesNotRepeatWhatWasWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "offhook.db")
	var log logbook
	s := open(t, path, Options{Logger: log.logger()})
	release := lockWriting(t, path)
	var j journal
	j.save(s, call(1))
	eventually(t, "a commit has failed", func() bool { return log.count("cannot be written") > 0 })
	release()
	// As if that commit had been made, but its answer lost.
	rec := call(1)
	if _, err := s.db.write.Exec(insertRecording, values(nil, &rec)...); err != nil {
		t.Fatal(err)
	}
	eventually(t, "nothing is pending", func() bool { return s.Pending() == 0 })
	if recs, err := s.List(t.Context(), Filter{}); err != nil || len(recs) != 1 {
		t.Errorf("%d recordings, error %v; want one", len(recs), err)
	}
	if n := len(j.read()); n != 1 {
		t.Errorf("committed was called %d times, want once", n)
	}
	if n := log.count("is taken"); n != 0 {
		t.Errorf("the repeated row was called a taken RECORDID")
	}
}

func TestTakenRecordIDIsSaid(t *testing.T) {
	var log logbook
	s := open(t, ":memory:", Options{Logger: log.logger()})
	s.Save(call(1), nil)
	s.Save(call(1, func(r *recorder.Recording) { r.DeviceID = "2222" }), nil)
	rec, found, err := s.Recording(t.Context(), 1)
	if err != nil || !found || rec.DeviceID != "1111" {
		t.Errorf("recording 1 is of device %q (found %v, error %v), want that of the first", rec.DeviceID, found, err)
	}
	if n := log.count("is taken"); n != 1 {
		t.Errorf("logged %d times, want once", n)
	}
}

func TestFullQueueRefusesTheNewest(t *testing.T) {
	var log logbook
	s := open(t, ":memory:", Options{MaxPending: 10, Logger: log.logger()})
	s.SetOutage(true)
	var j journal
	for n := 1; n <= 15; n++ {
		j.save(s, call(n))
	}
	if s.Pending() != 10 || s.Refused() != 5 {
		t.Errorf("%d pending and %d refused, want 10 and 5", s.Pending(), s.Refused())
	}
	s.SetOutage(false)
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	j.save(s, call(16))
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(append(between(1, 10), 16), j.read()); diff != "" {
		t.Errorf("committed (-want +got):\n%s", diff)
	}
	if n := log.count("are refused"); n != 1 {
		t.Errorf("the refusals were logged %d times, want once:\n%s", n, log.buf.String())
	}
	if n := log.count("refused=5"); n != 1 {
		t.Errorf("the log does not say how many were refused:\n%s", log.buf.String())
	}
}

func TestCloseWritesWhatIsPending(t *testing.T) {
	path := filepath.Join(t.TempDir(), "offhook.db")
	s := open(t, path, Options{})
	s.SetOutage(true)
	var j journal
	for n := 1; n <= 2500; n++ {
		j.save(s, call(n))
	}
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(between(1, 2500), j.read()); diff != "" {
		t.Errorf("committed (-want +got):\n%s", diff)
	}
	for method, err := range everyMethod(t.Context(), s) {
		if !errors.Is(err, ErrUnavailable) {
			t.Errorf("%s after Close: %v, want ErrUnavailable", method, err)
		}
	}
	s.Save(call(2000), func() { t.Error("a recording saved after Close was committed") })
	if s.Refused() != 1 {
		t.Errorf("%d refused after Close, want 1", s.Refused())
	}
	if recs, err := open(t, path, Options{}).List(t.Context(), Filter{Limit: 5000}); err != nil || len(recs) != 2500 {
		t.Errorf("%d recordings after reopening, error %v; want 2500", len(recs), err)
	}
}

func TestCloseSaysWhatItCouldNotWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "offhook.db")
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer lockWriting(t, path)()
	for n := 1; n <= 3; n++ {
		s.Save(call(n), nil)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 700*time.Millisecond)
	defer cancel()
	if err := s.Close(ctx); err == nil || !strings.Contains(err.Error(), "3 recordings not written") {
		t.Errorf("Close: %v, want that 3 recordings were not written", err)
	}
}

func TestCallerThatGivesUpIsNotAnOutage(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		s.Save(call(1), nil)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for method, err := range everyMethod(ctx, s) {
			if errors.Is(err, ErrUnavailable) || err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("%s with an ended context: %v", method, err)
			}
		}
		if _, found, err := s.Recording(t.Context(), 1); !found || err != nil {
			t.Errorf("afterwards: found %v, error %v", found, err)
		}
	})
}

func TestAmendmentsFollowWhatTheyAmend(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		first, second := call(1), call(2)
		s.Save(first, nil)
		if err := s.Flush(ctx); err != nil {
			t.Fatal(err)
		}
		silent := []recorder.Range{{Start: first.Start, Stop: first.Start.Add(time.Second)}}
		s.SetOutage(true)
		s.Amend(recorder.Amendment{RecordID: first.ID, Blackouts: silent}) // of one that is stored
		s.Save(second, nil)
		s.Amend(recorder.Amendment{RecordID: second.ID, Blackouts: silent}) // of one that waits
		s.Amend(recorder.Amendment{RecordID: second.ID})                    // the last one counts
		s.Amend(recorder.Amendment{RecordID: 99, Blackouts: silent})        // of one that is not there
		s.SetOutage(false)
		for id, want := range map[int64]int{first.ID: 1, second.ID: 0} {
			rec, found, err := s.Recording(ctx, id)
			if err != nil || !found || len(rec.Blackouts) != want {
				t.Errorf("recording %d: %t, %v, blackouts %v; want %d", id, found, err, rec.Blackouts, want)
			}
		}
		if _, found, _ := s.Recording(ctx, 99); found {
			t.Error("an amendment made a recording")
		}
	})
}
