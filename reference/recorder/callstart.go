package recorder

import "github.com/offhook/offhook/reference/catalog"

// callStart says that a call has begun on a device (Call Handling, CALLSTART).
func (r *Recorder) callStart(req *catalog.Request) catalog.Result {
	if !r.anyUp() {
		return req.Function.Answer(catalog.API_ERROR_RECORDER_NOT_RUNNING)
	}
	_, id := r.find(req)
	if id == "" {
		return req.Function.Answer(catalog.API_DEVICE_INVALID)
	}
	if r.cfg.Dialect.Takes("E-31") == "configured" && !r.configured(id) {
		return req.Function.Answer(catalog.API_DEVICE_INVALID)
	}
	d := r.know(id)
	if d == nil {
		return catalog.Fail(catalog.API_ERROR_PROCESSING_MESSAGE, "too many devices are in calls at once")
	}
	earlier := d.instance(req.Value(catalog.CALLINSTANCE))
	if earlier != nil && r.cfg.Dialect.Takes("E-33") == "1" {
		return catalog.Fail(catalog.API_ERROR_ALREADY_RECORDING, "")
	}
	r.associate(d, req)
	if earlier != nil {
		r.endCall(earlier)
	}
	if len(d.active) >= r.cfg.MaxInstances {
		r.note("device " + d.id + " has too many calls at once: the oldest ends")
		r.endCall(d.active[0])
	}
	c := r.newCall(d, req)
	d.active = append(d.active, c)
	r.totals.CallsStarted++
	r.busy(d)
	agent, _ := r.agentOf(d)
	r.seat(c, agent, id)

	ch, code := r.schedule(c)
	r.name(c)
	r.emit(catalog.EventCallStart, c, nil)
	if ch != nil {
		r.startRecording(r.prepare(c, Call, ch), limitsOf(req))
	}
	if code != catalog.API_OK {
		return catalog.Fail(code, "")
	}
	return r.sent(req.Function)
}

// schedule lets the schedules decide on a new call and returns the channel to
// record it on, nil if it is not recorded; where a condition is the reason, its
// code.
func (r *Recorder) schedule(c *call) (*channel, catalog.Code) {
	if r.conditions.SchedulerStopped {
		return nil, catalog.API_ERROR_SCHEDULER_NOT_RUNNING
	}
	s, record := r.decide(c)
	if s == nil {
		r.note("call on " + c.dev.id + " matches no schedule: not recorded")
		return nil, catalog.API_OK
	}
	c.sched = s
	c.keepDays = s.KeepDays
	if c.archive == -1 {
		c.archive = s.ArchiveAction
	}
	if !record {
		r.note("call on " + c.dev.id + " is not recorded by schedule " + s.Name)
		return nil, catalog.API_OK
	}
	if code := r.forbidden(c); code != catalog.API_OK {
		r.note("call on " + c.dev.id + " is not recorded: " + code.String())
		return nil, code
	}
	ch := r.choose(c, c.priority)
	if ch == nil {
		r.note("call on " + c.dev.id + " is not recorded: no free channel")
		return nil, r.noChannel()
	}
	c.core = ch.core.id
	return ch, catalog.API_OK
}
