package directory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
)

// A guard returns nil where the request may go on, else its answer.

// refuse returns the answer of a guard.
func refuse(c catalog.Code, format string, args ...any) *catalog.Result {
	return &catalog.Result{Code: c, Message: fmt.Sprintf(format, args...)}
}

// need guards required values.
func (d *Directory) need(req *catalog.Request, names ...catalog.Name) *catalog.Result {
	for _, n := range names {
		if bad := d.cfg.Dialect.Need(req, n); bad != nil {
			return bad
		}
	}
	return nil
}

// The values of ACTION.
const (
	actionAdd    = "ADD"
	actionModify = "MODIFY"
	actionDelete = "DELETE"
	actionList   = "LIST"
)

// action returns ACTION in upper case, guarded to be one of allowed.
func (d *Directory) action(req *catalog.Request, allowed ...string) (string, *catalog.Result) {
	if bad := d.need(req, catalog.ACTION); bad != nil {
		return "", bad
	}
	a := strings.ToUpper(req.Value(catalog.ACTION))
	if !slices.Contains(allowed, a) {
		return "", refuse(catalog.API_ERROR_INVALID_ACTION, "ACTION must be one of %s", strings.Join(allowed, ", "))
	}
	return a, nil
}

// full guards a limit: of what there may be no more than limit.
func full(have, limit int, what string) *catalog.Result {
	if have < limit {
		return nil
	}
	return refuse(catalog.API_ERROR_PROCESSING_MESSAGE, "the limit of %d %s is reached", limit, what)
}

// accept returns an API_OK result; message "" means the label.
func accept(message string, body ...catalog.Element) catalog.Result {
	return catalog.Result{Code: catalog.API_OK, Message: message, Body: body}
}

func leaf(name, text string) catalog.Element { return catalog.Element{Name: name, Text: text} }
