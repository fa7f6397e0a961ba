package form

import (
	"encoding/json"
	"reflect"
)

// object is a JSON object whose keys keep their order.
type object []member

type member struct {
	key   string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, key...), ':'), value...)
	}
	return append(b, '}'), nil
}

// Schema is the JSON schema (2020-12) of a form, by which an editor completes
// and checks a file:
//
//	# yaml-language-server: $schema=seed.schema.json
func Schema(title string, doc any) ([]byte, error) {
	s := append(object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", title},
	}, schemaOf(reflect.TypeOf(doc), rule{})...)
	b, err := json.MarshalIndent(s, "", "  ")
	return append(b, '\n'), err
}

// schemaOf is the schema of a value of type t, declared by r.
func schemaOf(t reflect.Type, r rule) object {
	var s object
	if r.doc != "" {
		s = object{{"description", r.doc}}
	}
	set := func(key string, value any) { s = append(s, member{key, value}) }
	switch {
	case t.Kind() == reflect.Pointer:
		return schemaOf(t.Elem(), r)
	case t == timeType:
		set("type", "string")
		set("pattern", `^\d{4}-\d{2}-\d{2}`)
	case t == durationType:
		set("type", "string")
		set("pattern", `^([0-9]+(\.[0-9]*)?(h|m|s|ms|us|µs|ns))+$|^0$`)
	case t.Kind() == reflect.Struct:
		set("type", "object")
		return append(s, properties(rulesOf(t), func(r rule) object { return schemaOf(t.Field(r.field).Type, r) })...)
	case t.Kind() == reflect.Map:
		set("type", "object")
		var rules []rule
		for _, n := range tagsOf(t) {
			tag := r.of(n)
			tag.key, tag.doc = n.Name, ""
			rules = append(rules, tag)
		}
		return append(s, properties(rules, func(r rule) object { return schemaOf(t.Elem(), r) })...)
	case t.Kind() == reflect.Slice:
		set("type", "array")
		if r.bounded {
			set("maxItems", r.max)
		}
		entry := r.entry()
		entry.doc = ""
		set("items", schemaOf(t.Elem(), entry))
	case t.Kind() == reflect.Bool:
		set("type", "boolean")
	case t.Kind() == reflect.String:
		if len(r.enum) > 0 {
			set("enum", r.enum)
			break
		}
		set("type", []string{"string", "number"}) // 0815 is a phone
		if r.need {
			set("minLength", 1)
		}
		set("maxLength", r.width)
	default:
		set("type", "integer")
		if t.Kind() == reflect.Float64 {
			s[len(s)-1].value = "number"
		}
		if r.bounded {
			set("minimum", r.min)
			set("maximum", r.max)
		}
	}
	return s
}

// properties describes an object that has these keys and no others.
func properties(rules []rule, of func(rule) object) object {
	var all object
	var need []string
	for _, r := range rules {
		all = append(all, member{r.key, of(r)})
		if r.need {
			need = append(need, r.key)
		}
	}
	s := object{{"properties", all}, {"additionalProperties", false}}
	if need != nil {
		s = append(s, member{"required", need})
	}
	return s
}
