package reference_test

import (
	"context"
	"math"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/recorder"
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

func TestStartRefusesWhatCannotWork(t *testing.T) {
	diary := filepath.Join(t.TempDir(), "diary.txt")
	if err := os.WriteFile(diary, []byte("Dear diary, today I was taken for a database."), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		cfg  reference.Config
		says string
	}{
		{"a core that is none", reference.Config{Cores: []int{1, 0}}, "core 0"},
		{"a core twice", reference.Config{Cores: []int{2, 1, 2}}, "core 2 is named twice"},
		{"no channels", reference.Config{Channels: -1}, "-1 channels"},
		{"too many channels", reference.Config{Channels: 500_001}, "at most 1000000"},
		{"far too many channels", reference.Config{Channels: math.MaxInt}, "at most 1000000"},
		{"a schedule that is wrong", reference.Config{Schedules: []recorder.Schedule{{Name: "odd", Type: recorder.Percentage, Percent: 101}}}, `schedule "odd"`},
		{"a schedule on a core that is not there", reference.Config{Schedules: []recorder.Schedule{{Name: "lost", Type: recorder.Percentage, Cores: []int{1, 7}}}}, "no core 7"},
		{"another program's file", reference.Config{DB: diary}, "not a SQLite database"},
		{"a directory that is not there", reference.Config{DB: filepath.Join("no", "such", "dir.db")}, "does not exist"},
		{"an address that is none", reference.Config{API: "nowhere"}, "HOST:PORT"},
	} {
		sys, err := reference.Start(t.Context(), c.cfg)
		if err == nil {
			shutdown(t, sys)
		}
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestStartLeavesTheCallersConfigAsItIs(t *testing.T) {
	cores := []int{3, 1, 2}
	sys := startSystem(t, reference.Config{Cores: cores})
	if !slices.Equal(cores, []int{3, 1, 2}) || !slices.Equal(sys.Cores(), []int{1, 2, 3}) {
		t.Errorf("given %v, has %v", cores, sys.Cores())
	}
}
