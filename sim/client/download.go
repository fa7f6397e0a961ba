package client

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httputil"
	"path"
	"strings"
	"time"
)

// File is what an export was answered with: a file, to be read until io.EOF, or
// the Result that says why there is none. It occupies its client until Close.
type File struct {
	Result *Result // nil where there is a file
	Status int     // HTTP's
	Header http.Header

	Name        string // as the server names it, without a directory; "" where it does not
	ContentType string
	Size        int64 // bytes; -1 where the server does not say

	w    *WebAPI
	ctx  context.Context
	body io.ReadCloser
	n    int64 // bytes read
	last bool  // the connection is not to be used again
	err  error // io.EOF at the end
}

// Export sends a request by GET and returns the file that it is answered with,
// or the result where that is the answer: the body decides (E-43). Connection
// and answer, and then each part of the file, have Options.Timeout; the whole
// has what ctx allows.
func (w *WebAPI) Export(ctx context.Context, r *Request) (*File, error) {
	return w.Download(ctx, WebRequest{Query: string(r.AppendQuery(nil, w.number(r)))})
}

// Download is Export for an HTTP request.
func (w *WebAPI) Download(ctx context.Context, h WebRequest) (*File, error) {
	w.mu.Lock()
	f, err := w.download(ctx, h)
	if err != nil {
		w.hangUp()
		w.mu.Unlock()
		return nil, err
	}
	return f, nil
}

// hangUp ends the connection, if any. mu is held.
func (w *WebAPI) hangUp() {
	if w.nc != nil {
		w.nc.Close()
		w.nc = nil
	}
}

func (w *WebAPI) download(ctx context.Context, h WebRequest) (*File, error) {
	out, err := w.ready(ctx, &h)
	if err != nil {
		return nil, err
	}
	answer, cancel := context.WithTimeout(ctx, w.o.Timeout)
	defer cancel()
	if err := w.connect(answer); err != nil {
		return nil, err
	}
	release := bound(answer, 0, w.nc.SetDeadline)
	defer release()
	w.trace(Sent, out)
	// The trace gets the header, and a result, but no file.
	w.tap.left, w.tap.trace = maxResponseHeader, nil
	_, writeErr := w.nc.Write(out)
	got, err := http.ReadResponse(w.in, &http.Request{Method: h.Method})
	if err != nil {
		if writeErr != nil {
			err = writeErr
		}
		return nil, w.explain(answer, err)
	}
	if head, err := httputil.DumpResponse(got, false); err == nil {
		w.trace(Received, head)
	}
	w.tap.left = maxFile
	f := &File{
		Status: got.StatusCode, Header: got.Header, ContentType: got.Header.Get("Content-Type"), Size: got.ContentLength,
		Name: fileName(got.Header), w: w, ctx: ctx, body: got.Body, last: got.Close || writeErr != nil,
	}
	start := make([]byte, resultStart)
	n, err := io.ReadFull(got.Body, start)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF || err == io.ErrUnexpectedEOF && got.ContentLength > int64(n) {
		return nil, w.explain(answer, err)
	}
	f.body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(start[:n]), got.Body), got.Body}
	// A recording of no length makes an empty file.
	if got.StatusCode == http.StatusOK && (n == 0 && f.Name != "" || n > 0 && !isResult(start[:n])) {
		return f, nil
	}
	return f, f.readResult()
}

// trace tells the trace, if any.
func (w *WebAPI) trace(dir Direction, b []byte) {
	if w.o.Trace != nil {
		w.o.Trace(dir, time.Now(), b)
	}
}

// maxFile is how many bytes a file may have: no server makes one so large.
const maxFile = 1 << 40

// resultStart is how much of a body is looked at to tell a RESULT from a file.
const resultStart = 64

// isResult reports whether a body that begins so is a document. No format of
// audio, and no ZIP, begins like one.
func isResult(start []byte) bool {
	start = bytes.TrimLeft(bytes.TrimPrefix(start, []byte("\ufeff")), " \t\r\n")
	return bytes.HasPrefix(start, []byte("<?xml")) || bytes.HasPrefix(bytes.ToUpper(start), []byte("<RESULT"))
}

// readResult reads a body that is no file.
func (f *File) readResult() error {
	body, err := io.ReadAll(io.LimitReader(f.body, int64(f.w.o.MaxMessage)+1))
	if err == nil && len(body) > f.w.o.MaxMessage {
		err = errTooLong
	}
	if err != nil {
		return f.w.explain(f.ctx, err)
	}
	f.w.trace(Received, body)
	f.err = io.EOF
	f.Result, err = (&WebResponse{Status: f.Status, Body: body, maxTags: f.w.o.MaxTags}).Result()
	if err != nil {
		return &failure{kind: ErrGarbage, cause: err, text: fmt.Sprintf("%s does not speak the API: %s; is it the address of the WebAPI?", f.w.url, err)}
	}
	return nil
}

// fileName is the name that a header gives a file, without a directory.
func fileName(h http.Header) string {
	_, params, err := mime.ParseMediaType(h.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	name := path.Base(strings.ReplaceAll(params["filename"], `\`, "/"))
	if name == "." || name == ".." || name == "/" {
		return ""
	}
	return name
}

// Read reads the file. Any error but io.EOF means that what was read is not
// all of it.
func (f *File) Read(p []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	release := bound(f.ctx, f.w.o.Timeout, f.w.nc.SetReadDeadline)
	n, err := f.body.Read(p)
	release()
	f.n += int64(n)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("after %d bytes of the file: %w", f.n, f.w.explain(f.ctx, err))
	}
	f.err = err
	return n, err
}

// Close ends the answer; where it was not read to its end the connection ends
// with it. It must be called once.
func (f *File) Close() error {
	defer f.w.mu.Unlock()
	if f.last || f.err != io.EOF {
		f.w.hangUp()
	}
	return nil
}
