package mail

import (
	"context"
	"errors"
	"net"
	"time"
)

// maxSaid bounds what a relay may say in one session, in bytes.
const maxSaid = 1 << 20

var errTalkative = errors.New("the relay says more than any relay has to")

// guard is a connection that neither waits nor listens for ever: each read and
// each write has its time, the whole a limit of what is read, and it is cut when
// its context ends. Deadlines that others set do not count.
type guard struct {
	net.Conn
	timeout time.Duration
	left    int
	release func() bool
}

func dialGuarded(ctx context.Context, addr string, timeout time.Duration) (*guard, error) {
	d := net.Dialer{Timeout: timeout}
	c, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	return &guard{Conn: c, timeout: timeout, left: maxSaid,
		release: context.AfterFunc(ctx, func() { c.Close() })}, nil
}

func (g *guard) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, errTalkative
	}
	g.Conn.SetReadDeadline(time.Now().Add(g.timeout))
	n, err := g.Conn.Read(p[:min(len(p), g.left)])
	g.left -= n
	return n, err
}

func (g *guard) Write(p []byte) (int, error) {
	g.Conn.SetWriteDeadline(time.Now().Add(g.timeout))
	return g.Conn.Write(p)
}

func (g *guard) Close() error {
	g.release()
	return g.Conn.Close()
}

func (g *guard) SetDeadline(time.Time) error      { return nil }
func (g *guard) SetReadDeadline(time.Time) error  { return nil }
func (g *guard) SetWriteDeadline(time.Time) error { return nil }
