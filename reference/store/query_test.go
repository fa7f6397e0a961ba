package store

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/offhook/offhook/reference/recorder"
)

// nasty are values that a careless query would stumble over.
var nasty = []string{"'", `"`, "%", "_", "' OR '1'='1", "x'; DROP TABLE recordings; --", "?", "$1", "\x00", "ä", "A", "a", "0", "00", " "}

// scatter saves n recordings with values drawn from few, in shuffled order, so
// that filters of every kind select some; it returns them newest first.
func scatter(t *testing.T, s *Store, rnd *rand.Rand, n int) []recorder.Recording {
	some := func() string {
		if rnd.IntN(3) == 0 {
			return ""
		}
		return nasty[rnd.IntN(len(nasty))]
	}
	var recs []recorder.Recording
	for i := range n {
		recs = append(recs, call(i+1, func(r *recorder.Recording) {
			r.DeviceID, r.SysUser, r.CRMUser = fmt.Sprint(1000+rnd.IntN(5)), some(), some()
			r.DeviceAlias, r.Group, r.Gate, r.ANI, r.DNIS = some(), some(), some(), some(), some()
			r.CallID, r.Direction = some(), some()
			for u := range r.User {
				r.User[u] = some()
			}
			r.Start = noon.Add(time.Duration(rnd.IntN(n/2)) * time.Second) // some begin together
			r.Stop = r.Start.Add(time.Minute)
		}))
	}
	for _, i := range rnd.Perm(n) {
		s.Save(recs[i], nil)
	}
	slices.SortFunc(recs, func(a, b recorder.Recording) int {
		if c := b.Start.Compare(a.Start); c != 0 {
			return c
		}
		return int(b.ID - a.ID)
	})
	return recs
}

// selects is what Filter promises, said anew.
func selects(f Filter, r *recorder.Recording) bool {
	pairs := [][2]string{
		{f.DeviceID, r.DeviceID}, {f.SysUser, r.SysUser}, {f.CRMUser, r.CRMUser},
		{f.DeviceAlias, r.DeviceAlias}, {f.Group, r.Group}, {f.Gate, r.Gate}, {f.ANI, r.ANI}, {f.DNIS, r.DNIS},
		{f.CallID, r.CallID}, {f.Direction, r.Direction},
	}
	for i := range f.User {
		pairs = append(pairs, [2]string{f.User[i], r.User[i]})
	}
	for _, p := range pairs {
		if p[0] != "" && p[0] != p[1] {
			return false
		}
	}
	second := r.Start.Unix()
	return (f.From == 0 || second >= f.From) && (f.To == 0 || second <= f.To)
}

func TestListSelectsExactlyWhatTheFilterSaysNewestFirst(t *testing.T) {
	size, rounds := 600, 300
	if testing.Short() {
		size, rounds = 200, 60 // each field twice
	}
	inEach(t, func(t *testing.T, s *Store) {
		rnd := rand.New(rand.NewPCG(1, 2))
		recs := scatter(t, s, rnd, size)
		for round := range rounds {
			var f Filter
			like := recs[rnd.IntN(len(recs))]
			fields := []func(){
				func() { f.DeviceID = like.DeviceID }, func() { f.SysUser = like.SysUser }, func() { f.CRMUser = like.CRMUser },
				func() { f.DeviceAlias = like.DeviceAlias }, func() { f.Group = like.Group }, func() { f.Gate = like.Gate },
				func() { f.ANI = like.ANI }, func() { f.DNIS = like.DNIS },
				func() { f.CallID = like.CallID }, func() { f.Direction = like.Direction },
				func() { f.From = like.Start.Unix() }, func() { f.To = like.Start.Unix() },
			}
			for u := range f.User {
				fields = append(fields, func() { f.User[u] = like.User[u] })
			}
			fields[round%len(fields)]()
			for range rnd.IntN(3) {
				fields[rnd.IntN(len(fields))]()
			}
			f.Limit = []int{0, 1, 7, 100000}[rnd.IntN(4)]
			var want []int64
			for i := range recs {
				if selects(f, &recs[i]) {
					want = append(want, recs[i].ID)
				}
			}
			if f.Limit > 0 && len(want) > f.Limit {
				want = want[:f.Limit]
			}
			got, err := s.List(t.Context(), f)
			if err != nil {
				t.Fatalf("List(%+v): %v", f, err)
			}
			if diff := cmp.Diff(want, append([]int64(nil), ids(got)...)); diff != "" {
				t.Fatalf("List(%+v) (-want +got):\n%s", f, diff)
			}
		}
	})
}

func TestListBoundsAndLimits(t *testing.T) {
	s := open(t, ":memory:", Options{})
	for n := 1; n <= 1500; n++ {
		s.Save(call(n), nil)
	}
	second := func(n int) int64 { return noon.Add(time.Duration(n) * time.Minute).Unix() }
	for _, c := range []struct {
		name   string
		filter Filter
		want   int
	}{
		{"no limit is a thousand", Filter{}, 1000},
		{"a negative limit is none", Filter{Limit: -1}, 1000},
		{"a limit above the most", Filter{Limit: math.MaxInt}, 1500},
		{"the second itself counts", Filter{From: second(7), To: second(7)}, 1},
		{"from on", Filter{From: second(1499)}, 2},
		{"to the end of the second", Filter{To: second(2)}, 2},
		{"the other way round", Filter{From: second(9), To: second(8)}, 0},
		{"the far past and the far future", Filter{From: math.MinInt64, To: math.MaxInt64, Limit: 5}, 5},
		{"the far future on", Filter{From: math.MaxInt64}, 0},
		{"nobody's device", Filter{DeviceID: "nobody"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if recs, err := s.List(t.Context(), c.filter); err != nil || len(recs) != c.want {
				t.Errorf("%d recordings, error %v; want %d", len(recs), err, c.want)
			}
		})
	}
}

func TestListUsesAnIndexForEverySingleFilter(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		for n := range 1000 { // what is on one page needs no index
			s.Save(call(n+1), nil)
		}
		if err := s.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		filters := singleFilters("x")
		filters["none"] = Filter{}
		for name, f := range filters {
			f.Limit = 50
			for range 2 {
				if plan := plan(t, s, f); !inIndexOrder(plan) {
					t.Errorf("%s from %d to %d: %s", name, f.From, f.To, plan)
				}
				f.From, f.To = 1, 2
			}
		}
	})
}

func TestListTakesTheIndexThatSelectsTheFewest(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		for n := 1; n <= 3*firstLearning; n++ {
			s.Save(busy(n), nil)
		}
		if err := s.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		f := Filter{Variables: recorder.Variables{Group: "group 1", DNIS: "8005550001", User: [15]string{"order 1", 2: "web"}}}
		eventually(t, "the database has learnt which value is rare", func() bool {
			return strings.Contains(plan(t, s, f), "recordings_by_user1 ")
		})
	})
}

// inIndexOrder reports whether a plan reads only what it lists, in its order.
func inIndexOrder(plan string) bool {
	return regexp.MustCompile("(?i) using index | scan using | scan backward using ").MatchString(plan) &&
		!regexp.MustCompile("(?i)temp b-tree|sort").MatchString(plan)
}

// singleFilters is one filter for each value that can be looked for.
func singleFilters(value string) map[string]Filter {
	filters := map[string]Filter{
		"device": {DeviceID: value}, "sys user": {SysUser: value}, "crm user": {CRMUser: value},
		"alias": {Variables: recorder.Variables{DeviceAlias: value}},
		"group": {Variables: recorder.Variables{Group: value}},
		"gate":  {Variables: recorder.Variables{Gate: value}},
		"ani":   {Variables: recorder.Variables{ANI: value}},
		"dnis":  {Variables: recorder.Variables{DNIS: value}},
		"call":  {Variables: recorder.Variables{CallID: value}},
	}
	for u := range 15 {
		var f Filter
		f.User[u] = value
		filters[fmt.Sprint("user", u+1)] = f
	}
	return filters
}

// plan is how the database would list what f selects.
func plan(t *testing.T, s *Store, f Filter) (steps string) {
	explain, before := "EXPLAIN QUERY PLAN ", make([]any, 3)
	if onPostgres(s) {
		explain, before = "EXPLAIN ", nil
	}
	for i := range before {
		before[i] = new(int)
	}
	query, args := f.text(s.db.timeline())
	rows, err := s.db.read.Query(explain+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var step string
		if err := rows.Scan(append(before, &step)...); err != nil {
			t.Fatal(err)
		}
		steps += step + "; "
	}
	return steps
}

func onPostgres(s *Store) bool {
	_, ok := s.db.engine.(*postgresEngine)
	return ok
}

func TestFindTakesTheNewestMatchOfEveryColumn(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		r := everything()
		s.Save(r, nil)
		older := everything()
		older.ID, older.Start = r.ID+1, r.Start.Add(-time.Hour)
		s.Save(older, nil)
		for _, c := range []struct {
			column, value string
			found         bool
		}{
			{"ident", "13101", true}, {"Ident", "13101", true}, {"IDENT", " 13101", false}, {"ident", "13100", false},
			{"ident", "", false}, {"ident", "1 OR 1=1", false}, {"ident", "99999999999999999999", false},
			{"agent_id", "16", true}, {"archive_action_id", "5", true}, {"channel", "3", true},
			{"keepdays", "30", true}, {"priority", "4", true}, {"duration", "90", true}, {"duration", "91", false},
			{"recording_time", fmt.Sprint(noon.Unix()), true}, {"recording_time", fmt.Sprint(noon.Unix() + 1), false},
			{"recording_time", fmt.Sprint(int64(math.MaxInt64)), false},
			{"recording_type", "partial", true}, {"ani", r.ANI, true}, {"ani", r.DNIS, false},
			{"Calldirection", "I", true}, {"callid", "c-7", true}, {"device_alias", "5551", true},
			{"DEVICE_ID", "1111", true}, {"dnis", r.DNIS, true}, {"filename", r.FileName, true},
			{"gate", r.Gate, true}, {"globalid", r.GlobalCallID, true}, {"sgroup", "Sales", true},
			{"user1", r.User[0], true}, {"USER15", r.User[14], true}, {"user2", r.User[0], false},
			{"user3", "' OR ''='", false}, {"user3", "", false},
			{"audio_hash", "x", false}, {"mediaLabel", "x", false}, {"qa_score", "1", false}, {"video_size", "0", false},
		} {
			got, found, err := s.Find(t.Context(), c.column, c.value)
			if err != nil || found != c.found {
				t.Errorf("Find(%q, %q): found %v, error %v; want found %v", c.column, c.value, found, err, c.found)
			}
			if found && got.ID != 13101 {
				t.Errorf("Find(%q, %q) is recording %d, want the newest", c.column, c.value, got.ID)
			}
		}
	})
}

func TestFindKnowsTheManualsColumnsOnly(t *testing.T) {
	s := open(t, ":memory:", Options{})
	for column := range findable {
		if _, _, err := s.Find(t.Context(), column, "1"); err != nil {
			t.Errorf("%s: %v", column, err)
		}
	}
	for _, column := range []string{"", "blackouts", "session_id", "rowid", "1=1 OR ident", "ident; DROP TABLE recordings", "ident--", "idént"} {
		if _, _, err := s.Find(t.Context(), column, "1"); !errors.Is(err, ErrUnknownColumn) {
			t.Errorf("%q: %v, want ErrUnknownColumn", column, err)
		}
	}
}

func TestUpdateChangesOnlyWhatIsGiven(t *testing.T) {
	days, action := int64(0), int64(7)
	cases := []struct {
		name   string
		update recorder.Update
		want   func(*recorder.Recording) // what changes; nil: nothing is found
	}{
		{"nothing given", recorder.Update{RecordID: 13101}, func(*recorder.Recording) {}},
		{"everything given", recorder.Update{
			RecordID: 13101, NewDeviceID: "2222", KeepDays: &days, ArchiveAction: &action,
			Set: recorder.Variables{DeviceAlias: "a", Group: "b", Gate: "c", ANI: "d", DNIS: "e", CallID: "f", Direction: "O",
				User: [15]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "'; --"}},
		}, func(r *recorder.Recording) {
			r.DeviceID, r.KeepDays, r.ArchiveAction = "2222", 0, 7
			r.Variables = recorder.Variables{DeviceAlias: "a", Group: "b", Gate: "c", ANI: "d", DNIS: "e", CallID: "f", Direction: "O",
				User: [15]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "'; --"}}
		}},
		{"one user value", recorder.Update{RecordID: 13101, Set: recorder.Variables{User: [15]string{8: "nine"}}},
			func(r *recorder.Recording) { r.User[8] = "nine" }},
		{"an unknown RECORDID", recorder.Update{RecordID: 4711, Set: recorder.Variables{Gate: "west"}}, nil},
		{"another instance of a known device", recorder.Update{DeviceID: "1111", CallInstance: "none", Set: recorder.Variables{Gate: "west"}}, nil},
		{"an unknown device", recorder.Update{DeviceID: "nobody", Set: recorder.Variables{Gate: "west"}}, nil},
	}
	inEach(t, func(t *testing.T, s *Store) {
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				if err := s.Wipe(t.Context()); err != nil {
					t.Fatal(err)
				}
				older := call(1, func(r *recorder.Recording) { r.Start = noon.Add(-time.Hour) })
				older.Stop = older.Start
				s.Save(everything(), nil)
				s.Save(older, nil)
				found, err := s.Update(t.Context(), c.update)
				if err != nil || found != (c.want != nil) {
					t.Fatalf("found %v, error %v", found, err)
				}
				want := everything()
				if c.want != nil {
					c.want(&want)
				}
				got, err := s.List(t.Context(), Filter{})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff([]recorder.Recording{want, older}, got); diff != "" {
					t.Errorf("recordings (-want +got):\n%s", diff)
				}
			})
		}
	})
}

func TestUpdateByDeviceMeansItsLastCall(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		for i, kind := range []recorder.Kind{recorder.Call, recorder.Call, recorder.Partial, recorder.Chat} {
			s.Save(call(i+1, func(r *recorder.Recording) {
				r.Kind, r.Start, r.Stop = kind, noon.Add(time.Duration(i)*time.Minute), noon.Add(time.Hour)
				r.CallInstance = []string{"first", "", "first", ""}[i]
			}), nil)
		}
		for instance, want := range map[string]int64{"": 2, "first": 1} {
			gate := "of " + instance
			found, err := s.Update(t.Context(), recorder.Update{DeviceID: "1111", CallInstance: instance, Set: recorder.Variables{Gate: gate}})
			if err != nil || !found {
				t.Fatalf("instance %q: found %v, error %v", instance, found, err)
			}
			recs, err := s.List(t.Context(), Filter{Variables: recorder.Variables{Gate: gate}})
			if err != nil || len(recs) != 1 || recs[0].ID != want {
				t.Errorf("instance %q: changed %v, error %v; right is recording %d", instance, recs, err, want)
			}
		}
	})
}

func TestUpdateSeesWhatIsPending(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		for n := 1; n <= 200; n++ {
			s.Save(call(n), nil)
			found, err := s.Update(t.Context(), recorder.Update{DeviceID: "1111", Set: recorder.Variables{ANI: fmt.Sprint(n)}})
			if err != nil || !found {
				t.Fatalf("recording %d: found %v, error %v", n, found, err)
			}
		}
		recs, err := s.List(t.Context(), Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range recs {
			if r.ANI != fmt.Sprint(r.ID) {
				t.Errorf("recording %d got the update of %s", r.ID, r.ANI)
			}
		}
	})
}
