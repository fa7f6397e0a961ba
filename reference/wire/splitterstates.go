package wire

import "bytes"

// lookBetween reads what begins outside a root: a declaration, a comment, a
// root, or garbage.
func (s *Splitter) lookBetween(v []byte) (finding, string) {
	if s.declared {
		s.pos = skipBlanks(v, s.pos)
	}
	rest := v[s.pos:]
	if len(rest) == 0 {
		return starved, ""
	}
	if rest[0] != '<' {
		if len(rest) < len(bom) && bytes.HasPrefix(bom, rest) {
			return starved, ""
		}
		return s.garbage()
	}
	s.tag = s.pos
	switch kind := markupOf(rest); kind {
	case cut:
		return starved, ""
	case startTag:
		s.state = inName
		s.pos++
	case comment:
		s.state = inComment
		s.pos += len(openComment)
	case declaration:
		if s.declared {
			return broken, unfinished
		}
		s.state = inDeclaration
		s.pos += len(openDeclaration)
	case doctype, instruction:
		return ruined, refusal(kind)
	default:
		return s.garbage()
	}
	return again, ""
}

const unfinished = "message not finished before the next one began"

// garbage begins a run of bytes outside a message. Where a declaration was
// pending, that was the run: it has no root.
func (s *Splitter) garbage() (finding, string) {
	if s.declared {
		return broken, "XML declaration without a message"
	}
	s.state = inGarbage
	s.pos++
	return again, ""
}

// lookGarbage looks for the end of a run of bytes outside a message: a line
// end, or what may begin a message.
func (s *Splitter) lookGarbage(v []byte) (finding, string) {
	for ; s.pos < len(v); s.pos++ {
		switch v[s.pos] {
		case '\r', '\n':
			return s.endGarbage(v)
		case '<':
			if s.pos+1 == len(v) {
				return starved, ""
			}
			if c := v[s.pos+1]; startsName(c) || c == '!' || c == '?' {
				return s.endGarbage(v)
			}
		}
	}
	return starved, ""
}

func (s *Splitter) endGarbage(v []byte) (finding, string) {
	if s.leftover && isEndTag(v) {
		return nothing, ""
	}
	return broken, outside
}

func isEndTag(v []byte) bool { return len(v) > 1 && v[0] == '<' && v[1] == '/' }

// lookContent goes through the root's content to the next thing that skim does
// not take.
func (s *Splitter) lookContent(v []byte) (finding, string) {
	if what := s.skim(v); what != again {
		return what, ""
	}
	s.tag = s.pos
	switch kind := markupOf(v[s.pos:]); kind {
	case cut:
		return starved, ""
	case startTag:
		s.state = inName
		s.pos++
	case endTag:
		s.state = inEndTag
		s.pos += len("</")
	case comment:
		s.state = inComment
		s.pos += len(openComment)
	case cdata:
		s.state = inCDATA
		s.pos += len(openCDATA)
	case declaration:
		return broken, unfinished
	case doctype, instruction:
		return ruined, refusal(kind)
	default:
		s.pos++
	}
	return again, ""
}

// skim goes through character data, elements that are a leaf, and end tags of
// nothing but a name, which is nearly everything, up to a '<' that needs a
// closer look.
func (s *Splitter) skim(v []byte) finding {
	root := v[s.rootAt:s.rootEnd]
	pos := markupAt(v, s.pos)
	for pos+1 < len(v) && classes[v[pos+1]]&nameFirst != 0 && s.depth < s.limits.MaxDepth {
		end := leafEnd(v, pos)
		if name := pos + 1 + len(root); end == 0 || name < end && v[name] == '>' && bytes.Equal(v[pos+1:name], root) {
			break
		}
		pos = markupAt(v, end)
	}
	s.pos = pos
	if pos == len(v) {
		return starved
	}
	return again
}

// lookName reads the rest of a start tag's name and tells a root's from that of
// an element inside.
func (s *Splitter) lookName(v []byte) (finding, string) {
	for s.pos < len(v) && continuesName(v[s.pos]) {
		s.pos++
	}
	if s.pos == len(v) {
		return starved, ""
	}
	if s.rootEnd == 0 {
		s.rootAt, s.rootEnd = s.tag+1, s.pos
	} else if bytes.Equal(v[s.rootAt:s.rootEnd], v[s.tag+1:s.pos]) {
		s.pos = s.tag
		return broken, unfinished
	}
	s.state = inTag
	return again, ""
}

// lookTag reads a start tag from after its name.
func (s *Splitter) lookTag(v []byte) (finding, string) {
	for ; s.pos < len(v); s.pos++ {
		c := v[s.pos]
		switch {
		case c == '<':
			// No start tag holds one, not even in quotes: here is where
			// the next tag begins.
			if s.depth == 0 {
				return broken, "start tag not closed"
			}
			s.state, s.quote = inContent, 0
			return again, ""
		case c == s.quote:
			s.quote = 0
		case s.quote != 0:
		case c == '"' || c == '\'':
			s.quote = c
		case c == '>':
			s.pos++
			return s.open(v[s.pos-2] == '/')
		}
	}
	return starved, ""
}

// open counts an element whose start tag ends at pos.
func (s *Splitter) open(selfClosed bool) (finding, string) {
	if s.depth == s.limits.MaxDepth {
		return ruined, tooDeep(s.limits.MaxDepth)
	}
	s.state = inContent
	if !selfClosed {
		s.depth++
	} else if s.depth == 0 {
		return framed, ""
	}
	return again, ""
}

// lookEndTag reads an end tag from after its "</".
func (s *Splitter) lookEndTag(v []byte) finding {
	for ; s.pos < len(v); s.pos++ {
		switch v[s.pos] {
		case '<':
			s.state = inContent
			return again
		case '>':
			s.pos++
			return s.shut(v)
		}
	}
	return starved
}

// shut counts the end of an element whose end tag ends at pos.
func (s *Splitter) shut(v []byte) finding {
	root := v[s.rootAt:s.rootEnd]
	name := v[s.tag+len("</") : s.pos-1]
	switch {
	case bytes.HasPrefix(name, root) && (len(name) == len(root) || !continuesName(name[len(root)])):
		s.leftover = s.depth > 1
		return framed
	case s.depth > 1:
		s.depth--
		s.state = inContent
	default:
		s.state = inSurplus
	}
	return again
}

// lookSurplus decides about an end tag that nothing was open for. Before a line
// end it was meant to be the root's, whose start tag has another name: waiting
// for more would swallow what follows. Elsewhere it is a slip inside the
// message.
func (s *Splitter) lookSurplus(v []byte) finding {
	if s.pos == len(v) {
		return starved
	}
	if c := v[s.pos]; c == '\r' || c == '\n' {
		return framed
	}
	s.state = inContent
	return again
}

// lookPast goes to the end of a comment or a CDATA section, of which opener
// bytes are its beginning.
func (s *Splitter) lookPast(v []byte, closer string, opener int) finding {
	i := bytes.Index(v[s.pos:], []byte(closer))
	if i < 0 {
		s.pos = max(s.tag+opener, len(v)-len(closer)+1)
		return starved
	}
	s.pos += i + len(closer)
	switch {
	case s.rootEnd > 0:
		s.state = inContent
	case s.declared:
		s.state = inBetween
	default:
		return nothing
	}
	return again
}

// lookDeclaration goes to the end of an XML declaration.
func (s *Splitter) lookDeclaration(v []byte) (finding, string) {
	for ; s.pos < len(v); s.pos++ {
		switch {
		case v[s.pos] == '<':
			return broken, "XML declaration not closed"
		case v[s.pos] == '>' && v[s.pos-1] == '?':
			s.pos++
			s.declared = true
			s.state = inBetween
			return again, ""
		}
	}
	return starved, ""
}

// closes reports whether v begins with the end tag of that name, without
// blanks.
func closes(v, name []byte) bool {
	return len(v) >= len(name)+len("</>") && v[0] == '<' && v[1] == '/' && v[len(name)+len("</")] == '>' &&
		bytes.Equal(v[len("</"):len(name)+len("</")], name)
}
