package docpage

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
)

// Write writes the page of one function. Its error is the writer's.
func Write(w io.Writer, f *catalog.Function) error {
	p := begin(w)
	p.title(f.Name, string(f.Chapter)+", "+transports(f.Transports))
	p.line("")
	p.paragraph(indent, f.Summary)
	if f.Replaced != "" {
		p.paragraph(indent, "Use "+f.Replaced+" instead.")
	}
	writeExamples(p, f)
	writeParams(p, f)
	writeRules(p, f)
	writeResults(p, f)
	writeLayout(p, f)
	writeErrata(p, f)
	return p.end()
}

func transports(t catalog.Transports) string {
	switch t {
	case catalog.TCP:
		return "TCP only"
	case catalog.HTTP:
		return "WebAPI only"
	default:
		return "TCP and WebAPI"
	}
}

func writeExamples(p *page, f *catalog.Function) {
	values := exampleRequest(f)
	p.heading("Example")
	if f.Transports&catalog.TCP != 0 {
		p.block(requestXML(f, values))
		p.line("")
	}
	if f.Transports&catalog.HTTP != 0 {
		p.line(indent + requestURL(f, values))
		p.line("")
	}
	if f.Outcome(catalog.API_OK) == nil && f.Deprecated == "" {
		p.line(indent + "answers with the file, or:")
		p.line("")
	}
	p.block(resultXML(f, values))
}

func writeParams(p *page, f *catalog.Function) {
	p.heading("Parameters")
	rows := [][]string{{"NAME", "VALUE", "RULE", "MEANING"}}
	var star, plus bool
	for i := 0; i < len(f.Params); i++ {
		q := &f.Params[i]
		star, plus = star || q.Identifies, plus || q.NeedsAgent
		name := q.Name.String()
		if last := lastLike(f.Params, i); last > i {
			name += " to " + f.Params[last].Name.String()
			i = last
		}
		rows = append(rows, []string{name, kind(q.Type, q), rule(q), meaning(q)})
	}
	p.table([]int{24, 24, 12}, rows)
	if star {
		p.line("")
		p.paragraph(indent+"*  ", "one of these must be given; they are tried in this order")
	}
	if plus {
		p.paragraph(indent+"+  ", "only for a device that has an agent")
	}
}

// lastLike returns the last of the USER parameters from i on that differ from
// the i-th in number only; i for any other parameter.
func lastLike(params []catalog.Param, i int) int {
	last := i
	for numbered(params[i].Name.String()) && last+1 < len(params) &&
		numbered(params[last+1].Name.String()) && params[last+1].Width == params[i].Width {
		last++
	}
	return last
}

// kind says what a value must be.
func kind(t catalog.Type, p *catalog.Param) string {
	switch t {
	case catalog.Int:
		return between(p.Min, p.Max)
	case catalog.Flag, catalog.Enum:
		return strings.Join(p.Allowed, ", ")
	default:
		return typeName(t, p.Width)
	}
}

// typeName names a type that has no range and no list of values.
func typeName(t catalog.Type, width int) string {
	name := map[catalog.Type]string{
		catalog.Text: "text", catalog.Int: "number", catalog.Flag: "Y or N", catalog.Enum: "word",
		catalog.UnixTime: "seconds since 1970", catalog.DateTime: "date and time",
		catalog.IDList: "ids", catalog.Decimal: "number with a fraction",
		catalog.Address: "e-mail address",
	}[t]
	if width > 0 && (t == catalog.Text || t == catalog.IDList || t == catalog.Address) {
		name += " of " + strconv.Itoa(width)
	}
	return name
}

func between(lo, hi int64) string {
	switch {
	case lo == hi:
		return "number"
	case hi == math.MaxInt64:
		return fmt.Sprintf("number from %d", lo)
	default:
		return fmt.Sprintf("%d to %d", lo, hi)
	}
}

func rule(p *catalog.Param) string {
	var marks []string
	if p.Required {
		marks = append(marks, "required")
	}
	if p.Identifies {
		marks = append(marks, "*")
	}
	if p.NeedsAgent {
		marks = append(marks, "+")
	}
	if p.Default != "" {
		marks = append(marks, "default "+p.Default)
	}
	return strings.Join(marks, " ")
}

func meaning(p *catalog.Param) string {
	s := p.Doc
	if len(p.Aliases) > 0 {
		s += "; also as " + strings.Join(p.Aliases, ", ")
	}
	if p.Secret {
		s += "; never shown"
	}
	return s
}

func writeRules(p *page, f *catalog.Function) {
	var rules []string
	for _, g := range f.Groups {
		rules = append(rules, groupRule(&g))
	}
	rules = append(rules, f.Notes...)
	if len(f.Params) > 1 {
		if f.OnInvalid == catalog.Refuse {
			rules = append(rules, "A value that is not as VALUE says is refused; a text that is too long is cut.")
		} else {
			rules = append(rules, "A value that is not as VALUE says is ignored; a text that is too long is cut.")
		}
	}
	if f.Database {
		rules = append(rules, "It needs the database: without it the answer is "+coded(catalog.API_DATABASE_QUERY_ERROR)+".")
	}
	if len(rules) > 0 {
		p.heading("Rules")
		p.list(rules)
	}
}

func groupRule(g *catalog.Group) string {
	var names []string
	for _, alt := range g.Alternatives {
		var whole []string
		for _, n := range alt {
			whole = append(whole, n.String())
		}
		names = append(names, strings.Join(whole, " with "))
	}
	list := strings.Join(names, ", ")
	switch {
	case g.Rule == catalog.AtMostOne:
		list = "At most one of " + list + " may"
	case len(names) == 1:
		list += " must"
	case g.Rule == catalog.AtLeastOne:
		list = "At least one of " + list + " must"
	default:
		list = "Exactly one of " + list + " must"
	}
	return list + " be given, else " + coded(g.Code) + "."
}

// coded shows a code with its label.
func coded(c catalog.Code) string { return strconv.Itoa(int(c)) + " " + c.String() }

func writeResults(p *page, f *catalog.Function) {
	p.heading("Results")
	var rows [][]string
	for _, o := range f.Results {
		when := o.When
		if o.Text != "" && o.Text != o.Code.String() {
			when += ": '" + strings.ReplaceAll(o.Text, "{function}", f.Name) + "'"
		}
		rows = append(rows, []string{strconv.Itoa(int(o.Code)), o.Code.String(), when})
	}
	p.table([]int{2, 32}, rows)
}

func writeLayout(p *page, f *catalog.Function) {
	if len(f.Layout) == 0 {
		return
	}
	p.heading("Response after the head")
	p.table([]int{34, 22}, layoutRows(f.Layout, ""))
}

func layoutRows(layout []catalog.Layout, margin string) [][]string {
	var rows [][]string
	for i := 0; i < len(layout); i++ {
		l := &layout[i]
		what := typeName(l.Type, l.Width)
		if len(l.Children) > 0 {
			what = ""
		}
		switch {
		case l.Repeat:
			what = "any number"
		case l.Optional:
			what = strings.TrimPrefix(what+", optional", ", ")
		}
		name := l.Name
		if numbered(name) {
			for i+1 < len(layout) && numbered(layout[i+1].Name) && layout[i+1].Width == l.Width {
				i++
			}
			if layout[i].Name != name {
				name += " to " + layout[i].Name
			}
		}
		doc := l.Doc
		if len(l.Accept) > 0 {
			doc += "; elsewhere " + strings.Join(l.Accept, ", ")
		}
		rows = append(rows, []string{margin + name, what, doc})
		rows = append(rows, layoutRows(l.Children, margin+indent)...)
	}
	return rows
}

func writeErrata(p *page, f *catalog.Function) {
	if len(f.Errata) == 0 {
		return
	}
	p.heading("Where the manual is unclear")
	for i, id := range f.Errata {
		if i > 0 {
			p.line("")
		}
		writeErratum(p, catalog.LookupErratum(id))
	}
}
