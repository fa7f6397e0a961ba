package mutation

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/offhook/offhook/specs/defects/mutation/point"
	"github.com/offhook/offhook/specs/harness"
)

// Reach says which mutants would have made a difference to what a server did in
// each spec.
type Reach struct {
	Of    string           `json:"of"` // the program and the suite that it was measured with
	Start []int            `json:"start"`
	Specs map[string][]int `json:"specs"` // by the id of a spec that holds
	// Left holds the specs that did not, and why: they can kill nothing.
	Left map[string]string `json:"left,omitempty"`
}

// measureReach tries each spec against the program without an active mutant. It is read
// from work where it was measured there before.
func (p *Program) measureReach(ctx context.Context, work string, entries []*harness.Entry, say func(string, ...any)) (*Reach, error) {
	of, err := p.identity(entries)
	if err != nil {
		return nil, err
	}
	kept := filepath.Join(work, "reach.json")
	r := &Reach{}
	if b, err := os.ReadFile(kept); err == nil && json.Unmarshal(b, r) == nil && r.Of == of {
		return r, nil
	}
	r = &Reach{Of: of, Specs: map[string][]int{}, Left: map[string]string{}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("mutation: %w", err)
	}
	defer l.Close()
	s, err := p.start(ctx, point.Reach+"="+l.Addr().String())
	if err != nil {
		return nil, err
	}
	defer s.stop()
	l.(*net.TCPListener).SetDeadline(time.Now().Add(startTime))
	conn, err := l.Accept()
	if err != nil {
		return nil, fmt.Errorf("mutation: the server does not report what it reaches: %w", err)
	}
	defer conn.Close()
	answers := json.NewDecoder(bufio.NewReader(conn))
	ask := func() (ids []int, err error) {
		conn.SetDeadline(time.Now().Add(startTime))
		if _, err = io.WriteString(conn, "\n"); err == nil {
			err = answers.Decode(&ids)
		}
		if err != nil {
			return nil, fmt.Errorf("mutation: asking what was reached: %w: %s", err, s.said)
		}
		return ids, nil
	}
	if r.Start, err = ask(); err != nil {
		return nil, err
	}
	run := harness.NewRun(s.target, 1, 1)
	for i, e := range entries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		o := run.Try(ctx, e, true)
		ids, err := ask()
		if err != nil {
			return nil, err
		}
		switch {
		case o.Failure != nil:
			r.Left[e.ID] = o.Failure.Error()
		case o.Skipped+o.LeftOut != "":
			r.Left[e.ID] = o.Skipped + o.LeftOut
		default:
			r.Specs[e.ID] = ids
		}
		if (i+1)%100 == 0 {
			say("reach: %d of %d specs", i+1, len(entries))
		}
	}
	if len(r.Specs) == 0 {
		return nil, errors.New("mutation: no spec holds for the server that is not mutated")
	}
	b, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	return r, write(kept, b)
}

// identity tells this program, judged by this suite, from any other.
func (p *Program) identity(entries []*harness.Entry) (string, error) {
	own, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("mutation: %w", err)
	}
	h := sha256.New()
	for _, name := range []string{own, p.binary} {
		f, err := os.Open(name)
		if err != nil {
			return "", fmt.Errorf("mutation: %w", err)
		}
		_, err = io.Copy(h, f)
		f.Close()
		if err != nil {
			return "", fmt.Errorf("mutation: %w", err)
		}
	}
	for _, e := range entries {
		fmt.Fprintln(h, e.ID)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:16]), nil
}
