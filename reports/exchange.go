package reports

import (
	"io/fs"
	"regexp"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
)

// shownPart is a part of a failure's account as the page shows it.
type shownPart struct {
	Name, Text string
	Link       bool    // Text is a file beside the page
	Code       bool    // it is shown in Pieces, as on the wire
	Long       bool    // it may have to be scrolled
	Pieces     []piece // of Text
}

// shown are the parts of the account of a failure.
func (s *Spec) shown() []shownPart {
	var all []shownPart
	for _, p := range s.parts() {
		shown := shownPart{Name: p.Name, Text: p.Text, Long: len(p.Text) > 2000}
		switch p.Name {
		case "wrong":
			continue // it is marked
		case "transcript", "capture":
			shown.Link = beside(p.Text)
		case "sent", "repeat":
			shown.Code, shown.Pieces = true, pieces(p.Text, nil)
		case "received":
			shown.Code, shown.Pieces = true, pieces(p.Text, s.Wrong)
		}
		all = append(all, shown)
		if errata := s.explained(); p.Name == "manual" && errata != "" {
			all = append(all, shownPart{Name: "errata", Text: errata})
		}
	}
	return all
}

// beside reports whether a name is that of a file below the report, which a
// report that came from elsewhere may well not say.
func beside(name string) bool {
	return fs.ValidPath(name) && !strings.ContainsAny(name, `:\`)
}

// explained says what is open in the places of the manual that bear on a spec,
// and what is accepted there.
func (s *Spec) explained() string {
	var lines []string
	for _, id := range s.Errata {
		if e := catalog.LookupErratum(id); e != nil {
			lines = append(lines, e.ID+": "+e.Problem+"; accepted: "+e.Accept)
		}
	}
	return strings.Join(lines, "\n")
}

// piece is a stretch of an exchange.
type piece struct {
	Text  string
	Start bool // an element begins, so that a line may be broken before it
	Tag   bool // it is markup rather than a value
	Wrong bool // it is not as it must be
}

// maxTagged is up to how many bytes of an exchange tags are told from values: a
// page of many failures has to stay small.
const maxTagged = 4 << 10

// tag is the mark of an element's begin or end.
var tag = regexp.MustCompile(`</?[A-Za-z_][^<>]*>`)

// pieces cuts an exchange at its elements, and around what is wrong in it.
func pieces(text string, wrong []string) []piece {
	var all []piece
	tags := len(text) <= maxTagged
	for text != "" {
		at, what := len(text), ""
		for _, w := range wrong {
			w = unix(w)
			if i := strings.Index(text, w); w != "" && i >= 0 && (i < at || i == at && len(w) > len(what)) {
				at, what = i, w
			}
		}
		all = appendPieces(all, text[:at], tags)
		if what != "" {
			all = append(all, piece{Text: what, Start: true, Wrong: true})
		}
		text = text[at+len(what):]
	}
	return all
}

func appendPieces(all []piece, text string, tags bool) []piece {
	from := 0 // what has not been added yet
	add := func(to int, isTag bool) {
		if to > from {
			p := piece{Text: text[from:to], Tag: isTag && tags}
			p.Start = p.Text[0] == '<' && !strings.HasPrefix(p.Text, "</")
			all = append(all, p)
			from = to
		}
	}
	for _, at := range tag.FindAllStringIndex(text, -1) {
		switch {
		case tags:
			add(at[0], false)
			add(at[1], true)
		case text[at[0]+1] != '/':
			add(at[0], false)
		}
	}
	add(len(text), false)
	return all
}
