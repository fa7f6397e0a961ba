package mail

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"log"
	"math/big"
	"mime"
	"mime/multipart"
	"net"
	"net/mail"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/offhook/offhook/reference/catalog"
)

// sink is a mail server that keeps what it takes.
type sink struct {
	addr string
	mu   sync.Mutex
	took []letter
	// answer, where it is set, decides about the n-th message, from 0: nil takes it.
	answer func(n int) error
	tried  int
	// user and password are what AUTH must bring; mechanism what is offered.
	user, password, mechanism string
	encrypted                 bool // the last session was
}

// letter is one mail as it came.
type letter struct {
	from, to string
	header   mail.Header
	text     string
	name     string // of the file
	kind     string // the file's Content-Type
	file     []byte
}

// startSink starts a sink; setUp may change it and its server before it listens.
func startSink(t *testing.T, setUp func(*sink, *smtp.Server)) *sink {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return serveSink(t, l, setUp)
}

func serveSink(t *testing.T, l net.Listener, setUp func(*sink, *smtp.Server)) *sink {
	s := &sink{addr: l.Addr().String()}
	srv := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		_, encrypted := c.TLSConnectionState()
		s.mu.Lock()
		s.encrypted = encrypted
		s.mu.Unlock()
		in := &incoming{sink: s}
		if s.mechanism == "" {
			return in, nil
		}
		return &known{incoming: in}, nil
	}))
	srv.Domain, srv.ErrorLog = "sink.example", log.New(io.Discard, "", 0)
	if setUp != nil {
		setUp(s, srv)
	}
	go srv.Serve(l)
	t.Cleanup(func() { srv.Close() })
	return s
}

// relay is the sink as a relay with short times.
func (s *sink) relay(t *testing.T) Relay {
	t.Helper()
	r, err := ParseRelay(s.addr)
	if err != nil {
		t.Fatal(err)
	}
	r.From = mail.Address{Name: "offhook", Address: "offhook@example.com"}
	r.Timeout, r.FirstRetry = 5*time.Second, 10*time.Millisecond
	return r
}

func (s *sink) letters() []letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]letter(nil), s.took...)
}

// incoming is one session.
type incoming struct {
	*sink
	from, to string
}

func (i *incoming) Reset()        { i.from, i.to = "", "" }
func (i *incoming) Logout() error { return nil }
func (i *incoming) Mail(from string, _ *smtp.MailOptions) error {
	i.from = from
	return nil
}
func (i *incoming) Rcpt(to string, _ *smtp.RcptOptions) error {
	if to == "nobody@example.com" {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user here"}
	}
	i.to = to
	return nil
}

func (i *incoming) Data(r io.Reader) error {
	l, err := read(r)
	if err != nil {
		return err
	}
	l.from, l.to = i.from, i.to
	i.mu.Lock()
	defer i.mu.Unlock()
	n := i.tried
	i.tried++
	if i.answer != nil {
		if err := i.answer(n); err != nil {
			return err
		}
	}
	i.took = append(i.took, l)
	return nil
}

// known is a session that begins with AUTH.
type known struct {
	*incoming
	in bool
}

func (k *known) AuthMechanisms() []string { return []string{k.mechanism} }

func (k *known) Auth(mech string) (sasl.Server, error) {
	check := func(user, password string) error {
		if user != k.user || password != k.password {
			return smtp.ErrAuthFailed
		}
		k.in = true
		return nil
	}
	if mech == sasl.Plain {
		return sasl.NewPlainServer(func(_, user, password string) error { return check(user, password) }), nil
	}
	return &login{check: check}, nil
}

func (k *known) Mail(from string, o *smtp.MailOptions) error {
	if !k.in {
		return smtp.ErrAuthRequired
	}
	return k.incoming.Mail(from, o)
}

// login is the server's side of AUTH LOGIN.
type login struct {
	said  []string
	check func(user, password string) error
}

func (l *login) Next(response []byte) ([]byte, bool, error) {
	if response != nil {
		l.said = append(l.said, string(response))
	}
	switch len(l.said) {
	case 0:
		return []byte("Username:"), false, nil
	case 1:
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.said[0], l.said[1])
}

// read takes a mail apart.
func read(r io.Reader) (letter, error) {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return letter{}, err
	}
	l := letter{header: m.Header}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return l, err
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	text, err := parts.NextPart()
	if err != nil {
		return l, err
	}
	b, err := io.ReadAll(text)
	l.text = string(b)
	if err != nil {
		return l, err
	}
	file, err := parts.NextRawPart()
	if err != nil {
		return l, err
	}
	l.name, l.kind = file.FileName(), file.Header.Get("Content-Type")
	if l.file, err = io.ReadAll(base64Lines(file)); err != nil {
		return l, err
	}
	if _, err := parts.NextPart(); err != io.EOF {
		return l, errors.New("more than one file")
	}
	return l, nil
}

// certificate makes one for 127.0.0.1, and whom to trust it from.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "sink"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// message is one that carries content.
func message(content []byte) *Message {
	return &Message{
		ID: "7.1@example.com", Date: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
		From: mail.Address{Name: "offhook", Address: "offhook@example.com"}, To: mail.Address{Name: "Jane", Address: "jane@example.com"},
		Subject: "Recording 7", Text: "Recording 7 is attached.",
		File: &catalog.File{Name: "7.wav", ContentType: "audio/wav", Size: int64(len(content)),
			Write: func(_ context.Context, w io.Writer) error {
				_, err := io.Copy(w, bytes.NewReader(content))
				return err
			}},
	}
}
