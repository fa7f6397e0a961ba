package control_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/sim/client"
	"github.com/offhook/offhook/sim/control"
)

func TestAPlaneSetsWhatItIsTold(t *testing.T) {
	ctx := t.Context()
	sys, err := reference.Start(ctx, reference.Config{Cores: []int{7, 3}, Control: "127.0.0.1:0", ControlToken: "t"})
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Shutdown(context.Background())
	at := "http://" + sys.ControlAddr().String()
	if _, err := control.Open(ctx, at, "wrong"); err == nil || !strings.Contains(err.Error(), "token") {
		t.Errorf("a wrong token: %v", err)
	}
	p, err := control.Open(ctx, at+"/", "t")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if got := p.Cores(); !slices.Equal(got, []int{3, 7}) {
		t.Errorf("cores %v", got)
	}
	c, err := client.Dial(ctx, sys.Addr().String(), client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	answers := func(what string, err error, want int) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		res, err := c.Do(ctx, client.NewRequest("CALLSTART", "DEVICEID", "1"))
		if err != nil || res.Code != want {
			t.Errorf("%s: %v %v, want %d", what, res, err, want)
		}
	}
	answers("a core down", p.SetCore(ctx, 3, false), 46)
	answers("a disk full", p.Set(ctx, "disk", "full"), 2)
	answers("a core up", p.SetCore(ctx, 3, true), 2)
	answers("the disk in order", p.Set(ctx, "disk", nil), 20)
	answers("a rule", p.Set(ctx, "force", map[string]any{"CALLSTART": map[string]any{"code": 1}}), 1)
	answers("without the database", p.SetDatabase(ctx, false), 1)
	answers("all in order", p.Normal(ctx), 20)
	if err := p.Set(ctx, "disc", "full"); err == nil || !strings.Contains(err.Error(), "there are channels") {
		t.Errorf("a condition that is none: %v", err)
	}
	answers("the clock moved", p.Advance(ctx, time.Hour), 20)
	var state struct {
		Ahead string `json:"ahead"`
		Count struct{ Calls int }
	}
	if err := p.Get(ctx, "/state", &state); err != nil || state.Ahead != "1h0m0s" || state.Count.Calls != 1 {
		t.Errorf("state %+v, %v", state, err)
	}
	if err := p.Reset(ctx, ""); err != nil {
		t.Error(err)
	}
	if err := p.Get(ctx, "/state", &state); err != nil || state.Ahead != "0s" || state.Count.Calls != 0 {
		t.Errorf("after a reset: %+v, %v", state, err)
	}
}

func TestWhatIsNoPlaneIsSaidToBeNone(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			return
		}
		http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
	}))
	defer other.Close()
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<html>")) }))
	defer page.Close()
	for at, says := range map[string]string{
		"":                     "no URL",
		"127.0.0.1:8080":       "no URL",
		"ftp://127.0.0.1":      "no URL",
		"http://u:p@127.0.0.1": "no URL",
		"http://h/state":       "no URL",
		"http://127.0.0.1:1":   "see serve --control",
		other.URL:              "redirects",
		page.URL:               "does not answer as one",
	} {
		if _, err := control.Open(t.Context(), at, "t"); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q", at, err, says)
		}
	}
}
