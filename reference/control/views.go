package control

import (
	"net/http"
	"time"

	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/store"
)

// stateView is GET /state: the recorder's state and what is around it.
type stateView struct {
	Now     time.Time `json:"now"`
	Ahead   string    `json:"ahead"`
	Pending int       `json:"pending"` // recordings that wait for the database
	Server  struct {
		Connections        int    `json:"connections"`
		Subscribers        int    `json:"subscribers"`
		Accepted           uint64 `json:"accepted"`
		Refused            uint64 `json:"refused"`
		Requests           uint64 `json:"requests"`
		Broken             uint64 `json:"broken"`
		Failed             uint64 `json:"failed"`
		DroppedSubscribers uint64 `json:"dropped_subscribers"`
	} `json:"server"`
	recorder.State
}

func (p *Plane) state(r *http.Request) (any, error) {
	q, err := query(r, "limit")
	if err != nil {
		return nil, err
	}
	n, err := limit(q)
	if err != nil {
		return nil, err
	}
	v := stateView{Now: p.sys.Now(), Ahead: p.sys.Ahead().String(), Pending: p.sys.Store.Pending(), State: p.sys.Dispatch.State(n)}
	st := p.sys.Server.Stats()
	v.Server.Connections, v.Server.Subscribers = st.Connections, st.Subscribers
	v.Server.Accepted, v.Server.Refused = st.Accepted, st.Refused
	v.Server.Requests, v.Server.Broken, v.Server.Failed = st.Requests, st.Broken, st.Failed
	v.Server.DroppedSubscribers = st.DroppedSubscribers
	return v, nil
}

// recordingView is a stored recording.
type recordingView struct {
	RecordID     int64     `json:"record_id"`
	Kind         string    `json:"kind"`
	DeviceID     string    `json:"device_id"`
	DeviceAlias  string    `json:"device_alias"`
	CallInstance string    `json:"call_instance"`
	GlobalCallID string    `json:"global_call_id"`
	SessionID    string    `json:"session_id"`
	AgentID      int64     `json:"agent_id"`
	Core         int       `json:"core"`
	Channel      int       `json:"channel"`
	Priority     int       `json:"priority"`
	Schedule     string    `json:"schedule"`
	FileName     string    `json:"file_name"`
	KeepDays     int64     `json:"keep_days"`
	Start        time.Time `json:"start"`
	Stop         time.Time `json:"stop"`
	Seconds      float64   `json:"seconds"`
	Blackouts    []span    `json:"blackouts"`
}

// span is a stretch of time, Stop not included.
type span struct {
	Start time.Time `json:"start"`
	Stop  time.Time `json:"stop"`
}

func spans(ranges []recorder.Range) []span {
	all := make([]span, len(ranges))
	for i, x := range ranges {
		all[i] = span(x)
	}
	return all
}

func (p *Plane) recordings(r *http.Request) (any, error) {
	q, err := query(r, "limit", "device_id")
	if err != nil {
		return nil, err
	}
	n, err := limit(q)
	if err != nil {
		return nil, err
	}
	rows, err := p.sys.Store.List(r.Context(), store.Filter{DeviceID: q.Get("device_id"), Limit: n})
	if err != nil {
		return nil, err
	}
	all := make([]recordingView, len(rows))
	for i := range rows {
		x := &rows[i]
		all[i] = recordingView{RecordID: x.ID, Kind: x.Kind.String(), DeviceID: x.DeviceID, DeviceAlias: x.DeviceAlias,
			CallInstance: x.CallInstance, GlobalCallID: x.GlobalCallID, SessionID: x.SessionID, AgentID: x.AgentID,
			Core: x.Core, Channel: x.Channel, Priority: x.Priority, Schedule: x.Schedule, FileName: x.FileName,
			KeepDays: x.KeepDays, Start: x.Start, Stop: x.Stop, Seconds: x.Duration().Seconds(), Blackouts: spans(x.Blackouts)}
	}
	return map[string]any{"recordings": all}, nil
}

// mailView is a mail without what is secret.
type mailView struct {
	ID        int64     `json:"id"`
	State     string    `json:"state"`
	To        string    `json:"to"`
	From      string    `json:"from"`
	Format    string    `json:"format"`
	Encrypted bool      `json:"encrypted"`
	RecordIDs []int64   `json:"record_ids"`
	Queued    time.Time `json:"queued"`
	Next      time.Time `json:"next_attempt"`
	Attempts  int       `json:"attempts"`
	LastError string    `json:"last_error"`
}

func (p *Plane) mail(r *http.Request) (any, error) {
	q, err := query(r, "limit")
	if err != nil {
		return nil, err
	}
	n, err := limit(q)
	if err != nil {
		return nil, err
	}
	mails, err := p.sys.Store.MailList(r.Context(), n)
	if err != nil {
		return nil, err
	}
	all := make([]mailView, len(mails))
	for i, m := range mails {
		all[i] = mailView{m.ID, m.State, m.To, m.From, m.Format, m.Encrypt, m.RecordIDs, m.Queued, m.Next, m.Attempts, m.LastError}
	}
	return map[string]any{"mails": all}, nil
}
