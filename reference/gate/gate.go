package gate

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// Gate decides who may come in. It may be used by many goroutines.
type Gate struct {
	name  string    // of the listening address, where that is no number
	token *[32]byte // SHA-256 of the token; nil: none is needed
	links bool
}

// Options of a Gate.
type Options struct {
	// Token lets in who has it, as a bearer token or, for browsers, as the
	// password of any user; "" lets in all on loopback.
	Token string
	// Links lets a link on another site's page open a page here. Its site does
	// not see what it says.
	Links bool
}

// New returns the gate for a server that is to listen on HOST:PORT. An address
// that is not on loopback needs a token: the error says so.
func New(listen string, o Options) (*Gate, error) {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return nil, fmt.Errorf("%q is not HOST:PORT: %w", listen, err)
	}
	g := &Gate{links: o.Links}
	if _, err := netip.ParseAddr(host); err != nil {
		g.name = host
	}
	if o.Token != "" {
		sum := sha256.Sum256([]byte(o.Token))
		g.token = &sum
	} else if !onLoopback(host) {
		return nil, fmt.Errorf("%s can be reached from elsewhere and needs a token; give one, or listen on 127.0.0.1", listen)
	}
	return g, nil
}

// onLoopback reports whether only this machine reaches the host.
func onLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback() || strings.EqualFold(host, "localhost")
}

// Before returns h with the gate before it. Who may not come in gets 401 or 403
// and why, as text.
func (g *Gate) Before(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case g.token == nil && !g.knows(r.Host):
			http.Error(w, "this server is not called by that name; use its address, as in http://127.0.0.1", http.StatusForbidden)
		case !g.sameSite(r):
			http.Error(w, "this server does not answer the pages of other sites", http.StatusForbidden)
		case g.token != nil && !g.holds(r):
			w.Header().Add("WWW-Authenticate", `Bearer realm="offhook"`)
			w.Header().Add("WWW-Authenticate", `Basic realm="offhook: any user, the token as password", charset="UTF-8"`)
			http.Error(w, "this server needs its token", http.StatusUnauthorized)
		default:
			h.ServeHTTP(w, r)
		}
	})
}

// knows reports whether a Host can only be ours: a number, localhost, or the
// name that we listen on. Other names may belong to somebody who lets them
// point here.
func (g *Gate) knows(host string) bool {
	name := (&url.URL{Host: host}).Hostname()
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return strings.EqualFold(name, "localhost") || g.name != "" && strings.EqualFold(name, g.name)
}

// sameSite reports whether a request comes from no page at all, or from one of
// ours, as far as the browser says.
func (g *Gate) sameSite(r *http.Request) bool {
	h := r.Header
	if g.links && r.Method == http.MethodGet && h.Get("Sec-Fetch-Mode") == "navigate" && h.Get("Sec-Fetch-Dest") == "document" {
		return true
	}
	for _, origin := range h.Values("Origin") {
		u, err := url.Parse(origin)
		if err != nil || !strings.EqualFold(u.Host, r.Host) || u.Scheme != "http" && u.Scheme != "https" {
			return false
		}
	}
	for _, site := range h.Values("Sec-Fetch-Site") {
		if site != "same-origin" && site != "none" {
			return false
		}
	}
	return true
}

// holds reports whether a request shows the token.
func (g *Gate) holds(r *http.Request) bool {
	_, shown, ok := r.BasicAuth()
	if !ok {
		kind, bearer, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if !strings.EqualFold(kind, "Bearer") {
			return false
		}
		shown = strings.TrimSpace(bearer)
	}
	sum := sha256.Sum256([]byte(shown)) // of equal length, whatever was shown
	return subtle.ConstantTimeCompare(sum[:], g.token[:]) == 1
}
