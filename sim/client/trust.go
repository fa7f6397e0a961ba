package client

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
)

// trust returns the configuration for TLS with host: the certificate of that
// SHA-256 and no other, or what this machine trusts.
func trust(host, fingerprint string) (*tls.Config, error) {
	cfg := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if fingerprint == "" {
		return cfg, nil
	}
	want, err := hex.DecodeString(strings.ReplaceAll(fingerprint, ":", ""))
	if err != nil || len(want) != sha256.Size {
		return nil, fmt.Errorf("%q is no SHA-256 fingerprint; give 64 hexadecimal digits, with or without colons", fingerprint)
	}
	cfg.InsecureSkipVerify = true // what is checked instead:
	cfg.VerifyConnection = func(s tls.ConnectionState) error {
		if shown := s.PeerCertificates[0]; sha256.Sum256(shown.Raw) != [sha256.Size]byte(want) {
			return &strangerError{shown}
		}
		return nil
	}
	return cfg, nil
}

// strangerError says that the certificate shown is not the one expected.
type strangerError struct{ shown *x509.Certificate }

func (e *strangerError) Error() string { return "not the certificate of the fingerprint given" }

// distrust explains why there is no TLS with the server.
func (w *WebAPI) distrust(c *tls.Conn, err error) error {
	f := &failure{kind: ErrUnreachable, cause: err}
	var stranger *strangerError
	var untrusted *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &stranger):
		f.text = w.untrusted(stranger, stranger.shown)
	case errors.As(err, &untrusted) && len(untrusted.UnverifiedCertificates) > 0:
		f.text = w.untrusted(untrusted.Err, untrusted.UnverifiedCertificates[0])
	case errors.As(err, &record):
		f.text = fmt.Sprintf("%s does not speak TLS; is it the address of the WebAPI with TLS, or must it be http://%s?", w.addr, w.addr)
	case isTimeout(err):
		f.kind = ErrTimeout
		f.text = fmt.Sprintf("%s takes connections but no TLS handshake came about in time; is it the address of the WebAPI with TLS?", w.addr)
	default:
		f.text = fmt.Sprintf("no TLS with %s (%s); is it the address of the WebAPI with TLS?", w.addr, reason(err))
	}
	return f
}

func (w *WebAPI) untrusted(why error, shown *x509.Certificate) string {
	sum := sha256.Sum256(shown.Raw)
	return fmt.Sprintf("the certificate of %s is not trusted (%s); if it is the right one, give its SHA-256 fingerprint: %s",
		w.addr, why, strings.ReplaceAll(fmt.Sprintf("% X", sum[:]), " ", ":"))
}

// explain says why an HTTP request got no response.
func (w *WebAPI) explain(ctx context.Context, err error) error {
	switch {
	case isTimeout(err):
		if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.DeadlineExceeded) {
			return &failure{kind: cause, text: fmt.Sprintf("%s: given up (%s)", w.url, cause)}
		}
		return &failure{kind: ErrTimeout, cause: context.DeadlineExceeded,
			text: fmt.Sprintf("%s did not answer in time; is it the address of the WebAPI, and is the server busy?", w.url)}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed), errors.As(err, new(*net.OpError)):
		return &failure{kind: ErrClosed, cause: err, text: fmt.Sprintf("%s ended the connection without a whole answer (%s); does its log say why?", w.url, reason(err))}
	}
	return &failure{kind: ErrGarbage, cause: err, text: fmt.Sprintf("%s does not speak HTTP as a WebAPI does (%s); is it the address of the WebAPI?", w.url, err)}
}
