package reports

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func spec(state State, requirements ...string) Spec {
	return Spec{ID: "S", Requirements: requirements, Level: Must, State: state}
}

func TestVerdictAndExitCodeFollowFromTheSpecs(t *testing.T) {
	ledger := []Requirement{{ID: "A-1"}}
	tests := []struct {
		name          string
		run           Conform
		want          Verdict
		exit, lenient int
	}{
		{"all passed", Conform{Ledger: ledger, Specs: []Spec{spec(Passed, "A-1")}}, Conforms, 0, 0},
		{"a warning conforms", Conform{Specs: []Spec{spec(Passed, "A-1"), spec(Warned, "A-2")}}, Conforms, 0, 0},
		{"a failure", Conform{Specs: []Spec{spec(Passed, "A-1"), spec(Failed, "A-1")}}, Nonconforming, 1, 1},
		{"a failure beside a skip", Conform{Specs: []Spec{spec(Skipped, "A-1"), spec(Failed, "A-2")}}, Nonconforming, 1, 1},
		{"a failure in an aborted run", Conform{Aborted: "interrupted", Specs: []Spec{spec(Failed, "A-1")}}, Nonconforming, 1, 1},
		{"a skip is never a pass", Conform{Specs: []Spec{spec(Passed, "A-1"), spec(Skipped, "A-1")}}, Incomplete, 3, 0},
		{"a skip without requirement", Conform{Specs: []Spec{spec(Passed, "A-1"), spec(Skipped)}}, Incomplete, 3, 0},
		{"everything skipped", Conform{Specs: []Spec{spec(Skipped, "A-1")}}, Incomplete, 3, 0},
		{"a requirement without spec", Conform{Ledger: ledger, Specs: []Spec{spec(Passed, "A-2")}}, Incomplete, 3, 0},
		{"aborted", Conform{Aborted: "interrupted", Specs: []Spec{spec(Passed, "A-1")}}, Incomplete, 3, 0},
		{"a spec without outcome", Conform{Specs: []Spec{spec(Passed), spec("")}}, Incomplete, 3, 0},
		{"nothing ran", Conform{}, Incomplete, 3, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.run.Finish()
			if tt.run.Verdict != tt.want {
				t.Errorf("verdict %q, want %q", tt.run.Verdict, tt.want)
			}
			if got := tt.run.ExitCode(false); got != tt.exit {
				t.Errorf("exit code %d, want %d", got, tt.exit)
			}
			if got := tt.run.ExitCode(true); got != tt.lenient {
				t.Errorf("exit code %d with --allow-incomplete, want %d", got, tt.lenient)
			}
		})
	}
}

func TestUnfinishedRunIsNoSuccess(t *testing.T) {
	c := Conform{Specs: []Spec{spec(Passed)}}
	if got := c.ExitCode(true); got != 3 {
		t.Errorf("exit code %d, want 3", got)
	}
}

func TestWorstSpecDecidesARequirement(t *testing.T) {
	tests := []struct {
		name   string
		states []State
		want   string
	}{
		{"all passed", []State{Passed, Passed}, "verified"},
		{"one failed", []State{Passed, Failed, Skipped}, "failed"},
		{"one skipped", []State{Passed, Skipped}, "unverified"},
		{"skipped outweighs warned", []State{Warned, Skipped}, "unverified"},
		{"one warned", []State{Warned, Passed}, "warned"},
		{"none", nil, "unverified"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := Conform{Ledger: []Requirement{{ID: "A-1"}}}
			for _, s := range tt.states {
				c.Specs = append(c.Specs, spec(s, "A-1"))
			}
			c.Finish()
			if got := c.Ledger[0].State; got != tt.want {
				t.Errorf("state %q, want %q", got, tt.want)
			}
			r := c.Requirements
			if r.Total != 1 || r.Verified+r.Failed+r.Warned+r.Unverified != 1 {
				t.Errorf("counts do not add up: %+v", r)
			}
		})
	}
}

func TestFinishAgainChangesNothing(t *testing.T) {
	for name, c := range map[string]*Conform{"rich": rich(), "hostile": hostileRun()} {
		c.Specs[0].Message = long(3 * maxField)
		c.Specs[0].Exchanges = long(2 * maxTranscript)
		c.Finish()
		want := copyOf(c)
		c.Finish()
		if diff := cmp.Diff(want, c); diff != "" {
			t.Errorf("%s: the second Finish changed the run:\n%s", name, diff)
		}
	}
}

func copyOf(c *Conform) *Conform {
	d := *c
	d.Specs = append([]Spec{}, c.Specs...)
	d.Ledger = append([]Requirement{}, c.Ledger...)
	d.Readings = map[string]string{}
	for k, v := range c.Readings {
		d.Readings[k] = v
	}
	return &d
}

func TestSpecsAreInTheManualsOrder(t *testing.T) {
	var ids []string
	for _, s := range rich().Specs {
		ids = append(ids, s.ID)
	}
	want := []string{"TEST-1", "CALLSTOP-3", "CALLSTOP-4", "CALLSTOP-10"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
}

func TestFinishAddsRequirementsThatTheLedgerLacks(t *testing.T) {
	c := rich()
	last := c.Ledger[len(c.Ledger)-1]
	want := Requirement{ID: "CALLSTOP-10", Level: Must, Chapter: "Call Handling", State: "unverified"}
	if last != want {
		t.Errorf("got %+v, want %+v", last, want)
	}
	if want := (Requirements{Total: 5, Verified: 1, Failed: 1, Warned: 1, Unverified: 2}); c.Requirements != want {
		t.Errorf("got %+v, want %+v", c.Requirements, want)
	}
}

func TestFinishTakesTheStatementFromTheLedger(t *testing.T) {
	if got, want := rich().Specs[1].Statement, "A stop that names an instance ends that one only."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestIDsAreComparedByTheirNumbers(t *testing.T) {
	for _, pair := range [][2]string{
		{"A-3", "A-10"}, {"A-3", "B-1"}, {"A", "A-1"}, {"A-3", "A-3/x"}, {"A-03", "A-10"}, {"", "A"}, {"A-9", "A-9a"},
	} {
		if compareIDs(pair[0], pair[1]) >= 0 || compareIDs(pair[1], pair[0]) <= 0 {
			t.Errorf("%q does not come before %q", pair[0], pair[1])
		}
	}
	if compareIDs("A-1", "A-1") != 0 {
		t.Error("an id is not equal to itself")
	}
}

// A target that answers everything with a lot of garbage must not fill the
// memory of those who read about it.
func TestWhatFailuresSayTogetherIsBounded(t *testing.T) {
	c := &Conform{}
	garbage := strings.Repeat("<", 8<<10)
	for i := range 1600 {
		c.Specs = append(c.Specs, Spec{ID: fmt.Sprintf("A-%d", i+1), State: Failed, Message: garbage, Sent: garbage, Received: garbage, Expected: garbage, Wrong: []string{garbage}})
	}
	c.Finish()
	if got := c.Specs[0].Received; got != garbage {
		t.Errorf("the first failure keeps %d bytes", len(got))
	}
	last := c.Specs[len(c.Specs)-1]
	if len(last.Received) > maxLate || !strings.Contains(last.Received, "bytes left out") {
		t.Errorf("the last failure keeps %d bytes: %s", len(last.Received), last.Received)
	}
	for name, write := range map[string]func(io.Writer) error{"json": c.WriteJSON, "html": c.WriteHTML, "junit": c.WriteJUnit} {
		if n := len(render(t, write)); n > 90<<20 {
			t.Errorf("%s: %d bytes", name, n)
		} else {
			t.Logf("%s: %d bytes", name, n)
		}
	}
	want := copyOf(c)
	c.Finish()
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error("the second Finish changed the run")
	}
}
