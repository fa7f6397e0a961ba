package mutation

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/runner"
)

var every = regexp.MustCompile("")

// TestACampaignTellsWhatTheSuiteNotices drives mutated servers, by the part of
// the suite that tries groups.
func TestACampaignTellsWhatTheSuiteNotices(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a server")
	}
	entries, err := runner.Select("^(ADDGROUP|GROUP)-", "")
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Dir: ".", Work: t.TempDir(), Packages: []string{"reference/directory"}, Entries: entries, Say: t.Logf,
		Focus: `addgroup\.go .*condition|addgroup\.go .*left out|importworkstation\.go .*condition`}
	first, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	statuses := map[string]map[string]int{}
	for _, m := range first.Mutants {
		r := first.Results[m.Key]
		name := filepath.Base(m.File)
		if statuses[name] == nil {
			statuses[name] = map[string]int{}
		}
		statuses[name][r.Status]++
		if r.Status == Killed && (r.How == "" || r.Said == "") {
			t.Errorf("%s was killed, and nothing says how: %+v", m.Key, r)
		}
	}
	t.Log(statuses)
	if statuses["addgroup.go"][Killed] < 3 {
		t.Error("hardly a mutant of ADDGROUP was killed by the specs of groups")
	}
	if n := statuses["importworkstation.go"]; n[Killed] > 0 || n[Unreached] == 0 {
		t.Error("specs of groups reached IMPORTWORKSTATION")
	}

	// A campaign that ended goes on where it was: with nothing.
	before, err := os.ReadFile(filepath.Join(o.Work, Results))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(filepath.Join(o.Work, Results))
	if err != nil {
		t.Fatal(err)
	}
	if len(before) != len(after) {
		t.Error("mutants were tried again whose results were known")
	}
}

// TestOnlyMutantsThatMatterAreTried: a spec that never reaches a mutant is no
// candidate, and one that fails without any is none for all.
func TestOnlyMutantsThatMatterAreTried(t *testing.T) {
	specs := []*harness.Entry{{ID: "WIDE"}, {ID: "NARROW"}, {ID: "BROKEN"}}
	r := &Reach{Start: []int{9}, Specs: map[string][]int{"WIDE": {1, 2, 3}, "NARROW": {2}}, Left: map[string]string{"BROKEN": "fails"}}
	c := candidates(r, specs)
	for id, want := range map[int]string{1: "WIDE", 2: "NARROW WIDE", 9: "NARROW WIDE", 4: ""} {
		got := ""
		for _, e := range c[id] {
			got += " " + e.ID
		}
		if got != "" {
			got = got[1:]
		}
		if got != want {
			t.Errorf("mutant %d is tried by %q instead of %q", id, got, want)
		}
	}
}
