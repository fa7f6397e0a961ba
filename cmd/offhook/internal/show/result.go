package show

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/sim/client"
)

// head names the elements that every result has; a result's body is the rest.
var head = []string{"REQUESTTYPE", "REQUESTID", "RESULTTYPE", "RESULTCODE", "RESULTMSG"}

// body returns the children of a result beside its head.
func body(r *client.Result) []wire.Element {
	rest := make([]wire.Element, 0, len(r.Body.Children))
	for _, e := range r.Body.Children {
		if !slices.Contains(head, e.Name) {
			rest = append(rest, e)
		}
	}
	return rest
}

// Result writes a result as text: its head on a line or two, then its body as
// an indented tree.
func Result(w io.Writer, r *client.Result) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s  %s\n", line(r.RequestType), line(r.RequestID), outcome(r))
	if r.Message != "" && r.Message != r.Label() {
		fmt.Fprintf(&b, "  %s\n", line(r.Message))
	}
	tree(&b, body(r), "  ")
	_, err := io.WriteString(w, b.String())
	return err
}

// outcome is a result's label and code, as far as it has them.
func outcome(r *client.Result) string {
	switch label := line(r.Label()); {
	case r.CodePresent():
		return fmt.Sprintf("%s (%d)", label, r.Code)
	case label != "":
		return label + " (no code)"
	case r.OK():
		return "(no label or code: taken as API_OK, E-06 and E-07)"
	}
	return "(no label or code)"
}

// tree writes elements with the values of neighbouring leaves in one column.
func tree(b *strings.Builder, elements []wire.Element, indent string) {
	width := 0
	for _, e := range elements {
		if len(e.Children) == 0 {
			width = max(width, len(e.Name))
		}
	}
	for _, e := range elements {
		switch {
		case len(e.Children) > 0:
			fmt.Fprintf(b, "%s%s\n", indent, line(e.Name))
			tree(b, e.Children, indent+"  ")
		case e.Text == "":
			fmt.Fprintf(b, "%s%s\n", indent, line(e.Name))
		default:
			fmt.Fprintf(b, "%s%-*s  %s\n", indent, width, line(e.Name), line(e.Text))
		}
	}
}

// line makes a server's text safe for one line of a terminal.
func line(s string) string { return reports.PrintableLine(s) }

// resultJSON is a result for programs.
type resultJSON struct {
	RequestType string         `json:"requesttype"`
	RequestID   string         `json:"requestid"`
	ResultType  string         `json:"resulttype"`
	Code        int            `json:"code"`
	Label       string         `json:"label"`
	Message     string         `json:"message"`
	OK          bool           `json:"ok"`
	Body        map[string]any `json:"body"`
}

// ResultJSON writes a result as one line of JSON. In its body a leaf is a
// string and a parent an object; an element that the catalogue lets repeat, or
// that does, is always an array. code is -1 where the result has none.
func ResultJSON(w io.Writer, r *client.Result) error {
	var layout []catalog.Layout
	if f := catalog.Lookup(r.RequestType); f != nil {
		layout = f.Layout
	}
	return encode(w, resultJSON{r.RequestType, r.RequestID, r.Type, r.Code, r.Label(), r.Message, r.OK(), object(body(r), layout)})
}

// object is elements as a JSON object.
func object(elements []wire.Element, layout []catalog.Layout) map[string]any {
	o := make(map[string]any, len(elements))
	for _, e := range elements {
		var l catalog.Layout
		if i := slices.IndexFunc(layout, func(l catalog.Layout) bool { return l.Name == e.Name }); i >= 0 {
			l = layout[i]
		}
		var v any = e.Text
		if len(e.Children) > 0 || len(l.Children) > 0 {
			v = object(e.Children, l.Children)
		}
		switch old, again := o[e.Name]; {
		case !again && l.Repeat:
			o[e.Name] = []any{v}
		case !again:
			o[e.Name] = v
		default:
			list, isList := old.([]any)
			if !isList {
				list = []any{old}
			}
			o[e.Name] = append(list, v)
		}
	}
	return o
}

// Raw writes a document as it was received, and a line end. For a terminal it
// is made safe.
func Raw(w io.Writer, doc []byte, terminal bool) error {
	if terminal {
		doc = []byte(reports.Printable(string(doc)))
	}
	_, err := fmt.Fprintf(w, "%s\n", doc)
	return err
}
