package reference_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/store"
	"github.com/offhook/offhook/reference/store/postgrestest"
	"github.com/offhook/offhook/sim/client"
)

// TestKilledServerKeepsWhatItAcknowledged kills the real server at random
// moments of traffic, again and again on one database. What it acknowledged by
// an event or a result is found afterwards, and neither a RECORDID nor a
// GLOBALCALLID is ever given twice.
func TestKilledServerKeepsWhatItAcknowledged(t *testing.T) {
	lives := 20
	if testing.Short() {
		lives = 2
	}
	t.Run("file", func(t *testing.T) { killAgainAndAgain(t, filepath.Join(t.TempDir(), "recordings.db"), lives) })
	t.Run("postgres", func(t *testing.T) { killAgainAndAgain(t, postgrestest.Schema(t), lives) })
}

func killAgainAndAgain(t *testing.T, db string, lives int) {
	moments := rand.New(rand.NewPCG(1, 2))
	w := acknowledged{given: map[string]int{}, calls: map[string]int{},
		announced: map[int64]string{}, updated: map[int64]string{}, users: map[int64]string{}}
	for life := range lives {
		p := serve(t, "--db", db, "--cores", "1")
		events := subscribe(t, p.api, "RECORD")
		traffic := w.startTraffic(p.api, life, events)
		time.Sleep(time.Duration(moments.IntN(250)) * time.Millisecond)
		p.kill()
		<-events.end
		traffic.Wait()
		w.hear(t, life, events)
	}
	s, err := store.Open(t.Context(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close(context.Background())
	w.check(t, s)
	t.Logf("in %d lives %d recordings ended; acknowledged: %d of them, %d changes of them, %d users",
		lives, len(w.given), len(w.announced), len(w.updated), len(w.users))
	if lives >= 20 && (len(w.announced) == 0 || len(w.updated) == 0 || len(w.users) == 0) {
		t.Error("nothing was acknowledged, and nothing is proven")
	}
}

// acknowledged is what the server said that it is so.
type acknowledged struct {
	given, calls map[string]int // RECORDID and GLOBALCALLID -> the life in which they were

	announced map[int64]string // RECORDID -> DEVICEID
	updated   map[int64]string // RECORDID -> USER2
	users     map[int64]string // AGENTID -> LASTNAME
}

// hear takes in the events of one life.
func (w *acknowledged) hear(t *testing.T, life int, events *eventStream) {
	for _, ev := range events.all("RECORDINGUPDATE") {
		id, err := strconv.ParseInt(ev.Get("RECORDID"), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		w.announced[id] = ev.Get("DEVICEID")
	}
	for _, ev := range events.all("RECORDINGSTOPPED") {
		id, call := ev.Get("RECORDID"), ev.Get("GLOBALCALLID")
		if before, ok := w.given[id]; ok {
			t.Errorf("RECORDID %s of life %d is given again in life %d", id, before, life)
		}
		if before, ok := w.calls[call]; ok && before != life {
			t.Errorf("GLOBALCALLID %s of life %d is given again in life %d", call, before, life)
		}
		w.given[id], w.calls[call] = life, life
	}
}

// check looks for all that was acknowledged.
func (w *acknowledged) check(t *testing.T, s *store.Store) {
	ids := make([]int64, 0, len(w.announced))
	for id := range w.announced {
		ids = append(ids, id)
	}
	recs, err := s.Recordings(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	found := map[int64]recorder.Recording{}
	for _, r := range recs {
		found[r.ID] = r
	}
	for id, device := range w.announced {
		if found[id].DeviceID != device {
			t.Errorf("RECORDID %d of %s was announced and is of %q now", id, device, found[id].DeviceID)
		}
	}
	for id, value := range w.updated {
		if found[id].User[1] != value {
			t.Errorf("RECORDID %d was given USER2 %q and has %q now", id, value, found[id].User[1])
		}
	}
	dir, err := s.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	names := map[int64]string{}
	for _, u := range dir.Users {
		names[u.AgentID] = u.LastName
	}
	for id, name := range w.users {
		if names[id] != name {
			t.Errorf("user %d was added as %s and is %q now", id, name, names[id])
		}
	}
}

// startTraffic lets clients make calls, change stored recordings and add users
// until the server is gone.
func (w *acknowledged) startTraffic(addr string, life int, events *eventStream) *sync.WaitGroup {
	all := new(sync.WaitGroup)
	for i := range 6 {
		device := fmt.Sprintf("l%dc%d", life, i)
		all.Go(func() {
			untilGone(addr, func(n int, do doer) bool {
				return do("CALLSTART", "DEVICEID", device, "USER1", strconv.Itoa(n)) != nil &&
					do("RECORDSTART", "DEVICEID", device) != nil && do("CALLSTOP", "DEVICEID", device) != nil
			})
		})
	}
	all.Go(func() {
		next := 0
		untilGone(addr, func(_ int, do doer) bool {
			news := events.all("RECORDINGUPDATE")
			if next >= len(news) {
				return do("TEST") != nil
			}
			id, value := news[next].Get("RECORDID"), fmt.Sprint("changed in ", life)
			next++
			res := do("CALLUPDATE", "RECORDID", id, "USER2", value)
			if res == nil || res.Code != ok {
				return res != nil
			}
			key, _ := strconv.ParseInt(id, 10, 64)
			w.updated[key] = value
			return true
		})
	})
	all.Go(func() {
		untilGone(addr, func(n int, do doer) bool {
			name := fmt.Sprintf("Of %d-%d", life, n)
			res := do("IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Ann", "LASTNAME", name)
			if res == nil || res.Code != ok {
				return res != nil
			}
			key, _ := strconv.ParseInt(res.Body.Value("AGENTID"), 10, 64)
			w.users[key] = name
			return true
		})
	})
	return all
}

const ok = int(catalog.API_OK)

// doer sends a request; nil says that the server is gone.
type doer func(typ string, pairs ...string) *client.Result

// untilGone lets one client work, with n = 0, 1, ..., until it says that the
// server is gone.
func untilGone(addr string, work func(n int, do doer) bool) {
	c, err := client.Dial(context.Background(), addr, client.Options{Timeout: patience})
	if err != nil {
		return
	}
	defer c.Close()
	do := func(typ string, pairs ...string) *client.Result {
		res, err := c.Do(context.Background(), client.NewRequest(typ, pairs...))
		if err != nil {
			return nil
		}
		return res
	}
	for n := 0; work(n, do); n++ {
	}
}
