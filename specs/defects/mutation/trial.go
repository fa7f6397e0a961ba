package mutation

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/offhook/offhook/specs/defects/mutation/point"
	"github.com/offhook/offhook/specs/harness"
)

// try starts the mutant and tries it by specs until one fails twice.
func (c *campaign) try(ctx context.Context, t *task, specs []*harness.Entry) (Result, error) {
	s, err := c.program.start(ctx, fmt.Sprintf("%s=%d", point.Active, t.mutant.ID))
	if s := (stillborn{}); errors.As(err, &s) {
		return Result{Status: Killed, How: Stillborn, Said: s.why}, nil
	}
	if err != nil {
		return Result{}, err
	}
	defer s.stop()
	quick, patient := harness.NewRun(s.target, 1, patience), harness.NewRun(s.target, 2, 1)
	for n := 1; len(specs) > 0 && ctx.Err() == nil; n = together {
		n = min(n, len(specs))
		now := specs[:n]
		specs = specs[n:]
		for _, e := range failing(ctx, quick, now) {
			if s.died() {
				break
			}
			// Never judged by a first impression: this machine may be busy.
			if o := patient.Try(ctx, e, true); o.Failure != nil && ctx.Err() == nil {
				return Result{Status: Killed, How: Fails, By: e.ID, Level: string(e.Requirement().Level), Said: o.Failure.Error()}, nil
			}
			t.doubts = append(t.doubts, e.ID)
		}
		t.tried += n
		if s.died() {
			return Result{Status: Killed, How: Dies, By: now[0].ID, Said: s.said.String()}, nil
		}
	}
	return Result{}, nil
}

// failing tries specs at once, then one by one those that have to be alone, and
// returns those that fail.
func failing(ctx context.Context, run *harness.Run, specs []*harness.Entry) (failed []*harness.Entry) {
	var all sync.WaitGroup
	outcomes := make([]harness.Outcome, len(specs))
	for i, e := range specs {
		all.Go(func() { outcomes[i] = run.Try(ctx, e, len(specs) == 1) })
	}
	all.Wait()
	for i, e := range specs {
		if outcomes[i].NeedsAll {
			outcomes[i] = run.Try(ctx, e, true)
		}
		if outcomes[i].Failure != nil {
			failed = append(failed, e)
		}
	}
	return failed
}
