package mutation

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// Program is a server with mutants compiled in.
type Program struct {
	Mutants []Mutant
	// Unwoven is how many were left out, as they would not compile.
	Unwoven int
	binary  string
}

// Build mutates packages of the module, named as in reference/wire, and builds
// the server of cmd/offhook with them. dir is a folder within the module; work
// keeps what is made.
func Build(ctx context.Context, dir, work string, packages []string) (*Program, error) {
	sources, err := load(ctx, dir, packages)
	if err != nil {
		return nil, err
	}
	w, err := weave(sources)
	if err != nil {
		return nil, err
	}
	if len(w.mutants) == 0 {
		return nil, fmt.Errorf("mutation: %v hold nothing that can be mutated", packages)
	}
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	for path, text := range w.files {
		to := filepath.Join(work, "woven", strconv.Itoa(len(overlay.Replace))+"_"+filepath.Base(path))
		if err := write(to, text); err != nil {
			return nil, err
		}
		overlay.Replace[path] = to
	}
	list, err := json.Marshal(overlay)
	if err != nil {
		return nil, err
	}
	listed := filepath.Join(work, "woven", "overlay.json")
	if err := write(listed, list); err != nil {
		return nil, err
	}
	p := &Program{Mutants: w.mutants, Unwoven: w.unwoven, binary: filepath.Join(work, "mutated")}
	cmd := exec.CommandContext(ctx, "go", "build", "-overlay", listed, "-o", p.binary, module+"/cmd/offhook")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("mutation: go build: %w: %s", err, bytes.TrimSpace(out))
	}
	return p, nil
}

func write(name string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("mutation: %w", err)
	}
	if err := os.WriteFile(name, b, 0o644); err != nil {
		return fmt.Errorf("mutation: %w", err)
	}
	return nil
}
