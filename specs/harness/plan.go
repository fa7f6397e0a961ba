package harness

import (
	"maps"
	"slices"
	"strings"
)

// Agent is an agent that the target knows, and that may be used as it is.
type Agent struct {
	User
	Devices []string // that are its phones
}

// Station is a workstation that the target knows.
type Station struct{ Name, Device string }

// want is what a spec needs of a device. Specs ask for devices first, and for
// who sits there later: on a target whose agents may only be used as they are,
// what a spec turns out to need becomes its plan, and it is begun anew.
type want struct {
	agent   bool
	with    int // it is of the same agent as an earlier device, by its number counted from 1; 0: of anybody
	station bool
}

// plan is what a spec needs of its devices, by their number counted from 0.
type plan map[int]want

// followers is how many further devices of the n-th one's agent are needed.
func (p plan) followers(n int) int {
	count := 0
	for _, w := range p {
		if w.with == n+1 {
			count++
		}
	}
	return count
}

// maxBegun is how often a spec may turn out to need more.
const maxBegun = 16

// nextDevice returns the number of the spec's next device.
func (t *T) nextDevice() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.devices = append(t.devices, "")
	return len(t.devices) - 1
}

// given returns the n-th device.
func (t *T) given(n int) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.devices[n]
}

// numberOf returns the number of a device that the spec was given. Where it made
// the device up itself, it is skipped: nobody can sit there.
func (t *T) numberOf(device string) int {
	t.mu.Lock()
	n := slices.Index(t.devices, device)
	t.mu.Unlock()
	if n < 0 {
		t.Skip("the spec needs an agent or a workstation at a device of its own; those of the target's configuration are used as they are")
	}
	return n
}

// replan changes the plan and has the spec begun anew.
func (t *T) replan(change func(plan)) {
	r := t.run
	r.mu.Lock()
	p := maps.Clone(r.plans[t.entry.ID])
	if p == nil {
		p = plan{}
	}
	change(p)
	r.plans[t.entry.ID] = p
	r.mu.Unlock()
	t.mu.Lock()
	t.again = true
	t.mu.Unlock()
	panic(stop{})
}

// configured returns the agent at a device, where agents are used as they are.
func (t *T) configured(device string) *User {
	if s := t.run.pool.held(t, func(s *seat) bool { return s.agent != nil && slices.Contains(s.devices, device) }); s != nil {
		u := *s.agent
		return &u
	}
	n := t.numberOf(device)
	t.replan(func(p plan) {
		w := p[n]
		w.agent = true
		p[n] = w
	})
	return nil
}

// follows makes sure that a device is a phone of an agent that is used as it is.
func (t *T) follows(u *User, device string) {
	s := t.run.pool.held(t, func(s *seat) bool { return s.agent != nil && s.agent.AgentID == u.AgentID })
	if s == nil || slices.Contains(s.devices, device) {
		return
	}
	n, first := t.numberOf(device), -1
	t.mu.Lock()
	for i, d := range t.devices {
		if slices.Contains(s.devices, d) && t.plan[i].with == 0 {
			first = i
		}
	}
	t.mu.Unlock()
	t.replan(func(p plan) {
		lead := min(n, first) // the earlier one
		for i, w := range p {
			if i != lead && (i == first || w.with == first+1) {
				w.with = lead + 1
				p[i] = w
			}
		}
		w := p[n]
		w.agent = true
		if n != lead {
			w.with = lead + 1
		}
		p[n] = w
	})
}

// stationAt returns the name of a workstation that is mapped to a device: of
// several, another each time.
func (t *T) stationAt(device string) string {
	names := t.run.pool.stations[device]
	t.mu.Lock()
	n := t.stationed[device]
	if t.stationed == nil {
		t.stationed = map[string]int{}
	}
	t.stationed[device]++
	t.mu.Unlock()
	switch {
	case n < len(names):
		return names[n]
	case n > 0:
		t.Skip("the spec needs more workstations at one device than the target's configuration names")
	}
	i := t.numberOf(device)
	if t.plan[i].station { // it was given what there is
		t.Skip("the spec needs an agent with more workstations than the target's configuration names")
	}
	t.replan(func(p plan) {
		w := p[i]
		w.station = true
		p[i] = w
	})
	return ""
}

// notGiven stands for what a configuration does not say of an agent. It is never
// sent, and nothing that follows from it counts.
const notGiven = "offhook-not-given-"

// names of an agent that a configuration may leave out.
func (u *User) names() map[string]*string {
	return map[string]*string{"first_name": &u.FirstName, "last_name": &u.LastName, "username": &u.Username,
		"sys_user": &u.SysUser, "crm_user": &u.CRMUser, "employee_id": &u.EmployeeID}
}

// known returns the agent's names, each one that is not given with notGiven.
func (a *Agent) known() *User {
	u := a.User
	for name, field := range u.names() {
		if *field == "" {
			*field = notGiven + strings.ReplaceAll(name, "_", "-")
		}
	}
	return &u
}

// lacking says which name of an agent a text is about that is not given, "" for
// none. Specs may have changed its letters' case, or cut it.
func lacking(text string) string {
	_, after, found := strings.Cut(strings.ToLower(text), notGiven)
	if !found {
		return ""
	}
	after = strings.ReplaceAll(after, "-", "_")
	what := "names"
	for name := range new(User).names() {
		if strings.HasPrefix(after, name[:len(name)-1]) {
			what = name
		}
	}
	return "the spec needs to know the agent's " + what + ", which the target's configuration does not give"
}
