package runner

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/mailbox"
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

// toned is a proxy of the WebAPI that puts a tone into what is silent in the
// files that it hands on, the last tenth of a second of each silence excepted.
func toned(t *testing.T, upstream string) string {
	to, err := url.Parse(upstream)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		res, err := http.Get(to.String() + r.URL.RequestURI())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer res.Body.Close()
		file, _ := io.ReadAll(res.Body)
		if bytes.HasPrefix(file, []byte("RIFF")) {
			tone(file[44:])
		}
		w.Header().Set("Content-Type", res.Header.Get("Content-Type"))
		w.Write(file)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// tone makes every silence of 16-bit samples heard.
func tone(samples []byte) {
	silent := 0
	for i := 0; i+1 < len(samples); i += 2 {
		if samples[i] != 0 || samples[i+1] != 0 {
			silent = 0
		} else if silent++; silent > 800 { // a tenth of a second
			binary.LittleEndian.PutUint16(samples[i-1600:], uint16(int16(3000*(1-silent/8%2*2))))
		}
	}
}

// stored reads recordings' files as a hook would, from what the WebAPI exports.
type stored struct{ web string }

func (stored) CanFetchRecordings() bool { return true }
func (stored) CanFetchMail() bool       { return false }
func (s stored) Recording(_ context.Context, _, recordID string) ([]byte, error) {
	res, err := http.Get(s.web + "/webAPI.aspx?type=export&requestid=1&uniquefield=ident&media_format=wav&uniqueid=" + recordID)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	return io.ReadAll(res.Body)
}
func (stored) Letters(context.Context, string) ([]*mailbox.Letter, error) { return nil, nil }

func TestUnprotectedSecondsAreMeasured(t *testing.T) {
	t.Parallel()
	entries, err := Select("leaves nothing of what it covers", "")
	if err != nil || len(entries) < 10 {
		t.Fatal(len(entries), err)
	}
	for name, c := range map[string]struct {
		keeps, tones bool // blackouts to itself; what exports do not silence
		from         string
	}{
		"exports":                  {from: "exports"},
		"files":                    {from: "files"},
		"exports, files":           {from: "exports, files"},
		"exports of a deaf server": {keeps: true, from: "exports"},
		"files of a deaf server":   {keeps: true, from: "files"},
		"exports with a tone":      {tones: true, from: "exports"},
		"neither":                  {},
		"neither of a deaf server": {keeps: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sys, err := reference.Start(t.Context(), reference.Config{WebAPI: "127.0.0.1:0"})
			if err != nil {
				t.Fatal(err)
			}
			defer sys.Shutdown(context.Background())
			web := "http://" + sys.WebAPIAddr().String()
			target := harness.Target{Kind: harness.Remote, API: sys.Addr().String()}
			if strings.Contains(c.from, "exports") {
				target.WebAPI = web
			}
			if strings.Contains(c.from, "files") {
				target.Fetching = stored{web}
			}
			if c.keeps {
				target.API = leaky(t, sys.Addr().String())
			}
			if c.tones {
				target.WebAPI = toned(t, web)
			}
			got := tryTogether(t, Options{Target: target, Focus: "x", Profile: "pci", Parallel: 16}, entries)
			var text strings.Builder
			if err := got.WriteText(&text, false); err != nil {
				t.Error(err)
			}
			p := got.Protection
			if c.from == "" {
				if p != nil || got.Verdict != reports.Incomplete || !strings.Contains(text.String(), "unprotected   not measured") ||
					!strings.Contains(text.String(), "cannot be measured: the target offers no exports, and no hook reads a recording's file") {
					t.Errorf("%+v\n%s", p, &text)
				}
				return
			}
			leaks := c.keeps || c.tones
			if p == nil || p.From != c.from || p.Asked < 3 || (p.Unprotected > 0.5) != leaks || !leaks && p.Unprotected != 0 {
				t.Errorf("%+v\n%s", p, &text)
			}
			if want := map[bool]reports.Verdict{true: reports.Nonconforming, false: reports.Conforms}[leaks]; got.Verdict != want {
				t.Errorf("%s, want %s\n%s", got.Verdict, want, &text)
			}
			if leaks && got.Summary.Passed > 1 {
				t.Errorf("%d specs passed\n%s", got.Summary.Passed, &text)
			}
			if s := strconv.Itoa(p.Blackouts) + " blackouts, told from " + c.from; !strings.Contains(text.String(), s) {
				t.Errorf("no %q in\n%s", s, &text)
			}
		})
	}
}
