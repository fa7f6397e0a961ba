package catalog

import (
	"math/bits"
	"strconv"
	"unicode/utf8"

	"github.com/offhook/offhook/reference/wire"
)

// MaxRequestID is the largest REQUESTID that the manual allows.
const MaxRequestID = 2147483647

// Request is one bound request. It is reused from one request to the next;
// its strings are its own and outlive the message that it was bound from.
type Request struct {
	Function *Function
	Via      Transports // the transport it came by: TCP or HTTP
	ID       int32      // REQUESTID; 0 where it is invalid (E-29)
	IDText   string     // what the result echoes as REQUESTID (E-30)
	TypeText string     // what the result echoes as REQUESTTYPE
	Notes    []string   // what was tolerated, for the log

	values [NameCount]string
	given  [(NameCount + 63) / 64]uint64

	defaulted []Name // have a value that was not given

	text  []byte // the values while they are collected
	spans []span // where each lies in text
}

// span is where the value of a parameter lies in the collected text.
type span struct {
	name       Name
	start, end int
}

// Value returns the parameter's value, trimmed and cut to its width; "" where
// it is missing or blank.
func (r *Request) Value(n Name) string { return r.values[n] }

// Has reports whether the parameter was sent, even blank.
func (r *Request) Has(n Name) bool { return r.given[n>>6]&(1<<(n&63)) != 0 }

// Given reports whether the parameter has a value.
func (r *Request) Given(n Name) bool { return r.values[n] != "" }

// Int returns an Int or UnixTime parameter's value and whether there is one.
func (r *Request) Int(n Name) (int64, bool) {
	if r.values[n] == "" {
		return 0, false // without the error that ParseInt would allocate
	}
	v, err := strconv.ParseInt(r.values[n], 10, 64)
	return v, err == nil
}

// Yes reports whether a Flag parameter is Y.
func (r *Request) Yes(n Name) bool { return r.values[n] == "Y" }

// Set gives the parameter a value: for clients, generators and tests.
func (r *Request) Set(n Name, v string) {
	r.values[n] = v
	r.given[n>>6] |= 1 << (n & 63)
}

// Reset forgets all but the memory of r.
func (r *Request) Reset() {
	for i := range r.given {
		for set := r.given[i]; set != 0; set &= set - 1 {
			r.values[i<<6+bits.TrailingZeros64(set)] = ""
		}
		r.given[i] = 0
	}
	for _, n := range r.defaulted {
		r.values[n] = ""
	}
	r.Function, r.Via, r.ID, r.IDText, r.TypeText = nil, 0, 0, "", ""
	r.Notes, r.defaulted, r.text, r.spans = r.Notes[:0], r.defaulted[:0], r.text[:0], r.spans[:0]
}

// Bind is Dialect.Bind in the reference's own readings.
func Bind(m *wire.Message, via Transports, req *Request) *Result {
	return new(Dialect).Bind(m, via, req)
}

// Bind reads m, which came by via, into req. A nil result means that req may
// be executed; otherwise it is the answer. Checks are made in this order:
// TYPE (15, 10, 49, 44), REQUESTID (14), values (16, 21, 26, …), groups.
func (d *Dialect) Bind(m *wire.Message, via Transports, req *Request) *Result {
	req.Reset()
	req.Via = via
	typ := typeOf(m)
	f, name := lookupBytes(typ)
	req.Function, req.TypeText = f, name
	id, idSent := fold(m, "REQUESTID")
	idOK := req.bindID(d, id)
	switch {
	case len(typ) == 0:
		return &Result{Code: d.noType(), Message: "TYPE is missing or blank"}
	case f == nil:
		return &Result{Code: d.unknownType()}
	case f.Chapter == DeprecatedChapter:
		return &Result{Code: d.deprecated(), Message: f.Results[0].Text}
	case f.Transports&via == 0:
		return &Result{Code: API_COMMAND_NOT_ALLOWED, Message: f.Name + " is not offered on this interface"}
	case !idOK && !(idSent && string(id) == "0" && d.takesZero(f)):
		return &Result{Code: API_REQUESTID_INVALID}
	}
	if refusal := req.collect(d, f, m); refusal != nil {
		return refusal
	}
	return req.check(d, f)
}

// typeOf returns the value of TYPE, or of REQUESTTYPE where TYPE is not there
// (E-04).
func typeOf(m *wire.Message) []byte {
	if t, ok := fold(m, "TYPE"); ok {
		return t
	}
	t, _ := fold(m, "REQUESTTYPE")
	return t
}

// fold returns the first field whose name is name in any case (E-35).
func fold(m *wire.Message, name string) ([]byte, bool) {
	for i := range m.Fields {
		if equalFold(m.Fields[i].Name, name) {
			return trim(m.Fields[i].Value), true
		}
	}
	return nil, false
}

// equalFold compares b with an upper-case ASCII name.
func equalFold(b []byte, name string) bool {
	if len(b) != len(name) {
		return false
	}
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c != name[i] {
			return false
		}
	}
	return true
}

// bindID sets ID and IDText and reports whether the id is valid.
func (r *Request) bindID(d *Dialect, id []byte) bool {
	n, err := strconv.ParseInt(string(id), 10, 64)
	if err == nil && n >= 1 && n <= MaxRequestID {
		r.ID, r.IDText = int32(n), strconv.FormatInt(n, 10)
		return true
	}
	r.IDText = d.echo(id)
	return false
}

// isNumber reports whether id is a decimal integer short enough to echo.
func isNumber(id []byte) bool {
	if len(id) > 0 && (id[0] == '-' || id[0] == '+') {
		id = id[1:]
	}
	if len(id) == 0 || len(id) > 40 {
		return false
	}
	for _, c := range id {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// collect takes over the fields of m that are parameters of f. The first of
// several of one name wins; unknown ones are no error. All values share one
// string: one allocation a request, not one a value. What is too long for its
// width may be the answer (E-25).
func (r *Request) collect(d *Dialect, f *Function, m *wire.Message) (refusal *Result) {
	next := 1 // clients tend to send parameters in the manual's order
	var types, ids int
	for i := range m.Fields {
		fd := &m.Fields[i]
		var n Name
		if next < len(f.Params) && equalFold(fd.Name, nameText[f.Params[next].Name]) {
			n = f.Params[next].Name
		} else {
			n = f.nameOf(fd.Name)
		}
		switch {
		case n == NoName:
			if equalFold(fd.Name, "TYPE") {
				r.noteRepeated("TYPE", &types)
			}
			continue
		case n == REQUESTID:
			r.noteRepeated("REQUESTID", &ids)
			continue
		case r.Has(n):
			r.note("repeated, the first counts: " + n.String())
			continue
		}
		next = int(f.index[n]) // the position of the one after n
		v := trim(fd.Value)
		if p := &f.Params[next-1]; p.tooLong(v) {
			var bad *Result
			if v, bad = d.overlong(p, v); refusal == nil {
				refusal = bad
			}
		}
		r.given[n>>6] |= 1 << (n & 63)
		start := len(r.text)
		r.text = append(r.text, v...)
		r.spans = append(r.spans, span{n, start, len(r.text)})
	}
	text := string(r.text)
	for _, s := range r.spans {
		r.values[s.name] = text[s.start:s.end]
	}
	return refusal
}

// noteRepeated counts one more of a name that is bound before the others.
func (r *Request) noteRepeated(name string, count *int) {
	if *count++; *count == 2 {
		r.note("repeated, the first counts: " + name)
	}
}

// maxNotes is how many notes a request keeps: a thousand repeated parameters
// are not to make a thousand.
const maxNotes = 20

func (r *Request) note(s string) {
	if len(r.Notes) < maxNotes {
		r.Notes = append(r.Notes, s)
	}
}

// tooLong reports whether a value is longer than its width. Lists of ids and
// addresses are never cut: half an id is another recording's, half an address
// somebody else's.
func (p *Param) tooLong(v []byte) bool {
	return p.Width > 0 && len(v) > p.Width && p.Type != IDList && p.Type != Address && utf8.RuneCount(v) > p.Width
}

// Fit trims and cuts what comes from elsewhere than a request of p's function:
// the value as that function would have it (E-25, E-27).
func (p *Param) Fit(v string) string {
	if p.Width == 0 || len(v) <= p.Width {
		return v
	}
	b := trim([]byte(v))
	if p.tooLong(b) {
		b = trim(cut(b, p.Width))
	}
	return string(b)
}

// trim strips the blanks around a value.
func trim(v []byte) []byte {
	for len(v) > 0 && isBlank(v[0]) {
		v = v[1:]
	}
	for len(v) > 0 && isBlank(v[len(v)-1]) {
		v = v[:len(v)-1]
	}
	return v
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// cut shortens v to width characters.
func cut(v []byte, width int) []byte {
	for i := 0; i < len(v); {
		if width == 0 {
			return v[:i]
		}
		_, n := utf8.DecodeRune(v[i:])
		i += n
		width--
	}
	return v
}

// check judges the values and the groups of f.
func (r *Request) check(d *Dialect, f *Function) *Result {
	for _, p := range f.checked {
		switch {
		case r.values[p.Name] != "":
			if res := r.checkValue(d, f, p); res != nil {
				return res
			}
		case !p.Required:
			if p.Name == EVENTCLASS && d.Takes("E-55") == "30" {
				res := f.Answer(API_EVENT_TYPE_INVALID)
				return &res
			}
			if p.Default != "" {
				r.values[p.Name] = p.Default
				r.defaulted = append(r.defaulted, p.Name)
			}
		default:
			return d.Need(r, p.Name)
		}
	}
	for i := range f.Groups {
		if g := &f.Groups[i]; !g.holds(r) {
			if code := d.breach(g); code != API_OK {
				return &Result{Code: code, Message: g.Message}
			}
		}
	}
	return nil
}

// checkValue judges one value that is not blank and normalises it.
func (r *Request) checkValue(d *Dialect, f *Function, p *Param) *Result {
	v, ok := p.normal(r.values[p.Name])
	if ok {
		r.values[p.Name] = v
		return nil
	}
	code := p.Invalid
	if f.OnInvalid == Ignore && !p.Required && code == 0 {
		r.note("ignored: " + p.complaint())
		r.values[p.Name] = p.fallback()
		return nil
	}
	switch code {
	case 0:
		code = API_INVALID_MESSAGE_FORMAT
	case API_RECORDID_INVALID:
		code = d.NotRecorded()
	}
	return &Result{Code: code, Message: p.complaint()}
}

// holds reports whether the group's rule is kept.
func (g *Group) holds(r *Request) bool {
	n := 0
	for _, alt := range g.Alternatives {
		whole := true
		for _, name := range alt {
			whole = whole && r.Given(name)
		}
		if whole {
			n++
		}
	}
	switch g.Rule {
	case AtLeastOne:
		return n >= 1
	case AtMostOne:
		return n <= 1
	default:
		return n == 1
	}
}
