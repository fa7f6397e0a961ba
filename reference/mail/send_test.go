package mail

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"io"
	"math/rand/v2"
	"mime"
	"net"
	"net/mail"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

func base64Lines(r io.Reader) io.Reader { return base64.NewDecoder(base64.StdEncoding, r) }

func noise(n int) []byte {
	b := make([]byte, n)
	rng := rand.NewChaCha8([32]byte{1})
	rng.Read(b)
	return b
}

func TestAMessageArrivesWhole(t *testing.T) {
	for _, size := range []int{0, 1, 56, 57, 58, 100_000} {
		s := startSink(t, nil)
		r := s.relay(t)
		content := noise(size)
		if err := r.Send(t.Context(), message(content)); err != nil {
			t.Fatalf("%d bytes: %v", size, err)
		}
		got := s.letters()
		if len(got) != 1 {
			t.Fatalf("%d bytes: %d mails came", size, len(got))
		}
		l := got[0]
		if !bytes.Equal(l.file, content) {
			t.Errorf("%d bytes: the file came with %d bytes that differ", size, len(l.file))
		}
		for what, pair := range map[string][2]string{
			"sender": {l.from, "offhook@example.com"}, "recipient": {l.to, "jane@example.com"},
			"From": {l.header.Get("From"), `"offhook" <offhook@example.com>`}, "To": {l.header.Get("To"), `"Jane" <jane@example.com>`},
			"Subject": {l.header.Get("Subject"), "Recording 7"}, "Message-ID": {l.header.Get("Message-Id"), "<7.1@example.com>"},
			"Date": {l.header.Get("Date"), "Sun, 01 Mar 2026 12:00:00 +0000"}, "text": {l.text, "Recording 7 is attached."},
			"file name": {l.name, "7.wav"}, "file type": {l.kind, `audio/wav; name="7.wav"`},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s is %q instead of %q", what, pair[0], pair[1])
			}
		}
	}
}

func TestNamesCannotAddHeaders(t *testing.T) {
	s := startSink(t, nil)
	r := s.relay(t)
	for _, name := range []string{
		"Jane\r\nBcc: eve@example.com", "Jane\nX-Evil: 1", "a\r\n\r\nbody", `Jane" <eve@example.com>, "x`, `back\slash`,
		"Zoë Größe", "=?utf-8?q?=0D=0AX-Evil:_1?=", "\x00\x1b[2J", strings.Repeat("ÄÖÜ ", 63), strings.Repeat("x", 255), strings.Repeat("語", 255), "R & D, Sales; (all)",
	} {
		m := message(nil)
		m.From.Name, m.To.Name = name, name
		if err := r.Send(t.Context(), m); err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		got := s.letters()
		l := got[len(got)-1]
		for _, h := range []string{"Bcc", "X-Evil"} {
			if l.header[h] != nil {
				t.Errorf("%q made the header %s", name, h)
			}
		}
		for _, h := range []string{"From", "To"} {
			list, err := l.header.AddressList(h)
			if err != nil || len(list) != 1 {
				t.Errorf("%q: %s has %d addresses (%v): %q", name, h, len(list), err, l.header.Get(h))
				continue
			}
			if want := named(mail.Address{Name: name}).Name; list[0].Name != want {
				t.Errorf("%q: %s shows %q instead of %q", name, h, list[0].Name, want)
			}
		}
	}
}

// No line may be longer than 998 characters (RFC 5322, 2.1.1), whatever the names.
func TestHeadersAreFolded(t *testing.T) {
	m := message(nil)
	m.From.Name, m.To.Name = strings.Repeat("語", 255), strings.Repeat("x y ", 64)
	before, _, err := m.around()
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(before)); lines.Scan(); {
		if n := len(lines.Bytes()); n > 500 {
			t.Errorf("a line of %d characters: %.80s", n, lines.Text())
		}
	}
}

func TestTheWayIsEncryptedAsAsked(t *testing.T) {
	cert, roots := certificate(t)
	other, _ := certificate(t)
	with := func(c tls.Certificate) func(*sink, *smtp.Server) {
		return func(_ *sink, srv *smtp.Server) { srv.TLSConfig = &tls.Config{Certificates: []tls.Certificate{c}} }
	}
	for _, c := range []struct {
		name   string
		server func(*sink, *smtp.Server)
		tls    TLS
		want   error // nil: it arrives
		secret bool
	}{
		{"opportunistic, offered", with(cert), Opportunistic, nil, true},
		{"opportunistic, not offered", nil, Opportunistic, nil, false},
		{"opportunistic, a stranger's certificate", with(other), Opportunistic, ErrRelay, false},
		{"mandatory, offered", with(cert), Mandatory, nil, true},
		{"mandatory, not offered", nil, Mandatory, ErrRelay, false},
		{"none, offered", with(cert), None, nil, false},
		{"implicit, to a relay that begins in the clear", nil, Implicit, ErrRelay, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := startSink(t, c.server)
			r := s.relay(t)
			r.TLS, r.Roots, r.Timeout = c.tls, roots, 500*time.Millisecond
			s.finds(t, r, c.want, c.secret)
		})
	}
	t.Run("implicit", func(t *testing.T) {
		l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{cert}})
		if err != nil {
			t.Fatal(err)
		}
		s := serveSink(t, l, func(s *sink, _ *smtp.Server) { s.user, s.password, s.mechanism = "jane", "secret", sasl.Plain })
		r := s.relay(t)
		r.TLS, r.Roots, r.User, r.Password = Implicit, roots, "jane", "secret"
		s.finds(t, r, nil, true)
	})
}

func TestTheRelayIsToldWhoSends(t *testing.T) {
	cert, roots := certificate(t)
	for _, mechanism := range []string{sasl.Plain, sasl.Login} {
		for _, c := range []struct {
			name, password string
			tls            TLS
			want           error
		}{
			{"right", "secret", Mandatory, nil},
			{"wrong", "guess", Mandatory, ErrRelay},
			{"right, but in the clear", "secret", None, ErrRelay},
		} {
			t.Run(mechanism+" "+c.name, func(t *testing.T) {
				s := startSink(t, func(s *sink, srv *smtp.Server) {
					s.user, s.password, s.mechanism = "jane", "secret", mechanism
					srv.AllowInsecureAuth = true
					srv.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}}
				})
				r := s.relay(t)
				r.TLS, r.Roots, r.User, r.Password = c.tls, roots, "jane", c.password
				s.finds(t, r, c.want, true)
			})
		}
	}
}

// finds sends a message and fails unless it arrives, or fails as wanted.
func (s *sink) finds(t *testing.T, r Relay, want error, encrypted bool) {
	t.Helper()
	err := r.Send(t.Context(), message([]byte("audio")))
	n := len(s.letters())
	switch {
	case want == nil && (err != nil || n != 1):
		t.Errorf("%d mails came: %v", n, err)
	case want != nil && (!errors.Is(err, want) || n != 0):
		t.Errorf("%d mails came; the error is %v instead of %v", n, err, want)
	case want == nil && s.encrypted != encrypted:
		t.Errorf("encrypted: %v instead of %v", s.encrypted, encrypted)
	}
	if err != nil && r.Password != "" && strings.Contains(err.Error(), r.Password) {
		t.Errorf("the error shows the password: %v", err)
	}
}

func TestTheRelaysAnswerDecides(t *testing.T) {
	coded := func(code int) error { return &smtp.SMTPError{Code: code, Message: "said the relay"} }
	for _, c := range []struct {
		name  string
		to    string
		code  int
		final bool
	}{
		{"a mailbox that there is not", "nobody@example.com", 0, true},
		{"busy after the message", "jane@example.com", 451, false},
		{"full", "jane@example.com", 452, false},
		{"too much", "jane@example.com", 552, true},
		{"spam", "jane@example.com", 554, true},
		{"an address outside ASCII", "zoë@example.com", 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := startSink(t, nil)
			s.answer = func(int) error { return coded(c.code) }
			r, m := s.relay(t), message([]byte("audio"))
			m.To.Address = c.to
			err := r.Send(t.Context(), m)
			if err == nil || errors.Is(err, ErrFinal) != c.final || errors.Is(err, ErrRelay) {
				t.Errorf("%v; final should be %v", err, c.final)
			}
		})
	}
	t.Run("an address outside ASCII, where the relay takes such", func(t *testing.T) {
		s := startSink(t, func(_ *sink, srv *smtp.Server) { srv.EnableSMTPUTF8 = true })
		r, m := s.relay(t), message([]byte("audio"))
		m.To.Address = "zoë@example.com"
		if err := r.Send(t.Context(), m); err != nil || len(s.letters()) != 1 || s.letters()[0].to != m.To.Address {
			t.Errorf("%v, %v", err, s.letters())
		}
	})
}

func TestAnAttachmentHasALimit(t *testing.T) {
	for name, known := range map[string]int64{"a size that is known": 1001, "a size that only writing tells": -1} {
		t.Run(name, func(t *testing.T) {
			s := startSink(t, nil)
			r := s.relay(t)
			r.MaxAttachment = 1000
			m := message(noise(1001))
			m.File.Size = known
			if err := r.Send(t.Context(), m); !errors.Is(err, ErrFinal) || !strings.Contains(err.Error(), "1000 bytes") {
				t.Errorf("the error is %v", err)
			}
			if err := r.Send(t.Context(), message(noise(1000))); err != nil {
				t.Error(err)
			}
			if n := len(s.letters()); n != 1 {
				t.Errorf("%d mails came instead of 1", n)
			}
		})
	}
}

// What a mail costs in memory does not depend on what it carries.
func TestAnAttachmentIsStreamed(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	const size = 20 << 20
	received := make(chan int64, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		in := bufio.NewReader(c)
		converse(c, in, "220 ready\r\n", "DATA", "354 go on\r\n")
		var n int64
		for {
			line, err := in.ReadSlice('\n')
			if n += int64(len(line)); err != nil || string(line) == ".\r\n" {
				break
			}
		}
		received <- n
		io.WriteString(c, "250 taken\r\n")
		io.Copy(io.Discard, c)
	}()
	r, m := (&sink{addr: l.Addr().String()}).relay(t), message(nil)
	m.File.Size = size
	m.File.Write = func(_ context.Context, w io.Writer) error {
		for block, left := noise(32<<10), size; left > 0; left -= len(block) {
			if _, err := w.Write(block); err != nil {
				return err
			}
		}
		return nil
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := r.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if n := <-received; n < size/3*4 {
		t.Errorf("%d bytes came for a file of %d", n, size)
	}
	if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
		t.Errorf("a file of %d bytes cost %d bytes of memory", size, n)
	}
}

func TestAFileThatFailsSendsNothing(t *testing.T) {
	s := startSink(t, nil)
	r, m := s.relay(t), message(nil)
	broken := errors.New("the disk is gone")
	m.File.Size, m.File.Write = -1, func(_ context.Context, w io.Writer) error {
		w.Write(noise(100_000))
		return broken
	}
	if err := r.Send(t.Context(), m); !errors.Is(err, broken) || errors.Is(err, ErrFinal) || errors.Is(err, ErrRelay) {
		t.Errorf("the error is %v", err)
	}
	if n := len(s.letters()); n != 0 {
		t.Errorf("%d mails came", n)
	}
}

// A relay that does not behave costs one attempt and its time.
func TestRudeRelays(t *testing.T) {
	greet := "220 rude.example ready\r\n"
	for _, c := range []struct {
		name  string
		say   func(net.Conn, *bufio.Reader)
		relay bool // it never came to the mail
	}{
		{"closes at once", func(net.Conn, *bufio.Reader) {}, true},
		{"says nothing", func(c net.Conn, r *bufio.Reader) { io.Copy(io.Discard, r) }, true},
		{"greets with garbage", func(c net.Conn, _ *bufio.Reader) { io.WriteString(c, "\x16\x03\x01\x00\xff\r\nHTTP/1.1 400\r\n\r\n") }, true},
		{"is not ready", func(c net.Conn, _ *bufio.Reader) { io.WriteString(c, "554 go away\r\n") }, true},
		{"never ends its greeting", func(c net.Conn, _ *bufio.Reader) {
			for {
				if _, err := io.WriteString(c, "220-"+strings.Repeat("x", 1000)+"\r\n"); err != nil {
					return
				}
			}
		}, true},
		{"never ends a line", func(c net.Conn, _ *bufio.Reader) {
			for {
				if _, err := io.WriteString(c, strings.Repeat("2", 1000)); err != nil {
					return
				}
			}
		}, true},
		{"closes for maintenance", func(c net.Conn, r *bufio.Reader) { converse(c, r, greet, "DATA", "421 later\r\n") }, true},
		{"hangs at DATA", func(c net.Conn, r *bufio.Reader) { converse(c, r, greet, "DATA", ""); io.Copy(io.Discard, r) }, false},
		{"does not read the message", func(c net.Conn, r *bufio.Reader) {
			converse(c, r, greet, "DATA", "354 go on\r\n")
			time.Sleep(700 * time.Millisecond)
		}, false},
		{"hangs after the message", func(c net.Conn, r *bufio.Reader) {
			converse(c, r, greet, "DATA", "354 go on\r\n")
			io.Copy(io.Discard, r)
		}, false},
		{"closes after the message", func(c net.Conn, r *bufio.Reader) {
			converse(c, r, greet, "DATA", "354 go on\r\n")
			for line := ""; line != ".\r\n"; line, _ = r.ReadString('\n') {
			}
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			go func() {
				for {
					conn, err := l.Accept()
					if err != nil {
						return
					}
					go func() {
						defer conn.Close()
						c.say(conn, bufio.NewReader(conn))
					}()
				}
			}()
			r := (&sink{addr: l.Addr().String()}).relay(t)
			r.Timeout = 300 * time.Millisecond
			err = r.Send(t.Context(), message(noise(8<<20)))
			if err == nil || errors.Is(err, ErrFinal) || errors.Is(err, ErrRelay) != c.relay {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// converse answers 250 to everything until the last command, which gets answer.
func converse(c net.Conn, r *bufio.Reader, greeting, last, answer string) {
	io.WriteString(c, greeting)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		if strings.HasPrefix(line, last) {
			io.WriteString(c, answer)
			return
		}
		io.WriteString(c, "250 fine\r\n")
	}
}

func TestAnAttemptEndsWithItsContext(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // whose backlog takes the connection
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r := (&sink{addr: l.Addr().String()}).relay(t)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if err := r.Send(ctx, message(nil)); !errors.Is(err, ErrRelay) {
		t.Errorf("the error is %v", err)
	}
	if time.Since(begun) >= r.Timeout {
		t.Error("it waited for the relay instead")
	}
}

func TestEncodedSubjects(t *testing.T) {
	m := message(nil)
	m.Subject = "Aufnahme für Zoë\r\nBcc: eve@example.com"
	before, after, err := m.around()
	if err != nil {
		t.Fatal(err)
	}
	l, err := read(io.MultiReader(bytes.NewReader(before), bytes.NewReader(after)))
	if err != nil {
		t.Fatal(err)
	}
	got, err := new(mime.WordDecoder).DecodeHeader(l.header.Get("Subject"))
	if err != nil || got != m.Subject || l.header["Bcc"] != nil {
		t.Errorf("%q, %v, headers %v", got, err, l.header)
	}
}
