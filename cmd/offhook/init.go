package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offhook/offhook/cmd/offhook/internal/save"
	"github.com/offhook/offhook/specs/target"
)

func initCommand() *cobra.Command {
	var given target.File
	var force bool
	cmd := &cobra.Command{
		Use:   "init [FILE]",
		Short: "Write a target file: what conform has to know of a server",
		Long: `Write a target file, by default offhook.yaml: what conform has to know of the
server that it judges, each key with what it means. What flags do not say is
asked for on a terminal, and is a comment in the file otherwise. - is stdout.`,
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

// ask asks a person for the settings that most targets need. What is left blank
// stays as it is.
func ask(in io.Reader, out io.Writer, f *target.File) error {
	lines := bufio.NewScanner(in)
	var readOnly, devices string
	for _, q := range []struct {
		question string
		answer   *string
	}{
		{"The API server, HOST:PORT, as in 10.0.0.5:5620 (blank: the reference built in)", &f.API},
		{"Its WebAPI, a URL, as in http://10.0.0.5:2012 (blank: not to be verified)", &f.WebAPI},
		{"Its event interface, HOST:PORT (blank: where the API is)", &f.Events},
		{"DEVICEIDs to use, with commas between (blank: it takes any)", &devices},
		{"May anything be changed there, calls recorded, users added? y/n (blank: y)", &readOnly},
	} {
		fmt.Fprintf(out, "%s: ", q.question)
		if !lines.Scan() {
			fmt.Fprintln(out)
			return errors.Join(lines.Err(), errors.New("the answers ended early; nothing is written"))
		}
		if s := strings.TrimSpace(lines.Text()); s != "" {
			*q.answer = s
		}
		if f.API == "" {
			return nil // nothing else matters
		}
	}
	for d := range strings.SplitSeq(devices, ",") {
		if d = strings.TrimSpace(d); d != "" {
			f.Devices = append(f.Devices, d)
		}
	}
	f.ReadOnly = strings.HasPrefix(strings.ToLower(readOnly), "n")
	return nil
}
