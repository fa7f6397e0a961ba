package dashboard

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/offhook/offhook/reference/gate"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/server"
)

// Source is what a dashboard shows.
type Source interface {
	// State is what goes on in the recorder, no list of it longer than limit.
	State(limit int) recorder.State
	// Search returns up to limit of the devices that a text is found in, and
	// how many there are.
	Search(text string, limit int) (found []recorder.DeviceState, matches int)
	// Look returns those of the devices that are known, in the order of ids; no
	// list of them is longer than limit.
	Look(ids []string, limit int) []recorder.DeviceState
	// Now is the time of the system's own clock.
	Now() time.Time
	// Exchanges returns what was kept after the exchange of that number, and
	// makes room for so many more.
	Exchanges(after uint64, room int) []server.Exchange
	Stats() server.Stats
	// Backlog may ask the database.
	Backlog(ctx context.Context) Backlog
}

// Backlog is what waits for others than clients.
type Backlog struct {
	Database    bool `json:"database"`     // it answers
	Recordings  int  `json:"recordings"`   // that are to be stored
	Mails       int  `json:"mails"`        // that are to be sent, as far as the newest say
	FailedMails int  `json:"failed_mails"` // that were given up, likewise
}

// Config says where to listen and what to allow. A zero field takes the
// default named beside it.
type Config struct {
	Addr   string // HOST:PORT; port 0 picks one
	Token  string // see gate.Options; needed where Addr is not on loopback
	Source Source

	Every      time.Duration // between two samples: 500 ms
	MaxViewers int           // pages open at once: 32
	MaxConns   int           // connections at once: 256; one more is closed
	Logger     *slog.Logger  // nil: silent
}

const (
	headerTime = 10 * time.Second
	idleTime   = time.Minute
	maxHeader  = 16 << 10
)

// Dashboard is a page that is being served.
type Dashboard struct {
	listener net.Listener
	http     *http.Server
	sampler  *sampler
}

// Listen serves the page until Shutdown. The error says what to do.
func Listen(cfg Config) (*Dashboard, error) {
	if cfg.Every <= 0 {
		cfg.Every = 500 * time.Millisecond
	}
	if cfg.MaxViewers <= 0 {
		cfg.MaxViewers = 32
	}
	if cfg.MaxConns <= 0 {
		cfg.MaxConns = 256
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	g, err := gate.New(cfg.Addr, gate.Options{Token: cfg.Token, Links: true})
	if err != nil {
		return nil, fmt.Errorf("dashboard: %w; see --dashboard and --dashboard-token-file", err)
	}
	l, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		return nil, fmt.Errorf("dashboard: cannot listen on %q: %w; choose another address with --dashboard, port 0 picks a free one", cfg.Addr, err)
	}
	d := &Dashboard{listener: l, sampler: newSampler(cfg.Source, cfg.Every, cfg.MaxViewers)}
	d.http = &http.Server{
		Handler:           g.Before(d.handler()),
		ReadHeaderTimeout: headerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(cfg.Logger.Handler(), slog.LevelInfo),
	}
	go d.http.Serve(&bounded{Listener: l, slots: make(chan struct{}, cfg.MaxConns)})
	return d, nil
}

// Addr is where the page is.
func (d *Dashboard) Addr() net.Addr { return d.listener.Addr() }

// Shutdown ends the streams and closes every connection.
func (d *Dashboard) Shutdown(ctx context.Context) error {
	d.sampler.stop()
	err := d.http.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, d.http.Close())
	}
	return err
}

// bounded is a listener that closes connections beyond its slots.
type bounded struct {
	net.Listener
	slots chan struct{}
}

func (b *bounded) Accept() (net.Conn, error) {
	for {
		c, err := b.Listener.Accept()
		if err != nil {
			return nil, err
		}
		select {
		case b.slots <- struct{}{}:
			return &slotted{Conn: c, slots: b.slots}, nil
		default:
			c.Close()
		}
	}
}

// slotted is a connection that gives its slot back when it is closed, once.
type slotted struct {
	net.Conn
	slots chan struct{}
	once  sync.Once
}

func (c *slotted) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() { <-c.slots })
	return err
}
