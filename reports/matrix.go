package reports

import (
	"cmp"
	"slices"

	"github.com/offhook/offhook/reference/catalog"
)

// states are in the order in which they are counted.
var states = []State{Passed, Failed, Warned, Skipped}

// rules names the specs of a chapter that belong to none of its functions.
const rules = "rules for all"

// Group names the specs that a row of the matrix counts: the function, or the
// chapter where the rule holds for all.
func (s *Spec) Group() string {
	return cmp.Or(s.Function, cmp.Or(s.Chapter, general)+": "+rules)
}

// Told reports whether a spec has an account of its own in the report.
func (s *Spec) Told() bool { return s.State == Failed || s.State == Warned }

// cell is one count of the matrix.
type cell struct {
	State State
	N     int
}

func (s *Summary) cells() []cell {
	return []cell{{Passed, s.Passed}, {Failed, s.Failed}, {Warned, s.Warned}, {Skipped, s.Skipped}}
}

// matrixRow counts the specs of one function.
type matrixRow struct {
	Function string
	Key      string // as Group
	Specs    []*Spec
	Cells    []cell
}

// matrixChapter counts those of a chapter.
type matrixChapter struct {
	Name  string
	Rows  []matrixRow
	Cells []cell
}

// matrix counts the specs by chapter and function, in the manual's order: every
// chapter and function of the catalogue is there, tried or not.
func (c *Conform) matrix() []matrixChapter {
	var all []matrixChapter
	row := func(chapter, function, key string) *matrixRow {
		at := slices.IndexFunc(all, func(m matrixChapter) bool { return m.Name == chapter })
		if at < 0 {
			at = len(all)
			all = append(all, matrixChapter{Name: chapter})
		}
		m := &all[at]
		i := slices.IndexFunc(m.Rows, func(r matrixRow) bool { return r.Key == key })
		if i < 0 {
			i = len(m.Rows)
			m.Rows = append(m.Rows, matrixRow{Function: function, Key: key})
		}
		return &m.Rows[i]
	}
	for i := range catalog.Functions {
		f := &catalog.Functions[i]
		row(string(f.Chapter), f.Name, f.Name)
	}
	for i := range c.Specs {
		s := &c.Specs[i]
		r := row(cmp.Or(s.Chapter, general), cmp.Or(s.Function, rules), s.Group())
		r.Specs = append(r.Specs, s)
	}
	for i := range all {
		m := &all[i]
		var whole Summary
		for j := range m.Rows {
			var sum Summary
			for _, s := range m.Rows[j].Specs {
				sum.add(s.State)
				whole.add(s.State)
			}
			m.Rows[j].Cells = sum.cells()
		}
		m.Cells = whole.cells()
		// What holds for all stands first.
		slices.SortStableFunc(m.Rows, func(a, b matrixRow) int {
			return cmp.Compare(a.rank(), b.rank())
		})
	}
	return all
}

func (r *matrixRow) rank() int {
	if r.Function == rules {
		return 0
	}
	return 1
}

// specChapter is one chapter's specs, by function.
type specChapter struct {
	Name      string
	Functions []matrixRow
}

// specChapters groups the specs as the matrix does, without what has none.
func (c *Conform) specChapters() []specChapter {
	var all []specChapter
	for _, m := range c.matrix() {
		rows := slices.DeleteFunc(m.Rows, func(r matrixRow) bool { return len(r.Specs) == 0 })
		if len(rows) > 0 {
			all = append(all, specChapter{m.Name, rows})
		}
	}
	return all
}
