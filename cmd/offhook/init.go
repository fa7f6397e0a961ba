package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offhook/offhook/cmd/offhook/internal/save"
	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/target"
)

func initCommand() *cobra.Command {
	var given target.File
	var force bool
	cmd := &cobra.Command{
		Use:   "init [FILE]",
		Short: "Write a target file: what conform has to know of a server",
		Long: `Write a target file, by default offhook.yaml: what conform has to know of the
server that it judges, each key with what it means; what is not said is a comment
in the file. Without --target, a terminal is asked for what most servers need
said. - is stdout.`,
		Example: `  offhook init
  offhook init --target 10.0.0.5:5620 --webapi http://10.0.0.5:2012 lab.yaml
  offhook conform --config lab.yaml`,
		Args: usage(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := "offhook.yaml"
			if len(args) > 0 {
				name = args[0]
			}
			if err := mayWrite(name, force); err != nil {
				return err
			}
			file, err := inForce(cmd, "", &given)
			if err != nil {
				return err
			}
			if file.API == "" && onTerminal(os.Stdin) {
				if err := ask(os.Stdin, cmd.ErrOrStderr(), file); err != nil {
					return err
				}
			}
			text := file.Template()
			if _, err := target.Parse(name, text); err != nil {
				return err
			}
			if name == "-" {
				_, err := cmd.OutOrStdout().Write(text)
				return err
			}
			if _, err := save.File(name, bytes.NewReader(text)); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.ErrOrStderr(), "%s written; try: offhook conform --config %s\n", name, quoted(name))
			return err
		},
	}
	targetFlags(cmd.Flags(), &given)
	cmd.Flags().BoolVar(&force, "force", false, "write over a file that is there already")
	return cmd
}

// mayWrite refuses to write over what somebody may need.
func mayWrite(name string, force bool) error {
	switch _, err := os.Lstat(name); {
	case name == "":
		return errors.New("the file's name is blank; give one, or leave it out for offhook.yaml")
	case name == "-", force, errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("cannot write %s: %w", name, cause(err))
	}
	return fmt.Errorf("%s is there already; name another file, or write over it with --force", name)
}

// questions are what most targets need said; set takes an answer that is not
// blank.
var questions = []struct {
	text string
	set  func(f *target.File, answer string) error
}{
	{"The API server, HOST:PORT, as in 10.0.0.5:5620 (blank: the reference built in)",
		func(f *target.File, s string) error { f.API = s; return nil }},
	{"Its WebAPI, a URL, as in http://10.0.0.5:2012 (blank: not to be verified)",
		func(f *target.File, s string) error { f.WebAPI = s; return nil }},
	{"Its event interface, HOST:PORT (blank: where the API is)",
		func(f *target.File, s string) error { f.Events = s; return nil }},
	{"DEVICEIDs to use, with commas between (blank: it takes any)",
		func(f *target.File, s string) error { f.Devices = commaSeparated(s); return nil }},
	{"What it does not offer, with commas between, of " + strings.Join(featureNames(), ", ") + " (blank: find out)",
		func(f *target.File, s string) error { return f.LacksFeatures(commaSeparated(s)) }},
	{"Requests that it may be sent a second (blank: any number)", func(f *target.File, s string) (err error) {
		if f.Rate, err = strconv.ParseFloat(s, 64); err != nil || !(f.Rate > 0) {
			err = fmt.Errorf("%q is no number above 0", s)
		}
		return err
	}},
	{"May anything be changed there, calls recorded, users added? y/n (blank: y)", func(f *target.File, s string) error {
		switch strings.ToLower(s) {
		case "y", "yes":
			f.ReadOnly = false
		case "n", "no":
			f.ReadOnly = true
		default:
			return fmt.Errorf("%q is neither y nor n", s)
		}
		return nil
	}},
}

func featureNames() []string {
	var names []string
	for _, f := range harness.Features {
		names = append(names, f.Name)
	}
	return names
}

// commaSeparated are the words between commas.
func commaSeparated(s string) []string {
	var words []string
	for w := range strings.SplitSeq(s, ",") {
		if w = strings.TrimSpace(w); w != "" {
			words = append(words, w)
		}
	}
	return words
}

// maxAsked is how often a question is asked whose answers cannot be.
const maxAsked = 3

// ask asks a person for the settings that most targets need. What is left blank
// stays as it is; what cannot be is asked for again.
func ask(in io.Reader, out io.Writer, f *target.File) error {
	lines := bufio.NewScanner(in)
	for _, q := range questions {
		for tries := 1; ; tries++ {
			fmt.Fprintf(out, "%s: ", q.text)
			if !lines.Scan() {
				fmt.Fprintln(out)
				return errors.Join(lines.Err(), errors.New("the answers ended early; nothing is written"))
			}
			answer := strings.TrimSpace(lines.Text())
			if answer == "" {
				break
			}
			before := *f
			err := q.set(f, answer)
			if err == nil {
				_, err = target.Parse("answer", f.Template())
			}
			if err == nil {
				break
			}
			*f = before
			said := reports.PrintableLine(place.ReplaceAllString(err.Error(), ""))
			if tries == maxAsked {
				return fmt.Errorf("%s; nothing is written", said)
			}
			fmt.Fprintf(out, "  %s\n", said)
		}
		if f.API == "" {
			return nil // nothing else matters
		}
	}
	return nil
}

// place is what an error about a target file begins with.
var place = regexp.MustCompile(`(?m)^target file answer:\d+:\d+: `)
