package client

import (
	"context"
	"fmt"
	"time"

	"github.com/offhook/offhook/reference/wire"
)

// Event is one event of the stream.
type Event struct {
	Class  string       // EVENTCLASS: CALL or RECORD
	Type   string       // EVENTTYPE: CALLSTART and so on
	Module string       // MODULE
	XRef   string       // EVENTXREF: the subscription's number (E-56)
	Data   wire.Element // EVENTDATA with its fields in order
	Raw    []byte       // the document as received, without terminator
	At     time.Time    // when it was read
}

// newEvent reads a CALLCOPYEVENT document.
func newEvent(e wire.Element, raw []byte, at time.Time) *Event {
	ev := &Event{
		Class:  e.Value("EVENTCLASS"),
		Type:   e.Value("EVENTTYPE"),
		Module: e.Value("MODULE"),
		XRef:   e.Value("EVENTXREF"),
		Raw:    raw,
		At:     at,
	}
	if d := e.Child("EVENTDATA"); d != nil {
		ev.Data = *d
	}
	return ev
}

// Get returns a field of EVENTDATA, "" where there is none.
func (e *Event) Get(field string) string { return e.Data.Value(field) }

// Subscription is a connection that receives events.
type Subscription struct {
	XRef string // the EVENTXREF that the server gave
	conn *Conn
}

// Subscribe connects and asks for the events of a class: ALL, CALL, RECORD, or
// "" for the server's default (E-55). value is the EVENTVALUE, usually "".
func Subscribe(ctx context.Context, addr, class, value string, o Options) (*Subscription, error) {
	c, err := Dial(ctx, addr, o)
	if err != nil {
		return nil, err
	}
	res, err := c.Do(ctx, NewRequest("EVENTS", "EVENTCLASS", class, "EVENTVALUE", value))
	if err != nil {
		c.Close()
		return nil, err
	}
	if !res.OK() {
		c.Close()
		return nil, &RefusedError{Addr: addr, Result: res}
	}
	return &Subscription{XRef: res.Value("EVENTXREF"), conn: c}, nil
}

// Next waits for the next event until ctx ends; there is no other timeout. When
// ctx ends first, Next may be called again and no event is lost.
func (s *Subscription) Next(ctx context.Context) (*Event, error) {
	ev, err := s.conn.NextEvent(ctx)
	if err != nil {
		return nil, fmt.Errorf("event stream: %w", err)
	}
	return ev, nil
}

// Close ends the subscription and its connection.
func (s *Subscription) Close() error { return s.conn.Close() }
