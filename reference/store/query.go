package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/recorder"
)

// ErrUnknownColumn says that a name is no column of the recordings table.
var ErrUnknownColumn = errors.New("not a column of the recordings table")

// MaxList is the most recordings that one List returns.
const MaxList = 10_000

// defaultList is how many List returns without a Limit (E-50).
const defaultList = 1000

// Filter selects recordings: those that equal every value that is not "" and
// that began within the times.
type Filter struct {
	DeviceID, SysUser, CRMUser string
	recorder.Variables
	From, To int64 // seconds since 1970, both included; 0: no bound
	Limit    int   // 0: 1,000; never more than MaxList
}

// List returns the recordings that f selects, the newest first, everything
// saved before included.
func (s *Store) List(ctx context.Context, f Filter) ([]recorder.Recording, error) {
	text, args := f.text(s.db.timeline())
	return s.query(ctx, text, args...)
}

// text is the query that List makes, and its values.
func (f *Filter) text(timeline string) (string, []any) {
	conds, args := f.equalities()
	time := byTime
	if conds == nil {
		time = timeline
	}
	if f.From != 0 {
		args = append(args, micros(f.From))
		conds = append(conds, time+" >= "+parameter(args))
	}
	if f.To != 0 {
		args = append(args, micros(f.To)+second)
		conds = append(conds, time+" < "+parameter(args))
	}
	limit := f.Limit
	if limit <= 0 {
		limit = defaultList
	}
	return newest(min(limit, MaxList), time, conds, args)
}

// byTime is the time of which the index of a value has its rows in order; where
// no value selects, it is the engine's timeline.
const byTime = "recording_time"

// newest is a query for up to limit recordings that meet all of conds, the
// newest first.
func newest(limit int, time string, conds []string, args []any) (string, []any) {
	where := ""
	if conds != nil {
		where = " WHERE " + strings.Join(conds, " AND ")
	}
	args = append(args, limit)
	return selectRecording + where + " ORDER BY " + time + " DESC, ident DESC LIMIT " + parameter(args), args
}

// parameter names the last of args in a query's text, as both databases do.
func parameter(args []any) string { return "$" + strconv.Itoa(len(args)) }

// equalities is what f says but for the times, and its values.
func (f *Filter) equalities() (conds []string, args []any) {
	equal := func(column, value string) {
		if value != "" {
			args = append(args, value)
			conds = append(conds, equals(column, args))
		}
	}
	equal("device_id", f.DeviceID)
	equal("sys_user", f.SysUser)
	equal("crm_user", f.CRMUser)
	variables(f.Variables, equal)
	return conds, args
}

// equals compares a column of text with the last of args. The second half lets
// the database use the column's index, which leaves out the rows without a value.
func equals(column string, args []any) string {
	return column + " = " + parameter(args) + " AND " + column + " <> ''"
}

// second is the unit of requests in that of the table.
const second = 1_000_000

// micros makes microseconds of seconds, staying a second within an int64.
func micros(seconds int64) int64 {
	const most = math.MaxInt64/second - 1
	return min(max(seconds, -most), most) * second
}

// Find returns the newest recording whose column, one of the manual's list for
// UNIQUEFIELD in any case, has the value; and whether there is one.
// recording_time is given in seconds since 1970. A blank value, or a text for a
// column of numbers, matches nothing. Any other column is ErrUnknownColumn.
func (s *Store) Find(ctx context.Context, column, value string) (recorder.Recording, bool, error) {
	name := strings.ToLower(column)
	numeric, ok := findable[name]
	if !ok {
		return recorder.Recording{}, false, fmt.Errorf("store: %q is %w", column, ErrUnknownColumn)
	}
	args, time := []any{value}, byTime
	conds := []string{equals(name, args)}
	if numeric {
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return recorder.Recording{}, false, s.Flush(ctx)
		}
		conds, args = []string{name + " = $1"}, []any{n}
		if name == "recording_time" {
			time = s.db.timeline()
			conds, args = []string{time + " >= $1", time + " < $2"}, []any{micros(n), micros(n) + second}
		}
	}
	text, args := newest(1, time, conds, args)
	return first(s.query(ctx, text, args...))
}

// findable is the manual's list of columns for UNIQUEFIELD; true: a number.
var findable = func() map[string]bool {
	m := make(map[string]bool)
	for _, c := range strings.Fields(`agent_id archive_action_id audio_size channel
		duration ident keepdays locked listenedto overridden priority qa_group_id
		qa_poss_score qa_score recording_time screen_capture video_size wrap_duration`) {
		m[c] = true
	}
	for _, c := range strings.Fields(`ani audio_hash calldirection callid device_alias
		device_id dnis filename filename_video gate globalid medialabel qa_forms
		recording_type sgroup user1 user2 user3 user4 user5 user6 user7 user8 user9
		user10 user11 user12 user13 user14 user15 video_hash`) {
		m[c] = false
	}
	return m
}()

// query reads recordings, everything saved before included.
func (s *Store) query(ctx context.Context, text string, args ...any) ([]recorder.Recording, error) {
	if err := s.flush(ctx); err != nil {
		return nil, err
	}
	rows, err := s.db.read.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, failed(ctx, err)
	}
	recs, err := scan(rows)
	return recs, failed(ctx, err)
}

// first is the first of the recordings of a query, if any.
func first(recs []recorder.Recording, err error) (recorder.Recording, bool, error) {
	if err != nil || len(recs) == 0 {
		return recorder.Recording{}, false, err
	}
	return recs[0], true, nil
}

// Recordings returns the recordings with these RECORDIDs in this order,
// everything saved before included; one that is not there is left out.
func (s *Store) Recordings(ctx context.Context, ids []int64) ([]recorder.Recording, error) {
	const idsAtOnce = 500
	found := make(map[int64]recorder.Recording, len(ids))
	for chunk := range slices.Chunk(ids, idsAtOnce) {
		in, args := among(chunk, nil)
		recs, err := s.query(ctx, selectRecording+" WHERE "+in, args...)
		if err != nil {
			return nil, err
		}
		for _, r := range recs {
			found[r.ID] = r
		}
	}
	var recs []recorder.Recording
	for _, id := range ids {
		if r, ok := found[id]; ok {
			recs = append(recs, r)
		}
	}
	return recs, nil
}

// among is the condition that ident is one of ids, which it appends to args.
func among(ids []int64, args []any) (string, []any) {
	var b strings.Builder
	b.WriteString("ident IN (")
	for i, id := range ids {
		if i > 0 {
			b.WriteString(", ")
		}
		args = append(args, id)
		b.WriteString(parameter(args))
	}
	b.WriteByte(')')
	return b.String(), args
}
