package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/store"
)

// route is one thing that can be asked for.
type route struct {
	method, path, does string
	serve              func(*Plane, *http.Request) (any, error)
}

// table is every route, in the order in which GET / lists them.
var table []route

func init() {
	table = []route{
		{"GET", "/state", "what goes on: cores, channels, devices, calls, recordings, blackouts, counters; ?limit=N of each", (*Plane).state},
		{"GET", "/conditions", "what is wrong with the system", (*Plane).showConditions},
		{"PATCH", "/conditions", "change some of it: a merge patch; null puts a condition in order", (*Plane).patchConditions},
		{"DELETE", "/conditions", "put all of it in order", (*Plane).clearConditions},
		{"GET", "/clock", "the system's time", (*Plane).clock},
		{"POST", "/clock", `move it forward: {"advance": "2h"}; what is due on the way happens`, (*Plane).advance},
		{"POST", "/reset", `begin afresh: {"seed": "minimal"}; {} is the seed of the start`, (*Plane).reset},
		{"GET", "/recordings", "the stored recordings, the newest first; ?device_id=ID ?limit=N", (*Plane).recordings},
		{"GET", "/pci", "what was recorded though a blackout had been asked for: must be nothing; ?limit=N recordings ?listen=true", (*Plane).pci},
		{"GET", "/mail", "the mails, the newest first; ?limit=N", (*Plane).mail},
		{"GET", "/schema", "the JSON schema of the conditions", (*Plane).showSchema},
	}
}

// routes answers what is in the table.
func (p *Plane) routes() http.Handler {
	mux := http.NewServeMux()
	methods := map[string][]string{}
	for _, r := range table {
		methods[r.path] = append(methods[r.path], r.method)
		mux.HandleFunc(r.method+" "+r.path, func(w http.ResponseWriter, req *http.Request) { p.answer(w, req, r) })
	}
	for path, known := range methods {
		mux.HandleFunc(path, func(w http.ResponseWriter, req *http.Request) {
			w.Header().Set("Allow", strings.Join(known, ", "))
			write(w, http.StatusMethodNotAllowed, problem(fmt.Errorf("%s takes %s", path, strings.Join(known, ", "))))
		})
	}
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, index()) })
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		write(w, http.StatusNotFound, problem(errors.New("no such page; GET / lists them")))
	})
	return mux
}

// index is GET /: what there is, for people.
func index() string {
	var b strings.Builder
	b.WriteString("The control plane of an offhook reference system. Changes are JSON (Content-Type: application/json).\n\n")
	for _, r := range table {
		fmt.Fprintf(&b, "%-6s %-12s  %s\n", r.method, r.path, r.does)
	}
	return b.String()
}

// failure is an error with the HTTP status that it has.
type failure struct {
	status int
	error
}

func (p *Plane) answer(w http.ResponseWriter, r *http.Request, to route) {
	if to.method != "GET" {
		// A body that comes slowly lets other changes pass.
		if err := arrive(r); err != nil {
			write(w, http.StatusBadRequest, problem(err))
			return
		}
		p.changing.Lock()
		defer p.changing.Unlock()
	}
	v, err := to.serve(p, r)
	status := http.StatusOK
	if err != nil {
		status, v = http.StatusBadRequest, problem(err)
		var f failure
		switch {
		case errors.As(err, &f):
			status = f.status
		case errors.Is(err, store.ErrUnavailable):
			status = http.StatusServiceUnavailable
		}
	}
	write(w, status, v)
}

func problem(err error) any { return map[string]string{"error": err.Error()} }

func write(w http.ResponseWriter, status int, v any) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.Encode(v)
}

// arrive waits for as much of a body as may be looked at.
func arrive(r *http.Request) error {
	b, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return fmt.Errorf("the body did not arrive whole: %w", err)
	}
	r.Body = io.NopCloser(bytes.NewReader(b))
	return nil
}

// body reads what a change says. A form, which any page may send, is none.
func body(r *http.Request) ([]byte, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" && (r.Method != "PATCH" || kind != "application/merge-patch+json") {
		return nil, failure{http.StatusUnsupportedMediaType, errors.New("send JSON with the header Content-Type: application/json")}
	}
	b, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if len(b) > maxBody {
		return nil, failure{http.StatusRequestEntityTooLarge, fmt.Errorf("a body of more than %d bytes", maxBody)}
	}
	return b, nil
}

// query reads the parameters of a URL, each at most once.
func query(r *http.Request, known ...string) (url.Values, error) {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	for name, values := range q {
		if !slices.Contains(known, name) || len(values) > 1 {
			return nil, fmt.Errorf("%q: this takes %s, each once", name, strings.Join(known, ", "))
		}
	}
	return q, nil
}

// maxNoted is how much of a patch the log shows.
const maxNoted = 500

// Limits of what one answer lists.
const (
	defaultLimit = 100
	maxLimit     = 10_000
)

func limit(q url.Values) (int, error) {
	if !q.Has("limit") {
		return defaultLimit, nil
	}
	n, err := strconv.Atoi(q.Get("limit"))
	if err != nil || n < 1 || n > maxLimit {
		return 0, fmt.Errorf("limit is a number from 1 to %d", maxLimit)
	}
	return n, nil
}

func (p *Plane) showConditions(*http.Request) (any, error) { return p.conditions(), nil }

func (p *Plane) patchConditions(r *http.Request) (any, error) {
	text, err := body(r)
	if err != nil {
		return nil, err
	}
	was := p.conditions()
	want, err := p.patched(&was, text)
	if err != nil {
		return nil, err
	}
	if err := p.apply(&was, &want); err != nil {
		return nil, err
	}
	var short bytes.Buffer
	json.Compact(&short, text)
	p.note("conditions changed", "patch", string(short.Bytes()[:min(short.Len(), maxNoted)]))
	return p.conditions(), nil
}

func (p *Plane) clearConditions(*http.Request) (any, error) {
	was, want := p.conditions(), p.normal()
	if err := p.apply(&was, &want); err != nil {
		return nil, err
	}
	p.note("conditions put in order")
	return p.conditions(), nil
}

// clockState is the answer of /clock.
type clockState struct {
	Now   time.Time `json:"now"`
	Ahead string    `json:"ahead"` // of the real time
}

func (p *Plane) clock(*http.Request) (any, error) {
	return clockState{p.sys.Now(), p.sys.Ahead().String()}, nil
}

func (p *Plane) advance(r *http.Request) (any, error) {
	var change struct {
		Advance string `json:"advance"`
	}
	if err := p.read(r, &change); err != nil {
		return nil, err
	}
	d, err := time.ParseDuration(change.Advance)
	if err != nil || d <= 0 {
		return nil, fmt.Errorf("advance %q: a duration above 0, as in 90s or 2h; time does not go back but with a reset", change.Advance)
	}
	if err := p.sys.Advance(r.Context(), d); err != nil {
		return nil, err
	}
	p.note("clock moved", "by", d)
	return p.clock(r)
}

func (p *Plane) reset(r *http.Request) (any, error) {
	var change struct {
		Seed string `json:"seed"`
	}
	if err := p.read(r, &change); err != nil {
		return nil, err
	}
	if err := p.sys.Reset(context.WithoutCancel(r.Context()), change.Seed); err != nil {
		return nil, err
	}
	was, want := p.conditions(), p.normal() // the relay may be off
	if err := p.apply(&was, &want); err != nil {
		return nil, err
	}
	p.note("reset", "seed", change.Seed)
	return p.clock(r)
}

// read reads a change into v.
func (p *Plane) read(r *http.Request, v any) error {
	text, err := body(r)
	if err == nil {
		_, err = object(text)
	}
	if err == nil {
		err = strictly(text, v)
	}
	return err
}

// note logs a change, at a level that is shown: who sees a system fail wants to
// know that it was told to.
func (p *Plane) note(what string, args ...any) {
	p.log.Warn("control plane: "+what, args...)
}
