package dispatch

import (
	"strconv"

	"github.com/offhook/offhook/reference/catalog"
)

// Term is what a system calls one of its fields.
type Term struct{ Name, Value string }

// DefaultTerminology is the terminology of a system on which nobody has
// renamed anything.
func DefaultTerminology() []Term {
	terms := []Term{
		{"agent", "Agent"}, {"ani", "ANI"}, {"callcopygroup", "Recording Group"}, {"devicealias", "Device Alias"},
		{"deviceid", "Device ID"}, {"dnis", "DNIS"}, {"gate", "Gate"}, {"group", "Group"},
	}
	for i := 1; i <= 15; i++ {
		n := strconv.Itoa(i)
		terms = append(terms, Term{"user" + n, "User " + n})
	}
	return terms
}

// fetchTerminology lists the terms (Status, FETCHTERMINOLOGY; E-07).
func (d *Dispatcher) fetchTerminology(req *catalog.Request) catalog.Result {
	d.mu.Lock()
	terms := d.terms
	d.mu.Unlock()
	var body []catalog.Element
	for i := range req.Function.Layout {
		body = append(body, catalog.Fill(&req.Function.Layout[i],
			func(string) string { return strconv.Itoa(len(terms)) },
			func(child *catalog.Layout) []catalog.Element {
				all := make([]catalog.Element, len(terms))
				for i, t := range terms {
					all[i] = catalog.Fill(child, func(tag string) string {
						if tag == "NAME" {
							return t.Name
						}
						return t.Value
					}, nil)
				}
				return all
			}))
	}
	return catalog.Result{Code: catalog.API_OK, Body: body}
}
