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
// returns, so a crash loses numbers but repeats none. RecordIDs are above
// every stored recording's, also where one ran ahead of its reservation.
func (s *Store) Reserve(ctx context.Context, c Counter, n int64) (first int64, err error) {
	if n < 1 || n > maxReserve {
		return 0, fmt.Errorf("store: cannot reserve %d numbers of %s; ask for 1 to %d", n, c, maxReserve)
	}
	var next int64
	err = s.change(ctx, func(tx *sql.Tx) error {
		var used int64
		if c == RecordIDs {
			if err := tx.QueryRowContext(ctx, "SELECT COALESCE(MAX(ident), 0) FROM recordings").Scan(&used); err != nil {
				return err
			}
		}
		return tx.QueryRowContext(ctx, `INSERT INTO counters (name, next) VALUES (?1, ?2 + ?3)
			ON CONFLICT (name) DO UPDATE SET next = MAX(counters.next, ?2) + ?3 RETURNING next`,
			string(c), used+1, n).Scan(&next)
	})
	if err != nil {
		return 0, err
	}
	return next - n, nil
}
