package runner

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/offhook/offhook/reports"
)

// progressEvery is how often the count is said.
const progressEvery = 2 * time.Second

// progress tells a person what happens: each spec that did not hold, and now
// and then the count.
type progress struct {
	w     io.Writer
	total int

	mu   sync.Mutex
	n    int
	said time.Time
}

func newProgress(w io.Writer, total int) *progress {
	if w == nil {
		w = io.Discard
	}
	return &progress{w: w, total: total, said: time.Now()}
}

func (p *progress) done(r *reports.Spec) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.n++
	if r.State != reports.Passed {
		why := r.Message + r.Reason
		if r.Unstable {
			why += " (held when tried again)"
		}
		fmt.Fprintf(p.w, "%-7s %s %s: %s\n", r.State, r.ID, reports.PrintableLine(r.Title), reports.PrintableLine(clipped(why)))
	}
	if now := time.Now(); now.Sub(p.said) >= progressEvery {
		p.said = now
		fmt.Fprintf(p.w, "%d of %d specs\n", p.n, p.total)
	}
}

func (p *progress) say(s string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fmt.Fprintln(p.w, reports.PrintableLine(clipped(s)))
}

func clipped(s string) string {
	const limit = 300
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return s
}
