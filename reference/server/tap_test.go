package server

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/offhook/offhook/reference/catalog"
)

func TestTapShowsExchanges(t *testing.T) {
	long := strings.Repeat("ü", keptBytes)
	cases := []struct {
		name        string
		send        string
		function    string
		code        catalog.Code
		shows, hide []string
		cut         bool
	}{
		{"as they were sent", request("CALLSTART", 7, "DEVICEID", "1111", "ANI", "5 &lt; 6", "TYPO", "x"), "CALLSTART", catalog.API_OK,
			[]string{"<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>7</REQUESTID><DEVICEID>1111</DEVICEID><ANI>5 &lt; 6</ANI><TYPO>x</TYPO></REQUEST>"}, nil, false},
		{"secrets masked", request("IMPORTUSER", 7, "ACTION", "ADD", "PassWord", "hunter2"), "IMPORTUSER", catalog.API_OK,
			[]string{"<PassWord>***</PassWord>"}, []string{"hunter2"}, false},
		{"misspelt secrets too", request("NONE", 7, "passwd", "hunter2"), "NONE", catalog.API_UNKNOWN_MESSAGE_TYPE,
			[]string{"<passwd>***</passwd>"}, []string{"hunter2"}, false},
		{"what is broken up to the secret", "<REQUEST><TYPE>TEST</TYPE><A></B><PASSWORD>hunter2</PASSWORD></REQUEST>\r\n", "TEST", catalog.API_INVALID_MESSAGE_FORMAT,
			[]string{"<A></B><… hidden"}, []string{"hunter2"}, false},
		{"garbage", "a\x00b\x1b[31m\xff\r\n", "", catalog.API_INVALID_MESSAGE_FORMAT,
			[]string{"ab\x1b[31m\uFFFD"}, nil, false},
		{"the beginning of what is long", request("CALLSTART", 7, "DEVICEID", "1", "USER1", long), "CALLSTART", catalog.API_OK,
			[]string{"<USER1>üüü"}, nil, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := start(t, Config{}, echo)
			s.Exchanges(0, 10)
			p := dial(t, s.Addr())
			p.send(c.send)
			result := strings.TrimSuffix(p.line(), "\r\n")
			all := s.Exchanges(0, 0)
			if len(all) != 1 {
				t.Fatalf("%d exchanges", len(all))
			}
			x := all[0]
			if x.Function != c.function || x.Code != c.code || x.Via != "tcp" || x.Remote != p.LocalAddr().String() ||
				x.Number != 1 || x.At.IsZero() || x.Took <= 0 || x.RequestCut != c.cut {
				t.Errorf("%+v", x)
			}
			if x.Result != result || x.ResultCut {
				t.Errorf("result %q, the client got %q", x.Result, result)
			}
			for _, part := range c.shows {
				if !strings.Contains(x.Request, part) {
					t.Errorf("%q does not show %q", x.Request, part)
				}
			}
			for _, part := range c.hide {
				if strings.Contains(x.Request, part) {
					t.Errorf("%q shows %q", x.Request, part)
				}
			}
			if len(x.Request) > keptBytes+len("\uFFFD") || !utf8.ValidString(x.Request) {
				t.Errorf("%d bytes, valid UTF-8: %v", len(x.Request), utf8.ValidString(x.Request))
			}
		})
	}
}

func TestTapShowsExchangesOfTheWebAPI(t *testing.T) {
	s := start(t, Config{WebAPI: "127.0.0.1:0"}, echo)
	s.Exchanges(0, 10)
	q := url.Values{"type": {"importuser"}, "requestid": {"3"}, "action": {"ADD"}, "password": {"hunter2"}, "deviceid": {"<script>"}}
	res, err := http.Get("http://" + s.WebAPIAddr().String() + "/webapi.aspx?" + q.Encode())
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(res.Body)
	res.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	all := s.Exchanges(0, 0)
	if len(all) != 1 {
		t.Fatalf("%d exchanges", len(all))
	}
	x := all[0]
	if x.Via != "http" || x.Result+"\r\n" != string(body) || strings.Contains(x.Request, "hunter2") ||
		!strings.Contains(x.Request, "<deviceid>&lt;script&gt;</deviceid>") || !strings.Contains(x.Request, "<password>***</password>") {
		t.Errorf("%+v", x)
	}
}

func TestTapKeepsAsManyAsThereIsRoomFor(t *testing.T) {
	s := start(t, Config{}, echo)
	p := dial(t, s.Addr())
	exchange := func(n int, typ string) {
		for i := range n {
			p.send(request(typ, i+1))
			p.line()
		}
	}
	exchange(3, "TEST")
	if got := s.Exchanges(0, 5); len(got) != 0 {
		t.Errorf("%d exchanges kept while nobody looked", len(got))
	}
	exchange(9, "TEST")
	exchange(9, "NONSENSE") // what fails has room of its own
	got := s.Exchanges(0, keptExchanges*2)
	var failures int
	for i, x := range got {
		if x.Number != uint64(i+1) {
			t.Errorf("the %d. has number %d", i+1, x.Number)
		}
		if failed(x.Code) {
			failures++
		}
	}
	if len(got) != 10 || failures != 5 {
		t.Errorf("%d exchanges, %d of them failed", len(got), failures)
	}
	exchange(keptExchanges+10, "TEST")
	got = s.Exchanges(15, 0)
	if len(got) != keptExchanges || got[0].Number != 10+10+1 {
		t.Errorf("%d exchanges from number %d", len(got), got[0].Number)
	}
	exchange(1, "NONSENSE")
	if got := s.Exchanges(got[len(got)-1].Number, 0); len(got) != 0 {
		t.Errorf("%d exchanges kept though nobody looks any more", len(got))
	}
}

func TestStatsCountFailures(t *testing.T) {
	s := start(t, Config{}, echo)
	p := dial(t, s.Addr())
	p.serves(1)
	for _, wrong := range []string{request("NONSENSE", 1), "garbage\r\n"} {
		p.send(wrong)
		p.line()
	}
	if st := s.Stats(); st.Failed != 2 || st.Requests != 3 {
		t.Errorf("%+v", st)
	}
	p.Close()
	eventually(t, "gone", func() bool { return s.Stats().Connections == 0 })
	if st := s.Stats(); st.Failed != 2 {
		t.Errorf("%+v after the connection is gone", st)
	}
}

// TestSecretsAreNamedAlike: the tap masks by name, also where no function was
// named.
func TestSecretsAreNamedAlike(t *testing.T) {
	for i := range catalog.Functions {
		for _, p := range catalog.Functions[i].Params {
			if p.Secret && !strings.Contains(p.Name.String(), string(secretName)) {
				t.Errorf("%s would be shown", p.Name)
			}
		}
	}
}
