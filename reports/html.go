package reports

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

//go:embed page/conform.gohtml page/style.css page/filter.js
var pageFiles embed.FS

var conformPage = template.Must(template.New("conform.gohtml").Funcs(template.FuncMap{
	"show":    Printable,
	"line":    func(text any) string { return PrintableLine(fmt.Sprint(text)) },
	"account": (*Spec).shown,
	"number":  number,
	"known":   knownText,
	"join":    func(s []string) string { return strings.Join(s, ", ") },
	"policy":  func() string { return policy },
	"style":   func() template.CSS { return template.CSS(pageFile("page/style.css")) },
	"filter": func() template.JS {
		return template.JS(pageFile("page/filter.js"))
	},
}).ParseFS(pageFiles, "page/conform.gohtml"))

// policy has a browser run the page's own script and apply its own style, by
// their digests, and nothing else: should a server's text ever become markup,
// it does nothing.
var policy = "default-src 'none'; style-src " + digest("page/style.css") + "; script-src " + digest("page/filter.js") +
	"; require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'"

func digest(name string) string {
	sum := sha256.Sum256([]byte(pageFile(name)))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

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
	Subject, Meaning, Selection string
	When, Took                  string
	Unprotected                 string
	Totals                      []totals
	States                      []State
	Levels                      []Level
	Failures, Warnings          []*Spec
	Matrix                      []matrixChapter
	Chapters                    []specChapter
	Skips                       []*skipGroup
	Uncovered                   []string
	Seen                        []seenReading
}

// WriteHTML writes the run as one page that needs nothing beside it: no
// script, font or picture is fetched, and its content policy forbids it.
func (c *Conform) WriteHTML(w io.Writer) error {
	return conformPage.Execute(w, conformView{
		Conform:     c,
		Subject:     c.subject(),
		Meaning:     c.meaning(),
		Selection:   c.selection(),
		When:        c.Started.UTC().Format(time.DateTime + " MST"),
		Unprotected: c.protected(),
		Took:        fmt.Sprintf("%.1f s", c.Duration),
		Totals:      c.totals(),
		States:      states,
		Levels:      []Level{Must, Should, May},
		Failures:    c.inState(Failed),
		Warnings:    c.inState(Warned),
		Matrix:      c.matrix(),
		Chapters:    c.specChapters(),
		Skips:       c.skips(),
		Uncovered:   c.uncovered(),
		Seen:        c.seenReadings(),
	})
}

// meaning says the verdict in words.
func (c *Conform) meaning() string {
	switch {
	case c.Verdict == Conforms:
		return "Every requirement of this run that demands it was tried and holds."
	case c.Verdict == Nonconforming:
		return fmt.Sprintf("%d of %s failed.", c.Summary.Failed, number(len(c.Specs), "spec")) + " Each failure below says what the manual demands, what was sent, what came back, and how to see it again."
	case slices.ContainsFunc(c.Specs, func(s Spec) bool { return s.Known != "" }):
		return "Nothing failed but what is known to fail."
	default:
		return "Nothing failed, but not everything could be verified. What could not be tried is no pass."
	}
}

// totals is one line of counts.
type totals struct {
	Name   string
	Total  int
	Shares []share
}

// share is one of the counts that a whole consists of, with its part of a bar of
// a thousand.
type share struct {
	State       State
	Word        string
	N           int
	From, Width int
}

func (c *Conform) totals() []totals {
	s, r := c.Summary, c.Requirements
	return []totals{
		totalsOf("Specs", len(c.Specs), []string{"passed", "failed", "warned", "skipped"}, s.Passed, s.Failed, s.Warned, s.Skipped),
		totalsOf("Requirements", r.Total, []string{"verified", "failed", "warned", "not verified"}, r.Verified, r.Failed, r.Warned, r.Unverified),
	}
}

func totalsOf(name string, total int, words []string, counts ...int) totals {
	t := totals{Name: name, Total: total}
	at := func(n int) int { return n * 1000 / max(total, 1) }
	sum := 0
	for i, n := range counts {
		t.Shares = append(t.Shares, share{states[i], words[i], n, at(sum), at(sum+n) - at(sum)})
		sum += n
	}
	return t
}

// seenReading is a reading that the target was seen to take, with what the
// catalogue says about it.
type seenReading struct {
	reading
	Where, Problem, Doc string
}

func (c *Conform) seenReadings() []seenReading {
	var all []seenReading
	for _, r := range c.readings() {
		s := seenReading{reading: r}
		if e := catalog.LookupErratum(r.Erratum); e != nil {
			s.Where, s.Problem = e.Where, e.Problem
			var docs []string
			for name := range strings.SplitSeq(r.Seen, ",") {
				if i := slices.IndexFunc(e.Readings, func(known catalog.Reading) bool { return known.Name == name }); i >= 0 {
					docs = append(docs, e.Readings[i].Doc)
				}
			}
			s.Doc = strings.Join(docs, "; ")
		}
		all = append(all, s)
	}
	return all
}
