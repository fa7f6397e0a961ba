package reports

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// long is n bytes of text whose characters take three bytes each.
func long(n int) string { return strings.Repeat("€", n/3+1) }

func TestPrintableMakesVisibleWhatATerminalActsUpon(t *testing.T) {
	tests := []struct{ name, in, want, line string }{
		{"plain text", "Jürgen 日本 🎧", "Jürgen 日本 🎧", "Jürgen 日本 🎧"},
		{"newline and tab", "a\n\tb", "a\n\tb", `a\n\tb`},
		{"escape sequence", "\x1b[31m", `\x1b[31m`, `\x1b[31m`},
		{"carriage return", "ok\rno", `ok\rno`, `ok\rno`},
		{"NUL, bell, backspace, delete", "\x00\a\b\x7f", `\x00\x07\x08\x7f`, `\x00\x07\x08\x7f`},
		{"C1 control", "\u009b31m", `\u009b31m`, `\u009b31m`},
		{"byte that is no UTF-8", "M\xfcller", `M\xfcller`, `M\xfcller`},
		{"lone surrogate", "\xed\xa0\x80", `\xed\xa0\x80`, `\xed\xa0\x80`},
		{"replacement character as sent", "\ufffd", "\ufffd", "\ufffd"},
		{"bidirectional override", "\u202egnp", `\u202egnp`, `\u202egnp`},
		{"zero width space", "a\u200bb", `a\u200bb`, `a\u200bb`},
		{"tag character", "\U000e0041", `\U000e0041`, `\U000e0041`},
		{"empty", "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Printable(tt.in); got != tt.want {
				t.Errorf("Printable: got %q, want %q", got, tt.want)
			}
			if got := PrintableLine(tt.in); got != tt.line {
				t.Errorf("PrintableLine: got %q, want %q", got, tt.line)
			}
		})
	}
}

func FuzzPrintable(f *testing.F) {
	f.Add(hostile)
	f.Add("\ufffd\xff")
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range Printable(s) {
			if !unicode.IsPrint(r) && r != '\n' && r != '\t' && r != utf8.RuneError {
				t.Fatalf("%q is left in %q", r, Printable(s))
			}
		}
		if line := PrintableLine(s); strings.ContainsAny(line, "\n\t") || !utf8.ValidString(line) {
			t.Fatalf("%q is no line", line)
		}
		if k := kept(s); !utf8.ValidString(k) || kept(k) != k || len(k) > maxField {
			t.Fatalf("%q is not kept", k)
		}
	})
}

func TestClipKeepsBothEndsWithinTheLimit(t *testing.T) {
	tests := map[string]string{
		"three-byte characters": "<" + long(5000) + ">",
		"no UTF-8":              "<" + strings.Repeat("\x80", 5000) + ">",
	}
	for name, s := range tests {
		got := clip(s, 1000)
		if len(got) > 1000 || !strings.HasPrefix(got, "<") || !strings.HasSuffix(got, ">") {
			t.Errorf("%s: %d bytes: %.20q…", name, len(got), got)
		}
		if utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("%s: a character was cut", name)
		}
	}
	if got := clip("short", 1000); got != "short" {
		t.Errorf("got %q", got)
	}
}
