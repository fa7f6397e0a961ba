package harness

import (
	"fmt"
	"strings"
	"time"
)

// Clock relates the target's clock to ours.
type Clock struct {
	Offset time.Duration // what the target's local time, read as UTC, is ahead of our UTC
	Skew   time.Duration // the part of it that is no time zone: unix times are ahead by it
	Coarse bool          // it shows no seconds, which leaves a minute open
}

// layouts are the forms of a date and time that the errata allow (E-36).
var layouts = []string{"1/2/2006 3:04:05 PM", "Jan 2 2006 3:04PM", "Jan _2 2006 3:04PM"}

// tolerance is how far apart two times may be that mean the same moment, given
// that the target shows whole seconds and answers after a while.
const tolerance = 3 * time.Second

// parseTime reads a time as the target writes it, as if it were UTC. One
// without seconds is taken for the middle of its minute.
func parseTime(s string) (time.Time, bool) {
	s = strings.Join(strings.Fields(s), " ")
	for _, l := range layouts {
		t, err := time.Parse(l, s)
		if err != nil {
			continue
		}
		if coarse(s) {
			t = t.Add(30 * time.Second)
		}
		return t, true
	}
	return time.Time{}, false
}

// coarse reports whether a time is written without seconds.
func coarse(s string) bool { return !strings.Contains(s, "/") }

// Clock returns the relation of the target's clock to ours, measured once a run
// by the STARTTIME of a call.
func (t *T) Clock() Clock {
	t.run.mu.Lock()
	have, advanced := t.run.clock, t.run.advanced
	t.run.mu.Unlock()
	if have != nil {
		return *have
	}
	d := t.Device()
	t.Start(d)
	now := time.Now().UTC()
	shown := t.Status(d).Get("STARTTIME")
	at, ok := parseTime(shown)
	if !ok {
		t.fail(&Failure{Problem: fmt.Sprintf("STARTTIME %q is no date and time", shown), Expected: "a time such as 1/31/2011 2:39:49 PM (E-36)"})
	}
	t.Stop(d)
	c := Clock{Offset: at.Sub(now), Coarse: coarse(shown)}
	const quarter = 15 * time.Minute // every time zone is a multiple
	c.Skew = c.Offset - (c.Offset - advanced).Round(quarter)
	t.run.mu.Lock()
	t.run.clock = &c
	t.run.mu.Unlock()
	return c
}

// Time reads a date and time of the target (E-36) as a moment of our clock, and
// fails where it is none.
func (t *T) Time(what, s string) time.Time {
	at, ok := parseTime(s)
	if !ok {
		t.fail(&Failure{Problem: fmt.Sprintf("%s %q is no date and time", what, s), Expected: "a time such as 1/31/2011 2:39:49 PM (E-36)"})
	}
	return at.Add(-t.Clock().Offset)
}

// Unix converts a unix time of the target to a moment of our clock.
func (t *T) Unix(seconds int64) time.Time { return time.Unix(seconds, 0).Add(-t.Clock().Skew) }

// Between fails unless at lies between the two moments of our clock, give or
// take what whole seconds and slow answers cost.
func (t *T) Between(what string, at, earliest, latest time.Time) {
	slack := t.run.scaled(tolerance)
	if t.Clock().Coarse {
		slack += time.Minute // half of one for the clock, half for the time
	}
	if at.Before(earliest.Add(-slack)) || at.After(latest.Add(slack)) {
		t.fail(&Failure{
			Problem:  fmt.Sprintf("%s is %s", what, at.UTC().Format(time.RFC3339)),
			Expected: fmt.Sprintf("between %s and %s, give or take %s", earliest.UTC().Format(time.RFC3339), latest.UTC().Format(time.RFC3339), slack),
		})
	}
}
