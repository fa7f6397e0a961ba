package recorder

import (
	"container/list"
	"math/rand/v2"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// Agent is what the recorder needs to know of a user of the directory.
type Agent struct {
	ID                  int64 // AGENTID; 0: none
	FirstName, LastName string
	SysUser, CRMUser    string
}

// Directory answers who and where. The recorder asks at the time of a request
// and keeps no copy of it, but for the names in a call that has started.
type Directory interface {
	AgentByID(id int64) (Agent, bool)
	AgentByPhone(phone string) (Agent, bool)
	AgentBySysUser(name string) (Agent, bool)
	AgentByCRMUser(name string) (Agent, bool)
	AgentByUsername(name string) (Agent, bool)
	AgentByEmployeeID(id string) (Agent, bool)
	Phones(agentID int64) []string
	StationOf(deviceID string) (string, bool)
	DeviceOf(station string) (string, bool)
}

// Core configures one core: its COREIDENT and how many channels it has.
type Core struct {
	ID       int
	Channels int
}

// Known is a device that the recorder knows from the start, in no call.
type Known struct{ ID, Alias string }

// DefaultAgentBlackoutMax is how long an agent's blackout lasts without a stop.
const DefaultAgentBlackoutMax = time.Hour

// Config configures a recorder. Zero values of the limits mean the defaults.
type Config struct {
	Start         time.Time // when the channels came to rest: the system's start
	Seed          uint64    // of the schedules' draws
	Cores         []Core    // at least one; ascending IDs
	Devices       []Known   // each id once, MaxDevices at most
	Schedules     []Schedule
	RecordingPath string // the directory part of FILENAME
	FirstRecordID int64  // the first RECORDID to give
	FirstCall     int64  // the first number of GLOBALCALLID

	// AgentBlackoutMax ends an agent blackout whose stop never comes.
	AgentBlackoutMax time.Duration // 0: DefaultAgentBlackoutMax
	Dialect          catalog.Dialect

	MaxDevices   int // known devices; the longest idle is forgotten; default 200,000
	MaxInstances int // active calls on one device; default 1,000
	MaxSessions  int // active chat sessions; default 100,000
	// MaxAgentBlackouts bounds the agents blacked out at once; default 100,000.
	MaxAgentBlackouts int
}

// Outcome is what a request or the passing of time brings about.
type Outcome struct {
	Result catalog.Result
	Events []catalog.Event // in the order in which things happened
	// Saves are the recordings that ended, each to be stored.
	Saves []Save
	// Amendments follow the saves of what they amend, of this outcome or an
	// earlier one.
	Amendments []Amendment
	// Update is a change to a stored recording that the result depends on:
	// Result holds if it was found; else it is API_RECORDID_INVALID, and
	// API_DATABASE_QUERY_ERROR where the database is lost (23).
	Update *Update
	// Notes say what happened that no answer tells, for the log.
	Notes []string
}

// Save is a finished recording and the event that announces it, which may be
// sent only after the recording is safe.
type Save struct {
	Recording Recording
	Announce  catalog.Event
}

// reset forgets the last outcome but keeps the memory.
func (o *Outcome) reset() {
	clear(o.Events)
	clear(o.Saves)
	*o = Outcome{Events: o.Events[:0], Saves: o.Saves[:0], Amendments: o.Amendments[:0], Notes: o.Notes[:0]}
}

// Recorder is the state of the whole recorder.
type Recorder struct {
	cfg Config
	dir Directory
	rng *rand.Rand

	cores    []*core
	channels []*channel                           // by ID-1
	answers  map[*catalog.Function]catalog.Result // of sent, by function

	devices   map[string]*device
	idle      *list.List // of *device, the longest idle first
	byAlias   index
	bySys     index
	byCRM     index
	byStation index
	byAgent   map[identity][]*call // active calls and chats

	recordings     map[int64]*recording // in progress, by RECORDID
	sessions       map[string]*session
	agentBlackouts map[identity]*blackout // those not yet over
	schedules      []*schedule
	timers         timers
	conditions     Conditions

	nextRecord int64
	nextCall   int64
	seq        uint64 // counts call starts and stops: which was last

	version uint64 // of State
	totals  Totals
	ended   recent
	past    past

	out *Outcome // of the request being executed
	now time.Time
}

// New returns a recorder in which nothing has happened yet. It panics where a
// schedule does not pass its Check.
func New(cfg Config, dir Directory) *Recorder {
	cfg.setDefaults()
	r := &Recorder{
		cfg:            cfg,
		dir:            dir,
		rng:            rand.New(rand.NewPCG(cfg.Seed, 0x0ff)),
		devices:        map[string]*device{},
		idle:           list.New(),
		byAlias:        index{},
		bySys:          index{},
		byCRM:          index{},
		byStation:      index{},
		byAgent:        map[identity][]*call{},
		answers:        map[*catalog.Function]catalog.Result{},
		recordings:     map[int64]*recording{},
		sessions:       map[string]*session{},
		agentBlackouts: map[identity]*blackout{},
		nextRecord:     cfg.FirstRecordID,
		nextCall:       cfg.FirstCall,
	}
	for _, c := range cfg.Cores {
		r.addCore(c)
	}
	for _, d := range cfg.Devices {
		r.introduce(d)
	}
	for _, s := range cfg.Schedules {
		r.schedules = append(r.schedules, newSchedule(s))
	}
	return r
}

func (c *Config) setDefaults() {
	if len(c.Cores) == 0 {
		c.Cores = []Core{{ID: 1, Channels: 1000}}
	}
	if c.Schedules == nil {
		c.Schedules = []Schedule{Everything()}
	}
	if c.RecordingPath == "" {
		c.RecordingPath = `C:\Recordings`
	}
	c.FirstRecordID = max(c.FirstRecordID, 1)
	c.FirstCall = max(c.FirstCall, 1)
	setDefault(&c.AgentBlackoutMax, DefaultAgentBlackoutMax)
	setDefault(&c.MaxDevices, 200_000)
	setDefault(&c.MaxInstances, 1000)
	setDefault(&c.MaxSessions, 100_000)
	setDefault(&c.MaxAgentBlackouts, 100_000)
}

func setDefault[T int | time.Duration](v *T, to T) {
	if *v <= 0 {
		*v = to
	}
}

// handlers is one method a function.
var handlers = map[string]func(*Recorder, *catalog.Request) catalog.Result{
	"CALLSTART":             (*Recorder).callStart,
	"CALLSTOP":              (*Recorder).callStop,
	"CALLUPDATE":            (*Recorder).callUpdate,
	"RECORDSTART":           (*Recorder).recordStart,
	"RECORDSTOP":            (*Recorder).recordStop,
	"DEVICELIST":            (*Recorder).deviceList,
	"DEVICESTATUS":          (*Recorder).deviceStatus,
	"DEVICERECORDINGSTATUS": (*Recorder).deviceRecordingStatus,
	"CHANNELS":              (*Recorder).channelList,
	"CHATSTART":             (*Recorder).chatStart,
	"CHATSTOP":              (*Recorder).chatStop,
	"CHATUPDATE":            (*Recorder).chatUpdate,
	"BLACKOUTSTART":         (*Recorder).blackoutStart,
	"BLACKOUTSTOP":          (*Recorder).blackoutStop,
	"AGENTBLACKOUTSTART":    (*Recorder).agentBlackoutStart,
	"AGENTBLACKOUTSTOP":     (*Recorder).agentBlackoutStop,
}

// Handles reports whether Do executes the function.
func Handles(function string) bool { return handlers[function] != nil }

// Do executes a bound request at the time now. Timers that are due by then
// have their effect first. out is overwritten.
func (r *Recorder) Do(now time.Time, req *catalog.Request, out *Outcome) {
	r.begin(now, out)
	r.totals.Requests++
	r.runTimers()
	out.Result = handlers[req.Function.Name](r, req)
	r.out = nil
}

// Tick lets what is due by now happen. out is overwritten.
func (r *Recorder) Tick(now time.Time, out *Outcome) {
	r.begin(now, out)
	r.runTimers()
	r.out = nil
}

// Wake returns the time at which Tick has something to do, if any.
func (r *Recorder) Wake() (time.Time, bool) { return r.timers.next() }

// EndAll ends every recording in progress, calls and chats with them: an
// orderly shutdown loses nothing. out is overwritten.
func (r *Recorder) EndAll(now time.Time, out *Outcome) {
	r.begin(now, out)
	r.runTimers()
	for _, d := range r.sortedDevices() {
		for len(d.active) > 0 {
			r.endCall(d.active[len(d.active)-1])
		}
	}
	for _, s := range r.sortedSessions() {
		r.endSession(s)
	}
	r.out = nil
}

func (r *Recorder) begin(now time.Time, out *Outcome) {
	out.reset()
	r.out = out
	r.version++
	if now.After(r.now) {
		r.now = now
	}
}

// note says something for the log.
func (r *Recorder) note(s string) { r.out.Notes = append(r.out.Notes, s) }

// NextIDs returns the next RECORDID and call number: what a store has to
// reserve beyond.
func (r *Recorder) NextIDs() (record, call int64) { return r.nextRecord, r.nextCall }
