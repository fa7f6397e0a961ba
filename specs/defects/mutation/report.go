package mutation

import (
	"cmp"
	_ "embed"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/template"
)

//go:embed report.md.tmpl
var reportTemplate string

// WriteReport writes docs/suite-strength.md: the figures, and what survived.
func (o *Outcome) WriteReport(w io.Writer) error {
	why, err := explanations(explainedTSV)
	if err != nil {
		return err
	}
	t, err := template.New("report").Parse(reportTemplate)
	if err != nil {
		return err
	}
	return t.Execute(w, o.view(why))
}

// tally is what became of the mutants of one kind.
type tally struct {
	Name   string
	All    int // tried
	Inside int // of them, where no request reaches: killed ones too
	// Of the others:
	Killed, Equivalent, Free, Open int
	InsideKilled                   int
	Unfinished                     int // of Open, that more specs might have killed
}

// Rest is how many the API reaches.
func (t tally) Rest() int { return t.All - t.Inside }

// Share is the part of those that were killed; Raw that of all.
func (t tally) Share() string { return percent(t.Killed, t.Rest()) }
func (t tally) Raw() string   { return percent(t.Killed+t.InsideKilled, t.All) }

// ShareNumber is Share as a number.
func (t tally) ShareNumber() float64 { return 100 * float64(t.Killed) / float64(max(t.Rest(), 1)) }

// AtBest is Share if all that was not tried by every spec died.
func (t tally) AtBest() string { return percent(t.Killed+t.Unfinished, t.Rest()) }

func percent(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n)/float64(of))
}

// counted is something with how often it was met.
type counted struct {
	What, Class string
	N           int
}

type reportView struct {
	Mutants, Tried, Specs int
	Sum                   tally
	Packages, Operators   []*tally
	Reasons, Kills, Open  []counted
}

// view counts a campaign's results. What lies inside leaves the count whether
// it was killed or not: else the expressions would decide the figure.
func (o *Outcome) view(why []Explanation) reportView {
	v := reportView{Mutants: o.Total, Specs: o.Specs, Sum: tally{Name: "all"}}
	packages, operators := map[string]*tally{}, map[string]*tally{}
	reasons, kills, open := map[counted]int{}, map[counted]int{}, map[counted]int{}
	for _, m := range o.Mutants {
		r, ok := o.Results[m.Key]
		if !ok {
			continue
		}
		v.Tried++
		e := explain(why, m)
		class := "open"
		if e != nil {
			class = e.Class
		}
		for _, t := range []*tally{&v.Sum, named(packages, m.Package()), named(operators, m.Operator)} {
			t.add(class, &r)
		}
		switch {
		case class == Inside:
			reasons[counted{What: e.Reason, Class: class}]++
		case r.Status == Killed:
			how := r.How
			if r.Level != "" {
				how += " (" + r.Level + ")"
			}
			kills[counted{What: how}]++
		case e != nil:
			reasons[counted{What: e.Reason, Class: class}]++
		default:
			open[counted{What: m.Func, Class: m.File}]++
		}
	}
	v.Packages, v.Operators = sortedTallies(packages), sortedTallies(operators)
	v.Reasons, v.Kills, v.Open = most(reasons), most(kills), most(open)
	return v
}

func (t *tally) add(class string, r *Result) {
	t.All++
	killed := r.Status == Killed
	switch {
	case class == Inside:
		t.Inside++
		if killed {
			t.InsideKilled++
		}
	case killed:
		t.Killed++
	case class == Equivalent:
		t.Equivalent++
	case class == Free:
		t.Free++
	default:
		t.Open++
		if r.Untried > 0 {
			t.Unfinished++
		}
	}
}

func named(table map[string]*tally, name string) *tally {
	if table[name] == nil {
		table[name] = &tally{Name: name}
	}
	return table[name]
}

func sortedTallies(table map[string]*tally) []*tally {
	return slices.SortedFunc(maps.Values(table), func(a, b *tally) int { return strings.Compare(a.Name, b.Name) })
}

// most lists what was counted, the most frequent first.
func most(table map[counted]int) []counted {
	var all []counted
	for c, n := range table {
		c.N = n
		c.What = strings.ReplaceAll(cmp.Or(c.What, "(variables)"), "|", `\|`)
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b counted) int {
		return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Class, b.Class), strings.Compare(a.What, b.What))
	})
	return all
}
