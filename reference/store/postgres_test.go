package store

import (
	"net/url"
	"strings"
	"testing"

	"github.com/offhook/offhook/reference/store/postgrestest"
)

func TestOpenPostgresSaysWhatIsWrongAndWhatToDo(t *testing.T) {
	good, err := url.Parse(postgrestest.Schema(t))
	if err != nil {
		t.Fatal(err)
	}
	postgrestest.Shared(t)
	// but is the good URL, changed.
	but := func(edit func(*url.URL)) string {
		u := *good
		edit(&u)
		return u.String()
	}
	with := func(parameter, value string) string {
		return but(func(u *url.URL) {
			q := u.Query()
			q.Set(parameter, value)
			u.RawQuery = q.Encode()
		})
	}
	// changed is the URL of another schema, ours but for a statement.
	changed := func(statement string) string {
		at := postgrestest.Schema(t)
		s, err := Open(t.Context(), at, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.db.write.Exec(statement); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		return at
	}
	others := postgrestest.Schema(t)
	administer(t, "CREATE TABLE "+schemaOf(t, others)+".bookmarks (url TEXT)")
	administer(t, "CREATE SCHEMA untouchable")
	administer(t, "GRANT USAGE ON SCHEMA untouchable TO "+postgrestest.Locked)
	administer(t, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
	used := postgrestest.Schema(t)
	open(t, used, Options{})

	for _, c := range []struct {
		name, url string
		want      []string // what the error must say
	}{
		{"no server", with("host", t.TempDir()), []string{"check that the server runs"}},
		{"no such database", but(func(u *url.URL) { u.Path = "/nowhere" }), []string{`"nowhere"`, "createdb"}},
		{"no such user", but(func(u *url.URL) { u.User = url.UserPassword("nobody", "s3cret") }), []string{"nobody", "user and password"}},
		{"the wrong password", but(func(u *url.URL) { u.User = url.UserPassword(postgrestest.Locked, "s3cret") }), []string{"user and password", "PGPASSWORD"}},
		{"a user who may do nothing", but(func(u *url.URL) {
			u.User, u.RawQuery = url.UserPassword(postgrestest.Locked, postgrestest.Password), strings.Replace(u.RawQuery, "search_path=", "search_path=untouchable,", 1)
		}), []string{"grant"}},
		{"no such schema", with("search_path", "nowhere"), []string{"CREATE SCHEMA"}},
		{"another program's schema", others, []string{schemaOf(t, others), "another program", "search_path"}},
		{"another encoding", but(func(u *url.URL) { u.Path = "/latin" }), []string{"LATIN1", "UTF8"}},
		{"a newer schema", changed("INSERT INTO offhook_schema (version_id, is_applied) VALUES (99, true)"), []string{"version 99", "newer offhook"}},
		{"a damaged table of versions", changed("ALTER TABLE offhook_schema DROP COLUMN version_id"), []string{"offhook_schema", "damaged", "backup"}},
		{"a read-only database", with("default_transaction_read_only", "on"), []string{"read-only", "primary"}},
		{"in use", used, []string{"in use by another offhook", "search_path"}},
		{"an unknown TLS mode", "postgres://joe:s3cret@127.0.0.1/db?sslmode=s3cret", []string{"URL is wrong", "sslmode"}},
		{"a port that is no number", "postgres://joe:s3cret@127.0.0.1:http/db", []string{"URL is wrong", "postgres://USER:PASSWORD@HOST"}},
		{"a password with a slash", "postgres://joe:s3cret/more@127.0.0.1/db", []string{"URL is wrong", "%40"}},
		{"a password with a percent sign", "postgresql://joe:s3cret%zz@127.0.0.1/db", []string{"URL is wrong"}},
		{"a password as parameter", "postgres://joe@127.0.0.1/db?password=s3cret&connect_timeout=s3cret", []string{"URL is wrong"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := Open(t.Context(), c.url, Options{})
			if err == nil {
				s.Close(t.Context())
				t.Fatal("it was opened")
			}
			t.Log(err)
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error does not say %q", want)
				}
			}
			if strings.Contains(err.Error(), "\n") {
				t.Error("the error has more than a line")
			}
			if strings.Contains(err.Error(), "s3cret") {
				t.Error("the error tells the password")
			}
		})
	}
}

func TestPostgresWithAPassword(t *testing.T) {
	at := postgrestest.Schema(t)
	postgrestest.Shared(t)
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	administer(t, "ALTER SCHEMA "+schemaOf(t, at)+" OWNER TO "+postgrestest.Locked)
	u.User = url.UserPassword(postgrestest.Locked, postgrestest.Password)
	var log logbook
	s := open(t, u.String(), Options{Logger: log.logger()})
	s.Save(call(1), nil)
	if err := s.Flush(t.Context()); err != nil {
		t.Error(err)
	}
	administer(t, "ALTER ROLE "+postgrestest.Locked+" NOLOGIN")
	defer administer(t, "ALTER ROLE "+postgrestest.Locked+" LOGIN")
	administer(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"+postgrestest.Locked+"'")
	s.Save(call(2), nil)
	eventually(t, "the outage is logged", func() bool { return log.count("cannot be written") == 1 })
	if log.count(postgrestest.Password) != 0 {
		t.Errorf("the log tells the password:\n%s", log.buf.String())
	}
}

// Two schemas of one database are two databases.
func TestSchemasStandSideBySide(t *testing.T) {
	one, two := open(t, postgrestest.Schema(t), Options{}), open(t, postgrestest.Schema(t), Options{})
	one.Save(call(1), nil)
	if err := one.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, found, err := two.Recording(t.Context(), 1); found || err != nil {
		t.Errorf("the other schema has the recording too (error %v)", err)
	}
	if first, err := two.Reserve(t.Context(), RecordIDs, 1); first != 1 || err != nil {
		t.Errorf("the other schema's first RECORDID is %d, error %v", first, err)
	}
}

// A reader or writer whose session the server ended goes on with a new one.
func TestSessionsThatEndAreReplaced(t *testing.T) {
	s := open(t, postgrestest.Schema(t), Options{})
	for n := 1; n <= 5; n++ {
		administer(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'offhook'")
		s.Save(call(n), nil)
		eventually(t, "the recording is there", func() bool {
			_, found, err := s.Recording(t.Context(), int64(n))
			return err == nil && found
		})
	}
}
