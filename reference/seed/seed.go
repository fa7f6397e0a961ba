package seed

import (
	"cmp"
	"strconv"
	"time"

	"github.com/offhook/offhook/reference/directory"
	"github.com/offhook/offhook/reference/recorder"
)

// Seed is a seed that holds together. What it does not say is zero, and means
// the system's default.
type Seed struct {
	Name             string
	Description      string
	RecordingPath    string
	AgentBlackoutMax time.Duration
	Cores            []recorder.Core
	Schedules        []recorder.Schedule
	Terminology      []Term
	Sites, Locations []int64          // those that exist; nil: all
	Devices          []recorder.Known // idle at the start

	doc       *document
	people    directory.Snapshot // without times and passwords
	passwords map[int64]string   // by AgentID
	seats     []seat

	bySeat     map[string]int   // by device: its place in seats
	byUsername map[string]int64 // the AgentID of a listed user, by folded name

	named int             // how many names were made up
	taken map[string]bool // full names, folded
}

// build makes the seed of a document that was checked.
func build(name string, doc *document) (*Seed, error) {
	s := &Seed{
		Name: name, Description: doc.Description,
		RecordingPath: doc.RecordingPath, AgentBlackoutMax: doc.AgentBlackoutMax,
		Terminology: doc.Terminology, Sites: doc.Sites, Locations: doc.Locations,
		doc: doc, passwords: map[int64]string{}, bySeat: map[string]int{}, byUsername: map[string]int64{},
	}
	for _, c := range doc.Cores {
		s.Cores = append(s.Cores, recorder.Core{ID: c.ID, Channels: c.Channels})
	}
	for i := range doc.Schedules {
		s.Schedules = append(s.Schedules, doc.Schedules[i].schedule())
	}
	s.settle()
	for _, x := range s.seats {
		s.Devices = append(s.Devices, recorder.Known{ID: x.device, Alias: x.alias})
	}
	return s, directory.Check(s.people)
}

// schedule is the entry as the recorder has it.
func (e *scheduleEntry) schedule() recorder.Schedule {
	s := recorder.Schedule{
		Name: e.Name, Type: recorder.ScheduleType(e.Type), Priority: e.Priority,
		From: e.From, Until: e.Until, Percent: e.Percent, Number: e.Number, Probability: e.Probability,
		MinLength: e.MinLength, MaxLength: e.MaxLength,
		KeepDays: given(e.KeepDays, -1), ArchiveAction: given(e.ArchiveAction, -1), Cores: e.Cores,
	}
	for _, n := range e.Match.keys() {
		if p, ok := e.Match[n.String()]; ok {
			s.Match = append(s.Match, recorder.Condition{Variable: n.String(), Pattern: p})
		}
	}
	return s
}

// given is a value, or what it is where the file does not say.
func given[T any](v *T, otherwise T) T {
	if v == nil {
		return otherwise
	}
	return *v
}

// phone is the nth agent's, from 0.
func (t *teamEntry) phone(n int) string { return strconv.FormatInt(t.FirstPhone+int64(n), 10) }

// id is the nth device's, from 0.
func (d *deviceEntry) id(n int) string {
	if n == 0 {
		return d.ID
	}
	first, _ := strconv.ParseInt(d.ID, 10, 64)
	id := strconv.FormatInt(first+int64(n), 10)
	for len(id) < len(d.ID) { // 0007 is followed by 0008
		id = "0" + id
	}
	return id
}

// channels is how many calls can be recorded at once.
func (d *document) channels() int {
	n := 0
	for _, c := range d.Cores {
		n += c.Channels
	}
	return cmp.Or(n, 2*defaultChannels)
}

// defaultChannels is how many a core has that no seed says anything of.
const defaultChannels = 1000
