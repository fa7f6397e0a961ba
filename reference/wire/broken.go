package wire

import "fmt"

// FrameError says that the stream holds something that is not a message.
type FrameError struct {
	// Reason says what was found, for a person.
	Reason string
	// Fatal says that where the next message begins cannot be known, or that
	// a limit was passed: whoever reads answers once and closes.
	Fatal bool
	// Offset is where the broken part begins, in bytes from the start of the
	// stream.
	Offset int64
	// Skipped holds the bytes that were passed over or, when Fatal, those of
	// the message that were read: they may tell which request it was. It
	// holds until the next call, and only the first call gives it.
	Skipped []byte
	// Err is the cause: io.ErrUnexpectedEOF when the stream ended inside a
	// message, else nil.
	Err error
}

func (e *FrameError) Error() string {
	return fmt.Sprintf("stream offset %d: %s", e.Offset, e.Reason)
}

// kept returns e as later calls return it.
func (e *FrameError) kept() *FrameError {
	k := *e
	k.Skipped = nil
	return &k
}

func (e *FrameError) Unwrap() error { return e.Err }

// SyntaxError says why a frame cannot be decoded.
type SyntaxError struct {
	Offset int // in bytes from the start of the frame
	Reason string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("byte %d: %s", e.Offset, e.Reason)
}
