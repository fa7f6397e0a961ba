package mutation

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// statement leaves statements out.
func (v *weaver) statement(s ast.Stmt) {
	if !v.inList(s) {
		return
	}
	operator := statement
	switch s := s.(type) {
	case *ast.ExprStmt:
		if call, ok := s.X.(*ast.CallExpr); ok {
			if f, ok := call.Fun.(*ast.Ident); ok && f.Name == "panic" {
				return // what follows may rely on it
			}
		}
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE || len(s.Lhs) == 1 && isBlank(s.Lhs[0]) {
			return
		}
	case *ast.SendStmt, *ast.IncDecStmt, *ast.GoStmt, *ast.DeferStmt:
	case *ast.BranchStmt:
		if s.Tok != token.BREAK && s.Tok != token.CONTINUE {
			return
		}
		operator = jump
	case *ast.ReturnStmt:
		if len(s.Results) > 0 || v.signature().Results().Len() > 0 {
			return
		}
		operator = jump
	default:
		return
	}
	if id, ok := v.add(s, operator, "left out"); ok {
		v.surround(s, fmt.Sprintf("if %s.On(%d) { ", alias, id), " }")
	}
}

func isBlank(e ast.Expr) bool {
	i, ok := e.(*ast.Ident)
	return ok && i.Name == "_"
}

// inList says whether a statement stands in a list of them, where another may
// stand in its place.
func (v *weaver) inList(s ast.Stmt) bool {
	if len(v.stack) < 2 {
		return false
	}
	var list []ast.Stmt
	switch p := v.stack[len(v.stack)-2].(type) {
	case *ast.BlockStmt:
		list = p.List
	case *ast.CaseClause:
		list = p.Body
	case *ast.CommClause:
		list = p.Body
	}
	for _, o := range list {
		if o == s {
			return true
		}
	}
	return false
}

// signature is that of the innermost function.
func (v *weaver) signature() *types.Signature {
	for i := len(v.stack) - 1; i >= 0; i-- {
		switch f := v.stack[i].(type) {
		case *ast.FuncLit:
			if s, ok := v.info.Types[f].Type.(*types.Signature); ok {
				return s
			}
		case *ast.FuncDecl:
			return v.info.Defs[f.Name].Type().(*types.Signature)
		}
	}
	return types.NewSignatureType(nil, nil, nil, nil, nil, false)
}

// assignRoles says what the children of a node are to it.
func (v *weaver) assignRoles(n ast.Node) {
	set := func(kind string, typ types.Type, list ...ast.Expr) {
		for _, e := range list {
			if e != nil {
				v.roles[e] = role{kind, typ}
			}
		}
	}
	switch n := n.(type) {
	case *ast.IfStmt:
		set(condition, nil, n.Cond)
	case *ast.ForStmt:
		set(loop, nil, n.Cond)
	case *ast.SwitchStmt:
		kind := condition
		if n.Tag != nil {
			kind = caseValue
		}
		for _, c := range n.Body.List {
			set(kind, nil, c.(*ast.CaseClause).List...)
		}
	case *ast.ReturnStmt:
		if results := v.signature().Results(); results.Len() == len(n.Results) {
			for i, e := range n.Results {
				set(returned, results.At(i).Type(), e)
			}
		}
	case *ast.AssignStmt:
		if len(n.Lhs) == len(n.Rhs) {
			set(truth, nil, n.Rhs...)
		}
	case *ast.CompositeLit:
		v.literalRoles(n, set)
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "make" && len(n.Args) > 1 {
			// The capacity makes no difference that a program could see.
			if _, isMap := v.info.Types[n].Type.Underlying().(*types.Map); isMap || len(n.Args) > 2 {
				set(fixed, nil, n.Args[len(n.Args)-1])
			}
		}
	case *ast.SliceExpr:
		set(low, nil, n.Low)
		set(high, nil, n.High)
	case *ast.BinaryExpr:
		if n.Op == token.SHL || n.Op == token.SHR {
			set(fixed, nil, n.X)
		}
	case *ast.ValueSpec:
		set(truth, nil, n.Values...)
	}
}

func (v *weaver) literalRoles(n *ast.CompositeLit, set func(string, types.Type, ...ast.Expr)) {
	t, isStruct := v.info.Types[n].Type.Underlying().(*types.Struct)
	for _, e := range n.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if !isStruct {
			set(fixed, nil, kv.Key)
			continue
		}
		set(fixed, nil, kv.Key)
		for i := range t.NumFields() {
			if f := t.Field(i); f.Name() == kv.Key.(*ast.Ident).Name {
				set(field, f.Type(), kv.Value)
			}
		}
	}
}

// expression changes an expression, and says whether its parts are to be
// changed as well.
func (v *weaver) expression(e ast.Expr) bool {
	r := v.roles[e]
	tv, known := v.info.Types[e]
	switch {
	case r.kind == fixed:
		return false
	case !known || !tv.IsValue():
		return true
	case tv.Value != nil:
		v.constant(e, tv, r)
		return false
	}
	isBool := isKind(tv.Type, types.IsBoolean)
	switch {
	case r.kind == loop:
		if id, ok := v.add(e, condition, "false"); ok {
			v.wrap(e, "False", id)
		}
	case r.kind == condition, r.kind == returned && isBool:
		if id, ok := v.add(e, condition, "true", "false"); ok {
			v.wrap(e, "Cond", id)
		}
	case r.kind == truth && isBool:
		if _, call := e.(*ast.CallExpr); call {
			break
		}
		if id, ok := v.add(e, condition, "!("+v.text(e)+")"); ok {
			v.wrap(e, "Not", id)
		}
	case r.kind == returned, r.kind == field:
		v.zero(e, tv, r)
	case r.kind == low && !isOperation(e):
		if id, ok := v.add(e, bound, v.text(e)+"+1"); ok {
			v.wrap(e, "Next", id)
		}
	case r.kind == high && !isOperation(e):
		if id, ok := v.add(e, bound, v.text(e)+"-1"); ok {
			v.wrap(e, "Before", id)
		}
	}
	if b, ok := e.(*ast.BinaryExpr); ok {
		v.operation(b)
	}
	return true
}

func isKind(t types.Type, info types.BasicInfo) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&info != 0
}

func isOperation(e ast.Expr) bool {
	_, ok := e.(*ast.BinaryExpr)
	return ok
}

// zero puts the zero value in the place of a returned one or of a field's.
func (v *weaver) zero(e ast.Expr, tv types.TypeAndValue, r role) {
	if lit, ok := e.(*ast.CompositeLit); ok && len(lit.Elts) == 0 {
		return // it is zero already, or all but
	}
	if tv.IsNil() || r.typ == nil {
		return
	}
	t, ok := v.typeText(r.typ)
	if !ok {
		return
	}
	if id, ok := v.add(e, r.kind, "the zero value"); ok {
		v.wrap(e, "Zero["+t+"]", id)
	}
}

// swaps are the operators of numbers and what they become.
var swaps = map[token.Token]struct{ name, other string }{
	token.ADD: {"Plus", "-"}, token.SUB: {"Minus", "+"}, token.MUL: {"Times", "/"}, token.QUO: {"Over", "*"},
	token.REM: {"Rest", "/"}, token.AND: {"Both", "|"}, token.OR: {"Either", "&"},
}

// orders are comparisons and what they become.
var orders = map[token.Token]struct{ name, other string }{
	token.LSS: {"Less", "<="}, token.LEQ: {"AtMost", "<"}, token.GTR: {"More", ">="}, token.GEQ: {"AtLeast", ">"},
}

// operation changes the operator of an expression.
func (v *weaver) operation(b *ast.BinaryExpr) {
	x, y := v.text(b.X), v.text(b.Y)
	if s, ok := orders[b.Op]; ok {
		if id, ok := v.add(b, boundary, x+" "+s.other+" "+y); ok {
			v.wrap(b, s.name, id)
			v.replace(b.OpPos, b.Op, ",")
		}
		return
	}
	switch b.Op {
	case token.LAND, token.LOR:
		name, other := "And", " || "
		if b.Op == token.LOR {
			name, other = "Or", " && "
		}
		if id, ok := v.add(b, connective, x+other+y, x, y); ok {
			// A line may end after the operator: the parenthesis keeps it one
			// expression.
			v.surround(b, fmt.Sprintf("%s.%s(%d, ", alias, name, id), ") })")
			v.replace(b.OpPos, b.Op, ", func() "+v.boolText(b)+" { return (")
		}
		return
	}
	if s, ok := swaps[b.Op]; ok {
		t := v.info.Types[b].Type
		switch {
		case isKind(t, types.IsString) && b.Op == token.ADD:
			if v.isProse(b) {
				return
			}
			if id, ok := v.add(b, arithmetic, x, y); ok {
				v.wrap(b, "Join", id)
				v.replace(b.OpPos, b.Op, ",")
			}
		case isKind(t, types.IsNumeric):
			if id, ok := v.add(b, arithmetic, x+" "+s.other+" "+y); ok {
				v.wrap(b, s.name, id)
				v.replace(b.OpPos, b.Op, ",")
			}
		}
	}
}

// isProse reports whether a text is made for a person: a part of it is a
// constant with blanks.
func (v *weaver) isProse(e ast.Expr) bool {
	if b, ok := e.(*ast.BinaryExpr); ok {
		return v.isProse(b.X) || v.isProse(b.Y)
	}
	tv := v.info.Types[e]
	return tv.Value != nil && tv.Value.Kind() == constant.String && strings.Contains(constant.StringVal(tv.Value), " ")
}

// boolText is the type of a truth value.
func (v *weaver) boolText(e ast.Expr) string {
	if t, ok := v.info.Types[e].Type.(*types.Named); ok {
		if text, ok := v.typeText(t); ok {
			return text
		}
	}
	return "bool"
}

// constant changes a constant.
func (v *weaver) constant(e ast.Expr, tv types.TypeAndValue, r role) {
	b, ok := tv.Type.Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsUntyped != 0 && b.Info()&types.IsBoolean == 0 {
		return
	}
	t, ok := v.typeText(tv.Type)
	if !ok {
		return
	}
	put := func(name, operator string, becomes ...string) {
		if id, ok := v.add(e, operator, becomes...); ok {
			v.wrap(e, name+"["+t+"]", id)
		}
	}
	text := v.text(e)
	switch {
	case b.Info()&types.IsBoolean != 0:
		if id, ok := v.add(e, constants, "!"+text); ok {
			v.wrap(e, "Not", id)
		}
	case b.Info()&types.IsString != 0:
		s := constant.StringVal(tv.Value)
		switch {
		case r.kind == caseValue:
			put("TextCase", caseValue, "never")
		case strings.Contains(s, " "):
			// Prose for a person: no reader may rely on its words.
		case s == "":
			put("Text", constants, `"mutant"`)
		default:
			put("Text", constants, `""`)
		}
	case r.kind == caseValue && b.Info()&types.IsInteger != 0:
		put("Case", caseValue, "never")
	case isSpan(tv.Type) && constant.Sign(tv.Value) == 0: // twice nothing is nothing
	case isSpan(tv.Type):
		put("Span", constants, "2*("+text+")", "0")
	case isNumberType(tv.Type):
		if isRune(e) {
			put("Next", constants, text+"+1")
			return
		}
		if constant.Sign(tv.Value) == 0 && b.Info()&types.IsUnsigned != 0 {
			put("Next", constants, text+"+1")
			return
		}
		put("Number", constants, text+"+1", text+"-1")
	case b.Info()&types.IsInteger != 0:
		put("Next", constants, text+"+1")
	}
}

// isSpan reports whether a type is time.Duration.
func isSpan(t types.Type) bool { return t.String() == "time.Duration" }

// isNumberType tells a number from an enumeration, which has a type of its own.
func isNumberType(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && b.Info()&types.IsNumeric != 0
}

func isRune(e ast.Expr) bool {
	l, ok := e.(*ast.BasicLit)
	return ok && l.Kind == token.CHAR
}
