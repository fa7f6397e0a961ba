package dispatch

import (
	"context"

	"github.com/offhook/offhook/reference/store"
)

// block is how many numbers are reserved at a time; a restart skips at most so
// many.
const block = 1 << 14

// reservations keeps the store's high-water marks ahead of the recorder, so
// that no RECORDID and no GLOBALCALLID is ever given twice, crashes included.
// While the database is lost numbers may run past the mark, for recording goes
// on: after a restart a GLOBALCALLID of those may be given again, a RECORDID
// only where its recording was lost in a crash.
type reservations struct {
	record, call reservation
	running      bool // a reservation is under way
}

type reservation struct {
	counter store.Counter
	next    int64 // the first number of the latest block
	limit   int64 // the first number that is not reserved
}

// start reserves the first blocks.
func (r *reservations) start(ctx context.Context, s *store.Store) error {
	r.record.counter, r.call.counter = store.RecordIDs, store.CallNumbers
	for _, x := range []*reservation{&r.record, &r.call} {
		first, err := s.Reserve(ctx, x.counter, block)
		if err != nil {
			return err
		}
		x.next, x.limit = first, first+block
	}
	return nil
}

// watch reserves more where half a block or less is left. The dispatcher's mu
// is held.
func (r *reservations) watch(d *Dispatcher) {
	record, call := d.rec.NextIDs()
	short := func(x *reservation, next int64) int64 { return max(0, next+block/2-x.limit) }
	needRecord, needCall := short(&r.record, record), short(&r.call, call)
	if r.running || d.done || needRecord == 0 && needCall == 0 {
		return
	}
	r.running = true
	go func() {
		gotRecord := r.record.extend(d.store, needRecord)
		gotCall := r.call.extend(d.store, needCall)
		d.mu.Lock()
		defer d.mu.Unlock()
		r.record.limit += gotRecord
		r.call.limit += gotCall
		r.running = false
		d.reserved.Broadcast()
	}()
}

// extend reserves at least need more numbers and returns how many.
func (x *reservation) extend(s *store.Store, need int64) int64 {
	if need == 0 {
		return 0
	}
	ctx, cancel := context.WithTimeout(context.Background(), databaseTimeout)
	defer cancel()
	n := need + block
	if _, err := s.Reserve(ctx, x.counter, n); err != nil {
		return 0 // the database is lost; the next request tries again
	}
	return n
}
