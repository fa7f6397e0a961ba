package dispatch

import (
	"context"
	"errors"
	"net/mail"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/store"
)

// email validates a request to mail one recording (User, Group, and Role,
// EMAIL): the password that ENCRYPT requires (16), the address (45), the
// recording (41), then the relay (31, E-46), of which this system has none.
func (d *Dispatcher) email(req *catalog.Request) catalog.Result {
	if req.Yes(catalog.ENCRYPT) && !req.Given(catalog.PASSWORD) {
		return catalog.Fail(catalog.API_INVALID_MESSAGE_FORMAT, "ENCRYPT requires a PASSWORD")
	}
	if !validAddress(req.Value(catalog.TOADDRESS)) {
		return badAddress(catalog.TOADDRESS)
	}
	field := req.Value(catalog.UNIQUEFIELD)
	if res := d.exists(field, req.Value(catalog.UNIQUEID)); res != nil {
		return *res
	}
	return noRelay()
}

// combinedEmail validates a request to mail several recordings as one file
// (User, Group, and Role, COMBINEDEMAIL).
func (d *Dispatcher) combinedEmail(req *catalog.Request) catalog.Result {
	if !validAddress(req.Value(catalog.TOADDRESS)) {
		return badAddress(catalog.TOADDRESS)
	}
	if from := req.Value(catalog.FROMADDRESS); from != "" && !validAddress(from) {
		return badAddress(catalog.FROMADDRESS)
	}
	for id := range strings.SplitSeq(req.Value(catalog.IDENT), ",") {
		if res := d.exists("ident", id); res != nil {
			return *res
		}
	}
	return noRelay()
}

// exists returns nil if there is a recording whose column has the value, else
// the answer.
func (d *Dispatcher) exists(column, value string) *catalog.Result {
	ctx, cancel := context.WithTimeout(context.Background(), databaseTimeout)
	defer cancel()
	_, found, err := d.store.Find(ctx, column, value)
	var res catalog.Result
	switch {
	case errors.Is(err, store.ErrUnknownColumn):
		res = catalog.Fail(catalog.API_INVALID_MESSAGE_FORMAT, "UNIQUEFIELD must be a column of the recording table")
	case err != nil:
		res = d.lostBy(err)
	case !found:
		res = catalog.Fail(catalog.API_FILE_NOT_FOUND, "")
	default:
		return nil
	}
	return &res
}

// validAddress reports whether s is one bare address: no display name, no
// line break that could start another header.
func validAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Name == "" && a.Address == s && !strings.ContainsAny(s, "\r\n")
}

func badAddress(n catalog.Name) catalog.Result {
	return catalog.Fail(catalog.API_EMAIL_NOT_VALID, n.String()+" is not a valid e-mail address")
}

func noRelay() catalog.Result {
	return catalog.Fail(catalog.API_ERROR_CLIENT_NOT_FOUND, "No e-mail server is configured")
}
