package server

import (
	"bufio"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

func textLogger(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

const testPage = "/webAPI.aspx?type=TEST&requestid=1"

// dialTLS connects a peer to a TLS address, trusting roots.
func dialTLS(t testing.TB, addr net.Addr, cfg *tls.Config) (*tls.Conn, error) {
	t.Helper()
	p := dial(t, addr)
	c := tls.Client(p.TCPConn, cfg)
	return c, c.Handshake()
}

// ask sends a TEST over c and returns the response.
func ask(t testing.TB, c net.Conn) response {
	t.Helper()
	if _, err := io.WriteString(c, "GET "+testPage+" HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	p := &peer{t: t, in: bufio.NewReader(c)}
	return p.response()
}

func TestTLSShowsTheCertificateOfTheFingerprint(t *testing.T) {
	s := start(t, Config{WebAPITLS: "127.0.0.1:0"}, echo)
	want, selfSigned := s.Fingerprint()
	if !selfSigned || s.WebAPIAddr() != nil {
		t.Errorf("self-signed %t, plain address %v", selfSigned, s.WebAPIAddr())
	}
	var seen *x509.Certificate
	c, err := dialTLS(t, s.WebAPITLSAddr(), &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2", "http/1.1"}})
	if err != nil {
		t.Fatal(err)
	}
	seen = c.ConnectionState().PeerCertificates[0]
	sum := sha256.Sum256(seen.Raw)
	if got := strings.ReplaceAll(fmt.Sprintf("% X", sum[:]), " ", ":"); got != want {
		t.Errorf("certificate %s, fingerprint %s", got, want)
	}
	ask(t, c).is(t, http.StatusOK, tag("RESULTCODE", 20))
	ask(t, c).is(t, http.StatusOK, tag("RESULTCODE", 20)) // kept alive

	trust := x509.NewCertPool()
	trust.AddCert(seen)
	for _, name := range []string{"127.0.0.1", "localhost"} {
		if _, err := dialTLS(t, s.WebAPITLSAddr(), &tls.Config{RootCAs: trust, ServerName: name}); err != nil {
			t.Errorf("trusted, for %s: %v", name, err)
		}
	}
	if _, err := dialTLS(t, s.WebAPITLSAddr(), &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS11}); err == nil {
		t.Error("TLS 1.1 is taken")
	}
	if none, _ := start(t, Config{}, echo).Fingerprint(); none != "" {
		t.Errorf("fingerprint %s without TLS", none)
	}
}

func TestTLSUsesTheCertificateGiven(t *testing.T) {
	made, err := selfSign("recorder.example:2013")
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.MarshalPKCS8PrivateKey(made.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cfg := Config{WebAPITLS: "127.0.0.1:0", TLSCert: filepath.Join(dir, "cert.pem"), TLSKey: filepath.Join(dir, "key.pem")}
	for name, block := range map[string]*pem.Block{
		cfg.TLSCert: {Type: "CERTIFICATE", Bytes: made.Certificate[0]},
		cfg.TLSKey:  {Type: "PRIVATE KEY", Bytes: key},
	} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := start(t, cfg, echo)
	if _, selfSigned := s.Fingerprint(); selfSigned {
		t.Error("said to be made at start")
	}
	leaf, err := x509.ParseCertificate(made.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	trust := x509.NewCertPool()
	trust.AddCert(leaf)
	c, err := dialTLS(t, s.WebAPITLSAddr(), &tls.Config{RootCAs: trust, ServerName: "recorder.example"})
	if err != nil {
		t.Fatal(err)
	}
	ask(t, c).is(t, http.StatusOK, tag("RESULTCODE", 20))
}

func TestTheWrongProtocolIsToldSo(t *testing.T) {
	var log syncBuffer
	s := start(t, Config{WebAPI: "127.0.0.1:0", WebAPITLS: "127.0.0.1:0", Logger: textLogger(&log)}, echo)
	_, err := dialTLS(t, s.WebAPIAddr(), &tls.Config{InsecureSkipVerify: true})
	if err == nil {
		t.Error("TLS on the plain address")
	}
	eventually(t, "the log says why", func() bool { return strings.Contains(log.String(), "--webapi-tls") })

	p := dial(t, s.WebAPITLSAddr())
	p.get(testPage).is(t, http.StatusBadRequest, "HTTPS")

	garbage := dial(t, s.WebAPITLSAddr())
	garbage.send(strings.Repeat("\x00\xff", 5000))
	io.ReadAll(garbage.in) // an alert or nothing, then the end
	dial(t, s.WebAPIAddr()).get(testPage).is(t, http.StatusOK)
}

func TestOneTooManyIsToldSoByHTTP(t *testing.T) {
	s := start(t, Config{WebAPI: "127.0.0.1:0", WebAPITLS: "127.0.0.1:0", MaxConns: 2}, echo)
	api, web := dial(t, s.Addr()), dial(t, s.WebAPIAddr())
	api.serves(1)
	web.get(testPage).is(t, http.StatusOK)

	refused := dial(t, s.WebAPIAddr()).get(testPage)
	refused.is(t, http.StatusServiceUnavailable, tag("RESULTCODE", 48), tag("REQUESTID", 0))
	if refused.Header.Get("Content-Type") != "text/xml; charset=utf-8" || !refused.Close {
		t.Errorf("header %v, close %t", refused.Header, refused.Close)
	}
	c, err := dialTLS(t, s.WebAPITLSAddr(), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	ask(t, c).is(t, http.StatusServiceUnavailable, tag("RESULTCODE", 48))
	dial(t, s.Addr()).expect(tag("RESULTCODE", 48))

	web.Close()
	eventually(t, "room again", func() bool { return s.Stats().Connections == 1 })
	c, err = dialTLS(t, s.WebAPITLSAddr(), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	ask(t, c).is(t, http.StatusOK)
	if st := s.Stats(); st.Refused != 3 || st.Connections != 2 {
		t.Errorf("%+v", st)
	}
}

func TestSlowHeadersAndIdleConnectionsAreClosed(t *testing.T) {
	for _, c := range []struct {
		name, send string
		cfg        Config
	}{
		{"nothing sent", "", Config{HeaderTimeout: 20 * time.Millisecond}},
		{"half a header", "GET " + testPage + " HTTP/1.1\r\nHost:", Config{HeaderTimeout: 20 * time.Millisecond}},
		{"half a body", "POST /webAPI.aspx HTTP/1.1\r\nHost: x\r\n" + form + "Content-Length: 10\r\n\r\nabc", Config{HeaderTimeout: 20 * time.Millisecond}},
		{"idle after a request", "GET " + testPage + " HTTP/1.1\r\nHost: x\r\n\r\n", Config{IdleTimeout: 20 * time.Millisecond}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := startWeb(t, c.cfg, echo)
			p := dial(t, s.WebAPIAddr())
			p.send(c.send)
			io.ReadAll(p.in) // ends by the server, or the peer's patience does
			eventually(t, "gone", func() bool { return s.Stats().Connections == 0 })
		})
	}
}

func TestShutdownAnswersWhatWasReadByHTTP(t *testing.T) {
	reached, release := make(chan struct{}), make(chan struct{})
	s := start(t, Config{WebAPI: "127.0.0.1:0", WebAPITLS: "127.0.0.1:0"}, handlerFunc(func(req *catalog.Request) catalog.Result {
		if req.Function.Name == "CALLSTART" {
			close(reached)
			<-release
		}
		return catalog.OK()
	}))
	fresh, half, idle := dial(t, s.WebAPIAddr()), dial(t, s.WebAPIAddr()), dial(t, s.WebAPIAddr())
	shaking := dial(t, s.WebAPITLSAddr())
	half.send("GET /webAPI.aspx HTTP/1.1\r\n")
	idle.get(testPage).is(t, http.StatusOK)
	busy := dial(t, s.WebAPIAddr())
	busy.send("GET /webAPI.aspx?type=CALLSTART&requestid=7&deviceid=1 HTTP/1.1\r\nHost: x\r\n\r\n")
	<-reached
	eventually(t, "all are in", func() bool { return s.Stats().Connections == 5 })
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		shutdown(t, s)
	}()
	<-s.done
	for _, p := range []*peer{fresh, half, idle, shaking} {
		p.expectEnd()
	}
	close(release)
	got := busy.response()
	got.is(t, http.StatusOK, tag("REQUESTID", 7), tag("RESULTCODE", 20))
	busy.expectEnd()
	<-ended
	if n := s.Stats().Connections; n != 0 {
		t.Errorf("%d connections left", n)
	}
	if _, err := net.Dial("tcp", s.WebAPIAddr().String()); err == nil {
		t.Error("still accepts")
	}
}

func TestShutdownCutsWhoCannotBeAnsweredInTimeByHTTP(t *testing.T) {
	reached, release := make(chan struct{}), make(chan struct{})
	s := startWeb(t, Config{}, handlerFunc(func(req *catalog.Request) catalog.Result {
		close(reached)
		<-release
		return catalog.OK()
	}))
	p := dial(t, s.WebAPIAddr())
	p.send("GET " + testPage + " HTTP/1.1\r\nHost: x\r\n\r\n")
	<-reached
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	err := s.Shutdown(ctx)
	close(release)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "1 connection") {
		t.Errorf("got %v", err)
	}
	if line, err := p.in.ReadString('\n'); err == nil {
		t.Errorf("answered after all: %s", line)
	}
}
