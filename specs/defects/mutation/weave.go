package mutation

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"
)

// Mutant is one change to a program.
type Mutant struct {
	// Key names it, and goes on doing so while other code changes: its file,
	// function, operator, what it changes, and which of several alike it is.
	Key      string `json:"key"`
	ID       int    `json:"id"` // in the program that it was woven into
	File     string `json:"file"`
	Line     int    `json:"line"`
	Func     string `json:"func"`
	Operator string `json:"operator"`
	Was      string `json:"was"`
	Becomes  string `json:"becomes"`
	Source   string `json:"source"` // the line that it begins in
}

// Package is the package of the mutant, as in reference/wire.
func (m *Mutant) Package() string { return path.Dir(m.File) }

// The operators.
const (
	condition  = "condition"  // an if's, a case's or a returned one: always, never
	connective = "connective" // && and ||, and either side of them alone
	boundary   = "boundary"   // < and <=, > and >=
	arithmetic = "arithmetic"
	constants  = "constant" // numbers, spans, texts without blanks, truth values
	caseValue  = "case"     // never taken
	returned   = "return"   // the zero value in its place
	field      = "field"    // of a literal: left out
	statement  = "statement"
	jump       = "jump"  // return, break, continue: left out
	bound      = "bound" // of a slice: one inward
)

// woven is a program with its mutants compiled in.
type woven struct {
	files    map[string][]byte // by path
	mutants  []Mutant
	unwoven  int // mutants left out, as they would not compile
	packages int
}

// weave rewrites packages.
func weave(sources []*source) (*woven, error) {
	w := &woven{files: map[string][]byte{}, packages: len(sources)}
	for _, s := range sources {
		if err := s.weaveInto(w); err != nil {
			return nil, err
		}
	}
	seen := map[string]int{}
	for i := range w.mutants {
		m := &w.mutants[i]
		seen[m.Key]++
		if n := seen[m.Key]; n > 1 {
			m.Key += fmt.Sprintf("#%d", n)
		}
	}
	return w, nil
}

// weaveInto rewrites one package. Lines that do not compile afterwards are left
// as they were.
func (s *source) weaveInto(w *woven) error {
	first := len(w.mutants)
	bad := map[string]map[int]bool{} // lines by file
	left := 0
	for range 20 {
		w.mutants = w.mutants[:first]
		texts := map[string][]byte{}
		perLine := map[string]map[int]int{}
		for _, f := range s.files {
			before := len(w.mutants)
			texts[f.path] = s.rewritten(f, w, bad[f.path])
			perLine[f.path] = map[int]int{}
			for _, m := range w.mutants[before:] {
				perLine[f.path][m.Line]++
			}
		}
		errs := s.check(texts)
		if len(errs) == 0 {
			for p, text := range texts {
				w.files[p] = text
			}
			w.unwoven += left
			return nil
		}
		news := false
		for _, e := range errs {
			if perLine[e.Filename][e.Line] == 0 || bad[e.Filename][e.Line] {
				continue
			}
			if bad[e.Filename] == nil {
				bad[e.Filename] = map[int]bool{}
			}
			bad[e.Filename][e.Line] = true
			left += perLine[e.Filename][e.Line]
			news = true
		}
		if !news {
			return fmt.Errorf("mutation: the rewritten %s does not compile: %s:%d: %s", s.path, errs[0].Filename, errs[0].Line, errs[0].text)
		}
	}
	return fmt.Errorf("mutation: the rewritten %s does not compile", s.path)
}

// complaint is what is wrong with a rewritten file.
type complaint struct {
	token.Position
	text string
}

// check returns what is wrong with the package as rewritten.
func (s *source) check(texts map[string][]byte) []complaint {
	fset := token.NewFileSet()
	var errs []complaint
	var trees []*ast.File
	for _, f := range s.files {
		tree, err := parser.ParseFile(fset, f.path, texts[f.path], parser.SkipObjectResolution)
		if err != nil {
			return []complaint{{token.Position{Filename: f.path}, err.Error()}}
		}
		trees = append(trees, tree)
	}
	conf := types.Config{Importer: s.imp, Error: func(err error) {
		if e, ok := err.(types.Error); ok {
			errs = append(errs, complaint{fset.Position(e.Pos), e.Msg})
		}
	}}
	conf.Check(s.path, fset, trees, nil)
	return errs
}

// edit puts text at an offset, in the place of size bytes.
type edit struct {
	at, size int
	text     string
	closes   bool // it ends what began before it
}

// weaver rewrites one file.
type weaver struct {
	*source
	f       *file
	into    *woven
	bad     map[int]bool
	edits   []edit
	imports map[string]string // by path: the name in this file
	lines   []string

	stack   []ast.Node
	closers [][]edit
	roles   map[ast.Node]role
}

// role is what an expression is to what it stands in.
type role struct {
	kind string
	typ  types.Type // that the place has, where it is known
}

// The roles that are no operators.
const (
	fixed = "fixed" // must stay as it is
	loop  = "loop"  // a for's condition
	truth = "truth" // a truth value that is kept
	low   = "low"   // of a slice
	high  = "high"
)

// rewritten is the file with its mutants, which are added to w.
func (s *source) rewritten(f *file, w *woven, bad map[int]bool) []byte {
	v := &weaver{source: s, f: f, into: w, bad: bad, imports: map[string]string{}, roles: map[ast.Node]role{}}
	names := map[string]string{}
	for _, p := range s.pkg.Imports() {
		names[p.Path()] = p.Name()
	}
	for _, i := range f.ast.Imports {
		p := strings.Trim(i.Path.Value, `"`)
		v.imports[p] = names[p]
		if i.Name != nil {
			v.imports[p] = i.Name.Name
		}
	}
	before := len(w.mutants)
	ast.Inspect(f.ast, v.visit)
	if len(w.mutants) == before {
		return f.text
	}
	// On the line of the package clause: lines keep their numbers.
	v.edits = append(v.edits, edit{at: v.offset(f.ast.Name.End()), text: fmt.Sprintf("; import %s %q", alias, pointPath)})
	return v.apply()
}

// apply makes the edits. At one offset what closes comes before what opens, and
// otherwise what was noted first.
func (v *weaver) apply() []byte {
	slices.SortStableFunc(v.edits, func(a, b edit) int {
		if c := cmp.Compare(a.at, b.at); c != 0 || a.closes == b.closes {
			return c
		}
		if a.closes {
			return -1
		}
		return 1
	})
	var out bytes.Buffer
	at := 0
	for _, e := range v.edits {
		out.Write(v.f.text[at:e.at])
		out.WriteString(e.text)
		at = e.at + e.size
	}
	out.Write(v.f.text[at:])
	return out.Bytes()
}

func (v *weaver) offset(p token.Pos) int { return v.fset.Position(p).Offset }

// text is the source of a node, in one line and not too long.
func (v *weaver) text(n ast.Node) string {
	s := strings.Join(strings.Fields(string(v.f.text[v.offset(n.Pos()):v.offset(n.End())])), " ")
	if len(s) > 100 {
		s = strings.ToValidUTF8(s[:97], "") + "…"
	}
	return s
}

// visit is called before the children of a node, and with nil after them.
func (v *weaver) visit(n ast.Node) bool {
	if n == nil {
		last := len(v.stack) - 1
		v.edits = append(v.edits, v.closers[last]...)
		v.stack, v.closers = v.stack[:last], v.closers[:last]
		return true
	}
	switch n := n.(type) {
	case *ast.ImportSpec, *ast.FuncType, *ast.StructType, *ast.InterfaceType, *ast.MapType, *ast.ChanType, *ast.ArrayType, *ast.TypeSpec, *ast.CommentGroup:
		return false
	case *ast.GenDecl:
		if n.Tok != token.VAR {
			return false
		}
	}
	v.stack = append(v.stack, n)
	v.closers = append(v.closers, nil)
	if s, ok := n.(ast.Stmt); ok {
		v.statement(s)
	}
	v.assignRoles(n)
	if e, ok := n.(ast.Expr); ok && !v.expression(e) {
		v.visit(nil)
		return false
	}
	return true
}

// add notes mutants of a node, one for each of what it becomes, and returns the
// number of the first; ok is false where the line cannot be mutated.
func (v *weaver) add(n ast.Node, operator string, becomes ...string) (id int, ok bool) {
	at := v.fset.Position(n.Pos())
	if v.bad[at.Line] {
		return 0, false
	}
	id = len(v.into.mutants)
	name := strings.TrimPrefix(v.path, module+"/") + "/" + v.f.name
	fn := v.function()
	for i, b := range becomes {
		was := v.text(n)
		v.into.mutants = append(v.into.mutants, Mutant{
			ID: id + i, File: name, Line: at.Line, Func: fn, Operator: operator, Was: was, Becomes: b, Source: v.line(at.Line),
			Key: strings.Join([]string{name, fn, operator, was, b}, " | "),
		})
	}
	return id, true
}

// line is a line of the source.
func (v *weaver) line(n int) string {
	if v.lines == nil {
		v.lines = strings.Split(string(v.f.text), "\n")
	}
	return strings.TrimSpace(v.lines[n-1])
}

// function is the name of the function that is being visited, "" outside.
func (v *weaver) function() string {
	for _, n := range v.stack {
		d, ok := n.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if d.Recv == nil || len(d.Recv.List) == 0 {
			return d.Name.Name
		}
		t := d.Recv.List[0].Type
		if s, ok := t.(*ast.StarExpr); ok {
			t = s.X
		}
		return v.text(t) + "." + d.Name.Name
	}
	return ""
}

// wrap puts a call around a node: name(id, node).
func (v *weaver) wrap(n ast.Node, name string, id int) {
	v.surround(n, fmt.Sprintf("%s.%s(%d, ", alias, name, id), ")")
}

func (v *weaver) surround(n ast.Node, before, after string) {
	v.edits = append(v.edits, edit{at: v.offset(n.Pos()), text: before})
	last := len(v.closers) - 1
	v.closers[last] = slices.Insert(v.closers[last], 0, edit{at: v.offset(n.End()), text: after, closes: true})
}

// replace puts text in the place of an operator.
func (v *weaver) replace(at token.Pos, op token.Token, text string) {
	v.edits = append(v.edits, edit{at: v.offset(at), size: len(op.String()), text: text})
}

// typeText is how a type is written in the file; ok is false where it cannot be.
func (v *weaver) typeText(t types.Type) (text string, ok bool) {
	ok = true
	text = types.TypeString(t, func(p *types.Package) string {
		if p == v.pkg {
			return ""
		}
		name := v.imports[p.Path()]
		ok = ok && name != ""
		return name
	})
	return text, ok
}
