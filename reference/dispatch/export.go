package dispatch

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/reference/recorder"
)

// longestFile is how much audio one file may hold: a WAV file has room for no
// more than 74 hours.
const longestFile = 72 * time.Hour

// export answers with the audio of one recording (WebAPI, EXPORT). ENCRYPT
// concerns CAV only: the manual's own example asks it of an MP3.
func (d *Dispatcher) export(req *catalog.Request) catalog.Result {
	if res := unprotected(req); res != nil {
		return *res
	}
	recs, res := d.audio(req.Value(catalog.UNIQUEFIELD), req.Value(catalog.UNIQUEID))
	if res != nil {
		return *res
	}
	password := ""
	if req.Yes(catalog.ENCRYPT) {
		password = req.Value(catalog.PASSWORD)
	}
	return joined(recs, format(req), password)
}

// combinedExport answers with the audio of several recordings, one after the
// other (WebAPI, COMBINEDEXPORT).
func (d *Dispatcher) combinedExport(req *catalog.Request) catalog.Result {
	recs, res := d.audios(req.Value(catalog.IDENT))
	if res != nil {
		return *res
	}
	return joined(recs, format(req), "")
}

// multiExport answers with the audio of several recordings as files in a ZIP
// archive (WebAPI, MULTIEXPORT).
func (d *Dispatcher) multiExport(req *catalog.Request) catalog.Result {
	recs, res := d.audios(req.Value(catalog.IDENT))
	if res != nil {
		return *res
	}
	for i := range recs {
		if res := tooLong(recs[i : i+1]); res != nil {
			return *res
		}
	}
	f := format(req)
	return catalog.Result{Code: catalog.API_OK, File: &catalog.File{
		Name: stem(recs) + ".zip", ContentType: "application/zip", Size: -1,
		Write: func(ctx context.Context, w io.Writer) error { return archive(ctx, w, f, recs) },
	}}
}

// format is the MEDIA_FORMAT that a request asks for; binding has checked it.
func format(req *catalog.Request) media.Format {
	f, _ := media.ParseFormat(req.Value(catalog.MEDIA_FORMAT))
	return f
}

// joined is the answer with the audio of recordings in one file.
func joined(recs []recorder.Recording, f media.Format, password string) catalog.Result {
	if res := tooLong(recs); res != nil {
		return *res
	}
	return catalog.Result{Code: catalog.API_OK, File: sound(recs, f, password)}
}

// tooLong is the answer where recordings do not fit into one file.
func tooLong(recs []recorder.Recording) *catalog.Result {
	var sum time.Duration
	for i := range recs {
		if sum += recs[i].Duration(); sum > longestFile {
			return refusal(catalog.API_ERROR_PROCESSING_MESSAGE,
				fmt.Sprintf("One file holds at most %d hours of audio; ask for fewer recordings", longestFile/time.Hour))
		}
	}
	return nil
}

// archive writes recordings as files in a ZIP archive, each named for its
// RECORDID: 1234.wav, and 1234-2.wav where it is asked for again. Audio is
// stored as it is, for it hardly gets smaller.
func archive(ctx context.Context, w io.Writer, f media.Format, recs []recorder.Recording) error {
	z := zip.NewWriter(w)
	times := make(map[int64]int, len(recs))
	for i := range recs {
		rec := &recs[i]
		name := strconv.FormatInt(rec.ID, 10)
		if times[rec.ID]++; times[rec.ID] > 1 {
			name += "-" + strconv.Itoa(times[rec.ID])
		}
		entry, err := z.CreateHeader(&zip.FileHeader{Name: name + f.Extension(), Method: zip.Store, Modified: rec.Start})
		if err != nil {
			return err
		}
		clip, _ := Clip(rec)
		if err := media.Write(ctx, entry, f, clip); err != nil {
			return err
		}
	}
	return z.Close()
}
