package store

import (
	"context"
	"errors"
	"fmt"
	"math"
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
	where, args := f.conditions()
	limit := f.Limit
	if limit <= 0 {
		limit = defaultList
	}
	return s.query(ctx, selectRecording+where+newestFirst, append(args, min(limit, MaxList))...)
}

const newestFirst = " ORDER BY recording_time DESC, ident DESC LIMIT ?"

// conditions is the WHERE clause of f and its values.
func (f *Filter) conditions() (string, []any) {
	var conds []string
	var args []any
	add := func(cond string, v any) {
		conds = append(conds, cond)
		args = append(args, v)
	}
	equal := func(column, value string) {
		if value != "" {
			add(equals(column), value)
		}
	}
	equal("device_id", f.DeviceID)
	equal("sys_user", f.SysUser)
	equal("crm_user", f.CRMUser)
	variables(f.Variables, equal)
	if f.From != 0 {
		add("recording_time >= ?", micros(f.From))
	}
	if f.To != 0 {
		add("recording_time < ?", micros(f.To)+second)
	}
	if conds == nil {
		return "", nil
	}
	return " WHERE " + strings.Join(conds, " AND "), args
}

// equals compares a column of text. The second half lets the database use the
// column's index, which leaves out the rows without a value.
func equals(column string) string { return column + " = ? AND " + column + " <> ''" }

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
	cond, args := equals(name), []any{value}
	if numeric {
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return recorder.Recording{}, false, s.Flush(ctx)
		}
		cond, args = name+" = ?", []any{n}
		if name == "recording_time" {
			cond, args = "recording_time >= ? AND recording_time < ?", []any{micros(n), micros(n) + second}
		}
	}
	return first(s.query(ctx, selectRecording+" WHERE "+cond+newestFirst, append(args, 1)...))
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
	if err := s.Flush(ctx); err != nil {
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
