package catalog

import "github.com/offhook/offhook/reference/wire"

// Fill makes the element that l declares: value gives the text of a tag, many
// the elements of a repeated child (nil where there is none).
func Fill(l *Layout, value func(tag string) string, many func(child *Layout) []Element) Element {
	if len(l.Children) == 0 {
		return wire.Leaf(l.Name, value(l.Name))
	}
	e := Element{Name: l.Name, Children: make([]Element, 0, len(l.Children))}
	for i := range l.Children {
		child := &l.Children[i]
		if !child.Repeat {
			e.Children = append(e.Children, Fill(child, value, many))
		} else if many != nil {
			e.Children = append(e.Children, many(child)...)
		}
	}
	return e
}
