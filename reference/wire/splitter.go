package wire

import (
	"bytes"
	"fmt"
	"io"
)

// Splitter finds the frames in a stream that is handed to it piece by piece,
// however it is cut. It remembers how far it has looked, so each byte is
// looked at once. It holds no bytes itself.
//
// A frame begins at an XML declaration or at its root's start tag, and ends
// with the end tag of the root's name, whatever is unclosed inside (decoding
// judges that), or with the root's start tag when that closes itself. Blanks,
// byte order marks and comments between frames are passed over. A start tag of
// the root's name inside the root, or a declaration there, says that the
// message before was never finished (E-01: its line end says nothing).
type Splitter struct {
	limits Limits
	offset int64 // of the first byte not yet consumed, in the stream

	// All below is relative to that byte.
	state    state
	pos      int  // looked at so far
	declared bool // a declaration was passed: the frame has begun
	tag      int  // '<' of the tag or comment being read
	quote    byte // open quote in the tag being read, or 0
	rootEnd  int  // end of the root's name; 0 outside a root
	rootAt   int  // its beginning
	depth    int  // elements open

	// leftover says that the last frame was cut short on this line, so that
	// its remaining end tags are no message of their own.
	leftover bool
	fatal    *FrameError
}

// NewSplitter returns a Splitter at the start of a stream. MaxBroken has no
// meaning for it.
func NewSplitter(l Limits) *Splitter { return &Splitter{limits: l.effective()} }

// state is the kind of thing that the next byte belongs to.
type state uint8

const (
	inBetween state = iota // outside a root, between things
	inGarbage              // outside a root, in what is no markup
	inDeclaration
	inComment
	inContent // inside the root, in character data
	inName    // in the name of a start tag
	inTag     // in a start tag, after its name
	inEndTag
	inCDATA
	inSurplus // after an end tag that nothing was open for
)

// finding is what looking at the bytes came to. Where it ends something, pos is
// that end.
type finding uint8

const (
	again   finding = iota // the state has changed: look again
	starved                // more bytes are needed
	nothing                // bytes up to pos mean nothing
	framed                 // a frame ends at pos
	broken                 // bytes up to pos are no message
	ruined                 // nothing after this can be read
)

// Split looks for the next frame in data, which begins with the byte after
// those consumed so far and holds all that was handed in before. It returns the
// number of bytes consumed and either a frame (a slice of data), or a
// *FrameError, or neither: then more bytes are needed. After a Fatal error it
// returns that error always.
func (s *Splitter) Split(data []byte) (n int, doc []byte, err error) {
	if s.fatal != nil {
		return 0, nil, s.fatal
	}
	for {
		view := data[n:]
		if s.state == inBetween && !s.declared {
			skip := s.skipBetween(view)
			n, view = n+skip, view[skip:]
			s.offset += int64(skip)
			if len(view) == 0 {
				return n, nil, nil
			}
		}
		view = view[:min(len(view), s.limits.MaxMessage)]
		switch what, reason := s.look(view); what {
		case starved:
			if len(view) < s.limits.MaxMessage {
				return n, nil, nil
			}
			return n, nil, s.ruin(fmt.Sprintf("message is longer than %d bytes", s.limits.MaxMessage), view, nil)
		case ruined:
			return n, nil, s.ruin(reason, view[:s.pos], nil)
		case nothing:
			n += s.consume()
		case framed:
			end := s.consume()
			return n + end, view[:end:end], nil
		case broken:
			at := s.offset
			end := s.consume()
			return n + end, nil, &FrameError{Reason: reason, Offset: at, Skipped: view[:end:end]}
		}
	}
}

// End says how the stream ended, given the bytes that Split did not consume:
// nil between messages, a FrameError elsewhere.
func (s *Splitter) End(rest []byte) error {
	switch {
	case s.fatal != nil:
		return s.fatal
	case len(rest) == 0:
		return nil
	case s.state == inGarbage && s.leftover && isEndTag(rest):
		return nil
	case s.state == inGarbage, s.state == inBetween && rest[0] != '<':
		return &FrameError{Reason: outside, Offset: s.offset, Skipped: rest}
	}
	return s.ruin("stream ends inside a message", rest, io.ErrUnexpectedEOF)
}

// ruin makes all later calls fail. held is what was read of the message.
func (s *Splitter) ruin(reason string, held []byte, cause error) error {
	err := &FrameError{Reason: reason, Fatal: true, Offset: s.offset, Skipped: held, Err: cause}
	s.fatal = err.kept()
	return err
}

const outside = "text outside a message"

// consume starts afresh after pos, and returns it.
func (s *Splitter) consume() int {
	n := s.pos
	*s = Splitter{limits: s.limits, offset: s.offset + int64(n), leftover: s.leftover}
	return n
}

// skipBetween returns how many bytes at the start of v are blanks or byte order
// marks.
func (s *Splitter) skipBetween(v []byte) int {
	i := 0
	for i < len(v) {
		switch {
		case v[i] == '\r' || v[i] == '\n':
			s.leftover = false
			i++
		case isBlank(v[i]):
			i++
		case v[i] == bom[0] && bytes.HasPrefix(v[i:], bom):
			i += len(bom)
		default:
			return i
		}
	}
	return i
}

var bom = []byte("\uFEFF")

// look goes on from pos in v, which begins with the first byte not consumed.
func (s *Splitter) look(v []byte) (finding, string) {
	for {
		var what finding
		var reason string
		switch s.state {
		case inBetween:
			what, reason = s.lookBetween(v)
		case inGarbage:
			what, reason = s.lookGarbage(v)
		case inContent:
			what, reason = s.lookContent(v)
		case inName:
			what, reason = s.lookName(v)
		case inTag:
			what, reason = s.lookTag(v)
		case inEndTag:
			what = s.lookEndTag(v)
		case inSurplus:
			what = s.lookSurplus(v)
		case inComment:
			what = s.lookPast(v, "-->", len(openComment))
		case inCDATA:
			what = s.lookPast(v, "]]>", len(openCDATA))
		case inDeclaration:
			what, reason = s.lookDeclaration(v)
		}
		if what != again {
			return what, reason
		}
	}
}
