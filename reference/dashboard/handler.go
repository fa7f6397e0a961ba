package dashboard

import (
	"bytes"
	"embed"
	"net/http"
	"path"
	"time"
)

//go:embed page
var pageFiles embed.FS

// contentTypes are those of the page's files. The machine's own idea of them is
// not relied upon.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
}

// policy lets the page have its own files and nothing else: no other origin,
// no inline script or style, and no way from text to markup.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

func (d *Dashboard) handler() http.Handler {
	mux := http.NewServeMux()
	files, err := pageFiles.ReadDir("page")
	if err != nil {
		panic(err) // the build embeds it
	}
	for _, f := range files {
		body, err := pageFiles.ReadFile("page/" + f.Name())
		if err != nil {
			panic(err)
		}
		at := "GET /" + f.Name()
		if f.Name() == "index.html" {
			at = "GET /{$}"
		}
		kind := contentTypes[path.Ext(f.Name())]
		mux.HandleFunc(at, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.Write(body)
		})
	}
	mux.HandleFunc("GET /live", d.live)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		mux.ServeHTTP(w, r)
	})
}

const (
	// beatEvery is how often a viewer hears something though nothing happens,
	// so that the page can tell silence from a lost connection.
	beatEvery = 5 * time.Second
	// takeTime is how long a viewer may take to read what was written.
	takeTime = 15 * time.Second
)

// live streams samples to one viewer until it goes: the events state, found
// (with ?find=) and exchange, each of one line of JSON.
func (d *Dashboard) live(w http.ResponseWriter, r *http.Request) {
	v, err := d.sampler.enter()
	if err != nil {
		w.Header().Set("Retry-After", "5")
		http.Error(w, err.Error()+"; close another, or try again later", http.StatusServiceUnavailable)
		return
	}
	defer d.sampler.leave(v)
	w.Header().Set("Content-Type", "text/event-stream")
	s := &stream{w: w, c: http.NewResponseController(w), sampler: d.sampler, find: search(r.FormValue("find"))}
	s.text.WriteString("retry: 1000\n\n")
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	for s.flush() == nil {
		select {
		case <-v.wake:
			s.next()
		case <-beat.C:
			s.event("beat", []byte("{}"))
		case <-r.Context().Done():
			return
		case <-d.sampler.done:
			return
		}
	}
}

// stream is what goes to one viewer.
type stream struct {
	w       http.ResponseWriter
	c       *http.ResponseController
	sampler *sampler
	find    string
	newest  uint64 // the last exchange sent
	text    bytes.Buffer
}

// next adds the latest sample, of the exchanges those that were not sent yet.
func (s *stream) next() {
	latest, answer := s.sampler.look(s.find)
	if latest == nil {
		return
	}
	s.event("state", latest.state)
	if answer != nil {
		s.event("found", answer)
	}
	for _, x := range latest.exchanges {
		if x.number > s.newest {
			s.event("exchange", x.text)
			s.newest = x.number
		}
	}
}

func (s *stream) event(name string, data []byte) {
	s.text.WriteString("event: " + name + "\ndata: ")
	s.text.Write(data)
	s.text.WriteString("\n\n")
}

// flush writes what was added. A viewer that does not take it is given up.
func (s *stream) flush() error {
	if err := s.c.SetWriteDeadline(time.Now().Add(takeTime)); err != nil {
		return err
	}
	_, err := s.w.Write(s.text.Bytes())
	s.text.Reset()
	if err != nil {
		return err
	}
	return s.c.Flush()
}
