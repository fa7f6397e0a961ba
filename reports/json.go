package reports

import (
	"encoding/json"
	"io"
)

// WriteJSON writes report.json: the keys of the contract are always there,
// lists are never null, and markup is escaped so that the document may be
// embedded in a page.
func (c *Conform) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(c)
}
