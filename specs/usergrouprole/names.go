package usergrouprole

import (
	"strings"
	"unicode/utf8"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// noID is an id that no user, group or role has.
const noID = "2147483647"

// refused are the answers to a request that lacks something (E-64).
var refused = []catalog.Code{catalog.API_INVALID_MESSAGE_FORMAT, catalog.API_BLANK_REQUIRED_VALUE}

// noGroup are the answers to a group that does not exist (E-60).
var noGroup = []catalog.Code{catalog.API_NO_GROUP, catalog.API_DATABASE_QUERY_ERROR}

// What long values are filled with: letters that a code page of one byte a
// character has too.
const (
	ascii = "abcdefghijklmnopqrstuvwxyz0123456789"
	latin = "äöüßéèêñçåøæ"
)

// long returns a value of n characters that begins with what nobody else has.
func long(t *harness.T, n int, filling string) string {
	v := []rune(t.Name("") + strings.Repeat(filling, 1+n/utf8.RuneCountInString(filling)))
	return string(v[:n])
}

// differing returns a value of the same length that differs in its last
// character.
func differing(v string) string {
	r := []rune(v)
	r[len(r)-1] = '_'
	return string(r)
}
