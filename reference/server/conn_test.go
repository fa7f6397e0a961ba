package server

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

func TestPipelinedRequestsAreAnsweredInOrder(t *testing.T) {
	p := dial(t, start(t, Config{}, echo).Addr())
	const n = 2000
	var all strings.Builder
	for i := 1; i <= n; i++ {
		all.WriteString(request("CALLSTART", i, "DEVICEID", fmt.Sprint("d", i)))
	}
	go io.WriteString(p, all.String())
	for i := 1; i <= n; i++ {
		p.expect(tag("REQUESTTYPE", "CALLSTART"), tag("REQUESTID", i), tag("RESULTMSG", fmt.Sprint("d", i)))
	}
}

func TestRequestsMayArriveByteByByte(t *testing.T) {
	p := dial(t, start(t, Config{}, echo).Addr())
	for i := 1; i <= 3; i++ {
		for _, b := range []byte(request("CALLSTOP", i, "DEVICEID", "5&amp;5")) {
			p.send(string(b))
		}
		p.expect(tag("REQUESTID", i), tag("RESULTMSG", "5&amp;5"))
	}
}

func TestRequestMayBeSpelledInAnyCase(t *testing.T) {
	p := dial(t, start(t, Config{}, echo).Addr())
	p.send("<request><type>test</type><requestId>9</requestId></request>\n")
	p.expect(tag("REQUESTTYPE", "TEST"), tag("REQUESTID", 9), tag("RESULTCODE", 20))
}

func TestHalfClosedClientGetsAllItsAnswers(t *testing.T) {
	p := dial(t, start(t, Config{}, echo).Addr())
	for i := 1; i <= 300; i++ {
		p.send(test(i))
	}
	p.CloseWrite()
	for i := 1; i <= 300; i++ {
		p.expect(tag("REQUESTID", i))
	}
	p.expectEnd()
}

func TestResetInsideAMessageHarmsNobody(t *testing.T) {
	s := start(t, Config{}, echo)
	other := dial(t, s.Addr())
	other.serves(1)
	for range 20 {
		p := dial(t, s.Addr())
		p.serves(1)
		p.send("<REQUEST><TYPE>CALLSTART</TYPE><REQ")
		p.SetLinger(0)
		p.Close()
	}
	other.serves(2)
	eventually(t, "the reset ones gone", func() bool { return s.Stats().Connections == 1 })
}

func TestClientThatNeverReadsIsClosedAndSlowsNobody(t *testing.T) {
	long := strings.Repeat("x", 4000)
	s := start(t, Config{WriteTimeout: 300 * time.Millisecond}, handlerFunc(func(req *catalog.Request) catalog.Result {
		return catalog.Result{Code: catalog.API_OK, Message: long}
	}))
	greedy := dial(t, s.Addr())
	var sending sync.WaitGroup
	sending.Go(func() {
		for i := 1; i <= 10_000; i++ {
			if _, err := io.WriteString(greedy, test(i)); err != nil {
				return
			}
		}
	})
	other := dial(t, s.Addr())
	for i := 1; i <= 100; i++ {
		other.serves(i)
	}
	eventually(t, "closed for not reading", func() bool { return s.Stats().Connections == 1 })
	other.serves(101)
	sending.Wait()
}

func TestRepliesDoNotWaitForASlowRequestPipelinedAfterThem(t *testing.T) {
	release := make(chan struct{})
	s := start(t, Config{}, handlerFunc(func(req *catalog.Request) catalog.Result {
		switch req.ID {
		case 2:
			time.Sleep(2 * flushDelay)
		case 3:
			<-release
		}
		return catalog.OK()
	}))
	p := dial(t, s.Addr())
	p.send(test(1) + test(2) + test(3))
	p.expect(tag("REQUESTID", 1))
	p.expect(tag("REQUESTID", 2))
	close(release)
	p.expect(tag("REQUESTID", 3))
}

func TestPanicCostsOneConnectionAndIsAnswered(t *testing.T) {
	var log syncBuffer
	cfg := Config{Logger: slog.New(slog.NewTextHandler(&log, nil))}
	s := start(t, cfg, handlerFunc(func(req *catalog.Request) catalog.Result {
		if req.ID == 13 {
			panic("bad luck")
		}
		return catalog.OK()
	}))
	other, p := dial(t, s.Addr()), dial(t, s.Addr())
	p.send(test(12) + test(13) + test(14))
	p.expect(tag("REQUESTID", 12), tag("RESULTCODE", 20))
	p.expect(tag("REQUESTTYPE", "TEST"), tag("REQUESTID", 13), tag("RESULTCODE", 4), tag("RESULTTYPE", "API_ERROR_UNKNOWN"))
	p.expectEnd()
	other.serves(1)
	for _, part := range []string{"bad luck", "conn_test.go", p.LocalAddr().String()} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("the log does not say %q:\n%s", part, log.String())
		}
	}
}

func TestIdleConnectionIsClosedUnlessItSubscribed(t *testing.T) {
	s := start(t, Config{IdleTimeout: 400 * time.Millisecond}, echo)
	subscriber, idle := dial(t, s.Addr()), dial(t, s.Addr())
	subscriber.send(request("EVENTS", 0))
	subscriber.expect(tag("RESULTCODE", 20))
	idle.expectEnd()
	last := dial(t, s.Addr())
	last.expectEnd() // by now the subscriber has been idle for two timeouts
	s.Publish(happenings("77"))
	subscriber.expect(tag("DEVICEID", "77"))
	subscriber.serves(2)
}

func TestThousandConnectionsLeaveNothingBehind(t *testing.T) {
	s := start(t, Config{}, echo)
	for range 20 {
		var clients sync.WaitGroup
		for range 50 {
			p := dial(t, s.Addr())
			clients.Go(func() {
				p.serves(1)
				p.Close()
			})
		}
		clients.Wait()
	}
	eventually(t, "all gone", func() bool { return s.Stats().Connections == 0 })
	if got := s.Stats(); got.Accepted != 1000 || got.Requests != 1000 {
		t.Errorf("got %+v", got)
	}
	// TestMain looks for goroutines.
}

// syncBuffer is a log that tests may read while it is written.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
