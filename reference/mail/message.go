package mail

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"github.com/offhook/offhook/reference/catalog"
)

// Message is one mail with one file.
type Message struct {
	// ID is the Message-ID without its brackets. A mail that is sent again has the
	// same, by which whoever gets it twice can tell.
	ID       string
	From, To mail.Address
	Date     time.Time
	Subject  string
	Text     string
	File     *catalog.File
}

// around returns what stands before the file in the mail and what follows it,
// in the form in which the mail goes over the wire. go-mail, which knows how
// headers are written, would hold all of an encoded file in memory: it is given
// an empty one, in the place of which the file is streamed.
func (m *Message) around() (before, after []byte, err error) {
	boundary := rand.Text()
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary(boundary))
	msg.SetMessageIDWithValue(m.ID)
	msg.SetDateWithValue(m.Date)
	msg.FromMailAddress(named(m.From))
	msg.ToMailAddress(named(m.To))
	msg.Subject(m.Subject)
	// Nobody's holiday reply is to answer a machine (RFC 3834).
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.SetAttachments([]*gomail.File{{
		Name: m.File.Name, ContentType: gomail.ContentType(m.File.ContentType), Header: map[string][]string{},
		Writer: func(io.Writer) (int64, error) { return 0, nil },
	}})
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		return nil, nil, fmt.Errorf("mail: the message cannot be written: %w", err)
	}
	end := []byte("\r\n--" + boundary + "--")
	at := bytes.LastIndex(b.Bytes(), end)
	if at < 0 {
		return nil, nil, errors.New("mail: the message has no end")
	}
	return b.Bytes()[:at], b.Bytes()[at:], nil
}

// named is an address whose name is one line of visible characters.
func named(a mail.Address) *mail.Address {
	a.Name = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return ' '
		}
		return r
	}, a.Name)), " ")
	if !ascii(a.Name) {
		// net/mail would leave it in an encoded word as it is, where no reader
		// expects it (RFC 2047, 5).
		a.Name = strings.ReplaceAll(a.Name, `\`, "/")
	}
	return &a
}

// errTooLarge is what a file that is larger than it may be ends with.
var errTooLarge = errors.New("the attachment is larger than a mail may carry")

// stream writes a file in base64, at most limit bytes of it.
func stream(ctx context.Context, w io.Writer, f *catalog.File, limit int64) error {
	lines := &folder{w: w}
	enc := base64.NewEncoder(base64.StdEncoding, lines)
	if err := f.Write(ctx, &bounded{enc, limit}); err != nil {
		return err
	}
	if err := enc.Close(); err != nil {
		return err
	}
	return lines.end()
}

// bounded is a writer that takes no more than left bytes.
type bounded struct {
	w    io.Writer
	left int64
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, errTooLarge
	}
	return b.w.Write(p)
}

// folder breaks what is written into lines of 76 characters (RFC 2045, 6.8).
type folder struct {
	w    io.Writer
	line []byte
}

const lineLength = 76

func (f *folder) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		k := min(len(p), lineLength-len(f.line))
		f.line = append(f.line, p[:k]...)
		p = p[k:]
		if len(f.line) == lineLength {
			if err := f.end(); err != nil {
				return 0, err
			}
		}
	}
	return n, nil
}

// end writes the line that is begun.
func (f *folder) end() error {
	if len(f.line) == 0 {
		return nil
	}
	_, err := f.w.Write(append(f.line, '\r', '\n'))
	f.line = f.line[:0]
	return err
}
