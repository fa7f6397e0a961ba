package mutation

import (
	"strings"
	"testing"
)

// TestWhatIsInsideRaisesNoFigure: an expression that matches killed mutants
// takes them out of the count as well.
func TestWhatIsInsideRaisesNoFigure(t *testing.T) {
	why, err := explanations("inside\ta/hidden\\.go\tnot reached\nfree\tb/x\\.go \\| F\tanything goes\n")
	if err != nil {
		t.Fatal(err)
	}
	o := &Outcome{Results: map[string]Result{}}
	for _, c := range []struct {
		file, fn, status string
	}{
		{"a/hidden.go", "", Killed}, {"a/hidden.go", "", Survived}, {"b/x.go", "F", Survived}, {"b/x.go", "F", Killed}, {"b/x.go", "G", Killed}, {"b/x.go", "G", Unreached},
	} {
		m := &Mutant{Key: c.file + c.fn + c.status, File: c.file, Func: c.fn, Operator: condition}
		o.Mutants = append(o.Mutants, m)
		o.Results[m.Key] = Result{Mutant: *m, Status: c.status}
	}
	sum := o.view(why).Sum
	want := tally{Name: "all", All: 6, Inside: 2, InsideKilled: 1, Killed: 2, Free: 1, Open: 1}
	if sum != want {
		t.Errorf("%+v instead of %+v", sum, want)
	}
	if sum.Share() != "50.0 %" || sum.Raw() != "50.0 %" {
		t.Errorf("shares %s and %s", sum.Share(), sum.Raw())
	}
	var page strings.Builder
	if err := o.WriteReport(&page); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page.String(), "| all | 6 |") {
		t.Error(page.String())
	}
}

func TestExplanationsMatchSomething(t *testing.T) {
	why, err := explanations(explainedTSV)
	if err != nil {
		t.Fatal(err)
	}
	w, _ := wovenFrom(t, "reference/recorder", "reference/directory", "reference/wire")
	met := map[string]bool{}
	for i := range w.mutants {
		if e := explain(why, &w.mutants[i]); e != nil {
			met[e.Reason] = true
		}
	}
	for _, e := range why {
		if !met[e.Reason] {
			t.Errorf("nothing is explained by %q", e.Reason)
		}
	}
}
