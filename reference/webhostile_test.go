package reference_test

import (
	"bufio"
	"crypto/tls"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestHostileWebClientsHarmNobodyElse is TestHostileClientsHarmNobodyElse for
// the WebAPI: a witness on TCP must be served throughout, and whoever comes by
// HTTP or HTTPS after each.
func TestHostileWebClientsHarmNobodyElse(t *testing.T) {
	p := serve(t, "--webapi-tls", "127.0.0.1:0", "--seed", seedFile(t, longCall))
	w := newWitness(t, p.api)
	list := webRudenesses()
	for _, r := range list {
		t.Run(r.name, func(t *testing.T) {
			before := w.served()
			r.do(t, p.web)
			r.do(t, p.tls) // plain text where a handshake was expected
			answersByHTTP(t, p)
			eventually(t, "the witness is served afterwards", func() bool { return w.served() > before+1 })
		})
	}
	t.Run("all at once", func(t *testing.T) {
		var all sync.WaitGroup
		for range 8 {
			for _, r := range list {
				all.Go(func() { r.do(t, p.web) })
			}
		}
		all.Wait()
		answersByHTTP(t, p)
	})
	w.end()
	peak := p.memory("VmHWM")
	t.Logf("the most resident memory: %d MiB; the witness was served %d times", peak>>20, w.served())
	if peak > maxResident {
		t.Errorf("%d MiB were resident, %d MiB is the most allowed", peak>>20, maxResident>>20)
	}
	p.stop()
}

// answersByHTTP checks that both addresses of the WebAPI answer a new client.
func answersByHTTP(t testing.TB, p *process) {
	plain := rawDial(t, p.web)
	defer plain.Close()
	secure := tls.Client(rawDial(t, p.tls), &tls.Config{InsecureSkipVerify: true})
	defer secure.Close()
	for _, c := range []io.ReadWriter{plain, secure} {
		io.WriteString(c, "GET /webAPI.aspx?type=TEST&requestid=1 HTTP/1.1\r\nHost: x\r\n\r\n")
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := codes(t, resp.Body); resp.StatusCode != http.StatusOK || len(got) != 1 || got[0] != "20" {
			t.Errorf("%s, codes %q", resp.Status, got)
		}
	}
}

// webRudenesses are ways to maltreat a WebAPI. What it answers is the affair
// of package server's tests; here it only has to end.
func webRudenesses() []rudeness {
	const page = "/webAPI.aspx?type=TEST&requestid=1"
	const post = "POST " + page + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
	said := func(name, text string) rudeness {
		return rudeness{name: name, do: func(t testing.TB, addr string) { isEnded(t, addr, text) }}
	}
	return []rudeness{
		said("a URL of 1 MB", "GET "+page+"&user1="+strings.Repeat("x", 1<<20)+" HTTP/1.1\r\nHost: x\r\n\r\n"),
		said("headers of 1 MB", "GET "+page+" HTTP/1.1\r\nHost: x\r\n"+strings.Repeat("X-Y: zzzzzzzz\r\n", 1<<16)+"\r\n"),
		said("a body of 64 MB", post+"Content-Length: 67108864\r\n\r\n"+strings.Repeat("x", 64<<20)),
		said("chunks without end", post+"Transfer-Encoding: chunked\r\n\r\n"+strings.Repeat("1\r\nx\r\n", 1<<17)),
		said("60,000 parameters", "GET "+page+strings.Repeat("&", 30_000)+strings.Repeat("&a", 15_000)+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
		said("broken percent encodings", "GET "+page+strings.Repeat("&a=%", 10_000)+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
		said("garbage", strings.Repeat("\x00\xff\r\n", 10_000)),
		said("TLS garbage", "\x16\x03\x01\x40\x00"+strings.Repeat("\x01\xfe", 10_000)),
		{name: "half a header from 300 clients", do: func(t testing.TB, addr string) {
			for range 300 {
				c := rawDial(t, addr)
				defer c.Close()
				io.WriteString(c, "GET "+page+" HTTP/1.1\r\nHost: x\r\nX: ")
			}
		}},
		{name: "reset inside a body", do: func(t testing.TB, addr string) { resets(t, addr, post+"Content-Length: 50\r\n\r\nab") }},
		{name: "requests whose answers are never read", do: func(t testing.TB, addr string) {
			c := rawDial(t, addr)
			defer c.Close()
			c.SetWriteDeadline(time.Now().Add(300 * time.Millisecond))
			block := strings.Repeat("GET /webAPI.aspx?type=CHANNELS&requestid=1 HTTP/1.1\r\nHost: x\r\n\r\n", 1000)
			for range 1000 {
				if _, err := io.WriteString(c, block); err != nil {
					break
				}
			}
			c.SetLinger(0)
		}},
		said("an export of what SQL and paths may reach", "GET /webAPI.aspx?type=EXPORT&requestid=1&media_format=wav&uniquefield=filename%27+OR+1%3D1+--&uniqueid=..%2F..%2F..%2Fetc%2Fpasswd%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
		said("an export of 10,000 recordings", "GET /webAPI.aspx?type=MULTIEXPORT&requestid=1&ident=1"+strings.Repeat(",1", 9_999)+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
		said("an export of a value of 1 MB", "GET /webAPI.aspx?type=EXPORT&requestid=1&media_format=wav&uniquefield=user1&uniqueid="+strings.Repeat("x", 1<<20)+" HTTP/1.1\r\nHost: x\r\n\r\n"),
		{name: "exports that nobody reads", do: exportsUnread},
		{name: "exports broken off", do: func(t testing.TB, addr string) {
			for _, format := range []string{"wav", "mp3", "vox", "m4a", "cav&encrypt=y&password=x"} {
				c := rawDial(t, addr)
				io.WriteString(c, "GET "+exportOfTheLongCall+format+" HTTP/1.1\r\nHost: x\r\n\r\n")
				io.CopyN(io.Discard, c, 10_000) // none from the TLS address
				c.SetLinger(0)
				c.Close()
			}
		}},
		{name: "one byte at a time", do: func(t testing.TB, addr string) {
			c := rawDial(t, addr)
			defer c.Close()
			c.SetNoDelay(true)
			for _, b := range []byte("GET " + page + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") {
				if _, err := c.Write([]byte{b}); err != nil {
					return // the TLS address has heard enough
				}
			}
			io.Copy(io.Discard, c)
		}},
	}
}

// isEnded sends what ends the connection, and reads until that is so.
func isEnded(t testing.TB, addr, text string) {
	c := rawDial(t, addr)
	defer c.Close()
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		io.WriteString(c, text) // may fail: the server need not read on
	}()
	start := time.Now()
	io.Copy(io.Discard, c)
	if waited := time.Since(start); waited > patience-time.Second {
		t.Errorf("still open after %v", waited)
	}
	c.Close()
	<-sent
}

// exportOfTheLongCall is the page of an export without its format.
const exportOfTheLongCall = "/webAPI.aspx?type=EXPORT&requestid=1&uniquefield=ident&uniqueid=1&media_format="

// exportsUnread asks for more than a socket holds in every format, and takes
// nothing of it for a while.
func exportsUnread(t testing.TB, addr string) {
	for _, format := range []string{"wav", "mp3", "vox", "m4a", "cav"} {
		c := rawDial(t, addr)
		defer c.Close()
		defer c.SetLinger(0)
		io.WriteString(c, "GET "+exportOfTheLongCall+format+" HTTP/1.1\r\nHost: x\r\n\r\n")
	}
	time.Sleep(300 * time.Millisecond)
}
