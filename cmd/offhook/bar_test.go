//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/offhook/offhook/reference"
)

// terminal is a pseudo-terminal, and what stands on it.
type terminal struct {
	t     *testing.T
	main  *os.File // what a person types goes in, what is drawn comes out
	width int
	over  chan struct{}

	mu    sync.Mutex
	drawn []byte
}

// terminalFor runs offhook with its standard error on a terminal of that width;
// its standard output goes into out.
func terminalFor(t *testing.T, width int, out *bytes.Buffer, env []string, args ...string) (*terminal, *exec.Cmd) {
	t.Helper()
	pty, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("there are no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { pty.Close() })
	fd := int(pty.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: uint16(width)})
	}
	if err != nil {
		t.Fatal(err)
	}
	tty, err := os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Args[0] = "offhook"
	cmd.Stdout, cmd.Stderr = out, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 2}
	quiet := regexp.MustCompile(`^(CI|TERM|NO_COLOR)=`)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return quiet.MatchString(v) })
	cmd.Env = append(append(cmd.Env, "TERM=xterm-256color"), env...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	term := &terminal{t: t, main: pty, width: width, over: make(chan struct{})}
	go term.read()
	return term, cmd
}

// read takes what is drawn until nobody has the terminal open any longer.
func (m *terminal) read() {
	defer close(m.over)
	b := make([]byte, 64<<10)
	for {
		n, err := m.main.Read(b)
		m.mu.Lock()
		m.drawn = append(m.drawn, b[:n]...)
		m.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (m *terminal) raw() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return string(m.drawn)
}

// await waits until something has been drawn.
func (m *terminal) await(what *regexp.Regexp) {
	m.t.Helper()
	for deadline := time.Now().Add(time.Minute); !what.MatchString(m.raw()); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			m.t.Fatalf("%s was never drawn: %q", what, m.raw())
		}
	}
}

// end waits until the command is over and returns its exit code.
func (m *terminal) end(cmd *exec.Cmd) int {
	m.t.Helper()
	timer := time.AfterFunc(2*time.Minute, func() { cmd.Process.Kill() })
	defer timer.Stop()
	err := cmd.Wait()
	<-m.over
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		m.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode()
}

var escape = regexp.MustCompile(`^\x1b\[([0-9;]*)([A-Za-z])`)

// lines are those that a person sees, each whole where the terminal broke it.
func (m *terminal) lines() []string {
	m.t.Helper()
	type row struct {
		text   []rune
		goesOn bool
	}
	rows, at, column := []row{{}}, 0, 0
	for s := m.raw(); s != ""; {
		if e := escape.FindStringSubmatch(s); e != nil {
			s = s[len(e[0]):]
			n, err := strconv.Atoi(e[1])
			switch {
			case e[2] == "A":
				if err != nil {
					n = 1
				}
				at = max(0, at-n)
			case e[2] == "J" && n == 0:
				rows = rows[:at+1]
				rows[at].text = rows[at].text[:min(column, len(rows[at].text))]
				rows[at].goesOn = false
			case e[2] != "m":
				m.t.Fatalf("unexpected on a terminal: %q", e[0])
			}
			continue
		}
		c := []rune(s)[0]
		s = s[len(string(c)):]
		switch {
		case c == '\r':
			column = 0
			continue
		case c == '\n':
			at++
		case c < ' ':
			m.t.Fatalf("unexpected on a terminal: %q", c)
		default:
			if column == m.width {
				rows[at].goesOn = true
				at, column = at+1, 0
			}
		}
		if at == len(rows) {
			rows = append(rows, row{})
		}
		if c == '\n' {
			continue
		}
		for len(rows[at].text) <= column {
			rows[at].text = append(rows[at].text, ' ')
		}
		rows[at].text[column] = c
		column++
	}
	var lines []string
	whole := ""
	for _, r := range rows {
		whole += string(r.text)
		if !r.goesOn {
			lines = append(lines, strings.TrimRight(whole, " "))
			whole = ""
		}
	}
	return lines
}

// mistaken is a server whose results for a blank device have the wrong label.
func mistaken(t *testing.T) string {
	t.Helper()
	sys, err := reference.Start(t.Context(), reference.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sys.Shutdown(context.Background()) })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	pass := func(to, from net.Conn, change func([]byte) []byte) {
		b := make([]byte, 64<<10)
		for {
			n, err := from.Read(b)
			if err != nil {
				to.(*net.TCPConn).CloseWrite()
				return
			}
			to.Write(change(b[:n]))
		}
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s, err := net.Dial("tcp", sys.Addr().String())
			if err != nil {
				c.Close()
				continue
			}
			go pass(s, c, func(b []byte) []byte { return b })
			go func() {
				defer c.Close()
				defer s.Close()
				pass(c, s, func(b []byte) []byte {
					return bytes.ReplaceAll(b, []byte("API_DEVICE_INVALID"), []byte("API_DEVICE_MISSING"))
				})
			}()
		}
	}()
	return l.Addr().String()
}

// onBar is a bar as it is drawn.
var onBar = regexp.MustCompile(`[█░]{20} +\d+ of \d+, \d+ failed, \d+ warned, \d+ skipped, .* left`)

func TestABarShowsHowFarARunIs(t *testing.T) {
	var out bytes.Buffer
	m, cmd := terminalFor(t, 100, &out, []string{"NO_COLOR=1"}, "conform", "--target", mistaken(t), "--focus", "^CALL(START|STOP)-", "--parallel", "8", "--patience", "0.3", "--json")
	m.await(onBar)
	if code := m.end(cmd); code != exitNo {
		t.Errorf("exit code %d", code)
	}
	var report struct {
		Summary struct{ Failed, Warned, Skipped int }
	}
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatalf("%v: %s", err, out.Bytes())
	}
	told := map[string]int{}
	one := regexp.MustCompile(`^(failed|warned|skipped) +CALL(START|STOP)-[0-9.]+ \S.*: .`)
	lines := m.lines()
	for i, line := range lines {
		state := one.FindStringSubmatch(line)
		switch {
		case state != nil:
			told[state[1]]++
		case line != "" || i < len(lines)-1:
			t.Errorf("left on the terminal: %q", line)
		}
	}
	if n := report.Summary; n.Failed == 0 || told["failed"] != n.Failed || told["warned"] != n.Warned || told["skipped"] != n.Skipped {
		t.Errorf("told are %v of %+v", told, n)
	}
	if regexp.MustCompile(`\x1b\[[0-9;]*m`).MatchString(m.raw()) {
		t.Error("there is colour in spite of NO_COLOR")
	}
}

func TestCtrlCLeavesTheTerminalClean(t *testing.T) {
	var out bytes.Buffer
	m, cmd := terminalFor(t, 100, &out, nil, "conform", "--target", mistaken(t), "--patience", "0.3")
	before, err := unix.IoctlGetTermios(int(m.main.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	m.await(onBar)
	if _, err := m.main.Write([]byte{3}); err != nil {
		t.Fatal(err)
	}
	if code := m.end(cmd); code != exitNo && code != exitIncomplete {
		t.Errorf("exit code %d", code)
	}
	if !strings.Contains(out.String(), "the run was interrupted") {
		t.Errorf("the summary does not say so: %.2000s", out.String())
	}
	for _, line := range m.lines() {
		if strings.ContainsAny(line, "█░") {
			t.Errorf("left on the terminal: %q", line)
		}
	}
	if m.lines()[len(m.lines())-1] != "" {
		t.Errorf("a prompt would not stand on a line of its own: %q", m.lines())
	}
	after, err := unix.IoctlGetTermios(int(m.main.Fd()), unix.TCGETS)
	if err != nil || *after != *before {
		t.Errorf("the terminal is set otherwise than before: %+v, %+v, %v", before, after, err)
	}
}

func TestNoBarWhereNobodyLooksAtOne(t *testing.T) {
	api := mistaken(t)
	for name, c := range map[string]struct {
		width int
		env   string
	}{"a build": {100, "CI=true"}, "a dumb terminal": {100, "TERM=dumb"}, "a narrow one": {40, "X=1"}, "one without a size": {0, "X=1"}} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			m, cmd := terminalFor(t, c.width, &out, []string{c.env}, "conform", "--target", api, "--focus", "^CALLSTART-(5|8)$")
			if code := m.end(cmd); code != exitNo {
				t.Errorf("exit code %d: %s", code, m.raw())
			}
			if said := m.raw(); strings.ContainsAny(said, "\x1b█░") || !strings.Contains(said, "failed  CALLSTART-5 ") {
				t.Errorf("said is %q", said)
			}
		})
	}
}
