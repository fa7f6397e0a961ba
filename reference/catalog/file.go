package catalog

import (
	"context"
	"io"
)

// File is what an export answers with in place of a RESULT document.
type File struct {
	Name        string // without a directory
	ContentType string // E-43
	Size        int64  // bytes; -1 where that is not known before they are written
	// Write writes the file from its beginning. It may be called once, when the
	// request is no longer there, and ends early with ctx.
	Write func(ctx context.Context, w io.Writer) error
}
