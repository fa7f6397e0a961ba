package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/offhook/offhook/specs/target"
)

var update = flag.Bool("update", false, "write what is generated of docs/target-file.md anew")

// TestTheTargetPageHasEveryKey as it is declared, and no other.
func TestTheTargetPageHasEveryKey(t *testing.T) {
	const begin, end = "<!-- keys -->\n", "<!-- end of keys -->\n"
	page := document(t, "target-file.md")
	before, rest, found := strings.Cut(page, begin)
	keys, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatal("docs/target-file.md has no place for the keys")
	}
	want := keyTables()
	if keys == want {
		return
	}
	if !*update {
		t.Fatalf("docs/target-file.md has other keys than there are; go test ./cmd/offhook -run TargetPage -update writes them\n%s", want)
	}
	if err := os.WriteFile(filepath.Join("..", "..", "docs", "target-file.md"), []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// keyTables are the keys of a target file as tables, one a section.
func keyTables() string {
	var b strings.Builder
	for _, s := range target.Sections() {
		if s.Path != "" {
			fmt.Fprintf(&b, "\n### `%s`\n\n%s.\n\n", s.Path, strings.ToUpper(s.Doc[:1])+s.Doc[1:])
		}
		b.WriteString("| key | takes | means |\n|---|---|---|\n")
		for _, k := range s.Keys {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.Name, k.Takes, strings.ReplaceAll(k.Doc, "*@", "\\*@"))
		}
	}
	return b.String()
}
