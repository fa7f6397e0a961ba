package wire

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf8"
)

// MaxPairs is how many names, with or without a value, a query may hold: some
// twenty times what the largest function takes.
const MaxPairs = 1000

// DecodeQuery reads a URL's query, or a form's body of the type
// application/x-www-form-urlencoded, into m: NAME=VALUE pairs between '&',
// in order, '+' and percent encodings resolved, values without the blanks
// around them. A name without '=' has a blank value; nothing between two '&'
// is passed over. There is no root.
//
// A query that is not UTF-8 once decoded is read as windows-1252, and m says
// so. A broken percent encoding, a value without a name, a character that XML
// does not allow, or more than MaxPairs pairs give a *SyntaxError, with an
// offset in the query; m then holds what came before the error. The query must
// not change while m is used. The caller bounds its length.
func (m *Message) DecodeQuery(query []byte) error {
	m.Reset()
	err := m.readQuery(query)
	if err != errNotUTF8 {
		return err
	}
	m.Reset()
	m.Windows1252 = true
	return m.readQuery(query)
}

func (m *Message) readQuery(query []byte) error {
	for pos := 0; pos < len(query); {
		end := until(query, pos, '&')
		if end > pos {
			if err := m.pair(query, pos, end); err != nil {
				return err
			}
		}
		pos = end + 1
	}
	return nil
}

// pair reads the pair query[pos:end].
func (m *Message) pair(query []byte, pos, end int) error {
	if len(m.Fields) == MaxPairs {
		return &SyntaxError{Offset: pos, Reason: fmt.Sprintf("more than %d parameters", MaxPairs)}
	}
	eq := until(query[:end], pos, '=')
	name, err := m.unescape(query, pos, eq)
	if err != nil {
		return err
	}
	value, err := m.unescape(query, min(eq+1, end), end)
	if err != nil {
		return err
	}
	if len(name) == 0 {
		return &SyntaxError{Offset: pos, Reason: "a value without a name"}
	}
	m.Fields = append(m.Fields, Field{Name: name, Value: value})
	return nil
}

// until returns the offset of the first c at or after pos, or the end.
func until(b []byte, pos int, c byte) int {
	if n := bytes.IndexByte(b[pos:], c); n >= 0 {
		return pos + n
	}
	return len(b)
}

// unescape returns src[pos:end] decoded, without the blanks around it: a slice
// of src where that says it as it stands, else of m's scratch memory.
func (m *Message) unescape(src []byte, pos, end int) ([]byte, error) {
	text, from := src[pos:end], pos
	if !literal(text) {
		start := len(m.scratch)
		m.scratch = slices.Grow(m.scratch, len(text))
		for i := pos; i < end; i++ {
			c := src[i]
			switch c {
			case '+':
				c = ' '
			case '%':
				if i+2 >= end || digit(src[i+1]) > 15 || digit(src[i+2]) > 15 {
					return nil, &SyntaxError{Offset: i, Reason: fmt.Sprintf(
						"%s is not %% and two hexadecimal digits; write %%25 for a percent sign", quoted(src[i:min(i+3, end)]))}
				}
				c = byte(digit(src[i+1])<<4 | digit(src[i+2]))
				i += 2
			}
			if m.Windows1252 && c >= utf8.RuneSelf {
				m.scratch = appendWindows1252(m.scratch, []byte{c})
			} else {
				m.scratch = append(m.scratch, c)
			}
		}
		text = m.scratch[start:len(m.scratch):len(m.scratch)]
		if err := vetText(text, from); err != nil {
			return nil, err
		}
	}
	text = text[min(skipBlanks(text, 0), len(text)):]
	return text[:trimRight(text, len(text)):len(text)], nil
}

// literal reports whether text stands for itself: printable ASCII without
// anything to decode.
func literal(text []byte) bool {
	return printableEnd(text, 0) == len(text) && bytes.IndexByte(text, '%') < 0 && bytes.IndexByte(text, '+') < 0
}

// vetText refuses what a document could not have carried either. at is where
// the text begins in the query.
func vetText(text []byte, at int) error {
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			if r, n = utf8.DecodeRune(text[i:]); r == utf8.RuneError && n == 1 {
				return errNotUTF8
			}
		}
		if !isChar(r) {
			return &SyntaxError{Offset: at, Reason: fmt.Sprintf("the character %U is not allowed", r)}
		}
		i += n
	}
	return nil
}
