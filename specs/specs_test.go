package specs_test

import (
	"testing"

	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/runner"
)

func TestEverySpecNamesARequirementOfTheLedger(t *testing.T) {
	if err := harness.Check(); err != nil {
		t.Error(err)
	}
}

func TestEveryRequirementHasASpec(t *testing.T) {
	for _, r := range harness.Uncovered() {
		t.Errorf("%s has neither a spec nor a reason to have none: %s", r.ID, r.Statement)
	}
}

func TestTheRequirementsCoverTheWholeAPI(t *testing.T) {
	rest, err := runner.Uncovered()
	if err != nil {
		t.Fatal(err)
	}
	rest.Each(func(kind, name string) { t.Errorf("no requirement with a spec covers the %s %s", kind, name) })
}
