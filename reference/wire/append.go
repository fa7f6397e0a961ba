package wire

import "unicode/utf8"

// Terminator ends every message that we send (E-01).
const Terminator = "\r\n"

// AppendOpen appends a start tag.
func AppendOpen(dst []byte, name string) []byte {
	dst = append(dst, '<')
	dst = append(dst, name...)
	return append(dst, '>')
}

// AppendClose appends an end tag.
func AppendClose(dst []byte, name string) []byte {
	dst = append(dst, '<', '/')
	dst = append(dst, name...)
	return append(dst, '>')
}

// AppendField appends an element that holds only text, escaped.
func AppendField(dst []byte, name, value string) []byte {
	dst = AppendOpen(dst, name)
	dst = AppendText(dst, value)
	return AppendClose(dst, name)
}

// AppendElement appends e and all below it. An element with children is taken
// to hold no text.
func AppendElement(dst []byte, e *Element) []byte {
	if len(e.Children) == 0 {
		return AppendField(dst, e.Name, e.Text)
	}
	dst = AppendOpen(dst, e.Name)
	for i := range e.Children {
		dst = AppendElement(dst, &e.Children[i])
	}
	return AppendClose(dst, e.Name)
}

// plain marks the ASCII bytes that stand for themselves in text.
var plain = func() (t [256]bool) {
	for c := 0x20; c <= 0x7f; c++ {
		t[c] = true
	}
	for _, c := range `&<>"'` {
		t[c] = false
	}
	return t
}()

// AppendText appends s escaped, so that a reader gets s back: markup and line
// ends as references, what XML 1.0 cannot carry as U+FFFD.
func AppendText(dst []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if plain[c] {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if (r == utf8.RuneError && n == 1) || r == 0xFFFE || r == 0xFFFF {
				dst = append(append(dst, s[start:i]...), "\uFFFD"...)
				start = i + n
			}
			i += n
			continue
		}
		dst = append(dst, s[start:i]...)
		switch c {
		case '&':
			dst = append(dst, "&amp;"...)
		case '<':
			dst = append(dst, "&lt;"...)
		case '>':
			dst = append(dst, "&gt;"...)
		case '"':
			dst = append(dst, "&quot;"...)
		case '\'':
			dst = append(dst, "&apos;"...)
		case '\t':
			dst = append(dst, "&#9;"...)
		case '\n':
			dst = append(dst, "&#10;"...)
		case '\r':
			dst = append(dst, "&#13;"...)
		default:
			dst = append(dst, "\uFFFD"...)
		}
		i++
		start = i
	}
	return append(dst, s[start:]...)
}
