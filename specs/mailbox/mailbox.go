package mailbox

import (
	"fmt"
	"io"
	"log"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// What a mailbox takes, in bytes: of one mail, and of all that it keeps. The
// oldest letters go first.
const maxMessage, maxKept = 64 << 20, 256 << 20

const maxRecipients = 100

// Mailbox is a running mail server. Its methods may be called from any
// goroutine.
type Mailbox struct {
	server *smtp.Server
	addr   net.Addr
	ended  chan struct{}

	mu      sync.Mutex
	letters []*Letter // in the order in which they came
	kept    int       // bytes
}

// Open starts a mailbox on addr, HOST:PORT, that takes mail for every address.
func Open(addr string) (*Mailbox, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	b := &Mailbox{addr: l.Addr(), ended: make(chan struct{})}
	b.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{box: b}, nil }))
	b.server.Domain, b.server.EnableSMTPUTF8 = "mailbox.invalid", true
	b.server.MaxMessageBytes, b.server.MaxRecipients = maxMessage, maxRecipients
	b.server.ReadTimeout, b.server.WriteTimeout = time.Minute, time.Minute
	b.server.ErrorLog = log.New(io.Discard, "", 0)
	go func() {
		defer close(b.ended)
		b.server.Serve(l)
	}()
	return b, nil
}

// Addr is where the mailbox listens.
func (b *Mailbox) Addr() net.Addr { return b.addr }

// Close hangs up. What came stays readable.
func (b *Mailbox) Close() error {
	err := b.server.Close()
	<-b.ended
	return err
}

// Letters returns what has come for an address, in any case, the oldest first.
func (b *Mailbox) Letters(to string) []*Letter {
	b.mu.Lock()
	defer b.mu.Unlock()
	var list []*Letter
	for _, l := range b.letters {
		if strings.EqualFold(l.To, to) {
			list = append(list, l)
		}
	}
	return list
}

// keep adds a message as a letter to each of its recipients.
func (b *Mailbox) keep(l *Letter, to []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, a := range to {
		one := *l
		one.To = a
		b.letters = append(b.letters, &one)
		b.kept += one.size
	}
	for b.kept > maxKept {
		b.kept -= b.letters[0].size
		b.letters = b.letters[1:]
	}
}

// session is one client's.
type session struct {
	box  *Mailbox
	from string
	to   []string
}

func (s *session) Reset()        { s.from, s.to = "", nil }
func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	l := open(raw)
	l.From = s.from
	s.box.keep(l, s.to)
	return nil
}
