package client

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// script is what a test's server does with one connection: in yields the
// requests as they stand on the wire, one a line.
type script func(c net.Conn, in *bufio.Reader)

// serve runs a server that does s with every connection, until the test ends.
func serve(t *testing.T, s script) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	var conns []net.Conn
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			conns = append(conns, c)
			mu.Unlock()
			wg.Go(func() {
				defer c.Close()
				s(c, bufio.NewReader(c))
			})
		}
	})
	t.Cleanup(func() {
		l.Close()
		mu.Lock()
		for _, c := range conns {
			c.Close()
		}
		mu.Unlock()
		wg.Wait()
	})
	return l.Addr().String()
}

var idOf = regexp.MustCompile(`<REQUESTID>(.*?)</REQUESTID>`)

// ok is the result that answers a request line.
func ok(line string) string {
	id := ""
	if m := idOf.FindStringSubmatch(line); m != nil {
		id = m[1]
	}
	return "<RESULT><REQUESTTYPE>TEST</REQUESTTYPE><REQUESTID>" + id + "</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE>" +
		"<RESULTCODE>20</RESULTCODE><RESULTMSG>API_OK</RESULTMSG></RESULT>\r\n"
}

func event(device string) string {
	return "<CALLCOPYEVENT><EVENTCLASS>CALL</EVENTCLASS><EVENTTYPE>CALLSTART</EVENTTYPE><MODULE>Api</MODULE>" +
		"<EVENTXREF>0</EVENTXREF><EVENTDATA><DEVICEID>" + device + "</DEVICEID><ANI></ANI></EVENTDATA></CALLCOPYEVENT>\r\n"
}

// echo answers every request.
func echo(c net.Conn, in *bufio.Reader) {
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		io.WriteString(c, ok(line))
	}
}

// silent reads and says nothing.
func silent(c net.Conn, in *bufio.Reader) { io.Copy(io.Discard, in) }

func dial(t *testing.T, addr string, o Options) *Conn {
	t.Helper()
	c, err := Dial(t.Context(), addr, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func TestDoNumbersItsRequestsAndReturnsTheResult(t *testing.T) {
	c := dial(t, serve(t, echo), Options{})
	for _, want := range []string{"1", "2", "3"} {
		res, err := c.Do(t.Context(), NewRequest("TEST"))
		if err != nil {
			t.Fatal(err)
		}
		if res.RequestID != want || !res.OK() || res.RequestType != "TEST" {
			t.Errorf("got %+v, want REQUESTID %s and API_OK", res, want)
		}
	}
	res, err := c.Do(t.Context(), NewRequest("TEST", "REQUESTID", "abc"))
	if err != nil || res.RequestID != "abc" {
		t.Errorf("an id by hand: %+v, %v", res, err)
	}
}

func TestDoKeepsEventsThatComeBeforeTheResult(t *testing.T) {
	c := dial(t, serve(t, func(c net.Conn, in *bufio.Reader) {
		line, _ := in.ReadString('\n')
		io.WriteString(c, event("1")+event("2")+ok(line)+event("3"))
		silent(c, in)
	}), Options{})
	if _, err := c.Do(t.Context(), NewRequest("TEST")); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1", "2", "3"} {
		ev, err := c.NextEvent(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if ev.Get("DEVICEID") != want || ev.Type != "CALLSTART" || ev.Class != "CALL" || ev.Module != "Api" || ev.XRef != "0" {
			t.Errorf("got %+v, want device %s", ev, want)
		}
	}
}

func TestALateReplyIsNeverTakenForTheNextRequests(t *testing.T) {
	c := dial(t, serve(t, func(c net.Conn, in *bufio.Reader) {
		line, _ := in.ReadString('\n')
		in.ReadString('\n')
		io.WriteString(c, ok(line))
		silent(c, in)
	}), Options{Timeout: 50 * time.Millisecond})
	if _, err := c.Do(t.Context(), NewRequest("TEST")); !errors.Is(err, ErrTimeout) || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v, want a timeout", err)
	}
	_, err := c.Do(t.Context(), NewRequest("TEST"))
	if !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), "dial again") {
		t.Errorf("got %v, want a broken connection that says what to do", err)
	}
}

func TestSilenceIsNotToldWithWhatCameBefore(t *testing.T) {
	c := dial(t, serve(t, func(c net.Conn, in *bufio.Reader) {
		line, _ := in.ReadString('\n')
		io.WriteString(c, ok(line))
		silent(c, in)
	}), Options{Timeout: 100 * time.Millisecond})
	if _, err := c.Do(t.Context(), NewRequest("TEST")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Do(t.Context(), NewRequest("TEST")); err == nil || strings.Contains(err.Error(), "last read") {
		t.Errorf("got %v, want silence without a quotation", err)
	}
}

func TestAResultForAnotherRequestIsReturnedAsAMismatch(t *testing.T) {
	c := dial(t, serve(t, func(c net.Conn, in *bufio.Reader) {
		in.ReadString('\n')
		io.WriteString(c, ok("<REQUESTID>77</REQUESTID>"))
		silent(c, in)
	}), Options{})
	res, err := c.Do(t.Context(), NewRequest("TEST"))
	var m *MismatchError
	if !errors.As(err, &m) || m.Sent != 1 || m.Got != "77" || res == nil {
		t.Fatalf("got %v, %v", res, err)
	}
	if _, err := c.Do(t.Context(), NewRequest("TEST")); !errors.Is(err, ErrBroken) {
		t.Errorf("got %v, want a broken connection", err)
	}
}

func TestAnUnsolicitedRefusalIsTheRequestsResult(t *testing.T) {
	c := dial(t, serve(t, func(c net.Conn, in *bufio.Reader) {
		io.WriteString(c, "<RESULT><REQUESTTYPE></REQUESTTYPE><REQUESTID>0</REQUESTID><RESULTTYPE>API_TOO_MANY_CLIENTS</RESULTTYPE><RESULTCODE>48</RESULTCODE></RESULT>\r\n")
		c.(*net.TCPConn).CloseWrite()
		silent(c, in)
	}), Options{})
	res, err := c.Do(t.Context(), NewRequest("TEST"))
	if err != nil || res.Code != 48 {
		t.Errorf("got %+v, %v", res, err)
	}
}

func TestUselessTargetsEndInBoundedTimeAndSayWhatToDo(t *testing.T) {
	for _, c := range []struct {
		name string
		s    script
		kind error
		says string
	}{
		{"silent", silent, ErrTimeout, "did not answer in time"},
		{"hangs up", func(c net.Conn, in *bufio.Reader) { in.ReadString('\n') }, ErrClosed, "without an answer"},
		{"hangs up in the middle", func(c net.Conn, in *bufio.Reader) {
			in.ReadString('\n')
			io.WriteString(c, "<RESULT><REQUESTID>1</REQ")
		}, ErrClosed, "middle of a message"},
		{"an HTTP server", func(c net.Conn, in *bufio.Reader) {
			in.ReadString('\n')
			io.WriteString(c, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
		}, ErrGarbage, "HTTP/1.1 400"},
		{"an SSH server", func(c net.Conn, in *bufio.Reader) {
			io.WriteString(c, "SSH-2.0-OpenSSH_9.2p1\r\n")
			silent(c, in)
		}, ErrGarbage, "SSH-2.0"},
		{"another document", func(c net.Conn, in *bufio.Reader) {
			in.ReadString('\n')
			io.WriteString(c, "<html><p>hello</p></html>\r\n")
			silent(c, in)
		}, ErrGarbage, "<html>"},
		{"not well-formed", func(c net.Conn, in *bufio.Reader) {
			in.ReadString('\n')
			io.WriteString(c, "<RESULT><REQUESTID>1</RESULT>\r\n")
			silent(c, in)
		}, ErrGarbage, "does not speak the API"},
		{"silent after an event", func(c net.Conn, in *bufio.Reader) {
			io.WriteString(c, event("1"))
			silent(c, in)
		}, ErrTimeout, "no whole answer in time, last read: \"<CALLCOPYEVENT>"},
		{"an endless message", func(c net.Conn, in *bufio.Reader) {
			in.ReadString('\n')
			io.WriteString(c, "<RESULT><A>")
			for chunk := bytes.Repeat([]byte("x"), 4096); ; {
				if _, err := c.Write(chunk); err != nil {
					return
				}
			}
		}, ErrGarbage, "does not speak the API"},
		{"one byte now and then", func(c net.Conn, in *bufio.Reader) {
			io.WriteString(c, "<RESULT>")
			for {
				if _, err := io.WriteString(c, " "); err != nil {
					return
				}
				time.Sleep(5 * time.Millisecond)
			}
		}, ErrTimeout, "no whole answer in time"},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn := dial(t, serve(t, c.s), Options{Timeout: 300 * time.Millisecond, MaxMessage: 1 << 20})
			_, err := conn.Do(t.Context(), NewRequest("TEST"))
			if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), conn.Addr()) {
				t.Errorf("got %v, want %q naming %s and saying %q", err, c.kind, conn.Addr(), c.says)
			}
			if _, err := conn.Do(t.Context(), NewRequest("TEST")); !errors.Is(err, ErrBroken) {
				t.Errorf("then: %v, want a broken connection", err)
			}
		})
	}
}

func TestWhatAServerSendsCostsBoundedMemory(t *testing.T) {
	long := `<CALLCOPYEVENT><EVENTDATA><ANI>` + strings.Repeat("1", 1<<20) + "</ANI></EVENTDATA></CALLCOPYEVENT>\r\n"
	for _, c := range []struct {
		name string
		says string
		send func(c net.Conn) error
	}{
		{"events for ever", "events and no result", func(c net.Conn) error { _, err := io.WriteString(c, long); return err }},
		{"elements without number", "tags, more than", func(c net.Conn) error {
			_, err := io.WriteString(c, "<RESULT>"+strings.Repeat("<A/>", DefaultMaxTags)+"</RESULT>\r\n")
			return err
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn := dial(t, serve(t, func(nc net.Conn, _ *bufio.Reader) {
				for c.send(nc) == nil {
				}
			}), Options{})
			_, err := conn.Do(t.Context(), NewRequest("TEST"))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
			if len(conn.queue) > maxQueued>>20+1 {
				t.Errorf("%d events of a MiB are kept", len(conn.queue))
			}
		})
	}
}

func TestDialSaysWhyAServerCannotBeReached(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free := l.Addr().String()
	l.Close()
	for _, c := range []struct{ name, addr, says string }{
		{"nobody listens", free, "connection refused"},
		{"no port", "127.0.0.1", "HOST:PORT"},
		{"port out of range", "127.0.0.1:99999", "invalid port"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Dial(t.Context(), c.addr, Options{Timeout: time.Second})
			if !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), c.addr) {
				t.Errorf("got %v, want one that says %q", err, c.says)
			}
		})
	}
}

func TestCancelEndsAWaitAtOnce(t *testing.T) {
	c := dial(t, serve(t, silent), Options{Timeout: time.Minute})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := c.Do(ctx, NewRequest("TEST")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want canceled", err)
	}
}

func TestReceiveMayGoOnAfterATimeoutInTheMiddleOfAMessage(t *testing.T) {
	more := make(chan struct{})
	c := dial(t, serve(t, func(c net.Conn, in *bufio.Reader) {
		whole := event("5")
		io.WriteString(c, whole[:40])
		<-more
		io.WriteString(c, whole[40:])
		silent(c, in)
	}), Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.NextEvent(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v, want a timeout", err)
	}
	close(more)
	ev, err := c.NextEvent(t.Context())
	if err != nil || ev.Get("DEVICEID") != "5" {
		t.Errorf("got %+v, %v", ev, err)
	}
}

func TestPipelinedRequestsAreAnsweredInOrder(t *testing.T) {
	c := dial(t, serve(t, echo), Options{})
	const n = 500
	sent := make(chan error, 1)
	go func() {
		for range n {
			if err := c.Send(t.Context(), NewRequest("TEST")); err != nil {
				sent <- err
				return
			}
		}
		sent <- c.CloseWrite()
	}()
	for i := 1; i <= n; i++ {
		m, err := c.Receive(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if m.Result == nil || m.Result.RequestID != fmt.Sprint(i) {
			t.Fatalf("answer %d: %s", i, m.Raw)
		}
	}
	if err := <-sent; err != nil {
		t.Error(err)
	}
	if _, err := c.Receive(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("after the half-close: %v, want the server's end", err)
	}
}

func TestTraceSeesEveryByteBothWays(t *testing.T) {
	var mu sync.Mutex
	var seen [2]bytes.Buffer
	c := dial(t, serve(t, echo), Options{Trace: func(d Direction, at time.Time, b []byte) {
		mu.Lock()
		defer mu.Unlock()
		seen[d].Write(b)
	}})
	if _, err := c.Do(t.Context(), NewRequest("TEST")); err != nil {
		t.Fatal(err)
	}
	if err := c.WriteRaw(t.Context(), []byte("raw <REQUESTID>9</REQUESTID>\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Receive(t.Context()); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	if got, want := seen[Sent].String(), string(NewRequest("TEST").Append(nil))+"raw <REQUESTID>9</REQUESTID>\n"; got != want {
		t.Errorf("sent: %q, want %q", got, want)
	}
	if got, want := seen[Received].String(), ok("<REQUESTID>1</REQUESTID>")+ok("<REQUESTID>9</REQUESTID>"); got != want {
		t.Errorf("received: %q, want %q", got, want)
	}
}

func TestDoFromManyGoroutinesKeepsAnswersApart(t *testing.T) {
	c := dial(t, serve(t, echo), Options{})
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 50 {
				id := int32(1 + g*1000 + i)
				res, err := c.Do(t.Context(), &Request{Type: "TEST", ID: id})
				if err != nil || res.RequestID != fmt.Sprint(id) {
					t.Errorf("request %d: %+v, %v", id, res, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestSubscribe(t *testing.T) {
	addr := serve(t, func(c net.Conn, in *bufio.Reader) {
		line, _ := in.ReadString('\n')
		if !strings.Contains(line, "<EVENTCLASS>CALL</EVENTCLASS><EVENTVALUE>5</EVENTVALUE>") {
			io.WriteString(c, strings.NewReplacer("API_OK", "API_EVENT_TYPE_INVALID", "20", "30").Replace(ok(line)))
			return
		}
		io.WriteString(c, strings.Replace(ok(line), "</RESULT>", "<EVENTXREF>3</EVENTXREF></RESULT>", 1)+event("5")+event("6"))
	})
	s, err := Subscribe(t.Context(), addr, "CALL", "5", Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if s.XRef != "3" {
		t.Errorf("XRef %q, want 3", s.XRef)
	}
	for _, want := range []string{"5", "6"} {
		if ev, err := s.Next(t.Context()); err != nil || ev.Get("DEVICEID") != want {
			t.Errorf("got %+v, %v, want device %s", ev, err, want)
		}
	}
	if _, err := s.Next(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v, want the stream's end", err)
	}

	_, err = Subscribe(t.Context(), addr, "NONSENSE", "", Options{})
	var refused *RefusedError
	if !errors.As(err, &refused) || refused.Result.Code != 30 {
		t.Errorf("got %v, want a refusal", err)
	}
}
