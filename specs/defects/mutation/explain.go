package mutation

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
)

// explained.tsv says why mutants survive that no spec should kill: a class, a
// regular expression, and the reason, separated by tabs. The expression is
// matched with "file | function | operator | was | becomes | line".
//
//go:embed explained.tsv
var explainedTSV string

// The classes of survivors.
const (
	// Equivalent mutants make no difference that anybody could see.
	Equivalent = "equivalent"
	// Inside is what no request of the API reaches or shows.
	Inside = "inside"
	// Free is what the manual leaves to the server.
	Free = "free"
)

// Explanation is why some mutants survive.
type Explanation struct {
	Class, Reason string
	pattern       *regexp.Regexp
}

// explanations reads explained.tsv.
func explanations(tsv string) ([]Explanation, error) {
	var all []Explanation
	for i, line := range strings.Split(tsv, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, "\t")
		if len(parts) != 3 {
			return nil, fmt.Errorf("explained.tsv:%d: %d parts instead of class, expression and reason", i+1, len(parts))
		}
		switch parts[0] {
		case Equivalent, Inside, Free:
		default:
			return nil, fmt.Errorf("explained.tsv:%d: there is no class %q", i+1, parts[0])
		}
		pattern, err := regexp.Compile(parts[1])
		if err != nil {
			return nil, fmt.Errorf("explained.tsv:%d: %w", i+1, err)
		}
		all = append(all, Explanation{parts[0], parts[2], pattern})
	}
	return all, nil
}

// explain returns the first explanation that fits a mutant, nil if none does.
func explain(all []Explanation, m *Mutant) *Explanation {
	what := strings.Join([]string{m.File, m.Func, m.Operator, m.Was, m.Becomes, m.Source}, " | ")
	for i := range all {
		if all[i].pattern.MatchString(what) {
			return &all[i]
		}
	}
	return nil
}
