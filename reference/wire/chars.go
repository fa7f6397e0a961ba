package wire

import "unicode/utf8"

// chars collects the character data of one element without the blanks before
// it. While the data is one piece of the source as it stands, it is kept as
// offsets; else it is copied to buf. A nil *chars collects nothing.
type chars struct {
	lo, hi int    // the piece of the source
	copied bool   // the data is buf[from:] instead
	buf    []byte // memory that may be shared with earlier data
	from   int
}

// restart forgets the data and keeps what buf holds.
func (c *chars) restart() { *c = chars{buf: c.buf, from: len(c.buf)} }

// span adds src[lo:hi].
func (c *chars) span(src []byte, lo, hi int) {
	switch {
	case c == nil || lo == hi:
	case c.copied:
		c.buf = append(c.buf, src[lo:hi]...)
	case c.lo == c.hi:
		c.lo, c.hi = min(skipBlanks(src, lo), hi), hi
	case c.hi == lo:
		c.hi = hi
	default:
		c.copy(src)
		c.buf = append(c.buf, src[lo:hi]...)
	}
}

// char adds a character that does not stand in src as itself.
func (c *chars) char(src []byte, r rune) {
	if c == nil || !c.copied && c.lo == c.hi && r < utf8.RuneSelf && isBlank(byte(r)) {
		return
	}
	if !c.copied {
		c.copy(src)
	}
	c.buf = utf8.AppendRune(c.buf, r)
}

func (c *chars) copy(src []byte) {
	c.buf = append(c.buf, src[c.lo:c.hi]...)
	c.copied = true
}

// value returns the data without the blanks around it: a slice of src or of
// buf.
func (c *chars) value(src []byte) []byte {
	data := src[c.lo:c.hi:c.hi]
	if c.copied {
		data = c.buf[c.from:len(c.buf):len(c.buf)]
	}
	return data[:trimRight(data, len(data))]
}
