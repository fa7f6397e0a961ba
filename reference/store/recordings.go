package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/recorder"
)

// recordingColumns are the columns that row.fields lists, in its order. The
// table has more: those of the manual's list that no recording here fills.
var recordingColumns = strings.Fields(`
	ident agent_id ani archive_action_id calldirection callid channel
	device_alias device_id dnis duration filename gate globalid keepdays
	priority recording_time recording_type sgroup
	user1 user2 user3 user4 user5 user6 user7 user8 user9 user10 user11 user12
	user13 user14 user15
	stop_time call_instance session_id agent_first_name agent_last_name
	sys_user crm_user station core agent_initiated cti_initiated schedule
	blackouts`)

var (
	selectRecording = "SELECT " + strings.Join(recordingColumns, ", ") + " FROM recordings"
	insertRecording = "INSERT INTO recordings (" + strings.Join(recordingColumns, ", ") +
		") VALUES " + parameters(1, len(recordingColumns)) + " ON CONFLICT (ident) DO NOTHING"
)

// row is a recording in the table's form: times in microseconds since 1970,
// the duration in seconds.
type row struct {
	*recorder.Recording
	kind                  string
	start, stop, duration int64
	blackouts             string // JSON, [[start, stop], ...]; "" for none
}

func newRow(rec *recorder.Recording) row {
	return row{
		Recording: rec,
		kind:      rec.Kind.String(),
		start:     rec.Start.UnixMicro(),
		stop:      rec.Stop.UnixMicro(),
		duration:  int64(rec.Duration() / time.Second),
		blackouts: encodeRanges(rec.Blackouts),
	}
}

// fields points to the value of each of recordingColumns.
func (r *row) fields() [47]any {
	u := &r.User
	return [47]any{
		&r.ID, &r.AgentID, &r.ANI, &r.ArchiveAction, &r.Direction, &r.CallID, &r.Channel,
		&r.DeviceAlias, &r.DeviceID, &r.DNIS, &r.duration, &r.FileName, &r.Gate, &r.GlobalCallID, &r.KeepDays,
		&r.Priority, &r.start, &r.kind, &r.Group,
		&u[0], &u[1], &u[2], &u[3], &u[4], &u[5], &u[6], &u[7], &u[8], &u[9], &u[10], &u[11],
		&u[12], &u[13], &u[14],
		&r.stop, &r.CallInstance, &r.SessionID, &r.AgentFirstName, &r.AgentLastName,
		&r.SysUser, &r.CRMUser, &r.Station, &r.Core, &r.AgentInitiated, &r.CTIInitiated, &r.Schedule,
		&r.blackouts,
	}
}

// values appends to args what insertRecording needs to write rec.
func values(args []any, rec *recorder.Recording) []any {
	r := newRow(rec)
	for _, f := range r.fields() {
		switch p := f.(type) {
		case *string:
			args = append(args, *p)
		case *int64:
			args = append(args, *p)
		case *int:
			args = append(args, int64(*p))
		case *bool:
			args = append(args, *p)
		default:
			panic(fmt.Sprintf("store: a column of type %T", f))
		}
	}
	return args
}

// scan reads the rows of a query that begins with selectRecording.
func scan(rows *sql.Rows) ([]recorder.Recording, error) {
	defer rows.Close()
	var recs []recorder.Recording
	for rows.Next() {
		recs = append(recs, recorder.Recording{})
		r := row{Recording: &recs[len(recs)-1]}
		fields := r.fields()
		if err := rows.Scan(fields[:]...); err != nil {
			return nil, err
		}
		if err := r.complete(); err != nil {
			return nil, fmt.Errorf("recording %d: %w", r.ID, err)
		}
	}
	return recs, rows.Err()
}

// complete fills what the recording holds in another form than the table.
func (r *row) complete() (err error) {
	if r.Kind, err = kindOf(r.kind); err != nil {
		return err
	}
	r.Start, r.Stop = time.UnixMicro(r.start), time.UnixMicro(r.stop)
	r.Blackouts, err = decodeRanges(r.blackouts)
	return err
}

func kindOf(name string) (recorder.Kind, error) {
	for _, k := range []recorder.Kind{recorder.Call, recorder.Partial, recorder.Chat} {
		if k.String() == name {
			return k, nil
		}
	}
	return 0, fmt.Errorf("unknown kind %q", name)
}

func encodeRanges(ranges []recorder.Range) string {
	if len(ranges) == 0 {
		return ""
	}
	b := []byte{'['}
	for i, r := range ranges {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '[')
		b = strconv.AppendInt(b, r.Start.UnixMicro(), 10)
		b = append(b, ',')
		b = strconv.AppendInt(b, r.Stop.UnixMicro(), 10)
		b = append(b, ']')
	}
	return string(append(b, ']'))
}

func decodeRanges(s string) ([]recorder.Range, error) {
	if s == "" {
		return nil, nil
	}
	var pairs [][2]int64
	if err := json.Unmarshal([]byte(s), &pairs); err != nil {
		return nil, fmt.Errorf("blackouts: %w", err)
	}
	ranges := make([]recorder.Range, len(pairs))
	for i, p := range pairs {
		ranges[i] = recorder.Range{Start: time.UnixMicro(p[0]), Stop: time.UnixMicro(p[1])}
	}
	return ranges, nil
}

// Recording returns the recording with the RECORDID id, and whether there is
// one.
func (s *Store) Recording(ctx context.Context, id int64) (recorder.Recording, bool, error) {
	return first(s.query(ctx, selectRecording+" WHERE ident = $1", id))
}

// Update changes a saved recording: the one with u.RecordID or, where that is
// 0, that of u.DeviceID's last call, no partial one and no chat's. Only what u
// gives with a value is changed. It is false where there is no such recording.
func (s *Store) Update(ctx context.Context, u recorder.Update) (found bool, err error) {
	if err := s.flush(ctx); err != nil {
		return false, err
	}
	err = s.change(ctx, func(tx *sql.Tx) error {
		id := u.RecordID
		if id == 0 {
			err := tx.QueryRowContext(ctx, `SELECT ident FROM recordings
				WHERE device_id = $1 AND recording_type = 'call' AND ($2 = '' OR call_instance = $2)
				ORDER BY recording_time DESC, ident DESC LIMIT 1`, u.DeviceID, u.CallInstance).Scan(&id)
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			if err != nil {
				return err
			}
		}
		set, args := assignments(u)
		args = append(args, id)
		res, err := tx.ExecContext(ctx, "UPDATE recordings SET "+set+" WHERE ident = "+parameter(args), args...)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		found = n > 0
		return err
	})
	return found && err == nil, err
}

// assignments is the SET clause of an update and its values.
func assignments(u recorder.Update) (string, []any) {
	set, args := "ident = ident", []any(nil) // an update of nothing still finds its row
	add := func(column string, v any) {
		args = append(args, v)
		set += ", " + column + " = " + parameter(args)
	}
	text := func(column, v string) {
		if v != "" {
			add(column, v)
		}
	}
	text("device_id", u.NewDeviceID)
	variables(u.Set, text)
	if u.KeepDays != nil {
		add("keepdays", *u.KeepDays)
	}
	if u.ArchiveAction != nil {
		add("archive_action_id", *u.ArchiveAction)
	}
	return set, args
}

// variables calls f with the column and the value of each variable.
func variables(v recorder.Variables, f func(column, value string)) {
	f("device_alias", v.DeviceAlias)
	f("sgroup", v.Group)
	f("gate", v.Gate)
	f("ani", v.ANI)
	f("dnis", v.DNIS)
	f("callid", v.CallID)
	f("calldirection", v.Direction)
	for i, value := range v.User {
		f("user"+strconv.Itoa(i+1), value)
	}
}
