package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/pressly/goose/v3"
)

// postgresSchema's table of versions also marks a schema as ours.
var postgresSchema = schema{goose.DialectPostgres, "migrations/postgres", "offhook_schema"}

const (
	connectTimeout = 5 * time.Second  // where the URL gives none
	commitTimeout  = 30 * time.Second // of a server that does not answer
)

// writerSettings are those of the connection that writes. What it commits is
// durable, it gives up where a lock is held, and the server notices within half
// a minute that its peer is gone, and frees the database for who takes over.
var writerSettings = map[string]string{
	"synchronous_commit":      "on",
	"lock_timeout":            "2s",
	"tcp_keepalives_idle":     "10",
	"tcp_keepalives_interval": "5",
	"tcp_keepalives_count":    "3",
	"tcp_user_timeout":        "25s",
}

// readerSettings are those of the connections that read. A plan made for any
// value is a bad one where most rows share a value.
var readerSettings = map[string]string{
	"default_transaction_read_only": "on",
	"plan_cache_mode":               "force_custom_plan",
}

// postgresEngine is a schema of a PostgreSQL server, version 12 or later.
type postgresEngine struct {
	read *sql.DB
}

// openPostgres opens the database at a URL, whose parameters are those of
// libpq; search_path names the schema. It stays locked against other processes
// for as long as it is connected.
func openPostgres(ctx context.Context, rawURL string) (*database, error) {
	cfg, err := pgx.ParseConfig(rawURL)
	if err != nil {
		return nil, fmt.Errorf("store: the database's URL is wrong: %s", misspelt(rawURL, err))
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = connectTimeout
	}
	d := &database{
		write:   postgresPool(cfg, 1, writerSettings, stdlib.OptionAfterConnect(occupy), stdlib.OptionResetSession(renew)),
		read:    postgresPool(cfg, readers, readerSettings),
		moment:  sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
		limit:   commitTimeout,
		learnAt: firstLearning,
	}
	d.engine = &postgresEngine{read: d.read}
	if err := d.prepare(ctx); err != nil {
		d.close()
		at := net.JoinHostPort(cfg.Host, strconv.Itoa(int(cfg.Port)))
		return nil, fmt.Errorf("store: cannot open the PostgreSQL database %q at %s: %w", cfg.Database, at, explain(err))
	}
	return d, nil
}

// misspelt says what is wrong with a URL, but never its password. Where it
// cannot be taken apart any piece of it may be the password's.
func misspelt(rawURL string, err error) string {
	u, notURL := url.Parse(rawURL)
	cause := errors.Unwrap(err)
	if notURL != nil || cause == nil {
		return "write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE, special characters in the password as %40 for @ and so on"
	}
	text := cause.Error()
	password, _ := u.User.Password()
	for _, secret := range []string{password, u.Query().Get("password"), u.Query().Get("sslpassword")} {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "...")
		}
	}
	return text
}

// postgresPool makes up to n connections, when needed.
func postgresPool(base *pgx.ConnConfig, n int, settings map[string]string, o ...stdlib.OptionOpenDB) *sql.DB {
	cfg := base.Copy()
	if cfg.RuntimeParams["application_name"] == "" {
		cfg.RuntimeParams["application_name"] = "offhook"
	}
	cfg.RuntimeParams["client_encoding"] = "UTF8"
	maps.Copy(cfg.RuntimeParams, settings)
	db := sql.OpenDB(connector{stdlib.GetConnector(*cfg, o...)})
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db
}

// errOccupied says that another process holds the database.
var errOccupied = errors.New("it is in use by another offhook; end that one, or name another database or schema (?search_path=NAME)")

// occupy takes the lock that keeps other processes off the schema. It is the
// session's, so that whoever writes holds it; a predecessor that was killed is
// waited for, until the server has noticed.
func occupy(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1, hashtext(current_schema()))", int32(applicationID))
	if code(err) == lockNotAvailable {
		err = errOccupied
	}
	if err != nil {
		conn.Close(ctx)
	}
	return err
}

// renew replaces a session that was begun while the database was read-only: it
// stays so when the database no longer is. PostgreSQL 14 and later tell.
func renew(_ context.Context, conn *pgx.Conn) error {
	if conn.PgConn().ParameterStatus("default_transaction_read_only") == "on" {
		return driver.ErrBadConn
	}
	return nil
}

// prepare refuses a database of another program, brings a schema of ours up to
// date, and proves that it can be written.
func (d *database) prepare(ctx context.Context) error {
	var encoding string
	var schema sql.NullString
	var ours, tables int
	if err := d.write.QueryRowContext(ctx, `SELECT current_setting('server_encoding'), current_schema(),
		count(*) FILTER (WHERE tablename = $1), count(*)
		FROM pg_tables WHERE schemaname = current_schema()`, postgresSchema.table).Scan(&encoding, &schema, &ours, &tables); err != nil {
		return err
	}
	switch {
	case encoding != "UTF8":
		return fmt.Errorf("its encoding is %s, which cannot hold every name; create one with ENCODING 'UTF8' TEMPLATE template0", encoding)
	case !schema.Valid:
		return errors.New("there is no schema of the URL's search_path that the user may use; create it with CREATE SCHEMA, or leave search_path out")
	case ours == 0 && tables > 0:
		return fmt.Errorf("its schema %s holds tables of another program; name another database or schema (?search_path=NAME)", schema.String)
	}
	if ours == 0 {
		// The migrations' library would try this for seconds.
		if err := d.try(ctx, "CREATE TABLE "+postgresSchema.table+" ()"); err != nil {
			return err
		}
	}
	if err := d.migrate(ctx, postgresSchema); err != nil {
		return err
	}
	_, err := d.write.ExecContext(ctx, "UPDATE counters SET next = next WHERE name = ''")
	return err
}

// try executes a statement and takes it back.
func (d *database) try(ctx context.Context, text string) error {
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	_, err = tx.ExecContext(ctx, text)
	return err
}

// insertColumns writes rows that come column by column.
var insertColumns = func() string {
	arrays := make([]string, len(recordingColumns))
	types := map[string]string{"string": "text", "int64": "bigint", "bool": "boolean"}
	for i, v := range values(nil, new(recorder.Recording)) {
		arrays[i] = fmt.Sprintf("$%d::%s[]", i+1, types[fmt.Sprintf("%T", v)])
	}
	return "INSERT INTO recordings (" + strings.Join(recordingColumns, ", ") + ") SELECT * FROM unnest(" +
		strings.Join(arrays, ", ") + ") ON CONFLICT (ident) DO NOTHING RETURNING ident"
}()

func (e *postgresEngine) insert(tx *sql.Tx, batch []*pending) (taken []*pending, err error) {
	rows, err := tx.Query(insertColumns, columns(batch)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	inserted := make(map[int64]bool, len(batch))
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		inserted[id] = true
	}
	if len(inserted) < len(batch) {
		for _, p := range batch {
			if !inserted[p.rec.ID] {
				taken = append(taken, p)
			}
			delete(inserted, p.rec.ID) // a second one of the batch is not it
		}
	}
	return taken, rows.Err()
}

// columns is the values of recordingColumns, each column a slice.
func columns(batch []*pending) []any {
	all := make([]any, len(recordingColumns))
	args := make([]any, 0, len(recordingColumns))
	for n, p := range batch {
		args = values(args[:0], &p.rec)
		for i, v := range args {
			switch v := v.(type) {
			case string:
				column[string](all, i, len(batch))[n] = v
			case int64:
				column[int64](all, i, len(batch))[n] = v
			case bool:
				column[bool](all, i, len(batch))[n] = v
			}
		}
	}
	return all
}

// column is the slice at i, made with n values where it is missing.
func column[T any](all []any, i, n int) []T {
	if all[i] == nil {
		all[i] = make([]T, n)
	}
	return all[i].([]T)
}

func (e *postgresEngine) statistics() string { return "ANALYZE recordings" }

// timeline is as the index of the time has it.
func (e *postgresEngine) timeline() string { return "(recording_time + 0)" }

func (e *postgresEngine) indexes() string {
	return "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'recordings' AND indexname <> 'recordings_pkey'"
}

func (e *postgresEngine) gone() error { return nil }

// probe asks for what every function of the database needs.
func (e *postgresEngine) probe(ctx context.Context) error {
	var n int
	return e.read.QueryRowContext(ctx, "SELECT count(*) FROM counters").Scan(&n)
}

func (e *postgresEngine) close() error { return nil }

// lockNotAvailable is the SQLSTATE of a lock that another session holds.
const lockNotAvailable = "55P03"

// code is the SQLSTATE of an error of the server, "" of any other.
func code(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
