package media

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// tool runs another's program, or skips the test where it is not installed.
func tool(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed; .ci/run installs it", name)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, stderr.Bytes())
	}
	return out
}

// saved writes the clips to a file, and returns its path.
func saved(t *testing.T, f Format, clips ...Clip) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "call"+f.Extension())
	if err := os.WriteFile(path, written(t, f, clips...), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// opened reads a file of another's making.
func opened(t *testing.T, f Format, path string) []int16 {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return readBack(t, f, b)
}

// pcm16 reads bare samples.
func pcm16(b []byte) []int16 {
	all := make([]int16, len(b)/2)
	for i := range all {
		all[i] = int16(uint16(b[2*i]) | uint16(b[2*i+1])<<8)
	}
	return all
}

var call = Clip{RecordID: 10482345, Length: 6321 * time.Millisecond, Direction: "O",
	Silences: []Span{{2 * time.Second, 3 * time.Second}, {4 * time.Second, 4200 * time.Millisecond}}}

func TestFFprobeMeasuresTheLength(t *testing.T) {
	for _, f := range []Format{WAV, MP3, M4A} {
		for _, length := range []time.Duration{0, 20 * time.Millisecond, 61234 * time.Millisecond} {
			t.Run(f.String()+" "+length.String(), func(t *testing.T) {
				out := tool(t, "ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0",
					saved(t, f, Clip{RecordID: 7, Length: length}))
				got, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
				if err != nil && length > 0 { // nothing has no duration
					t.Fatal(err)
				}
				// The shortest MP3 has two frames.
				slack := map[Format]float64{WAV: 0.001, M4A: 0.001, MP3: 0.036}[f]
				if f == MP3 && length < 36*time.Millisecond {
					slack = 0.072
				}
				if math.Abs(got-length.Seconds()) > slack {
					t.Errorf("%v s", got)
				}
			})
		}
	}
}

func TestFFmpegHearsWhatWasWritten(t *testing.T) {
	want := heard(call)
	for _, f := range []Format{WAV, M4A} {
		if got := pcm16(tool(t, "ffmpeg", "-v", "error", "-i", saved(t, f, call), "-f", "s16le", "-")); !slices.Equal(got, want) {
			t.Errorf("%v: %d samples, want %d, or others", f, len(got), len(want))
		}
	}
	mp3Holds(t, pcm16(tool(t, "ffmpeg", "-v", "error", "-i", saved(t, MP3, call), "-ar", "8000", "-f", "s16le", "-")))
}

func TestSoxHearsWhatWasWritten(t *testing.T) {
	if got := pcm16(tool(t, "sox", saved(t, WAV, call), "-t", "raw", "-e", "signed", "-b", "16", "-")); !slices.Equal(got, heard(call)) {
		t.Errorf("WAV: %d samples, or others", len(got))
	}
	path := saved(t, VOX, call)
	got := pcm16(tool(t, "sox", "-t", "vox", "-r", "8000", path, "-t", "raw", "-e", "signed", "-b", "16", "-"))
	if want := opened(t, VOX, path); !slices.Equal(got, want) {
		t.Errorf("VOX: %d samples, ours hears %d, or others", len(got), len(want))
	}
	if !strings.Contains(string(tool(t, "sox", "-h")), " mp3 ") {
		t.Skip("sox cannot read MP3 without libsox-fmt-mp3")
	}
	mp3Holds(t, pcm16(tool(t, "sox", saved(t, MP3, call), "-t", "raw", "-e", "signed", "-b", "16", "-r", "8000", "-")))
}

// mp3Holds proves what another's decoder has made of the call.
func mp3Holds(t *testing.T, sound []int16) {
	t.Helper()
	if got := Numbers(Digits(sound)); !slices.Equal(got, []string{"10482345"}) {
		t.Errorf("MP3: heard %v", got)
	}
	smear := fidelities[MP3].smear
	sound = sound[:samples(call.Length-36*time.Millisecond)] // sox leaves the last frame out
	got := Silences(sound, fidelities[MP3].silence, 50*time.Millisecond)
	if len(got) != len(call.Silences) {
		t.Fatalf("MP3: silent in %v, want %v", got, call.Silences)
	}
	for i, s := range got {
		if (s.From-call.Silences[i].From).Abs() > smear || (s.To-call.Silences[i].To).Abs() > smear {
			t.Errorf("MP3: silent in %v, want %v", s, call.Silences[i])
		}
	}
}

// TestOthersFilesAreRead: what real servers may answer, made by others'
// encoders of a call of ours.
func TestOthersFilesAreRead(t *testing.T) {
	const ffmpeg, sox = "ffmpeg", "sox"
	for _, c := range []struct {
		name, tool string
		format     Format
		args       []string
	}{
		{"WAV A-law", sox, WAV, []string{"-e", "a-law"}},
		{"WAV mu-law", sox, WAV, []string{"-e", "mu-law"}},
		{"WAV 8 bit", sox, WAV, []string{"-b", "8", "-e", "unsigned"}},
		{"WAV 24 bit", sox, WAV, []string{"-b", "24"}},
		{"WAV 44.1 kHz stereo", sox, WAV, []string{"-r", "44100", "-c", "2"}},
		{"WAV 6 kHz", sox, WAV, []string{"-r", "6000"}},
		{"VOX", sox, VOX, nil},
		{"MP3 44.1 kHz stereo", ffmpeg, MP3, []string{"-ar", "44100", "-ac", "2", "-b:a", "128k"}},
		{"MP3 22.05 kHz variable", ffmpeg, MP3, []string{"-ar", "22050", "-q:a", "4"}},
		{"M4A ALAC", ffmpeg, M4A, []string{"-c:a", "alac"}},
		{"M4A ALAC fast start", ffmpeg, M4A, []string{"-c:a", "alac", "-movflags", "faststart"}},
		{"M4A ALAC 44.1 kHz stereo", ffmpeg, M4A, []string{"-c:a", "alac", "-ar", "44100", "-ac", "2"}},
		{"M4A ALAC 24 bit", ffmpeg, M4A, []string{"-c:a", "alac", "-sample_fmt", "s32p"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			from, to := saved(t, WAV, call), filepath.Join(t.TempDir(), "theirs"+c.format.Extension())
			if c.tool == sox {
				tool(t, sox, slices.Concat([]string{"-D", from}, c.args, []string{to})...)
			} else {
				tool(t, ffmpeg, slices.Concat([]string{"-v", "error", "-i", from}, c.args, []string{to})...)
			}
			sound := opened(t, c.format, to)
			if got, want := offset(int64(len(sound))), call.Length; (got - want).Abs() > 150*time.Millisecond {
				t.Errorf("lasts %v, want %v", got, want)
			}
			if got := Numbers(Digits(sound)); !slices.Equal(got, []string{"10482345"}) {
				t.Errorf("heard %v", got)
			}
			if got := Silences(sound[:samples(call.Length)-100], 300, 100*time.Millisecond); len(got) != 2 {
				t.Errorf("silent in %v, want %v", got, call.Silences)
			}
			if strings.HasPrefix(c.name, "M4A ALAC") && !strings.Contains(c.name, "kHz") && !slices.Equal(sound, heard(call)) {
				t.Error("not every sample is the same")
			}
		})
	}
}

func TestWhatIsNotReadSaysWhy(t *testing.T) {
	from := saved(t, WAV, call)
	for name, c := range map[string]struct {
		format Format
		args   []string
		want   string
	}{
		"AAC":      {M4A, []string{"-c:a", "aac"}, `"mp4a"`},
		"MPEG-2.5": {MP3, []string{"-ar", "8000"}, "2.5"},
		"layer II": {MP3, []string{"-ar", "16000", "-c:a", "mp2", "-f", "mp2"}, "layer 2"},
		"ADPCM":    {WAV, []string{"-c:a", "adpcm_ms"}, "encoding 2"},
	} {
		t.Run(name, func(t *testing.T) {
			to := filepath.Join(t.TempDir(), "theirs"+c.format.Extension())
			tool(t, "ffmpeg", slices.Concat([]string{"-v", "error", "-i", from}, c.args, []string{to})...)
			b, err := os.ReadFile(to)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Open(bytes.NewReader(b), int64(len(b)), c.format, ""); !errors.Is(err, ErrUnread) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want it to say %s", err, c.want)
			}
		})
	}
}
