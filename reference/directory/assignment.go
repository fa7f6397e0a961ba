package directory

import (
	"maps"

	"github.com/offhook/offhook/reference/catalog"
)

// assignment is a row that is a key as a whole: it is there or it is not.
type assignment[R any] interface {
	comparable
	Row
	ordered[R]
}

// assign computes how ADD makes row be in the table and DELETE makes it not
// be; nothing where that is so already.
func assign[R assignment[R]](act string, table map[R]struct{}, row R, limit int, what string) ([]Change, *catalog.Result) {
	_, there := table[row]
	switch {
	case act == actionDelete && there:
		return []Change{{Row: row, Remove: true}}, nil
	case act == actionDelete, there:
		return nil, nil
	}
	if bad := full(len(table), limit, what); bad != nil {
		return nil, bad
	}
	return []Change{{Row: row}}, nil
}

// unassign computes how the rows that match leave the table.
func unassign[R assignment[R]](table map[R]struct{}, match func(R) bool) []Change {
	var changes []Change
	for _, row := range sorted(maps.Keys(table)) {
		if match(row) {
			changes = append(changes, Change{Row: row, Remove: true})
		}
	}
	return changes
}
