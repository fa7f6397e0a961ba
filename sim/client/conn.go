package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/offhook/offhook/reference/wire"
)

// Direction tells what was sent from what was received.
type Direction uint8

// The directions as a client sees them.
const (
	Sent Direction = iota
	Received
)

// String names the direction: "sent" or "received".
func (d Direction) String() string { return [...]string{"sent", "received"}[d] }

// The limits of a connection where Options gives none.
const (
	DefaultTimeout    = 10 * time.Second
	DefaultMaxMessage = 32 << 20
	DefaultMaxTags    = 1 << 19  // each costs far more than its bytes
	maxQueued         = 16 << 20 // bytes of events that Do keeps
	maxDepth          = 64       // of a result: 8 is the request's limit, not the answer's
	quoted            = 60       // bytes of an answer that an error quotes
	eventCost         = 2 << 10  // bytes that an event takes beside its own
)

// Options of a connection; the zero value is right for most.
type Options struct {
	// Timeout bounds connecting, and each request with its result; 0 is
	// DefaultTimeout. A context that ends earlier wins.
	Timeout time.Duration
	// MaxMessage is the longest message that is read, in bytes; 0 is
	// DefaultMaxMessage.
	MaxMessage int
	// MaxTags is how many tags a message may have; 0 is DefaultMaxTags.
	MaxTags int
	// Trace is told every stretch of bytes as it went out or came in, with the
	// time. b is valid during the call only. A stretch is what one write or
	// read of the socket moved, not always one message. Where one goroutine
	// sends while another receives, both call it.
	Trace func(dir Direction, at time.Time, b []byte)
	// Pace is waited for before each sending, once for each request in it; nil
	// does not wait. The timeout begins afterwards.
	Pace func(context.Context) error
	// Allow is shown what is about to be sent: an error keeps it back, and is
	// returned as a failure that wraps ErrNotAllowed. nil lets all pass.
	Allow func(b []byte) error
	// Wrap is given each connection that was made, and when it was asked for;
	// what it returns is used instead. With TLS it sees what is said, not how
	// that is encrypted. nil wraps nothing.
	Wrap func(nc net.Conn, asked time.Time) net.Conn
	// Fingerprint is, for the WebAPI with TLS, the SHA-256 of the only
	// certificate to trust: hexadecimal, with or without colons. "" trusts what
	// this machine trusts.
	Fingerprint string
}

// withDefaults fills what is not given.
func (o Options) withDefaults() Options {
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.MaxMessage <= 0 {
		o.MaxMessage = DefaultMaxMessage
	}
	if o.MaxTags <= 0 {
		o.MaxTags = DefaultMaxTags
	}
	return o
}

// wrap is what is used of a connection.
func (o *Options) wrap(nc net.Conn, asked time.Time) net.Conn {
	if o.Wrap == nil {
		return nc
	}
	return o.Wrap(nc, asked)
}

// pace waits for its turn to send.
func (o *Options) pace(ctx context.Context) error {
	if o.Pace == nil {
		return nil
	}
	return o.Pace(ctx)
}

// allow reports why b must not be sent, nil where it may.
func (o *Options) allow(b []byte) error {
	if o.Allow == nil {
		return nil
	}
	if err := o.Allow(b); err != nil {
		return &failure{kind: ErrNotAllowed, cause: err, text: "not sent: " + err.Error()}
	}
	return nil
}

// Message is one document received: a Result, an Event, or, where both are nil,
// another document.
type Message struct {
	Result *Result
	Event  *Event
	Root   wire.Element
	Raw    []byte // without terminator
	At     time.Time
}

// Conn is one connection to an API server. Do may be called from several
// goroutines, one request is under way at a time. For pipelining one goroutine
// may use Send and WriteRaw while another uses Receive and NextEvent, but not
// beside Do.
type Conn struct {
	addr string
	nc   net.Conn
	o    Options

	do     sync.Mutex // held for a request and its result
	frames *wire.Reader
	seen   []byte   // the start of what was read last
	queue  []*Event // came while Do waited for a result
	queued int      // bytes of them

	writing sync.Mutex
	out     []byte
	lastID  int32

	state  sync.Mutex
	broken error
}

// Dial connects to an API server, addr being HOST:PORT.
func Dial(ctx context.Context, addr string, o Options) (*Conn, error) {
	o = o.withDefaults()
	d, asked := net.Dialer{Timeout: o.Timeout}, time.Now()
	nc, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, dialFailure(addr, err)
	}
	c := &Conn{addr: addr, nc: o.wrap(nc, asked), o: o}
	c.frames = wire.NewReader(tap{c}, wire.Limits{MaxMessage: o.MaxMessage})
	return c, nil
}

// tap reads from the socket, shows what comes to the trace, and keeps its start
// for errors.
type tap struct{ c *Conn }

func (t tap) Read(p []byte) (int, error) {
	n, err := t.c.nc.Read(p)
	if n > 0 {
		t.c.seen = append(t.c.seen[:0], p[:min(n, quoted)]...)
		if t.c.o.Trace != nil {
			t.c.o.Trace(Received, time.Now(), p[:n])
		}
	}
	return n, err
}

// Addr returns the server's address as it was given to Dial.
func (c *Conn) Addr() string { return c.addr }

// LocalAddr returns this end's address.
func (c *Conn) LocalAddr() net.Addr { return c.nc.LocalAddr() }

// Do sends a request and returns its result, whatever that says. Events that
// come meanwhile are kept for NextEvent. After an error the connection is
// closed: what else might arrive on it could be taken for a later request's
// answer. A result with another REQUESTID is returned with a MismatchError.
func (c *Conn) Do(ctx context.Context, r *Request) (*Result, error) {
	c.do.Lock()
	defer c.do.Unlock()
	if err := c.ready(ctx); err != nil {
		return nil, err
	}
	release := bound(ctx, c.o.Timeout, c.nc.SetDeadline)
	defer release()
	c.seen = c.seen[:0]
	id, sendErr := c.write(r)
	if errors.Is(sendErr, ErrNotAllowed) {
		return nil, sendErr
	}
	res, err := c.result(ctx)
	switch {
	case err == nil && id > 0 && !res.answers(id):
		err = &MismatchError{Addr: c.addr, Sent: id, Got: res.RequestID}
		return res, c.fail(err)
	case err != nil && sendErr != nil:
		// A server may answer and hang up before it reads; without an answer
		// the send's own error says more.
		return nil, c.fail(c.writeFailure(ctx, sendErr))
	case err != nil:
		return nil, c.fail(err)
	}
	return res, nil
}

// result reads until a result comes, events go to the queue.
func (c *Conn) result(ctx context.Context) (*Result, error) {
	for {
		m, err := c.read(ctx)
		switch {
		case err != nil:
			return nil, err
		case m.Result != nil:
			return m.Result, nil
		case m.Event == nil:
			return nil, c.garbage(fmt.Errorf("a document <%s> instead of a RESULT", m.Root.Name))
		case c.queued > maxQueued:
			return nil, &failure{kind: ErrBroken, text: fmt.Sprintf("%s sent %d events and no result; watch events on a connection of their own", c.addr, len(c.queue))}
		}
		c.queue = append(c.queue, m.Event)
		c.queued += len(m.Raw) + eventCost
	}
}

// Send sends a request without waiting for its result.
func (c *Conn) Send(ctx context.Context, r *Request) error {
	if err := c.ready(ctx); err != nil {
		return err
	}
	release := bound(ctx, c.o.Timeout, c.nc.SetWriteDeadline)
	defer release()
	if _, err := c.write(r); errors.Is(err, ErrNotAllowed) {
		return err
	} else if err != nil {
		return c.fail(c.writeFailure(ctx, err))
	}
	return nil
}

// WriteRaw sends bytes as they are. Its turn to send is waited for once for each
// request among them.
func (c *Conn) WriteRaw(ctx context.Context, b []byte) error {
	if err := c.ready(ctx); err != nil {
		return err
	}
	for more := bytes.Count(bytes.ToUpper(b), []byte("<REQUEST>")) - 1; more > 0 && c.o.Pace != nil; more-- {
		if err := c.o.pace(ctx); err != nil {
			return err
		}
	}
	release := bound(ctx, c.o.Timeout, c.nc.SetWriteDeadline)
	defer release()
	c.writing.Lock()
	defer c.writing.Unlock()
	if err := c.put(b); errors.Is(err, ErrNotAllowed) {
		return err
	} else if err != nil {
		return c.writeFailure(ctx, err)
	}
	return nil
}

// Receive returns the next message: first the events that Do has kept, then
// what comes. It waits until ctx ends, the connection's timeout at most; after
// that it may be called again, nothing is lost.
func (c *Conn) Receive(ctx context.Context) (*Message, error) {
	if ev := c.oldest(); ev != nil {
		return &Message{Event: ev, Raw: ev.Raw, At: ev.At}, nil
	}
	if err := c.usable(ctx); err != nil {
		return nil, err
	}
	release := bound(ctx, c.o.Timeout, c.nc.SetReadDeadline)
	defer release()
	c.seen = c.seen[:0]
	return c.read(ctx)
}

// NextEvent returns the next event, those that Do has kept first. It waits
// until ctx ends, without another bound, and may be called again after that.
func (c *Conn) NextEvent(ctx context.Context) (*Event, error) {
	if ev := c.oldest(); ev != nil {
		return ev, nil
	}
	if err := c.usable(ctx); err != nil {
		return nil, err
	}
	release := bound(ctx, 0, c.nc.SetReadDeadline)
	defer release()
	m, err := c.read(ctx)
	if errors.Is(err, ErrTimeout) {
		err = &failure{kind: ErrTimeout, cause: context.DeadlineExceeded, text: fmt.Sprintf("%s sent no event in time", c.addr)}
	}
	if err != nil {
		return nil, err
	}
	if m.Event == nil {
		return nil, c.garbage(fmt.Errorf("a document <%s> instead of an event", m.Root.Name))
	}
	return m.Event, nil
}

// oldest takes the oldest event that Do has kept, nil where there is none.
func (c *Conn) oldest() *Event {
	c.do.Lock()
	defer c.do.Unlock()
	if len(c.queue) == 0 {
		return nil
	}
	ev := c.queue[0]
	c.queue = c.queue[1:]
	c.queued -= len(ev.Raw) + eventCost
	return ev
}

// CloseWrite says that no more requests come; results still do.
func (c *Conn) CloseWrite() error {
	if t, ok := c.nc.(interface{ CloseWrite() error }); ok {
		return t.CloseWrite()
	}
	return errors.ErrUnsupported
}

// Reset drops the connection without a goodbye: the server sees a reset.
func (c *Conn) Reset() error {
	if t, ok := c.nc.(interface{ SetLinger(int) error }); ok {
		if err := t.SetLinger(0); err != nil {
			return err
		}
	}
	return c.Close()
}

// Close ends the connection. Calls under way return with ErrClosed.
func (c *Conn) Close() error { return c.nc.Close() }

// read returns the next message of the stream.
func (c *Conn) read(ctx context.Context) (*Message, error) {
	frame, err := c.frames.Next()
	if err != nil {
		return nil, c.readFailure(ctx, err)
	}
	if err := tooMany(frame, c.o.MaxTags); err != nil {
		return nil, c.garbage(err)
	}
	root, err := wire.ParseElement(frame)
	if err != nil {
		return nil, c.readFailure(ctx, err)
	}
	m := &Message{Root: root, Raw: append([]byte(nil), frame...), At: time.Now()}
	switch root.Name {
	case "RESULT":
		m.Result = NewResult(root, m.Raw)
	case "CALLCOPYEVENT":
		m.Event = newEvent(root, m.Raw, m.At)
	}
	return m, nil
}

// tooMany reports that a message has more tags than the limit.
func tooMany(frame []byte, limit int) error {
	if n := bytes.Count(frame, []byte("<")); n > limit {
		return fmt.Errorf("a message of %d tags, more than %d", n, limit)
	}
	return nil
}

// write sends a request and returns its REQUESTID, 0 where it was set by hand
// or left out.
func (c *Conn) write(r *Request) (int32, error) {
	c.writing.Lock()
	defer c.writing.Unlock()
	id := r.ID
	if id == 0 {
		if c.lastID++; c.lastID <= 0 {
			c.lastID = 1 // REQUESTIDs end at 2147483647
		}
		id = c.lastID
	}
	c.out = r.appendAs(c.out[:0], id)
	if _, byHand := r.Get("REQUESTID"); byHand || id == NoID {
		id = 0
	}
	return id, c.put(c.out)
}

// put writes bytes to the socket. The caller holds writing.
func (c *Conn) put(b []byte) error {
	if err := c.o.allow(b); err != nil {
		return err
	}
	if c.o.Trace != nil {
		c.o.Trace(Sent, time.Now(), b)
	}
	_, err := c.nc.Write(b)
	return err
}

// ready waits until something may be sent on this connection.
func (c *Conn) ready(ctx context.Context) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	return c.o.pace(ctx)
}

// usable says why no more can be done on this connection, nil where it can.
func (c *Conn) usable(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.state.Lock()
	defer c.state.Unlock()
	if c.broken == nil {
		return nil
	}
	return &failure{kind: ErrBroken, cause: c.broken,
		text: fmt.Sprintf("the connection to %s can no longer be used (%s); dial again", c.addr, c.broken)}
}

// fail closes the connection for good and returns err, the reason.
func (c *Conn) fail(err error) error {
	c.state.Lock()
	defer c.state.Unlock()
	if c.broken == nil {
		c.broken = err
	}
	c.nc.Close()
	return err
}

// writeFailure explains an error of writing to the server.
func (c *Conn) writeFailure(ctx context.Context, err error) error {
	if isTimeout(err) {
		if f := c.cancelled(ctx); f != nil {
			return f
		}
		return &failure{kind: ErrTimeout, cause: context.DeadlineExceeded, text: fmt.Sprintf("%s takes no more data; does it still read?", c.addr)}
	}
	return &failure{kind: ErrClosed, cause: err, text: fmt.Sprintf("%s ended the connection (%s); does its log say why?", c.addr, reason(err))}
}
