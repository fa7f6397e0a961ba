package reference

import (
	"fmt"
	"sync/atomic"
	"time"
)

// maxAhead is how far the clock can be moved.
const maxAhead = 100 * 365 * 24 * time.Hour

// clock is the system's: the real time, moved forward as somebody asked for.
type clock struct{ ahead atomic.Int64 }

// Now is the system's time. It goes back with a reset only.
func (c *clock) Now() time.Time { return time.Now().Add(c.Ahead()) }

// Ahead is how far it is before the real time.
func (c *clock) Ahead() time.Duration { return time.Duration(c.ahead.Load()) }

// advance moves it forward.
func (c *clock) advance(d time.Duration) error {
	for {
		was := c.ahead.Load()
		if d < 0 || d > maxAhead-time.Duration(was) {
			return fmt.Errorf("reference: the clock moves forward only, and at most to %d years from now", maxAhead/(365*24*time.Hour))
		}
		if c.ahead.CompareAndSwap(was, was+int64(d)) {
			return nil
		}
	}
}
