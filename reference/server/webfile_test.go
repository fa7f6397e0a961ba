package server

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

const exportPage = "/webAPI.aspx?type=MULTIEXPORT&requestid=1&ident=1"

// exporter is a Handler that answers every export with a file.
func exporter(f catalog.File) Handler {
	return handlerFunc(func(req *catalog.Request) catalog.Result {
		if req.Function.Name != "MULTIEXPORT" {
			return catalog.OK()
		}
		return catalog.Result{Code: catalog.API_OK, File: &f}
	})
}

// writes returns a File.Write of n bytes in large pieces, and then err.
func writes(n int, err error) func(context.Context, io.Writer) error {
	return func(_ context.Context, w io.Writer) error {
		for left := n; left > 0; {
			m, err := w.Write(bytes.Repeat([]byte{'x'}, min(left, 100_000)))
			if err != nil {
				return err
			}
			left -= m
		}
		return err
	}
}

// fetch asks for the file over c and returns what came until its end.
func fetch(t *testing.T, c net.Conn, version string) (*http.Response, []byte, error) {
	t.Helper()
	if _, err := io.WriteString(c, "GET "+exportPage+" HTTP/"+version+"\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(c)
	r, err := http.ReadResponse(in, nil)
	if err != nil {
		return nil, nil, err
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	return r, b, err
}

func TestAFileIsSentWhole(t *testing.T) {
	for _, n := range []int{0, 1, 5000, 3_000_000} {
		for _, known := range []bool{true, false} {
			for _, version := range []string{"1.1", "1.0"} {
				t.Run(fmt.Sprintf("%d bytes, known %t, HTTP/%s", n, known, version), func(t *testing.T) {
					f := catalog.File{Name: "7.wav", ContentType: "audio/wav", Size: -1, Write: writes(n, nil)}
					if known {
						f.Size = int64(n)
					}
					s := startWeb(t, Config{}, exporter(f))
					p := dial(t, s.WebAPIAddr())
					r, body, err := fetch(t, p, version)
					if err != nil || len(body) != n {
						t.Fatalf("%d bytes, %v", len(body), err)
					}
					if r.Header.Get("Content-Type") != "audio/wav" || r.Header.Get("Content-Disposition") != "attachment; filename=7.wav" {
						t.Errorf("header %v", r.Header)
					}
					if known != (r.ContentLength == int64(n)) && n > 2048 { // net/http counts what is short
						t.Errorf("Content-Length %d", r.ContentLength)
					}
					if version == "1.1" {
						p.get(testPage).is(t, http.StatusOK, tag("RESULTCODE", 20)) // on the same connection
					}
				})
			}
		}
	}
}

func TestAFileIsNamedWithoutHarm(t *testing.T) {
	name := "a\"\r\nX: y/../é.wav"
	s := startWeb(t, Config{}, exporter(catalog.File{Name: name, Size: 1, ContentType: "audio/wav", Write: writes(1, nil)}))
	r, _, err := fetch(t, dial(t, s.WebAPIAddr()), "1.1")
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Disposition"))
	if err != nil || params["filename"] != name || r.Header.Get("X") != "" {
		t.Errorf("%v: header %v", err, r.Header)
	}
}

// TestHalfAFileNeverLooksWhole breaks files off in every way: the client is to
// see it, also where the end of the connection is the end of the file.
func TestHalfAFileNeverLooksWhole(t *testing.T) {
	broken := map[string]func(int) func(context.Context, io.Writer) error{
		"error":   func(n int) func(context.Context, io.Writer) error { return writes(n, errors.New("the disk is gone")) },
		"too few": func(n int) func(context.Context, io.Writer) error { return writes(n, nil) },
		"panic": func(n int) func(context.Context, io.Writer) error {
			return func(_ context.Context, w io.Writer) error { writes(n, nil)(nil, w); panic("writer") }
		},
	}
	for how, write := range broken {
		for _, n := range []int{0, 100, 1_000_000} {
			for _, size := range []int64{-1, 2_000_000} {
				if how == "too few" && size < 0 {
					continue
				}
				for _, via := range []string{"1.1", "1.0", "1.1 with TLS", "1.0 with TLS"} {
					t.Run(fmt.Sprintf("%s after %d of %d by HTTP/%s", how, n, size, via), func(t *testing.T) {
						f := catalog.File{Name: "7.wav", ContentType: "audio/wav", Size: size, Write: write(n)}
						s := startWeb(t, Config{WebAPITLS: "127.0.0.1:0"}, exporter(f))
						var c net.Conn = dial(t, s.WebAPIAddr())
						version, secure := strings.CutSuffix(via, " with TLS")
						if secure {
							c = tls.Client(dial(t, s.WebAPITLSAddr()), &tls.Config{InsecureSkipVerify: true})
						}
						if _, body, err := fetch(t, c, version); err == nil {
							t.Errorf("%d bytes look whole", len(body))
						}
						dial(t, s.WebAPIAddr()).get(testPage).is(t, http.StatusOK, tag("RESULTCODE", 20))
					})
				}
			}
		}
	}
}

// TestAClientThatStopsReadingAFileIsCut also shows that its place is free
// afterwards, that others are served meanwhile, and that it sees the cut where
// the end of the connection is the end of the file.
func TestAClientThatStopsReadingAFileIsCut(t *testing.T) {
	ended := make(chan error, 1)
	endless := func(_ context.Context, w io.Writer) error {
		err := writes(1<<40, nil)(nil, w)
		ended <- err
		return err
	}
	s := startWeb(t, Config{WriteTimeout: 300 * time.Millisecond, MaxExports: 1}, exporter(catalog.File{Size: -1, Write: endless}))
	for range 2 {
		p := dial(t, s.WebAPIAddr())
		p.send("GET " + exportPage + " HTTP/1.0\r\nHost: x\r\n\r\n")
		for served := false; !served; {
			dial(t, s.WebAPIAddr()).get(testPage).is(t, http.StatusOK, tag("RESULTCODE", 20))
			select {
			case err := <-ended:
				var ne net.Error
				if !errors.As(err, &ne) || !ne.Timeout() {
					t.Errorf("ended with %v", err)
				}
				served = true
			default:
			}
		}
		if _, err := io.Copy(io.Discard, p); err == nil {
			t.Error("what came until then looks whole")
		}
	}
}

func TestAClientThatReadsAFileSlowlyGetsIt(t *testing.T) {
	const n = 200
	slowly := func(ctx context.Context, w io.Writer) error {
		for range n {
			time.Sleep(2 * time.Millisecond)
			if _, err := w.Write(make([]byte, filePiece)); err != nil {
				return err
			}
		}
		return ctx.Err()
	}
	// Both timeouts are shorter than the whole.
	s := startWeb(t, Config{WriteTimeout: 200 * time.Millisecond, HeaderTimeout: 60 * time.Millisecond},
		exporter(catalog.File{Size: -1, Write: slowly}))
	if _, body, err := fetch(t, dial(t, s.WebAPIAddr()), "1.1"); err != nil || len(body) != n*filePiece {
		t.Errorf("%d bytes, %v", len(body), err)
	}
}

func TestAnExportEndsWithItsClient(t *testing.T) {
	begun, ended := make(chan struct{}), make(chan struct{})
	s := startWeb(t, Config{}, exporter(catalog.File{Size: -1, Write: func(ctx context.Context, _ io.Writer) error {
		close(begun)
		<-ctx.Done()
		close(ended)
		return ctx.Err()
	}}))
	p := dial(t, s.WebAPIAddr())
	p.send("GET " + exportPage + " HTTP/1.1\r\nHost: x\r\n\r\n")
	<-begun
	p.Close()
	select {
	case <-ended:
	case <-time.After(patience):
		t.Error("goes on for nobody")
	}
}

func TestExportsBeyondTheLimitWaitAndAreThenRefused(t *testing.T) {
	begun, release := make(chan struct{}, 9), make(chan struct{})
	s := startWeb(t, Config{MaxExports: 2, ExportWait: 50 * time.Millisecond}, exporter(catalog.File{Size: -1, Write: func(_ context.Context, w io.Writer) error {
		begun <- struct{}{}
		<-release
		return writes(10, nil)(nil, w)
	}}))
	var served []*peer
	for range 2 {
		p := dial(t, s.WebAPIAddr())
		p.send("GET " + exportPage + " HTTP/1.1\r\nHost: x\r\n\r\n")
		<-begun
		served = append(served, p)
	}
	refused := dial(t, s.WebAPIAddr())
	refused.get(exportPage).is(t, http.StatusOK, tag("RESULTCODE", 47), tag("REQUESTTYPE", "MULTIEXPORT"))
	refused.get(testPage).is(t, http.StatusOK, tag("RESULTCODE", 20))
	close(release)
	for _, p := range served {
		p.response().is(t, http.StatusOK, "xxxxxxxxxx")
	}
	refused.get(exportPage).is(t, http.StatusOK, "xxxxxxxxxx")
}

func TestShutdownLetsAnExportEnd(t *testing.T) {
	begun, release := make(chan struct{}), make(chan struct{})
	s := startWeb(t, Config{}, exporter(catalog.File{Size: -1, Write: func(ctx context.Context, w io.Writer) error {
		writes(10, nil)(nil, w)
		close(begun)
		<-release
		return errors.Join(ctx.Err(), writes(1_000_000, nil)(nil, w))
	}}))
	p := dial(t, s.WebAPIAddr())
	p.send("GET " + exportPage + " HTTP/1.1\r\nHost: x\r\n\r\n")
	<-begun
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		shutdown(t, s)
	}()
	<-s.done
	s.Stats() // waits until all readers are told
	time.Sleep(20 * time.Millisecond)
	close(release)
	if got := p.response(); len(got.body) != 1_000_010 {
		t.Errorf("%d bytes", len(got.body))
	}
	<-ended
}
