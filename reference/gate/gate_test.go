package gate

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestWhoMayComeIn(t *testing.T) {
	const token = "correct horse"
	local, page, open := "127.0.0.1:80", "link", "0.0.0.0:80"
	gates := map[string]*Gate{}
	for name, c := range map[string]struct {
		listen string
		o      Options
	}{local: {local, Options{}}, page: {"box.test:80", Options{Links: true, Token: token}}, open: {open, Options{Token: token}}, "named": {"localhost:80", Options{}}} {
		g, err := New(c.listen, c.o)
		if err != nil {
			t.Fatal(name, err)
		}
		gates[name] = g
	}
	cases := []struct {
		name   string
		gate   string
		method string
		host   string
		header map[string]string
		want   int
	}{
		{"a program", local, "POST", "127.0.0.1:80", nil, 200},
		{"by another number", local, "GET", "127.0.0.9:80", nil, 200},
		{"by IPv6", local, "GET", "[::1]:80", nil, 200},
		{"by name", local, "GET", "LocalHost:80", nil, 200},
		{"without a port", local, "GET", "localhost", nil, 200},
		{"by a name that points here", local, "GET", "evil.test:80", nil, 403},
		{"by a name like ours", local, "GET", "localhost.evil.test", nil, 403},
		{"by a name like a number", local, "GET", "127.0.0.1.evil.test", nil, 403},
		{"without a host", local, "GET", "", nil, 403},
		{"our own page", local, "POST", "127.0.0.1:80", map[string]string{"Origin": "http://127.0.0.1:80", "Sec-Fetch-Site": "same-origin"}, 200},
		{"typed into a browser", local, "GET", "127.0.0.1:80", map[string]string{"Sec-Fetch-Site": "none"}, 200},
		{"another page", local, "POST", "127.0.0.1:80", map[string]string{"Origin": "http://evil.test"}, 403},
		{"another port's page", local, "POST", "127.0.0.1:80", map[string]string{"Origin": "http://127.0.0.1:81"}, 403},
		{"a page of no origin", local, "POST", "127.0.0.1:80", map[string]string{"Origin": "null"}, 403},
		{"a script of another page", local, "GET", "127.0.0.1:80", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"a script of a neighbour", local, "GET", "127.0.0.1:80", map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{"a link", local, "GET", "127.0.0.1:80", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 403},
		{"a token that nobody asked for", local, "GET", "127.0.0.1:80", map[string]string{"Authorization": "Bearer x"}, 200},

		{"without the token", open, "GET", "10.0.0.1:80", nil, 401},
		{"with the token", open, "GET", "10.0.0.1:80", map[string]string{"Authorization": "bearer " + token}, 200},
		{"with the token, by name", open, "GET", "box.test:80", map[string]string{"Authorization": "Bearer " + token}, 200},
		{"with the beginning of the token", open, "GET", "10.0.0.1:80", map[string]string{"Authorization": "Bearer correct"}, 401},
		{"with an empty token", open, "GET", "10.0.0.1:80", map[string]string{"Authorization": "Bearer "}, 401},
		{"with the token in another form", open, "GET", "10.0.0.1:80", map[string]string{"Authorization": token}, 401},
		{"another page with the token", open, "POST", "box.test:80", map[string]string{"Authorization": "Bearer " + token, "Origin": "http://evil.test"}, 403},

		{"a link to a page", page, "GET", "box.test:80", map[string]string{"Authorization": "Bearer " + token, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200},
		{"a form's link to a page", page, "POST", "box.test:80", map[string]string{"Authorization": "Bearer " + token, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 403},
		{"a frame", page, "GET", "box.test:80", map[string]string{"Authorization": "Bearer " + token, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403},
		{"by the name listened on", "named", "GET", "localhost:80", nil, 200},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			entered := false
			h := gates[c.gate].Before(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { entered = true }))
			r := httptest.NewRequest(c.method, "/", nil)
			r.Host = c.host
			for k, v := range c.header {
				r.Header.Set(k, v)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != c.want || entered != (c.want == 200) {
				t.Errorf("%d, entered: %v, want %d: %s", w.Code, entered, c.want, w.Body)
			}
			if w.Code == 401 && len(w.Header().Values("WWW-Authenticate")) != 2 {
				t.Error("a browser would not ask for the token")
			}
		})
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.SetBasicAuth("anybody", token)
	w := httptest.NewRecorder()
	gates[open].Before(http.NotFoundHandler()).ServeHTTP(w, r)
	if w.Code != 404 {
		t.Errorf("a browser with the token got %d", w.Code)
	}
}

func TestElsewhereThanOnLoopbackATokenIsNeeded(t *testing.T) {
	for listen, fine := range map[string]bool{
		"127.0.0.1:0": true, "127.8.8.8:0": true, "[::1]:0": true, "localhost:0": true, "[::ffff:127.0.0.1]:0": true,
		":0": false, "0.0.0.0:0": false, "[::]:0": false, "10.1.2.3:0": false, "box.test:0": false, "nonsense": false,
	} {
		_, err := New(listen, Options{})
		if (err == nil) != fine {
			t.Errorf("%s: %v", listen, err)
		}
		if _, err := New(listen, Options{Token: "x"}); (err == nil) != strings.Contains(listen, ":") {
			t.Errorf("%s with a token: %v", listen, err)
		}
	}
}
