package wire

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// scanner reads a document by the rules of XML 1.0, one tag at a time.
type scanner struct {
	src []byte
	pos int
	// vetted says that src is UTF-8 and holds only characters that XML
	// allows, so that nothing else need look.
	vetted bool
}

// tag is a start or end tag.
type tag struct {
	name  []byte
	at    int  // offset of its '<'
	end   bool // an end tag
	empty bool // a start tag that closes itself
}

// errNotUTF8 asks for the document to be read as windows-1252.
var errNotUTF8 = &SyntaxError{Reason: "not UTF-8"}

func (s *scanner) fail(at int, reason string) error {
	return &SyntaxError{Offset: at, Reason: reason}
}

// vet checks the characters of the whole document.
func (s *scanner) vet() error {
	if s.vetted {
		return nil
	}
	if !utf8.Valid(s.src) {
		return errNotUTF8
	}
	for i := printableEnd(s.src, 0); i < len(s.src); i = printableEnd(s.src, i) {
		r, n := utf8.DecodeRune(s.src[i:])
		if !isChar(r) {
			return s.fail(i, fmt.Sprintf("XML does not allow the character %U", r))
		}
		i += n
	}
	s.vetted = true
	return nil
}

// root reads what comes before the root, and the root's start tag.
func (s *scanner) root() (tag, error) {
	if bytes.HasPrefix(s.src, bom) {
		s.pos = len(bom)
	}
	if rest := s.src[s.pos:]; len(rest) > 0 && rest[0] == '<' && markupOf(rest) == declaration {
		if err := s.declaration(); err != nil {
			return tag{}, err
		}
	}
	if err := s.misc(); err != nil {
		return tag{}, err
	}
	if s.pos == len(s.src) {
		return tag{}, s.fail(s.pos, "no message: there is no element")
	}
	switch kind := markupOf(s.src[s.pos:]); kind {
	case startTag:
		return s.startTag()
	case declaration, doctype, instruction:
		return tag{}, s.fail(s.pos, refusal(kind))
	}
	return tag{}, s.fail(s.pos, "a start tag was expected")
}

// finish reads what comes after the root.
func (s *scanner) finish() error {
	if err := s.misc(); err != nil {
		return err
	}
	if s.pos < len(s.src) {
		return s.fail(s.pos, "the message goes on after its root is closed")
	}
	return nil
}

// misc skips blanks and comments; it stops at the end or at other markup.
func (s *scanner) misc() error {
	for {
		s.pos = skipBlanks(s.src, s.pos)
		if s.pos == len(s.src) {
			return nil
		}
		if s.src[s.pos] != '<' {
			return s.fail(s.pos, "text outside the root")
		}
		if markupOf(s.src[s.pos:]) != comment {
			return nil
		}
		if err := s.comment(); err != nil {
			return err
		}
	}
}

// next reads character data into c (which may be nil), up to and with the next
// tag.
func (s *scanner) next(c *chars) (tag, error) {
	for {
		if err := s.text(c); err != nil {
			return tag{}, err
		}
		if s.pos == len(s.src) {
			return tag{}, s.fail(s.pos, "the message ends before its root is closed")
		}
		var err error
		switch kind := markupOf(s.src[s.pos:]); kind {
		case startTag:
			return s.startTag()
		case endTag:
			return s.endTag()
		case comment:
			err = s.comment()
		case cdata:
			err = s.cdata(c)
		case declaration, doctype, instruction:
			err = s.fail(s.pos, refusal(kind))
		default:
			err = s.fail(s.pos, "'<' begins no tag; write &lt; for it")
		}
		if err != nil {
			return tag{}, err
		}
	}
}

// text reads character data up to '<' or the end.
func (s *scanner) text(c *chars) error {
	src, lo := s.src, s.pos
	i := textEnd(src, lo)
	for ; i < len(src) && src[i] != '<'; i = textEnd(src, i) {
		switch src[i] {
		case '&':
			r, n, reason := readReference(src[i:])
			if reason != "" {
				return s.fail(i, reason)
			}
			if n == 0 {
				i++
				continue
			}
			c.span(src, lo, i)
			c.char(src, r)
			i += n
			lo = i
		case '\r':
			c.span(src, lo, i)
			i, lo = c.lineEnd(src, i)
		case ']':
			if bytes.HasPrefix(src[i:], []byte("]]>")) {
				return s.fail(i, "\"]]>\" outside a CDATA section; write ]]&gt; for it")
			}
			i++
		default:
			i++
		}
	}
	c.span(src, lo, i)
	s.pos = i
	return nil
}

// lineEnd adds the line end at src[i], a CR, as XML reads it: CRLF and CR are
// LF. It returns where to go on, and from where on bytes are yet to be added.
func (c *chars) lineEnd(src []byte, i int) (next, lo int) {
	if i+1 < len(src) && src[i+1] == '\n' {
		return i + 2, i + 1
	}
	c.char(src, '\n')
	return i + 1, i + 1
}

// cdata reads a CDATA section.
func (s *scanner) cdata(c *chars) error {
	lo := s.pos + len(openCDATA)
	n := bytes.Index(s.src[lo:], []byte("]]>"))
	if n < 0 {
		return s.fail(s.pos, "CDATA section not closed")
	}
	hi := lo + n
	for i := lo; i < hi; {
		if s.src[i] != '\r' {
			i++
			continue
		}
		c.span(s.src, lo, i)
		i, lo = c.lineEnd(s.src[:hi], i)
	}
	c.span(s.src, lo, hi)
	s.pos = hi + len("]]>")
	return nil
}

// comment skips a comment.
func (s *scanner) comment() error {
	lo := s.pos + len(openComment)
	n := bytes.Index(s.src[lo:], []byte("--"))
	switch end := lo + n; {
	case n < 0 || end+2 == len(s.src):
		return s.fail(s.pos, "comment not closed")
	case s.src[end+2] != '>':
		return s.fail(end, "\"--\" inside a comment")
	default:
		s.pos = end + len("-->")
		return nil
	}
}
