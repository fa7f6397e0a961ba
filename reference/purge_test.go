package reference_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/store"
)

// TestStartPurgesWhatHasBeenKeptLongEnough starts a system on a database that
// was left alone for a while.
func TestStartPurgesWhatHasBeenKeptLongEnough(t *testing.T) {
	db := filepath.Join(t.TempDir(), "recordings.db")
	s, err := store.Open(t.Context(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Load(t.Context(), func(yield func(recorder.Recording, error) bool) {
		for i, days := range []int64{30, 32, -1, 0} {
			ended := time.Now().AddDate(0, 0, -31)
			if !yield(recorder.Recording{ID: int64(i + 1), DeviceID: "1111", KeepDays: days, Start: ended.Add(-time.Minute), Stop: ended}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := dial(t, startSystem(t, reference.Config{DB: db}).Addr().String())
	listed := func() (ids string) {
		for _, row := range p.ok("CALLLIST", "DEVICEID", "1111").Body.Children[5:] {
			ids += row.Value("RECORDID") + " "
		}
		return ids
	}
	eventually(t, "the one whose KEEPDAYS are over is gone", func() bool { return listed() != "4 3 2 1 " })
	if ids := listed(); ids != "4 3 2 " {
		t.Errorf("RECORDIDs %sare listed, want 4 3 2", ids)
	}
}
