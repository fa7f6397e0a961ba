package ledger

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
)

// Level says how much a requirement demands, as RFC 2119.
type Level string

// Must is what the manual says or shows; Should is what it implies or what its
// own examples contradict; May is what a server is free to offer.
const (
	Must   Level = "MUST"
	Should Level = "SHOULD"
	May    Level = "MAY"
)

// NotObservable is the reason of a requirement that no client can see kept or
// broken.
const NotObservable = "not observable"

// Requirement is one rule of the manual.
type Requirement struct {
	ID        string // "CALLSTOP-3": a function or a theme, and a number that never changes
	Level     Level  // "" is Must
	Statement string // one sentence of ours, the server as its subject where it can be
	Errata    []string
	Covers    Covers
	Reason    string // why no spec proves it: NotObservable, or "" where one does

	Chapter catalog.Chapter // set by Add
}

// Covers names the catalogue's facts that the requirement's specs exercise. A
// name belongs to the function that the ID begins with; another function's is
// written with it: "DEVICESTATUS.COUNT".
type Covers struct {
	Parameters []string
	Results    []string // labels of the function's own results
	Fields     []string // of the response, or of an event: "CALLSTART.KEEPDAYS"
	Codes      []string // labels of results that any function may give
	Widths     []string // parameters and fields whose width in characters is tried
}

// Theme returns the ID without its number: the function or the theme.
func (r *Requirement) Theme() string {
	return r.ID[:strings.LastIndexByte(r.ID, '-')]
}

// Function returns the function that the requirement is about, "" where it
// holds for all.
func (r *Requirement) Function() string {
	if f := catalog.Lookup(r.Theme()); f != nil {
		return f.Name
	}
	return ""
}

var (
	all  []Requirement
	byID = map[string]int{}
)

// Add puts a chapter's requirements into the ledger: each file of this package
// calls it once, as `var _ = Add(...)`. A malformed or repeated id panics: the
// program could not say what it judges.
func Add(chapter catalog.Chapter, rs ...Requirement) bool {
	for _, r := range rs {
		if err := check(r); err != nil {
			panic("ledger: " + err.Error())
		}
		r.Chapter, r.Level = chapter, cmp.Or(r.Level, Must)
		byID[r.ID] = len(all)
		all = append(all, r)
	}
	return true
}

func check(r Requirement) error {
	dash := strings.LastIndexByte(r.ID, '-')
	if dash < 1 {
		return fmt.Errorf("id %q is not a function or theme, a dash and a number", r.ID)
	}
	if n, err := strconv.Atoi(r.ID[dash+1:]); err != nil || n < 1 {
		return fmt.Errorf("id %q does not end in a number from 1", r.ID)
	}
	if _, ok := byID[r.ID]; ok {
		return fmt.Errorf("id %s is there twice", r.ID)
	}
	if r.Statement == "" {
		return fmt.Errorf("%s states nothing", r.ID)
	}
	return nil
}

// Lookup returns the requirement of that id, or nil.
func Lookup(id string) *Requirement {
	if i, ok := byID[id]; ok {
		return &all[i]
	}
	return nil
}

// chapters is the manual's order, the deprecated functions last.
var chapters = []catalog.Chapter{
	catalog.MessageStructure, catalog.CallHandling, catalog.Status, catalog.RecordingControl,
	catalog.Import, catalog.UserGroupRole, catalog.EventInterface, catalog.WebAPI, catalog.DeprecatedChapter,
}

// All returns every requirement: by chapter in the manual's order, within it
// by theme as the files list them, then by number.
func All() []Requirement {
	rs := slices.Clone(all)
	slices.SortStableFunc(rs, func(a, b Requirement) int {
		return cmp.Or(
			cmp.Compare(slices.Index(chapters, a.Chapter), slices.Index(chapters, b.Chapter)),
			cmp.Compare(a.Theme(), b.Theme()),
			cmp.Compare(number(a.ID), number(b.ID)))
	})
	return rs
}

func number(id string) int {
	n, _ := strconv.Atoi(id[strings.LastIndexByte(id, '-')+1:])
	return n
}
