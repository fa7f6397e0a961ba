package reference_test

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/store/postgrestest"
)

// TestRealOutageStopsNoCall takes the database away from the real server as
// the world does: calls are recorded as before, what needs the database answers
// 23, and when it is back every recording is written and announced once.
func TestRealOutageStopsNoCall(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	for _, c := range []struct {
		name string
		// lose names a database and how it is lost and found again.
		lose func(t *testing.T) (db string, begin, end func())
	}{
		{"disk full", diskFull},
		{"PostgreSQL stopped", postgresStopped},
		{"PostgreSQL privileges revoked", privilegesRevoked},
	} {
		t.Run(c.name, func(t *testing.T) {
			db, begin, end := c.lose(t)
			srv := serve(t, "--db", db, "--cores", "1")
			p, events := dial(t, srv.api), subscribe(t, srv.api, "RECORD")
			calls := 0
			call := func() {
				calls++
				device := fmt.Sprint("out", calls)
				p.ok("CALLSTART", "DEVICEID", device, "USER1", "lost?")
				p.ok("CALLSTOP", "DEVICEID", device)
			}
			saved := func() int { return len(events.all("RECORDINGUPDATE")) }
			call()
			eventually(t, "the first call is stored", func() bool { return saved() == 1 })

			begin()
			lost := int(catalog.API_DATABASE_QUERY_ERROR)
			eventually(t, "the outage is noticed", func() bool {
				call()
				return p.do("CALLLIST", "USER1", "lost?").Code == lost
			})
			before := saved()
			for range 50 {
				call()
			}
			for _, way := range [][]string{
				{"IMPORTUSER", "ACTION", "LIST"},
				{"IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Eve", "LASTNAME", "New"},
				{"CALLUPDATE", "RECORDID", "1", "USER2", "x"},
				{"ADDGROUP", "GROUPNAME", "Lost"},
			} {
				if res := p.do(way[0], way[1:]...); res.Code != lost {
					t.Errorf("%q: %s", way, res.Raw)
				}
			}
			if n := saved() - before; n != 0 {
				t.Errorf("%d recordings were announced as saved in the outage", n)
			}
			end()

			eventually(t, "every recording is announced", func() bool { return saved() >= calls })
			rows := p.ok("CALLLIST", "USER1", "lost?", "CALLCOUNT", "10000").Body.Children[5:]
			listed := map[string]bool{}
			for _, row := range rows {
				listed[row.Value("RECORDID")] = true
			}
			if saved() != calls || len(rows) != calls || len(listed) != calls {
				t.Errorf("of %d recordings %d were announced and %d listed in %d rows", calls, saved(), len(listed), len(rows))
			}
			p.ok("CALLUPDATE", "RECORDID", "1", "USER2", "x")
			p.ok("ADDGROUP", "GROUPNAME", "Found")
			srv.stop()
		})
	}
}

// diskFull is a SQLite file on a small disk.
func diskFull(t *testing.T) (db string, begin, end func()) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v: %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	ballast := filepath.Join(dir, "ballast")
	return filepath.Join(dir, "recordings.db"),
		func() {
			if err := os.WriteFile(ballast, make([]byte, 8<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("the disk does not fill: %v", err)
			}
		},
		func() { os.Remove(ballast) }
}

func postgresStopped(t *testing.T) (db string, begin, end func()) {
	db, server := postgrestest.Schema(t), postgrestest.Shared(t)
	return db, func() { server.Stop() }, func() {
		if err := server.Start(); err != nil {
			t.Fatal(err)
		}
	}
}

func privilegesRevoked(t *testing.T) (db string, begin, end func()) {
	db = postgrestest.Schema(t)
	server := postgrestest.Shared(t)
	u, err := url.Parse(db)
	if err != nil {
		t.Fatal(err)
	}
	tables := "ALL ON ALL TABLES IN SCHEMA " + u.Query().Get("search_path")
	execute := func(text string) {
		if err := server.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	return db, func() { execute("REVOKE " + tables + " FROM offhook") }, func() { execute("GRANT " + tables + " TO offhook") }
}
