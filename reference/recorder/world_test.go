package recorder_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/wire"
)

// tb is what a world needs of a test, *testing.T or *rapid.T.
type tb interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// dialect is the dialect of some choices.
func dialect(t tb, choices ...string) catalog.Dialect {
	d, err := catalog.ParseDialect(choices)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return d
}

// start is when the worlds of the tests begin.
var start = time.Date(2014, 4, 30, 9, 0, 0, 0, time.UTC)

// people is a directory made of what a test wants.
type people struct {
	users    []person
	stations map[string]string // device -> station
}

type person struct {
	recorder.Agent
	username, employee string
	phones             []string
}

func (p *people) by(match func(*person) bool) (recorder.Agent, bool) {
	for i := range p.users {
		if match(&p.users[i]) {
			return p.users[i].Agent, true
		}
	}
	return recorder.Agent{}, false
}

func same(a, b string) bool { return a != "" && strings.EqualFold(a, b) }

func (p *people) AgentByID(id int64) (recorder.Agent, bool) {
	return p.by(func(u *person) bool { return u.ID == id })
}
func (p *people) AgentByPhone(v string) (recorder.Agent, bool) {
	return p.by(func(u *person) bool { return v != "" && slices.Contains(u.phones, v) })
}
func (p *people) AgentBySysUser(v string) (recorder.Agent, bool) {
	return p.by(func(u *person) bool { return same(v, u.SysUser) })
}
func (p *people) AgentByCRMUser(v string) (recorder.Agent, bool) {
	return p.by(func(u *person) bool { return same(v, u.CRMUser) })
}
func (p *people) AgentByUsername(v string) (recorder.Agent, bool) {
	return p.by(func(u *person) bool { return same(v, u.username) })
}
func (p *people) AgentByEmployeeID(v string) (recorder.Agent, bool) {
	return p.by(func(u *person) bool { return same(v, u.employee) })
}
func (p *people) Phones(id int64) []string {
	for _, u := range p.users {
		if u.ID == id {
			return u.phones
		}
	}
	return nil
}
func (p *people) StationOf(device string) (string, bool) {
	s, ok := p.stations[device]
	return s, ok
}
func (p *people) DeviceOf(station string) (string, bool) {
	for d, s := range p.stations {
		if same(s, station) {
			return d, true
		}
	}
	return "", false
}

// staff is the directory that most tests use: Jane with the phones 7001 and
// 3545 and all names, Kim with one phone, Lee with none.
func staff() *people {
	return &people{
		users: []person{
			{recorder.Agent{ID: 16, FirstName: "Jane", LastName: "Smith", SysUser: "JSMITH", CRMUser: "CRMJANE"},
				"jane", "E16", []string{"7001", "3545"}},
			{recorder.Agent{ID: 17, FirstName: "Kim", LastName: "Doe", SysUser: "KDOE"}, "kim", "", []string{"7002"}},
			{recorder.Agent{ID: 18, FirstName: "Lee", LastName: "Low", SysUser: "LLOW"}, "lee", "", nil},
		},
		stations: map[string]string{"7001": "WS-7001", "555": "WS-555"},
	}
}

// world is a recorder, its directory and its clock, with the outcome of the
// last step.
type world struct {
	t    tb
	dir  *people
	rec  *recorder.Recorder
	now  time.Time
	out  recorder.Outcome
	all  []catalog.Event      // of every step
	rows []recorder.Recording // of every step
	req  catalog.Request
}

func newWorld(t tb, cfg recorder.Config) *world {
	cfg.Start = start
	w := &world{t: t, dir: staff(), now: start}
	w.rec = recorder.New(cfg, w.dir)
	return w
}

// message is a request in bytes: a TYPE, then NAME=VALUE.
func message(typ string, fields ...string) []byte {
	frame := []byte("<REQUEST>")
	frame = wire.AppendField(frame, "TYPE", typ)
	if !slices.ContainsFunc(fields, func(f string) bool { return strings.HasPrefix(f, "REQUESTID=") }) {
		frame = wire.AppendField(frame, "REQUESTID", "1")
	}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, "=")
		frame = wire.AppendField(frame, name, value)
	}
	return append(frame, "</REQUEST>"...)
}

// bind reads a request as the server does.
func bind(t tb, req *catalog.Request, frame []byte) *catalog.Result {
	t.Helper()
	var m wire.Message
	if err := m.Decode(frame); err != nil {
		t.Fatalf("%s: %v", frame, err)
	}
	return catalog.Bind(&m, catalog.TCP, req)
}

// do sends a request and returns its result; one that does not bind answers
// without reaching the recorder.
func (w *world) do(typ string, fields ...string) catalog.Result {
	w.t.Helper()
	if res := bind(w.t, &w.req, message(typ, fields...)); res != nil {
		w.out = recorder.Outcome{Result: *res}
		return *res
	}
	w.rec.Do(w.now, &w.req, &w.out)
	w.remember()
	return w.out.Result
}

// ok sends a request that has to be carried out.
func (w *world) ok(typ string, fields ...string) {
	w.t.Helper()
	if res := w.do(typ, fields...); res.Code != catalog.API_OK {
		w.t.Fatalf("%s %v: %s %q, want API_OK", typ, fields, res.Code, res.Message)
	}
}

// fails sends a request that has to answer code and to do nothing.
func (w *world) fails(code catalog.Code, typ string, fields ...string) {
	w.t.Helper()
	if res := w.do(typ, fields...); res.Code != code {
		w.t.Fatalf("%s %v: %s %q, want %s", typ, fields, res.Code, res.Message, code)
	}
	if len(w.out.Events)+len(w.out.Saves) > 0 || w.out.Update != nil {
		w.t.Fatalf("%s %v failed but had an effect: %+v", typ, fields, w.out)
	}
}

// pass lets seconds go by, waking the recorder whenever it asks for it. The
// outcome is of all of it.
func (w *world) pass(seconds int) {
	w.t.Helper()
	var whole recorder.Outcome
	end := w.now.Add(time.Duration(seconds) * time.Second)
	for {
		at, ok := w.rec.Wake()
		if !ok || at.After(end) {
			break
		}
		w.now = at
		w.tick(&whole)
	}
	w.now = end
	w.tick(&whole)
	w.out = whole
}

func (w *world) tick(whole *recorder.Outcome) {
	w.rec.Tick(w.now, &w.out)
	w.remember()
	whole.Events = append(whole.Events, w.out.Events...)
	whole.Saves = append(whole.Saves, w.out.Saves...)
	whole.Notes = append(whole.Notes, w.out.Notes...)
}

func (w *world) remember() {
	w.all = append(w.all, w.out.Events...)
	for _, s := range w.out.Saves {
		w.rows = append(w.rows, s.Recording)
	}
	for _, a := range w.out.Amendments {
		i := slices.IndexFunc(w.rows, func(row recorder.Recording) bool { return row.ID == a.RecordID })
		if i < 0 {
			w.t.Fatalf("%+v amends a recording that was not saved", a)
		}
		w.rows[i].Blackouts = a.Blackouts
	}
}

// end ends everything.
func (w *world) end() {
	w.rec.EndAll(w.now, &w.out)
	w.remember()
}

// log is the events of the last step in short: TYPE DEVICEID and, where there
// is one, /CALLINSTANCE or #RECORDID.
func (w *world) log() string { return short(w.out.Events) }

func short(events []catalog.Event) string {
	var words []string
	for i := range events {
		e := &events[i]
		s := strings.TrimPrefix(e.Type.Name, "RECORDING") + " " + e.Get("DEVICEID")
		if v := e.Get("CALLINSTANCE"); v != "" {
			s += "/" + v
		}
		words = append(words, s)
	}
	return strings.Join(words, ", ")
}

// events checks what the last step said.
func (w *world) events(want string) {
	w.t.Helper()
	if got := w.log(); got != want {
		w.t.Fatalf("events:\n got %s\nwant %s", got, want)
	}
}

// save returns the one recording that ended in the last step.
func (w *world) save() *recorder.Recording {
	w.t.Helper()
	if len(w.out.Saves) != 1 {
		w.t.Fatalf("%d recordings ended, want 1: %+v", len(w.out.Saves), w.out.Saves)
	}
	return &w.out.Saves[0].Recording
}

// ranges writes blackouts in seconds since the start: [5 10) [20 30).
func ranges(rs []recorder.Range) string {
	var words []string
	for _, r := range rs {
		words = append(words, fmt.Sprintf("[%g %g)", r.Start.Sub(start).Seconds(), r.Stop.Sub(start).Seconds()))
	}
	return strings.Join(words, " ")
}

// at is the second that it is.
func (w *world) at() float64 { return w.now.Sub(start).Seconds() }

// sections returns the elements of that name in body, at any depth.
func sections(body []catalog.Element, name string) []catalog.Element {
	var found []catalog.Element
	for _, e := range body {
		if e.Name == name {
			found = append(found, e)
		}
		found = append(found, sections(e.Children, name)...)
	}
	return found
}

// text returns the text of the first element of that name in body.
func text(body []catalog.Element, name string) string {
	if found := sections(body, name); len(found) > 0 {
		return found[0].Text
	}
	return "(none)"
}

// status is what DEVICESTATUS says of a device under a tag.
func (w *world) status(device, tag string) string {
	w.t.Helper()
	w.ok("DEVICESTATUS", "DEVICEID="+device)
	return text(w.out.Result.Body, tag)
}

// equal compares what a test got with what it wants.
func equal[T cmp.Ordered](t tb, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func (w *world) equal(what, got, want string) {
	w.t.Helper()
	equal(w.t, what, got, want)
}
