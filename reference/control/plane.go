package control

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/offhook/offhook/reference/dispatch"
	"github.com/offhook/offhook/reference/faults"
	"github.com/offhook/offhook/reference/gate"
	"github.com/offhook/offhook/reference/pci"
	"github.com/offhook/offhook/reference/server"
	"github.com/offhook/offhook/reference/store"
)

// Limits of a client of the control plane.
const (
	maxBody    = 64 << 10
	maxHeader  = 16 << 10
	maxClients = 64
	readTime   = 10 * time.Second
	writeTime  = time.Minute // of an answer; a reset to a large seed takes its time
)

// System is what a plane controls. All fields but Mail must be set.
type System struct {
	Dispatch *dispatch.Dispatcher
	Store    *store.Store
	Server   *server.Server
	Faults   *faults.Injector
	// Mail is what the mail relay is switched off by; nil where there is none.
	Mail Outbox
	// Audit follows the blackouts.
	Audit *pci.Audit
	// Now is the system's time, Ahead how far it is before the real one.
	Now   func() time.Time
	Ahead func() time.Duration
	// Advance moves the clock forward; what is due on the way happens, in order.
	Advance func(context.Context, time.Duration) error
	// Reset makes the system what it is after a start with the seed, "" for
	// the one that it was started with. Connections and subscriptions stay.
	Reset func(ctx context.Context, seed string) error
}

// Outbox sends mails by a relay that may be off.
type Outbox interface {
	Ready() bool
	SetRelay(on bool) error
}

// Config says where a plane listens and for whom.
type Config struct {
	// Addr is HOST:PORT; port 0 picks one. Elsewhere than on loopback Token is
	// required.
	Addr, Token string
	Logger      *slog.Logger
}

// Plane is a control plane that listens.
type Plane struct {
	sys      System
	log      *slog.Logger
	listener net.Listener
	http     *http.Server

	relay    bool       // there is one
	changing sync.Mutex // one change at a time
}

// Listen opens the control plane of a system.
func Listen(cfg Config, sys System) (*Plane, error) {
	g, err := gate.New(cfg.Addr, gate.Options{Token: cfg.Token})
	if err != nil {
		return nil, fmt.Errorf("control plane: %w", err)
	}
	l, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		return nil, fmt.Errorf("control plane: cannot listen on %q: %w; give a free HOST:PORT", cfg.Addr, err)
	}
	p := &Plane{sys: sys, log: cfg.Logger, listener: l, relay: sys.Mail != nil && sys.Mail.Ready()}
	p.http = &http.Server{
		Handler:           g.Before(p.routes()),
		MaxHeaderBytes:    maxHeader,
		ReadHeaderTimeout: readTime,
		ReadTimeout:       readTime,
		WriteTimeout:      writeTime,
		IdleTimeout:       time.Minute,
		ErrorLog:          slog.NewLogLogger(cfg.Logger.Handler(), slog.LevelInfo),
	}
	go p.http.Serve(&limited{Listener: l, room: make(chan struct{}, maxClients)})
	return p, nil
}

// Addr is where the plane listens.
func (p *Plane) Addr() net.Addr { return p.listener.Addr() }

// Close ends the plane: what is being answered gets until ctx ends.
func (p *Plane) Close(ctx context.Context) error {
	return errors.Join(p.http.Shutdown(ctx), p.http.Close())
}

// limited lets a limited number of connections in at once; the others wait.
type limited struct {
	net.Listener
	room chan struct{}
}

func (l *limited) Accept() (net.Conn, error) {
	l.room <- struct{}{}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.room
		return nil, err
	}
	return &admitted{Conn: c, leave: sync.OnceFunc(func() { <-l.room })}, nil
}

type admitted struct {
	net.Conn
	leave func()
}

func (c *admitted) Close() error {
	defer c.leave()
	return c.Conn.Close()
}
