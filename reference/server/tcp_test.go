package server

import (
	"net"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

func TestOneClientTooManyIsToldAndClosed(t *testing.T) {
	s := start(t, Config{MaxConns: 2, Events: "127.0.0.1:0"}, echo)
	a, b := dial(t, s.Addr()), dial(t, s.EventsAddr())
	a.serves(1)
	b.serves(1)
	refused := dial(t, s.Addr())
	refused.send(test(1)) // must not cost it the reply
	refused.expect(tag("REQUESTTYPE", ""), tag("REQUESTID", 0), tag("RESULTTYPE", "API_TOO_MANY_CLIENTS"), tag("RESULTCODE", 48))
	refused.expectEnd()
	a.serves(2)
	a.Close()
	eventually(t, "room again", func() bool { return s.Stats().Connections == 1 })
	dial(t, s.Addr()).serves(1)
	if got := s.Stats().Refused; got != 1 {
		t.Errorf("refused %d", got)
	}
}

func TestRefusedClientsThatStayDoNotHoldUpAccepting(t *testing.T) {
	s := start(t, Config{MaxConns: 1}, echo)
	first := dial(t, s.Addr())
	first.serves(1)
	for range 2 * maxRefusals {
		dial(t, s.Addr()) // neither reads nor closes
	}
	eventually(t, "all refused", func() bool { return s.Stats().Refused == 2*maxRefusals })
	first.Close()
	eventually(t, "room again", func() bool { return s.Stats().Connections == 0 })
	dial(t, s.Addr()).serves(1)
}

// flaky fails a few times before it accepts.
type flaky struct {
	net.Listener
	failures atomic.Int32
}

func (f *flaky) Accept() (net.Conn, error) {
	if f.failures.Add(-1) >= 0 {
		return nil, &net.OpError{Op: "accept", Net: "tcp", Err: syscall.EMFILE}
	}
	return f.Listener.Accept()
}

func TestAcceptGoesOnAfterRunningOutOfDescriptors(t *testing.T) {
	s := start(t, Config{}, echo)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	f := &flaky{Listener: l}
	f.failures.Store(3)
	s.running.Add(1)
	go s.accept(f, s.admit)
	dial(t, l.Addr()).serves(1)
	if n := f.failures.Load(); n > -1 {
		t.Errorf("%d failures left", n)
	}
}

func TestLargeMessageIsNotKeptInMemory(t *testing.T) {
	s := start(t, Config{}, echo)
	client, sock := net.Pipe()
	c := newConn(s, sock)
	s.running.Add(1)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.serve()
	}()
	go func() {
		defer client.Close()
		client.Write([]byte("<REQUEST><TYPE>TEST</TYPE><REQUESTID>1</REQUESTID>" + strings.Repeat("<A/>", 8000) + "</REQUEST>\r\n"))
		client.Read(make([]byte, 1000))
	}()
	<-ended
	if n := cap(c.msg.Fields); n > 0 || c.requests.Load() != 1 {
		t.Errorf("holds memory for %d fields after %d requests", n, c.requests.Load())
	}
}
