package reference_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
)

// TestManyClientsOnSharedDevices lets 64 clients call all functions at random
// on a few devices, agents and groups, while cores go and come. Every answer
// must be one of its function's row, and in the end the books must balance:
// each recording that started has stopped and was announced once.
func TestManyClientsOnSharedDevices(t *testing.T) {
	const clients = 64
	requests := 60
	if testing.Short() {
		requests = 20
	}
	sys := startSystem(t, reference.Config{Cores: []int{1, 2}, Channels: 4, RandomSeed: 7})
	addr := sys.Addr().String()
	events := subscribe(t, addr, "RECORD")
	var all sync.WaitGroup
	for i := range clients {
		all.Go(func() {
			visit(t, addr, func(c *client.Conn) { muddle(t, c, rand.New(rand.NewPCG(1, uint64(i))), requests) })
		})
	}
	p := dial(t, addr)
	for i := range 10 { // one core is up always
		for _, up := range []bool{false, true} {
			if err := sys.SetCore(1+i%2, up); err != nil {
				t.Error(err)
			}
			for range 20 {
				p.ok("TEST")
			}
		}
	}
	all.Wait()
	hangUpAll(p)
	balance(t, p, events)
}

// muddle sends requests drawn from r.
func muddle(t testing.TB, c *client.Conn, r *rand.Rand, requests int) {
	for range requests {
		f := &catalog.Functions[r.IntN(len(catalog.Functions))]
		if r.IntN(2) == 0 {
			f = catalog.Lookup([]string{"CALLSTART", "CALLSTOP", "CALLUPDATE", "RECORDSTART", "BLACKOUTSTART"}[r.IntN(5)])
		}
		if f.Transports&catalog.TCP == 0 || f.Name == "EVENTS" {
			continue
		}
		req := &client.Request{Type: f.Name}
		for i := range f.Params {
			if p := &f.Params[i]; p.Name != catalog.REQUESTID && (p.Required || p.Identifies || r.IntN(3) == 0) {
				req.Set(p.Name.String(), draw(t, r, p.Name))
			}
		}
		res, err := c.Do(context.Background(), req)
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
			return
		}
		code := catalog.Code(res.Code)
		if f.Outcome(code) == nil && code != catalog.API_BLANK_REQUIRED_VALUE && code != catalog.API_INVALID_MESSAGE_FORMAT {
			t.Errorf("%s %v: %s", f.Name, req.Pairs, res.Raw)
		}
		if code == catalog.API_OK {
			if err := obeys(f.Layout, res.Body.Children[5:]); err != nil {
				t.Errorf("%s: %v: %s", f.Name, err, res.Raw)
			}
		}
	}
}

// draw returns a value of which there are few, so that clients meet.
func draw(t testing.TB, r *rand.Rand, n catalog.Name) string {
	some := func(format string, of int) string { return fmt.Sprintf(format, 1+r.IntN(of)) }
	switch n {
	case catalog.DEVICEID, catalog.PHONEID:
		return some("700%d", 8)
	case catalog.DEVICEALIAS, catalog.STATIONNAME, catalog.SYS_USER, catalog.CRM_USER:
		if r.IntN(2) == 0 {
			return ""
		}
		return n.String()[:1] + some("%d", 4)
	case catalog.CALLINSTANCE, catalog.SESSIONID, catalog.AGENTID, catalog.AGENT_ID, catalog.GROUPID, catalog.ROLEID, catalog.USERID:
		return some("%d", 3)
	case catalog.FIRSTNAME, catalog.LASTNAME, catalog.USERNAME, catalog.GROUPNAME, catalog.ROLENAME:
		return some("n%d", 3)
	case catalog.PASSWORD:
		return "" // hashing is slow on purpose
	case catalog.RECORDID, catalog.IDENT:
		return some("%d", 50)
	case catalog.ACTION:
		return []string{"ADD", "DELETE", "MODIFY", "LIST"}[r.IntN(4)]
	}
	return exampleOf(t, n)
}

// hangUpAll ends every call, partial recording and chat that muddle can have
// begun.
func hangUpAll(p peer) {
	p.t.Helper()
	for i := 1; i <= 3; i++ {
		p.ok("CHATSTOP", "SESSIONID", fmt.Sprint(i))
	}
	list := p.ok("DEVICELIST")
	for _, d := range list.Body.Child("DEVICES").Children {
		if d.Name != "DEVICE" {
			continue
		}
		id := d.Value("DEVICEID")
		for {
			calls := 0
			status := p.ok("DEVICERECORDINGSTATUS", "DEVICEID", id)
			for _, c := range status.Body.Child("DEVICE").Children {
				if c.Name == "RECORDING" {
					calls++
					p.ok("CALLSTOP", "DEVICEID", id)
				}
			}
			if calls == 0 {
				break
			}
		}
	}
}

// balance checks that nothing is recorded any more, and that each recording
// was begun, ended and announced once.
func balance(t testing.TB, p peer, events *eventStream) {
	t.Helper()
	for _, ch := range p.ok("CHANNELS").Body.Child("CHANNELS").Children {
		if s := ch.Value("STATE"); s != "Idle" {
			t.Errorf("channel %s is %s", ch.Value("ID"), s)
		}
	}
	p.ok("CALLLIST") // all that was saved before is stored now, and announced
	var started, stopped, saved int
	eventually(t, "every recording is announced", func() bool {
		started, stopped = len(events.all("RECORDINGSTARTED")), len(events.all("RECORDINGSTOPPED"))
		saved = len(events.all("RECORDINGUPDATE"))
		return started > 0 && started == stopped && stopped == saved
	})
	seen := map[string]int{}
	for _, typ := range []string{"RECORDINGSTOPPED", "RECORDINGUPDATE"} {
		for _, ev := range events.all(typ) {
			seen[ev.Get("RECORDID")]++
		}
	}
	for id, n := range seen {
		if n != 2 {
			t.Errorf("RECORDID %s: %d events instead of a RECORDINGSTOPPED and a RECORDINGUPDATE", id, n)
		}
	}
	t.Logf("%d recordings", saved)
}
