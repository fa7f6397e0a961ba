package recorder

import (
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// DateTime is the form of dates in status results and events (E-36).
const DateTime = "1/2/2006 3:04:05 PM"

// emit appends an event about c, and rec where it is about a recording.
func (r *Recorder) emit(t *catalog.EventType, c *call, rec *recording) {
	r.out.Events = append(r.out.Events, newEvent(t, c, rec))
}

func newEvent(t *catalog.EventType, c *call, rec *recording) catalog.Event {
	x := view{call: c, rec: rec, vars: &c.Variables, keep: c.keepDays, archive: c.archive}
	if rec != nil {
		x.vars, x.keep, x.archive = &rec.Variables, rec.KeepDays, rec.ArchiveAction
	}
	values := make([]string, len(t.Fields))
	for i, get := range eventGetters[t] {
		values[i] = get(&x)
	}
	return catalog.Event{Type: t, Values: values}
}

// eventGetters are how the fields of each event get their values.
var eventGetters = makeEventGetters()

func makeEventGetters() map[*catalog.EventType][]getter {
	all := map[*catalog.EventType][]getter{}
	for i := range catalog.Events {
		t := &catalog.Events[i]
		for _, f := range t.Fields {
			if getters[f.Name] == nil {
				panic("recorder: nothing gives the event field " + f.Name)
			}
			all[t] = append(all[t], getters[f.Name])
		}
	}
	return all
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(DateTime)
}

func yesNo(b bool) string {
	if b {
		return "Y"
	}
	return "N"
}
