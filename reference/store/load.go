package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"

	"github.com/offhook/offhook/reference/directory"
	"github.com/offhook/offhook/reference/recorder"
)

// Load stores finished recordings that bring their RECORDIDs, all or, where one
// is taken or comes with an error, none. RecordIDs gives only higher numbers
// afterwards. It is for a store that nobody uses yet: numbers that were reserved
// before are not looked at, and nobody else can write meanwhile.
func (s *Store) Load(ctx context.Context, recs iter.Seq2[recorder.Recording, error]) error {
	var refused error // not by the database
	loaded := 0
	err := s.change(ctx, func(tx *sql.Tx) error {
		restore, err := s.dropIndexes(ctx, tx)
		if err != nil {
			return err
		}
		batch, highest := make([]*pending, 0, maxBatch), int64(0)
		write := func() error {
			taken, err := s.db.insert(tx, batch)
			if len(taken) > 0 {
				refused = fmt.Errorf("store: RECORDID %d is taken", taken[0].rec.ID)
			}
			loaded += len(batch)
			batch = batch[:0]
			return cmp.Or(err, refused, ctx.Err())
		}
		for rec, err := range recs {
			if err != nil {
				refused = err
				return err
			}
			highest = max(highest, rec.ID)
			if batch = append(batch, &pending{rec: rec}); len(batch) == cap(batch) {
				if err := write(); err != nil {
					return err
				}
			}
		}
		if err := write(); err != nil {
			return err
		}
		if err := restore(); err != nil {
			return err
		}
		return RecordIDs.raise(ctx, tx, highest)
	})
	if refused != nil {
		return refused
	}
	if err != nil {
		return err
	}
	return failed(ctx, s.db.learn(loaded))
}

// dropIndexes takes the indexes off a table of recordings that is empty, for
// they are made several times faster of all rows at once; restore makes them.
func (s *Store) dropIndexes(ctx context.Context, tx *sql.Tx) (restore func() error, err error) {
	var full bool
	if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM recordings)").Scan(&full); err != nil {
		return nil, err
	}
	if full {
		return func() error { return nil }, nil
	}
	rows, err := tx.QueryContext(ctx, s.db.indexes())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names, texts []string
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return nil, err
		}
		names, texts = append(names, name), append(texts, text)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rows.Close() // or its connection is busy
	if err := execute(ctx, tx, "DROP INDEX ", names); err != nil {
		return nil, err
	}
	return func() error { return execute(ctx, tx, "", texts) }, nil
}

// execute executes statements that begin alike.
func execute(ctx context.Context, tx *sql.Tx, begin string, rest []string) error {
	for _, text := range rest {
		if _, err := tx.ExecContext(ctx, begin+text); err != nil {
			return err
		}
	}
	return nil
}

// LoadDirectory makes d the whole directory. Of rows that contradict each
// other the later one wins; a phone without an order follows the one before.
func (s *Store) LoadDirectory(ctx context.Context, d directory.Snapshot) error {
	d = directory.New(directory.Config{}, d).Snapshot()
	return s.change(ctx, func(tx *sql.Tx) error {
		if err := empty(ctx, tx, directoryTables...); err != nil {
			return err
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
		if err := empty(ctx, tx, table{name: "recordings"}, table{name: "mails"}, table{name: "counters"}); err != nil {
			return err
		}
		return empty(ctx, tx, directoryTables...)
	})
}

// empty deletes all rows of tables.
func empty(ctx context.Context, tx *sql.Tx, tables ...table) error {
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = t.name
	}
	return execute(ctx, tx, "DELETE FROM ", names)
}
