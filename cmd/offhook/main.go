package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/offhook/offhook/reports"
)

// The exit codes, alike for every command.
const (
	exitNo         = 1 // it does not hold
	exitImpossible = 2 // it could not run: usage, an unreachable target
	exitIncomplete = 3 // nothing failed, but something could not be verified
)

// exit ends a command with a code; what there was to say has been said.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

const welcome = `offhook proves that a call recorder's API server does what its manual says.

Start here:
  offhook conform                        run the suite against the reference built in
  offhook conform --target HOST:PORT     run it against your server
  offhook serve                          a server to develop against, on 127.0.0.1:5620
  offhook send TEST                      one request to it, in another terminal
  offhook watch                          the events it sends
  offhook docs CALLSTART                 what the manual says, on one page

offhook COMMAND --help shows a command's flags.
`

func main() { os.Exit(run()) }

// run executes the command line and returns the exit code.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first signal ends a command in order; a second one kills it.
	context.AfterFunc(ctx, stop)

	cmd, err := root().ExecuteContextC(ctx)
	var code exit
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	}
	// What a server or a file said may be part of the error.
	said := strings.TrimPrefix(reports.Printable(err.Error()), cmd.Name()+": ")
	fmt.Fprintf(os.Stderr, "%s: %s\n", cmd.CommandPath(), said)
	return exitImpossible
}

// usage is a check of arguments that says where they are explained.
func usage(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())
		}
		return nil
	}
}

// cause is what a file operation failed for, without operation and path.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// root is the whole command line.
func root() *cobra.Command {
	cmd := &cobra.Command{
		Use:           "offhook",
		Short:         "Prove that a call recorder's API server does what its manual says",
		Args:          usage(cobra.NoArgs),
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			_, err := fmt.Fprint(cmd.OutOrStdout(), welcome)
			return err
		},
	}
	cmd.CompletionOptions.HiddenDefaultCmd = true
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		said := goNumber.ReplaceAllString(err.Error(), "not a number that it can be")
		return fmt.Errorf("%s; see %s --help", said, cmd.CommandPath())
	})
	cmd.AddCommand(serveCommand(), sendCommand(), watchCommand(), conformCommand(), initCommand(), requirementsCommand(), docsCommand(), versionCommand())
	return cmd
}

// goNumber is how Go says that a flag's value is no number.
var goNumber = regexp.MustCompile(`strconv\.\w+: parsing ".*": .*$`)
