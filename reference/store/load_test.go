package store

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/offhook/offhook/reference/directory"
	"github.com/offhook/offhook/reference/recorder"
)

func TestLoadStoresWholeRecordingsBelowTheNextRecordID(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		recs := []recorder.Recording{everything()}
		for n := 1; n <= 2*maxBatch; n++ {
			recs = append(recs, call(n))
		}
		if err := s.Load(t.Context(), listed(recs...)); err != nil {
			t.Fatal(err)
		}
		got, err := s.Recordings(t.Context(), []int64{13101, 7, 4711_4711, 7, 1})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]recorder.Recording{everything(), call(7), call(7), call(1)}, got); diff != "" {
			t.Errorf("recordings (-want +got):\n%s", diff)
		}
		if all, err := s.List(t.Context(), Filter{Limit: MaxList}); err != nil || len(all) != len(recs) {
			t.Errorf("%d of %d recordings, error %v", len(all), len(recs), err)
		}
		if next, err := s.Reserve(t.Context(), RecordIDs, 1); next != 13102 || err != nil {
			t.Errorf("the next RECORDID is %d, error %v; want 13102", next, err)
		}
		err = s.Load(t.Context(), listed(call(20000), call(7)))
		if err == nil || !strings.Contains(err.Error(), "RECORDID 7 is taken") {
			t.Errorf("loading a RECORDID again: %v", err)
		}
		if _, found, err := s.Recording(t.Context(), 20000); found || err != nil {
			t.Errorf("half of a chunk was loaded (error %v)", err)
		}
	})
}

// listed gives recordings one after the other.
func listed(recs ...recorder.Recording) iter.Seq2[recorder.Recording, error] {
	return func(yield func(recorder.Recording, error) bool) {
		for _, r := range recs {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func TestLoadIsAllOrNothing(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		wrong := errors.New("line 7 is wrong")
		err := s.Load(t.Context(), func(yield func(recorder.Recording, error) bool) {
			for n := range 2*maxBatch + 1 {
				if !yield(call(n), nil) {
					return
				}
			}
			yield(recorder.Recording{}, wrong)
		})
		if err != wrong {
			t.Errorf("error %v, want that of the recordings", err)
		}
		if recs, err := s.List(t.Context(), Filter{}); len(recs) != 0 || err != nil {
			t.Errorf("%d recordings were stored, error %v", len(recs), err)
		}
		indexes := func() (names []string) {
			rows, err := s.db.read.Query(s.db.indexes())
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			for rows.Next() {
				var name, text string
				if err := rows.Scan(&name, &text); err != nil {
					t.Fatal(err)
				}
				names = append(names, name+": "+text)
			}
			slices.Sort(names)
			return names
		}
		before := indexes()
		if err := s.Load(t.Context(), listed(call(1), call(2))); err != nil {
			t.Fatal(err)
		}
		if after := indexes(); len(after) < 20 || !slices.Equal(before, after) {
			t.Errorf("indexes before\n%q\nafter\n%q", before, after)
		}
	})
}

func TestRecordingsSeesWhatIsPending(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		var want []int64
		for n := range 1200 {
			s.Save(call(n+1), nil)
			want = append([]int64{int64(n + 1)}, want...)
		}
		got, err := s.Recordings(t.Context(), want)
		if diff := cmp.Diff(want, ids(got)); diff != "" || err != nil {
			t.Errorf("error %v (-want +got):\n%s", err, diff)
		}
		if none, err := s.Recordings(t.Context(), nil); len(none) != 0 || err != nil {
			t.Errorf("of no RECORDID: %v, %v", none, err)
		}
	})
}

func TestLoadDirectoryReplacesTheDirectory(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		if err := s.Apply(t.Context(), put(directory.User{AgentID: 77, Added: noon, Modified: noon}, directory.Role{RoleID: 3})); err != nil {
			t.Fatal(err)
		}
		if err := s.LoadDirectory(t.Context(), full()); err != nil {
			t.Fatal(err)
		}
		check(t, s, full())

		// As a seed lists them: phones without an order, a station named twice.
		d := full()
		d.LastRoleID = 0
		d.Phones = []directory.Phone{{PhoneID: "b", AgentID: 1}, {PhoneID: "a", AgentID: 1}}
		d.Workstations = []directory.Workstation{{DeviceID: "1", StationName: "A"}, {DeviceID: "2", StationName: "a"}}
		for n := range 1000 {
			d.Members = append(d.Members, directory.GroupMember{GroupID: 3, AgentID: int64(n)})
		}
		if err := s.LoadDirectory(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		d.LastRoleID = 9
		d.Phones = []directory.Phone{{PhoneID: "b", AgentID: 1, Order: 1}, {PhoneID: "a", AgentID: 1, Order: 2}}
		d.Workstations = d.Workstations[1:]
		check(t, s, d)
	})
}

func TestWipeLeavesNothingAndCountsFromOne(t *testing.T) {
	inEach(t, func(t *testing.T, s *Store) {
		for range 2 {
			if first, err := s.Reserve(t.Context(), RecordIDs, 10); first != 1 || err != nil {
				t.Fatalf("the first RECORDID is %d, error %v", first, err)
			}
			if first, err := s.Reserve(t.Context(), CallNumbers, 10); first != 1 || err != nil {
				t.Fatalf("the first call number is %d, error %v", first, err)
			}
			if id, err := s.QueueMail(t.Context(), letter()); id != 1 || err != nil {
				t.Fatalf("the first mail is %d, error %v", id, err)
			}
			if err := s.LoadDirectory(t.Context(), full()); err != nil {
				t.Fatal(err)
			}
			var j journal
			for n := 1; n <= 100; n++ {
				j.save(s, call(n))
			}
			if err := s.Wipe(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := len(j.read()); n != 100 || s.Pending() != 0 {
				t.Errorf("%d recordings were committed and %d wait, want 100 and none", n, s.Pending())
			}
			if recs, err := s.List(t.Context(), Filter{}); len(recs) != 0 || err != nil {
				t.Errorf("%d recordings are left, error %v", len(recs), err)
			}
			if list, err := s.MailList(t.Context(), 10); len(list) != 0 || err != nil {
				t.Errorf("%d mails are left, error %v", len(list), err)
			}
			check(t, s, directory.Snapshot{})
		}
	})
}
