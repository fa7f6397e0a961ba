package main

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

const module = "github.com/offhook/offhook"

// listed is what go list says about a package.
type listed struct {
	ImportPath   string
	Dir          string
	Imports      []string
	Deps         []string
	GoFiles      []string
	TestGoFiles  []string
	XTestGoFiles []string
}

// name is the package's path within the module.
func (p *listed) name() string { return own(p.ImportPath) }

// own returns an import path within the module, "" for another module's. The
// module's root has no package.
func own(path string) string {
	rest, ok := strings.CutPrefix(path, module+"/")
	if !ok {
		return ""
	}
	return rest
}

var packages = sync.OnceValues(func() ([]listed, error) {
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,Imports,Deps,GoFiles,TestGoFiles,XTestGoFiles", module+"/...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		switch err := d.Decode(&p); err {
		case nil:
			all = append(all, p)
		case io.EOF:
			return all, nil
		default:
			return nil, err
		}
	}
})

func house(t *testing.T) []listed {
	t.Helper()
	all, err := packages()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 5 {
		t.Fatalf("only %d packages found", len(all))
	}
	return all
}

// under reports whether a package is dir or lies below it.
func under(name, dir string) bool { return name == dir || strings.HasPrefix(name, dir+"/") }

// arrows says, for the part of the house that the key names with all below it,
// which other parts it may reach, directly or through others. The longest key
// decides; a part may always reach itself.
var arrows = map[string][]string{
	"reference/wire":            {},
	"reference/catalog":         {"reference/wire"},
	"reference/catalog/docpage": {"reference/catalog", "reference/wire"},
	"reference/recorder":        {"reference/catalog", "reference/wire"},
	"reference/directory":       {"reference/catalog", "reference/wire"},
	"reference/media":           {},
	"reference/mail":            {"reference/store", "reference/recorder", "reference/directory", "reference/catalog", "reference/wire"},
	"reference/store":           {"reference/recorder", "reference/directory", "reference/catalog", "reference/wire"},
	"reference/dialect":         {"reference/catalog", "reference/wire"},
	"reference/server":          {"reference/dialect", "reference/catalog", "reference/wire"},
	"reference/gate":            {},
	"reference/dashboard":       {"reference/gate", "reference/server", "reference/dialect", "reference/recorder", "reference/catalog", "reference/wire"},
	"reference/form":            {"reference/catalog", "reference/wire"},
	"reference/seed":            {"fixtures/seeds", "reference/form", "reference/recorder", "reference/directory", "reference/catalog", "reference/wire"},
	"reference":                 {"reference", "fixtures/seeds"},
	"sim":                       {"reference/recorder", "reference/directory", "reference/catalog", "reference/wire"},
	"loadgen":                   {"sim", "reference/recorder", "reference/directory", "reference/catalog", "reference/wire"},
	"reports":                   {"reference/catalog", "reference/wire"},
	"fixtures/seeds":            {},
	"fixtures":                  {"reference/catalog", "reference/wire"},
	"specs":                     {"sim", "reports", "fixtures", "reference"},
	"cmd":                       {"specs", "loadgen", "sim", "reports", "fixtures", "reference"},
}

func TestArrowsPointDownOnly(t *testing.T) {
	for _, p := range house(t) {
		home := ""
		for dir := range arrows {
			if under(p.name(), dir) && len(dir) > len(home) {
				home = dir
			}
		}
		if home == "" {
			t.Errorf("%s: no such room in the house", p.name())
			continue
		}
		for _, dep := range p.Deps {
			to := own(dep)
			if to == "" || under(to, home) {
				continue
			}
			if !slices.ContainsFunc(arrows[home], func(dir string) bool { return under(to, dir) }) {
				t.Errorf("%s must not reach %s", p.name(), to)
			}
		}
	}
}

// TestSpecsKnowTheServerFromOutside: what judges the reference must not be
// written from its code. Only the runner, which starts it, may reach it. The ear
// is theirs both, for it decodes what any server sends, and so is the reader of
// files.
func TestSpecsKnowTheServerFromOutside(t *testing.T) {
	for _, p := range house(t) {
		if !under(p.name(), "specs") || under(p.name(), "specs/runner") {
			continue
		}
		for _, imp := range p.Imports {
			to := own(imp)
			if under(to, "reference") && !under(to, "reference/catalog") && !under(to, "reference/wire") && to != "reference/media" && to != "reference/form" {
				t.Errorf("%s must not import %s", p.name(), to)
			}
		}
	}
}

func TestTheStateMachinesArePure(t *testing.T) {
	impure := regexp.MustCompile(`^(os|net|io|sync|log|context|database|runtime|syscall|math/rand)(/|$)`)
	clock := regexp.MustCompile(`^(Now|Since|Until|Sleep|After|AfterFunc|Tick|NewTimer|NewTicker)$`)
	for _, p := range house(t) {
		if !under(p.name(), "reference/recorder") && !under(p.name(), "reference/directory") {
			continue
		}
		for _, imp := range p.Imports {
			// math/rand/v2 is pure where it is seeded: its top-level functions
			// are looked for below.
			if impure.MatchString(imp) && imp != "math/rand/v2" {
				t.Errorf("%s imports %s", p.name(), imp)
			}
		}
		for _, file := range p.GoFiles {
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, filepath.Join(p.Dir, file), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.GoStmt:
					t.Errorf("%s: starts a goroutine", fset.Position(n.Pos()))
				case *ast.SelectorExpr:
					pkg, ok := n.X.(*ast.Ident)
					switch {
					case ok && pkg.Name == "time" && clock.MatchString(n.Sel.Name):
						t.Errorf("%s: reads the clock (time.%s)", fset.Position(n.Pos()), n.Sel.Name)
					case ok && pkg.Name == "rand" && pkg.Obj == nil && !strings.HasPrefix(n.Sel.Name, "New") &&
						ast.IsExported(n.Sel.Name) && !randType[n.Sel.Name]:
						t.Errorf("%s: draws from an unseeded source (rand.%s)", fset.Position(n.Pos()), n.Sel.Name)
					}
				}
				return true
			})
		}
	}
}

// randType holds the types of math/rand/v2, which draw nothing by themselves.
var randType = map[string]bool{"Rand": true, "Source": true, "PCG": true, "ChaCha8": true, "Zipf": true}

const maxLines = 600

func TestFilesAreShortAndNamedForIdeas(t *testing.T) {
	unnamed := regexp.MustCompile(`(^|_)(utils?|helpers?|common|types|misc)\.go$`)
	for _, p := range house(t) {
		for _, file := range slices.Concat(p.GoFiles, p.TestGoFiles, p.XTestGoFiles) {
			b, err := os.ReadFile(filepath.Join(p.Dir, file))
			if err != nil {
				t.Fatal(err)
			}
			where := p.name() + "/" + file
			if n := bytes.Count(b, []byte("\n")); n > maxLines {
				t.Errorf("%s has %d lines; split it by idea below %d", where, n, maxLines)
			}
			if unnamed.MatchString(file) {
				t.Errorf("%s: name it for what it holds", where)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for _, p := range house(t) {
		if len(p.GoFiles) == 0 {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, "doc.go"), nil, parser.ParseComments)
		switch {
		case err != nil:
			t.Errorf("%s: %v", p.name(), err)
		case f.Doc == nil:
			t.Errorf("%s: doc.go has no package comment", p.name())
		}
	}
}
