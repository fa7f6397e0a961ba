package server

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
)

// stopLinger is lingerTime when the server goes: idle clients are many.
const stopLinger = 50 * time.Millisecond

// Why a connection is killed.
var (
	errQueueFull  = errors.New("its queue of events is full")
	errNotReading = errors.New("it does not read what is written to it")
	errShutdown   = errors.New("the server was stopped")
)

// past is a deadline that wakes whoever waits on a socket.
var past = time.Unix(1, 0)

// conn is one client. The reader's goroutine owns all fields but those under
// mu and the atomic ones.
type conn struct {
	srv  *Server
	sock net.Conn
	in   *wire.Reader
	msg  wire.Message
	req  catalog.Request
	sub  *subscriber // nil before the first EVENTS

	events bool // it came by the address for events

	idleUntil time.Time // the read deadline that is set

	mu         sync.Mutex // held from dispatch until the reply is in out (E-57)
	out        []byte     // replies and events to be written
	box        *[]byte    // from buffers, out's memory until it grew
	oldest     time.Time  // when the first pipelined reply in out was made
	writeUntil time.Time  // the write deadline that is set

	killed     atomic.Pointer[error]
	subscribed atomic.Bool

	requests, broken, failed atomic.Uint64
}

func newConn(s *Server, sock net.Conn) *conn {
	c := &conn{srv: s, sock: sock}
	c.in = wire.NewReader(source{c}, s.cfg.Limits)
	return c
}

// remote names the client in logs.
func (c *conn) remote() string { return c.sock.RemoteAddr().String() }

// serve answers the client until either side ends.
func (c *conn) serve() {
	defer c.srv.forget(c)
	last := c.converse()
	if c.sub != nil {
		c.srv.hub.remove(c.sub)
		c.sub.queue.close()
		<-c.sub.done
	}
	c.mu.Lock()
	c.flush()
	c.mu.Unlock()
	c.hangUp(last)
}

// converse answers one frame after the other. It returns how long the client
// may go on sending before the connection is closed on it.
func (c *conn) converse() (last time.Duration) {
	for {
		frame, err := c.in.Next()
		var broken *wire.FrameError
		switch {
		case err == nil:
			goesOn := c.exchange(frame)
			c.slim(len(frame))
			if !goesOn {
				return lingerTime
			}
		case errors.As(err, &broken):
			size := len(broken.Skipped)
			goesOn := c.reject(broken)
			c.slim(size)
			if !goesOn {
				return lingerTime
			}
		case errors.Is(err, io.EOF):
			return 0
		case c.srv.stopping():
			return stopLinger
		case errors.Is(err, os.ErrDeadlineExceeded):
			c.srv.log.Debug("idle connection closed", "remote", c.remote())
			return 0
		default: // reset by the client
			return 0
		}
	}
}

// largeMessage is the size in bytes after which what a message was read into
// is not kept: ten thousand idle clients must not each hold their largest one.
const largeMessage = 8 << 10

// slim gives back the memory that a message of size bytes was read into, if
// that was much.
func (c *conn) slim(size int) {
	if size > largeMessage {
		c.msg, c.req = wire.Message{}, catalog.Request{}
	}
}

// hangUp closes the socket: at once if the connection was killed, else after
// up to last.
func (c *conn) hangUp(last time.Duration) {
	if err := c.fate(); err != nil {
		level := slog.LevelDebug // clients may go as they like
		if c.starved() {
			level = slog.LevelWarn
		}
		c.srv.log.Log(context.Background(), level, "connection cut",
			"remote", c.remote(), "reason", err.Error(), "subscriber", c.subscribed.Load())
		if t, ok := c.sock.(*net.TCPConn); ok {
			t.SetLinger(0) // a reset, so that a torn message is not taken for the end
		}
	} else if last > 0 {
		linger(c.sock, last)
	}
	c.sock.Close()
}

// kill makes the connection end without another word. It never blocks.
func (c *conn) kill(why error) {
	if c.killed.CompareAndSwap(nil, &why) {
		c.sock.SetDeadline(past)
	}
}

// fate returns why the connection was killed, or nil.
func (c *conn) fate() error {
	if p := c.killed.Load(); p != nil {
		return *p
	}
	return nil
}

// source is the socket as the wire.Reader sees it.
type source struct{ c *conn }

func (s source) Read(p []byte) (int, error) {
	s.c.awaitClient()
	return s.c.sock.Read(p)
}

// awaitClient moves the read deadline, though not for every read: setting one
// costs more than looking at the clock.
func (c *conn) awaitClient() {
	idle := c.srv.cfg.IdleTimeout
	if idle < 0 || c.sub != nil {
		return
	}
	if now := time.Now(); c.idleUntil.Sub(now) < idle {
		c.idleUntil = now.Add(idle + idle/8)
		c.setReadDeadline(c.idleUntil)
	}
}

// setReadDeadline sets the deadline unless the reader has been told to end,
// which is said by a deadline in the past.
func (c *conn) setReadDeadline(t time.Time) {
	c.sock.SetReadDeadline(t)
	if c.srv.stopping() || c.fate() != nil {
		c.sock.SetReadDeadline(past)
	}
}
