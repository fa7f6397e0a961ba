package ledger

import (
	"slices"
	"strings"
	"testing"

	"github.com/offhook/offhook/reference/catalog"
)

// facts are the names that the catalogue has for a function, or an event, of
// that name.
type facts struct{ parameters, results, fields, widths []string }

func factsOf(name string) facts {
	var f facts
	if fn := catalog.Lookup(name); fn != nil {
		for i := range fn.Params {
			f.parameters = append(f.parameters, fn.Params[i].Name.String())
			if fn.Params[i].Width > 0 {
				f.widths = append(f.widths, fn.Params[i].Name.String())
			}
		}
		for i := range fn.Results {
			f.results = append(f.results, fn.Results[i].Code.String())
		}
		f.fields = append(f.fields, leaves(fn.Layout, func(catalog.Layout) bool { return true })...)
		f.widths = append(f.widths, leaves(fn.Layout, func(l catalog.Layout) bool { return l.Width > 0 })...)
	}
	for i := range catalog.Events {
		if ev := &catalog.Events[i]; ev.Name == name {
			for _, field := range ev.Fields {
				f.fields = append(f.fields, field.Name)
			}
		}
	}
	return f
}

// leaves names the elements of a layout that are of some kind, at any depth.
func leaves(layout []catalog.Layout, are func(catalog.Layout) bool) []string {
	var names []string
	for _, l := range layout {
		if are(l) {
			names = append(names, l.Name)
		}
		names = append(names, leaves(l.Children, are)...)
	}
	return names
}

func TestRequirementsCoverWhatTheCatalogueHas(t *testing.T) {
	var codes []string
	for _, c := range catalog.Codes {
		codes = append(codes, c.Label)
	}
	for _, r := range All() {
		check := func(kind string, names []string, of func(facts) []string) {
			for _, name := range names {
				owner, bare, qualified := strings.Cut(name, ".")
				if !qualified {
					owner, bare = r.Theme(), name
				}
				if !slices.Contains(of(factsOf(owner)), bare) {
					t.Errorf("%s covers %s %s, which %s does not have", r.ID, kind, bare, owner)
				}
			}
		}
		check("parameter", r.Covers.Parameters, func(f facts) []string { return f.parameters })
		check("result", r.Covers.Results, func(f facts) []string { return f.results })
		check("field", r.Covers.Fields, func(f facts) []string { return f.fields })
		check("width", r.Covers.Widths, func(f facts) []string { return f.widths })
		for _, c := range r.Covers.Codes {
			if !slices.Contains(codes, c) {
				t.Errorf("%s covers the code %s, which there is not", r.ID, c)
			}
		}
		for _, e := range r.Errata {
			if catalog.LookupErratum(e) == nil {
				t.Errorf("%s names %s, which there is not", r.ID, e)
			}
		}
	}
}

func TestRequirementsAreInTheManualsOrderAndNumbered(t *testing.T) {
	rs := All()
	if len(rs) == 0 || rs[0].Chapter != catalog.MessageStructure {
		t.Fatalf("%d requirements, the first %+v", len(rs), rs[0])
	}
	next := map[string]int{}
	for _, r := range rs {
		if n := number(r.ID); n <= next[r.Theme()] {
			t.Errorf("%s comes after %s-%d", r.ID, r.Theme(), next[r.Theme()])
		} else {
			next[r.Theme()] = n
		}
		if r.Level != Must && r.Level != Should && r.Level != May {
			t.Errorf("%s has the level %q", r.ID, r.Level)
		}
		if !strings.HasSuffix(r.Statement, ".") {
			t.Errorf("%s is no sentence: %s", r.ID, r.Statement)
		}
		if Lookup(r.ID) == nil || Lookup(r.ID).Statement != r.Statement {
			t.Errorf("%s cannot be looked up", r.ID)
		}
	}
}

func TestAMalformedRequirementIsRefused(t *testing.T) {
	for name, r := range map[string]Requirement{
		"no number":    {ID: "CALLSTOP", Statement: "x."},
		"zero":         {ID: "CALLSTOP-0", Statement: "x."},
		"no statement": {ID: "NEW-1"},
		"twice":        {ID: "TEST-1", Statement: "x."},
	} {
		t.Run(name, func(t *testing.T) {
			if err := check(r); err == nil {
				t.Errorf("%+v was accepted", r)
			}
		})
	}
}
