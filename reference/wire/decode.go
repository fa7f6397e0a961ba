package wire

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// Decode reads frame, one document, into m. The direct children of the root
// become its fields, in order: the value is the child's own character data,
// references resolved and line ends as LF, without the blanks around it. What
// is nested deeper has to be well-formed and is passed over, as are attributes
// and comments.
//
// A frame that is not UTF-8 is read as windows-1252, and m says so. A frame
// that is not well-formed gives a *SyntaxError; m then holds what came before
// the error, so that an answer can name the request. The frame must not change
// while m is used.
func (m *Message) Decode(frame []byte) error {
	m.Reset()
	s := scanner{src: frame}
	err := m.read(&s)
	if err != errNotUTF8 {
		return err
	}
	m.Reset()
	m.Windows1252 = true
	m.scratch = appendWindows1252(m.scratch, frame)
	s = scanner{src: m.scratch}
	return inSource(m.read(&s), s.src)
}

// inSource gives err, about text that was converted from windows-1252, the
// offset in the bytes that it was converted from.
func inSource(err error, converted []byte) error {
	if syntax, ok := err.(*SyntaxError); ok {
		syntax.Offset = utf8.RuneCount(converted[:syntax.Offset])
	}
	return err
}

// read reads the document in s. The flat form goes by flatRoot and flatFields;
// what they do not take goes by the scanner, which takes everything.
func (m *Message) read(s *scanner) error {
	if !m.flatRoot(s) {
		if err := s.vet(); err != nil {
			return err
		}
		root, err := s.root()
		if err != nil {
			return err
		}
		m.Root = root.name
		if root.empty {
			return s.finish()
		}
	}
	for {
		m.flatFields(s)
		if s.flatEnd(m.Root) {
			return nil
		}
		if err := s.vet(); err != nil {
			return err
		}
		t, err := s.next(nil)
		switch {
		case err != nil:
			return err
		case !t.end:
			err = m.field(s, t)
		case !bytes.Equal(t.name, m.Root):
			return s.crossed(t, m.Root)
		default:
			return s.finish()
		}
		if err != nil {
			return err
		}
	}
}

// field reads the child of the root that t begins.
func (m *Message) field(s *scanner, t tag) error {
	if t.empty {
		m.Fields = append(m.Fields, Field{Name: t.name})
		return nil
	}
	c := chars{buf: m.scratch, from: len(m.scratch)}
	if err := s.skipTo(t.name, &c); err != nil {
		return err
	}
	m.scratch = c.buf
	m.Fields = append(m.Fields, Field{Name: t.name, Value: c.value(s.src)})
	return nil
}

// skipTo reads a child of the root, whose start tag has been read, up to its
// end tag. Its own character data goes to c.
func (s *scanner) skipTo(name []byte, c *chars) error {
	var open [maxDepth][]byte
	depth := 1 // below the root
	open[depth] = name
	for {
		own := c
		if depth > 1 {
			own = nil
		}
		t, err := s.next(own)
		switch {
		case err != nil:
			return err
		case t.end && !bytes.Equal(t.name, open[depth]):
			return s.crossed(t, open[depth])
		case t.end && depth == 1:
			return nil
		case t.end:
			depth--
		case depth+1 == maxDepth:
			return s.fail(t.at, tooDeep(maxDepth))
		case !t.empty:
			depth++
			open[depth] = t.name
		}
	}
}

// crossed is the error of an end tag that does not belong to the element open.
func (s *scanner) crossed(t tag, open []byte) error {
	return s.fail(t.at, fmt.Sprintf("end tag %s where that of %s was expected", quoted(t.name), quoted(open)))
}
