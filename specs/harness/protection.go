package harness

import (
	"fmt"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/media"
)

// Protection is how long recordings had to be silent, by what is told from.
type Protection struct {
	From               string        // Exports, Files, or both
	Windows            int           // blackouts that were judged
	Asked, Unprotected time.Duration // that had to be silent, and what of that was not
}

// What protection is told from: what is heard in exports, and in the recordings'
// own files where a hook reads them.
const (
	Exports = "exports"
	Files   = "files"
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

// Listening makes sure that somebody can listen to what is recorded. The spec is
// skipped where nobody can.
func (t *T) Listening() {
	t.Need(t.Exporting() || t.fetchesRecordings(),
		"what is recorded cannot be measured: the target offers no exports, and no hook reads a recording's file")
}

// Listen returns all that can be heard of a recording, by what it is told from:
// of its row, and of the FILENAME that it had.
func (t *T) Listen(row Fields, filename string) map[string]*Sound {
	heard := map[string]*Sound{}
	if t.Exporting() {
		heard[Exports] = t.Web().Export("EXPORT", "UNIQUEFIELD", "ident", "UNIQUEID", row.Get("RECORDID"), "MEDIA_FORMAT", "WAV").Sound(media.WAV, "")
	}
	if t.fetchesRecordings() {
		heard[Files] = t.stored(filename, row.Get("RECORDID"))
	}
	return heard
}

func (t *T) fetchesRecordings() bool {
	return t.run.Target.Fetching != nil && t.run.Target.Fetching.CanFetchRecordings()
}

// stored is what is heard in a recording's own file. The spec is skipped where it
// cannot be had, or read.
func (t *T) stored(filename, recordID string) *Sound {
	end := t.notCounted()
	file, err := t.run.Target.Fetching.Recording(t.ctx, filename, recordID)
	end()
	if err != nil {
		t.Skip("the recording's file could not be read: " + err.Error())
	}
	t.Note(fmt.Sprintf("the recording's file %s: %d bytes", filename, len(file)))
	f, known := formatOf(file)
	t.Need(known, "the recording's file is in no format that offhook reads; let the hook recording convert it to WAV")
	return t.Sound("the recording's file", f, file, "")
}

// formatOf tells a file's format by how it begins.
func formatOf(file []byte) (media.Format, bool) {
	begins := func(at int, s string) bool { return len(file) >= at+len(s) && string(file[at:at+len(s)]) == s }
	switch {
	case begins(0, "RIFF") && begins(8, "WAVE"):
		return media.WAV, true
	case begins(4, "ftyp"):
		return media.M4A, true
	case begins(0, "\x8fCAV"):
		return media.CAV, true
	case begins(0, "ID3") || len(file) > 1 && file[0] == 0xff && file[1]&0xe0 == 0xe0:
		return media.MP3, true
	}
	return 0, false
}

// Exporting reports whether the target answers exports with files.
func (t *T) Exporting() bool {
	target := &t.run.Target
	if target.WebAPI == "" || target.Features[WebAPI] == Unsupported || target.Features["export"] == Unsupported {
		return false
	}
	t.mu.Lock()
	known := t.exports
	t.mu.Unlock()
	if known != nil {
		return *known
	}
	offered := Offers(t.Web().Send("EXPORT", "UNIQUEFIELD", "ident", "UNIQUEID", "999999999999", "MEDIA_FORMAT", "WAV").Result)
	t.mu.Lock()
	t.exports = &offered
	t.mu.Unlock()
	return offered
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
