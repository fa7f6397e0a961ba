package wire

import (
	"bytes"
	"testing"
)

// TestWordScansAgreeWithByteScans tries every byte at every place of a word,
// among bytes that make borrows and carries.
func TestWordScansAgreeWithByteScans(t *testing.T) {
	scans := map[string]struct {
		words func(b []byte, i int) int
		goOn  func(c byte) bool
	}{
		"nameEnd":      {nameEnd, func(c byte) bool { return c == '_' || '0' <= c && c <= '9' || 'A' <= c&^0x20 && c&^0x20 <= 'Z' }},
		"textEnd":      {textEnd, func(c byte) bool { return 0x20 <= c && c < 0x80 && c != '<' && c != '&' && c != ']' }},
		"printableEnd": {printableEnd, func(c byte) bool { return 0x20 <= c && c < 0x80 }},
		"markupAt":     {markupAt, func(c byte) bool { return c != '<' }},
	}
	for name, scan := range scans {
		t.Run(name, func(t *testing.T) {
			for _, fill := range []byte{'A', 'z', '9', '_', ' ', 0x7f, 0x80, 0xff, 0, '=', '\''} {
				for c := range 256 {
					for at := range 19 {
						b := bytes.Repeat([]byte{fill}, 19)
						b[at] = byte(c)
						for from := range 3 {
							want := from
							for want < len(b) && scan.goOn(b[want]) {
								want++
							}
							if got := scan.words(b, from); got != want {
								t.Fatalf("%q from %d: %d, want %d", b, from, got, want)
							}
						}
					}
				}
			}
		})
	}
}

func TestLeafEnd(t *testing.T) {
	const after = "<AFTER/>"
	tests := map[string]struct {
		b    string
		leaf bool
	}{
		"a short name":              {"<A>1</A>", true},
		"a name of a word":          {"<ABCDEFG>1</ABCDEFG>", true},
		"a name over a word":        {"<ABCDEFGH>1</ABCDEFGH>", true},
		"a name over two":           {"<ABCDEFGHIJKLMNOPQRS_1>some text</ABCDEFGHIJKLMNOPQRS_1>", true},
		"no text":                   {"<A></A>", true},
		"'>' in the text":           {"<A>></A>", true},
		"another name":              {"<A>1</B>", false},
		"a longer name":             {"<A>1</AB>", false},
		"a shorter name":            {"<AB>1</A>", false},
		"another name after a word": {"<ABCDEFGHI>1</ABCDEFGHJ>", false},
		"an attribute":              {"<A b='1'>1</A b='1'>", false},
		"a blank":                   {"<A >1</A >", false},
		"a quote":                   {"<A'>1</A'>", false},
		"a byte beyond ASCII":       {"<A\xe9>1</A\xe9>", false},
		"a child":                   {"<A><B/></A>", false},
		"no end tag":                {"<A>1", false},
		"the end of the bytes":      {"<A>1</A", false},
		"a self-closed element":     {"<A/>", false},
		"a self-closed one, closed": {"<A/></A/>", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			want := 0
			if tt.leaf {
				want = len(tt.b)
			}
			if got := leafEnd([]byte(tt.b+after), 0); got != want {
				t.Errorf("leafEnd(%q) is %d, want %d", tt.b, got, want)
			}
			if got := leafEnd([]byte(tt.b), 0); got != 0 && got != want {
				t.Errorf("leafEnd(%q) at the end of the bytes is %d, want 0 or %d", tt.b, got, want)
			}
		})
	}
}
