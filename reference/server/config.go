package server

import (
	"log/slog"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
)

// Config says where to listen and what to allow. A zero field takes the
// default named beside it.
type Config struct {
	// API is the address for requests and events (E-26); port 0 picks one.
	API string
	// Events is a second address, or "" for none. It speaks the same protocol:
	// every function may be called there, so that a client of the separate
	// event proxy can also test its connection.
	Events string

	// WebAPI is the address of the WebAPI, WebAPITLS that of the WebAPI with
	// TLS; "" for none.
	WebAPI, WebAPITLS string
	// TLSCert and TLSKey name PEM files. Without them a self-signed certificate
	// is made, see Server.Fingerprint.
	TLSCert, TLSKey string

	// Dialect is how what the manual leaves open is read.
	Dialect catalog.Dialect

	// Limits bound what one client may send; see wire.DefaultLimits.
	Limits wire.Limits
	// MaxConns is how many connections are served at once, on all addresses
	// together: 10,000. One more is answered API_TOO_MANY_CLIENTS and closed.
	MaxConns int
	// IdleTimeout closes a connection on which nothing arrives for so long, up
	// to an eighth later: 1 h; negative means never. Subscribers are exempt.
	IdleTimeout time.Duration
	// WriteTimeout closes a connection whose client has not taken what was
	// written at once (some 64 KiB, or one larger result) after so long, up to
	// an eighth later: 30 s. Of a file each 64 KiB have that time.
	WriteTimeout time.Duration
	// HeaderTimeout is how long a client of the WebAPI may take to send a
	// request's header: 10 s. For a whole request it has three times that.
	HeaderTimeout time.Duration
	// MaxExports is how many files are sent at once: 64. One more waits for
	// ExportWait, 10 s, and is then answered API_COMMAND_QUEUE_FULL.
	MaxExports int
	ExportWait time.Duration
	// SubscriberQueue is how many events may wait for one connection: 65,536.
	SubscriberQueue int
	// SubscriberBytes is how many bytes of events may wait for one
	// connection: 16 MiB. Connections share the memory of an event.
	SubscriberBytes int

	// Interceptor may answer or lose requests; nil lets all pass.
	Interceptor Interceptor

	// Logger gets warnings and errors, and with Verbose one line a request at
	// level Info. Nil discards all.
	Logger *slog.Logger
	// Verbose logs each exchange, secrets masked.
	Verbose bool
}

// withDefaults fills the zero fields.
func (c Config) withDefaults() Config {
	fill(&c.MaxConns, 10_000)
	fill(&c.IdleTimeout, time.Hour)
	fill(&c.WriteTimeout, 30*time.Second)
	fill(&c.HeaderTimeout, 10*time.Second)
	fill(&c.MaxExports, 64)
	fill(&c.ExportWait, 10*time.Second)
	fill(&c.SubscriberQueue, 65_536)
	fill(&c.SubscriberBytes, 16<<20)
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

// fill sets *v to def where it is zero.
func fill[T comparable](v *T, def T) {
	var zero T
	if *v == zero {
		*v = def
	}
}
