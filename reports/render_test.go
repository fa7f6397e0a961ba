package reports

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

func render(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func text(c *Conform, color bool) func(io.Writer) error {
	return func(w io.Writer) error { return c.WriteText(w, color) }
}

func TestRenderingsAreAsTheGoldenFiles(t *testing.T) {
	c := rich()
	for _, golden := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"report.json", c.WriteJSON},
		{"junit.xml", c.WriteJUnit},
		{"report.html", c.WriteHTML},
		{"report.txt", text(c, false)},
		{"colour.txt", text(c, true)},
	} {
		t.Run(golden.name, func(t *testing.T) {
			got := render(t, golden.write)
			path := filepath.Join("testdata", golden.name)
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("differs (run with -update if that is meant):\n%s", diff)
			}
		})
	}
}

func TestSchemaDescribesEveryField(t *testing.T) {
	var schema struct {
		Properties map[string]any
		Defs       map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(ConformJSONSchema, &schema); err != nil {
		t.Fatal(err)
	}
	for _, part := range []struct {
		properties map[string]any
		model      any
	}{
		{schema.Properties, Conform{}},
		{schema.Defs["spec"].Properties, Spec{}},
		{schema.Defs["requirement"].Properties, Requirement{}},
	} {
		typ := reflect.TypeOf(part.model)
		for i := range typ.NumField() {
			key, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if _, ok := part.properties[key]; !ok && key != "-" {
				t.Errorf("%s: the schema lacks %q", typ.Name(), key)
			}
		}
	}
}

func TestContractKeysAreAlwaysThere(t *testing.T) {
	c := &Conform{Specs: []Spec{{ID: "A-1", Level: Must, State: Passed}}}
	c.Finish()
	var doc map[string]any
	if err := json.Unmarshal([]byte(render(t, c.WriteJSON)), &doc); err != nil {
		t.Fatal(err)
	}
	spec := doc["specs"].([]any)[0].(map[string]any)
	for _, part := range []struct {
		name string
		got  any
		want string
	}{
		{"report", doc, "schema tool version started duration_s target verdict summary requirements readings specs"},
		{"target", doc["target"], "kind api webapi"},
		{"summary", doc["summary"], "passed failed warned skipped"},
		{"requirements", doc["requirements"], "total verified failed unverified"},
		{"spec", spec, "id requirements level state message reason duration_ms transcript capture"},
	} {
		for _, key := range strings.Fields(part.want) {
			if v, ok := part.got.(map[string]any)[key]; !ok || v == nil {
				t.Errorf("%s: %q is missing or null", part.name, key)
			}
		}
	}
}

func TestHostileStringsStayInert(t *testing.T) {
	c := hostileRun()
	plain := func(name, s string, allow ...rune) {
		t.Helper()
		if !utf8.ValidString(s) {
			t.Errorf("%s: not UTF-8", name)
		}
		for _, r := range s {
			if (r < 0x20 || 0x7f <= r && r < 0xa0 || r == '\u202e' || r == '\ufeff') && !slices.Contains(allow, r) {
				t.Errorf("%s: %q gets through", name, r)
			}
		}
	}
	t.Run("text", func(t *testing.T) {
		plain("text", render(t, text(c, false)), '\n', '\t')
	})
	t.Run("html", func(t *testing.T) {
		page := render(t, c.WriteHTML)
		plain("html", page, '\n', '\t')
		for _, bad := range []string{"<script>alert", "<img", "</pre></script>"} {
			if strings.Contains(page, bad) {
				t.Errorf("%q gets through", bad)
			}
		}
		if n := strings.Count(page, "<script"); n != 1 {
			t.Errorf("%d scripts, want the page's own", n)
		}
	})
	t.Run("json", func(t *testing.T) {
		doc := render(t, c.WriteJSON)
		if strings.ContainsAny(doc, "<>\x1b\x00") {
			t.Error("markup or control characters get through")
		}
		var back Conform
		if err := json.Unmarshal([]byte(doc), &back); err != nil {
			t.Fatal(err)
		}
		if got := back.Specs[0].Message; got != c.Specs[0].Message {
			t.Errorf("message came back as %q", got)
		}
	})
	t.Run("junit", func(t *testing.T) {
		doc := render(t, c.WriteJUnit)
		plain("junit", doc, '\n', '\t')
		var back junitSuites
		if err := xml.Unmarshal([]byte(doc), &back); err != nil {
			t.Fatal(err)
		}
		if got, want := back.Suites[0].Cases[1].Failure.Message, Printable(c.Specs[1].headline()); got != want {
			t.Errorf("message came back as %q, want %q", got, want)
		}
	})
}

func TestJUnitCountsAgreeWithItsCases(t *testing.T) {
	var doc junitSuites
	if err := xml.Unmarshal([]byte(render(t, rich().WriteJUnit)), &doc); err != nil {
		t.Fatal(err)
	}
	tests, failures, skipped := 0, 0, 0
	for _, s := range doc.Suites {
		if len(s.Cases) != s.Tests {
			t.Errorf("%s: %d cases, tests=%d", s.Name, len(s.Cases), s.Tests)
		}
		for _, c := range s.Cases {
			tests++
			if c.Failure != nil {
				failures++
			}
			if c.Skipped != nil {
				skipped++
			}
		}
	}
	if tests != doc.Tests || failures != doc.Failures || skipped != doc.Skipped || failures != 1 || skipped != 1 {
		t.Errorf("%d tests, %d failures, %d skipped; the document says %d, %d, %d",
			tests, failures, skipped, doc.Tests, doc.Failures, doc.Skipped)
	}
}

func TestAReportLinksToFilesBesideItOnly(t *testing.T) {
	for _, name := range []string{"transcripts/A-1.txt", "javascript:alert(1)", "//example.com/x", "http://example.com/x", "/etc/passwd", "../x.txt", `..\x.txt`, "a/../../x", "C:x"} {
		page := render(t, (&Conform{Specs: []Spec{{ID: "A-1", State: Failed, Transcript: name}}}).WriteHTML)
		if got, want := strings.Contains(page, `<dt>transcript</dt><dd><a href=`), name == "transcripts/A-1.txt"; got != want || !strings.Contains(page, name) {
			t.Errorf("%s: linked %v", name, got)
		}
	}
}

func TestTextTellsAFewOfManyFailures(t *testing.T) {
	c, received := &Conform{}, strings.Repeat(long(600)+"\n", 200)
	for range 500 {
		c.Specs = append(c.Specs, Spec{ID: "A-1", Level: Must, State: Failed, Received: received})
	}
	c.Finish()
	got := render(t, text(c, false))
	if !strings.Contains(got, "… and 480 more failed") {
		t.Error("it does not say how many more failed")
	}
	if len(got) > 1<<20 {
		t.Errorf("%d bytes for a terminal", len(got))
	}
}
