package dispatch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/store"
)

// Clip returns what is heard of a recording, and whether anything is: a chat is
// recorded on the screen only.
func Clip(rec *recorder.Recording) (clip media.Clip, audible bool) {
	clip = media.Clip{RecordID: rec.ID, Length: rec.Duration(), Direction: rec.Direction}
	for _, b := range rec.Blackouts {
		clip.Silences = append(clip.Silences, media.Span{From: b.Start.Sub(rec.Start), To: b.Stop.Sub(rec.Start)})
	}
	return clip, rec.Kind != recorder.Chat
}

// audio returns the newest recording whose column has the value, or the answer
// where there is none that can be heard. What is newer and has no audio hides
// what is older: the newest match is meant.
func (d *Dispatcher) audio(column, value string) ([]recorder.Recording, *catalog.Result) {
	ctx, cancel := context.WithTimeout(context.Background(), databaseTimeout)
	defer cancel()
	rec, found, err := d.store.Find(ctx, cmp.Or(columnOf[strings.ToLower(column)], column), value)
	switch {
	case errors.Is(err, store.ErrUnknownColumn):
		return nil, refusal(catalog.API_INVALID_MESSAGE_FORMAT, "UNIQUEFIELD must be a column of the recordings table, such as ident, globalid, device_id or user1")
	case err != nil:
		res := d.lostBy(err)
		return nil, &res
	case !found:
		return nil, refusal(catalog.API_FILE_NOT_FOUND, "There is no recording whose UNIQUEFIELD has that UNIQUEID")
	}
	return heard([]recorder.Recording{rec})
}

// columnOf has the columns that parameters and response fields are kept in under
// another name: the chapter WebAPI speaks of UNIQUEFIELD as of a parameter, the
// definitions as of a column.
var columnOf = map[string]string{
	"deviceid": "device_id", "devicealias": "device_alias", "group": "sgroup", "recordid": "ident",
	"agentid": "agent_id", "archiveaction": "archive_action_id", "globalcallid": "globalid", "recordingtime": "recording_time",
}

// audios returns the recordings of a list of RECORDIDs in its order, as often
// as each stands there, or the answer where one is not there or cannot be
// heard.
func (d *Dispatcher) audios(idents string) ([]recorder.Recording, *catalog.Result) {
	var ids []int64
	for s := range strings.SplitSeq(idents, ",") {
		id, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return nil, refusal(catalog.API_INVALID_MESSAGE_FORMAT, "IDENT must be numbers separated by commas")
		}
		ids = append(ids, id)
	}
	ctx, cancel := context.WithTimeout(context.Background(), databaseTimeout)
	defer cancel()
	recs, err := d.store.Recordings(ctx, ids)
	if err != nil {
		res := d.lostBy(err)
		return nil, &res
	}
	for i, id := range ids {
		if i >= len(recs) || recs[i].ID != id {
			return nil, refusal(catalog.API_FILE_NOT_FOUND, fmt.Sprintf("There is no recording %d", id))
		}
	}
	return heard(recs)
}

// heard returns recs, or the answer where one of them has no audio.
func heard(recs []recorder.Recording) ([]recorder.Recording, *catalog.Result) {
	for i := range recs {
		if _, audible := Clip(&recs[i]); !audible {
			return nil, refusal(catalog.API_FILE_NOT_FOUND, fmt.Sprintf("Recording %d is of a screen and has no audio", recs[i].ID))
		}
	}
	return recs, nil
}

// sound is the audio of recordings in one file, encrypted where the format
// knows that and a password is given.
func sound(recs []recorder.Recording, f media.Format, password string) *catalog.File {
	clips := make([]media.Clip, len(recs))
	for i := range recs {
		clips[i], _ = Clip(&recs[i])
	}
	file := &catalog.File{Name: stem(recs) + f.Extension(), ContentType: f.ContentType(), Size: -1}
	if f == media.CAV && password != "" {
		file.Write = func(ctx context.Context, w io.Writer) error { return media.WriteEncrypted(ctx, w, password, clips...) }
		return file
	}
	if size, known := media.Size(f, clips...); known {
		file.Size = size
	}
	file.Write = func(ctx context.Context, w io.Writer) error { return media.Write(ctx, w, f, clips...) }
	return file
}

// stem is the name of a file of recordings, without its ending.
func stem(recs []recorder.Recording) string {
	name := strconv.FormatInt(recs[0].ID, 10)
	if more := len(recs) - 1; more > 0 {
		name += fmt.Sprintf("-and-%d-more", more)
	}
	return name
}

// unprotected is the answer to a request to encrypt without a password.
func unprotected(req *catalog.Request) *catalog.Result {
	if req.Yes(catalog.ENCRYPT) && !req.Given(catalog.PASSWORD) {
		return refusal(catalog.API_INVALID_MESSAGE_FORMAT, "ENCRYPT requires a PASSWORD")
	}
	return nil
}

func refusal(code catalog.Code, text string) *catalog.Result {
	res := catalog.Fail(code, text)
	return &res
}
