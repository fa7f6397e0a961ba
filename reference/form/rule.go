package form

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// rule is the declaration of a key: what its value may be.
type rule struct {
	key      string
	doc      string
	example  string
	need     bool
	lines    bool // a text may have several
	width    int  // of a text, in characters
	min, max int64
	bounded  bool // min and max hold
	enum     []string
	field    int // its index in the struct
}

// widest is the width of a text that declares none: of names that refer to
// others.
const widest = 255

// rulesOf returns the declarations of a struct's keys, in their order.
func rulesOf(t reflect.Type) []rule {
	rules := make([]rule, t.NumField())
	for i := range rules {
		rules[i] = ruleOf(t.Field(i), i)
	}
	return rules
}

func ruleOf(f reflect.StructField, i int) rule {
	tag := f.Tag.Get
	r := rule{key: tag("yaml"), doc: tag("doc"), example: tag("example"), need: tag("need") == "yes", lines: tag("lines") == "yes", width: widest, field: i}
	if like := tag("like"); like != "" {
		r.width = widthOf(like)
	}
	if w := tag("width"); w != "" {
		r.width = int(number(w))
	}
	if s := tag("max"); s != "" {
		r.max, r.bounded = number(s), true
	}
	if s := tag("min"); s != "" {
		r.min = number(s)
	}
	if s := tag("enum"); s != "" {
		r.enum = strings.Split(s, "|")
	}
	return r
}

// widthOf is how wide a parameter is, given as FUNCTION PARAMETER.
func widthOf(like string) int {
	function, param, _ := strings.Cut(like, " ")
	f := catalog.Lookup(function)
	i := slices.IndexFunc(f.Params, func(p catalog.Param) bool { return p.Name.String() == param })
	return f.Params[i].Width
}

// entry is the rule of a list's or map's entries: that of the list without its
// number.
func (r rule) entry() rule {
	r.bounded, r.need = false, false
	return r
}

// of returns the rule of one tag's value.
func (r rule) of(t Tag) rule {
	r = r.entry()
	if t.Width > 0 {
		r.width = t.Width
	}
	r.enum = t.Enum
	return r
}

var (
	durationType = reflect.TypeFor[time.Duration]()
	timeType     = reflect.TypeFor[time.Time]()
)

// Keyed is a map that takes certain keys only.
type Keyed interface{ Tags() []Tag }

// Tag is a key of a Keyed map.
type Tag struct {
	Name  string
	Width int      // of its value; 0: as the map's
	Enum  []string // what its value may be; nil: any text
}

// tagsOf returns the keys that a map may have.
func tagsOf(t reflect.Type) []Tag { return reflect.Zero(t).Interface().(Keyed).Tags() }

// number reads a limit of a declaration.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		panic("form: a limit that is no number: " + s)
	}
	return n
}
