package seed

import (
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/offhook/offhook/reference/catalog"
)

// decoder turns a document's nodes into its values, and remembers where each
// stands.
type decoder struct {
	at    map[string]*token.Position // by path: "users[3].phones[0]"
	wrong complaints
}

// decode fills v, a value declared by r, from n.
func (d *decoder) decode(n ast.Node, v reflect.Value, r rule, path string) {
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
	default:
		panic("seed: a value of type " + t.String())
	}
}

// expected complains of a node of another kind.
func (d *decoder) expected(path, what string, n ast.Node) {
	d.bad(path, "%s is expected, not %s", what, kindOf(n))
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
		return "the number " + excerpt(n.GetToken().Value)
	}
}

// section fills a struct.
func (d *decoder) section(n ast.Node, v reflect.Value, path string) {
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
			d.bad(path, "%s is missing", r.key)
		}
	}
}

// tags fills a map.
func (d *decoder) tags(n ast.Node, v reflect.Value, r rule, path string) {
	v.Set(reflect.MakeMap(v.Type()))
	allowed := keysOf(v.Type())
	for key, node := range d.pairs(n, path) {
		name, ok := tagged(allowed, key)
		if !ok {
			names := make([]string, len(allowed))
			for i, n := range allowed {
				names[i] = n.String()
			}
			d.unknown(path, key, names)
			continue
		}
		value := reflect.New(v.Type().Elem()).Elem()
		d.decode(node, value, r.of(name), join(path, key))
		v.SetMapIndex(reflect.ValueOf(key), value)
	}
}

// pairs yields the keys of a section with their values.
func (d *decoder) pairs(n ast.Node, path string) func(func(string, ast.Node) bool) {
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

func (d *decoder) unknown(path, key string, allowed []string) {
	where := "the file"
	if path != "" {
		where = path
	}
	d.bad(join(path, key), "there is no such key; %s takes %s", where, strings.Join(allowed, ", "))
}

func (d *decoder) list(n ast.Node, v reflect.Value, r rule, path string) {
	s, ok := n.(*ast.SequenceNode)
	if !ok {
		d.expected(path, "a list", n)
		return
	}
	if len(s.Values) > int(r.max) && r.bounded {
		d.bad(path, "%d entries are more than the %d allowed", len(s.Values), r.max)
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(s.Values), len(s.Values)))
	for i, value := range s.Values {
		d.decode(value, v.Index(i), r.entry(), fmt.Sprintf("%s[%d]", path, i))
	}
}

// text takes a number as it is written, for phones and ids are texts.
func (d *decoder) text(n ast.Node, v reflect.Value, r rule, path string) {
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
		d.bad(path, "%s begins or ends with a blank", excerpt(s))
	case strings.ContainsFunc(s, unicode.IsControl):
		d.bad(path, "%s holds a control character", excerpt(s))
	case r.need && s == "":
		d.bad(path, "it must not be blank")
	case utf8.RuneCountInString(s) > r.width:
		d.bad(path, "%s is longer than the %d characters allowed", excerpt(s), r.width)
	case len(r.enum) > 0 && !contains(r.enum, s):
		d.bad(path, "%s is none of %s", excerpt(s), strings.Join(r.enum, ", "))
	default:
		v.SetString(s)
	}
}

func contains(all []string, s string) bool {
	for _, a := range all {
		if a == s {
			return true
		}
	}
	return false
}

func (d *decoder) integer(n ast.Node, v reflect.Value, r rule, path string) {
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
		d.bad(path, "%s is not from %d to %d", excerpt(i.Token.Value), r.min, r.max)
		return
	}
	v.SetInt(value)
}

// duration reads a length of time such as 1m30s; r.max is in hours.
func (d *decoder) duration(n ast.Node, v reflect.Value, r rule, path string) {
	const what = "a length of time such as 90s, 3m20s or 26h"
	s, ok := n.(*ast.StringNode)
	if !ok {
		d.expected(path, what, n)
		return
	}
	length, err := time.ParseDuration(s.Value)
	switch {
	case err != nil:
		d.bad(path, "%s is expected, not %s", what, excerpt(s.Value))
	case length < 0 || length > time.Duration(r.max)*time.Hour:
		d.bad(path, "%s is not from 0s to %dh", excerpt(s.Value), r.max)
	default:
		v.SetInt(int64(length))
	}
}

// moment reads a date, with or without a time of day: the machine's local one
// where no zone is named.
func (d *decoder) moment(n ast.Node, v reflect.Value, path string) {
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
	d.bad(path, "%s is expected, not %s", what, excerpt(s.Value))
}

// join is the path of a key below another.
func join(path, key string) string {
	if path == "" {
		return excerptOf(key)
	}
	return path + "." + excerptOf(key)
}

// name returns the tag that a key of a map means.
func name[M keyed](m M, key string) catalog.Name {
	n, _ := tagged(m.keys(), key)
	return n
}
