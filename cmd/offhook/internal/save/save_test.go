package save

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

func TestAFileIsWrittenWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.wav")
	holds := func(want string) {
		t.Helper()
		if got, err := os.ReadFile(name); err != nil || string(got) != want {
			t.Errorf("holds %q, %v; want %q", got, err, want)
		}
		if all, err := os.ReadDir(dir); err != nil || len(all) != 1 {
			t.Errorf("left behind: %v, %v", all, err)
		}
	}
	for _, s := range []string{"first", "second"} {
		if n, err := File(name, strings.NewReader(s)); err != nil || n != int64(len(s)) {
			t.Fatal(n, err)
		}
		holds(s)
	}
	broken := errors.New("broken off")
	if _, err := File(name, io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	holds("second")
	if _, err := File(filepath.Join(dir, "nowhere", "a.wav"), strings.NewReader("x")); err == nil || !strings.Contains(err.Error(), "nowhere/a.wav: no such file") {
		t.Errorf("error %v", err)
	}
	if _, err := File(dir, strings.NewReader("x")); err == nil || !strings.Contains(err.Error(), "directory") {
		t.Errorf("error %v", err)
	}
	holds("second")
	if n, err := File(os.DevNull, strings.NewReader("gone")); err != nil || n != 4 {
		t.Error(n, err)
	}
}
