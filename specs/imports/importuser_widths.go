package imports

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// width is how many characters of a value of IMPORTUSER are kept: narrowest of
// all the manual's tables, own of the function's, 0 where that has none (E-24).
type width struct {
	name           string
	narrowest, own int
}

var widths = []width{
	{"EMPLOYEEID", 50, 50}, {"FIRSTNAME", 20, 20}, {"LASTNAME", 30, 30}, {"SYS_USER", 30, 255},
	{"DOMAIN", 30, 30}, {"EMAIL", 255, 255}, {"CRM_USER", 30, 0},
}

// What long values are filled with: letters that a code page of one byte a
// character has too.
const (
	ascii = "abcdefghijklmnopqrstuvwxyz0123456789"
	latin = "äöüßéèêñçåøæ"
)

// long returns a value of n characters that begins with what nobody else has.
func long(t *harness.T, n int, filling string) string {
	v := []rune(t.Name("") + strings.Repeat(filling, 1+n/utf8.RuneCountInString(filling)))
	return string(v[:n])
}

var _ = harness.Describe("IMPORTUSER", func() {
	for _, w := range widths {
		harness.Spec("IMPORTUSER-20", "keeps "+strconv.Itoa(w.narrowest)+" characters of "+w.name, func(t *harness.T) {
			for _, n := range []int{w.narrowest - 1, w.narrowest} {
				v, changed := long(t, n, ascii), long(t, n, ascii)
				id := added(t, person(t, w.name, v)...)
				is(t, id, w.name, v)
				modify(t, id, w.name, changed).Is(catalog.API_OK)
				is(t, id, w.name, changed)
			}
		})
		harness.Spec("IMPORTUSER-22", "harms nothing by too long a value of "+w.name, func(t *harness.T) { tooLong(t, w) })
	}
	for _, w := range []width{{"SYS_USER", 0, 255}, {"CRM_USER", 0, 50}} {
		harness.Spec("IMPORTUSER-21", "keeps "+strconv.Itoa(w.own)+" characters of "+w.name, func(t *harness.T) {
			for _, n := range []int{w.own - 1, w.own} {
				v := long(t, n, ascii)
				is(t, added(t, person(t, w.name, v)...), w.name, v)
			}
		})
	}
	harness.Spec("IMPORTUSER-20", "knows a USERNAME of 16 characters from one of 15", func(t *harness.T) {
		v := long(t, 16, ascii)
		group := t.Group()
		added(t, person(t, "USERNAME", v)...)
		permit(t, group, v[:15]).Is(catalog.API_USER_NOT_FOUND)
		permit(t, group, v).Is(catalog.API_OK)
		added(t, person(t, "USERNAME", v[:15])...)
		permit(t, group, v[:15]).Is(catalog.API_OK)
	})
	harness.Spec("IMPORTUSER-23", "keeps values of full width beyond ASCII", func(t *harness.T) {
		p := person(t)
		for _, w := range widths {
			if w.name != "EMAIL" {
				p = with(p, w.name, long(t, w.narrowest, latin))
			}
		}
		is(t, added(t, p...), only(p, shown...)...)
	})
})

// tooLong adds a user with one value of a character more than any table allows,
// and fails unless it is refused, kept or cut (E-25), the rest being as given.
func tooLong(t *harness.T, w width) {
	n := max(w.narrowest, w.own)
	if w.own == 0 {
		n = 255
	}
	neighbour := as(t, added(t, person(t)...))
	v := long(t, n+1, ascii)
	p := person(t, w.name, v)
	r := add(t, p...)
	neighbour()
	if !r.OK() {
		r.Is(catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
		t.Reading("E-25", strconv.Itoa(r.Code))
		nobody(t, p)
		return
	}
	id := r.Field("AGENTID")
	kept := user(t, id).Get(w.name)
	t.Check(strings.HasPrefix(v, kept) && utf8.RuneCountInString(kept) >= w.narrowest, "%s of %d characters is kept as %q", w.name, n+1, kept)
	t.Reading("E-25", map[bool]string{true: "whole", false: "cut"}[kept == v])
	is(t, id, only(with(p, w.name, kept), shown...)...)
}
