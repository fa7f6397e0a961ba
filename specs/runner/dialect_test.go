package runner

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/sim/client"
	"github.com/offhook/offhook/specs/harness"
)

// TestTheSuiteAccusesNoDialect runs the suite against the reference in other
// readings than its own: the second of every erratum at once, the third, and
// so on. By itself it takes what concerns the errata, dealt out over the
// readings; with OFFHOOK_DIALECTS=all everything against all of them, and each
// reading alone.
func TestTheSuiteAccusesNoDialect(t *testing.T) {
	all := os.Getenv("OFFHOOK_DIALECTS") == "all"
	if testing.Short() && !all {
		t.Skip("it runs the suite several times")
	}
	concerned := slices.DeleteFunc(slices.Clone(harness.Entries()), func(e *harness.Entry) bool { return len(errataOf(e)) == 0 })
	const most = 4 // readings beside the reference's own
	for n := range most {
		t.Run("reading "+strconv.Itoa(n+2), func(t *testing.T) {
			t.Parallel()
			entries := harness.Entries()
			if !all {
				entries = share(concerned, n, most)
			}
			accusesNobody(t, combined(n+1), entries)
		})
	}
	if !all {
		return
	}
	for i := range catalog.Errata {
		e := &catalog.Errata[i]
		for _, r := range e.Readings[min(1, len(e.Readings)):] {
			choice := e.ID + "=" + r.Name
			t.Run(choice, func(t *testing.T) {
				t.Parallel()
				entries := slices.DeleteFunc(slices.Clone(concerned), func(s *harness.Entry) bool { return !slices.Contains(errataOf(s), e.ID) })
				accusesNobody(t, []string{choice}, entries)
			})
		}
	}
}

// combined chooses reading n of every erratum, the last of one that has fewer.
// Where the devices are configured (E-31) is another matter.
func combined(n int) []string {
	var choices []string
	for _, e := range catalog.Errata {
		if last := len(e.Readings) - 1; last > 0 && e.ID != "E-31" {
			choices = append(choices, e.ID+"="+e.Readings[min(n, last)].Name)
		}
	}
	return choices
}

// errataOf are the errata of a spec's requirements.
func errataOf(e *harness.Entry) []string { return e.Requirement().Errata }

// share is part n of the entries dealt out to several.
func share(entries []*harness.Entry, n, of int) []*harness.Entry {
	var out []*harness.Entry
	for i, e := range entries {
		if i%of == n {
			out = append(out, e)
		}
	}
	return out
}

// accusesNobody fails where a spec does not pass against the reference in a
// dialect, or the report says that it takes another reading.
func accusesNobody(t *testing.T, choices []string, entries []*harness.Entry) {
	d, err := catalog.ParseDialect(choices)
	if err != nil {
		t.Fatal(err)
	}
	box, relay := mailboxFor(t)
	sys, err := reference.Start(t.Context(), reference.Config{
		Relay: relay, Cores: []int{7, 12}, WebAPI: "127.0.0.1:0", Events: "127.0.0.1:0", Control: "127.0.0.1:0", Dialect: d})
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Shutdown(context.Background())
	target := harness.Target{Kind: harness.Remote, API: sys.Addr().String(), WebAPI: "http://" + sys.WebAPIAddr().String(), Conditions: planeOf(t, sys), Mailbox: box}
	if d.Takes("E-26") == "other-port" {
		target.Events = sys.EventsAddr().String()
	}
	if d.Takes("E-31") == "configured" {
		target.Devices = configure(t, target.API, 300)
	}
	s := prepared(t, Options{Target: target}, entries...)
	for _, e := range s.entries {
		s.try(t.Context(), e, true)
	}
	c := s.report(t.Context(), time.Now())
	allPassed(t, c, len(entries))
	for id, seen := range c.Readings {
		for name := range strings.SplitSeq(seen, ",") {
			if !slices.Contains(shows(d, id), name) {
				t.Errorf("the report says %s=%s, the dialect is %s", id, seen, d.Takes(id))
			}
		}
	}
	for _, spec := range c.Specs {
		if spec.State != reports.Passed && spec.Exchanges != "" {
			t.Logf("%s: %s", spec.ID, spec.Exchanges)
		}
	}
}

// shows are the readings that a server of the dialect d may be seen to take of
// an erratum.
func shows(d catalog.Dialect, id string) []string {
	taken := d.Takes(id)
	switch {
	case id == "E-02" && taken == "path-17":
		return []string{"16", taken}
	case id == "E-02" && taken == "both-17":
		return []string{"17", "path-17"}
	case id == "E-56" && taken == "counted":
		return []string{"narrow", taken}
	case id == "E-57" && taken == "events-first":
		return []string{"each", taken}
	case taken == "16" && strings.HasSuffix(d.Takes("E-02"), "17"):
		return []string{"16", "17"} // 16 is 17 there
	}
	return []string{taken}
}

// configure makes n devices known to the system and returns them.
func configure(t *testing.T, api string, n int) []string {
	c, err := client.Dial(t.Context(), api, client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var ids []string
	for i := range n {
		id := fmt.Sprintf("%d", 880000+i)
		res, err := c.Do(t.Context(), client.NewRequest("IMPORTWORKSTATION", "DEVICEID", id, "STATIONNAME", "W"+id, "LOCATIONID", "1"))
		if err != nil || !res.OK() {
			t.Fatal(strings.TrimSpace(fmt.Sprint(err, " ", res)))
		}
		ids = append(ids, id)
	}
	return ids
}
