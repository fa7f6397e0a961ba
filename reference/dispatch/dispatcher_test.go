package dispatch

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/store"
	"github.com/offhook/offhook/reference/wire"
)

// world is a dispatcher on a store of its own, with a clock that stands still
// and the events it published.
type world struct {
	t *testing.T
	*Dispatcher
	store *store.Store

	mu     sync.Mutex
	events []catalog.Event
	clock  func() time.Time
}

func newWorld(t *testing.T, db string) *world {
	t.Helper()
	w := &world{t: t}
	noon := time.Date(2026, 1, 7, 12, 0, 0, 0, time.Local)
	w.clock = func() time.Time { return noon }
	var err error
	if w.store, err = store.Open(t.Context(), db, store.Options{}); err != nil {
		t.Fatal(err)
	}
	w.Dispatcher, err = New(t.Context(), Config{
		Store:    w.store,
		Recorder: recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 10}}, RecordingPath: `C:\Recordings`},
		Publish: func(events []catalog.Event) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.events = append(w.events, events...)
		},
		Now: func() time.Time { return w.clock() },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.end)
	return w
}

// end closes the dispatcher and its store; it may be called again.
func (w *world) end() {
	w.Dispatcher.Close()
	if err := w.store.Close(w.t.Context()); err != nil && w.t.Context().Err() == nil {
		w.t.Error(err)
	}
}

// do executes a request with names and values in turn.
func (w *world) do(typ string, nameValues ...string) catalog.Result {
	w.t.Helper()
	text := "<REQUEST><TYPE>" + typ + "</TYPE><REQUESTID>1</REQUESTID>"
	for i := 0; i < len(nameValues); i += 2 {
		text += "<" + nameValues[i] + ">" + nameValues[i+1] + "</" + nameValues[i] + ">"
	}
	var msg wire.Message
	if err := msg.Decode([]byte(text + "</REQUEST>")); err != nil {
		w.t.Fatal(err)
	}
	var req catalog.Request
	if refusal := catalog.Bind(&msg, catalog.TCP, &req); refusal != nil {
		return *refusal
	}
	return w.Handle(&req)
}

// values are those of a field in the events of a type.
func (w *world) values(typ, field string) map[string]bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	set := map[string]bool{}
	for i := range w.events {
		if w.events[i].Type.Name == typ {
			set[w.events[i].Get(field)] = true
		}
	}
	return set
}

func TestEveryFunctionHasOneHandler(t *testing.T) {
	for i := range catalog.Functions {
		f := &catalog.Functions[i]
		want := f.Chapter != catalog.DeprecatedChapter && f.Name != "EVENTS"
		if Handles(f.Name) != want {
			t.Errorf("%s: handled %v, want %v", f.Name, !want, want)
		}
	}
}

func TestPanicInAHandlerLeavesTheOthersServed(t *testing.T) {
	w := newWorld(t, ":memory:")
	whole := w.clock
	for _, typ := range []string{"CALLSTART", "IMPORTUSER"} {
		w.clock = func() time.Time { panic("the clock is broken") }
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: the panic did not reach the connection", typ)
				}
			}()
			w.do(typ, "DEVICEID", "1", "ACTION", "ADD", "FIRSTNAME", "A", "LASTNAME", "B")
		}()
		w.clock = whole
		ended := make(chan catalog.Result, 1)
		go func() {
			ended <- w.do(typ, "DEVICEID", "1", "ACTION", "ADD", "FIRSTNAME", "A", "LASTNAME", "B")
		}()
		select {
		case res := <-ended:
			if res.Code != catalog.API_OK {
				t.Errorf("%s: afterwards %v", typ, res)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("%s: nobody is served any more", typ)
		}
	}
}

// TestNumbersAreNotGivenAgain records more than a block of numbers, ends, and
// records again: RECORDIDs and GLOBALCALLIDs must be new. In an outage nothing
// can be reserved, and the end comes before it could be: then RECORDIDs are new
// nevertheless.
func TestNumbersAreNotGivenAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("stores 30,000 recordings, which takes a minute where races are looked for")
	}
	for name, outage := range map[string]bool{"in health": false, "in an outage": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := filepath.Join(t.TempDir(), "recordings.db")
			const n = block + 100
			w := newWorld(t, db)
			w.store.SetOutage(outage)
			for range n {
				w.do("CALLSTART", "DEVICEID", "1")
				w.do("CALLSTOP", "DEVICEID", "1")
			}
			records, calls := w.values("RECORDINGSTOPPED", "RECORDID"), w.values("RECORDINGSTOPPED", "GLOBALCALLID")
			if len(records) != n || len(calls) != n {
				t.Fatalf("%d RECORDIDs and %d GLOBALCALLIDs for %d recordings", len(records), len(calls), n)
			}
			if saved := w.values("RECORDINGUPDATE", "RECORDID"); outage && len(saved) > 0 {
				t.Fatalf("%d recordings announced as saved in an outage", len(saved))
			}
			w.store.SetOutage(false)
			w.end()
			if saved := w.values("RECORDINGUPDATE", "RECORDID"); len(saved) != n {
				t.Errorf("%d of %d recordings announced in the end", len(saved), n)
			}

			again := newWorld(t, db)
			again.do("CALLSTART", "DEVICEID", "1")
			again.do("CALLSTOP", "DEVICEID", "1")
			for id := range again.values("RECORDINGSTOPPED", "RECORDID") {
				if records[id] {
					t.Errorf("RECORDID %s is given twice", id)
				}
			}
			for id := range again.values("RECORDINGSTOPPED", "GLOBALCALLID") {
				if calls[id] && !outage {
					t.Errorf("GLOBALCALLID %s is given twice", id)
				}
			}
		})
	}
}

func TestTimersFireByThemselves(t *testing.T) {
	w := newWorld(t, ":memory:")
	start := time.Now()
	w.clock = time.Now
	w.do("CALLSTART", "DEVICEID", "1", "MAXRECORDTIME", "1")
	for end := start.Add(20 * time.Second); len(w.values("RECORDINGSTOPPED", "RECORDID")) == 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("MAXRECORDTIME never ended the recording")
		}
	}
	if took := time.Since(start); took < time.Second {
		t.Errorf("a recording of 1 s at most ended after %v", took)
	}
	if res := w.do("CALLLIST"); len(res.Body) != 1 || res.Body[0].Value("DURATION") != "1" {
		t.Errorf("stored: %v", res)
	}
}

func TestMailIsCheckedBeforeTheRelayIsMissed(t *testing.T) {
	w := newWorld(t, ":memory:")
	w.do("CALLSTART", "DEVICEID", "1", "USER1", "sale")
	w.do("CALLSTOP", "DEVICEID", "1")
	for _, c := range []struct {
		name string
		typ  string
		args []string
		code catalog.Code
	}{
		{"whole", "EMAIL", []string{"UNIQUEFIELD", "user1", "UNIQUEID", "sale", "TOADDRESS", "a@example.com"}, catalog.API_ERROR_CLIENT_NOT_FOUND},
		{"no address", "EMAIL", []string{"UNIQUEFIELD", "user1", "UNIQUEID", "sale", "TOADDRESS", "example.com"}, catalog.API_EMAIL_NOT_VALID},
		{"a name around the address", "EMAIL", []string{"UNIQUEFIELD", "user1", "UNIQUEID", "sale", "TOADDRESS", "A &lt;a@example.com&gt;"}, catalog.API_EMAIL_NOT_VALID},
		{"a second header", "EMAIL", []string{"UNIQUEFIELD", "user1", "UNIQUEID", "sale", "TOADDRESS", "a@example.com&#13;&#10;Bcc: b@example.com"}, catalog.API_EMAIL_NOT_VALID},
		{"no such recording", "EMAIL", []string{"UNIQUEFIELD", "user1", "UNIQUEID", "none", "TOADDRESS", "a@example.com"}, catalog.API_FILE_NOT_FOUND},
		{"no such column", "EMAIL", []string{"UNIQUEFIELD", "1=1; --", "UNIQUEID", "1", "TOADDRESS", "a@example.com"}, catalog.API_INVALID_MESSAGE_FORMAT},
		{"several", "COMBINEDEMAIL", []string{"IDENT", "1,1", "TOADDRESS", "a@example.com"}, catalog.API_ERROR_CLIENT_NOT_FOUND},
		{"one of several missing", "COMBINEDEMAIL", []string{"IDENT", "1,999999", "TOADDRESS", "a@example.com"}, catalog.API_FILE_NOT_FOUND},
		{"a bad sender", "COMBINEDEMAIL", []string{"IDENT", "1", "TOADDRESS", "a@example.com", "FROMADDRESS", "nobody"}, catalog.API_EMAIL_NOT_VALID},
	} {
		if res := w.do(c.typ, c.args...); res.Code != c.code {
			t.Errorf("%s %s: %d %q, want %d", c.typ, c.name, res.Code, res.Message, c.code)
		}
	}
}

func TestSystemStatusMeasuresTheMachine(t *testing.T) {
	w := newWorld(t, ":memory:")
	res := w.do("SYSTEMSTATUS")
	value := map[string]string{}
	processors := 0
	for _, e := range res.Body {
		value[e.Name] = e.Text
		if e.Name == fmt.Sprint("PROCESSOR", processors) {
			processors++
		}
	}
	if processors == 0 {
		t.Error("no processor")
	}
	if got := value["RECORDINGPATH"]; got != `C:\Recordings\` {
		t.Errorf("RECORDINGPATH is %q", got)
	}
	for _, name := range []string{"RECORDINGSPACEINFO", "RECORDINGTOTALDISKCAPACITY", "SYSTEMUPTIME", "SYSTEMRAMTOTAL"} {
		if value[name] == "" {
			t.Errorf("%s is blank", name)
		}
	}
}

// TestChangeThatCannotBeStoredIsNotMade lets another program hold the
// database's lock, which is found out only when the change is to be stored.
func TestChangeThatCannotBeStoredIsNotMade(t *testing.T) {
	db := filepath.Join(t.TempDir(), "recordings.db")
	w := newWorld(t, db)
	other, err := sql.Open("sqlite", "file:"+db+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if res := w.do("ADDGROUP", "GROUPNAME", "Sales"); res.Code != catalog.API_DATABASE_QUERY_ERROR {
		t.Errorf("while the database is locked: %v", res)
	}
	if res := w.do("CALLSTART", "DEVICEID", "1"); res.Code != catalog.API_OK {
		t.Errorf("a call meanwhile: %v", res)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	res := w.do("ADDGROUP", "GROUPNAME", "Sales")
	if want := "group: Sales has been added"; res.Message != want {
		t.Errorf("afterwards: %v, want %q", res, want)
	}
}
