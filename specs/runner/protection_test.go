package runner

import (
	"bytes"
	"context"
	"io"
	"net"
	"testing"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/specs/harness"
)

// leaky is a proxy that keeps blackouts to itself, and says that all is well.
func leaky(t *testing.T, upstream string) string {
	return answering(t, func(client net.Conn) {
		defer client.Close()
		server, err := net.Dial("tcp", upstream)
		if err != nil {
			return
		}
		defer server.Close()
		buf := make([]byte, 64<<10)
		for {
			n, err := client.Read(buf) // one request: the suite waits for each answer
			if err != nil {
				return
			}
			request, answered := buf[:n], []byte(nil)
			for _, start := range []string{"AGENTBLACKOUTSTART", "BLACKOUTSTART"} {
				if bytes.Contains(request, []byte("<TYPE>"+start+"<")) {
					request, answered = bytes.Replace(request, []byte(start), []byte("CALLUPDATE"), 1), []byte(start)
				}
			}
			server.Write(request)
			if n, err = server.Read(buf); err != nil {
				return
			}
			answer := buf[:n]
			if answered != nil {
				answer = bytes.ReplaceAll(answer, []byte("CALLUPDATE"), answered)
			}
			if _, err := client.Write(answer); err != nil {
				return
			}
		}
	})
}

func TestUnprotectedSecondsAreMeasured(t *testing.T) {
	t.Parallel()
	entries, err := Select("leave nothing of what they cover", "")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ leaks, files bool }{
		"exports": {false, true}, "status": {false, false},
		"exports of a leak": {true, true}, "status of a leak": {true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sys, err := reference.Start(t.Context(), reference.Config{WebAPI: "127.0.0.1:0"})
			if err != nil {
				t.Fatal(err)
			}
			defer sys.Shutdown(context.Background())
			target := harness.Target{Kind: harness.Remote, API: sys.Addr().String()}
			from := harness.Status
			if c.files {
				target.WebAPI, from = "http://"+sys.WebAPIAddr().String(), harness.Exports
			}
			if c.leaks {
				target.API = leaky(t, sys.Addr().String())
			}
			got := tryAll(t, Options{Target: target, Focus: "x", Profile: "pci"}, entries)
			p := got.Protection
			if p == nil || p.From != from || p.Asked < 0.2 || (p.Unprotected > 0.1) != c.leaks {
				t.Fatalf("%+v: %+v", p, got.Specs)
			}
			if want := map[bool]reports.State{true: reports.Failed, false: reports.Passed}[c.leaks]; got.Specs[0].State != want {
				t.Errorf("%+v", got.Specs[0])
			}
			if err := got.WriteText(io.Discard, false); err != nil {
				t.Error(err)
			}
		})
	}
}
