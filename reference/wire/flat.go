package wire

import "bytes"

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

// flatField reads blanks and a child of the root.
func (m *Message) flatField(s *scanner) bool {
	src := s.src
	at := skipBlanks(src, s.pos)
	end := flatName(src, at)
	if end == 0 || end == len(src) || src[end] != '>' {
		return false
	}
	name := src[at+1 : end : end]
	lo := end + 1
	hi := lo
	for hi < len(src) && classes[src[hi]]&textSelf != 0 {
		hi++
	}
	tail := src[hi:]
	if len(tail) < len(name)+3 || tail[0] != '<' || tail[1] != '/' || tail[len(name)+2] != '>' ||
		!bytes.Equal(tail[2:len(name)+2], name) {
		return false
	}
	s.pos = hi + len(name) + 3
	lo = min(skipBlanks(src, lo), hi)
	hi = lo + trimRight(src[lo:hi], hi-lo)
	m.Fields = append(m.Fields, Field{Name: name, Value: src[lo:hi:hi]})
	return true
}

// flatEnd reads blanks and the root's end tag at the end of the document.
func (s *scanner) flatEnd(root []byte) bool {
	at := skipBlanks(s.src, s.pos)
	tail := s.src[at:]
	return len(tail) == len(root)+3 && tail[0] == '<' && tail[1] == '/' && tail[len(tail)-1] == '>' &&
		bytes.Equal(tail[2:len(root)+2], root)
}

// flatName returns the end of the name of the start tag at src[at:], or 0.
func flatName(src []byte, at int) int {
	if at+1 >= len(src) || src[at] != '<' || classes[src[at+1]]&nameFirst == 0 {
		return 0
	}
	end := at + 2
	for end < len(src) && classes[src[end]]&nameRest != 0 {
		end++
	}
	return end
}
