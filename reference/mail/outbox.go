package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/store"
)

// Queue keeps mails until they are sent, and afterwards: the store does.
type Queue interface {
	QueueMail(ctx context.Context, m store.Mail) (id int64, err error)
	DueMail(ctx context.Context, now time.Time, limit int) ([]store.Mail, error)
	MailResult(ctx context.Context, id int64, state string, attempts int, next time.Time, lastError string) error
	MailList(ctx context.Context, limit int) ([]store.Mail, error)
}

// Config assembles an Outbox.
type Config struct {
	Relay *Relay // nil: there is none, and nothing can be posted
	Queue Queue
	// File makes what a mail carries when it is sent. Where that can never be
	// made the error is ErrFinal.
	File   func(ctx context.Context, m *store.Mail) (*catalog.File, error)
	Now    func() time.Time // nil: time.Now
	Logger *slog.Logger     // nil: silent
}

// Outbox takes mails and sends them, one at a time, those first that have
// waited longest. Its methods may be called from any goroutine.
type Outbox struct {
	cfg  Config
	off  atomic.Bool   // the relay counts as not configured
	wake chan struct{} // holds a token when there is something new

	stop  context.CancelFunc // no further attempt
	abort context.CancelFunc // the attempt under way ends now
	done  chan struct{}      // closed when the sender has ended

	turn sync.Mutex // held by the sender while it makes a step, and by Anew
	rest            // guarded by turn

	mu   sync.Mutex         // guards all below
	held int                // who waits for the sender to make no further step
	cut  context.CancelFunc // ends the step under way; nil before the first
}

// rest is how long a relay that could not be used is left alone.
type rest struct {
	failures int // attempts in a row that failed for the relay as a whole
	until    time.Time
}

// Open starts an outbox that goes on with what is in the queue. It must be
// closed before the queue is.
func Open(cfg Config) (*Outbox, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	o := &Outbox{cfg: cfg, wake: make(chan struct{}, 1), done: make(chan struct{})}
	if cfg.Relay == nil {
		close(o.done)
		o.stop, o.abort = func() {}, func() {}
		return o, nil
	}
	if err := cfg.Relay.Check(); err != nil {
		return nil, err
	}
	stopping, stop := context.WithCancel(context.Background())
	aborting, abort := context.WithCancel(context.Background())
	o.stop, o.abort = stop, abort
	go func() {
		defer close(o.done)
		o.run(stopping, aborting)
	}()
	return o, nil
}

// Ready reports whether there is a relay to send by.
func (o *Outbox) Ready() bool { return o.cfg.Relay != nil && !o.off.Load() }

// SetRelay makes the relay count as not configured, or as configured again: a
// test condition. What is queued meanwhile stays so.
func (o *Outbox) SetRelay(on bool) error {
	if o.cfg.Relay == nil {
		return errors.New("mail: no relay is configured that could be switched")
	}
	o.off.Store(!on)
	o.Wake()
	return nil
}

// Post queues a mail with its addresses, names, format, password and recordings;
// without a sender it is the relay's. The mail is durable when Post returns.
func (o *Outbox) Post(ctx context.Context, m store.Mail) error {
	o.complete(&m)
	if _, err := o.cfg.Queue.QueueMail(ctx, m); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	o.Wake()
	return nil
}

// Deliver hands a mail to the relay past the queue and returns when the relay has
// taken it, or it has failed.
func (o *Outbox) Deliver(ctx context.Context, m store.Mail) error {
	o.complete(&m)
	return o.send(ctx, &m)
}

// complete gives a new mail its sender and its time.
func (o *Outbox) complete(m *store.Mail) {
	if m.From == "" {
		m.From = o.cfg.Relay.From.Address
		if m.FromName == "" {
			m.FromName = o.cfg.Relay.From.Name
		}
	}
	m.Queued = o.cfg.Now()
	m.Next = m.Queued
}

// Wake makes the outbox look at its queue and its clock.
func (o *Outbox) Wake() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// List returns the newest limit mails, sent and failed ones too, the newest
// first and without passwords.
func (o *Outbox) List(ctx context.Context, limit int) ([]store.Mail, error) {
	return o.cfg.Queue.MailList(ctx, limit)
}

// Anew has f change the queue or the clock as it likes: an attempt under way is
// broken off before, and afterwards the outbox begins as if it had just been
// opened.
func (o *Outbox) Anew(f func() error) error {
	o.mu.Lock()
	o.held++
	if o.cut != nil {
		o.cut()
	}
	o.mu.Unlock()
	o.turn.Lock()
	defer func() {
		o.turn.Unlock()
		o.mu.Lock()
		o.held--
		o.mu.Unlock()
		o.Wake()
	}()
	o.rest = rest{}
	return f()
}

// begin begins a step, which must be ended, unless somebody holds the sender.
func (o *Outbox) begin(aborting context.Context) (ctx context.Context, end func(), ok bool) {
	o.turn.Lock()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.held > 0 {
		o.turn.Unlock()
		return nil, nil, false
	}
	ctx, o.cut = context.WithCancel(aborting)
	cut := o.cut
	return ctx, func() { cut(); o.turn.Unlock() }, true
}

// Close begins no further attempt. The one under way has until ctx ends; then it
// is broken off, and the mail is sent after the next Open.
func (o *Outbox) Close(ctx context.Context) {
	o.stop()
	defer o.abort()
	select {
	case <-o.done:
	case <-ctx.Done():
		o.abort()
		<-o.done
	}
}
