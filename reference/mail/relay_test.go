package mail

import (
	"net/mail"
	"strings"
	"testing"
)

func TestParseRelay(t *testing.T) {
	for _, c := range []struct {
		in, addr, user string
		tls            TLS
		wrong          string // in the error
	}{
		{in: "mail.example.com:2525", addr: "mail.example.com:2525"},
		{in: "mail.example.com", addr: "mail.example.com:25"},
		{in: "[::1]:25", addr: "[::1]:25"},
		{in: "smtp://mail.example.com", addr: "mail.example.com:25"},
		{in: "smtp://jane@mail.example.com", addr: "mail.example.com:587", user: "jane"},
		{in: "smtp://jane%40example.com@mail.example.com:26/", addr: "mail.example.com:26", user: "jane@example.com"},
		{in: "smtps://mail.example.com", addr: "mail.example.com:465", tls: Implicit},
		{in: "", wrong: "no host"},
		{in: ":25", wrong: "no host"},
		{in: "mail.example.com:0", wrong: "1 to 65535"},
		{in: "mail.example.com:65536", wrong: "1 to 65535"},
		{in: "mail.example.com:smtp", wrong: "cannot be read"},
		{in: "http://mail.example.com", wrong: "not how mail is sent"},
		{in: "smtp://mail.example.com/x", wrong: "follow the port"},
		{in: "smtp://mail.example.com?x=1", wrong: "follow the port"},
		{in: "smtp://jane:secret@mail.example.com", wrong: "command line"},
		{in: "jane:secret@mail.example.com:99999", wrong: "command line"},
	} {
		r, err := ParseRelay(c.in)
		switch {
		case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
			t.Errorf("%q: %v; it should say %q", c.in, err, c.wrong)
		case c.wrong != "" && strings.Contains(err.Error(), "secret"):
			t.Errorf("%q: the error shows the password: %v", c.in, err)
		case c.wrong == "" && (err != nil || r.Addr() != c.addr || r.User != c.user || r.TLS != c.tls):
			t.Errorf("%q: %s, user %q, %s, %v", c.in, r.Addr(), r.User, r.TLS, err)
		}
	}
}

func TestParseTLS(t *testing.T) {
	for _, want := range []TLS{Opportunistic, Mandatory, None, Implicit} {
		if got, err := ParseTLS(strings.ToUpper(want.String())); got != want || err != nil {
			t.Errorf("%s: %s, %v", want, got, err)
		}
	}
	if _, err := ParseTLS("maybe"); err == nil || !strings.Contains(err.Error(), "mandatory") {
		t.Errorf("maybe: %v", err)
	}
}

func TestARelayIsChecked(t *testing.T) {
	good := Relay{Host: "mail.example.com", Port: 25, From: mail.Address{Address: "a@example.com"}}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*Relay){
		"no host":                    func(r *Relay) { r.Host = "" },
		"no sender":                  func(r *Relay) { r.From.Address = "" },
		"a sender that is none":      func(r *Relay) { r.From.Address = "a@b\r\nBcc: c@d" },
		"a password without a user":  func(r *Relay) { r.Password = "secret" },
		"a user without a password":  func(r *Relay) { r.User = "jane" },
		"a password without TLS":     func(r *Relay) { r.User, r.Password, r.TLS = "jane", "secret", None },
		"an attachment of less than": func(r *Relay) { r.MaxAttachment = -1 },
	} {
		r := good
		change(&r)
		if err := r.Check(); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
