package dashboard

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/server"
)

// TestMain fails the package if any test leaves a goroutine behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience ends a test that waits for what does not come.
const patience = 20 * time.Second

// fake is a Source that a test sets.
type fake struct {
	mu    sync.Mutex
	state recorder.State
	stats server.Stats
	room  int
	asked int // how often State was
	kept  []server.Exchange
}

func (f *fake) change(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
	f.state.Version++
}

func (f *fake) State(limit int) recorder.State {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	s := f.state
	s.Devices = append([]recorder.DeviceState{}, s.Devices[:min(limit, len(s.Devices))]...)
	return s
}

func (f *fake) Search(text string, limit int) (found []recorder.DeviceState, matches int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, d := range f.state.Devices {
		if strings.Contains(d.ID, text) {
			if matches++; matches <= limit {
				found = append(found, d)
			}
		}
	}
	return found, matches
}

func (f *fake) Look(ids []string, limit int) (found []recorder.DeviceState) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, id := range ids {
		for _, d := range f.state.Devices {
			if d.ID == id {
				found = append(found, d)
			}
		}
	}
	return found
}

func (f *fake) Exchanges(after uint64, room int) (news []server.Exchange) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.room = room
	for _, x := range f.kept {
		if x.Number > after {
			news = append(news, x)
		}
	}
	return news
}

func (f *fake) Stats() server.Stats {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.stats
}

func (f *fake) Now() time.Time                  { return time.Now() }
func (f *fake) Backlog(context.Context) Backlog { return Backlog{Database: true} }

// open serves a fake until the test ends.
func open(t *testing.T, f *fake, cfg Config) *Dashboard {
	t.Helper()
	cfg.Addr, cfg.Source = "127.0.0.1:0", f
	if cfg.Every == 0 {
		cfg.Every = 5 * time.Millisecond
	}
	d, err := Listen(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := d.Shutdown(ctx); err != nil {
			t.Error(err)
		}
	})
	return d
}

// watcher is a viewer in a test.
type watcher struct {
	t    *testing.T
	body io.ReadCloser
	in   *bufio.Scanner
}

func watch(t *testing.T, d *Dashboard, query string) *watcher {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	req, _ := http.NewRequestWithContext(ctx, "GET", "http://"+d.Addr().String()+"/live"+query, nil)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	if kind := res.Header.Get("Content-Type"); res.StatusCode != 200 || kind != "text/event-stream" {
		t.Fatalf("%s, %s", res.Status, kind)
	}
	in := bufio.NewScanner(res.Body)
	in.Buffer(nil, 8<<20)
	return &watcher{t, res.Body, in}
}

// event returns the data of the next event of that name.
func (w *watcher) event(name string, into any) {
	w.t.Helper()
	for w.in.Scan() {
		if w.in.Text() != "event: "+name {
			continue
		}
		w.in.Scan()
		if err := json.Unmarshal([]byte(strings.TrimPrefix(w.in.Text(), "data: ")), into); err != nil {
			w.t.Fatal(err)
		}
		return
	}
	w.t.Fatalf("the stream ended without %s: %v", name, w.in.Err())
}

func eventually(t *testing.T, what string, cond func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !cond(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("never happened: ", what)
		}
	}
}

func TestViewerSeesWhatChanges(t *testing.T) {
	f := &fake{}
	d := open(t, f, Config{})
	w := watch(t, d, "")
	var v view
	w.event("state", &v)
	if len(v.State.Devices) != 0 || v.Run == "" || !v.Backlog.Database {
		t.Errorf("%+v", v)
	}
	f.change(func() {
		f.state.Devices = []recorder.DeviceState{{ID: "1111", CallCount: 1}, {ID: "2222"}}
		f.stats.Requests = 7
		f.kept = append(f.kept, server.Exchange{Number: 1, Function: "CALLSTART", Code: 20, Result: "</script>\u2028"})
	})
	for v.Stats.Requests == 0 {
		w.event("state", &v)
	}
	if len(v.State.Devices) != 2 || len(v.Lanes) != 1 || v.Lanes[0].ID != "1111" {
		t.Errorf("devices %+v, lanes %+v", v.State.Devices, v.Lanes)
	}
	var x exchange
	w.event("exchange", &x)
	if x.Number != 1 || x.Function != "CALLSTART" || x.Label != "API_OK" || x.Result != "</script>\u2028" {
		t.Errorf("%+v", x)
	}
}

func TestViewerSeesWhatItLooksFor(t *testing.T) {
	f := &fake{}
	f.state.Devices = []recorder.DeviceState{{ID: "1111"}, {ID: "2222"}, {ID: "2111"}}
	d := open(t, f, Config{})
	var got found
	watch(t, d, "?find=%2011%20").event("found", &got)
	if got.Find != "11" || got.Matches != 2 || len(got.Devices) != 2 {
		t.Errorf("%+v", got)
	}
	watch(t, d, "?find="+strings.Repeat("%FF", 300)).event("found", &got)
	if got.Matches != 0 {
		t.Errorf("%+v", got)
	}
}

func TestSamplesAreTakenOnlyWhileSomebodyWatches(t *testing.T) {
	f := &fake{}
	d := open(t, f, Config{})
	asked := func() int {
		f.mu.Lock()
		defer f.mu.Unlock()
		return f.asked
	}
	time.Sleep(20 * time.Millisecond)
	if n := asked(); n != 0 {
		t.Errorf("%d samples before anybody came", n)
	}
	for range 2 { // the second viewer comes when sampling has ended
		w := watch(t, d, "")
		before := asked()
		eventually(t, "samples are taken", func() bool { return asked() > before+1 })
		w.body.Close()
		eventually(t, "exchanges are no longer kept", func() bool {
			f.mu.Lock()
			defer f.mu.Unlock()
			return f.room == 0
		})
		n := asked()
		time.Sleep(20 * time.Millisecond)
		if got := asked(); got != n {
			t.Errorf("%d samples after all had gone", got-n)
		}
	}
}

func TestTooManyViewersAreTurnedAway(t *testing.T) {
	f := &fake{}
	d := open(t, f, Config{MaxViewers: 2})
	first := watch(t, d, "")
	watch(t, d, "")
	get := func() int {
		req, _ := http.NewRequest("GET", "http://"+d.Addr().String()+"/live", nil)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		res, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req.WithContext(ctx))
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		return res.StatusCode
	}
	if status := get(); status != http.StatusServiceUnavailable {
		t.Errorf("the third got %d", status)
	}
	first.body.Close()
	eventually(t, "there is room again", func() bool { return get() == 200 })
}

// TestSlowViewerGetsTheLatest: what a viewer has not taken is not kept for it.
func TestSlowViewerGetsTheLatest(t *testing.T) {
	f := &fake{}
	for i := range 80 {
		f.state.Devices = append(f.state.Devices, recorder.DeviceState{ID: strings.Repeat("x", 2000) + string(rune('A'+i))})
	}
	d := open(t, f, Config{Every: time.Millisecond})
	w := watch(t, d, "")
	const changes = 300 // of 160 KB each: far more than sockets hold
	for i := range changes {
		f.change(func() { f.stats.Requests = uint64(i + 1) })
		time.Sleep(time.Millisecond)
	}
	events := 0
	for v := (view{}); v.Stats.Requests < changes; events++ {
		w.event("state", &v)
	}
	if events > changes*2/3 {
		t.Errorf("%d events of %d changes", events, changes)
	}
}

func TestShutdownEndsStreams(t *testing.T) {
	f := &fake{}
	d := open(t, f, Config{})
	w := watch(t, d, "")
	var v view
	w.event("state", &v)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := d.Shutdown(ctx); err != nil {
		t.Fatal(err)
	}
	for w.in.Scan() {
	}
	if err := w.in.Err(); err != nil {
		t.Error(err)
	}
}

func TestPageIsStrict(t *testing.T) {
	d := open(t, &fake{}, Config{})
	for path, want := range map[string]int{"/": 200, "/app.js": 200, "/style.css": 200, "/icon.svg": 200,
		"/index.html": 404, "/page/app.js": 404, "/..%2fdashboard.go": 404, "/nothing": 404} {
		req, _ := http.NewRequest("GET", "http://"+d.Addr().String()+path, nil)
		req.Close = true
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: %s", path, res.Status)
		}
		if csp := res.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'; ") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %s", path, csp)
		}
		if want == 200 && (len(body) == 0 || res.Header.Get("X-Content-Type-Options") != "nosniff") {
			t.Errorf("%s: %d bytes, %v", path, len(body), res.Header)
		}
		if path == "/" && strings.Contains(string(body), "://") {
			t.Error("the page names another address")
		}
	}
	req, _ := http.NewRequest("POST", "http://"+d.Addr().String()+"/", strings.NewReader("x"))
	req.Close = true
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %s", res.Status)
	}
	req, _ = http.NewRequest("GET", "http://"+d.Addr().String()+"/live", nil)
	req.Host, req.Close = "rebound.test", true
	if res, err = http.DefaultClient.Do(req); err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("by another name: %s", res.Status)
	}
}

func TestConnectionsAreBounded(t *testing.T) {
	d := open(t, &fake{}, Config{MaxConns: 3})
	for range 3 {
		c, err := net.Dial("tcp", d.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	c, err := net.Dial("tcp", d.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience))
	if n, err := c.Read(make([]byte, 1)); err == nil || n > 0 {
		t.Error("the fourth is served")
	}
}

func TestElsewhereThanOnLoopbackTheDashboardNeedsAToken(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0"} {
		if d, err := Listen(Config{Addr: addr, Source: &fake{}}); err == nil {
			d.Shutdown(context.Background())
			t.Errorf("%s: open to all", addr)
		}
	}
}

func TestLanesStayWithTheirDevices(t *testing.T) {
	f := &fake{}
	devices := func(from, n int, calls int) {
		for i := range n {
			f.state.Devices = append(f.state.Devices, recorder.DeviceState{ID: string(rune('A' + from + i)), CallCount: calls})
		}
	}
	devices(0, shownLanes+5, 1)
	var l lanes
	now := time.Now()
	ids := func(list []recorder.DeviceState) (s string) {
		for _, d := range list {
			s += d.ID
		}
		return s
	}
	first := ids(l.look(f, now, &f.state))
	if len(first) != shownLanes {
		t.Fatalf("%d lanes", len(first))
	}
	f.state.Devices[0].CallCount = 0 // A rests
	if got := ids(l.look(f, now.Add(laneRest-1), &f.state)); got != first {
		t.Errorf("%s, want %s", got, first)
	}
	f.state.Devices[0].CallCount = 0
	want := string(rune('A'+shownLanes)) + first[1:]
	if got := ids(l.look(f, now.Add(2*laneRest), &f.state)); got != want {
		t.Errorf("%s, want %s: the lane that rests goes to another", got, want)
	}
	f.state.Devices = f.state.Devices[5:] // the recorder has forgotten some
	if got := ids(l.look(f, now.Add(2*laneRest), &f.state)); len(got) != shownLanes {
		t.Errorf("%s: lanes of forgotten devices are given away", got)
	}
}
