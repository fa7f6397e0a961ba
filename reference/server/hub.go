package server

import (
	"bytes"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/dialect"
)

// hub carries events to subscribers. Locks are taken in the order conn.mu,
// hub.mu, queue.mu; publishing takes the last two only and never writes.
type hub struct {
	subscribers atomic.Int32 // len(list), to pass by quickly without any

	dialect catalog.Dialect
	form    *dialect.Form

	mu      sync.Mutex
	list    []*subscriber
	given   int // EVENTXREFs of all connections
	scratch []byte
}

// want is what one subscription asks for.
type want struct {
	class  string // catalog.ClassAll, ClassCall or ClassRecord
	device string // a DEVICEID, "" for all (E-56)
	xref   int    // EVENTXREF
}

// matches reports whether an event is wanted.
func (w *want) matches(class, device string) bool {
	return (w.class == catalog.ClassAll || w.class == class) && (w.device == "" || w.device == device)
}

// add makes s hear events, as soon as it wants any.
func (h *hub) add(s *subscriber) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.list = append(h.list, s)
	h.subscribers.Store(int32(len(h.list)))
}

// remove makes s hear no more.
func (h *hub) remove(s *subscriber) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i := slices.Index(h.list, s); i >= 0 {
		h.list = slices.Delete(h.list, i, i+1)
	}
	h.subscribers.Store(int32(len(h.list)))
}

// widen adds a subscription to s and returns its EVENTXREF, or false when s
// has maxSubscriptions.
func (h *hub) widen(s *subscriber, w want) (xref int, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.dialect.Takes("E-57") == "last" {
		s.wants = nil
	}
	if len(s.wants) == maxSubscriptions {
		return 0, false
	}
	w.xref = s.given
	if h.dialect.Takes("E-56") == "counted" {
		w.xref = h.given
	}
	s.given, h.given = s.given+1, h.given+1
	s.wants = append(s.wants, w)
	return w.xref, true
}

// publish queues events for all who want them.
func (h *hub) publish(events []catalog.Event) {
	if h.subscribers.Load() == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range events {
		h.spread(&events[i])
	}
}

// spread queues one event, encoded once. A subscriber whose queue is full is
// killed.
func (h *hub) spread(ev *catalog.Event) {
	var n *notice
	device := ev.Get("DEVICEID")
	for _, s := range h.list {
		for i := range s.wants {
			if !s.wants[i].matches(ev.Type.Class, device) {
				continue
			}
			if n == nil {
				n = h.encode(ev)
			}
			if !s.queue.push(item{n, s.wants[i].xref}) {
				s.conn.kill(errQueueFull)
			}
		}
	}
}

// notice is an encoded event that many subscriptions share; xrefAt is where
// each one's EVENTXREF belongs.
type notice struct {
	text   []byte
	xrefAt int
}

var xrefTag = []byte("<EVENTXREF>")

// encode returns ev with its terminator and without its EVENTXREF's value.
func (h *hub) encode(ev *catalog.Event) *notice {
	h.scratch = h.form.AppendEvent(h.scratch[:0], ev, 0)
	h.scratch = append(h.scratch, h.form.Terminator()...)
	at := bytes.Index(h.scratch, xrefTag) + len(xrefTag)
	text := make([]byte, 0, len(h.scratch)-1)
	text = append(text, h.scratch[:at]...)
	text = append(text, h.scratch[at+1:]...) // without the 0
	return &notice{text: text, xrefAt: at}
}
