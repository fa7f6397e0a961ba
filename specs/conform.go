package specs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/sim/control"
	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/mailbox"
	"github.com/offhook/offhook/specs/runner"
	"github.com/offhook/offhook/specs/target"
)

// SeedVariable is the environment's variable that gives the seed where a Target
// has none: it repeats a run.
const SeedVariable = "OFFHOOK_SEED"

// reportTime is what is kept of a test's time for reporting.
const reportTime = 5 * time.Second

// Target is the server that Conform judges, and how. The zero value of a field
// leaves what the file says or, without one, the default.
type Target struct {
	// File is a target file, as offhook init writes it: all that there is to say
	// about a server. The other fields override it.
	File string

	API     string   // HOST:PORT of the API server; demanded unless the file says it
	WebAPI  string   // the WebAPI's URL, as in http://127.0.0.1:2012; without it the WebAPI is not verified
	Events  string   // HOST:PORT of the event interface, where that is not the API's
	Devices []string // the only DEVICEIDs to use, where the server does not accept every one

	// Conditions sets what no request can: a vendor's own server can take a
	// core of itself down. A method without a way returns an error that wraps
	// errors.ErrUnsupported, and the specs that need it are not verified.
	Conditions harness.Conditions
	// Mailbox takes the e-mail that the server sends.
	Mailbox *mailbox.Mailbox

	Profile  string  // the part of the suite to run, as --profile of offhook conform
	Focus    string  // only specs whose id or title matches this regular expression
	Labels   string  // only specs whose labels match this expression
	Strict   bool    // a SHOULD that does not hold is a failure
	Patience float64 // stretches every deadline by this factor
	Seed     int64   // decides order and names; 0 takes OFFHOOK_SEED, or draws one
	Parallel int     // try so many specs at once; 0 is one after the other

	// AllowIncomplete lets the test pass where nothing failed but something could
	// not be verified.
	AllowIncomplete bool
	// Out is a folder for report.json, junit.xml, report.html, transcripts and captures.
	Out string
}

// Conform runs the suite against a server, each spec as a subtest that its id
// names, and returns the report. The test fails where the server does not
// conform and, unless the Target allows it, where something could not be
// verified; a spec that could not be tried is a skipped subtest that says why.
//
//	func TestMyServerConforms(t *testing.T) {
//		server := startMyServer(t)
//		specs.Conform(t, specs.Target{API: server.Addr()})
//	}
//
// The flags of go test select: -run 'TestMyServerConforms/^CALLSTOP-' tries
// those specs only, and the verdict is theirs. The whole suite takes longer than
// go test grants: give it -timeout 30m. What has not been tried when the time is
// nearly up is reported as not verified.
//
// It may be called any number of times in a process, for several servers at
// once too, and beside Ginkgo suites: it does not run on Ginkgo, whose RunSpecs
// is the caller's own. It needs a *testing.T, which no Ginkgo node has: call it
// from a test function beside the one that calls RunSpecs.
func Conform(t *testing.T, target Target) *reports.Conform {
	t.Helper()
	ctx, cancel := inTime(t)
	defer cancel()
	o, closing, err := target.options(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer closing()
	o.RepeatSpec = repeat(t.Name())
	session, err := runner.Begin(ctx, o)
	if err != nil {
		if ctx.Err() != nil {
			err = fmt.Errorf("%w (%w)", err, context.Cause(ctx))
		}
		t.Fatal(err)
	}
	t.Logf("the suite against %s, seed %d", target.API, session.Seed())
	tryAll(ctx, t, session)

	report := session.Report(ctx, "what go test selected")
	if target.Out != "" {
		if err := report.WriteDir(target.Out); err != nil {
			t.Error(err)
		}
	}
	judge(t, report, target.AllowIncomplete)
	return report
}

// inTime is a context that ends with the test, or shortly before go test ends
// it.
func inTime(t *testing.T) (context.Context, context.CancelFunc) {
	deadline, ok := t.Deadline()
	if !ok {
		return context.WithCancel(t.Context())
	}
	return context.WithDeadlineCause(t.Context(), deadline.Add(-reportTime), errors.New("the time of go test is nearly up; give it more, as in -timeout 30m"))
}

// tryAll tries every spec of the session as a subtest, several at once where
// that is asked for. Subtests are begun from goroutines rather than with
// t.Parallel, which would have them wait until Conform's caller, who has to keep
// the server running, returns.
func tryAll(ctx context.Context, t *testing.T, session *runner.Session) {
	var together sync.WaitGroup
	defer together.Wait()
	slots := make(chan struct{}, session.Parallel())
	for _, e := range session.Specs() {
		slots <- struct{}{}
		together.Go(func() {
			defer func() { <-slots }()
			t.Run(e.ID, func(t *testing.T) { tell(t, session.Try(ctx, e)) })
		})
	}
}

// tell makes a spec's outcome a subtest's.
func tell(t *testing.T, s reports.Spec) {
	t.Helper()
	switch s.State {
	case reports.Failed:
		t.Errorf("%s\n%s", reports.PrintableLine(s.Title), reports.Printable(s.Account()))
	case reports.Warned:
		t.Logf("warned (%s): %s\n%s", s.Level, reports.PrintableLine(s.Title), reports.Printable(s.Account()))
	case reports.Skipped:
		t.Skip(reports.PrintableLine(s.Title + ": not verified: " + s.Reason))
	}
}

// judge makes the verdict the test's. What failed, its subtest has said.
func judge(t *testing.T, c *reports.Conform, allowIncomplete bool) {
	t.Helper()
	n, r := c.Summary, c.Requirements
	said := fmt.Sprintf("%s: %d specs passed, %d failed, %d warned, %d skipped; %d of %d requirements verified", c.Verdict,
		n.Passed, n.Failed, n.Warned, n.Skipped, r.Verified, r.Total)
	if c.Aborted != "" {
		said += "; " + reports.PrintableLine(c.Aborted)
	}
	switch {
	case c.ExitCode(allowIncomplete) == 0:
		t.Log(said)
	case c.Verdict == reports.Incomplete:
		t.Error(said + "; AllowIncomplete accepts that, go test -v says why")
	default:
		t.Error(said)
	}
}

// options are the runner's, and what ends with the run.
func (g *Target) options(ctx context.Context) (o runner.Options, closing func(), err error) {
	file := target.Defaults()
	if g.File != "" {
		read, err := target.Load(g.File)
		if err != nil {
			return o, nil, err
		}
		file = *read
	}
	g.API = cmp.Or(g.API, file.API)
	if g.API == "" {
		return o, nil, errors.New("specs.Conform: Target.API is blank; give the server's HOST:PORT, or a File with its api")
	}
	file.API, file.WebAPI, file.Events = g.API, cmp.Or(g.WebAPI, file.WebAPI), cmp.Or(g.Events, file.Events)
	file.Profile, file.Patience, file.Strict = cmp.Or(g.Profile, file.Profile), cmp.Or(g.Patience, file.Patience), g.Strict || file.Strict
	if g.Devices != nil {
		file.Devices = g.Devices
	}
	if !(file.Patience > 0 && file.Patience <= 1000) { // NaN neither
		return o, nil, fmt.Errorf("specs.Conform: a Patience of %v makes no deadline; give a number above 0, at most 1000", file.Patience)
	}
	o = file.Options()
	o.Focus, o.Labels, o.Parallel, o.Version = g.Focus, g.Labels, g.Parallel, version()
	if o.Seed, err = g.seed(); err != nil {
		return o, nil, err
	}
	closing, err = g.open(ctx, &file, &o.Target)
	return o, closing, err
}

// open makes what the file names part of the target.
func (g *Target) open(ctx context.Context, file *target.File, t *harness.Target) (closing func(), err error) {
	var opened []func()
	closing = func() {
		for _, end := range opened {
			end()
		}
	}
	t.Mailbox = g.Mailbox
	if t.Mailbox == nil && file.Mailbox != "" {
		if t.Mailbox, err = mailbox.Open(file.Mailbox); err != nil {
			return nil, fmt.Errorf("specs.Conform: the mailbox %s: %w", file.Mailbox, err)
		}
		opened = append(opened, func() { t.Mailbox.Close() })
	}
	switch {
	case g.Conditions != nil:
		t.Conditions, t.Restoring = g.Conditions, 0
	case file.Control != "":
		token := os.Getenv("OFFHOOK_CONTROL_TOKEN")
		if file.ControlTokenFile != "" {
			b, err := os.ReadFile(file.ControlTokenFile)
			if err != nil {
				closing()
				return nil, fmt.Errorf("specs.Conform: the control plane's token cannot be read: %w", err)
			}
			token = string(b)
		}
		plane, err := control.Open(ctx, file.Control, strings.TrimSpace(token))
		if err != nil {
			closing()
			return nil, fmt.Errorf("specs.Conform: %w", err)
		}
		opened = append(opened, plane.Close)
		t.Conditions = plane
	}
	return closing, nil
}

func (g *Target) seed() (int64, error) {
	said := os.Getenv(SeedVariable)
	if g.Seed != 0 || said == "" {
		return g.Seed, nil
	}
	n, err := strconv.ParseInt(said, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("specs.Conform: %s=%q is no number", SeedVariable, said)
	}
	return n, nil
}

// version is the module's, as the program was built with it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, m := range info.Deps {
		if strings.HasPrefix(packagePath, m.Path+"/") {
			return m.Version
		}
	}
	return info.Main.Version
}

const packagePath = "github.com/offhook/offhook/specs"

// repeat is a command line, to which a spec's id and the seed are added.
func repeat(test string) func(id string, seed int64) string {
	parts := strings.Split(test, "/")
	for i, p := range parts {
		parts[i] = "^" + regexp.QuoteMeta(p) + "$"
	}
	return func(id string, seed int64) string {
		return fmt.Sprintf("%s=%d go test -run '%s/^%s$'", SeedVariable, seed, strings.Join(parts, "/"), regexp.QuoteMeta(id))
	}
}
