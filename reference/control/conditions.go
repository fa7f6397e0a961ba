package control

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/offhook/offhook/reference/faults"
	"github.com/offhook/offhook/reference/recorder"
)

// Conditions is what is wrong with a system, as the control plane shows and
// takes it. What each causes is said in docs/control-plane.md.
type Conditions struct {
	Cores         map[string]string `json:"cores"` // by COREIDENT
	Recorder      string            `json:"recorder"`
	Logger        string            `json:"logger"`
	Scheduler     string            `json:"scheduler"`
	Database      string            `json:"database"`
	Disk          string            `json:"disk"`
	Channels      map[string]int    `json:"channels"` // that may record, by COREIDENT; a core left out uses all
	Filters       []Filter          `json:"filters"`
	RecordingPath bool              `json:"recording_path"`
	Licence       bool              `json:"licence"`
	Configuration bool              `json:"configuration"`
	QueueFull     bool              `json:"queue_full"`
	ClientLimit   int               `json:"client_limit"`
	Relay         string            `json:"relay"`
	faults.Rules
}

// Filter forbids that calls be recorded whose variable matches the pattern.
type Filter struct {
	Variable string `json:"variable"`
	Pattern  string `json:"pattern"`
}

// Values of the conditions that are text.
const (
	up, down         = "up", "down"
	running, stopped = "running", "stopped"
	okay, full       = "ok", "full"
	on, off          = "on", "off"
)

// normal is a system in order.
func (p *Plane) normal() Conditions {
	c := Conditions{
		Cores: map[string]string{}, Recorder: running, Logger: running, Scheduler: running,
		Database: up, Disk: okay, Channels: map[string]int{}, Filters: []Filter{},
		RecordingPath: true, Licence: true, Configuration: true, ClientLimit: p.sys.Server.DefaultMaxConns(), Relay: choose(p.relay, on, off),
		Rules: faults.Rules{Latency: map[string]faults.Latency{}, Drop: map[string]faults.Drop{}, Force: map[string]faults.Force{}},
	}
	ids, _ := p.sys.Dispatch.Cores()
	for _, id := range ids {
		c.Cores[strconv.Itoa(id)] = up
	}
	return c
}

// choose returns yes where b, else no.
func choose(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}

// conditions are those that are set.
func (p *Plane) conditions() Conditions {
	rec, rules := p.sys.Dispatch.Conditions(), p.sys.Faults.Rules()
	c := p.normal()
	ids, ups := p.sys.Dispatch.Cores()
	for i, id := range ids {
		c.Cores[strconv.Itoa(id)] = choose(ups[i], up, down)
	}
	c.Recorder = choose(rec.RecorderStopped, stopped, running)
	c.Logger = choose(rec.LoggerStopped, stopped, running)
	c.Scheduler = choose(rec.SchedulerStopped, stopped, running)
	c.Database = choose(p.sys.Store.Outage(), down, up)
	c.Disk = choose(rec.DiskFull, full, okay)
	for id, n := range rec.Channels {
		c.Channels[strconv.Itoa(id)] = n
	}
	for _, f := range rec.Filters {
		c.Filters = append(c.Filters, Filter(f))
	}
	c.RecordingPath = !rec.NoRecordingPath
	c.Licence, c.Configuration, c.QueueFull = !rules.Unlicensed, !rules.Misconfigured, rules.QueueFull
	c.ClientLimit = p.sys.Server.MaxConns()
	if p.relay {
		c.Relay = choose(p.sys.Mail.Ready(), on, off)
	}
	c.Rules = rules
	return c
}

// check says what makes no sense, apart from what the parts check themselves.
func (c *Conditions) check() error {
	for _, x := range []struct {
		name, value string
		allowed     [2]string
	}{
		{"recorder", c.Recorder, [2]string{running, stopped}}, {"logger", c.Logger, [2]string{running, stopped}},
		{"scheduler", c.Scheduler, [2]string{running, stopped}}, {"database", c.Database, [2]string{up, down}},
		{"disk", c.Disk, [2]string{okay, full}}, {"relay", c.Relay, [2]string{on, off}},
	} {
		if !slices.Contains(x.allowed[:], x.value) {
			return fmt.Errorf("%s is %q or %q, not %q", x.name, x.allowed[0], x.allowed[1], x.value)
		}
	}
	for id, v := range c.Cores {
		if v != up && v != down {
			return fmt.Errorf("core %s is %q or %q, not %q", id, up, down, v)
		}
	}
	if c.ClientLimit < 1 || c.ClientLimit > 1_000_000 {
		return fmt.Errorf("client_limit is from 1 to 1000000, not %d", c.ClientLimit)
	}
	return nil
}

// recorder is the part that the recorder shows.
func (c *Conditions) recorder() (recorder.Conditions, error) {
	r := recorder.Conditions{
		RecorderStopped: c.Recorder == stopped, LoggerStopped: c.Logger == stopped, SchedulerStopped: c.Scheduler == stopped,
		DiskFull: c.Disk == full, NoRecordingPath: !c.RecordingPath, Channels: map[int]int{},
	}
	for text, n := range c.Channels {
		id, err := coreIdent(text)
		if err != nil {
			return r, fmt.Errorf("channels: %w", err)
		}
		r.Channels[id] = n
	}
	for _, f := range c.Filters {
		r.Filters = append(r.Filters, recorder.Condition(f))
	}
	return r, nil
}

// apply makes the system go from what was to what is wanted, all of it or,
// where the error says why, nothing.
func (p *Plane) apply(was, want *Conditions) error {
	err := p.set(was, want)
	if err != nil {
		err = errors.Join(err, p.set(want, was))
	}
	return err
}

func (p *Plane) set(was, want *Conditions) error {
	if err := want.check(); err != nil {
		return err
	}
	rec, err := want.recorder()
	if err != nil {
		return err
	}
	if !p.relay && want.Relay == on {
		return errors.New("relay: the system was started without one; name it with --smtp")
	}
	if err := p.setCores(was, want); err != nil {
		return err
	}
	if err := p.sys.Dispatch.SetConditions(rec); err != nil {
		return err
	}
	err = p.sys.Faults.Change(func(r *faults.Rules) {
		// Only what the patch changes: rules count down meanwhile.
		assign(r.Latency, was.Latency, want.Latency)
		assign(r.Drop, was.Drop, want.Drop)
		assign(r.Force, was.Force, want.Force)
		r.Unlicensed, r.Misconfigured, r.QueueFull = !want.Licence, !want.Configuration, want.QueueFull
	})
	if err != nil {
		return err
	}
	p.sys.Store.SetOutage(want.Database == down)
	p.sys.Server.SetMaxConns(want.ClientLimit)
	if p.relay {
		return p.sys.Mail.SetRelay(want.Relay == on)
	}
	return nil
}

func (p *Plane) setCores(was, want *Conditions) error {
	for _, text := range slices.Sorted(maps.Keys(want.Cores)) {
		if want.Cores[text] == was.Cores[text] {
			continue
		}
		id, err := coreIdent(text)
		if err != nil {
			return fmt.Errorf("cores: %w", err)
		}
		if err := p.sys.Dispatch.SetCore(id, want.Cores[text] == up); err != nil {
			return err
		}
	}
	return nil
}

// coreIdent reads a COREIDENT in the one form in which it is shown.
func coreIdent(text string) (int, error) {
	id, err := strconv.Atoi(text)
	if err != nil || strconv.Itoa(id) != text {
		return 0, fmt.Errorf("%q is no COREIDENT", text)
	}
	return id, nil
}

// assign makes the changes from was to want in rules.
func assign[R comparable](rules, was, want map[string]R) {
	for name, r := range want {
		if old, ok := was[name]; !ok || old != r {
			rules[name] = r
		}
	}
	for name := range was {
		if _, ok := want[name]; !ok {
			delete(rules, name)
		}
	}
}
