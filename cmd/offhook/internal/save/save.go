package save

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// File writes all of r into the file of that name and returns how many bytes
// that was. What is no ordinary file, a device or a pipe, gets them as they
// come.
func File(name string, r io.Reader) (n int64, err error) {
	open, keep := beside, os.Rename
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return 0, fmt.Errorf("cannot write %s: it is a directory; name a file in it", name)
	} else if err == nil && !info.Mode().IsRegular() {
		open = func(name string) (*os.File, error) { return os.OpenFile(name, os.O_WRONLY, 0) }
		keep = func(string, string) error { return nil }
	}
	f, err := open(name)
	if err != nil {
		return 0, fmt.Errorf("cannot write %s: %w", name, reason(err))
	}
	n, err = io.Copy(f, r)
	if err = errors.Join(err, f.Close()); err == nil {
		err = keep(f.Name(), name)
	}
	if err != nil && f.Name() != name {
		os.Remove(f.Name())
	}
	return n, err
}

// beside opens a new file that can become the one of that name.
func beside(name string) (*os.File, error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".offhook-*")
	if err != nil {
		return nil, err
	}
	return f, f.Chmod(0o644)
}

// reason is why a file could not be opened, without the name that was tried.
func reason(err error) error {
	var at *os.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
