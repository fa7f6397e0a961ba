package media

import (
	"strings"
	"testing"
)

func TestFormatsAreReadInAnyCase(t *testing.T) {
	for f := range Format(len(formats)) {
		for _, s := range []string{f.String(), strings.ToLower(f.String())} {
			if got, ok := ParseFormat(s); !ok || got != f {
				t.Errorf("%q is %v, %v", s, got, ok)
			}
		}
		if f.Extension() != "."+strings.ToLower(f.String()) || f.ContentType() == "" {
			t.Errorf("%v: %q, %q", f, f.Extension(), f.ContentType())
		}
	}
	for _, s := range []string{"", " WAV", "wave", "mp"} {
		if f, ok := ParseFormat(s); ok {
			t.Errorf("%q is %v", s, f)
		}
	}
}
