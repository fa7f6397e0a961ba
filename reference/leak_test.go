package reference_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/sim/client"
)

// TestThousandConnectionsLeaveNoGoroutine opens, uses and leaves a thousand
// connections, politely and in every rude way. When they are gone the running
// system has as many goroutines as before; when it is shut down, none.
func TestThousandConnectionsLeaveNoGoroutine(t *testing.T) {
	beforeStart := goleak.IgnoreCurrent()
	sys, err := reference.Start(t.Context(), reference.Config{DB: filepath.Join(t.TempDir(), "recordings.db"), Channels: 50})
	if err != nil {
		t.Fatal(err)
	}
	addr := sys.Addr().String()
	polite(t, addr) // what starts with the first client stays
	beforeClients := goleak.IgnoreCurrent()

	var visits []func(testing.TB, string)
	for _, r := range rudenesses(plantSecret(t)) {
		if !r.heavy {
			visits = append(visits, r.do)
		}
	}
	visits = append(visits, polite, leavesSubscribed, leavesMidCall)
	connections, atOnce := 1000, 50
	if testing.Short() {
		connections = 300
	}
	var next, all = make(chan func(testing.TB, string)), sync.WaitGroup{}
	for range atOnce {
		all.Go(func() {
			for visit := range next {
				visit(t, addr)
			}
		})
	}
	for i := range connections {
		next <- visits[i%len(visits)]
	}
	close(next)
	all.Wait()

	if err := goleak.Find(beforeClients); err != nil {
		t.Errorf("after the connections: %v", err)
	}
	shutdown(t, sys)
	if err := goleak.Find(beforeStart); err != nil {
		t.Errorf("after the shutdown: %v", err)
	}
}

// polite makes a call and says goodbye.
func polite(t testing.TB, addr string) {
	visit(t, addr, func(c *client.Conn) {
		for _, typ := range []string{"TEST", "CALLSTART", "CALLUPDATE", "DEVICESTATUS", "CALLSTOP"} {
			ask(t, c, typ, "DEVICEID", c.LocalAddr().String())
		}
	})
}

// leavesSubscribed goes with events on their way.
func leavesSubscribed(t testing.TB, addr string) {
	visit(t, addr, func(c *client.Conn) {
		ask(t, c, "EVENTS")
		ask(t, c, "CALLSTART", "DEVICEID", "noisy")
		ask(t, c, "CALLSTOP", "DEVICEID", "noisy")
		c.Reset()
	})
}

// leavesMidCall goes without ending what it began.
func leavesMidCall(t testing.TB, addr string) {
	visit(t, addr, func(c *client.Conn) {
		ask(t, c, "CALLSTART", "DEVICEID", "forgotten", "CALLINSTANCE", c.LocalAddr().String())
	})
}

// visit connects for as long as f lasts.
func visit(t testing.TB, addr string, f func(*client.Conn)) {
	c, err := client.Dial(context.Background(), addr, client.Options{Timeout: patience})
	if err != nil {
		t.Error(err)
		return
	}
	defer c.Close()
	f(c)
}

// ask demands API_OK, from any goroutine.
func ask(t testing.TB, c *client.Conn, typ string, nameValues ...string) {
	res, err := c.Do(context.Background(), client.NewRequest(typ, nameValues...))
	if err != nil {
		t.Errorf("%s: %v", typ, err)
	} else if !res.OK() {
		t.Errorf("%s: %s", typ, res.Raw)
	}
}
