package seed

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

// spread is the standard deviation of the logarithm of a call's length; the
// longest tenth of the calls is 2.8 times as long as the median or longer.
const spread = 0.8

// shortest is the shortest call.
const shortest = 3 * time.Second

func (h *historyEntry) hours() (from, to int) {
	if h.From == 0 && h.To == 0 {
		return 8, 20
	}
	return h.From, cmp.Or(h.To, 20)
}

func (h *historyEntry) median() time.Duration  { return cmp.Or(h.Median, 3*time.Minute) }
func (h *historyEntry) longest() time.Duration { return cmp.Or(h.Longest, time.Hour) }

// history makes up what was recorded on the days before now: no phone and no
// channel has two calls at once.
func (p *past) history(yield func(recorder.Recording) bool) {
	h := p.doc.History
	g := &generator{
		past: p, h: h, rng: rand.New(rand.NewPCG(uint64(h.Seed), 0x5eed)),
		phones: make([]time.Time, len(p.seats)), channels: channelsOf(p.cores()),
	}
	g.busy = make([]time.Time, len(g.channels))
	weights, all := g.weights()
	var seen float64
	done := 0
	for d, w := range weights {
		seen += w
		upTo := int(math.Round(float64(h.Recordings) * seen / all))
		for _, at := range g.starts(h.Days-d, upTo-done) {
			if !yield(g.recording(at)) {
				return
			}
		}
		done = upTo
	}
}

// generator makes a history.
type generator struct {
	*past
	h        *historyEntry
	rng      *rand.Rand
	phones   []time.Time // until when each seat's is taken
	channels []channel
	busy     []time.Time // until when each channel is taken
	last     time.Time   // the last start
}

type channel struct{ core, id int }

// maxLines bounds the channels of which a history keeps account.
const maxLines = 10_000

// channelsOf lists the channels of cores, the first of each core first: calls
// go to the cores in turn.
func channelsOf(cores []recorder.Core) []channel {
	var all []channel
	for n := 0; len(all) < maxLines; n++ {
		before := len(all)
		for _, c := range cores {
			if n < c.Channels {
				all = append(all, channel{c.ID, firstChannel(cores, c.ID) + n})
			}
		}
		if len(all) == before {
			break
		}
	}
	return all
}

// weights says how many calls each day has relative to others, the earliest
// first, and their sum.
func (g *generator) weights() (days []float64, sum float64) {
	for ago := g.h.Days; ago > 0; ago-- {
		w := 1.0
		if d := g.day(ago, 12).Weekday(); d == time.Saturday || d == time.Sunday {
			w = 0.2
		}
		days = append(days, w)
		sum += w
	}
	return days, sum
}

// day is an hour of the day so many days ago.
func (g *generator) day(ago, hour int) time.Time {
	y, m, d := g.now.Date()
	return time.Date(y, m, d-ago, hour, 0, 0, 0, g.now.Location())
}

// starts are the times at which n calls of a day come in: most in the middle of
// the morning and of the afternoon.
func (g *generator) starts(ago, n int) []time.Time {
	from, to := g.h.hours()
	open, length := g.day(ago, from), g.day(ago, to).Sub(g.day(ago, from))
	all := make([]time.Time, n)
	for i := range all {
		at := -1.0
		for at < 0 || at >= 1 {
			at = 0.3 + 0.4*float64(g.rng.IntN(2)) + 0.15*g.rng.NormFloat64()
		}
		all[i] = open.Add(time.Duration(at * float64(length))).Truncate(time.Millisecond)
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// recording is a call that comes in at a time, and begins when a phone and a
// channel are free.
func (g *generator) recording(at time.Time) recorder.Recording {
	at = later(at, g.last)
	phone, at := free(g.phones, g.rng.IntN(len(g.phones)), at)
	line, at := free(g.busy, 0, at)
	stop := at.Add(g.length())
	if late := stop.Sub(g.now); late > 0 { // at midnight, just after a day that lasts until 24 o'clock
		at, stop = at.Add(-late), g.now
	}
	g.last, g.phones[phone], g.busy[line] = at, stop, stop
	x := &g.seats[phone]
	ch := g.channels[line]
	rec := g.row(x, ch.core, ch.id, at, stop, g.variables(x))
	rec.KeepDays = given(g.h.KeepDays, keptDays)
	if length := stop.Sub(at); g.rng.IntN(100) < g.h.Blackouts && length >= time.Minute {
		start := at.Add(length / 5).Add(g.upTo(length / 3))
		rec.Blackouts = []recorder.Range{{Start: start, Stop: start.Add(5*time.Second + g.upTo(20*time.Second))}}
	}
	return rec
}

// free returns the first that is not taken at a time, looked for from one on,
// and the time; where all are taken, the one that is free again first, and when.
func free(until []time.Time, from int, at time.Time) (int, time.Time) {
	first := from
	for n := range until {
		i := (from + n) % len(until)
		if !until[i].After(at) {
			return i, at
		}
		if until[i].Before(until[first]) {
			first = i
		}
	}
	return first, until[first]
}

// length is how long a call lasts: lognormal.
func (g *generator) length() time.Duration {
	l := time.Duration(float64(g.h.median()) * math.Exp(spread*g.rng.NormFloat64()))
	return min(max(l, shortest), g.h.longest()).Truncate(time.Millisecond)
}

// upTo is a random length of time below a limit.
func (g *generator) upTo(limit time.Duration) time.Duration {
	return time.Duration(g.rng.Int64N(int64(limit))).Truncate(time.Millisecond)
}

// variables are what was said about a call at a seat.
func (g *generator) variables(x *seat) recorder.Variables {
	v := recorder.Variables{Direction: "I"}
	v.Group = callStart.Param(catalog.GROUP).Fit(x.group)
	for _, n := range (pools{}).keys() {
		pool := g.h.Values[n.String()]
		if len(pool) == 0 {
			pool = ordinary[n]
		}
		if len(pool) > 0 {
			*field(&v, n) = g.digits(pool[g.rng.IntN(len(pool))])
		}
	}
	if g.rng.IntN(100) >= given(g.h.Inbound, 80) {
		v.Direction, v.ANI, v.DNIS = "O", callStart.Param(catalog.ANI).Fit(x.device), v.ANI
	}
	return v
}

// ordinary are the values that every call has.
var ordinary = map[catalog.Name][]string{catalog.ANI: {"555#######"}, catalog.DNIS: {"8000", "8001", "8002"}}

// digits replaces each # by a digit.
func (g *generator) digits(s string) string {
	return strings.Map(func(c rune) rune {
		if c == '#' {
			return rune('0' + g.rng.IntN(10))
		}
		return c
	}, s)
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
