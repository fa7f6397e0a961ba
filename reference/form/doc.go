// Package form reads YAML files that are declared: a form is a struct whose
// fields say, by their tags, which keys a file may have and what each takes.
// From the one declaration come strict reading, with line and column of
// everything that is wrong; the JSON schema, for editors; the page that
// explains the keys; and files written, as templates or whole.
//
//	yaml      the key
//	doc       what it means
//	example   a value, as YAML has it, that a template shows
//	need      "yes": it must be given
//	lines     "yes": a text may have several lines
//	like      FUNCTION PARAMETER: a text as wide as that parameter of the API
//	width     characters at most, where no parameter says so
//	min, max  of a number; max of a time in hours, of a list in entries
//	enum      the texts allowed, by |
//
// A sheet is one file under scrutiny; complaints are what is wrong with it. The
// package opens no file, and knows what no key is for.
package form
