package mutation

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const (
	module    = "github.com/offhook/offhook"
	pointPath = module + "/specs/defects/mutation/point"
	// alias is the name that rewritten files know package point by.
	alias = "mutpoint"
)

// source is a package whose files can be rewritten.
type source struct {
	path  string // import path
	fset  *token.FileSet
	files []*file
	imp   types.Importer
	info  *types.Info
	pkg   *types.Package
}

type file struct {
	path string // as the go tool knows it
	name string // of the file, as in call.go
	text []byte
	ast  *ast.File
}

// listed is what go list says about a package.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	Error                   *struct{ Err string }
}

// load reads packages of the module, named as in reference/wire, with the types
// of all that they use. dir is a folder within the module.
func load(ctx context.Context, dir string, names []string) ([]*source, error) {
	args := []string{"list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles,Error", pointPath}
	wanted := map[string]bool{}
	for _, name := range names {
		path := module + "/" + strings.Trim(name, "/")
		wanted[path] = true
		args = append(args, path)
	}
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("mutation: go list: %w: %s", err, bytes.TrimSpace(complaint.Bytes()))
	}
	exports := map[string]string{}
	var found []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("mutation: go list: %w", err)
		}
		if p.Error != nil {
			return nil, fmt.Errorf("mutation: %s: %s", p.ImportPath, p.Error.Err)
		}
		exports[p.ImportPath] = p.Export
		if wanted[p.ImportPath] {
			found = append(found, p)
		}
	}
	fset := token.NewFileSet()
	imp := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(exports[path])
	})
	var all []*source
	for _, p := range found {
		s, err := p.parse(fset, imp)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

func (p *listed) parse(fset *token.FileSet, imp types.Importer) (*source, error) {
	s := &source{path: p.ImportPath, fset: fset, imp: imp}
	var trees []*ast.File
	for _, name := range p.GoFiles {
		path := filepath.Join(p.Dir, name)
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("mutation: %w", err)
		}
		tree, err := parser.ParseFile(fset, path, text, parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("mutation: %w", err)
		}
		s.files = append(s.files, &file{path: path, name: name, text: text, ast: tree})
		trees = append(trees, tree)
	}
	s.info = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	var err error
	if s.pkg, err = (&types.Config{Importer: imp}).Check(p.ImportPath, fset, trees, s.info); err != nil {
		return nil, fmt.Errorf("mutation: %w", err)
	}
	return s, nil
}
