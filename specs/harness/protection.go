package harness

import (
	"strings"
	"time"

	"github.com/offhook/offhook/reference/media"
)

// Protection is how long recordings had to be silent, by what is told from.
type Protection struct {
	From               string        // Exports, Status, or both
	Windows            int           // blackouts that were judged
	Asked, Unprotected time.Duration // that had to be silent, and what of that was not
}

// What protection is told from: what is heard in exported files, or, where the
// target offers none, what DEVICERECORDINGSTATUS says meanwhile.
const (
	Exports = "exports"
	Status  = "status"
)

// Protected notes a blackout of that length, and how much of it was recorded
// nevertheless.
func (t *T) Protected(from string, asked, unprotected time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p := &t.protection
	p.add(from)
	p.Windows++
	p.Asked += asked
	p.Unprotected += unprotected
}

// protected adds what a spec noted to what the run knows: once a spec.
func (r *Run) protected(t *T) {
	t.mu.Lock()
	noted := t.protection
	t.mu.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	if noted.From == "" || r.noted[t.entry.ID] {
		return
	}
	r.noted[t.entry.ID] = true
	for from := range strings.SplitSeq(noted.From, ", ") {
		r.protection.add(from)
	}
	r.protection.Windows += noted.Windows
	r.protection.Asked += noted.Asked
	r.protection.Unprotected += noted.Unprotected
}

// add names what else it is told from.
func (p *Protection) add(from string) {
	if !strings.Contains(p.From, from) {
		p.From = strings.Trim(p.From+", "+from, ", ")
	}
}

// Protection returns what specs have noted; nothing where From is "".
func (r *Run) Protection() Protection {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.protection
}

// Exporting reports whether the target answers exports with files.
func (t *T) Exporting() bool {
	target := &t.run.Target
	if target.WebAPI == "" || target.Features[WebAPI] == Unsupported || target.Features["export"] == Unsupported {
		return false
	}
	return Offers(t.Web().Send("EXPORT", "UNIQUEFIELD", "ident", "UNIQUEID", "999999999999", "MEDIA_FORMAT", "WAV").Result)
}

// Heard is how much of the audio from one offset to another is not silent, in
// steps of 20 ms.
func (s *Sound) Heard(from, to time.Duration) time.Duration {
	const step = 20 * time.Millisecond
	at := func(d time.Duration) int { return min(len(s.samples), max(0, int(d*media.Rate/time.Second))) }
	var heard time.Duration
	for ; from < to; from += step {
		for _, x := range s.samples[at(from):at(min(from+step, to))] {
			if x > quiet || x < -quiet {
				heard += min(step, to-from)
				break
			}
		}
	}
	return heard
}
