package wire

import "unicode/utf8"

// class says what a byte may be part of without a closer look.
type class uint8

const (
	// nameFirst may begin a name: ASCII letters and '_'.
	nameFirst class = 1 << iota
	// nameRest may continue one: those and digits.
	nameRest
	// textSelf stands for itself in character data: ASCII but for the markup
	// '<' and '&', for ']' (which may end "]]>"), for CR (which is rewritten)
	// and for the control characters that XML forbids.
	textSelf
	// blank is white space.
	blank
)

var classes = func() (t [256]class) {
	for c := 0x20; c < utf8.RuneSelf; c++ {
		t[c] |= textSelf
	}
	for _, c := range "<&]" {
		t[c] &^= textSelf
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c] |= nameFirst | nameRest
		t[c-'a'+'A'] |= nameFirst | nameRest
	}
	for c := '0'; c <= '9'; c++ {
		t[c] |= nameRest
	}
	t['_'] |= nameFirst | nameRest
	t['\t'] |= textSelf | blank
	t['\n'] |= textSelf | blank
	t['\r'] |= blank
	t[' '] |= blank
	return t
}()

func isBlank(c byte) bool { return classes[c]&blank != 0 }

// startsName reports whether c may be the first byte of a name: the wide view,
// in which a colon and any non-ASCII byte may.
func startsName(c byte) bool {
	return classes[c]&nameFirst != 0 || c == ':' || c >= utf8.RuneSelf
}

// continuesName is startsName for the bytes after the first.
func continuesName(c byte) bool {
	return classes[c]&nameRest != 0 || c == '-' || c == '.' || c == ':' || c >= utf8.RuneSelf
}

// skipBlanks returns the first offset at or after i that holds no blank.
func skipBlanks(b []byte, i int) int {
	for i < len(b) && isBlank(b[i]) {
		i++
	}
	return i
}

// trimRight returns the end of b without the blanks before it.
func trimRight(b []byte, end int) int {
	for end > 0 && isBlank(b[end-1]) {
		end--
	}
	return end
}

// isName reports whether name, valid UTF-8, is a name by XML 1.0 (fifth
// edition, productions 4 and 4a).
func isName(name []byte) bool {
	for i := 0; i < len(name); {
		c := name[i]
		if c < utf8.RuneSelf {
			if (i == 0 && !startsName(c)) || !continuesName(c) {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(name[i:])
		if !nameRune(r) && (i == 0 || !nameRestRune(r)) {
			return false
		}
		i += n
	}
	return len(name) > 0
}

// nameRune reports whether a rune beyond ASCII may begin a name.
func nameRune(r rune) bool {
	switch {
	case r < 0xC0, r == 0xD7, r == 0xF7, r == 0x37E:
		return false
	case r <= 0x2FF, 0x370 <= r && r <= 0x1FFF, r == 0x200C, r == 0x200D,
		0x2070 <= r && r <= 0x218F, 0x2C00 <= r && r <= 0x2FEF,
		0x3001 <= r && r <= 0xD7FF, 0xF900 <= r && r <= 0xFDCF,
		0xFDF0 <= r && r <= 0xFFFD, 0x10000 <= r && r <= 0xEFFFF:
		return true
	}
	return false
}

// nameRestRune reports whether a rune that may not begin a name may continue it.
func nameRestRune(r rune) bool {
	return r == 0xB7 || 0x300 <= r && r <= 0x36F || r == 0x203F || r == 0x2040
}

// isChar reports whether XML 1.0 allows the character in a document.
func isChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' ||
		0x20 <= r && r < 0xD800 || 0xE000 <= r && r < 0xFFFE ||
		0x10000 <= r && r <= utf8.MaxRune
}
