package seed

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/offhook/offhook/fixtures/seeds"
)

// suffix is that of the embedded files.
const suffix = ".yaml"

// Names lists the embedded seeds.
func Names() []string {
	files, err := fs.Glob(seeds.Files, "*"+suffix)
	if err != nil {
		panic(err) // the pattern is right
	}
	for i := range files {
		files[i] = strings.TrimSuffix(files[i], suffix)
	}
	return files
}

// Named returns an embedded seed.
func Named(name string) (*Seed, error) {
	text, err := Text(name)
	if err != nil {
		return nil, err
	}
	return Parse(name, text)
}

// Text is the file of an embedded seed.
func Text(name string) ([]byte, error) {
	text, err := seeds.Files.ReadFile(name + suffix)
	if err != nil {
		return nil, fmt.Errorf("there is no seed %s; there are %s", excerpt(name), strings.Join(Names(), ", "))
	}
	return text, nil
}

// Load returns an embedded seed by its name or, of anything that looks like a
// path, the seed of that file.
func Load(nameOrPath string) (*Seed, error) {
	if !strings.ContainsAny(nameOrPath, `/\.`) {
		s, err := Named(nameOrPath)
		if _, statErr := os.Stat(nameOrPath); err != nil && statErr == nil {
			return nil, fmt.Errorf("%w; the file of that name is meant by ./%s", err, nameOrPath)
		}
		return s, err
	}
	f, err := os.Open(nameOrPath)
	if err != nil {
		return nil, fmt.Errorf("seed: %w; name a file, or one of %s", err, strings.Join(Names(), ", "))
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("seed: %w; name a YAML file", err)
	}
	return Parse(nameOrPath, text)
}
