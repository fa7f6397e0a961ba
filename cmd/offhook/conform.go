package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/runner"
)

func conformCommand() *cobra.Command {
	var o runner.Options
	var out string
	var list, asJSON, allowIncomplete bool
	cmd := &cobra.Command{
		Use:   "conform",
		Short: "Run the conformance suite against a server",
		Long: `Run the conformance suite against a server, or, without --target, against the
reference that is built in.

Exit code 0: it conforms; 1: it does not; 2: the suite could not run;
3: nothing failed, but something could not be verified.`,
		Example: `  offhook conform
  offhook conform --target 10.0.0.5:5620 --out report
  offhook conform --focus CALLSTOP
  offhook conform --list`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if list {
				return listSpecs(cmd.OutOrStdout(), o.Focus, o.Labels)
			}
			if out != "" { // found out now rather than after the run
				if err := os.MkdirAll(out, 0o755); err != nil {
					return err
				}
			}
			if o.Target.API == "" {
				sys, err := embed(cmd.Context(), &o.Target)
				if err != nil {
					return err
				}
				defer func() {
					bounded, cancel := context.WithTimeout(context.Background(), shutdownTime)
					defer cancel()
					sys.Shutdown(bounded)
				}()
			} else {
				o.Target.Kind = "remote"
			}
			o.Repeat, o.Version, o.Progress = repeat(cmd), version(), cmd.ErrOrStderr()
			run, err := runner.Run(cmd.Context(), o)
			if err != nil {
				return err
			}
			if out != "" {
				if err := run.WriteDir(out); err != nil {
					return err
				}
			}
			stdout := cmd.OutOrStdout()
			if asJSON {
				err = run.WriteJSON(stdout)
			} else {
				err = run.WriteText(stdout, inColor(stdout))
			}
			if err != nil {
				return err
			}
			if code := run.ExitCode(allowIncomplete); code != 0 {
				return exit(code)
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.Target.API, "target", "", "the API server to judge, `HOST:PORT`; without it the reference built in")
	f.StringVar(&o.Target.Events, "events", "", "the target's event interface, `HOST:PORT`, where it is not the API's")
	f.StringSliceVar(&o.Target.Devices, "devices", nil, "the only `DEVICEIDs` to use, where the target does not accept every one")
	f.StringVar(&o.Focus, "focus", "", "run only specs whose id or title matches this `REGEXP`")
	f.StringVar(&o.Labels, "labels", "", "run only specs whose labels match this `EXPRESSION`, as in 'MUST && !events'")
	f.BoolVar(&list, "list", false, "list the specs that would run")
	f.BoolVar(&o.Strict, "strict", false, "a SHOULD that does not hold is a failure")
	f.StringVar(&out, "out", "", "write report.json, junit.xml, report.html and transcripts to this `DIR`")
	f.Int64Var(&o.Seed, "seed", 0, "decides order and names; 0 draws one")
	f.Float64Var(&o.Factor, "patience", 1, "stretches every deadline by this `FACTOR`, for slow targets")
	f.BoolVar(&asJSON, "json", false, "print report.json instead of the summary")
	f.BoolVar(&allowIncomplete, "allow-incomplete", false, "exit 0 where nothing failed but something could not be verified")
	return cmd
}

// embed starts the reference on a free port and makes it the target.
func embed(ctx context.Context, t *harness.Target) (*reference.System, error) {
	sys, err := reference.Start(context.WithoutCancel(ctx), reference.Config{})
	if err != nil {
		return nil, err
	}
	t.Kind, t.API, t.Conditions = "embedded", sys.Addr().String(), conditions{sys}
	return sys, nil
}

// conditions sets test conditions on the embedded reference.
type conditions struct{ sys *reference.System }

func (c conditions) Cores() []int { return c.sys.Cores() }

func (c conditions) SetCore(_ context.Context, core int, up bool) error {
	return c.sys.SetCore(core, up)
}

func (c conditions) SetDatabase(_ context.Context, up bool) error {
	c.sys.SetDatabase(up)
	return nil
}

// repeat is the command line that judges the same target in the same way; the
// report adds which spec, and the seed.
func repeat(cmd *cobra.Command) string {
	line := []string{cmd.CommandPath()}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "target", "events", "devices", "patience":
			line = append(line, "--"+f.Name+" "+strings.Trim(f.Value.String(), "[]"))
		case "strict":
			line = append(line, "--strict")
		}
	})
	return strings.Join(line, " ")
}

// listSpecs writes the selected specs, a line each: id, level, and what holds.
func listSpecs(w io.Writer, focus, labels string) error {
	entries, err := runner.Select(focus, labels)
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
