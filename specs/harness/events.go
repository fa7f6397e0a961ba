package harness

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
)

// Events is a subscription. It collects what comes from the moment it was
// opened, so that a spec opens it first, acts, then says what it expects.
type Events struct {
	t     *T
	Reply *Reply // the answer to EVENTS
	conn  *Conn

	mu   sync.Mutex
	list []*Event
	size int // bytes of them
	err  error
	news chan struct{} // closed and replaced when something came
}

// errFlood says that there are too many events to tell what is among them. That
// is nobody's fault: a target may have much to do besides.
var errFlood = errors.New("more events came than a spec can keep")

// maxEvents bounds what a subscription keeps, in bytes, maxEventsOfAll what
// those of all specs that are tried at once do; eventCost is what an
// event takes beside its own.
const (
	maxEvents      = 16 << 20
	maxEventsOfAll = 4 * maxEvents
	eventCost      = 2 << 10
)

// Event is one event that a subscription received.
type Event struct {
	*client.Event
	Fields     // of EVENTDATA
	Place  int // its place among the subscription's events
	came   time.Time
	taken  bool // by Expect
}

// Get returns the text of a field of EVENTDATA.
func (e *Event) Get(name string) string { return e.Fields.Get(name) }

// Before reports whether e came before o on the same subscription.
func (e *Event) Before(o *Event) bool { return e.Place < o.Place }

// Events subscribes to a class of events: ALL, CALL or RECORD. The
// subscription ends with the spec.
func (t *T) Events(class string) *Events { return t.Subscribe("EVENTCLASS", class, "EVENTVALUE", "") }

// Subscribe is Events with all parameters of the EVENTS request.
func (t *T) Subscribe(nameValues ...string) *Events {
	c := t.dial(t.run.Target.Events)
	r := c.Send("EVENTS", nameValues...).Is(catalog.API_OK)
	return t.Follow(c, r)
}

// Follow collects the events that come on a connection from now on; nothing
// else may be read from it.
func (t *T) Follow(c *Conn, subscribed *Reply) *Events {
	ev := &Events{t: t, conn: c, Reply: subscribed, news: make(chan struct{})}
	t.Cleanup(func(context.Context) error {
		ev.Close()
		ev.mu.Lock()
		defer ev.mu.Unlock()
		t.run.events.Add(-int64(ev.size))
		ev.size, ev.err = 0, cmp.Or(ev.err, errFlood) // no more is counted
		return nil
	})
	go ev.collect()
	return ev
}

func (ev *Events) collect() {
	for {
		e, err := ev.conn.c.NextEvent(ev.t.ctx)
		ev.mu.Lock()
		if ev.err != nil { // the spec is over
			ev.mu.Unlock()
			return
		}
		if kept := ev.t.run.events.Load(); err == nil && (ev.size > maxEvents || kept > maxEventsOfAll) {
			err = fmt.Errorf("%w: %d on this subscription", errFlood, len(ev.list))
		}
		if err != nil {
			ev.err = err
		} else {
			ev.size += len(e.Raw) + eventCost
			ev.t.run.events.Add(int64(len(e.Raw) + eventCost))
			ev.list = append(ev.list, &Event{Event: e, Fields: fieldsOf(&e.Data), Place: len(ev.list), came: time.Now()})
		}
		close(ev.news)
		ev.news = make(chan struct{})
		ev.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// Close ends the subscription.
func (ev *Events) Close() { ev.conn.Close() }

// Expect waits for an event of that type on that device whose fields are as
// given, fails if none comes in time, and returns it. An event is returned
// once. A blank type or device means any.
func (ev *Events) Expect(typ, device string, nameValues ...string) *Event {
	deadline := time.After(ev.t.run.scaled(eventually))
	for {
		e, news, err := ev.take(typ, device, nameValues)
		if e != nil {
			return e
		}
		ev.t.Need(!errors.Is(err, errFlood), fmt.Sprint(err))
		if err != nil {
			ev.t.failLost(&Failure{Problem: fmt.Sprintf("waiting for %s: %v", describe(typ, device, nameValues), err), Expected: "the event"})
		}
		select {
		case <-news:
		case <-ev.t.ctx.Done():
			panic(stop{})
		case <-deadline:
			if typ == "RECORDINGSTARTED" && ev.t.unrecorded(device) {
				ev.t.Skip(NotRecorded)
			}
			ev.t.fail(&Failure{
				Problem:  fmt.Sprintf("no %s within %s; on the device came: %s", describe(typ, device, nameValues), ev.t.run.scaled(eventually), ev.came(device)),
				Expected: describe(typ, device, nameValues),
			})
		}
	}
}

// take marks the first event that fits, and returns it.
func (ev *Events) take(typ, device string, nameValues []string) (*Event, chan struct{}, error) {
	ev.mu.Lock()
	defer ev.mu.Unlock()
	for _, e := range ev.list {
		if !e.taken && e.fits(typ, device, nameValues) && !ev.t.before(e) {
			e.taken = true
			return e, nil, nil
		}
	}
	return nil, ev.news, ev.err
}

// before reports whether an event is of a device of the pool that another spec
// had when it came.
func (t *T) before(e *Event) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return e.came.Before(t.lentAt[e.Get("DEVICEID")])
}

func (e *Event) fits(typ, device string, nameValues []string) bool {
	return (typ == "" || e.Type == typ) && (device == "" || e.Get("DEVICEID") == device) && e.Match(nameValues...)
}

// None fails if, within a short time from now or before, an event comes that
// fits and that Expect has not returned.
func (ev *Events) None(typ, device string, nameValues ...string) {
	ev.t.pause(ev.t.run.scaled(settle))
	if e, _, _ := ev.take(typ, device, nameValues); e != nil {
		ev.t.fail(&Failure{
			Problem:  fmt.Sprintf("an event %s came for %s", e.Type, device),
			Received: string(e.Raw),
			Expected: "no " + describe(typ, device, nameValues),
		})
	}
}

// Seen returns the events of a device so far, in the order in which they came.
func (ev *Events) Seen(device string) []*Event {
	ev.mu.Lock()
	defer ev.mu.Unlock()
	var out []*Event
	for _, e := range ev.list {
		if (device == "" || e.Get("DEVICEID") == device) && !ev.t.before(e) {
			out = append(out, e)
		}
	}
	return out
}

// InOrder fails unless the events came in the order given.
func (ev *Events) InOrder(events ...*Event) {
	for i := 1; i < len(events); i++ {
		if !events[i-1].Before(events[i]) {
			ev.t.fail(&Failure{
				Problem:  fmt.Sprintf("%s came before %s", events[i].Type, events[i-1].Type),
				Received: string(events[i].Raw) + "\n" + string(events[i-1].Raw),
				Expected: events[i-1].Type + " before " + events[i].Type,
			})
		}
	}
}

// Ended waits until the server ends the subscription's connection.
func (ev *Events) Ended() bool {
	ctx, cancel := context.WithTimeout(ev.t.ctx, ev.t.run.scaled(eventually))
	defer cancel()
	for {
		ev.mu.Lock()
		err, news := ev.err, ev.news
		ev.mu.Unlock()
		ev.t.Need(!errors.Is(err, errFlood), fmt.Sprint(err))
		if err != nil {
			return true
		}
		select {
		case <-news:
		case <-ctx.Done():
			return false
		}
	}
}

func (ev *Events) came(device string) string {
	var types []string
	for _, e := range ev.Seen(device) {
		types = append(types, e.Type)
	}
	if len(types) == 0 {
		return "nothing"
	}
	return strings.Join(types, ", ")
}

func describe(typ, device string, nameValues []string) string {
	s := "event"
	if typ != "" {
		s = typ + " event"
	}
	if device != "" {
		s += " of device " + device
	}
	for i := 0; i < len(nameValues); i += 2 {
		s += fmt.Sprintf(", %s %q", nameValues[i], nameValues[i+1])
	}
	return s
}
