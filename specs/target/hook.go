package target

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/offhook/offhook/specs/harness"
)

// Hooks are shell commands that do to the target, or get from it, what no request
// can. What they are about stands in their environment.
type Hooks struct {
	Limit        time.Duration `yaml:"limit" max:"1" example:"30s" doc:"each hook must end within that time, or is killed with all that it started"`
	Cores        []int         `yaml:"cores" max:"100" example:"[1, 2]" doc:"the COREIDENTs that core_down and core_up take"`
	CoreDown     string        `yaml:"core_down" width:"2000" lines:"yes" example:"ssh lab sudo systemctl stop core@$OFFHOOK_CORE" doc:"stops a core, OFFHOOK_CORE"`
	CoreUp       string        `yaml:"core_up" width:"2000" lines:"yes" example:"ssh lab sudo systemctl start core@$OFFHOOK_CORE" doc:"starts a core, OFFHOOK_CORE"`
	DatabaseDown string        `yaml:"database_down" width:"2000" lines:"yes" example:"ssh lab sudo systemctl stop mssql" doc:"makes the recordings database unreachable"`
	DatabaseUp   string        `yaml:"database_up" width:"2000" lines:"yes" example:"ssh lab sudo systemctl start mssql" doc:"makes it reachable"`
	Clock        string        `yaml:"clock" width:"2000" lines:"yes" example:"ssh lab sudo date -s +${OFFHOOK_SECONDS}seconds" doc:"moves the target's clock forward by OFFHOOK_SECONDS"`
	Recording    string        `yaml:"recording" width:"2000" lines:"yes" example:"ssh lab cat '\"$OFFHOOK_FILENAME\"'" doc:"prints a recording's file, OFFHOOK_FILENAME as the target names it, OFFHOOK_RECORDID by its id: WAV, MP3, M4A or CAV"`
	Mailbox      string        `yaml:"mailbox" width:"2000" lines:"yes" example:"ssh mail cat /var/mail/offhook" doc:"prints the mails that have come for OFFHOOK_ADDRESS, others too: each as it came, after a line From (mbox)"`
}

// defaultLimit is what a hook has where the file does not say.
const defaultLimit = 30 * time.Second

// any reports whether there is a hook.
func (h *Hooks) any() bool {
	return h.setsConditions() || h.Recording+h.Mailbox != ""
}

// setsConditions reports whether there is a hook that changes the target.
func (h *Hooks) setsConditions() bool {
	return h.CoreDown+h.CoreUp+h.DatabaseDown+h.DatabaseUp+h.Clock != ""
}

// commands are all hooks, for who changes each.
func (h *Hooks) commands() []*string {
	return []*string{&h.CoreDown, &h.CoreUp, &h.DatabaseDown, &h.DatabaseUp, &h.Clock, &h.Recording, &h.Mailbox}
}

// hooked sets conditions by hooks.
type hooked struct{ Hooks }

var (
	_ harness.Conditions = hooked{}
	_ harness.More       = hooked{}
)

// Cores returns the cores that hooks can take down.
func (h hooked) Cores() []int { return h.Hooks.Cores }

// SetCore takes a core down or brings it up.
func (h hooked) SetCore(ctx context.Context, core int, up bool) error {
	env := "OFFHOOK_CORE=" + strconv.Itoa(core)
	if up {
		return h.run(ctx, "core_up", h.CoreUp, env)
	}
	return h.run(ctx, "core_down", h.CoreDown, env)
}

// SetDatabase takes the recordings database away or gives it back.
func (h hooked) SetDatabase(ctx context.Context, up bool) error {
	if up {
		return h.run(ctx, "database_up", h.DatabaseUp)
	}
	return h.run(ctx, "database_down", h.DatabaseDown)
}

// Advance moves the target's clock forward.
func (h hooked) Advance(ctx context.Context, d time.Duration) error {
	return h.run(ctx, "clock", h.Clock, "OFFHOOK_SECONDS="+strconv.Itoa(int(d/time.Second)))
}

// Set has no hook: what it sets, the control plane alone knows.
func (h hooked) Set(context.Context, string, any) error { return errors.ErrUnsupported }

// run runs a hook to its end. It is not ended before its own limit, whatever
// ctx says, for nobody could tell what half of it has done.
func (h hooked) run(ctx context.Context, name, command string, env ...string) error {
	if command == "" {
		return fmt.Errorf("no hook %s: %w", name, errors.ErrUnsupported)
	}
	var said tail
	err := h.shell(context.WithoutCancel(ctx), name, command, env, &said, &said)
	if errors.Is(err, exec.ErrWaitDelay) {
		return nil // it may leave something running
	}
	return err
}

// shell runs a command within the hooks' limit.
func (h hooked) shell(ctx context.Context, name, command string, env []string, stdout io.Writer, said *tail) error {
	ctx, cancel := context.WithTimeout(ctx, h.Limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", command)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = stdout, said
	cmd.WaitDelay = time.Second // for what it left behind that still holds its output
	alone(cmd)
	switch err := cmd.Run(); {
	case ctx.Err() == context.DeadlineExceeded:
		return fmt.Errorf("hook %s: not over after %s, killed%s", name, h.Limit, said.quoted())
	case err != nil:
		return fmt.Errorf("hook %s: %w%s", name, err, said.quoted())
	}
	return nil
}

// tail keeps the end of what a hook says.
type tail struct {
	b   bytes.Buffer
	cut bool
}

func (t *tail) Write(p []byte) (int, error) {
	const most = 500
	t.b.Write(p[max(0, len(p)-most):])
	if cut := t.b.Len() - most; cut > 0 {
		t.b.Next(cut)
		t.cut = true
	}
	return len(p), nil
}

func (t *tail) quoted() string {
	s := t.b.String()
	if i := strings.IndexAny(s, " \t\r\n"); t.cut && i >= 0 {
		s = s[i:] // half a word may be half a secret
	}
	s = hidden(strings.TrimSpace(s))
	if s == "" {
		return ""
	}
	return fmt.Sprintf("; it said %q", s)
}
