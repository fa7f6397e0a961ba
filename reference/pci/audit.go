package pci

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

// maxEnded is how many recordings that are over and had blackouts are
// remembered, maxPast how many calls that are over: an agent's blackout may
// reach back into them.
const (
	maxEnded = 20_000
	maxPast  = 1000
)

// tolerance is what no leak is shorter than: rows hold microseconds.
const tolerance = time.Millisecond

// Options are what an audit has to know of the system.
type Options struct {
	// AgentMax ends an agent's blackout whose stop never comes.
	AgentMax time.Duration
	// CallsAreAgents means that BLACKOUTSTART acts on the agent (E-52),
	// ActiveOnly that an agent's blackout covers no later call (E-67).
	CallsAreAgents, ActiveOnly bool
}

// Audit follows one system. Its methods may be called by any goroutine;
// Observe in the order in which things happen.
type Audit struct {
	mu       sync.Mutex
	o        Options
	calls    map[string]*call   // by GLOBALCALLID: those that go on
	active   map[string][]*call // by DEVICEID, in the order of their start
	sits     map[string]*call   // by DEVICEID: the call that began last while one goes on, which tells who sits there
	begun    uint64             // counts calls
	agents   []*blackout
	past     []*call                     // that are over, the first to end in front
	finished map[string]*call            // by RECORDID, of recordings that are over while their call is remembered
	asked    map[string][]recorder.Range // by RECORDID, of recordings of calls that are not
	ended    []string                    // their RECORDIDs, the first to end in front
	count    Count
}

// Count says how far an audit's view goes.
type Count struct {
	Followed   int `json:"followed"`   // requests for a blackout
	Unfollowed int `json:"unfollowed"` // those of which nobody can see from outside whom they mean
	Forgotten  int `json:"forgotten"`  // recordings with blackouts that were too many to remember
}

// call is a call or a chat, as events show it.
type call struct {
	global, device, instance string
	alias, sysUser, crmUser  string
	agent                    string // AGENTID; "0" is nobody
	chat, over               bool
	moved                    bool // somebody else may have come to sit there: whose it is, nobody can see
	seq                      uint64
	stop                     time.Time
	recordings               int      // in progress
	finished                 []string // RECORDIDs of those that are over
	own                      *blackout
	asked                    []*blackout // that cover it, own among them
}

// New returns an audit of a system in which nothing has happened yet.
func New(o Options) *Audit {
	a := &Audit{}
	a.Reset(o)
	return a
}

// Reset makes it an audit of a system in which nothing has happened yet.
func (a *Audit) Reset(o Options) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.o = o
	a.calls, a.active, a.sits = map[string]*call{}, map[string][]*call{}, map[string]*call{}
	a.past, a.finished = nil, map[string]*call{}
	a.asked, a.agents, a.ended, a.count = map[string][]recorder.Range{}, nil, nil, Count{}
}

// Observe takes in what has happened at the time now: events and, unless it is
// nil, a request that has been answered with code. It keeps none of them.
func (a *Audit) Observe(now time.Time, req *catalog.Request, code catalog.Code, events []catalog.Event) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range events {
		a.hear(now, &events[i])
	}
	if req == nil || code != catalog.API_OK && code != catalog.API_PARTIAL_CORE_RESPONSE {
		return
	}
	offset, _ := req.Int(catalog.TIMEOFFSET)
	at := now.Add(time.Duration(offset) * time.Second)
	agent := a.o.CallsAreAgents || strings.HasPrefix(req.Function.Name, "AGENT")
	switch req.Function.Name {
	case "BLACKOUTSTART", "AGENTBLACKOUTSTART":
		a.start(req, agent, at, now)
	case "BLACKOUTSTOP", "AGENTBLACKOUTSTOP":
		a.stop(req, agent, at, now)
	case "CALLUPDATE", "RECORDSTART":
		if req.Given(catalog.SYS_USER) || req.Given(catalog.CRM_USER) || req.Given(catalog.DEVICEALIAS) {
			for _, c := range a.active[req.Value(catalog.DEVICEID)] {
				c.moved = true
			}
		}
	}
}

// hear follows the calls that there are.
func (a *Audit) hear(now time.Time, ev *catalog.Event) {
	global := ev.Get("GLOBALCALLID")
	c := a.calls[global]
	switch ev.Type {
	case catalog.EventCallStart:
		a.begin(now, &call{global: global, device: ev.Get("DEVICEID"), instance: ev.Get("CALLINSTANCE"), alias: ev.Get("DEVICEALIAS"),
			sysUser: ev.Get("SYS_USER"), crmUser: ev.Get("CRM_USER"), agent: ev.Get("AGENTID")})
	case catalog.EventRecordingStarted:
		if c == nil { // no call has begun: a chat's screen
			c = &call{global: global, device: ev.Get("DEVICEID"), alias: ev.Get("DEVICEALIAS"), agent: ev.Get("AGENTID"), chat: true}
			a.begin(now, c)
		}
		c.recordings++
	case catalog.EventRecordingStopped:
		if c != nil {
			id := ev.Get("RECORDID")
			c.finished = append(c.finished, id)
			a.finished[id] = c
			c.recordings--
			a.finish(c, now)
		}
	case catalog.EventCallStop:
		if c != nil {
			a.end(c)
			a.finish(c, now)
		}
	}
}

func (a *Audit) begin(now time.Time, c *call) {
	a.begun++
	c.seq = a.begun
	a.calls[c.global] = c
	if !c.chat {
		a.active[c.device] = append(a.active[c.device], c)
		a.sits[c.device] = c
	}
	if a.o.ActiveOnly {
		return
	}
	a.agents = slices.DeleteFunc(a.agents, func(b *blackout) bool { return b.over(now) })
	for _, b := range a.agents {
		if b.of(c) {
			c.asked = append(c.asked, b)
		}
	}
}

// end takes a call from those that go on; what is recorded of it ends next.
func (a *Audit) end(c *call) {
	c.over = true
	if rest := slices.DeleteFunc(a.active[c.device], func(o *call) bool { return o == c }); len(rest) > 0 {
		a.active[c.device] = rest
		return
	}
	delete(a.active, c.device)
	delete(a.sits, c.device)
}

// finish notes that nothing of a call or a chat goes on, if so.
func (a *Audit) finish(c *call, now time.Time) {
	if c.recordings > 0 || !c.over && !c.chat {
		return
	}
	c.over = true
	delete(a.calls, c.global)
	if len(c.finished) == 0 {
		return
	}
	c.stop = now
	if a.past = append(a.past, c); len(a.past) > maxPast {
		a.forget(a.past[0])
		a.past = a.past[1:]
	}
}

// forget lets go of a call that is over. What has been asked for of its
// recordings no request can change any more.
func (a *Audit) forget(c *call) {
	asked := c.required(c.stop)
	for _, id := range c.finished {
		delete(a.finished, id)
		if len(asked) > 0 {
			a.keep(id, asked)
		}
	}
}

// required is what has been asked for of a call up to a time.
func (c *call) required(now time.Time) (asked []recorder.Range) {
	for _, b := range c.asked {
		asked = append(asked, b.until(now)...)
	}
	return merge(asked)
}

// keep remembers what was asked for of a recording.
func (a *Audit) keep(id string, asked []recorder.Range) {
	a.asked[id] = asked
	if a.ended = append(a.ended, id); len(a.ended) > maxEnded {
		delete(a.asked, a.ended[0])
		a.ended = a.ended[1:]
		a.count.Forgotten++
	}
}

// meant is the active call that a request names, nil for none: on a DEVICEID
// the instance, or the last; else the last with the alias or the name.
func (a *Audit) meant(req *catalog.Request) *call {
	if id := req.Value(catalog.DEVICEID); id != "" {
		return pick(a.active[id], req)
	}
	var on []*call // the device's on which the last such call began
	for device, c := range a.sits {
		there := a.active[device]
		if !c.moved && c.named(req) && (on == nil || there[len(there)-1].seq > on[len(on)-1].seq) {
			on = there
		}
	}
	return pick(on, req)
}

// agentAt is the call that tells which agent a request means: the one that
// began last where a DEVICEID or an alias says, or one of the user's.
func (a *Audit) agentAt(req *catalog.Request) *call {
	if req.Given(catalog.DEVICEID) || req.Given(catalog.DEVICEALIAS) {
		c := a.meant(req)
		if c == nil || a.sits[c.device].moved {
			return nil
		}
		return a.sits[c.device]
	}
	var last *call
	for _, c := range a.calls {
		if !c.over && !c.moved && c.named(req) && (last == nil || c.seq > last.seq) {
			last = c
		}
	}
	return last
}

// pick is the instance that a request names, or the last call.
func pick(calls []*call, req *catalog.Request) *call {
	name := req.Value(catalog.CALLINSTANCE)
	for _, c := range calls {
		if c.instance == name && (name != "" || req.Has(catalog.CALLINSTANCE)) {
			return c
		}
	}
	if name != "" || len(calls) == 0 {
		return nil
	}
	return calls[len(calls)-1]
}

// named reports whether a request names the call by its alias or its user.
func (c *call) named(req *catalog.Request) bool {
	for _, x := range []struct {
		name catalog.Name
		own  string
	}{{catalog.DEVICEALIAS, c.alias}, {catalog.CRM_USER, c.crmUser}, {catalog.SYS_USER, c.sysUser}} {
		if v := req.Value(x.name); v != "" { // one of them is given (E-41)
			return x.own != "" && strings.EqualFold(callStart.Param(x.name).Fit(v), x.own)
		}
	}
	return false
}

// callStart has the widths that events show.
var callStart = catalog.Lookup("CALLSTART")

func (a *Audit) start(req *catalog.Request, agent bool, at, now time.Time) {
	find := a.meant
	if agent {
		find = a.agentAt
	}
	c := find(req)
	switch {
	case !agent && c == nil: // without a call it has no effect (E-32)
		return
	case !agent:
		if c.own == nil {
			c.own = &blackout{}
			c.asked = append(c.asked, c.own)
		}
		c.own.start(at, now)
	default:
		b := a.agentBlackout(req, c)
		if b == nil {
			a.count.Unfollowed++
			return
		}
		for _, x := range a.calls {
			if !x.over {
				x.ask(b)
			}
		}
		if !a.o.ActiveOnly {
			for _, x := range a.past {
				if x.stop.After(at) {
					x.ask(b)
				}
			}
		}
		b.start(at, now)
	}
	a.count.Followed++
}

// ask has b cover a call of its agent.
func (c *call) ask(b *blackout) {
	if b.of(c) && !slices.Contains(c.asked, b) {
		c.asked = append(c.asked, b)
	}
}

func (a *Audit) stop(req *catalog.Request, agent bool, at, now time.Time) {
	find := a.meant
	if agent {
		find = a.agentAt
	}
	c := find(req)
	switch {
	case agent:
		for _, b := range a.agents {
			switch {
			case b.means(req) || c != nil && b.of(c):
				b.stop(at, now)
			case c == nil: // who knows whom it means: it may be this one
				b.lose(now)
			}
		}
		if c == nil {
			a.count.Unfollowed++
		}
	case c != nil && c.own != nil:
		c.own.stop(at, now)
	}
}

// agentBlackout is the blackout of the agent whom a request means, who is in
// call c, where one is; nil where nobody can see who that is.
func (a *Audit) agentBlackout(req *catalog.Request, c *call) *blackout {
	for _, b := range a.agents {
		// A device's own is not that of somebody who has come to sit there.
		if b.means(req) || c != nil && b.of(c) && (b.device == "" || c.nameless()) {
			return b
		}
	}
	b := &blackout{longest: a.o.AgentMax}
	switch {
	case c != nil:
		b.agent, b.sysUser, b.crmUser = c.agent, c.sysUser, c.crmUser
		if c.nameless() {
			b.device = c.device
		}
	case req.Given(catalog.SYS_USER) && !req.Given(catalog.DEVICEID):
		b.sysUser = callStart.Param(catalog.SYS_USER).Fit(req.Value(catalog.SYS_USER))
	case req.Given(catalog.CRM_USER) && !req.Given(catalog.DEVICEID):
		b.crmUser = callStart.Param(catalog.CRM_USER).Fit(req.Value(catalog.CRM_USER))
	default:
		return nil
	}
	a.agents = append(a.agents, b)
	return b
}

// nameless reports whether nobody is known to sit where the call is.
func (c *call) nameless() bool { return !known(c.agent) && c.sysUser == "" && c.crmUser == "" }

func known(agentID string) bool { return agentID != "" && agentID != "0" }

// Judge returns what of a finished recording had to be silent, and what of that
// is not. Both are empty where no blackout was asked for.
func (a *Audit) Judge(rec *recorder.Recording) (asked, leaks []recorder.Range) {
	a.mu.Lock()
	defer a.mu.Unlock()
	id := strconv.FormatInt(rec.ID, 10)
	required := a.asked[id]
	if c := a.finished[id]; c != nil {
		required = c.required(rec.Stop)
	}
	for _, x := range required {
		if x.Start.Before(rec.Start) {
			x.Start = rec.Start
		}
		if x.Stop.After(rec.Stop) {
			x.Stop = rec.Stop
		}
		if x.Start.Before(x.Stop) {
			asked = append(asked, x)
		}
	}
	return asked, subtract(asked, rec.Blackouts)
}

// Count says how far the audit's view goes.
func (a *Audit) Count() Count {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.count
}
