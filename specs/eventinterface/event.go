package eventinterface

import (
	"slices"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("Each event", func() {
	harness.Spec("EVENT-1", "is a CALLCOPYEVENT with class, type, module, subscription and data", func(t *harness.T) {
		s := tell(t, t.Device())
		for _, typ := range types {
			root, err := wire.ParseElement(s.events[typ].Raw)
			t.Check(err == nil && root.Name == "CALLCOPYEVENT", "%s is no CALLCOPYEVENT document: %v", typ, err)
			for _, part := range []string{"EVENTCLASS", "EVENTTYPE", "MODULE", "EVENTXREF", "EVENTDATA"} {
				n := 0
				root.Each(part, func(*wire.Element) { n++ })
				t.Check(n == 1, "%s has %d %s elements", typ, n, part)
			}
		}
	})
	harness.Spec("EVENT-2", "ends with a line end after its document", func(t *harness.T) {
		c, _, r := subscribed(t, "CALL")
		ev := t.Follow(c, r)
		anEvent(t, ev)
		anEvent(t, ev)
		t.Eventually("the terminator of the last event", func() {
			for _, doc := range c.Documents() {
				rest := strings.TrimLeft(doc.After, " \t")
				t.Check(strings.HasPrefix(rest, "\r") || strings.HasPrefix(rest, "\n"), "after %.14q and so on comes %.20q, no line end", doc.Text, rest)
			}
		})
	})
	harness.Spec("EVENT-3", "comes exactly once", func(t *harness.T) {
		s := tell(t, t.Device())
		s.ev.None("", s.device)
		t.Equal("the number of events of the device", len(s.ev.Seen(s.device)), len(types))
	})
	for _, typ := range types {
		harness.Spec("EVENT-4", typ+" has its fields, each once, blank or not", func(t *harness.T) {
			e := tell(t, t.Device()).events[typ]
			t.HasFields("the EVENTDATA of "+typ, e.Fields, fields[typ]...)
			for _, name := range fields[typ] {
				n := 0
				e.Data.Each(name, func(*wire.Element) { n++ })
				t.Check(n <= 1, "%s has %d %s elements", typ, n, name)
			}
		})
		if has(typ, "ANI") {
			harness.Spec("EVENT-5", typ+" shows what the call was described with, each value in its field", func(t *harness.T) {
				said := described(t)
				t.Matches(typ, tell(t, t.Device(), said...).events[typ].Fields, values(said, fields[typ])...)
			})
		}
		if has(typ, "AGENTID") {
			harness.Spec("EVENT-6", typ+" names the agent who has the phone", func(t *harness.T) {
				d := t.Device()
				u := t.Agent(d)
				said := []string{"AGENTID", u.AgentID, "SYS_USER", u.SysUser, "CRM_USER", u.CRMUser}
				t.Matches(typ, tell(t, d).events[typ].Fields, values(said, fields[typ])...)
			})
		}
	}
	harness.Spec("EVENT-28 EVENT-20", "shows the call as CALLUPDATE has left it by then", func(t *harness.T) {
		d, ev := t.Device(), t.Events("ALL")
		var said []string
		say := func() (values []string) { // each time other values, of what every event shows
			for _, name := range []string{"ANI", "DNIS", "GATE", "USER1", "USER2", "USER3", "USER4", "USER5"} {
				values = append(values, name, t.Name("v"))
			}
			return values
		}
		update := func() {
			said = say()
			t.OK("CALLUPDATE", append([]string{"DEVICEID", d}, said...)...)
		}
		t.StartRecorded(d, say()...)
		update()
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		t.Matches("RECORDINGPAUSED", ev.Expect("RECORDINGPAUSED", d).Fields, said...)
		update()
		t.OK("BLACKOUTSTOP", "DEVICEID", d)
		t.Matches("RECORDINGRESUMED", ev.Expect("RECORDINGRESUMED", d).Fields, said...)
		update()
		t.Stop(d)
		stopped := ev.Expect("RECORDINGSTOPPED", d)
		t.Matches("RECORDINGSTOPPED", stopped.Fields, said...)
		ev.InOrder(stopped, ev.Expect("RECORDINGUPDATE", d)) // no CALLUPDATE has saved it before
		t.Matches("CALLSTOP", ev.Expect("CALLSTOP", d).Fields, said...)
	})
	harness.Spec("EVENT-7", "gives days and archive action as whole numbers", func(t *harness.T) {
		s := tell(t, t.Device())
		for _, field := range []string{"KEEPDAYS", "ARCHIVEACTION"} {
			for _, typ := range typesWith(field) {
				_, ok := s.events[typ].Int(field)
				t.Check(ok, "%s of %s is %q", field, typ, s.events[typ].Get(field))
			}
		}
	})
	harness.Spec("EVENT-8", "names the core that has the call, as DEVICESTATUS does", func(t *harness.T) {
		s := tell(t, t.Device())
		for _, typ := range types {
			t.Matches(typ, s.events[typ].Fields, "COREIDENT", s.shown.Get("COREIDENT"), "DEVICEID", s.device)
		}
	})
	harness.Spec("EVENT-8", "names the core of each call, whichever has it", func(t *harness.T) {
		ev := t.Events("ALL")
		for range 8 { // so that several cores have some
			d := t.Device()
			t.StartRecorded(d)
			core := t.Status(d).Get("COREIDENT")
			t.Stop(d)
			for _, typ := range []string{"CALLSTART", "RECORDINGSTARTED", "RECORDINGSTOPPED", "CALLSTOP", "RECORDINGUPDATE"} {
				t.Matches(typ, ev.Expect(typ, d).Fields, "COREIDENT", core)
			}
		}
	})
	harness.Spec("EVENT-9", "has the same GLOBALCALLID as the call's others, and none of another call's", func(t *harness.T) {
		d := t.Device()
		ids := globals(tell(t, d))
		t.Check(len(ids) <= 1, "the events of one call have the GLOBALCALLIDs %q", ids)
		for _, others := range [][]string{globals(tell(t, t.Device())), globals(tell(t, d))} {
			t.Check(len(ids) == 0 || !slices.Equal(ids, others), "two calls have the GLOBALCALLID %q", ids)
		}
	})
})

// globals returns the GLOBALCALLIDs of a story's events, but for blank ones.
func globals(s *story) []string {
	var ids []string
	for _, typ := range types {
		if id := s.events[typ].Get("GLOBALCALLID"); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

var _ = harness.Describe("CALLSTART event", func() {
	harness.Spec("EVENT-CALLSTART-1", "tells when the call began", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		t.Clock()
		before := time.Now()
		t.Start(d)
		e := ev.Expect("CALLSTART", d)
		t.Equal("EVENTCLASS", e.Class, "CALL")
		t.Between("STARTTIME", t.Time("STARTTIME", e.Get("STARTTIME")), before, time.Now())
	})
	harness.Spec("EVENT-CALLSTART-2", "names the station of the device, or the call's own", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		station, own := t.Station(d), strings.ToUpper(t.Name("w"))
		t.Start(d, "CALLINSTANCE", "a")
		t.Start(d, "CALLINSTANCE", "b", "STATIONNAME", own)
		ev.Expect("CALLSTART", d, "CALLINSTANCE", "a", "STATION", station)
		ev.Expect("CALLSTART", d, "CALLINSTANCE", "b", "STATION", own)
	})
	harness.Spec("EVENT-CALLSTART-3", "comes for a call that is started by its agent's user or alias", func(t *harness.T) {
		d, ev, alias := t.Device(), t.Events("CALL"), t.Number()
		u := t.Agent(d)
		t.Start(d, "DEVICEALIAS", alias)
		t.Stop(d)
		ev.Expect("CALLSTART", d)
		// The alias comes first: how long a device keeps one is not said.
		for _, by := range [][]string{{"DEVICEALIAS", alias}, {"SYS_USER", u.SysUser}, {"CRM_USER", u.CRMUser}} {
			t.OK("CALLSTART", by...)
			ev.Expect("CALLSTART", d)
			t.OK("CALLSTOP", by...)
			ev.Expect("CALLSTOP", d)
		}
	})
})

var _ = harness.Describe("CALLSTOP event", func() {
	harness.Spec("EVENT-CALLSTOP-1", "shows the call as CALLUPDATE has left it", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		t.Start(d, "USER1", "before", "ANI", "614")
		t.OK("CALLUPDATE", "DEVICEID", d, "USER1", "after", "USER11", "more")
		t.Stop(d)
		e := ev.Expect("CALLSTOP", d, "USER1", "after", "USER11", "more", "ANI", "614")
		t.Equal("EVENTCLASS", e.Class, "CALL")
	})
	harness.Spec("EVENT-CALLSTOP-2", "comes once for each of several calls that end", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		for _, instance := range []string{"a", "b", "c"} {
			t.Start(d, "CALLINSTANCE", instance)
		}
		for _, instance := range []string{"b", "c", "a"} {
			t.Stop(d, "CALLINSTANCE", instance)
		}
		for _, instance := range []string{"a", "b", "c"} {
			ev.Expect("CALLSTOP", d, "CALLINSTANCE", instance)
		}
		settled(t, ev)
		t.Equal("the number of CALLSTOP events", countOf(ev, "CALLSTOP", d), 3)
	})
})
