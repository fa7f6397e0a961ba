package reference_test

import (
	"bytes"
	"context"
	"io"
	"net"
	netmail "net/mail"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/mail"
	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/reference/store"
	"github.com/offhook/offhook/specs/mailbox"
)

// openMailbox starts a mailbox on addr.
func openMailbox(t testing.TB, addr string) *mailbox.Mailbox {
	t.Helper()
	b, err := mailbox.Open(addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

// relayTo is the relay that a mail server at addr is.
func relayTo(t testing.TB, addr string) *mail.Relay {
	t.Helper()
	r, err := mail.ParseRelay(addr)
	if err != nil {
		t.Fatal(err)
	}
	r.From = netmail.Address{Address: "recorder@example.com"}
	r.FirstRetry = 20 * time.Millisecond
	return &r
}

// recordings makes n recordings long enough to tell their RECORDIDs, the last of
// them with a blackout, and returns those.
func recordings(p peer, n int) []string {
	p.t.Helper()
	for i := range n {
		p.ok("CALLSTART", "DEVICEID", "555", "USER1", string(rune('a'+i)))
		time.Sleep(700 * time.Millisecond)
		p.ok("CALLSTOP", "DEVICEID", "555")
	}
	var ids []string
	for _, row := range p.ok("CALLLIST", "DEVICEID", "555").Body.Children[5:] {
		ids = append(ids, row.Value("RECORDID"))
	}
	slices.Reverse(ids)
	return ids
}

// letter waits for the one mail to an address.
func letter(t testing.TB, b *mailbox.Mailbox, to string) *mailbox.Letter {
	t.Helper()
	var got []*mailbox.Letter
	eventually(t, "a mail comes to "+to, func() bool {
		got = b.Letters(to)
		return len(got) > 0
	})
	if l := got[0]; l.Broken != nil || len(l.Files) != 1 || len(got) != 1 {
		t.Fatalf("%d mails to %s; %v, with %d files", len(got), to, l.Broken, len(l.Files))
	}
	return got[0]
}

// told are the RECORDIDs that a file tells.
func told(t testing.TB, f media.Format, file []byte, password string) []string {
	t.Helper()
	a, err := media.Open(bytes.NewReader(file), int64(len(file)), f, password)
	if err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	samples, err := a.ReadAll(time.Minute)
	if err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	return media.Numbers(media.Digits(samples))
}

func TestMailsCarryTheRecordingsThatWereAskedFor(t *testing.T) {
	b := openMailbox(t, "127.0.0.1:0")
	sys := startSystem(t, reference.Config{Relay: relayTo(t, b.Addr().String())})
	p := dial(t, sys.Addr().String())
	ids := recordings(p, 2)

	for _, c := range []struct {
		format        media.Format
		said, encrypt string
	}{{media.WAV, "", ""}, {media.WAV, "wav", "Y"}, {media.VOX, "VOX", ""}, {media.CAV, "cav", "N"}, {media.CAV, "CAV", "Y"}} {
		to := strings.ToLower(c.format.String()) + c.said + c.encrypt + "@example.com"
		p.ok("EMAIL", "TOADDRESS", to, "UNIQUEFIELD", "user1", "UNIQUEID", "b", "MEDIA_FORMAT", c.said, "ENCRYPT", c.encrypt, "PASSWORD", "secret")
		l := letter(t, b, to)
		f, password := l.Files[0], ""
		if c.format == media.CAV && c.encrypt == "Y" {
			password = "secret"
			if _, err := media.Open(bytes.NewReader(f.Content), int64(len(f.Content)), c.format, ""); err == nil {
				t.Error("the encrypted file opens without a password")
			}
		}
		if got := told(t, c.format, f.Content, password); !slices.Equal(got, ids[1:]) {
			t.Errorf("to %s came %q instead of %q", to, got, ids[1:])
		}
		if f.Name != ids[1]+c.format.Extension() || f.ContentType != c.format.ContentType() || l.From != "recorder@example.com" {
			t.Errorf("to %s came %s, %s, from %s", to, f.Name, f.ContentType, l.From)
		}
	}

	p.ok("COMBINEDEMAIL", "TOADDRESS", "jane@example.com", "TONAME", `Zoë "Z" <x@example.com>`, "FROMADDRESS", "joe@example.com", "FROMNAME", "Joe\r\nBcc: eve@example.com",
		"IDENT", ids[1]+","+ids[0]+","+ids[1], "UNIQUEID", "ident")
	l := letter(t, b, "jane@example.com")
	if got, want := told(t, media.WAV, l.Files[0].Content, ""), []string{ids[1], ids[0], ids[1]}; !slices.Equal(got, want) {
		t.Errorf("joined are %q instead of %q", got, want)
	}
	if to, err := l.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Name != `Zoë "Z" <x@example.com>` {
		t.Errorf("To is %q, %v", l.Header.Get("To"), err)
	}
	if from, err := l.Header.AddressList("From"); err != nil || len(from) != 1 || from[0].Address != "joe@example.com" || l.From != "joe@example.com" || l.Header["Bcc"] != nil {
		t.Errorf("From is %q, %v; envelope %s, headers %v", l.Header.Get("From"), err, l.From, l.Header)
	}
	if n := len(b.Letters("eve@example.com")); n != 0 {
		t.Errorf("%d mails came to whom nobody named", n)
	}
}

func TestTheRelayIsACondition(t *testing.T) {
	b := openMailbox(t, "127.0.0.1:0")
	sys := startSystem(t, reference.Config{Relay: relayTo(t, b.Addr().String())})
	p := dial(t, sys.Addr().String())
	id := recordings(p, 1)[0]
	request := []string{"TOADDRESS", "jane@example.com", "UNIQUEFIELD", "ident", "UNIQUEID", id}
	if err := sys.SetRelay(false); err != nil {
		t.Fatal(err)
	}
	if res := p.do("EMAIL", request...); res.Code != int(catalog.API_ERROR_CLIENT_NOT_FOUND) {
		t.Errorf("without a relay: %s", res.Raw)
	}
	sys.SetRelay(true)
	sys.SetDatabase(false)
	if res := p.do("EMAIL", request...); res.Code != int(catalog.API_DATABASE_QUERY_ERROR) {
		t.Errorf("without the database: %s", res.Raw)
	}
	sys.SetDatabase(true)
	p.ok("EMAIL", request...)
	letter(t, b, "jane@example.com")
	if list, err := sys.Mail(t.Context(), 10); err != nil || len(list) != 1 {
		t.Errorf("%d mails are listed: %v", len(list), err)
	}
	if err := startSystem(t, reference.Config{}).SetRelay(true); err == nil {
		t.Error("a relay that is not configured was switched on")
	}
}

func TestAMailThatIsDeliveredBeforeItsAnswer(t *testing.T) {
	dialect, err := catalog.ParseDialect([]string{"E-45=delivered"})
	if err != nil {
		t.Fatal(err)
	}
	b := openMailbox(t, "127.0.0.1:0")
	sys := startSystem(t, reference.Config{Relay: relayTo(t, b.Addr().String()), Dialect: dialect})
	p := dial(t, sys.Addr().String())
	request := []string{"TOADDRESS", "jane@example.com", "IDENT", recordings(p, 1)[0]}
	p.ok("COMBINEDEMAIL", request...)
	if n := len(b.Letters("jane@example.com")); n != 1 {
		t.Errorf("%d mails had come with the answer", n)
	}
	b.Close()
	if res := p.do("COMBINEDEMAIL", request...); res.Code != int(catalog.API_ERROR_CLIENT_NOT_FOUND) {
		t.Errorf("with a relay that is down: %s", res.Raw)
	}
}

// TestAQueuedMailOutlivesTheProcess kills the real server while its relay keeps
// it waiting, and lets another life of it deliver the mail.
func TestAQueuedMailOutlivesTheProcess(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	addr := silent.Addr().String()
	db := filepath.Join(t.TempDir(), "recordings.db")
	flags := []string{"--db", db, "--smtp", addr, "--smtp-from", "Recorder <recorder@example.com>"}
	s := serve(t, flags...)
	p := dial(t, s.api)
	id := recordings(p, 1)[0]
	p.ok("EMAIL", "TOADDRESS", "jane@example.com", "UNIQUEFIELD", "ident", "UNIQUEID", id, "MEDIA_FORMAT", "CAV", "ENCRYPT", "Y", "PASSWORD", "secret")
	c, err := silent.Accept() // the attempt is under way
	if err != nil {
		t.Fatal(err)
	}
	s.kill()
	io.Copy(io.Discard, c)
	c.Close()
	silent.Close()

	b := openMailbox(t, addr)
	s = serve(t, flags...)
	l := letter(t, b, "jane@example.com")
	if got := told(t, media.CAV, l.Files[0].Content, "secret"); !slices.Equal(got, []string{id}) || l.Shown("From") != `"Recorder" <recorder@example.com>` {
		t.Errorf("recordings %q came from %s", got, l.Shown("From"))
	}
	s.stop()
	if s.said.String() != "" && strings.Contains(s.said.String(), "secret") {
		t.Errorf("the log shows the password:\n%s", &s.said)
	}
	st, err := store.Open(context.Background(), db, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close(context.Background())
	if list, err := st.MailList(t.Context(), 10); err != nil || len(list) != 1 || list[0].State != store.MailSent || list[0].Attempts != 1 {
		t.Errorf("%+v, %v", list, err)
	}
	if n := len(b.Letters("jane@example.com")); n != 1 {
		t.Errorf("%d mails came", n)
	}
}
