package runner

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/specs/harness"
)

// TestAServerThatLooksDifferentConforms runs the whole suite against the
// reference behind a proxy that changes everything about its answers that the
// manual and the errata leave free. What fails here is unfair, or wrong.
func TestAServerThatLooksDifferentConforms(t *testing.T) {
	// The suite is dealt out to several servers, for it mostly waits.
	const servers = 4
	for n := range servers {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			t.Parallel()
			var share []*harness.Entry
			for i, e := range harness.Entries() {
				if i%servers == n {
					share = append(share, e)
				}
			}
			looksDifferent(t, share)
		})
	}
}

func looksDifferent(t *testing.T, entries []*harness.Entry) {
	box, relay := mailboxFor(t)
	sys, err := reference.Start(t.Context(), reference.Config{Cores: []int{7, 12}, WebAPI: "127.0.0.1:0", Control: "127.0.0.1:0", Relay: relay})
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Shutdown(context.Background())
	target := harness.Target{Kind: harness.Remote, API: disguised(t, sys.Addr().String()),
		WebAPI: disguisedWeb(t, sys.WebAPIAddr().String()), Conditions: planeOf(t, sys), Mailbox: box}
	s := prepared(t, Options{Target: target}, entries...)
	for _, e := range s.entries {
		s.try(t.Context(), e, true)
	}
	c := s.report(t.Context(), time.Now())
	allPassed(t, c, len(entries))
	for id, want := range map[string]string{"E-01": "lf", "E-02": "17", "E-03": "error"} {
		if got, seen := c.Readings[id]; seen && got != want {
			t.Errorf("reading of %s is %s, the disguise is %s", id, got, want)
		}
	}
}

// disguised is a proxy before a server; it returns its address.
func disguised(t *testing.T, upstream string) string {
	return answering(t, func(client net.Conn) {
		defer client.Close()
		server, err := net.Dial("tcp", upstream)
		if err != nil {
			return
		}
		defer server.Close()
		go func() {
			io.Copy(server, client)
			server.(*net.TCPConn).CloseWrite()
		}()
		frames := wire.NewReader(server, wire.Limits{MaxMessage: 64 << 20, MaxDepth: 64})
		for {
			frame, err := frames.Next()
			if err != nil {
				return
			}
			e, err := wire.ParseElement(frame)
			if err != nil {
				t.Errorf("the reference sent what cannot be read: %v: %s", err, frame)
				return
			}
			out := inDisguise(&e)
			// In two segments, cut anywhere.
			half := out.Len() * 2 / 3
			client.Write(out.Bytes()[:half])
			if _, err := client.Write(out.Bytes()[half:]); err != nil {
				return
			}
		}
	})
}

// inDisguise returns e as another server would have said it.
func inDisguise(e *wire.Element) *bytes.Buffer {
	var out bytes.Buffer
	out.WriteString("<?xml version=\"1.0\"?>\n")
	disguise(e)
	pretty(&out, e, "")
	return &out
}

// disguisedWeb is a proxy before a WebAPI, whose errors have an HTTP status of
// their own (E-42); it returns its URL.
func disguisedWeb(t *testing.T, upstream string) string {
	var transport http.Transport
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out, err := http.NewRequest(r.Method, "http://"+upstream+r.URL.RequestURI(), r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		out.Header, out.ContentLength = r.Header, r.ContentLength
		resp, err := transport.RoundTrip(out)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		e, syntax := wire.ParseElement(bytes.TrimSpace(body))
		if err != nil || syntax != nil {
			w.WriteHeader(resp.StatusCode)
			w.Write(body)
			return
		}
		if e.Value("RESULTCODE") != "20" {
			w.WriteHeader(http.StatusUnprocessableEntity)
		}
		w.Write(inDisguise(&e).Bytes())
	}))
	t.Cleanup(func() {
		s.Close()
		transport.CloseIdleConnections()
	})
	return s.URL
}

// disguise changes what is free: the form of errors (E-03), 17 for 16 (E-02),
// the order of siblings, further elements, MODULE, file names.
func disguise(e *wire.Element) {
	if code := e.Child("RESULTCODE"); e.Name == "RESULT" && code != nil && code.Text != "20" {
		label, message := e.Child("RESULTTYPE"), e.Child("RESULTMSG")
		if message.Text != label.Text {
			message.Text = label.Text + ": " + message.Text
		}
		label.Text = "ERROR"
		if code.Text == "16" {
			code.Text = "17"
		}
	}
	for i := range e.Children {
		disguise(&e.Children[i])
	}
	switch e.Name {
	case "MODULE":
		e.Text = "Cti"
	case "FILENAME":
		e.Text = strings.Replace(e.Text, ".wav", ".cca", 1)
	}
	if len(e.Children) > 0 {
		// Siblings of one name keep their order: rows may have a meaning in theirs.
		slices.SortStableFunc(e.Children, func(a, b wire.Element) int { return strings.Compare(b.Name, a.Name) })
		e.Children = append(e.Children, wire.Leaf("ZVENDOR", "more"))
	}
}

// pretty writes an element over several lines that end with LF, blank ones
// self-closed.
func pretty(b *bytes.Buffer, e *wire.Element, indent string) {
	b.WriteString(indent)
	switch {
	case len(e.Children) > 0:
		b.WriteString("<" + e.Name + ">\n")
		for i := range e.Children {
			pretty(b, &e.Children[i], indent+"  ")
		}
		b.WriteString(indent + "</" + e.Name + ">\n")
	case e.Text == "":
		b.WriteString("<" + e.Name + "/>\n")
	default:
		b.Write(wire.AppendField(nil, e.Name, e.Text))
		b.WriteByte('\n')
	}
}
