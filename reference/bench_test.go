package reference_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
)

// requestSize is the length of a CALLUPDATE in bytes, line end included; the
// reply is as long as the API makes it.
const requestSize = 300

// BenchmarkCallUpdate drives CALLUPDATE on started calls while others end and
// are stored, with one subscriber on, and beside it, in turns within one run, a
// bare server that answers the same bytes and understands nothing. ratio is
// what counts: the reference's rate as a part of the bare one's.
func BenchmarkCallUpdate(b *testing.B) {
	for _, load := range []struct{ conns, depth int }{{1, 1}, {64, 1}, {8, 16}} {
		b.Run(fmt.Sprintf("%dx%d", load.conns, load.depth), func(b *testing.B) {
			subject := startBench(b, reference.Config{}, load.conns, load.depth)
			yardstick := bareWorkers(b, subject)
			const turns = 10
			var bare, full time.Duration
			b.ResetTimer()
			for range turns {
				n := max(b.N/turns/load.conns/load.depth, 1)
				bare += drive(b, yardstick, n)
				full += drive(b, subject, n)
			}
			b.ReportMetric(float64(b.N)/bare.Seconds(), "bare-req/s")
			b.ReportMetric(float64(b.N)/full.Seconds(), "req/s")
			b.ReportMetric(bare.Seconds()/full.Seconds(), "ratio")
		})
	}
}

// startBench starts a system with a subscriber and calls that come and go, and
// returns workers on it.
func startBench(tb testing.TB, cfg reference.Config, conns, depth int) []*worker {
	sys, err := reference.Start(tb.Context(), cfg)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { sys.Shutdown(tb.Context()) })
	go drain(tb, sys.Addr())
	go churn(tb, sys.Addr())
	workers := make([]*worker, conns)
	for i := range workers {
		workers[i] = newWorker(tb, sys.Addr(), fmt.Sprintf("7%03d", i), depth)
		workers[i].sys = sys
	}
	return workers
}

// bareWorkers returns as many workers that send the same to a bare server.
func bareWorkers(tb testing.TB, like []*worker) []*worker {
	l := bareServer(tb, like[0].reply)
	workers := make([]*worker, len(like))
	for i, w := range like {
		workers[i] = dialWorker(tb, l.Addr(), w.batch, len(w.batch)/requestSize, len(w.reply))
	}
	return workers
}

// drain subscribes to all events and reads them.
func drain(tb testing.TB, addr net.Addr) {
	c, err := net.Dial("tcp", addr.String())
	if err != nil {
		tb.Error(err)
		return
	}
	tb.Cleanup(func() { c.Close() })
	fmt.Fprint(c, "<REQUEST><TYPE>EVENTS</TYPE><REQUESTID>1</REQUESTID><EVENTCLASS>ALL</EVENTCLASS></REQUEST>\r\n")
	io.Copy(io.Discard, c)
}

// churn starts and stops a short call every millisecond or so, so that
// recordings are stored all the time.
func churn(tb testing.TB, addr net.Addr) {
	c, err := net.Dial("tcp", addr.String())
	if err != nil {
		tb.Error(err)
		return
	}
	tb.Cleanup(func() { c.Close() })
	r := bufio.NewReader(c)
	for {
		for _, function := range []string{"CALLSTART", "CALLSTOP"} {
			fmt.Fprintf(c, "<REQUEST><TYPE>%s</TYPE><REQUESTID>1</REQUESTID><DEVICEID>6000</DEVICEID></REQUEST>\r\n", function)
			if _, err := r.ReadBytes('\n'); err != nil {
				return // the benchmark is over
			}
		}
		time.Sleep(time.Millisecond)
	}
}

// worker is one connection that sends a batch and awaits its replies.
type worker struct {
	sys     *reference.System // nil for a bare one
	sock    net.Conn
	batch   []byte
	replies []byte
	reply   []byte // one of them
}

func newWorker(tb testing.TB, addr net.Addr, device string, depth int) *worker {
	update := "<REQUEST><TYPE>CALLUPDATE</TYPE><REQUESTID>7</REQUESTID><DEVICEID>" + device +
		"</DEVICEID><GROUP>12</GROUP><GATE>80</GATE><ANI>6145551212</ANI><DNIS>8889225526</DNIS>" +
		"<USER1>Gold Level</USER1><USER2>Customer 564582</USER2><USER7>"
	tail := "</USER7></REQUEST>\r\n"
	update += strings.Repeat("u", requestSize-len(update)-len(tail)) + tail
	w := dialWorker(tb, addr, []byte(strings.Repeat(update, depth)), depth, 0)
	r := bufio.NewReader(w.sock)
	fmt.Fprintf(w.sock, "<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID></REQUEST>\r\n%s", device, update)
	if _, err := r.ReadBytes('\n'); err != nil {
		tb.Fatal(err)
	}
	reply, err := r.ReadBytes('\n')
	if err != nil || !bytes.Contains(reply, []byte("<RESULTCODE>20<")) {
		tb.Fatalf("%v: %s", err, reply)
	}
	w.reply = reply
	w.replies = make([]byte, depth*len(reply))
	return w
}

func dialWorker(tb testing.TB, addr net.Addr, batch []byte, depth, replySize int) *worker {
	c, err := net.Dial("tcp", addr.String())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { c.Close() })
	return &worker{sock: c, batch: batch, replies: make([]byte, depth*replySize)}
}

// drive lets every worker make n rounds and returns how long that took.
func drive(tb testing.TB, workers []*worker, n int) time.Duration {
	var all sync.WaitGroup
	start := time.Now()
	for _, w := range workers {
		all.Go(func() {
			for range n {
				if _, err := w.sock.Write(w.batch); err != nil {
					tb.Error(err)
					return
				}
				if _, err := io.ReadFull(w.sock, w.replies); err != nil {
					tb.Error(err)
					return
				}
				if w.replies[len(w.replies)-1] != '\n' {
					tb.Errorf("torn replies: %.200s", w.replies)
					return
				}
			}
		})
	}
	all.Wait()
	return time.Since(start)
}

// bareServer answers each requestSize bytes with reply.
func bareServer(tb testing.TB, reply []byte) net.Listener {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { l.Close() })
	go func() {
		for {
			sock, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer sock.Close()
				in, out := bufio.NewReaderSize(sock, 16<<10), bufio.NewWriterSize(sock, 64<<10)
				req := make([]byte, requestSize)
				for {
					if _, err := io.ReadFull(in, req); err != nil {
						return
					}
					out.Write(reply)
					if in.Buffered() < requestSize && out.Flush() != nil {
						return
					}
				}
			}()
		}
	}()
	return l
}
