package store

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/store/postgrestest"
)

// benchBoth runs a benchmark on a database in a file and on one in memory.
func benchEach(b *testing.B, f func(b *testing.B, s *Store)) {
	b.Run("file", func(b *testing.B) { f(b, open(b, filepath.Join(b.TempDir(), "offhook.db"), Options{})) })
	b.Run("memory", func(b *testing.B) { f(b, open(b, ":memory:", Options{})) })
	b.Run("postgres", func(b *testing.B) { f(b, open(b, postgrestest.Schema(b), Options{})) })
}

// busy makes the nth recording of a busy system: 1,000 devices, 20 groups,
// callers that seldom call twice, two user values.
func busy(n int) recorder.Recording {
	return call(n, func(r *recorder.Recording) {
		r.DeviceID = fmt.Sprint(1000 + n*7919%1000)
		r.DeviceAlias = fmt.Sprint(5000 + n*7919%1000)
		r.Group = fmt.Sprint("group ", n*31%20)
		r.ANI = fmt.Sprint(6140000000 + n*104729%1000003)
		r.DNIS = fmt.Sprint(8005550000 + n%10)
		r.User[0] = fmt.Sprint("order ", n)
		r.User[2] = "web"
		r.FileName = fmt.Sprintf(`C:\Recordings\20260304\%s\%s-%d.wav`, r.DeviceID, r.DeviceID, n)
		r.Start = noon.Add(time.Duration(n) * 50 * time.Microsecond)
		r.Stop = r.Start.Add(time.Minute)
	})
}

// BenchmarkSave is recordings from Save to the end of their commit.
func BenchmarkSave(b *testing.B) {
	for name, make := range map[string]func(int) recorder.Recording{
		"bare": func(n int) recorder.Recording { return call(n) },
		"busy": busy,
		"every value": func(n int) recorder.Recording {
			r := busy(n)
			r.Gate, r.CallID, r.SysUser, r.CRMUser = r.DNIS, r.ANI, r.DeviceID, r.DeviceID
			for u := range r.User {
				r.User[u] = r.ANI
			}
			return r
		},
	} {
		b.Run(name, func(b *testing.B) {
			benchEach(b, func(b *testing.B, s *Store) {
				b.ReportAllocs()
				n := 0
				for b.Loop() {
					n++
					s.Save(make(n), nil)
					if n%(5*maxBatch) == 0 { // else the queue, not the database, is measured
						if err := s.Flush(b.Context()); err != nil {
							b.Fatal(err)
						}
					}
				}
				if err := s.Flush(b.Context()); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "recordings/s")
			})
		})
	}
}

// BenchmarkLoad is 5,000 recordings of a seed, from nothing.
func BenchmarkLoad(b *testing.B) {
	benchEach(b, func(b *testing.B, s *Store) {
		var recs []recorder.Recording
		for n := range 5000 {
			recs = append(recs, busy(n))
		}
		n := 0
		for b.Loop() {
			if err := s.Load(b.Context(), listed(recs...)); err != nil {
				b.Fatal(err)
			}
			n += len(recs)
			b.StopTimer()
			if err := s.Wipe(b.Context()); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "recordings/s")
	})
}

// BenchmarkSaveAndFlush is the wait of who reads what was just saved.
func BenchmarkSaveAndFlush(b *testing.B) {
	benchEach(b, func(b *testing.B, s *Store) {
		n := 0
		for b.Loop() {
			n++
			s.Save(busy(n), nil)
			if err := s.Flush(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkList is CALLLIST with CALLCOUNT=50 on 100,000 recordings.
func BenchmarkList(b *testing.B) {
	const n = 100_000
	benchEach(b, func(b *testing.B, s *Store) {
		for i := range n {
			s.Save(busy(i+1), nil)
		}
		if err := s.Flush(b.Context()); err != nil {
			b.Fatal(err)
		}
		like := busy(n / 2)
		for name, f := range map[string]Filter{
			"none":            {},
			"device":          {DeviceID: like.DeviceID},
			"group":           {Variables: recorder.Variables{Group: like.Group}},
			"ani":             {Variables: recorder.Variables{ANI: like.ANI}},
			"user1":           {Variables: recorder.Variables{User: [15]string{like.User[0]}}},
			"user3":           {Variables: recorder.Variables{User: [15]string{2: like.User[2]}}},
			"nothing found":   {Variables: recorder.Variables{Gate: "x"}},
			"an hour":         {From: like.Start.Unix(), To: like.Start.Unix() + 3600},
			"common and rare": {Variables: recorder.Variables{DNIS: like.DNIS, User: [15]string{like.User[0], 2: like.User[2]}}},
		} {
			f.Limit = 50
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					if _, err := s.List(b.Context(), f); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}

// BenchmarkOpen is what the database adds to the time to be ready.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		s, err := Open(b.Context(), ":memory:", Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
