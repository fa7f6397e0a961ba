package server

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"mime"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

var tooManyFiles = catalog.Fail(catalog.API_COMMAND_QUEUE_FULL, "too many files are being exported; try again later")

// beginFile takes one of MaxExports and reports whether it got one: then endFile
// must follow.
func (w *webAPI) beginFile(r *http.Request) bool {
	select {
	case w.files <- struct{}{}:
		return true
	default:
	}
	wait := time.NewTimer(w.srv.cfg.ExportWait)
	defer wait.Stop()
	select {
	case w.files <- struct{}{}:
		return true
	case <-wait.C:
	case <-r.Context().Done():
	}
	return false
}

func (w *webAPI) endFile() { <-w.files }

// sendFile answers with f. Where that fails the connection is reset: a client
// must not take half of a file for all of it.
func (w *webAPI) sendFile(rw http.ResponseWriter, r *http.Request, f *catalog.File) {
	h := rw.Header()
	h["Content-Type"], h["Cache-Control"] = []string{f.ContentType}, noStore
	if w.srv.cfg.Dialect.Takes("E-43") == "plain" {
		h["Content-Type"] = []string{"application/octet-stream"}
	}
	h["Content-Disposition"] = []string{mime.FormatMediaType("attachment", map[string]string{"filename": f.Name})}
	if f.Size >= 0 {
		h["Content-Length"] = []string{strconv.FormatInt(f.Size, 10)}
	}
	c := http.NewResponseController(rw)
	// The request was read; that its time is over must not end what follows.
	c.SetReadDeadline(time.Time{})
	out := &patientWriter{ResponseWriter: rw, c: c, timeout: w.srv.cfg.WriteTimeout}
	err := w.writeFile(r, f, out)
	if err == nil && f.Size >= 0 && out.n != f.Size {
		err = fmt.Errorf("%d bytes were written of %d", out.n, f.Size)
	}
	if err == nil {
		return
	}
	w.srv.log.Info("an export was broken off", "remote", r.RemoteAddr, "file", excerpt(f.Name), "bytes", out.n, "error", excerpt(err.Error()))
	conn, _, err := c.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	conn.(*webConn).reset()
}

// writeFile writes f until its end, or until the client is gone.
func (w *webAPI) writeFile(r *http.Request, f *catalog.File, out *patientWriter) (err error) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	defer cancel()
	// That Shutdown wakes the reader of the connection ends r's context as well.
	defer context.AfterFunc(r.Context(), func() {
		if !w.srv.stopping() {
			cancel()
		}
	})()
	defer func() {
		if p := recover(); p != nil {
			w.srv.log.Error("an export panicked; the connection is closed", "panic", printable(fmt.Sprint(p)), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	buffered := bufio.NewWriterSize(out, filePiece)
	if err := f.Write(ctx, buffered); err != nil {
		return err
	}
	return buffered.Flush()
}

// filePiece is how many bytes of a file a client must take within
// WriteTimeout.
const filePiece = 64 << 10

// patientWriter writes to a client that may take its time, as long as it goes
// on taking something.
type patientWriter struct {
	http.ResponseWriter
	c       *http.ResponseController
	timeout time.Duration
	n       int64 // bytes written
}

func (w *patientWriter) Write(p []byte) (n int, err error) {
	for len(p) > 0 && err == nil {
		if err = w.c.SetWriteDeadline(time.Now().Add(w.timeout)); err != nil {
			break
		}
		var m int
		m, err = w.ResponseWriter.Write(p[:min(len(p), filePiece)])
		n, p = n+m, p[m:]
	}
	w.n += int64(n)
	return n, err
}
