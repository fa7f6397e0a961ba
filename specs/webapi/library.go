package webapi

import (
	"slices"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/specs/harness"
)

// clip is a finished recording with what is known of it from outside.
type clip struct {
	id     string // RECORDID
	device string
	lasts  time.Duration // about
	values map[string]string
	// hushed is the part that was surely blacked out: offsets from the start.
	hushed media.Span
}

// library holds recordings that are made once a run; no spec changes them.
type library struct {
	series        string // USER3 of short and long
	short, long   clip   // of one device, long the newer
	hushed        clip
	deviceIsTheir bool // nothing else was recorded of the device of short and long
}

// How long the recordings last. RECORDIDs of six digits take 640 ms as DTMF.
const (
	shortTime = 1100 * time.Millisecond
	longTime  = 3100 * time.Millisecond
	hushTime  = 1300 * time.Millisecond // of the blackout
	heardTime = 900 * time.Millisecond  // before it, and after
)

// recordings returns the library. On a target that offers no exports the spec is
// skipped before any call is made.
func recordings(t *harness.T) *library {
	t.Web().Send("EXPORT", "UNIQUEFIELD", "ident", "UNIQUEID", "999999999999", "MEDIA_FORMAT", "WAV").Offered()
	return t.Once("recordings to export", func() any {
		l := &library{series: t.Name("s"), deviceIsTheir: t.AnyDevice()}
		d, hushed := t.Device(), t.Device()
		t.Each(2, func(i int) {
			if i == 0 {
				l.short = record(t, d, l.series, shortTime)
				l.long = record(t, d, l.series, longTime)
			} else {
				l.hushed = hush(t, hushed)
			}
		})
		return l
	}).(*library)
}

// record makes a recording of a call that lasts so long, every value of its own.
func record(t *harness.T, device, series string, d time.Duration) clip {
	c := clip{device: device, values: map[string]string{}}
	said := []string{"USER3", series}
	for _, tag := range []string{"ANI", "DNIS", "GATE", "GROUP", "CALLID", "DEVICEALIAS", "USER1", "USER2", "USER4", "USER5", "USER6", "USER7", "USER8",
		"USER9", "USER10", "USER11", "USER12", "USER13", "USER14", "USER15"} {
		if tag == "DEVICEALIAS" && !t.AnyDevice() {
			continue // the device would keep it
		}
		c.values[tag] = t.Name("v")
		said = append(said, tag, c.values[tag])
	}
	began := time.Now()
	t.StartRecorded(device, said...)
	t.Elapse(time.Now(), d)
	t.Stop(device)
	c.lasts = time.Since(began)
	c.id = t.Rows(1, "USER2", c.values["USER2"])[0].Get("RECORDID")
	return c
}

// hush makes a recording with a blackout in its middle.
func hush(t *harness.T, device string) clip {
	mark := t.Name("h")
	began := time.Now() // at the earliest
	t.StartRecorded(device, "USER2", mark)
	recorded := time.Now() // for sure
	t.Elapse(recorded, heardTime)
	t.OK("BLACKOUTSTART", "DEVICEID", device)
	from := time.Since(began) // in force, at the latest
	t.Elapse(time.Now(), hushTime)
	to := time.Since(recorded) // in force still
	t.OK("BLACKOUTSTOP", "DEVICEID", device)
	t.Elapse(time.Now(), heardTime)
	t.Stop(device)
	c := clip{device: device, lasts: time.Since(began), hushed: media.Span{From: from, To: to}}
	c.id = t.Rows(1, "USER2", mark)[0].Get("RECORDID")
	return c
}

// heard fails unless a file is the recording: of its format and as long; told by
// its RECORDID where that can be heard.
func (c clip) heard(f *harness.File, format media.Format) *harness.Sound {
	s := f.Sound(format, "")
	s.Lasts(c.lasts)
	s.Holds(c.id)
	return s
}

// is fails unless a WAV file is the recording, as its RECORDID gives it.
func (c clip) is(t *harness.T, web *harness.Web, f *harness.File) {
	got, want := c.heard(f, media.WAV), export(web, c.id, media.WAV).Sound(media.WAV, "")
	t.Check(slices.Equal(got.Samples(), want.Samples()), "the file is not the recording %s: it has %d samples, that %d, or others", c.id, len(got.Samples()), len(want.Samples()))
}

// silent fails unless the recording's audio, which begins so long after that of
// the file, is silent where it was blacked out. What recorders do in whole
// blocks costs a tenth of a second at each end.
func (c clip) silent(s *harness.Sound, after time.Duration) {
	const margin = 100 * time.Millisecond
	s.SilentBetween(after+c.hushed.From+margin, after+c.hushed.To-margin)
}

// formats are the manual's, with what tells that they are what they are called.
var formats = []media.Format{media.WAV, media.MP3, media.VOX, media.M4A, media.CAV}

// export asks for one recording by its RECORDID.
func export(web *harness.Web, id string, format media.Format, more ...string) *harness.File {
	return web.Export("EXPORT", append([]string{"UNIQUEFIELD", "ident", "UNIQUEID", id, "MEDIA_FORMAT", format.String()}, more...)...)
}

// judged reports whether a file of the format can be decoded, CAV only where it
// is ours (E-44), and notes as what the header offers it (E-43).
func judged(t *harness.T, format media.Format, f *harness.File) bool {
	t.Check(len(f.Body) > 0, "the file is empty")
	const plain = "application/octet-stream"
	switch kind := format.ContentType(); {
	case kind != plain && f.Type == kind:
		t.Reading("E-43", "typed")
	case kind != plain && f.Type == plain:
		t.Reading("E-43", "plain")
	}
	return format != media.CAV || t.BuiltIn()
}

func list(ids ...string) string { return strings.Join(ids, ",") }
