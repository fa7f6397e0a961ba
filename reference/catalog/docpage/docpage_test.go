package docpage

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
)

var update = flag.Bool("update", false, "write the golden files anew")

// pages are the pages that golden files hold.
var pages = map[string]func(io.Writer) error{
	"all-functions": WriteIndex,
	"all-codes":     WriteCodes,
	"all-errata":    WriteErrata,
	"all-events":    WriteEvents,
}

func init() {
	for _, name := range []string{"CALLSTART", "CALLLIST", "DEVICERECORDINGSTATUS", "IMPORTUSER", "MODIFYUSERROLE",
		"COMBINEDEXPORT", "EVENTS", "IMPORTAGENT", "AGENTWINDOW", "BLACKOUTSTOP", "SYSTEMSTATUS"} {
		pages[strings.ToLower(name)] = func(w io.Writer) error { return Write(w, catalog.Lookup(name)) }
	}
}

func TestPagesAreAsTheirGoldenFiles(t *testing.T) {
	for name, write := range pages {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			if err := write(&got); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v; go test -update writes it", err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("the page differs from %s; if that is right: go test -update\n%s", file, got.Bytes())
			}
		})
	}
}

// render returns the page of a function.
func render(t *testing.T, f *catalog.Function) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEveryPageNamesAllThatIsDeclaredAndFitsTheTerminal(t *testing.T) {
	for i := range catalog.Functions {
		f := &catalog.Functions[i]
		text := render(t, f)
		for _, p := range f.Params {
			if n := p.Name; n >= catalog.USER1 && n <= catalog.USER15 {
				continue // a range names them
			}
			if !strings.Contains(text, p.Name.String()) {
				t.Errorf("%s does not name %s", f.Name, p.Name)
			}
		}
		for _, o := range f.Results {
			if !strings.Contains(text, o.Code.String()) {
				t.Errorf("%s does not name %s", f.Name, o.Code)
			}
		}
		for _, id := range f.Errata {
			if !strings.Contains(text, "  "+id+"  ") {
				t.Errorf("%s does not hold %s", f.Name, id)
			}
		}
		for _, line := range strings.Split(text, "\n") {
			if n := utf8.RuneCountInString(line); n > Width && len(strings.Fields(line)) > 1 && !strings.Contains(line, "</") {
				t.Errorf("%s: %d columns: %s", f.Name, n, line)
			}
			if strings.TrimRight(line, " ") != line {
				t.Errorf("%s: blanks at the end of %q", f.Name, line)
			}
		}
	}
}

func TestExampleRequestsAreAccepted(t *testing.T) {
	for i := range catalog.Functions {
		f := &catalog.Functions[i]
		if f.Deprecated != "" {
			continue
		}
		values := exampleRequest(f)
		m := &wire.Message{Fields: []wire.Field{{Name: []byte("TYPE"), Value: []byte(f.Name)}}}
		for _, v := range values {
			if v.text == "" {
				t.Errorf("%s: no sample of %s", f.Name, v.name)
			}
			m.Fields = append(m.Fields, wire.Field{Name: []byte(v.name), Value: []byte(v.text)})
		}
		via := f.Transports &^ catalog.HTTP
		if via == 0 {
			via = catalog.HTTP
		}
		var req catalog.Request
		if res := catalog.Bind(m, via, &req); res != nil {
			t.Errorf("%s answers its example with %s: %s", f.Name, res.Code, res.Message)
		}
		if len(req.Notes) > 0 {
			t.Errorf("%s: %q", f.Name, req.Notes)
		}
		u, err := url.Parse(requestURL(f, values))
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range values {
			if got := u.Query().Get(strings.ToLower(v.name)); got != v.text {
				t.Errorf("%s: the URL has %s=%q, want %q", f.Name, v.name, got, v.text)
			}
		}
	}
}

func TestExampleDocumentsAreWellFormedAndFilled(t *testing.T) {
	var docs []string
	for i := range catalog.Functions {
		f := &catalog.Functions[i]
		values := exampleRequest(f)
		docs = append(docs, requestXML(f, values), resultXML(f, values))
	}
	for i := range catalog.Events {
		docs = append(docs, eventXML(&catalog.Events[i]))
	}
	for _, doc := range docs {
		d := xml.NewDecoder(strings.NewReader(doc))
		for {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v in\n%s", err, doc)
			}
		}
		if strings.Contains(doc, "{") {
			t.Errorf("something is not filled in\n%s", doc)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestTheWritersErrorIsReturned(t *testing.T) {
	for name, write := range pages {
		if err := write(fullDisk{}); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWrapKeepsEveryWord(t *testing.T) {
	cases := []struct {
		name, text string
		width      int
		want       []string
	}{
		{"short", "a b", 10, []string{"a b"}},
		{"nothing", "", 10, []string{""}},
		{"at the edge", "abc def ghi", 7, []string{"abc def", "ghi"}},
		{"a wide word", "a extraordinarily b", 5, []string{"a", "extraordinarily", "b"}},
		{"an indent", "  one two", 6, []string{"  one", "  two"}},
		{"characters, not bytes", "éé éé", 5, []string{"éé éé"}},
	}
	for _, c := range cases {
		if got := wrap(c.text, c.width); strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
