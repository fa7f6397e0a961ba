package reference_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/store/postgrestest"
	"github.com/offhook/offhook/sim/client"
)

// inEachStore runs f on a database of each kind.
func inEachStore(t *testing.T, f func(*testing.T, reference.Config)) {
	t.Run("in memory", func(t *testing.T) { f(t, reference.Config{Cores: []int{1}}) })
	t.Run("in a file", func(t *testing.T) {
		f(t, reference.Config{Cores: []int{1}, DB: filepath.Join(t.TempDir(), "recordings.db")})
	})
	t.Run("in PostgreSQL", func(t *testing.T) {
		f(t, reference.Config{Cores: []int{1}, DB: postgrestest.Schema(t)})
	})
}

// TestDatabaseOutageStopsNoCall takes the database away: calls are recorded as
// before, what needs the database answers 23, and when it is back every
// recording is written and announced, once and not before.
func TestDatabaseOutageStopsNoCall(t *testing.T) {
	inEachStore(t, func(t *testing.T, cfg reference.Config) {
		sys := startSystem(t, cfg)
		addr := sys.Addr().String()
		p, events := dial(t, addr), subscribe(t, addr, "RECORD")
		furnish(p)
		eventually(t, "the world is stored", func() bool { return len(events.all("RECORDINGUPDATE")) == 1 })

		sys.SetDatabase(false)
		const calls = 50
		for i := range calls {
			device := fmt.Sprint("out", i)
			p.ok("CALLSTART", "DEVICEID", device)
			p.ok("CALLUPDATE", "DEVICEID", device, "USER1", "lost?")
			p.ok("CALLSTOP", "DEVICEID", device)
		}
		answersWithoutDatabase(p)
		ended := func() int { return len(events.all("RECORDINGSTOPPED")) }
		eventually(t, "the recordings stop", func() bool { return ended() >= 1+calls })
		if n := len(events.all("RECORDINGUPDATE")); n != 1 {
			t.Errorf("%d recordings announced as saved while the database was away", n-1)
		}

		sys.SetDatabase(true)
		eventually(t, "the recordings are announced", func() bool { return len(events.all("RECORDINGUPDATE")) >= ended() })
		rows := map[string]string{} // RECORDID -> DEVICEID
		for _, row := range p.ok("CALLLIST", "USER1", "lost?").Body.Children[5:] {
			if rows[row.Value("RECORDID")] != "" {
				t.Errorf("RECORDID %s is listed twice", row.Value("RECORDID"))
			}
			rows[row.Value("RECORDID")] = row.Value("DEVICEID")
		}
		announced := map[string]bool{}
		for _, ev := range events.all("RECORDINGUPDATE")[1:] {
			id := ev.Get("RECORDID")
			if !strings.HasPrefix(ev.Get("DEVICEID"), "out") {
				continue // of the world
			}
			if rows[id] != ev.Get("DEVICEID") || announced[id] {
				t.Errorf("announced %s of %s: the row is of %q, announced before: %v", id, ev.Get("DEVICEID"), rows[id], announced[id])
			}
			announced[id] = true
		}
		if len(rows) != calls || len(announced) != calls {
			t.Errorf("%d rows and %d announcements of %d recordings", len(rows), len(announced), calls)
		}
		p.ok("CALLUPDATE", "RECORDID", "1", "USER1", "found")
		p.ok("ADDGROUP", "GROUPNAME", "Found")
	})
}

// answersWithoutDatabase calls every function in its shortest way: 23 where
// the catalogue says that it needs the database, success where not.
func answersWithoutDatabase(p peer) {
	p.t.Helper()
	for i := range catalog.Functions {
		f := &catalog.Functions[i]
		if f.Transports&catalog.TCP == 0 || f.Chapter == catalog.DeprecatedChapter {
			continue
		}
		want := catalog.API_OK
		if f.Database {
			want = catalog.API_DATABASE_QUERY_ERROR
		}
		res, err := p.Do(p.t.Context(), &client.Request{Type: f.Name, Pairs: minimal(p.t, f)})
		if err != nil || res.Code != int(want) {
			p.t.Errorf("%s: %v, want %d", f.Name, res, want)
		}
	}
	for _, way := range [][]string{{"RECORDID", "1"}, {"DEVICEID", "out1", "UPDATE_IF_NOT_RECORDING", "Y"}} {
		if res := p.do("CALLUPDATE", append(way, "USER2", "x")...); res.Code != int(catalog.API_DATABASE_QUERY_ERROR) {
			p.t.Errorf("CALLUPDATE %q: %s", way, res.Raw)
		}
	}
}

// TestOutageChangesNothingInTheDirectory refuses changes that cannot be stored
// and makes none of them in memory.
func TestOutageChangesNothingInTheDirectory(t *testing.T) {
	inEachStore(t, func(t *testing.T, cfg reference.Config) {
		sys := startSystem(t, cfg)
		p := dial(t, sys.Addr().String())
		furnish(p)
		before := directoryOf(p)
		sys.SetDatabase(false)
		for _, way := range [][]string{
			{"IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Eve", "LASTNAME", "New"},
			{"IMPORTUSER", "ACTION", "DELETE", "AGENT_ID", "1"},
			{"IMPORTAGENTPHONE", "ACTION", "DELETE", "PHONEID", "7001", "AGENTID", "1"},
			{"IMPORTWORKSTATION", "DEVICEID", "7009", "STATIONNAME", "DESK1", "LOCATIONID", "1"},
			{"ADDGROUP", "GROUPNAME", "Service"},
			{"MODIFYROLE", "ACTION", "DELETE", "ROLENAME", "Listener"},
		} {
			if res := p.do(way[0], way[1:]...); res.Code != int(catalog.API_DATABASE_QUERY_ERROR) {
				t.Errorf("%q: %s", way, res.Raw)
			}
		}
		sys.SetDatabase(true)
		if after := directoryOf(p); after != before {
			t.Errorf("before the outage\n%s\nafter it\n%s", before, after)
		}
	})
}

// directoryOf is what can be seen of the directory.
func directoryOf(p peer) string {
	p.t.Helper()
	users := p.ok("IMPORTUSER", "ACTION", "LIST").Body.Child("AGENTS")
	stations := p.ok("STATIONS").Body.Child("STATIONS")
	role := p.ok("MODIFYROLE", "ACTION", "MODIFY", "ROLENAME", "Listener").Raw
	return fmt.Sprint(*users, *stations, string(role[len(role)/2:]))
}
