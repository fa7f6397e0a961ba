package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/seed"
	"github.com/offhook/offhook/reference/store"
	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/specs/runner"
)

// documents are the pages whose examples are run and whose flags are checked.
var documents = []string{"reference.md", "wire.md", "control-plane.md", "result-codes.md", "conform.md", "target-file.md"}

func document(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "docs", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestTheReferencePageHasEveryFlagOfServe: each in a table, with its default.
func TestTheReferencePageHasEveryFlagOfServe(t *testing.T) {
	page := document(t, "reference.md")
	serveCommand().Flags().VisitAll(func(f *pflag.Flag) {
		row := regexp.MustCompile("(?m)^\\|[^|\n]*`--" + f.Name + "[ `].*$").FindString(page)
		if row == "" {
			t.Errorf("docs/reference.md has no row for --%s: %s", f.Name, f.Usage)
			return
		}
		if d := f.DefValue; d != "" && d != "false" && d != "[]" && d != "0" && !strings.Contains(row, "`"+d+"`") {
			t.Errorf("docs/reference.md does not say that --%s is %s by default: %s", f.Name, d, row)
		}
	})
}

// TestTheReferencePageHasTheLimits that the code names.
func TestTheReferencePageHasTheLimits(t *testing.T) {
	page := document(t, "reference.md")
	count := func(n int) string { // 1,000,000
		s := strconv.Itoa(n)
		for i := len(s) - 3; i > 0; i -= 3 {
			s = s[:i] + "," + s[i:]
		}
		return s
	}
	for _, row := range []string{
		fmt.Sprintf("| a message of the API | %d KiB, elements nested %d deep |", wire.DefaultLimits.MaxMessage>>10, wire.DefaultLimits.MaxDepth),
		fmt.Sprintf("| broken messages in a row | %d,", wire.DefaultLimits.MaxBroken),
		count(wire.MaxPairs) + " parameters |",
		"| RECORDIDs in a list | " + count(catalog.MaxIDs) + " |",
		"with CALLCOUNT up to " + count(store.MaxList) + " |",
		"| channels | " + count(seed.MaxChannels) + " |",
		"| devices | " + count(seed.MaxDevices) + ";",
		"| users, deleted ones included | " + count(seed.MaxUsers) + " |",
		"| phones | " + count(seed.MaxPhones) + " |",
		"| workstations | " + count(seed.MaxWorkstations) + " |",
		fmt.Sprintf("| a seed file | %d MiB, lines of %d KiB, %s recordings, %d passwords |", seed.MaxSize>>20, seed.MaxLine>>10, count(seed.MaxRecordings), seed.MaxPasswords),
	} {
		if !strings.Contains(page, row) {
			t.Errorf("docs/reference.md does not say %q", row)
		}
	}
}

func TestTheDocumentsNameFlagsThatThereAre(t *testing.T) {
	flags := map[string]bool{"--help": true}
	for _, cmd := range root().Commands() {
		cmd.Flags().VisitAll(func(f *pflag.Flag) { flags["--"+f.Name] = true })
	}
	for _, name := range documents {
		for _, flag := range regexp.MustCompile(`--[a-z][a-z-]*`).FindAllString(document(t, name), -1) {
			if !flags[flag] {
				t.Errorf("docs/%s names %s, which no command has", name, flag)
			}
		}
	}
}

// anchors are where a link can lead to in a page: "#the-clock".
func anchors(page string) map[string]bool {
	all := map[string]bool{}
	for _, h := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(page, -1) {
		all["#"+strings.ReplaceAll(regexp.MustCompile(`[^a-z0-9 -]`).ReplaceAllString(strings.ToLower(h[1]), ""), " ", "-")] = true
	}
	return all
}

// TestTheDocumentsLinkToWhatThereIs: pages beside them, and headings.
func TestTheDocumentsLinkToWhatThereIs(t *testing.T) {
	for _, name := range documents {
		page := document(t, name)
		for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(page, -1) {
			to, heading, isHeading := strings.Cut(link[1], "#")
			if to == "" {
				to = name
			}
			if _, err := os.Stat(filepath.Join("..", "..", "docs", to)); err != nil {
				t.Errorf("docs/%s links to %s: %v", name, to, err)
			} else if isHeading && !anchors(document(t, to))["#"+heading] {
				t.Errorf("docs/%s links to %s, a heading that there is not", name, link[1])
			}
		}
	}
}

// TestTheDocumentsExamplesSayWhatTheyShow runs every block of a document that is
// marked console: lines after "$ " are commands, the others what they say. In
// these … stands for any text, and a line of ... for any lines. A server that is
// left running with & listens on free ports, for which the commands' addresses
// are changed. A block marked yaml or sh whose first line is "# NAME" is a file.
func TestTheDocumentsExamplesSayWhatTheyShow(t *testing.T) {
	for _, name := range documents {
		page := document(t, name)
		files := map[string]string{}
		for _, b := range append(blocks(page, "yaml"), blocks(page, "sh")...) {
			if file, ok := strings.CutPrefix(strings.SplitN(b.text, "\n", 2)[0], "# "); ok {
				files[file] = b.text
			}
		}
		for _, b := range blocks(page, "console") {
			t.Run(fmt.Sprintf("%s:%d", name, b.line), func(t *testing.T) {
				t.Parallel()
				runExample(t, b.text, files)
			})
		}
	}
}

// TestTheExampleOfAVendorsTestIsOneThatRuns: it is in the package's tests.
func TestTheExampleOfAVendorsTestIsOneThatRuns(t *testing.T) {
	example, err := os.ReadFile(filepath.Join("..", "..", "specs", "example_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	shown := blocks(document(t, "conform.md"), "go")
	if len(shown) != 1 || !strings.Contains(string(example), shown[0].text) {
		t.Errorf("docs/conform.md does not show the test of specs/example_test.go: %v", shown)
	}
}

// TestTheConformPageHasEveryFlagOfConform, and every profile.
func TestTheConformPageHasEveryFlagOfConform(t *testing.T) {
	page := document(t, "conform.md")
	conformCommand().Flags().VisitAll(func(f *pflag.Flag) {
		if !strings.Contains(page, "--"+f.Name) {
			t.Errorf("docs/conform.md does not name --%s: %s", f.Name, f.Usage)
		}
	})
	for _, p := range runner.Profiles {
		if !regexp.MustCompile("(?m)^\\| `" + p.Name + "` \\| " + regexp.QuoteMeta(p.Doc)).MatchString(page) {
			t.Errorf("docs/conform.md does not say what the profile %s is: %s", p.Name, p.Doc)
		}
	}
}

// block is a fenced part of a document.
type block struct {
	line int
	text string
}

func blocks(page, kind string) (all []block) {
	inside := false
	for i, l := range strings.Split(page, "\n") {
		switch {
		case l == "```"+kind && !inside:
			inside = true
			all = append(all, block{line: i + 1})
		case strings.HasPrefix(l, "```"):
			inside = false
		case inside:
			all[len(all)-1].text += l + "\n"
		}
	}
	return all
}

// example is a block that runs.
type example struct {
	t      *testing.T
	dir    string
	files  map[string]string
	actual map[string]string // by the documented address
}

func runExample(t *testing.T, text string, files map[string]string) {
	x := &example{t: t, dir: t.TempDir(), files: files, actual: map[string]string{}}
	x.writeFiles()
	for _, part := range strings.Split("\n"+text, "\n$ ")[1:] {
		command, shows, _ := strings.Cut(part, "\n")
		for strings.HasSuffix(command, "\\") {
			var more string
			more, shows, _ = strings.Cut(shows, "\n")
			command += "\n" + more
		}
		var said string
		if args, ok := strings.CutSuffix(command, " &"); ok {
			said = x.serve(strings.Fields(args))
		} else {
			said = x.run(command)
		}
		if !pattern(shows).MatchString(said) {
			t.Errorf("$ %s\nsays:\n%s\nthe document shows:\n%s", command, said, shows)
		}
	}
}

// writeFiles writes the document's files, with the addresses that are known.
func (x *example) writeFiles() {
	x.t.Helper()
	for name, text := range x.files {
		if err := os.WriteFile(filepath.Join(x.dir, name), []byte(x.asActual(text)), 0o600); err != nil {
			x.t.Fatal(err)
		}
	}
}

// pattern is what a command must say.
func pattern(shows string) *regexp.Regexp {
	re := `\A`
	for line := range strings.Lines(strings.TrimRight(shows, "\n") + "\n") {
		if line = strings.TrimRight(line, " \n"); line == "..." {
			re += `(?:.*\n)*?`
			continue
		}
		re += strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*") + ` *\n`
	}
	return regexp.MustCompile(re + `\s*\z`)
}

// serve starts a server in the background and returns what it says until it is
// ready.
func (x *example) serve(args []string) string {
	x.t.Helper()
	ready := filepath.Join(x.dir, "example.ready")
	documented := map[string]string{"api": "127.0.0.1:5620", "webapi": "127.0.0.1:2012"}
	for i, a := range args {
		switch {
		case a == "--ready-file":
			ready = filepath.Join(x.dir, args[i+1])
		case regexp.MustCompile(`^127\.0\.0\.1:\d+$`).MatchString(a):
			documented[strings.ReplaceAll(strings.TrimPrefix(args[i-1], "--"), "-", "_")] = a
			args[i] = "127.0.0.1:0"
		}
	}
	for key := range documented {
		if flag := "--" + strings.ReplaceAll(key, "_", "-"); !strings.Contains(strings.Join(args, " "), flag+" ") {
			args = append(args, flag, "127.0.0.1:0")
		}
	}
	if !strings.Contains(strings.Join(args, " "), "--ready-file") {
		args = append(args, "--ready-file", ready)
	}
	said, w, err := os.Pipe()
	if err != nil {
		x.t.Fatal(err)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir, cmd.Stderr = x.dir, w
	if err := cmd.Start(); err != nil {
		x.t.Fatal(err)
	}
	w.Close()
	x.t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGINT)
		cmd.Wait()
		said.Close()
	})
	// What it says comes at once; the ready file was there before.
	said.SetReadDeadline(time.Now().Add(patience))
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		x.t.Fatalf("%q: %v", args, err)
	}
	b, err := os.ReadFile(ready)
	if err != nil {
		x.t.Fatal(err)
	}
	var at map[string]any
	if err := json.Unmarshal(b, &at); err != nil {
		x.t.Fatal(err)
	}
	for key, address := range documented {
		if actual, ok := at[key].(string); ok {
			x.actual[address] = actual
		}
	}
	x.writeFiles()
	return x.asDocumented(line)
}

// run executes a command of the shell and returns what it says.
func (x *example) run(command string) string {
	x.t.Helper()
	for _, word := range []string{"curl", "xmllint"} {
		if _, err := exec.LookPath(word); err != nil && strings.Contains(command, word+" ") {
			x.t.Skipf("there is no %s here", word)
		}
	}
	command = regexp.MustCompile(`offhook (send|watch) `).ReplaceAllString(command, "offhook $1 --target 127.0.0.1:5620 ")
	command = x.asActual(command)
	var said bytes.Buffer
	cmd := exec.Command("bash", "-c", command)
	cmd.Dir, cmd.Stdout, cmd.Stderr = x.dir, &said, &said
	timer := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	defer timer.Stop()
	cmd.Run() // an example may well show a failure
	return x.asDocumented(said.String())
}

// asActual puts the actual addresses for the documented ones, also in the form
// in which bash reaches a port, /dev/tcp/HOST/PORT.
func (x *example) asActual(text string) string {
	slashed := strings.NewReplacer(":", "/")
	for documented, actual := range x.actual {
		text = strings.ReplaceAll(text, documented, actual)
		text = strings.ReplaceAll(text, slashed.Replace(documented), slashed.Replace(actual))
	}
	return text
}

// asDocumented puts the documented addresses for the actual ones.
func (x *example) asDocumented(said string) string {
	for documented, actual := range x.actual {
		said = strings.ReplaceAll(said, actual, documented)
	}
	return strings.ReplaceAll(said, "\r\n", "\n")
}
