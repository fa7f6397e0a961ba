package capture

import (
	"bytes"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"
)

const (
	// DefaultLimit is what a tape keeps where NewTape is told no limit, in bytes.
	DefaultLimit = 1 << 20
	stretchCost  = 96 // bytes that a stretch takes beside its own
)

// Tape keeps what connections exchange. It may be written to from several
// goroutines; reading it does not end that.
type Tape struct {
	started time.Time
	limit   int

	mu       sync.Mutex
	tracks   []*track
	head     []stretch
	headSize int
	full     bool // the head is
	tail     []stretch
	tailSize int
	lost     int // bytes between head and tail
	count    int // of all that happened, in its order
}

// track is one connection.
type track struct {
	name           string
	client, server netip.AddrPort
	asked, opened  time.Duration
	openedAt       int
	moved          [2]int64 // bytes, by who sent them
	ended          [2]ending
}

// The sides of a connection.
const (
	fromClient = iota
	fromServer
)

// ending says how one side ended a connection.
type ending struct {
	how  uint8
	at   time.Duration
	rank int
}

const (
	open  = iota
	ended // by FIN
	reset // by RST
)

// stretch is what one read or write moved, or a note.
type stretch struct {
	at   time.Duration
	rank int
	on   *track // nil for a note
	from uint8
	off  int64 // where in what this side sent it begins
	b    []byte
}

// NewTape begins a tape that keeps at most limit bytes; 0 is DefaultLimit.
func NewTape(limit int) *Tape {
	if limit <= 0 {
		limit = DefaultLimit
	}
	return &Tape{started: time.Now(), limit: limit}
}

// Started is when the tape began.
func (t *Tape) Started() time.Time { return t.started }

// Note writes a line between the exchanges.
func (t *Tape) Note(s string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keep(stretch{at: time.Since(t.started), rank: t.rank(), b: []byte(s)})
}

// rank numbers what happens. mu is held.
func (t *Tape) rank() int {
	t.count++
	return t.count
}

// track begins one for a connection that was asked for at that time.
func (t *Tape) track(name string, nc net.Conn, asked time.Time) *track {
	t.mu.Lock()
	defer t.mu.Unlock()
	tr := &track{name: name, client: addressOf(nc.LocalAddr()), server: addressOf(nc.RemoteAddr()),
		asked: asked.Sub(t.started), opened: time.Since(t.started), openedAt: t.rank()}
	t.tracks = append(t.tracks, tr)
	return tr
}

// addressOf is the zero value for what has no IP address.
func addressOf(a net.Addr) netip.AddrPort {
	if tcp, ok := a.(*net.TCPAddr); ok {
		at := tcp.AddrPort()
		return netip.AddrPortFrom(at.Addr().Unmap().WithZone(""), at.Port())
	}
	return netip.AddrPort{}
}

// moved keeps what one side sent.
func (t *Tape) moved(tr *track, from uint8, b []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	off := tr.moved[from]
	tr.moved[from] += int64(len(b))
	t.keep(stretch{at: time.Since(t.started), rank: t.rank(), on: tr, from: from, off: off, b: b})
}

// ended notes how one side ended its connection, the first time.
func (t *Tape) ended(tr *track, from, how uint8) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if tr.ended[from].how == open {
		tr.ended[from] = ending{how, time.Since(t.started), t.rank()}
	}
}

// keep puts a copy of a stretch into the head while that has room, then into
// the tail, of which the oldest gives way. mu is held.
func (t *Tape) keep(s stretch) {
	if !t.full {
		room := t.limit/2 - t.headSize - stretchCost
		t.full = len(s.b) > room
		if n := min(len(s.b), room); n > 0 {
			first := s
			first.b = bytes.Clone(s.b[:n])
			t.head = append(t.head, first)
			t.headSize += n + stretchCost
			s.b, s.off = s.b[n:], s.off+int64(n)
		}
		if len(s.b) == 0 {
			return
		}
	}
	if cut := len(s.b) + stretchCost - t.limit/2; cut > 0 {
		t.lost += cut
		s.b, s.off = s.b[cut:], s.off+int64(cut)
	}
	s.b = bytes.Clone(s.b)
	t.tail = append(t.tail, s)
	t.tailSize += len(s.b) + stretchCost
	t.drop(t.limit / 2)
}

// drop takes the oldest of the tail away until it has at most limit bytes, or
// one stretch. mu is held.
func (t *Tape) drop(limit int) {
	n := 0
	for n < len(t.tail)-1 && t.tailSize > limit {
		t.tailSize -= len(t.tail[n].b) + stretchCost
		t.lost += len(t.tail[n].b)
		t.tail[n].b = nil
		n++
	}
	t.tail = t.tail[n:]
}

// Heard reports whether a server said anything.
func (t *Tape) Heard() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.ContainsFunc(t.tracks, func(tr *track) bool { return tr.moved[fromServer] > 0 })
}

// Size is what the tape takes, in bytes.
func (t *Tape) Size() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.headSize + t.tailSize
}

// Shorten leaves about limit bytes of what was kept so far, of its beginning
// and of its end.
func (t *Tape) Shorten(limit int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.headSize+t.tailSize <= limit {
		return
	}
	all := append(t.head, t.tail...)
	t.head, t.tail, t.headSize, t.tailSize, t.full, t.limit = nil, nil, 0, 0, false, max(limit, 4*stretchCost)
	for _, s := range all {
		t.keep(s)
	}
}

// kept is what is there, with the secrets masked, and how much is missing
// between the parts.
func (t *Tape) kept() (tracks []track, head, tail []stretch, lost int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	copies := make(map[*track]*track, len(t.tracks))
	tracks = make([]track, len(t.tracks))
	for i, tr := range t.tracks {
		tracks[i] = *tr
		copies[tr] = &tracks[i]
	}
	all := append(append(make([]stretch, 0, len(t.head)+len(t.tail)), t.head...), t.tail...)
	for i := range all {
		all[i].on = copies[all[i].on]
	}
	maskAll(all)
	return tracks, all[:len(t.head)], all[len(t.head):], t.lost
}
