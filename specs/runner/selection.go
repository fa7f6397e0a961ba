package runner

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/offhook/offhook/specs/harness"
)

// Select returns the specs whose id, theme, chapter or sentence the regular
// expression focus matches (any case) and whose labels the expression allows:
// labels are the requirement ids, the errata, the level, the theme and the
// chapter, combined with &&, ||, ! and parentheses. Blank leaves all. A selection
// of nothing is an error.
func Select(focus, labels string) ([]*harness.Entry, error) {
	re, err := regexp.Compile("(?i)" + focus)
	if err != nil {
		return nil, fmt.Errorf("focus %q is no regular expression: %w; try: --focus CALLSTOP", focus, err)
	}
	allowed, err := types.ParseLabelFilter(labels)
	if err != nil {
		return nil, fmt.Errorf("labels %q is no label expression (%s); try: --labels 'MUST && !EVENTS'", labels, syntax(err))
	}
	var selected []*harness.Entry
	for _, e := range harness.Entries() {
		if focused(re, e) && allowed(labelsOf(e)) {
			selected = append(selected, e)
		}
	}
	if len(selected) == 0 {
		return nil, fmt.Errorf("no spec matches%s%s; offhook conform --list shows them all", quoted(" focus ", focus), quoted(" labels ", labels))
	}
	return selected, nil
}

func focused(re *regexp.Regexp, e *harness.Entry) bool {
	r := e.Requirement()
	for _, s := range []string{e.ID, e.Theme, string(r.Chapter), e.Theme + " " + e.Title, e.ID + " " + e.Title} {
		if re.MatchString(s) {
			return true
		}
	}
	return false
}

// labelsOf returns what a label expression may ask for. Ginkgo's expressions
// take no commas or blanks for parts of a label.
func labelsOf(e *harness.Entry) []string {
	r := e.Requirement()
	labels := append([]string{string(r.Level), e.Theme}, e.Requirements...)
	labels = append(labels, r.Errata...)
	if r.Chapter != "" {
		labels = append(labels, string(r.Chapter))
	}
	for i, l := range labels {
		labels[i] = strings.NewReplacer(",", "", " ", "-").Replace(l)
	}
	return labels
}

func quoted(before, s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf("%s%q", before, s)
}

// syntax is what Ginkgo says of a label expression, without its colours and the
// expression again.
func syntax(err error) string {
	var said types.GinkgoError
	if !errors.As(err, &said) {
		return err.Error()
	}
	return said.Message[strings.LastIndexByte(said.Message, '\n')+1:]
}
