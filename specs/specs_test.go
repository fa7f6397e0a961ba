package specs_test

import (
	"testing"

	"github.com/offhook/offhook/specs/harness"
	_ "github.com/offhook/offhook/specs/runner" // registers every chapter
)

func TestEverySpecNamesARequirementOfTheLedger(t *testing.T) {
	if err := harness.Check(); err != nil {
		t.Error(err)
	}
}

func TestEveryRequirementHasASpec(t *testing.T) {
	for _, r := range harness.Uncovered() {
		t.Errorf("%s has no spec: %s", r.ID, r.Statement)
	}
}
