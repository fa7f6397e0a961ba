//go:build unix

package target

import (
	"bytes"
	"fmt"
	"io"
	"net"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/offhook/offhook/reference/mail"
	"github.com/offhook/offhook/specs/harness"
)

// postOffice is a mail server that keeps what it takes in a mailbox, a file, as
// such servers do.
type postOffice struct {
	mu   sync.Mutex
	file string
	to   []string
}

func (p *postOffice) Reset()        { p.to = nil }
func (p *postOffice) Logout() error { return nil }

func (p *postOffice) Mail(string, *smtp.MailOptions) error { return nil }

func (p *postOffice) Rcpt(to string, _ *smtp.RcptOptions) error {
	p.to = append(p.to, to)
	return nil
}

func (p *postOffice) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	f, err := os.OpenFile(p.file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Fprintf(f, "From MAILER Mon Nov 23 20:00:00 2026\n")
	for _, to := range p.to {
		fmt.Fprintf(f, "Delivered-To: %s\n", to)
	}
	raw = bytes.ReplaceAll(raw, []byte("\nFrom "), []byte("\n>From "))
	_, err = f.Write(append(raw, "\n\n"...))
	return err
}

// postOfficeFor is one until the test's end, as a relay, with its mailbox.
func postOfficeFor(t *testing.T) (relay *mail.Relay, file string) {
	p := &postOffice{file: filepath.Join(t.TempDir(), "mbox")}
	s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return p, nil }))
	s.Domain, s.MaxMessageBytes = "mail.invalid", 64<<20
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	at := l.Addr().(*net.TCPAddr)
	return &mail.Relay{Host: at.IP.String(), Port: at.Port, From: netmail.Address{Address: "recorder@example.com"}}, p.file
}

// tryEntry tries a spec of the suite against the file's target.
func tryEntry(t *testing.T, f *File, match func(*harness.Entry) bool) (harness.Outcome, harness.Protection) {
	t.Helper()
	i := slices.IndexFunc(harness.Entries(), match)
	if i < 0 {
		t.Fatal("there is no such spec")
	}
	r := harness.NewRun(f.Options().Target, 1, 1)
	return r.Try(t.Context(), harness.Entries()[i], true), r.Protection()
}

func TestAHookReadsRecordings(t *testing.T) {
	t.Parallel()
	f, _ := lab(t)
	f.Hooks.Recording = fmt.Sprintf("OFFHOOK_TEST_PLANE=x '%s' export %s", os.Args[0], f.WebAPI)
	f.WebAPI = ""
	quiet := func(e *harness.Entry) bool {
		return strings.Contains(e.Title, "leaves nothing of what it covers") && strings.Contains(e.Title, "started twice")
	}
	if o, p := tryEntry(t, f, quiet); o.Failure != nil || o.Skipped != "" || p.From != harness.Files || p.Asked < 300*time.Millisecond || p.Unprotected > 0 {
		t.Errorf("%+v, %+v", o, p)
	}
	for command, says := range map[string]string{
		"echo no such file >&2; exit 1": `the recording's file could not be read: hook recording: exit status 1; it said "no such file"`,
		"echo what":                     "in no format that offhook reads; let the hook recording convert it",
		"sleep 600":                     "hook recording: not over after 700ms, killed",
		"yes | head -c 80000000":        "hook recording: it printed more than 67108864 bytes, killed",
		"":                              "no hook reads a recording's file",
	} {
		f.Hooks.Recording, f.Hooks.Limit = command, 20*time.Second
		if strings.HasPrefix(command, "sleep") {
			f.Hooks.Limit = 700 * time.Millisecond
		}
		if o, p := tryEntry(t, f, quiet); o.Failure != nil || !strings.Contains(o.Skipped, says) || p.From != "" {
			t.Errorf("%s: %q %v", command, o.Skipped, o.Failure)
		}
	}
}

func TestAHookIsGivenTheNameThatTheTargetGivesTheFile(t *testing.T) {
	f := Defaults()
	f.API, f.Hooks.Recording = "a:1", `printf '%s|%s' "$OFFHOOK_FILENAME" "$OFFHOOK_RECORDID"`
	fetching := f.Options().Target.Fetching
	const name = `C:\Rec $(touch owned) "quoted" 'x' ;.wav`
	if got, err := fetching.Recording(t.Context(), name, "7"); err != nil || string(got) != name+"|7" {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := fetching.Recording(t.Context(), "a\x00b", "7"); err == nil || !strings.Contains(err.Error(), "control character") {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAHookFetchesMail(t *testing.T) {
	t.Parallel()
	relay, mbox := postOfficeFor(t)
	f, _ := labWith(t, relay)
	f.MailTo, f.Hooks.Mailbox = "lab+*@lab.example.com", "test ! -e "+mbox+" || cat "+mbox
	id := func(id string) func(*harness.Entry) bool { return func(e *harness.Entry) bool { return e.ID == id } }
	for _, spec := range []string{"EMAIL-13", "EMAIL-14", "COMBINEDEMAIL-18"} {
		if o, _ := tryEntry(t, f, id(spec)); o.Failure != nil || o.Skipped != "" {
			t.Errorf("%s: %+v", spec, o)
		}
	}
	text, err := os.ReadFile(mbox)
	if err != nil || !bytes.Contains(text, []byte("@lab.example.com")) {
		t.Errorf("%v: no mail went to lab.example.com", err)
	}
	// What came twice is seen.
	f.Hooks.Mailbox = "test ! -e " + mbox + " || cat " + mbox + " " + mbox
	if o, _ := tryEntry(t, f, id("EMAIL-13")); o.Failure == nil || !strings.Contains(o.Failure.Problem, "2 mails came") {
		t.Errorf("%+v", o)
	}
	f.Hooks.Mailbox = "echo no route >&2; exit 9"
	if o, _ := tryEntry(t, f, id("EMAIL-13")); o.Failure != nil || !strings.Contains(o.Skipped, `mail could not be fetched: hook mailbox: exit status 9; it said "no route"`) {
		t.Errorf("%+v", o)
	}
}
