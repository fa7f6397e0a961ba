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

// roleIDs holds the highest RoleID ever put, that of deleted roles included;
// mailIDs numbers mails.
const (
	roleIDs Counter = "roleid"
	mailIDs Counter = "mailid"
)

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
	err = s.change(ctx, func(tx *sql.Tx) error {
		var used int64
		if c == RecordIDs {
			if err := tx.QueryRowContext(ctx, "SELECT COALESCE(MAX(ident), 0) FROM recordings").Scan(&used); err != nil {
				return err
			}
		}
		if err := c.raise(ctx, tx, used); err != nil {
			return err
		}
		first, err = c.take(ctx, tx, n)
		return err
	})
	return first, err
}

// raise makes a counter give no number up to used.
func (c Counter) raise(ctx context.Context, tx *sql.Tx, used int64) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO counters (name, next) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET next = excluded.next WHERE counters.next < excluded.next`, string(c), used+1)
	return err
}

// take gives n numbers of a counter that was raised before.
func (c Counter) take(ctx context.Context, tx *sql.Tx, n int64) (first int64, err error) {
	var next int64
	err = tx.QueryRowContext(ctx, "UPDATE counters SET next = next + $1 WHERE name = $2 RETURNING next", n, string(c)).Scan(&next)
	return next - n, err
}
