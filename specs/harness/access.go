package harness

import "time"

// AnyDevice reports whether specs may make up DEVICEIDs of their own, beside
// those that Device gives them (E-31).
func (t *T) AnyDevice() bool { return len(t.run.Target.Devices) == 0 }

// DialEvents opens a connection to the event interface, for requests that
// Subscribe does not send.
func (t *T) DialEvents() *Conn { return t.dial(t.run.Target.Events) }

// EventsApart reports whether the event interface has an address of its own
// (E-26): API requests may then have to go to another connection.
func (t *T) EventsApart() bool { return t.run.Target.Events != t.run.Target.API }

// Elapse returns when that much time has gone by since a moment: for what
// servers tell in whole seconds, and nothing else.
func (t *T) Elapse(since time.Time, d time.Duration) { t.pause(time.Until(since.Add(d))) }
