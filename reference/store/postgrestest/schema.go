package postgrestest

import (
	"fmt"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"
)

// variable names a running server's database for the tests to use.
const variable = "OFFHOOK_TEST_POSTGRES"

var (
	server  = sync.OnceValues(New) // of this test binary
	started atomic.Bool

	common sync.Once // makes the schema of Common
	made   atomic.Int64
)

// Shared returns the private server that the tests of this binary share, or
// skips the test where there is none.
func Shared(t testing.TB) *Server {
	t.Helper()
	if os.Getenv(variable) != "" {
		t.Skip("the server that " + variable + " names is not this test's to stop or to change")
	}
	started.Store(true)
	s, err := server()
	if err == ErrNotInstalled {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Schema makes a schema that the test's end deletes and returns its URL. It
// skips the test where there is no server.
func Schema(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("offhook_test_%d_%d", os.Getpid(), made.Add(1))
	at := create(t, name)
	t.Cleanup(func() {
		if err := drop(name); err != nil {
			t.Error(err)
		}
	})
	return at
}

// Common returns the URL of a schema that all tests of this binary share, one
// after the other, each finding what the one before left there.
func Common(t testing.TB) string {
	t.Helper()
	common.Do(func() { create(t, commonName()) })
	return locate(t, commonName())
}

func commonName() string { return fmt.Sprintf("offhook_test_%d", os.Getpid()) }

// Close ends the shared server, if there is one: for TestMain.
func Close() {
	if os.Getenv(variable) != "" {
		drop(commonName())
	}
	if started.Load() {
		if s, err := server(); err == nil {
			s.Remove()
		}
	}
}

func create(t testing.TB, name string) string {
	t.Helper()
	var err error
	if given := os.Getenv(variable); given != "" {
		err = execute(given, "CREATE SCHEMA "+name)
	} else {
		err = Shared(t).Exec("CREATE SCHEMA " + name + " AUTHORIZATION " + owner)
	}
	if err != nil {
		t.Fatal(err)
	}
	return locate(t, name)
}

// locate is the URL of a schema.
func locate(t testing.TB, name string) string {
	t.Helper()
	given := os.Getenv(variable)
	if given == "" {
		return Shared(t).url(owner, owner, name)
	}
	u, err := url.Parse(given)
	if err != nil {
		t.Fatal(variable + " is no URL")
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

func drop(name string) error {
	text := "DROP SCHEMA IF EXISTS " + name + " CASCADE"
	if given := os.Getenv(variable); given != "" {
		return execute(given, text)
	}
	s, err := server()
	if err != nil {
		return err
	}
	return s.Exec(text)
}
