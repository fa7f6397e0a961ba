package reference_test

import (
	"context"
	"net"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/sim/client"
)

// TestClientsMayComeBeforeStartReturns starts on a port that a client knows
// and tries all the time: its first request is served like any other.
func TestClientsMayComeBeforeStartReturns(t *testing.T) {
	for range 20 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		addr := l.Addr().String()
		l.Close()
		ctx, giveUp := context.WithCancel(t.Context())
		served := make(chan struct{})
		go func() {
			defer close(served)
			for ctx.Err() == nil {
				c, err := client.Dial(ctx, addr, client.Options{})
				if err != nil {
					continue // not yet
				}
				ask(t, c, "CALLSTART", "DEVICEID", "early")
				c.Close()
				return
			}
		}()
		sys, err := reference.Start(t.Context(), reference.Config{API: addr})
		if err != nil {
			giveUp()
			<-served
			t.Fatal(err)
		}
		<-served
		giveUp()
		shutdown(t, sys)
	}
}

// TestStartThatFailsLeavesNothingBehind starts where it cannot listen.
func TestStartThatFailsLeavesNothingBehind(t *testing.T) {
	taken := startSystem(t, reference.Config{}).Addr().String()
	before := goleak.IgnoreCurrent()
	db := filepath.Join(t.TempDir(), "recordings.db")
	for _, cfg := range []reference.Config{{API: taken, DB: db}, {Events: taken, DB: db}, {DB: filepath.Join(db, "no", "such")}} {
		if sys, err := reference.Start(t.Context(), cfg); err == nil {
			shutdown(t, sys)
			t.Errorf("%+v: started", cfg)
		}
	}
	if err := goleak.Find(before); err != nil {
		t.Error(err)
	}
	sys, err := reference.Start(t.Context(), reference.Config{DB: db}) // it was let go
	if err != nil {
		t.Fatal(err)
	}
	shutdown(t, sys)
}
