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

// transcripts and captures are the folders beside a report of what its failures
// exchanged.
const (
	transcripts, captures           = "transcripts", "captures"
	transcriptSuffix, captureSuffix = ".txt", ".pcapng"
)

// WriteDir writes report.json, junit.xml, report.html and a transcript and a
// capture for every spec that has them into dir, which it creates. Each file
// appears whole or not at all; report.json comes last, so that where it is, all
// is. Transcripts and captures that an earlier report in dir names and this one
// does not are removed.
func (c *Conform) WriteDir(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("reports: cannot create the folder for the report: %w", err)
	}
	stale := exchangesOf(filepath.Join(dir, "report.json"))
	if err := c.writeExchanges(dir); err != nil {
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
		delete(stale, c.Specs[i].Capture)
	}
	for name := range stale {
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("reports: cannot remove what an earlier run left: %w", err)
		}
	}
	return nil
}

// writeExchanges gives every spec with exchanges its files and their names.
func (c *Conform) writeExchanges(dir string) error {
	taken := map[string]bool{}
	made := map[string]bool{}
	write := func(folder, name string, what func(io.Writer) error) (string, error) {
		if !made[folder] {
			if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
				return "", fmt.Errorf("reports: cannot create the folder for %s: %w", folder, err)
			}
			made[folder] = true
		}
		return folder + "/" + name, writeWhole(filepath.Join(dir, folder, name), what)
	}
	for i := range c.Specs {
		s := &c.Specs[i]
		s.Transcript, s.Capture = "", ""
		if s.Exchanges == "" && s.Packets == nil {
			continue
		}
		base := fileName(s.ID, taken)
		var err error
		if s.Exchanges != "" {
			s.Transcript, err = write(transcripts, base+transcriptSuffix, func(w io.Writer) error {
				_, err := io.WriteString(w, Printable(s.Exchanges))
				return err
			})
		}
		if s.Packets != nil && err == nil {
			s.Capture, err = write(captures, base+captureSuffix, s.Packets)
		}
		if err != nil {
			return err
		}
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

// exchangesOf returns the transcripts and captures that an earlier report of
// ours names; nothing where there is none or it is not ours.
func exchangesOf(report string) map[string]bool {
	var earlier Conform
	data, err := os.ReadFile(report)
	if err != nil || json.Unmarshal(data, &earlier) != nil || earlier.Schema != ConformSchema {
		return nil
	}
	names := map[string]bool{}
	add := func(file, folder, suffix string) {
		name, ok := strings.CutPrefix(file, folder+"/")
		if ok && filepath.Base(name) == name && strings.HasSuffix(name, suffix) {
			names[file] = true
		}
	}
	for i := range earlier.Specs {
		add(earlier.Specs[i].Transcript, transcripts, transcriptSuffix)
		add(earlier.Specs[i].Capture, captures, captureSuffix)
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
