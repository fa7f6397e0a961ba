package reference_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/reference/seed"
	"github.com/offhook/offhook/sim/client"
)

// past are the recordings that exports are asked for: RECORDID is the place in
// the list, from 1.
var past = []struct {
	device, user1, direction, kind string
	length                         time.Duration
	silences                       []media.Span
}{
	{"4001", "first", "I", "call", 3210 * time.Millisecond, nil},
	{"4001", "second", "O", "call", 5001 * time.Millisecond, []media.Span{{From: 2 * time.Second, To: 3500 * time.Millisecond}}},
	{"4002", "third", "?", "partial", 2 * time.Second, nil},
	{"4002", "screen", "I", "chat", time.Second, nil},
	{"4003", "silent", "I", "call", time.Second, []media.Span{{From: 0, To: time.Second}}},
	{"4004", "nothing", "I", "call", 0, nil},
}

// pastSeed is past as a seed, the newest last.
func pastSeed(t testing.TB) *seed.Seed {
	t.Helper()
	s, err := seed.Parse("past", []byte(pastYAML()))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func pastYAML() string {
	var b strings.Builder
	b.WriteString("recordings:\n")
	for i, r := range past {
		fmt.Fprintf(&b, "  - {device: %s, ago: %dh, length: %v, kind: %s, values: {USER1: %s, CALLDIRECTION: %q}, blackouts: [",
			r.device, 100-i, r.length, r.kind, r.user1, r.direction)
		for _, s := range r.silences {
			fmt.Fprintf(&b, "{from: %v, to: %v},", s.From, s.To)
		}
		b.WriteString("]}\n")
	}
	return b.String()
}

// startPast starts a system with the past recordings and returns a client of
// its WebAPI.
func startPast(t testing.TB) *client.WebAPI {
	t.Helper()
	sys := startSystem(t, reference.Config{WebAPI: "127.0.0.1:0", Seed: pastSeed(t)})
	return dialWeb(t, sys.WebAPIAddr().String())
}

func dialWeb(t testing.TB, addr string) *client.WebAPI {
	t.Helper()
	web, err := client.NewWebAPI("http://"+addr, client.Options{Timeout: patience})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	return web
}

// exported is the file that a request is answered with.
func exported(t testing.TB, web *client.WebAPI, typ string, pairs ...string) (*client.File, []byte) {
	t.Helper()
	f, err := web.Export(context.Background(), client.NewRequest(typ, pairs...))
	if err != nil {
		t.Fatalf("%s %q: %v", typ, pairs, err)
	}
	defer f.Close()
	if f.Result != nil {
		t.Fatalf("%s %q: %s", typ, pairs, f.Result.Raw)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatalf("%s %q: %v", typ, pairs, err)
	}
	return f, b
}

// listen decodes a file.
func listen(t testing.TB, file []byte, f media.Format, password string) []int16 {
	t.Helper()
	audio, err := media.Open(bytes.NewReader(file), int64(len(file)), f, password)
	if err != nil {
		t.Fatal(err)
	}
	samples, err := audio.ReadAll(time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return samples
}

func lasts(samples []int16) time.Duration {
	return time.Duration(len(samples)) * time.Second / media.Rate
}

// allowance is by how much a file may be longer than what is in it, and how
// loud silence may be in it, by format.
func allowance(f media.Format) (longer time.Duration, silence int16) {
	switch f {
	case media.MP3:
		return 150 * time.Millisecond, 200 // encoders add a frame or two at both ends
	case media.VOX:
		return time.Millisecond, 32
	}
	return time.Millisecond, 0
}

// TestAnExportIsTheRecordingThatWasAskedFor proves for every format that the
// file is as long, tells the RECORDID and is silent where it must be.
func TestAnExportIsTheRecordingThatWasAskedFor(t *testing.T) {
	web := startPast(t)
	for _, name := range []string{"WAV", "mp3", "vox", "m4a", "CAV"} {
		f, _ := media.ParseFormat(name)
		longer, quiet := allowance(f)
		for i, r := range past {
			if r.kind == "chat" {
				continue
			}
			id := fmt.Sprint(i + 1)
			t.Run(name+" of "+r.user1, func(t *testing.T) {
				file, body := exported(t, web, "EXPORT", "UNIQUEFIELD", "User1", "UNIQUEID", r.user1, "MEDIA_FORMAT", name)
				if file.Name != id+f.Extension() || file.ContentType != f.ContentType() || file.Size >= 0 && file.Size != int64(len(body)) {
					t.Errorf("%q, %s, %d bytes of %d", file.Name, file.ContentType, len(body), file.Size)
				}
				samples := listen(t, body, f, "")
				if got := lasts(samples); got < r.length-time.Millisecond || got > r.length+longer {
					t.Errorf("lasts %v, the recording %v", got, r.length)
				}
				if numbers := media.Numbers(media.Digits(samples)); r.length > time.Second && !slices.Contains(numbers, id) {
					t.Errorf("tells %q, not its RECORDID %s", numbers, id)
				}
				// No pause of a voice is a tenth of a second long.
				if got := media.Silences(samples[:min(len(samples), int(r.length*media.Rate/time.Second))], quiet, 100*time.Millisecond); len(got) != len(r.silences) {
					t.Errorf("silent in %v, want %v", got, r.silences)
				}
				for _, s := range r.silences {
					margin := longer + time.Millisecond
					from, to := s.From+margin, s.To-margin
					for n := int(from * media.Rate / time.Second); n < int(to*media.Rate/time.Second) && n < len(samples); n++ {
						if x := samples[n]; x > quiet || x < -quiet {
							t.Fatalf("a sample of %d, %v after the start, within the blackout %v", x, time.Duration(n)*time.Second/media.Rate, s)
						}
					}
				}
			})
		}
	}
}

func TestExportsFindRecordings(t *testing.T) {
	web := startPast(t)
	for _, c := range []struct{ field, value, id string }{
		{"ident", "1", "1"},
		{"device_id", "4001", "2"}, // the newest
		{"USER1", "first", "1"},
		{"recording_type", "partial", "3"},
		{"duration", "5", "2"},
		{"calldirection", "O", "2"},
	} {
		f, _ := exported(t, web, "EXPORT", "UNIQUEFIELD", c.field, "UNIQUEID", c.value, "MEDIA_FORMAT", "WAV")
		if f.Name != c.id+".wav" {
			t.Errorf("%s %s: %s, want %s", c.field, c.value, f.Name, c.id)
		}
	}
}

func TestACombinedExportIsItsRecordingsInTurn(t *testing.T) {
	web := startPast(t)
	for _, typ := range []string{"COMBINEDEXPORT", "COMBINEEXPORT", "combinedexport"} {
		file, body := exported(t, web, typ, "IDENT", "3, 1,2 ,3")
		if file.Name != "3-and-3-more.wav" {
			t.Errorf("named %q", file.Name)
		}
		samples := listen(t, body, media.WAV, "")
		want := past[2].length*2 + past[0].length + past[1].length
		if got := lasts(samples); got != want {
			t.Errorf("%s lasts %v, want %v", typ, got, want)
		}
		if numbers := media.Numbers(media.Digits(samples)); !slices.Equal(numbers, []string{"3", "1", "2", "3"}) {
			t.Errorf("%s tells %q", typ, numbers)
		}
	}
}

func TestAMultiExportIsAnArchiveOfItsRecordings(t *testing.T) {
	web := startPast(t)
	for name, f := range map[string]media.Format{"": media.WAV, "vox": media.VOX} {
		file, body := exported(t, web, "MULTIEXPORT", "IDENT", "2,1,2,2", "MEDIA_FORMAT", name)
		if file.Name != "2-and-3-more.zip" || file.ContentType != "application/zip" {
			t.Errorf("%q, %s", file.Name, file.ContentType)
		}
		z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, member := range z.File {
			names = append(names, strings.TrimSuffix(member.Name, f.Extension()))
			r, err := member.Open()
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			_, alone := exported(t, web, "EXPORT", "UNIQUEFIELD", "ident", "UNIQUEID", member.Name[:1], "MEDIA_FORMAT", f.String())
			if !bytes.Equal(b, alone) {
				t.Errorf("%s is not what EXPORT gives", member.Name)
			}
		}
		if want := []string{"2", "1", "2-2", "2-3"}; !slices.Equal(names, want) {
			t.Errorf("names %q, want %q", names, want)
		}
	}
}

func TestAnEncryptedExportOpensWithItsPasswordOnly(t *testing.T) {
	web := startPast(t)
	ask := func(format, encrypt string) []byte {
		_, body := exported(t, web, "EXPORT", "UNIQUEFIELD", "ident", "UNIQUEID", "1", "MEDIA_FORMAT", format, "ENCRYPT", encrypt, "PASSWORD", "s3cret")
		return body
	}
	plain, a, b := ask("CAV", "N"), ask("CAV", "Y"), ask("cav", "y")
	if bytes.Equal(a, b) || bytes.Equal(a, plain) || bytes.Contains(a, plain[len(plain)/2:len(plain)/2+64]) {
		t.Error("an encrypted file is like another, or holds the plain audio")
	}
	if want := listen(t, plain, media.CAV, ""); !slices.Equal(listen(t, a, media.CAV, "s3cret"), want) || !slices.Equal(listen(t, b, media.CAV, "s3cret"), want) {
		t.Error("what is encrypted is not the recording")
	}
	for _, password := range []string{"", "s3cre", "S3CRET"} {
		if _, err := media.Open(bytes.NewReader(a), int64(len(a)), media.CAV, password); err == nil {
			t.Errorf("the password %q opens it", password)
		}
	}
	// The manual's own example encrypts what is no CAV file.
	if !slices.Equal(listen(t, ask("WAV", "Y"), media.WAV, ""), listen(t, plain, media.CAV, "")) {
		t.Error("ENCRYPT changes a WAV file")
	}
}

// TestWhatCannotBeExportedIsRefused covers what is no export: no recording, no
// column, no format, no password, too much.
func TestWhatCannotBeExportedIsRefused(t *testing.T) {
	web := startPast(t)
	many := strings.TrimSuffix(strings.Repeat("1,", 10_000), ",")
	for _, c := range []struct {
		name, typ string
		pairs     []string
		code      catalog.Code
	}{
		{"EVENTS", "EVENTS", []string{"EVENTCLASS", "ALL"}, catalog.API_COMMAND_NOT_ALLOWED},
		{"no format", "EXPORT", []string{"UNIQUEFIELD", "ident", "UNIQUEID", "1"}, catalog.API_INVALID_MESSAGE_FORMAT},
		{"an unknown format", "EXPORT", []string{"UNIQUEFIELD", "ident", "UNIQUEID", "1", "MEDIA_FORMAT", "OGG"}, catalog.API_INVALID_MESSAGE_FORMAT},
		{"no recording", "EXPORT", []string{"UNIQUEFIELD", "ident", "UNIQUEID", "99", "MEDIA_FORMAT", "WAV"}, catalog.API_FILE_NOT_FOUND},
		{"a number that is none", "EXPORT", []string{"UNIQUEFIELD", "ident", "UNIQUEID", "1 OR 1=1", "MEDIA_FORMAT", "WAV"}, catalog.API_FILE_NOT_FOUND},
		{"a chat", "EXPORT", []string{"UNIQUEFIELD", "user1", "UNIQUEID", "screen", "MEDIA_FORMAT", "WAV"}, catalog.API_FILE_NOT_FOUND},
		{"a path", "EXPORT", []string{"UNIQUEFIELD", "filename", "UNIQUEID", "../../../etc/passwd", "MEDIA_FORMAT", "WAV"}, catalog.API_FILE_NOT_FOUND},
		{"no column", "EXPORT", []string{"UNIQUEFIELD", "ident=1 OR 1", "UNIQUEID", "1", "MEDIA_FORMAT", "WAV"}, catalog.API_INVALID_MESSAGE_FORMAT},
		{"a column of ours", "EXPORT", []string{"UNIQUEFIELD", "blackouts", "UNIQUEID", "1", "MEDIA_FORMAT", "WAV"}, catalog.API_INVALID_MESSAGE_FORMAT},
		{"a path as column", "EXPORT", []string{"UNIQUEFIELD", "../recordings", "UNIQUEID", "1", "MEDIA_FORMAT", "WAV"}, catalog.API_INVALID_MESSAGE_FORMAT},
		{"no password", "EXPORT", []string{"UNIQUEFIELD", "ident", "UNIQUEID", "1", "MEDIA_FORMAT", "CAV", "ENCRYPT", "Y"}, catalog.API_INVALID_MESSAGE_FORMAT},
		{"no recordings", "COMBINEDEXPORT", nil, catalog.API_INVALID_MESSAGE_FORMAT},
		{"one of several missing", "COMBINEDEXPORT", []string{"IDENT", "1,77,2"}, catalog.API_FILE_NOT_FOUND},
		{"SQL in a list", "COMBINEDEXPORT", []string{"IDENT", "1;DROP"}, catalog.API_INVALID_MESSAGE_FORMAT},
		{"10,000 ids", "COMBINEDEXPORT", []string{"IDENT", many}, catalog.API_INVALID_MESSAGE_FORMAT},
		{"10,000 ids", "MULTIEXPORT", []string{"IDENT", many}, catalog.API_INVALID_MESSAGE_FORMAT},
		{"no recordings", "MULTIEXPORT", []string{"IDENT", ""}, catalog.API_BLANK_REQUIRED_VALUE},
		{"a path in a list", "MULTIEXPORT", []string{"IDENT", "1,../2"}, catalog.API_INVALID_MESSAGE_FORMAT},
		{"a chat in a list", "MULTIEXPORT", []string{"IDENT", "1,4"}, catalog.API_FILE_NOT_FOUND},
		{"a number beyond all", "MULTIEXPORT", []string{"IDENT", fmt.Sprint(uint64(math.MaxUint64))}, catalog.API_INVALID_MESSAGE_FORMAT},
	} {
		t.Run(c.typ+" of "+c.name, func(t *testing.T) {
			req := client.NewRequest(c.typ, c.pairs...)
			f, err := web.Export(context.Background(), req)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if f.Result == nil || catalog.Code(f.Result.Code) != c.code || f.Result.RequestType != c.typ {
				t.Errorf("answered %+v, want %v", f.Result, c.code)
			}
		})
	}
}
