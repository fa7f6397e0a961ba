package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// letter is a mail with a value in every field that its sender gives.
func letter() Mail {
	return Mail{From: "a@example.com", FromName: "Ann\r\nBcc: x", To: "b@example.com", ToName: "Böb 'B'",
		Format: "WAV", Encrypt: true, Password: "secret", RecordIDs: []int64{3, 1, 2}, Queued: noon, Next: noon.Add(time.Minute)}
}

func TestMailComesBackWholeWhenItIsDue(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		later := letter()
		later.Next = noon.Add(time.Hour)
		for i, m := range []Mail{later, letter(), letter()} {
			if id, err := s.QueueMail(t.Context(), m); id != int64(i+1) || err != nil {
				t.Fatalf("mail %d got the id %d, error %v", i+1, id, err)
			}
		}
		for _, c := range []struct {
			now   time.Time
			limit int
			want  []int64
		}{
			{noon, 10, nil},
			{noon.Add(time.Minute), 10, []int64{2, 3}},
			{noon.Add(time.Minute), 1, []int64{2}},
			{noon.Add(2 * time.Hour), 10, []int64{2, 3, 1}},
		} {
			due, err := s.DueMail(t.Context(), c.now, c.limit)
			var got []int64
			for _, m := range due {
				got = append(got, m.ID)
			}
			if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
				t.Errorf("due at %s: error %v (-want +got):\n%s", c.now, err, diff)
			}
		}
		due, err := s.DueMail(t.Context(), noon.Add(time.Minute), 1)
		want := letter()
		want.ID, want.State = 2, MailQueued
		if diff := cmp.Diff([]Mail{want}, due); diff != "" || err != nil {
			t.Errorf("error %v (-want +got):\n%s", err, diff)
		}
	})
}

func TestMailKeepsItsPasswordUntilItIsDone(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		for range 3 {
			if _, err := s.QueueMail(t.Context(), letter()); err != nil {
				t.Fatal(err)
			}
		}
		again := noon.Add(2 * time.Minute)
		for id, state := range []string{MailQueued, MailSent, MailFailed} {
			if err := s.MailResult(t.Context(), int64(id+1), state, 2, again, "451 later"); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.MailResult(t.Context(), 99, MailSent, 1, again, ""); err != nil {
			t.Errorf("of a mail that is gone: %v", err)
		}
		due, err := s.DueMail(t.Context(), noon.Add(time.Hour), 10)
		want := letter()
		want.ID, want.State, want.Next, want.Attempts, want.LastError = 1, MailQueued, again, 2, "451 later"
		if diff := cmp.Diff([]Mail{want}, due); diff != "" || err != nil {
			t.Errorf("error %v (-want +got):\n%s", err, diff)
		}
		list, err := s.MailList(t.Context(), 2)
		if err != nil || len(list) != 2 || list[0].ID != 3 || list[1].ID != 2 || list[0].State != MailFailed || list[1].State != MailSent {
			t.Errorf("the newest two mails are %+v, error %v", list, err)
		}
		if list, err = s.MailList(t.Context(), 10); len(list) != 3 || list[2].Password != "" || err != nil {
			t.Errorf("the list is %+v, error %v; want three mails without passwords", list, err)
		}
		var kept int
		if err := s.db.read.QueryRow("SELECT count(*) FROM mails WHERE password <> ''").Scan(&kept); kept != 1 || err != nil {
			t.Errorf("%d passwords are kept, error %v; want the waiting mail's", kept, err)
		}
	})
}

func TestMailSurvivesTheStore(t *testing.T) {
	onDisk(t, func(t *testing.T, url string) {
		s := open(t, url, Options{})
		if _, err := s.QueueMail(t.Context(), letter()); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		s = open(t, url, Options{})
		if due, err := s.DueMail(t.Context(), noon.Add(time.Hour), 10); len(due) != 1 || err != nil {
			t.Errorf("%d mails are due, error %v; want one", len(due), err)
		}
		if id, err := s.QueueMail(t.Context(), letter()); id != 2 || err != nil {
			t.Errorf("the next mail is %d, error %v; want 2", id, err)
		}
	})
}
