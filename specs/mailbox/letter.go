package mailbox

import (
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
)

// Letter is one mail as it came.
type Letter struct {
	From, To string // of the envelope
	Header   mail.Header
	Text     string // the part that is read, "" where there is none
	Files    []File
	// Broken says why the message could not be read whole; nil: it could.
	Broken error
	size   int
}

// File is one attachment, decoded.
type File struct {
	Name        string
	ContentType string // without parameters
	Content     []byte
}

// maxParts is how many parts of a message are read, maxDepth how deep they may
// be nested.
const maxParts, maxDepth = 100, 8

// open reads a message.
func open(raw []byte) *Letter {
	l := &Letter{size: len(raw)}
	m, err := mail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil {
		l.Broken = err
		return l
	}
	l.Header = m.Header
	parts := 0
	l.Broken = l.part(textproto.MIMEHeader(m.Header), m.Body, &parts, 0)
	return l
}

// part reads a part of the message with the parts in it.
func (l *Letter) part(h textproto.MIMEHeader, body io.Reader, parts *int, depth int) error {
	if *parts++; *parts > maxParts || depth > maxDepth {
		return fmt.Errorf("more than %d parts, or nested deeper than %d", maxParts, maxDepth)
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") {
		for r := multipart.NewReader(body, params["boundary"]); ; {
			p, err := r.NextRawPart()
			switch {
			case err == io.EOF:
				return nil
			case err != nil:
				return err
			}
			if err := l.part(p.Header, p, parts, depth+1); err != nil {
				return err
			}
		}
	}
	content, err := io.ReadAll(decoded(body, h.Get("Content-Transfer-Encoding")))
	if err != nil {
		return err
	}
	disposition, named, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	name := named["filename"]
	if name == "" {
		name = params["name"]
	}
	if disposition == "attachment" || name != "" {
		l.Files = append(l.Files, File{name, kind, content})
	} else if strings.HasPrefix(kind, "text/") && l.Text == "" {
		l.Text = string(content)
	}
	return nil
}

func decoded(r io.Reader, encoding string) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	}
	return r
}

// Shown returns a header's value, decoded; "" where it is missing.
func (l *Letter) Shown(name string) string {
	v := l.Header.Get(name)
	if d, err := new(mime.WordDecoder).DecodeHeader(v); err == nil {
		return d
	}
	return v
}
