package reference_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/wire"
)

// maxResident is what the server may take while it is maltreated.
const maxResident = 150 << 20

// TestHostileClientsHarmNobodyElse maltreats the real server in every way that
// is known here, one after the other and then all at once, while a witness
// must be served throughout. The server's memory stays bounded.
func TestHostileClientsHarmNobodyElse(t *testing.T) {
	p := serve(t, "--db", filepath.Join(t.TempDir(), "recordings.db"))
	secret := plantSecret(t)
	w := newWitness(t, p.api)
	for _, r := range rudenesses(secret) {
		t.Run(r.name, func(t *testing.T) {
			if r.heavy && testing.Short() {
				t.Skip("takes seconds of the processors")
			}
			before := w.served()
			r.do(t, p.api)
			eventually(t, "the witness is served afterwards", func() bool { return w.served() > before+1 })
		})
	}
	t.Run("all at once", func(t *testing.T) {
		if testing.Short() {
			t.Skip("takes seconds of the processors")
		}
		before := w.served()
		var all sync.WaitGroup
		for i := range 8 {
			for _, r := range rudenesses(secret) {
				if !r.heavy || i == 0 {
					all.Go(func() { r.do(t, p.api) })
				}
			}
		}
		all.Wait()
		eventually(t, "the witness is served meanwhile", func() bool { return w.served() > before+1 })
	})
	w.end()
	peak := p.memory("VmHWM")
	t.Logf("the most resident memory: %d MiB; the witness was served %d times", peak>>20, w.served())
	if peak > maxResident {
		t.Errorf("%d MiB were resident, %d MiB is the most allowed", peak>>20, maxResident>>20)
	}
	p.stop()
	if log := p.said.String(); strings.Contains(log, "level=ERROR") || strings.Contains(log, "panic") {
		t.Errorf("the server says\n%s", log)
	}
}

// plantSecret writes a file that no server may read, and returns its path.
func plantSecret(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(path, []byte(secretText), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const secretText = "OPEN-SESAME"

// rudeness is one way to maltreat a server.
type rudeness struct {
	name string
	do   func(t testing.TB, addr string)
	// heavy is what takes the server's attention for long: once at a time.
	heavy bool
}

// rudenesses are all of them; secret is a file that nobody may see.
func rudenesses(secret string) []rudeness {
	good := "<REQUEST><TYPE>TEST</TYPE><REQUESTID>1</REQUESTID></REQUEST>\r\n"
	bad := func(name, text string, answers int) rudeness {
		return rudeness{name: name, do: func(t testing.TB, addr string) { goesOn(t, addr, text, answers) }}
	}
	last := func(name, text string) rudeness {
		return rudeness{name: name, do: func(t testing.TB, addr string) { isCut(t, addr, text) }}
	}
	return []rudeness{
		bad("crossed tags", "<REQUEST><TYPE>TEST</TYPE><A><B></A></B></REQUEST>\r\n", 1),
		bad("an unclosed tag", "<REQUEST><TYPE>TEST<REQUESTID>3</REQUESTID></REQUEST>\r\n", 1),
		bad("a message that never ends", "<REQUEST><TYPE>CALLSTART</TYPE><DEVICEID>1</DEVICEID>\r\n", 1),
		bad("text outside a request", "good morning\r\n", 1),
		bad("NULs", strings.Repeat("\x00", 5000)+"\r\n", 1),
		bad("NULs in a value", "<REQUEST><TYPE>TEST</TYPE><REQUESTID>1</REQUESTID><ANI>\x00</ANI></REQUEST>\r\n", 1),
		bad("a lone surrogate as a reference", "<REQUEST><TYPE>TEST</TYPE><REQUESTID>1</REQUESTID><ANI>&#xD800;</ANI></REQUEST>\r\n", 1),
		bad("an entity that nobody declared", "<REQUEST><TYPE>TEST</TYPE><REQUESTID>1</REQUESTID><ANI>&e;</ANI></REQUEST>\r\n", 1),
		{name: "a lone surrogate in bytes", do: readsSurrogate},
		last("a DOCTYPE with a file", `<!DOCTYPE R [<!ENTITY e SYSTEM "file://`+secret+`">]><REQUEST><TYPE>&e;</TYPE><REQUESTID>1</REQUESTID></REQUEST>`+"\r\n"),
		last("a DOCTYPE with a billion laughs", laughs()),
		last("a processing instruction", "<REQUEST><TYPE>TEST</TYPE><?php x ?></REQUEST>\r\n"),
		last("100,000 nested tags", "<REQUEST>"+strings.Repeat("<A>", 100_000)),
		last("a value without end", "<REQUEST><TYPE>TEST</TYPE><ANI>"+strings.Repeat("5", 1<<20)),
		last("a tag without end", "<REQUEST><"+strings.Repeat("A", 1<<20)),
		last("a comment without end", "<REQUEST><!--"+strings.Repeat("-", 1<<20)),
		last("garbage without end", strings.Repeat("x\r\n", 100_000)),
		{name: "a message of 64 MB", do: sends64MB},
		{name: "HTTP", do: speaksHTTP},
		{name: "one byte at a time", do: func(t testing.TB, addr string) { trickles(t, addr, good) }},
		{name: "half-close", do: func(t testing.TB, addr string) { halfCloses(t, addr, good, 20) }},
		{name: "half-close inside a message", do: func(t testing.TB, addr string) { halfCloses(t, addr, good[:40], 16) }},
		{name: "reset inside a message", do: func(t testing.TB, addr string) { resets(t, addr, good[:40]) }},
		{name: "reset with the replies unread", do: func(t testing.TB, addr string) { resets(t, addr, strings.Repeat(good, 1000)) }},
		{name: "silence", do: func(t testing.TB, addr string) { rawDial(t, addr).Close() }},
		{name: "10,000 requests before a reply is read", do: asksBeforeReading},
		{name: "10,000 requests whose large replies are never read", do: neverReads},
		{name: "a subscriber that never reads", do: subscribesAndSleeps, heavy: true},
	}
}

// laughs is a document that grows a thousand million times when its entities
// are expanded.
func laughs() string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE R [<!ENTITY e0 "ha">`)
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&b, `<!ENTITY e%d "%s">`, i, strings.Repeat(fmt.Sprintf("&e%d;", i-1), 10))
	}
	b.WriteString(`]><REQUEST><TYPE>&e9;</TYPE></REQUEST>` + "\r\n")
	return b.String()
}

// codes are the result codes of what conn says until it ends or says no more.
// Everything it says must be a RESULT.
func codes(t testing.TB, r io.Reader) (all []string) {
	frames := wire.NewReader(r, wire.Limits{MaxMessage: 8 << 20})
	for {
		frame, err := frames.Next()
		if err != nil {
			return all
		}
		doc, err := wire.ParseElement(frame)
		if err != nil || doc.Name != "RESULT" {
			t.Errorf("not a RESULT (%v): %.300q", err, frame)
		}
		if bytes.Contains(frame, []byte(secretText)) {
			t.Errorf("a file was read: %.300q", frame)
		}
		all = append(all, doc.Value("RESULTCODE"))
	}
}

// goesOn sends what is no request: it is answered 16 so many times, and the
// request behind it is served.
func goesOn(t testing.TB, addr, text string, answers int) {
	c := rawDial(t, addr)
	defer c.Close()
	io.WriteString(c, text+"<REQUEST><TYPE>TEST</TYPE><REQUESTID>9</REQUESTID></REQUEST>\r\n")
	c.CloseWrite()
	want := strings.Repeat("16 ", answers) + "20"
	if got := strings.Join(codes(t, c), " "); got != want {
		t.Errorf("codes %q instead of %q", got, want)
	}
}

// isCut sends what no request can follow: it is answered 16, at least once,
// and the connection closed, without the client ending it.
func isCut(t testing.TB, addr, text string) {
	c := rawDial(t, addr)
	defer c.Close()
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		io.WriteString(c, text) // may fail: the server need not read on
	}()
	start := time.Now()
	got := codes(t, c)
	if len(got) == 0 || strings.Trim(strings.Join(got, ""), "16") != "" || time.Since(start) > patience-time.Second {
		t.Errorf("codes %q after %v", got, time.Since(start))
	}
	c.Close()
	<-sent
}

// readsSurrogate sends what UTF-8 cannot hold: it may be read as windows-1252.
func readsSurrogate(t testing.TB, addr string) {
	c := rawDial(t, addr)
	defer c.Close()
	io.WriteString(c, "<REQUEST><TYPE>TEST</TYPE><REQUESTID>1</REQUESTID><ANI>\xed\xa0\x80</ANI></REQUEST>\r\n")
	c.CloseWrite()
	if got := codes(t, c); len(got) != 1 || got[0] != "16" && got[0] != "20" {
		t.Errorf("codes %q", got)
	}
}

func sends64MB(t testing.TB, addr string) {
	c := rawDial(t, addr)
	defer c.Close()
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		io.WriteString(c, "<REQUEST><TYPE>TEST</TYPE><ANI>")
		block := strings.Repeat("5", 1<<20)
		for range 64 {
			if _, err := io.WriteString(c, block); err != nil {
				return // the server has had enough
			}
		}
		io.WriteString(c, "</ANI></REQUEST>\r\n")
	}()
	if got := codes(t, c); len(got) != 1 || got[0] != "16" {
		t.Errorf("codes %q", got)
	}
	c.Close()
	<-sent
}

func speaksHTTP(t testing.TB, addr string) {
	c := rawDial(t, addr)
	defer c.Close()
	io.WriteString(c, "POST /webAPI.aspx HTTP/1.1\r\nHost: x:5620\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello")
	c.CloseWrite()
	if got := codes(t, c); len(got) == 0 || strings.Trim(strings.Join(got, ""), "16") != "" {
		t.Errorf("codes %q", got)
	}
}

func trickles(t testing.TB, addr, text string) {
	c := rawDial(t, addr)
	defer c.Close()
	c.SetNoDelay(true)
	for i := range text {
		if _, err := io.WriteString(c, text[i:i+1]); err != nil {
			t.Error(err)
			return
		}
		time.Sleep(100 * time.Microsecond)
	}
	c.CloseWrite()
	if got := codes(t, c); len(got) != 1 || got[0] != "20" {
		t.Errorf("codes %q", got)
	}
}

func halfCloses(t testing.TB, addr, text string, code int) {
	c := rawDial(t, addr)
	defer c.Close()
	io.WriteString(c, text)
	c.CloseWrite()
	if got := codes(t, c); len(got) != 1 || got[0] != fmt.Sprint(code) {
		t.Errorf("codes %q instead of %d", got, code)
	}
}

func resets(t testing.TB, addr, text string) {
	c := rawDial(t, addr)
	io.WriteString(c, text)
	c.SetLinger(0)
	c.Close()
}

// asksBeforeReading sends 10,000 requests before it reads: all are answered,
// in order.
func asksBeforeReading(t testing.TB, addr string) {
	const n = 10_000
	var all strings.Builder
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&all, "<REQUEST><TYPE>TEST</TYPE><REQUESTID>%d</REQUESTID></REQUEST>\r\n", i)
	}
	c := rawDial(t, addr)
	defer c.Close()
	// What the sockets between cannot hold is written while replies are read.
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		io.WriteString(c, all.String())
		c.CloseWrite()
	}()
	select {
	case <-sent:
	case <-time.After(200 * time.Millisecond):
	}
	frames := wire.NewReader(c, wire.Limits{})
	for i := 1; i <= n; i++ {
		frame, err := frames.Next()
		if err != nil || !bytes.Contains(frame, fmt.Appendf(nil, "<REQUESTID>%d</REQUESTID>", i)) {
			t.Errorf("reply %d: %v: %s", i, err, frame)
			break
		}
	}
	c.Close()
	<-sent
}

// neverReads asks for more than any socket holds, reads nothing, and goes.
func neverReads(t testing.TB, addr string) {
	c := rawDial(t, addr)
	c.SetWriteDeadline(time.Now().Add(500 * time.Millisecond))
	block := strings.Repeat("<REQUEST><TYPE>CHANNELS</TYPE><REQUESTID>1</REQUESTID></REQUEST>\r\n", 1000)
	for range 1000 { // ends where the server, who cannot write, reads no more
		if _, err := io.WriteString(c, block); err != nil {
			break
		}
	}
	c.SetLinger(0)
	c.Close()
}

// subscribesAndSleeps takes all events and reads none, until so many have
// happened that the server has to drop it.
func subscribesAndSleeps(t testing.TB, addr string) {
	sleeper := rawDial(t, addr)
	defer sleeper.Close()
	io.WriteString(sleeper, "<REQUEST><TYPE>EVENTS</TYPE><REQUESTID>1</REQUESTID><EVENTVALUE>sleepless</EVENTVALUE></REQUEST>\r\n")
	if _, err := io.ReadFull(sleeper, make([]byte, 1)); err != nil {
		t.Errorf("the subscription is not answered: %v", err)
		return
	}
	busy := rawDial(t, addr)
	defer busy.Close()
	const calls = 6000 // 50 MiB of events
	go func() {
		var call strings.Builder
		call.WriteString("<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>sleepless</DEVICEID>")
		for i := 1; i <= 15; i++ {
			fmt.Fprintf(&call, "<USER%d>%s</USER%d>", i, strings.Repeat("u", 255), i)
		}
		call.WriteString("</REQUEST>\r\n<REQUEST><TYPE>CALLSTOP</TYPE><REQUESTID>2</REQUESTID><DEVICEID>sleepless</DEVICEID></REQUEST>\r\n")
		io.WriteString(busy, strings.Repeat(call.String(), calls))
		busy.CloseWrite()
	}()
	if got := codes(t, busy); len(got) != 2*calls {
		t.Errorf("%d of %d requests answered", len(got), 2*calls)
	}
	if n, err := io.Copy(io.Discard, sleeper); err == nil || errors.Is(err, os.ErrDeadlineExceeded) || n > 16<<20 {
		t.Errorf("it was not dropped: %d bytes, %v", n, err)
	}
}
