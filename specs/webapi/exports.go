package webapi

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/sim/client"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("COMBINEDEXPORT", func() {
	const typ = "COMBINEDEXPORT"
	listed(typ)
	harness.Spec("COMBINEDEXPORT-2", "is known as COMBINEEXPORT too", func(t *harness.T) {
		l := recordings(t)
		l.short.heard(t.Web().Export("COMBINEEXPORT", "IDENT", l.short.id, "MEDIA_FORMAT", "WAV"), media.WAV)
	})
	for _, format := range formats {
		harness.Spec("COMBINEDEXPORT-3", "joins recordings into one file as "+format.String(), func(t *harness.T) {
			l := recordings(t)
			f := t.Web().Export(typ, "IDENT", list(l.long.id, l.short.id, l.long.id), "MEDIA_FORMAT", strings.ToLower(format.String()))
			if judged(t, format, f) {
				s := f.Sound(format, "")
				long, short := export(t.Web(), l.long.id, format).Sound(format, ""), export(t.Web(), l.short.id, format).Sound(format, "")
				s.Lasts(2*long.Length() + short.Length()) // a recording may begin some time after its call
				s.Holds(l.long.id, l.short.id, l.long.id)
			}
		})
	}
	harness.Spec("COMBINEDEXPORT-4", "joins them in the order of IDENT", func(t *harness.T) {
		l, web := recordings(t), t.Web()
		short, long := export(web, l.short.id, media.WAV).Sound(media.WAV, ""), export(web, l.long.id, media.WAV).Sound(media.WAV, "")
		for _, order := range []struct {
			ids  string
			want []int16
		}{
			{list(l.short.id, l.long.id), slices.Concat(short.Samples(), long.Samples())},
			{list(l.long.id, l.short.id), slices.Concat(long.Samples(), short.Samples())},
			{l.short.id + ", " + l.short.id, slices.Concat(short.Samples(), short.Samples())},
			{l.long.id, long.Samples()},
		} {
			got := web.Export(typ, "IDENT", order.ids, "MEDIA_FORMAT", "WAV").Sound(media.WAV, "").Samples()
			t.Check(slices.Equal(got, order.want), "IDENT %s: the file's %d samples are not those of its recordings in that order (%d)", order.ids, len(got), len(order.want))
		}
	})
	harness.Spec("COMBINEDEXPORT-5", "is silent where a recording was blacked out", func(t *harness.T) {
		l, web := recordings(t), t.Web()
		s := web.Export(typ, "IDENT", list(l.short.id, l.hushed.id), "MEDIA_FORMAT", "WAV").Sound(media.WAV, "")
		first := export(web, l.short.id, media.WAV).Sound(media.WAV, "")
		l.hushed.silent(s, time.Duration(len(first.Samples()))*time.Second/media.Rate)
	})
	harness.Spec("COMBINEDEXPORT-7", "chooses a format where none is asked for", func(t *harness.T) {
		f := t.Web().Export(typ, "IDENT", recordings(t).short.id)
		t.Check(len(f.Body) > 0, "the file is empty")
	})
	numbered(typ, "COMBINEDEXPORT-9", func(id string) []string { return []string{"IDENT", id, "MEDIA_FORMAT", "WAV"} })
})

var _ = harness.Describe("MULTIEXPORT", func() {
	const typ = "MULTIEXPORT"
	listed(typ)
	for _, format := range formats {
		harness.Spec("MULTIEXPORT-3 MULTIEXPORT-4", "is a ZIP of recordings as "+format.String(), func(t *harness.T) {
			l, web := recordings(t), t.Web()
			asked := []clip{l.long, l.hushed, l.short}
			f := web.Export(typ, "IDENT", list(l.long.id, l.hushed.id, l.short.id), "MEDIA_FORMAT", strings.ToLower(format.String()))
			for _, m := range members(t, f, len(asked)) {
				if !judged(t, format, m) {
					continue
				}
				// Their order is not said: each must be one that was asked for.
				got := m.Sound(format, "").Samples()
				i := slices.IndexFunc(asked, func(c clip) bool {
					return slices.Equal(got, export(web, c.id, format).Sound(format, "").Samples())
				})
				t.Check(i >= 0, "%s in the archive is none of the recordings, or one of them twice", m.Name)
				asked = slices.Delete(asked, i, i+1)
			}
		})
	}
	harness.Spec("MULTIEXPORT-4", "names every file for itself", func(t *harness.T) {
		l := recordings(t)
		// One that is asked for twice may come once or twice, in files of two names.
		members(t, t.Web().Export(typ, "IDENT", list(l.short.id, l.long.id, l.short.id), "MEDIA_FORMAT", "WAV"), 2, 3)
	})
	harness.Spec("MULTIEXPORT-7", "chooses a format where none is asked for", func(t *harness.T) {
		members(t, t.Web().Export(typ, "IDENT", recordings(t).short.id), 1)
	})
	numbered(typ, "MULTIEXPORT-9", func(id string) []string { return []string{"IDENT", id, "MEDIA_FORMAT", "WAV"} })
})

// members fails unless a file is a ZIP of one of so many files, with names that
// can be unpacked anywhere, and returns them.
func members(t *harness.T, f *harness.File, numbers ...int) []*harness.File {
	z, err := zip.NewReader(bytes.NewReader(f.Body), int64(len(f.Body)))
	t.Check(err == nil, "the file is no ZIP archive: %v", err)
	t.Check(slices.Contains(numbers, len(z.File)), "the number of files in the ZIP archive is %d, none of %v", len(z.File), numbers)
	var files []*harness.File
	seen := map[string]bool{}
	for _, m := range z.File {
		t.Check(m.Name != "" && m.Name == path.Base(m.Name) && !strings.ContainsAny(m.Name, "\\:*?\"<>|\x00\r\n") && m.Name[0] != '.', "a file in the archive has the name %q", m.Name)
		t.Check(!seen[strings.ToLower(m.Name)], "two files in the archive have the name %q", m.Name)
		seen[strings.ToLower(m.Name)] = true
		r, err := m.Open()
		t.Check(err == nil, "%s in the archive: %v", m.Name, err)
		body, err := io.ReadAll(io.LimitReader(r, 64<<20))
		t.Check(err == nil, "%s in the archive: %v", m.Name, err)
		files = append(files, f.Member(m.Name, body))
	}
	return files
}

// listed specifies what the two functions share that take a list of RECORDIDs.
func listed(typ string) {
	harness.Spec(typ+"-1", "needs IDENT", func(t *harness.T) {
		web := t.Web()
		web.Send(typ, "MEDIA_FORMAT", "MP3").Offered().Is(malformed...)
		web.Send(typ, "IDENT", "", "MEDIA_FORMAT", "MP3").Is(malformed...)
	})
	harness.Spec(typ+"-6", "finds all of its recordings or answers an error", func(t *harness.T) {
		c, web := recordings(t).short, t.Web()
		const none = "9223372036854775807"
		for _, ids := range []string{none, list(c.id, none), list(none, c.id), list(c.id, none, c.id)} {
			web.Send(typ, "IDENT", ids, "MEDIA_FORMAT", "WAV").Offered().Is(catalog.API_FILE_NOT_FOUND)
		}
	})
	harness.Spec(typ+"-8", "takes nothing but numbers and a format that there is", func(t *harness.T) {
		c, web := recordings(t).short, t.Web()
		wrong := []catalog.Code{catalog.API_INVALID_MESSAGE_FORMAT, catalog.API_FILE_NOT_FOUND}
		for _, ids := range []string{"x", list(c.id, "x"), c.id + " OR 1=1", "../" + c.id, list(c.id, "..\\1")} {
			web.Send(typ, "IDENT", ids, "MEDIA_FORMAT", "WAV").Offered().Is(wrong...)
		}
		for _, format := range []string{"OGG", "WA"} {
			web.Send(typ, "IDENT", c.id, "MEDIA_FORMAT", format).Is(catalog.API_INVALID_MESSAGE_FORMAT)
		}
	})
	harness.Spec(typ+"-10", "does no harm to others with ten thousand IDENTs", func(t *harness.T) {
		c, witness := recordings(t).short, t.Web()
		t.Web().Abandon(client.NewRequest(typ, "IDENT", strings.Repeat(c.id+",", 9_999)+c.id, "MEDIA_FORMAT", "WAV"))
		witness.OK("TEST")
		t.OK("TEST")
	})
}
