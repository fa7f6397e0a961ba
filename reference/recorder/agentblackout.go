package recorder

import (
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// agentBlackoutStart begins a blackout of all calls and screens of an agent,
// also of those that start while it lasts and, where it begins in the past, of
// those that ended since (Recording Control, AGENTBLACKOUTSTART; E-67). It ends with a stop; if none comes, at the
// configured maximum after the last start.
func (r *Recorder) agentBlackoutStart(req *catalog.Request) catalog.Result {
	return r.onAgentBlackout(req, func(who []identity, at time.Time) catalog.Result {
		b := r.agentBlackouts[who[0]]
		if b == nil {
			if len(r.agentBlackouts) >= r.cfg.MaxAgentBlackouts {
				return catalog.Fail(catalog.API_ERROR_PROCESSING_MESSAGE, "too many agents are blacked out at once")
			}
			b = &blackout{agent: who[0], longest: r.cfg.AgentBlackoutMax}
			r.agentBlackouts[b.agent] = b
		}
		for _, k := range who {
			for _, c := range r.callsOf(k) {
				b.cover(c)
			}
		}
		if at.Before(r.now) && r.cfg.Dialect.Takes("E-67") == "all" {
			for c := range r.past.of(who) {
				if c.stop.After(at) {
					b.cover(c)
				}
			}
		}
		b.begin(at, r.now)
		r.apply(b)
		return r.sent(req.Function)
	})
}

// agentBlackoutStop ends an agent's blackout (Recording Control,
// AGENTBLACKOUTSTOP). Without one it has no effect.
func (r *Recorder) agentBlackoutStop(req *catalog.Request) catalog.Result {
	return r.onAgentBlackout(req, func(who []identity, at time.Time) catalog.Result {
		for _, k := range who {
			if b := r.agentBlackouts[k]; b != nil {
				b.end(at)
				r.apply(b)
			}
		}
		return r.sent(req.Function)
	})
}

// onAgentBlackout finds the agent that a request means and applies change,
// with the time that the request means.
func (r *Recorder) onAgentBlackout(req *catalog.Request, change func([]identity, time.Time) catalog.Result) catalog.Result {
	who := r.findAgent(req)
	if len(who) == 0 {
		return r.noBlackoutTarget(req)
	}
	if !r.anyUp() {
		return req.Function.Answer(catalog.API_ERROR_RECORDER_NOT_RUNNING)
	}
	return change(who, r.now.Add(seconds(req, catalog.TIMEOFFSET)))
}

// forgetAgentBlackout lets go of an agent's blackout that is over.
func (r *Recorder) forgetAgentBlackout(b *blackout) {
	if b.agent == (identity{}) {
		return
	}
	if !b.stopped {
		r.note("the blackout of " + b.agent.String() + " ended at its longest duration: no stop came")
	}
	delete(r.agentBlackouts, b.agent)
}

// findAgent returns the ways in which the agent is known whom a request means:
// by DEVICEID or DEVICEALIAS who sits there, or else the device itself. None
// if nobody is found.
func (r *Recorder) findAgent(req *catalog.Request) []identity {
	if id := req.Value(catalog.DEVICEID); id != "" {
		return r.whoIsAt(id)
	}
	named, ok := r.namedUser(req)
	if ok && !req.Given(catalog.DEVICEALIAS) {
		return identities(named, "")
	}
	if d, _ := r.find(req); d != nil {
		return r.whoIsAt(d.id)
	}
	if ok {
		return identities(named, "")
	}
	// The device may have passed to somebody else since.
	sys, crm := r.asCalled(catalog.SYS_USER, req.Value(catalog.SYS_USER)), r.asCalled(catalog.CRM_USER, req.Value(catalog.CRM_USER))
	for _, k := range identities(Agent{SysUser: sys, CRMUser: crm}, "") {
		if r.agentBlackouts[k] != nil || len(r.byAgent[k]) > 0 {
			return []identity{k}
		}
	}
	return nil
}

// namedUser returns the user of the directory whom a blackout request names,
// other than by DEVICEID.
func (r *Recorder) namedUser(req *catalog.Request) (Agent, bool) {
	if v := req.Value(catalog.DEVICEALIAS); v != "" {
		return r.dir.AgentByPhone(v)
	}
	if v := req.Value(catalog.CRM_USER); v != "" {
		return r.dir.AgentByCRMUser(v)
	}
	if v := req.Value(catalog.SYS_USER); v != "" {
		return r.dir.AgentBySysUser(v)
	}
	return Agent{}, false
}
