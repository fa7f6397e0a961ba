package mail

import (
	"bytes"
	"io"
	"maps"
	"slices"
	"testing"
)

// FuzzNames: whatever two people are called, the mail has the headers that it
// has, one sender, one recipient and one file.
func FuzzNames(f *testing.F) {
	for _, name := range []string{"Jane", "", "Jane\r\nBcc: eve@example.com", `"<,>@`, "Zo\xc3\xab", "\xff\x00", "=?utf-8?q?=0D=0A?=", "a\r\n\r\nb"} {
		f.Add(name, name)
	}
	want := []string{"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}
	f.Fuzz(func(t *testing.T, from, to string) {
		if len(from)+len(to) > 1024 {
			return
		}
		m := message(nil)
		m.From.Name, m.To.Name = from, to
		before, after, err := m.around()
		if err != nil {
			t.Fatal(err)
		}
		l, err := read(io.MultiReader(bytes.NewReader(before), bytes.NewReader(after)))
		if err != nil {
			t.Fatalf("%q, %q: %v in\n%s", from, to, err, before)
		}
		if got := slices.Sorted(maps.Keys(l.header)); !slices.Equal(got, want) {
			t.Errorf("%q, %q: headers %q", from, to, got)
		}
		for name, address := range map[string]string{"From": m.From.Address, "To": m.To.Address} {
			list, err := l.header.AddressList(name)
			if err != nil || len(list) != 1 || list[0].Address != address {
				t.Errorf("%q, %q: %s is %q: %v, %v", from, to, name, l.header.Get(name), list, err)
			}
		}
		if l.text != m.Text || len(l.file) != 0 {
			t.Errorf("%q, %q: the text is %q, the file has %d bytes", from, to, l.text, len(l.file))
		}
	})
}
