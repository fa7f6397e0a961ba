package recorder_test

import (
	"slices"
	"testing"

	"github.com/offhook/offhook/reference/recorder"
)

func TestSearchFindsDevicesByWhatIsShownOfThem(t *testing.T) {
	w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 9}}})
	w.ok("CALLSTART", "DEVICEID=100", "ANI=6145551000", "CALLINSTANCE=Left")
	w.ok("CALLSTART", "DEVICEID=7001", "DNIS=800") // Jane Smith's
	w.ok("CALLSTART", "DEVICEID=200", "DEVICEALIAS=Desk")
	w.ok("CALLSTOP", "DEVICEID=200")
	for text, want := range map[string][]string{
		"100": {"100"}, "55510": {"100"}, "left": {"100"}, "DESK": {"200"}, "800": {"7001"}, "smith": {"7001"}, "ws-7": {"7001"},
		"00": {"7001", "100", "200"}, "": {"7001", "100", "200"}, "nobody": nil, "000100000000001": {"100"}, "00010000000000": nil,
	} {
		found, n := w.rec.Search(text, 10)
		var ids []string
		for _, d := range found {
			ids = append(ids, d.ID)
		}
		if !slices.Equal(ids, want) || n != len(want) {
			t.Errorf("%q: %d, %v, want %v", text, n, ids, want)
		}
	}
	if found, n := w.rec.Search("0", 1); n != 3 || len(found) != 1 {
		t.Errorf("bounded: %d of %d", len(found), n)
	}
}

func TestLookShowsTheDevicesThatAreKnown(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	for _, id := range []string{"1", "2", "3"} {
		w.ok("CALLSTART", "DEVICEID="+id)
	}
	found := w.rec.Look([]string{"3", "none", "1"}, 5)
	if len(found) != 2 || found[0].ID != "3" || found[1].ID != "1" || !found[0].IsRecording {
		t.Errorf("%+v", found)
	}
}

// BenchmarkWatching is how long the recorder is held up by those who look on
// while 5,000 devices are in calls.
func BenchmarkWatching(b *testing.B) {
	w := newWorld(b, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 5000}}})
	for _, req := range bound(b, 5000, "CALLSTART", device) {
		w.rec.Do(w.now, req, &w.out)
	}
	b.Run("state", func(b *testing.B) {
		for b.Loop() {
			w.rec.State(80)
		}
	})
	b.Run("search", func(b *testing.B) { // that finds nothing
		for b.Loop() {
			w.rec.Search("nobody", 80)
		}
	})
}
