package docpage

import (
	"io"
	"strconv"

	"github.com/offhook/offhook/reference/catalog"
)

// WriteIndex writes the list of all functions by chapter. Its error is the
// writer's.
func WriteIndex(w io.Writer) error {
	p := begin(w)
	p.title("The functions of the Uptivity API v5.4", strconv.Itoa(len(catalog.Functions)))
	for i := 0; i < len(catalog.Functions); {
		chapter := catalog.Functions[i].Chapter
		p.heading(string(chapter))
		var rows [][]string
		for ; i < len(catalog.Functions) && catalog.Functions[i].Chapter == chapter; i++ {
			f := &catalog.Functions[i]
			about := f.Summary
			if f.Replaced != "" {
				about += " Use " + f.Replaced + " instead."
			}
			rows = append(rows, []string{f.Name, via(f.Transports), about})
		}
		p.table([]int{26, 9}, rows)
	}
	return p.end()
}

// via names the transports in one column; both is the rule and left blank.
func via(t catalog.Transports) string {
	switch t {
	case catalog.TCP:
		return "TCP only"
	case catalog.HTTP:
		return "HTTP only"
	default:
		return ""
	}
}

// WriteCodes writes the page of the result codes and of the answers that every
// function may give. Its error is the writer's.
func WriteCodes(w io.Writer) error {
	p := begin(w)
	p.title("The result codes", strconv.Itoa(len(catalog.Codes)))
	p.line("")
	var rows [][]string
	for _, c := range catalog.Codes {
		rows = append(rows, []string{strconv.Itoa(int(c.Code)), c.Label, c.Doc})
	}
	p.table([]int{2, 36}, rows)
	p.heading("Every function may answer")
	rows = nil
	for _, o := range catalog.Common {
		rows = append(rows, []string{strconv.Itoa(int(o.Code)), o.Code.String(), o.When})
	}
	p.table([]int{2, 36}, rows)
	return p.end()
}
