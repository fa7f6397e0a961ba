package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/pflag"

	"github.com/offhook/offhook/specs/defects/mutation"
	"github.com/offhook/offhook/specs/runner"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, args []string) error {
	var o mutation.Options
	f := pflag.NewFlagSet("mutate", pflag.ContinueOnError)
	f.StringSliceVar(&o.Packages, "packages", []string{"reference/recorder", "reference/directory", "reference/wire"}, "the `PACKAGES` to mutate")
	f.StringVar(&o.Work, "out", filepath.Join(os.TempDir(), "offhook-mutants"), "a `DIR` for the results; a campaign that ended early goes on with what it holds")
	f.StringVar(&o.Focus, "focus", "", "try only mutants whose key matches this `REGEXP`, as in 'wire/query.go'")
	f.IntVar(&o.Sample, "sample", 0, "try so many mutants, `N`, drawn by --seed; 0 is all")
	f.Int64Var(&o.Seed, "seed", 1, "decides the sample")
	f.IntVar(&o.Jobs, "jobs", 2, "try so many mutants at once, `N`")
	f.IntVar(&o.Specs, "specs", 0, "try a mutant by so many specs at most, `N`, the likeliest first; 0 is all that might notice it")
	f.BoolVar(&o.Again, "again", false, "try what survived before again")
	report := f.String("report", "", "write the figures as Markdown to this `FILE`")
	if err := f.Parse(args); err != nil {
		if err == pflag.ErrHelp {
			return nil
		}
		return err
	}
	if f.NArg() > 0 {
		return fmt.Errorf("%q is no flag; see --help", f.Arg(0))
	}
	if err := os.MkdirAll(o.Work, 0o755); err != nil {
		return err
	}
	var err error
	if o.Entries, err = runner.Select("", ""); err != nil {
		return err
	}
	began := time.Now()
	o.Say = func(format string, args ...any) {
		fmt.Fprintf(os.Stderr, "%7.1f s  %s\n", time.Since(began).Seconds(), fmt.Sprintf(format, args...))
	}
	outcome, err := mutation.Run(ctx, o)
	if outcome != nil {
		outcome.WriteText(os.Stdout)
	}
	if err != nil || *report == "" {
		return err
	}
	var page bytes.Buffer
	if err := outcome.WriteReport(&page); err != nil {
		return err
	}
	return os.WriteFile(*report, page.Bytes(), 0o644)
}
