package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/runner"
)

// TestTheReferenceConformsAndSpeaksXML runs the whole suite against the
// reference through a proxy that keeps every byte the reference says. All of it
// must be documents of well-formed XML, in the eyes of encoding/xml and, where
// it is installed, of xmllint. What the ledger says of its specs must show in
// what they exchange.
func TestTheReferenceConformsAndSpeaksXML(t *testing.T) {
	var target harness.Target
	stop, err := embed(t.Context(), &target)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	p := newProxy(t, target.API)
	target.API = p.addr
	seen := newEvidence()
	run, err := runner.Run(t.Context(), runner.Options{Target: target, Exchanged: seen.add})
	if err != nil {
		t.Fatal(err)
	}
	p.close()
	for _, s := range run.Specs {
		if s.State != reports.Passed {
			t.Errorf("%s %s: %s%s", s.ID, s.State, s.Message, s.Reason)
		}
	}
	for fact, ids := range seen.unproven(t) {
		t.Errorf("the %s is covered by %q, says the ledger, and shows in nothing that their specs exchange", fact, ids)
	}
	docs := p.documents(t)
	t.Logf("%d specs, %d documents on %d connections", len(run.Specs), len(docs), len(p.said))
	if len(docs) < len(run.Specs) {
		t.Errorf("only %d documents from %d specs", len(docs), len(run.Specs))
	}
	for _, doc := range docs {
		if err := wellFormed(doc); err != nil {
			t.Errorf("%v: %s", err, doc)
		}
	}
	xmllint(t, docs)
}

// wellFormed judges a document with the standard library's parser.
func wellFormed(doc []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(doc)); ; {
		switch _, err := d.Token(); err {
		case nil:
		case io.EOF:
			return nil
		default:
			return err
		}
	}
}

// xmllint judges all documents at once, as the children of one root.
func xmllint(t *testing.T, docs [][]byte) {
	path, err := exec.LookPath("xmllint")
	if err != nil {
		t.Log("xmllint is not installed")
		return
	}
	all := filepath.Join(t.TempDir(), "all.xml")
	b := append([]byte("<ALL>\n"), bytes.Join(docs, []byte("\n"))...)
	if err := os.WriteFile(all, append(b, "\n</ALL>\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(path, "--noout", "--huge", all).CombinedOutput(); err != nil {
		t.Errorf("xmllint: %v\n%.2000s", err, out)
	}
}

// proxy passes connections on and keeps what the server says on each.
type proxy struct {
	addr  string
	l     net.Listener
	conns sync.WaitGroup

	mu   sync.Mutex
	open map[net.Conn]bool
	said []*bytes.Buffer
}

func newProxy(t *testing.T, upstream string) *proxy {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{addr: l.Addr().String(), l: l, open: map[net.Conn]bool{}}
	p.conns.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s, err := net.Dial("tcp", upstream)
			if err != nil {
				c.Close()
				continue
			}
			p.pass(c.(*net.TCPConn), s.(*net.TCPConn))
		}
	})
	return p
}

// pass copies both ways until both have ended; a reset is passed on as one.
func (p *proxy) pass(client, server *net.TCPConn) {
	said := new(bytes.Buffer)
	p.mu.Lock()
	p.said = append(p.said, said)
	p.open[client], p.open[server] = true, true
	p.mu.Unlock()
	var ways sync.WaitGroup
	way := func(dst, src *net.TCPConn, keep io.Writer) {
		if _, err := io.Copy(dst, io.TeeReader(src, keep)); err != nil {
			dst.SetLinger(0)
			dst.Close()
			return
		}
		dst.CloseWrite()
	}
	ways.Go(func() { way(server, client, io.Discard) })
	ways.Go(func() { way(client, server, said) })
	p.conns.Go(func() {
		ways.Wait()
		client.Close()
		server.Close()
		p.mu.Lock()
		delete(p.open, client)
		delete(p.open, server)
		p.mu.Unlock()
	})
}

// close ends all connections.
func (p *proxy) close() {
	p.l.Close()
	p.mu.Lock()
	for c := range p.open {
		c.Close()
	}
	p.mu.Unlock()
	p.conns.Wait()
}

// documents returns what the server said, split. A message that a closed
// connection cut off is no fault of the server's.
func (p *proxy) documents(t *testing.T) (docs [][]byte) {
	for _, said := range p.said {
		for frames := wire.NewReader(said, wire.Limits{MaxMessage: 1 << 28}); ; {
			frame, err := frames.Next()
			if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
				break
			}
			if err != nil {
				t.Errorf("the server said what is no document: %v", err)
				break
			}
			docs = append(docs, bytes.Clone(frame))
		}
	}
	return docs
}
