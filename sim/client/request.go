package client

import (
	"net/url"
	"strconv"

	"github.com/offhook/offhook/reference/wire"
)

// NoID as a request's ID sends it without REQUESTID.
const NoID int32 = -1

// Pair is one name of a request with its value.
type Pair struct{ Name, Value string }

// Request is one request. Names and values are sent as they are, in order, the
// values escaped; names may be wrong, repeated, or in any case.
type Request struct {
	Type string
	// ID is the REQUESTID. 0 lets the connection number its requests 1, 2, 3
	// and so on. A pair named REQUESTID stands in its place.
	ID    int32
	Pairs []Pair
}

// NewRequest returns a request of a type with names and values in turn. It
// panics on a name without value: that is a mistake in the program.
func NewRequest(typ string, nameValues ...string) *Request {
	if len(nameValues)%2 != 0 {
		panic("client: a name without value in a request of type " + typ)
	}
	r := &Request{Type: typ, Pairs: make([]Pair, 0, len(nameValues)/2)}
	for i := 0; i < len(nameValues); i += 2 {
		r.Pairs = append(r.Pairs, Pair{nameValues[i], nameValues[i+1]})
	}
	return r
}

// Set gives name that value: in the place of the first pair of that name, or at
// the end. It returns r.
func (r *Request) Set(name, value string) *Request {
	for i := range r.Pairs {
		if r.Pairs[i].Name == name {
			r.Pairs[i].Value = value
			return r
		}
	}
	r.Pairs = append(r.Pairs, Pair{name, value})
	return r
}

// Get returns the value of the first pair of that name, and whether there is
// one.
func (r *Request) Get(name string) (string, bool) {
	for i := range r.Pairs {
		if r.Pairs[i].Name == name {
			return r.Pairs[i].Value, true
		}
	}
	return "", false
}

// Append appends the request as it is sent, terminator included. An ID of 0 is
// written as 1: the first of a connection.
func (r *Request) Append(dst []byte) []byte {
	if r.ID == 0 {
		return r.appendAs(dst, 1)
	}
	return r.appendAs(dst, r.ID)
}

// appendAs appends the request under a REQUESTID.
func (r *Request) appendAs(dst []byte, id int32) []byte {
	dst = append(dst, "<REQUEST>"...)
	dst = wire.AppendField(dst, "TYPE", r.Type)
	if _, byHand := r.Get("REQUESTID"); !byHand && id != NoID {
		dst = append(dst, "<REQUESTID>"...)
		dst = strconv.AppendInt(dst, int64(id), 10)
		dst = append(dst, "</REQUESTID>"...)
	}
	for i := range r.Pairs {
		dst = wire.AppendField(dst, r.Pairs[i].Name, r.Pairs[i].Value)
	}
	return append(dst, "</REQUEST>"+wire.Terminator...)
}

// AppendQuery appends the request under a REQUESTID as the query of a URL or
// the body of a form.
func (r *Request) AppendQuery(dst []byte, id int32) []byte {
	dst = append(dst, "TYPE="+url.QueryEscape(r.Type)...)
	if _, byHand := r.Get("REQUESTID"); !byHand && id != NoID {
		dst = strconv.AppendInt(append(dst, "&REQUESTID="...), int64(id), 10)
	}
	for _, p := range r.Pairs {
		dst = append(dst, '&')
		dst = append(dst, url.QueryEscape(p.Name)...)
		dst = append(dst, '=')
		dst = append(dst, url.QueryEscape(p.Value)...)
	}
	return dst
}
