package reports

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Timestamp  string          `xml:"timestamp,attr"`
	Hostname   string          `xml:"hostname,attr"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Time    string        `xml:"time,attr"`
	Skipped *junitSkipped `xml:"skipped"`
	Failure *junitFailure `xml:"failure"`
	Output  *junitText    `xml:"system-out"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"` // the level
	Text    string `xml:",cdata"`
}

type junitText struct {
	Text string `xml:",cdata"`
}

// WriteJUnit writes the run as JUnit XML, a suite for each chapter. A warned
// spec is a case that passed with the warning as its output, so that build
// servers agree with the exit code.
func (c *Conform) WriteJUnit(w io.Writer) error {
	doc := junitSuites{
		Name:     "offhook conform",
		Tests:    len(c.Specs),
		Failures: c.Summary.Failed,
		Skipped:  c.Summary.Skipped,
		Time:     seconds(c.Duration),
	}
	for _, g := range c.byChapter() {
		doc.Suites = append(doc.Suites, c.junitSuite(&g))
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (c *Conform) junitSuite(g *chapterGroup) junitSuite {
	suite := junitSuite{
		Name:      Printable(g.Name),
		Tests:     len(g.Specs),
		Failures:  g.count(Failed),
		Skipped:   g.count(Skipped),
		Time:      seconds(g.milliseconds() / 1000),
		Timestamp: c.Started.UTC().Format("2006-01-02T15:04:05"),
		Hostname:  Printable(c.Target.API),
		Properties: []junitProperty{
			{"verdict", string(c.Verdict)},
			{"version", Printable(c.Version)},
			{"seed", strconv.FormatInt(c.Seed, 10)},
			{"warned", strconv.Itoa(g.count(Warned))},
		},
	}
	for _, s := range g.Specs {
		suite.Cases = append(suite.Cases, junitCaseOf(s))
	}
	return suite
}

func junitCaseOf(s *Spec) junitCase {
	class := strings.ReplaceAll(cmp.Or(s.Chapter, general), " ", "")
	if s.Function != "" {
		class += "." + s.Function
	}
	jc := junitCase{
		Class: Printable("conform." + class),
		Name:  Printable(strings.TrimSpace(s.ID + " " + s.Title)),
		Time:  seconds(s.DurationMS / 1000),
	}
	switch s.State {
	case Skipped:
		jc.Skipped = &junitSkipped{Message: Printable(s.Reason)}
	case Failed:
		jc.Failure = &junitFailure{
			Message: Printable(s.headline()),
			Type:    Printable(string(s.Level)),
			Text:    "\n" + Printable(s.Account()),
		}
	case Warned:
		jc.Output = &junitText{Text: fmt.Sprintf("\nwarned (%s)\n%s", Printable(string(s.Level)), Printable(s.Account()))}
	}
	return jc
}

// seconds prints a duration as JUnit wants it.
func seconds(s float64) string { return strconv.FormatFloat(s, 'f', 3, 64) }
