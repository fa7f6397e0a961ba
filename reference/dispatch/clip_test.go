package dispatch

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/reference/recorder"
)

func TestAClipIsSilentWhereItsRecordingWasBlackedOut(t *testing.T) {
	w := newWorld(t, ":memory:")
	now := w.clock()
	w.clock = func() time.Time { return now }
	after := func(d time.Duration) { now = now.Add(d) }
	w.do("CALLSTART", "DEVICEID", "1", "CALLDIRECTION", "O")
	after(1500 * time.Millisecond)
	w.do("BLACKOUTSTART", "DEVICEID", "1")
	after(2 * time.Second)
	w.do("BLACKOUTSTOP", "DEVICEID", "1")
	after(time.Second)
	w.do("BLACKOUTSTART", "DEVICEID", "1")
	after(250 * time.Millisecond)
	w.do("CALLSTOP", "DEVICEID", "1")
	recs, res := w.audio("device_id", "1")
	if res != nil {
		t.Fatal(res)
	}
	clip, audible := Clip(&recs[0])
	want := media.Clip{RecordID: recs[0].ID, Length: 4750 * time.Millisecond, Direction: "O", Silences: []media.Span{
		{From: 1500 * time.Millisecond, To: 3500 * time.Millisecond}, {From: 4500 * time.Millisecond, To: 4750 * time.Millisecond}}}
	if diff := cmp.Diff(want, clip); diff != "" || !audible {
		t.Errorf("audible %t, clip (-want +got):\n%s", audible, diff)
	}
}

func TestRecordingsAreFoundToBeHeard(t *testing.T) {
	w := newWorld(t, ":memory:")
	w.do("IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Aylin", "LASTNAME", "Kaya", "SYS_USER", "akaya")
	w.do("CHATSTART", "SESSIONID", "s", "KEYNAME", "SYS_USER", "KEYVALUE", "akaya")
	w.do("CHATSTOP", "SESSIONID", "s")
	for range 2 { // the second is newer
		w.do("CALLSTART", "DEVICEID", "1", "USER1", "sale")
		w.do("CALLSTOP", "DEVICEID", "1")
	}
	var calls []string
	for _, row := range w.do("CALLLIST", "DEVICEID", "1").Body {
		calls = append(calls, row.Value("RECORDID"))
	}
	newest, older := calls[0], calls[1]
	screen, found, err := w.store.Find(t.Context(), "recording_type", "chat")
	if err != nil || !found {
		t.Fatal(found, err)
	}
	chat := strconv.FormatInt(screen.ID, 10)
	by := func(column, value string) func() ([]recorder.Recording, *catalog.Result) {
		return func() ([]recorder.Recording, *catalog.Result) { return w.audio(column, value) }
	}
	of := func(idents ...string) func() ([]recorder.Recording, *catalog.Result) {
		return func() ([]recorder.Recording, *catalog.Result) { return w.audios(strings.Join(idents, ",")) }
	}
	for _, c := range []struct {
		name  string
		find  func() ([]recorder.Recording, *catalog.Result)
		want  []string // RECORDIDs, or
		code  catalog.Code
		names string // what the text must name
	}{
		{"the newest", by("user1", "sale"), []string{newest}, 0, ""},
		{"one by its id", by("Ident", older), []string{older}, 0, ""},
		{"none", by("user1", "nobody"), nil, catalog.API_FILE_NOT_FOUND, "UNIQUEID"},
		{"by no column", by("user1' OR 1=1 --", "sale"), nil, catalog.API_INVALID_MESSAGE_FORMAT, "UNIQUEFIELD"},
		{"by a column that is not the manual's", by("stop_time", "1"), nil, catalog.API_INVALID_MESSAGE_FORMAT, "UNIQUEFIELD"},
		{"SQL", by("user1", "' OR '1'='1"), nil, catalog.API_FILE_NOT_FOUND, ""},
		{"a path", by("filename", "../../etc/passwd"), nil, catalog.API_FILE_NOT_FOUND, ""},
		{"a chat", by("ident", chat), nil, catalog.API_FILE_NOT_FOUND, chat},
		{"several, twice", of(newest, older, newest), []string{newest, older, newest}, 0, ""},
		{"one of several missing", of(newest, "99999999", older), nil, catalog.API_FILE_NOT_FOUND, "99999999"},
		{"the last of several missing", of(newest, "99999999"), nil, catalog.API_FILE_NOT_FOUND, "99999999"},
		{"a chat among several", of(newest, chat), nil, catalog.API_FILE_NOT_FOUND, chat},
	} {
		t.Run(c.name, func(t *testing.T) {
			recs, res := c.find()
			if c.code != 0 {
				if res == nil || res.Code != c.code || !strings.Contains(res.Message, c.names) {
					t.Errorf("answer %v", res)
				}
				return
			}
			var got []string
			for _, r := range recs {
				got = append(got, strconv.FormatInt(r.ID, 10))
			}
			if res != nil || !slices.Equal(got, c.want) {
				t.Errorf("found %q, want %q; answer %v", got, c.want, res)
			}
		})
	}
	w.store.SetOutage(true)
	for name, find := range map[string]func() ([]recorder.Recording, *catalog.Result){"one": by("user1", "sale"), "several": of(newest)} {
		if _, res := find(); res == nil || res.Code != catalog.API_DATABASE_QUERY_ERROR {
			t.Errorf("%s without a database: %v", name, res)
		}
	}
	w.store.SetOutage(false)
}
