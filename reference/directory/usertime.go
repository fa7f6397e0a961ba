package directory

import "time"

// The forms of a date and time in results (E-36).
const (
	listTime   = "1/2/2006 3:04:05 PM"
	windowTime = "Jan 2 2006 3:04PM"
)

// timeForms are the forms in which ADD_TIME and MOD_TIME are understood. The
// manual calls them a date/time offset, which Windows writes as the second.
var timeForms = []string{
	listTime,
	listTime + " -07:00",
	"1/2/2006",
	windowTime,
	time.RFC3339,
	time.DateTime,
	time.DateOnly,
}

// readTime sets t to what text says, in loc where it names no offset. Text
// that is no time, or one outside the years 1900 to 2199, leaves t as it is: a
// user is not refused for a detail.
func readTime(t *time.Time, text string, loc *time.Location) {
	if text == "" {
		return
	}
	for _, form := range timeForms {
		v, err := time.ParseInLocation(form, text, loc)
		if err == nil && v.Year() >= 1900 && v.Year() < 2200 {
			*t = stamp(v)
			return
		}
	}
}

// showTime writes t as LIST does; a seed's user may have none.
func showTime(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(loc).Format(listTime)
}

// stamp is the form in which a time is kept: UTC, to the millisecond, so that
// a store gives back what it was given.
func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
