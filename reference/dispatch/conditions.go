package dispatch

import (
	"context"
	"fmt"

	"github.com/offhook/offhook/reference/recorder"
)

// SetCore takes a core down or up: a test condition.
func (d *Dispatcher) SetCore(id int, up bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.cfg.Now()
	if err := d.rec.SetCore(now, id, up, &d.out); err != nil {
		return err
	}
	d.carryOut(now, nil)
	return nil
}

// Cores returns the COREIDENTs and which of them are up.
func (d *Dispatcher) Cores() (ids []int, up []bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rec.Cores()
}

// SetConditions replaces what is wrong with the recorder: test conditions.
func (d *Dispatcher) SetConditions(c recorder.Conditions) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.cfg.Now()
	if err := d.rec.SetConditions(now, c, &d.out); err != nil {
		return err
	}
	d.carryOut(now, nil)
	return nil
}

// Conditions returns what is wrong with the recorder.
func (d *Dispatcher) Conditions() recorder.Conditions {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rec.Conditions()
}

// State is what goes on in the recorder, no list of it longer than limit.
func (d *Dispatcher) State(limit int) recorder.State {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rec.State(limit)
}

// Search returns up to limit of the devices that a text is found in, and how
// many there are.
func (d *Dispatcher) Search(text string, limit int) (found []recorder.DeviceState, matches int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rec.Search(text, limit)
}

// Look returns those of the devices that are known.
func (d *Dispatcher) Look(ids []string, limit int) []recorder.DeviceState {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rec.Look(ids, limit)
}

// Wake lets what is due happen at once: the clock has been moved.
func (d *Dispatcher) Wake() { d.tick() }

// Reset makes the store empty, lets fill put something into it, and begins
// anew with that and with what cfg says of recorder, directory and terminology:
// what went on is forgotten without a word, numbers and draws start again.
// Requests wait meanwhile. Where it fails, the store is empty or filled in part,
// and nothing but another Reset is of use.
func (d *Dispatcher) Reset(ctx context.Context, cfg Config, fill func(context.Context) error) error {
	d.changing.Lock()
	defer d.changing.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.done {
		return fmt.Errorf("dispatch: the system is being shut down")
	}
	for d.ids.running { // or it would reserve numbers of the new beginning
		d.reserved.Wait()
	}
	if err := d.store.Wipe(ctx); err != nil {
		return err
	}
	if err := fill(ctx); err != nil {
		return err
	}
	if err := d.begin(ctx, &cfg); err != nil {
		return err
	}
	d.arm()
	return nil
}
