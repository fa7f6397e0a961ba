package runner

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/offhook/offhook/sim/client"
	"github.com/offhook/offhook/specs/harness"
)

// reach finds out, in seconds, whether the target can be judged at all: it
// must answer TEST with a result, whatever that says.
func (s *suite) reach(ctx context.Context) error {
	if _, _, err := net.SplitHostPort(s.Target.API); err != nil {
		return fmt.Errorf("target %q is not HOST:PORT, as in 127.0.0.1:5620", s.Target.API)
	}
	if err := s.alive(ctx); err != nil {
		return fmt.Errorf("%w; try: offhook send TEST --target %s", err, s.Target.API)
	}
	if events := s.run.Target.Events; events != s.Target.API {
		c, err := client.Dial(ctx, events, client.Options{Timeout: s.patience()})
		if err != nil {
			return fmt.Errorf("the event interface: %w", err)
		}
		c.Close()
	}
	if s.Target.WebAPI == "" || s.Target.Features[harness.WebAPI] == harness.Unsupported {
		return nil
	}
	w, err := client.NewWebAPI(s.Target.WebAPI, client.Options{Timeout: s.patience(), Fingerprint: s.Target.Fingerprint, Pace: s.run.Pace})
	if err != nil {
		return fmt.Errorf("the WebAPI: %w", err)
	}
	defer w.Close()
	if _, err := w.Do(ctx, client.NewRequest("TEST")); err != nil {
		return fmt.Errorf("the WebAPI: %w; try: offhook send TEST --webapi %s", err, s.Target.WebAPI)
	}
	return nil
}

// alive sends TEST on a new connection.
func (s *suite) alive(ctx context.Context) error {
	o := client.Options{Timeout: s.patience(), MaxMessage: 1 << 20, Pace: s.run.Pace}
	c, err := client.Dial(ctx, s.Target.API, o)
	if err != nil {
		return err
	}
	defer c.Close()
	_, err = c.Do(ctx, client.NewRequest("TEST"))
	return err
}

func (s *suite) patience() time.Duration {
	return time.Duration(float64(probeTime) * s.run.Factor)
}
