package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/catalog/docpage"
	"github.com/offhook/offhook/reference/form"
	"github.com/offhook/offhook/reference/form/near"
	"github.com/offhook/offhook/reference/seed"
	"github.com/offhook/offhook/specs/target"
)

// The pages that have others below them: the seeds' own, and the schemas.
const seedPage, targetPage = "seeds", "target"

// chapters are the pages beside the functions'.
var chapters = map[string]func(io.Writer) error{
	"errata":   docpage.WriteErrata,
	"events":   docpage.WriteEvents,
	"codes":    docpage.WriteCodes,
	seedPage:   writeSeeds,
	targetPage: writeTarget,
}

func docsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "docs [FUNCTION | events | codes | errata | seeds [NAME | schema] | target [schema]]",
		Short: "The API's reference: a function, the events, the result codes, the errata; the seeds of serve, the target files of conform",
		Example: `  offhook docs
  offhook docs CALLSTART
  offhook docs errata
  offhook docs seeds minimal >own.yaml`,
		Args:              usage(docsArgs),
		ValidArgsFunction: cobra.FixedCompletions(pages(), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			out := cmd.OutOrStdout()
			if len(args) == 0 {
				return docpage.WriteIndex(out)
			}
			switch {
			case len(args) == 2 && args[0] == targetPage:
				return writeTargetSchema(out)
			case len(args) == 2:
				return writeSeed(out, args[1])
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

// docsArgs takes the name of a page, and below the seeds' that of one.
func docsArgs(cmd *cobra.Command, args []string) error {
	if len(args) == 2 && (args[0] == seedPage || args[0] == targetPage && args[1] == "schema") {
		return nil
	}
	return cobra.MaximumNArgs(1)(cmd, args)
}

// writeSeeds writes the page about seeds: those embedded, and what a file takes.
func writeSeeds(w io.Writer) error {
	embedded := docpage.Section{Heading: "Embedded",
		Text: "offhook docs seeds NAME shows one, a beginning for your own; offhook docs seeds schema is the JSON schema for your editor."}
	for _, name := range seed.Names() {
		s, err := seed.Named(name)
		if err != nil {
			return err
		}
		embedded.Rows = append(embedded.Rows, []string{name, s.Description})
	}
	all := append([]docpage.Section{embedded}, explained(seed.Sections())...)
	return docpage.WriteSections(w, "Seeds: what offhook serve begins with", "serve --seed NAME|FILE", all...)
}

// writeTarget writes the page about target files.
func writeTarget(w io.Writer) error {
	return docpage.WriteSections(w, "Target files: what offhook conform has to know of a server", "conform --config FILE", explained(target.Sections())...)
}

// writeTargetSchema writes the JSON schema of target files.
func writeTargetSchema(w io.Writer) error {
	text, err := target.Schema()
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// explained are the keys of a form as a page has them.
func explained(sections []form.Section) []docpage.Section {
	var all []docpage.Section
	for _, s := range sections {
		part := docpage.Section{Heading: s.Path, Text: s.Doc}
		if s.Path == "" {
			part.Heading = "The file"
			part.Text = "YAML without anchors, aliases and tags. What is not required may be left out."
		}
		for _, k := range s.Keys {
			part.Rows = append(part.Rows, []string{k.Name, k.Takes, k.Doc})
		}
		all = append(all, part)
	}
	return all
}

// writeSeed writes an embedded seed, or the schema of all.
func writeSeed(w io.Writer, name string) error {
	text, err := seed.Text(name)
	if name == "schema" {
		text, err = seed.Schema()
	}
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
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
	names := []string{"events", "codes", "errata", seedPage, targetPage}
	for i := range catalog.Functions {
		names = append(names, catalog.Functions[i].Name)
	}
	return names
}
