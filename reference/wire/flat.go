package wire

// The functions here read what nearly all messages are made of, a root whose
// children hold plain ASCII text, without looking at a byte twice. Each takes a
// whole item or leaves the scanner where it was.

// flatRoot reads a root's start tag at the start of the document.
func (m *Message) flatRoot(s *scanner) bool {
	src := s.src
	end := flatName(src, 0)
	if end == 0 || end == len(src) || src[end] != '>' {
		return false
	}
	m.Root = src[1:end:end]
	s.pos = end + 1
	return true
}

// flatFields reads children of the root, with the blanks before them.
func (m *Message) flatFields(s *scanner) {
	src, pos, fields := s.src, s.pos, m.Fields
	for {
		at := skipBlanks(src, pos)
		if at+1 >= len(src) || src[at] != '<' || classes[src[at+1]]&nameFirst == 0 {
			break
		}
		end := nameEnd(src, at+2)
		if end == len(src) || src[end] != '>' {
			break
		}
		lo := end + 1
		hi := textEnd(src, lo)
		name := src[at+1 : end : end]
		if !closes(src[hi:], name) {
			break
		}
		pos = hi + len(name) + len("</>")
		lo = min(skipBlanks(src, lo), hi)
		hi = lo + trimRight(src[lo:hi], hi-lo)
		fields = append(fields, Field{Name: name, Value: src[lo:hi:hi]})
	}
	s.pos, m.Fields = pos, fields
}

// flatEnd reads blanks and the root's end tag at the end of the document.
func (s *scanner) flatEnd(root []byte) bool {
	at := skipBlanks(s.src, s.pos)
	return at+len(root)+len("</>") == len(s.src) && closes(s.src[at:], root)
}

// flatName returns the end of the name of the start tag at src[at:], or 0.
func flatName(src []byte, at int) int {
	if at+1 >= len(src) || src[at] != '<' || classes[src[at+1]]&nameFirst == 0 {
		return 0
	}
	return nameEnd(src, at+2)
}
