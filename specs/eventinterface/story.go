package eventinterface

import (
	"fmt"
	"slices"

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

// fields are the fields of each event's EVENTDATA, as its example has them.
var fields = func() map[string][]string {
	call := slices.Concat([]string{"DEVICEID", "DEVICEALIAS", "GATE", "ANI", "DNIS", "AGENTID"}, users,
		[]string{"GROUP", "CALLINSTANCE", "KEEPDAYS", "ARCHIVEACTION", "GLOBALCALLID", "COREIDENT"})
	recording := append(slices.Clone(call), "FILENAME", "CHANNEL", "ERRORREASON")
	return map[string][]string{
		"CALLSTART":        append(slices.Clone(call), "SYS_USER", "CRM_USER", "CALLDIRECTION", "STATION", "ISTRUNK", "STARTTIME"),
		"CALLSTOP":         append(slices.Clone(call), "SYS_USER", "CRM_USER"),
		"RECORDINGSTARTED": recording, "RECORDINGPAUSED": recording, "RECORDINGRESUMED": recording,
		"RECORDINGSTOPPED": append([]string{"GLOBALCALLID", "DEVICEID", "DEVICEALIAS", "GATE", "ANI", "DNIS", "AGENTID",
			"KEEPDAYS", "RECORDID", "COREIDENT"}, users[:5]...),
		"RECORDINGUPDATE": {"GLOBALCALLID", "DEVICEID", "KEEPDAYS", "FILENAME", "RECORDID", "COREIDENT"},
	}
}()

// types are the names of the events, in the manual's order.
var types = []string{"CALLSTART", "CALLSTOP", "RECORDINGSTARTED", "RECORDINGSTOPPED", "RECORDINGUPDATE", "RECORDINGPAUSED", "RECORDINGRESUMED"}

// has reports whether events of a type have that field.
func has(typ, field string) bool { return slices.Contains(fields[typ], field) }

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
