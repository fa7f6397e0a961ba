package ledger

import (
	"slices"
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
)

// Facts are what the catalogue has that a requirement may be about: each list
// sorted, without repetition, and never nil.
type Facts struct {
	Parameters []string `json:"parameters"` // "CALLSTART/DEVICEID"
	Results    []string `json:"results"`    // "CALLSTART/API_OK"
	Fields     []string `json:"fields"`     // of a response: "DEVICELIST/COUNT"
	Events     []string `json:"events"`     // fields of an event's EVENTDATA: "CALLSTART/KEEPDAYS"
	Widths     []string `json:"widths"`     // of parameters and fields, where a table of the manual has one: "CALLSTART/USER7"
	Codes      []string `json:"codes"`      // "20"
	Errata     []string `json:"errata"`     // "E-01"
}

// lists returns the lists with their names in the singular.
func (f *Facts) lists() []struct {
	kind string
	list *[]string
} {
	return []struct {
		kind string
		list *[]string
	}{
		{"parameter", &f.Parameters}, {"result", &f.Results}, {"field", &f.Fields}, {"event field", &f.Events},
		{"width", &f.Widths}, {"code", &f.Codes}, {"erratum", &f.Errata},
	}
}

// tidy sorts the lists and removes repetitions.
func (f Facts) tidy() Facts {
	for _, l := range f.lists() {
		slices.Sort(*l.list)
		*l.list = append([]string{}, slices.Compact(*l.list)...)
	}
	slices.SortFunc(f.Codes, func(a, b string) int { return codeNumber(a) - codeNumber(b) })
	return f
}

func codeNumber(s string) int { n, _ := strconv.Atoi(s); return n }

// Each calls do for every fact with its kind: "parameter", "result", "field",
// "event field", "width", "code" or "erratum".
func (f Facts) Each(do func(kind, name string)) {
	for _, l := range f.lists() {
		for _, name := range *l.list {
			do(l.kind, name)
		}
	}
}

// Without returns the facts that are none of the others.
func (f Facts) Without(others ...Facts) Facts {
	var rest Facts
	mine, left := f.lists(), rest.lists()
	for i := range mine {
		have := map[string]bool{}
		for _, o := range others {
			for _, name := range *o.lists()[i].list {
				have[name] = true
			}
		}
		for _, name := range *mine[i].list {
			if !have[name] {
				*left[i].list = append(*left[i].list, name)
			}
		}
	}
	return rest.tidy()
}

// Floor returns everything that the requirements together must cover: what the
// catalogue has.
func Floor() Facts {
	var f Facts
	for i := range catalog.Functions {
		fn := &catalog.Functions[i]
		for _, p := range fn.Params {
			f.Parameters = append(f.Parameters, fn.Name+"/"+p.Name.String())
			if p.Width > 0 && p.Table != "" {
				f.Widths = append(f.Widths, fn.Name+"/"+p.Name.String())
			}
		}
		for _, o := range fn.Results {
			f.Results = append(f.Results, fn.Name+"/"+o.Code.String())
		}
		f.addLayout(fn.Name, fn.Layout)
	}
	for i := range catalog.Events {
		for _, field := range catalog.Events[i].Fields {
			f.Events = append(f.Events, catalog.Events[i].Name+"/"+field.Name)
		}
	}
	for _, c := range catalog.Codes {
		f.Codes = append(f.Codes, strconv.Itoa(int(c.Code)))
	}
	for _, e := range catalog.Errata {
		f.Errata = append(f.Errata, e.ID)
	}
	return f.tidy()
}

// addLayout adds a response's elements but those that only hold others:
// PROCESSOR# has a name that tells something itself.
func (f *Facts) addLayout(function string, layout []catalog.Layout) {
	for _, l := range layout {
		if len(l.Children) == 0 || strings.HasSuffix(l.Name, "#") {
			f.Fields = append(f.Fields, function+"/"+l.Name)
		}
		if l.Width > 0 && l.Table != "" {
			f.Widths = append(f.Widths, function+"/"+l.Name)
		}
		f.addLayout(function, l.Children)
	}
}

// Facts returns what the requirement covers, each with its function or event,
// and the codes of its results among the codes.
func (r *Requirement) Facts() Facts {
	f := Facts{Errata: slices.Clone(r.Errata)}
	for _, p := range r.Covers.Parameters {
		f.Parameters = append(f.Parameters, r.owned(p))
	}
	for _, label := range r.Covers.Results {
		name := r.owned(label)
		f.Results = append(f.Results, name)
		f.addCode(name[strings.IndexByte(name, '/')+1:])
	}
	for _, name := range r.Covers.Fields {
		name = r.owned(name)
		if isEventField(name) {
			f.Events = append(f.Events, name)
		} else {
			f.Fields = append(f.Fields, name)
		}
	}
	for _, w := range r.Covers.Widths {
		f.Widths = append(f.Widths, r.owned(w))
	}
	for _, label := range r.Covers.Codes {
		f.addCode(label)
	}
	return f.tidy()
}

// addCode adds the codes of a label: 16 and 17 share one (E-02).
func (f *Facts) addCode(label string) {
	for _, c := range catalog.Codes {
		if c.Label == label {
			f.Codes = append(f.Codes, strconv.Itoa(int(c.Code)))
		}
	}
}

// owned writes a name of Covers with its function or event before a slash.
func (r *Requirement) owned(name string) string {
	if owner, bare, ok := strings.Cut(name, "."); ok {
		return owner + "/" + bare
	}
	return r.Theme() + "/" + name
}

// isEventField tells an event's field from a response's; a function that shares
// its name with an event answers without fields.
func isEventField(name string) bool {
	owner, bare, _ := strings.Cut(name, "/")
	for i := range catalog.Events {
		e := &catalog.Events[i]
		if e.Name == owner && slices.ContainsFunc(e.Fields, func(f catalog.EventField) bool { return f.Name == bare }) {
			return true
		}
	}
	return false
}
