package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/offhook/offhook/specs/harness"
)

// build makes the binary, for the length of the test.
func build(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "offhook")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}

// misbehave listens until the test's end, and hands each connection to f with
// its number.
func misbehave(t *testing.T, f func(c net.Conn, n int)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	var wg sync.WaitGroup
	t.Cleanup(func() { close(over); l.Close(); wg.Wait() })
	wg.Go(func() {
		for n := 0; ; n++ {
			c, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer c.Close()
				ended := make(chan struct{})
				go func() {
					select {
					case <-over:
						c.Close()
					case <-ended:
					}
				}()
				f(c, n)
				close(ended)
			})
		}
	})
	return l.Addr().String()
}

var (
	requestType = regexp.MustCompile(`(?:<TYPE>|[?&]TYPE=)(\w+)`)
	requestID   = regexp.MustCompile(`(?:<REQUESTID>|[?&]REQUESTID=)(\d+)`)
)

// asking reads requests from a connection and hands on what each asks for.
func asking(c net.Conn, answer func(typ, id string) error) {
	var all []byte
	for b := make([]byte, 16<<10); ; {
		n, err := c.Read(b)
		if all = append(all, b[:n]...); len(all) > 1<<20 {
			all = nil
		}
		for {
			at := bytes.Index(all, []byte("\r\n"))
			if at < 0 {
				break
			}
			typ, id := requestType.FindSubmatch(all[:at]), requestID.FindSubmatch(all[:at])
			all = all[at+2:]
			if typ == nil {
				continue
			}
			if id == nil {
				id = [][]byte{nil, []byte("0")}
			}
			if answer(string(typ[1]), string(id[1])) != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// ok is a result without reproach.
func ok(typ, id, message string) string {
	return fmt.Sprintf("<RESULT><REQUESTTYPE>%s</REQUESTTYPE><REQUESTID>%s</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE><RESULTCODE>20</RESULTCODE><RESULTMSG>%s</RESULTMSG></RESULT>\r\n", typ, id, message)
}

// butTest answers TEST as it should, and everything else by f.
func butTest(f func(c net.Conn, typ, id string) error) func(net.Conn, int) {
	return func(c net.Conn, _ int) {
		asking(c, func(typ, id string) error {
			if typ == "TEST" {
				_, err := io.WriteString(c, ok(typ, id, "API_OK"))
				return err
			}
			return f(c, typ, id)
		})
	}
}

// withoutEnd writes the same until the other side has enough.
func withoutEnd(c net.Conn, head, rest string) error {
	if _, err := io.WriteString(c, head); err != nil {
		return err
	}
	many := bytes.Repeat([]byte(rest), max(1, 64<<10/len(rest)))
	for {
		if _, err := c.Write(many); err != nil {
			return err
		}
	}
}

const nasty = "\x1b[2J\x1b]0;owned\a<![CDATA[<script>alert(1)</script>]]>=HYPERLINK(\"http://x\")\xff\xfe\u202e&#27;&lt;img src=x onerror=alert(1)&gt;"

// TestTargetsThatMisbehaveGetAVerdict runs the binary against servers of bad
// will or bad luck: a verdict or exit code 2, in bounded time and memory, with
// reports that nothing acts upon.
func TestTargetsThatMisbehaveGetAVerdict(t *testing.T) {
	if testing.Short() {
		t.Skip("drives the binary for a minute")
	}
	program := build(t)
	var reference harness.Target
	stop, err := embed(t.Context(), &reference)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	result := "<RESULT><REQUESTTYPE>X</REQUESTTYPE><REQUESTID>1</REQUESTID><RESULTTYPE>"
	for name, c := range map[string]struct {
		serve func(net.Conn, int) // the API
		web   func(net.Conn, int) // the WebAPI
		focus string
		exit  string // which codes are right
	}{
		"refuses":       {exit: "2"},
		"silent":        {serve: func(c net.Conn, _ int) { io.Copy(io.Discard, c) }, exit: "2"},
		"garbage":       {serve: func(c net.Conn, _ int) { withoutEnd(c, "", "\x00\xff\x1bgarbage") }, exit: "2"},
		"later garbage": {serve: butTest(func(c net.Conn, _, _ string) error { return withoutEnd(c, "", "\x00\xff\x1bgarbage>") }), exit: "1"},
		"later silent":  {serve: butTest(func(net.Conn, string, string) error { return nil }), exit: "1"},
		"endless bytes": {serve: butTest(func(c net.Conn, _, _ string) error { return withoutEnd(c, "", "x") }), exit: "1"},
		"endless RESULT": {serve: butTest(func(c net.Conn, _, _ string) error {
			return withoutEnd(c, result, "a")
		}), exit: "1"},
		"endless elements": {serve: butTest(func(c net.Conn, _, _ string) error { return withoutEnd(c, result, "<a/>") }), exit: "1"},
		"endless results": {serve: butTest(func(c net.Conn, typ, id string) error {
			return withoutEnd(c, "", ok(typ, id, "API_OK"))
		}), exit: "1"},
		"large elements": {serve: butTest(func(c net.Conn, typ, id string) error {
			_, err := io.WriteString(c, strings.Replace(ok(typ, id, "API_OK"), "<RESULTMSG>", strings.Repeat("<D><E>1</E></D>", 120_000)+"<RESULTMSG>", 1))
			return err
		}), exit: "1"},
		"nasty strings": {serve: butTest(func(c net.Conn, typ, id string) error {
			_, err := io.WriteString(c, strings.ReplaceAll(ok(typ, id, nasty), "20", "21"))
			return err
		}), exit: "1"},
		"wrong REQUESTIDs": {serve: butTest(func(c net.Conn, typ, _ string) error {
			_, err := io.WriteString(c, ok(typ, "4711", "API_OK"))
			return err
		}), exit: "1"},
		"replies after the deadline": {serve: butTest(func(c net.Conn, typ, id string) error {
			time.Sleep(1500 * time.Millisecond)
			_, err := io.WriteString(c, ok(typ, id, "API_OK"))
			return err
		}), exit: "1"},
		"drips": {serve: butTest(func(c net.Conn, typ, id string) error {
			for _, b := range []byte(ok(typ, id, "API_OK")) {
				if _, err := c.Write([]byte{b}); err != nil {
					return err
				}
				time.Sleep(time.Second)
			}
			return nil
		}), exit: "1"},
		"closes after each reply": {serve: func(c net.Conn, _ int) {
			asking(c, func(typ, id string) error {
				io.WriteString(c, ok(typ, id, "API_OK"))
				return io.EOF
			})
		}, exit: "1"},
		"accepts only one connection": {serve: func(c net.Conn, n int) {
			if n > 0 {
				return
			}
			asking(c, func(typ, id string) error { _, err := io.WriteString(c, ok(typ, id, "API_OK")); return err })
		}, exit: "3"},
		"floods events": {focus: "^(EVENTS-1|EVENT-2|EVENT-20|SUBSCRIBER-1)$", serve: func(c net.Conn, _ int) {
			asking(c, func(typ, id string) error {
				if _, err := io.WriteString(c, strings.Replace(ok(typ, id, "API_OK"), "<RESULTMSG>", "<EVENTXREF>1</EVENTXREF><RESULTMSG>", 1)); err != nil || typ != "EVENTS" {
					return err
				}
				return withoutEnd(c, "", "<CALLCOPYEVENT><MODULE>X</MODULE><EVENTCLASS>CALL</EVENTCLASS><EVENTTYPE>CALLSTART</EVENTTYPE><EVENTXREF>1</EVENTXREF><EVENTDATA><DEVICEID>0</DEVICEID></EVENTDATA></CALLCOPYEVENT>\r\n")
			})
		}, exit: "1 or 3"},
		"a WebAPI that streams without end": {focus: "^WEBAPI-[1-3]$", web: func(c net.Conn, n int) {
			if n == 0 {
				webOK(c)
				return
			}
			withoutEnd(c, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<RESULT>", "<a>1</a>")
		}, exit: "1"},
		"a header without end": {focus: "^WEBAPI-[1-3]$", web: func(c net.Conn, n int) {
			if n == 0 {
				webOK(c)
				return
			}
			withoutEnd(c, "HTTP/1.1 200 OK\r\n", "A: b\r\n")
		}, exit: "1"},
		"an export without end": {focus: "^EXPORT-[12]$", web: func(c net.Conn, n int) {
			if n == 0 {
				webOK(c)
				return
			}
			c.Read(make([]byte, 16<<10))
			withoutEnd(c, "HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Disposition: attachment; filename=\"a.wav\"\r\n\r\n", "RIFFxxxx")
		}, exit: "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := closed.Addr().String()
			if c.serve != nil {
				api = misbehave(t, c.serve)
			}
			args := []string{"--target", api, "--patience", "0.2", "--seed", "1"}
			if c.web != nil {
				args[1] = reference.API
				args = append(args, "--webapi", "http://"+misbehave(t, c.web))
			}
			focus := c.focus
			if focus == "" {
				focus = `^(TEST-1|CALLSTART-1|DEVICELIST-1|EVENTS-1)$`
			}
			bounded(t, program, c.exit, append(args, "--focus", focus)...)
		})
	}
}

// webOK answers one request with a result without reproach.
func webOK(c net.Conn) {
	b := make([]byte, 16<<10)
	n, _ := c.Read(b)
	id := "0"
	if m := requestID.FindSubmatch(b[:n]); m != nil {
		id = string(m[1])
	}
	body := ok("TEST", id, "API_OK")
	fmt.Fprintf(c, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

const (
	maxResident = 200 << 20
	maxRun      = 3 * time.Minute // all run at once, with others' tests
)

// bounded runs conform with a report, and fails unless it ends as it should.
func bounded(t *testing.T, program, exits string, args ...string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "report")
	cmd := exec.CommandContext(t.Context(), program, append([]string{"conform", "--out", dir}, args...)...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &said, &said, time.Second
	kill := time.AfterFunc(maxRun, func() { cmd.Process.Kill() })
	defer kill.Stop()
	started := time.Now()
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	took, code := time.Since(started), fmt.Sprint(cmd.ProcessState.ExitCode())
	resident := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS == "linux" {
		resident <<= 10
	}
	t.Logf("exit code %s after %.1f s, %d MB", code, took.Seconds(), resident>>20)
	if !strings.Contains(exits, code) {
		t.Errorf("exit code %s, want %s:\n%.3000s", code, exits, said.String())
	}
	if resident > maxResident {
		t.Errorf("it took %d MB", resident>>20)
	}
	inert(t, "what it said", said.Bytes())
	filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasSuffix(path, ".pcapng") {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
		}
		inert(t, e.Name(), b)
		if strings.HasSuffix(path, ".html") && regexp.MustCompile(`(?i)<script>alert|<img`).Match(b) {
			t.Errorf("%s runs what the server sent", e.Name())
		}
		return nil
	})
}

// inert fails where text has what a terminal acts upon.
func inert(t *testing.T, what string, b []byte) {
	t.Helper()
	if at := bytes.IndexFunc(b, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' }); at >= 0 {
		t.Errorf("%s has %q at %d", what, b[at], at)
	}
}
