package recorder

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// Conditions are what may be wrong with a recorder, its cores aside: test
// conditions that no request can bring about. The zero value is a recorder in
// order.
//
// The manual has a result code for each and names no function that answers it.
// Here a request that asks for a recording, and gets none for one of these
// conditions, answers its code. The call goes on in any case, unrecorded; where
// nothing is set, the functions keep to the results that the manual lists for
// them (a call that finds no free channel answers API_OK).
type Conditions struct {
	// RecorderStopped means that no core can be reached (34), whatever their
	// own state; what is being recorded ends.
	RecorderStopped bool
	// LoggerStopped (36) and DiskFull (2) end what is being recorded and let
	// nothing begin.
	LoggerStopped, DiskFull bool
	// NoRecordingPath (18) lets no recording begin.
	NoRecordingPath bool
	// SchedulerStopped means that nobody decides on new calls (6).
	SchedulerStopped bool
	// Channels limits by COREIDENT how many channels may record at once; who
	// finds none free is answered 3. What is being recorded goes on.
	Channels map[int]int
	// Filters forbid that calls be recorded which match one of them (35).
	Filters []Condition
}

// Conditions returns a copy of the conditions that are set.
func (r *Recorder) Conditions() Conditions {
	c := r.conditions
	c.Channels, c.Filters = maps.Clone(c.Channels), slices.Clone(c.Filters)
	return c
}

// SetConditions replaces the conditions; the error says which of them makes no
// sense, and nothing is changed then. out is overwritten.
func (r *Recorder) SetConditions(now time.Time, c Conditions, out *Outcome) error {
	if err := r.checkConditions(&c); err != nil {
		return err
	}
	r.begin(now, out)
	r.runTimers()
	r.conditions = c
	r.conditions = r.Conditions() // the caller's stay the caller's
	for _, k := range r.cores {
		k.limit = noLimit
		if n, ok := c.Channels[k.id]; ok {
			k.limit = n
		}
		r.turn(k)
	}
	if c.LoggerStopped || c.DiskFull {
		r.endRecordings(func(*core) bool { return true })
	}
	r.out = nil
	return nil
}

func (r *Recorder) checkConditions(c *Conditions) error {
	for id, n := range c.Channels {
		if !slices.ContainsFunc(r.cores, func(k *core) bool { return k.id == id }) {
			return fmt.Errorf("recorder: no core %d; there are %s", id, idList(r.cores))
		}
		if n < 0 {
			return fmt.Errorf("recorder: %d channels of core %d: 0 is the least", n, id)
		}
	}
	for _, f := range c.Filters {
		if err := f.check(); err != nil {
			return fmt.Errorf("recorder: filter: %w", err)
		}
	}
	return nil
}

// check says what is wrong with a condition that somebody wrote.
func (m *Condition) check() error {
	if !slices.Contains(variables, m.Variable) {
		return fmt.Errorf("%q is none of the variables %s", m.Variable, strings.Join(variables, ", "))
	}
	if _, err := path.Match(m.Pattern, ""); err != nil {
		return fmt.Errorf("pattern %q of %s is malformed", m.Pattern, m.Variable)
	}
	return nil
}

// holds reports whether the condition is true of a call.
func (m *Condition) holds(x *view) bool {
	ok, _ := path.Match(noPath(m.Pattern), noPath(getters[m.Variable](x)))
	return ok
}

// obstacle is the code of what keeps every recording from beginning, API_OK
// where nothing does.
func (r *Recorder) obstacle() catalog.Code {
	switch {
	case r.conditions.LoggerStopped:
		return catalog.API_ERROR_LOGGER_NOT_RUNNING
	case r.conditions.NoRecordingPath:
		return catalog.API_ERROR_NO_DEFAULT_RECORDING_PATH
	case r.conditions.DiskFull:
		return catalog.API_ERROR_OUT_OF_DISK_SPACE
	}
	return catalog.API_OK
}

// forbidden is the code of what keeps this call from being recorded, API_OK
// where nothing does.
func (r *Recorder) forbidden(c *call) catalog.Code {
	x := view{call: c, vars: &c.Variables}
	for i := range r.conditions.Filters {
		if r.conditions.Filters[i].holds(&x) {
			return catalog.API_ERROR_BLOCKED_RECORDING_FILTER
		}
	}
	return r.obstacle()
}

// noChannel is what it answers that no channel is free.
func (r *Recorder) noChannel() catalog.Code {
	if len(r.conditions.Channels) > 0 {
		return catalog.API_ERROR_NO_FREE_CHANNELS
	}
	return catalog.API_OK
}

// noLimit is the limit of a core whose channels are not limited.
const noLimit = int(^uint(0) >> 1)

// room is how many more channels of c may record; below 0 where more record
// than may.
func (c *core) room() int { return min(len(c.free), c.limit-(c.size-len(c.free))) }

// withheld returns the channels at rest that may not record.
func (r *Recorder) withheld() map[*channel]bool {
	held := map[*channel]bool{}
	for _, c := range r.cores {
		if c.limit == noLimit {
			continue
		}
		for _, ch := range c.free[:len(c.free)-max(0, c.room())] {
			held[ch] = true
		}
	}
	return held
}

// endRecordings ends what is being recorded on some cores. Calls and chats go
// on.
func (r *Recorder) endRecordings(on func(*core) bool) {
	var ending []*recording
	for _, rec := range r.recordings {
		if on(rec.core) {
			ending = append(ending, rec)
		}
	}
	slices.SortFunc(ending, func(a, b *recording) int {
		return cmp.Or(cmp.Compare(chatsLast(a), chatsLast(b)), cmp.Compare(a.ID, b.ID))
	})
	for _, rec := range ending {
		r.endRecording(rec)
	}
}

// chatsLast sorts by channel, and chats behind them.
func chatsLast(rec *recording) int {
	if rec.channel == nil {
		return noLimit
	}
	return rec.channel.id
}
