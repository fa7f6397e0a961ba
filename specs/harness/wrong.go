package harness

import (
	"fmt"
	"html"
	"regexp"
	"slices"
)

// maxWrong bounds how many elements of an answer are marked as wrong.
const maxWrong = 8

// leaf is an element that holds text only; a malformed one is none.
var leaf = regexp.MustCompile(`<([A-Za-z_][\w.-]*)(?:\s[^<>]*)?(?:/>|>([^<]*)</([A-Za-z_][\w.-]*)\s*>)`)

// fieldName is the field that the description of a value begins with, as in
// "ANI of the status".
var fieldName = regexp.MustCompile(`^[A-Z][A-Z0-9_]+\b`)

// about notes which value of an answer is wrong: what describes it.
func (f *Failure) about(what string, got any) {
	text, isText := got.(string)
	if !isText {
		text = fmt.Sprint(got)
	}
	field := fieldName.FindString(what)
	if field != "" || isText && len(text) >= minTelling {
		f.fields, f.got = []string{field}, &text
	}
}

// minTelling is from how many bytes on a text tells by itself where it came
// from.
const minTelling = 4

// wrongIn returns the elements of what was received, as they stand there, that
// a failure is about: those of the names that hold got, or else those of any
// name that do. Without got all of the names count.
func wrongIn(received string, names []string, got *string) []string {
	var named, others []string
	for _, m := range leaf.FindAllStringSubmatch(received, -1) {
		if m[3] != "" && m[3] != m[1] {
			continue
		}
		holds := got == nil || html.UnescapeString(m[2]) == *got
		switch {
		case holds && slices.Contains(names, m[1]):
			named = append(named, m[0])
		case holds && got != nil && len(*got) >= minTelling:
			others = append(others, m[0])
		}
	}
	if len(named) == 0 {
		named = others
	}
	slices.Sort(named)
	named = slices.Compact(named)
	return named[:min(len(named), maxWrong)]
}
