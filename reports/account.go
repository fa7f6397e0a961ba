package reports

import (
	"cmp"
	"fmt"
	"strings"
)

// headline is the first line of the message.
func (s *Spec) headline() string {
	line, _, _ := strings.Cut(s.Message, "\n")
	return cmp.Or(strings.TrimSpace(line), "the requirement does not hold")
}

// Account tells a failure whole, as indented text.
func (s *Spec) Account() string {
	var b strings.Builder
	for _, p := range s.parts() {
		fmt.Fprintf(&b, "%s:\n", p.Name)
		for line := range strings.Lines(p.Text) {
			fmt.Fprintf(&b, "  %s\n", strings.TrimSuffix(line, "\n"))
		}
	}
	return b.String()
}

// part is one named piece of the account of a failure.
type part struct{ Name, Text string }

// parts returns the pieces that are there, in the order in which they are told;
// lines end with a newline only.
func (s *Spec) parts() []part {
	statement := s.Statement
	if ids := strings.Join(s.Requirements, ", "); ids != "" {
		statement = strings.TrimSuffix(ids+": "+statement, ": ")
	}
	all := []part{
		{"requirement", statement},
		{"manual", s.place()},
		{"known", s.Known},
		{"found", s.Message},
		{"expected", s.Expected},
		{"sent", s.Sent},
		{"received", s.Received},
		{"wrong", strings.Join(s.Wrong, "\n")},
		{"repeat", s.Repeat},
		{"transcript", s.Transcript},
		{"capture", s.Capture},
	}
	if s.Unstable {
		all = append(all, part{"unstable", "it passed when it was repeated"})
	}
	there := all[:0]
	for _, p := range all {
		p.Text = strings.Trim(unix(p.Text), "\n")
		if p.Text != "" {
			there = append(there, p)
		}
	}
	return there
}

// unix is s with lines that end with a newline only.
func unix(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// place says where in the manual a spec's rule stands.
func (s *Spec) place() string {
	parts := make([]string, 0, 3)
	for _, p := range []string{s.Chapter, s.Function, strings.Join(s.Errata, ", ")} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " > ")
}
