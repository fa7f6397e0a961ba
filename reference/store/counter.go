package store

import (
	"context"
	"database/sql"
	"fmt"
)

// Counter names a source of numbers that are never given twice.
type Counter string

// RecordIDs numbers recordings (RECORDID), CallNumbers calls (GLOBALCALLID).
const (
	RecordIDs   Counter = "recordid"
	CallNumbers Counter = "callnumber"
)

// roleIDs holds the highest RoleID ever put, that of deleted roles included.
const roleIDs Counter = "roleid"

// maxReserve bounds one reservation.
const maxReserve = 1_000_000_000

// Reserve gives the caller n numbers of a counter: first, first+1, ... The
// first number of all is 1. That they are given is durable before Reserve
// returns, so a crash loses numbers but repeats none.
func (s *Store) Reserve(ctx context.Context, c Counter, n int64) (first int64, err error) {
	if n < 1 || n > maxReserve {
		return 0, fmt.Errorf("store: cannot reserve %d numbers of %s; ask for 1 to %d", n, c, maxReserve)
	}
	var next int64
	err = s.change(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `INSERT INTO counters (name, next) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET next = counters.next + ? RETURNING next`,
			string(c), 1+n, n).Scan(&next)
	})
	if err != nil {
		return 0, err
	}
	return next - n, nil
}
