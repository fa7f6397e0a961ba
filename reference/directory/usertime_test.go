package directory

import (
	"testing"
	"time"
)

func TestReadTime(t *testing.T) {
	est := now.Location()
	unchanged := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, tr := range []struct {
		text string
		want time.Time
	}{
		{"10/30/2006 4:05:38 PM", time.Date(2006, 10, 30, 16, 5, 38, 0, est)},
		{"5/1/2008 8:06:32 AM +01:00", time.Date(2008, 5, 1, 7, 6, 32, 0, time.UTC)},
		{"5/1/2008", time.Date(2008, 5, 1, 0, 0, 0, 0, est)},
		{"Feb 2 2011 4:53PM", time.Date(2011, 2, 2, 16, 53, 0, 0, est)},
		{"2011-02-02T16:53:07.123456+02:00", time.Date(2011, 2, 2, 14, 53, 7, 123e6, time.UTC)},
		{"2011-02-02 16:53:07", time.Date(2011, 2, 2, 16, 53, 7, 0, est)},
		{"2011-02-02", time.Date(2011, 2, 2, 0, 0, 0, 0, est)},
		{"", unchanged},
		{"yesterday", unchanged},
		{"13/13/2011", unchanged},
		{"1/1/1899", unchanged},
		{"1/1/2200", unchanged},
	} {
		t.Run(tr.text, func(t *testing.T) {
			got := unchanged
			readTime(&got, tr.text, est)
			if !got.Equal(tr.want) || got.Location() != time.UTC {
				t.Errorf("got %v, want %v in UTC", got, tr.want.UTC())
			}
		})
	}
}
