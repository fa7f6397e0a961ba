package docpage

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
)

// WriteEvents writes the page of the events that EVENTS subscribes to. Its
// error is the writer's.
func WriteEvents(w io.Writer) error {
	p := begin(w)
	p.title("The events", strconv.Itoa(len(catalog.Events)))
	var names []string
	fields := map[string]catalog.EventField{}
	for i := range catalog.Events {
		e := &catalog.Events[i]
		p.heading(e.Name)
		p.paragraph(indent, "Class "+e.Class+". "+strings.ToUpper(e.Doc[:1])+e.Doc[1:]+".")
		p.line("")
		p.block(eventXML(e))
		for _, f := range e.Fields {
			if _, seen := fields[f.Name]; !seen {
				names = append(names, f.Name)
			}
			fields[f.Name] = f
		}
	}
	slices.Sort(names)
	p.heading("What the fields mean")
	var rows [][]string
	for _, n := range names {
		if numbered(n) && n != "USER1" {
			continue
		}
		f := fields[n]
		if n == "USER1" {
			n += " to USER15"
		}
		rows = append(rows, []string{n, typeName(f.Type, 0), f.Doc})
	}
	p.table([]int{24, 20}, rows)
	return p.end()
}

// eventXML writes an example of an event.
func eventXML(e *catalog.EventType) string {
	data := wire.Parent("EVENTDATA")
	for _, f := range e.Fields {
		data.Children = append(data.Children, wire.Leaf(f.Name, samples[f.Name]))
	}
	doc := wire.Parent("CALLCOPYEVENT",
		wire.Leaf("EVENTCLASS", e.Class), wire.Leaf("EVENTTYPE", e.Name), wire.Leaf("MODULE", e.Module),
		wire.Leaf("EVENTXREF", samples["EVENTXREF"]), data)
	return pretty(&doc)
}
