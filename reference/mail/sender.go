package mail

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/offhook/offhook/reference/store"
)

const (
	defaultFirstRetry = 5 * time.Second
	// longestRetry bounds the pause between two attempts at a mail, longestRest
	// that for which a relay that could not be used is left alone.
	longestRetry = 15 * time.Minute
	longestRest  = time.Minute
	// giveUp is how long a mail is tried.
	giveUp = 24 * time.Hour
	// storeRest is the pause while the queue cannot be read or written, storeTime
	// how long either may take.
	storeRest = time.Second
	storeTime = 10 * time.Second
	// longestError is what is kept of an error, in characters.
	longestError = 500
)

// forever is a pause that only a wake ends.
const forever = time.Duration(1<<63 - 1)

// run is the one goroutine that sends, until stopping ends, or, in the middle of
// an attempt, aborting.
func (o *Outbox) run(stopping, aborting context.Context) {
	timer := time.NewTimer(forever)
	defer timer.Stop()
	for stopping.Err() == nil {
		pause := forever // where somebody holds the sender, who wakes it afterwards
		if ctx, end, ok := o.begin(aborting); ok {
			pause = o.step(ctx)
			end()
		}
		if pause <= 0 {
			continue
		}
		timer.Reset(pause)
		select {
		case <-o.wake:
		case <-timer.C:
		case <-stopping.Done():
		}
	}
}

// step tries the mail that is due and returns how long to wait for the next.
func (o *Outbox) step(ctx context.Context) time.Duration {
	now := o.cfg.Now()
	switch {
	case !o.Ready():
		return forever
	case now.Before(o.rest.until):
		return o.rest.until.Sub(now)
	}
	bounded, cancel := context.WithTimeout(ctx, storeTime)
	defer cancel()
	next, err := o.cfg.Queue.DueMail(bounded, now.AddDate(100, 0, 0), 1)
	switch {
	case err != nil:
		o.cfg.Logger.Warn("the mails that wait cannot be read", "error", err.Error())
		return storeRest
	case len(next) == 0:
		return forever
	case now.Before(next[0].Next):
		return next[0].Next.Sub(now)
	}
	o.try(ctx, &next[0])
	return 0
}

// try sends a mail and notes what came of it. The note follows the relay's
// answer at once: a process that dies between the two sends the mail again, with
// the same Message-ID, for a mail twice is better than none (RFC 5321, 6.1).
func (o *Outbox) try(ctx context.Context, m *store.Mail) {
	err := o.send(ctx, m)
	if err != nil && ctx.Err() != nil {
		return // it was not the mail's fault: it is found as it was
	}
	now := o.cfg.Now()
	m.Attempts++
	m.State, m.LastError = store.MailQueued, excerpt(err)
	log := o.cfg.Logger.With("mail", m.ID, "attempt", m.Attempts)
	if errors.Is(err, ErrRelay) {
		o.rest.failures++
		o.rest.until = now.Add(min(o.pause(o.rest.failures), longestRest))
	} else {
		o.rest = rest{}
	}
	switch {
	case err == nil:
		m.State = store.MailSent
		log.Info("a mail was sent")
	case errors.Is(err, ErrFinal):
		m.State = store.MailFailed
		log.Warn("a mail failed for good", "error", m.LastError)
	case now.Sub(m.Queued) >= giveUp:
		m.State, m.LastError = store.MailFailed, excerpt(fmt.Errorf("given up after %v: %w", giveUp, err))
		log.Warn("a mail failed for good", "error", m.LastError)
	case errors.Is(err, ErrRelay):
		m.Next = o.rest.until
		log.Warn("the relay cannot be used; mails wait", "until", m.Next, "error", m.LastError)
	default:
		m.Next = now.Add(o.pause(m.Attempts))
		log.Warn("a mail was not taken; it is tried again", "at", m.Next, "error", m.LastError)
	}
	o.settle(ctx, m)
}

// pause is how long to wait after the n-th failure, from 1: twice as long each
// time.
func (o *Outbox) pause(n int) time.Duration {
	p := cmp.Or(o.cfg.Relay.FirstRetry, defaultFirstRetry)
	for ; n > 1 && p < longestRetry; n-- {
		p *= 2
	}
	return min(p, longestRetry)
}

// settle stores what came of an attempt. As long as it cannot, nothing else is
// sent: the mail would be sent again.
func (o *Outbox) settle(ctx context.Context, m *store.Mail) {
	for {
		bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTime)
		err := o.cfg.Queue.MailResult(bounded, m.ID, m.State, m.Attempts, m.Next, m.LastError)
		cancel()
		if err == nil {
			return
		}
		o.cfg.Logger.Warn("what came of a mail cannot be stored", "mail", m.ID, "state", m.State, "error", err.Error())
		select {
		case <-time.After(storeRest):
		case <-ctx.Done():
			return
		}
	}
}

// excerpt is the beginning of an error in one line: part of it is the relay's.
func excerpt(err error) string {
	if err == nil {
		return ""
	}
	line := []rune(strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return ' '
		}
		return r
	}, err.Error()))
	return string(line[:min(len(line), longestError)])
}
