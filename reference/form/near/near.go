package near

import (
	"cmp"
	"slices"
	"strings"
)

// Matches returns up to n of names that are like typed, the likest first; case
// does not count.
func Matches(typed string, names []string, n int) []string {
	typed = strings.ToUpper(typed)
	type match struct {
		name string
		far  int
	}
	var found []match
	for _, name := range names {
		upper := strings.ToUpper(name)
		far := distance(typed, upper)
		if typed != "" && (strings.Contains(upper, typed) || strings.Contains(typed, upper)) {
			far = min(far, 2)
		}
		if far <= max(2, len(typed)/3) {
			found = append(found, match{name, far})
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return cmp.Compare(a.far, b.far) })
	var out []string
	for _, m := range found[:min(n, len(found))] {
		out = append(out, m.name)
	}
	return out
}

// maxTyped bounds what is compared, in bytes: no name is nearly as long.
const maxTyped = 64

// distance counts the letters to insert, remove, replace or swap with their
// neighbour that lead from a to b.
func distance(a, b string) int {
	if len(a) > maxTyped {
		return len(a)
	}
	older, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		older, last, row = last, row, older
		row[0] = i
		for j := 1; j <= len(b); j++ {
			same := 1
			if a[i-1] == b[j-1] {
				same = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+same)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
