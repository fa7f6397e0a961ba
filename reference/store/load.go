package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/offhook/offhook/reference/directory"
	"github.com/offhook/offhook/reference/recorder"
)

// errTaken says that a RECORDID is stored already.
var errTaken = errors.New("is taken")

// Load stores finished recordings that bring their RECORDIDs, and makes
// RecordIDs give only higher ones. It writes them chunk by chunk: where one
// fails, the chunks before it are stored. It is for a store that nobody uses
// yet: numbers that were reserved before are not looked at.
func (s *Store) Load(ctx context.Context, recs []recorder.Recording) error {
	for chunk := range slices.Chunk(recs, maxBatch) {
		batch, highest := make([]*pending, len(chunk)), int64(0)
		for i := range chunk {
			batch[i] = &pending{rec: chunk[i]}
			highest = max(highest, chunk[i].ID)
		}
		var taken []*pending
		err := s.change(ctx, func(tx *sql.Tx) (err error) {
			if taken, err = s.db.insert(tx, batch); err != nil || len(taken) > 0 {
				return errors.Join(err, errTaken)
			}
			return RecordIDs.raise(ctx, tx, highest)
		})
		if len(taken) > 0 {
			return fmt.Errorf("store: RECORDID %d %w", taken[0].rec.ID, errTaken)
		}
		if err != nil {
			return err
		}
		if err := s.db.learn(len(chunk)); err != nil {
			return failed(ctx, err)
		}
	}
	return nil
}

// LoadDirectory makes d the whole directory. Of rows that contradict each
// other the later one wins; a phone without an order follows the one before.
func (s *Store) LoadDirectory(ctx context.Context, d directory.Snapshot) error {
	d = directory.New(directory.Config{}, d).Snapshot()
	return s.change(ctx, func(tx *sql.Tx) error {
		for _, t := range directoryTables {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+t.name); err != nil {
				return err
			}
		}
		for rows := range tablesOf(&d) {
			if err := insertAll(ctx, tx, rows); err != nil {
				return err
			}
		}
		return roleIDs.raise(ctx, tx, d.LastRoleID)
	})
}

// tablesOf gives the rows of d, a table's at a time.
func tablesOf(d *directory.Snapshot) iter.Seq[[]directory.Row] {
	return func(yield func([]directory.Row) bool) {
		_ = yield(asRows(d.Users)) && yield(asRows(d.Phones)) && yield(asRows(d.Workstations)) &&
			yield(asRows(d.Groups)) && yield(asRows(d.Members)) && yield(asRows(d.Permissions)) &&
			yield(asRows(d.Roles)) && yield(asRows(d.RoleGroups)) && yield(asRows(d.UserRoles))
	}
}

func asRows[R directory.Row](rows []R) []directory.Row {
	out := make([]directory.Row, len(rows))
	for i, r := range rows {
		out[i] = r
	}
	return out
}

// insertAll writes the rows of one table, some to a statement: with very many,
// SQLite takes longer to bind the parameters than to write the rows.
func insertAll(ctx context.Context, tx *sql.Tx, rows []directory.Row) error {
	const rowsAtOnce = 20
	for chunk := range slices.Chunk(rows, rowsAtOnce) {
		var t table
		var all []any
		for _, r := range chunk {
			var values []any
			t, values = split(r)
			all = append(all, values...)
		}
		if err := t.insert(ctx, tx, all, len(chunk)); err != nil {
			return err
		}
	}
	return nil
}

// Wipe takes everything out of the database: recordings, those that wait
// included, the directory, mails and counters, which begin at 1 again. It is
// for a store that nobody uses meanwhile: numbers given before are given anew.
func (s *Store) Wipe(ctx context.Context) error {
	if err := s.flush(ctx); err != nil {
		return err
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		for _, t := range append([]table{{name: "recordings"}, {name: "mails"}, {name: "counters"}}, directoryTables...) {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+t.name); err != nil {
				return err
			}
		}
		return nil
	})
}
