package main

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	netmail "net/mail"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/offhook/offhook/reference/mail"
)

// defaultSender is who e-mails are from that name nobody.
const defaultSender = "offhook@localhost"

// smtpPassword is the variable that may hold the relay's password.
const smtpPassword = "OFFHOOK_SMTP_PASSWORD"

// smtpFlags are the flags of serve that say how e-mail is sent.
type smtpFlags struct {
	relay, from, passwordFile, tls, ca string
	maxMiB                             int
}

func (s *smtpFlags) add(f *pflag.FlagSet) {
	f.StringVar(&s.relay, "smtp", "", "the `RELAY` that e-mail goes through, HOST:PORT, smtp://user@host:port or smtps://user@host:port;\nwithout it EMAIL answers 31")
	f.StringVar(&s.from, "smtp-from", defaultSender, "the sender of e-mails that name none, an `ADDRESS`")
	f.StringVar(&s.passwordFile, "smtp-password-file", "", "the `FILE` that holds the password of the relay's user; else $"+smtpPassword)
	f.StringVar(&s.tls, "smtp-tls", mail.Opportunistic.String(), "`HOW` the way to the relay is encrypted: opportunistic, mandatory (by STARTTLS), implicit or none")
	f.StringVar(&s.ca, "smtp-ca", "", "trust the relay by the certificates in this PEM `FILE`, not by those that this machine trusts")
	f.IntVar(&s.maxMiB, "smtp-max", mail.DefaultMaxAttachment>>20, "the largest attachment, in `MIB`; an e-mail that needs a larger one fails")
}

// resolve is the relay that the flags describe, nil without --smtp.
func (s *smtpFlags) resolve(given func(name string) bool) (*mail.Relay, error) {
	if !given("smtp") {
		for _, name := range []string{"smtp-from", "smtp-password-file", "smtp-tls", "smtp-ca", "smtp-max"} {
			if given(name) {
				return nil, fmt.Errorf("--%s belongs to a relay; name that with --smtp HOST:PORT", name)
			}
		}
		return nil, nil
	}
	r, err := mail.ParseRelay(s.relay)
	if err != nil {
		return nil, err
	}
	if given("smtp-tls") || r.TLS != mail.Implicit {
		if r.TLS, err = mail.ParseTLS(s.tls); err != nil {
			return nil, err
		}
	}
	from, err := netmail.ParseAddress(s.from)
	if err != nil {
		return nil, fmt.Errorf("--smtp-from %q is no address; give one as in recorder@example.com", s.from)
	}
	r.From = *from
	if s.maxMiB < 1 || s.maxMiB > 1024 {
		return nil, fmt.Errorf("--smtp-max %d: an attachment has from 1 to 1024 MiB", s.maxMiB)
	}
	r.MaxAttachment = int64(s.maxMiB) << 20
	if r.Roots, err = s.roots(); err != nil {
		return nil, err
	}
	if r.Password, err = s.password(); err != nil {
		return nil, err
	}
	return &r, r.Check()
}

// roots are whom --smtp-ca trusts, nil without it.
func (s *smtpFlags) roots() (*x509.CertPool, error) {
	if s.ca == "" {
		return nil, nil
	}
	pem, err := head(s.ca, 1<<20)
	if err != nil {
		return nil, fmt.Errorf("--smtp-ca %s cannot be read (%w); name a PEM file with certificates", s.ca, cause(err))
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("--smtp-ca %s holds no certificate; name a PEM file with certificates", s.ca)
	}
	return pool, nil
}

// password is that of the relay's user, "" where none is given.
func (s *smtpFlags) password() (string, error) {
	if s.passwordFile == "" {
		return os.Getenv(smtpPassword), nil
	}
	b, err := head(s.passwordFile, 4096)
	if err != nil {
		return "", fmt.Errorf("--smtp-password-file %s cannot be read (%w); name a file that holds the password and nothing else", s.passwordFile, cause(err))
	}
	return strings.TrimRight(string(b), "\r\n"), nil
}

// head is the content of a file that has no reason to be larger than limit.
func head(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(b)) > limit {
		err = errors.New("it is too large")
	}
	return b, err
}
