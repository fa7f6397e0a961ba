package seed

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "write the schema file anew")

const schemaFile = "../../fixtures/seeds/seed.schema.json"

func TestTheSchemaFileIsTheDeclarations(t *testing.T) {
	want, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the declarations say; go test ./reference/seed -update writes it", schemaFile)
	}
}

// compiled is the schema as another implementation reads it.
func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("seed.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("seed.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plain reads YAML as an editor does.
func plain(t *testing.T, text []byte) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTheEmbeddedSeedsFollowTheSchema(t *testing.T) {
	s := compiled(t)
	for _, name := range Names() {
		text, err := Text(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(plain(t, text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.HasPrefix(string(text), "# yaml-language-server: $schema=seed.schema.json\n") {
			t.Errorf("%s does not name its schema", name)
		}
	}
}

// TestTheSchemaRefusesWhatParseRefuses holds the two readings of the
// declarations against each other, where one value or key is wrong.
func TestTheSchemaRefusesWhatParseRefuses(t *testing.T) {
	s := compiled(t)
	for _, c := range wrong {
		if c.beyondSchema {
			continue
		}
		if err := s.Validate(plain(t, []byte(c.text))); err == nil {
			t.Errorf("the schema takes %s:\n%s", c.name, c.text)
		}
	}
}
