package mutation

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/offhook/offhook/sim/control"
	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/mailbox"
)

const (
	// startTime is how long a server may take to be ready.
	startTime = 20 * time.Second
	// lastWords is how much is kept of what a server wrote, in bytes.
	lastWords = 4 << 10
)

// server is a mutated server that runs.
type server struct {
	target harness.Target
	cmd    *exec.Cmd
	said   *tail
	dead   chan struct{} // closed when the process is over
	dir    string
	ends   []func()
}

// start runs the program as a server, with more in its environment. An error
// that wraps errStillborn is the program's doing.
func (p *Program) start(ctx context.Context, environment ...string) (_ *server, err error) {
	s := &server{said: &tail{}, dead: make(chan struct{})}
	defer func() {
		if err != nil {
			s.stop()
		}
	}()
	if s.dir, err = os.MkdirTemp("", "offhook-mutant-*"); err != nil {
		return nil, fmt.Errorf("mutation: %w", err)
	}
	box, err := mailbox.Open("127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s.ends = append(s.ends, func() { box.Close() })
	ready := filepath.Join(s.dir, "ready.json")
	s.cmd = exec.Command(p.binary, "serve", "--api", "127.0.0.1:0", "--webapi", "127.0.0.1:0", "--control", "127.0.0.1:0",
		"--smtp", box.Addr().String(), "--ready-file", ready)
	s.cmd.Env = append(os.Environ(), environment...)
	s.cmd.Dir = s.dir
	s.cmd.Stdout, s.cmd.Stderr = s.said, s.said
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("mutation: %w", err)
	}
	go func() {
		s.cmd.Wait()
		close(s.dead)
	}()
	var at struct {
		API     string `json:"api"`
		WebAPI  string `json:"webapi"`
		Control string `json:"control"`
	}
	if err := s.await(ctx, ready, &at); err != nil {
		return nil, err
	}
	bounded, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	plane, err := control.Open(bounded, "http://"+at.Control, "")
	if err != nil {
		return nil, stillborn{err.Error()}
	}
	s.ends = append(s.ends, plane.Close)
	s.target = harness.Target{Kind: harness.Embedded, API: at.API, WebAPI: "http://" + at.WebAPI, Mailbox: box, Conditions: plane}
	return s, nil
}

// stillborn says why a server never took a request.
type stillborn struct{ why string }

func (s stillborn) Error() string { return "mutation: the server does not start: " + s.why }

// await waits for the ready file and reads it.
func (s *server) await(ctx context.Context, ready string, v any) error {
	late := time.After(startTime)
	for {
		if b, err := os.ReadFile(ready); err == nil {
			if err := json.Unmarshal(b, v); err != nil {
				return fmt.Errorf("mutation: the ready file: %w", err)
			}
			return nil
		}
		select {
		case <-s.dead:
			return stillborn{s.said.String()}
		case <-late:
			return stillborn{fmt.Sprintf("not ready after %v", startTime)}
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func (s *server) died() bool {
	select {
	case <-s.dead:
		return true
	default:
		return false
	}
}

// stop ends the server at once: nothing of it is wanted.
func (s *server) stop() {
	if s.cmd != nil && s.cmd.Process != nil {
		s.cmd.Process.Kill()
		<-s.dead
	}
	for _, end := range s.ends {
		end()
	}
	if s.dir != "" {
		os.RemoveAll(s.dir)
	}
}

// tail keeps the end of what is written to it.
type tail struct {
	mu sync.Mutex
	b  []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	if cut := len(t.b) - lastWords; cut > 0 {
		t.b = append([]byte{}, t.b[cut:]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(bytes.TrimSpace(t.b))
}
