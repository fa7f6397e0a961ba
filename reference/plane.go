package reference

import (
	"cmp"
	"context"
	"net"
	"time"

	"github.com/offhook/offhook/reference/control"
	"github.com/offhook/offhook/reference/pci"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/seed"
)

// purgeEvery is how often recordings are deleted whose KEEPDAYS are over,
// purgeRetry how soon again where the database was lost.
const (
	purgeEvery = 24 * time.Hour
	purgeRetry = time.Minute
)

// openPlane opens the control plane, if one was asked for.
func (s *System) openPlane(cfg *Config) (err error) {
	if cfg.Control == "" {
		return nil
	}
	s.plane, err = control.Listen(control.Config{Addr: cfg.Control, Token: cfg.ControlToken, Logger: cfg.Logger}, control.System{
		Dispatch: s.dispatch, Store: s.store, Server: s.server, Faults: s.faults, Mail: s.outbox, Audit: s.audit,
		Now: s.clock.Now, Ahead: s.clock.Ahead, Advance: s.Advance, Reset: s.Reset,
	})
	return err
}

// audited is what an audit has to know of the system.
func (c *Config) audited() pci.Options {
	return pci.Options{AgentMax: cmp.Or(c.AgentBlackoutMax, recorder.DefaultAgentBlackoutMax),
		CallsAreAgents: c.Dialect.Takes("E-52") == "agent", ActiveOnly: c.Dialect.Takes("E-67") != "all"}
}

// ControlAddr is the control plane's address, nil without one.
func (s *System) ControlAddr() net.Addr {
	if s.plane == nil {
		return nil
	}
	return s.plane.Addr()
}

// Now is the system's time.
func (s *System) Now() time.Time { return s.clock.Now() }

// Advance moves the clock forward. What is due on the way happens, in order: of
// the recorder's timers each at its own time; recordings whose KEEPDAYS are over
// afterwards are deleted.
func (s *System) Advance(ctx context.Context, d time.Duration) error {
	if err := s.clock.advance(d); err != nil {
		return err
	}
	s.dispatch.Wake()
	s.outbox.Wake()
	if !s.purge(ctx) {
		select {
		case s.purgeAgain <- struct{}{}:
		default:
		}
	}
	return nil
}

// purge deletes the recordings whose KEEPDAYS are over, and reports whether it
// could.
func (s *System) purge(ctx context.Context) bool {
	n, err := s.store.Purge(ctx, s.clock.Now())
	if n > 0 {
		s.log.Info("recordings deleted: their KEEPDAYS are over", "recordings", n)
	}
	if err != nil && ctx.Err() == nil {
		s.log.Warn("recordings whose KEEPDAYS are over could not be deleted; it is tried again", "error", err.Error())
	}
	return err == nil
}

// purgeDaily purges now and every day until Shutdown; where that fails, soon
// again.
func (s *System) purgeDaily() {
	defer s.daily.Done()
	for {
		wait := purgeEvery
		if !s.purge(s.lasting) {
			wait = purgeRetry
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-s.purgeAgain:
		case <-s.lasting.Done():
			timer.Stop()
			return
		}
		timer.Stop()
	}
}

// noSeed is the name of a system that begins with nothing.
const noSeed = "none"

// Reset makes the system what it is after a start with the seed of that name:
// store, directory, recorder, conditions and clock, and the numbers and draws
// begin anew. "" is the seed of the start, "none" is none. What went on is
// forgotten without an event; connections and subscriptions stay. Requests wait
// meanwhile. Where it fails once the store is empty, another reset is needed.
func (s *System) Reset(ctx context.Context, name string) error {
	c := s.cfg
	switch name {
	case "":
	case noSeed:
		c.Seed = nil
	default:
		var err error
		if c.Seed, err = seed.Named(name); err != nil { // no path: nobody is to read files from afar
			return err
		}
	}
	if err := c.complete(); err != nil {
		return err
	}
	s.faults.Reset()
	s.server.SetMaxConns(0)
	s.store.SetOutage(false)
	return s.outbox.Anew(func() error {
		return s.dispatch.Reset(ctx, s.dispatchConfig(&c), func(ctx context.Context) error {
			s.clock.ahead.Store(0)
			if s.audit != nil {
				s.audit.Reset(c.audited())
			}
			return plant(ctx, s.store, &c)
		})
	})
}
