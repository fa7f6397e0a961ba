package form

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/offhook/offhook/reference/form/near"
)

// Sheet is one file under scrutiny: it turns the nodes into the form's values, and
// remembers where each stands.
type Sheet struct {
	at    map[string]*token.Position // by path: "users[3].phones[0]"
	wrong complaints
}

// decode fills v, a value declared by r, from n.
func (d *Sheet) decode(n ast.Node, v reflect.Value, r rule, path string) {
	d.at[path] = n.GetToken().Position
	t := v.Type()
	switch {
	case t.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		d.decode(n, v.Elem(), r, path)
	case t == timeType:
		d.moment(n, v, path)
	case t == durationType:
		d.duration(n, v, r, path)
	case t.Kind() == reflect.Struct:
		d.section(n, v, path)
	case t.Kind() == reflect.Map:
		d.tags(n, v, r, path)
	case t.Kind() == reflect.Slice:
		d.list(n, v, r, path)
	case t.Kind() == reflect.String:
		d.text(n, v, r, path)
	case t.Kind() == reflect.Bool:
		if b, ok := n.(*ast.BoolNode); ok {
			v.SetBool(b.Value)
		} else {
			d.expected(path, "true or false", n)
		}
	case v.CanInt():
		d.integer(n, v, r, path)
	case v.CanFloat():
		d.number(n, v, r, path)
	default:
		panic("form: a value of type " + t.String())
	}
}

// expected complains of a node of another kind.
func (d *Sheet) expected(path, what string, n ast.Node) {
	d.Bad(path, "%s is expected, not %s", what, kindOf(n))
}

// kindOf says in plain words what a node is.
func kindOf(n ast.Node) string {
	switch n := n.(type) {
	case ast.MapNode:
		return "a section of keys"
	case *ast.SequenceNode:
		return "a list"
	case *ast.NullNode:
		return "nothing"
	case *ast.StringNode, *ast.LiteralNode:
		return "a text"
	case *ast.BoolNode:
		return n.GetToken().Value
	default:
		return "the number " + Excerpt(n.GetToken().Value)
	}
}

// section fills a struct.
func (d *Sheet) section(n ast.Node, v reflect.Value, path string) {
	rules := rulesOf(v.Type())
	given := map[string]bool{}
	for key, value := range d.pairs(n, path) {
		i := 0
		for i < len(rules) && rules[i].key != key {
			i++
		}
		if i == len(rules) {
			names := make([]string, len(rules))
			for i := range rules {
				names[i] = rules[i].key
			}
			d.unknown(path, key, names)
			continue
		}
		given[key] = true
		d.decode(value, v.Field(rules[i].field), rules[i], join(path, key))
	}
	for _, r := range rules {
		if r.need && !given[r.key] {
			d.Bad(path, "%s is missing", r.key)
		}
	}
}

// tags fills a map.
func (d *Sheet) tags(n ast.Node, v reflect.Value, r rule, path string) {
	v.Set(reflect.MakeMap(v.Type()))
	allowed := tagsOf(v.Type())
	for key, node := range d.pairs(n, path) {
		i := slices.IndexFunc(allowed, func(t Tag) bool { return t.Name == key })
		if i < 0 {
			names := make([]string, len(allowed))
			for i, t := range allowed {
				names[i] = t.Name
			}
			d.unknown(path, key, names)
			continue
		}
		value := reflect.New(v.Type().Elem()).Elem()
		d.decode(node, value, r.of(allowed[i]), join(path, key))
		v.SetMapIndex(reflect.ValueOf(key), value)
	}
}

// pairs yields the keys of a section with their values.
func (d *Sheet) pairs(n ast.Node, path string) func(func(string, ast.Node) bool) {
	return func(yield func(string, ast.Node) bool) {
		m, ok := n.(ast.MapNode)
		if !ok {
			d.expected(path, "a section of keys", n)
			return
		}
		for i := m.MapRange(); i.Next(); {
			key := i.Key().GetToken()
			d.at[join(path, key.Value)] = key.Position
			if !yield(key.Value, i.Value()) {
				return
			}
		}
	}
}

func (d *Sheet) unknown(path, key string, allowed []string) {
	where := "the file"
	if path != "" {
		where = path
	}
	meant := ""
	if like := near.Matches(strings.ReplaceAll(key, "-", "_"), allowed, 2); len(like) > 0 {
		meant = "; did you mean " + strings.Join(like, " or ") + "?"
	}
	d.Bad(join(path, key), "there is no such key%s; %s takes %s", meant, where, strings.Join(allowed, ", "))
}

func (d *Sheet) list(n ast.Node, v reflect.Value, r rule, path string) {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		d.expected(path, "a list", n)
		return
	}
	if len(s.Values) > int(r.max) && r.bounded {
		d.Bad(path, "%d entries are more than the %d allowed", len(s.Values), r.max)
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(s.Values), len(s.Values)))
	for i, value := range s.Values {
		d.decode(value, v.Index(i), r.entry(), fmt.Sprintf("%s[%d]", path, i))
	}
}

// text takes a number as it is written, for phones and ids are texts.
func (d *Sheet) text(n ast.Node, v reflect.Value, r rule, path string) {
	var s string
	switch n := n.(type) {
	case *ast.StringNode:
		s = n.Value
	case *ast.LiteralNode:
		s = strings.TrimSuffix(n.Value.Value, "\n")
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		s = n.GetToken().Value
	default:
		d.expected(path, "a text", n)
		return
	}
	switch {
	case strings.TrimSpace(s) != s:
		d.Bad(path, "%s begins or ends with a blank", Excerpt(s))
	case strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) && !(r.lines && (c == '\n' || c == '\t')) }):
		d.Bad(path, "%s holds a control character", Excerpt(s))
	case r.need && s == "":
		d.Bad(path, "it must not be blank")
	case utf8.RuneCountInString(s) > r.width:
		d.Bad(path, "%s is longer than the %d characters allowed", Excerpt(s), r.width)
	case len(r.enum) > 0 && !slices.Contains(r.enum, s):
		d.Bad(path, "%s is none of %s", Excerpt(s), strings.Join(r.enum, ", "))
	default:
		v.SetString(s)
	}
}

func (d *Sheet) integer(n ast.Node, v reflect.Value, r rule, path string) {
	i, ok := n.(*ast.IntegerNode)
	if !ok {
		d.expected(path, "a whole number", n)
		return
	}
	var value int64
	switch x := i.Value.(type) {
	case int64:
		value = x
	case uint64:
		value = int64(x)
		ok = x <= 1<<63-1
	}
	if !ok || r.bounded && (value < r.min || value > r.max) {
		d.Bad(path, "%s is not from %d to %d", Excerpt(i.Token.Value), r.min, r.max)
		return
	}
	v.SetInt(value)
}

func (d *Sheet) number(n ast.Node, v reflect.Value, r rule, path string) {
	var value float64
	switch n := n.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		var err error
		if value, err = strconv.ParseFloat(n.GetToken().Value, 64); err != nil {
			d.expected(path, "a decimal number", n)
			return
		}
	default:
		d.expected(path, "a number", n)
		return
	}
	if r.bounded && !(value >= float64(r.min) && value <= float64(r.max)) { // NaN is not
		d.Bad(path, "%s is not from %d to %d", Excerpt(n.GetToken().Value), r.min, r.max)
		return
	}
	v.SetFloat(value)
}

// duration reads a length of time such as 1m30s; r.max is in hours.
func (d *Sheet) duration(n ast.Node, v reflect.Value, r rule, path string) {
	const what = "a length of time such as 90s, 3m20s or 26h"
	s, ok := n.(*ast.StringNode)
	if !ok {
		d.expected(path, what, n)
		return
	}
	length, err := time.ParseDuration(s.Value)
	switch {
	case err != nil:
		d.Bad(path, "%s is expected, not %s", what, Excerpt(s.Value))
	case length < 0 || length > time.Duration(r.max)*time.Hour:
		d.Bad(path, "%s is not from 0s to %dh", Excerpt(s.Value), r.max)
	default:
		v.SetInt(int64(length))
	}
}

// moment reads a date, with or without a time of day: the machine's local one
// where no zone is named.
func (d *Sheet) moment(n ast.Node, v reflect.Value, path string) {
	const what = "a time such as 2026-03-31 or 2026-03-31 14:05:00"
	s, ok := n.(*ast.StringNode)
	if !ok {
		d.expected(path, what, n)
		return
	}
	for _, layout := range []string{time.DateTime, time.DateOnly, time.RFC3339} {
		if t, err := time.ParseInLocation(layout, s.Value, time.Local); err == nil && t.Year() >= 1970 && t.Year() < 2200 {
			v.Set(reflect.ValueOf(t))
			return
		}
	}
	d.Bad(path, "%s is expected, not %s", what, Excerpt(s.Value))
}

// join is the path of a key below another.
func join(path, key string) string {
	if path == "" {
		return excerptOf(key)
	}
	return path + "." + excerptOf(key)
}
