package reports

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// What the terminal shows at most; the report holds the rest.
const (
	textFailures = 20  // failures told whole
	textLines    = 16  // lines of one piece of a failure
	textWidth    = 400 // characters of one line
	textIDs      = 8   // spec ids behind a reason
)

// palette colours words, or does nothing.
type palette bool

func (p palette) paint(code, s string) string {
	if !p {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p palette) bold(s string) string { return p.paint("1", s) }
func (p palette) dim(s string) string  { return p.paint("2", s) }

// mark makes what is wrong in a line stand out, where there are colours.
func (p palette) mark(line string, wrong []string) string {
	if !p {
		return line
	}
	for _, w := range wrong {
		if w = indented(w); w != "" {
			line = strings.ReplaceAll(line, w, p.paint("1;4;31", w))
		}
	}
	return line
}

var verdictColour = map[Verdict]string{Conforms: "1;32", Nonconforming: "1;31", Incomplete: "1;33"}
var stateColour = map[State]string{Failed: "31", Warned: "33"}

// WriteText writes the summary for a terminal: the failures, what was skipped
// and why, the readings, and at the end, where the eye is, the verdict. Nothing
// of a server's reaches the terminal but printable characters.
func (c *Conform) WriteText(w io.Writer, color bool) error {
	b := bufio.NewWriter(w)
	p := palette(color)
	for _, state := range []State{Warned, Failed} {
		specs := c.inState(state)
		for i, s := range specs {
			if i == textFailures {
				fmt.Fprintf(b, "… and %d more %s, in the report (--out DIR)\n\n", len(specs)-i, state)
				break
			}
			s.writeText(b, p)
		}
	}
	c.writeSkips(b, p)
	c.writeDeclared(b, p)
	if list := c.readings(); len(list) > 0 {
		fmt.Fprintln(b, p.bold("readings of the errata"))
		for _, r := range list {
			fmt.Fprintf(b, "  %-6s %s\n", line(r.Erratum), line(r.Seen))
		}
		fmt.Fprintln(b)
	}
	c.writeVerdict(b, p)
	return b.Flush()
}

// writeText tells one failure.
func (s *Spec) writeText(b *bufio.Writer, p palette) {
	fmt.Fprintf(b, "%s %s %s  %s\n", p.paint(stateColour[s.State], strings.ToUpper(string(s.State))),
		p.bold(line(s.ID)), p.dim("("+line(string(s.Level))+")"), line(s.Title))
	for _, part := range s.parts() {
		if part.Name == "wrong" && bool(p) {
			continue // it is marked
		}
		lines := strings.Split(part.Text, "\n")
		for i, text := range lines {
			name := ""
			if i == 0 {
				name = part.Name
			}
			if i == textLines {
				fmt.Fprintf(b, "  %s … %d lines more\n", p.dim(fmt.Sprintf("%-12s", "")), len(lines)-i)
				break
			}
			text = indented(text)
			if part.Name == "received" {
				text = p.mark(text, s.Wrong)
			}
			fmt.Fprintf(b, "  %s %s\n", p.dim(fmt.Sprintf("%-12s", name)), text)
		}
	}
	fmt.Fprintln(b)
}

// writeSkips counts what was not verified, by reason.
func (c *Conform) writeSkips(b *bufio.Writer, p palette) {
	groups, uncovered := c.skips(), c.uncovered()
	if len(groups) == 0 && len(uncovered) == 0 && c.Aborted == "" {
		return
	}
	fmt.Fprintln(b, p.bold("not verified"))
	if c.Aborted != "" {
		fmt.Fprintf(b, "  the run ended early: %s\n", line(c.Aborted))
	}
	for i := range groups {
		fmt.Fprintf(b, "  %s skipped: %s  %s\n", number(len(groups[i].Specs), "spec"), line(groups[i].Reason), p.dim(some(groups[i].ids())))
	}
	if len(uncovered) > 0 {
		fmt.Fprintf(b, "  %s without a spec in this run  %s\n", number(len(uncovered), "requirement"), p.dim(some(uncovered)))
	}
	fmt.Fprintln(b)
}

// writeDeclared tells of what the target's owner declared.
func (c *Conform) writeDeclared(b *bufio.Writer, p palette) {
	if len(c.LeftOut) > 0 {
		fmt.Fprintln(b, p.bold("left out: declared unsupported"))
		for i := range c.LeftOut {
			l := &c.LeftOut[i]
			fmt.Fprintf(b, "  %-16s %s not run  %s\n", line(l.Feature), number(len(l.Specs), "spec"), p.dim(some(l.Specs)))
			if l.Answers != "" {
				fmt.Fprintf(b, "  %-16s it is there nevertheless: %s\n", "", line(l.Answers))
			}
		}
		fmt.Fprintln(b)
	}
	if len(c.KnownFailures) > 0 {
		fmt.Fprintln(b, p.bold("known failures"))
		for i := range c.KnownFailures {
			k := &c.KnownFailures[i]
			fmt.Fprintf(b, "  %-16s %s: %s\n", line(k.ID), knownText(*k), line(k.Reason))
		}
		fmt.Fprintln(b)
	}
}

// knownText says what became of a known failure.
func knownText(k KnownFailure) string {
	switch k.State {
	case KnownFails:
		return "fails, known until " + line(k.Expires)
	case KnownExpired:
		return "fails, known until " + line(k.Expires) + " only"
	case KnownPasses:
		return "passes: take it from the list"
	}
	return "not verified"
}

// writeVerdict ends the summary.
func (c *Conform) writeVerdict(b *bufio.Writer, p palette) {
	s, r := c.Summary, c.Requirements
	fmt.Fprintf(b, "%s  %s\n", p.paint(verdictColour[c.Verdict], strings.ToUpper(string(c.Verdict))), line(c.subject()))
	fmt.Fprintf(b, "  specs         %d passed, %d failed, %d warned, %d skipped\n", s.Passed, s.Failed, s.Warned, s.Skipped)
	fmt.Fprintf(b, "  requirements  %d of %d verified, %d failed, %d warned, %d unverified\n",
		r.Verified, r.Total, r.Failed, r.Warned, r.Unverified)
	if selection := c.selection(); selection != "" {
		fmt.Fprintf(b, "  selection     %s: the rest of the suite was not run\n", line(selection))
	}
	if p := c.protected(); p != "" {
		fmt.Fprintf(b, "  unprotected   %s\n", line(p))
	}
	if c.ReadOnly {
		fmt.Fprintln(b, "  read only     nothing was sent that changes the server")
	}
	fmt.Fprintf(b, "  took          %.1f s, seed %d\n", c.Duration, c.Seed)
}

// protected says what blackouts left unprotected: "" where nobody asked.
func (c *Conform) protected() string {
	p := c.Protection
	switch {
	case p == nil && c.Profile == "pci":
		return "not measured"
	case p == nil:
		return ""
	}
	return fmt.Sprintf("%.2f s of %.2f s in %s, told from %s", p.Unprotected, p.Asked, number(p.Blackouts, "blackout"), p.From)
}

// subject names what was judged.
func (c *Conform) subject() string {
	at := make([]string, 0, 2)
	for _, a := range []string{c.Target.API, c.Target.WebAPI} {
		if a != "" {
			at = append(at, a)
		}
	}
	return fmt.Sprintf("%s server %s", c.Target.Kind, strings.Join(at, ", "))
}

// selection says which part of the suite was asked for; "" for all of it.
func (c *Conform) selection() string {
	var parts []string
	if c.Profile != "" {
		parts = append(parts, "profile "+c.Profile)
	}
	if c.Focus != "" {
		parts = append(parts, "focus "+c.Focus)
	}
	if c.Labels != "" {
		parts = append(parts, "labels "+c.Labels)
	}
	return strings.Join(parts, ", ")
}

// line is s as one line of the terminal, of bounded width.
func line(s string) string { return narrow(PrintableLine(strings.TrimSpace(s))) }

// indented is line, but keeps the blanks and tabs that s begins with.
func indented(s string) string { return narrow(visible(s, "\t")) }

// narrow cuts s to textWidth characters.
func narrow(s string) string {
	if n := utf8.RuneCountInString(s); n > textWidth {
		return string([]rune(s)[:textWidth]) + fmt.Sprintf(" … %d characters more", n-textWidth)
	}
	return s
}

// number counts things in words.
func number(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}

// some lists the first few ids.
func some(ids []string) string {
	if len(ids) > textIDs {
		return line(strings.Join(ids[:textIDs], " ")) + " …"
	}
	return line(strings.Join(ids, " "))
}
