package server

import (
	"io"
	"log/slog"
	"strings"
	"testing"
)

func TestVerboseShowsExchanges(t *testing.T) {
	cases := []struct {
		name        string
		send        string
		shows, hide []string
	}{
		{"parameters and result", request("CALLSTART", 7, "DEVICEID", "1111", "ANI", "55 5"),
			[]string{"CALLSTART", "1111", "55 5", "20", "API_OK"}, nil},
		{"secrets masked", request("IMPORTUSER", 7, "ACTION", "ADD", "USERNAME", "jdoe", "PASSWORD", "hunter2"),
			[]string{"jdoe", "PASSWORD", "***"}, []string{"hunter2"}},
		{"terminal escapes and lines defused", request("CALLSTART", 7, "DEVICEID", "a\u009b31m\u202eb&#10;c&#13;d"),
			[]string{"CALLSTART"}, []string{"\u009b", "\u202e", "b\nc", "\r"}},
		{"in the type too", request("A\u009b2J", 7), []string{"API_UNKNOWN_MESSAGE_TYPE"}, []string{"\u009b"}},
		{"in garbage too", "<REQUEST><A\u009b></B></REQUEST>\r\n", []string{"API_INVALID_MESSAGE_FORMAT"}, []string{"\u009b"}},
		{"long values cut", request("CALLSTART", 7, "DEVICEID", "1", "USER1", "short", "TYPO", strings.Repeat("y", 5000)),
			[]string{"short"}, []string{"yyy"}},
	}
	handlers := map[string]func(io.Writer) slog.Handler{
		"text": func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) },
		"json": func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) },
	}
	for form, handler := range handlers {
		for _, c := range cases {
			t.Run(form+"/"+c.name, func(t *testing.T) {
				var log syncBuffer
				s := start(t, Config{Verbose: true, Logger: slog.New(handler(&log))}, echo)
				p := dial(t, s.Addr())
				p.send(c.send)
				p.line()
				got := log.String()
				if strings.Count(got, "\n") != 1 {
					t.Errorf("not one line: %q", got)
				}
				for _, part := range append(c.shows, p.LocalAddr().String()) {
					if !strings.Contains(got, part) {
						t.Errorf("%q does not show %q", got, part)
					}
				}
				for _, part := range c.hide {
					if strings.Contains(got, part) {
						t.Errorf("%q shows %q", got, part)
					}
				}
			})
		}
	}
}

func TestQuietUnlessAskedForMore(t *testing.T) {
	var log syncBuffer
	s := start(t, Config{Logger: slog.New(slog.NewTextHandler(&log, nil))}, echo)
	p := dial(t, s.Addr())
	p.serves(1)
	p.send("nonsense\r\n")
	p.expect(tag("RESULTCODE", 16))
	p.Close()
	eventually(t, "gone", func() bool { return s.Stats().Connections == 0 })
	if got := log.String(); got != "" {
		t.Errorf("logged %q", got)
	}
}
