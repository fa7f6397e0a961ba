package seed

import (
	"cmp"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

// keptDays is KEEPDAYS where the file does not say, as of the default schedule.
const keptDays = 30

// Count is how many past recordings the seed has.
func (s *Seed) Count() int {
	n := len(s.doc.Recordings)
	if s.doc.History != nil {
		n += s.doc.History.Recordings
	}
	return n
}

// Recordings yields the past recordings as of now: RECORDIDs from firstRecord
// on, GLOBALCALLIDs from firstCall on, FILENAMEs below dir. The error ends them:
// a recording is not over yet.
func (s *Seed) Recordings(now time.Time, dir string, firstRecord, firstCall int64) iter.Seq2[recorder.Recording, error] {
	p := &past{Seed: s, now: now, dir: dir, record: firstRecord, call: firstCall}
	return func(yield func(recorder.Recording, error) bool) {
		for i := range s.doc.Recordings {
			rec, err := p.listed(i)
			if !yield(rec, err) || err != nil {
				return
			}
		}
		if s.doc.History != nil {
			p.history(func(rec recorder.Recording) bool { return yield(rec, nil) })
		}
	}
}

// past makes recordings.
type past struct {
	*Seed
	now          time.Time
	dir          string
	record, call int64 // the next ids
}

// row is a recording at a seat; of a call on its own.
func (p *past) row(x *seat, core, channel int, start, stop time.Time, v recorder.Variables) recorder.Recording {
	v.DeviceAlias = cmp.Or(v.DeviceAlias, x.alias)
	global := recorder.GlobalCallID(core, p.call)
	rec := recorder.Recording{
		ID: p.record, GlobalCallID: global, DeviceID: x.device, SessionID: recorder.SessionID(x.device, global),
		Variables: v, Station: x.station, Core: core, Channel: channel,
		FileName: recorder.FileName(p.dir, cmp.Or(v.DeviceAlias, x.device), start, p.record),
		KeepDays: keptDays, ArchiveAction: -1, Schedule: recorder.Everything().Name,
		Start: start, Stop: stop,
	}
	if len(p.Schedules) > 0 {
		rec.Schedule = p.Schedules[0].Name
	}
	if x.agent >= 0 {
		u := &p.people.Users[x.agent]
		rec.AgentID, rec.AgentFirstName, rec.AgentLastName = u.AgentID, u.FirstName, u.LastName
		rec.SysUser = callStart.Param(catalog.SYS_USER).Fit(u.SysUser)
		rec.CRMUser = callStart.Param(catalog.CRM_USER).Fit(u.CRMUser)
	}
	p.record++
	p.call++
	return rec
}

// listed is the ith recording of the file's list.
func (p *past) listed(i int) (recorder.Recording, error) {
	e := &p.doc.Recordings[i]
	start := cmp.Or(e.Start, p.now.Add(-e.Ago)).In(p.now.Location()).Truncate(time.Microsecond)
	stop := start.Add(e.Length)
	if stop.After(p.now) {
		return recorder.Recording{}, fmt.Errorf("seed %s: recordings[%d] ends at %s, which is not over yet", p.Name, i, stop.Format(time.DateTime))
	}
	core := e.Core
	if core == 0 {
		core = p.cores()[0].ID
	}
	x := p.seatOf(e)
	rec := p.row(&x, core, firstChannel(p.cores(), core), start, stop, e.Values.variables())
	if e.Kind == recorder.Chat.String() {
		rec.Kind, rec.Channel = recorder.Chat, 0
	} else if e.Kind == recorder.Partial.String() {
		rec.Kind = recorder.Partial
	}
	rec.KeepDays = given(e.KeepDays, keptDays)
	for _, b := range e.Blackouts {
		rec.Blackouts = append(rec.Blackouts, recorder.Range{Start: start.Add(b.From), Stop: start.Add(b.To)})
	}
	return rec, nil
}

// seatOf is where a listed recording was made, with the agent that it names.
func (p *past) seatOf(e *recordingEntry) seat {
	x := seat{device: e.Device, agent: -1}
	if i, ok := p.bySeat[e.Device]; ok {
		x = p.seats[i]
	}
	if e.Agent != "" {
		x.agent = int(p.byUsername[strings.ToLower(e.Agent)] - 1)
	}
	return x
}

// variables are the values as a recording has them.
func (v values) variables() recorder.Variables {
	x := recorder.Variables{Direction: "?"}
	for key, value := range v {
		*field(&x, named(key)) = value
	}
	return x
}

// field is where a tag's value goes.
func field(v *recorder.Variables, n catalog.Name) *string {
	switch n {
	case catalog.DEVICEALIAS:
		return &v.DeviceAlias
	case catalog.GROUP:
		return &v.Group
	case catalog.GATE:
		return &v.Gate
	case catalog.ANI:
		return &v.ANI
	case catalog.DNIS:
		return &v.DNIS
	case catalog.CALLID:
		return &v.CallID
	case catalog.CALLDIRECTION:
		return &v.Direction
	}
	return &v.User[n-catalog.USER1]
}

// cores are the seed's, or those of the default.
func (s *Seed) cores() []recorder.Core {
	if len(s.Cores) > 0 {
		return s.Cores
	}
	return []recorder.Core{{ID: 1, Channels: defaultChannels}, {ID: 2, Channels: defaultChannels}}
}

// firstChannel is the CHANNEL with which a core's begin: they are numbered
// through all cores in the order of their ids.
func firstChannel(cores []recorder.Core, id int) int {
	n := 1
	for _, c := range cores {
		if c.ID < id {
			n += c.Channels
		}
	}
	return n
}
