package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"time"
)

// Print returns a form as a YAML file with every key, those that were not given
// with what holds without them.
func Print(doc any) []byte {
	p := printer{all: true}
	p.section(reflect.ValueOf(doc), "")
	return p.b.Bytes()
}

// Template returns a form as a YAML file for people: each key with what it
// means, those without a value as comments that show an example.
func Template(doc any) []byte {
	var p printer
	p.section(reflect.ValueOf(doc), "")
	return p.b.Bytes()
}

type printer struct {
	b   bytes.Buffer
	all bool // every key, without comments
}

// section writes the keys of a struct, each line after indent.
func (p *printer) section(v reflect.Value, indent string) {
	for i, r := range rulesOf(v.Type()) {
		value := v.Field(r.field)
		if p.all {
			p.key(r.key, value, indent)
			continue
		}
		if i > 0 && indent == "" {
			p.b.WriteByte('\n')
		}
		fmt.Fprintf(&p.b, "%s# %s\n", indent, r.doc)
		if value.IsZero() {
			p.example(value.Type(), r, indent+"#")
		} else {
			p.key(r.key, value, indent)
		}
	}
}

// key writes a key with its value.
func (p *printer) key(name string, v reflect.Value, indent string) {
	switch {
	case v.Kind() == reflect.Struct && v.Type() != timeType:
		fmt.Fprintf(&p.b, "%s%s:\n", indent, name)
		p.section(v, indent+"  ")
	case v.Kind() == reflect.Slice && v.Len() > 0 && v.Type().Elem().Kind() == reflect.Struct:
		fmt.Fprintf(&p.b, "%s%s:\n", indent, name)
		for i := range v.Len() {
			fmt.Fprintf(&p.b, "%s  - %s\n", indent, inline(v.Index(i)))
		}
	default:
		fmt.Fprintf(&p.b, "%s%s: %s\n", indent, name, inline(v))
	}
}

// example writes a key as a comment.
func (p *printer) example(t reflect.Type, r rule, indent string) {
	if t.Kind() != reflect.Struct || t == timeType {
		fmt.Fprintf(&p.b, "%s%s: %s\n", indent, r.key, r.example)
		return
	}
	fmt.Fprintf(&p.b, "%s%s:\n", indent, r.key)
	for _, sub := range rulesOf(t) {
		fmt.Fprintf(&p.b, "%s  %s: %s  # %s\n", indent, sub.key, sub.example, sub.doc)
	}
}

// inline is a value on one line.
func inline(v reflect.Value) string {
	switch t := v.Type(); {
	case t == timeType:
		return v.Interface().(time.Time).Format(time.DateOnly)
	case t == durationType:
		return v.Interface().(time.Duration).String()
	case t.Kind() == reflect.String:
		return scalar(v.String())
	case t.Kind() == reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = inline(v.Index(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case t.Kind() == reflect.Struct:
		var parts []string
		for _, r := range rulesOf(t) {
			parts = append(parts, r.key+": "+inline(v.Field(r.field)))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return fmt.Sprint(v.Interface())
}

// plain are texts that YAML takes for texts without quotes, wherever they stand.
var plain = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./-]*(:[A-Za-z0-9_./-]+)*$`)

// words are plain, but mean something else to some reader of YAML.
var words = regexp.MustCompile(`(?i)^(true|false|yes|no|on|off|y|n|null)$`)

// scalar is a text as YAML has it; JSON's quotes are YAML's.
func scalar(s string) string {
	if plain.MatchString(s) && !words.MatchString(s) {
		return s
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil {
		panic("form: a text that cannot be encoded") // every text can
	}
	return strings.TrimSuffix(b.String(), "\n")
}
