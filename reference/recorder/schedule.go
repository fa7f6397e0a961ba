package recorder

import (
	"path"
	"slices"
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

// schedule is a Schedule with its counters.
type schedule struct {
	*Schedule
	seen, taken int
	byAgent     map[string]*struct{ seen, taken int }
}

// maxAgents bounds the counters of AgentPercentage: beyond it, agents share one.
const maxAgents = 100_000

func newSchedule(s *Schedule) *schedule {
	return &schedule{Schedule: s, byAgent: map[string]*struct{ seen, taken int }{}}
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
	for _, m := range s.Match {
		if ok, err := path.Match(m.Pattern, c.field(nil, m.Variable)); err != nil || !ok {
			return false
		}
	}
	return true
}

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
	if !s.wants(c) {
		return s, false
	}
	return s, s.Probability == 0 || r.rng.IntN(100) < s.Probability
}

// wants is the type's own decision.
func (s *schedule) wants(c *call) bool {
	switch s.Type {
	case OnDemand:
		return c.agentInitiated
	case APIInitiated:
		return false
	case SetNumber:
		if s.taken >= s.Number {
			return false
		}
		s.taken++
		return true
	case AgentPercentage:
		k := s.byAgent[c.agentKey]
		if k == nil {
			key := c.agentKey
			if len(s.byAgent) >= maxAgents {
				key = ""
			}
			if k = s.byAgent[key]; k == nil {
				k = &struct{ seen, taken int }{}
				s.byAgent[key] = k
			}
		}
		return quota(&k.seen, &k.taken, s.Percent)
	default:
		return quota(&s.seen, &s.taken, s.Percent)
	}
}

// quota takes a call if that keeps the share taken at most percent.
func quota(seen, taken *int, percent int) bool {
	*seen++
	if (*taken+1)*100 > *seen*percent {
		return false
	}
	*taken++
	return true
}
