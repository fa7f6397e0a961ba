package runner

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/offhook/offhook/reports"
)

// progressEvery is how often the count is said, where there is no bar.
const progressEvery = 2 * time.Second

// progress tells a person what happens: each spec that did not hold, and now
// and then the count, or a bar below all that.
type progress struct {
	w     io.Writer
	total int
	bar   *bar // nil for lines only

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

// draw begins the bar, where w is a terminal that has room for one. From then on
// end has to be called.
func (p *progress) draw() { p.bar = newBar(p.w, p.total) }

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		p.bar.end()
	}
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
		p.print(fmt.Sprintf("%-7s %s %s: %s", r.State, r.ID, reports.PrintableLine(r.Title), reports.PrintableLine(clipped(why))))
	}
	if p.bar != nil {
		p.bar.add(r.State)
	} else if now := time.Now(); now.Sub(p.said) >= progressEvery {
		p.said = now
		p.print(fmt.Sprintf("%d of %d specs", p.n, p.total))
	}
}

func (p *progress) say(s string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.print(reports.PrintableLine(clipped(s)))
}

// print writes a line, above the bar where there is one.
func (p *progress) print(line string) {
	if p.bar == nil || !p.bar.above(line+"\n") {
		io.WriteString(p.w, line+"\n")
	}
}

func clipped(s string) string {
	const limit = 300
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return s
}
