package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offhook/offhook/cmd/offhook/internal/near"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/catalog/docpage"
)

// chapters are the pages beside the functions'.
var chapters = map[string]func(io.Writer) error{
	"errata": docpage.WriteErrata,
	"events": docpage.WriteEvents,
	"codes":  docpage.WriteCodes,
}

func docsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "docs [FUNCTION | events | codes | errata]",
		Short: "The API's reference: a function, the events, the result codes, the errata",
		Example: `  offhook docs
  offhook docs CALLSTART
  offhook docs errata`,
		Args:              usage(cobra.MaximumNArgs(1)),
		ValidArgsFunction: cobra.FixedCompletions(pages(), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			out := cmd.OutOrStdout()
			if len(args) == 0 {
				return docpage.WriteIndex(out)
			}
			// EVENTS is a function and events a chapter: case tells them apart.
			if write, ok := chapters[args[0]]; ok {
				return write(out)
			}
			if f := catalog.Lookup(args[0]); f != nil {
				return docpage.Write(out, f)
			}
			return unknownPage(args[0])
		},
	}
}

// unknownPage says what there is instead.
func unknownPage(name string) error {
	if like := near.Matches(name, pages(), 3); len(like) > 0 {
		return fmt.Errorf("no function %q; did you mean %s?", name, strings.Join(like, " or "))
	}
	return fmt.Errorf("no function %q; offhook docs lists them all", name)
}

// pages names all pages.
func pages() []string {
	names := []string{"events", "codes", "errata"}
	for i := range catalog.Functions {
		names = append(names, catalog.Functions[i].Name)
	}
	return names
}
