package harness

import (
	"strconv"

	"github.com/offhook/offhook/reference/wire"
)

// Fields are the texts of one section of a result, a row or an event, by name.
// Where the errata allow another spelling of a name, either is found.
type Fields struct {
	names  []string
	values map[string]string
}

// spellings are the names that mean the same field (E-09, E-10, E-12, E-13).
var spellings = map[string]string{
	"STATION": "STATIONNAME", "STATIONNAME": "STATION",
	"RECORDINGSPACEINFO": "RECORDINGSPEACEINFO",
	"AGENTID":            "AGENT_ID", "AGENT_ID": "AGENTID",
	"EMPLOYEEID": "EMPLOYEE_ID", "FIRSTNAME": "FIRST_NAME", "LASTNAME": "LAST_NAME",
}

// fieldsOf collects the leaves directly below the elements; the first of a name
// counts.
func fieldsOf(es ...*wire.Element) Fields {
	f := Fields{values: map[string]string{}}
	for _, e := range es {
		for i := range e.Children {
			c := &e.Children[i]
			if _, ok := f.values[c.Name]; ok || len(c.Children) > 0 {
				continue
			}
			f.names = append(f.names, c.Name)
			f.values[c.Name] = c.Text
		}
	}
	return f
}

// Has reports whether the field is there, blank or not.
func (f Fields) Has(name string) bool {
	if _, ok := f.values[name]; ok {
		return true
	}
	_, ok := f.values[spellings[name]]
	return ok
}

// Get returns the field's text, "" where it is missing.
func (f Fields) Get(name string) string {
	if v, ok := f.values[name]; ok {
		return v
	}
	return f.values[spellings[name]]
}

// Int returns the field as a decimal integer, and whether it is one.
func (f Fields) Int(name string) (int64, bool) {
	n, err := strconv.ParseInt(f.Get(name), 10, 64)
	return n, err == nil
}

// Names returns the fields' names as they stand, in order.
func (f Fields) Names() []string { return f.names }

// Missing returns those of the names that the section does not have.
func (f Fields) Missing(names ...string) []string {
	var out []string
	for _, n := range names {
		if !f.Has(n) {
			out = append(out, n)
		}
	}
	return out
}

// Match reports whether every field has the text that stands beside its name.
func (f Fields) Match(nameValues ...string) bool {
	for i := 0; i < len(nameValues); i += 2 {
		if f.Get(nameValues[i]) != nameValues[i+1] {
			return false
		}
	}
	return true
}

// HasFields fails unless the section has every one of the fields, blank or not.
func (t *T) HasFields(section string, f Fields, names ...string) {
	if missing := f.Missing(names...); len(missing) > 0 {
		t.fail(&Failure{Problem: section + " lacks " + show(missing), Expected: section + " with " + show(names)})
	}
}

// Matches fails unless every field has the text beside its name.
func (t *T) Matches(section string, f Fields, nameValues ...string) {
	for i := 0; i < len(nameValues); i += 2 {
		t.Equal(nameValues[i]+" of "+section, f.Get(nameValues[i]), nameValues[i+1])
	}
}
