//go:build unix

package server

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// Sizes of an exchange in bytes, line ends included.
const (
	benchRequest = 300
	benchReply   = 400
)

// benchMessages returns a CALLUPDATE and its RESULT of the sizes above, and
// the handler that gives that result.
func benchMessages(tb testing.TB) (req, res []byte, h Handler) {
	params := []string{"DEVICEID", "4711", "CALLINSTANCE", "1", "ANI", "5551234", "DNIS", "800", "GATE", "sales", "GROUP", "1", "USER1"}
	fixed := len(request("CALLUPDATE", 7, append(params, "")...))
	req = []byte(request("CALLUPDATE", 7, append(params, strings.Repeat("u", benchRequest-fixed))...))
	bound := catalog.Request{IDText: "7", TypeText: "CALLUPDATE"}
	result := catalog.Result{Code: catalog.API_OK, Message: "-"}
	short := catalog.AppendResult(nil, &bound, &result)
	result.Message = strings.Repeat("-", benchReply-len(short)-1)
	res = append(catalog.AppendResult(nil, &bound, &result), "\r\n"...)
	if len(req) != benchRequest || len(res) != benchReply {
		tb.Fatalf("%d and %d bytes", len(req), len(res))
	}
	return req, res, handlerFunc(func(req *catalog.Request) catalog.Result {
		if req.Value(catalog.DEVICEID) != "4711" {
			panic("bound wrongly")
		}
		return result
	})
}

// bare answers each benchRequest bytes with res and understands nothing: the
// yardstick.
func bare(l net.Listener, res []byte) {
	for {
		sock, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer sock.Close()
			in, out := bufio.NewReaderSize(sock, 8<<10), bufio.NewWriterSize(sock, 64<<10)
			req := make([]byte, benchRequest)
			for {
				if _, err := io.ReadFull(in, req); err != nil {
					return
				}
				out.Write(res)
				if in.Buffered() < benchRequest && out.Flush() != nil {
					return
				}
			}
		}()
	}
}

// BenchmarkExchange compares the server with a bare exchange of the same sizes
// between the same clients: run both, divide their req/s. cpu-ns/req is the time
// that client and server burn together, which other work on the machine
// disturbs less.
func BenchmarkExchange(b *testing.B) {
	req, res, handler := benchMessages(b)
	for _, load := range []struct{ conns, depth int }{{1, 1}, {64, 1}, {8, 16}} {
		name := fmt.Sprintf("%dx%d", load.conns, load.depth)
		b.Run(name+"/bare", func(b *testing.B) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			defer l.Close()
			go bare(l, res)
			drive(b, l.Addr(), load.conns, load.depth, req, res)
		})
		b.Run(name+"/server", func(b *testing.B) {
			s := start(b, Config{}, handler)
			drive(b, s.Addr(), load.conns, load.depth, req, res)
		})
		b.Run(name+"/subscriber", func(b *testing.B) { // every tenth request causes an event
			var s *Server
			var n atomic.Int64
			var order sync.Mutex
			s = start(b, Config{}, handlerFunc(func(req *catalog.Request) catalog.Result {
				if n.Add(1)%10 == 0 {
					order.Lock()
					s.Publish(happenings("4711"))
					order.Unlock()
				}
				return handler.Handle(req)
			}))
			p := dial(b, s.Addr())
			p.send(request("EVENTS", 1))
			p.expect(tag("RESULTCODE", 20))
			go io.Copy(io.Discard, p.in)
			drive(b, s.Addr(), load.conns, load.depth, req, res)
			if s.Stats().DroppedSubscribers > 0 {
				b.Fatal("the subscriber was too slow")
			}
		})
	}
}

// drive sends b.N requests over conns connections, depth at a time, and checks
// the first reply and the number of bytes of all.
func drive(b *testing.B, addr net.Addr, conns, depth int, req, res []byte) {
	batch := bytes.Repeat(req, depth)
	socks := make([]net.Conn, conns)
	for i := range socks {
		c, err := net.Dial("tcp", addr.String())
		if err != nil {
			b.Fatal(err)
		}
		defer c.Close()
		socks[i] = c
	}
	var left atomic.Int64
	left.Store(int64(b.N))
	var clients sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	burnt := cpuTime(b)
	for _, c := range socks {
		clients.Go(func() {
			replies := make([]byte, depth*benchReply)
			for left.Add(-int64(depth)) > -int64(depth) {
				if _, err := c.Write(batch); err != nil {
					b.Error(err)
					return
				}
				if _, err := io.ReadFull(c, replies); err != nil {
					b.Error(err)
					return
				}
				if !bytes.Equal(replies[:benchReply], res) {
					b.Errorf("got %s", replies[:benchReply])
					return
				}
			}
		})
	}
	clients.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
	b.ReportMetric(float64(cpuTime(b)-burnt)/float64(b.N), "cpu-ns/req")
}

// cpuTime is what the process has burnt so far.
func cpuTime(tb testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkPublish is what publishing costs the dispatcher, which holds its
// lock meanwhile.
func BenchmarkPublish(b *testing.B) {
	for _, n := range []int{0, 1, 10, 100} {
		b.Run(fmt.Sprintf("%d", n), func(b *testing.B) {
			var h hub
			for range n {
				s := &subscriber{conn: new(conn), wants: []want{{class: catalog.ClassAll}}}
				s.queue.init(1<<30, 1<<50)
				h.add(s)
			}
			events := happenings("4711")
			b.ReportAllocs()
			for i := range b.N {
				h.publish(events)
				if i%1000 == 999 {
					for _, s := range h.list {
						items, _ := s.queue.take(nil)
						s.queue.release(items)
					}
				}
			}
		})
	}
}
