package docpage

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"
)

// Width is the widest line of a page, in characters; only a word that is
// wider itself passes it.
const Width = 92

const indent = "  "

// page writes text; the first error of the writer is kept for end.
type page struct{ w *bufio.Writer }

func begin(w io.Writer) *page { return &page{bufio.NewWriter(w)} }

func (p *page) end() error { return p.w.Flush() }

func (p *page) line(s string) {
	p.w.WriteString(strings.TrimRight(s, " "))
	p.w.WriteByte('\n')
}

// title writes a page's first line: left and right at the margins.
func (p *page) title(left, right string) {
	gap := max(Width-utf8.RuneCountInString(left)-utf8.RuneCountInString(right), 2)
	p.line(left + strings.Repeat(" ", gap) + right)
}

// heading begins a section.
func (p *page) heading(s string) {
	p.line("")
	p.line(strings.ToUpper(s))
	p.line("")
}

// paragraph writes a text, wrapped, behind a lead that stands on the first
// line; the others are indented as far.
func (p *page) paragraph(lead, text string) {
	blank := strings.Repeat(" ", utf8.RuneCountInString(lead))
	for _, l := range wrap(text, Width-len(blank)) {
		p.line(lead + l)
		lead = blank
	}
}

// list writes items, each behind a dash.
func (p *page) list(items []string) {
	for _, s := range items {
		p.paragraph(indent+"- ", s)
	}
}

// block writes lines as they are, indented.
func (p *page) block(text string) {
	for l := range strings.Lines(text) {
		p.line(indent + strings.TrimSuffix(l, "\n"))
	}
}

// table writes rows in aligned columns. A column is as wide as its widest cell
// but not wider than limits says, and left out where all its cells are empty;
// the last one takes what is left. Cells that are wider wrap.
func (p *page) table(limits []int, rows [][]string) {
	widths := make([]int, len(limits)+1)
	left := Width - len(indent)
	for c, limit := range limits {
		for _, row := range rows {
			widths[c] = min(limit, max(widths[c], utf8.RuneCountInString(row[c])))
		}
		if widths[c] > 0 {
			left -= widths[c] + len(indent)
		}
	}
	widths[len(limits)] = left
	for _, row := range rows {
		cells := make([][]string, len(row))
		height := 1
		for c, text := range row {
			cells[c] = wrap(text, widths[c])
			height = max(height, len(cells[c]))
		}
		for i := range height {
			var b strings.Builder
			for c, cell := range cells {
				if widths[c] == 0 {
					continue
				}
				b.WriteString(indent)
				text := ""
				if i < len(cell) {
					text = cell[i]
				}
				b.WriteString(text)
				b.WriteString(strings.Repeat(" ", max(widths[c]-utf8.RuneCountInString(text), 0)))
			}
			p.line(b.String())
		}
	}
}

// wrap breaks text between words into lines of at most width characters. It
// returns one line at least. Blanks at the front indent every line.
func wrap(text string, width int) []string {
	body := strings.TrimLeft(text, " ")
	margin := text[:len(text)-len(body)]
	var lines []string
	line, n := margin, 0
	for _, word := range strings.Fields(body) {
		w := utf8.RuneCountInString(word)
		if n > 0 && len(margin)+n+1+w > width {
			lines = append(lines, line)
			line, n = margin, 0
		}
		if n > 0 {
			line, n = line+" ", n+1
		}
		line, n = line+word, n+w
	}
	return append(lines, line)
}
