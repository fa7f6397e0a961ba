package catalog

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestADialectIsReadAndWritten(t *testing.T) {
	for _, c := range []struct{ choices, text string }{
		{"", ""},
		{"E-03=label", ""}, // the reference's own
		{"E-64=26 E-03=error", "E-03=error,E-64=26"},
		{" e-41=DEVICEID ", "E-41=deviceid"},
	} {
		d, err := ParseDialect(strings.Fields(c.choices))
		if err != nil || d.String() != c.text {
			t.Errorf("%q is %q, %v", c.choices, d.String(), err)
		}
		again, err := ParseDialect(slices.DeleteFunc(strings.Split(c.text, ","), func(s string) bool { return s == "" }))
		if err != nil || again != d {
			t.Errorf("%q is read as %q, %v", c.text, again.String(), err)
		}
	}
	var own Dialect
	for _, e := range Errata {
		if len(e.Readings) > 0 && own.Takes(e.ID) != e.Readings[0].Name {
			t.Errorf("%s: the reference takes %s", e.ID, own.Takes(e.ID))
		}
	}
}

func TestADialectThatNobodyKnowsIsRefusedWithWhatThereIs(t *testing.T) {
	for _, c := range []struct{ choices, says, known string }{
		{"E-03=lable", `"E-03=lable"`, "E-03=error"},
		{"E-03", `"E-03="`, "E-03=error"},
		{"E-99=x", `"E-99"`, "E-68"},
		{"=", `""`, "E-01"},
		{"E-04=x", "E-04 has one reading only", ""},
		{"E-03=error E-03=label", "E-03 is chosen twice", ""},
	} {
		d, err := ParseDialect(strings.Fields(c.choices))
		if err == nil || !strings.Contains(err.Error(), c.says) || d != (Dialect{}) {
			t.Errorf("%q: %v", c.choices, err)
		}
		var unknown *UnknownReading
		if errors.As(err, &unknown) != (c.known != "") || unknown != nil && !slices.Contains(unknown.Known, c.known) {
			t.Errorf("%q: %v does not list %q", c.choices, err, c.known)
		}
	}
}

func TestADialectHasRoomForEveryErratum(t *testing.T) {
	if len(Errata) > maxErrata {
		t.Errorf("%d errata, room for %d", len(Errata), maxErrata)
	}
}
