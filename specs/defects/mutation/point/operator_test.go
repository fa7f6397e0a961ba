package point

import "testing"

// TestOnlyTheActiveMutantDiffers: each operator does what it stands for, and
// something else for each of its mutants.
func TestOnlyTheActiveMutantDiffers(t *testing.T) {
	defer func(was int) { active = was }(active)
	yes, no := func() bool { return true }, func() bool { return false }
	for name, c := range map[string]struct {
		of   func() any
		want []any // without a mutant, then with number 10, 11 and so on
	}{
		"Cond":           {func() any { return Cond(10, true) }, []any{true, true, false}},
		"Cond of false":  {func() any { return Cond(10, false) }, []any{false, true, false}},
		"False":          {func() any { return False(10, true) }, []any{true, false}},
		"Not":            {func() any { return Not(10, true) }, []any{true, false}},
		"And":            {func() any { return And(10, true, no) }, []any{false, true, true, false}},
		"And of false":   {func() any { return And(10, false, yes) }, []any{false, true, false, true}},
		"Or":             {func() any { return Or(10, true, no) }, []any{true, false, true, false}},
		"Or of false":    {func() any { return Or(10, false, yes) }, []any{true, false, false, true}},
		"Less":           {func() any { return Less(10, 1, 1) }, []any{false, true}},
		"Less of less":   {func() any { return Less(10, 1, 2) }, []any{true, true}},
		"AtMost":         {func() any { return AtMost(10, 1, 1) }, []any{true, false}},
		"AtMost of more": {func() any { return AtMost(10, 2, 1) }, []any{false, false}},
		"More":           {func() any { return More(10, 1, 1) }, []any{false, true}},
		"More of more":   {func() any { return More(10, 2, 1) }, []any{true, true}},
		"AtLeast":        {func() any { return AtLeast(10, 1, 1) }, []any{true, false}},
		"Plus":           {func() any { return Plus(10, 5, 2) }, []any{7, 3}},
		"Minus":          {func() any { return Minus(10, 5, 2) }, []any{3, 7}},
		"Times":          {func() any { return Times(10, 6, 2) }, []any{12, 3}},
		"Times by none":  {func() any { return Times(10, 6, 0) }, []any{0, 6}},
		"Over":           {func() any { return Over(10, 6, 2) }, []any{3, 12}},
		"Rest":           {func() any { return Rest(10, 7, 2) }, []any{1, 3}},
		"Both":           {func() any { return Both(10, 6, 3) }, []any{2, 7}},
		"Either":         {func() any { return Either(10, 6, 3) }, []any{7, 2}},
		"Join":           {func() any { return Join(10, "a", "b") }, []any{"ab", "a", "b"}},
		"Number":         {func() any { return Number(10, 5) }, []any{5, 6, 4}},
		"Next":           {func() any { return Next(10, byte(255)) }, []any{byte(255), byte(0)}},
		"Before":         {func() any { return Before(10, 5) }, []any{5, 4}},
		"Span":           {func() any { return Span(10, 5) }, []any{5, 10, 0}},
		"Text":           {func() any { return Text(10, "a") }, []any{"a", ""}},
		"Text of none":   {func() any { return Text(10, "") }, []any{"", "mutant"}},
		"Case":           {func() any { return Case(10, 0) }, []any{0, 85}},
		"Zero":           {func() any { return Zero(10, "a") }, []any{"a", ""}},
		"On":             {func() any { return On(10) }, []any{true, false}},
	} {
		for i, want := range c.want {
			if active = 9 + i; i == 0 {
				active = None
			}
			if got := c.of(); got != want {
				t.Errorf("%s with mutant %d: %v instead of %v", name, active, got, want)
			}
		}
		if active = 10 + len(c.want) - 1; c.of() != c.want[0] {
			t.Errorf("%s: a mutant of its neighbour changes it", name)
		}
	}
}

// TestReachedIsWhatWouldDiffer: a mutant that is evaluated to the same value is
// not reached.
func TestReachedIsWhatWouldDiffer(t *testing.T) {
	recording = true
	defer func() { recording = false }()
	taken()
	Cond(1, true)                                     // never true: 2
	Less(3, 1, 2)                                     // no boundary
	Less(4, 2, 2)                                     // 4
	Plus(5, 1, 0)                                     // no difference
	Zero(6, "")                                       // none either
	And(7, false, func() bool { panic("evaluated") }) // || and b alone may differ: 7, 9
	On(20)
	want := []int{2, 4, 7, 9, 20}
	got := taken()
	if len(got) != len(want) {
		t.Fatalf("reached %v instead of %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("reached %v instead of %v", got, want)
		}
	}
	if again := taken(); len(again) > 0 {
		t.Errorf("%v is told again", again)
	}
}
