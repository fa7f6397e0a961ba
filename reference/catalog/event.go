package catalog

// Event classes of the Event Interface chapter; ALL subscribes to both.
const (
	ClassAll    = "ALL"
	ClassCall   = "CALL"
	ClassRecord = "RECORD"
)

// EventType declares one event: its class and the fields of its EVENTDATA in
// the manual's order.
type EventType struct {
	Name   string
	Class  string
	Module string // MODULE as the manual's example has it: "Api" or ""
	Fields []EventField
	Doc    string
}

// EventField is one field of an event's EVENTDATA.
type EventField struct {
	Name string
	Type Type
	Doc  string
}

// Event is one thing that happened, with the values of its fields in the
// order of Type.Fields.
type Event struct {
	Type   *EventType
	Values []string
}

// Get returns the value of a field, "" if the event has none of that name.
func (e *Event) Get(field string) string {
	for i := range e.Type.Fields {
		if e.Type.Fields[i].Name == field {
			return e.Values[i]
		}
	}
	return ""
}
