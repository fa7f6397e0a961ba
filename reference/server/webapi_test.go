package server

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
)

// startWeb is start with a WebAPI.
func startWeb(t testing.TB, cfg Config, h Handler) *Server {
	cfg.WebAPI = "127.0.0.1:0"
	return start(t, cfg, h)
}

// response is what a peer was answered by HTTP.
type response struct {
	*http.Response
	body string
}

// response reads one response.
func (p *peer) response() response {
	p.t.Helper()
	r, err := http.ReadResponse(p.in, nil)
	if err != nil {
		p.t.Fatalf("response: %v", err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		p.t.Fatalf("response %s: %v", r.Status, err)
	}
	return response{r, string(b)}
}

// get sends a GET and reads the response.
func (p *peer) get(target string) response {
	p.t.Helper()
	p.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n")
	return p.response()
}

// post sends a form, after the lines of header given.
func (p *peer) post(target, body, header string) response {
	p.t.Helper()
	p.send(fmt.Sprintf("POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n%s\r\n%s", target, len(body), header, body))
	return p.response()
}

const form = "Content-Type: application/x-www-form-urlencoded\r\n"

// is checks the status and that the body holds every part.
func (r response) is(t testing.TB, status int, parts ...string) {
	t.Helper()
	if r.StatusCode != status {
		t.Errorf("status %s, want %d; body %.300q", r.Status, status, r.body)
	}
	for _, part := range parts {
		if !strings.Contains(r.body, part) {
			t.Errorf("body %.300q without %q", r.body, part)
		}
	}
}

func TestWebAPIAnswersWithTheResultThatTCPGives(t *testing.T) {
	s := startWeb(t, Config{}, echo)
	api, web := dial(t, s.Addr()), dial(t, s.WebAPIAddr())
	for _, c := range []struct{ name, xml, query string }{
		{"an echo", request("CALLSTART", 7, "DEVICEID", "a &amp; b &lt;c>"), "type=CALLSTART&requestid=7&deviceid=a+%26%20b+%3Cc%3E"},
		{"lower case", request("CALLSTART", 7, "DEVICEID", "1"), "type=callstart&RequestId=7&deviceID=1"},
		{"a blank TYPE", request("", 7), "type=&requestid=7"},
		{"an unknown TYPE", "<REQUEST><TYPE>NO&lt;SUCH</TYPE><REQUESTID>7</REQUESTID></REQUEST>\r\n", "type=no%3csuch&requestid=7"},
		{"a wrong REQUESTID", "<REQUEST><TYPE>TEST</TYPE><REQUESTID>-1</REQUESTID></REQUEST>\r\n", "type=TEST&requestid=-1"},
		{"a missing value", request("ADDGROUP", 7), "type=ADDGROUP&requestid=7"},
		{"a deprecated function", request("MODECHANGE", 7), "type=MODECHANGE&requestid=7"},
		{"windows-1252", request("CALLSTART", 7, "DEVICEID", "é€"), "type=CALLSTART&requestid=7&deviceid=%E9%80"},
	} {
		t.Run(c.name, func(t *testing.T) {
			api.send(c.xml)
			want := api.line() + wire.Terminator
			for _, how := range []string{"GET", "POST"} {
				var got response
				if how == "GET" {
					got = web.get("/webAPI.aspx?" + c.query)
				} else {
					got = web.post("/webAPI.php", c.query, form)
				}
				if got.StatusCode != http.StatusOK || got.body != want {
					t.Errorf("%s: %s %q, TCP says %q", how, got.Status, got.body, want)
				}
				if kind := got.Header.Get("Content-Type"); kind != "text/xml; charset=utf-8" {
					t.Errorf("%s: Content-Type %q", how, kind)
				}
				if got.Header.Get("Cache-Control") != "no-store" {
					t.Error("may be cached")
				}
			}
		})
	}
}

func TestWebAPIReadsRequests(t *testing.T) {
	s := startWeb(t, Config{}, handlerFunc(func(req *catalog.Request) catalog.Result {
		if req.Via != catalog.HTTP {
			t.Error("not by HTTP")
		}
		return catalog.Result{Code: catalog.API_OK, Message: req.Value(catalog.DEVICEID) + "|" + req.Value(catalog.ANI)}
	}))
	const call = "type=CALLSTART&requestid=7&"
	for _, c := range []struct {
		name, target, body string
		says               []string
	}{
		{"the page in any case", "/WEBAPI.Aspx?" + call + "deviceid=1", "", []string{"1|", tag("RESULTCODE", 20)}},
		{"the other page", "/webapi.PHP?" + call + "deviceid=1", "", []string{"1|"}},
		{"an absolute URL", "http://x/webAPI.aspx?" + call + "deviceid=1", "", []string{"1|"}},
		{"the first of several", "/webAPI.aspx?" + call + "deviceid=1&DEVICEID=2&ani=&ani=3", "", []string{tag("RESULTMSG", "1|")}},
		{"the URL before the form", "/webAPI.aspx?" + call + "deviceid=1", "deviceid=2&ani=3", []string{tag("RESULTMSG", "1|3")}},
		{"nothing at all", "/webAPI.aspx", "", []string{tag("RESULTCODE", 15), tag("REQUESTID", 0)}},
		{"a question mark and no more", "/webAPI.aspx?", "", []string{tag("RESULTCODE", 15)}},
		{"EVENTS", "/webAPI.aspx?type=events&requestid=7&eventclass=ALL", "", []string{tag("RESULTCODE", 44), tag("REQUESTTYPE", "EVENTS"), tag("REQUESTID", 7)}},
		{"a broken percent encoding", "/webAPI.aspx?" + call + "ani=100%", "", []string{tag("RESULTCODE", 16), tag("REQUESTTYPE", "CALLSTART"), tag("REQUESTID", 7), "%25"}},
		{"a NUL", "/webAPI.aspx?" + call + "ani=%00", "", []string{tag("RESULTCODE", 16), tag("REQUESTID", 7), "U+0000"}},
		{"a thousand parameters too many", "/webAPI.aspx?" + call + strings.Repeat("x&", 1000), "", []string{tag("RESULTCODE", 16), "more than 1000"}},
		{"another REQUEST within a value", "/webAPI.aspx?" + call + "deviceid=%3C/DEVICEID%3E%3CANI%3E1", "", []string{"&lt;/DEVICEID&gt;&lt;ANI&gt;1|"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := dial(t, s.WebAPIAddr())
			if c.body == "" {
				p.get(c.target).is(t, http.StatusOK, c.says...)
			} else {
				p.post(c.target, c.body, form).is(t, http.StatusOK, c.says...)
			}
			p.get("/webAPI.aspx?type=TEST&requestid=1").is(t, http.StatusOK, tag("RESULTCODE", 20)) // on the same connection
		})
	}
}

func TestWebAPIRefusesWhatIsNoRequest(t *testing.T) {
	s := startWeb(t, Config{}, handlerFunc(func(*catalog.Request) catalog.Result {
		t.Error("executed")
		return catalog.OK()
	}))
	long := strings.Repeat("x", 64<<10)
	for _, c := range []struct {
		name, send string
		status     int
		says       string
		goesOn     bool
	}{
		{"another path", "GET /?type=TEST&requestid=1 HTTP/1.1\r\nHost: x\r\n\r\n", 404, "/webAPI.aspx", true},
		{"a path below", "GET /webAPI.aspx/x?type=TEST&requestid=1 HTTP/1.1\r\nHost: x\r\n\r\n", 404, "", true},
		{"a path beside", "GET /../webAPI.aspx?type=TEST&requestid=1 HTTP/1.1\r\nHost: x\r\n\r\n", 404, "", true},
		{"PUT", "PUT /webAPI.aspx HTTP/1.1\r\nHost: x\r\n\r\n", 405, "GET and POST", true},
		{"DELETE", "DELETE /webAPI.aspx?type=TEST&requestid=1 HTTP/1.1\r\nHost: x\r\n\r\n", 405, "", true},
		{"a long URL", "GET /webAPI.aspx?" + long + " HTTP/1.1\r\nHost: x\r\n\r\n", 414, "65536", true},
		{"a URL without end", "GET /webAPI.aspx?" + strings.Repeat(long, 16) + " HTTP/1.1\r\nHost: x\r\n\r\n", 431, "", false},
		{"headers without end", "GET /webAPI.aspx HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X: "+long[:1000]+"\r\n", 1000) + "\r\n", 431, "", false},
		{"a large body", "POST /webAPI.aspx HTTP/1.1\r\nHost: x\r\n" + form + "Content-Length: 65537\r\n\r\n" + long + "x", 413, "65536", false},
		{"a huge body announced", "POST /webAPI.aspx HTTP/1.1\r\nHost: x\r\n" + form + "Content-Length: 99999999999\r\n\r\n", 413, "", false},
		{"a body of another type", "POST /webAPI.aspx HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", 415, "x-www-form-urlencoded", false},
		{"a body of no type", "POST /webAPI.aspx HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na=", 415, "", false},
		{"a compressed body", "POST /webAPI.aspx HTTP/1.1\r\nHost: x\r\n" + form + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\na=", 415, "encoding", false},
		{"a GET with a body", "GET /webAPI.aspx?type=TEST&requestid=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na=", 400, "POST", false},
		{"no Host", "GET /webAPI.aspx HTTP/1.1\r\n\r\n", 400, "", false},
		{"an expectation", "POST /webAPI.aspx HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\nContent-Length: 2\r\n\r\na=", 417, "", false},
		{"a request of the API", test(1), 400, "", false},
		{"garbage", "\x00\x01\x02\r\n\r\n", 400, "", false},
		{"TLS", "\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03 random", 400, "http://", false},
		{"chunks without end", "POST /webAPI.aspx HTTP/1.1\r\nHost: x\r\n" + form + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n", 411, "Content-Length", false},
		{"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := dial(t, s.WebAPIAddr())
			go io.WriteString(p, c.send) // the server need not read it all
			got := p.response()
			if c.name == "HTTP/2" && got.StatusCode == 404 {
				got.StatusCode = 505 // which of both is net/http's choice
			}
			got.is(t, c.status, c.says)
			if c.goesOn {
				p.get("/nowhere").is(t, http.StatusNotFound)
			} else if rest, _ := io.ReadAll(p.in); len(rest) > 0 {
				t.Errorf("goes on: %.100q", rest)
			}
		})
	}
	if n := s.Stats().Requests; n != 0 {
		t.Errorf("%d requests counted", n)
	}
}

func TestWebAPIRefusesHEADWithoutABody(t *testing.T) {
	p := dial(t, startWeb(t, Config{}, echo).WebAPIAddr())
	p.send("HEAD " + testPage + " HTTP/1.1\r\nHost: x\r\n\r\n")
	p.expect("405")
	for p.line() != "" {
	}
	p.get(testPage).is(t, http.StatusOK)
}

func TestWebAPISmugglesNothing(t *testing.T) {
	s := startWeb(t, Config{}, handlerFunc(func(req *catalog.Request) catalog.Result {
		t.Errorf("executed %s", req.Value(catalog.DEVICEID))
		return catalog.OK()
	}))
	const hidden = "GET /webAPI.aspx?type=CALLSTART&requestid=9&deviceid=hidden HTTP/1.1\r\nHost: x\r\n\r\n"
	const post = "POST /webAPI.aspx HTTP/1.1\r\nHost: x\r\n" + form
	length := fmt.Sprintf("Content-Length: %d\r\n", len(hidden)+5)
	for _, c := range []struct{ name, send string }{
		{"length and chunks", post + length + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden},
		{"chunks and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + hidden},
		{"chunks alone", post + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden},
		{"two encodings", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + hidden},
		{"a list of encodings", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + hidden},
		{"an unknown encoding", post + length + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + hidden},
		{"a folded encoding", post + length + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + hidden},
		{"a blank before the colon", post + "Content-Length : 5\r\n\r\n0\r\n\r\n" + hidden},
		{"two lengths", post + "Content-Length: 0\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + hidden},
		{"a list of lengths", post + "Content-Length: 0, 5\r\n\r\n0\r\n\r\n" + hidden},
		{"a signed length", post + "Content-Length: +0\r\n\r\n" + hidden},
		{"a negative length", post + "Content-Length: -1\r\n\r\n" + hidden},
		{"a length with more", post + "Content-Length: 0x0\r\n\r\n" + hidden},
		{"HTTP/1.0 with chunks", strings.Replace(post, "1.1", "1.0", 1) + "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n" + hidden},
		{"a GET with a body", "GET /webAPI.aspx HTTP/1.1\r\nHost: x\r\n" + length + "\r\n0\r\n\r\n" + hidden},
		{"a CR within a header", post + "X: a\rContent-Length: 5\r\n\r\n" + hidden},
		{"a line without a colon", post + "nonsense\r\n\r\n" + hidden},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := dial(t, s.WebAPIAddr())
			p.send(c.send)
			got := p.response()
			if got.StatusCode == http.StatusOK && !strings.Contains(got.body, tag("RESULTCODE", 15)) {
				t.Errorf("%s %s", got.Status, got.body)
			}
			if rest, _ := io.ReadAll(p.in); strings.Contains(string(rest), "hidden") || strings.HasPrefix(string(rest), "HTTP/1.1 200") {
				t.Errorf("goes on: %.300q", rest)
			}
		})
	}
}

func TestWebAPIAnswersWhatIsPipelinedInOrder(t *testing.T) {
	s := startWeb(t, Config{}, echo)
	p := dial(t, s.WebAPIAddr())
	var all strings.Builder
	for i := 1; i <= 50; i++ {
		fmt.Fprintf(&all, "GET /webAPI.aspx?type=TEST&requestid=%d HTTP/1.1\r\nHost: x\r\n\r\n", i)
	}
	p.send(all.String())
	for i := 1; i <= 50; i++ {
		p.response().is(t, http.StatusOK, tag("REQUESTID", i), tag("RESULTCODE", 20))
	}
	if st := s.Stats(); st.Requests != 50 || st.Accepted != 1 {
		t.Errorf("%+v", st)
	}
}

func TestWebAPIAnswersAPanicAndGoesOn(t *testing.T) {
	var log syncBuffer
	s := startWeb(t, Config{Logger: textLogger(&log)}, handlerFunc(func(req *catalog.Request) catalog.Result {
		if req.Value(catalog.DEVICEID) == "boom" {
			panic("it went wrong")
		}
		return catalog.OK()
	}))
	p, other := dial(t, s.WebAPIAddr()), dial(t, s.WebAPIAddr())
	p.get("/webAPI.aspx?type=CALLSTART&requestid=7&deviceid=boom").is(t, http.StatusInternalServerError,
		tag("REQUESTTYPE", "CALLSTART")+tag("REQUESTID", 7), tag("RESULTCODE", 4))
	p.expectEnd()
	other.get("/webAPI.aspx?type=CALLSTART&requestid=8&deviceid=1").is(t, http.StatusOK, tag("RESULTCODE", 20))
	if got := log.String(); !strings.Contains(got, "it went wrong") || !strings.Contains(got, p.LocalAddr().String()) {
		t.Errorf("logged %s", got)
	}
}

func TestWebAPIVerboseShowsExchanges(t *testing.T) {
	var log syncBuffer
	s := startWeb(t, Config{Verbose: true, Logger: textLogger(&log)}, echo)
	p := dial(t, s.WebAPIAddr())
	p.get("/webAPI.aspx?type=IMPORTUSER&requestid=7&action=ADD&username=jd%1f").is(t, http.StatusOK)
	p.get("/webAPI.aspx?type=IMPORTUSER&requestid=7&action=ADD&username=jdoe&password=hunter2&PASSWORD=hunter3&firstname=a%e9").is(t, http.StatusOK)
	got := log.String()
	for _, part := range []string{"via=http", p.LocalAddr().String(), "jdoe", "PASSWORD=***", "repeated, the first counts: PASSWORD", "windows-1252"} {
		if !strings.Contains(got, part) {
			t.Errorf("%s\ndoes not show %s", got, part)
		}
	}
	if strings.Contains(got, "hunter") {
		t.Errorf("shows the password: %s", got)
	}
}

func TestListenSaysWhatToDoAboutTheWebAPIsAddresses(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, c := range []struct {
		name string
		cfg  Config
		says string
	}{
		{"the plain port in use", Config{WebAPI: taken.Addr().String()}, "--webapi"},
		{"the TLS port in use", Config{WebAPITLS: taken.Addr().String()}, "--webapi-tls"},
		{"a certificate that is not used", Config{TLSCert: "a.pem", TLSKey: "b.pem"}, "--webapi-tls HOST:PORT"},
		{"a certificate without a key", Config{WebAPITLS: "127.0.0.1:0", TLSCert: "a.pem"}, "--tls-key"},
		{"a key without a certificate", Config{WebAPITLS: "127.0.0.1:0", TLSKey: "b.pem"}, "--tls-cert"},
		{"a certificate that is not there", Config{WebAPITLS: "127.0.0.1:0", TLSCert: "nosuch.pem", TLSKey: "b.pem"}, "nosuch.pem"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.cfg.API = "127.0.0.1:0"
			_, err := Listen(c.cfg, echo)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}
