package faults_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/faults"
	"github.com/offhook/offhook/reference/server"
)

func request(function string) *catalog.Request {
	return &catalog.Request{Function: catalog.Lookup(function)}
}

// change sets rules.
func change(t *testing.T, x *faults.Injector, f func(*faults.Rules)) {
	t.Helper()
	if err := x.Change(f); err != nil {
		t.Fatal(err)
	}
}

func TestWithoutRulesEverythingPassesAtNoCost(t *testing.T) {
	x := faults.New(1)
	req := request("CALLSTART")
	if n := testing.AllocsPerRun(100, func() {
		if x.Intercept(req) != (server.Verdict{}) {
			t.Fatal("something was done")
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestTheSameSeedDrawsTheSame(t *testing.T) {
	drawn := func(x *faults.Injector) (s string) {
		change(t, x, func(r *faults.Rules) { r.Drop[faults.Every] = faults.Drop{Lose: faults.Reply, Percent: 50} })
		for range 64 {
			s += fmt.Sprint(x.Intercept(request("TEST")).Fate)
		}
		return s
	}
	x := faults.New(7)
	first := drawn(x)
	x.Reset()
	if again := drawn(x); again != first {
		t.Errorf("after a reset\n%s instead of\n%s", again, first)
	}
	if drawn(faults.New(8)) == first {
		t.Error("another seed draws the same")
	}
}

func TestNextIsExactUnderLoad(t *testing.T) {
	x := faults.New(1)
	const next, clients = 500, 8
	change(t, x, func(r *faults.Rules) { r.Force["CALLSTOP"] = faults.Force{Code: 12, Next: next} })
	var forced atomic.Int64
	var done sync.WaitGroup
	for range clients {
		done.Go(func() {
			for range next {
				if v := x.Intercept(request("CALLSTOP")); v.Fate == server.Answered && v.Answer.Code == 12 {
					forced.Add(1)
				}
			}
		})
	}
	done.Wait()
	if n := forced.Load(); n != next {
		t.Errorf("%d were answered, not %d", n, next)
	}
	if r := x.Rules(); len(r.Force) > 0 {
		t.Errorf("left: %v", r.Force)
	}
}

func TestARuleTakenBackKeepsNobodyWaiting(t *testing.T) {
	x := faults.New(1)
	change(t, x, func(r *faults.Rules) { r.Latency["TEST"] = faults.Latency{Fixed: faults.Duration(20 * time.Second)} })
	done := make(chan server.Verdict)
	go func() { done <- x.Intercept(request("TEST")) }()
	go func() {
		for len(x.Rules().Latency) > 0 {
			time.Sleep(time.Millisecond)
			x.Reset()
		}
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Error("it waits on")
	}
}

func TestRulesThatMakeNoSenseChangeNothing(t *testing.T) {
	x := faults.New(1)
	err := x.Change(func(r *faults.Rules) {
		r.QueueFull = true
		r.Force["CALLSTOP"] = faults.Force{Code: 19}
	})
	if err == nil || x.Rules().QueueFull || x.Intercept(request("TEST")).Fate != server.Passed {
		t.Errorf("%v, %+v", err, x.Rules())
	}
}
