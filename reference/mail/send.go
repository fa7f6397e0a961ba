package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/textproto"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// ErrFinal is in the error of a mail that will never be taken; ErrRelay in that
// of an attempt that failed before it came to the mail: others would fail alike.
var (
	ErrFinal = errors.New("mail: refused for good")
	ErrRelay = errors.New("mail: the relay cannot be used")
)

const (
	defaultTimeout = time.Minute
	// sessionLimit bounds one attempt, however slowly the relay reads.
	sessionLimit = 15 * time.Minute
)

// Send hands a message to the relay. A nil error means that the relay has
// taken it. After an error it has not, with one exception that SMTP cannot
// exclude: the connection broke between the end of the message and the relay's
// answer to it.
func (r *Relay) Send(ctx context.Context, m *Message) error {
	ctx, cancel := context.WithTimeout(ctx, sessionLimit)
	defer cancel()
	if m.File.Size > r.maxAttachment() {
		return tooLarge(r.maxAttachment())
	}
	before, after, err := m.around()
	if err != nil {
		return err
	}
	s, err := r.connect(ctx)
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrRelay, r.Addr(), err)
	}
	defer s.hangUp()
	if err := s.address(&m.From, &m.To); err != nil {
		return err
	}
	w, err := s.Data()
	if err != nil {
		return judge("mail", err)
	}
	s.inMail = true
	_, err = w.Write(before)
	if err == nil {
		err = stream(ctx, w, m.File, r.maxAttachment())
	}
	switch {
	case errors.Is(err, errTooLarge):
		return tooLarge(r.maxAttachment())
	case err != nil:
		return fmt.Errorf("mail: %s broke off: %w", r.Addr(), err)
	}
	if _, err := w.Write(after); err != nil {
		return fmt.Errorf("mail: %s broke off: %w", r.Addr(), err)
	}
	if err := w.Close(); err != nil {
		return judge("message", err)
	}
	s.inMail = false
	return nil
}

// session is a connection to the relay that is ready for a mail.
type session struct {
	*smtp.Client
	conn   *guard
	inMail bool // what is sent now is the message's
}

// connect reaches the relay, encrypts, and logs in.
func (r *Relay) connect(ctx context.Context) (*session, error) {
	conf := &tls.Config{ServerName: r.Host, RootCAs: r.Roots, MinVersion: tls.VersionTLS12}
	s := &session{}
	dial := func(context.Context, string, string) (net.Conn, error) {
		var err error
		if s.conn, err = dialGuarded(ctx, r.Addr(), cmp.Or(r.Timeout, defaultTimeout)); err != nil || r.TLS != Implicit {
			return s.conn, err
		}
		c := tls.Client(s.conn, conf)
		return c, c.HandshakeContext(ctx)
	}
	policy := map[TLS]gomail.TLSPolicy{
		Opportunistic: gomail.TLSOpportunistic, Mandatory: gomail.TLSMandatory, None: gomail.NoTLS,
		Implicit: gomail.TLSOpportunistic, // which finds TLS there
	}[r.TLS]
	options := []gomail.Option{gomail.WithPort(r.Port), gomail.WithDialContextFunc(dial), gomail.WithTimeout(sessionLimit),
		gomail.WithTLSPolicy(policy), gomail.WithTLSConfig(conf)}
	if r.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(r.User), gomail.WithPassword(r.Password))
	}
	c, err := gomail.NewClient(r.Host, options...)
	if err != nil {
		return nil, err
	}
	if s.Client, err = c.DialToSMTPClientWithContext(ctx); err != nil {
		if s.conn != nil {
			s.conn.Close()
		}
		return nil, err
	}
	return s, nil
}

// hangUp ends the session. What has been decided does not wait for the relay to
// say goodbye.
func (s *session) hangUp() {
	if !s.inMail {
		s.Text.Cmd("QUIT")
	}
	s.conn.Close()
}

// address says from and to whom the message is.
func (s *session) address(from, to *mail.Address) error {
	international := !ascii(from.Address) || !ascii(to.Address)
	if offered, _ := s.Extension("SMTPUTF8"); international && !offered {
		return fmt.Errorf("%w: the relay takes only addresses of ASCII characters", ErrFinal)
	}
	s.SkipSMTPUTF8(!international)
	// Without a name an address is in brackets.
	if err := s.Mail((&mail.Address{Address: from.Address}).String()); err != nil {
		return judge("sender", err)
	}
	if err := s.Rcpt((&mail.Address{Address: to.Address}).String()); err != nil {
		return judge("recipient", err)
	}
	return nil
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// judge reads the relay's answer: a code of 500 and above is its last word, 421
// is about the relay itself (RFC 5321, 4.2.1 and 3.8).
func judge(what string, err error) error {
	var said *textproto.Error
	switch {
	case errors.As(err, &said) && said.Code >= 500:
		return fmt.Errorf("%w: the relay does not take the %s: %w", ErrFinal, what, err)
	case errors.As(err, &said) && said.Code == 421:
		return fmt.Errorf("%w: %w", ErrRelay, err)
	}
	return fmt.Errorf("mail: the relay does not take the %s now: %w", what, err)
}

func tooLarge(limit int64) error {
	return fmt.Errorf("%w: %w: at most %d bytes", ErrFinal, errTooLarge, limit)
}
