package near

import (
	"slices"
	"testing"
)

func TestMatchesAreTheNamesThatWereMeant(t *testing.T) {
	names := []string{"CALLSTART", "CALLSTOP", "CALLUPDATE", "CHATSTOP", "EMAIL", "COMBINEDEMAIL", "errata"}
	for _, c := range []struct {
		name, typed string
		want        []string
	}{
		{"a letter too few", "CALSTOP", []string{"CALLSTOP", "CHATSTOP"}},
		{"letters swapped, lower case", "clalstop", []string{"CALLSTOP", "CHATSTOP"}},
		{"a part", "mail", []string{"EMAIL", "COMBINEDEMAIL"}},
		{"other case of the name", "Errata", []string{"errata"}},
		{"nothing like it", "ZZZZZZ", nil},
		{"very long", string(make([]byte, 1<<20)), nil},
		{"empty", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Matches(c.typed, names, 3); !slices.Equal(got, c.want) {
				t.Errorf("Matches(%.20q) = %q, want %q", c.typed, got, c.want)
			}
		})
	}
}
