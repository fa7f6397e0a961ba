package dispatch

import (
	"net/mail"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
)

// email validates a request to mail one recording (User, Group, and Role,
// EMAIL): the password that ENCRYPT requires (16), the address (45), the
// recording (41), then the relay (31, E-46), of which this system has none.
func (d *Dispatcher) email(req *catalog.Request) catalog.Result {
	if res := unprotected(req); res != nil {
		return *res
	}
	if !validAddress(req.Value(catalog.TOADDRESS)) {
		return badAddress(catalog.TOADDRESS)
	}
	if _, res := d.audio(req.Value(catalog.UNIQUEFIELD), req.Value(catalog.UNIQUEID)); res != nil {
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
	if _, res := d.audios(req.Value(catalog.IDENT)); res != nil {
		return *res
	}
	return noRelay()
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
