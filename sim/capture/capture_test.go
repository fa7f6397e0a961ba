package capture

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/sim/client"
)

// on are the options of a client that is on a tape.
func on(t *Tape, name string) client.Options {
	return client.Options{Wrap: func(nc net.Conn, asked time.Time) net.Conn { return t.Conn(name, nc, asked) }}
}

// serve listens until the test's end, and hands each connection to f.
func serve(t *testing.T, network string, f func(*net.TCPConn)) string {
	t.Helper()
	l, err := net.Listen(network, map[string]string{"tcp4": "127.0.0.1:0", "tcp6": "[::1]:0"}[network])
	if err != nil {
		t.Skipf("no %s here: %v", network, err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go f(c.(*net.TCPConn))
		}
	}()
	return l.Addr().String()
}

// tshark writes the tapes to a file and returns what tshark says of it.
func tshark(t *testing.T, tapes []*Tape, args ...string) string {
	t.Helper()
	path, err := exec.LookPath("tshark")
	if err != nil {
		t.Skip("tshark is not installed")
	}
	name := filepath.Join(t.TempDir(), "test.pcapng")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := Write(f, "a test", tapes...); err != nil {
		t.Fatal(err)
	}
	f.Close()
	cmd := exec.Command(path, append([]string{"-n", "-r", name, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"}, args...)...)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		t.Fatalf("tshark: %v\n%s", err, problems.String())
	}
	return out.String()
}

// sound fails unless tshark finds nothing wrong with the tapes; but is a filter
// of what there is to be found.
func sound(t *testing.T, but string, tapes ...*Tape) {
	t.Helper()
	filter := "(tcp.analysis.flags || _ws.malformed || tcp.checksum.status != 1 || ip.checksum.status != 1 || _ws.expert.severity >= 0x600000)"
	if but != "" {
		filter += " && !(" + but + ")"
	}
	if said := tshark(t, tapes, "-Y", filter); said != "" {
		t.Errorf("tshark complains:\n%s\n%s", said, tshark(t, tapes))
	}
}

// followed is what each side of a TCP stream said, in the eyes of tshark.
func followed(t *testing.T, stream int, tapes ...*Tape) (sent, received string) {
	t.Helper()
	var said [2][]byte
	for line := range strings.Lines(tshark(t, tapes, "-q", "-z", fmt.Sprintf("follow,tcp,raw,%d", stream))) {
		from := 0
		if strings.HasPrefix(line, "\t") {
			from = 1
		}
		if b, err := hex.DecodeString(strings.TrimSpace(line)); err == nil {
			said[from] = append(said[from], b...)
		}
	}
	return string(said[0]), string(said[1])
}

// answering answers each line with the same number of x, then echoes the line.
func answering(n int) func(*net.TCPConn) {
	return func(c *net.TCPConn) {
		defer c.Close()
		var line []byte
		for b := make([]byte, 4096); ; {
			got, err := c.Read(b)
			line = append(line, b[:got]...)
			for {
				one, rest, ok := bytes.Cut(line, []byte("\r\n"))
				if !ok {
					break
				}
				fmt.Fprintf(c, "<RESULT><REQUESTTYPE>TEST</REQUESTTYPE><X>%s%s</X></RESULT>\r\n", strings.Repeat("x", n), bytes.ReplaceAll(one, []byte("<"), []byte("(")))
				line = rest
			}
			if err != nil {
				return
			}
		}
	}
}

func TestWiresharkFollowsWhatTheClientSaw(t *testing.T) {
	for _, network := range []string{"tcp4", "tcp6"} {
		t.Run(network, func(t *testing.T) {
			addr := serve(t, network, answering(20_000))
			tape := NewTape(0)
			var sent, received string
			c, err := client.Dial(t.Context(), addr, on(tape, "A"))
			if err != nil {
				t.Fatal(err)
			}
			for i := range 5 {
				text := fmt.Sprintf("<REQUEST><TYPE>TEST</TYPE><N>%d</N></REQUEST>\r\n", i)
				sent += text
				if err := c.WriteRaw(t.Context(), []byte(text)); err != nil {
					t.Fatal(err)
				}
				m, err := c.Receive(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				received += string(m.Raw) + "\r\n"
			}
			c.Close()
			sound(t, "", tape)
			gotSent, gotReceived := followed(t, 0, tape)
			if gotSent != sent || strings.TrimSpace(gotReceived) != strings.TrimSpace(received) {
				t.Errorf("followed %d and %d bytes, want %d and %d", len(gotSent), len(gotReceived), len(sent), len(received))
			}
			if n := strings.Count(tshark(t, []*Tape{tape}, "-Y", "tcp.flags.fin == 1"), "\n"); n != 1 {
				t.Errorf("%d FINs, want the client's", n)
			}
		})
	}
}

func TestEveryEndOfAConnectionShows(t *testing.T) {
	for name, c := range map[string]struct {
		serve func(*net.TCPConn)
		end   func(*client.Conn)
		want  string // flags of the last frames
	}{
		"the server's": {func(c *net.TCPConn) { c.Close() }, func(c *client.Conn) { c.Receive(context.Background()); c.Close() }, "FA A FA A"},
		"the client's": {func(c *net.TCPConn) { io.Copy(io.Discard, c); c.Close() }, func(c *client.Conn) { c.Close() }, "SA A FA A"},
		"half closed": {func(c *net.TCPConn) { io.Copy(io.Discard, c); c.Close() },
			func(c *client.Conn) { c.CloseWrite(); c.Receive(context.Background()); c.Close() }, "FA A FA A"},
		"reset by the client": {func(c *net.TCPConn) { io.Copy(io.Discard, c) }, func(c *client.Conn) { c.Reset() }, "SA A RA"},
		"reset by the server": {func(c *net.TCPConn) { c.Read(make([]byte, 1)); c.SetLinger(0); c.Close() },
			func(c *client.Conn) {
				c.WriteRaw(context.Background(), []byte("x"))
				c.Receive(context.Background())
				c.Close()
			}, "SA A PA RA"},
	} {
		t.Run(name, func(t *testing.T) {
			tape := NewTape(0)
			conn, err := client.Dial(t.Context(), serve(t, "tcp4", c.serve), on(tape, "A"))
			if err != nil {
				t.Fatal(err)
			}
			c.end(conn)
			sound(t, "tcp.connection.rst", tape)
			flags := strings.Fields(strings.ReplaceAll(tshark(t, []*Tape{tape}, "-T", "fields", "-e", "tcp.flags.str"), "·", ""))
			for i, f := range flags {
				last := f[strings.LastIndexAny(f, "*")+1:]
				flags[i] = map[string]string{"S": "S", "AS": "SA", "A": "A", "AF": "FA", "AP": "PA", "AR": "RA"}[last]
			}
			if got := strings.Join(flags, " "); !strings.HasSuffix(got, c.want) {
				t.Errorf("flags %q, want them to end with %q", got, c.want)
			}
		})
	}
}

func TestWhatIsLeftOutIsSaidInItsPlace(t *testing.T) {
	tape := NewTape(64 << 10)
	addr := serve(t, "tcp4", func(c *net.TCPConn) {
		c.Write(bytes.Repeat([]byte("begin "), 1000))
		c.Write(bytes.Repeat([]byte("middle "), 100_000))
		c.Write([]byte("the end"))
		c.Close()
	})
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	c := tape.Conn("A", nc, time.Now())
	whole, err := io.ReadAll(c)
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	if size := tape.Size(); size > 70<<10 {
		t.Errorf("the tape takes %d bytes", size)
	}
	sound(t, "", tape)
	_, received := followed(t, 0, tape)
	if !strings.HasPrefix(received, "begin begin") || !strings.Contains(received, "[offhook left out") || !strings.HasSuffix(received, "the end") {
		t.Errorf("%d of %d bytes, from %.20q to %q", len(received), len(whole), received, received[max(0, len(received)-20):])
	}
	if text := tape.String(); !strings.Contains(text, "bytes left out here") || !strings.Contains(text, "begin begin") || !strings.Contains(text, "the end") {
		t.Errorf("the text does not say what was left out:\n%.200s", text)
	}
	tape.Shorten(4 << 10)
	if size := tape.Size(); size > 4<<10 {
		t.Errorf("shortened, the tape takes %d bytes", size)
	}
	sound(t, "", tape)
}

func TestSecretsAreMaskedInTheirLength(t *testing.T) {
	here, there := net.Pipe()
	go io.Copy(io.Discard, there)
	tape := NewTape(0)
	c := tape.Conn("A", here, time.Now())
	for _, b := range []string{
		"<REQUEST><PASSWORD>hunt", "er2</PASSWORD></REQUEST>\r\n",
		"<REQUEST><password a='b'><![CDATA[hunter2]]></password></REQUEST>\r\n",
		"GET /webAPI.aspx?type=IMPORTUSER&Password=hunter2&action=ADD HTTP/1.1\r\n\r\n",
		"password=hunter2",
	} {
		c.Write([]byte(b))
	}
	go there.Write([]byte("<RESULT><PASSWORD>hunter2</PASSWORD></RESULT>\r\n"))
	io.ReadAtLeast(c, make([]byte, 100), 30)
	tape.Note("<PASSWORD>hunter2</PASSWORD>")
	text := tape.String()
	if strings.Contains(text, "hunter2") || strings.Contains(text, "er2<") || strings.Count(text, "<PASSWORD>*******</PASSWORD>") != 2 {
		t.Errorf("transcript:\n%s", text)
	}
	var b bytes.Buffer
	if err := Write(&b, "a test", tape); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"hunter2", "hunt", "er2<"} {
		if bytes.Contains(b.Bytes(), []byte(part)) {
			t.Errorf("the capture has %q", part)
		}
	}
	if !bytes.Contains(b.Bytes(), []byte("Password=*******&action")) {
		t.Error("the capture has no mask of the secret's length")
	}
}

func TestASecretWhoseBeginningWasLeftOutIsMasked(t *testing.T) {
	here, there := net.Pipe()
	go io.Copy(io.Discard, there)
	for name, s := range map[string]struct{ first, second string }{
		"element": {"<REQUEST>" + strings.Repeat("y", 4000) + "<PASSWORD>" + strings.Repeat("hunter2", 300), strings.Repeat("hunter2", 300) + "</PASSWORD></REQUEST>"},
		"query":   {"GET /?" + strings.Repeat("y", 4000) + "&PASSWORD=" + strings.Repeat("hunter2", 300), strings.Repeat("hunter2", 300) + " HTTP/1.1"},
	} {
		t.Run(name, func(t *testing.T) {
			tape := NewTape(6 << 10)
			c := tape.Conn("A", here, time.Now())
			c.Write([]byte(s.first))
			c.Write([]byte(s.second))
			if text := tape.String(); strings.Contains(text, "unter") {
				t.Errorf("transcript:\n%s", text)
			}
		})
	}
}

func TestHTTPAndItsFilesAreOnTheTape(t *testing.T) {
	file := bytes.Repeat([]byte{0, 1, 0xff}, 50_000)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("TYPE") == "EXPORT" {
			w.Header().Set("Content-Type", "audio/wav")
			w.Header().Set("Content-Disposition", `attachment; filename="a.wav"`)
			w.Write(file)
			return
		}
		io.WriteString(w, "<RESULT><REQUESTID>1</REQUESTID><RESULTCODE>20</RESULTCODE></RESULT>")
	}))
	defer s.Close()
	tape := NewTape(0)
	w, err := client.NewWebAPI(s.URL, on(tape, "W"))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.Do(t.Context(), &client.Request{Type: "TEST", ID: 1}); err != nil {
		t.Fatal(err)
	}
	f, err := w.Export(t.Context(), client.NewRequest("EXPORT"))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	f.Close()
	if err != nil || !bytes.Equal(body, file) {
		t.Fatal(len(body), err)
	}
	w.Close()
	sound(t, "", tape)
	if got := strings.Fields(tshark(t, []*Tape{tape}, "-Y", "http", "-T", "fields", "-e", "http.request.method", "-e", "http.response.code")); strings.Join(got, " ") != "GET 200 GET 200" {
		t.Errorf("HTTP as tshark reads it: %q", got)
	}
	if text := tape.String(); strings.Count(text, "bytes of a file") != 1 || !strings.Contains(text, "<RESULTCODE>20<") {
		t.Errorf("the text:\n%.3000s", text)
	}
}

func TestSeveralTriesAndNoneAreACapture(t *testing.T) {
	var tapes []*Tape
	addr := serve(t, "tcp4", answering(10))
	for range 2 {
		tape := NewTape(0)
		for _, name := range []string{"A", "B"} {
			c, err := client.Dial(t.Context(), addr, on(tape, name))
			if err != nil {
				t.Fatal(err)
			}
			c.WriteRaw(t.Context(), []byte("hello\r\n"))
			c.Receive(t.Context())
			c.Close()
		}
		tapes = append(tapes, tape)
	}
	sound(t, "", tapes...)
	if got := strings.Fields(tshark(t, tapes, "-Y", "tcp.flags.syn == 1 && tcp.flags.ack == 0", "-T", "fields", "-e", "frame.interface_name")); strings.Join(got, " ") != "A B A B" {
		t.Errorf("connections %q", got)
	}
	if said := tshark(t, []*Tape{NewTape(0)}); said != "" {
		t.Errorf("an empty tape has packets: %s", said)
	}
}
