package harness

import (
	"context"
	"strconv"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
)

// The target answers a command when it has sent it to its cores, as the result
// says; that the cores have carried it out by then nobody promises. Specs read
// what a command led to as soon as it is answered, so the run measures how long
// that takes and lets them wait as long.

const (
	lagTries = 3
	lagLimit = 2 * time.Second // no target that is slower can be told from a broken one
)

// measureLag measures, by calls on a device, how long after its answer the target
// shows what a command led to: 0 where it is there at once, or where calls cannot
// tell.
func (r *Run) measureLag(ctx context.Context, c *client.Conn) time.Duration {
	device := strconv.FormatInt(time.Now().UnixNano()%1e10, 10)
	if len(r.Target.Devices) > 0 {
		nobody := &T{run: r, alone: true}
		s, _ := r.pool.take(nobody, want{}, 1)
		if s == nil {
			return 0
		}
		defer r.pool.giveBack(nobody)
		device = s.devices[0]
	}
	var longest time.Duration
	for range lagTries {
		for _, typ := range []string{"CALLSTART", "CALLSTOP"} {
			res, err := c.Do(ctx, client.NewRequest(typ, "DEVICEID", device))
			if err != nil || res.Code != int(catalog.API_OK) {
				return 0
			}
			took, ok := r.shown(ctx, c, device, typ == "CALLSTART")
			if !ok {
				_, _ = c.Do(ctx, client.NewRequest("CALLSTOP", "DEVICEID", device))
				return 0
			}
			longest = max(longest, took)
		}
	}
	if longest == 0 {
		return 0
	}
	return 2*longest + 20*time.Millisecond
}

// shown waits until a device has an active call, or none, and returns how long
// after the first request the one was sent that found it so.
func (r *Run) shown(ctx context.Context, c *client.Conn, device string, active bool) (time.Duration, bool) {
	began, asked := time.Now(), time.Duration(0)
	for {
		res, err := c.Do(ctx, client.NewRequest("DEVICERECORDINGSTATUS", "DEVICEID", device))
		if err != nil || asked > r.scaled(lagLimit) {
			return 0, false
		}
		n := 0
		for _, f := range (&Reply{Result: res}).Recordings() {
			if f.Get("STOPTIME") == "" {
				n++
			}
		}
		if n > 0 == active {
			return asked, true
		}
		select {
		case <-ctx.Done():
			return 0, false
		case <-time.After(time.Millisecond):
		}
		asked = time.Since(began)
	}
}

// changed notes that something was answered which may have changed the target.
func (t *T) changed() { t.lastChange.Store(time.Now().UnixNano()) }

// caughtUp waits until the target shows what was changed before.
func (t *T) caughtUp() {
	at, r := t.lastChange.Load(), t.run
	if at == 0 || r.Target.Kind == Embedded || r.Target.ReadOnly {
		return
	}
	r.lagOnce.Do(func() {
		c, err := client.Dial(t.ctx, r.Target.API, client.Options{Timeout: r.scaled(eventually), Pace: t.pace})
		if err != nil {
			return
		}
		defer c.Close()
		if r.lag = r.measureLag(t.ctx, c); r.lag > 0 {
			t.Note("the target shows later than it answers what it has done: specs wait " + r.lag.Round(time.Millisecond).String() + " for it")
		}
	})
	if r.lag > 0 {
		t.pause(time.Until(time.Unix(0, at).Add(r.lag)))
	}
}
