package recorder

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// call is one call instance on a device, or what stands for one in a chat.
type call struct {
	Variables
	dev            *device
	instance       string
	global         string // GLOBALCALLID
	session        string // SESSIONID
	agent          Agent
	sysUser        string // the agent's, as calls have it
	crmUser        string
	identities     []identity // of the agent
	station        string
	core           int
	priority       int
	keepDays       int64
	archive        int64
	agentInitiated bool
	ctiInitiated   bool
	sched          *schedule
	start, stop    time.Time    // stop is zero while the call is active
	touched        time.Time    // the last request about it
	recs           []*recording // in progress
	file           string       // FILENAME of its own recording
	kept           int64        // RECORDID of its own recording that is over and kept; 0: none
	blackouts      []*blackout  // that cover it, none of them over
	blackout       *blackout    // the one that is its own
	blackedOut     []Range      // what blackouts that are over have covered
	saved          []saved      // its recordings that ended last
	seq            uint64
}

// recording is a recording in progress.
type recording struct {
	Recording
	call    *call
	core    *core
	channel *channel // nil for a chat
	paused  bool
	limits  // what ends it by itself
	limit   *timer
	silence *timer
}

// saved is what is remembered of a recording that is over.
type saved struct {
	id          int64
	start, stop time.Time
	blackouts   []Range
}

// maxSaved bounds the recordings that a call remembers: a blackout reaches back
// no further.
const maxSaved = 64

// limits are how long a recording may last and how long it may be silent; 0: no
// limit.
type limits struct{ maxTime, maxSilence time.Duration }

func limitsOf(req *catalog.Request) limits {
	return limits{seconds(req, catalog.MAXRECORDTIME), seconds(req, catalog.MAXRECORDSILENCE)}
}

// own returns the call's own recording in progress, partial the one beside it.
func (c *call) own() *recording     { return c.find(Call) }
func (c *call) partial() *recording { return c.find(Partial) }

func (c *call) find(k Kind) *recording {
	for _, rec := range c.recs {
		if rec.Kind == k {
			return rec
		}
	}
	return nil
}

// newCall makes an active call of what a request says.
func (r *Recorder) newCall(d *device, req *catalog.Request) *call {
	r.seq++
	c := &call{
		dev:            d,
		core:           r.firstUp().id,
		instance:       req.Value(catalog.CALLINSTANCE),
		station:        req.Value(catalog.STATIONNAME),
		agentInitiated: req.Yes(catalog.AGENTINITIATED),
		ctiInitiated:   req.Yes(catalog.CTIINITIATED),
		keepDays:       -1,
		archive:        -1,
		start:          r.now,
		touched:        r.now,
		seq:            r.seq,
	}
	if c.station == "" {
		c.station = r.stationOf(d)
	}
	c.DeviceAlias, c.Direction = d.alias, unknownDirection
	c.Variables.take(req)
	prio, _ := req.Int(catalog.PRIORITY)
	c.priority = int(prio)
	if v, ok := req.Int(catalog.ARCHIVEACTION); ok {
		c.archive = v
	}
	return c
}

// name gives a call its GLOBALCALLID and SESSIONID.
func (r *Recorder) name(c *call) {
	c.global = GlobalCallID(c.core, r.nextCall)
	c.session = SessionID(c.dev.id, c.global)
	r.nextCall++
}

// GlobalCallID is the GLOBALCALLID of the nth call, which core handles.
func GlobalCallID(core int, n int64) string { return fmt.Sprintf("%04d%011d", core, n) }

// SessionID is the SESSIONID of a call that is no chat.
func SessionID(deviceID, globalCallID string) string { return deviceID + "-" + globalCallID }

// take overwrites what the request gives a value for.
func (v *Variables) take(req *catalog.Request) {
	set := func(to *string, n catalog.Name) {
		if s := req.Value(n); s != "" {
			*to = s
		}
	}
	set(&v.DeviceAlias, catalog.DEVICEALIAS)
	set(&v.Group, catalog.GROUP)
	set(&v.Gate, catalog.GATE)
	set(&v.ANI, catalog.ANI)
	set(&v.DNIS, catalog.DNIS)
	set(&v.CallID, catalog.CALLID)
	set(&v.Direction, catalog.CALLDIRECTION)
	for i := range v.User {
		set(&v.User[i], catalog.USER1+catalog.Name(i))
	}
}

func seconds(req *catalog.Request, n catalog.Name) time.Duration {
	v, _ := req.Int(n)
	return time.Duration(v) * time.Second
}

// endCall ends a call with all that is recorded of it.
func (r *Recorder) endCall(c *call) {
	r.seq++
	r.totals.CallsEnded++
	c.seq, c.stop = r.seq, r.now
	d := c.dev
	d.active = slices.DeleteFunc(d.active, func(o *call) bool { return o == c })
	d.ended = c
	r.emit(catalog.EventCallStop, c, nil)
	for len(c.recs) > 0 {
		r.endRecording(c.recs[len(c.recs)-1])
	}
	r.past.add(c)
	r.unseat(c)
	r.leaveBlackouts(c)
	r.rest(d)
}

// prepare makes a recording of c on a channel that was chosen; it does not run
// yet. A chat has no channel.
func (r *Recorder) prepare(c *call, kind Kind, ch *channel) *recording {
	rec := &recording{Recording: r.newRow(c, kind), call: c, channel: ch}
	if ch != nil {
		rec.core = ch.core
		rec.Core, rec.Channel = ch.core.id, ch.id
	}
	return rec
}

// startRecording lets a prepared recording run. Another one that holds its
// channel ends.
func (r *Recorder) startRecording(rec *recording, l limits) {
	c := rec.call
	if rec.channel != nil {
		r.occupy(rec.channel, rec)
	}
	c.recs = append(c.recs, rec)
	if rec.Kind != Partial {
		c.file = rec.FileName
	}
	r.recordings[rec.ID] = rec
	r.totals.RecordingsStarted++
	r.emit(catalog.EventRecordingStarted, c, rec)
	r.limit(rec, l)
	r.reconsider(c)
}

// newRow is a recording as it stands at its start.
func (r *Recorder) newRow(c *call, kind Kind) Recording {
	id := r.nextRecord
	r.nextRecord++
	row := Recording{
		ID: id, Kind: kind, GlobalCallID: c.global, DeviceID: c.dev.id, CallInstance: c.instance, SessionID: c.session,
		Variables: c.Variables,
		Station:   c.station, Core: c.core, Priority: c.priority,
		FileName: r.fileName(c, id),
		KeepDays: c.keepDays, ArchiveAction: c.archive,
		AgentInitiated: c.agentInitiated, CTIInitiated: c.ctiInitiated,
		Start: r.now,
	}
	if c.sched != nil {
		row.Schedule = c.sched.Name
	}
	row.attribute(c)
	return row
}

// attribute says whose recording it is.
func (row *Recording) attribute(c *call) {
	row.AgentID, row.AgentFirstName, row.AgentLastName = c.agent.ID, c.agent.FirstName, c.agent.LastName
	row.SysUser, row.CRMUser = c.sysUser, c.crmUser
}

// limit arms what ends a recording by itself: MAXRECORDTIME or the schedule's
// maximum, whichever is sooner, and MAXRECORDSILENCE.
func (r *Recorder) limit(rec *recording, l limits) {
	if s := rec.call.sched; s != nil && s.MaxLength > 0 && (l.maxTime == 0 || s.MaxLength < l.maxTime) {
		l.maxTime = s.MaxLength
	}
	rec.limits = l
	if l.maxTime > 0 {
		rec.limit = r.timers.set(r.now.Add(l.maxTime), func() { r.endRecording(rec) })
	}
	if l.maxSilence > 0 && r.cfg.Dialect.Takes("E-68") == "honoured" {
		r.awaitSilence(rec)
	}
}

// awaitSilence ends a recording after MAXRECORDSILENCE (E-68). The recorder
// hears no audio: a call is silent from the last request about it on.
func (r *Recorder) awaitSilence(rec *recording) {
	due := latest(rec.call.touched, rec.Start).Add(rec.maxSilence)
	if !due.After(r.now) {
		r.endRecording(rec)
		return
	}
	rec.silence = r.timers.set(due, func() { r.awaitSilence(rec) })
}

// endRecording ends a recording and hands its row out to be saved.
func (r *Recorder) endRecording(rec *recording) {
	c := rec.call
	rec.Stop = r.now
	rec.Blackouts = c.within(rec.Start, rec.Stop)
	r.timers.cancel(rec.limit)
	r.timers.cancel(rec.silence)
	c.recs = slices.DeleteFunc(c.recs, func(o *recording) bool { return o == rec })
	delete(r.recordings, rec.ID)
	r.totals.RecordingsEnded++
	r.ended.add(&rec.Recording)
	r.emit(catalog.EventRecordingStopped, c, rec)
	if rec.channel != nil {
		rec.channel.release(r.now)
	}
	if c.sched != nil && rec.Kind == Call && rec.Duration() < c.sched.MinLength {
		r.note("a recording shorter than its schedule's minimum is not kept")
		return
	}
	if rec.Kind == Call {
		c.dev.lastRecord, c.kept = rec.ID, rec.ID
	}
	if len(c.saved) == maxSaved {
		c.saved = slices.Delete(c.saved, 0, 1)
	}
	c.saved = append(c.saved, saved{rec.ID, rec.Start, rec.Stop, rec.Blackouts})
	r.out.Saves = append(r.out.Saves, Save{
		Recording: rec.Recording,
		Announce:  newEvent(catalog.EventRecordingUpdate, c, rec),
	})
}

// fileName is the FILENAME of a recording of c that starts now.
func (r *Recorder) fileName(c *call, id int64) string {
	return FileName(r.cfg.RecordingPath, cmp.Or(c.DeviceAlias, c.dev.id), r.now, id)
}

// FileName is the FILENAME of a recording (E-38): below the recording path by
// day and phone, which is a device's alias before its id, unique by the RECORDID.
func FileName(dir, phone string, start time.Time, id int64) string {
	phone = strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' {
			return c
		}
		return '_'
	}, cmp.Or(phone, "screen"))
	sep := "/"
	if strings.Contains(dir, `\`) {
		sep = `\`
	}
	file := phone + start.Format("-15-04-05-") + strconv.FormatInt(id, 10) + ".wav"
	return strings.Join([]string{strings.TrimRight(dir, sep), start.Format("20060102"), phone, file}, sep)
}
