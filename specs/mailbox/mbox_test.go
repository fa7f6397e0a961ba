package mailbox

import (
	"strings"
	"testing"
)

func TestAMailboxIsReadByAddress(t *testing.T) {
	const one = "Return-Path: <a@example.com>\nTo: Jane <jane@example.com>\nSubject: one\n\nline\n>From the start\n\nFrom here on\n"
	for name, c := range map[string]struct {
		text string
		want []string // subjects
	}{
		"nothing":          {"", nil},
		"blank":            {"\n \n", nil},
		"one alone":        {"To: jane@example.com\nSubject: alone\n\nx", []string{"alone"}},
		"one of mbox":      {"From a Mon\n" + one, []string{"one"}},
		"two":              {"From a Mon\n" + one + "\nFrom b Tue\nTo: JANE@example.com\nSubject: two\n\nx\n", []string{"one", "two"}},
		"CRLF":             {strings.ReplaceAll("From a Mon\n"+one+"\nFrom b Tue\nSubject: two\nBcc: jane@example.com\n\nx\n", "\n", "\r\n"), []string{"one", "two"}},
		"somebody else's":  {"From a Mon\nTo: joe@example.com\nSubject: no\n\njane@example.com\n", nil},
		"by the envelope":  {"From a Mon\nDelivered-To: jane@example.com\nTo: joe@example.com\nSubject: yes\n\nx\n", []string{"yes"}},
		"of several":       {"To: joe@example.com, \"J\" <jane@example.com>\nSubject: both\n\nx\n", []string{"both"}},
		"a header amiss":   {"To: <jane@example.com\nSubject: amiss\n\nx\n", []string{"amiss"}},
		"that has no head": {"what is this\njane@example.com\n", []string{""}},
	} {
		var got []string
		for _, l := range Read([]byte(c.text), "jane@example.com") {
			got = append(got, l.Header.Get("Subject"))
			if l.To != "jane@example.com" || name == "that has no head" && l.Broken == nil {
				t.Errorf("%s: %+v", name, l)
			}
		}
		// A line that begins with From after a blank one begins a message, unless
		// it is marked: those who write mailboxes mark it.
		if strings.Join(got, ",") != strings.Join(c.want, ",") {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	l := Read([]byte("From a Mon\nTo: jane@example.com\nContent-Type: text/plain\n\n>From x\n>>From y\n"), "jane@example.com")[0]
	if l.Text != "From x\n>From y\n" {
		t.Errorf("%q", l.Text)
	}
}
