package server

import (
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/dialect"
	"github.com/offhook/offhook/reference/wire"
)

// webExchange is one request of the WebAPI and its result. It is reused.
type webExchange struct {
	msg wire.Message
	req catalog.Request
	in  []byte // the query, and after it a form's body
	out []byte
}

var webExchanges = sync.Pool{New: func() any { return new(webExchange) }}

// release gives x back for the next request, unless it grew large.
func (x *webExchange) release() {
	if cap(x.in) <= largeMessage && cap(x.out) <= 2*flushSize {
		webExchanges.Put(x)
	}
}

// Header values that every RESULT has.
var (
	xmlType = []string{"text/xml; charset=utf-8"}
	noStore = []string{"no-store"} // a GET acts: no cache may answer in our place
	ending  = []string{"close"}
)

// ServeHTTP answers one request of the WebAPI: 200 with the RESULT document
// whatever that says (E-42), or the file that was asked for, or another status
// where there is no request of the API to answer.
func (w *webAPI) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if !r.ProtoAtLeast(1, 1) {
		// HTTP/1.0 does not say where a body ends as 1.1 does; what follows one
		// may be part of it.
		rw.Header()["Connection"] = ending
	}
	x := webExchanges.Get().(*webExchange)
	defer x.release()
	if f := w.read(r, x); f != nil {
		f.tell(rw, r)
		return
	}
	status := http.StatusOK
	began := w.srv.tap.begin()
	res := w.answer(r, x, &status)
	if res.File != nil && !w.beginFile(r) {
		res = tooManyFiles
	}
	if w.srv.cfg.Verbose {
		w.srv.logExchange("http", r.RemoteAddr, x.msg.Windows1252, &x.req, &res)
	}
	x.out = append(w.srv.form.AppendResult(x.out[:0], &x.req, &res), w.srv.form.Terminator()...)
	w.account(r, x, began, &res)
	if res.File != nil {
		defer w.endFile()
		w.sendFile(rw, r, res.File)
		return
	}
	h := rw.Header()
	h["Content-Type"], h["Cache-Control"] = xmlType, noStore
	h["Content-Length"] = []string{strconv.Itoa(len(x.out))}
	if status != http.StatusOK {
		h["Connection"] = ending
	} else if failed(res.Code) {
		status = w.srv.errorStatus
	}
	rw.WriteHeader(status)
	rw.Write(x.out)
}

// account counts a result and shows the exchange to those who look on.
func (w *webAPI) account(r *http.Request, x *webExchange, began time.Time, res *catalog.Result) {
	if failed(res.Code) {
		w.failed.Add(1)
	}
	if !w.srv.tap.wants(began, res.Code) {
		return
	}
	result := x.out
	if f := res.File; f != nil {
		result = fmt.Appendf(nil, "%s, %s, %d bytes", f.Name, f.ContentType, f.Size)
		if f.Size < 0 {
			result = fmt.Appendf(nil, "%s, %s", f.Name, f.ContentType)
		}
	}
	w.srv.tap.keep(&seen{began: began, via: "http", remote: r.RemoteAddr, msg: &x.msg, req: &x.req, code: res.Code, result: result})
}

// answer executes the request in x.in. A panic costs the connection.
func (w *webAPI) answer(r *http.Request, x *webExchange, status *int) (res catalog.Result) {
	w.requests.Add(1)
	defer func() {
		if p := recover(); p == http.ErrAbortHandler {
			panic(p) // an exchange that is to be lost
		} else if p != nil {
			*status = http.StatusInternalServerError
			res = w.srv.confess(r.RemoteAddr, &x.req, p)
		}
	}()
	err := x.msg.DecodeQuery(x.in)
	refusal := w.srv.cfg.Dialect.Bind(&x.msg, catalog.HTTP, &x.req)
	switch {
	case err != nil: // what was read before the error may name the request
		w.broken.Add(1)
		return catalog.Fail(catalog.API_INVALID_MESSAGE_FORMAT, err.Error())
	case refusal != nil:
		return *refusal
	}
	return w.handle(&x.req)
}

// fault says why a request is none of the API: an HTTP status, and what to do.
type fault struct {
	status int
	text   string
}

// tell answers the request with the fault. A body that was not read ends the
// connection; the http.Server reads some of it first, but is not to wait.
func (f *fault) tell(rw http.ResponseWriter, r *http.Request) {
	if f.status == http.StatusMethodNotAllowed {
		rw.Header().Set("Allow", "GET, POST")
	}
	if r.ContentLength != 0 {
		rw.Header()["Connection"] = ending
		http.NewResponseController(rw).SetReadDeadline(time.Now().Add(lingerTime))
	}
	http.Error(rw, f.text, f.status)
}

// read puts the request's parameters into x.in: those of the URL, then those
// of the body.
func (w *webAPI) read(r *http.Request, x *webExchange) *fault {
	query := r.URL.RawQuery
	size := r.ContentLength
	switch {
	case !isPage(r.URL.Path):
		return &fault{http.StatusNotFound, "no such page; the WebAPI is /webAPI.aspx and /webAPI.php"}
	case r.Method != http.MethodGet && r.Method != http.MethodPost:
		return &fault{http.StatusMethodNotAllowed, "the WebAPI takes GET and POST"}
	case len(r.RequestURI) > w.longest:
		return &fault{http.StatusRequestURITooLong, fmt.Sprintf("a URL of more than %d bytes", w.longest)}
	case size < 0:
		// Chunks are where a body's end can be told in two ways.
		return &fault{http.StatusLengthRequired, "send the body with a Content-Length, not in chunks"}
	case size > 0 && r.Method == http.MethodGet:
		return &fault{http.StatusBadRequest, "a GET has no body; put the parameters into the URL, or POST them"}
	case size > int64(w.longest):
		return &fault{http.StatusRequestEntityTooLarge, fmt.Sprintf("a body of more than %d bytes", w.longest)}
	case size > 0 && !isForm(r.Header):
		return &fault{http.StatusUnsupportedMediaType, "send the parameters as application/x-www-form-urlencoded, without content encoding"}
	}
	x.in = append(x.in[:0], query...)
	if size == 0 {
		return nil
	}
	if len(x.in) > 0 {
		x.in = append(x.in, '&')
	}
	start := len(x.in)
	x.in = append(x.in, make([]byte, size)...)
	if _, err := io.ReadFull(r.Body, x.in[start:]); err != nil {
		return &fault{http.StatusBadRequest, "the body did not arrive whole: " + err.Error()}
	}
	return nil
}

// isPage reports whether path is the WebAPI's, in any case (E-35).
func isPage(path string) bool {
	return strings.EqualFold(path, "/webAPI.aspx") || strings.EqualFold(path, "/webAPI.php")
}

// isForm reports whether a body is a form, as its header says.
func isForm(h http.Header) bool {
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	encoding := h.Get("Content-Encoding")
	return strings.EqualFold(strings.TrimSpace(kind), "application/x-www-form-urlencoded") &&
		(encoding == "" || strings.EqualFold(encoding, "identity"))
}

// tooManyWeb is the only thing a refused client of the WebAPI is sent.
func tooManyWeb(form *dialect.Form) []byte {
	doc := tooManyClients(form)
	return fmt.Appendf(nil, "HTTP/1.1 503 Service Unavailable\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
		xmlType[0], len(doc), doc)
}

// confess logs a panic and returns what the client is told of it.
func (s *Server) confess(remote string, req *catalog.Request, p any) catalog.Result {
	s.log.Error("a request made its handler panic; the connection is closed",
		"remote", remote, "function", excerpt(req.TypeText), "panic", printable(fmt.Sprint(p)), "stack", string(debug.Stack()))
	return catalog.Fail(catalog.API_ERROR_UNKNOWN, "internal error; the server's log has the details")
}
