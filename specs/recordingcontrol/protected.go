package recordingcontrol

import (
	"time"

	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("Blackouts", func() {
	harness.Spec("BLACKOUTSTART-2 AGENTBLACKOUTSTART-2", "leave nothing of what they cover in the recording, whatever happens meanwhile", func(t *harness.T) {
		exporting := t.Exporting()
		t.Each(len(pairs), func(i int) { protects(t, pairs[i], exporting) })
	})
})

// How long a blackout lasts, and a pause between two.
const (
	window = 450 * time.Millisecond
	gap    = 200 * time.Millisecond
)

// covered is a blackout that was in force for sure, by our clock.
type covered struct{ from, to time.Time }

// protects judges two blackouts of one recording: by its file, or by what the
// status says meanwhile where the target offers no files.
func protects(t *harness.T, p pair, exporting bool) {
	d, bystander := t.Device(), p.scene(t)
	if p.start == "AGENTBLACKOUTSTART" {
		t.Agent(d)
	}
	began := time.Now()
	t.StartRecorded(d)
	recordedAt := time.Now()

	t.Send(p.stop, "DEVICEID", d) // without a blackout: it ends none that comes
	t.Elapse(time.Now(), gap)
	t.OK(p.start, "DEVICEID", bystander)
	first := covers(t, p, d, !exporting, func() {
		t.OK("CALLUPDATE", "DEVICEID", d, "USER1", t.Name("v"))
		t.OK(p.stop, "DEVICEID", bystander)
	})
	t.Elapse(time.Now(), gap)
	second := covers(t, p, d, !exporting, func() { t.Stop(bystander) })
	t.Elapse(time.Now(), gap)
	t.Stop(d)
	if !exporting {
		return
	}
	sound := t.Web().Export("EXPORT", "UNIQUEFIELD", "ident", "UNIQUEID", t.Row(d).Get("RECORDID"), "MEDIA_FORMAT", "WAV").Sound(media.WAV, "")
	const margin = 100 * time.Millisecond // what recorders do in whole blocks
	for _, c := range []covered{first, second} {
		// The recording began between the two moments.
		from, to := c.from.Sub(began)+margin, c.to.Sub(recordedAt)-margin
		heard := sound.Heard(from, to)
		t.Protected(harness.Exports, max(0, to-from), heard)
		t.Check(heard == 0, "%v of the recording are heard between %v and %v after its start, where %s was in force", heard, from, to, p.start)
	}
}

// covers has a blackout in force while something else happens, and returns when
// it was for sure. Where it is to watch it fails if the status says that the
// call is recorded.
func covers(t *harness.T, p pair, device string, watch bool, meanwhile func()) covered {
	t.OK(p.start, "DEVICEID", device)
	c := covered{from: time.Now()}
	meanwhile()
	var recorded time.Duration
	for time.Since(c.from) < window {
		seen := time.Now()
		leaks := watch && only(t, device).Get("STATUS") == recording
		t.Elapse(seen, 20*time.Millisecond)
		if leaks { // until it is looked at again
			recorded += time.Since(seen)
		}
	}
	c.to = time.Now()
	t.OK(p.stop, "DEVICEID", device)
	if watch {
		t.Protected(harness.Status, c.to.Sub(c.from), recorded)
		t.Check(recorded == 0, "STATUS of the call on device %s was %q while %s was in force", device, recording, p.start)
	}
	return c
}
