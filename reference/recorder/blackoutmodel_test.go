package recorder_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/offhook/offhook/reference/recorder"
)

// pair is a start and the stop that belongs to it, in seconds.
type pair struct{ start, stop int }

// never is the stop that has not come.
const never = 1 << 30

// pairs is the blackout of one call as the manual tells it: a start opens a
// pair or, during a pair that is not over, makes it begin earlier and takes
// its stop back; a stop closes the last pair, not before its start (E-40); a pair without
// length is none.
type pairs []pair

func (ps *pairs) begin(at, now int) {
	if n := len(*ps); n > 0 {
		last := &(*ps)[n-1]
		if last.stop > now && at <= last.stop {
			last.start, last.stop = min(last.start, at), never
			return
		}
	}
	*ps = append(*ps, pair{at, never})
}

func (ps *pairs) end(at, now int) {
	n := len(*ps)
	if n == 0 || (*ps)[n-1].stop <= now {
		return
	}
	last := &(*ps)[n-1]
	if last.stop = max(at, last.start); last.stop == last.start {
		*ps = (*ps)[:n-1]
	}
}

// another reports whether a start would open a pair while the last one waits
// for its stop.
func (ps pairs) another(at, now int) bool {
	n := len(ps)
	return n > 0 && ps[n-1].stop > now && at > ps[n-1].stop
}

func (ps pairs) covers(second int) bool {
	for _, p := range ps {
		if p.start <= second && second < p.stop {
			return true
		}
	}
	return false
}

// TestRandomBlackoutsFollowTheModel compares, second by second, when a call is
// paused and what its rows keep, the row of each partial recording too, with a
// model that does not merge anything. It leaves out starts after a stop to come.
func TestRandomBlackoutsFollowTheModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, recorder.Config{})
		w.ok("CALLSTART", "DEVICEID=5")
		var model pairs
		const end = 60
		for second := range end {
			if rapid.IntRange(0, 9).Draw(t, "partial") == 0 {
				w.ok(rapid.SampledFrom([]string{"RECORDSTART", "RECORDSTOP"}).Draw(t, "which"), "DEVICEID=5")
			}
			for range rapid.IntRange(-4, 2).Draw(t, "requests") {
				offset := rapid.IntRange(-12, 12).Draw(t, "offset")
				if rapid.Bool().Draw(t, "start") && !model.another(second+offset, second) {
					w.ok("BLACKOUTSTART", "DEVICEID=5", fmt.Sprintf("TIMEOFFSET=%d", offset))
					model.begin(second+offset, second)
				} else {
					w.ok("BLACKOUTSTOP", "DEVICEID=5", fmt.Sprintf("TIMEOFFSET=%d", offset))
					model.end(second+offset, second)
				}
			}
			w.ok("DEVICERECORDINGSTATUS", "DEVICEID=5")
			if got := text(w.out.Result.Body, "STATUS") == "recordpaused"; got != model.covers(second) {
				t.Fatalf("second %d: paused is %t after %v", second, got, model)
			}
			w.pass(1)
		}
		w.ok("CALLSTOP", "DEVICEID=5")
		for _, row := range w.rows {
			silent := map[int]bool{}
			for _, r := range row.Blackouts {
				for at := r.Start; at.Before(r.Stop); at = at.Add(1e9) {
					silent[int(at.Sub(start).Seconds())] = true
				}
			}
			from, to := int(row.Start.Sub(start).Seconds()), int(row.Stop.Sub(start).Seconds())
			for second := range end {
				if want := from <= second && second < to && model.covers(second); silent[second] != want {
					t.Fatalf("second %d of the %s recording %d: silent is %t after %v", second, row.Kind, row.ID, silent[second], model)
				}
			}
		}
	})
}
