package client

import (
	"context"
	"time"
)

// bound ends reads or writes when ctx ends, or after timeout where it is not 0.
// release must be called when they are over.
func bound(ctx context.Context, timeout time.Duration, set func(time.Time) error) (release func()) {
	var deadline time.Time
	if timeout > 0 {
		deadline = time.Now().Add(timeout)
	}
	if d, ok := ctx.Deadline(); ok && (deadline.IsZero() || d.Before(deadline)) {
		deadline = d
	}
	set(deadline)
	if ctx.Done() == nil {
		return func() {}
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		set(time.Unix(1, 0))
		close(ended)
	})
	return func() {
		if !stop() {
			<-ended // or it would end what comes next
		}
	}
}
