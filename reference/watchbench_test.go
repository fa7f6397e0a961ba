//go:build unix

package reference_test

import (
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
)

// BenchmarkDashboard drives CALLUPDATE on three systems in turns: one without a
// dashboard, one with a dashboard that nobody has open, and one with a viewer.
// The ratios are those of the processor time that a request takes, its client's
// and the viewer's included, to the first one's: other work on the machine
// disturbs them less than rates.
func BenchmarkDashboard(b *testing.B) {
	for _, load := range []struct{ conns, depth int }{{64, 1}, {8, 16}} {
		b.Run(fmt.Sprintf("%dx%d", load.conns, load.depth), func(b *testing.B) {
			open := reference.Config{Dashboard: "127.0.0.1:0"}
			subjects := [][]*worker{
				startBench(b, reference.Config{}, load.conns, load.depth),
				startBench(b, open, load.conns, load.depth),
				startBench(b, open, load.conns, load.depth),
			}
			go view(b, subjects[2][0].sys.DashboardAddr())
			const turns = 40
			var burnt [3]time.Duration
			b.ResetTimer()
			for range turns {
				n := max(b.N/turns/load.conns/load.depth, 1)
				for i := range subjects {
					before := cpuTime(b)
					drive(b, subjects[i], n)
					burnt[i] += cpuTime(b) - before
				}
			}
			b.ReportMetric(float64(burnt[0].Nanoseconds())/float64(b.N), "cpu-ns/req")
			b.ReportMetric(burnt[1].Seconds()/burnt[0].Seconds(), "open-ratio")
			b.ReportMetric(burnt[2].Seconds()/burnt[0].Seconds(), "viewed-ratio")
		})
	}
}

// view watches a dashboard until the benchmark is over.
func view(tb testing.TB, addr net.Addr) {
	c, err := net.Dial("tcp", addr.String())
	if err != nil {
		tb.Error(err)
		return
	}
	tb.Cleanup(func() { c.Close() })
	fmt.Fprintf(c, "GET /live HTTP/1.1\r\nHost: %s\r\n\r\n", addr)
	io.Copy(io.Discard, c)
}

// cpuTime is the processor time that this process has used.
func cpuTime(tb testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
