package harness

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/sim/client"
)

// Reply is a result with the spec that must judge it.
type Reply struct {
	*client.Result
	t    *T
	sent string
}

// headless are the functions whose example result lacks RESULTTYPE, RESULTCODE
// and RESULTMSG (E-06, E-07).
var headless = map[string]string{"CALLLIST": "E-06", "FETCHTERMINOLOGY": "E-07"}

// Is fails unless the result has one of the codes, and a RESULTTYPE that fits
// it in either form of E-03. 17 is taken for 16 and for 18 (E-02).
func (r *Reply) Is(codes ...catalog.Code) *Reply {
	r.noteOrder()
	if slices.Contains(codes, catalog.API_OK) && !r.CodePresent() && r.Type == "" {
		if erratum, ok := headless[r.RequestType]; ok {
			r.t.Reading(erratum, "bare")
			return r
		}
	}
	if !r.CodePresent() {
		r.fail("RESULTCODE is missing or no number", codeNames(codes), "RESULTCODE")
	}
	for _, c := range codes {
		if !r.accepts(c) {
			continue
		}
		if len(codes) == 1 { // else another erratum may have spoken
			r.noteTwin(c)
		}
		r.labelFits()
		return r
	}
	r.fail(fmt.Sprintf("the answer is %s", r.summary()), codeNames(codes), "RESULTTYPE", "RESULTCODE", "RESULTMSG")
	return nil
}

// noteOrder notes what comes first in the head (E-05).
func (r *Reply) noteOrder() {
	for i := range r.Body.Children {
		switch r.Body.Children[i].Name {
		case "REQUESTTYPE":
			r.t.Reading("E-05", "type-first")
			return
		case "REQUESTID":
			r.t.Reading("E-05", "id-first")
			return
		case "TYPE": // of CALLLIST (E-06)
			return
		}
	}
}

// accepts reports whether the result has code c, or 17 in its place (E-02).
func (r *Reply) accepts(c catalog.Code) bool {
	twin := c == catalog.API_INVALID_MESSAGE_FORMAT || c == catalog.API_ERROR_NO_DEFAULT_RECORDING_PATH
	return r.Code == int(c) || twin && r.Code == int(catalog.API_INVALID_MESSAGE_FORMAT_17)
}

// noteTwin notes which reading of E-02 an answer shows that means code c.
func (r *Reply) noteTwin(c catalog.Code) {
	switch {
	case c == catalog.API_INVALID_MESSAGE_FORMAT:
		r.t.Reading("E-02", strconv.Itoa(r.Code))
	case c == catalog.API_ERROR_NO_DEFAULT_RECORDING_PATH && r.Code != int(c):
		r.t.Reading("E-02", "path-17")
	}
}

// labelFits fails unless RESULTTYPE is the code's label, or ERROR with the
// label in RESULTMSG, and notes which (E-03).
func (r *Reply) labelFits() {
	label := catalog.Code(r.Code).String()
	if path := catalog.API_ERROR_NO_DEFAULT_RECORDING_PATH.String(); r.Code == 17 && r.Label() == path {
		label = path // E-02
	}
	switch {
	case r.Type == label:
		if r.Code != int(catalog.API_OK) {
			r.t.Reading("E-03", "label")
		}
	case r.Type == "ERROR" && r.Code != int(catalog.API_OK) && strings.Contains(r.Message, label):
		r.t.Reading("E-03", "error")
	default:
		r.fail(fmt.Sprintf("RESULTTYPE %q does not fit RESULTCODE %d", r.Type, r.Code),
			fmt.Sprintf("RESULTTYPE %s, or ERROR with %s in RESULTMSG", label, label), "RESULTTYPE")
	}
}

// Says fails unless RESULTMSG contains one of the texts (E-66), whatever blanks
// stand in it.
func (r *Reply) Says(texts ...string) *Reply {
	message := squeeze(r.Message)
	for _, s := range texts {
		if strings.Contains(message, squeeze(s)) {
			return r
		}
	}
	r.fail(fmt.Sprintf("RESULTMSG is %q", r.Message), "RESULTMSG with "+show(texts), "RESULTMSG")
	return nil
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

var coreList = regexp.MustCompile(`^(\w+) sent to all of the following cores: *(\d+(?: *, *\d+)*)$`)

// SentToCores fails unless the result is API_OK with the text that names the
// function and the cores which the command was sent to; the function may be the
// one that the manual's text prints (E-18). It returns the cores.
func (r *Reply) SentToCores(alsoPrinted ...string) []int {
	r.Is(catalog.API_OK)
	m := coreList.FindStringSubmatch(squeeze(r.Message))
	function := r.requestType()
	if m == nil || (m[1] != function && !slices.Contains(alsoPrinted, m[1])) {
		r.fail(fmt.Sprintf("RESULTMSG is %q", r.Message), fmt.Sprintf("%q with the cores", function+" sent to all of the following cores: #,#"), "RESULTMSG")
	}
	if len(alsoPrinted) > 0 {
		r.t.Reading("E-18", map[bool]string{true: "own", false: "printed"}[m[1] == function])
	}
	return numbers(m[2])
}

// requestType is the function that was called, as the request had it.
func (r *Reply) requestType() string {
	if m := typeTag.FindStringSubmatch(r.sent); m != nil {
		return strings.ToUpper(strings.TrimSpace(m[1] + m[2]))
	}
	return r.RequestType
}

var typeTag = regexp.MustCompile(`<TYPE>([^<]*)</TYPE>|(?i:[?&\n]TYPE=)([^&\s]*)`)

// numbers reads decimal numbers separated by commas and blanks.
func numbers(list string) []int {
	var ns []int
	for _, s := range strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == ' ' }) {
		if n, err := strconv.Atoi(s); err == nil {
			ns = append(ns, n)
		}
	}
	return ns
}

// Want fails with the text of what would have been right unless cond holds.
func (r *Reply) Want(cond bool, expected string, args ...any) *Reply {
	if !cond {
		r.fail("the result is not as it must be", fmt.Sprintf(expected, args...))
	}
	return r
}

// Field fails unless the result has a direct child of that name, and returns
// its text. Other spellings that the errata allow count too.
func (r *Reply) Field(name string) string {
	f := r.Fields()
	if !f.Has(name) {
		r.fail("the result has no "+name, "a "+name+" element in RESULT")
	}
	return f.Get(name)
}

// FieldIs fails unless the result has that field with that text.
func (r *Reply) FieldIs(name, want string) *Reply {
	if got := r.Field(name); got != want {
		r.fail(fmt.Sprintf("%s is %q", name, got), fmt.Sprintf("%s: %q", name, want), name)
	}
	return r
}

// Fields returns the result's direct children that hold text.
func (r *Reply) Fields() Fields { return fieldsOf(&r.Body) }

// Sections returns the fields of every element of that name, wherever in the
// result it stands.
func (r *Reply) Sections(name string) []Fields {
	var out []Fields
	for _, e := range descendants(&r.Body, name) {
		out = append(out, fieldsOf(e))
	}
	return out
}

// descendants returns every element of that name below e, in order.
func descendants(e *wire.Element, name string) []*wire.Element {
	var out []*wire.Element
	for i := range e.Children {
		c := &e.Children[i]
		if c.Name == name {
			out = append(out, c)
		}
		out = append(out, descendants(c, name)...)
	}
	return out
}

// summary names the result in a failure.
func (r *Reply) summary() string {
	s := fmt.Sprintf("%d %s", r.Code, r.Label())
	if r.Message != "" && r.Message != r.Label() {
		s += fmt.Sprintf(" %q", r.Message)
	}
	return s
}

// fail ends the spec with this exchange as the decisive one; fields are the
// wrong ones.
func (r *Reply) fail(problem, expected string, fields ...string) {
	r.t.fail(&Failure{Problem: problem, Expected: expected, Sent: r.sent, Received: string(r.Raw), fields: fields})
}

// Failf ends the spec as failed with this exchange as the decisive one.
func (r *Reply) Failf(format string, args ...any) { r.fail(fmt.Sprintf(format, args...), "") }

func codeNames(codes []catalog.Code) string {
	var s []string
	for _, c := range codes {
		s = append(s, fmt.Sprintf("%d %s", c, c))
	}
	return strings.Join(s, " or ")
}
