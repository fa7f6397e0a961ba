//go:build unix

package target

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/mail"
	"github.com/offhook/offhook/sim/control"
	"github.com/offhook/offhook/specs/harness"
)

// The test's own program is what hooks call: by the control plane it does to the
// reference what a hook does to a server.
func TestMain(m *testing.M) {
	if at := os.Getenv("OFFHOOK_TEST_PLANE"); at != "" {
		if err := act(at, os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func act(at string, args []string) error {
	if args[0] == "export" {
		res, err := http.Get(args[1] + "/webAPI.aspx?type=export&requestid=1&uniquefield=ident&media_format=wav&uniqueid=" + os.Getenv("OFFHOOK_RECORDID"))
		if err != nil {
			return err
		}
		defer res.Body.Close()
		_, err = io.Copy(os.Stdout, res.Body)
		return err
	}
	p, err := control.Open(context.Background(), at, "")
	if err != nil {
		return err
	}
	switch args[0] {
	case "core":
		core, err := strconv.Atoi(os.Getenv("OFFHOOK_CORE"))
		return errors.Join(err, p.SetCore(context.Background(), core, args[1] == "up"))
	case "database":
		return p.SetDatabase(context.Background(), args[1] == "up")
	}
	seconds, err := strconv.Atoi(os.Getenv("OFFHOOK_SECONDS"))
	return errors.Join(err, p.Advance(context.Background(), time.Duration(seconds)*time.Second))
}

// lab is a reference system, its plane, and a file with hooks for it.
func lab(t *testing.T) (*File, *control.Plane) { return labWith(t, nil) }

// labWith is lab with a mail server.
func labWith(t *testing.T, relay *mail.Relay) (*File, *control.Plane) {
	sys, err := reference.Start(t.Context(), reference.Config{WebAPI: "127.0.0.1:0", Control: "127.0.0.1:0", Relay: relay})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sys.Shutdown(context.Background()) })
	url := "http://" + sys.ControlAddr().String()
	plane, err := control.Open(t.Context(), url, "")
	if err != nil {
		t.Fatal(err)
	}
	call := fmt.Sprintf("OFFHOOK_TEST_PLANE=%s '%s' ", url, os.Args[0])
	f := Defaults()
	f.API, f.WebAPI = sys.Addr().String(), "http://"+sys.WebAPIAddr().String()
	f.Hooks = Hooks{Limit: 20 * time.Second, Cores: []int{1, 2}, CoreDown: call + "core down", CoreUp: call + "core up",
		DatabaseDown: call + "database down", DatabaseUp: call + "database up", Clock: call + "clock"}
	return &f, plane
}

// try tries a spec's body against the file's target.
func try(t *testing.T, f *File, body func(*harness.T)) harness.Outcome {
	t.Helper()
	r := harness.NewRun(f.Options().Target, 1, 1)
	return r.Try(t.Context(), &harness.Entry{ID: "X-1", Title: "is tried", Theme: "X", Requirements: []string{"X-1"}, Body: body}, true)
}

func TestHooksSetConditionsAndTakeThemBack(t *testing.T) {
	f, plane := lab(t)
	o := try(t, f, func(s *harness.T) {
		s.Start(s.Device())
		s.CoresDown(2)
		s.Send("CALLSTART", "DEVICEID", s.Device()).Is(catalog.API_PARTIAL_CORE_RESPONSE)
		s.DatabaseDown()
		s.Send("CALLLIST", "CALLCOUNT", "1").Is(catalog.API_DATABASE_QUERY_ERROR)
		s.DatabaseUp()
		s.OK("CALLLIST", "CALLCOUNT", "1")
		s.Advance(3 * time.Hour)
	})
	if o.Failure != nil || o.Skipped != "" || o.Stranded != "" {
		t.Fatalf("%+v", o)
	}
	var c struct {
		Cores    map[string]string
		Database string
	}
	if err := plane.Get(t.Context(), "/conditions", &c); err != nil || c.Cores["2"] != "up" || c.Database != "up" {
		t.Errorf("afterwards: %+v, %v", c, err)
	}
	var clock struct{ Ahead string }
	if err := plane.Get(t.Context(), "/clock", &clock); err != nil || !strings.HasPrefix(clock.Ahead, "3h") {
		t.Errorf("the clock: %+v, %v", clock, err)
	}
}

func TestAHookThatFailsOrHangsIsNamed(t *testing.T) {
	f, _ := lab(t)
	pid := filepath.Join(t.TempDir(), "pid")
	f.Hooks.CoreDown, f.Hooks.DatabaseDown = "echo no such host >&2; exit 3", "sleep 600 & echo $! >"+pid+"; wait"
	for what, c := range map[string]struct {
		body func(*harness.T)
		says string
	}{
		"fails": {func(s *harness.T) { s.CoresDown() }, `core 1 down: hook core_down: exit status 3; it said "no such host"`},
		"hangs": {func(s *harness.T) { s.DatabaseDown() }, "database unreachable: hook database_down: not over after 300ms, killed"},
		"is none": {func(s *harness.T) { s.Condition("disk", "full") },
			"the target has no hook for this condition: disk: full"},
	} {
		f.Hooks.Limit = 20 * time.Second
		if what == "hangs" {
			f.Hooks.Limit = 300 * time.Millisecond
		}
		if o := try(t, f, c.body); !strings.Contains(o.Skipped, c.says) || o.Failure != nil {
			t.Errorf("%s: %+v", what, o)
		}
	}
	// What it started has gone with it.
	text, err := os.ReadFile(pid)
	if err != nil {
		t.Fatal(err)
	}
	child, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	for range 500 {
		if syscall.Kill(child, 0) != nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	if state, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", child)); !strings.Contains(string(state), ") Z ") {
		t.Errorf("process %d lives: %s", child, state)
	}
}

func TestATargetThatIsNotPutInOrderIsSaid(t *testing.T) {
	f, plane := lab(t)
	f.Hooks.CoreUp = "exit 1"
	o := try(t, f, func(s *harness.T) { s.CoresDown(2) })
	if !strings.Contains(o.Stranded, "hook core_up: exit status 1") {
		t.Errorf("%+v", o)
	}
	if err := plane.Normal(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestAHookMayLeaveSomethingRunning(t *testing.T) {
	h := hooked{Hooks{Limit: 10 * time.Second}}
	pid := filepath.Join(t.TempDir(), "pid")
	if err := h.run(t.Context(), "core_up", "sleep 30 & echo $! >"+pid); err != nil {
		t.Error(err)
	}
	text, err := os.ReadFile(pid)
	if err != nil {
		t.Fatal(err)
	}
	child, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(child, syscall.SIGKILL); err != nil {
		t.Errorf("it did not live on: %v", err)
	}
}

func TestWhatAHookSaysIsBounded(t *testing.T) {
	h := hooked{Hooks{Limit: 10 * time.Second}}
	err := h.run(t.Context(), "clock", "head -c 3000000 /dev/zero | tr '\\0' x; echo; echo end; exit 1")
	if err == nil || len(err.Error()) > 700 || !strings.Contains(err.Error(), "end") {
		t.Errorf("%d bytes: %.200v", len(err.Error()), err)
	}
}
