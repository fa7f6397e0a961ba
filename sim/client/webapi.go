package client

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/offhook/offhook/reference/wire"
)

// DefaultPage is the page of the WebAPI that is called where the URL names
// none.
const DefaultPage = "/webAPI.aspx"

// WebAPI is a client of the WebAPI: the requests of a Conn, by HTTP or HTTPS.
// Do and Post may be called from several goroutines; one request is under way
// at a time, on a connection that is kept alive. Where the server ends that
// after an answer, the next request opens another.
type WebAPI struct {
	url  *url.URL
	o    Options
	tls  *tls.Config // nil for HTTP
	addr string      // HOST:PORT

	lastID atomic.Int32

	mu  sync.Mutex
	nc  net.Conn // nil when there is none
	tap *webTap  // reads from nc
	in  *bufio.Reader
}

// WebRequest is one HTTP request, sent as it is; the zero value is a GET of
// the client's page without parameters.
type WebRequest struct {
	Method      string // "" is GET
	Path        string // "" is the client's page
	Query       string // what follows the question mark, encoded
	Body        string // encoded
	ContentType string // of the body; "" is that of a form
}

// WebResponse is one HTTP response.
type WebResponse struct {
	Status int
	Header http.Header
	Body   []byte

	maxTags int // that Result reads; 0 is DefaultMaxTags
}

// NewWebAPI returns a client of the WebAPI at address, a URL such as
// http://127.0.0.1:2012 or https://127.0.0.1:2013/webAPI.php, or HOST:PORT. It
// connects with the first request.
func NewWebAPI(address string, o Options) (*WebAPI, error) {
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	u, err := url.Parse(address)
	if err == nil && u.User != nil { // the address is not repeated: it may hold a password
		return nil, errors.New("the address of the WebAPI names a user, whom no WebAPI asks for; give a URL as in http://127.0.0.1:2012")
	}
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.RawQuery != "" {
		return nil, fmt.Errorf("%q is not the address of a WebAPI; give a URL as in http://127.0.0.1:2012 or https://127.0.0.1:2013", address)
	}
	if u.Path == "" || u.Path == "/" {
		u.Path = DefaultPage
	}
	w := &WebAPI{url: u, o: o.withDefaults(), addr: u.Host}
	port := "80"
	if u.Scheme == "https" {
		port = "443"
		if w.tls, err = trust(u.Hostname(), o.Fingerprint); err != nil {
			return nil, err
		}
	}
	if u.Port() == "" {
		w.addr = net.JoinHostPort(u.Hostname(), port)
	}
	return w, nil
}

// URL returns the URL of the page that is called.
func (w *WebAPI) URL() string { return w.url.String() }

// Do sends a request by GET and returns its result, whatever that says. A
// result with another REQUESTID is returned with a MismatchError.
func (w *WebAPI) Do(ctx context.Context, r *Request) (*Result, error) {
	id := w.number(r)
	return w.result(ctx, WebRequest{Query: string(r.AppendQuery(nil, id))}, r, id)
}

// Post is Do by POST, the parameters in the body as a form.
func (w *WebAPI) Post(ctx context.Context, r *Request) (*Result, error) {
	id := w.number(r)
	return w.result(ctx, WebRequest{Method: http.MethodPost, Body: string(r.AppendQuery(nil, id))}, r, id)
}

// number returns the REQUESTID of a request.
func (w *WebAPI) number(r *Request) int32 {
	if r.ID != 0 {
		return r.ID
	}
	for {
		if id := w.lastID.Add(1); id > 0 {
			return id
		}
		w.lastID.Store(0) // REQUESTIDs end at 2147483647
	}
}

func (w *WebAPI) result(ctx context.Context, h WebRequest, r *Request, id int32) (*Result, error) {
	resp, err := w.Exchange(ctx, h)
	if err != nil {
		return nil, err
	}
	res, err := resp.Result()
	if err != nil {
		return nil, &failure{kind: ErrGarbage, cause: err, text: fmt.Sprintf("%s does not speak the API: %s; is it the address of the WebAPI?", w.url, err)}
	}
	if _, byHand := r.Get("REQUESTID"); !byHand && id > 0 && !res.answers(id) {
		return res, &MismatchError{Addr: w.url.String(), Sent: id, Got: res.RequestID}
	}
	return res, nil
}

// Result reads the RESULT document of the response, whatever its status (E-42).
func (r *WebResponse) Result() (*Result, error) {
	doc := bytes.TrimSpace(r.Body)
	var root wire.Element
	err := tooMany(doc, cmp.Or(r.maxTags, DefaultMaxTags))
	if err == nil {
		root, err = wire.ParseElement(doc)
	}
	if err == nil && root.Name != "RESULT" {
		err = fmt.Errorf("a document <%s>", root.Name)
	}
	if err != nil {
		return nil, fmt.Errorf("HTTP status %d without a RESULT (%w), body: %q", r.Status, err, doc[:min(len(doc), 2*quoted)])
	}
	return NewResult(root, doc), nil
}

// Exchange sends one HTTP request and returns the response, whatever its
// status.
func (w *WebAPI) Exchange(ctx context.Context, h WebRequest) (*WebResponse, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	out, err := w.ready(ctx, &h)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, w.o.Timeout)
	defer cancel()
	if err := w.connect(ctx); err != nil {
		return nil, err
	}
	release := bound(ctx, 0, w.nc.SetDeadline)
	defer release()
	resp, last, err := w.exchange(h.Method, out)
	if err != nil || last {
		w.hangUp()
	}
	if err != nil {
		return nil, w.explain(ctx, err)
	}
	return resp, nil
}

// ready returns h as it is sent, once it may be.
func (w *WebAPI) ready(ctx context.Context, h *WebRequest) ([]byte, error) {
	if err := w.o.pace(ctx); err != nil {
		return nil, err
	}
	out := w.appendHTTP(nil, h)
	return out, w.o.allow(out)
}

// exchange writes a request and reads the response; last says that the
// connection is not to be used again.
func (w *WebAPI) exchange(method string, out []byte) (resp *WebResponse, last bool, err error) {
	w.trace(Sent, out)
	// A server may answer and hang up before it has read all.
	w.tap.left, w.tap.trace = w.o.MaxMessage+maxResponseHeader, w.o.Trace
	_, writeErr := w.nc.Write(out)
	got, err := http.ReadResponse(w.in, &http.Request{Method: method})
	if err != nil {
		if writeErr != nil {
			err = writeErr
		}
		return nil, true, err
	}
	defer got.Body.Close()
	body, err := io.ReadAll(io.LimitReader(got.Body, int64(w.o.MaxMessage)+1))
	if err == nil && len(body) > w.o.MaxMessage {
		err = errTooLong
	}
	return &WebResponse{Status: got.StatusCode, Header: got.Header, Body: body, maxTags: w.o.MaxTags}, got.Close || writeErr != nil, err
}

// appendHTTP appends h as it is sent.
func (w *WebAPI) appendHTTP(dst []byte, h *WebRequest) []byte {
	method, path, kind := h.Method, h.Path, h.ContentType
	if method == "" {
		method = http.MethodGet
	}
	if path == "" {
		path = w.url.EscapedPath()
	}
	if kind == "" {
		kind = "application/x-www-form-urlencoded"
	}
	dst = append(dst, method+" "+path...)
	if h.Query != "" {
		dst = append(dst, "?"+h.Query...)
	}
	dst = append(dst, " HTTP/1.1\r\nHost: "+w.url.Host+"\r\nUser-Agent: offhook\r\n"...)
	if h.Body != "" || method == http.MethodPost {
		dst = append(dst, "Content-Type: "+kind+"\r\nContent-Length: "+strconv.Itoa(len(h.Body))+"\r\n"...)
	}
	return append(dst, "\r\n"+h.Body...)
}

// connect opens a connection unless there is one.
func (w *WebAPI) connect(ctx context.Context) error {
	if w.nc != nil {
		return nil
	}
	d, asked := net.Dialer{Timeout: w.o.Timeout}, time.Now()
	nc, err := d.DialContext(ctx, "tcp", w.addr)
	if err != nil {
		return dialFailure(w.addr, err)
	}
	if w.tls != nil {
		secure := tls.Client(nc, w.tls)
		if err := secure.HandshakeContext(ctx); err != nil {
			nc.Close()
			return w.distrust(secure, err)
		}
		nc = secure
	}
	w.nc = w.o.wrap(nc, asked)
	w.tap = &webTap{nc: w.nc, trace: w.o.Trace}
	w.in = bufio.NewReader(w.tap)
	return nil
}

// maxResponseHeader is how many bytes a response may have beside its body.
const maxResponseHeader = 64 << 10

// webTap shows what comes to the trace, and bounds it.
type webTap struct {
	nc    net.Conn
	trace func(Direction, time.Time, []byte)
	left  int
}

func (t *webTap) Read(p []byte) (int, error) {
	if t.left <= 0 {
		return 0, errTooLong
	}
	n, err := t.nc.Read(p[:min(len(p), t.left)])
	t.left -= n
	if n > 0 && t.trace != nil {
		t.trace(Received, time.Now(), p[:n])
	}
	return n, err
}

// errTooLong says that a response is longer than Options.MaxMessage allows.
var errTooLong = errors.New("the response is too long")

// Close ends the connection that is kept alive. The client may still be used.
func (w *WebAPI) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.nc == nil {
		return nil
	}
	err := w.nc.Close()
	w.nc = nil
	return err
}
