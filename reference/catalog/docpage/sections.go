package docpage

import "io"

// Section is a part of a page that is not about the catalogue: a heading, a
// text, and rows of which the last cell takes what the others leave.
type Section struct {
	Heading, Text string
	Rows          [][]string
}

// WriteSections writes a page of sections below a title. The error is the
// writer's.
func WriteSections(w io.Writer, left, right string, sections ...Section) error {
	p := begin(w)
	p.title(left, right)
	for _, s := range sections {
		p.heading(s.Heading)
		if s.Text != "" {
			p.paragraph(indent, s.Text)
		}
		if s.Text != "" && s.Rows != nil {
			p.line("")
		}
		if s.Rows != nil {
			limits := make([]int, len(s.Rows[0])-1)
			for i := range limits {
				limits[i] = Width / 3
			}
			p.table(limits, s.Rows)
		}
	}
	return p.end()
}
