package wire

import (
	"bytes"
	"fmt"
)

var colon = []byte(":")

// name reads the name of an element or attribute: one colon at most, as
// namespaces have it.
func (s *scanner) name() ([]byte, error) {
	lo := s.pos
	end := nameEnd(s.src, lo)
	plain := end > lo && classes[s.src[lo]]&nameFirst != 0
	for end < len(s.src) && continuesName(s.src[end]) {
		end++
		plain = false
	}
	s.pos = end
	name := s.src[lo:end:end]
	if plain {
		return name, nil
	}
	if !isName(name) || bytes.Count(name, colon) > 1 {
		return nil, s.fail(lo, fmt.Sprintf("%s is no name", quoted(name)))
	}
	return name, nil
}

// startTag reads a start tag, whose attributes only have to be right.
func (s *scanner) startTag() (tag, error) {
	t := tag{at: s.pos}
	s.pos++
	var err error
	if t.name, err = s.name(); err != nil {
		return t, err
	}
	for {
		apart := s.blanks()
		switch s.peek() {
		case '>':
			s.pos++
			return t, nil
		case '/':
			s.pos++
			t.empty = true
			return t, s.expect('>', "'>' was expected after '/'")
		case 0:
			return t, s.fail(t.at, "start tag not closed")
		}
		if !apart {
			return t, s.fail(s.pos, needBlank)
		}
		if err := s.attribute(); err != nil {
			return t, err
		}
	}
}

const needBlank = "a blank was expected"

// endTag reads an end tag.
func (s *scanner) endTag() (tag, error) {
	t := tag{at: s.pos, end: true}
	s.pos += len("</")
	var err error
	if t.name, err = s.name(); err != nil {
		return t, err
	}
	s.blanks()
	return t, s.expect('>', "end tag not closed")
}

// declaration skips the XML declaration. What it says of version and encoding
// is not taken for true: the bytes decide.
func (s *scanner) declaration() error {
	n := bytes.Index(s.src[s.pos:], []byte("?>"))
	if n < 0 {
		return s.fail(s.pos, "XML declaration not closed")
	}
	inside := scanner{src: s.src[:s.pos+n], pos: s.pos + len(openDeclaration)}
	for inside.pos < len(inside.src) {
		apart := inside.blanks()
		if inside.pos == len(inside.src) {
			break
		}
		if !apart {
			return inside.fail(inside.pos, needBlank)
		}
		if err := inside.attribute(); err != nil {
			return err
		}
	}
	s.pos += n + len("?>")
	return nil
}

// attribute skips an attribute.
func (s *scanner) attribute() error {
	name, err := s.name()
	if err != nil {
		return err
	}
	s.blanks()
	if s.peek() != '=' {
		return s.fail(s.pos, fmt.Sprintf("'=' was expected after the attribute %s", quoted(name)))
	}
	s.pos++
	s.blanks()
	quote := s.peek()
	if quote != '"' && quote != '\'' {
		return s.fail(s.pos, fmt.Sprintf("the attribute %s needs quotes around its value", quoted(name)))
	}
	at := s.pos
	for s.pos++; s.pos < len(s.src); s.pos++ {
		switch s.src[s.pos] {
		case quote:
			s.pos++
			return nil
		case '<':
			return s.fail(s.pos, "'<' in an attribute; write &lt; for it")
		case '&':
			if _, _, reason := readReference(s.src[s.pos:]); reason != "" {
				return s.fail(s.pos, reason)
			}
		}
	}
	return s.fail(at, fmt.Sprintf("the value of the attribute %s is not closed", quoted(name)))
}

// blanks skips blanks and reports whether there were any.
func (s *scanner) blanks() bool {
	at := s.pos
	s.pos = skipBlanks(s.src, s.pos)
	return s.pos > at
}

// peek returns the byte at pos, or 0 at the end (0 is in no document).
func (s *scanner) peek() byte {
	if s.pos == len(s.src) {
		return 0
	}
	return s.src[s.pos]
}

func (s *scanner) expect(c byte, otherwise string) error {
	if s.peek() != c {
		return s.fail(s.pos, otherwise)
	}
	s.pos++
	return nil
}
