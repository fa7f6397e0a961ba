package media

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"
)

// peak discards what is written, and looks at the memory now and then.
type peak struct {
	writes  int
	highest uint64
}

func (p *peak) Write(b []byte) (int, error) {
	if p.writes++; p.writes%512 == 0 {
		p.highest = max(p.highest, inUse())
	}
	return len(b), nil
}

// inUse returns the bytes that the heap has taken from the system and not
// given back.
func inUse() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapSys - m.HeapReleased
}

func TestHoursTakeTheMemoryOfMinutes(t *testing.T) {
	if testing.Short() {
		t.Skip("writes hours in each format")
	}
	hours := func(n time.Duration) []Clip {
		return []Clip{
			{RecordID: 1, Length: n * time.Hour / 2, Silences: []Span{{n * time.Minute, 2 * n * time.Minute}}},
			{RecordID: 2, Length: n * time.Hour / 2},
		}
	}
	for name, c := range map[string]struct {
		most  uint64 // MiB
		write func(io.Writer) error
	}{
		"WAV": {20, func(w io.Writer) error { return Write(t.Context(), w, WAV, hours(10)...) }},
		"M4A": {20, func(w io.Writer) error { return Write(t.Context(), w, M4A, hours(2)...) }},
		"CAV": {20, func(w io.Writer) error { return Write(t.Context(), w, CAV, hours(2)...) }},
		"VOX": {20, func(w io.Writer) error { return Write(t.Context(), w, VOX, hours(1)...) }},
		"MP3": {20, func(w io.Writer) error { return Write(t.Context(), w, MP3, hours(1)...) }},
		// The key alone takes 16.
		"encrypted CAV": {38, func(w io.Writer) error { return WriteEncrypted(t.Context(), w, "secret", hours(2)...) }},
	} {
		runtime.GC()
		before, w := inUse(), &peak{}
		if err := c.write(w); err != nil {
			t.Fatal(err)
		}
		if after := max(w.highest, inUse()); after > before+c.most<<20 {
			t.Errorf("%s takes %d MiB more", name, (after-before)>>20)
		}
	}
}

// BenchmarkExport is what a client of a server that does nothing else gets of
// a call, in bytes of the file.
func BenchmarkExport(b *testing.B) {
	clip := Clip{RecordID: 10482345, Length: time.Hour, Direction: "I"}
	for f := range Format(len(formats)) {
		b.Run(f.String(), func(b *testing.B) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if err := Write(r.Context(), w, f, clip); err != nil && r.Context().Err() == nil {
					b.Error(err)
				}
			}))
			defer server.Close()
			for b.Loop() {
				get(b, b.Context(), server.URL)
			}
			size, _ := Size(f, clip)
			b.SetBytes(size)
		})
	}
}

func get(t testing.TB, ctx context.Context, url string) {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Fatal(err)
	}
}
