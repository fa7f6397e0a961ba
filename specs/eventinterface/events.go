package eventinterface

import (
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
	"github.com/offhook/offhook/specs/harness"
)

// anEvent makes something happen and fails unless the subscription tells.
func anEvent(t *harness.T, ev *harness.Events) {
	d := t.Device()
	t.Start(d)
	ev.Expect("CALLSTART", d)
	t.Stop(d)
	ev.Expect("CALLSTOP", d)
}

var _ = harness.Describe("EVENTS", func() {
	for _, class := range []string{"ALL", "CALL", "RECORD"} {
		harness.Spec("EVENTS-1", "subscribes to "+class+", and says so", func(t *harness.T) {
			r := t.Events(class).Reply
			r.FieldIs("EVENTCLASS", class).FieldIs("EVENTTYPE", "")
			r.Want(r.Field("EVENTXREF") != "", "an EVENTXREF")
			t.Equal("REQUESTTYPE", r.RequestType, "EVENTS")
		})
	}

	for _, of := range []struct {
		class string
		types []string
	}{
		{"CALL", []string{"CALLSTART", "CALLSTOP"}},
		{"RECORD", []string{"RECORDINGSTARTED", "RECORDINGPAUSED", "RECORDINGRESUMED", "RECORDINGSTOPPED", "RECORDINGUPDATE"}},
		{"ALL", types},
	} {
		harness.Spec("EVENTS-2", "lets those who asked for "+of.class+" have its events and no others", func(t *harness.T) {
			d, ev := t.Device(), t.Events(of.class)
			tell(t, d)
			for _, typ := range of.types {
				e := ev.Expect(typ, d)
				t.Check(of.class == "ALL" || e.Class == of.class, "%s has the EVENTCLASS %s", typ, e.Class)
			}
			ev.None("", d)
		})
	}
	for _, class := range []string{"NOSUCHCLASS", "CALLX", "1"} {
		harness.Spec("EVENTS-3", "refuses the class "+class+", and sends no event for it", func(t *harness.T) {
			d, c, other := t.Device(), t.DialEvents(), t.Events("ALL")
			r := c.Send("EVENTS", "EVENTCLASS", class, "EVENTVALUE", "").Is(catalog.API_EVENT_TYPE_INVALID)
			ev := t.Follow(c, r)
			t.Start(d)
			t.Stop(d)
			other.Expect("CALLSTOP", d)
			ev.None("", d)
		})
	}
	for _, no := range []struct {
		class  string
		params []string
	}{{"blank", []string{"EVENTCLASS", "", "EVENTVALUE", ""}}, {"missing", nil}} {
		harness.Spec("EVENTS-4", "takes a "+no.class+" class for ALL, or refuses it", func(t *harness.T) {
			d, c := t.Device(), t.DialEvents()
			r := c.Send("EVENTS", no.params...).Is(catalog.API_OK, catalog.API_EVENT_TYPE_INVALID)
			if !r.OK() {
				t.Reading("E-55", "30")
				return
			}
			t.Reading("E-55", "all")
			ev := t.Follow(c, r)
			t.StartRecorded(d)
			ev.Expect("CALLSTART", d)
			ev.Expect("RECORDINGSTARTED", d)
		})
	}

	harness.Spec("EVENTS-5", "tells of the device that EVENTVALUE names, whatever that means for others", func(t *harness.T) {
		d, other := t.Device(), t.Device()
		ev := t.Subscribe("EVENTCLASS", "CALL", "EVENTVALUE", d)
		t.Start(other)
		t.Stop(other)
		t.Start(d)
		ev.Expect("CALLSTART", d)
		t.Stop(d)
		ev.Expect("CALLSTOP", d)
		t.Reading("E-56", map[bool]string{true: "narrow", false: "ignored"}[len(ev.Seen(other)) == 0])
	})
	harness.Spec("EVENTS-6", "gives a number that all events of the subscription carry", func(t *harness.T) {
		s := tell(t, t.Device())
		xref := s.ev.Reply.Field("EVENTXREF")
		if xref != "0" {
			t.Reading("E-56", "counted")
		}
		for _, e := range s.ev.Seen("") {
			t.Equal("EVENTXREF of "+e.Type, e.XRef, xref)
		}
	})

	harness.Spec("EVENTS-7", "takes REQUESTID 0 as its example has it, or refuses it", func(t *harness.T) {
		c := t.DialEvents()
		r := c.Send("EVENTS", "REQUESTID", "0", "EVENTCLASS", "ALL", "EVENTVALUE", "").Is(catalog.API_OK, catalog.API_REQUESTID_INVALID)
		if !r.OK() {
			t.Reading("E-29", "nowhere")
			return
		}
		everywhere := t.Send("TEST", "REQUESTID", "0").OK()
		t.Reading("E-29", map[bool]string{true: "everywhere", false: "events"}[everywhere])
		t.Equal("REQUESTID", r.RequestID, "0")
		anEvent(t, t.Follow(c, r))
	})
	harness.Spec("EVENTS-8", "repeats the REQUESTID, and refuses what is none", func(t *harness.T) {
		c := t.DialEvents()
		for _, id := range []string{"", "-1", "abc", "2147483648"} {
			c.Send("EVENTS", "REQUESTID", id, "EVENTCLASS", "ALL").Is(catalog.API_REQUESTID_INVALID)
		}
		c.Do(&client.Request{Type: "EVENTS", ID: client.NoID, Pairs: []client.Pair{{Name: "EVENTCLASS", Value: "ALL"}}}).Is(catalog.API_REQUESTID_INVALID)
		r := c.OK("EVENTS", "REQUESTID", "2147483647", "EVENTCLASS", "ALL")
		t.Equal("REQUESTID", r.RequestID, "2147483647")
	})
	harness.Spec("EVENTS-9", "goes on without the database", func(t *harness.T) {
		d := t.Device()
		t.DatabaseDown()
		ev := t.Events("ALL")
		t.StartRecorded(d)
		ev.Expect("CALLSTART", d)
		ev.Expect("RECORDINGSTARTED", d)
		t.Stop(d)
		ev.Expect("CALLSTOP", d)
		ev.Expect("RECORDINGSTOPPED", d)
	})
})
