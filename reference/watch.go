package reference

import (
	"context"
	"net"

	"github.com/offhook/offhook/reference/dashboard"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/server"
	"github.com/offhook/offhook/reference/store"
)

// DashboardAddr is where the dashboard is, nil without one.
func (s *System) DashboardAddr() net.Addr {
	if s.dashboard == nil {
		return nil
	}
	return s.dashboard.Addr()
}

// openDashboard serves the dashboard, if there is to be one.
func (s *System) openDashboard(c *Config) (err error) {
	if c.Dashboard == "" {
		return nil
	}
	s.dashboard, err = dashboard.Listen(dashboard.Config{
		Addr: c.Dashboard, Token: c.DashboardToken, Source: watched{s}, Logger: c.Logger,
	})
	return err
}

// watched is a system as its dashboard sees it.
type watched struct{ *System }

func (w watched) Search(text string, limit int) ([]recorder.DeviceState, int) {
	return w.dispatch.Search(text, limit)
}

func (w watched) Look(ids []string, limit int) []recorder.DeviceState {
	return w.dispatch.Look(ids, limit)
}

func (w watched) Exchanges(after uint64, room int) []server.Exchange {
	return w.server.Exchanges(after, room)
}

func (w watched) Stats() server.Stats { return w.server.Stats() }

// shownMails is how many of the newest mails a Backlog counts.
const shownMails = 500

func (w watched) Backlog(ctx context.Context) dashboard.Backlog {
	b := dashboard.Backlog{Recordings: w.store.Pending()}
	mails, err := w.Mail(ctx, shownMails)
	b.Database = err == nil
	for i := range mails {
		switch mails[i].State {
		case store.MailQueued:
			b.Mails++
		case store.MailFailed:
			b.FailedMails++
		}
	}
	return b
}
