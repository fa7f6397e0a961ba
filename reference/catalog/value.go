package catalog

import (
	"fmt"
	"net/mail"
	"strconv"
	"strings"
	"unicode/utf8"
)

// normal returns the canonical form of a value that is not blank, and whether
// it is one of p's type.
func (p *Param) normal(v string) (string, bool) {
	switch p.Type {
	case Int, UnixTime:
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || (p.Min != p.Max && (n < p.Min || n > p.Max)) {
			return "", false
		}
		if '1' <= v[0] && v[0] <= '9' {
			return v, true // already in the form that FormatInt gives it
		}
		return strconv.FormatInt(n, 10), true
	case Flag, Enum:
		for _, a := range p.Allowed {
			if strings.EqualFold(a, v) {
				return a, true
			}
		}
		return "", false
	case IDList:
		if p.Width > 0 && len(v) > p.Width {
			return "", false
		}
		return idList(v)
	case Address:
		return v, (p.Width == 0 || utf8.RuneCountInString(v) <= p.Width) && isAddress(v)
	}
	return v, true
}

// MaxIDs is how many ids a list may hold.
const MaxIDs = 1000

// idList returns a list of positive decimal ids without blanks.
func idList(v string) (string, bool) {
	parts := strings.Split(v, ",")
	if len(parts) > MaxIDs {
		return "", false
	}
	for i, s := range parts {
		n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
		if err != nil || n < 1 {
			return "", false
		}
		parts[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(parts, ","), true
}

// isAddress reports whether v is one bare e-mail address (RFC 5322): no name, no
// comment, nothing that could start another header.
func isAddress(v string) bool {
	a, err := mail.ParseAddress(v)
	return err == nil && a.Name == "" && a.Address == v && !strings.ContainsAny(v, "\r\n")
}

// fallback is what an ignored value becomes: "?" for a direction that is
// neither in nor out (E-39), nothing for all else.
func (p *Param) fallback() string {
	if p.Name == CALLDIRECTION {
		return "?"
	}
	return ""
}

// complaint says what would have been right.
func (p *Param) complaint() string {
	switch {
	case len(p.Allowed) == 1:
		return fmt.Sprintf("%s must be %s", p.Name, p.Allowed[0])
	case len(p.Allowed) > 0:
		return fmt.Sprintf("%s must be one of %s", p.Name, strings.Join(p.Allowed, ", "))
	case p.Type == IDList && p.Width > 0:
		return fmt.Sprintf("%s must be numbers separated by commas, at most %d characters in all", p.Name, p.Width)
	case p.Type == IDList:
		return fmt.Sprintf("%s must be numbers separated by commas, at most %d", p.Name, MaxIDs)
	case p.Type == Address:
		return fmt.Sprintf("%s is not a valid e-mail address", p.Name)
	case p.Min != p.Max:
		return fmt.Sprintf("%s must be a number from %d to %d", p.Name, p.Min, p.Max)
	default:
		return fmt.Sprintf("%s must be a number", p.Name)
	}
}
