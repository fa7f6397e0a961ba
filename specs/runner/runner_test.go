package runner

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/mail"
	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/sim/control"
	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/mailbox"
)

// embedded starts a reference system and returns it as a target.
func embedded(ctx context.Context) (harness.Target, *reference.System, error) {
	sys, err := reference.Start(ctx, reference.Config{Control: "127.0.0.1:0"})
	if err != nil {
		return harness.Target{}, nil, err
	}
	plane, err := control.Open(ctx, "http://"+sys.ControlAddr().String(), "")
	return harness.Target{Kind: harness.Embedded, API: sys.Addr().String(), Conditions: plane}, sys, err
}

// planeOf is the control plane of a system that was started with one.
func planeOf(t *testing.T, sys *reference.System) *control.Plane {
	t.Helper()
	p, err := control.Open(t.Context(), "http://"+sys.ControlAddr().String(), "")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// mailboxFor is a mailbox until the test's end, and the relay that it is.
func mailboxFor(t *testing.T) (*mailbox.Mailbox, *mail.Relay) {
	t.Helper()
	box, err := mailbox.Open("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close() })
	at := box.Addr().(*net.TCPAddr)
	return box, &mail.Relay{Host: at.IP.String(), Port: at.Port, From: netmail.Address{Address: "recorder@example.com"}}
}

// The whole suite against the reference as it is, is the command's test.
func TestTheReferenceConforms(t *testing.T) {
	t.Parallel()
	target, sys, err := embedded(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Shutdown(context.Background())
	var said bytes.Buffer
	const chapter = "^Message Structure"
	selected, err := Select(chapter, "")
	if err != nil {
		t.Fatal(err)
	}
	c, err := Run(t.Context(), Options{Target: target, Focus: chapter, Seed: 1, Repeat: "offhook conform", Progress: &said})
	if err != nil {
		t.Fatal(err)
	}
	allPassed(t, c, len(selected))
	if c.Readings["E-03"] != "label" {
		t.Errorf("readings %v", c.Readings)
	}
	if _, err := Run(t.Context(), Options{Target: target}); err == nil || !strings.Contains(err.Error(), "already run") {
		t.Errorf("a second run in the process: %v", err)
	}
}

// allPassed fails unless all of n specs passed. That every requirement has a
// spec is another test's matter.
func allPassed(t *testing.T, c *reports.Conform, n int) {
	t.Helper()
	for id, seen := range c.Readings {
		for name := range strings.SplitSeq(seen, ",") {
			e := catalog.LookupErratum(id)
			if e == nil || !slices.ContainsFunc(e.Readings, func(r catalog.Reading) bool { return r.Name == name }) {
				t.Errorf("the catalogue has no reading %q of %s", name, id)
			}
		}
	}
	if c.Summary.Passed != n {
		c.WriteText(t.Output(), false)
		t.Errorf("%+v of %d specs", c.Summary, n)
	}
}

func TestASelectionThatCannotBeMadeIsAnError(t *testing.T) {
	for name, c := range map[string]struct{ focus, labels, problem string }{
		"nothing matches":       {"NOSUCHSPEC", "", `no spec matches focus "NOSUCHSPEC"`},
		"no label matches":      {"", "MUST && SHOULD", "no spec matches labels"},
		"no regular expression": {"(", "", "is no regular expression"},
		"no label expression":   {"", "MUST &&", "labels"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Run(t.Context(), Options{Target: harness.Target{API: "127.0.0.1:1"}, Focus: c.focus, Labels: c.labels})
			if err == nil || !strings.Contains(err.Error(), c.problem) {
				t.Errorf("error %v, want %q", err, c.problem)
			}
		})
	}
}

func TestASelectionGoesByIdChapterThemeTitleAndLabel(t *testing.T) {
	for name, c := range map[string]struct{ focus, labels, has, hasNot string }{
		"id":       {`^XML-1$`, "", "XML-1", "XML-1.2"},
		"chapter":  {`^Deprecated$`, "", "IMPORTAGENT-1", "TEST-1"},
		"any case": {`^test$`, "", "TEST-1", "XML-1"},
		"title":    {`^CALLSTOP is refused where no core is reached$`, "", "CALLSTOP-3", "CALLSTOP-4"},
		"level":    {"", "MAY", "XML-7", "XML-1"},
		"chapter as a label": {"", "Message-Structure && !SHOULD && !MAY", "TEST-1",
			"XML-3"},
		"erratum": {"", "E-48", "MODECHANGE-1", "TEST-1"},
	} {
		t.Run(name, func(t *testing.T) {
			entries, err := Select(c.focus, c.labels)
			if err != nil {
				t.Fatal(err)
			}
			ids := map[string]bool{}
			for _, e := range entries {
				ids[e.ID] = true
			}
			if !ids[c.has] || ids[c.hasNot] {
				t.Errorf("%d specs, %s: %v, %s: %v", len(ids), c.has, ids[c.has], c.hasNot, ids[c.hasNot])
			}
		})
	}
}

// answering listens and hands each connection to serve.
func answering(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serve(c)
		}
	}()
	return l.Addr().String()
}

func TestATargetThatCannotBeJudgedIsAnErrorInSeconds(t *testing.T) {
	dead, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dead.Close()
	release := make(chan struct{})
	defer close(release)
	for name, c := range map[string]struct{ api, problem string }{
		"nobody listens": {dead.Addr().String(), "cannot reach"},
		"silent":         {answering(t, func(c net.Conn) { <-release; c.Close() }), "did not answer in time"},
		"hangs up":       {answering(t, func(c net.Conn) { c.Close() }), "ended the connection"},
		"a web server": {answering(t, func(c net.Conn) {
			c.Write([]byte("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"))
			<-release
		}), "does not speak the API"},
		"no address": {"recorder", "is not HOST:PORT"},
	} {
		t.Run(name, func(t *testing.T) {
			started := time.Now()
			_, err := Run(t.Context(), Options{Target: harness.Target{Kind: harness.Remote, API: c.api}, Factor: 0.1})
			if err == nil || !strings.Contains(err.Error(), c.problem) {
				t.Errorf("error %v, want %q", err, c.problem)
			}
			if time.Since(started) > 5*time.Second {
				t.Errorf("it took %s to say so", time.Since(started))
			}
		})
	}
}

// prepared is a suite that can try entries without Ginkgo.
func prepared(t *testing.T, o Options, entries ...*harness.Entry) *suite {
	t.Helper()
	if o.Target.API == "" {
		target, sys, err := embedded(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { sys.Shutdown(context.Background()) })
		o.Target = target
	}
	o.Seed = 1
	return newSuite(o, entries)
}

func entry(requirement string, body func(*harness.T)) *harness.Entry {
	return &harness.Entry{ID: requirement, Theme: "X", Title: "is tried", Requirements: []string{requirement}, Body: body}
}

func TestTheLevelDecidesWhetherAFailureFails(t *testing.T) {
	no := func(t *harness.T) { t.Failf("no") }
	for _, c := range []struct {
		requirement string
		strict      bool
		want        reports.State
	}{
		{"TEST-1", false, reports.Failed},
		{"FRAMING-2", false, reports.Warned},
		{"FRAMING-2", true, reports.Failed},
		{"XML-7", false, reports.Warned},
		{"XML-7", true, reports.Warned},
	} {
		t.Run(fmt.Sprint(c.requirement, " strict ", c.strict), func(t *testing.T) {
			e := entry(c.requirement, no)
			s := prepared(t, Options{Strict: c.strict}, e)
			s.try(t.Context(), e, true)
			if got := s.results[e.ID]; got.State != c.want || got.Message != "no" || got.Unstable {
				t.Errorf("result %+v, want %s", got, c.want)
			}
		})
	}
}

func TestAFailureThatDoesNotRepeatStaysFailedAndIsUnstable(t *testing.T) {
	n := 0
	e := entry("TEST-1", func(t *harness.T) { n++; t.Check(n > 1, "the first time") })
	s := prepared(t, Options{Repeat: "offhook conform"}, e)
	s.try(t.Context(), e, true)
	c := s.report(t.Context(), time.Now())
	got := c.Specs[0]
	if got.State != reports.Failed || !got.Unstable || c.Verdict != reports.Nonconforming {
		t.Errorf("result %+v, verdict %s", got, c.Verdict)
	}
	if want := "offhook conform --focus '^TEST-1$' --seed 1"; got.Repeat != want {
		t.Errorf("repeat %q, want %q", got.Repeat, want)
	}
}

func TestASpecThatCannotBeTriedMakesTheRunIncomplete(t *testing.T) {
	e := entry("TEST-1", func(t *harness.T) { t.Skip("no such hook") })
	s := prepared(t, Options{Focus: "TEST-1"}, e)
	s.try(t.Context(), e, true)
	c := s.report(t.Context(), time.Now())
	if c.Verdict != reports.Incomplete || c.Specs[0].Reason != "no such hook" || c.Requirements.Unverified != 1 {
		t.Errorf("verdict %s, %+v", c.Verdict, c.Specs[0])
	}
}

func TestWhenTheTargetDiesTheRestIsNotVerified(t *testing.T) {
	target, sys, err := embedded(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	kill := entry("TEST-1", func(t *harness.T) {
		t.OK("TEST")
		sys.Shutdown(context.Background())
		t.OK("TEST")
	})
	after := entry("XML-1", func(t *harness.T) { t.OK("TEST") })
	s := prepared(t, Options{Target: target, Progress: &said}, kill, after)
	s.try(t.Context(), kill, true)
	s.try(t.Context(), after, true)
	c := s.report(t.Context(), time.Now())
	if c.Verdict != reports.Nonconforming || !strings.Contains(c.Aborted, "stopped answering during TEST-1") {
		t.Errorf("verdict %s, aborted %q", c.Verdict, c.Aborted)
	}
	for _, got := range c.Specs {
		if got.ID == after.ID && (got.State != reports.Skipped || got.Reason != c.Aborted) {
			t.Errorf("the spec after: %+v", got)
		}
	}
	if !strings.Contains(said.String(), "stopped answering") {
		t.Errorf("progress says nothing of it: %q", said.String())
	}
}

func TestATargetThatAnswersNothingButTESTIsGivenUp(t *testing.T) {
	api := answering(t, func(c net.Conn) {
		defer c.Close()
		for in := bufio.NewScanner(c); in.Scan(); {
			if strings.Contains(in.Text(), "<TYPE>TEST<") {
				c.Write([]byte("<RESULT><REQUESTTYPE>TEST</REQUESTTYPE><REQUESTID>1</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE><RESULTCODE>20</RESULTCODE></RESULT>\r\n"))
			}
		}
	})
	held := entry("TEST-1", func(t *harness.T) { t.OK("TEST") })
	var entries []*harness.Entry
	for i := range maxStuck + 4 {
		e := entry("XML-1", func(t *harness.T) { t.OK("CHANNELS") })
		e.ID = fmt.Sprintf("XML-1.%d", i+2)
		entries = append(entries, e)
	}
	// One that holds between them begins the count anew.
	entries = slices.Concat(entries[:2], []*harness.Entry{held}, entries[2:])
	s := prepared(t, Options{Target: harness.Target{Kind: harness.Remote, API: api}, Factor: 0.01}, entries...)
	for _, e := range entries {
		s.try(t.Context(), e, true)
	}
	c := s.report(t.Context(), time.Now())
	if c.Summary.Failed != maxStuck+2 || c.Summary.Skipped != 2 || !strings.Contains(c.Aborted, "waited in vain") {
		t.Errorf("%+v, aborted %q", c.Summary, c.Aborted)
	}
}

func TestARunKeepsABoundedAmountOfTranscripts(t *testing.T) {
	s := &suite{kept: maxTranscripts - 10<<10}
	long := strings.Repeat("x", 8<<10)
	if got := s.affordable(long); got != long {
		t.Errorf("%d bytes of the last that fits", len(got))
	}
	if got := s.affordable(long + "end"); len(got) > 5<<10 || !strings.HasPrefix(got, "… 4099 bytes left out") || !strings.HasSuffix(got, "xend") {
		t.Errorf("%d bytes of one that does not: %.80q", len(got), got)
	}
}

func TestAnInterruptedRunReportsWhatItHas(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	first := entry("TEST-1", func(t *harness.T) { t.OK("TEST") })
	second := entry("XML-1", func(t *harness.T) { cancel(errors.New("enough")); t.OK("TEST") })
	third := entry("XML-2", func(t *harness.T) { t.OK("TEST") })
	s := prepared(t, Options{}, first, second, third)
	for _, e := range s.entries {
		s.try(ctx, e, true)
	}
	c := s.report(ctx, time.Now())
	if c.Verdict != reports.Incomplete || c.Summary.Passed != 1 || c.Summary.Skipped != 2 || c.Aborted == "" {
		t.Errorf("verdict %s, %+v, aborted %q", c.Verdict, c.Summary, c.Aborted)
	}
}

func TestProgressCannotBeUsedToControlTheTerminal(t *testing.T) {
	var said bytes.Buffer
	p := newProgress(&said, 1)
	p.done(&reports.Spec{ID: "X-1", State: reports.Failed, Message: "\x1b[2J" + strings.Repeat("x", 1000) + "\nsecond"})
	if s := said.String(); strings.Contains(s, "\x1b") || strings.Count(s, "\n") != 1 || len(s) > 400 {
		t.Errorf("progress %q", s)
	}
}
