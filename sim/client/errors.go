package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"github.com/offhook/offhook/reference/wire"
)

// The kinds of failure, to be asked for with errors.Is. A result that says no
// is not a failure.
var (
	// ErrUnreachable: no connection could be made.
	ErrUnreachable = errors.New("cannot reach")
	// ErrTimeout: no whole answer in time. It is a context.DeadlineExceeded
	// too, whether the context or the connection's timeout ended it.
	ErrTimeout = errors.New("no answer in time")
	// ErrClosed: the server, or the caller, ended the connection.
	ErrClosed = errors.New("connection ended")
	// ErrGarbage: what came is not a message of the API.
	ErrGarbage = errors.New("not the API's language")
	// ErrBroken: an earlier request on this connection failed, so that what
	// arrives on it can no longer be told apart.
	ErrBroken = errors.New("connection is broken")
	// ErrNotAllowed: Options.Allow kept back what was to be sent.
	ErrNotAllowed = errors.New("not allowed")
)

// failure is an error of one of the kinds with what to do about it.
type failure struct {
	kind  error
	text  string
	cause error
}

func (f *failure) Error() string { return f.text }

func (f *failure) Unwrap() []error {
	if f.cause == nil {
		return []error{f.kind}
	}
	return []error{f.kind, f.cause}
}

// RefusedError says that the server answered a subscription with an error.
type RefusedError struct {
	Addr   string
	Result *Result
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("%s refused the subscription: %s (%d) %q", e.Addr, e.Result.Label(), e.Result.Code, e.Result.Message)
}

// MismatchError says that the result received is another request's.
type MismatchError struct {
	Addr string
	Sent int32 // the REQUESTID of the request
	Got  string
}

func (e *MismatchError) Error() string {
	return fmt.Sprintf("%s answered the request %d with a result for REQUESTID %q; does something between mix connections up?", e.Addr, e.Sent, e.Got)
}

// dialFailure explains why no connection could be made.
func dialFailure(addr string, err error) error {
	f := &failure{kind: ErrUnreachable, cause: err}
	var dns *net.DNSError
	var ae *net.AddrError
	switch {
	case errors.As(err, &ae):
		f.text = fmt.Sprintf("%q is not an address (%s); give HOST:PORT, as in 127.0.0.1:5620", addr, ae.Err)
	case errors.As(err, &dns):
		f.text = fmt.Sprintf("cannot reach %s (host %s not found); is the name right?", addr, dns.Name)
	case isTimeout(err):
		f.text = fmt.Sprintf("cannot reach %s (no answer to the connection attempt); is the host up, and does a firewall let the port through?", addr)
	default:
		f.text = fmt.Sprintf("cannot reach %s (%s); is the API server listening?", addr, reason(err))
	}
	return f
}

// isTimeout reports whether a deadline, of the socket or of the context, ended
// the operation.
func isTimeout(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded)
}

// reason strips the addresses and operations that net wraps around an error.
func reason(err error) string {
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err
	}
	var sys *os.SyscallError
	if errors.As(err, &sys) {
		err = sys.Err
	}
	return err.Error()
}

// readFailure explains an error of reading from the server.
func (c *Conn) readFailure(ctx context.Context, err error) error {
	var frame *wire.FrameError
	var syntax *wire.SyntaxError
	switch {
	case isTimeout(err):
		if f := c.cancelled(ctx); f != nil {
			return f
		}
		return &failure{kind: ErrTimeout, cause: context.DeadlineExceeded, text: c.silence()}
	case errors.As(err, &frame) && errors.Is(err, io.ErrUnexpectedEOF):
		return &failure{kind: ErrClosed, cause: err, text: fmt.Sprintf("%s ended the connection in the middle of a message%s", c.addr, c.lately())}
	case errors.As(err, &frame), errors.As(err, &syntax):
		return c.garbage(err)
	case errors.Is(err, io.EOF):
		return &failure{kind: ErrClosed, cause: err, text: fmt.Sprintf("%s ended the connection without an answer; does its log say why?", c.addr)}
	case errors.Is(err, net.ErrClosed):
		return &failure{kind: ErrClosed, cause: err, text: fmt.Sprintf("the connection to %s was closed here", c.addr)}
	}
	return &failure{kind: ErrClosed, cause: err, text: fmt.Sprintf("%s ended the connection (%s); does its log say why?", c.addr, reason(err))}
}

// cancelled says that the caller gave up, nil where it did not or where its
// context only ran out of time.
func (c *Conn) cancelled(ctx context.Context) error {
	cause := context.Cause(ctx)
	if cause == nil || errors.Is(cause, context.DeadlineExceeded) {
		return nil
	}
	return &failure{kind: cause, text: fmt.Sprintf("%s: given up (%s)", c.addr, cause)}
}

// silence says that nothing, or no whole message, came.
func (c *Conn) silence() string {
	if tail := c.lately(); tail != "" {
		return fmt.Sprintf("%s sent no whole answer in time%s; is it the port of the API server?", c.addr, tail)
	}
	return fmt.Sprintf("%s takes connections but did not answer in time; is it the port of the API server, and is the server busy?", c.addr)
}

// garbage says that what came is no message of the API.
func (c *Conn) garbage(cause error) error {
	return &failure{kind: ErrGarbage, cause: cause, text: fmt.Sprintf("%s does not speak the API (%s)%s; is it the port of the API server?",
		c.addr, strings.TrimSpace(cause.Error()), c.lately())}
}

// lately quotes the start of what was read last, "" where nothing was.
func (c *Conn) lately() string {
	if len(c.seen) == 0 {
		return ""
	}
	return fmt.Sprintf(", last read: %q", c.seen)
}
