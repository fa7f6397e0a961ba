package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/offhook/offhook/reference/catalog/docpage"
	"github.com/offhook/offhook/specs/ledger"
	"github.com/offhook/offhook/specs/runner"
)

func requirementsCommand() *cobra.Command {
	var asJSON, uncovered bool
	var focus string
	cmd := &cobra.Command{
		Use:   "requirements",
		Short: "What the manual demands of a server, and the specs that prove it",
		Long: `What the manual demands of a server, a requirement a rule, and the specs of
offhook conform that prove it.

With --uncovered: what no requirement covers of the API's parameters, results,
fields, events, widths, codes and errata; exit code 1 where there is any.`,
		Example: `  offhook requirements
  offhook requirements --focus CALLSTOP
  offhook requirements --focus CALLSTART/USER7 --json | jq -r '.requirements[].specs[]'
  offhook requirements --uncovered`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			out := cmd.OutOrStdout()
			if uncovered {
				rest, err := runner.Uncovered()
				if err != nil {
					return err
				}
				return writeUncovered(out, rest, asJSON)
			}
			rs, err := runner.Requirements(focus)
			switch {
			case err != nil:
				return err
			case asJSON:
				return writeJSON(out, map[string]any{"requirements": rs})
			}
			return writeRequirements(out, rs)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&asJSON, "json", false, "print one JSON document")
	f.BoolVar(&uncovered, "uncovered", false, "list what no requirement covers")
	f.StringVar(&focus, "focus", "", "only requirements whose id, chapter, statement or facts match this `RE`")
	cmd.MarkFlagsMutuallyExclusive("uncovered", "focus")
	return cmd
}

// writeRequirements writes a section a chapter, a row a requirement.
func writeRequirements(w io.Writer, rs []runner.Requirement) error {
	var chapters []docpage.Section
	for _, r := range rs {
		if n := len(chapters); n == 0 || chapters[n-1].Heading != r.Chapter {
			chapters = append(chapters, docpage.Section{Heading: r.Chapter})
		}
		specs := fmt.Sprint(len(r.Specs))
		if r.Reason != "" {
			specs = r.Reason
		}
		c := &chapters[len(chapters)-1]
		c.Rows = append(c.Rows, []string{r.ID, string(r.Level), specs, r.Statement})
	}
	title := fmt.Sprintf("%d requirements: id, level, how many specs prove it, what it demands", len(rs))
	return docpage.WriteSections(w, title, "", chapters...)
}

// writeUncovered lists what no requirement covers. It returns exit code 1 where
// there is any.
func writeUncovered(w io.Writer, rest ledger.Facts, asJSON bool) (err error) {
	any := false
	rest.Each(func(kind, name string) {
		any = true
		if !asJSON && err == nil {
			_, err = fmt.Fprintf(w, "%s %s\n", kind, name)
		}
	})
	if asJSON {
		err = writeJSON(w, map[string]ledger.Facts{"uncovered": rest})
	}
	if err == nil && any {
		return exit(exitNo)
	}
	return err
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
