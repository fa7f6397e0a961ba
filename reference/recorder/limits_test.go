package recorder_test

import (
	"testing"
	"time"

	"github.com/offhook/offhook/reference/recorder"
)

func TestRecordingsEndByThemselves(t *testing.T) {
	capped := recorder.Everything()
	capped.MaxLength = 30 * time.Second
	uncapped := recorder.Everything()
	cases := []struct {
		name     string
		schedule recorder.Schedule
		call     []string
		update   int // a CALLUPDATE comes after so many seconds; 0: none
		seconds  float64
	}{
		{"after MAXRECORDTIME", uncapped, []string{"MAXRECORDTIME=20"}, 0, 20},
		{"never where it is 0", uncapped, []string{"MAXRECORDTIME=0", "MAXRECORDSILENCE=0"}, 0, 100},
		{"after the schedule's maximum", capped, nil, 0, 30},
		{"after MAXRECORDTIME where that is sooner", capped, []string{"MAXRECORDTIME=20"}, 0, 20},
		{"after the schedule's maximum where that is sooner", capped, []string{"MAXRECORDTIME=40"}, 0, 30},
		{"after MAXRECORDSILENCE from the start", uncapped, []string{"MAXRECORDSILENCE=15"}, 0, 15},
		{"after MAXRECORDSILENCE from the last request about it", uncapped, []string{"MAXRECORDSILENCE=15"}, 10, 25},
		{"by whichever comes first", uncapped, []string{"MAXRECORDSILENCE=15", "MAXRECORDTIME=18"}, 10, 18},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, recorder.Config{Schedules: []recorder.Schedule{c.schedule}})
			w.ok("CALLSTART", append(c.call, "DEVICEID=5")...)
			saves := 0
			if c.update > 0 {
				w.pass(c.update)
				w.ok("CALLUPDATE", "DEVICEID=5", "USER1=talk")
			}
			w.pass(100 - c.update)
			if c.seconds < 100 {
				saves = 1
				w.events("STOPPED 5")
				equal(t, "seconds", w.save().Duration().Seconds(), c.seconds)
			}
			w.equal("the call goes on", w.status("5", "STOPTIME"), "")
			w.ok("CALLSTOP", "DEVICEID=5")
			equal(t, "rows", len(w.out.Saves), 1-saves)
			if at, ok := w.rec.Wake(); ok {
				t.Errorf("a timer is left at %v", at)
			}
		})
	}
}

func TestPartialRecordingHasItsOwnLimits(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.ok("CALLSTART", "DEVICEID=5", "MAXRECORDTIME=300", "MAXRECORDSILENCE=200")
	w.pass(10)
	w.ok("RECORDSTART", "DEVICEID=5", "MAXRECORDTIME=20")
	w.pass(50)
	w.events("STOPPED 5")
	equal(t, "seconds of the part", w.save().Duration().Seconds(), 20)
	w.ok("RECORDSTART", "DEVICEID=5", "MAXRECORDSILENCE=7")
	w.pass(50)
	equal(t, "seconds of the silent part", w.save().Duration().Seconds(), 7)
	w.pass(500)
	equal(t, "seconds of the call: 60 s, then silence", w.save().Duration().Seconds(), 260)
}

func TestLateWakeChangesNoDuration(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.ok("CALLSTART", "DEVICEID=5", "MAXRECORDTIME=20")
	w.now = w.now.Add(time.Hour)
	w.ok("CALLSTOP", "DEVICEID=5")
	w.events("STOPPED 5, CALLSTOP 5")
	equal(t, "seconds", w.save().Duration().Seconds(), 20)
}

func TestTimeNeverGoesBackwards(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.pass(60)
	w.ok("CALLSTART", "DEVICEID=5")
	w.now = start
	w.ok("CALLSTOP", "DEVICEID=5")
	equal(t, "seconds", w.save().Duration().Seconds(), 0)
}

func TestShortRecordingsAreNotKept(t *testing.T) {
	s := recorder.Everything()
	s.MinLength = 10 * time.Second
	w := newWorld(t, recorder.Config{Schedules: []recorder.Schedule{s}})
	for _, seconds := range []int{9, 10} {
		w.ok("CALLSTART", "DEVICEID=5")
		w.pass(seconds)
		w.ok("CALLSTOP", "DEVICEID=5")
		w.events("CALLSTOP 5, STOPPED 5")
		equal(t, "rows", len(w.out.Saves), seconds/10)
	}
}
