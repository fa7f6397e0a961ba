package form

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/token"
)

// complaints gather what is wrong with a file, each with its place.
type complaints []complaint

type complaint struct {
	line, column int
	text         string
}

// MaxShown is how many complaints an error shows.
const MaxShown = 10

// Bad complains of what stands at path, as in "users[3].phones[0]".
func (d *Sheet) Bad(path, format string, args ...any) {
	c := complaint{line: 1, column: 1, text: fmt.Sprintf(format, args...)}
	for at := path; ; at = at[:max(strings.LastIndexAny(at, ".["), 0)] {
		if p := d.at[at]; p != nil {
			c.line, c.column = p.Line, p.Column
			break
		}
		if at == "" {
			break
		}
	}
	if path != "" {
		c.text = path + ": " + c.text
	}
	d.wrong = append(d.wrong, c)
}

// err is the first complaints by their place, as name:line:column, nil without
// any.
func (c complaints) err(name string) error {
	slices.SortStableFunc(c, func(a, b complaint) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column))
	})
	var errs []error
	for i, x := range c {
		if i == MaxShown {
			errs = append(errs, fmt.Errorf("%s: %d more are wrong", name, len(c)-i))
			break
		}
		errs = append(errs, fmt.Errorf("%s:%d:%d: %s", name, x.line, x.column, x.text))
	}
	return errors.Join(errs...)
}

// Given reports whether the file has a key at path.
func (d *Sheet) Given(path string) bool { return d.at[path] != nil }

// Wrong is how many complaints there are.
func (d *Sheet) Wrong() int { return len(d.wrong) }

// refused is the one complaint about text that is not parsed.
func refused(name string, at *token.Position, format string, args ...any) error {
	c := complaint{line: 1, column: 1, text: fmt.Sprintf(format, args...)}
	if at != nil {
		c.line, c.column = at.Line, at.Column
	}
	return complaints{c}.err(name)
}

// Excerpt quotes what somebody wrote, cut where it is long.
func Excerpt(s string) string { return strconv.Quote(excerptOf(s)) }

func excerptOf(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
