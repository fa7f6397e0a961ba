package harness

import (
	"fmt"
	"io"
	"slices"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/media"
	"github.com/offhook/offhook/sim/client"
)

// File is a file that an export was answered with.
type File struct {
	t    *T
	Name string // as the header has it, "" where it does not
	Type string // Content-Type
	Body []byte
	sent string
}

// maxDownload bounds a file: more than any recording of a spec needs, which is
// seconds long.
const maxDownload = 16 << 20

// Export sends an export by GET and returns the file that it is answered with.
// Names and values alternate; REQUESTID is added unless given. The file may be
// there later than the recording's row: it is waited for. Where the target does
// not offer the function the spec is skipped.
func (w *Web) Export(typ string, nameValues ...string) *File {
	return w.Download(client.WebRequest{Query: string(client.NewRequest(typ, nameValues...).AppendQuery(nil, 1))})
}

// Download is Export for an HTTP request.
func (w *Web) Download(req client.WebRequest) (f *File) {
	w.t.Eventually("the recording's file is there", func() { f = w.download(req) })
	return f
}

func (w *Web) download(req client.WebRequest) *File {
	t, sent := w.t, asked(&req)
	t.exchanged(sent, "")
	f, err := w.c.Download(t.ctx, req)
	if err != nil {
		t.failLost(&Failure{Problem: err.Error(), Sent: sent, Expected: "a file"})
	}
	defer f.Close()
	if f.Result != nil {
		r := &Reply{Result: f.Result, t: t, sent: sent}
		r.Offered().fail("the answer is "+r.summary(), "a file")
	}
	body, err := io.ReadAll(io.LimitReader(f, maxDownload))
	if err == nil && len(body) == maxDownload {
		err = fmt.Errorf("the file is longer than %d bytes", maxDownload)
	}
	if err != nil {
		t.failLost(&Failure{Problem: err.Error(), Sent: sent, Expected: "a file"})
	}
	file := &File{t: t, Name: f.Name, Type: f.ContentType, Body: body, sent: sent}
	t.Note(file.String())
	t.exchanged(sent, file.String())
	return file
}

// Abandon asks for a file, reads its beginning, and hangs up. What the answer is
// does not matter.
func (w *Web) Abandon(req *client.Request) {
	f, err := w.c.Export(w.t.ctx, req)
	if err != nil {
		w.t.Note("without an answer: " + err.Error())
		return
	}
	defer f.Close()
	io.CopyN(io.Discard, f, 1000)
}

// notOffered are the answers of a target that does not know a function, or
// knows it no longer (E-47, E-48).
var notOffered = []catalog.Code{catalog.API_UNKNOWN_MESSAGE_TYPE, catalog.API_INVALID_REQUEST_TYPE, catalog.API_COMMAND_NOT_SUPPORTED}

// Offers reports whether a result is that of a server that knows the function.
func Offers(res *client.Result) bool { return !slices.Contains(notOffered, catalog.Code(res.Code)) }

// Offered skips the spec where the result says that the target does not offer
// the function, and fails where the target claims to.
func (r *Reply) Offered() *Reply {
	if !Offers(r.Result) {
		if r.t.run.Target.Features[featureOf(r.requestType())] == Supported {
			r.t.failLost(&Failure{Problem: "the answer is " + r.summary(), Sent: r.sent, Received: string(r.Raw),
				Expected: "the function, which is declared supported"})
		}
		r.t.Skip("the target does not offer " + r.requestType() + ": " + r.summary())
	}
	return r
}

func (f *File) String() string { return fmt.Sprintf("a file %q of %d bytes", f.Name, len(f.Body)) }

// Sound reads the file as audio; it fails where it is none of that format, and
// skips the spec where nobody here can decode it.
func (f *File) Sound(format media.Format, password string) *Sound {
	f.t.exchanged(f.sent, f.String())
	return f.t.Sound("the file", format, f.Body, password)
}

// Member is a file that was in the file.
func (f *File) Member(name string, body []byte) *File {
	return &File{t: f.t, Name: name, Body: body, sent: f.sent}
}

// Once returns what make returned the first time that a spec of the run asked
// for it by that name: for what is dear to make and never changes. Where make
// fails, the spec does, and the next one tries again.
func (t *T) Once(name string, make func() any) any {
	t.run.once.Lock()
	defer t.run.once.Unlock()
	if have, ok := t.run.made[name]; ok {
		return have
	}
	t.mu.Lock()
	t.making = true
	t.mu.Unlock()
	defer func() {
		t.mu.Lock()
		t.making = false
		t.mu.Unlock()
	}()
	made := make()
	if t.run.made == nil {
		t.run.made = map[string]any{}
	}
	t.run.made[name] = made
	return made
}
