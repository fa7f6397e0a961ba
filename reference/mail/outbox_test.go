package mail

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/store"
)

// office is an outbox on a store of its own, with a clock that can be moved.
type office struct {
	*Outbox
	t     *testing.T
	store *store.Store
	ahead atomic.Int64 // of the real clock, in nanoseconds
}

// open opens an outbox on a new store. Its mails carry their RECORDIDs.
func open(t *testing.T, r Relay) *office {
	t.Helper()
	st, err := store.Open(t.Context(), ":memory:", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close(context.Background()) })
	o := &office{t: t, store: st}
	o.reopen(r)
	return o
}

// reopen opens another outbox on the same store.
func (o *office) reopen(r Relay) {
	o.t.Helper()
	box, err := Open(Config{Relay: &r, Queue: o.store,
		Now: func() time.Time { return time.Now().Add(time.Duration(o.ahead.Load())) },
		File: func(_ context.Context, m *store.Mail) (*catalog.File, error) {
			if m.RecordIDs[0] == 404 {
				return nil, fmt.Errorf("%w: recording 404 is gone", ErrFinal)
			}
			return message([]byte(fmt.Sprint(m.RecordIDs))).File, nil
		}})
	if err != nil {
		o.t.Fatal(err)
	}
	o.Outbox = box
	o.t.Cleanup(func() { o.close(time.Second) })
}

func (o *office) close(patience time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	o.Close(ctx)
}

// post queues one mail a recording.
func (o *office) post(records ...int64) {
	o.t.Helper()
	for _, id := range records {
		if err := o.Post(o.t.Context(), store.Mail{To: "jane@example.com", Format: "WAV", Password: "secret", RecordIDs: []int64{id}}); err != nil {
			o.t.Fatal(err)
		}
	}
}

// mails are those in the queue, the oldest first.
func (o *office) mails() []store.Mail {
	o.t.Helper()
	list, err := o.List(o.t.Context(), 1000)
	if err != nil {
		o.t.Fatal(err)
	}
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list
}

// become waits until every mail is in the state and returns them.
func (o *office) become(state string) []store.Mail {
	o.t.Helper()
	var list []store.Mail
	eventually(o.t, func() error {
		list = o.mails()
		for _, m := range list {
			if m.State != state {
				return fmt.Errorf("mail %d is %s instead of %s after %d attempts: %s", m.ID, m.State, state, m.Attempts, m.LastError)
			}
		}
		return nil
	})
	return list
}

func eventually(t *testing.T, check func() error) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(2 * time.Millisecond) {
		err := check()
		if err == nil {
			return
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

// once fails unless each recording came in one mail, and nothing else came.
func (s *sink) once(t *testing.T, records ...int64) {
	t.Helper()
	came := map[string]int{}
	for _, l := range s.letters() {
		came[string(l.file)]++
	}
	for _, id := range records {
		key := fmt.Sprintf("[%d]", id)
		if came[key] != 1 {
			t.Errorf("recording %d came %d times", id, came[key])
		}
		delete(came, key)
	}
	if len(came) > 0 {
		t.Errorf("there also came %v", came)
	}
}

func TestAMailIsSentAndItsPasswordForgotten(t *testing.T) {
	s := startSink(t, nil)
	o := open(t, s.relay(t))
	o.post(7)
	m := o.become(store.MailSent)[0]
	if m.Attempts != 1 || m.LastError != "" {
		t.Errorf("after %d attempts: %q", m.Attempts, m.LastError)
	}
	s.once(t, 7)
	l := s.letters()[0]
	if want := "<" + messageID(&m) + ">"; l.header.Get("Message-Id") != want || !strings.HasSuffix(want, "@example.com>") {
		t.Errorf("Message-ID is %q instead of %q", l.header.Get("Message-Id"), want)
	}
	if l.from != "offhook@example.com" || l.header.Get("Subject") != "Recording 7" {
		t.Errorf("from %q, subject %q", l.from, l.header.Get("Subject"))
	}
	stored, err := o.store.DueMail(t.Context(), time.Now().AddDate(1, 0, 0), 10)
	if err != nil || len(stored) != 0 {
		t.Errorf("%d mails are due still: %v", len(stored), err)
	}
}

func TestARelayThatIsDownDelaysAndNeitherLosesNorDoubles(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	o := open(t, (&sink{addr: addr}).relay(t))
	records := []int64{1, 2, 3, 4, 5}
	o.post(records...)
	eventually(t, func() error {
		attempts := 0
		for _, m := range o.mails() {
			attempts += m.Attempts
		}
		if attempts < 4 {
			return fmt.Errorf("%d attempts", attempts)
		}
		return nil
	})
	if l, err = net.Listen("tcp", addr); err != nil {
		t.Skip("the port has been taken meanwhile: ", err)
	}
	s := serveSink(t, l, nil)
	o.become(store.MailSent)
	s.once(t, records...)
}

func TestARelayThatIsBusyIsAskedAgain(t *testing.T) {
	s := startSink(t, func(s *sink, _ *smtp.Server) {
		s.answer = func(n int) error {
			if n < 3 {
				return &smtp.SMTPError{Code: 451, Message: "later\x1b[2J"}
			}
			return nil
		}
	})
	o := open(t, s.relay(t))
	o.post(7)
	eventually(t, func() error {
		if m := o.mails()[0]; m.State == store.MailQueued && !strings.Contains(m.LastError, "later") {
			return fmt.Errorf("the error is %q", m.LastError)
		} else if strings.ContainsRune(m.LastError, '\x1b') {
			t.Errorf("the relay's control characters are kept: %q", m.LastError)
		}
		return nil
	})
	if m := o.become(store.MailSent)[0]; m.Attempts != 4 {
		t.Errorf("%d attempts instead of 4", m.Attempts)
	}
	s.once(t, 7)
}

func TestARefusalIsFinal(t *testing.T) {
	s := startSink(t, func(s *sink, _ *smtp.Server) {
		s.answer = func(n int) error {
			if n == 0 {
				return &smtp.SMTPError{Code: 554, Message: "no recordings here"}
			}
			return nil
		}
	})
	o := open(t, s.relay(t))
	o.post(7, 404)
	for i, m := range o.become(store.MailFailed) {
		if want := []string{"no recordings here", "recording 404 is gone"}[i]; m.Attempts != 1 || !strings.Contains(m.LastError, want) {
			t.Errorf("after %d attempts: %q", m.Attempts, m.LastError)
		}
	}
	o.post(8)
	eventually(t, func() error {
		if n := len(s.letters()); n != 1 {
			return fmt.Errorf("%d mails came", n)
		}
		return nil
	})
	s.once(t, 8)
}

func TestAMailIsGivenUpAfterADay(t *testing.T) {
	s := startSink(t, func(s *sink, _ *smtp.Server) {
		s.answer = func(int) error { return &smtp.SMTPError{Code: 451, Message: "later"} }
	})
	r := s.relay(t)
	r.FirstRetry = 0
	o := open(t, r)
	o.post(7)
	eventually(t, func() error {
		if o.mails()[0].Attempts == 0 {
			return errors.New("not tried")
		}
		return nil
	})
	o.ahead.Store(int64(giveUp))
	o.Wake()
	if m := o.become(store.MailFailed)[0]; m.Attempts != 2 || !strings.Contains(m.LastError, "given up") || !strings.Contains(m.LastError, "later") {
		t.Errorf("after %d attempts: %q", m.Attempts, m.LastError)
	}
}

func TestPausesGrow(t *testing.T) {
	o := &Outbox{cfg: Config{Relay: &Relay{}}}
	for n, want := range map[int]time.Duration{1: 5 * time.Second, 2: 10 * time.Second, 3: 20 * time.Second, 8: 640 * time.Second, 9: longestRetry, 1 << 40: longestRetry} {
		if got := o.pause(n); got != want {
			t.Errorf("after %d failures: %v instead of %v", n, got, want)
		}
	}
}

// Whether a relay that broke off has taken the message nobody knows: the mail is
// sent again, as the same one.
func TestAMailSentAgainKeepsItsMessageID(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var mu sync.Mutex
	var seen []string
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			r := bufio.NewReader(c)
			converse(c, r, "220 ready\r\n", "DATA", "354 go on\r\n")
			for line := ""; line != ".\r\n"; {
				if line, err = r.ReadString('\n'); err != nil {
					break
				}
				if id, ok := strings.CutPrefix(line, "Message-ID: "); ok {
					mu.Lock()
					seen = append(seen, id)
					mu.Unlock()
				}
			}
			mu.Lock()
			if len(seen) > 1 {
				io.WriteString(c, "250 taken\r\n")
			}
			mu.Unlock()
			c.Close()
		}
	}()
	o := open(t, (&sink{addr: l.Addr().String()}).relay(t))
	o.post(7)
	o.become(store.MailSent)
	if len(seen) != 2 || seen[0] != seen[1] {
		t.Errorf("Message-IDs: %q", seen)
	}
}

func TestAnOutageOfTheStoreDoublesNothing(t *testing.T) {
	var o *office
	s := startSink(t, func(s *sink, _ *smtp.Server) {
		s.answer = func(n int) error {
			if n == 0 {
				o.store.SetOutage(true) // after DATA, before the answer
			}
			return nil
		}
	})
	o = open(t, s.relay(t))
	o.post(7)
	eventually(t, func() error {
		if len(s.letters()) == 0 {
			return errors.New("no mail came")
		}
		return nil
	})
	time.Sleep(50 * time.Millisecond) // in which it must not be sent again
	o.store.SetOutage(false)
	o.post(8)
	o.become(store.MailSent)
	s.once(t, 7, 8)
}

func TestCloseBreaksOffAndTheNextOutboxGoesOn(t *testing.T) {
	hanging, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer hanging.Close()
	in := make(chan net.Conn, 1)
	go func() {
		c, err := hanging.Accept()
		if err != nil {
			return
		}
		converse(c, bufio.NewReader(c), "220 ready\r\n", "DATA", "354 go on\r\n")
		in <- c
	}()
	o := open(t, (&sink{addr: hanging.Addr().String()}).relay(t))
	o.post(7)
	c := <-in
	defer c.Close()
	o.close(10 * time.Millisecond)
	if m := o.mails()[0]; m.State != store.MailQueued || m.Attempts != 0 {
		t.Errorf("after Close the mail is %s with %d attempts", m.State, m.Attempts)
	}
	s := startSink(t, nil)
	o.reopen(s.relay(t))
	o.become(store.MailSent)
	s.once(t, 7)
}

func TestCloseLetsAnAttemptEnd(t *testing.T) {
	began, goOn := make(chan bool), make(chan bool)
	s := startSink(t, func(s *sink, _ *smtp.Server) {
		s.answer = func(int) error {
			close(began)
			<-goOn
			return nil
		}
	})
	o := open(t, s.relay(t))
	o.post(7, 8)
	<-began
	time.AfterFunc(20*time.Millisecond, func() { close(goOn) })
	o.close(10 * time.Second)
	s.once(t, 7) // and not 8
	if list := o.mails(); list[0].State != store.MailSent || list[1].State != store.MailQueued {
		t.Errorf("%s, %s", list[0].State, list[1].State)
	}
}

// A queue that begins anew gives its numbers again: what comes of an old mail
// must not be noted at a new one.
func TestAQueueThatBeginsAnew(t *testing.T) {
	hanging, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := hanging.Addr().String()
	o := open(t, (&sink{addr: addr}).relay(t))
	o.ahead.Store(int64(48 * time.Hour))
	hanging.Close()
	o.post(6)
	eventually(t, func() error { // the relay is left alone until a time of the clock that is moved
		if m := o.mails()[0]; m.Attempts == 0 {
			return errors.New("not tried")
		}
		return nil
	})
	if hanging, err = net.Listen("tcp", addr); err != nil {
		t.Skip("the port has been taken meanwhile: ", err)
	}
	c, err := hanging.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var s *sink
	if err := o.Anew(func() error {
		o.ahead.Store(0)
		s = serveSink(t, hanging, nil)
		return o.store.Wipe(t.Context())
	}); err != nil {
		t.Fatal(err)
	}
	o.post(7)
	if m := o.become(store.MailSent); len(m) != 1 || m[0].Attempts != 1 {
		t.Errorf("%+v", m)
	}
	s.once(t, 7)
}

func TestARelayThatIsSwitchedOff(t *testing.T) {
	s := startSink(t, nil)
	o := open(t, s.relay(t))
	if err := o.SetRelay(false); err != nil || o.Ready() {
		t.Errorf("%v, ready: %v", err, o.Ready())
	}
	o.post(7)
	time.Sleep(20 * time.Millisecond)
	if n := len(s.letters()); n != 0 {
		t.Errorf("%d mails came", n)
	}
	o.SetRelay(true)
	o.become(store.MailSent)

	none, err := Open(Config{Queue: o.store})
	if err != nil || none.Ready() || none.SetRelay(true) == nil {
		t.Errorf("without a relay: ready %v, %v", none.Ready(), err)
	}
	if list, err := none.List(t.Context(), 10); err != nil || len(list) != 1 {
		t.Errorf("%d mails are listed: %v", len(list), err)
	}
	none.Close(t.Context())
	if _, err := Open(Config{Queue: o.store, Relay: &Relay{Host: "x"}}); err == nil {
		t.Error("a relay without a port is taken")
	}
}
