package control

import (
	"bytes"
	"encoding/json"
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
	return want, strictly(text, &want)
}

// object reads one JSON object and nothing after it.
func object(text []byte) (map[string]any, error) {
	var m map[string]any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&m); err != nil || m == nil {
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
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s; see GET /schema", strings.TrimPrefix(err.Error(), "json: "))
}
