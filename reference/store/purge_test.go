package store

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/offhook/offhook/reference/recorder"
)

const day = 24 * time.Hour

func TestPurgeDeletesWhatHasBeenKeptLongEnough(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		// All end at noon; the RECORDID is the row's number.
		for i, days := range []int64{-1, 0, 1, 2, 30, 36500, -36500} {
			s.Save(call(i+1, func(r *recorder.Recording) {
				r.KeepDays, r.Start, r.Stop = days, noon.Add(-time.Hour), noon
			}), nil)
		}
		if err := s.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			now  time.Time
			n    int
			left []int64
		}{
			{noon.Add(day - time.Microsecond), 0, []int64{7, 6, 5, 4, 3, 2, 1}},
			{noon.Add(day), 1, []int64{7, 6, 5, 4, 2, 1}},
			{noon.Add(30 * day), 2, []int64{7, 6, 2, 1}},
			{noon.Add(30 * day), 0, []int64{7, 6, 2, 1}},
			{noon.Add(36500 * day), 1, []int64{7, 2, 1}},
		} {
			n, err := s.Purge(t.Context(), c.now)
			if n != c.n || err != nil {
				t.Errorf("at %s: purged %d, error %v; want %d", c.now, n, err, c.n)
			}
			left, err := s.List(t.Context(), Filter{})
			if diff := cmp.Diff(c.left, ids(left)); diff != "" || err != nil {
				t.Errorf("at %s: error %v (-want +got):\n%s", c.now, err, diff)
			}
		}
	})
}

func TestPurgeDeletesMoreThanAChunk(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		const n = 3*purgeChunk + 1
		var recs []recorder.Recording
		for i := range n {
			recs = append(recs, call(i, func(r *recorder.Recording) { r.KeepDays = int64(i%3) - 1 }))
		}
		if err := s.Load(t.Context(), listed(recs...)); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Purge(t.Context(), noon.Add(10*day)); got != n/3 || err != nil {
			t.Errorf("purged %d, error %v; want %d", got, err, n/3)
		}
		left, err := s.List(t.Context(), Filter{Limit: MaxList})
		if err != nil || len(left) != n-n/3 {
			t.Errorf("%d recordings are left, error %v; want %d", len(left), err, n-n/3)
		}
	})
}

func TestPurgeLeavesWhatWaitsAlone(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		s.SetOutage(true)
		var j journal
		j.save(s, call(1, func(r *recorder.Recording) { r.KeepDays = 1 }))
		if _, err := s.Purge(t.Context(), noon.Add(10*day)); !errors.Is(err, ErrUnavailable) {
			t.Errorf("Purge in an outage: %v, want ErrUnavailable", err)
		}
		s.SetOutage(false)
		if err := s.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := len(j.read()); n != 1 {
			t.Errorf("%d recordings were committed, want one", n)
		}
		if n, err := s.Purge(t.Context(), noon.Add(10*day)); n != 1 || err != nil {
			t.Errorf("afterwards: purged %d, error %v; want one", n, err)
		}
	})
}

func TestPurgeForgetsMailsThatAreDone(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		for id := int64(1); id <= 3; id++ {
			if _, err := s.QueueMail(t.Context(), letter()); err != nil {
				t.Fatal(err)
			}
		}
		for id, state := range map[int64]string{1: MailSent, 2: MailFailed} {
			if err := s.MailResult(t.Context(), id, state, 1, noon, ""); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			now  time.Time
			want int
		}{{noon.Add(29 * day), 3}, {noon.Add(30 * day), 1}} {
			if _, err := s.Purge(t.Context(), c.now); err != nil {
				t.Fatal(err)
			}
			if list, err := s.MailList(t.Context(), 10); len(list) != c.want || err != nil {
				t.Errorf("at %s: %d mails, error %v; want %d", c.now, len(list), err, c.want)
			}
		}
	})
}
