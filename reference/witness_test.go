package reference_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/offhook/offhook/sim/client"
)

// witness is a client that behaves, on a device of its own, and a subscriber
// that must hear of all it does.
type witness struct {
	t      testing.TB
	rounds atomic.Int64
	heard  *client.Subscription
	stop   context.CancelFunc
	done   sync.WaitGroup
}

const witnessDevice = "witness"

func newWitness(t testing.TB, addr string) *witness {
	t.Helper()
	sub, err := client.Subscribe(t.Context(), addr, "CALL", witnessDevice, client.Options{Timeout: patience})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	w := &witness{t: t, heard: sub, stop: stop}
	w.done.Go(func() {
		for ctx.Err() == nil {
			w.round(addr)
		}
	})
	t.Cleanup(w.end)
	return w
}

// round is one call from a new connection: whoever comes must be served, not
// only who is there.
func (w *witness) round(addr string) {
	c, err := client.Dial(context.Background(), addr, client.Options{Timeout: patience})
	if err != nil {
		w.t.Errorf("witness: %v", err)
		w.stop()
		return
	}
	defer c.Close()
	for _, typ := range []string{"CALLSTART", "CALLUPDATE", "CALLSTOP"} {
		res, err := c.Do(context.Background(), client.NewRequest(typ, "DEVICEID", witnessDevice, "USER1", "w"))
		if err != nil || !res.OK() {
			w.t.Errorf("witness: %s: %v %v", typ, res, err)
			w.stop()
			return
		}
	}
	for _, typ := range []string{"CALLSTART", "CALLSTOP"} {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		ev, err := w.heard.Next(ctx)
		cancel()
		if err != nil || ev.Type != typ || ev.Get("DEVICEID") != witnessDevice {
			w.t.Errorf("witness: event %v instead of %s: %v", ev, typ, err)
			w.stop()
			return
		}
	}
	w.rounds.Add(1)
}

// served is how many rounds were right.
func (w *witness) served() int64 { return w.rounds.Load() }

// end makes the witness stop after its round.
func (w *witness) end() {
	w.stop()
	w.done.Wait()
	w.heard.Close()
}
