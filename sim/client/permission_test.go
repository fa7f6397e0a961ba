package client

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// kept allows only what holds no CALLSTART.
func kept(b []byte) error {
	if bytes.Contains(b, []byte("CALLSTART")) {
		return errors.New("no calls here")
	}
	return nil
}

func TestWhatIsNotAllowedIsNotSent(t *testing.T) {
	var paced int
	o := Options{Allow: kept, Pace: func(context.Context) error { paced++; return nil }}
	o.Trace = func(d Direction, _ time.Time, b []byte) {
		if d == Sent && bytes.Contains(b, []byte("CALLSTART")) {
			t.Errorf("sent: %s", b)
		}
	}
	c, err := Dial(t.Context(), serve(t, echo), o)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	refused := func(err error) {
		t.Helper()
		if !errors.Is(err, ErrNotAllowed) {
			t.Errorf("%v", err)
		}
	}
	start := NewRequest("CALLSTART", "DEVICEID", "1")
	_, err = c.Do(t.Context(), start)
	refused(err)
	refused(c.Send(t.Context(), start))
	refused(c.WriteRaw(t.Context(), start.Append(nil)))
	if res, err := c.Do(t.Context(), NewRequest("TEST")); err != nil || !res.OK() {
		t.Errorf("the connection is not usable afterwards: %v, %v", res, err)
	}
	if paced != 4 {
		t.Errorf("paced %d times", paced)
	}
}

func TestWhatIsNotAllowedIsNotSentByHTTP(t *testing.T) {
	var hits atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer s.Close()
	w, err := NewWebAPI(s.URL, Options{Allow: kept})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	start := NewRequest("CALLSTART", "DEVICEID", "1")
	for name, send := range map[string]func(context.Context, *Request) error{
		"GET":    func(ctx context.Context, r *Request) error { _, err := w.Do(ctx, r); return err },
		"POST":   func(ctx context.Context, r *Request) error { _, err := w.Post(ctx, r); return err },
		"export": func(ctx context.Context, r *Request) error { _, err := w.Export(ctx, r); return err },
	} {
		if err := send(t.Context(), start); !errors.Is(err, ErrNotAllowed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if hits.Load() != 0 {
		t.Errorf("%d requests came", hits.Load())
	}
}

func TestPacingThatEndsKeepsBack(t *testing.T) {
	gone := errors.New("gone")
	c, err := Dial(t.Context(), serve(t, echo), Options{Pace: func(context.Context) error { return gone }})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Do(t.Context(), NewRequest("TEST")); !errors.Is(err, gone) {
		t.Errorf("%v", err)
	}
}
