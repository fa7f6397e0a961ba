package dashboard

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"
)

// backlogEvery is how many samples share a Backlog, which may ask the
// database; backlogTime is how long they wait for it.
const (
	backlogEvery = 4
	backlogTime  = 200 * time.Millisecond
)

// sampler takes samples while somebody watches.
type sampler struct {
	source  Source
	every   time.Duration
	most    int
	started time.Time
	lanes   lanes // run's

	mu      sync.Mutex
	viewers map[*viewer]struct{}
	latest  *sample
	founds  map[string][]byte // answers to the searches of the latest sample
	running bool
	stopped bool
	done    chan struct{} // closed by stop
	ended   sync.WaitGroup
}

// viewer is one open page.
type viewer struct {
	wake chan struct{} // there is a new sample
}

var (
	errFull    = errors.New("too many pages are open")
	errStopped = errors.New("the server is stopping")
)

func newSampler(source Source, every time.Duration, most int) *sampler {
	return &sampler{source: source, every: every, most: most, started: time.Now(),
		viewers: map[*viewer]struct{}{}, done: make(chan struct{})}
}

// enter adds a viewer; the first one starts the sampling. leave must follow.
func (s *sampler) enter() (*viewer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.stopped:
		return nil, errStopped
	case len(s.viewers) >= s.most:
		return nil, errFull
	}
	v := &viewer{wake: make(chan struct{}, 1)}
	s.viewers[v] = struct{}{}
	if s.latest != nil {
		v.wake <- struct{}{}
	}
	if !s.running {
		s.running = true
		s.ended.Go(s.run)
	}
	return v, nil
}

// leave takes a viewer away.
func (s *sampler) leave(v *viewer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.viewers, v)
}

// stop ends the sampling for good.
func (s *sampler) stop() {
	s.mu.Lock()
	if !s.stopped {
		s.stopped = true
		close(s.done)
	}
	s.mu.Unlock()
	s.ended.Wait()
}

// run takes samples until nobody watches.
func (s *sampler) run() {
	ticker := time.NewTicker(s.every)
	defer ticker.Stop()
	for n := 0; !s.deserted(); n++ {
		s.take(n%backlogEvery == 0)
		select {
		case <-ticker.C:
		case <-s.done:
		}
	}
}

// deserted reports whether nobody watches any more; then sampling is over, and
// exchanges are no longer kept.
func (s *sampler) deserted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.viewers) > 0 && !s.stopped {
		return false
	}
	s.running, s.latest = false, nil // what is old is not to greet the next viewer
	s.source.Exchanges(0, 0)
	return true
}

// take takes a sample and tells the viewers, if anything has changed.
func (s *sampler) take(backlog bool) {
	s.mu.Lock()
	before := s.latest
	s.mu.Unlock()
	next := &sample{}
	if before != nil {
		*next = *before
	}
	if backlog {
		ctx, cancel := context.WithTimeout(context.Background(), backlogTime)
		next.backlog = s.source.Backlog(ctx)
		cancel()
	}
	next.exchanges = s.exchanges(next.exchanges)
	state := s.source.State(shownDevices)
	next.version, next.stats = state.Version, s.source.Stats()
	if before != nil && next.like(before) {
		return
	}
	now := s.source.Now()
	devices := s.lanes.look(s.source, now, &state)
	trim(devices)
	trim(state.Devices)
	for i := range state.Ended {
		state.Ended[i].Blackouts = last(state.Ended[i].Blackouts, shownBlackouts)
	}
	next.state = encode(view{
		Run: strconv.FormatInt(s.started.UnixNano(), 36), Now: now, Started: s.started,
		State: state, Lanes: devices, Stats: statsOf(next.stats), Backlog: next.backlog,
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latest, s.founds = next, map[string][]byte{}
	for v := range s.viewers {
		select {
		case v.wake <- struct{}{}:
		default: // it is slow, and will see this one or a later one
		}
	}
}

// exchanges returns the last exchanges, those in old and those since, in memory
// of their own.
func (s *sampler) exchanges(old []shown) []shown {
	var after uint64
	if len(old) > 0 {
		after = old[len(old)-1].number
	}
	news := s.source.Exchanges(after, exchangeRoom)
	if len(news) == 0 {
		return old
	}
	all := append([]shown(nil), old...)
	for i := range news {
		all = append(all, show(&news[i]))
	}
	return all[max(0, len(all)-keptExchanges):]
}

// look returns the latest sample, and the answer to a search in it.
func (s *sampler) look(find string) (latest *sample, answer []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.latest == nil || find == "" {
		return s.latest, nil
	}
	answer, ok := s.founds[find]
	if !ok {
		devices, n := s.source.Search(find, shownDevices)
		trim(devices)
		answer = encode(found{Find: find, Matches: n, Devices: devices})
		s.founds[find] = answer
	}
	return s.latest, answer
}
