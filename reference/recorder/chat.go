package recorder

import (
	"cmp"
	"slices"

	"github.com/offhook/offhook/reference/catalog"
)

// session is one chat: a screen-only recording. It stands on a call of its
// own, on no device's list, so that chats and calls never touch.
type session struct {
	id string
	*call
	rec *recording
}

// chatStart begins a screen recording for an agent (Recording Control,
// CHATSTART). A session of the same SESSIONID ends first.
func (r *Recorder) chatStart(req *catalog.Request) catalog.Result {
	agent, ok := r.chatAgent(req)
	if !ok {
		return catalog.Fail(catalog.API_AGENT_NOT_FOUND, chatAgentMissing(req))
	}
	if !r.anyUp() {
		return req.Function.Answer(catalog.API_ERROR_RECORDER_NOT_RUNNING)
	}
	if code := r.obstacle(); code != catalog.API_OK {
		return catalog.Fail(code, "")
	}
	id := req.Value(catalog.SESSIONID)
	if s := r.sessions[id]; s != nil {
		r.endSession(s)
	}
	if len(r.sessions) >= r.cfg.MaxSessions {
		return catalog.Fail(catalog.API_ERROR_PROCESSING_MESSAGE, "too many chat sessions at once")
	}
	s := r.newSession(id, agent)
	r.sessions[id] = s
	r.startRecording(s.rec, limits{})
	return r.sent(req.Function)
}

func (r *Recorder) newSession(id string, a Agent) *session {
	r.seq++
	c := &call{
		dev: r.chatDevice(a), core: r.firstUp().id,
		keepDays: -1, archive: -1, start: r.now, touched: r.now, seq: r.seq,
	}
	c.DeviceAlias, c.Direction, c.station = c.dev.alias, unknownDirection, c.dev.station
	r.name(c)
	c.session = id
	r.seat(c, a, "")
	rec := r.prepare(c, Chat, nil)
	rec.core = r.firstUp()
	return &session{id: id, call: c, rec: rec}
}

// chatDevice returns where an agent chats, apart from the known devices: the
// place of the agent's device or else of the first phone.
func (r *Recorder) chatDevice(a Agent) *device {
	here := slices.DeleteFunc(r.devicesOf(a), func(d *device) bool {
		o, _ := r.agentOf(d)
		return o.ID != a.ID
	})
	if d := liveliest(here); d != nil {
		return &device{id: d.id, alias: d.alias, station: d.last().station}
	}
	phones := r.dir.Phones(a.ID)
	if len(phones) == 0 {
		return &device{}
	}
	d := &device{id: phones[0], alias: phones[0]}
	d.station = r.stationOf(d)
	return d
}

// chatStop ends a session (Recording Control, CHATSTOP); one that never
// started has no effect (E-63).
func (r *Recorder) chatStop(req *catalog.Request) catalog.Result {
	if !r.anyUp() {
		return req.Function.Answer(catalog.API_ERROR_RECORDER_NOT_RUNNING)
	}
	s := r.sessions[req.Value(catalog.SESSIONID)]
	if s == nil {
		return r.withoutCall(req, "E-63")
	}
	r.endSession(s)
	return r.sent(req.Function)
}

// chatUpdate changes the record of a session in progress (Recording Control,
// CHATUPDATE).
func (r *Recorder) chatUpdate(req *catalog.Request) catalog.Result {
	if !r.anyUp() {
		return req.Function.Answer(catalog.API_ERROR_RECORDER_NOT_RUNNING)
	}
	s := r.sessions[req.Value(catalog.SESSIONID)]
	if s == nil {
		return r.withoutCall(req, "E-63")
	}
	s.Variables.take(req)
	s.rec.Variables.take(req)
	return r.sent(req.Function)
}

// endSession ends a chat and what is recorded of it.
func (r *Recorder) endSession(s *session) {
	delete(r.sessions, s.id)
	s.stop = r.now
	for len(s.recs) > 0 {
		r.endRecording(s.recs[0])
	}
	r.past.add(s.call)
	r.unseat(s.call)
	r.leaveBlackouts(s.call)
}

// chatAgent finds the agent of a chat by AGENTID, else by KEYNAME and
// KEYVALUE.
func (r *Recorder) chatAgent(req *catalog.Request) (Agent, bool) {
	if id, _ := req.Int(catalog.AGENTID); id != 0 {
		return r.dir.AgentByID(id)
	}
	v := req.Value(catalog.KEYVALUE)
	switch req.Value(catalog.KEYNAME) {
	case "USERNAME":
		return r.dir.AgentByUsername(v)
	case "SYS_USER":
		return r.dir.AgentBySysUser(v)
	case "CRM_USER":
		return r.dir.AgentByCRMUser(v)
	case "EMPLOYEEID":
		return r.dir.AgentByEmployeeID(v)
	case "DEVICEALIAS":
		if a, ok := r.dir.AgentByPhone(v); ok {
			return a, true
		}
		if d := liveliest(r.byAlias.of(r.asCalled(catalog.DEVICEALIAS, v))); d != nil {
			if a, ok := r.agentOf(d); ok && a.ID != 0 {
				return a, true
			}
		}
	}
	return Agent{}, false
}

// chatAgentMissing says in detail who was not found.
func chatAgentMissing(req *catalog.Request) string {
	if id, _ := req.Int(catalog.AGENTID); id != 0 {
		return "No agent with AGENTID " + req.Value(catalog.AGENTID)
	}
	if key := req.Value(catalog.KEYNAME); key != "" {
		return "No agent with " + key + " " + req.Value(catalog.KEYVALUE)
	}
	return "AGENTID, or KEYNAME and KEYVALUE, must be given"
}

func (r *Recorder) sortedSessions() []*session {
	all := make([]*session, 0, len(r.sessions))
	for _, s := range r.sessions {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b *session) int { return cmp.Compare(a.seq, b.seq) })
	return all
}
