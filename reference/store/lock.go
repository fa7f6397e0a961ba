package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// fileLock keeps other processes off a database. It is an exclusive
// transaction on an empty second database beside it: the lock works wherever
// SQLite does, and it ends with the process.
type fileLock struct {
	db *sql.DB
	tx *sql.Tx
}

// lockFile takes the lock of the database at path, or says who has it.
func lockFile(ctx context.Context, path string) (*fileLock, error) {
	name := path + ".lock"
	db, err := pool(source(name, "_txlock=exclusive", "_pragma=journal_mode(off)"), 1)
	if err != nil {
		return nil, fmt.Errorf("store: cannot lock %s: %w", path, err)
	}
	// The transaction's context must outlive Open's.
	tx, err := db.BeginTx(context.WithoutCancel(ctx), nil)
	if err == nil {
		return &fileLock{db, tx}, nil
	}
	db.Close()
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY {
		return nil, fmt.Errorf("store: %s is in use by another offhook (it holds %s); end that one, or name another path", path, name)
	}
	return nil, fmt.Errorf("store: cannot lock %s: creating %s: %w", path, name, explain(err))
}

func (l *fileLock) release() {
	if l != nil {
		l.tx.Rollback()
		l.db.Close()
	}
}
