package wire

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
)

func TestReaderGoesOnAfterAPassedDeadline(t *testing.T) {
	late := iotest.ErrReader(os.ErrDeadlineExceeded)
	src := turns{strings.NewReader("<REQUEST><TYPE>TE"), late, strings.NewReader("ST</TYPE></REQUEST>\r\n")}
	r := NewReader(&src, Limits{})
	if _, err := r.Next(); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("got %v, want the deadline", err)
	}
	frame, err := r.Next()
	if err != nil || string(frame) != "<REQUEST><TYPE>TEST</TYPE></REQUEST>" {
		t.Errorf("got %q, %v", frame, err)
	}
	if _, err := r.Next(); err != io.EOF {
		t.Errorf("got %v, want the end", err)
	}
}

// turns reads once from each of its readers.
type turns []io.Reader

func (s *turns) Read(p []byte) (int, error) {
	if len(*s) == 0 {
		return 0, io.EOF
	}
	n, err := (*s)[0].Read(p)
	*s = (*s)[1:]
	return n, err
}
