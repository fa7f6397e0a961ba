package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	netmail "net/mail"
	"os"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/mail"
	"github.com/offhook/offhook/sim/control"
	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/mailbox"
	"github.com/offhook/offhook/specs/runner"
)

func conformCommand() *cobra.Command {
	var o runner.Options
	var out, mailAt, controlURL, tokenFile string
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
  offhook conform --target 10.0.0.5:5620 --webapi http://10.0.0.5:2012
  offhook conform --target 127.0.0.1:5620 --control http://127.0.0.1:8080
  offhook conform --focus CALLSTOP
  offhook conform --list`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := sensible(cmd, &o); err != nil {
				return err
			}
			if list {
				return listSpecs(cmd.OutOrStdout(), o.Focus, o.Labels)
			}
			if cmd.Flags().Changed("out") {
				if err := takesReport(out); err != nil {
					return err
				}
			}
			if o.Target.API == "" {
				stop, err := embed(cmd.Context(), &o.Target)
				if err != nil {
					return err
				}
				defer stop()
			} else {
				o.Target.Kind = "remote"
				if mailAt != "" {
					box, err := mailbox.Open(mailAt)
					if err != nil {
						return fmt.Errorf("--mailbox %s: %w; name a free HOST:PORT of this machine", mailAt, err)
					}
					defer box.Close()
					o.Target.Mailbox = box
				}
				if controlURL != "" {
					secret, err := readToken(tokenFile, "--control-token-file", controlToken)
					if err != nil {
						return err
					}
					plane, err := control.Open(cmd.Context(), controlURL, secret)
					if err != nil {
						return err
					}
					defer plane.Close()
					o.Target.Conditions = plane
				}
			}
			o.Repeat, o.Version, o.Progress = repeat(cmd), version(), cmd.ErrOrStderr()
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
			if code := run.ExitCode(allowIncomplete); code != 0 {
				return exit(code)
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.Target.API, "target", "", "the API server to judge, `HOST:PORT`; without it the reference built in")
	f.StringVar(&o.Target.Events, "events", "", "the target's event interface, `HOST:PORT`, where it is not the API's")
	f.StringVar(&o.Target.WebAPI, "webapi", "", "the target's WebAPI, a `URL` as in http://10.0.0.5:2012; without it the WebAPI is not verified")
	f.StringVar(&o.Target.Fingerprint, "tls-fingerprint", "", "trust only the WebAPI's certificate of this `SHA256`")
	f.StringVar(&mailAt, "mailbox", "", "take the target's e-mail at this `HOST:PORT`, which it must send through; without it delivery is not verified")
	f.StringVar(&controlURL, "control", "", "the control plane of a reference system, a `URL` as in http://127.0.0.1:8080; without it, or a target that has none, test conditions are not verified")
	f.StringVar(&tokenFile, "control-token-file", "", "a `FILE` with its token; or put it into "+controlToken)
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
	cmd.MarkFlagsMutuallyExclusive("list", "json")
	cmd.MarkFlagsMutuallyExclusive("list", "out")
	return cmd
}

// sensible refuses flags that would judge something else than was meant.
func sensible(cmd *cobra.Command, o *runner.Options) error {
	given := cmd.Flags().Changed
	switch {
	case given("target") && o.Target.API == "":
		return errors.New("--target is blank; give HOST:PORT, or leave it out to judge the reference built in")
	case given("events") && !given("target"):
		return errors.New("--events belongs to a --target; give that too")
	case given("control") && !given("target"), given("control-token-file") && !given("control"):
		return errors.New("--control sets the conditions of a --target, --control-token-file belongs to --control; give that too")
	case given("webapi") && !given("target"):
		return errors.New("--webapi belongs to a --target, by whose TCP it is judged; give that too")
	case given("mailbox") && !given("target"):
		return errors.New("--mailbox belongs to a --target, which sends its e-mail there; give that too")
	case !(o.Factor > 0 && o.Factor <= 1000): // NaN neither
		return fmt.Errorf("--patience %v makes no deadline; give a number above 0, at most 1000", o.Factor)
	}
	return nil
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
		case "target", "events", "webapi", "control", "control-token-file", "tls-fingerprint", "mailbox", "patience":
			line = append(line, "--"+f.Name+" "+quoted(f.Value.String()))
		case "strict":
			line = append(line, "--strict")
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
