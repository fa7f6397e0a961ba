package reference_test

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/sim/client"
)

// patience ends a test that waits for what does not come.
const patience = 30 * time.Second

// startSystem starts a system that the test's end shuts down in order.
func startSystem(t testing.TB, cfg reference.Config) *reference.System {
	t.Helper()
	sys, err := reference.Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shutdown(t, sys) })
	return sys
}

func shutdown(t testing.TB, sys *reference.System) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := sys.Shutdown(ctx); err != nil {
		t.Error(err)
	}
}

// peer is a client whose failures end the test.
type peer struct {
	t testing.TB
	*client.Conn
}

func dial(t testing.TB, addr string) peer { return dialWith(t, addr, client.Options{}) }

func dialWith(t testing.TB, addr string, o client.Options) peer {
	t.Helper()
	if o.Timeout == 0 {
		o.Timeout = patience
	}
	c, err := client.Dial(context.Background(), addr, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return peer{t, c}
}

// do sends a request with names and values in turn and returns its result.
func (p peer) do(typ string, nameValues ...string) *client.Result {
	p.t.Helper()
	res, err := p.Do(context.Background(), client.NewRequest(typ, nameValues...))
	if err != nil {
		p.t.Fatalf("%s: %v", typ, err)
	}
	return res
}

// ok is do where anything but API_OK is a failure.
func (p peer) ok(typ string, nameValues ...string) *client.Result {
	p.t.Helper()
	res := p.do(typ, nameValues...)
	if !res.OK() {
		p.t.Fatalf("%s %q: %s", typ, nameValues, res.Raw)
	}
	return res
}

// say sends bytes as they are.
func (p peer) say(text string) {
	p.t.Helper()
	if err := p.WriteRaw(context.Background(), []byte(text)); err != nil {
		p.t.Fatal(err)
	}
}

// hear returns the next result.
func (p peer) hear() *client.Result {
	p.t.Helper()
	m, err := p.Receive(context.Background())
	if err != nil {
		p.t.Fatal(err)
	}
	if m.Result == nil {
		p.t.Fatalf("not a result: %s", m.Raw)
	}
	return m.Result
}

// rawDial connects without a client's manners.
func rawDial(t testing.TB, addr string) *net.TCPConn {
	t.Helper()
	c, err := net.DialTimeout("tcp", addr, patience)
	if err != nil {
		t.Fatal(err)
	}
	c.SetDeadline(time.Now().Add(patience))
	t.Cleanup(func() { c.Close() })
	return c.(*net.TCPConn)
}

// eventually waits until cond holds.
func eventually(t testing.TB, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !cond(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never happened: %s", what)
		}
	}
}

// eventStream collects the events of a subscription until the connection ends.
type eventStream struct {
	mu   sync.Mutex
	list []*client.Event
	end  chan struct{}
}

// subscribe collects all events of a class; "" is every class.
func subscribe(t testing.TB, addr, class string) *eventStream {
	t.Helper()
	sub, err := client.Subscribe(context.Background(), addr, class, "", client.Options{Timeout: patience})
	if err != nil {
		t.Fatal(err)
	}
	s := &eventStream{end: make(chan struct{})}
	go func() {
		defer close(s.end)
		for {
			ev, err := sub.Next(context.Background())
			if err != nil {
				return
			}
			s.mu.Lock()
			s.list = append(s.list, ev)
			s.mu.Unlock()
		}
	}()
	t.Cleanup(func() {
		sub.Close()
		<-s.end
	})
	return s
}

// all returns the events of a type that have come so far; "" is every type.
func (s *eventStream) all(typ string) []*client.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	var some []*client.Event
	for _, ev := range s.list {
		if typ == "" || ev.Type == typ {
			some = append(some, ev)
		}
	}
	return some
}
