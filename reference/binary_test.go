package reference_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/store/postgrestest"
	"go.uber.org/goleak"
)

// TestMain fails the package if any test leaves a goroutine behind.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		os.RemoveAll(binaryDir)
		postgrestest.Close()
		os.Exit(code)
	}))
}

var binaryDir string

// binary builds the command once, as users get it, and returns its path.
var binary = sync.OnceValues(func() (path string, err error) {
	if binaryDir, err = os.MkdirTemp("", "offhook-test-"); err != nil {
		return "", err
	}
	path = filepath.Join(binaryDir, "offhook")
	build := exec.Command("go", "build", "-o", path, "github.com/offhook/offhook/cmd/offhook")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

// process is a running `offhook serve`.
type process struct {
	t     testing.TB
	cmd   *exec.Cmd
	api   string
	web   string        // the WebAPI
	tls   string        // the WebAPI with TLS, "" without
	ready time.Duration // from its start until it said that it listens
	said  bytes.Buffer  // on stderr; whole when the process has ended
	ended chan struct{}
	err   error // of Wait; after ended
}

// serve starts the binary on a free port and waits until it is ready. The
// test's end kills it.
func serve(t testing.TB, args ...string) *process {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ready.json")
	p := &process{t: t, ended: make(chan struct{})}
	p.cmd = exec.Command(path, append([]string{"serve", "--api", "127.0.0.1:0", "--webapi", "127.0.0.1:0", "--ready-file", file}, args...)...)
	p.cmd.Stderr = &p.said
	start := time.Now()
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		p.err = p.cmd.Wait()
	}()
	t.Cleanup(p.kill)
	eventually(t, "the server is ready", func() bool { return p.listens(file) })
	p.ready = time.Since(start)
	return p
}

// listens reads the ready file, if it is there.
func (p *process) listens(file string) bool {
	select {
	case <-p.ended:
		p.t.Fatalf("serve: %v\n%s", p.err, &p.said)
	default:
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return false
	}
	var at struct {
		API, WebAPI string
		TLS         string `json:"webapi_tls"`
	}
	if err := json.Unmarshal(text, &at); err != nil {
		p.t.Fatalf("the ready file: %v: %s", err, text)
	}
	p.api, p.web, p.tls = at.API, at.WebAPI, at.TLS
	return true
}

// kill ends the process with SIGKILL and waits for its end.
func (p *process) kill() {
	p.cmd.Process.Kill()
	<-p.ended
}

// stop ends the process in order, as Ctrl-C does, and checks that it says so.
func (p *process) stop() {
	p.t.Helper()
	p.cmd.Process.Signal(os.Interrupt)
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Fatal("serve does not stop")
	}
	if p.err != nil {
		p.t.Errorf("serve: %v\n%s", p.err, &p.said)
	}
}

// memory returns a figure of /proc/<pid>/status in bytes: VmHWM, the most that
// was ever resident, or VmRSS. It skips the test where there is no /proc.
func (p *process) memory(field string) int64 {
	p.t.Helper()
	if runtime.GOOS != "linux" {
		p.t.Skip("the resident set is read from /proc, which only Linux has")
	}
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, field+":"); ok {
			kb, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			if err != nil {
				p.t.Fatal(err)
			}
			return kb << 10
		}
	}
	p.t.Fatalf("/proc says nothing of %s", field)
	return 0
}
