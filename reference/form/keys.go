package form

import (
	"reflect"
	"strings"
)

// Section is a part of a form: its path, "" for the file itself, with []
// for an entry of a list; what it means; and its keys in their order.
type Section struct {
	Path, Doc string
	Keys      []Key
}

// Key is a key, what it takes, and what it means.
type Key struct{ Name, Takes, Doc string }

// Sections lists the parts of a form in their order, each before those below it.
func Sections(doc any) []Section { return sectionsOf(reflect.TypeOf(doc), Section{}) }

func sectionsOf(t reflect.Type, s Section) []Section {
	var below []Section
	for _, r := range rulesOf(t) {
		f := t.Field(r.field).Type
		k := Key{r.key, takes(f, r), r.doc}
		if r.need {
			k.Takes += ", required"
		}
		s.Keys = append(s.Keys, k)
		path := join(s.Path, r.key)
		switch f.Kind() {
		case reflect.Pointer:
			f = f.Elem()
		case reflect.Slice:
			f, path = f.Elem(), path+"[]"
		}
		if f.Kind() == reflect.Struct && f != timeType {
			below = append(below, sectionsOf(f, Section{Path: path, Doc: r.doc})...)
		}
	}
	return append([]Section{s}, below...)
}

// takes says what a value of type t is.
func takes(t reflect.Type, r rule) string {
	switch {
	case t.Kind() == reflect.Pointer:
		return takes(t.Elem(), r)
	case t == timeType:
		return "time"
	case t == durationType:
		return "length of time"
	case t.Kind() == reflect.Struct:
		return "section"
	case t.Kind() == reflect.Map:
		return takes(t.Elem(), r.entry()) + " by tag"
	case t.Kind() == reflect.Slice:
		return takes(t.Elem(), r.entry()) + "s"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.String && len(r.enum) > 0:
		return strings.Join(r.enum, ", ")
	case t.Kind() == reflect.String:
		return "text"
	}
	return "number"
}
