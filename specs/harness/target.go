package harness

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/offhook/offhook/specs/mailbox"
)

// Target is the server that a run judges.
type Target struct {
	Kind   string // "embedded" or "remote"
	API    string // host:port
	Events string // host:port of the event interface; "" is API (E-26)
	// WebAPI is the URL of the WebAPI, "" where it is not to be judged;
	// Fingerprint that of its certificate, "" for one that this machine trusts.
	WebAPI, Fingerprint string
	// Conditions sets what no request can; nil where nobody can.
	Conditions Conditions
	// Restoring is how long taking conditions back may take beside all other
	// cleaning up.
	Restoring time.Duration
	// Mailbox is where all that the target mails arrives; nil where nobody sees it.
	Mailbox *mailbox.Mailbox
	// Fetching gets what no request can get; nil where nobody can. MailTo is the
	// address to which the target is to mail, with a * that stands for something
	// new each time; "" is *@example.com.
	Fetching Fetching
	MailTo   string
	// Devices are the only ids that may be used, where the server does not
	// accept every one (E-31); nil lets specs make their own.
	Devices []string
	// Agents and Stations are the only ones that may be used, as they are, where
	// nobody may add others; nil lets specs make their own.
	Agents   []Agent
	Stations []Station
	// ReadOnly means that specs may send TEST and the status functions, and
	// nothing else; Features what the target claims to offer, by name; Rate how
	// many requests a second it may be sent, 0 for any number.
	ReadOnly bool
	Features map[string]Declaration
	Rate     float64
	// Location and Site are a LOCATIONID and a SITEID that the server knows;
	// "" is 1.
	Location, Site string
}

// Embedded and Remote are the kinds of targets.
const (
	Embedded = "embedded"
	Remote   = "remote"
)

// Conditions sets test conditions on a target. A method that the target has no
// way for returns an error that wraps errors.ErrUnsupported: the spec is then
// skipped.
type Conditions interface {
	// Cores returns the ids of the target's cores.
	Cores() []int
	// SetCore takes a core down or brings it up again.
	SetCore(ctx context.Context, core int, up bool) error
	// SetDatabase makes the recordings database unreachable or reachable.
	SetDatabase(ctx context.Context, up bool) error
}

// More is what Conditions may be able to do besides. Where they are not, the
// specs that want it are skipped.
type More interface {
	// Set sets a condition by the name that it has on the control plane; nil
	// puts it in order.
	Set(ctx context.Context, condition string, value any) error
	// Advance moves the target's clock forward.
	Advance(ctx context.Context, d time.Duration) error
}

// Fetching gets from a target what no request can get.
type Fetching interface {
	CanFetchRecordings() bool
	CanFetchMail() bool
	// Recording returns a recording's file, by the name and the id that the
	// target gives it.
	Recording(ctx context.Context, filename, recordID string) ([]byte, error)
	// Letters returns the mails that have come for an address.
	Letters(ctx context.Context, to string) ([]*mailbox.Letter, error)
}

// Cores returns the ids of the target's cores. Where nobody knows them the
// spec is skipped.
func (t *T) Cores() []int {
	c := t.run.Target.Conditions
	if c == nil || len(c.Cores()) == 0 {
		t.Skip("nobody can take cores of the target down, nor says which it has")
	}
	return c.Cores()
}

// CoresDown takes cores down until the spec ends; none named means all.
func (t *T) CoresDown(cores ...int) {
	if len(cores) == 0 {
		cores = t.Cores()
	}
	for _, core := range cores {
		t.condition(fmt.Sprintf("core %d down", core), func(ctx context.Context, c Conditions, on bool) error {
			return c.SetCore(ctx, core, !on)
		})
	}
}

// CoreUp brings a core up again before the spec ends.
func (t *T) CoreUp(core int) {
	t.set(fmt.Sprintf("core %d up", core), func(c Conditions) error { return c.SetCore(t.ctx, core, true) })
}

// DatabaseDown takes the recordings database away until the spec ends.
func (t *T) DatabaseDown() {
	t.condition("database unreachable", func(ctx context.Context, c Conditions, on bool) error {
		return c.SetDatabase(ctx, !on)
	})
}

// DatabaseUp gives the database back before the spec ends.
func (t *T) DatabaseUp() {
	t.set("database reachable", func(c Conditions) error { return c.SetDatabase(t.ctx, true) })
}

// Condition sets a condition until the spec ends: a name and a value of the
// control plane's document, as in "disk" and "full".
func (t *T) Condition(name string, value any) {
	t.condition(fmt.Sprintf("%s: %v", name, value), func(ctx context.Context, c Conditions, on bool) error {
		if !on {
			value = nil
		}
		return more(c, func(m More) error { return m.Set(ctx, name, value) })
	})
}

// InOrder puts a condition in order again before the spec ends.
func (t *T) InOrder(name string) {
	t.set(name+" in order", func(c Conditions) error {
		return more(c, func(m More) error { return m.Set(t.ctx, name, nil) })
	})
}

// Advance moves the target's clock forward; it never goes back.
func (t *T) Advance(d time.Duration) {
	t.set(fmt.Sprintf("clock %v ahead", d), func(c Conditions) error {
		return more(c, func(m More) error { return m.Advance(t.ctx, d) })
	})
	t.run.mu.Lock()
	t.run.clock = nil // to be measured anew
	t.run.advanced += d
	t.run.mu.Unlock()
}

// more does what not all Conditions can.
func more(c Conditions, do func(More) error) error {
	if m, ok := c.(More); ok {
		return do(m)
	}
	return fmt.Errorf("no way to set it: %w", errors.ErrUnsupported)
}

// condition sets a condition and has it taken back after the spec.
func (t *T) condition(what string, set func(context.Context, Conditions, bool) error) {
	t.set(what, func(c Conditions) error {
		// Taken back even if setting failed: it may have been half set.
		t.mu.Lock()
		t.restores = append(t.restores, func(ctx context.Context) error {
			if err := set(ctx, c, false); !errors.Is(err, errors.ErrUnsupported) {
				return err
			}
			return nil
		})
		t.mu.Unlock()
		return set(t.ctx, c, true)
	})
}

func (t *T) set(what string, do func(Conditions) error) {
	t.Note("condition: " + what)
	t.Need(!t.run.Target.ReadOnly, "nothing may be changed on the target (read_only), and the spec needs a condition: "+what)
	if t.run.Target.Conditions == nil {
		t.Skip("nobody can set this condition on the target: " + what)
	}
	if !t.alone {
		t.mu.Lock()
		t.needsAll = true
		t.mu.Unlock()
		panic(stop{})
	}
	started := time.Now()
	err := do(t.run.Target.Conditions)
	t.paced.Add(int64(time.Since(started))) // it is not the target's time
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		t.Skip("the target has no hook for this condition: " + what)
	case err != nil:
		t.Skip(fmt.Sprintf("the condition could not be set: %s: %v", what, err))
	}
}
