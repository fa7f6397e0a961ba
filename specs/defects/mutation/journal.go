package mutation

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Results is the file in Work that holds what became of each mutant: an object
// a line, of which the last with a key counts.
const Results = "results.jsonl"

// What became of a mutant.
const (
	Killed    = "killed"
	Survived  = "survived"
	Unreached = "unreached" // it makes no difference in any spec
)

// How a mutant was killed.
const (
	Fails     = "a spec fails"
	Dies      = "the server dies"
	Hangs     = "the server hangs"
	Stillborn = "the server does not start"
)

// Result is what became of a mutant.
type Result struct {
	Mutant
	Status  string   `json:"status"`
	How     string   `json:"how,omitempty"`
	By      string   `json:"by,omitempty"`    // the spec
	Level   string   `json:"level,omitempty"` // of what it demands
	Said    string   `json:"said,omitempty"`
	Tried   int      `json:"tried"`             // specs before
	Untried int      `json:"untried,omitempty"` // specs that might have killed it
	Doubts  []string `json:"doubts,omitempty"`
	Seconds float64  `json:"seconds"`
}

// Outcome is what a campaign found.
type Outcome struct {
	Mutants []*Mutant // that were to be tried
	Total   int       // that the packages have
	Unwoven int       // that would not have compiled
	Specs   int       // that could kill
	Results map[string]Result
}

type journal struct {
	f       *os.File
	results map[string]Result
}

// openJournal reads the results in work, and adds to them.
func openJournal(work string) (*journal, error) {
	name := filepath.Join(work, Results)
	results, err := ReadResults(name)
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("mutation: %w", err)
	}
	return &journal{f, results}, nil
}

// ReadResults reads a file of results, by the keys of the mutants.
func ReadResults(name string) (map[string]Result, error) {
	results := map[string]Result{}
	b, err := os.ReadFile(name)
	if err != nil {
		return results, err
	}
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r Result
		if json.Unmarshal(lines.Bytes(), &r) == nil { // the last may be cut
			results[r.Key] = r
		}
	}
	return results, lines.Err()
}

func (j *journal) add(r Result) error {
	if len(r.Said) > 2000 {
		r.Said = r.Said[:2000]
	}
	j.results[r.Key] = r
	b, err := json.Marshal(r)
	if err == nil {
		_, err = j.f.Write(append(b, '\n'))
	}
	return err
}

func (j *journal) close() { j.f.Close() }
