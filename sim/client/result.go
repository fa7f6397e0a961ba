package client

import (
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
)

// Result is the answer to a request, in whichever form and order of its parts
// the server gave it (E-03, E-05).
type Result struct {
	RequestType string // REQUESTTYPE, or TYPE where CALLLIST has that (E-06)
	RequestID   string // as it stands in the result
	Type        string // RESULTTYPE as it stands: a label, or ERROR
	Code        int    // RESULTCODE; -1 where there is none or no number
	Message     string // RESULTMSG
	Body        wire.Element
	Raw         []byte // the document as received, without terminator
}

// NewResult reads a RESULT document: its tree, and the bytes it was read from.
func NewResult(e wire.Element, raw []byte) *Result {
	r := &Result{
		RequestType: e.Value("REQUESTTYPE"),
		RequestID:   e.Value("REQUESTID"),
		Type:        e.Value("RESULTTYPE"),
		Code:        -1,
		Message:     e.Value("RESULTMSG"),
		Body:        e,
		Raw:         raw,
	}
	if r.RequestType == "" {
		r.RequestType = e.Value("TYPE")
	}
	if n, err := strconv.Atoi(e.Value("RESULTCODE")); err == nil && n >= 0 {
		r.Code = n
	}
	return r
}

// CodePresent reports whether the result has a RESULTCODE that is a number.
func (r *Result) CodePresent() bool { return r.Code >= 0 }

// Label returns the result's label, API_OK or an error's, in both forms of
// E-03. Where the result names none it is the code's, or "" without a code.
func (r *Result) Label() string {
	if r.Type != "" && !strings.EqualFold(r.Type, "ERROR") {
		return r.Type
	}
	if l := labelIn(r.Message); l != "" {
		return l
	}
	if r.Code >= 0 && r.Code <= 255 {
		return catalog.Code(r.Code).String()
	}
	return ""
}

// labelIn returns the first word of the form API_SOMETHING in s, or "".
func labelIn(s string) string {
	i := strings.Index(s, "API_")
	if i < 0 {
		return ""
	}
	s = s[i:]
	end := strings.IndexFunc(s, func(c rune) bool {
		return (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_'
	})
	if end >= 0 {
		s = s[:end]
	}
	return s
}

// OK reports whether the request succeeded: code 20, or the label API_OK where
// there is no code, or a CALLLIST or FETCHTERMINOLOGY result that has neither
// (E-06, E-07).
func (r *Result) OK() bool {
	if r.CodePresent() {
		return r.Code == int(catalog.API_OK)
	}
	if l := r.Label(); l != "" {
		return l == "API_OK"
	}
	return r.RequestType == "CALLLIST" || r.RequestType == "FETCHTERMINOLOGY"
}

// Value returns the text of the result's first direct child of that name.
func (r *Result) Value(name string) string { return r.Body.Value(name) }

// answers reports whether the result can be the answer to a request with that
// REQUESTID. A server that could not read the number, or refuses a connection
// before it reads anything, echoes none or 0 (E-30).
func (r *Result) answers(id int32) bool {
	n, err := strconv.ParseInt(r.RequestID, 10, 64)
	return err != nil || n == 0 || n == int64(id)
}
