package mutation

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// count is how many mutants there are of a kind, and what became of them.
type count struct{ tried, killed, survived, unreached int }

func (c *count) add(r Result) {
	c.tried++
	switch r.Status {
	case Killed:
		c.killed++
	case Survived:
		c.survived++
	default:
		c.unreached++
	}
}

func (c *count) String() string {
	if c.tried == 0 {
		return "none tried"
	}
	return fmt.Sprintf("%5d tried  %5d killed (%.1f %%)  %4d survived  %4d unreached", c.tried, c.killed, 100*float64(c.killed)/float64(c.tried), c.survived, c.unreached)
}

// WriteText writes the figures by package and operator, and the survivors.
func (o *Outcome) WriteText(w io.Writer) {
	var all count
	packages, operators := map[string]*count{}, map[string]*count{}
	var survivors []Result
	for _, m := range o.Mutants {
		r, ok := o.Results[m.Key]
		if !ok {
			continue
		}
		r.Mutant = *m // its line as it is now
		all.add(r)
		of(packages, m.Package()).add(r)
		of(operators, m.Operator).add(r)
		if r.Status != Killed {
			survivors = append(survivors, r)
		}
	}
	slices.SortFunc(survivors, func(a, b Result) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		return a.ID - b.ID
	})
	for _, r := range survivors {
		fmt.Fprintf(w, "%s %s:%d %s: %s: %s -> %s\n", r.Status, r.File, r.Line, r.Func, r.Operator, r.Was, r.Becomes)
	}
	for _, table := range []map[string]*count{packages, operators} {
		for _, name := range slices.Sorted(maps.Keys(table)) {
			fmt.Fprintf(w, "%-20s %v\n", name, table[name])
		}
	}
	fmt.Fprintf(w, "%-20s %v, of %d mutants; %d specs\n", "all", &all, o.Total, o.Specs)
}

func of(table map[string]*count, name string) *count {
	if table[name] == nil {
		table[name] = &count{}
	}
	return table[name]
}
