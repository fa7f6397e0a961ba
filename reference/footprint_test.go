package reference_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkServe starts the binary and reports how long it takes until it says
// that it is ready, and what is resident of it at rest: for the sake of the
// figures, which depend on the machine.
//
//	go test -run '^$' -bench Serve -benchtime 10x ./reference
func BenchmarkServe(b *testing.B) {
	if _, err := binary(); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct{ name, db, seed string }{
		{"in memory", ":memory:", ""}, {"in a new file", "", ""},
		{"minimal", ":memory:", "minimal"}, {"contact-centre", ":memory:", "contact-centre"}, {"contact-centre in a new file", "", "contact-centre"},
		{"campus", ":memory:", "campus"},
	} {
		b.Run(c.name, func(b *testing.B) {
			var ready time.Duration
			var idle, peak int64
			for b.Loop() {
				db := c.db
				if db == "" {
					db = filepath.Join(b.TempDir(), "recordings.db")
				}
				p := serve(b, "--db", db, "--seed", c.seed)
				ready += p.ready
				dial(b, p.api).ok("TEST")
				time.Sleep(200 * time.Millisecond) // until what the start left has settled
				idle += p.memory("VmRSS")
				peak += p.memory("VmHWM")
				p.stop()
			}
			n := float64(b.N)
			b.ReportMetric(float64(ready.Milliseconds())/n, "ready-ms")
			b.ReportMetric(float64(idle>>20)/n, "idle-MiB")
			b.ReportMetric(float64(peak>>20)/n, "peak-MiB")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// TestAContactCentreIsSmall: 60 MiB is what the whole process may have resident
// with 200 agents and 5,000 recordings in memory.
func TestAContactCentreIsSmall(t *testing.T) {
	p := serve(t, "--seed", "contact-centre")
	c := dial(t, p.api)
	c.ok("CALLLIST", "CALLCOUNT", "50")
	const most = 60 << 20
	rss := p.memory("VmRSS")
	if rss > most {
		t.Errorf("%d MiB are resident, more than %d", rss>>20, most>>20)
	}
	t.Logf("%d MiB are resident, ready in %v", rss>>20, p.ready)
	if got := c.ok("CALLLIST", "CALLCOUNT", "10000").Raw; strings.Count(string(got), "<SEARCHRESULT>") != 5000 {
		t.Errorf("%.200s", got)
	}
	p.stop()
}
