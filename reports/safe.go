package reports

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxField      = 16 << 10 // bytes of one string in a report
	maxSaid       = 2 << 20  // bytes of what failures say, all together, before later ones say less
	maxLate       = 512      // bytes of one string of those
	maxTranscript = 4 << 20  // bytes of one transcript
)

// Printable returns s with everything that a terminal or a viewer would act
// upon made visible: control characters and escape sequences, a lone carriage
// return, bytes that are not UTF-8, and the invisible characters that reorder
// or hide text. Newlines and tabs stay. It is meant to be read, not reversed.
func Printable(s string) string { return visible(s, "\n\t") }

// PrintableLine is Printable for a single line: newlines and tabs are made
// visible too.
func PrintableLine(s string) string { return visible(s, "") }

// visible escapes what cannot be printed, except the characters of keep.
func visible(s, keep string) string {
	at := strings.IndexFunc(s, func(r rune) bool { return !plain(r, keep) })
	if at < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	b.WriteString(s[:at])
	for at < len(s) {
		r, n := utf8.DecodeRuneInString(s[at:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[at])
		case plain(r, keep):
			b.WriteRune(r)
		default:
			b.WriteString(escape(r))
		}
		at += n
	}
	return b.String()
}

// plain reports whether r may stand as it is. utf8.RuneError is what bytes that
// are not UTF-8 decode to; visible looks at it closer.
func plain(r rune, keep string) bool {
	if r == utf8.RuneError {
		return false
	}
	return unicode.IsPrint(r) || strings.ContainsRune(keep, r)
}

func escape(r rune) string {
	switch {
	case r == utf8.RuneError:
		return string(r)
	case r == '\r':
		return `\r`
	case r == '\n':
		return `\n`
	case r == '\t':
		return `\t`
	case r < 0x80:
		return fmt.Sprintf(`\x%02x`, r)
	case r <= 0xffff:
		return fmt.Sprintf(`\u%04x`, r)
	default:
		return fmt.Sprintf(`\U%08x`, r)
	}
}

// kept is s as a report keeps it: of bounded length, and valid UTF-8 in which
// other bytes stand as \xNN. Control characters stay; renderings neutralise
// them. A kept string is kept as it is.
func kept(s string) string {
	s = clip(s, maxField)
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for at := 0; at < len(s); {
		r, n := utf8.DecodeRuneInString(s[at:])
		if r == utf8.RuneError && n == 1 {
			fmt.Fprintf(&b, `\x%02x`, s[at])
		} else {
			b.WriteString(s[at : at+n])
		}
		at += n
	}
	return clip(b.String(), maxField)
}

// keepAll has every string of a report be as it is kept; what is in no report,
// by its tag, stays as it is.
func keepAll(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); len(s) > maxField || !utf8.ValidString(s) {
			v.SetString(kept(s))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			keepAll(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			keepAll(v.Index(i))
		}
	case reflect.Map: // of strings to strings
		for m := v.MapRange(); m.Next(); {
			key, value := m.Key().String(), m.Value().String()
			if kept(key) != key {
				v.SetMapIndex(m.Key(), reflect.Value{})
			}
			v.SetMapIndex(reflect.ValueOf(kept(key)), reflect.ValueOf(kept(value)))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("json") != "-" {
				keepAll(v.Field(i))
			}
		}
	}
}

// clipNote bounds the length of the words that stand for what was left out.
const clipNote = 64

// clip shortens s to at most limit bytes by leaving out its middle, and says
// how much that was.
func clip(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	room := limit - clipNote
	head := runeStart(s, room*3/4)
	tail := runeStart(s, len(s)-room/4+utf8.UTFMax)
	return fmt.Sprintf("%s\n… %d bytes left out …\n%s", s[:head], tail-head, s[tail:])
}

// runeStart returns the last place at or before at where a character begins,
// or at itself where s is no UTF-8 there.
func runeStart(s string, at int) int {
	for back := at; back > 0 && back > at-utf8.UTFMax; back-- {
		if utf8.RuneStart(s[back]) {
			return back
		}
	}
	return at
}
