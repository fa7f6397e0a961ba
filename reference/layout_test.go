package reference_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/sim/client"
)

// obeys walks elements along a layout: names, order, repetition, nesting, and
// the type, width and meaning of what each holds.
func obeys(layout []catalog.Layout, elements []wire.Element) error {
	for i := range layout {
		l := &layout[i]
		n := 0
		for n < len(elements) && elements[n].Name == numbered(l.Name, n) && (n == 0 || l.Repeat) {
			if err := holds(l, &elements[n]); err != nil {
				return fmt.Errorf("%s: %w", l.Name, err)
			}
			n++
		}
		if n == 0 && !l.Repeat && !l.Optional {
			return fmt.Errorf("%s is missing", l.Name)
		}
		elements = elements[n:]
	}
	if len(elements) > 0 {
		return fmt.Errorf("%s is not expected there", elements[0].Name)
	}
	return nil
}

// numbered is the tag of the n-th element of a name, PROCESSOR# being
// PROCESSOR0, PROCESSOR1 and so on.
func numbered(name string, n int) string {
	return strings.Replace(name, "#", strconv.Itoa(n), 1)
}

func holds(l *catalog.Layout, e *wire.Element) error {
	if len(l.Children) > 0 {
		if e.Text != "" {
			return fmt.Errorf("text %q beside elements", e.Text)
		}
		return obeys(l.Children, e.Children)
	}
	switch {
	case len(e.Children) > 0:
		return fmt.Errorf("elements in a value")
	case l.Width > 0 && utf8.RuneCountInString(e.Text) > l.Width:
		return fmt.Errorf("%q is longer than %d", e.Text, l.Width)
	case e.Text == "":
		return nil
	}
	return isA(l.Type, e.Text)
}

// isA reports whether a value that is not blank is of a type.
func isA(typ catalog.Type, v string) (err error) {
	switch typ {
	case catalog.Int, catalog.UnixTime:
		_, err = strconv.ParseInt(v, 10, 64)
	case catalog.Decimal:
		_, err = strconv.ParseFloat(v, 64)
	case catalog.Flag:
		if v != "Y" && v != "N" {
			err = fmt.Errorf("%q is neither Y nor N", v)
		}
	case catalog.DateTime:
		if _, err = time.Parse("1/2/2006 3:04:05 PM", v); err != nil {
			_, err = time.Parse("Jan 2 2006 3:04PM", v)
		}
	}
	return err
}

// TestLayoutWalkSeesWhatIsWrong keeps obeys honest.
func TestLayoutWalkSeesWhatIsWrong(t *testing.T) {
	layout := []catalog.Layout{
		{Name: "COUNT", Type: catalog.Int},
		{Name: "LIST", Children: []catalog.Layout{{Name: "ITEM", Repeat: true, Children: []catalog.Layout{{Name: "ON", Type: catalog.Flag}}}}},
		{Name: "MORE", Optional: true, Width: 2},
		{Name: "CPU#", Repeat: true},
	}
	for _, c := range []struct {
		name, doc string
		ok        bool
	}{
		{"whole", "<R><COUNT>1</COUNT><LIST><ITEM><ON>Y</ON></ITEM></LIST><MORE>ab</MORE><CPU0/><CPU1/></R>", true},
		{"without what may be absent", "<R><COUNT/><LIST/></R>", true},
		{"missing", "<R><LIST/></R>", false},
		{"order", "<R><LIST/><COUNT/></R>", false},
		{"twice", "<R><COUNT/><COUNT/><LIST/></R>", false},
		{"unknown", "<R><COUNT/><LIST/><X/></R>", false},
		{"nesting", "<R><COUNT/><LIST><ON>Y</ON></LIST></R>", false},
		{"text in a section", "<R><COUNT/><LIST>x<ITEM><ON/></ITEM></LIST></R>", false},
		{"a value with elements", "<R><COUNT><X/></COUNT><LIST/></R>", false},
		{"type", "<R><COUNT>one</COUNT><LIST/></R>", false},
		{"flag", "<R><COUNT/><LIST><ITEM><ON>1</ON></ITEM></LIST></R>", false},
		{"width", "<R><COUNT/><LIST/><MORE>abc</MORE></R>", false},
		{"numbering", "<R><COUNT/><LIST/><CPU1/></R>", false},
	} {
		root, err := wire.ParseElement([]byte(c.doc))
		if err != nil {
			t.Fatal(err)
		}
		if err := obeys(layout, root.Children); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// documents keeps all bytes that connections received.
type documents struct {
	mu      sync.Mutex
	streams []*bytes.Buffer
}

// option makes one connection's stream be kept.
func (d *documents) option() client.Options {
	d.mu.Lock()
	defer d.mu.Unlock()
	b := new(bytes.Buffer)
	d.streams = append(d.streams, b)
	return client.Options{Trace: func(dir client.Direction, _ time.Time, p []byte) {
		if dir == client.Received {
			d.mu.Lock()
			defer d.mu.Unlock()
			b.Write(p)
		}
	}}
}

// check proves that every stream is a row of well-formed documents, each ended
// by CRLF and nothing between them, to encoding/xml and, where it is installed,
// to xmllint.
func (d *documents) check(t *testing.T) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	all := []byte("<ALL>\n")
	n := 0
	for _, s := range d.streams {
		for line := range bytes.Lines(s.Bytes()) {
			doc, ended := bytes.CutSuffix(line, []byte("\r\n"))
			if !ended || bytes.ContainsRune(doc, '\r') {
				t.Errorf("not ended by CRLF: %q", line)
			}
			if err := wellFormed(doc); err != nil {
				t.Errorf("%v: %q", err, doc)
			}
			all = append(append(all, doc...), '\n')
			n++
		}
	}
	if n == 0 {
		t.Error("nothing was said")
	}
	t.Logf("%d documents", n)
	xmllint(t, append(all, "</ALL>\n"...))
}

// wellFormed reads one document to its end, and nothing may follow it.
func wellFormed(doc []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(doc))
	depth, roots := 0, 0
	for {
		tok, err := dec.Token()
		if err == io.EOF && roots == 1 {
			return nil
		}
		if err != nil {
			return err
		}
		switch tok.(type) {
		case xml.StartElement:
			if depth++; depth == 1 {
				roots++
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 0 {
				return fmt.Errorf("text outside the root")
			}
		}
		if roots > 1 {
			return fmt.Errorf("two roots")
		}
	}
}

// xmllint judges one file; where it is not installed encoding/xml's word must
// do.
func xmllint(t *testing.T, doc []byte) {
	t.Helper()
	path, err := exec.LookPath("xmllint")
	if err != nil {
		t.Log("xmllint is not installed: only encoding/xml has judged")
		return
	}
	name := filepath.Join(t.TempDir(), "all.xml")
	if err := os.WriteFile(name, doc, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(path, slices.Concat([]string{"--noout", "--huge"}, []string{name})...).CombinedOutput(); err != nil {
		t.Errorf("xmllint: %v\n%.2000s", err, out)
	}
}
