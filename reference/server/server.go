package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/dialect"
)

// Handler executes the functions of the API. Handle is called by many
// connections at once and may block; while it does, only its own connection
// waits. It must not keep req. A panic costs the connection it came by.
type Handler interface {
	Handle(req *catalog.Request) catalog.Result
}

// Server is a listening API server. Its methods may be called by any
// goroutine.
type Server struct {
	cfg     Config
	handler Handler
	log     *slog.Logger
	hub     hub
	tap     tap

	form        *dialect.Form // of results and events
	errorStatus int           // of the WebAPI's results that are errors (E-42)

	api, events, plain, secure net.Listener // nil where not asked for; the last two are the WebAPI's

	web      *webAPI
	done     chan struct{} // closed when Shutdown begins
	refusals chan struct{} // a slot for each refused client still being told
	running  sync.WaitGroup

	mu     sync.Mutex
	conns  map[*conn]struct{}
	closed Stats // counts of the connections that are gone; under mu
	// maxConns is how many connections are served at once.
	maxConns int

	accepted, refused atomic.Uint64
}

// Listen opens the addresses of cfg and serves them until Shutdown. The error
// says which address cannot be used, why, and what to do.
func Listen(cfg Config, h Handler) (*Server, error) {
	cfg = cfg.withDefaults()
	s := &Server{
		cfg:      cfg,
		handler:  h,
		log:      cfg.Logger,
		done:     make(chan struct{}),
		refusals: make(chan struct{}, maxRefusals),
		conns:    make(map[*conn]struct{}),
		maxConns: cfg.MaxConns,
	}
	s.form = dialect.New(cfg.Dialect)
	s.errorStatus, _ = strconv.Atoi(cfg.Dialect.Takes("E-42"))
	s.hub.dialect, s.hub.form = cfg.Dialect, s.form
	s.web = newWebAPI(s)
	if err := s.open(); err != nil {
		s.closeListeners()
		return nil, err
	}
	s.running.Add(1)
	go s.web.serve()
	for _, l := range []struct {
		net.Listener
		admit func(net.Conn)
	}{{s.api, s.admit}, {s.events, s.admitEvents}, {s.plain, s.web.admit}, {s.secure, s.web.admitTLS}} {
		if l.Listener != nil {
			s.running.Add(1)
			go s.accept(l.Listener, l.admit)
		}
	}
	return s, nil
}

// open opens the addresses that were asked for.
func (s *Server) open() (err error) {
	cfg := &s.cfg
	if s.api, err = listen("API", "--api", cfg.API); err != nil {
		return err
	}
	if cfg.Events == "" && cfg.Dialect.Takes("E-26") == "other-port" {
		return errors.New("server: in the dialect E-26=other-port events need an address of their own; give --events HOST:PORT")
	}
	if cfg.Events != "" {
		if s.events, err = listen("events", "--events", cfg.Events); err != nil {
			return err
		}
	}
	if cfg.WebAPI != "" {
		if s.plain, err = listen("WebAPI", "--webapi", cfg.WebAPI); err != nil {
			return err
		}
	}
	if cfg.WebAPITLS == "" {
		if cfg.TLSCert != "" || cfg.TLSKey != "" {
			return errors.New("server: a certificate without an address that uses it; give --webapi-tls HOST:PORT")
		}
		return nil
	}
	if err = s.web.secure(); err != nil {
		return err
	}
	s.secure, err = listen("WebAPI with TLS", "--webapi-tls", cfg.WebAPITLS)
	return err
}

func (s *Server) closeListeners() {
	for _, l := range []net.Listener{s.api, s.events, s.plain, s.secure} {
		if l != nil {
			l.Close()
		}
	}
}

// Addr returns the address of the API.
func (s *Server) Addr() net.Addr { return s.api.Addr() }

// EventsAddr returns the second address, or nil where there is none.
func (s *Server) EventsAddr() net.Addr { return addrOf(s.events) }

// WebAPIAddr returns the address of the plain WebAPI, or nil.
func (s *Server) WebAPIAddr() net.Addr { return addrOf(s.plain) }

// WebAPITLSAddr returns the address of the WebAPI with TLS, or nil.
func (s *Server) WebAPITLSAddr() net.Addr { return addrOf(s.secure) }

func addrOf(l net.Listener) net.Addr {
	if l == nil {
		return nil
	}
	return l.Addr()
}

// Fingerprint returns the SHA-256 of the certificate that the WebAPI shows, in
// hexadecimal with colons, and whether that was made at start; "" without TLS.
func (s *Server) Fingerprint() (sha256 string, selfSigned bool) {
	if s.web.cert == nil {
		return "", false
	}
	return s.web.cert.fingerprint(), s.web.cert.selfSigned
}

// Publish hands events to all who subscribed to them, in the order given. It
// waits for no client and keeps neither the slice nor what its elements point
// to. Calls must be made in the order in which things happened; an event that
// a request caused must be published before Handle returns or later, and
// always follows that request's reply on the connection it came by (E-57).
func (s *Server) Publish(events []catalog.Event) { s.hub.publish(events) }

// Shutdown stops accepting, answers what has been read, sends the events that
// wait, and closes every connection. When ctx ends first, the connections
// left are cut, and the error says how many.
func (s *Server) Shutdown(ctx context.Context) error {
	s.stop()
	s.web.http.SetKeepAlivesEnabled(false) // an answer is now the last on its connection
	ended := make(chan struct{})
	go func() {
		s.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
	}
	cut := s.killAll()
	select {
	case <-ended:
	case <-time.After(cutGrace):
	}
	return fmt.Errorf("server: shutdown: cut %d connections that were still busy: %w", cut, ctx.Err())
}

// cutGrace is how long Shutdown waits for cut connections to be gone; one
// whose handler blocks may outlast it.
const cutGrace = 200 * time.Millisecond

// stop closes the listeners and wakes every reader.
func (s *Server) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping() {
		return
	}
	close(s.done)
	s.closeListeners()
	for c := range s.conns {
		c.sock.SetReadDeadline(past)
	}
	s.web.stop()
}

// stopping reports whether Shutdown has begun.
func (s *Server) stopping() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

// killAll cuts all connections and returns how many there were.
func (s *Server) killAll() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.kill(errShutdown)
	}
	for c := range s.web.conns {
		c.Conn.Close()
	}
	return len(s.conns) + len(s.web.conns)
}

// forget takes a connection that has ended out of the books.
func (s *Server) forget(c *conn) {
	s.mu.Lock()
	delete(s.conns, c)
	s.closed.add(c)
	s.mu.Unlock()
	s.running.Done()
}
