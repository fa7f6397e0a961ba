package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	netmail "net/mail"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/mail"
	"github.com/offhook/offhook/sim/control"
	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/mailbox"
	"github.com/offhook/offhook/specs/runner"
	"github.com/offhook/offhook/specs/target"
)

// memoryLimit is from where on memory is given back at once.
const memoryLimit = 80 << 20

// embeddedParallel is how many specs are tried at once against the reference
// built in: most of them wait.
const embeddedParallel = 8

func conformCommand() *cobra.Command {
	var o runner.Options
	var given target.File
	var config, out string
	var list, printConfig, asJSON, allowIncomplete bool
	cmd := &cobra.Command{
		Use:   "conform",
		Short: "Run the conformance suite against a server",
		Long: `Run the conformance suite against a server, or, without --target, against the
reference that is built in. --config reads what there is to say about the server
from a target file, which offhook init writes; flags override it.

--focus, --labels and --profile select specs, and all that are given count;
--list shows which. Labels are the level (MUST, SHOULD, MAY), the function or the
theme, the chapter with dashes for blanks (Call-Handling), and the ids of
requirements and errata (CALLSTOP-3, E-33).

Exit code 0: it conforms; 1: it does not; 2: the suite could not run;
3: nothing failed, but something could not be verified.`,
		Example: `  offhook conform
  offhook conform --target 10.0.0.5:5620 --out report
  offhook conform --target 10.0.0.5:5620 --webapi http://10.0.0.5:2012
  offhook conform --config offhook.yaml
  offhook conform --profile events
  offhook conform --focus CALLSTOP
  offhook conform --list`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, err := inForce(cmd, config, &given)
			if err != nil {
				return err
			}
			if printConfig {
				_, err := cmd.OutOrStdout().Write(file.YAML())
				return err
			}
			if list {
				would := file.Options()
				would.Focus, would.Labels = o.Focus, o.Labels
				return listSpecs(cmd.OutOrStdout(), &would)
			}
			if cmd.Flags().Changed("out") {
				if err := takesReport(out); err != nil {
					return err
				}
			}
			selection := o
			o = file.Options()
			o.Focus, o.Labels, o.Seed, o.Parallel = selection.Focus, selection.Labels, selection.Seed, selection.Parallel
			stop, err := reach(cmd.Context(), file, &o.Target)
			if err != nil {
				return err
			}
			defer stop()
			if o.Target.Kind == harness.Embedded {
				o.Parallel = cmp.Or(o.Parallel, embeddedParallel)
			}
			if o.Target.Kind != harness.Embedded && os.Getenv("GOMEMLIMIT") == "" {
				debug.SetMemoryLimit(memoryLimit) // whatever the target sends
			}
			o.Repeat, o.Version, o.Progress = repeat(cmd), version(), cmd.ErrOrStderr()
			o.Bar = mayDraw()
			run, err := runner.Run(cmd.Context(), o)
			if err != nil {
				return err
			}
			// A report that cannot be written costs nobody the summary.
			if out != "" {
				err = run.WriteDir(out)
			}
			stdout := cmd.OutOrStdout()
			if asJSON {
				err = errors.Join(err, run.WriteJSON(stdout))
			} else {
				err = errors.Join(err, run.WriteText(stdout, inColor(stdout)))
			}
			if err != nil {
				return err
			}
			if out != "" {
				fmt.Fprintf(cmd.ErrOrStderr(), "the report is %s\n", filepath.Join(out, "report.html"))
			}
			if code := run.ExitCode(allowIncomplete); code != 0 {
				return exit(code)
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&config, "config", "", "the target file, a `FILE` that offhook init writes; flags override it")
	f.BoolVar(&printConfig, "print-config", false, "print all that is in force, as a target file, and run nothing")
	targetFlags(f, &given)
	f.StringVar(&given.Profile, "profile", "", "run only specs of this `PROFILE`: "+strings.Join(runner.ProfileNames(), ", "))
	f.StringVar(&o.Focus, "focus", "", "run only specs whose id or title matches this `REGEXP`")
	f.StringVar(&o.Labels, "labels", "", "run only specs whose labels match this `EXPRESSION`, as in 'MUST && !events'")
	f.BoolVar(&list, "list", false, "list the specs that would run")
	f.BoolVar(&given.Strict, "strict", false, "a SHOULD that does not hold is a failure")
	f.StringVar(&out, "out", "", "write report.json, junit.xml, report.html, transcripts and captures to this `DIR`")
	f.Int64Var(&o.Seed, "seed", 0, "decides order and names; 0 draws one")
	f.IntVar(&o.Parallel, "parallel", 0, fmt.Sprintf("try so many specs at once, `N`; without it %d against the reference built in and 1 against a target", embeddedParallel))
	f.BoolVar(&asJSON, "json", false, "print report.json instead of the summary")
	f.BoolVar(&allowIncomplete, "allow-incomplete", false, "exit 0 where nothing failed but something could not be verified")
	cmd.MarkFlagsMutuallyExclusive("list", "json")
	cmd.MarkFlagsMutuallyExclusive("list", "out")
	cmd.MarkFlagsMutuallyExclusive("list", "print-config")
	return cmd
}

// reach opens what belongs to the target, the reference built in where the file
// names none, until stop is called.
func reach(ctx context.Context, file *target.File, t *harness.Target) (stop func(), err error) {
	if file.API == "" {
		return embed(ctx, t)
	}
	var opened []func()
	stop = func() {
		for _, end := range opened {
			end()
		}
	}
	if file.Mailbox != "" {
		box, err := mailbox.Open(file.Mailbox)
		if err != nil {
			return nil, fmt.Errorf("--mailbox %s: %w; name a free HOST:PORT of this machine", file.Mailbox, err)
		}
		opened = append(opened, func() { box.Close() })
		t.Mailbox = box
	}
	if file.Control != "" {
		secret, err := readToken(file.ControlTokenFile, "--control-token-file", controlToken)
		if err != nil {
			stop()
			return nil, err
		}
		plane, err := control.Open(ctx, file.Control, secret)
		if err != nil {
			stop()
			return nil, err
		}
		opened = append(opened, plane.Close)
		t.Conditions = plane
	}
	return stop, nil
}

// takesReport makes sure that a report can be written to dir: that is found
// out now rather than after the run.
func takesReport(dir string) error {
	err := os.MkdirAll(dir, 0o755)
	if err == nil {
		var f *os.File
		if f, err = os.CreateTemp(dir, ".offhook-*"); err == nil {
			return errors.Join(f.Close(), os.Remove(f.Name()))
		}
	}
	return fmt.Errorf("--out %q: no report can be written there (%w); name a folder that can be made and written to", dir, cause(err))
}

// embed starts the reference on a free port, with a mailbox as its relay, and
// makes it the target, until stop is called.
func embed(ctx context.Context, t *harness.Target) (stop func(), err error) {
	box, err := mailbox.Open("127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	at := box.Addr().(*net.TCPAddr)
	relay := &mail.Relay{Host: at.IP.String(), Port: at.Port, From: netmail.Address{Address: defaultSender}}
	sys, err := reference.Start(context.WithoutCancel(ctx), reference.Config{WebAPI: "127.0.0.1:0", Control: "127.0.0.1:0", Relay: relay})
	if err != nil {
		return nil, errors.Join(err, box.Close())
	}
	stop = func() {
		bounded, cancel := context.WithTimeout(context.Background(), shutdownTime)
		defer cancel()
		sys.Shutdown(bounded)
		box.Close()
	}
	plane, err := control.Open(ctx, "http://"+sys.ControlAddr().String(), "")
	if err != nil {
		stop()
		return nil, err
	}
	t.Kind, t.API, t.Conditions = "embedded", sys.Addr().String(), plane
	t.WebAPI, t.Mailbox = "http://"+sys.WebAPIAddr().String(), box
	return stop, nil
}

// repeat is the command line that judges the same target in the same way; the
// report adds which spec, and the seed.
func repeat(cmd *cobra.Command) string {
	line := []string{cmd.CommandPath()}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "devices":
			ids, _ := cmd.Flags().GetStringSlice(f.Name)
			line = append(line, "--devices "+quoted(strings.Join(ids, ",")))
		case "config", "target", "events", "webapi", "control", "control-token-file", "tls-fingerprint", "mailbox", "patience", "rate", "profile":
			line = append(line, "--"+f.Name+" "+quoted(f.Value.String()))
		case "strict", "read-only":
			line = append(line, "--"+f.Name)
		}
	})
	return strings.Join(line, " ")
}

// quoted is a word as a shell takes it.
func quoted(s string) string {
	if regexp.MustCompile(`^[\w.,:+-]+$`).MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// listSpecs writes the specs that would be tried, a line each: id, level, and
// what holds.
func listSpecs(w io.Writer, o *runner.Options) error {
	entries, err := o.List()
	if err != nil {
		return err
	}
	for _, e := range entries {
		if _, err := fmt.Fprintf(w, "%-28s %-6s  %s %s\n", e.ID, e.Requirement().Level, e.Theme, e.Title); err != nil {
			return err
		}
	}
	return nil
}
