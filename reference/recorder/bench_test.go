package recorder_test

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

// bound returns bound requests.
func bound(b *testing.B, n int, typ string, fields func(i int) []string) []*catalog.Request {
	reqs := make([]*catalog.Request, n)
	for i := range reqs {
		reqs[i] = &catalog.Request{}
		if res := bind(b, reqs[i], message(typ, fields(i)...)); res != nil {
			b.Fatal(res.Message)
		}
	}
	return reqs
}

func device(i int) []string {
	return []string{fmt.Sprintf("DEVICEID=%d", i), "ANI=6145551212", "DNIS=8889225526", "USER1=Gold Level", "USER2=Customer 564582"}
}

// BenchmarkCallUpdate measures CALLUPDATE on 1,000 calls that are recorded.
func BenchmarkCallUpdate(b *testing.B) {
	w := newWorld(b, recorder.Config{})
	for _, req := range bound(b, 1000, "CALLSTART", device) {
		w.rec.Do(w.now, req, &w.out)
	}
	reqs := bound(b, 1000, "CALLUPDATE", func(i int) []string {
		return []string{fmt.Sprintf("DEVICEID=%d", i), "USER3=Follow up on order"}
	})
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		w.rec.Do(w.now, reqs[i%1000], &w.out)
	}
}

// BenchmarkCall measures a CALLSTART with its CALLSTOP among 1,000 calls.
func BenchmarkCall(b *testing.B) {
	for _, c := range []struct {
		name  string
		extra []string
	}{{"plain", nil}, {"agent", []string{"SYS_USER=agent%d"}}, {"limited", []string{"MAXRECORDTIME=600", "MAXRECORDSILENCE=60"}}} {
		b.Run(c.name, func(b *testing.B) {
			w := newWorld(b, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 2000}}})
			starts := bound(b, 1000, "CALLSTART", func(i int) []string { return append(device(i), extra(c.extra, i)...) })
			stops := bound(b, 1000, "CALLSTOP", func(i int) []string { return device(i)[:1] })
			for _, req := range starts {
				w.rec.Do(w.now, req, &w.out)
			}
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				w.now = w.now.Add(time.Millisecond)
				w.rec.Do(w.now, stops[i%1000], &w.out)
				w.rec.Do(w.now, starts[i%1000], &w.out)
			}
		})
	}
}

// extra fills the number of a device in.
func extra(fields []string, i int) []string {
	var all []string
	for _, f := range fields {
		all = append(all, strings.Replace(f, "%d", strconv.Itoa(i), 1))
	}
	return all
}

// BenchmarkKnownDevice measures the memory of a device after its call.
func BenchmarkKnownDevice(b *testing.B) {
	var before, after runtime.MemStats
	w := newWorld(b, recorder.Config{MaxDevices: b.N + 1})
	runtime.GC()
	runtime.ReadMemStats(&before)
	var req catalog.Request
	for i := range b.N {
		for _, typ := range []string{"CALLSTART", "CALLSTOP"} {
			if res := bind(b, &req, message(typ, device(i)...)); res != nil {
				b.Fatal(res.Message)
			}
			w.rec.Do(w.now, &req, &w.out)
		}
	}
	req, w.out = catalog.Request{}, recorder.Outcome{}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(b.N), "B/device")
	runtime.KeepAlive(w)
}
