package recorder

import "github.com/offhook/offhook/reference/catalog"

// recordStart begins a partial recording beside the call's own (Call Handling,
// RECORDSTART); one that runs already on the instance ends first. What the
// request says about the call goes into the partial recording's row alone; who
// sits at a DEVICEID, it says of the device (E-65).
func (r *Recorder) recordStart(req *catalog.Request) catalog.Result {
	if !r.anyUp() {
		return req.Function.Answer(catalog.API_ERROR_RECORDER_NOT_RUNNING)
	}
	d, id := r.find(req)
	if id == "" {
		return req.Function.Answer(catalog.API_DEVICE_INVALID)
	}
	c := d.target(req)
	if c == nil {
		return r.withoutCall(req, "E-32")
	}
	c.touched = r.now
	if req.Given(catalog.DEVICEID) && r.associate(d, req) {
		r.reseat(c)
	}
	if code := r.forbidden(c); code != catalog.API_OK {
		return catalog.Fail(code, "")
	}
	prio := c.priority
	if v, ok := req.Int(catalog.PRIORITY); ok {
		prio = int(v)
	}
	earlier := c.partial()
	if code := r.noChannel(); code != catalog.API_OK && r.choose(c, prio) == nil && (earlier == nil || earlier.core.room() < 0) {
		return catalog.Fail(code, "")
	}
	if earlier != nil {
		r.endRecording(earlier)
	}
	ch := r.choose(c, prio)
	if ch == nil {
		r.note("no free channel for a partial recording on " + d.id)
		return r.sent(req.Function)
	}
	rec := r.prepare(c, Partial, ch)
	rec.Priority = prio
	rec.update(req)
	rec.AgentInitiated = rec.AgentInitiated || req.Yes(catalog.AGENTINITIATED)
	rec.CTIInitiated = rec.CTIInitiated || req.Yes(catalog.CTIINITIATED)
	r.startRecording(rec, limitsOf(req))
	return r.sent(req.Function)
}

// recordStop ends the partial recording of a call (Call Handling, RECORDSTOP).
// The call and its own recording go on.
func (r *Recorder) recordStop(req *catalog.Request) catalog.Result {
	if !r.anyUp() {
		return req.Function.Answer(catalog.API_ERROR_RECORDER_NOT_RUNNING)
	}
	d, id := r.find(req)
	if id == "" {
		return req.Function.Answer(catalog.API_DEVICE_INVALID)
	}
	c := d.target(req)
	if c == nil {
		return r.withoutCall(req, "E-32")
	}
	c.touched = r.now
	if p := c.partial(); p != nil {
		for i := range p.User {
			if v := req.Value(catalog.USER1 + catalog.Name(i)); v != "" {
				p.User[i] = v
			}
		}
		r.endRecording(p)
	}
	return r.sent(req.Function)
}
