package eventinterface

import (
	"fmt"
	"strings"

	"github.com/offhook/offhook/sim/client"
	"github.com/offhook/offhook/specs/harness"
)

// subscribed opens a connection with a subscription, and one for API requests:
// the same, unless the event interface is somewhere else (E-26).
func subscribed(t *harness.T, class string) (events, api *harness.Conn, r *harness.Reply) {
	events = t.DialEvents()
	r = events.OK("EVENTS", "EVENTCLASS", class, "EVENTVALUE", "")
	if t.EventsApart() {
		t.Reading("E-26", "other-port")
		return events, t.Dial(), r
	}
	t.Reading("E-26", "same-port")
	return events, events, r
}

var _ = harness.Describe("Subscribers", func() {
	harness.Spec("SUBSCRIBER-1", "all get each event once", func(t *harness.T) {
		var subscriptions []*harness.Events
		for range 8 { // every server admits so many clients
			subscriptions = append(subscriptions, t.Events("ALL"))
		}
		s := tell(t, t.Device())
		settled(t, append(subscriptions, s.ev)...)
		for _, ev := range subscriptions {
			for _, typ := range types {
				t.Equal("the number of "+typ+" events", countOf(ev, typ, s.device), 1)
			}
		}
	})
	harness.Spec("SUBSCRIBER-1", "get the same of an event, but for the EVENTXREF", func(t *harness.T) {
		d, a, b := t.Device(), t.Events("ALL"), t.Events("CALL")
		t.Start(d, described(t)...)
		first, second := a.Expect("CALLSTART", d), b.Expect("CALLSTART", d)
		for _, name := range fields["CALLSTART"] { // what else a server sends may be the subscription's own
			t.Equal(name, second.Get(name), first.Get(name))
		}
	})
	harness.Spec("SUBSCRIBER-2", "come and go without harm to others", func(t *harness.T) {
		ev := t.Events("CALL")
		for i := range 20 {
			other := t.Events("ALL")
			if i%2 == 0 {
				anEvent(t, ev)
			}
			other.Close()
			anEvent(t, ev)
		}
	})
	harness.Spec("SUBSCRIBER-2", "may drop their connection while events are on the way", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		for range 10 {
			c, _, _ := subscribed(t, "ALL")
			t.Start(d)
			c.Reset()
			t.Stop(d)
			ev.Expect("CALLSTART", d)
			ev.Expect("CALLSTOP", d)
		}
	})
	harness.Spec("SUBSCRIBER-3", "are told nothing of what was before", func(t *harness.T) {
		d, before := t.Device(), t.Events("CALL")
		t.Start(d, "USER1", "first")
		before.Expect("CALLSTART", d)
		ev := t.Events("CALL")
		t.Stop(d)
		ev.Expect("CALLSTOP", d)
		t.Start(d, "USER1", "second")
		ev.Expect("CALLSTART", d, "USER1", "second")
		t.Equal("the number of events", len(ev.Seen(d)), 2)
	})
	harness.Spec("SUBSCRIBER-4", "who do not read hold nobody up", func(t *harness.T) {
		for range 3 {
			subscribed(t, "ALL")
		}
		ev := t.Events("CALL")
		d := t.Device()
		for i := range 200 {
			t.Start(d, "USER1", fmt.Sprint(i))
			t.Stop(d)
		}
		for i := range 200 {
			ev.Expect("CALLSTART", d, "USER1", fmt.Sprint(i))
		}
	})
})

var _ = harness.Describe("A subscribed connection", func() {
	harness.Spec("SUBSCRIBER-5", "has one subscription or two where two were made, and each event carries its own", func(t *harness.T) {
		d, c := t.Device(), t.DialEvents()
		calls := c.OK("EVENTS", "EVENTCLASS", "CALL", "EVENTVALUE", "")
		records := c.OK("EVENTS", "EVENTCLASS", "RECORD", "EVENTVALUE", "")
		ev := t.Follow(c, records)
		t.StartRecorded(d)
		recording := ev.Expect("RECORDINGSTARTED", d)
		t.Equal("EVENTXREF of RECORDINGSTARTED", recording.XRef, records.Field("EVENTXREF"))
		t.Stop(d)
		ev.Expect("RECORDINGUPDATE", d)
		t.Equal("the number of RECORDINGSTARTED events", countOf(ev, "RECORDINGSTARTED", d), 1)
		replaced := countOf(ev, "CALLSTART", d) == 0
		t.Reading("E-57", map[bool]string{true: "last", false: "each"}[replaced])
		if !replaced {
			call := ev.Expect("CALLSTART", d)
			t.Equal("EVENTXREF of CALLSTART", call.XRef, calls.Field("EVENTXREF"))
		}
	})
	harness.Spec("SUBSCRIBER-6", "still takes requests, and shows their events", func(t *harness.T) {
		d := t.Device()
		c, api, r := subscribed(t, "CALL")
		api.OK("TEST")
		api.OK("CALLSTART", "DEVICEID", d, "USER1", "mine")
		if got := api.Received(); strings.Contains(got[:strings.LastIndex(got, "<RESULT")], "<DEVICEID>"+d+"<") {
			t.Reading("E-57", "events-first")
		}
		api.OK("DEVICESTATUS", "DEVICEID", d)
		api.OK("CALLSTOP", "DEVICEID", d)
		ev := t.Follow(c, r)
		ev.Expect("CALLSTART", d, "USER1", "mine")
		ev.Expect("CALLSTOP", d)
	})
	harness.Spec("SUBSCRIBER-6", "goes on with its events after a request that is refused", func(t *harness.T) {
		c, api, r := subscribed(t, "CALL")
		api.Send("NOSUCHTYPE")
		api.Send("CALLSTART", "DEVICEALIAS", t.Stranger())
		api.Send("TEST", "REQUESTID", "-1")
		anEvent(t, t.Follow(c, r))
	})
	harness.Spec("SUBSCRIBER-7", "never tears results by events, nor events by results", func(t *harness.T) {
		const each, others = 40, 6
		c, api, r := subscribed(t, "CALL")
		devices := make([]string, others)
		for i := range devices {
			devices[i] = t.Device()
		}
		t.Each(others+1, func(i int) {
			if i == others {
				for n := range 3 * each {
					api.OK("TEST", "REQUESTID", fmt.Sprint(1+n))
				}
				return
			}
			conn := t.Dial()
			for n := range each {
				conn.OK("CALLSTART", "DEVICEID", devices[i], "USER1", fmt.Sprint(n), "USER4", devices[i])
				conn.OK("CALLSTOP", "DEVICEID", devices[i])
			}
		})
		ev := t.Follow(c, r)
		for _, d := range devices {
			for n := range each {
				ev.Expect("CALLSTART", d, "USER1", fmt.Sprint(n), "USER4", d)
				ev.Expect("CALLSTOP", d, "USER1", fmt.Sprint(n), "USER4", d)
			}
		}
	})
	harness.Spec("SUBSCRIBER-8", "answers requests sent without waiting in their order, with events between", func(t *harness.T) {
		const n = 60
		d := t.Device()
		_, api, _ := subscribed(t, "ALL")
		t.StopAfterwards(d)
		for i := range n {
			typ, pairs := "CALLSTART", []string{"DEVICEID", d}
			if i%2 == 1 {
				typ = "CALLSTOP"
			}
			req := client.NewRequest(typ, pairs...)
			req.ID = int32(i + 1)
			api.Put(req)
		}
		for i := range n {
			r := api.Next()
			t.Equal("REQUESTID", r.RequestID, fmt.Sprint(i+1))
			t.Check(r.OK(), "the result is %s", r.Label())
		}
	})
})
