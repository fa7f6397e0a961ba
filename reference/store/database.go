package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// readers bounds the queries that run at once beside the writer.
const readers = 4

// database is the connections to one database.
type database struct {
	engine
	write *sql.DB // one connection
	read  *sql.DB // the writer's in memory

	// moment opens a transaction that sees the database as it is at its start.
	moment sql.TxOptions
	// limit bounds a commit of the writer, 0: nothing does.
	limit time.Duration

	grown, learnAt int // recordings inserted since the opening, and when next to learn
}

// engine is what SQLite and PostgreSQL do each in its own way. All else is the
// same text of SQL for both.
type engine interface {
	// insert writes those of the recordings whose RECORDID is not taken, and
	// returns the others.
	insert(tx *sql.Tx, batch []*pending) (taken []*pending, err error)
	// statistics is the statement that makes the recordings' statistics.
	statistics() string
	// timeline is what to compare and to sort by where the time alone selects.
	timeline() string
	// indexes is the query for the names of the recordings' indexes, but for the
	// key's, and for the statements that make them.
	indexes() string
	// gone says that the database is not there any more although it could
	// still be written; probe asks the database whether it is there.
	gone() error
	probe(ctx context.Context) error
	// close releases what is not a connection of the database.
	close() error
}

// IsURL tells the name of a server's database from that of a file or of one in
// memory.
func IsURL(name string) bool { return strings.Contains(name, "://") }

// connect opens the database that name names, a PostgreSQL URL, a file's path
// or ":memory:".
func connect(ctx context.Context, name string) (*database, error) {
	switch scheme, _, _ := strings.Cut(name, "://"); {
	case name == "":
		return nil, errors.New("store: no database named; give :memory:, a file's path or postgres://USER@HOST/DATABASE")
	case !IsURL(name):
		return openSQLite(ctx, name)
	case scheme == "postgres" || scheme == "postgresql":
		return openPostgres(ctx, name)
	default:
		return nil, fmt.Errorf("store: a database by the URL scheme %q cannot be opened; give :memory:, a file's path or postgres://USER@HOST/DATABASE", scheme)
	}
}

// schema is an engine's migrations and where it notes those that are made.
type schema struct {
	dialect goose.Dialect
	dir     string
	table   string
}

// migrate brings the schema up to date.
func (d *database) migrate(ctx context.Context, s schema) error {
	dir, err := fs.Sub(migrations, s.dir)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(s.dialect, d.write, dir, goose.WithDisableGlobalRegistry(true), goose.WithTableName(s.table))
	if err != nil {
		return err
	}
	has, knows, err := p.GetVersions(ctx)
	if err != nil {
		if advised := explain(err); advised != err {
			return advised
		}
		return fmt.Errorf("its table %s of schema versions is damaged (%w); restore it from a backup, or name another database", s.table, err)
	}
	if has > knows {
		return fmt.Errorf("its schema is version %d and this offhook knows versions up to %d; use a newer offhook or name another database", has, knows)
	}
	_, err = p.Up(ctx)
	return err
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
	ctx, cancel := d.bounded(context.Background())
	defer cancel()
	_, err := d.write.ExecContext(ctx, d.statistics())
	return explain(err)
}

// bounded is ctx with the time that a commit may take.
func (d *database) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if d.limit == 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, d.limit)
}

// close closes what is open.
func (d *database) close() error {
	var errs []error
	if d.read != nil && d.read != d.write {
		errs = append(errs, d.read.Close())
	}
	if d.write != nil {
		errs = append(errs, d.write.Close())
	}
	return errors.Join(append(errs, d.engine.close())...)
}
