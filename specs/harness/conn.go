package harness

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
)

// Conn is one of a spec's connections; it is closed after the spec.
type Conn struct {
	t    *T
	name string // A, B, C, …
	c    *client.Conn
	sent string // what Raw sent last

	mu       sync.Mutex
	received []byte // the last of what came, terminators included
	answer   int    // how much of it came after what was sent last
	lastID   int32  // the REQUESTID that Do gave last
}

// maxReceived bounds what Received can return, in bytes.
const maxReceived = 64 << 10

// Dial opens another connection to the API.
func (t *T) Dial() *Conn { return t.dial(t.run.Target.API) }

func (t *T) dial(addr string) *Conn {
	t.mu.Lock()
	name := connName(t.dialled)
	t.dialled++
	t.mu.Unlock()
	conn := &Conn{t: t, name: name}
	var err error
	o := t.options(eventually, name, askedByXML)
	o.Trace = conn.trace
	conn.c, err = client.Dial(t.ctx, addr, o)
	if err != nil {
		t.failLost(&Failure{Problem: err.Error(), Expected: "a connection"})
	}
	t.mu.Lock()
	t.conns = append(t.conns, conn)
	t.mu.Unlock()
	return conn
}

// trace keeps what comes for Received and unread.
func (c *Conn) trace(d client.Direction, _ time.Time, b []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d == client.Sent {
		c.answer = 0
		return
	}
	c.answer = min(c.answer+len(b), maxReceived)
	c.received = append(c.received, b...)
	if cut := len(c.received) - maxReceived; cut > 0 {
		c.received = append(c.received[:0], c.received[cut:]...)
	}
}

// Received returns the bytes that came on the connection, at most the last
// 64 KiB, as they were: for specs about what stands between documents.
func (c *Conn) Received() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return string(c.received)
}

// unread returns what came after what was sent last, for failures to read it.
func (c *Conn) unread() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return string(c.received[len(c.received)-c.answer:])
}

func connName(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return fmt.Sprintf("c%d", n)
}

// conn is the connection that the methods of T use.
func (t *T) conn() *Conn {
	t.mu.Lock()
	c := t.main
	t.mu.Unlock()
	if c != nil {
		return c
	}
	c = t.Dial()
	t.mu.Lock()
	t.main = c
	t.mu.Unlock()
	return c
}

// Send sends a request on the spec's own connection and returns its result,
// whatever that says. Names and values alternate; REQUESTID is added unless
// given.
func (t *T) Send(typ string, nameValues ...string) *Reply {
	return t.conn().Send(typ, nameValues...)
}

// OK is Send for a request that must be answered API_OK.
func (t *T) OK(typ string, nameValues ...string) *Reply {
	return t.Send(typ, nameValues...).Is(catalog.API_OK)
}

// Send sends a request and returns its result, whatever that says.
func (c *Conn) Send(typ string, nameValues ...string) *Reply {
	return c.Do(client.NewRequest(typ, nameValues...))
}

// OK is Send for a request that must be answered API_OK.
func (c *Conn) OK(typ string, nameValues ...string) *Reply {
	return c.Send(typ, nameValues...).Is(catalog.API_OK)
}

// Do sends a request and returns its result, whatever that says.
func (c *Conn) Do(req *client.Request) *Reply {
	numbered := *req
	if req.ID == 0 {
		numbered.ID = c.nextID()
	}
	sent := string(numbered.Append(nil))
	tells := onlyTells(req.Type)
	if tells {
		c.t.caughtUp()
	}
	res, err := c.c.Do(c.t.ctx, &numbered)
	if err != nil {
		c.t.failLost(&Failure{Problem: err.Error(), Sent: sent, Received: c.unread(), Expected: "a result of this request"})
	}
	c.t.exchanged(sent, string(res.Raw))
	if !tells {
		c.t.changed()
	}
	c.t.remember(req, res)
	return &Reply{Result: res, t: c.t, sent: sent}
}

// nextID numbers a request here, so that a failure shows it as it was sent.
func (c *Conn) nextID() int32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lastID++
	return c.lastID
}

// Put sends requests one after the other without waiting for results. A
// request without an ID is sent with 1.
func (c *Conn) Put(reqs ...*client.Request) {
	var b []byte
	for _, r := range reqs {
		b = r.Append(b)
	}
	c.Raw(string(b))
}

// Raw sends bytes as they are.
func (c *Conn) Raw(s string) {
	c.sent = s
	c.t.exchanged(s, "")
	if err := c.c.WriteRaw(c.t.ctx, []byte(s)); err != nil {
		c.t.failLost(&Failure{Problem: err.Error(), Sent: s, Expected: "the server reads what is sent"})
	}
}

// TryRaw is Raw on a connection that the server may have closed already.
func (c *Conn) TryRaw(s string) error {
	c.sent = s
	c.t.exchanged(s, "")
	return c.c.WriteRaw(c.t.ctx, []byte(s))
}

// Next waits for the next result, for requests that were sent with Put or Raw.
// Events on the connection are passed over.
func (c *Conn) Next() *Reply {
	m, err := c.receive(c.t.ctx)
	if err != nil {
		c.t.failLost(&Failure{Problem: err.Error(), Sent: c.sent, Received: c.unread(), Expected: "a result"})
	}
	c.t.exchanged(c.sent, string(m.Raw))
	c.t.changed()
	if m.Result == nil {
		c.t.fail(&Failure{Problem: fmt.Sprintf("a document <%s> came", m.Root.Name), Sent: c.sent, Received: string(m.Raw), Expected: "a RESULT document"})
	}
	return &Reply{Result: m.Result, t: c.t, sent: c.sent}
}

// NextIfAny waits for the next result; it returns nil where the server ends
// the connection instead.
func (c *Conn) NextIfAny() *Reply {
	m, err := c.receive(c.t.ctx)
	switch {
	case errors.Is(err, client.ErrClosed):
		return nil
	case err != nil:
		c.t.failLost(&Failure{Problem: err.Error(), Sent: c.sent, Received: c.unread(), Expected: "a result, or the end of the connection"})
	}
	c.t.exchanged(c.sent, string(m.Raw))
	if m.Result == nil {
		c.t.fail(&Failure{Problem: fmt.Sprintf("a document <%s> came", m.Root.Name), Sent: c.sent, Received: string(m.Raw), Expected: "a RESULT document"})
	}
	return &Reply{Result: m.Result, t: c.t, sent: c.sent}
}

// receive returns the next message that is no event.
func (c *Conn) receive(ctx context.Context) (*client.Message, error) {
	for {
		m, err := c.c.Receive(ctx)
		if err != nil || m.Event == nil {
			return m, err
		}
	}
}

// Silent fails if a result comes within a short time.
func (c *Conn) Silent() {
	ctx, cancel := context.WithTimeout(c.t.ctx, c.t.run.scaled(settle))
	defer cancel()
	m, err := c.receive(ctx)
	if err == nil {
		c.t.fail(&Failure{Problem: "a result came for nothing that was asked", Sent: c.sent, Received: string(m.Raw), Expected: "no result yet"})
	}
	if errors.Is(err, client.ErrClosed) {
		c.t.fail(&Failure{Problem: err.Error(), Sent: c.sent, Expected: "an open connection without a result"})
	}
}

// CloseWrite says to the server that no more requests come.
func (c *Conn) CloseWrite() {
	if err := c.c.CloseWrite(); err != nil {
		c.t.failLost(&Failure{Problem: err.Error(), Expected: "a connection that can be half closed"})
	}
}

// Close ends the connection.
func (c *Conn) Close() { c.c.Close() }

// Reset drops the connection without a goodbye.
func (c *Conn) Reset() { c.c.Reset() }
