package server

import (
	"errors"
	"os"
	"sync"
	"time"
)

const (
	// flushSize is how many bytes of replies or events are written at once.
	flushSize = 64 << 10
	// flushDelay is how long a reply may wait for those pipelined after it.
	flushDelay = 5 * time.Millisecond
)

// buffers holds output buffers, so that idle connections need none.
var buffers = sync.Pool{New: func() any {
	b := make([]byte, 0, 4<<10)
	return &b
}}

// output returns c.out, with memory to append to. mu is held.
func (c *conn) output() []byte {
	if c.box == nil {
		c.box = buffers.Get().(*[]byte)
		c.out = *c.box
	}
	return c.out
}

// settle writes the output unless more replies will join it at once: until
// all that was read is answered, flushSize is reached or flushDelay is over.
// It reports whether the connection lives. mu is held.
func (c *conn) settle() bool {
	if !c.in.Buffered() || len(c.out) >= flushSize {
		return c.flush()
	}
	now := time.Now()
	if c.oldest.IsZero() {
		c.oldest = now
	}
	if now.Sub(c.oldest) >= flushDelay {
		return c.flush()
	}
	return true
}

// flush writes the output and reports whether the connection lives. A write
// that fails kills it. mu is held.
func (c *conn) flush() bool {
	if c.fate() != nil {
		return false
	}
	if len(c.out) == 0 {
		return true
	}
	c.extendWrite()
	_, err := c.sock.Write(c.out)
	if cap(c.out) <= 2*flushSize {
		*c.box = c.out[:0]
		buffers.Put(c.box)
	}
	c.box, c.out, c.oldest = nil, nil, time.Time{}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.kill(errNotReading)
	} else if err != nil {
		c.kill(err)
	}
	return err == nil
}

// extendWrite moves the write deadline, as awaitClient the read deadline.
func (c *conn) extendWrite() {
	d := c.srv.cfg.WriteTimeout
	if now := time.Now(); c.writeUntil.Sub(now) < d {
		c.writeUntil = now.Add(d + d/8)
		c.sock.SetWriteDeadline(c.writeUntil)
		if c.fate() != nil {
			c.sock.SetWriteDeadline(past)
		}
	}
}
