package reports

import (
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"
)

//go:embed page/conform.gohtml page/style.css page/filter.js
var pageFiles embed.FS

var conformPage = template.Must(template.New("conform.gohtml").Funcs(template.FuncMap{
	"show":    Printable,
	"line":    PrintableLine,
	"account": (*Spec).parts,
	"ids":     (*skipGroup).ids,
	"number":  number,
	"known":   knownText,
	"join":    func(s []string) string { return strings.Join(s, ", ") },
	"style":   func() template.CSS { return template.CSS(pageFile("page/style.css")) },
	"filter": func() template.JS {
		return template.JS(pageFile("page/filter.js"))
	},
}).ParseFS(pageFiles, "page/conform.gohtml"))

// pageFile returns a file of the page that is embedded in the program.
func pageFile(name string) string {
	data, err := pageFiles.ReadFile(name)
	if err != nil {
		panic(err) // the build embeds it
	}
	return string(data)
}

// conformView is what the page shows, prepared so that the template only lays
// it out.
type conformView struct {
	*Conform
	Subject, Selection, When, Took string
	Unprotected                    string
	Failures, Warnings             []*Spec
	Matrix                         []functionRow
	Chapters                       []chapterGroup
	Skips                          []*skipGroup
	Uncovered                      []string
	Seen                           []reading
}

// functionRow counts one function's specs.
type functionRow struct {
	Chapter, Function string
	Summary
}

// WriteHTML writes the run as one page that needs nothing beside it: no
// script, font or picture is fetched, and its content policy forbids it.
func (c *Conform) WriteHTML(w io.Writer) error {
	return conformPage.Execute(w, conformView{
		Conform:     c,
		Subject:     c.subject(),
		Selection:   c.selection(),
		When:        c.Started.UTC().Format(time.DateTime + " MST"),
		Unprotected: c.protected(),
		Took:        fmt.Sprintf("%.1f s", c.Duration),
		Failures:    c.inState(Failed),
		Warnings:    c.inState(Warned),
		Matrix:      c.matrix(),
		Chapters:    c.byChapter(),
		Skips:       c.skips(),
		Uncovered:   c.uncovered(),
		Seen:        c.readings(),
	})
}

// matrix counts the specs by chapter and function, in the report's order.
func (c *Conform) matrix() []functionRow {
	var rows []functionRow
	for i := range c.Specs {
		s := &c.Specs[i]
		row := functionRow{Chapter: cmp.Or(s.Chapter, general), Function: cmp.Or(s.Function, general)}
		last := len(rows) - 1
		if last < 0 || rows[last].Chapter != row.Chapter || rows[last].Function != row.Function {
			rows = append(rows, row)
			last++
		}
		rows[last].add(s.State)
	}
	return rows
}
