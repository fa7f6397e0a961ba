package server

import (
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"

	"github.com/offhook/offhook/reference/wire"
)

// headerRoom is how many bytes a request's header may have beside the longest
// URL.
const headerRoom = 16 << 10

// webAPI is the HTTP side of a server: one http.Server behind both addresses.
// Its clients are admitted, counted and ended with those of the API.
type webAPI struct {
	srv      *Server
	http     *http.Server
	tls      *tls.Config // nil without a TLS address
	cert     *certificate
	admitted chan net.Conn // on their way to http
	// longest is how many bytes a URL, and a body, may have: what a message of
	// the API may.
	longest int

	conns map[*webConn]struct{} // under srv.mu
	files chan struct{}         // a slot for each file that is being sent

	requests, broken, failed atomic.Uint64
}

func newWebAPI(s *Server) *webAPI {
	w := &webAPI{srv: s, admitted: make(chan net.Conn), conns: make(map[*webConn]struct{}),
		files: make(chan struct{}, s.cfg.MaxExports), longest: s.cfg.Limits.MaxMessage}
	if w.longest <= 0 {
		w.longest = wire.DefaultLimits.MaxMessage
	}
	w.http = &http.Server{
		Handler:           w,
		MaxHeaderBytes:    w.longest + headerRoom,
		ReadHeaderTimeout: s.cfg.HeaderTimeout,
		ReadTimeout:       3 * s.cfg.HeaderTimeout,
		WriteTimeout:      s.cfg.WriteTimeout,
		IdleTimeout:       s.cfg.IdleTimeout,
		// What clients do wrong, failed handshakes mostly.
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelInfo),
	}
	return w
}

// secure reads or makes the certificate for TLS.
func (w *webAPI) secure() error {
	cfg := &w.srv.cfg
	cert, err := loadCertificate(cfg.TLSCert, cfg.TLSKey, cfg.WebAPITLS)
	if err != nil {
		return err
	}
	w.cert = cert
	w.tls = &tls.Config{
		MinVersion:   tls.VersionTLS12,
		NextProtos:   []string{"http/1.1"},
		Certificates: []tls.Certificate{cert.Certificate},
	}
	return nil
}

// serve answers the clients that are admitted until Shutdown begins.
func (w *webAPI) serve() {
	defer w.srv.running.Done()
	w.http.Serve(w)
}

// Accept, Close and Addr make w the listener of its http.Server.
func (w *webAPI) Accept() (net.Conn, error) {
	select {
	case c := <-w.admitted:
		return c, nil
	case <-w.srv.done:
		return nil, net.ErrClosed
	}
}

func (w *webAPI) Close() error { return nil }

func (w *webAPI) Addr() net.Addr { return new(net.TCPAddr) }

// admit serves the client if there is room.
func (w *webAPI) admit(sock net.Conn) {
	c := &webConn{Conn: sock, web: w, plain: true}
	if w.srv.enter(sock, w.refuse, func() { w.conns[c] = struct{}{} }) {
		w.hand(c)
	}
}

// admitTLS is admit for the TLS address. The handshake is the http.Server's.
func (w *webAPI) admitTLS(sock net.Conn) {
	c := &webConn{Conn: sock, web: w}
	refuse := func(sock net.Conn) { w.refuse(tls.Server(sock, w.tls)) }
	if w.srv.enter(sock, refuse, func() { w.conns[c] = struct{}{} }) {
		w.hand(tls.Server(c, w.tls))
	}
}

// hand gives an admitted client to the http.Server.
func (w *webAPI) hand(c net.Conn) {
	select {
	case w.admitted <- c:
	case <-w.srv.done:
		c.Close()
	}
}

// stop wakes every reader; what has been read is answered. srv.mu is held.
func (w *webAPI) stop() {
	for c := range w.conns {
		c.Conn.SetReadDeadline(past)
	}
}

// forget takes a connection that has ended out of the books.
func (w *webAPI) forget(c *webConn) {
	w.srv.mu.Lock()
	delete(w.conns, c)
	w.srv.mu.Unlock()
	w.srv.running.Done()
}
