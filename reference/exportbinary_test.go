package reference_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/sim/client"
)

// seedFile is a seed for serve's --seed.
func seedFile(t testing.TB, yaml string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "seed.yaml")
	if err := os.WriteFile(path, []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// othersTool runs another's program, or skips the test where it is not there.
func othersTool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed; .ci/run installs it", name)
	}
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// TestOthersProgramsReadEveryExport has the real binary's files judged by
// programs that know nothing of it. CAV is our own: nobody else reads it.
func TestOthersProgramsReadEveryExport(t *testing.T) {
	p := serve(t, "--seed", seedFile(t, pastYAML()))
	web := dialWeb(t, p.web)
	for _, c := range []struct {
		f     media.Format
		probe func(t *testing.T, file string) string // the seconds that the file lasts
	}{
		{media.WAV, ffprobe}, {media.WAV, soxi}, {media.M4A, ffprobe}, {media.MP3, ffprobe}, {media.VOX, soxi},
	} {
		for _, ask := range []struct {
			name, typ string
			pairs     []string
			length    time.Duration
		}{
			{"one", "EXPORT", []string{"UNIQUEFIELD", "ident", "UNIQUEID", "2"}, past[1].length},
			{"several", "COMBINEDEXPORT", []string{"IDENT", "1,2,1"}, 2*past[0].length + past[1].length},
		} {
			t.Run(c.f.String()+" of "+ask.name, func(t *testing.T) {
				_, body := exported(t, web, ask.typ, append(ask.pairs, "MEDIA_FORMAT", c.f.String())...)
				file := filepath.Join(t.TempDir(), "x"+c.f.Extension())
				if err := os.WriteFile(file, body, 0o600); err != nil {
					t.Fatal(err)
				}
				said := strings.TrimSpace(c.probe(t, file))
				got, err := strconv.ParseFloat(said, 64)
				slack := 0.02
				if c.f == media.MP3 {
					slack = 0.036 // a frame
				}
				if err != nil || math.Abs(got-ask.length.Seconds()) > slack {
					t.Errorf("lasts %s s, the recording %v", said, ask.length)
				}
			})
		}
	}
	t.Run("ZIP", func(t *testing.T) {
		for _, f := range []media.Format{media.WAV, media.MP3, media.VOX, media.M4A, media.CAV} {
			_, body := exported(t, web, "MULTIEXPORT", "IDENT", "1,2,1", "MEDIA_FORMAT", f.String())
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "all.zip"), body, 0o600); err != nil {
				t.Fatal(err)
			}
			othersTool(t, "unzip", "-q", filepath.Join(dir, "all.zip"), "-d", filepath.Join(dir, "all"))
			entries, err := os.ReadDir(filepath.Join(dir, "all"))
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, e := range entries {
				names = append(names, e.Name())
			}
			want := []string{"1-2" + f.Extension(), "1" + f.Extension(), "2" + f.Extension()}
			if slices.Sort(names); !slices.Equal(names, want) {
				t.Errorf("unzips to %q, want %q", names, want)
			}
		}
	})
	p.stop()
}

func ffprobe(t *testing.T, file string) string {
	return othersTool(t, "ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", file)
}

// soxi converts the file, which proves more than its header would, and says how
// long the result is.
func soxi(t *testing.T, file string) string {
	whole := file + ".au"
	var args []string
	if strings.HasSuffix(file, ".vox") {
		args = []string{"-t", "vox", "-r", "8000"}
	}
	othersTool(t, "sox", append(args, file, whole)...)
	return othersTool(t, "sox", "--i", "-D", whole)
}

// longCall is a call of ten hours with the RECORDID 1.
const longCall = "recordings: [{device: 1, ago: 20h, length: 10h, blackouts: [{from: 1h, to: 2h}]}]"

// TestALongExportTakesNoMemory exports ten hours in each format, alone, joined
// and as a ZIP. MP3 is made hundreds of times slower: it is broken off.
func TestALongExportTakesNoMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds of the processors")
	}
	p := serve(t, "--seed", seedFile(t, longCall))
	web := dialWeb(t, p.web)
	exported(t, web, "COMBINEDEXPORT", "IDENT", "1", "MEDIA_FORMAT", "VOX")
	before := p.memory("VmHWM")
	const ten = 10 * time.Hour
	one := []string{"UNIQUEFIELD", "ident", "UNIQUEID", "1", "MEDIA_FORMAT"}
	for _, c := range []struct {
		typ   string
		pairs []string
		least int64 // bytes to be read
	}{
		{"EXPORT", append(one, "WAV"), 2 * media.Rate * 36_000},
		{"EXPORT", append(one, "M4A"), 100 << 20},
		{"EXPORT", append(one, "CAV", "ENCRYPT", "Y", "PASSWORD", "x"), 2 * media.Rate * 36_000},
		{"EXPORT", append(one, "MP3"), 100 << 10},
		{"MULTIEXPORT", []string{"IDENT", "1,1", "MEDIA_FORMAT", "M4A"}, 200 << 20},
	} {
		f, err := web.Export(context.Background(), client.NewRequest(c.typ, c.pairs...))
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.CopyN(io.Discard, f, c.least)
		f.Close()
		if err != nil {
			t.Errorf("%s %q: %d bytes, %v", c.typ, c.pairs, n, err)
		}
	}
	more := p.memory("VmHWM") - before
	t.Logf("%d MiB were resident before %v, %d MiB more at most then", before>>20, ten, more>>20)
	if more > 40<<20 {
		t.Errorf("took %d MiB more", more>>20)
	}
	p.stop()
}

// TestAHundredExportsAtOnceAreServed has every client download all of its own
// file, slowly, while a witness is served.
func TestAHundredExportsAtOnceAreServed(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds of the processors")
	}
	p := serve(t, "--seed", seedFile(t, "recordings: [{device: 1, ago: 20h, length: 1m}]"))
	w := newWitness(t, p.api)
	before := w.served()
	failures := make(chan error)
	const clients = 100
	formats := []string{"WAV", "MP3", "VOX", "M4A", "CAV"}
	for i := range clients {
		web := dialWeb(t, p.web)
		go func() {
			failures <- func() error {
				f, err := web.Export(context.Background(), client.NewRequest("EXPORT", "UNIQUEFIELD", "ident", "UNIQUEID", "1",
					"MEDIA_FORMAT", formats[i%len(formats)], "ENCRYPT", "Y", "PASSWORD", "x"))
				if err != nil {
					return err
				}
				defer f.Close()
				if f.Result != nil {
					return fmt.Errorf("%s", f.Result.Raw)
				}
				_, err = io.Copy(io.Discard, f)
				return err
			}()
		}()
	}
	var errs []error
	for range clients {
		errs = append(errs, <-failures)
	}
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	eventually(t, "the witness is served", func() bool { return w.served() > before+1 })
	w.end()
	peak := p.memory("VmHWM")
	t.Logf("the most resident memory: %d MiB; the witness was served %d times", peak>>20, w.served())
	if peak > maxResident {
		t.Errorf("%d MiB were resident, %d MiB is the most allowed", peak>>20, maxResident>>20)
	}
	p.stop()
}
