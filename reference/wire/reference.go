package wire

import (
	"fmt"
	"unicode/utf8"
)

// readReference reads the reference at the start of src, whose first byte is
// '&'. It returns the character and the reference's length; a length of 0 means
// that the ampersand starts none and stands for itself (E-15).
func readReference(src []byte) (r rune, n int, reason string) {
	if len(src) > 1 && src[1] == '#' {
		return readCharReference(src)
	}
	i := 1
	for i < len(src) && continuesName(src[i]) {
		i++
	}
	if i == len(src) || src[i] != ';' || !isName(src[1:i]) {
		return 0, 0, ""
	}
	switch string(src[1:i]) {
	case "amp":
		r = '&'
	case "lt":
		r = '<'
	case "gt":
		r = '>'
	case "quot":
		r = '"'
	case "apos":
		r = '\''
	default:
		return 0, 0, fmt.Sprintf("unknown entity %s; write &amp; for an ampersand", quoted(src[:i+1]))
	}
	return r, i + 1, ""
}

// readCharReference reads "&#" digits ";" or "&#x" hexadecimal digits ";".
func readCharReference(src []byte) (r rune, n int, reason string) {
	i, base := len("&#"), rune(10)
	if i < len(src) && src[i] == 'x' {
		i, base = i+1, 16
	}
	first := i
	for ; i < len(src); i++ {
		d := digit(src[i])
		if d >= base {
			break
		}
		// What is past the last character stays there, without overflow.
		r = min(r*base+d, utf8.MaxRune+1)
	}
	if i == first || i == len(src) || src[i] != ';' {
		return 0, 0, ""
	}
	if !isChar(r) {
		return 0, 0, fmt.Sprintf("%s names no character that XML allows", quoted(src[:i+1]))
	}
	return r, i + 1, ""
}

// digit returns the value of a hexadecimal digit, or 16.
func digit(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return rune(c-'A') + 10
	}
	return 16
}

// quoted returns b for an error's text, shortened.
func quoted(b []byte) string {
	const most = 40
	if len(b) > most {
		return fmt.Sprintf("%q...", b[:most])
	}
	return fmt.Sprintf("%q", b)
}
