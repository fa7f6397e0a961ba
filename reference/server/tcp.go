package server

import (
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/dialect"
)

const (
	// maxRefusals is how many refused clients are waited for at once; more are
	// closed on the spot and may see a reset instead of the reply.
	maxRefusals = 128
	// lingerTime is how long a client that is closed on may go on sending, so
	// that the last reply is not lost to the reset that unread bytes cause.
	lingerTime = 500 * time.Millisecond
	// firstBackoff and maxBackoff bound the wait after a failed accept.
	firstBackoff = 5 * time.Millisecond
	maxBackoff   = time.Second
)

// listen opens one address; flag is how the command names it.
func listen(what, flag, addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err == nil {
		return l, nil
	}
	hint := "give HOST:PORT with " + flag
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		hint = "the port is in use, perhaps by another server; see who holds it with `ss -ltnp`, or choose another with " + flag + " (port 0 picks a free one)"
	case errors.Is(err, syscall.EACCES):
		hint = "ports below 1024 need privileges; choose another with " + flag
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		hint = "this machine has no such address; choose another with " + flag
	}
	return nil, fmt.Errorf("server: cannot listen on %q for the %s: %w; %s", addr, what, err, hint)
}

// accept admits clients until the listener is closed.
func (s *Server) accept(l net.Listener, admit func(net.Conn)) {
	defer s.running.Done()
	wait := firstBackoff
	for {
		sock, err := l.Accept()
		if err == nil {
			wait = firstBackoff
			admit(sock)
			continue
		}
		if s.stopping() {
			return
		}
		// Out of descriptors, mostly: clients that leave will make room.
		s.log.Warn("cannot accept a connection", "addr", l.Addr().String(), "err", err, "retry_in", wait)
		select {
		case <-time.After(wait):
			wait = min(2*wait, maxBackoff)
		case <-s.done:
			return
		}
	}
}

// admit serves a client of the API if there is room, admitEvents one that came
// by the address for events.
func (s *Server) admit(sock net.Conn) { s.admitConn(newConn(s, sock)) }
func (s *Server) admitEvents(sock net.Conn) {
	c := newConn(s, sock)
	c.events = true
	s.admitConn(c)
}

func (s *Server) admitConn(c *conn) {
	if s.enter(c.sock, s.refuse, func() { s.conns[c] = struct{}{} }) {
		go c.serve()
	}
}

// enter takes a client into the books if there is room, and reports whether it
// is to be served; else it is refused.
func (s *Server) enter(sock net.Conn, refuse func(net.Conn), book func()) bool {
	s.mu.Lock()
	if s.stopping() {
		s.mu.Unlock()
		sock.Close()
		return false
	}
	limit := s.maxConns
	if len(s.conns)+len(s.web.conns) >= limit {
		s.mu.Unlock()
		if s.refused.Add(1)%1000 == 1 {
			s.log.Warn("too many clients", "remote", sock.RemoteAddr().String(), "limit", limit)
		}
		refuse(sock)
		return false
	}
	book()
	s.running.Add(1)
	s.mu.Unlock()
	s.accepted.Add(1)
	return true
}

// refuse tells a client of the API that there is no room and closes, waiting
// for it elsewhere if at all.
func (s *Server) refuse(sock net.Conn) {
	sock.SetWriteDeadline(time.Now().Add(lingerTime))
	sock.Write(tooManyClients(s.form)) // fits the empty buffer of a new socket
	s.dismiss(sock, func() {})
}

// refuse is that for a client of the WebAPI, which takes no answer before it
// has asked. With TLS there is a handshake first.
func (w *webAPI) refuse(sock net.Conn) {
	w.srv.dismiss(sock, func() {
		sock.SetDeadline(time.Now().Add(lingerTime))
		if _, err := sock.Read(make([]byte, 1<<10)); err == nil {
			sock.Write(tooManyWeb(w.srv.form))
		}
	})
}

// dismiss says goodbye and closes. Where too many wait for that already, it
// only closes.
func (s *Server) dismiss(sock net.Conn, goodbye func()) {
	select {
	case s.refusals <- struct{}{}:
		s.running.Add(1)
		go func() {
			defer s.running.Done()
			goodbye()
			linger(sock, lingerTime)
			sock.Close()
			<-s.refusals
		}()
	default:
		sock.Close()
	}
}

// tooManyClients is the only thing a refused client is sent.
func tooManyClients(form *dialect.Form) []byte {
	req := catalog.Request{IDText: "0"}
	res := catalog.Fail(catalog.API_TOO_MANY_CLIENTS, "")
	return append(form.AppendResult(nil, &req, &res), form.Terminator()...)
}

// linger says goodbye and discards what the client still sends, until it
// closes too or d has passed.
func linger(sock net.Conn, d time.Duration) {
	if half, ok := sock.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
	sock.SetReadDeadline(time.Now().Add(d))
	io.Copy(io.Discard, sock)
}
