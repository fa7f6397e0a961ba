package wire

import (
	"bytes"
	"fmt"
)

const (
	// maxTree is the longest document that ParseElement reads, in bytes.
	maxTree = 64 << 20
	// maxElements is how many elements it may hold: a small element takes
	// many times its size in memory.
	maxElements = 1 << 21
)

// ParseElement reads frame, one document, as a tree: what clients do with
// results and events. The rules are those of Decode; the Text of an element is
// its own character data without the blanks around it. The tree keeps no part
// of frame. Errors are *SyntaxError.
func ParseElement(frame []byte) (Element, error) {
	if len(frame) > maxTree {
		return Element{}, &SyntaxError{Offset: maxTree, Reason: fmt.Sprintf("document is longer than %d bytes", maxTree)}
	}
	b := builder{scanner: scanner{src: frame}}
	err := b.vet()
	if err == errNotUTF8 {
		b.src = appendWindows1252(nil, frame)
		if err = b.vet(); err == nil {
			err = b.build()
		}
		err = inSource(err, b.src)
	} else if err == nil {
		err = b.build()
	}
	if err != nil {
		return Element{}, err
	}
	return b.done[0], nil
}

// builder makes a tree of what a scanner reads.
type builder struct {
	scanner
	text  string // a copy of src: names and most texts are parts of it
	open  [maxDepth + 1]branch
	depth int
	done  []Element // elements closed whose parent is open; the root at the end
	count int
}

// branch is an open element.
type branch struct {
	tag
	chars
	first int // its first child in done
}

// build reads the whole document.
func (b *builder) build() error {
	b.text = string(b.src)
	t, err := b.root()
	if err != nil {
		return err
	}
	for {
		if err := b.take(t); err != nil {
			return err
		}
		if b.depth == 0 {
			return b.finish()
		}
		if t, err = b.next(&b.open[b.depth].chars); err != nil {
			return err
		}
	}
}

// take adds a tag to the tree.
func (b *builder) take(t tag) error {
	if t.end {
		if open := b.open[b.depth].name; !bytes.Equal(t.name, open) {
			return b.crossed(t, open)
		}
		b.close()
		return nil
	}
	if b.depth == maxDepth {
		return b.fail(t.at, tooDeep(maxDepth))
	}
	if b.count++; b.count > maxElements {
		return b.fail(t.at, fmt.Sprintf("more than %d elements", maxElements))
	}
	b.depth++
	e := &b.open[b.depth]
	e.tag, e.first = t, len(b.done)
	e.buf = e.buf[:0]
	e.restart()
	if t.empty {
		b.close()
	}
	return nil
}

// close moves the innermost open element to done.
func (b *builder) close() {
	open := &b.open[b.depth]
	b.depth--
	at := open.at + 1
	e := Element{Name: b.text[at : at+len(open.name)]}
	if text := open.value(b.src); open.copied {
		e.Text = string(text)
	} else {
		e.Text = b.text[open.lo : open.lo+len(text)]
	}
	if kids := b.done[open.first:]; len(kids) > 0 {
		e.Children = append([]Element(nil), kids...)
	}
	b.done = append(b.done[:open.first], e)
}
