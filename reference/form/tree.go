package form

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Limits of a file. The parser's time grows with the square of what one line
// or one nest of brackets holds: these are for its sake.
const (
	MaxSize = 1 << 20 // bytes
	MaxLine = 4096    // bytes
	MaxNest = 8       // brackets within brackets
)

// Parse reads text into doc, a pointer to a form. Errors begin with kind, what
// sort of file it is, and name, what it is called; they name line and column of
// everything that is wrong, and what would be right. check looks at what keys say
// about each other, once all could be read; nil has nothing to look at.
func Parse(kind, name string, text []byte, doc any, check func(*Sheet)) error {
	title := kind + " " + name
	root, err := tree(title, text)
	if err != nil {
		return err
	}
	s := Sheet{at: map[string]*token.Position{}}
	s.decode(root, reflect.ValueOf(doc).Elem(), rule{}, "")
	if s.wrong == nil && check != nil {
		check(&s)
	}
	return s.wrong.err(title)
}

// tree parses the text as one YAML document.
func tree(name string, text []byte) (root ast.Node, err error) {
	switch {
	case len(text) > MaxSize:
		return nil, refused(name, nil, "the file is longer than %d bytes", MaxSize)
	case !utf8.Valid(text):
		return nil, refused(name, nil, "the file is not UTF-8; save it as that")
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // Windows's editors begin files with it
	for i, line := range bytes.Split(text, []byte("\n")) {
		if len(line) > MaxLine {
			return nil, refused(name, &token.Position{Line: i + 1, Column: 1}, "the line is longer than %d bytes; break it", MaxLine)
		}
	}
	defer func() {
		if p := recover(); p != nil { // the parser's own: it is not ours to crash
			root, err = nil, refused(name, nil, "the file is not YAML: %v", p)
		}
	}()
	tokens := lexer.Tokenize(string(text))
	if err := acceptable(name, tokens); err != nil {
		return nil, err
	}
	f, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, syntax(name, err)
	}
	switch {
	case len(f.Docs) > 1:
		return nil, refused(name, nil, "the file must hold one document, a section of keys; it holds %d", len(f.Docs))
	case len(f.Docs) == 0 || f.Docs[0].Body == nil || f.Docs[0].Body.Type() == ast.CommentType:
		return nil, refused(name, nil, "the file is empty; it must hold a section of keys")
	}
	return f.Docs[0].Body, nil
}

// acceptable refuses what no form needs: anchors and aliases, by which a small
// file becomes a large document, tags, and deep nests.
func acceptable(name string, tokens token.Tokens) error {
	depth := 0
	for _, t := range tokens {
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			return refused(name, t.Position, "anchors and aliases (& * <<) are not taken; write the value out")
		case token.TagType, token.DirectiveType, token.MappingKeyType:
			return refused(name, t.Position, "%s is not taken; the file is made of plain keys, lists and texts", Excerpt(t.Value))
		case token.SequenceStartType, token.MappingStartType:
			if depth++; depth > MaxNest {
				return refused(name, t.Position, "more than %d brackets within brackets", MaxNest)
			}
		case token.SequenceEndType, token.MappingEndType:
			depth--
		}
	}
	return nil
}

// syntax puts the parser's complaint into a line of ours.
func syntax(name string, err error) error {
	var e *yaml.SyntaxError
	if errors.As(err, &e) {
		if strings.Contains(e.Message, "'\t'") {
			return refused(name, e.Token.Position, "a tab stands where the line begins; YAML is indented with blanks")
		}
		return refused(name, e.Token.Position, "%s", e.Message)
	}
	return fmt.Errorf("%s: %w", name, err)
}
