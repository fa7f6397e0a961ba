package harness

import (
	"slices"
	"testing"
)

func TestAFailureSaysWhichPartOfTheAnswerIsWrong(t *testing.T) {
	const received = "<RESULT><RESULTCODE>8</RESULTCODE><DEVICE><ANI>555</ANI><COUNT>0</COUNT><USER1>a &amp; b</USER1><USER2/></DEVICE><DEVICE><ANI>556</ANI></DEVICE></RESULT>"
	for name, c := range map[string]struct {
		fail func(*T)
		want []string
	}{
		"a field":            {func(t *T) { t.Equal("ANI of the status", "555", "777") }, []string{"<ANI>555</ANI>"}},
		"an escaped value":   {func(t *T) { t.Equal("USER1", "a & b", "x") }, []string{"<USER1>a &amp; b</USER1>"}},
		"a blank field":      {func(t *T) { t.Equal("USER2", "", "x") }, []string{"<USER2/>"}},
		"another name":       {func(t *T) { t.Equal("the user's text", "a & b", "x") }, []string{"<USER1>a &amp; b</USER1>"}},
		"a number of things": {func(t *T) { t.Equal("the number of rows", 0, 1) }, nil},
		"a short value":      {func(t *T) { t.Equal("the flag", "0", "1") }, nil},
		"a field of numbers": {func(t *T) { t.Equal("COUNT", 0, 1) }, []string{"<COUNT>0</COUNT>"}},
		"what is not there":  {func(t *T) { t.Equal("DNIS", "", "1") }, nil},
		"one of":             {func(t *T) { t.OneOf("ANI", "556", "1", "2") }, []string{"<ANI>556</ANI>"}},
		"words":              {func(t *T) { t.Failf("no") }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			spec := &T{lastSent: "<REQUEST/>", lastReceived: received}
			_, f := spec.stopped(func() { c.fail(spec) })
			if f == nil || !slices.Equal(f.Wrong, c.want) {
				t.Errorf("%+v, want %q", f, c.want)
			}
		})
	}
}

func TestASecretIsMaskedInWhatIsWrongToo(t *testing.T) {
	spec := &T{lastReceived: "<RESULT><PASSWORD>open sesame</PASSWORD></RESULT>"}
	_, f := spec.stopped(func() { spec.Equal("PASSWORD", "open sesame", "x") })
	if len(f.Wrong) > 0 {
		t.Errorf("%q", f.Wrong)
	}
}

func TestWhatIsMarkedIsBounded(t *testing.T) {
	received := ""
	for i := range 100 {
		received += "<A>" + string(rune('0'+i)) + "</A>"
	}
	if got := wrongIn(received, []string{"A"}, nil); len(got) != maxWrong {
		t.Errorf("%d parts", len(got))
	}
}
