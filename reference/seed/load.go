package seed

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/offhook/offhook/fixtures/seeds"
	"github.com/offhook/offhook/reference/form"
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

// Limits of a file's text.
const (
	MaxSize = form.MaxSize
	MaxLine = form.MaxLine
)

// Parse reads a seed file's text; name is what errors call it. An error names
// line and column of everything that is wrong, and what would be right.
func Parse(name string, text []byte) (*Seed, error) {
	var doc document
	if err := form.Parse("seed", name, text, &doc, doc.check); err != nil {
		return nil, err
	}
	return build(name, &doc)
}

// Schema is the JSON schema of a seed file.
func Schema() ([]byte, error) { return form.Schema("A seed of offhook serve", document{}) }

// Sections explains the keys of a seed file.
func Sections() []form.Section { return form.Sections(document{}) }

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
		return nil, fmt.Errorf("there is no seed %s; there are %s", form.Excerpt(name), strings.Join(Names(), ", "))
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
