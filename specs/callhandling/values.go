package callhandling

import (
	"fmt"
	"slices"
	"strings"

	"github.com/offhook/offhook/specs/harness"
)

// users are USER1 to USER15, variables all that a request can say of a call
// and that shows elsewhere; CALLID beside them shows in status only.
var (
	users     = numbered("USER", 1, 15)
	variables = append([]string{"GROUP", "GATE", "ANI", "DNIS", "CALLDIRECTION"}, users...)
)

func numbered(name string, from, to int) []string {
	var names []string
	for i := from; i <= to; i++ {
		names = append(names, fmt.Sprint(name, i))
	}
	return names
}

// fresh returns a value for a parameter that no other call has; a direction
// has only two.
func fresh(t *harness.T, name string) string {
	if name == "CALLDIRECTION" {
		return "O"
	}
	return t.Name("v")
}

// freshAll gives each parameter a value of its own: names and values in turn.
func freshAll(t *harness.T, names ...string) []string {
	var pairs []string
	for _, name := range names {
		pairs = append(pairs, name, fresh(t, name))
	}
	return pairs
}

// hasOnly fails unless a section has the value in the field of that name and
// in none of the other variables.
func hasOnly(t *harness.T, section string, f harness.Fields, name, value string) {
	t.Equal(name+" of "+section, f.Get(name), value)
	for _, other := range variables {
		if other != name && name != "CALLDIRECTION" && strings.Contains(f.Get(other), value) {
			t.Failf("%s was sent as %s and is in %s of %s too", value, name, other, section)
		}
	}
}

// changed returns names and values in which one value is another.
func changed(said []string, name, value string) []string {
	said = slices.Clone(said)
	said[slices.Index(said, name)+1] = value
	return said
}

// rowWith returns the one row of a device in which a field has that value.
func rowWith(t *harness.T, rows []harness.Fields, name, value string) harness.Fields {
	i := slices.IndexFunc(rows, func(f harness.Fields) bool { return f.Get(name) == value })
	t.Check(i >= 0, "no row has %s %s", name, value)
	return rows[i]
}

// exactly waits until so many events of that type have come for a device, and
// fails where there are more.
func exactly(t *harness.T, ev *harness.Events, n int, typ, device string) {
	t.Eventually("events of device "+device, func() {
		got := 0
		for _, e := range ev.Seen(device) {
			if e.Type == typ {
				got++
			}
		}
		t.Equal("the number of "+typ+" events", got, n)
	})
}
