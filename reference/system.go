package reference

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/control"
	"github.com/offhook/offhook/reference/dashboard"
	"github.com/offhook/offhook/reference/directory"
	"github.com/offhook/offhook/reference/dispatch"
	"github.com/offhook/offhook/reference/faults"
	"github.com/offhook/offhook/reference/mail"
	"github.com/offhook/offhook/reference/pci"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/seed"
	"github.com/offhook/offhook/reference/server"
	"github.com/offhook/offhook/reference/store"
	"github.com/offhook/offhook/reference/wire"
)

// Defaults of a Config.
const (
	DefaultAPI       = "127.0.0.1:5620" // the manual's ports, on loopback only
	DefaultWebAPI    = "127.0.0.1:2012"
	DefaultWebAPITLS = "127.0.0.1:2013"
	DefaultDB        = ":memory:"
	DefaultChannels  = 1000 // a core
)

// maxChannels is how many a system may have.
const maxChannels = 1_000_000

// Config says what to start. The zero value is a system on a free port of
// loopback with its database in memory.
type Config struct {
	API    string // listening address; "" means 127.0.0.1:0
	Events string // a second address for events, "" for none (E-26)
	// WebAPI and WebAPITLS are where HTTP and HTTPS requests are taken; ""
	// switches one off. TLSCert and TLSKey name PEM files; without them a self-signed
	// certificate is made.
	WebAPI, WebAPITLS, TLSCert, TLSKey string

	// Control is where the control plane listens, HOST:PORT; "" for none.
	// Elsewhere than on loopback it needs ControlToken.
	Control, ControlToken string

	// DB is the path of a SQLite file, ":memory:", or a PostgreSQL URL; "" means
	// in memory.
	DB string

	// Seed is what the system begins with; nil: nothing. What else is said here
	// goes before what it says. People and recordings are loaded into an empty
	// database only.
	Seed *seed.Seed

	Cores    []int // COREIDENTs; none means the seed's, else 1 and 2
	Channels int   // of each core; 0 means the seed's, else DefaultChannels
	// Schedules decide what is recorded; nil means the seed's, else everything.
	Schedules []recorder.Schedule
	// RecordingPath is the directory part of FILENAME; no file is written
	// there. "" means C:\Recordings.
	RecordingPath string
	// AgentBlackoutMax ends agent blackouts whose stop never comes; 0: 1 h.
	AgentBlackoutMax time.Duration
	// Dialect is how what the manual leaves open is read; the zero one takes the
	// reference's own readings.
	Dialect catalog.Dialect

	RandomSeed uint64 // of schedule draws and password salts

	// Relay is the SMTP server that recordings are mailed through; nil: there is
	// none (E-46).
	Relay *mail.Relay

	// Dashboard is where a page shows what goes on, "" for none. DashboardToken
	// is needed where that is not on loopback: the password of any user.
	Dashboard, DashboardToken string

	MaxConns        int // connections at once; 0: the server's default
	SubscriberQueue int // events waiting for one connection; 0: the default
	Limits          wire.Limits
	Logger          *slog.Logger // nil: silent
	Verbose         bool         // log each exchange

	cores []recorder.Core // what complete makes of Cores and Channels
}

// System is a running reference system.
type System struct {
	cfg      Config // as it was given
	log      *slog.Logger
	store    *store.Store
	dispatch *dispatch.Dispatcher
	outbox   *mail.Outbox
	faults   *faults.Injector
	plane    *control.Plane // nil without one
	audit    *pci.Audit     // for the plane; nil without one
	clock    clock

	lasting context.Context // until Shutdown
	end     context.CancelFunc
	daily   sync.WaitGroup
	// purgeAgain holds a token where a purge could not be made in time.
	purgeAgain chan struct{}

	listening chan struct{} // closed when server is set
	server    *server.Server
	dashboard *dashboard.Dashboard // nil without one
}

// Start starts a system. It listens when Start returns.
func Start(ctx context.Context, cfg Config) (*System, error) {
	given := cfg
	if err := cfg.complete(); err != nil {
		return nil, err
	}
	s := &System{cfg: given, log: cfg.Logger, faults: faults.New(cfg.RandomSeed), listening: make(chan struct{}), purgeAgain: make(chan struct{}, 1)}
	s.lasting, s.end = context.WithCancel(context.WithoutCancel(ctx))
	var err error
	if s.store, err = store.Open(ctx, cfg.DB, store.Options{Logger: cfg.Logger}); err != nil {
		s.end()
		return nil, err
	}
	if cfg.Control != "" {
		s.audit = pci.New(cfg.audited())
	}
	if err = plant(ctx, s.store, &cfg); err == nil {
		s.outbox, err = mail.Open(mail.Config{Relay: cfg.Relay, Queue: s.store, File: dispatch.Attachment(s.store), Now: s.clock.Now, Logger: cfg.Logger})
	}
	if err == nil {
		s.dispatch, err = dispatch.New(ctx, s.dispatchConfig(&cfg))
	}
	if err == nil {
		s.server, err = server.Listen(server.Config{
			API: cfg.API, Events: cfg.Events, Dialect: cfg.Dialect, Limits: cfg.Limits,
			WebAPI: cfg.WebAPI, WebAPITLS: cfg.WebAPITLS, TLSCert: cfg.TLSCert, TLSKey: cfg.TLSKey,
			MaxConns: cfg.MaxConns, SubscriberQueue: cfg.SubscriberQueue,
			Interceptor: s.faults, Logger: cfg.Logger, Verbose: cfg.Verbose,
		}, s.dispatch)
	}
	if err != nil {
		if s.outbox != nil {
			s.outbox.Close(ctx)
		}
		s.end()
		return nil, errors.Join(err, s.store.Close(ctx))
	}
	close(s.listening)
	if err := s.openPlane(&cfg); err != nil {
		return nil, errors.Join(err, s.Shutdown(ctx))
	}
	if err := s.openDashboard(&cfg); err != nil {
		return nil, errors.Join(err, s.Shutdown(ctx))
	}
	s.daily.Add(1)
	go s.purgeDaily()
	return s, nil
}

func (c *Config) complete() error {
	if c.API == "" {
		c.API = "127.0.0.1:0"
	}
	if c.DB == "" {
		c.DB = DefaultDB
	}
	c.takeSeed()
	if c.RecordingPath == "" {
		c.RecordingPath = `C:\Recordings`
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if err := c.checkCores(); err != nil {
		return err
	}
	for i := range c.Schedules {
		s := &c.Schedules[i]
		if err := s.Check(); err != nil {
			return fmt.Errorf("reference: %w", err)
		}
		for _, id := range s.Cores {
			if !slices.ContainsFunc(c.cores, func(k recorder.Core) bool { return k.ID == id }) {
				return fmt.Errorf("reference: schedule %q: there is no core %d", s.Name, id)
			}
		}
	}
	return nil
}

func (s *System) dispatchConfig(c *Config) dispatch.Config {
	disk := "."
	if c.DB != DefaultDB && !store.IsURL(c.DB) {
		disk = filepath.Dir(c.DB)
	}
	d := dispatch.Config{
		Store:   s.store,
		Dialect: c.Dialect,
		Recorder: recorder.Config{
			Seed: c.RandomSeed, Cores: c.cores, Schedules: c.Schedules,
			RecordingPath: c.RecordingPath, AgentBlackoutMax: c.AgentBlackoutMax,
		},
		Directory: directory.Config{Seed: int64(c.RandomSeed), Transient: c.DB == DefaultDB},
		Publish:   s.publish,
		Mail:      s.outbox,
		Now:       s.clock.Now,
		Logger:    c.Logger,
		DiskPath:  disk,
	}
	if s.audit != nil {
		d.Observe = s.audit.Observe
	}
	c.furnish(&d)
	return d
}

// publish hands events to the server. On a port that clients know, a request
// may come before Listen has returned the server: its events wait.
func (s *System) publish(events []catalog.Event) {
	<-s.listening
	s.server.Publish(events)
}

// Addr is where the API listens.
func (s *System) Addr() net.Addr { return s.server.Addr() }

// EventsAddr is the second address for events, nil without one.
func (s *System) EventsAddr() net.Addr { return s.server.EventsAddr() }

// WebAPIAddr is the WebAPI's address, nil without one.
func (s *System) WebAPIAddr() net.Addr { return s.server.WebAPIAddr() }

// WebAPITLSAddr is the address of the WebAPI with TLS, nil without one.
func (s *System) WebAPITLSAddr() net.Addr { return s.server.WebAPITLSAddr() }

// Fingerprint is the SHA-256 of the certificate shown there, "" without TLS,
// and whether that was made at start.
func (s *System) Fingerprint() (sha256 string, selfSigned bool) { return s.server.Fingerprint() }

// Shutdown stops accepting, answers what has been read, ends the recordings in
// progress and stores them. Clients that use up ctx's time are cut, and the log
// says so: the fault is theirs. The database gets the time that it needs, some
// 10 s at most; the error is about what could not be stored.
func (s *System) Shutdown(ctx context.Context) error {
	s.end()
	s.faults.Reset() // or what is being delayed would have to be waited for
	if s.plane != nil {
		s.plane.Close(ctx)
	}
	if s.dashboard != nil {
		s.dashboard.Shutdown(ctx) // its viewers are cut where they do not read
	}
	if err := s.server.Shutdown(ctx); err != nil {
		s.log.Warn("stopped without waiting longer for clients", "error", err.Error())
	}
	s.dispatch.Close()
	s.outbox.Close(ctx)
	s.daily.Wait()
	return s.store.Close(context.WithoutCancel(ctx))
}

// Cores returns the COREIDENTs in ascending order.
func (s *System) Cores() []int {
	ids, _ := s.dispatch.Cores()
	return ids
}

// State is what goes on in the recorder, no list of it longer than limit.
func (s *System) State(limit int) recorder.State { return s.dispatch.State(limit) }

// Mail lists the newest limit e-mails, sent and failed ones too, the newest
// first and without passwords.
func (s *System) Mail(ctx context.Context, limit int) ([]store.Mail, error) {
	return s.outbox.List(ctx, limit)
}

// SetRelay makes the relay count as not configured, or as configured again; an
// error says that none is.
func (s *System) SetRelay(on bool) error { return s.outbox.SetRelay(on) }

// SetCore takes a core down or up.
func (s *System) SetCore(id int, up bool) error { return s.dispatch.SetCore(id, up) }

// SetDatabase takes the database away or gives it back.
func (s *System) SetDatabase(up bool) { s.store.SetOutage(!up) }
