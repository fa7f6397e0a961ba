package server

import (
	"io"
	"strings"
	"testing"
)

func TestGarbageIsAnsweredAndHarmsNobody(t *testing.T) {
	unfinished := "<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>3</REQUESTID>\r\n"
	cases := []struct {
		name    string
		send    string
		answers []string // parts of each answer, in order
		closes  bool     // and is not served any more
	}{
		{"text outside a request", "hello\r\n", []string{tag("REQUESTID", 0)}, false},
		{"NULs", "\x00\x00\x00\r\n", []string{tag("REQUESTID", 0)}, false},
		{"crossed tags", "<REQUEST><TYPE>TEST</TYPE><REQUESTID>3</REQUESTID><A><B></A></B></REQUEST>\r\n",
			[]string{tag("REQUESTTYPE", "TEST") + tag("REQUESTID", 3)}, false},
		{"a message never closed", unfinished, []string{tag("REQUESTTYPE", "CALLSTART") + tag("REQUESTID", 3)}, false},
		{"a lone surrogate", "<REQUEST><TYPE>TEST</TYPE><REQUESTID>3</REQUESTID><ANI>&#xD800;</ANI></REQUEST>\r\n",
			[]string{tag("REQUESTID", 3)}, false},
		{"another root", "<RESULT><TYPE>TEST</TYPE><REQUESTID>3</REQUESTID></RESULT>\r\n",
			[]string{tag("REQUESTID", 3) + tag("RESULTTYPE", "API_INVALID_MESSAGE_FORMAT")}, false},
		{"a DOCTYPE", `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><REQUEST><TYPE>&e;</TYPE></REQUEST>` + "\r\n",
			[]string{"document type"}, true},
		{"100,000 nested tags", "<REQUEST>" + strings.Repeat("<A>", 100_000), []string{tag("REQUESTID", 0)}, true},
		{"broken without end", strings.Repeat("x\r\n", 100), repeat(tag("RESULTCODE", 16), 16), true},
		{"not decodable without end", strings.Repeat("<REQUEST><A></B></REQUEST>\r\n", 100), repeat(tag("RESULTCODE", 16), 16), true},
	}
	s := start(t, Config{}, echo)
	other := dial(t, s.Addr())
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := dial(t, s.Addr())
			p.send(test(1))
			p.expect(tag("RESULTCODE", 20))
			p.send(c.send)
			if !c.closes {
				p.send(test(2)) // what never ended does with the next message
			}
			for _, part := range c.answers {
				p.expect(part, tag("RESULTCODE", 16))
			}
			if c.closes {
				p.expectEnd()
			} else {
				p.expect(tag("REQUESTID", 2), tag("RESULTCODE", 20))
				p.serves(3)
			}
			other.t = t
			other.serves(i + 1)
		})
	}
}

func repeat(s string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = s
	}
	return all
}

func TestHTTPIsAnsweredWithResults(t *testing.T) {
	p := dial(t, start(t, Config{}, echo).Addr())
	p.send("GET / HTTP/1.1\r\nHost: localhost:5620\r\nUser-Agent: x\r\n\r\n")
	p.CloseWrite()
	p.expect(tag("RESULTCODE", 16), tag("REQUESTTYPE", ""))
	rest, err := io.ReadAll(p.in)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(rest)), "\r\n") {
		if line != "" && !strings.Contains(line, tag("RESULTCODE", 16)) {
			t.Errorf("got %s", line)
		}
	}
}

func TestMessageOf64MegabytesIsAnsweredOnceAndEnds(t *testing.T) {
	p := dial(t, start(t, Config{}, echo).Addr())
	go func() {
		io.WriteString(p, "<REQUEST><TYPE>TEST</TYPE><ANI>")
		block := strings.Repeat("5", 1<<20)
		for range 64 {
			io.WriteString(p, block)
		}
		io.WriteString(p, "</ANI></REQUEST>\r\n")
		p.CloseWrite()
	}()
	p.expect(tag("RESULTCODE", 16))
	p.expectEnd()
}

func TestStreamThatEndsInsideAMessageIsAnswered(t *testing.T) {
	p := dial(t, start(t, Config{}, echo).Addr())
	p.send(test(1) + "<REQUEST><TYPE>TEST</TYPE>")
	p.CloseWrite()
	p.expect(tag("REQUESTID", 1), tag("RESULTCODE", 20))
	p.expect(tag("RESULTCODE", 16))
	p.expectEnd()
}
