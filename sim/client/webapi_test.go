package client

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// page serves h as a WebAPI, until the test ends.
func page(t *testing.T, h http.HandlerFunc) *httptest.Server {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// webOK answers every request with API_OK and its parameters as RESULTMSG.
func webOK(w http.ResponseWriter, r *http.Request) {
	r.ParseForm()
	io.WriteString(w, strings.Replace(ok("<REQUESTID>"+r.Form.Get("REQUESTID")+"</REQUESTID>"), "<RESULTMSG>API_OK",
		"<RESULTMSG>"+strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(r.Form.Get("DEVICEID")), 1))
}

func newWeb(t *testing.T, address string, o Options) *WebAPI {
	t.Helper()
	w, err := NewWebAPI(address, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func TestWebAPISendsRequestsByGetAndPost(t *testing.T) {
	type seen struct{ method, path, query, body, from string }
	var last seen
	s := page(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		last = seen{r.Method, r.URL.Path, r.URL.RawQuery, string(body), r.RemoteAddr}
		webOK(w, r)
	})
	w := newWeb(t, s.URL, Options{})
	req := NewRequest("CALLSTART", "DEVICEID", "a&b =c+<é>")
	res, err := w.Do(context.Background(), req)
	if err != nil || !res.OK() || res.Message != "a&b =c+<é>" || res.RequestID != "1" {
		t.Fatalf("%+v, %v", res, err)
	}
	first := last
	if first.method != "GET" || first.path != DefaultPage || first.query != "TYPE=CALLSTART&REQUESTID=1&DEVICEID=a%26b+%3Dc%2B%3C%C3%A9%3E" {
		t.Errorf("sent %+v", first)
	}
	if res, err = w.Post(context.Background(), req); err != nil || res.Message != "a&b =c+<é>" || res.RequestID != "2" {
		t.Fatalf("%+v, %v", res, err)
	}
	if last.method != "POST" || last.query != "" || !strings.HasPrefix(last.body, "TYPE=CALLSTART&REQUESTID=2&") || last.from != first.from {
		t.Errorf("sent %+v after %+v", last, first)
	}
	if res, err = w.Do(context.Background(), NewRequest("TEST", "REQUESTID", "x")); err != nil || last.query != "TYPE=TEST&REQUESTID=x" {
		t.Errorf("sent %+v, got %+v, %v", last, res, err)
	}
}

func TestWebAPIOpensAnotherConnectionAfterTheServerEndedOne(t *testing.T) {
	s := page(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		webOK(w, r)
	})
	w := newWeb(t, s.URL+"/webAPI.php", Options{})
	for range 3 {
		if _, err := w.Do(context.Background(), NewRequest("TEST")); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWebAPIReadsAResultOfAnyStatus(t *testing.T) {
	s := page(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		io.WriteString(w, "<RESULT><RESULTTYPE>ERROR</RESULTTYPE><RESULTCODE>48</RESULTCODE></RESULT>")
	})
	res, err := newWeb(t, s.URL, Options{}).Do(context.Background(), NewRequest("TEST"))
	if err != nil || res.Code != 48 {
		t.Errorf("%+v, %v", res, err)
	}
}

func TestWebAPISaysWhatIsWrongWithAnAnswer(t *testing.T) {
	for _, c := range []struct {
		name, say string
		kind      error
		says      string
	}{
		{"a page", "HTTP/1.1 404 Not Found\r\nContent-Length: 8\r\n\r\nno <page", ErrGarbage, "404"},
		{"another document", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<A/>", ErrGarbage, "<A>"},
		{"no HTTP", "hello\r\n\r\n", ErrGarbage, "HTTP"},
		{"nothing", "", ErrClosed, "ended the connection"},
		{"half a body", "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<RESULT>", ErrClosed, "whole answer"},
		{"a body too long", "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + strings.Repeat("x", 5000), ErrGarbage, "too long"},
		{"headers without end", "HTTP/1.1 200 OK\r\n" + strings.Repeat("X: "+strings.Repeat("y", 1000)+"\r\n", 100), ErrGarbage, "too long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			addr := serve(t, func(nc net.Conn, in *bufio.Reader) {
				if _, err := http.ReadRequest(in); err == nil {
					io.WriteString(nc, c.say)
				}
			})
			_, err := newWeb(t, "http://"+addr, Options{MaxMessage: 4000}).Do(context.Background(), NewRequest("TEST"))
			if !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("silence", func(t *testing.T) {
		addr := serve(t, func(nc net.Conn, in *bufio.Reader) { io.Copy(io.Discard, in) })
		_, err := newWeb(t, addr, Options{Timeout: 20 * time.Millisecond}).Do(context.Background(), NewRequest("TEST"))
		if !errors.Is(err, ErrTimeout) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("another's result", func(t *testing.T) {
		addr := serve(t, func(nc net.Conn, in *bufio.Reader) {
			http.ReadRequest(in)
			body := ok("<REQUESTID>77</REQUESTID>")
			fmt.Fprintf(nc, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		})
		res, err := newWeb(t, addr, Options{}).Do(context.Background(), NewRequest("TEST"))
		if !errors.As(err, new(*MismatchError)) || res == nil {
			t.Errorf("got %v, %v", res, err)
		}
	})
	t.Run("nobody there", func(t *testing.T) {
		_, err := newWeb(t, "http://127.0.0.1:1", Options{}).Do(context.Background(), NewRequest("TEST"))
		if !errors.Is(err, ErrUnreachable) {
			t.Errorf("got %v", err)
		}
	})
}

func TestWebAPITrustsTheFingerprintGiven(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(webOK))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	shown := strings.ReplaceAll(fmt.Sprintf("% X", sha256.Sum256(s.Certificate().Raw)), " ", ":")
	for _, c := range []struct{ name, fingerprint, says string }{
		{"as it is shown", shown, ""},
		{"without colons, lower case", strings.ToLower(strings.ReplaceAll(shown, ":", "")), ""},
		{"another's", strings.Repeat("00:", 31) + "00", shown},
		{"none", "", shown},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, err := newWeb(t, s.URL, Options{Fingerprint: c.fingerprint}).Do(context.Background(), NewRequest("TEST"))
			switch {
			case c.says == "" && (err != nil || !res.OK()):
				t.Errorf("%v, %v", res, err)
			case c.says != "" && (!errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), c.says)):
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("TLS with a server that has none", func(t *testing.T) {
		plain := page(t, webOK)
		_, err := newWeb(t, strings.Replace(plain.URL, "http:", "https:", 1), Options{}).Do(context.Background(), NewRequest("TEST"))
		if err == nil || !strings.Contains(err.Error(), "does not speak TLS") {
			t.Errorf("got %v", err)
		}
	})
}

func TestNewWebAPIRefusesWhatIsNoAddress(t *testing.T) {
	for _, address := range []string{"", "ftp://x", "http://", "http://x/y?z=1", "http://u:p@x", "http://a b", "://", "http://x:y"} {
		if _, err := NewWebAPI(address, Options{}); err == nil || !strings.Contains(err.Error(), "http://127.0.0.1:2012") {
			t.Errorf("%q: %v", address, err)
		}
	}
	if _, err := NewWebAPI("https://x", Options{Fingerprint: "AB:CD"}); err == nil || !strings.Contains(err.Error(), "64 hexadecimal") {
		t.Errorf("got %v", err)
	}
	for address, want := range map[string]string{
		"127.0.0.1:2012":          "http://127.0.0.1:2012/webAPI.aspx",
		"https://h:2013/":         "https://h:2013/webAPI.aspx",
		"http://h:1/webAPI.php":   "http://h:1/webAPI.php",
		"http://[::1]:2012/x%20y": "http://[::1]:2012/x%20y",
	} {
		if w, err := NewWebAPI(address, Options{}); err != nil || w.URL() != want {
			t.Errorf("%s: %v, %v", address, w, err)
		}
	}
}

func TestWebAPITracesWhatWentOverTheWire(t *testing.T) {
	s := page(t, webOK)
	var sent, received strings.Builder
	w := newWeb(t, s.URL, Options{Trace: func(d Direction, _ time.Time, b []byte) {
		if d == Sent {
			sent.Write(b)
		} else {
			received.Write(b)
		}
	}})
	if _, err := w.Do(context.Background(), NewRequest("TEST")); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(sent.String(), "GET /webAPI.aspx?TYPE=TEST&REQUESTID=1 HTTP/1.1\r\n") || !strings.HasPrefix(received.String(), "HTTP/1.1 200 OK\r\n") {
		t.Errorf("sent %q, received %q", sent.String(), received.String())
	}
}
