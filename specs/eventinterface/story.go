package eventinterface

import (
	"fmt"
	"slices"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// users are USER1 to USER15.
var users = func() []string {
	var names []string
	for i := range 15 {
		names = append(names, fmt.Sprintf("USER%d", i+1))
	}
	return names
}()

// variables are what CALLSTART may say about a call and events show under the
// same name.
var variables = slices.Concat([]string{"DEVICEALIAS", "GROUP", "GATE", "ANI", "DNIS"}, users, []string{"CALLINSTANCE", "CALLDIRECTION"})

// described gives every variable a value: names and values in turn.
func described(t *harness.T) []string {
	var nameValues []string
	for _, v := range variables {
		value := t.Name("v")
		if v == "CALLDIRECTION" {
			value = "O"
		}
		nameValues = append(nameValues, v, value)
	}
	return nameValues
}

// story is a recorded call with a pause, and the events that it made.
type story struct {
	device string
	shown  harness.Fields // by DEVICESTATUS, while the call was recorded
	events map[string]*harness.Event
	ev     *harness.Events
}

// tell makes a call, pauses and resumes its recording, ends it, and collects
// one event of each type. CALLSTART goes out with the given parameters.
func tell(t *harness.T, device string, nameValues ...string) *story {
	s := &story{device: device, events: map[string]*harness.Event{}, ev: t.Events("ALL")}
	t.StartRecorded(device, nameValues...)
	s.shown = t.Status(device)
	s.expect("CALLSTART", "RECORDINGSTARTED")
	t.OK("BLACKOUTSTART", "DEVICEID", device)
	s.expect("RECORDINGPAUSED")
	t.OK("BLACKOUTSTOP", "DEVICEID", device)
	s.expect("RECORDINGRESUMED")
	t.Stop(device)
	s.expect("CALLSTOP", "RECORDINGSTOPPED", "RECORDINGUPDATE")
	return s
}

func (s *story) expect(types ...string) {
	for _, typ := range types {
		s.events[typ] = s.ev.Expect(typ, s.device)
	}
}

// types are the names of the events, in the manual's order.
var types = func() []string {
	var names []string
	for i := range catalog.Events {
		names = append(names, catalog.Events[i].Name)
	}
	return names
}()

// fieldsOf returns the names of an event's fields that are among some.
func fieldsOf(typ string, among []string) []string {
	var names []string
	for i := range catalog.Events {
		if catalog.Events[i].Name != typ {
			continue
		}
		for _, f := range catalog.Events[i].Fields {
			if among == nil || slices.Contains(among, f.Name) {
				names = append(names, f.Name)
			}
		}
	}
	return names
}

// has reports whether events of a type have that field.
func has(typ, field string) bool { return len(fieldsOf(typ, []string{field})) == 1 }

// typesWith returns the types of events that have a field.
func typesWith(field string) []string {
	return slices.DeleteFunc(slices.Clone(types), func(typ string) bool { return !has(typ, field) })
}

// values picks the pairs whose names are among some.
func values(nameValues, names []string) []string {
	var out []string
	for i := 0; i < len(nameValues); i += 2 {
		if slices.Contains(names, nameValues[i]) {
			out = append(out, nameValues[i], nameValues[i+1])
		}
	}
	return out
}

// settled waits until the subscription has shown all that happened before: it
// makes one more call, on a device of its own, and waits for its event.
func settled(t *harness.T, subscriptions ...*harness.Events) {
	d := t.Device()
	t.Start(d)
	t.Stop(d)
	for _, ev := range subscriptions {
		ev.Expect("CALLSTOP", d)
	}
}

// countOf is how many events of a type a subscription has seen of a device.
func countOf(ev *harness.Events, typ, device string) int {
	n := 0
	for _, e := range ev.Seen(device) {
		if e.Type == typ {
			n++
		}
	}
	return n
}
