package wire

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

// pairsOf shows a message's fields as NAME=VALUE lines.
func pairsOf(m *Message) string {
	var s []string
	for _, f := range m.Fields {
		s = append(s, fmt.Sprintf("%s=%s", f.Name, f.Value))
	}
	return strings.Join(s, "\n")
}

func TestDecodeQueryReadsPairs(t *testing.T) {
	for _, c := range []struct {
		name, query, want string
		windows           bool
	}{
		{"pairs in order", "type=TEST&requestid=7", "type=TEST\nrequestid=7", false},
		{"plus and percent", "a=x+y%20z&b=%2b%26%3D%25&%41=%e2%82%AC", "a=x y z\nb=+&=%\nA=€", false},
		{"nothing at all", "", "", false},
		{"nothing between ampersands", "&&a=1&&", "a=1", false},
		{"no equals sign", "a&b=", "a=\nb=", false},
		{"more equals signs", "a=b=c", "a=b=c", false},
		{"blanks around names and values", "+a%09=%20+x+y%0D%0A&b=+", "a=x y\nb=", false},
		{"line ends within kept", "a=x%0D%0Ay", "a=x\r\ny", false},
		{"repeated ones all kept", "a=1&A=2&a=3", "a=1\nA=2\na=3", false},
		{"a semicolon separates nothing", "a=1;b=2", "a=1;b=2", false},
		{"raw UTF-8", "a=é", "a=é", false},
		{"windows-1252, percent encoded", "a=caf%E9&b=%80", "a=café\nb=€", true},
		{"windows-1252, raw", "a=caf\xe9&b=\x80", "a=café\nb=€", true},
		{"windows-1252 changes all values", "a=%C3%A9&b=%E9", "a=Ã©\nb=é", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var m Message
			if err := m.DecodeQuery([]byte(c.query)); err != nil {
				t.Fatal(err)
			}
			if got := pairsOf(&m); got != c.want || m.Windows1252 != c.windows {
				t.Errorf("got %q, windows-1252 %t; want %q, %t", got, m.Windows1252, c.want, c.windows)
			}
		})
	}
}

func TestDecodeQueryRefuses(t *testing.T) {
	for _, c := range []struct {
		name, query string
		offset      int
		says, kept  string
	}{
		{"a percent sign alone", "a=1&b=100%", 9, "%25", "a=1"},
		{"one digit", "a=%4", 2, "hexadecimal", ""},
		{"digits cut off by the next pair", "a=%4&1=2", 2, "hexadecimal", ""},
		{"no hexadecimal digits", "a=%zz", 2, "%zz", ""},
		{"a broken name", "a=1&%gg=1", 4, "%gg", "a=1"},
		{"a NUL", "a=1&b=%00", 6, "U+0000", "a=1"},
		{"an escape", "b=x%1Bc", 2, "U+001B", ""},
		{"a raw control character", "b=\x07", 2, "U+0007", ""},
		{"U+FFFE", "b=%EF%BF%BE", 2, "U+FFFE", ""},
		{"a value without a name", "a=1&=2", 4, "without a name", "a=1"},
		{"a blank name", "+=2", 0, "without a name", ""},
		{"too many", strings.Repeat("a&", MaxPairs) + "b", 2 * MaxPairs, "more than 1000", strings.TrimSuffix(strings.Repeat("a=\n", MaxPairs), "\n")},
	} {
		t.Run(c.name, func(t *testing.T) {
			var m Message
			err := m.DecodeQuery([]byte(c.query))
			var syntax *SyntaxError
			if !errors.As(err, &syntax) {
				t.Fatalf("got %v", err)
			}
			if syntax.Offset != c.offset || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want offset %d and %q", err, c.offset, c.says)
			}
			if got := pairsOf(&m); got != c.kept {
				t.Errorf("kept %q, want %q", got, c.kept)
			}
		})
	}
}

func TestDecodeQueryReusesItsMemory(t *testing.T) {
	var m Message
	query := []byte("type=CALLSTART&requestid=7&deviceid=1111&user1=a+b%20c&user2=%e2%82%AC")
	if n := testing.AllocsPerRun(100, func() {
		if err := m.DecodeQuery(query); err != nil {
			t.Fatal(err)
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzDecodeQuery reads what net/url reads, apart from what only one of them
// refuses.
func FuzzDecodeQuery(f *testing.F) {
	for _, s := range []string{"a=1&b=2", "a=%41+b", "a=%zz", "%=", "a=%e9", "a&&b=", "a=%00", "=x"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, query []byte) {
		var m Message
		err := m.DecodeQuery(query)
		for _, field := range m.Fields {
			for _, b := range [][]byte{field.Name, field.Value} {
				if !utf8.Valid(b) || !bytes.Equal(b, bytes.Trim(b, " \t\r\n")) {
					t.Fatalf("%q gave %q", query, b)
				}
			}
		}
		want, urlErr := url.ParseQuery(string(query))
		if err != nil || urlErr != nil || m.Windows1252 {
			if err == nil && urlErr != nil && !bytes.Contains(query, []byte(";")) {
				t.Fatalf("%q: net/url refuses it (%v)", query, urlErr)
			}
			return
		}
		n := 0
		for _, values := range want {
			n += len(values)
		}
		if n != len(m.Fields) {
			t.Fatalf("%q: %d fields, net/url has %d", query, len(m.Fields), n)
		}
		seen := map[string]bool{}
		for _, field := range m.Fields {
			name := string(field.Name)
			if values, ok := want[name]; ok && !seen[name] {
				if got := strings.Trim(values[0], " \t\r\n"); got != string(field.Value) {
					t.Fatalf("%q: %s is %q, net/url has %q", query, name, field.Value, got)
				}
			}
			seen[name] = true
		}
	})
}
