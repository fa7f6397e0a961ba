package reference_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/offhook/offhook/sim/client"
)

// TestKilledServerKeepsWhatItAnnounced kills the real server in the middle of
// traffic, again and again on one database. Every RECORDID that it announced
// with RECORDINGUPDATE is found afterwards, and neither a RECORDID nor a
// GLOBALCALLID is ever given twice.
func TestKilledServerKeepsWhatItAnnounced(t *testing.T) {
	db := filepath.Join(t.TempDir(), "recordings.db")
	rounds := 4
	if testing.Short() {
		rounds = 2
	}
	given := map[string]int{}        // RECORDID -> the round in which it was
	calls := map[string]int{}        // GLOBALCALLID -> likewise
	announced := map[string]string{} // RECORDID -> DEVICEID
	for round := range rounds {
		p := serve(t, "--db", db, "--cores", "1")
		checkAnnounced(dial(t, p.api), announced)
		events := subscribe(t, p.api, "RECORD")
		traffic := startTraffic(p.api, round)
		want := 200 + 50*round
		eventually(t, "recordings are announced", func() bool { return len(events.all("RECORDINGUPDATE")) >= want })
		p.kill()
		<-events.end
		traffic.Wait()
		for _, ev := range events.all("RECORDINGUPDATE") {
			announced[ev.Get("RECORDID")] = ev.Get("DEVICEID")
		}
		for _, ev := range events.all("RECORDINGSTOPPED") {
			id := ev.Get("RECORDID")
			if before, ok := given[id]; ok {
				t.Errorf("RECORDID %s of round %d is given again in round %d", id, before, round)
			}
			given[id] = round
			call := ev.Get("GLOBALCALLID")
			if before, ok := calls[call]; ok && before != round {
				t.Errorf("GLOBALCALLID %s of round %d is given again in round %d", call, before, round)
			}
			calls[call] = round
		}
	}
	p := serve(t, "--db", db)
	checkAnnounced(dial(t, p.api), announced)
	t.Logf("%d recordings ended, %d of them announced, in %d lives of the server", len(given), len(announced), rounds)
	p.stop()
}

// startTraffic lets clients make calls until the server is gone.
func startTraffic(addr string, round int) *sync.WaitGroup {
	all := new(sync.WaitGroup)
	for i := range 8 {
		all.Go(func() {
			c, err := client.Dial(context.Background(), addr, client.Options{Timeout: patience})
			if err != nil {
				return
			}
			defer c.Close()
			device := fmt.Sprintf("r%dc%d", round, i)
			for n := 0; ; n++ {
				for _, typ := range []string{"CALLSTART", "RECORDSTART", "CALLSTOP"} {
					if _, err := c.Do(context.Background(), client.NewRequest(typ, "DEVICEID", device, "USER1", strconv.Itoa(n))); err != nil {
						return
					}
				}
			}
		})
	}
	return all
}

// checkAnnounced looks for every recording that was ever announced.
func checkAnnounced(p peer, announced map[string]string) {
	p.t.Helper()
	found := map[string]string{}
	for _, row := range p.ok("CALLLIST", "CALLCOUNT", "10000").Body.Children[5:] {
		if _, twice := found[row.Value("RECORDID")]; twice {
			p.t.Errorf("RECORDID %s is listed twice", row.Value("RECORDID"))
		}
		found[row.Value("RECORDID")] = row.Value("DEVICEID")
	}
	if len(found) == 10_000 {
		p.t.Fatal("more recordings than CALLLIST lists")
	}
	for id, device := range announced {
		if found[id] != device {
			p.t.Errorf("RECORDID %s of %s was announced and is of %q now", id, device, found[id])
		}
	}
}
