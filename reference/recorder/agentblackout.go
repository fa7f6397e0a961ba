package recorder

import (
	"slices"

	"github.com/offhook/offhook/reference/catalog"
)

// maxHistory bounds the blackouts that one call remembers; beyond it, those
// that are over are merged.
const maxHistory = 1024

// agentBlackoutStart begins a blackout of all calls and screens of an agent,
// also of those that start while it lasts (Recording Control,
// AGENTBLACKOUTSTART; E-67). It ends with a stop or after the configured
// maximum.
func (r *Recorder) agentBlackoutStart(req *catalog.Request) catalog.Result {
	if !r.anyUp() {
		return notRunning()
	}
	key := r.findAgent(req)
	if key == "" {
		return noBlackoutTarget(req)
	}
	cur := r.agentBlackouts[key]
	b := r.startBlackout(cur, r.offset(req), func() { r.agentEdge(key) })
	if b != cur {
		if cur != nil {
			r.timers.cancel(cur.safeguard)
		}
		r.agentBlackouts[key] = b
		for _, c := range r.byAgent[key] {
			c.addBlackout(b)
		}
	}
	r.timers.cancel(b.safeguard)
	b.safeguard = r.timers.set(b.start.Add(r.cfg.AgentBlackoutMax), func() {
		r.note("agent blackout of " + key + " ends at its maximum duration")
		r.stopBlackout(b, r.now)
		r.agentEdge(key)
	})
	r.agentEdge(key)
	return r.sent(req.Function.Name)
}

// agentBlackoutStop ends an agent's blackout (Recording Control,
// AGENTBLACKOUTSTOP). Without one it has no effect.
func (r *Recorder) agentBlackoutStop(req *catalog.Request) catalog.Result {
	if !r.anyUp() {
		return notRunning()
	}
	key := r.findAgent(req)
	if key == "" {
		return noBlackoutTarget(req)
	}
	if b := r.agentBlackouts[key]; !b.over(r.now) {
		r.stopBlackout(b, r.offset(req))
		r.agentEdge(key)
	}
	return r.sent(req.Function.Name)
}

// agentEdge applies an agent's blackouts to all of the agent's calls and
// forgets the one that is over.
func (r *Recorder) agentEdge(key string) {
	for _, c := range r.byAgent[key] {
		r.reconsider(c)
	}
	if b := r.agentBlackouts[key]; b != nil && b.over(r.now) {
		r.timers.cancel(b.safeguard)
		delete(r.agentBlackouts, key)
	}
}

// joinBlackout puts a new call under the blackout that its agent is under.
func (r *Recorder) joinBlackout(c *call) {
	if b := r.agentBlackouts[c.agentKey]; b != nil {
		c.addBlackout(b)
	}
}

// leaveBlackouts takes a call that has ended out of its agent's.
func (r *Recorder) leaveBlackouts(c *call) {
	rest := slices.DeleteFunc(r.byAgent[c.agentKey], func(o *call) bool { return o == c })
	if len(rest) == 0 {
		delete(r.byAgent, c.agentKey)
	} else {
		r.byAgent[c.agentKey] = rest
	}
	if b := c.instanceBlackout; b != nil {
		r.timers.cancel(b.onStart)
		r.timers.cancel(b.onStop)
	}
	c.blackouts, c.instanceBlackout = nil, nil
}

// addBlackout remembers a blackout of c, and of many only what their union is.
func (c *call) addBlackout(b *blackout) {
	if len(c.blackouts) >= maxHistory {
		c.compact()
	}
	c.blackouts = append(c.blackouts, b)
}

// compact merges the blackouts that are over: adjacent ones, and where that
// is not enough the two nearest to one another at the front, the gap between
// them included, so that nothing that was protected is ever laid open.
func (c *call) compact() {
	var done, open []*blackout
	for _, b := range c.blackouts {
		if b.stop.IsZero() || b.onStop != nil && b.onStop.index >= 0 {
			open = append(open, b)
		} else {
			done = append(done, b)
		}
	}
	if len(done) < 2 {
		return
	}
	half := done[:len(done)/2+1]
	whole := &blackout{start: half[0].start, stop: half[0].stop}
	for _, b := range half {
		if b.start.Before(whole.start) {
			whole.start = b.start
		}
		if b.stop.After(whole.stop) {
			whole.stop = b.stop
		}
	}
	c.blackouts = append(append([]*blackout{whole}, done[len(half):]...), open...)
}

// findAgent returns the key of the agent that a request means: by DEVICEID who
// sits there, or the device itself; "" if nobody is found.
func (r *Recorder) findAgent(req *catalog.Request) string {
	if id := req.Value(catalog.DEVICEID); id != "" {
		return r.keyAt(id)
	}
	if v := req.Value(catalog.DEVICEALIAS); v != "" {
		if d, _ := latest(r.byAlias[v]); d != nil {
			return r.keyAt(d.id)
		}
		if a, ok := r.dir.AgentByPhone(v); ok {
			return agentKey(a, "")
		}
		return ""
	}
	if v := req.Value(catalog.CRM_USER); v != "" {
		if a, ok := r.dir.AgentByCRMUser(v); ok {
			return agentKey(a, "")
		}
	}
	if v := req.Value(catalog.SYS_USER); v != "" {
		if a, ok := r.dir.AgentBySysUser(v); ok {
			return agentKey(a, "")
		}
	}
	if _, id := r.find(req); id != "" {
		return r.keyAt(id)
	}
	return ""
}

// keyAt is the key of who sits at a device, known or not.
func (r *Recorder) keyAt(deviceID string) string {
	if d := r.devices[deviceID]; d != nil {
		a, _ := r.agentOf(d)
		return agentKey(a, deviceID)
	}
	a, _ := r.dir.AgentByPhone(deviceID)
	return agentKey(a, deviceID)
}
