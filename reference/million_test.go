package reference_test

import (
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/store"
	"github.com/offhook/offhook/reference/store/postgrestest"
	"github.com/offhook/offhook/sim/client"
)

// BenchmarkCallListMillion is CALLLIST with CALLCOUNT=50 and one filter, over a
// connection, on a million recordings with a value in every column: a value
// that many of them have, one that few have, one that none has, in turns.
// worst-ms is the slowest answer.
//
//	go test -run '^$' -bench CallListMillion -benchtime 30x ./reference
func BenchmarkCallListMillion(b *testing.B) {
	for _, db := range []struct {
		name string
		url  func() string
	}{
		{"file", func() string { return filepath.Join(b.TempDir(), "million.db") }},
		{"postgres", func() string { return postgrestest.Schema(b) }},
	} {
		b.Run(db.name, func(b *testing.B) {
			url := db.url()
			loadMillion(b, url)
			sys, err := reference.Start(b.Context(), reference.Config{DB: url})
			if err != nil {
				b.Fatal(err)
			}
			defer sys.Shutdown(b.Context())
			c, err := client.Dial(b.Context(), sys.Addr().String(), client.Options{Timeout: patience})
			if err != nil {
				b.Fatal(err)
			}
			defer c.Close()
			for name, values := range millionFilters() {
				b.Run(name, func(b *testing.B) { listMillion(b, c, values) })
			}
		})
	}
}

const million = 1_000_000

func loadMillion(b *testing.B, url string) {
	s, err := store.Open(b.Context(), url, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	begin := time.Now()
	if err := s.Load(b.Context(), millionRecordings()); err != nil {
		b.Fatal(err)
	}
	fmt.Printf("# %d recordings loaded in %s\n", million, time.Since(begin).Round(time.Second))
	if err := s.Close(b.Context()); err != nil {
		b.Fatal(err)
	}
}

// listMillion sends CALLLIST with each of the pairs, in turns.
func listMillion(b *testing.B, c *client.Conn, values [][]string) {
	var worst time.Duration
	n := 0
	for b.Loop() {
		pairs := values[n%len(values)]
		n++
		begin := time.Now()
		res, err := c.Do(b.Context(), client.NewRequest("CALLLIST", append([]string{"CALLCOUNT", "50"}, pairs...)...))
		worst = max(worst, time.Since(begin))
		if err != nil || res.Code != 20 {
			b.Fatalf("%q: %v, %v", pairs, res, err)
		}
		if rows := len(res.Body.Children) - 5; (rows == 0) != slices.Contains(pairs, nobodys) {
			b.Fatalf("%q: %d recordings", pairs, rows)
		}
	}
	b.ReportMetric(worst.Seconds()*1000, "worst-ms")
}

// nobodys is a value that no recording has.
const nobodys = "99"

// spread is how many values each column has: some few, some as many as there
// are recordings. The nth recording has the value n modulo that.
var spread = map[string]int{
	"DEVICEID": 5000, "DEVICEALIAS": 5000, "GROUP": 20, "GATE": 50, "ANI": 400_000, "DNIS": 10,
	"SYS_USER": 500, "CRM_USER": 500, "USER1": million, "USER2": 2, "USER3": 1, "USER4": 100, "USER5": 10_000,
	"USER6": million, "USER7": 7, "USER8": 1000, "USER9": million, "USER10": 3, "USER11": 30, "USER12": 300,
	"USER13": 3000, "USER14": 30_000, "USER15": 300_000,
}

// valueOf is the nth recording's value of a column. Every third recording of
// the first half shares one.
func valueOf(column string, n int) string {
	if n < million/2 && n%3 == 0 {
		return "common"
	}
	return column + "-" + strconv.Itoa(n%spread[column])
}

func millionFilters() map[string][][]string {
	filters := map[string][][]string{"none": {{}}}
	for column := range spread {
		filters[column] = [][]string{{column, "common"}, {column, valueOf(column, million/2+1)}, {column, nobodys}}
	}
	at := func(n int) string { return strconv.FormatInt(millionStart(n).Unix(), 10) }
	filters["dates"] = [][]string{{"CALLDATESTART", at(1000)}, {"CALLDATEEND", at(1000)},
		{"CALLDATESTART", at(500_000), "CALLDATEEND", at(500_100)}}
	return filters
}

func millionStart(n int) time.Time {
	return time.Date(2026, 1, 1, 0, 0, 0, 0, time.Local).Add(time.Duration(n) * 10 * time.Second)
}

func millionRecordings() iter.Seq2[recorder.Recording, error] {
	return func(yield func(recorder.Recording, error) bool) {
		for n := range million {
			v := func(column string) string { return valueOf(column, n) }
			r := recorder.Recording{
				ID: int64(n + 1), GlobalCallID: fmt.Sprintf("%015d", n+1), DeviceID: v("DEVICEID"),
				Variables: recorder.Variables{DeviceAlias: v("DEVICEALIAS"), Group: v("GROUP"), Gate: v("GATE"),
					ANI: v("ANI"), DNIS: v("DNIS"), CallID: strconv.Itoa(n), Direction: "I"},
				SysUser: v("SYS_USER"), CRMUser: v("CRM_USER"), AgentFirstName: "Ann", AgentLastName: "Lee",
				Core: 1, Channel: n%1000 + 1, KeepDays: -1, ArchiveAction: -1, Schedule: "everything",
				FileName: fmt.Sprintf(`C:\Recordings\%d.wav`, n), Start: millionStart(n), Stop: millionStart(n).Add(time.Minute),
			}
			for i := range r.User {
				r.User[i] = v("USER" + strconv.Itoa(i+1))
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}
