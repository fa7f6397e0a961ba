package mail

import (
	"cmp"
	"crypto/x509"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Relay says through which SMTP server mail goes.
type Relay struct {
	Host string
	Port int
	TLS  TLS
	// Roots are whom the relay's certificate is trusted from; nil: whom this
	// machine trusts.
	Roots *x509.CertPool
	// User and Password are for a relay that wants to know its clients; they are
	// said only where nobody can listen.
	User, Password string
	// From is the sender of mails that name none.
	From mail.Address
	// MaxAttachment bounds an attachment, in bytes before it is encoded for the
	// way; a mail that needs more fails for good. 0: DefaultMaxAttachment.
	MaxAttachment int64
	// Timeout is how long the relay may be silent, or not read. 0: a minute.
	Timeout time.Duration
	// FirstRetry is the pause after a first attempt that failed. 0: 5 s.
	FirstRetry time.Duration
}

// DefaultMaxAttachment is what most mail servers still take.
const DefaultMaxAttachment = 25 << 20

// TLS is whether the way to the relay is encrypted. Where it is, the relay's
// certificate is verified.
type TLS uint8

// Opportunistic encrypts by STARTTLS where the relay offers that, Mandatory
// sends nothing to a relay that does not; Implicit begins encrypted (smtps).
const (
	Opportunistic TLS = iota
	Mandatory
	None
	Implicit
)

var tlsNames = []string{"opportunistic", "mandatory", "none", "implicit"}

func (t TLS) String() string { return tlsNames[t] }

// ParseTLS reads the name of a TLS in any case.
func ParseTLS(s string) (TLS, error) {
	for i, name := range tlsNames {
		if strings.EqualFold(s, name) {
			return TLS(i), nil
		}
	}
	return 0, fmt.Errorf("mail: %q says not how to encrypt; give one of %s", s, strings.Join(tlsNames, ", "))
}

// ParseRelay reads HOST:PORT, or a URL: smtp://user@host:port, with smtps for
// Implicit. Without a port it is 25, with a user 587, for smtps 465.
func ParseRelay(s string) (Relay, error) {
	wrong := func(why string) (Relay, error) {
		return Relay{}, fmt.Errorf("mail: relay %q: %s; give HOST:PORT, or smtp://user@host:port, or smtps://user@host:port", redacted(s), why)
	}
	text := s
	if !strings.Contains(s, "://") {
		text = "smtp://" + s
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return wrong("it cannot be read")
	case u.Scheme != "smtp" && u.Scheme != "smtps":
		return wrong(strconv.Quote(u.Scheme) + " is not how mail is sent")
	case u.Hostname() == "":
		return wrong("it names no host")
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return wrong("nothing may follow the port")
	}
	if _, secret := u.User.Password(); secret {
		return wrong("a password does not belong on a command line, where others can read it")
	}
	r := Relay{Host: u.Hostname(), User: u.User.Username(), Port: 25}
	switch {
	case u.Scheme == "smtps":
		r.TLS, r.Port = Implicit, 465
	case r.User != "":
		r.Port = 587
	}
	if p := u.Port(); p != "" {
		if r.Port, err = strconv.Atoi(p); err != nil || r.Port < 1 || r.Port > 65535 {
			return wrong("a port is a number from 1 to 65535")
		}
	}
	return r, nil
}

// redacted is a relay as given, without a password.
func redacted(s string) string {
	at := strings.LastIndexByte(s, '@')
	user := strings.LastIndexByte(s[:max(at, 0)], '/') + 1
	if colon := strings.IndexByte(s[user:max(at, user)], ':'); colon >= 0 {
		return s[:user+colon] + ":***" + s[at:]
	}
	return s
}

// Addr is the relay's address, host:port.
func (r *Relay) Addr() string { return net.JoinHostPort(r.Host, strconv.Itoa(r.Port)) }

// Check reports what keeps the relay from being used.
func (r *Relay) Check() error {
	switch {
	case r.Host == "" || r.Port < 1 || r.Port > 65535:
		return fmt.Errorf("mail: a relay has a host and a port, not %q", r.Addr())
	case r.User == "" && r.Password != "":
		return fmt.Errorf("mail: relay %s: a password without a user; name the user as in smtp://user@%s", r.Addr(), r.Addr())
	case r.User != "" && r.Password == "":
		return fmt.Errorf("mail: relay %s: user %q has no password; give it in a file", r.Addr(), r.User)
	case r.User != "" && r.TLS == None:
		return fmt.Errorf("mail: relay %s: a password is not sent without TLS", r.Addr())
	case r.MaxAttachment < 0:
		return fmt.Errorf("mail: relay %s: an attachment of at most %d bytes; give a number above 0", r.Addr(), r.MaxAttachment)
	}
	if a, err := mail.ParseAddress(r.From.Address); err != nil || a.Address != r.From.Address {
		return fmt.Errorf("mail: relay %s: %q is no address to send from", r.Addr(), r.From.Address)
	}
	return nil
}

func (r *Relay) maxAttachment() int64 { return cmp.Or(r.MaxAttachment, DefaultMaxAttachment) }
