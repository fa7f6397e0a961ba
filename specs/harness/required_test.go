package harness

import (
	"testing"

	"github.com/offhook/offhook/reference/catalog"
)

func TestRequiresWantsAMissingAndABlankValueRefused(t *testing.T) {
	target := system(t)
	for _, c := range []struct {
		name, parameter string
		also            []catalog.Code
		problem         string // "" where it is right
		reading         string
	}{
		{"required", "ROLENAME", nil, "", "distinct"},
		{"refused by another rule, perhaps", "ROLENAME", []catalog.Code{catalog.API_ROLE_NOT_FOUND}, "", ""},
		{"not required", "DESCRIPTION", nil, "the answer is 20 API_OK", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := NewRun(target, 1, 1)
			o := try(t, r, func(s *T) {
				role := s.Name("r")
				s.DeleteRole(role)
				s.Requires("MODIFYROLE", []string{"ACTION", "ADD", "ROLENAME", role, "DESCRIPTION", "x"}, c.parameter, c.also...)
			})
			if c.problem != "" {
				fails(t, o, c.problem)
				return
			}
			holds(t, o)
			if got := r.Readings()["E-64"]; got != c.reading {
				t.Errorf("reading of E-64 %q, want %q", got, c.reading)
			}
		})
	}
}
