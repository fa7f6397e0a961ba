package wire

// Element is one element of a document as a tree: what a result or an event
// looks like before it is encoded and after it is read. Text is the element's
// own character data, unescaped; Children is nil for a leaf.
type Element struct {
	Name     string
	Text     string
	Children []Element
}

// Leaf returns an element that holds only text.
func Leaf(name, text string) Element { return Element{Name: name, Text: text} }

// Parent returns an element that holds only other elements.
func Parent(name string, children ...Element) Element {
	return Element{Name: name, Children: children}
}

// Child returns the first direct child of that name, or nil.
func (e *Element) Child(name string) *Element {
	for i := range e.Children {
		if e.Children[i].Name == name {
			return &e.Children[i]
		}
	}
	return nil
}

// Value returns the text of the first direct child of that name, or "".
func (e *Element) Value(name string) string {
	if c := e.Child(name); c != nil {
		return c.Text
	}
	return ""
}

// Each calls f for every direct child of that name, in order.
func (e *Element) Each(name string, f func(*Element)) {
	for i := range e.Children {
		if e.Children[i].Name == name {
			f(&e.Children[i])
		}
	}
}
