package server

import (
	"fmt"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
)

// requestRoot is the only root element of what clients send.
const requestRoot = "REQUEST"

// exchange answers one frame. It reports whether the connection goes on.
func (c *conn) exchange(frame []byte) (ok bool) {
	defer func() {
		if p := recover(); p != nil {
			c.answerNow(c.srv.confess(c.remote(), &c.req, p), nil)
			ok = false
		}
	}()
	if err := c.msg.Decode(frame); err != nil {
		// What was read before the error may name the request.
		c.srv.cfg.Dialect.Bind(&c.msg, catalog.TCP, &c.req)
		return c.refuse(err.Error(), frame)
	}
	refusal := c.srv.cfg.Dialect.Bind(&c.msg, catalog.TCP, &c.req)
	if !isRequest(c.msg.Root) {
		return c.refuse(fmt.Sprintf("the root element must be REQUEST, not %s", excerpt(string(c.msg.Root))), frame)
	}
	c.requests.Add(1)
	return c.reply(refusal)
}

// isRequest compares a root's name in any case (E-35).
func isRequest(root []byte) bool {
	if len(root) != len(requestRoot) {
		return false
	}
	for i, b := range root {
		if b&^0x20 != requestRoot[i] {
			return false
		}
	}
	return true
}

// reply executes the bound request, unless binding refused it, and puts the
// result into the output. mu is held from then on, so that what the request
// causes to be published on this connection comes after the reply (E-57).
func (c *conn) reply(refusal *catalog.Result) bool {
	began := c.srv.tap.begin()
	var v Verdict
	if refusal == nil {
		v = c.srv.intercept(&c.req)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	var res catalog.Result
	switch {
	case refusal != nil:
		res = *refusal
	case v.Fate == RequestLost:
		return c.settle()
	case v.Fate == Cut:
		c.kill(errCut)
		return false
	case v.Fate == Answered:
		res = *v.Answer
	case c.req.Function.Name == "EVENTS":
		res = c.subscribe()
	default:
		res = c.execute()
	}
	if v.Fate == ReplyLost {
		return c.settle()
	}
	c.append(&res, began, nil)
	res.Body = nil // much, and not to be kept while a slow client takes its bytes
	return c.settle()
}

// execute has the request executed. mu is held, but for subscribers where E-57
// lets events precede the reply: then those that wait go first.
func (c *conn) execute() catalog.Result {
	if c.sub == nil || c.srv.cfg.Dialect.Takes("E-57") != "events-first" {
		return c.srv.handler.Handle(&c.req)
	}
	c.mu.Unlock()
	defer c.mu.Lock()
	defer c.sub.queue.settle()
	return c.srv.handler.Handle(&c.req)
}

// append puts the result of c.req, or of the bytes in broken, into the output.
// mu is held.
func (c *conn) append(res *catalog.Result, began time.Time, broken []byte) {
	out := c.output()
	start := len(out)
	out = c.srv.form.AppendResult(out, &c.req, res)
	if failed(res.Code) {
		c.failed.Add(1)
	}
	if t := &c.srv.tap; t.wants(began, res.Code) {
		t.keep(&seen{began: began, via: "tcp", remote: c.remote(), msg: &c.msg, broken: broken, req: &c.req, code: res.Code, result: out[start:]})
	}
	c.out = append(out, c.srv.form.Terminator()...)
	if c.srv.cfg.Verbose {
		c.srv.logExchange("tcp", c.remote(), c.msg.Windows1252, &c.req, res)
	}
}

// reject answers what was no message. It reports whether the connection goes
// on.
func (c *conn) reject(err *wire.FrameError) bool {
	c.msg.Decode(err.Skipped) // fails, but may tell which request it was to be
	c.srv.cfg.Dialect.Bind(&c.msg, catalog.TCP, &c.req)
	return c.answerBroken(err.Reason, err.Skipped) && !err.Fatal
}

// refuse answers a frame that cannot be read as a request. It reports
// whether the connection goes on.
func (c *conn) refuse(reason string, frame []byte) bool {
	last := c.in.Broken()
	if last {
		reason += "; too many broken messages in a row"
	}
	return c.answerBroken(reason, frame) && !last
}

// answerBroken answers API_INVALID_MESSAGE_FORMAT to what c.req holds of the
// request in raw.
func (c *conn) answerBroken(reason string, raw []byte) bool {
	c.requests.Add(1)
	c.broken.Add(1)
	return c.answerNow(catalog.Fail(catalog.API_INVALID_MESSAGE_FORMAT, reason), raw)
}

// answerNow answers without a handler.
func (c *conn) answerNow(res catalog.Result, broken []byte) bool {
	if c.req.IDText == "" && c.srv.cfg.Dialect.Takes("E-30") != "blank" {
		c.req.IDText = "0"
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.append(&res, c.srv.tap.begin(), broken)
	return c.settle()
}
