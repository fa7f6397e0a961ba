package main

import (
	"io"
	"os"
)

// onTerminal reports whether w is a terminal, or a device that may be one.
func onTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}

// inColor reports whether text to w may be coloured (https://no-color.org).
func inColor(w io.Writer) bool {
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && onTerminal(w)
}

// mayDraw reports whether a terminal may be drawn on, as a bar does: nobody
// looks at one where a build runs.
func mayDraw() bool {
	switch os.Getenv("CI") {
	case "", "0", "false":
		return os.Getenv("TERM") != "dumb"
	}
	return false
}
