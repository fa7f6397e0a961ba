package docpage

import (
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/offhook/offhook/reference/catalog"
)

// WriteErrata writes the ledger of what the manual leaves open. Its error is
// the writer's.
func WriteErrata(w io.Writer) error {
	p := begin(w)
	p.title("Where the manual is unclear, and how it is read", strconv.Itoa(len(catalog.Errata)))
	for i := range catalog.Errata {
		p.line("")
		writeErratum(p, &catalog.Errata[i])
	}
	p.line("")
	p.paragraph(indent, "The first reading of an erratum is the reference's own; a server that takes another: offhook serve --dialect E-03=error.")
	return p.end()
}

func writeErratum(p *page, e *catalog.Erratum) {
	lead := indent + e.ID + "  "
	p.paragraph(lead, e.Where+": "+e.Problem)
	margin := indent + "      "
	for _, column := range [][2]string{{"reference", e.Emit}, {"accepted", e.Accept}, {"clients", e.Send}} {
		if column[1] != "-" {
			p.paragraph(margin+pad(column[0], 11), column[1])
		}
	}
	for i, r := range e.Readings {
		label := ""
		if i == 0 {
			label = "readings"
		}
		p.paragraph(margin+pad(label, 11)+pad(e.ID+"="+r.Name, 16)+" ", r.Doc)
	}
}

// pad makes s at least n characters wide.
func pad(s string, n int) string {
	for utf8.RuneCountInString(s) < n {
		s += " "
	}
	return s
}
