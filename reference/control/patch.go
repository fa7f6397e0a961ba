package control

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
)

// allowed are the names of the conditions, sorted.
var allowed = func() (names []string) {
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Conditions]()) {
		if tag := f.Tag.Get("json"); tag != "" && tag != "-" {
			names = append(names, tag)
		}
	}
	slices.Sort(names)
	return names
}()

// patched returns the conditions after a merge patch (RFC 7396): what it names
// is changed, null puts it in order.
func (p *Plane) patched(was *Conditions, patch []byte) (Conditions, error) {
	want := p.normal()
	change, err := object(patch)
	if err != nil {
		return want, err
	}
	for name := range change {
		if !slices.Contains(allowed, name) {
			return want, fmt.Errorf("%q is no condition; there are %s", name, strings.Join(allowed, ", "))
		}
	}
	text, err := json.Marshal(was)
	if err != nil {
		return want, err
	}
	document, err := object(text)
	if err != nil {
		return want, err
	}
	merge(document, change)
	if text, err = json.Marshal(document); err != nil {
		return want, err
	}
	if err = strictly(text, &want); err == nil {
		err = whole(document)
	}
	if err != nil {
		return want, fmt.Errorf("%w; see GET /schema", err)
	}
	return want, nil
}

// whole says which rule lacks what has no value that could be meant: 0 is a code
// and "" a pattern.
func whole(document map[string]any) error {
	rules, _ := document["force"].(map[string]any)
	for name, rule := range rules {
		if m, ok := rule.(map[string]any); ok && m["code"] == nil {
			return fmt.Errorf("force of %q: code is missing", name)
		}
	}
	filters, _ := document["filters"].([]any)
	for i, filter := range filters {
		if m, ok := filter.(map[string]any); ok && m["pattern"] == nil {
			return fmt.Errorf("filters[%d]: pattern is missing", i)
		}
	}
	return nil
}

// object reads one JSON object and nothing after it.
func object(text []byte) (map[string]any, error) {
	var m map[string]any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	err := d.Decode(&m)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		return nil, fmt.Errorf("not a JSON object but %s: send {...}", wrong.Value)
	case err != nil || m == nil:
		return nil, fmt.Errorf("not a JSON object: %w", orEmpty(err))
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("more than one JSON object")
	}
	return m, nil
}

func orEmpty(err error) error {
	if err == nil {
		return fmt.Errorf("null")
	}
	return err
}

// merge changes document as RFC 7396 says.
func merge(document, patch map[string]any) {
	for name, v := range patch {
		if v == nil {
			delete(document, name)
			continue
		}
		change, isObject := v.(map[string]any)
		if !isObject {
			document[name] = v
			continue
		}
		part, ok := document[name].(map[string]any)
		if !ok {
			part = map[string]any{}
			document[name] = part
		}
		merge(part, change)
	}
}

// strictly reads text into v, and refuses names that v does not have.
func strictly(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong):
		return fmt.Errorf("%s: %s where %s is wanted", strings.TrimPrefix(wrong.Field, "Rules."), wrong.Value, kind(wrong.Type))
	}
	return errors.New(strings.TrimPrefix(err.Error(), "json: "))
}

// kind says in JSON's words what is read into t.
func kind(t reflect.Type) string {
	switch {
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()), t.Kind() == reflect.String:
		return "a string"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Slice:
		return "an array"
	case t.Kind() == reflect.Map, t.Kind() == reflect.Struct:
		return "an object"
	}
	return "a whole number"
}
