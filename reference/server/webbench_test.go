//go:build unix

package server

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// webMessages returns benchMessages' request as a GET of benchRequest bytes,
// its RESULT of benchReply bytes, and the handler that gives it.
func webMessages(tb testing.TB) (req, res []byte, h Handler) {
	_, res, h = benchMessages(tb)
	const head = "GET /webAPI.aspx?type=CALLUPDATE&requestid=7&deviceid=4711&callinstance=1&ani=5551234&dnis=800&gate=sales+and+more&group=1&user1="
	const tail = " HTTP/1.1\r\nHost: 127.0.0.1:2012\r\nUser-Agent: bench\r\n\r\n"
	req = []byte(head + strings.Repeat("u", benchRequest-len(head)-len(tail)) + tail)
	return req, res, h
}

// BenchmarkWebAPI compares the WebAPI with a bare net/http handler that answers
// the same bytes and understands nothing, between the same clients: run both,
// divide their req/s.
func BenchmarkWebAPI(b *testing.B) {
	req, res, handler := webMessages(b)
	for _, conns := range []int{1, 64} {
		b.Run(fmt.Sprintf("%d/bare", conns), func(b *testing.B) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			bare := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/xml; charset=utf-8")
				w.Write(res)
			})}
			defer bare.Close()
			go bare.Serve(l)
			driveWeb(b, l.Addr(), conns, req, res)
		})
		b.Run(fmt.Sprintf("%d/server", conns), func(b *testing.B) {
			driveWeb(b, startWeb(b, Config{}, handler).WebAPIAddr(), conns, req, res)
		})
	}
}

// driveWeb sends b.N requests over conns connections. The first response on
// each is read and checked, the others have its length.
func driveWeb(b *testing.B, addr net.Addr, conns int, req, res []byte) {
	peers := make([]*peer, conns)
	sizes := make([]int, conns)
	for i := range peers {
		p := dial(b, addr)
		p.send(string(req))
		header := 0
		for line := ""; line != "\r\n"; header += len(line) {
			var err error
			if line, err = p.in.ReadString('\n'); err != nil {
				b.Fatal(err)
			}
		}
		body := make([]byte, len(res))
		if _, err := io.ReadFull(p.in, body); err != nil || !bytes.Equal(body, res) {
			b.Fatalf("got %s, %v", body, err)
		}
		peers[i], sizes[i] = p, header+len(res)
	}
	var left atomic.Int64
	left.Store(int64(b.N))
	var clients sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	burnt := cpuTime(b)
	for i, p := range peers {
		clients.Go(func() {
			got := make([]byte, sizes[i])
			for left.Add(-1) >= 0 {
				if _, err := p.Write(req); err != nil {
					b.Error(err)
					return
				}
				if _, err := io.ReadFull(p, got); err != nil {
					b.Error(err)
					return
				}
			}
			if !bytes.HasSuffix(got, res) && b.N >= conns*10 {
				b.Errorf("got %s", got)
			}
		})
	}
	clients.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
	b.ReportMetric(float64(cpuTime(b)-burnt)/float64(b.N), "cpu-ns/req")
}
