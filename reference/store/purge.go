package store

import (
	"context"
	"database/sql"
	"math"
	"time"
)

// expired selects what is to be purged at the time $1: recordings that ended
// KEEPDAYS days ago or earlier. Without a KEEPDAYS (-1), and with 0, a
// recording stays for ever.
const expired = "keepdays BETWEEN 1 AND ($1 - stop_time) / 86400000000"

// mailKept is how long a mail that was sent or given up stays.
const mailKept = 30 * 24 * time.Hour

// purgeChunk bounds one deletion, for which the writer waits.
const purgeChunk = 500

// Purge deletes the recordings whose KEEPDAYS are over at now, and mails that
// are done for 30 days; n is the recordings' number, also beside an error. It
// deletes few at a time, so that others are hardly kept waiting.
func (s *Store) Purge(ctx context.Context, now time.Time) (n int, err error) {
	if err := s.ready(); err != nil {
		return 0, err
	}
	err = s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM mails WHERE state <> '"+MailQueued+"' AND next_attempt <= $1",
			now.Add(-mailKept).UnixMicro())
		return err
	})
	for last := int64(math.MinInt64); err == nil; {
		var ids []int64
		if ids, err = s.expiredAfter(ctx, last, now); err != nil || len(ids) == 0 {
			break
		}
		last = ids[len(ids)-1]
		var deleted int
		deleted, err = s.purge(ctx, ids, now)
		n += deleted
	}
	return n, err
}

// expiredAfter returns the first RECORDIDs above last that are expired, in
// ascending order. It reads beside the writer.
func (s *Store) expiredAfter(ctx context.Context, last int64, now time.Time) (ids []int64, err error) {
	if err := s.ready(); err != nil {
		return nil, err
	}
	rows, err := s.db.read.QueryContext(ctx, "SELECT ident FROM recordings WHERE "+expired+
		" AND ident > $2 ORDER BY ident LIMIT $3", now.UnixMicro(), last, purgeChunk)
	if err != nil {
		return nil, failed(ctx, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, failed(ctx, err)
		}
		ids = append(ids, id)
	}
	return ids, failed(ctx, rows.Err())
}

// purge deletes those of ids that are expired still: a KEEPDAYS may have been
// raised since they were read.
func (s *Store) purge(ctx context.Context, ids []int64, now time.Time) (n int, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		args := append(make([]any, 0, len(ids)+1), now.UnixMicro())
		in, args := among(ids, args)
		res, err := tx.ExecContext(ctx, "DELETE FROM recordings WHERE "+expired+" AND "+in, args...)
		if err != nil {
			return err
		}
		deleted, err := res.RowsAffected()
		n = int(deleted)
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}
