package mutation

import (
	"context"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// wovenFrom weaves a package of the module.
func wovenFrom(t *testing.T, names ...string) (*woven, []*source) {
	t.Helper()
	sources, err := load(t.Context(), ".", names)
	if err != nil {
		t.Fatal(err)
	}
	w, err := weave(sources)
	if err != nil {
		t.Fatal(err)
	}
	return w, sources
}

// TestEveryMutantCompiles: what does not is left out, and nothing is lost
// unnoticed.
func TestEveryMutantCompiles(t *testing.T) {
	w, sources := wovenFrom(t, "reference/recorder", "reference/directory", "reference/wire")
	if w.unwoven > 0 {
		t.Errorf("%d mutants do not compile", w.unwoven)
	}
	operators, keys := map[string]int{}, map[string]bool{}
	for i, m := range w.mutants {
		if m.ID != i {
			t.Fatalf("mutant %d has the number %d", i, m.ID)
		}
		if keys[m.Key] {
			t.Errorf("two mutants are called %s", m.Key)
		}
		keys[m.Key] = true
		operators[m.Operator]++
	}
	for _, name := range []string{condition, connective, boundary, arithmetic, constants, caseValue, returned, field, statement, jump, bound} {
		if operators[name] < 10 {
			t.Errorf("%d mutants of operator %s", operators[name], name)
		}
	}
	for _, s := range sources {
		for _, f := range s.files {
			text, ok := w.files[f.path]
			if !ok {
				t.Fatalf("%s was not woven", f.path)
			}
			// What a mutant's line says must be so in the overlay, where the
			// server's stack traces come from.
			if was, is := strings.Count(string(f.text), "\n"), strings.Count(string(text), "\n"); was != is {
				t.Errorf("%s has %d lines instead of %d", f.path, is, was)
			}
			if _, err := parser.ParseFile(token.NewFileSet(), filepath.Base(f.path), text, 0); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestTheSampleOutlivesOtherChanges(t *testing.T) {
	w, _ := wovenFrom(t, "reference/directory")
	all := sample(w.mutants, every, 50, 3)
	fewer := slices.DeleteFunc(slices.Clone(w.mutants), func(m Mutant) bool { return m.ID%7 == 0 })
	again := map[string]bool{}
	for _, m := range sample(fewer, every, 50, 3) {
		again[m.Key] = true
	}
	for _, m := range all {
		if m.ID%7 != 0 && !again[m.Key] {
			t.Errorf("%s was drawn, and is not where others are gone", m.Key)
		}
	}
	other := sample(w.mutants, every, 50, 4)
	same := 0
	for _, m := range other {
		if slices.Contains(all, m) {
			same++
		}
	}
	if same > 25 {
		t.Errorf("another seed draws %d of 50 again", same)
	}
}

func TestPackagesThatAreNotThereAreNamed(t *testing.T) {
	_, err := Build(context.Background(), ".", t.TempDir(), []string{"reference/nowhere"})
	if err == nil || !strings.Contains(err.Error(), "reference/nowhere") {
		t.Errorf("error %v", err)
	}
}
