package wire

import "io"

const (
	// smallBuffer is what a quiet stream holds.
	smallBuffer = 4 << 10
	// busyBuffer is what a stream may keep that sends many messages at once.
	busyBuffer = 32 << 10
	// maxEmptyReads is how often a connection may return nothing, without an
	// error, before it counts as broken.
	maxEmptyReads = 100
)

// Reader reads frames from a connection. Its buffer is reused, doubles up to
// MaxMessage when a message needs it, and shrinks again afterwards.
type Reader struct {
	src    io.Reader
	split  *Splitter
	limits Limits

	buf        []byte
	start, end int   // of the bytes not yet consumed
	filled     bool  // the last read filled the room it was given
	srcErr     error // what the connection ended with

	// What Buffered has found and Next has not yet returned.
	found bool
	frame []byte
	err   error

	brokenRun int   // broken messages since the last good one
	presumed  bool  // the last frame counts as good unless Broken is called
	at        int64 // of the last frame, in the stream
}

// NewReader returns a Reader of r.
func NewReader(r io.Reader, l Limits) *Reader {
	l = l.effective()
	return &Reader{src: r, split: NewSplitter(l), limits: l}
}

// Next returns the next frame: a document without what ends it, valid until
// the next call of Next.
//
// A *FrameError that is not Fatal stands for one broken message; Next may be
// called again. After a Fatal one it returns that error always. MaxBroken
// broken messages in a row make the last one Fatal; a frame ends the row,
// unless Broken is called before Next is called again.
//
// At the end of the stream Next returns io.EOF; when that is inside a message,
// a Fatal FrameError that wraps io.ErrUnexpectedEOF. Any other error of the
// connection is returned as it is, once: after a passed deadline Next may be
// called again and goes on where it was.
func (r *Reader) Next() ([]byte, error) {
	if r.presumed {
		r.brokenRun = 0
	}
	r.presumed = false
	for !r.find() {
		if err := r.fill(); err != nil {
			return nil, err
		}
	}
	r.found = false
	if broken, ok := r.err.(*FrameError); ok && !broken.Fatal {
		return nil, r.count(broken)
	}
	r.presumed = r.err == nil
	r.at = r.split.offset - int64(len(r.frame))
	return r.frame, r.err
}

// Buffered reports whether Next can return a frame or a FrameError without
// reading from the connection. A server sends its replies when it cannot.
func (r *Reader) Buffered() bool { return r.find() }

// Broken says that the frame that Next has just returned could not be decoded.
// It reports whether that was one too many: then the caller closes.
func (r *Reader) Broken() bool {
	r.presumed = false
	err := r.count(&FrameError{Reason: "message cannot be decoded", Offset: r.at})
	return err.Fatal
}

// count counts a broken message, and makes it Fatal where it is one too many.
func (r *Reader) count(err *FrameError) *FrameError {
	r.brokenRun++
	if r.brokenRun >= r.limits.MaxBroken {
		err.Reason += "; too many broken messages in a row"
		err.Fatal = true
		r.split.fatal = err.kept()
		r.found = false
	}
	return err
}

// find looks for the next thing in what is buffered.
func (r *Reader) find() bool {
	if r.found {
		return true
	}
	n, frame, err := r.split.Split(r.buf[r.start:r.end])
	r.start += n
	r.frame, r.err = frame, err
	r.found = frame != nil || err != nil
	return r.found
}

// fill reads once from the connection. At the end of the stream it returns what
// Next has to return.
func (r *Reader) fill() error {
	if r.srcErr != nil {
		return r.finish()
	}
	r.makeRoom()
	for range maxEmptyReads {
		n, err := r.src.Read(r.buf[r.end:])
		r.end += n
		r.filled = r.end == len(r.buf)
		r.srcErr = err
		if n > 0 {
			return nil
		}
		if err != nil {
			return r.finish()
		}
	}
	return io.ErrNoProgress
}

// finish returns the error at the end of the stream.
func (r *Reader) finish() error {
	if err := r.srcErr; err != io.EOF {
		r.srcErr = nil
		return err
	}
	rest := r.buf[r.start:r.end]
	r.start = r.end
	switch err := r.split.End(rest).(type) {
	case nil:
		return io.EOF
	case *FrameError:
		if err.Fatal {
			return err
		}
		return r.count(err)
	default:
		return err
	}
}

// makeRoom makes room behind the buffered bytes.
func (r *Reader) makeRoom() {
	held := r.end - r.start
	size := len(r.buf)
	switch {
	case size == 0, held == 0 && size > busyBuffer:
		size = smallBuffer
	case held == size:
		size = min(2*size, max(r.limits.MaxMessage, smallBuffer))
	case r.filled && size < busyBuffer:
		size *= 2
	}
	r.filled = false
	if size != len(r.buf) {
		buf := make([]byte, size)
		copy(buf, r.buf[r.start:r.end])
		r.buf = buf
	} else if r.start > 0 {
		copy(r.buf, r.buf[r.start:r.end])
	}
	r.start, r.end = 0, held
}
