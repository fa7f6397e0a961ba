package status

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("FETCHTERMINOLOGY", func() {
	harness.Spec("FETCHTERMINOLOGY-1", "counts the terms that it lists, each with a name and a value", func(t *harness.T) {
		r := t.OK("FETCHTERMINOLOGY")
		terms := r.Sections("TERMINOLOGY")
		t.Equal("COUNT", count(t, r), len(terms))
		for _, term := range terms {
			t.HasFields("a TERMINOLOGY section", term, "NAME", "VALUE")
		}
		t.Reading("E-07", map[bool]string{true: "head", false: "bare"}[r.CodePresent()])
	})
	harness.Spec("FETCHTERMINOLOGY-2", "gives each term a name of its own, within the width of names and values", func(t *harness.T) {
		seen := map[string]bool{}
		for _, term := range t.OK("FETCHTERMINOLOGY").Sections("TERMINOLOGY") {
			name := term.Get("NAME")
			t.Check(name != "" && !seen[name], "the NAME %q is blank or there twice", name)
			seen[name] = true
			t.Check(utf8.RuneCountInString(name) <= 255 && utf8.RuneCountInString(term.Get("VALUE")) <= 255, "the term %s is longer than 255 characters", name)
		}
	})
	harness.Spec("FETCHTERMINOLOGY-3", "names terms of the manual's list", func(t *harness.T) {
		r := t.OK("FETCHTERMINOLOGY")
		known := []string{"agent", "ani", "callcopygroup", "devicealias", "deviceid", "dnis", "gate", "group", "user1", "user2"}
		r.Want(slices.ContainsFunc(r.Sections("TERMINOLOGY"), func(term harness.Fields) bool {
			return slices.Contains(known, strings.ToLower(term.Get("NAME")))
		}), "a term with one of the NAMEs %q", known)
	})
	harness.Spec("FETCHTERMINOLOGY-4", "says the same whatever calls there are", func(t *harness.T) {
		before := t.OK("FETCHTERMINOLOGY").Sections("TERMINOLOGY")
		t.Start(t.Device(), "USER1", "gold")
		after := t.OK("FETCHTERMINOLOGY").Sections("TERMINOLOGY")
		t.Equal("the number of terms", len(after), len(before))
		for i := range before {
			t.Matches("term", after[i], "NAME", before[i].Get("NAME"), "VALUE", before[i].Get("VALUE"))
		}
	})
	harness.Spec("FETCHTERMINOLOGY-5", "refuses a REQUESTID that is none", func(t *harness.T) { requestIDs(t, "FETCHTERMINOLOGY") })
})
