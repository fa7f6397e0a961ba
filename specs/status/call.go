package status

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/offhook/offhook/reference/wire"
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

// variables are what a request may say about a call and a status shows under
// the same name.
var variables = slices.Concat([]string{"DEVICEALIAS", "GROUP", "GATE", "ANI", "DNIS"}, users,
	[]string{"CALLDIRECTION", "CALLID", "CALLINSTANCE"})

// valueOf makes a value for one of the variables, within the narrowest width of
// any (E-24) and unlike every other.
func valueOf(t *harness.T, variable string) string {
	if variable == "CALLDIRECTION" {
		return "O"
	}
	return t.Name("v")
}

// described gives every variable but those left out a value: names and values
// in turn.
func described(t *harness.T, without ...string) []string {
	var nameValues []string
	for _, v := range variables {
		if !slices.Contains(without, v) {
			nameValues = append(nameValues, v, valueOf(t, v))
		}
	}
	return nameValues
}

// only fails where a value that belongs to one field stands in another one too.
func only(t *harness.T, section string, f harness.Fields, name, value string) {
	t.Matches(section, f, name, value)
	for _, other := range f.Names() {
		t.Check(other == name || f.Get(other) != value, "%s of %s shows the %s %q", other, section, name, value)
	}
}

// count returns the COUNT of a result, wherever in it COUNT stands (E-07).
func count(t *harness.T, r *harness.Reply) int {
	e := first(&r.Body, "COUNT")
	r.Want(e != nil, "a COUNT")
	n, err := strconv.Atoi(e.Text)
	t.Check(err == nil && n >= 0, "COUNT is %q", e.Text)
	return n
}

// first returns the first element of that name below e, or nil.
func first(e *wire.Element, name string) *wire.Element {
	for i := range e.Children {
		c := &e.Children[i]
		if c.Name == name {
			return c
		}
		if found := first(c, name); found != nil {
			return found
		}
	}
	return nil
}
