package recordingcontrol

import (
	"strings"
	"time"

	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("Blackouts", func() {
	var rules []string
	for _, p := range pairs {
		rules = append(rules, p.start+"-12", p.stop+"-12", p.clamp())
	}
	harness.Spec(strings.Join(rules, " "), "cover in the recording what TIMEOFFSET says", func(t *harness.T) {
		t.Listening()
		t.Each(len(pairs)*len(moves), func(i int) { moves[i/len(pairs)](t, pairs[i%len(pairs)]) })
	})
})

var _ = harness.Describe("BLACKOUTSTART", func() {
	harness.Spec("BLACKOUTSTART-32", "makes a recording no shorter", func(t *harness.T) {
		r := record(t, pairs[0])
		t.OK("BLACKOUTSTART", "DEVICEID", r.device)
		t.Elapse(time.Now(), 2*lead)
		least := time.Since(r.known)
		t.OK("BLACKOUTSTOP", "DEVICEID", r.device)
		t.Stop(r.device)
		row := t.Row(r.device)
		s, ok := row.Int("DURATION")
		t.Check(ok && time.Duration(s+1)*time.Second >= least, "DURATION is %q of a recording of %v or more", row.Get("DURATION"), least)
		if t.Exporting() {
			r.fetch(row)
			t.Check(r.sound.Length()+give >= least, "the exported file lasts %v of a recording of %v or more", r.sound.Length(), least)
		}
	})
})

var _ = harness.Describe("Blackouts", func() {
	for i, rule := range []string{"BLACKOUTSTART-39", "AGENTBLACKOUTSTART-26"} {
		harness.Spec(rule, "by "+pairs[i].start+" cover partial recordings where they cover the call's own", func(t *harness.T) {
			t.Listening()
			partially(t, pairs[i])
		})
	}
})

// partially has a blackout while a partial recording runs that began later than
// the call's own, and judges what is kept of the partial one.
func partially(t *harness.T, b pair) {
	r, ev := record(t, b), t.Events("RECORD")
	t.Elapse(r.known, lead)
	p := &take{t: t, pair: b, device: r.device, asked: time.Now()}
	t.OK("RECORDSTART", "DEVICEID", r.device)
	p.file = ev.Expect("RECORDINGSTARTED", r.device).Get("FILENAME")
	p.known = time.Now()
	t.Elapse(p.known, window)
	t.OK(b.start, "DEVICEID", r.device)
	from := time.Now()
	t.Elapse(from, window)
	until := time.Now()
	t.OK(b.stop, "DEVICEID", r.device)
	t.Elapse(time.Now(), window)
	t.OK("RECORDSTOP", "DEVICEID", r.device)
	row := t.Row(r.device) // the only one before the call is over
	t.Stop(r.device)
	p.fetch(row)
	p.silent(from, until)
}

// shift is the TIMEOFFSET of moves, and lead what is recorded before or after
// what it covers; a server that reckons in whole seconds may cover give too much.
const (
	shift = 2 * time.Second
	lead  = 1500 * time.Millisecond
	give  = time.Second
)

// moves are what a TIMEOFFSET does to a blackout, one by one.
var moves = []func(*harness.T, pair){
	func(t *harness.T, p pair) { // back: the number that has just been said goes too
		r := record(t, p)
		t.Elapse(r.known, shift+lead)
		r.sent = time.Now()
		t.OK(p.start, "DEVICEID", r.device, "TIMEOFFSET", "-2")
		r.applied = time.Now()
		t.Elapse(r.applied, window)
		until := time.Now()
		t.OK(p.stop, "DEVICEID", r.device)
		t.Elapse(time.Now(), window) // for something to be heard in any case
		r.end()
		r.silent(r.applied.Add(-shift), until)
		r.heardUntil(r.sent.Add(-shift))
	},
	func(t *harness.T, p pair) { // back to before the recording began: nothing of it is left
		r := record(t, p)
		t.Elapse(r.known, shift+lead)
		t.OK(p.start, "DEVICEID", r.device, "TIMEOFFSET", "-60")
		t.Elapse(time.Now(), window)
		until := time.Now()
		r.end()
		r.silent(r.asked, until)
	},
	func(t *harness.T, p pair) { // a start that lies ahead
		r := record(t, p)
		r.sent = time.Now()
		t.OK(p.start, "DEVICEID", r.device, "TIMEOFFSET", "2")
		r.applied = time.Now()
		t.Elapse(r.applied, shift+lead)
		until := time.Now()
		r.end()
		r.silent(r.applied.Add(shift), until)
		r.heardUntil(r.sent.Add(shift))
	},
	func(t *harness.T, p pair) { // a stop that lies ahead
		r := record(t, p)
		t.OK(p.start, "DEVICEID", r.device)
		from := time.Now()
		r.sent = time.Now()
		t.OK(p.stop, "DEVICEID", r.device, "TIMEOFFSET", "2")
		r.applied = time.Now()
		t.Elapse(r.applied, shift+lead)
		until := time.Now()
		r.end()
		r.silent(from, r.sent.Add(shift))
		r.heardFrom(r.applied.Add(shift), until)
	},
	func(t *harness.T, p pair) { // a stop before the start, which is put on it (E-40)
		r := record(t, p)
		t.Elapse(r.known, lead)
		r.sent = time.Now()
		t.OK(p.start, "DEVICEID", r.device)
		t.OK(p.stop, "DEVICEID", r.device, "TIMEOFFSET", "-60")
		r.applied = time.Now()
		t.Elapse(r.applied, lead)
		until := time.Now()
		r.end()
		r.heardUntil(r.sent)
		r.heardFrom(r.applied, until)
	},
}

// take is a recording with the moments that matter in it, by our clock: it began
// between asked and known.
type take struct {
	t             *harness.T
	pair          pair
	device        string
	asked, known  time.Time
	sent, applied time.Time // the command with the offset
	file          string    // FILENAME
	sound         *harness.Sound
	told          string // what of
}

func record(t *harness.T, p pair) *take {
	r := &take{t: t, pair: p, device: t.Device()}
	if p.start == "AGENTBLACKOUTSTART" {
		t.Agent(r.device)
	}
	r.asked = time.Now()
	t.StartRecorded(r.device)
	r.known = time.Now()
	r.file = only(t, r.device).Get("FILENAME")
	return r
}

// end ends the call and fetches what it left.
func (r *take) end() {
	r.t.Stop(r.device)
	r.fetch(r.t.Row(r.device))
}

// fetch gets what can be heard of the recording: its own file, where that can be
// had, which is what is kept.
func (r *take) fetch(row harness.Fields) {
	for told, sound := range r.t.Listen(row, r.file) {
		if r.sound == nil || told == harness.Files {
			r.sound, r.told = sound, told
		}
	}
}

// silent fails unless the recording is silent between two moments, give or take
// what recorders do in whole blocks.
func (r *take) silent(from, to time.Time) {
	const margin = 100 * time.Millisecond
	first, last := from.Sub(r.asked)+margin, to.Sub(r.known)-margin
	heard := r.sound.Heard(first, last)
	r.t.Protected(r.told, max(0, last-first), heard)
	r.t.Check(heard == 0, "%v of the recording are heard between %v and %v after its start, where %s and %s put the blackout by TIMEOFFSET",
		heard, first, last, r.pair.start, r.pair.stop)
}

// heardUntil and heardFrom fail if the recording is silent all the time up to a
// moment, or between two, that no blackout covers: unless it is silent
// throughout, where nobody spoke, or too little is left to tell.
func (r *take) heardUntil(to time.Time) { r.audible(0, to.Sub(r.known)-give) }

func (r *take) heardFrom(from, to time.Time) { r.audible(from.Sub(r.asked)+give, to.Sub(r.known)) }

func (r *take) audible(first, last time.Duration) {
	if last-first < 100*time.Millisecond || r.sound.Heard(0, r.sound.Length()) == 0 {
		return
	}
	r.t.Check(r.sound.Heard(first, last) > 0, "nothing of the recording is heard between %v and %v after its start, where %s and %s put no blackout by TIMEOFFSET",
		first, last, r.pair.start, r.pair.stop)
}
