package capture

import (
	"errors"
	"io"
	"net"
	"syscall"
	"time"
)

// Conn puts a connection on the tape under a name: what is read from and
// written to what Conn returns, and how it ends. asked is when the connection
// was asked for.
func (t *Tape) Conn(name string, nc net.Conn, asked time.Time) net.Conn {
	return &conn{Conn: nc, t: t, track: t.track(name, nc, asked)}
}

// conn is a connection that is on a tape.
type conn struct {
	net.Conn
	t     *Tape
	track *track
	abort bool // Close drops it
}

func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.t.moved(c.track, fromServer, p[:n])
	}
	c.broke(err)
	return n, err
}

// Write puts the bytes on the tape first: an answer may come before it returns.
func (c *conn) Write(p []byte) (int, error) {
	c.t.moved(c.track, fromClient, p)
	n, err := c.Conn.Write(p)
	if err != nil {
		c.t.unsent(c.track, len(p)-n)
		c.broke(err)
	}
	return n, err
}

// broke notes that the server ended the connection, if that is the error.
func (c *conn) broke(err error) {
	switch {
	case err == nil:
	case errors.Is(err, io.EOF):
		c.t.ended(c.track, fromServer, ended)
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		c.t.ended(c.track, fromServer, reset)
	}
}

// unsent takes back the end of what was written last: it did not go out.
func (t *Tape) unsent(tr *track, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	tr.moved[fromClient] -= int64(n)
	for _, list := range [][]stretch{t.tail, t.head} {
		for i := len(list) - 1; i >= 0 && n > 0; i-- {
			if s := &list[i]; s.on == tr && s.from == fromClient {
				cut := min(n, len(s.b))
				s.b, n = s.b[:len(s.b)-cut], n-cut
			}
		}
	}
}

func (c *conn) Close() error {
	how := uint8(ended)
	if c.abort {
		how = reset
	}
	c.t.ended(c.track, fromClient, how)
	return c.Conn.Close()
}

// CloseWrite says that no more will be written.
func (c *conn) CloseWrite() error {
	half, ok := c.Conn.(interface{ CloseWrite() error })
	if !ok {
		return errors.ErrUnsupported
	}
	c.t.ended(c.track, fromClient, ended)
	return half.CloseWrite()
}

// SetLinger decides how Close ends the connection: 0 seconds drops it.
func (c *conn) SetLinger(seconds int) error {
	tcp, ok := c.Conn.(interface{ SetLinger(int) error })
	if !ok {
		return errors.ErrUnsupported
	}
	err := tcp.SetLinger(seconds)
	c.abort = err == nil && seconds == 0
	return err
}
