package store

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpenSaysWhatIsWrongAndWhatToDo(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, content string) string {
		if err := os.WriteFile(in(name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return in(name)
	}
	// execute makes, or changes, a database with plain SQL.
	execute := func(name, text string) string {
		db, err := sql.Open("sqlite", source(in(name)))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
		return in(name)
	}
	made := func(name string) string {
		s, err := Open(t.Context(), in(name), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for n := range 200 {
			s.Save(call(n+1), nil)
		}
		if err := s.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		return in(name)
	}
	damaged := func(name string) string {
		content, err := os.ReadFile(made(name))
		if err != nil {
			t.Fatal(err)
		}
		for i := 100; i < 4096; i++ {
			content[i] = 0xA5
		}
		return write(name, string(content))
	}
	open(t, in("used.db"), Options{})
	if err := os.Symlink(in("used.db"), in("link.db")); err != nil {
		t.Fatal(err)
	}

	for _, c := range []struct {
		name, url string
		want      []string // what the error must say
	}{
		{"nothing named", "", []string{":memory:"}},
		{"another kind of database", "mysql://joe:secret@host/db", []string{`"mysql"`, "file's path", "postgres://"}},
		{"directory missing", in("no/such/a.db"), []string{"does not exist", "create it"}},
		{"directory that is a file", filepath.Join(write("plain", "x"), "a.db"), []string{"not a directory"}},
		{"a directory", dir, []string{"not a regular file", "name a file"}},
		{"a device", "/dev/null", []string{"not a regular file"}},
		{"nothing can be created there", "/proc/offhook.db", []string{"cannot lock", "may be read and written"}},
		{"not a database", write("notes.txt", strings.Repeat("plain text, no database. ", 400)), []string{"not a SQLite database", "name another path"}},
		{"a short file that is no database", write("short.txt", "hello"), []string{"not a SQLite database"}},
		{"damaged", damaged("damaged.db"), []string{"damaged", "backup"}},
		{"another program's database", execute("other.db", "CREATE TABLE bookmarks (url TEXT)"), []string{"another program"}},
		{"newer schema", execute(filepath.Base(made("new.db")), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)"),
			[]string{"version 99", "newer offhook"}},
		{"in use", in("used.db"), []string{"in use by another offhook", "end that one"}},
		{"in use by another name", in("link.db"), []string{"in use by another offhook"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := Open(t.Context(), c.url, Options{})
			if err == nil {
				s.Close(t.Context())
				t.Fatal("it was opened")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%v\ndoes not say %q", err, want)
				}
			}
			if beside := c.url + ".lock"; strings.Contains(err.Error(), "not a SQLite database") {
				if _, err := os.Stat(beside); err == nil {
					t.Errorf("%s was made beside a file that is no database", beside)
				}
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("%v\ntells the password", err)
			}
			t.Log(err)
		})
	}
}

func TestAnotherProgramsDatabaseIsLeftAsItWas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.db")
	db, err := sql.Open("sqlite", source(path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE bookmarks (url TEXT)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, Options{}); err == nil {
		t.Fatal("it was opened")
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed (error %v)", err)
	}
}

func TestEmptyFileBecomesADatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "empty.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, path, Options{})
	s.Save(call(1), nil)
	if err := s.Flush(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestNewFilesAreTheirOwnersOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "offhook.db")
	s := open(t, path, Options{})
	s.Save(call(1), nil)
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: error %v, mode %v; want none for others", name, err, info)
		}
	}
}
