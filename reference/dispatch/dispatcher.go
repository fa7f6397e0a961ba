package dispatch

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/directory"
	"github.com/offhook/offhook/reference/mail"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/store"
)

// databaseTimeout bounds how long an answer waits for the database; then it is
// API_DATABASE_QUERY_ERROR.
const databaseTimeout = 10 * time.Second

// Config assembles a Dispatcher. Store and Publish must be set.
type Config struct {
	Store     *store.Store
	Dialect   catalog.Dialect // of the recorder and the directory too
	Recorder  recorder.Config // its first ids are set by New
	Directory directory.Config
	// Publish gets events in the order in which things happened; it must not
	// block and not keep the slice.
	Publish func([]catalog.Event)
	// Mail sends e-mails; nil: there is no relay.
	Mail *mail.Outbox
	Now  func() time.Time // nil: time.Now
	// Observe is told of all that the recorder has done, in order: a request that
	// was executed with its result's code, or nil, and events. It must not block and
	// keep neither; nil: nobody is.
	Observe func(now time.Time, req *catalog.Request, code catalog.Code, events []catalog.Event)
	Logger  *slog.Logger // nil: silent
	// DiskPath is a directory on the disk that SYSTEMSTATUS reports on.
	DiskPath string
	// Terminology is what FETCHTERMINOLOGY lists; nil: the defaults.
	Terminology []Term
}

// Dispatcher executes requests; safe for concurrent use.
type Dispatcher struct {
	cfg    Config
	store  *store.Store
	dir    *directory.Directory
	system *system

	// changing serialises the functions of the directory, from plan to
	// application. The directory is read under it or under mu, and changed
	// under both.
	changing sync.Mutex

	mu     sync.Mutex // guards all below
	rec    *recorder.Recorder
	out    recorder.Outcome // reused
	timer  *time.Timer
	armed  time.Time // when timer fires; zero: not armed
	ids    reservations
	terms  []Term // never changed, but replaced
	folder string // RECORDINGPATH
	done   bool

	reserved sync.Cond // signals that no reservation is under way
}

// New returns a Dispatcher on what the store holds.
func New(ctx context.Context, cfg Config) (*Dispatcher, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	d := &Dispatcher{
		cfg:    cfg,
		store:  cfg.Store,
		system: newSystem(cfg.DiskPath),
	}
	d.reserved.L = &d.mu
	if err := d.begin(ctx, &cfg); err != nil {
		return nil, err
	}
	d.timer = time.AfterFunc(time.Hour, d.tick)
	d.timer.Stop()
	return d, nil
}

// begin makes a directory and a recorder, in which nothing has happened yet, of
// what the store holds and cfg says.
func (d *Dispatcher) begin(ctx context.Context, cfg *Config) error {
	snap, err := d.store.Directory(ctx)
	if err != nil {
		return err
	}
	if err := d.ids.start(ctx, d.store); err != nil {
		return err
	}
	dir, rec := cfg.Directory, cfg.Recorder
	dir.Dialect, rec.Dialect = d.cfg.Dialect, d.cfg.Dialect
	d.dir = directory.New(dir, snap)
	rec.Start = d.cfg.Now()
	rec.FirstRecordID, rec.FirstCall = d.ids.record.next, d.ids.call.next
	d.rec = recorder.New(rec, agents{d.dir})
	d.folder = folder(rec.RecordingPath)
	if d.terms = cfg.Terminology; d.terms == nil {
		d.terms = DefaultTerminology()
	}
	return nil
}

// Handle executes a bound request. It blocks where the manual's answer depends
// on the database. A function without a handler is answered
// API_COMMAND_NOT_SUPPORTED.
func (d *Dispatcher) Handle(req *catalog.Request) catalog.Result {
	handle := table[req.Function.Name]
	if handle == nil {
		return catalog.Fail(catalog.API_COMMAND_NOT_SUPPORTED, req.Function.Name+" is not offered by this server")
	}
	return handle(d, req)
}

// record executes a function of the recorder.
func (d *Dispatcher) record(req *catalog.Request) catalog.Result {
	if req.Function.Database && !d.reachable() {
		return lost()
	}
	res, update := d.do(req)
	if update == nil {
		return res
	}
	ctx, cancel := context.WithTimeout(context.Background(), databaseTimeout)
	defer cancel()
	switch found, err := d.store.Update(ctx, *update); {
	case err != nil:
		return d.lostBy(err)
	case !found && req.Given(catalog.RECORDID):
		return catalog.Fail(d.cfg.Dialect.NotRecorded(), "")
	case !found:
		return catalog.Fail(catalog.API_RECORDID_INVALID, "")
	}
	return res
}

// do lets the recorder execute a request and carries out what follows but the
// update of a stored recording.
func (d *Dispatcher) do(req *catalog.Request) (catalog.Result, *recorder.Update) {
	d.mu.Lock()
	defer d.mu.Unlock() // also where a panic costs the connection: not everybody's
	now := d.cfg.Now()
	d.rec.Do(now, req, &d.out)
	res, update := d.out.Result, d.out.Update
	d.carryOut(now, req)
	return res, update
}

// change executes a function of the directory: plan, store, apply. Either all
// of it happens or, where the database fails, nothing.
func (d *Dispatcher) change(req *catalog.Request) catalog.Result {
	if !d.reachable() {
		return lost()
	}
	d.changing.Lock()
	defer d.changing.Unlock()
	res, changes := d.dir.Plan(d.cfg.Now(), req)
	if len(changes) == 0 {
		return res
	}
	ctx, cancel := context.WithTimeout(context.Background(), databaseTimeout)
	defer cancel()
	if err := d.store.Apply(ctx, changes); err != nil {
		return d.lostBy(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dir.Apply(changes)
	return res
}

// carryOut does what the last outcome asks for: that of the request at the time
// now, or of what else happened then. mu is held, so that events and recordings
// keep their order.
func (d *Dispatcher) carryOut(now time.Time, req *catalog.Request) {
	if d.cfg.Observe != nil {
		d.cfg.Observe(now, req, d.out.Result.Code, d.out.Events)
	}
	if len(d.out.Events) > 0 {
		d.cfg.Publish(d.out.Events)
	}
	for i := range d.out.Saves {
		announce := d.out.Saves[i].Announce
		d.store.Save(d.out.Saves[i].Recording, func() { d.cfg.Publish([]catalog.Event{announce}) })
	}
	for _, a := range d.out.Amendments {
		d.store.Amend(a)
	}
	for _, n := range d.out.Notes {
		d.cfg.Logger.Info(n)
	}
	d.ids.watch(d)
	d.arm()
}

// arm sets the timer for what the recorder has to do next. mu is held.
func (d *Dispatcher) arm() {
	at, ok := d.rec.Wake()
	switch {
	case d.done || !ok:
		if !d.armed.IsZero() {
			d.timer.Stop()
			d.armed = time.Time{}
		}
	case !at.Equal(d.armed):
		d.armed = at
		d.timer.Reset(max(0, at.Sub(d.cfg.Now())))
	}
}

// tick lets due timers of the recorder fire. No connection stands behind it to
// pay for a panic.
func (d *Dispatcher) tick() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.done {
		return
	}
	defer func() {
		if p := recover(); p != nil {
			d.cfg.Logger.Error("a timer of the recorder made it panic", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	d.armed = time.Time{}
	now := d.cfg.Now()
	d.rec.Tick(now, &d.out)
	d.carryOut(now, nil)
}

// Close ends all recordings in progress and hands them to the store, which is
// the caller's to close.
func (d *Dispatcher) Close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.done {
		return
	}
	now := d.cfg.Now()
	d.rec.EndAll(now, &d.out)
	d.done = true
	d.carryOut(now, nil)
}

// reachable reports whether the database can be used now, all that was saved
// before being in it.
func (d *Dispatcher) reachable() bool {
	ctx, cancel := context.WithTimeout(context.Background(), databaseTimeout)
	defer cancel()
	return d.store.Flush(ctx) == nil
}

// lost is the answer without a database, lostBy logs why.
func lost() catalog.Result { return catalog.Fail(catalog.API_DATABASE_QUERY_ERROR, "") }

func (d *Dispatcher) lostBy(err error) catalog.Result {
	d.cfg.Logger.Warn("the database did not answer", "error", err.Error())
	return lost()
}
