package recorder

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ScheduleType is how a schedule picks among the calls that match it.
type ScheduleType string

// The types of schedules of the product.
const (
	// Percentage records Percent of the matching calls, evenly spread.
	Percentage ScheduleType = "percentage"
	// AgentPercentage does so for each agent by itself.
	AgentPercentage ScheduleType = "agent percentage"
	// SetNumber records the first Number matching calls.
	SetNumber ScheduleType = "set number"
	// OnDemand records the calls that say AGENTINITIATED=Y.
	OnDemand ScheduleType = "on-demand"
	// APIInitiated records nothing by itself: RECORDSTART does.
	APIInitiated ScheduleType = "api initiated"
)

// Condition restricts a schedule to calls whose variable matches a pattern.
type Condition struct {
	Variable string // a tag: DEVICEID, DEVICEALIAS, GROUP, GATE, ANI, DNIS, USER1…USER15, CALLDIRECTION
	Pattern  string // shell pattern: * ? [a-z]
}

// Schedule decides which calls are recorded and how.
type Schedule struct {
	Name          string
	Type          ScheduleType
	Priority      int // of several that match, the highest decides; then the first
	Match         []Condition
	From, Until   time.Time // zero: no limit
	Percent       int       // 0..100
	Number        int
	Probability   int // 1..100: a call is recorded if its draw is not above; 0: no draw
	MinLength     time.Duration
	MaxLength     time.Duration // 0: none
	KeepDays      int64         // -1: not set
	ArchiveAction int64         // -1: not set
	Cores         []int         // none: all
}

// Everything is the default schedule: every call, kept 30 days.
func Everything() Schedule {
	return Schedule{Name: "everything", Type: Percentage, Percent: 100, KeepDays: 30, ArchiveAction: -1}
}

// Check says what is wrong with a schedule that somebody wrote.
func (s *Schedule) Check() error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("schedule %q: "+format, append([]any{s.Name}, args...)...)
	}
	switch {
	case !slices.Contains([]ScheduleType{Percentage, AgentPercentage, SetNumber, OnDemand, APIInitiated}, s.Type):
		return bad("type %q is none of percentage, agent percentage, set number, on-demand, api initiated", s.Type)
	case s.Percent < 0 || s.Percent > 100:
		return bad("%d %% is not from 0 to 100", s.Percent)
	case s.Probability < 0 || s.Probability > 100:
		return bad("a probability of %d is not from 0 to 100", s.Probability)
	case s.Number < 0:
		return bad("a number of %d calls", s.Number)
	case s.MinLength < 0 || s.MaxLength < 0 || s.MaxLength > 0 && s.MaxLength < s.MinLength:
		return bad("no length lies between %v and %v", s.MinLength, s.MaxLength)
	case !s.From.IsZero() && !s.Until.IsZero() && !s.From.Before(s.Until):
		return bad("its dates are in the wrong order")
	}
	for _, m := range s.Match {
		if err := m.check(); err != nil {
			return bad("%w", err)
		}
	}
	return nil
}

// variables are what a Condition can look at.
var variables = strings.Fields(`DEVICEID DEVICEALIAS GROUP GATE ANI DNIS CALLDIRECTION
	USER1 USER2 USER3 USER4 USER5 USER6 USER7 USER8 USER9 USER10 USER11 USER12 USER13 USER14 USER15`)

// schedule is a Schedule with its counters.
type schedule struct {
	Schedule
	share
	byAgent map[identity]*share
}

// share counts how many calls of those seen were taken.
type share struct{ seen, taken int }

// maxAgents bounds the counters of AgentPercentage: beyond it, agents share one.
const maxAgents = 100_000

func newSchedule(s Schedule) *schedule {
	if err := s.Check(); err != nil {
		panic("recorder: " + err.Error())
	}
	return &schedule{Schedule: s, byAgent: map[identity]*share{}}
}

// uses reports whether the schedule may record on a core; a call without a
// schedule may use all.
func (s *schedule) uses(core int) bool {
	return s == nil || len(s.Cores) == 0 || slices.Contains(s.Cores, core)
}

// matches reports whether the schedule is in force for the call.
func (s *schedule) matches(c *call, now time.Time) bool {
	if !s.From.IsZero() && now.Before(s.From) || !s.Until.IsZero() && !now.Before(s.Until) {
		return false
	}
	x := view{call: c, vars: &c.Variables}
	for _, m := range s.Match {
		if !m.holds(&x) {
			return false
		}
	}
	return true
}

// noPath hides the separator that path.Match gives a meaning: values are no
// paths.
func noPath(s string) string { return strings.ReplaceAll(s, "/", "\x00") }

// decide returns the schedule that has the say over the call, nil if none
// matches, and whether it wants the call recorded.
func (r *Recorder) decide(c *call) (*schedule, bool) {
	var s *schedule
	for _, x := range r.schedules {
		if (s == nil || x.Priority > s.Priority) && x.matches(c, r.now) {
			s = x
		}
	}
	if s == nil {
		return nil, false
	}
	drawn := s.Probability == 0 || r.rng.IntN(100) < s.Probability
	return s, drawn && s.wants(c)
}

// wants is the type's own decision. It counts.
func (s *schedule) wants(c *call) bool {
	switch s.Type {
	case OnDemand:
		return c.agentInitiated
	case APIInitiated:
		return false
	case SetNumber:
		s.taken++
		return s.taken <= s.Number
	case AgentPercentage:
		return s.of(c.identities[0]).take(s.Percent)
	default:
		return s.take(s.Percent)
	}
}

// of returns the counters of one agent.
func (s *schedule) of(agent identity) *share {
	if s.byAgent[agent] == nil {
		if len(s.byAgent) >= maxAgents {
			agent = identity{}
		}
		if s.byAgent[agent] == nil {
			s.byAgent[agent] = &share{}
		}
	}
	return s.byAgent[agent]
}

// take counts a call, and takes it if that keeps the share taken at most
// percent.
func (x *share) take(percent int) bool {
	x.seen++
	if (x.taken+1)*100 > x.seen*percent {
		return false
	}
	x.taken++
	return true
}
