package store

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteAdvice says what to do about SQLite's primary result codes.
var sqliteAdvice = map[int]string{
	sqlite3.SQLITE_BUSY:     "another program has locked it; end that program, or name another path",
	sqlite3.SQLITE_CANTOPEN: "check that the file and its directory may be read and written",
	sqlite3.SQLITE_CORRUPT:  "the file is damaged; restore it from a backup, or name another path",
	sqlite3.SQLITE_FULL:     "the disk is full; make room",
	sqlite3.SQLITE_IOERR:    "the disk failed; check it and its free space",
	sqlite3.SQLITE_NOTADB:   "the file is not a SQLite database; name another path",
	sqlite3.SQLITE_READONLY: "the file or its directory is read-only; make both writable, or name another path",
}

// postgresAdvice says what to do about PostgreSQL's SQLSTATEs, or classes of
// them.
var postgresAdvice = map[string]string{
	"25006": "the server or the database is read-only; name the primary server, or allow it to be written",
	"28":    "the server refuses the user; check the URL's user and password (or PGPASSWORD) and the server's pg_hba.conf",
	"3D000": "create the database, for example with createdb, or name another",
	"42501": "grant the user all on the schema and its tables, or name the user that owns the database",
	"53100": "the server's disk is full; make room",
	"53300": "end other programs' connections, or raise the server's max_connections",
	"55P03": "another program has locked a table; end that program",
	"57P":   "the server is being stopped or started; wait, or start it",
}

// explain adds to an error of a database what to do about it.
func explain(err error) error {
	var local *sqlite.Error
	var remote *pgconn.PgError
	var unreached *pgconn.ConnectError
	text := ""
	switch {
	case errors.As(err, &local):
		text = sqliteAdvice[local.Code()&0xff]
	case errors.As(err, &remote):
		for _, n := range []int{5, 3, 2} {
			if text == "" && len(remote.Code) >= n {
				text = postgresAdvice[remote.Code[:n]]
			}
		}
	case errors.As(err, &unreached):
		text = "check that the server runs and that the URL names it"
	}
	if text == "" {
		return err
	}
	return &advised{err, text}
}

// advised is an error with what to do about it, on one line.
type advised struct {
	err    error
	advice string
}

func (a *advised) Error() string {
	return strings.Join(strings.Fields(a.err.Error()), " ") + ": " + a.advice
}

func (a *advised) Unwrap() error { return a.err }
