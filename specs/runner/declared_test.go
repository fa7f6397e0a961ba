package runner

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/seed"
	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/specs/harness"
)

// witness keeps what went through it to a server.
type witness struct {
	mu   sync.Mutex
	sent bytes.Buffer
}

func (w *witness) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent.WriteString("\n") // nothing joins what came apart
	return w.sent.Write(p)
}

// types are the TYPEs that were sent, and how many requests that were.
func (w *witness) types() ([]string, int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []string
	found := regexp.MustCompile(`(?i)<TYPE>([^<]*)|[?&\n]TYPE=([^& \r\n]*)`).FindAllSubmatch(w.sent.Bytes(), -1)
	for _, m := range found {
		typ, _ := url.QueryUnescape(string(m[1]) + string(m[2]))
		all = append(all, strings.ToUpper(strings.TrimSpace(typ)))
	}
	slices.Sort(all)
	return slices.Compact(all), len(found)
}

// all is everything that was sent.
func (w *witness) all() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent.String()
}

// watched is a reference system behind a witness, as a target with all that can
// be known of one.
func watched(t *testing.T) (harness.Target, *witness) { return watchedWith(t, nil) }

// watchedWith is watched for a system that begins with a seed.
func watchedWith(t *testing.T, s *seed.Seed) (harness.Target, *witness) {
	box, relay := mailboxFor(t)
	sys, err := reference.Start(t.Context(), reference.Config{Seed: s, WebAPI: "127.0.0.1:0", Control: "127.0.0.1:0", Relay: relay})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sys.Shutdown(context.Background()) })
	w := &witness{}
	api := answering(t, func(c net.Conn) {
		defer c.Close()
		server, err := net.Dial("tcp", sys.Addr().String())
		if err != nil {
			return
		}
		defer server.Close()
		go func() {
			io.Copy(io.MultiWriter(w, server), c)
			server.(*net.TCPConn).CloseWrite()
		}()
		io.Copy(c, server)
	})
	web := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		io.WriteString(w, "?"+r.URL.RawQuery+"\n"+string(body))
		res, err := http.Post("http://"+sys.WebAPIAddr().String()+r.URL.RequestURI(), r.Header.Get("Content-Type"), bytes.NewReader(body))
		if err != nil {
			http.Error(rw, err.Error(), http.StatusBadGateway)
			return
		}
		defer res.Body.Close()
		rw.WriteHeader(res.StatusCode)
		io.Copy(rw, res.Body)
	}))
	t.Cleanup(web.Close)
	return harness.Target{Kind: harness.Remote, API: api, WebAPI: web.URL, Conditions: planeOf(t, sys), Mailbox: box}, w
}

// tryAll tries entries against a target, as Run does.
func tryAll(t *testing.T, o Options, entries []*harness.Entry) *reports.Conform {
	t.Helper()
	s := prepared(t, o, entries...)
	if err := s.reach(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.findOut(t.Context())
	for _, e := range s.entries {
		s.try(t.Context(), e, true)
	}
	return s.report(t.Context(), s.started)
}

func TestReadOnlySendsStatusFunctionsAlone(t *testing.T) {
	t.Parallel()
	target, w := watched(t)
	target.Features = map[string]harness.Declaration{"chat": harness.Unsupported, "export": harness.Unsupported}
	readOnly(t, target, w, func(o Options, all []*harness.Entry) *reports.Conform { return tryAll(t, o, all) })
}

// TestReadOnlyChangesNothingThatTheFileNames: with devices, agents and workstations,
// for specs that are tried at once, and where hooks could change something.
func TestReadOnlyChangesNothingThatTheFileNames(t *testing.T) {
	t.Parallel()
	target, w := seated(t)
	readOnly(t, target, w, func(o Options, all []*harness.Entry) *reports.Conform {
		o.Parallel = 8
		return tryTogether(t, o, all)
	})
}

// readOnly tries all specs, and looks at what was sent.
func readOnly(t *testing.T, target harness.Target, w *witness, try func(Options, []*harness.Entry) *reports.Conform) {
	t.Helper()
	target.ReadOnly = true
	c := try(Options{Target: target}, harness.Entries())
	types, n := w.types()
	for _, typ := range types {
		if f := catalog.Lookup(typ); f == nil || f.Name != "TEST" && f.Chapter != catalog.Status {
			t.Errorf("%q was sent", typ)
		}
	}
	if n < 20 || c.Summary.Passed < 10 || c.Summary.Failed > 0 || c.Summary.Warned > 0 {
		t.Errorf("%d requests, %+v", n, c.Summary)
	}
	if c.Verdict != reports.Incomplete || !c.ReadOnly {
		t.Errorf("verdict %s, read only %v", c.Verdict, c.ReadOnly)
	}
	for _, s := range c.Specs {
		if s.State == reports.Skipped && strings.Contains(s.Reason, "CALLSTART") && !strings.Contains(s.Reason, "read_only") {
			t.Errorf("%s: %s", s.ID, s.Reason)
		}
	}
}

func TestAnUnsupportedFeatureIsLeftOutAndAsked(t *testing.T) {
	t.Parallel()
	target, w := watched(t)
	target.Features = map[string]harness.Declaration{"chat": harness.Unsupported, "directory": harness.Supported}
	entries, err := Select("^CHATSTART-|^TEST-|^ADDGROUP-1$", "")
	if err != nil {
		t.Fatal(err)
	}
	c := tryAll(t, Options{Target: target, Focus: "some"}, entries)
	if c.Verdict != reports.Conforms {
		t.Errorf("verdict %s: %+v", c.Verdict, c.Specs)
	}
	for _, s := range c.Specs {
		if s.Function == "CHATSTART" {
			t.Errorf("%s is in the report", s.ID)
		}
	}
	for _, r := range c.Ledger {
		if strings.HasPrefix(r.ID, "CHAT") {
			t.Errorf("%s is in the ledger", r.ID)
		}
	}
	if len(c.LeftOut) != 1 || len(c.LeftOut[0].Specs) < 10 || !strings.HasPrefix(c.LeftOut[0].Answers, "CHATSTART is answered API_") {
		t.Errorf("%+v", c.LeftOut)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if n := strings.Count(w.sent.String(), "<TYPE>CHATSTART"); n != 1 {
		t.Errorf("CHATSTART was sent %d times, once to find out whether it is there", n)
	}
}

// withoutExports answers as a server that knows no exports.
func withoutExports(t *testing.T) harness.Target {
	target, _ := watched(t)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "<RESULT><REQUESTTYPE>EXPORT</REQUESTTYPE><REQUESTID>"+r.FormValue("REQUESTID")+
			"</REQUESTID><RESULTTYPE>API_UNKNOWN_MESSAGE_TYPE</RESULTTYPE><RESULTCODE>10</RESULTCODE><RESULTMSG>no</RESULTMSG></RESULT>")
	}))
	t.Cleanup(s.Close)
	target.WebAPI = s.URL
	return target
}

func TestAFeatureThatIsNotThereIsSkippedUnlessClaimed(t *testing.T) {
	t.Parallel()
	for d, want := range map[harness.Declaration]reports.State{
		harness.Unknown: reports.Skipped, harness.Supported: reports.Failed, harness.Unsupported: "",
	} {
		t.Run(string(d), func(t *testing.T) {
			target := withoutExports(t)
			target.Features = map[string]harness.Declaration{"export": d}
			e := entry("EXPORT-1", func(t *harness.T) { t.Web().Export("EXPORT", "RECORDID", "1") })
			c := tryAll(t, Options{Target: target, Focus: "x"}, []*harness.Entry{e})
			got := reports.State("")
			if len(c.Specs) > 0 {
				got = c.Specs[0].State
			}
			if got != want || d == harness.Unsupported && c.LeftOut[0].Answers != "" {
				t.Errorf("%s, want %s: %+v", got, want, c)
			}
		})
	}
}

func TestAKnownFailureIsNoNewsUntilItExpires(t *testing.T) {
	t.Parallel()
	now := time.Now()
	failing := entry("TEST-1", func(t *harness.T) { t.Failf("no") })
	holding := entry("TEST-2", func(t *harness.T) { t.OK("TEST") })
	for name, c := range map[string]struct {
		id      string
		expires time.Time
		verdict reports.Verdict
		state   reports.KnownState
	}{
		"known today still":   {"TEST-1", now, reports.Incomplete, reports.KnownFails},
		"expired":             {"TEST-1", now.AddDate(0, 0, -2), reports.Nonconforming, reports.KnownExpired},
		"of what holds":       {"TEST-2", now.AddDate(0, 0, 9), reports.Nonconforming, reports.KnownPasses},
		"of what was not run": {"CALLSTART-1", now.AddDate(0, 0, 9), reports.Nonconforming, reports.KnownUnverified},
	} {
		t.Run(name, func(t *testing.T) {
			target, _ := watched(t)
			known := []KnownFailure{{ID: c.id, Reason: "ticket 1", Expires: c.expires}}
			got := tryAll(t, Options{Target: target, Focus: "x", Known: known}, []*harness.Entry{failing, holding})
			if got.Verdict != c.verdict || len(got.KnownFailures) != 1 || got.KnownFailures[0].State != c.state {
				t.Errorf("verdict %s, %+v", got.Verdict, got.KnownFailures)
			}
			if fails := got.Specs[0]; (fails.Known != "") != (c.state == reports.KnownFails) {
				t.Errorf("%+v", fails)
			}
		})
	}
}

func TestTheRateHoldsForAllConnections(t *testing.T) {
	t.Parallel()
	target, w := watched(t)
	target.Rate = 40
	e := entry("TEST-1", func(t *harness.T) {
		t.Each(4, func(int) {
			c := t.Dial()
			for range 5 {
				c.OK("TEST")
			}
		})
	})
	start := time.Now()
	c := tryAll(t, Options{Target: target, Focus: "x"}, []*harness.Entry{e})
	took := time.Since(start)
	if _, n := w.types(); c.Summary.Passed != 1 || n < 20 || took < time.Duration(n-1)*time.Second/40 {
		t.Errorf("%d requests in %v: %+v", n, took, c.Specs)
	}
}

// TestTheRateHoldsWhereSpecsAreTriedAtOnce, whatever they send: one request,
// several in one piece, one in pieces, garbage, by HTTP.
func TestTheRateHoldsWhereSpecsAreTriedAtOnce(t *testing.T) {
	t.Parallel()
	target, w := watched(t)
	target.Rate = 100
	var entries []*harness.Entry
	for i := range 16 {
		entries = append(entries, entry(fmt.Sprintf("TEST-%d", i+1), func(t *harness.T) {
			c, web := t.Dial(), t.Web()
			const one = "<REQUEST><TYPE>TEST</TYPE><REQUESTID>7</REQUESTID></REQUEST>\r\n"
			c.Raw(strings.Repeat(one, 8))
			for range 8 {
				c.Next()
			}
			for range 5 {
				web.OK("TEST")
				t.OK("STATIONS")
			}
			t.Start(t.Device()) // and what cleans up
		}))
	}
	start := time.Now()
	c := tryTogether(t, Options{Target: target, Focus: "x", Parallel: 8}, entries)
	took := time.Since(start).Seconds()
	_, n := w.types()
	if c.Summary.Passed != len(entries) {
		c.WriteText(t.Output(), false)
	}
	if ratio := float64(n-1) / (took * target.Rate); n < 16*20 || ratio > 1 || ratio < 0.5 {
		t.Errorf("%d requests in %.2f s are %.2f of the rate", n, took, ratio)
	}
}

func TestASlowRateCostsNoSpecItsTime(t *testing.T) {
	t.Parallel()
	target, _ := watched(t)
	target.Rate = 7
	e := entry("TEST-1", func(t *harness.T) {
		for range 20 { // more than a spec's whole time with this patience
			t.OK("TEST")
		}
	})
	if c := tryAll(t, Options{Target: target, Focus: "x", Factor: 0.04}, []*harness.Entry{e}); c.Summary.Passed != 1 {
		t.Errorf("%+v", c.Specs)
	}
}

func TestEveryProfileHasSpecsAndFullHasAll(t *testing.T) {
	for _, p := range Profiles {
		entries, err := InProfile(p.Name, harness.Entries())
		if err != nil || (len(entries) == len(harness.Entries())) != (p.Name == Full) {
			t.Errorf("%s: %d specs, %v", p.Name, len(entries), err)
		}
	}
	if _, err := InProfile("nope", harness.Entries()); err == nil || !strings.Contains(err.Error(), "full, core, recording") {
		t.Errorf("%v", err)
	}
}
