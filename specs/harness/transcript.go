package harness

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/offhook/offhook/sim/client"
)

// maxTranscript bounds what a spec keeps of its exchanges, in bytes.
const maxTranscript = 1 << 20

// transcript is everything that a spec's connections sent and received, with
// notes between. It may be written to from several goroutines.
type transcript struct {
	mu      sync.Mutex
	started time.Time
	lines   []line
	size    int
	dropped int
}

type line struct {
	at   time.Duration
	who  string // the connection's name and an arrow, or "--" for a note
	text []byte
}

// trace returns the client option that writes a connection's bytes down.
func (tr *transcript) trace(name string) func(client.Direction, time.Time, []byte) {
	return func(d client.Direction, at time.Time, b []byte) {
		arrow := " >"
		if d == client.Received {
			arrow = " <"
		}
		tr.add(at, name+arrow, b)
	}
}

func (tr *transcript) note(s string) { tr.add(time.Now(), "--", []byte(s)) }

func (tr *transcript) add(at time.Time, who string, b []byte) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	if tr.size+len(b) > maxTranscript {
		tr.dropped += len(b)
		return
	}
	tr.size += len(b)
	// What one connection received in pieces reads as one.
	if n := len(tr.lines); n > 0 && tr.lines[n-1].who == who && strings.HasSuffix(who, "<") &&
		!bytes.HasSuffix(tr.lines[n-1].text, []byte("\n")) {
		tr.lines[n-1].text = append(tr.lines[n-1].text, b...)
		return
	}
	tr.lines = append(tr.lines, line{at.Sub(tr.started), who, bytes.Clone(b)})
}

// String renders the transcript: the time since the spec began in seconds, the
// connection with the direction, the bytes. Secrets are masked.
func (tr *transcript) String() string {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	var b strings.Builder
	for _, l := range tr.lines {
		for i, s := range strings.Split(strings.TrimRight(string(l.text), "\r\n"), "\n") {
			if i > 0 {
				fmt.Fprintf(&b, "%9s %-4s %s\n", "", "", s)
				continue
			}
			fmt.Fprintf(&b, "%+9.4f %-4s %s\n", l.at.Seconds(), l.who, s)
		}
	}
	if tr.dropped > 0 {
		fmt.Fprintf(&b, "%d more bytes were not kept\n", tr.dropped)
	}
	return mask(b.String())
}

var (
	secret      = regexp.MustCompile(`(?is)(<PASSWORD\s*>).*?(</PASSWORD|$)`)
	secretQuery = regexp.MustCompile(`(?i)((?:^|[?&\s])PASSWORD=)[^&\s]*`)
)

// mask hides the values that nobody but the server should read.
func mask(s string) string {
	return secretQuery.ReplaceAllString(secret.ReplaceAllString(s, "$1***$2"), "$1***")
}
