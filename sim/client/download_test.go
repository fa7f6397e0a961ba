package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// export downloads from a page, and returns the file with what was read of it.
func export(t *testing.T, w *WebAPI) (*File, []byte, error) {
	t.Helper()
	f, err := w.Export(context.Background(), NewRequest("EXPORT", "UNIQUEFIELD", "ident", "UNIQUEID", "7", "MEDIA_FORMAT", "wav"))
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	return f, b, err
}

func TestExportReadsAFile(t *testing.T) {
	for _, n := range []int{1, 63, 64, 65, 5000, 3_000_000} {
		for _, chunked := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d bytes, chunked %t", n, chunked), func(t *testing.T) {
				want := bytes.Repeat([]byte("abcdefghij"), n/10+1)[:n]
				var froms []string
				s := page(t, func(w http.ResponseWriter, r *http.Request) {
					froms = append(froms, r.RemoteAddr)
					if r.FormValue("TYPE") == "TEST" {
						webOK(w, r)
						return
					}
					w.Header().Set("Content-Disposition", `attachment; filename="a/..\\7.wav"`)
					w.Header().Set("Content-Type", "audio/wav")
					if chunked {
						w.(http.Flusher).Flush()
					} else {
						w.Header().Set("Content-Length", fmt.Sprint(n))
					}
					w.Write(want)
				})
				var traced int
				web := newWeb(t, s.URL, Options{Trace: func(_ Direction, _ time.Time, b []byte) { traced += len(b) }})
				f, got, err := export(t, web)
				if err != nil || !bytes.Equal(got, want) {
					t.Fatalf("%d bytes, %v", len(got), err)
				}
				if f.Name != "7.wav" || f.ContentType != "audio/wav" || !chunked && f.Size != int64(n) || chunked && f.Size != -1 {
					t.Errorf("%+v", f)
				}
				if traced > 2000 {
					t.Errorf("%d bytes traced", traced)
				}
				if res, err := web.Do(context.Background(), NewRequest("TEST")); err != nil || !res.OK() {
					t.Errorf("afterwards: %v, %v", res, err)
				}
				if len(froms) != 2 || froms[0] != froms[1] {
					t.Errorf("asked from %q", froms)
				}
			})
		}
	}
}

func TestExportReadsAResult(t *testing.T) {
	for name, body := range map[string]string{
		"as it is":                  ok(""),
		"with a declaration":        `<?xml version="1.0"?>` + ok(""),
		"with a BOM and line ends":  "\ufeff\r\n" + ok(""),
		"of audio, as it were":      ok("<X>RIFF</X>"),
		"that is long":              ok("<X>" + strings.Repeat("x", 100_000) + "</X>"),
		"with another content type": ok(""),
	} {
		t.Run(name, func(t *testing.T) {
			s := page(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "audio/wav")
				io.WriteString(w, body)
			})
			f, _, err := export(t, newWeb(t, s.URL, Options{}))
			if err != nil || f.Result == nil || !f.Result.OK() {
				t.Errorf("%+v, %v", f, err)
			}
		})
	}
}

func TestExportSaysWhatWentWrong(t *testing.T) {
	for _, c := range []struct {
		name  string
		serve http.HandlerFunc
		kind  error
		says  string
	}{
		{"a page that is not there", http.NotFound, ErrGarbage, "404"},
		{"an empty body", func(http.ResponseWriter, *http.Request) {}, ErrGarbage, "without a RESULT"},
		{"a document that is none", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<RESULT><a>") }, ErrGarbage, "does not speak the API"},
		{"half a file", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100000")
			w.Write(make([]byte, 5000))
		}, ErrClosed, "after 5000 bytes"},
		{"half a chunked file", func(w http.ResponseWriter, _ *http.Request) {
			w.Write(make([]byte, 5000))
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, ErrClosed, "after 5000 bytes"},
		{"a file that does not go on", func(w http.ResponseWriter, r *http.Request) {
			w.Write(make([]byte, 5000))
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, ErrTimeout, "after 5000 bytes"},
		{"no answer", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, ErrTimeout, "did not answer in time"},
		{"endless headers", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 1<<20)) }, ErrGarbage, "too long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := page(t, c.serve)
			_, _, err := export(t, newWeb(t, s.URL, Options{Timeout: 300 * time.Millisecond}))
			if !errors.Is(err, c.kind) || !strings.Contains(fmt.Sprint(err), c.says) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestExportMayTakeLongerThanItsTimeout(t *testing.T) {
	s := page(t, func(w http.ResponseWriter, _ *http.Request) {
		for range 20 {
			w.Write(make([]byte, 5000))
			w.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	})
	w := newWeb(t, s.URL, Options{Timeout: 200 * time.Millisecond})
	if _, b, err := export(t, w); err != nil || len(b) != 100_000 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	f, err := w.Export(ctx, NewRequest("EXPORT"))
	if err == nil {
		_, err = io.ReadAll(f)
		f.Close()
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want the context's", err)
	}
	if _, b, err := export(t, w); err != nil || len(b) != 100_000 {
		t.Errorf("afterwards: %d bytes, %v", len(b), err)
	}
}
