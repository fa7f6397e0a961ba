package server

import (
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
)

// maxSubscriptions is how often one connection may subscribe.
const maxSubscriptions = 64

// subscriber is a connection with one or more subscriptions.
type subscriber struct {
	conn  *conn
	wants []want // under hub.mu
	given int    // EVENTXREFs, under hub.mu
	queue queue
	done  chan struct{} // closed when the pump has ended
}

// subscribe answers the EVENTS request in c.req. mu is held, so that no event
// of the new subscription comes before the reply.
func (c *conn) subscribe() catalog.Result {
	w := want{class: c.req.Value(catalog.EVENTCLASS), device: c.req.Value(catalog.EVENTVALUE)}
	d := &c.srv.cfg.Dialect
	if d.Takes("E-26") == "other-port" && !c.events {
		return catalog.Fail(catalog.API_COMMAND_NOT_ALLOWED, "events are at an address of their own")
	}
	if d.Takes("E-56") == "ignored" {
		w.device = ""
	}
	if c.sub == nil {
		c.listen()
	}
	xref, ok := c.srv.hub.widen(c.sub, w)
	if !ok {
		return catalog.Fail(catalog.API_COMMAND_QUEUE_FULL,
			fmt.Sprintf("a connection may subscribe %d times; open another one", maxSubscriptions))
	}
	return catalog.Result{Code: catalog.API_OK, Body: []catalog.Element{
		wire.Leaf("EVENTXREF", strconv.Itoa(xref)),
		wire.Leaf("EVENTCLASS", w.class),
		wire.Leaf("EVENTTYPE", ""),
	}}
}

// listen makes c a subscriber, whom no idle timeout ends.
func (c *conn) listen() {
	c.sub = &subscriber{conn: c, done: make(chan struct{})}
	c.sub.queue.init(c.srv.cfg.SubscriberQueue, c.srv.cfg.SubscriberBytes)
	c.subscribed.Store(true)
	c.setReadDeadline(time.Time{})
	c.srv.hub.add(c.sub)
	go c.sub.pump()
}

// pump writes events as they come, until the queue is closed and empty or the
// connection is killed. It takes events from the queue before it takes the
// connection's lock: the lock is free only when the replies to the requests
// that caused them are in the output already.
func (s *subscriber) pump() {
	defer close(s.done)
	defer s.queue.abandon()
	var batch []item
	for {
		var ok bool
		if batch, ok = s.queue.take(batch); !ok {
			return
		}
		for rest := batch; len(rest) > 0; {
			n, alive := s.send(rest)
			if !alive {
				return
			}
			s.queue.release(rest[:n])
			rest = rest[n:]
		}
	}
}

// send writes the output together with as many events as fit, at least one,
// and returns how many those were.
func (s *subscriber) send(items []item) (n int, alive bool) {
	c := s.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.output()
	for n < len(items) && (n == 0 || len(out) < flushSize) {
		out = items[n].append(out)
		n++
	}
	c.out = out
	return n, c.flush()
}

// item is one event for one subscription.
type item struct {
	*notice
	xref int
}

// append appends the event as its subscription sees it.
func (it item) append(dst []byte) []byte {
	dst = append(dst, it.text[:it.xrefAt]...)
	dst = strconv.AppendInt(dst, int64(it.xref), 10)
	return append(dst, it.text[it.xrefAt:]...)
}

// queue holds the events that wait for one connection, those included that
// the pump has taken and not yet released.
type queue struct {
	maxCount, maxSize int

	mu          sync.Mutex
	changed     sync.Cond
	items       []item
	count, size int // waiting and taken; size in bytes of text
	released    int // all that were ever released
	closed      bool
	abandoned   bool
}

func (q *queue) init(maxCount, maxSize int) {
	q.maxCount, q.maxSize = maxCount, maxSize
	q.changed.L = &q.mu
}

// push adds an event. It reports false when there was no room; then and after
// that nothing more will be sent.
func (q *queue) push(it item) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed || q.abandoned {
		return !q.abandoned
	}
	if q.count == q.maxCount || q.size+len(it.text) > q.maxSize {
		q.abandonLocked()
		return false
	}
	q.items = append(q.items, it)
	q.count++
	q.size += len(it.text)
	if len(q.items) == 1 {
		q.changed.Signal()
	}
	return true
}

// maxSpare is how large a batch may be to be used again.
const maxSpare = 4096

// take waits for events and returns all there are, and false when none will
// come. The memory of spare, the last batch, is used again.
func (q *queue) take(spare []item) ([]item, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 && !q.closed && !q.abandoned {
		q.changed.Wait()
	}
	batch := q.items
	if cap(spare) > maxSpare {
		spare = nil
	}
	q.items = spare[:0]
	return batch, len(batch) > 0
}

// release forgets taken events, which have been written.
func (q *queue) release(items []item) {
	size := 0
	for i := range items {
		size += len(items[i].text)
	}
	q.mu.Lock()
	q.count -= len(items)
	q.size -= size
	q.released += len(items)
	q.changed.Broadcast() // settle may wait
	q.mu.Unlock()
	clear(items)
}

// settle waits until what waits now has been written, or never will be.
func (q *queue) settle() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for all := q.released + q.count; q.released < all && !q.abandoned; {
		q.changed.Wait()
	}
}

// close lets take return what is left, then false.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.changed.Signal()
}

// abandon forgets all events, those to come included.
func (q *queue) abandon() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.abandonLocked()
}

func (q *queue) abandonLocked() {
	q.abandoned, q.items = true, nil
	q.changed.Broadcast()
}
