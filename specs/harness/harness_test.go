package harness

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/control"
)

// system starts a reference system and returns it as a target with conditions.
func system(t *testing.T) Target {
	t.Helper()
	sys, err := reference.Start(t.Context(), reference.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := sys.Shutdown(ctx); err != nil {
			t.Error(err)
		}
	})
	return Target{Kind: Embedded, API: sys.Addr().String(), Conditions: hooks{sys}}
}

type hooks struct{ *reference.System }

func (h hooks) SetCore(_ context.Context, core int, up bool) error { return h.System.SetCore(core, up) }

func (h hooks) SetDatabase(context.Context, bool) error {
	return fmt.Errorf("no hook: %w", errors.ErrUnsupported)
}

// scripted is a server that answers the requests of every connection with the
// same bytes, without reading them closely.
func scripted(t *testing.T, answer string) Target {
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
			go func() {
				defer c.Close()
				in := bufio.NewScanner(c)
				for in.Scan() && answer != "" {
					c.Write([]byte(answer))
				}
				in.Scan() // without an answer: waits until the client has gone
			}()
		}
	}()
	return Target{Kind: Remote, API: l.Addr().String()}
}

// try runs a body as a spec that names no known requirement.
func try(t *testing.T, r *Run, body func(*T)) Outcome {
	t.Helper()
	return r.Try(t.Context(), &Entry{ID: "X-1", Title: "is tried", Theme: "X", Requirements: []string{"X-1"}, Source: "here", Body: body}, true)
}

func holds(t *testing.T, o Outcome) {
	t.Helper()
	if o.Failure != nil || o.Skipped != "" {
		t.Fatalf("did not hold: %v, skipped %q\n%s", o.Failure, o.Skipped, o.Transcript())
	}
}

func fails(t *testing.T, o Outcome, problem string) {
	t.Helper()
	if o.Failure == nil || !strings.Contains(o.Failure.Problem, problem) {
		t.Fatalf("outcome %+v, want a failure with %q", o, problem)
	}
}

func TestAFailureShowsTheExchangeAndWhatWouldHaveBeenRight(t *testing.T) {
	o := try(t, NewRun(system(t), 1, 1), func(s *T) {
		s.OK("TEST")
		s.Send("NOSUCHTYPE").Is(catalog.API_OK)
	})
	fails(t, o, "the answer is 10 API_UNKNOWN_MESSAGE_TYPE")
	if !strings.Contains(o.Failure.Sent, "<TYPE>NOSUCHTYPE</TYPE><REQUESTID>2</REQUESTID>") ||
		!strings.Contains(o.Failure.Received, "<RESULTCODE>10</RESULTCODE>") || o.Failure.Expected != "20 API_OK" {
		t.Errorf("failure %+v", o.Failure)
	}
	for _, want := range []string{"A >", "A <", "NOSUCHTYPE"} {
		if !strings.Contains(o.Transcript(), want) {
			t.Errorf("the transcript lacks %q:\n%s", want, o.Transcript())
		}
	}
}

func TestAFailureShowsWhatCameInsteadOfAResult(t *testing.T) {
	garbage := "<RESULT><REQUESTTYPE>TEST</RESULT>" + strings.Repeat("x", 20<<10) + "\r\n"
	for name, body := range map[string]func(*T){
		"of a request": func(s *T) { s.OK("TEST") },
		"of bytes": func(s *T) {
			c := s.Dial()
			c.Raw("<REQUEST/>\r\n")
			c.Next()
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := try(t, NewRun(scripted(t, garbage), 1, 1), body).Failure
			if f == nil || !strings.HasPrefix(f.Received, "<RESULT><REQUESTTYPE>TEST</RESULT>") || len(f.Received) > 9<<10 {
				t.Errorf("%+v", f)
			}
		})
	}
}

func TestAGenericFailureShowsTheLastExchange(t *testing.T) {
	o := try(t, NewRun(system(t), 1, 1), func(s *T) {
		s.OK("TEST")
		s.Equal("the sky", "grey", "blue")
	})
	fails(t, o, `the sky is "grey" instead of "blue"`)
	if !strings.Contains(o.Failure.Sent, "TEST") || !strings.Contains(o.Failure.Received, "API_OK") {
		t.Errorf("failure %+v", o.Failure)
	}
}

func TestWhatASpecStartsIsStoppedAfterIt(t *testing.T) {
	r := NewRun(system(t), 1, 1)
	var d string
	holds(t, try(t, r, func(s *T) {
		d = s.Device()
		s.Start(d, "CALLINSTANCE", "a")
		s.Start(d, "CALLINSTANCE", "b")
		s.Active(d, "a", "b")
	}))
	holds(t, try(t, r, func(s *T) { s.Equal("the list", s.InstanceNames(d), []string(nil)) }))
}

func TestWhatASpecStartsIsStoppedThoughAnotherStartIsRefused(t *testing.T) {
	dialect, err := catalog.ParseDialect([]string{"E-33=1"})
	if err != nil {
		t.Fatal(err)
	}
	sys, err := reference.Start(t.Context(), reference.Config{Dialect: dialect})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sys.Shutdown(context.Background()) })
	r := NewRun(Target{Kind: Remote, API: sys.Addr().String()}, 1, 1)
	var d string
	holds(t, try(t, r, func(s *T) {
		d = s.Device()
		s.Start(d, "CALLINSTANCE", "a")
		s.Send("CALLSTART", "DEVICEID", d, "CALLINSTANCE", "a").Is(catalog.API_ERROR_ALREADY_RECORDING)
	}))
	holds(t, try(t, r, func(s *T) { s.Equal("the list", s.InstanceNames(d), []string(nil)) }))
}

func TestWhatASpecStartsIsStoppedThoughItFailsWithTheCoresDown(t *testing.T) {
	r := NewRun(system(t), 1, 1)
	var d string
	fails(t, try(t, r, func(s *T) {
		d = s.Device()
		s.Start(d)
		s.CoresDown()
		s.OK("CALLUPDATE", "DEVICEID", d)
	}), "API_ERROR_RECORDER_NOT_RUNNING")
	holds(t, try(t, r, func(s *T) {
		s.Equal("the list", s.InstanceNames(d), []string(nil))
		s.Start(s.Device())
	}))
}

func TestAUserIsDeletedAfterTheSpec(t *testing.T) {
	r := NewRun(system(t), 1, 1)
	var u *User
	holds(t, try(t, r, func(s *T) {
		u = s.Agent(s.Device())
		s.OK("AGENTWINDOW", "USERNAME", u.Username)
	}))
	holds(t, try(t, r, func(s *T) {
		for _, a := range s.OK("IMPORTUSER", "ACTION", "LIST").Sections("AGENT") {
			s.Check(a.Get("AGENTID") != u.AgentID, "the user is still listed")
		}
	}))
}

func TestAConditionThatNobodySetsSkips(t *testing.T) {
	target := system(t)
	if o := try(t, NewRun(target, 1, 1), func(s *T) { s.DatabaseDown() }); !strings.Contains(o.Skipped, "database unreachable") {
		t.Errorf("outcome %+v, want skipped for want of a hook", o)
	}
	for what, set := range map[string]func(s *T){
		"disk: full": func(s *T) { s.Condition("disk", "full") }, "clock 1h": func(s *T) { s.Advance(time.Hour) },
	} {
		if o := try(t, NewRun(target, 1, 1), set); !strings.Contains(o.Skipped, what) {
			t.Errorf("outcome %+v, want skipped for want of a way to set %s", o, what)
		}
	}
	target.Conditions = nil
	if o := try(t, NewRun(target, 1, 1), func(s *T) { s.CoresDown() }); o.Skipped == "" || o.Failure != nil {
		t.Errorf("outcome %+v, want skipped", o)
	}
}

func TestConditionsAreTakenBackAndTheClockStaysKnown(t *testing.T) {
	sys, err := reference.Start(t.Context(), reference.Config{Control: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Shutdown(context.Background())
	plane, err := control.Open(t.Context(), "http://"+sys.ControlAddr().String(), "")
	if err != nil {
		t.Fatal(err)
	}
	r := NewRun(Target{Kind: Embedded, API: sys.Addr().String(), Conditions: plane}, 1, 1)
	holds(t, try(t, r, func(s *T) {
		s.Condition("disk", "full")
		s.Condition("channels", map[string]int{"1": 0})
		s.Send("CALLSTART", "DEVICEID", s.Device()).Is(catalog.API_ERROR_OUT_OF_DISK_SPACE)
	}))
	holds(t, try(t, r, func(s *T) {
		s.Clock()
		s.Advance(3 * time.Hour)
		s.StartRecorded(s.Device())
		skew := s.Clock().Skew
		s.Check((skew-3*time.Hour).Abs() < tolerance, "skew %s", skew)
	}))
}

func TestEventuallyWaitsForTheConditionAndTellsTheLastFailure(t *testing.T) {
	r := NewRun(scripted(t, ""), 1, 0.02)
	n := 0
	holds(t, try(t, r, func(s *T) {
		s.Eventually("three", func() { n++; s.Check(n >= 3, "only %d", n) })
	}))
	fails(t, try(t, r, func(s *T) {
		s.Eventually("the moon", func() { s.Failf("it is made of cheese") })
	}), "the moon: still not so after 100ms: it is made of cheese")
}

func TestASilentServerEndsTheSpecInBoundedTime(t *testing.T) {
	fails(t, try(t, NewRun(scripted(t, ""), 1, 0.02), func(s *T) { s.OK("TEST") }), "did not answer in time")
}

func TestAHangingBodyIsLeftBehind(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	fails(t, try(t, NewRun(scripted(t, ""), 1, 0.003), func(*T) { <-release }), "not over after")
}

func TestAnInterruptedSpecIsSkipped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := NewRun(scripted(t, ""), 1, 1).Try(ctx, &Entry{ID: "X-1", Requirements: []string{"X-1"}, Body: func(s *T) {
		cancel()
		s.OK("TEST")
	}}, true)
	if o.Skipped != "the run was interrupted" || o.Failure != nil {
		t.Errorf("outcome %+v", o)
	}
}

func TestABrokenSpecIsSaidToBeBroken(t *testing.T) {
	fails(t, try(t, NewRun(scripted(t, ""), 1, 1), func(*T) { panic("a mistake") }), "the spec itself is broken: panic: a mistake")
}

func TestAFailureInOneOfManyGoroutinesFailsTheSpec(t *testing.T) {
	fails(t, try(t, NewRun(scripted(t, ""), 1, 1), func(s *T) {
		s.Each(8, func(i int) { s.Check(i != 5, "number %d", i) })
	}), "number 5")
}

func TestAFailureOutlastsWhatOtherGoroutinesWaitFor(t *testing.T) {
	fails(t, try(t, NewRun(scripted(t, ""), 1, 1), func(s *T) {
		s.Each(2, func(i int) {
			if i == 0 {
				s.Failf("number 0")
			}
			tries := 0
			s.Eventually("the eighth try", func() { tries++; s.Check(tries == 8, "try %d", tries) })
		})
	}), "number 0")
}

// result is a RESULT document with that head.
func result(typ, code, message string) string {
	return "<RESULT><REQUESTTYPE>TEST</REQUESTTYPE><REQUESTID>1</REQUESTID><RESULTTYPE>" + typ + "</RESULTTYPE><RESULTCODE>" + code +
		"</RESULTCODE><RESULTMSG>" + message + "</RESULTMSG></RESULT>\r\n"
}

func TestIsAcceptsEveryFormThatTheErrataAllow(t *testing.T) {
	for _, c := range []struct {
		name, answer string
		want         catalog.Code
		problem      string // "" where it is right
		readings     string
	}{
		{"label", result("API_DEVICE_INVALID", "8", "x"), 8, "", "map[E-03:label E-05:type-first]"},
		{"error", result("ERROR", "8", "API_DEVICE_INVALID: x"), 8, "", "map[E-03:error E-05:type-first]"},
		{"error without label", result("ERROR", "8", "x"), 8, `RESULTTYPE "ERROR" does not fit`, ""},
		{"another label", result("API_OK", "8", "x"), 8, `RESULTTYPE "API_OK" does not fit`, ""},
		{"17 for 16", result("API_INVALID_MESSAGE_FORMAT", "17", "x"), 16, "", "map[E-02:17 E-03:label E-05:type-first]"},
		{"17 for 18", result("ERROR", "17", "API_ERROR_NO_DEFAULT_RECORDING_PATH"), 18, "", "map[E-02:path-17 E-03:error E-05:type-first]"},
		{"another code", result("API_DEVICE_INVALID", "8", "x"), 16, "the answer is 8 API_DEVICE_INVALID", ""},
		{"an OK told as an error", result("ERROR", "20", "API_OK"), 20, "RESULTTYPE", ""},
		{"no code", "<RESULT><REQUESTID>1</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE></RESULT>\n", 20, "RESULTCODE is missing", ""},
		{"a list without head", "<RESULT><TYPE>CALLLIST</TYPE><REQUESTID>1</REQUESTID></RESULT>\r", 20, "", "map[E-06:bare]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := NewRun(scripted(t, c.answer), 1, 0.1)
			o := try(t, r, func(s *T) { s.Send("TEST").Is(c.want) })
			if c.problem != "" {
				fails(t, o, c.problem)
				return
			}
			holds(t, o)
			if got := fmt.Sprint(r.Readings()); got != c.readings {
				t.Errorf("readings %s, want %s", got, c.readings)
			}
		})
	}
}
