package mailbox

import (
	"bytes"
	"net/smtp"
	"strings"
	"testing"
)

// send mails a message of those lines.
func send(t *testing.T, b *Mailbox, from string, to []string, lines ...string) {
	t.Helper()
	if err := smtp.SendMail(b.Addr().String(), nil, from, to, []byte(strings.Join(lines, "\r\n")+"\r\n")); err != nil {
		t.Fatal(err)
	}
}

func start(t *testing.T) *Mailbox {
	t.Helper()
	b, err := Open("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func TestLettersAreReadAndKeptByAddress(t *testing.T) {
	b := start(t)
	send(t, b, "from@example.com", []string{"jane@example.com", "joe@example.com"},
		"From: =?utf-8?q?Zo=C3=AB?= <from@example.com>", "Subject: one",
		`Content-Type: multipart/mixed; boundary="x"`, "",
		"--x", `Content-Type: multipart/alternative; boundary="y"`, "",
		"--y", "Content-Type: text/plain", "Content-Transfer-Encoding: quoted-printable", "", "a=3Db", "--y--",
		"--x", `Content-Type: audio/wav; name="7.wav"`, "Content-Transfer-Encoding: BASE64",
		`Content-Disposition: attachment; filename="7.wav"`, "", "UklG", "Rg==", "--x--")
	send(t, b, "from@example.com", []string{"jane@example.com"}, "Subject: two", "", "plain")

	jane := b.Letters("Jane@Example.COM")
	if len(jane) != 2 || len(b.Letters("joe@example.com")) != 1 || b.Letters("nobody@example.com") != nil {
		t.Fatalf("%d letters for Jane, %d for Joe", len(jane), len(b.Letters("joe@example.com")))
	}
	l := jane[0]
	if l.Broken != nil || l.From != "from@example.com" || l.To != "jane@example.com" || l.Text != "a=b" {
		t.Errorf("%+v", l)
	}
	if got := l.Shown("From"); got != "Zoë <from@example.com>" {
		t.Errorf("From is shown as %q", got)
	}
	if len(l.Files) != 1 || l.Files[0].Name != "7.wav" || l.Files[0].ContentType != "audio/wav" || !bytes.Equal(l.Files[0].Content, []byte("RIFF")) {
		t.Errorf("files: %+v", l.Files)
	}
	if l := jane[1]; l.Shown("Subject") != "two" || strings.TrimSpace(l.Text) != "plain" || l.Files != nil {
		t.Errorf("%+v", l)
	}
}

func TestBrokenLettersAreKept(t *testing.T) {
	for name, lines := range map[string][]string{
		"no header":          {"\x00\x01"},
		"an open part":       {`Content-Type: multipart/mixed; boundary="x"`, "", "--x", "", "text"},
		"no base64":          {`Content-Type: audio/wav; name="a"`, "Content-Transfer-Encoding: base64", "", "%%%%"},
		"parts without end":  append([]string{`Content-Type: multipart/mixed; boundary="x"`, ""}, strings.Split(strings.Repeat("--x\n\na\n", 200)+"--x--", "\n")...),
		"nested without end": nested(20),
	} {
		b := start(t)
		send(t, b, "from@example.com", []string{"jane@example.com"}, lines...)
		if l := b.Letters("jane@example.com"); len(l) != 1 || l[0].Broken == nil {
			t.Errorf("%s: %d letters, %+v", name, len(l), l)
		}
	}
}

func nested(depth int) []string {
	var lines []string
	for i := range depth {
		b := strings.Repeat("x", i+1) + "-"
		lines = append(lines, `Content-Type: multipart/mixed; boundary="`+b+`"`, "", "--"+b)
	}
	return append(lines, "", "text")
}

func TestTheOldestLettersGoFirst(t *testing.T) {
	b := &Mailbox{}
	for range maxKept/maxMessage + 1 {
		b.keep(&Letter{size: maxMessage}, []string{"jane@example.com"})
	}
	if n := len(b.Letters("jane@example.com")); n != maxKept/maxMessage || b.kept != maxKept {
		t.Errorf("%d letters of %d bytes are kept", n, b.kept)
	}
}
