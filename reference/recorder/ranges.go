package recorder

import (
	"slices"
	"time"
)

// maxRanges bounds the ranges that one call remembers.
const maxRanges = 1024

// bounded merges neighbours at the front of ordered ranges where there are too
// many, the gap between them included: nothing that was protected is ever laid
// open.
func bounded(ranges []Range) []Range {
	if extra := len(ranges) - maxRanges; extra > 0 {
		ranges[extra].Start = ranges[0].Start
		ranges = slices.Delete(ranges, 0, extra)
	}
	return ranges
}

// union returns what a or b cover, in order, what touches as one. All have a
// Stop; neither is changed.
func union(a, b []Range) []Range {
	all := append(slices.Clone(a), b...)
	slices.SortFunc(all, func(x, y Range) int { return x.Start.Compare(y.Start) })
	var merged []Range
	for _, x := range all {
		if n := len(merged); n > 0 && !x.Start.After(merged[n-1].Stop) {
			merged[n-1].Stop = latest(merged[n-1].Stop, x.Stop)
			continue
		}
		merged = append(merged, x)
	}
	return merged
}

// clip returns the parts of ranges that lie in [from, to).
func clip(ranges []Range, from, to time.Time) []Range {
	var parts []Range
	for _, x := range ranges {
		x.Start = latest(x.Start, from)
		if x.Stop.IsZero() || x.Stop.After(to) {
			x.Stop = to
		}
		if x.Start.Before(x.Stop) {
			parts = append(parts, x)
		}
	}
	return parts
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
