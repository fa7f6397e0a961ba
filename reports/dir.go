package reports

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// transcripts is the folder of the transcripts beside a report.
const transcripts = "transcripts"

// WriteDir writes report.json, junit.xml, report.html and a transcript for
// every spec that has one into dir, which it creates. Each file appears whole
// or not at all; report.json comes last, so that where it is, all is.
// Transcripts that an earlier report in dir names and this one does not are
// removed.
func (c *Conform) WriteDir(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("reports: cannot create the folder for the report: %w", err)
	}
	stale := namedTranscripts(filepath.Join(dir, "report.json"))
	if err := c.writeTranscripts(dir); err != nil {
		return err
	}
	for _, f := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"junit.xml", c.WriteJUnit},
		{"report.html", c.WriteHTML},
		{"report.json", c.WriteJSON},
	} {
		if err := writeWhole(filepath.Join(dir, f.name), f.write); err != nil {
			return err
		}
	}
	for i := range c.Specs {
		delete(stale, c.Specs[i].Transcript)
	}
	for name := range stale {
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("reports: cannot remove an earlier run's transcript: %w", err)
		}
	}
	return nil
}

// writeTranscripts gives every spec with exchanges its file and its name.
func (c *Conform) writeTranscripts(dir string) error {
	taken := map[string]bool{}
	for i := range c.Specs {
		s := &c.Specs[i]
		s.Transcript = ""
		if s.Exchanges == "" {
			continue
		}
		if len(taken) == 0 {
			if err := os.MkdirAll(filepath.Join(dir, transcripts), 0o755); err != nil {
				return fmt.Errorf("reports: cannot create the folder for transcripts: %w", err)
			}
		}
		name := transcripts + "/" + fileName(s.ID, taken) + ".txt"
		text := func(w io.Writer) error {
			_, err := io.WriteString(w, Printable(s.Exchanges))
			return err
		}
		if err := writeWhole(filepath.Join(dir, filepath.FromSlash(name)), text); err != nil {
			return err
		}
		s.Transcript = name
	}
	return nil
}

// fileName turns an id into a name that every file system takes and that is
// not taken yet, whether or not case counts.
func fileName(id string, taken map[string]bool) string {
	base := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '_'
	}, id[:min(len(id), 100)])
	if strings.Trim(base, ".") == "" || base[0] == '.' {
		base = "spec" + base
	}
	name := base
	for n := 2; taken[strings.ToLower(name)]; n++ {
		name = base + "-" + strconv.Itoa(n)
	}
	taken[strings.ToLower(name)] = true
	return name
}

// namedTranscripts returns the transcripts that an earlier report of ours
// names; nothing where there is none or it is not ours.
func namedTranscripts(report string) map[string]bool {
	var earlier Conform
	data, err := os.ReadFile(report)
	if err != nil || json.Unmarshal(data, &earlier) != nil || earlier.Schema != ConformSchema {
		return nil
	}
	names := map[string]bool{}
	for i := range earlier.Specs {
		name, ok := strings.CutPrefix(earlier.Specs[i].Transcript, transcripts+"/")
		if ok && filepath.Base(name) == name && strings.HasSuffix(name, ".txt") {
			names[transcripts+"/"+name] = true
		}
	}
	return names
}

// writeWhole writes a file by way of another, so that a crash leaves the old
// one or the new one.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".offhook-*")
	if err != nil {
		return fmt.Errorf("reports: cannot write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
			err = fmt.Errorf("reports: cannot write %s: %w", path, err)
		}
	}()
	b := bufio.NewWriterSize(f, 64<<10)
	if err = errors.Join(write(b), b.Flush()); err != nil {
		return err
	}
	if err = f.Chmod(0o644); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
