package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed migrations/sqlite/*.sql
var migrations embed.FS

// applicationID marks a file as ours: "offh".
const applicationID = 0x6f666668

// readers bounds the queries that run at once beside the writer.
const readers = 4

// database is the connections to one SQLite database.
type database struct {
	path      string      // "" in memory
	file      os.FileInfo // what path was when it was opened
	write     *sql.DB     // one connection
	read      *sql.DB     // the writer's in memory
	insertion *sql.Stmt

	grown, learnAt int // recordings inserted since the opening, and when next to learn
}

// resolve makes the absolute path of url, "" for ":memory:".
func resolve(url string) (string, error) {
	switch scheme, _, found := strings.Cut(url, "://"); {
	case url == ":memory:":
		return "", nil
	case url == "":
		return "", errors.New("store: no database named; give :memory: or a file's path")
	case found:
		return "", fmt.Errorf("store: a database by the URL scheme %q cannot be opened; give :memory: or a file's path", scheme)
	}
	path, err := filepath.Abs(url)
	if err != nil {
		return "", fmt.Errorf("store: %s: %w", url, err)
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
		return "", fmt.Errorf("store: cannot open %s: %s", path, advice[sqlite3.SQLITE_NOTADB])
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

// connect opens the database at path, in memory where it is "".
func connect(ctx context.Context, path string) (*database, error) {
	d := &database{path: path, learnAt: firstLearning}
	if err := d.open(ctx); err != nil {
		d.close()
		if path == "" {
			path = ":memory:"
		}
		return nil, fmt.Errorf("store: cannot open %s: %w", path, explain(err))
	}
	return d, nil
}

func (d *database) open(ctx context.Context) (err error) {
	if d.path == "" {
		// The one connection is the database.
		if d.write, err = pool("file::memory:", 1); err != nil {
			return err
		}
		d.read = d.write
	} else {
		if err := create(d.path); err != nil {
			return err
		}
		// The write-ahead log may grow to 16 MiB: with two dozen indexes a
		// page is changed by many commits before it is copied back.
		if d.write, err = pool(source(d.path, "_txlock=immediate", "_pragma=busy_timeout(500)",
			"_pragma=synchronous(full)", "_pragma=cache_size(-16384)", "_pragma=wal_autocheckpoint(4096)",
			"_pragma=journal_size_limit(16777216)"), 1); err != nil {
			return err
		}
		if d.read, err = pool(source(d.path, "_pragma=busy_timeout(500)", "_pragma=query_only(1)"), readers); err != nil {
			return err
		}
	}
	if err := d.own(ctx); err != nil {
		return err
	}
	if d.path != "" {
		if d.file, err = os.Stat(d.path); err != nil {
			return err
		}
		// Kept in the file, so only now that the file is known to be ours.
		if _, err := d.write.ExecContext(ctx, "PRAGMA journal_mode = wal"); err != nil {
			return err
		}
	}
	if err := d.migrate(ctx); err != nil {
		return err
	}
	d.insertion, err = d.write.PrepareContext(ctx, insertRecording)
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
func (d *database) own(ctx context.Context) error {
	tx, err := d.write.BeginTx(ctx, nil)
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

// migrate brings the schema up to date.
func (d *database) migrate(ctx context.Context) error {
	dir, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, d.write, dir, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	has, knows, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if has > knows {
		return fmt.Errorf("its schema is version %d and this offhook knows versions up to %d; use a newer offhook or name another path", has, knows)
	}
	_, err = p.Up(ctx)
	return err
}

// insert writes those of the recordings whose RECORDID is not taken, and
// returns the others.
func (d *database) insert(tx *sql.Tx, batch []*pending) (taken []*pending, err error) {
	stmt := tx.Stmt(d.insertion)
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

// firstLearning is how many recordings make the first statistics; ten times as
// many make the next, and so on.
const firstLearning = 1000

// learn counts n inserted recordings and now and then samples the indexes, so
// that a query by several columns uses the one that selects the fewest rows.
func (d *database) learn(n int) error {
	d.grown += n
	if d.grown < d.learnAt {
		return nil
	}
	d.learnAt = 10 * d.grown
	_, err := d.write.Exec("PRAGMA analysis_limit = 1000; ANALYZE recordings")
	return explain(err)
}

// gone says whether the file was removed or replaced: SQLite would go on
// writing into what no name leads to.
func (d *database) gone() error {
	if d.path == "" {
		return nil
	}
	now, err := os.Stat(d.path)
	if err == nil && os.SameFile(now, d.file) {
		return nil
	}
	return fmt.Errorf("%s was removed or replaced; put the same file back, or restart", d.path)
}

func (d *database) close() error {
	var errs []error
	if d.insertion != nil {
		errs = append(errs, d.insertion.Close())
	}
	if d.read != nil && d.read != d.write {
		errs = append(errs, d.read.Close())
	}
	if d.write != nil {
		errs = append(errs, d.write.Close())
	}
	return errors.Join(errs...)
}

// advice says what to do about SQLite's primary result codes.
var advice = map[int]string{
	sqlite3.SQLITE_BUSY:     "another program has locked it; end that program, or name another path",
	sqlite3.SQLITE_CANTOPEN: "check that the file and its directory may be read and written",
	sqlite3.SQLITE_CORRUPT:  "the file is damaged; restore it from a backup, or name another path",
	sqlite3.SQLITE_FULL:     "the disk is full; make room",
	sqlite3.SQLITE_IOERR:    "the disk failed; check it and its free space",
	sqlite3.SQLITE_NOTADB:   "the file is not a SQLite database; name another path",
	sqlite3.SQLITE_READONLY: "the file or its directory is read-only; make both writable, or name another path",
}

// explain adds to an error of SQLite what to do about it.
func explain(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) {
		if a := advice[e.Code()&0xff]; a != "" {
			return fmt.Errorf("%w: %s", err, a)
		}
	}
	return err
}
