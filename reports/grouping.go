package reports

import (
	"cmp"
	"slices"
)

// chapterGroup is one chapter's specs, in the report's order.
type chapterGroup struct {
	Name  string
	Specs []*Spec
}

// general names the group of specs that belong to no chapter or function.
const general = "General"

// byChapter groups the specs; they are sorted.
func (c *Conform) byChapter() []chapterGroup {
	var groups []chapterGroup
	for i := range c.Specs {
		s := &c.Specs[i]
		name := cmp.Or(s.Chapter, general)
		at := slices.IndexFunc(groups, func(g chapterGroup) bool { return g.Name == name })
		if at < 0 {
			at = len(groups)
			groups = append(groups, chapterGroup{Name: name})
		}
		groups[at].Specs = append(groups[at].Specs, s)
	}
	return groups
}

// count returns how many of the group's specs are in the state.
func (g *chapterGroup) count(state State) int {
	n := 0
	for _, s := range g.Specs {
		if s.State == state {
			n++
		}
	}
	return n
}

// milliseconds returns how long the group's specs took together.
func (g *chapterGroup) milliseconds() float64 {
	sum := 0.0
	for _, s := range g.Specs {
		sum += s.DurationMS
	}
	return sum
}

// inState returns the specs in the state, in the report's order.
func (c *Conform) inState(state State) []*Spec {
	var in []*Spec
	for i := range c.Specs {
		if c.Specs[i].State == state {
			in = append(in, &c.Specs[i])
		}
	}
	return in
}

// skipGroup is the specs that were skipped for one reason.
type skipGroup struct {
	Reason string
	Specs  []*Spec
}

// skips groups the skipped specs by reason, the most frequent first.
func (c *Conform) skips() []*skipGroup {
	var groups []*skipGroup
	index := map[string]int{}
	for _, s := range c.inState(Skipped) {
		at, ok := index[s.Reason]
		if !ok {
			at = len(groups)
			index[s.Reason] = at
			groups = append(groups, &skipGroup{Reason: s.Reason})
		}
		groups[at].Specs = append(groups[at].Specs, s)
	}
	slices.SortStableFunc(groups, func(a, b *skipGroup) int {
		return cmp.Compare(len(b.Specs), len(a.Specs))
	})
	return groups
}

// ids lists the group's spec ids.
func (g *skipGroup) ids() []string {
	ids := make([]string, len(g.Specs))
	for i, s := range g.Specs {
		ids[i] = s.ID
	}
	return ids
}

// uncovered returns the requirements that no spec of the run names.
func (c *Conform) uncovered() []string {
	named := map[string]bool{}
	for i := range c.Specs {
		for _, id := range c.Specs[i].Requirements {
			named[id] = true
		}
	}
	var ids []string
	for i := range c.Ledger {
		if !named[c.Ledger[i].ID] {
			ids = append(ids, c.Ledger[i].ID)
		}
	}
	return ids
}

// reading is one erratum and what the target was seen to do.
type reading struct{ Erratum, Seen string }

// readings lists them by erratum.
func (c *Conform) readings() []reading {
	list := make([]reading, 0, len(c.Readings))
	for id, seen := range c.Readings {
		list = append(list, reading{id, seen})
	}
	slices.SortFunc(list, func(a, b reading) int { return compareIDs(a.Erratum, b.Erratum) })
	return list
}
