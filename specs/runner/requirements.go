package runner

import (
	"fmt"
	"regexp"

	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/ledger"
)

// Requirement is a requirement of the ledger with the specs that prove it.
type Requirement struct {
	ID        string       `json:"id"`
	Level     ledger.Level `json:"level"`
	Statement string       `json:"statement"`
	Chapter   string       `json:"chapter"`
	Covers    ledger.Facts `json:"covers"`
	Specs     []string     `json:"specs"`            // their ids; none where there is a reason
	Reason    string       `json:"reason,omitempty"` // why no spec proves it
}

// Requirements returns the requirements whose id, chapter, statement or facts
// ("CALLSTART/USER7", "E-24") the regular expression focus matches, in any
// case; blank leaves all. A selection of nothing is an error.
func Requirements(focus string) ([]Requirement, error) {
	re, err := regexp.Compile("(?i)" + focus)
	if err != nil {
		return nil, fmt.Errorf("focus %q is no regular expression: %w; try: --focus CALLSTOP", focus, err)
	}
	specs := map[string][]string{}
	for _, e := range harness.Entries() {
		for _, id := range e.Requirements {
			specs[id] = append(specs[id], e.ID)
		}
	}
	var rs []Requirement
	for _, q := range ledger.All() {
		r := Requirement{ID: q.ID, Level: q.Level, Statement: q.Statement, Chapter: string(q.Chapter),
			Covers: q.Facts(), Specs: append([]string{}, specs[q.ID]...), Reason: q.Reason}
		if r.isAbout(re) {
			rs = append(rs, r)
		}
	}
	if len(rs) == 0 {
		return nil, fmt.Errorf("no requirement matches focus %q; offhook requirements shows them all", focus)
	}
	return rs, nil
}

func (r *Requirement) isAbout(re *regexp.Regexp) bool {
	found := re.MatchString(r.ID) || re.MatchString(r.Chapter) || re.MatchString(r.Statement)
	r.Covers.Each(func(_, name string) { found = found || re.MatchString(name) })
	return found
}

// Uncovered returns what of the ledger's floor no requirement covers that a
// spec proves, or that has a reason to have none.
func Uncovered() (ledger.Facts, error) {
	rs, err := Requirements("")
	if err != nil {
		return ledger.Facts{}, err
	}
	var covered []ledger.Facts
	for i := range rs {
		if len(rs[i].Specs) > 0 || rs[i].Reason != "" {
			covered = append(covered, rs[i].Covers)
		}
	}
	return ledger.Floor().Without(covered...), nil
}
