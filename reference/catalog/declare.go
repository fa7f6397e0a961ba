package catalog

import (
	"fmt"
	"strconv"
	"strings"
)

// The declarations below are written as the manual writes its lists: names in
// order, with marks behind them.
//
//	DEVICEID*       one of these must be given; tried in this order
//	DEVICEALIAS*+   usable only for a device that has an agent
//	GROUPNAME!      required
//	USER1-USER15    fifteen parameters
//
// A mistake in a declaration panics when the program starts.

// declare returns the parameters of a function that keeps to a table of
// widths. What differs from the chapter Parameter Definitions is given in
// full as narrowed.
func declare(table, list string, narrowed ...Param) []Param {
	var params []Param
	for _, word := range words(list) {
		tag := strings.TrimRight(word, "*+!")
		p := definition(named(tag))
		for _, n := range narrowed {
			if n.Name == p.Name {
				p = n
			}
		}
		p.Width, p.Table = width(table, tag)
		marks := word[len(tag):]
		p.Identifies = strings.Contains(marks, "*")
		p.NeedsAgent = strings.Contains(marks, "+")
		p.Required = p.Required || strings.Contains(marks, "!")
		params = append(params, p)
	}
	return params
}

// action is ACTION with what a function allows.
func action(allowed ...string) Param {
	p := definition(ACTION)
	p.Allowed = allowed
	return p
}

// fields returns the elements of a response that hold text.
func fields(table, list string) []Layout {
	var leaves []Layout
	for _, tag := range words(list) {
		leaves = append(leaves, field(table, tag))
	}
	return leaves
}

// field returns one element of a response that holds text; accept are the
// other tags that mean it.
func field(table, tag string, accept ...string) Layout {
	l, ok := responseDefinitions[tag]
	if !ok {
		p := definition(named(tag))
		l = Layout{Type: p.Type, Doc: p.Doc}
	}
	l.Name, l.Accept = tag, accept
	l.Width, l.Table = width(table, tag)
	return l
}

// section returns an element that holds others.
func section(tag, doc string, children ...[]Layout) Layout {
	l := Layout{Name: tag, Doc: doc}
	for _, c := range children {
		l.Children = append(l.Children, c...)
	}
	return l
}

// repeated makes any number of an element.
func repeated(l Layout) []Layout { l.Repeat = true; return []Layout{l} }

// optional makes an element one that may be left out.
func optional(l Layout) Layout { l.Optional = true; return l }

// words splits a list and spells out ranges such as USER1-USER15.
func words(list string) []string {
	var out []string
	for _, w := range strings.Fields(list) {
		from, to, isRange := strings.Cut(w, "-")
		if !isRange {
			out = append(out, w)
			continue
		}
		base := strings.TrimRight(from, "0123456789")
		first, err1 := strconv.Atoi(from[len(base):])
		last, err2 := strconv.Atoi(strings.TrimPrefix(to, base))
		if err1 != nil || err2 != nil {
			panic("catalog: bad range " + w)
		}
		for i := first; i <= last; i++ {
			out = append(out, base+strconv.Itoa(i))
		}
	}
	return out
}

// named returns the Name of a tag.
func named(tag string) Name {
	for n := NoName + 1; n < nameCount; n++ {
		if nameText[n] == tag {
			return n
		}
	}
	panic(fmt.Sprintf("catalog: no parameter or response field %q is defined", tag))
}
