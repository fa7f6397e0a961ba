package recorder

import (
	"cmp"
	"slices"
	"time"
)

// State is what goes on in a recorder at one moment, for people and tests to
// look at. It is a copy: nothing in it changes later. Each list holds as many
// entries as were asked for at most; Count says how many there are.
type State struct {
	Time time.Time `json:"time"` // of the last request or timer; zero before the first
	// Version grows with every request and timer: where it is as before, so is
	// all else.
	Version  uint64         `json:"version"`
	Count    Count          `json:"count"`
	Cores    []CoreState    `json:"cores"`    // all of them
	Channels []ChannelState `json:"channels"` // those in use, by ID; of each core as many
	// Devices has those in calls first, the last call to begin in front; then
	// the others, the last used in front.
	Devices        []DeviceState    `json:"devices"`
	Sessions       []CallState      `json:"sessions"`        // chats, in the order of their start
	AgentBlackouts []BlackoutState  `json:"agent_blackouts"` // not over yet
	Ended          []RecordingState `json:"ended"`           // the latest recordings that ended, the last in front
}

// Count says how much there is at the moment, and how much there has been.
type Count struct {
	Devices        int `json:"devices"` // known
	DevicesInCall  int `json:"devices_in_call"`
	DevicesLeftOut int `json:"devices_left_out"` // of Devices
	Channels       int `json:"channels"`
	ChannelsInUse  int `json:"channels_in_use"`
	Calls          int `json:"calls"`
	Recordings     int `json:"recordings"` // in progress, chats and paused ones included
	Paused         int `json:"paused"`     // of them blacked out
	Sessions       int `json:"sessions"`
	AgentBlackouts int `json:"agent_blackouts"`

	Totals
}

// Totals count what has happened since the start.
type Totals struct {
	CallsStarted      uint64 `json:"calls_started"`
	CallsEnded        uint64 `json:"calls_ended"`
	RecordingsStarted uint64 `json:"recordings_started"`
	RecordingsEnded   uint64 `json:"recordings_ended"`
	Requests          uint64 `json:"requests"` // executed by the recorder
}

// CoreState is a core and its channels by state.
type CoreState struct {
	ID        int  `json:"id"` // COREIDENT
	Up        bool `json:"up"`
	Channels  int  `json:"channels"`
	Recording int  `json:"recording"`
	Idle      int  `json:"idle"` // that may record; on a core that is down, none
}

// ChannelState is a channel that records.
type ChannelState struct {
	ID          int       `json:"id"`
	Core        int       `json:"core"`
	RecordID    int64     `json:"record_id"`
	DeviceID    string    `json:"device_id"`
	DeviceAlias string    `json:"device_alias,omitempty"`
	Paused      bool      `json:"paused"`
	Since       time.Time `json:"since"`
}

// DeviceState is a known device with its active calls, the first to begin in
// front.
type DeviceState struct {
	ID          string      `json:"id"`
	Alias       string      `json:"alias,omitempty"`
	Station     string      `json:"station,omitempty"`
	Agent       AgentState  `json:"agent,omitzero"`
	IsRecording bool        `json:"is_recording"`
	LastRecord  int64       `json:"last_record_id,omitempty"` // of the call recording that ended last
	Calls       []CallState `json:"calls"`
	CallCount   int         `json:"call_count"`
}

// AgentState is who sits at a device.
type AgentState struct {
	ID      int64  `json:"id,omitempty"`
	Name    string `json:"name,omitempty"`
	SysUser string `json:"sys_user,omitempty"`
	CRMUser string `json:"crm_user,omitempty"`
}

// CallState is an active call or chat.
type CallState struct {
	Instance     string           `json:"instance"`
	GlobalCallID string           `json:"global_call_id"`
	SessionID    string           `json:"session_id"`
	DeviceID     string           `json:"device_id"`
	Agent        AgentState       `json:"agent,omitzero"`
	Direction    string           `json:"direction"`
	ANI          string           `json:"ani,omitempty"`
	DNIS         string           `json:"dnis,omitempty"`
	Group        string           `json:"group,omitempty"`
	Gate         string           `json:"gate,omitempty"`
	Priority     int              `json:"priority"`
	Schedule     string           `json:"schedule,omitempty"` // that decided; "": none matched
	Start        time.Time        `json:"start"`
	Recordings   []RecordingState `json:"recordings"` // in progress
	// Blackouts are those that are over in this call and those to come.
	Blackouts []BlackoutState `json:"blackouts"`
}

// RecordingState is a recording in progress or over.
type RecordingState struct {
	ID        int64           `json:"record_id"`
	Kind      string          `json:"kind"` // call, partial or chat
	DeviceID  string          `json:"device_id"`
	Core      int             `json:"core"`
	Channel   int             `json:"channel"` // 0 for a chat
	Priority  int             `json:"priority"`
	Start     time.Time       `json:"start"`
	Stop      time.Time       `json:"stop,omitzero"` // zero while in progress
	Paused    bool            `json:"paused"`
	FileName  string          `json:"file_name"`
	Blackouts []BlackoutState `json:"blackouts,omitempty"` // of one that is over
}

// BlackoutState is a stretch of time that is blacked out. Stop is zero where
// none is known.
type BlackoutState struct {
	Start time.Time `json:"start"`
	Stop  time.Time `json:"stop,omitzero"`
	// Of says whose it is: an agent's, as in "AGENTID 7"; "" for the call's own
	// or for what is over.
	Of string `json:"of,omitempty"`
}

// maxEnded is how many recordings that ended are remembered for State.
const maxEnded = 256

// recent is a ring of the recordings that ended last.
type recent struct {
	rows []Recording
	next int // where the next one goes, once the ring is full
}

func (x *recent) add(row *Recording) {
	if len(x.rows) < maxEnded {
		x.rows = append(x.rows, *row)
		return
	}
	x.rows[x.next] = *row
	x.next = (x.next + 1) % maxEnded
}

// amend gives one of them other blackouts.
func (x *recent) amend(id int64, blackouts []Range) {
	for i := range x.rows {
		if x.rows[i].ID == id {
			x.rows[i].Blackouts = blackouts
		}
	}
}

// latest returns up to limit of them, the last in front.
func (x *recent) latest(limit int) []RecordingState {
	n := len(x.rows)
	all := make([]RecordingState, 0, min(limit, n))
	for i := range cap(all) {
		all = append(all, x.rows[(x.next+2*n-1-i)%n].state())
	}
	return all
}

// State returns what goes on, as of the last request or timer. No list but
// that of the cores gets longer than limit.
func (r *Recorder) State(limit int) State {
	limit = max(limit, 0)
	s := State{Time: r.now, Version: r.version, Count: r.count(),
		// Lists are never null in JSON.
		Devices: []DeviceState{}, Sessions: []CallState{}, AgentBlackouts: []BlackoutState{}}
	s.Cores, s.Channels = r.coreStates(limit)
	for _, c := range s.Cores {
		s.Count.ChannelsInUse += c.Recording
	}
	for _, d := range r.liveliestDevices(limit) {
		s.Devices = append(s.Devices, d.state(r, limit))
	}
	s.Count.DevicesLeftOut = len(r.devices) - len(s.Devices)
	for _, x := range r.sortedSessions()[:min(limit, len(r.sessions))] {
		s.Sessions = append(s.Sessions, x.call.state(limit))
	}
	for _, b := range r.agentBlackouts {
		s.AgentBlackouts = b.states(s.AgentBlackouts)
	}
	slices.SortFunc(s.AgentBlackouts, func(a, b BlackoutState) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Of, b.Of))
	})
	s.AgentBlackouts = s.AgentBlackouts[:min(limit, len(s.AgentBlackouts))]
	s.Ended = r.ended.latest(limit)
	return s
}

func (r *Recorder) count() Count {
	c := Count{
		Devices: len(r.devices), DevicesInCall: len(r.devices) - r.idle.Len(), Channels: len(r.channels),
		Calls: int(r.totals.CallsStarted - r.totals.CallsEnded), Recordings: len(r.recordings),
		Sessions: len(r.sessions), AgentBlackouts: len(r.agentBlackouts), Totals: r.totals,
	}
	for _, rec := range r.recordings {
		if rec.paused {
			c.Paused++
		}
	}
	return c
}

func (r *Recorder) coreStates(limit int) (cores []CoreState, inUse []ChannelState) {
	inUse = []ChannelState{}
	at := map[*core]int{}
	for i, c := range r.cores {
		at[c] = i
		s := CoreState{ID: c.id, Up: c.up, Channels: c.size}
		if c.up {
			s.Idle = max(0, c.room())
		}
		cores = append(cores, s)
	}
	for _, ch := range r.channels {
		c := &cores[at[ch.core]]
		if ch.rec != nil {
			c.Recording++
			if c.Recording <= limit/len(cores) {
				inUse = append(inUse, ChannelState{ID: ch.id, Core: ch.core.id, RecordID: ch.rec.ID,
					DeviceID: ch.device, DeviceAlias: ch.alias, Paused: ch.rec.paused, Since: ch.since})
			}
		}
	}
	return cores, inUse
}

// liveliestDevices returns up to limit devices, those in calls first.
func (r *Recorder) liveliestDevices(limit int) []*device {
	var all []*device
	if len(r.devices) > r.idle.Len() {
		for _, d := range r.devices {
			if len(d.active) > 0 {
				all = append(all, d)
			}
		}
	}
	slices.SortFunc(all, func(a, b *device) int { return cmp.Compare(b.last().seq, a.last().seq) })
	for e := r.idle.Back(); e != nil && len(all) < limit; e = e.Prev() {
		all = append(all, e.Value.(*device))
	}
	return all[:min(limit, len(all))]
}

func (d *device) state(r *Recorder, limit int) DeviceState {
	last := d.last()
	s := DeviceState{ID: d.id, Alias: d.alias, Station: last.station, LastRecord: d.lastRecord,
		CallCount: len(d.active), Calls: make([]CallState, 0, min(limit, len(d.active)))}
	a, _ := r.agentOf(d)
	s.Agent = a.state()
	for i, c := range d.active {
		s.IsRecording = s.IsRecording || len(c.recs) > 0
		if i < limit {
			s.Calls = append(s.Calls, c.state(limit))
		}
	}
	return s
}

func (a Agent) state() AgentState {
	s := AgentState{ID: a.ID, Name: a.FirstName, SysUser: a.SysUser, CRMUser: a.CRMUser}
	if s.Name != "" && a.LastName != "" {
		s.Name += " "
	}
	s.Name += a.LastName
	return s
}

func (c *call) state(limit int) CallState {
	s := CallState{Instance: c.instance, GlobalCallID: c.global, SessionID: c.session, DeviceID: c.dev.id,
		Agent: c.agent.state(), Direction: c.Direction, ANI: c.ANI, DNIS: c.DNIS, Group: c.Group, Gate: c.Gate,
		Priority: c.priority, Start: c.start, Recordings: make([]RecordingState, 0, len(c.recs))}
	if c.sched != nil {
		s.Schedule = c.sched.Name
	}
	for _, rec := range c.recs {
		x := rec.Recording.state()
		x.Paused = rec.paused
		s.Recordings = append(s.Recordings, x)
	}
	s.Blackouts = rangeStates(c.blackedOut)
	for _, b := range c.blackouts {
		s.Blackouts = b.states(s.Blackouts)
	}
	s.Blackouts = s.Blackouts[max(0, len(s.Blackouts)-limit):]
	return s
}

func (row *Recording) state() RecordingState {
	return RecordingState{ID: row.ID, Kind: row.Kind.String(), DeviceID: row.DeviceID, Core: row.Core, Channel: row.Channel,
		Priority: row.Priority, Start: row.Start, Stop: row.Stop, FileName: row.FileName, Blackouts: rangeStates(row.Blackouts)}
}

func rangeStates(ranges []Range) []BlackoutState {
	all := make([]BlackoutState, 0, len(ranges))
	for _, x := range ranges {
		all = append(all, BlackoutState{Start: x.Start, Stop: x.Stop})
	}
	return all
}

// states appends b's stretches.
func (b *blackout) states(to []BlackoutState) []BlackoutState {
	of := ""
	if b.agent != (identity{}) {
		of = b.agent.String()
	}
	for _, x := range b.stretches {
		to = append(to, BlackoutState{Start: x.Start, Stop: x.Stop, Of: of})
	}
	return to
}
