package status

import (
	"strconv"
	"time"

	"github.com/offhook/offhook/specs/harness"
)

// at returns the RECORDINGTIME of a row, moved by some seconds.
func at(t *harness.T, row harness.Fields, seconds int64) string {
	n, ok := row.Int("RECORDINGTIME")
	t.Check(ok, "RECORDINGTIME is %q", row.Get("RECORDINGTIME"))
	return strconv.FormatInt(n+seconds, 10)
}

// Dates are tried some seconds beside a recording's time: the manual does not
// say what becomes of its fraction.
var _ = harness.Describe("CALLLIST", func() {
	const day = 86400
	for _, c := range []struct {
		title      string
		start, end int64 // seconds beside RECORDINGTIME; 0: not given
		found      bool
	}{
		{"finds what began after CALLDATESTART", -2, 0, true},
		{"finds nothing that began before CALLDATESTART", 3, 0, false},
		{"finds nothing that began a day before CALLDATESTART", day, 0, false},
		{"finds what began before CALLDATEEND", 0, 3, true},
		{"finds nothing that began after CALLDATEEND", 0, -2, false},
		{"finds nothing that began a day after CALLDATEEND", 0, -day, false},
		{"finds what began between both dates", -2, 3, true},
		{"finds nothing that began before both dates", 3, day, false},
		{"finds nothing that began after both dates", -day, -2, false},
		{"finds nothing between dates in the wrong order", 3, -2, false},
	} {
		harness.Spec("CALLLIST-30", c.title, func(t *harness.T) {
			gate := t.Name("g")
			row := kept(t, "GATE", gate)
			dates := []string{"GATE", gate}
			if c.start != 0 {
				dates = append(dates, "CALLDATESTART", at(t, row, c.start))
			}
			if c.end != 0 {
				dates = append(dates, "CALLDATEEND", at(t, row, c.end))
			}
			want := rows(row)
			if !c.found {
				want = nil
			}
			finds(t, want, dates...)
		})
	}
	harness.Spec("CALLLIST-31", "finds what began at CALLDATESTART", func(t *harness.T) {
		row := kept(t)
		finds(t, rows(row), "USER15", row.Get("USER15"), "CALLDATESTART", at(t, row, 0), "CALLDATEEND", at(t, row, 1))
	})

	harness.Spec("CALLLIST-32", "shows the newest first, and with CALLCOUNT the newest within the dates", func(t *harness.T) {
		gate := t.Name("g")
		begin := time.Now()
		older := kept(t, "GATE", gate)
		t.Elapse(begin, 1100*time.Millisecond)
		newer := kept(t, "GATE", gate)
		t.Equal("the list of RECORDIDs found", ids(t.CallList("GATE", gate)), ids(rows(newer, older)))
		t.Equal("the list of RECORDIDs with CALLCOUNT 1", ids(t.CallList("GATE", gate, "CALLCOUNT", "1")), ids(rows(newer)))
		t.Equal("the list of RECORDIDs with CALLCOUNT 1 since then", ids(t.CallList("GATE", gate, "CALLCOUNT", "1", "CALLDATESTART", at(t, older, -2))), ids(rows(newer)))
		t.Equal("the list of RECORDIDs with CALLCOUNT 1 until then", ids(t.CallList("GATE", gate, "CALLCOUNT", "1",
			"CALLDATESTART", at(t, older, -2), "CALLDATEEND", at(t, newer, -1))), ids(rows(older)))
	})
	harness.Spec("CALLLIST-33", "shows no more than CALLCOUNT of what is between the dates", func(t *harness.T) {
		gate := t.Name("g")
		first := kept(t, "GATE", gate)
		kept(t, "GATE", gate)
		kept(t, "GATE", gate)
		t.Rows(2, "GATE", gate, "CALLCOUNT", "2", "CALLDATESTART", at(t, first, -2), "CALLDATEEND", at(t, first, 60))
		t.Rows(0, "GATE", gate, "CALLCOUNT", "2", "CALLDATESTART", at(t, first, 60), "CALLDATEEND", at(t, first, 120))
	})
})
