package reports

import (
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// files lists what is in dir, with slashes.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, path)
			names = append(names, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestWriteDirWritesTheReportAndItsTranscripts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "report")
	c := rich()
	c.Specs[1].Packets = func(w io.Writer) error { _, err := io.WriteString(w, "packets"); return err }
	if err := c.WriteDir(dir); err != nil {
		t.Fatal(err)
	}
	want := []string{"captures/CALLSTOP-3.pcapng", "junit.xml", "report.html", "report.json", "transcripts/CALLSTOP-3.txt"}
	if diff := cmp.Diff(want, files(t, dir)); diff != "" {
		t.Error(diff)
	}
	data, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var back Conform
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if got, want := back.Specs[1].Transcript, "transcripts/CALLSTOP-3.txt"; got != want {
		t.Errorf("the report names %q, want %q", got, want)
	}
	if got, want := back.Specs[1].Capture, "captures/CALLSTOP-3.pcapng"; got != want {
		t.Errorf("the report names %q, want %q", got, want)
	}
	if err := rich().WriteDir(dir); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(files(t, dir), "captures/CALLSTOP-3.pcapng") {
		t.Error("an earlier run's capture was left")
	}
}

func TestWriteDirStaysInsideTheFolder(t *testing.T) {
	outer := t.TempDir()
	dir := filepath.Join(outer, "report")
	if err := hostileRun().WriteDir(dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range files(t, outer) {
		if !strings.HasPrefix(name, "report/") {
			t.Errorf("%s is outside", name)
		}
	}
	if got := len(files(t, filepath.Join(dir, "transcripts"))); got != 4 {
		t.Errorf("%d transcripts for 4 specs with one id", got)
	}
	for _, name := range files(t, dir) {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(string(data), "\x1b\x00\x07") {
			t.Errorf("%s holds control characters", name)
		}
	}
}

func TestWriteDirReplacesAnEarlierRun(t *testing.T) {
	dir := t.TempDir()
	if err := rich().WriteDir(dir); err != nil {
		t.Fatal(err)
	}
	notes := filepath.Join(dir, "transcripts", "notes.txt")
	if err := os.WriteFile(notes, []byte("the user's own"), 0o644); err != nil {
		t.Fatal(err)
	}
	c := rich()
	for i := range c.Specs {
		c.Specs[i].Exchanges = ""
	}
	c.Specs[0].Exchanges = "> <REQUEST/>"
	if err := c.WriteDir(dir); err != nil {
		t.Fatal(err)
	}
	want := []string{"transcripts/TEST-1.txt", "transcripts/notes.txt"}
	got := files(t, dir)[3:]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEarlierReportCannotNameForeignFiles(t *testing.T) {
	dir := t.TempDir()
	precious := filepath.Join(dir, "precious.txt")
	if err := os.WriteFile(precious, []byte("keep"), 0o644); err != nil {
		t.Fatal(err)
	}
	report := `{"schema":"offhook/conform/1","specs":[{"transcript":"transcripts/../precious.txt"},{"transcript":"precious.txt"},{"transcript":"` + precious + `"}]}`
	if err := os.WriteFile(filepath.Join(dir, "report.json"), []byte(report), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := rich().WriteDir(dir); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(files(t, dir), "precious.txt") {
		t.Error("a file that is no transcript was removed")
	}
}

func TestWriteDirSaysWhatItCouldNotWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	err := rich().WriteDir(path)
	if err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v, want an error that names %s", err, path)
	}
}

func TestFailedWriteLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "report.html", "in the way"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := rich().WriteDir(dir); err == nil {
		t.Fatal("no error where a folder is in the way")
	}
	for _, name := range files(t, dir) {
		if strings.HasPrefix(name, ".offhook-") || name == "report.json" {
			t.Errorf("%s is left", name)
		}
	}
}

func TestFileNamesAreSafeAndUnique(t *testing.T) {
	taken := map[string]bool{}
	for _, tt := range []struct{ id, want string }{
		{"CALLSTOP-3", "CALLSTOP-3"}, {"callstop-3", "callstop-3-2"}, {"a/b c", "a_b_c"}, {"", "spec"},
		{"..", "spec.."}, {".hidden", "spec.hidden"}, {strings.Repeat("x", 300), strings.Repeat("x", 100)}, {"né", "n_"},
	} {
		if got := fileName(tt.id, taken); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.id, got, tt.want)
		}
	}
}
