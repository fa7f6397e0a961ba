package dialect

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
)

// Form is the form of results and events in one dialect. A nil Form is that of
// the reference's own readings and costs nothing.
type Form struct {
	taken      catalog.Dialect
	terminator string // E-01

	texts  map[string]func(string) string                 // by tag
	tags   map[string]map[string]string                   // by function and tag
	shapes map[string]func([]wire.Element) []wire.Element // of bodies, by function
}

// New returns the form of d, nil where that is the reference's own.
func New(d catalog.Dialect) *Form {
	if d == (catalog.Dialect{}) {
		return nil
	}
	f := &Form{
		taken:      d,
		terminator: map[string]string{"crlf": "\r\n", "lf": "\n", "cr": "\r"}[d.Takes("E-01")],
		texts:      map[string]func(string) string{},
		tags:       map[string]map[string]string{},
		shapes:     map[string]func([]wire.Element) []wire.Element{},
	}
	for _, r := range rewrites {
		if d.Takes(r.erratum) == r.reading {
			f.use(&r)
		}
	}
	return f
}

// use makes r a part of the form.
func (f *Form) use(r *rewrite) {
	for _, tag := range strings.Fields(r.tags) {
		f.texts[tag] = r.text
	}
	for _, function := range strings.Fields(r.functions) {
		if r.shape != nil {
			f.shapes[function] = r.shape
		}
		if f.tags[function] == nil {
			f.tags[function] = map[string]string{}
		}
		for i := 0; i+1 < len(r.rename); i += 2 {
			f.tags[function][r.rename[i]] = r.rename[i+1]
		}
	}
}

// Terminator ends every message.
func (f *Form) Terminator() string {
	if f == nil {
		return wire.Terminator
	}
	return f.terminator
}

// AppendResult appends the RESULT document that answers req, without its
// terminator. It may change res.Body.
func (f *Form) AppendResult(dst []byte, req *catalog.Request, res *catalog.Result) []byte {
	if f == nil {
		return catalog.AppendResult(dst, req, res)
	}
	doc := wire.Element{Name: "RESULT", Children: append(f.head(req, res), f.body(req.Function, res.Body)...)}
	return wire.AppendElement(dst, &doc)
}

// AppendEvent appends the CALLCOPYEVENT document of ev as the subscription
// xref sees it, without its terminator.
func (f *Form) AppendEvent(dst []byte, ev *catalog.Event, xref int) []byte {
	if f == nil {
		return catalog.AppendEvent(dst, ev, xref)
	}
	said := catalog.Event{Type: ev.Type, Values: slices.Clone(ev.Values)}
	for i := range said.Values {
		said.Values[i] = f.text(ev.Type.Fields[i].Name, said.Values[i])
	}
	return catalog.AppendEvent(dst, &said, xref)
}

// head is what precedes the body of a result.
func (f *Form) head(req *catalog.Request, res *catalog.Result) []wire.Element {
	typ, id := wire.Leaf("REQUESTTYPE", req.TypeText), wire.Leaf("REQUESTID", req.IDText)
	if f.taken.Takes("E-05") == "id-first" {
		typ, id = id, typ
	}
	if res.Code == catalog.API_OK && req.Function != nil {
		switch name := req.Function.Name; {
		case name == "CALLLIST" && f.taken.Takes("E-06") == "bare":
			return []wire.Element{wire.Leaf("TYPE", req.TypeText), wire.Leaf("REQUESTID", req.IDText)}
		case name == "FETCHTERMINOLOGY" && f.taken.Takes("E-07") == "bare":
			return []wire.Element{typ, id}
		}
	}
	label := res.Code.String()
	message := cmp.Or(f.message(req, res), label)
	if res.Code != catalog.API_OK && f.taken.Takes("E-03") == "error" {
		if message != label {
			message = label + ": " + message
		}
		label = "ERROR"
	}
	return []wire.Element{typ, id,
		wire.Leaf("RESULTTYPE", label), wire.Leaf("RESULTCODE", f.code(res.Code)), wire.Leaf("RESULTMSG", message)}
}

// code is the number of a code (E-02).
func (f *Form) code(c catalog.Code) string {
	reading := f.taken.Takes("E-02")
	switch {
	case c == catalog.API_INVALID_MESSAGE_FORMAT && (reading == "17" || reading == "both-17"),
		c == catalog.API_ERROR_NO_DEFAULT_RECORDING_PATH && (reading == "path-17" || reading == "both-17"):
		c = catalog.API_INVALID_MESSAGE_FORMAT_17
	}
	return strconv.Itoa(int(c))
}

// printed are the functions that the manual's result texts name, by the one
// that was called (E-18).
var printed = map[string]string{
	"CALLUPDATE": "CALLSTART", "RECORDSTART": "CALLSTART", "RECORDSTOP": "CALLSTOP",
	"BLACKOUTSTOP": "BLACKOUTSTART", "AGENTBLACKOUTSTART": "BLACKOUTSTART", "AGENTBLACKOUTSTOP": "BLACKOUTSTART",
}

// message is RESULTMSG, "" for the label.
func (f *Form) message(req *catalog.Request, res *catalog.Result) string {
	if req.Function == nil || f.taken.Takes("E-18") != "printed" {
		return res.Message
	}
	if rest, ok := strings.CutPrefix(res.Message, req.Function.Name+" "); ok && printed[req.Function.Name] != "" {
		return printed[req.Function.Name] + " " + rest
	}
	return res.Message
}

// body is what follows the head of a result.
func (f *Form) body(function *catalog.Function, body []wire.Element) []wire.Element {
	if function == nil {
		return body
	}
	f.rewrite(f.tags[function.Name], body)
	if shape := f.shapes[function.Name]; shape != nil {
		return shape(body)
	}
	return body
}

// rewrite changes names and texts in place.
func (f *Form) rewrite(tags map[string]string, es []wire.Element) {
	for i := range es {
		e := &es[i]
		if len(e.Children) == 0 {
			e.Text = f.text(e.Name, e.Text)
		}
		f.rewrite(tags, e.Children)
		e.Name = cmp.Or(tags[e.Name], e.Name)
	}
}

// text is the text of a tag.
func (f *Form) text(tag, text string) string {
	if write := f.texts[tag]; write != nil {
		return write(text)
	}
	return text
}
