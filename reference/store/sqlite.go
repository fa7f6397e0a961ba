package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/pressly/goose/v3"
	sqlite3 "modernc.org/sqlite/lib"
)

// applicationID marks a database as ours: "offh".
const applicationID = 0x6f666668

var sqliteSchema = schema{goose.DialectSQLite3, "migrations/sqlite", goose.DefaultTablename}

// sqliteEngine is a database in a file or in memory.
type sqliteEngine struct {
	path      string      // "" in memory
	file      os.FileInfo // what path was when it was opened
	lock      *fileLock   // nil in memory
	insertion *sql.Stmt
}

// openSQLite opens the database at path, creates it where it is missing, and
// locks it against other processes.
func openSQLite(ctx context.Context, path string) (*database, error) {
	e := new(sqliteEngine)
	d := &database{engine: e, learnAt: firstLearning}
	if path != ":memory:" {
		real, err := resolve(path)
		if err != nil {
			return nil, err
		}
		path, e.path = real, real
		if e.lock, err = lockFile(ctx, real); err != nil {
			return nil, err
		}
	}
	if err := e.open(ctx, d); err != nil {
		d.close()
		return nil, fmt.Errorf("store: cannot open %s: %w", path, explain(err))
	}
	return d, nil
}

// resolve makes path absolute and says early what cannot be a database.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("store: %s: %w", path, err)
	}
	// One file has one name, or its lock would not protect it.
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	} else if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(dir, filepath.Base(path))
	}
	dir := filepath.Dir(path)
	if info, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("store: cannot open %s: the directory %s does not exist; create it or name another path", path, dir)
	} else if err != nil {
		return "", fmt.Errorf("store: cannot open %s: %w", path, err)
	} else if !info.IsDir() {
		return "", fmt.Errorf("store: cannot open %s: %s is not a directory; name another path", path, dir)
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return "", fmt.Errorf("store: cannot open %s: it is not a regular file; name a file", path)
	}
	if foreign(path) {
		return "", fmt.Errorf("store: cannot open %s: %s", path, sqliteAdvice[sqlite3.SQLITE_NOTADB])
	}
	return path, nil
}

// foreign reports whether a file is no SQLite database, by its first bytes:
// nothing is to be made beside such a file. An empty one becomes a database.
func foreign(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false // what is wrong with it is said when it is opened
	}
	defer f.Close()
	const magic = "SQLite format 3\x00"
	head := make([]byte, len(magic))
	n, err := io.ReadFull(f, head)
	return n > 0 && (err != nil || string(head) != magic)
}

// open makes the connections of d.
func (e *sqliteEngine) open(ctx context.Context, d *database) (err error) {
	if e.path == "" {
		// The one connection is the database.
		if d.write, err = pool("file::memory:", 1); err != nil {
			return err
		}
		d.read = d.write
	} else {
		if err := create(e.path); err != nil {
			return err
		}
		// The write-ahead log may grow to 16 MiB: with two dozen indexes a
		// page is changed by many commits before it is copied back.
		if d.write, err = pool(source(e.path, "_txlock=immediate", "_pragma=busy_timeout(500)",
			"_pragma=synchronous(full)", "_pragma=cache_size(-16384)", "_pragma=wal_autocheckpoint(4096)",
			"_pragma=journal_size_limit(16777216)"), 1); err != nil {
			return err
		}
		if d.read, err = pool(source(e.path, "_pragma=busy_timeout(500)", "_pragma=query_only(1)"), readers); err != nil {
			return err
		}
	}
	if err := own(ctx, d.write); err != nil {
		return err
	}
	if e.path != "" {
		if e.file, err = os.Stat(e.path); err != nil {
			return err
		}
		// Kept in the file, so only now that the file is known to be ours.
		if _, err := d.write.ExecContext(ctx, "PRAGMA journal_mode = wal"); err != nil {
			return err
		}
	}
	if err := d.migrate(ctx, sqliteSchema); err != nil {
		return err
	}
	// Of a parameter with a number SQLite looks the name up whenever it is bound,
	// through all of them; these are in order anyway.
	e.insertion, err = d.write.PrepareContext(ctx, numbered.ReplaceAllString(insertRecording, "?"))
	return err
}

// create makes an empty file where there is none. It holds password hashes and
// callers' numbers, so it is its owner's only; SQLite would let all read it.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// source is the driver's name of a file with its parameters.
func source(path string, params ...string) string {
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: strings.Join(params, "&")}
	return u.String()
}

// pool opens up to n connections, made when needed and kept.
func pool(source string, n int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

// own refuses a database of another program, marks a new one as ours, and
// proves that it can be written.
func own(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	var id, tables int64
	if err := tx.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil {
		return err
	}
	switch {
	case id == applicationID:
		return tx.Commit()
	case id != 0 || tables > 0:
		return errors.New("it is a database of another program; name another path")
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		return err
	}
	return tx.Commit()
}

// numbered is a parameter such as $7.
var numbered = regexp.MustCompile(`\$[0-9]+`)

func (e *sqliteEngine) insert(tx *sql.Tx, batch []*pending) (taken []*pending, err error) {
	stmt := tx.Stmt(e.insertion)
	defer stmt.Close()
	args := make([]any, 0, len(recordingColumns))
	for _, p := range batch {
		args = values(args[:0], &p.rec)
		res, err := stmt.Exec(args...)
		if err != nil {
			return nil, err
		}
		if n, err := res.RowsAffected(); err == nil && n == 0 {
			taken = append(taken, p)
		}
	}
	return taken, nil
}

func (e *sqliteEngine) statistics() string { return "PRAGMA analysis_limit = 1000; ANALYZE recordings" }

func (e *sqliteEngine) timeline() string { return "recording_time" }

func (e *sqliteEngine) indexes() string {
	return "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'recordings' AND sql IS NOT NULL"
}

// gone says whether the file was removed or replaced: SQLite would go on
// writing into what no name leads to.
func (e *sqliteEngine) gone() error {
	if e.path == "" {
		return nil
	}
	now, err := os.Stat(e.path)
	if err == nil && os.SameFile(now, e.file) {
		return nil
	}
	return fmt.Errorf("%s was removed or replaced; put the same file back, or restart", e.path)
}

func (e *sqliteEngine) probe(context.Context) error { return e.gone() }

func (e *sqliteEngine) close() error {
	var err error
	if e.insertion != nil {
		err = e.insertion.Close()
	}
	e.lock.release()
	return err
}
