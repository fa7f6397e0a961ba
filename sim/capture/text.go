package capture

import (
	"bytes"
	"fmt"
	"strings"
)

// String is the tape as text: the time since it began in seconds, the
// connection with the direction, the bytes; of a file that was downloaded only
// how long it is.
func (t *Tape) String() string {
	_, head, tail, lost := t.kept()
	var p page
	p.write(head)
	if lost > 0 {
		p.flush()
		fmt.Fprintf(&p.b, "… %d bytes left out here\n", lost)
	}
	p.write(tail)
	p.flush()
	return p.b.String()
}

// page writes stretches as text.
type page struct {
	b     strings.Builder
	last  *stretch
	text  []byte         // of last, with what followed it
	files map[*track]int // bytes of a file that is under way
}

func (p *page) write(all []stretch) {
	for i := range all {
		s := &all[i]
		// What one connection received in pieces reads as one.
		_, inFile := p.files[s.on]
		if p.last != nil && s.on != nil && p.last.on == s.on && s.from == fromServer && p.last.from == fromServer &&
			(inFile || !bytes.HasSuffix(p.text, []byte("\n"))) {
			p.text = append(p.text, p.withoutFile(s)...)
			continue
		}
		p.flush()
		p.last, p.text = s, append(p.text[:0], p.withoutFile(s)...)
	}
}

// flush writes what was gathered.
func (p *page) flush() {
	if p.last == nil {
		return
	}
	who := "--"
	if s := p.last; s.on != nil {
		who = s.on.name + [...]string{" >", " <"}[s.from]
	}
	if n := p.files[p.last.on]; n > 0 {
		p.text = fmt.Appendf(p.text, "… %d bytes of a file", n)
		p.files[p.last.on] = 0
	}
	for i, line := range strings.Split(strings.TrimRight(string(p.text), "\r\n"), "\n") {
		if i > 0 {
			fmt.Fprintf(&p.b, "%9s %-4s %s\n", "", "", line)
			continue
		}
		fmt.Fprintf(&p.b, "%+9.4f %-4s %s\n", p.last.at.Seconds(), who, line)
	}
	p.last = nil
}

// withoutFile is a stretch without what of it belongs to a file that HTTP
// brings: that is counted.
func (p *page) withoutFile(s *stretch) []byte {
	if s.on == nil {
		return s.b
	}
	if p.files == nil {
		p.files = map[*track]int{}
	}
	if s.from == fromClient {
		delete(p.files, s.on)
		return s.b
	}
	if n, under := p.files[s.on]; under {
		p.files[s.on] = n + len(s.b)
		return nil
	}
	if !bytes.HasPrefix(s.b, []byte("HTTP/1.")) {
		return s.b
	}
	header, body, whole := bytes.Cut(s.b, []byte("\r\n\r\n"))
	kind := bytes.ToLower(header)
	if !whole || !bytes.Contains(kind, []byte("content-type: audio/")) && !bytes.Contains(kind, []byte("content-type: application/")) ||
		bytes.Contains(kind, []byte("xml")) || bytes.Contains(kind, []byte("json")) {
		return s.b
	}
	p.files[s.on] = len(body)
	return s.b[:len(header)+4]
}
