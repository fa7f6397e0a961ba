package harness

import (
	"fmt"
	"slices"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/sim/client"
)

// Status returns what DEVICESTATUS says of a device: the fields of its DEVICE
// section and of the RECORDING section in it, wherever each stands (E-09). It
// fails where the server does not list the device.
func (t *T) Status(device string) Fields {
	r := t.OK("DEVICESTATUS", "DEVICEID", device)
	return r.device(device)
}

// Listed returns what DEVICELIST says of a device, as Status does.
func (t *T) Listed(device string) Fields {
	r := t.OK("DEVICELIST")
	return r.device(device)
}

// device finds a device's section in a result.
func (r *Reply) device(id string) Fields {
	f, ok := r.Device(id)
	if !ok {
		r.fail("the result does not list device "+id, "a DEVICE section with DEVICEID "+id)
	}
	return f
}

// Device returns the fields of a device's section in the result, those of its
// RECORDING section included, and whether there is one.
func (r *Reply) Device(id string) (Fields, bool) {
	for _, e := range descendants(&r.Body, "DEVICE") {
		if e.Value("DEVICEID") != id {
			continue
		}
		parts := append([]*wire.Element{e}, descendants(e, "RECORDING")...)
		return fieldsOf(parts...), true
	}
	return Fields{}, false
}

// Recordings returns the RECORDING sections of a DEVICERECORDINGSTATUS result,
// each with the fields of the device; they may stand inside DEVICE or after it,
// in a DEVICES wrapper or in none (E-08).
func (r *Reply) Recordings() []Fields {
	var device []*wire.Element
	if d := descendants(&r.Body, "DEVICE"); len(d) > 0 {
		device = d[:1]
	}
	var out []Fields
	for _, e := range descendants(&r.Body, "RECORDING") {
		out = append(out, fieldsOf(append([]*wire.Element{e}, device...)...))
	}
	return out
}

// Instances returns the active call instances of a device as
// DEVICERECORDINGSTATUS shows them; none where the device has no call (E-61,
// E-62).
func (t *T) Instances(device string) []Fields {
	r := t.Send("DEVICERECORDINGSTATUS", "DEVICEID", device)
	r.Is(catalog.API_OK, catalog.API_DEVICE_INVALID, catalog.API_AGENT_NOT_FOUND)
	return slices.DeleteFunc(r.Recordings(), func(f Fields) bool { return f.Get("STOPTIME") != "" })
}

// Instance returns the active instance of that name, and fails where there is
// none or more than one.
func (t *T) Instance(device, instance string) Fields {
	var found []Fields
	for _, f := range t.Instances(device) {
		if f.Get("CALLINSTANCE") == instance {
			found = append(found, f)
		}
	}
	if len(found) != 1 {
		t.fail(&Failure{
			Problem:  fmt.Sprintf("device %s has %d active calls with instance %q; active are %s", device, len(found), instance, show(t.InstanceNames(device))),
			Expected: fmt.Sprintf("one active call with instance %q", instance),
		})
	}
	return found[0]
}

// InstanceNames returns the names of the active instances, sorted.
func (t *T) InstanceNames(device string) []string {
	var names []string
	for _, f := range t.Instances(device) {
		names = append(names, f.Get("CALLINSTANCE"))
	}
	slices.Sort(names)
	return names
}

// Active fails unless, before long, exactly these instances of the device are
// active; none means that it has no call.
func (t *T) Active(device string, instances ...string) {
	want := slices.Sorted(slices.Values(instances))
	t.Eventually("active instances of device "+device, func() {
		t.Equal("the list of active instances", t.InstanceNames(device), want)
	})
}

// CallList returns the rows that CALLLIST finds, without those that a device
// of the target's pool had before this spec got it.
func (t *T) CallList(nameValues ...string) []Fields {
	return slices.DeleteFunc(t.OK("CALLLIST", nameValues...).Sections("SEARCHRESULT"), t.Earlier)
}

// Earlier reports whether a row is of a recording that a device of the target's
// pool had before this spec got it.
func (t *T) Earlier(row Fields) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.earlier[row.Get("RECORDID")]
}

// disregard has CallList leave out the recordings that a device or an agent has
// now: other specs used it.
func (t *T) disregard(parameter, value string) {
	res, err := t.quietly(t.ctx, client.NewRequest("CALLLIST", parameter, value))
	if err != nil {
		t.Note("earlier recordings of " + value + ": " + err.Error())
		return
	}
	rows := (&Reply{Result: res, t: t}).Sections("SEARCHRESULT")
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.earlier == nil {
		t.earlier = map[string]bool{}
	}
	for _, row := range rows {
		t.earlier[row.Get("RECORDID")] = true
	}
}

// Rows waits until CALLLIST finds n rows, recordings being saved some time
// after they end, and returns them.
func (t *T) Rows(n int, nameValues ...string) []Fields {
	var rows []Fields
	t.Eventually("the recordings are in the database", func() {
		rows = t.CallList(nameValues...)
		t.Equal("the number of rows", len(rows), n)
	})
	return rows
}

// Row is Rows for the one recording of a device.
func (t *T) Row(device string) Fields { return t.Rows(1, "DEVICEID", device)[0] }
