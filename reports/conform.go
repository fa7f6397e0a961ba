package reports

import (
	"cmp"
	"io"
	"slices"
	"time"
)

// ConformSchema is the value of "schema" in report.json of conform; the number
// grows when a key changes its meaning.
const ConformSchema = "offhook/conform/1"

// Level says how much a requirement demands.
type Level string

// The levels, as in RFC 2119.
const (
	Must   Level = "MUST"
	Should Level = "SHOULD"
	May    Level = "MAY"
)

// State is the outcome of one spec.
type State string

// The outcomes. A spec that could not be tried, or that an interrupted run
// never reached, is Skipped with its reason, which is never a pass.
const (
	Passed  State = "passed"
	Failed  State = "failed"
	Warned  State = "warned" // it failed, but its level allows that
	Skipped State = "skipped"
)

// Verdict judges a whole run.
type Verdict string

// The verdicts, from exit code 0 to 1 to 3.
const (
	Conforms      Verdict = "conforms"
	Nonconforming Verdict = "nonconforming"
	Incomplete    Verdict = "incomplete"
)

// Requirement states: what a run says about one requirement.
const (
	Verified   = "verified"
	Unverified = "unverified"
)

// Target is the server that was judged.
type Target struct {
	Kind   string `json:"kind"`   // "embedded" or "remote"
	API    string `json:"api"`    // host:port
	WebAPI string `json:"webapi"` // a URL, "" where it was not tried
}

// Conform is one run of the suite. The runner fills in everything but Verdict,
// Summary and Requirements, then calls Finish.
type Conform struct {
	Schema   string    `json:"schema"`
	Tool     string    `json:"tool"` // "offhook"
	Version  string    `json:"version"`
	Started  time.Time `json:"started"`
	Duration float64   `json:"duration_s"` // seconds
	Target   Target    `json:"target"`

	Seed    int64  `json:"seed"`
	Focus   string `json:"focus,omitempty"`   // the selection, where only a part was asked for
	Labels  string `json:"labels,omitempty"`  // likewise
	Profile string `json:"profile,omitempty"` // likewise, by its name
	Strict  bool   `json:"strict,omitempty"`  // a SHOULD counts as a MUST
	// ReadOnly means that nothing was sent which changes the server.
	ReadOnly bool   `json:"read_only,omitempty"`
	Aborted  string `json:"aborted,omitempty"` // why the run ended before its end; the verdict is then at best incomplete

	Verdict      Verdict           `json:"verdict"`
	Summary      Summary           `json:"summary"`
	Requirements Requirements      `json:"requirements"`
	Readings     map[string]string `json:"readings"` // erratum id to the reading seen

	// Ledger lists the requirements in the run's scope: all of them, or those
	// that the selection covers. One that a spec names and that is not listed
	// is added by Finish.
	Ledger []Requirement `json:"ledger"`
	Specs  []Spec        `json:"specs"`

	// LeftOut lists what the server does not claim to offer; specs that need it
	// are not in Specs, requirements that only they prove not in Ledger.
	LeftOut []LeftOut `json:"left_out,omitempty"`
	// KnownFailures lists the failures that were known before the run.
	KnownFailures []KnownFailure `json:"known_failures,omitempty"`
	// Protection says what of the time that had to be silent was recorded; nil
	// where no spec could tell.
	Protection *Protection `json:"protection,omitempty"`
}

// Protection is how far blackouts were judged, and what they left unprotected.
type Protection struct {
	From        string  `json:"from"`          // "exports", "files" where a hook reads the recordings' own, or both: all were listened to
	Blackouts   int     `json:"blackouts"`     // that were judged
	Asked       float64 `json:"asked_s"`       // seconds that had to be silent, without what a recorder's blocks may cost at the ends
	Unprotected float64 `json:"unprotected_s"` // seconds of them that were recorded; none may be
}

// LeftOut is a feature that was declared unsupported.
type LeftOut struct {
	Feature string   `json:"feature"`
	Specs   []string `json:"specs"`             // those that need it, in no run
	Answers string   `json:"answers,omitempty"` // what the server answers nevertheless; "" where it does not know the feature, or was not asked
}

// KnownFailure is a failure that was known before the run, and what became of
// it. A spec that failed as known is warned, its run at best incomplete.
type KnownFailure struct {
	ID      string     `json:"id"` // of a spec, or of a requirement
	Reason  string     `json:"reason"`
	Expires string     `json:"expires"` // YYYY-MM-DD, the last day on which it counts
	State   KnownState `json:"state"`
}

// KnownState is what became of a known failure.
type KnownState string

// It fails still; it fails though it has expired; it passes, so that nobody
// needs to know it any longer; no spec of it was tried to the end.
const (
	KnownFails      KnownState = "fails"
	KnownExpired    KnownState = "expired"
	KnownPasses     KnownState = "passes"
	KnownUnverified KnownState = "unverified"
)

// Summary counts specs by state.
type Summary struct {
	Passed  int `json:"passed"`
	Failed  int `json:"failed"`
	Warned  int `json:"warned"`
	Skipped int `json:"skipped"`
}

// add counts one spec.
func (s *Summary) add(state State) {
	switch state {
	case Passed:
		s.Passed++
	case Failed:
		s.Failed++
	case Warned:
		s.Warned++
	case Skipped:
		s.Skipped++
	}
}

// Requirements counts requirements by what the run says about them; the
// counts add up to Total.
type Requirements struct {
	Total      int `json:"total"`
	Verified   int `json:"verified"`
	Failed     int `json:"failed"`
	Warned     int `json:"warned"` // tried, not held, and not demanded
	Unverified int `json:"unverified"`
}

// Requirement is one line of the ledger and what the run says about it.
type Requirement struct {
	ID        string `json:"id"`
	Level     Level  `json:"level,omitempty"`
	Chapter   string `json:"chapter,omitempty"`
	Statement string `json:"statement,omitempty"`
	State     string `json:"state"` // verified, failed, warned or unverified; set by Finish
}

// Spec is one spec's outcome.
type Spec struct {
	ID           string   `json:"id"` // unique in a run
	Requirements []string `json:"requirements"`
	Level        Level    `json:"level"` // Finish takes "" for MUST
	State        State    `json:"state"`
	Message      string   `json:"message"` // why it failed or warned: what came back against what would have been right
	Reason       string   `json:"reason"`  // why it was skipped
	DurationMS   float64  `json:"duration_ms"`
	Transcript   string   `json:"transcript"` // file beside the report, set by WriteDir; "" where there is none
	Capture      string   `json:"capture"`    // likewise, as packets

	Title     string   `json:"title,omitempty"`
	Chapter   string   `json:"chapter,omitempty"`   // of the manual
	Function  string   `json:"function,omitempty"`  // of the API; "" for rules of all
	Statement string   `json:"statement,omitempty"` // Finish takes it from the ledger where it names one requirement
	Errata    []string `json:"errata,omitempty"`
	Sent      string   `json:"sent,omitempty"`     // the decisive exchange, as on the wire
	Received  string   `json:"received,omitempty"` // likewise
	Wrong     []string `json:"wrong,omitempty"`    // the parts of Received that are wrong, as they stand there
	Expected  string   `json:"expected,omitempty"` // what would have been right
	Repeat    string   `json:"repeat,omitempty"`   // the command line that shows it again
	Unstable  bool     `json:"unstable,omitempty"` // failed, then passed when repeated
	Known     string   `json:"known,omitempty"`    // why its failing is no news: it is warned, whatever its level

	// Exchanges is the whole transcript. WriteDir writes it to a file of its
	// own; the report only names that.
	Exchanges string `json:"-"`
	// Packets writes the exchanges as a capture in the pcapng format; nil where
	// there is none. WriteDir makes a file of it.
	Packets func(io.Writer) error `json:"-"`
}

// Finish puts the specs in the manual's order, makes every string safe to keep
// (valid UTF-8, of bounded length) and computes summary, requirements and
// verdict. It may be called again after specs were added.
func (c *Conform) Finish() {
	c.Schema = ConformSchema
	if c.Tool == "" {
		c.Tool = "offhook"
	}
	if c.Readings == nil {
		c.Readings = map[string]string{}
	}
	c.tidy()
	c.sort()
	c.shorten()
	c.Summary = Summary{}
	for i := range c.Specs {
		c.Summary.add(c.Specs[i].State)
	}
	c.countRequirements()
	c.Verdict = c.judge()
}

// judge derives the verdict from the counts. Nothing that ran is nothing that
// was verified, so an empty run is incomplete.
func (c *Conform) judge() Verdict {
	ran := c.Summary.Passed + c.Summary.Warned
	switch {
	case c.Summary.Failed > 0:
		return Nonconforming
	case slices.ContainsFunc(c.Specs, func(s Spec) bool { return s.Known != "" }):
		return Incomplete // it does not conform, which is no news
	case ran == 0, c.Summary.Skipped > 0, c.Requirements.Unverified > 0, c.Aborted != "":
		return Incomplete
	default:
		return Conforms
	}
}

// ExitCode is the process's exit code for the verdict: 0, 1 or 3. With
// allowIncomplete an incomplete run in which nothing failed gives 0.
func (c *Conform) ExitCode(allowIncomplete bool) int {
	switch {
	case c.Verdict == Conforms:
		return 0
	case c.Verdict == Nonconforming:
		return 1
	case c.Verdict == Incomplete && allowIncomplete && len(c.Specs) > 0:
		return 0
	default:
		return 3
	}
}

// countRequirements sets each requirement's state from the specs that name it.
// The worst decides: failed, then unverified, then warned; one that no spec
// names is unverified.
func (c *Conform) countRequirements() {
	index := make(map[string]int, len(c.Ledger))
	for i := range c.Ledger {
		c.Ledger[i].State = ""
		index[c.Ledger[i].ID] = i
	}
	for i := range c.Specs {
		s := &c.Specs[i]
		for _, id := range s.Requirements {
			at, ok := index[id]
			if !ok {
				at = len(c.Ledger)
				index[id] = at
				c.Ledger = append(c.Ledger, Requirement{ID: id, Level: s.Level, Chapter: s.Chapter})
			}
			r := &c.Ledger[at]
			r.State = worse(r.State, requirementState(s.State))
			if s.Statement == "" && len(s.Requirements) == 1 {
				s.Statement = r.Statement
			}
		}
	}
	c.Requirements = Requirements{Total: len(c.Ledger)}
	for i := range c.Ledger {
		r := &c.Ledger[i]
		switch r.State {
		case Verified:
			c.Requirements.Verified++
		case string(Failed):
			c.Requirements.Failed++
		case string(Warned):
			c.Requirements.Warned++
		default:
			r.State = Unverified
			c.Requirements.Unverified++
		}
	}
}

func requirementState(s State) string {
	switch s {
	case Passed:
		return Verified
	case Skipped:
		return Unverified
	}
	return string(s)
}

// severity orders requirement states; "" is a requirement without a spec yet.
var severity = []string{"", Verified, string(Warned), Unverified, string(Failed)}

func worse(a, b string) string {
	if slices.Index(severity, a) > slices.Index(severity, b) {
		return a
	}
	return b
}

// sort orders specs by chapter as the ledger does, then function, then id.
func (c *Conform) sort() {
	rank := make(map[string]int)
	for i := range c.Ledger {
		if _, ok := rank[c.Ledger[i].Chapter]; !ok {
			rank[c.Ledger[i].Chapter] = len(rank)
		}
	}
	place := func(chapter string) int {
		if at, ok := rank[chapter]; ok {
			return at
		}
		return len(rank)
	}
	slices.SortStableFunc(c.Specs, func(a, b Spec) int {
		return cmp.Or(
			cmp.Compare(place(a.Chapter), place(b.Chapter)),
			cmp.Compare(a.Chapter, b.Chapter),
			cmp.Compare(a.Function, b.Function),
			compareIDs(a.ID, b.ID))
	})
}

// compareIDs orders ids so that the numbers in them count: CALLSTOP-3 before
// CALLSTOP-10.
func compareIDs(a, b string) int {
	x, y := a, b
	for x != "" && y != "" {
		dx, dy := digits(x), digits(y)
		if dx == 0 || dy == 0 {
			if x[0] != y[0] {
				return cmp.Compare(x[0], y[0])
			}
			x, y = x[1:], y[1:]
			continue
		}
		if by := cmp.Or(cmp.Compare(dx, dy), cmp.Compare(x[:dx], y[:dy])); by != 0 {
			return by
		}
		x, y = x[dx:], y[dy:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
}

// digits returns the length of the number that s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}
