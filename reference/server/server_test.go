package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/offhook/offhook/reference/catalog"
)

// TestMain fails the package if any test leaves a goroutine behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// handlerFunc is a Handler for tests.
type handlerFunc func(*catalog.Request) catalog.Result

func (f handlerFunc) Handle(req *catalog.Request) catalog.Result { return f(req) }

// echo answers API_OK with the DEVICEID as text.
var echo = handlerFunc(func(req *catalog.Request) catalog.Result {
	return catalog.Result{Code: catalog.API_OK, Message: req.Value(catalog.DEVICEID)}
})

// patience ends a test that waits for what does not come.
const patience = 20 * time.Second

// start serves on free ports of loopback until the test ends.
func start(t testing.TB, cfg Config, h Handler) *Server {
	t.Helper()
	cfg.API = "127.0.0.1:0"
	s, err := Listen(cfg, h)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shutdown(t, s) })
	return s
}

// shutdown ends s in order, or fails the test.
func shutdown(t testing.TB, s *Server) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := s.Shutdown(ctx); err != nil {
		t.Error(err)
	}
}

// peer is a client in a test.
type peer struct {
	t testing.TB
	*net.TCPConn
	in *bufio.Reader
}

func dial(t testing.TB, addr net.Addr) *peer {
	t.Helper()
	c, err := net.Dial("tcp", addr.String())
	if err != nil {
		t.Fatal(err)
	}
	c.SetDeadline(time.Now().Add(patience))
	p := &peer{t, c.(*net.TCPConn), bufio.NewReader(c)}
	t.Cleanup(func() { c.Close() })
	return p
}

func (p *peer) send(s string) {
	p.t.Helper()
	if _, err := io.WriteString(p, s); err != nil {
		p.t.Fatalf("send: %v", err)
	}
}

// line reads one message; none of ours holds a line end.
func (p *peer) line() string {
	p.t.Helper()
	s, err := p.in.ReadString('\n')
	if err != nil {
		p.t.Fatalf("read: %v after %q", err, s)
	}
	return strings.TrimSuffix(s, "\r\n")
}

// expect reads one message and checks that it holds every part.
func (p *peer) expect(parts ...string) string {
	p.t.Helper()
	s := p.line()
	for _, part := range parts {
		if !strings.Contains(s, part) {
			p.t.Fatalf("got %s\nwithout %s", s, part)
		}
	}
	return s
}

// expectEnd checks that the server closes, and sends nothing before.
func (p *peer) expectEnd() {
	p.t.Helper()
	rest, err := io.ReadAll(p.in)
	if err != nil || len(rest) > 0 {
		p.t.Fatalf("wanted the end, got %.200q, %v", rest, err)
	}
}

// serves checks that the connection is alive.
func (p *peer) serves(id int) {
	p.t.Helper()
	p.send(test(id))
	p.expect(tag("REQUESTTYPE", "TEST"), tag("REQUESTID", id), tag("RESULTCODE", 20))
}

// tag returns an element as it stands in a message.
func tag(name string, value any) string { return fmt.Sprintf("<%s>%v</%s>", name, value, name) }

// request returns a request with params given as NAME, VALUE, ….
func request(typ string, id int, params ...string) string {
	var b strings.Builder
	b.WriteString("<REQUEST>" + tag("TYPE", typ) + tag("REQUESTID", id))
	for i := 0; i < len(params); i += 2 {
		b.WriteString(tag(params[i], params[i+1]))
	}
	return b.String() + "</REQUEST>\r\n"
}

func test(id int) string { return request("TEST", id) }

// eventually waits until cond holds.
func eventually(t testing.TB, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !cond(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("never happened: " + what)
		}
	}
}

func TestListenSaysWhatToDoAboutAPortInUse(t *testing.T) {
	s := start(t, Config{}, echo)
	_, port, _ := net.SplitHostPort(s.Addr().String())
	for _, cfg := range []Config{
		{API: s.Addr().String()},
		{API: "127.0.0.1:0", Events: s.Addr().String()},
	} {
		_, err := Listen(cfg, echo)
		if !errors.Is(err, syscall.EADDRINUSE) {
			t.Fatalf("got %v", err)
		}
		flag := "--api"
		if cfg.Events != "" {
			flag = "--events"
		}
		for _, part := range []string{port, flag, "in use"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q does not say %q", err, part)
			}
		}
	}
}

func TestListenRefusesAnAddressThatIsNone(t *testing.T) {
	if _, err := Listen(Config{API: "nonsense"}, echo); err == nil || !strings.Contains(err.Error(), "HOST:PORT") {
		t.Fatalf("got %v", err)
	}
}

func TestEventsAddressSpeaksTheSameProtocol(t *testing.T) {
	s := start(t, Config{Events: "127.0.0.1:0"}, echo)
	if s.EventsAddr().String() == s.Addr().String() {
		t.Fatal("one address for both")
	}
	p := dial(t, s.EventsAddr())
	p.serves(1)
	p.send(request("EVENTS", 0))
	p.expect(tag("EVENTXREF", 0))
	s.Publish(happenings("1"))
	p.expect(tag("DEVICEID", "1"))
	if alone := start(t, Config{}, echo); alone.EventsAddr() != nil {
		t.Error("an events address that nobody asked for")
	}
}

func TestStatsCountWhatHappened(t *testing.T) {
	s := start(t, Config{}, echo)
	a, b := dial(t, s.Addr()), dial(t, s.Addr())
	a.serves(1)
	a.send("nonsense\r\n")
	a.expect(tag("RESULTCODE", 16))
	b.send(request("EVENTS", 0))
	b.expect(tag("RESULTCODE", 20))
	want := Stats{Connections: 2, Subscribers: 1, Accepted: 2, Requests: 3, Broken: 1, Failed: 1}
	if got := s.Stats(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	a.Close()
	b.Close()
	want.Connections, want.Subscribers = 0, 0
	eventually(t, "both gone, nothing forgotten", func() bool { return s.Stats() == want })
}
