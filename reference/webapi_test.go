package reference_test

import (
	"context"
	"regexp"
	"testing"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
)

// startWeb starts a system with a WebAPI and returns clients of both.
func startWeb(t testing.TB) (peer, *client.WebAPI) {
	t.Helper()
	sys := startSystem(t, reference.Config{Channels: 20, RandomSeed: 1, WebAPI: "127.0.0.1:0"})
	web, err := client.NewWebAPI("http://"+sys.WebAPIAddr().String(), client.Options{Timeout: patience})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { web.Close() })
	return dial(t, sys.Addr().String()), web
}

// passing matches what differs between two systems that do the same: times,
// and the state of the machine.
var passing = regexp.MustCompile(`<(STARTTIME|STOPTIME|FILENAME|LASTSTATECHANGE|LASTSTATECHANGEUNIXTIME|RECORDINGTIME|DURATION|ADD_TIME|MOD_TIME|SYSTEM\w+|RECORDINGSPACEINFO|RECORDINGTOTAL\w+)>[^<]*`)

// TestEveryFunctionAnswersByHTTPAsByTCP calls every function in every way that
// its declaration tells apart, on two systems in the same state: what HTTP
// answers is what TCP answers, byte for byte.
func TestEveryFunctionAnswersByHTTPAsByTCP(t *testing.T) {
	api, _ := startWeb(t)
	worldOfWeb, web := startWeb(t)
	furnish(api)
	furnish(worldOfWeb)
	calls := 0
	for i := range catalog.Functions {
		f := &catalog.Functions[i]
		if f.Transports != catalog.TCP|catalog.HTTP {
			continue
		}
		for j, w := range ways(t, f) {
			req := &client.Request{Type: f.Name, ID: client.NoID, Pairs: w.pairs}
			want, err := api.Do(context.Background(), req)
			if err != nil {
				t.Fatalf("%s, %s: %v", f.Name, w.name, err)
			}
			send := web.Do
			if j%2 == 1 {
				send = web.Post
			}
			got, err := send(context.Background(), req)
			if err != nil {
				t.Fatalf("%s, %s: %v", f.Name, w.name, err)
			}
			same := func(r *client.Result) string { return passing.ReplaceAllString(string(r.Raw), "<$1>~") }
			if same(got) != same(want) {
				t.Errorf("%s, %s: sent %q\nHTTP %s\nTCP  %s", f.Name, w.name, w.pairs, got.Raw, want.Raw)
			}
			calls++
		}
	}
	if calls < 1000 {
		t.Errorf("only %d calls compared", calls)
	}
}
