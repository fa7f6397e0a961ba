package faults

import (
	"fmt"
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/offhook/offhook/reference/catalog"
)

// Every is the name under which a rule is for all functions that have none of
// their own.
const Every = "*"

// Limits of what a rule may say.
const (
	maxLatency = 20 * time.Second // of what an HTTP server gives an answer
	maxNext    = 1_000_000_000
	maxMessage = 1000 // characters
)

// Rules are what is done to requests, by function. They are tried in the order
// of the fields.
type Rules struct {
	Latency map[string]Latency `json:"latency"`
	Drop    map[string]Drop    `json:"drop"`
	Force   map[string]Force   `json:"force"`
	// QueueFull answers every request API_COMMAND_QUEUE_FULL (47). Unlicensed
	// and Misconfigured answer all but TEST API_UNLICENSED (39) and
	// API_CONFIG_ERROR (55).
	QueueFull, Unlicensed, Misconfigured bool `json:"-"`
}

// Latency delays requests by Fixed and up to Jitter more.
type Latency struct {
	Fixed  Duration `json:"fixed"`
	Jitter Duration `json:"jitter"`
}

// Loss is what of an exchange is lost.
type Loss string

// What can be lost. Over HTTP, where nothing can be left unanswered, each ends
// the connection.
const (
	Request    Loss = "request"    // not executed, not answered
	Reply      Loss = "reply"      // executed, not answered
	Connection Loss = "connection" // not executed; the connection is cut
)

// Drop loses exchanges: Percent of them (0 is 100), the next Next of them (0:
// until the rule is taken back).
type Drop struct {
	Lose    Loss `json:"lose"`
	Percent int  `json:"percent,omitempty"`
	Next    int  `json:"next,omitempty"`
}

// Force answers requests without executing them: the next Next of them (0:
// until the rule is taken back). Message is the RESULTMSG; "" is the code's
// label.
type Force struct {
	Code    catalog.Code `json:"code"`
	Message string       `json:"message,omitempty"`
	Next    int          `json:"next,omitempty"`
}

// Duration is a time.Duration that is written as text: "1.5s".
type Duration time.Duration

// MarshalText implements encoding.TextMarshaler.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("%q is no duration; write it as in 250ms or 2h", text)
	}
	*d = Duration(v)
	return nil
}

// Check says which rule makes no sense, and why.
func (r *Rules) Check() error {
	for name, l := range r.Latency {
		if l.Fixed < 0 || l.Jitter < 0 || time.Duration(l.Fixed) > maxLatency || time.Duration(l.Jitter) > maxLatency-time.Duration(l.Fixed) {
			return bad("latency", name, "from 0 to %v in all", maxLatency)
		}
	}
	for name, d := range r.Drop {
		switch {
		case !slices.Contains([]Loss{Request, Reply, Connection}, d.Lose):
			return bad("drop", name, "lose %q: it is request, reply or connection", d.Lose)
		case d.Percent < 0 || d.Percent > 100:
			return bad("drop", name, "%d %% is not from 0 to 100", d.Percent)
		case d.Next < 0 || d.Next > maxNext:
			return bad("drop", name, "the next %d: from 0 to %d", d.Next, maxNext)
		}
	}
	for name, f := range r.Force {
		switch {
		case !slices.ContainsFunc(catalog.Codes, func(c catalog.CodeInfo) bool { return c.Code == f.Code }):
			return bad("force", name, "there is no result code %d", f.Code)
		case utf8.RuneCountInString(f.Message) > maxMessage || !utf8.ValidString(f.Message):
			return bad("force", name, "a message is UTF-8 of at most %d characters", maxMessage)
		case f.Next < 0 || f.Next > maxNext:
			return bad("force", name, "the next %d: from 0 to %d", f.Next, maxNext)
		}
	}
	for name := range names(r) {
		f := catalog.Lookup(name)
		if name != Every && (f == nil || f.Name != name || f.Chapter == catalog.DeprecatedChapter) {
			return fmt.Errorf("faults: %q is no function that this system offers, nor %q; write it as the manual does", name, Every)
		}
	}
	return nil
}

// names yields the functions that have rules.
func names(r *Rules) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		all := slices.Concat(slices.Collect(maps.Keys(r.Latency)), slices.Collect(maps.Keys(r.Drop)), slices.Collect(maps.Keys(r.Force)))
		for _, name := range all {
			if !yield(name) {
				return
			}
		}
	}
}

func bad(kind, function, format string, args ...any) error {
	return fmt.Errorf("faults: %s of %q: "+format, append([]any{kind, function}, args...)...)
}

// clone is a copy whose maps are its own, never nil.
func (r *Rules) clone() Rules {
	c := *r
	c.Latency, c.Drop, c.Force = map[string]Latency{}, map[string]Drop{}, map[string]Force{}
	maps.Copy(c.Latency, r.Latency)
	maps.Copy(c.Drop, r.Drop)
	maps.Copy(c.Force, r.Force)
	return c
}

// empty reports whether nothing is done to any request.
func (r *Rules) empty() bool {
	return len(r.Latency)+len(r.Drop)+len(r.Force) == 0 && !r.QueueFull && !r.Unlicensed && !r.Misconfigured
}
