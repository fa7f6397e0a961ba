package recorder

import "time"

// Variables are what a request can say about a call: the columns that
// schedules match, status shows, events carry and rows keep.
type Variables struct {
	DeviceAlias string
	Group, Gate string
	ANI, DNIS   string
	CallID      string
	Direction   string     // "I", "O" or "?"; "" says nothing
	User        [15]string // USER1 is User[0]
}

// unknownDirection is the CALLDIRECTION of what nobody gave one (E-39).
const unknownDirection = "?"

// Kind tells recordings apart.
type Kind uint8

// A call's own recording, a partial one beside it, and a chat's screen-only
// one.
const (
	Call Kind = iota
	Partial
	Chat
)

// String names the kind as it is stored: "call", "partial", "chat".
func (k Kind) String() string { return [...]string{"call", "partial", "chat"}[k] }

// Range is a stretch of time that was blacked out, Stop not included. In a
// finished recording it lies within the recording.
type Range struct{ Start, Stop time.Time }

// Recording is one recording; finished ones are the rows of the recordings
// table.
type Recording struct {
	ID           int64 // RECORDID, never used twice
	Kind         Kind
	GlobalCallID string // of the call it belongs to
	DeviceID     string
	CallInstance string
	SessionID    string // the chat's, or one made of call and device
	Variables
	AgentID        int64 // 0: none
	AgentFirstName string
	AgentLastName  string
	SysUser        string
	CRMUser        string
	Station        string
	Core           int // COREIDENT
	Channel        int // CHANNEL; 0 for a chat
	Priority       int
	FileName       string
	KeepDays       int64 // days; -1: not set
	ArchiveAction  int64 // -1: not set
	AgentInitiated bool
	CTIInitiated   bool
	Schedule       string // the schedule that decided
	Start, Stop    time.Time
	Blackouts      []Range
}

// Duration is the recording's length; the file is as long, its blackouts
// being silence in it.
func (r *Recording) Duration() time.Duration { return r.Stop.Sub(r.Start) }

// Amendment is what a saved recording's blackouts are now: one with a TIMEOFFSET
// reached back into it, or was cut short.
type Amendment struct {
	RecordID  int64
	Blackouts []Range
}

// Update is a change to a saved recording: CALLUPDATE after the fact. Only
// what was given with a value is changed.
type Update struct {
	RecordID      int64  // 0: the recording of DeviceID's last call
	DeviceID      string // looked up where RecordID is 0
	CallInstance  string // with DeviceID: the last call of that instance; "": of any
	NewDeviceID   string // "": unchanged
	Set           Variables
	KeepDays      *int64
	ArchiveAction *int64
}
