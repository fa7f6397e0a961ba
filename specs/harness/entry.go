package harness

import (
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/offhook/offhook/specs/ledger"
)

// Entry is one registered spec.
type Entry struct {
	ID           string // the first requirement's; the second spec of it has ".2" at its end, and so on
	Title        string // completes the theme to a sentence: "ends only the instance that it names"
	Theme        string // what Describe named: a function or a theme
	Requirements []string
	Source       string // file and line of the spec
	Body         func(*T)
}

// Requirement returns the first requirement that the entry names: its level is
// the spec's. A spec that names none the ledger knows gets an empty one.
func (e *Entry) Requirement() *ledger.Requirement {
	if r := ledger.Lookup(e.Requirements[0]); r != nil {
		return r
	}
	return &ledger.Requirement{ID: e.Requirements[0], Level: ledger.Must}
}

var registry struct {
	entries []*Entry
	theme   string
	count   map[string]int // specs by first requirement
}

// Describe registers the specs of a function or a theme; body calls Spec. It
// returns true, so that it can stand in a variable declaration.
func Describe(theme string, body func()) bool {
	registry.theme = theme
	defer func() { registry.theme = "" }()
	body()
	return true
}

// Spec registers one spec: the ids of the requirements that it proves,
// separated by blanks, a title that completes the theme to a sentence, and the
// proof.
func Spec(ids, title string, body func(*T)) {
	requirements := strings.Fields(ids)
	if registry.theme == "" || len(requirements) == 0 || title == "" {
		panic(fmt.Sprintf("harness: spec %q %q needs a Describe around it, an id and a title", ids, title))
	}
	if registry.count == nil {
		registry.count = map[string]int{}
	}
	first := requirements[0]
	registry.count[first]++
	id := first
	if n := registry.count[first]; n > 1 {
		id = fmt.Sprintf("%s.%d", first, n)
	}
	e := &Entry{ID: id, Title: title, Theme: registry.theme, Requirements: requirements, Body: body}
	if _, file, line, ok := runtime.Caller(1); ok {
		e.Source = fmt.Sprintf("%s:%d", shortPath(file), line)
	}
	registry.entries = append(registry.entries, e)
}

// shortPath cuts a source path to what is below the module.
func shortPath(file string) string {
	if i := strings.LastIndex(file, "/specs/"); i >= 0 {
		return file[i+1:]
	}
	return file
}

// Entries returns every registered spec in the order of registration.
func Entries() []*Entry { return registry.entries }

// Check reports what is wrong with the registered specs: ids that the ledger
// does not know or says need no spec, titles that are there twice.
func Check() error {
	var errs []error
	seen := map[string]string{}
	for _, e := range registry.entries {
		for _, id := range e.Requirements {
			switch r := ledger.Lookup(id); {
			case r == nil:
				errs = append(errs, fmt.Errorf("%s: %q names %s, which the ledger does not know", e.Source, e.Title, id))
			case r.Reason != "":
				errs = append(errs, fmt.Errorf("%s: %q names %s, which the ledger says is %s", e.Source, e.Title, id, r.Reason))
			}
		}
		sentence := e.Theme + " " + e.Title
		if at, ok := seen[sentence]; ok {
			errs = append(errs, fmt.Errorf("%s: %q is there already, at %s", e.Source, sentence, at))
		}
		seen[sentence] = e.Source
	}
	return errors.Join(errs...)
}

// Uncovered returns the requirements that no registered spec names, and that
// have no reason to have none.
func Uncovered() []ledger.Requirement {
	named := map[string]bool{}
	for _, e := range registry.entries {
		for _, id := range e.Requirements {
			named[id] = true
		}
	}
	var rest []ledger.Requirement
	for _, r := range ledger.All() {
		if !named[r.ID] && r.Reason == "" {
			rest = append(rest, r)
		}
	}
	return rest
}
