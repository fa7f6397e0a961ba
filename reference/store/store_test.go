package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/offhook/offhook/reference/directory"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/store/postgrestest"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if childRequested() {
		childMain()
		return
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		postgrestest.Close()
		os.Exit(code)
	}))
}

// inEach runs a test on each kind of database.
func inEach(t *testing.T, f func(t *testing.T, s *Store)) {
	t.Run("memory", func(t *testing.T) { f(t, open(t, ":memory:", Options{})) })
	t.Run("file", func(t *testing.T) { f(t, open(t, filepath.Join(t.TempDir(), "offhook.db"), Options{})) })
	t.Run("postgres", func(t *testing.T) {
		s := open(t, postgrestest.Common(t), Options{}) // made once, for it takes longest
		if err := s.Wipe(t.Context()); err != nil {
			t.Fatal(err)
		}
		f(t, s)
	})
}

// onDisk runs a test on each kind of database that outlives its store.
func onDisk(t *testing.T, f func(t *testing.T, url string)) {
	t.Run("file", func(t *testing.T) { f(t, filepath.Join(t.TempDir(), "offhook.db")) })
	t.Run("postgres", func(t *testing.T) { f(t, postgrestest.Schema(t)) })
}

// open opens a store that the test's end closes.
func open(t testing.TB, url string, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), url, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

// noon is when the first recording of a test begins.
var noon = time.Date(2026, 3, 4, 12, 0, 0, 123456000, time.Local)

// call makes the nth recording of a test, a minute after the one before.
func call(n int, edit ...func(*recorder.Recording)) recorder.Recording {
	r := recorder.Recording{
		ID:            int64(n),
		DeviceID:      "1111",
		GlobalCallID:  fmt.Sprintf("%015d", n),
		KeepDays:      -1,
		ArchiveAction: -1,
		Core:          1,
		Start:         noon.Add(time.Duration(n) * time.Minute),
		Stop:          noon.Add(time.Duration(n)*time.Minute + 59*time.Second),
	}
	for _, e := range edit {
		e(&r)
	}
	return r
}

// everything is a recording with a value in every field.
func everything() recorder.Recording {
	r := recorder.Recording{
		ID: 13101, Kind: recorder.Partial, GlobalCallID: "000100000000092",
		DeviceID: "1111", CallInstance: "2", SessionID: "s-9",
		Variables: recorder.Variables{
			DeviceAlias: "5551", Group: "Sales", Gate: "Ümläut 日本", ANI: "6145551212", DNIS: "8005551212",
			CallID: "c-7", Direction: "I",
		},
		AgentID: 16, AgentFirstName: "Jo'hn", AgentLastName: "Smi\"th", SysUser: "jsmith", CRMUser: "crm",
		Station: "WS-1", Core: 2, Channel: 3, Priority: 4, FileName: `C:\Recordings\1111.wav`,
		KeepDays: 30, ArchiveAction: 5, AgentInitiated: true, CTIInitiated: true, Schedule: "default",
		Start: noon, Stop: noon.Add(90 * time.Second),
		Blackouts: []recorder.Range{
			{Start: noon.Add(time.Second), Stop: noon.Add(2 * time.Second)},
			{Start: noon.Add(5 * time.Second), Stop: noon.Add(9 * time.Second)},
		},
	}
	for i := range r.User {
		r.User[i] = fmt.Sprintf("user value %d\r\n'; DROP TABLE recordings; --", i+1)
	}
	return r
}

// blank names the fields of the struct v, those of embedded ones included, that
// hold their zero value.
func blank(v reflect.Value) (names []string) {
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.Anonymous {
			names = append(names, blank(v.Field(i))...)
		} else if v.Field(i).IsZero() {
			names = append(names, f.Name)
		}
	}
	return names
}

// A field that is added to the recorder or the directory fails here until the
// store keeps it: the tests of whole rows say nothing about a blank field.
func TestWholeRowsHaveAValueInEveryField(t *testing.T) {
	d := full()
	for _, v := range []any{
		everything(), everything().Blackouts[0], john, d, d.Phones[0], d.Workstations[0], d.Groups[0],
		d.Members[1], d.Permissions[1], d.Roles[0], d.RoleGroups[0], d.UserRoles[0],
	} {
		if names := blank(reflect.ValueOf(v)); names != nil {
			t.Errorf("%T: no value in %v", v, names)
		}
	}
}

func ids(recs []recorder.Recording) []int64 {
	out := make([]int64, len(recs))
	for i, r := range recs {
		out[i] = r.ID
	}
	return out
}

func TestRecordingComesBackWhole(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		bare := recorder.Recording{ID: 1, Kind: recorder.Chat, Start: noon, Stop: noon}
		for _, want := range []recorder.Recording{everything(), bare} {
			s.Save(want, nil)
			got, found, err := s.Recording(t.Context(), want.ID)
			if err != nil || !found {
				t.Fatalf("recording %d: found %v, error %v", want.ID, found, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("recording %d changed (-saved +read):\n%s", want.ID, diff)
			}
		}
		if _, found, err := s.Recording(t.Context(), 2); found || err != nil {
			t.Errorf("a recording that never was: found %v, error %v", found, err)
		}
	})
}

// A text that a database cannot hold must stop neither its recording nor the
// others; whoever asks for it finds it.
func TestAnyBytesAreStored(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		for n, text := range []string{"a\x00b", "\xff\xfe", "\xed\xa0\x80", "\U0010FFFF", "plain"} {
			s.Save(call(n+1, func(r *recorder.Recording) { r.Group, r.FileName = text, text }), nil)
			recs, err := s.List(t.Context(), Filter{Variables: recorder.Variables{Group: text}})
			if err != nil || len(recs) == 0 || recs[0].ID != int64(n+1) {
				t.Errorf("%q: %v, error %v; want recording %d", text, recs, err, n+1)
			}
		}
		if err := s.Apply(t.Context(), put(directory.Phone{PhoneID: "a\x00\xff", AgentID: 1, Order: 1})); err != nil {
			t.Error(err)
		}
	})
}

func TestReopenKeepsEverything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b%20?c#d.db")
	s := open(t, path, Options{})
	if _, err := s.Reserve(t.Context(), RecordIDs, 20000); err != nil {
		t.Fatal(err)
	}
	s.Save(everything(), nil)
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(t.Context()); err != nil {
		t.Errorf("a second Close: %v", err)
	}
	if m, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(m) != 2 {
		t.Errorf("the directory holds %q, want the database and its lock", m)
	}
	again := open(t, path, Options{})
	if _, found, err := again.Recording(t.Context(), 13101); !found || err != nil {
		t.Errorf("after reopening: found %v, error %v", found, err)
	}
	if id, err := again.Reserve(t.Context(), RecordIDs, 1); id != 20001 || err != nil {
		t.Errorf("after reopening the next RECORDID is %d, error %v; want 20001", id, err)
	}
}

func TestCountersNeverRepeat(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		for _, c := range []struct {
			counter  Counter
			n, first int64
		}{
			{RecordIDs, 1, 1}, {RecordIDs, 1000, 2}, {CallNumbers, 5, 1}, {RecordIDs, 1, 1002}, {CallNumbers, 1, 6},
		} {
			if got, err := s.Reserve(t.Context(), c.counter, c.n); got != c.first || err != nil {
				t.Errorf("Reserve(%s, %d) = %d, %v; want %d", c.counter, c.n, got, err, c.first)
			}
		}
		for _, n := range []int64{0, -1, maxReserve + 1} {
			if _, err := s.Reserve(t.Context(), RecordIDs, n); err == nil {
				t.Errorf("Reserve of %d numbers did not fail", n)
			}
		}
	})
}

func TestReserveStaysAboveWhatRanAhead(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		if first, err := s.Reserve(t.Context(), RecordIDs, 10); first != 1 || err != nil {
			t.Fatalf("first %d, error %v", first, err)
		}
		s.Save(recorder.Recording{ID: 5000, Start: noon, Stop: noon}, nil) // during an outage, say
		if err := s.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		if first, err := s.Reserve(t.Context(), RecordIDs, 10); first != 5001 || err != nil {
			t.Errorf("first %d, error %v; want 5001", first, err)
		}
		if first, err := s.Reserve(t.Context(), CallNumbers, 10); first != 1 || err != nil {
			t.Errorf("call numbers: first %d, error %v; want 1", first, err)
		}
	})
}
