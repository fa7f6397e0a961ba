package recorder

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// core is one machine that records: up or down, with channels.
type core struct {
	id    int
	up    bool
	taken bool       // down by itself, see SetCore
	free  []*channel // a stack
	size  int        // how many channels it has
	limit int        // how many may record at once
}

// channel is one line of a core; its ID is unique over all cores.
type channel struct {
	id     int
	core   *core
	rec    *recording // nil: at rest
	device string     // the last device recorded
	alias  string
	since  time.Time // of the last change
}

func (r *Recorder) addCore(c Core) {
	k := &core{id: c.ID, up: true, size: c.Channels, limit: noLimit}
	for range c.Channels {
		r.channels = append(r.channels, &channel{id: len(r.channels) + 1, core: k, since: r.cfg.Start})
	}
	own := r.channels[len(r.channels)-c.Channels:]
	for i := len(own) - 1; i >= 0; i-- {
		k.free = append(k.free, own[i])
	}
	r.cores = append(r.cores, k)
}

// SetCore takes a core down or up. Recordings on a core that goes down end;
// calls go on. out is overwritten.
func (r *Recorder) SetCore(now time.Time, id int, up bool, out *Outcome) error {
	for _, c := range r.cores {
		if c.id != id {
			continue
		}
		r.begin(now, out)
		r.runTimers()
		c.taken = !up
		r.turn(c)
		r.out = nil
		return nil
	}
	return fmt.Errorf("recorder: no core %d; there are %s", id, idList(r.cores))
}

// turn lets a core go down or up where something has changed, and its channels
// with it.
func (r *Recorder) turn(c *core) {
	up := !c.taken && !r.conditions.RecorderStopped
	if c.up == up {
		return
	}
	c.up = up
	clear(r.answers)
	if !up {
		r.endRecordings(func(o *core) bool { return o == c })
	}
	for _, ch := range r.channels {
		if ch.core == c {
			ch.since = r.now
		}
	}
}

// Cores returns the COREIDENTs in ascending order, and which of them SetCore
// left up.
func (r *Recorder) Cores() (ids []int, up []bool) {
	for _, c := range r.cores {
		ids, up = append(ids, c.id), append(up, !c.taken)
	}
	return ids, up
}

// anyUp reports whether a command can be sent to any core (34).
func (r *Recorder) anyUp() bool { return r.firstUp() != nil }

// firstUp is the core that handles what needs no channel, nil if none is up.
func (r *Recorder) firstUp() *core {
	for _, c := range r.cores {
		if c.up {
			return c
		}
	}
	return nil
}

// sent is the answer of a command that has gone to the cores: all of them, or
// some (E-17, E-18).
func (r *Recorder) sent(f *catalog.Function) catalog.Result {
	res, ok := r.answers[f]
	if !ok {
		res = r.answer(f)
		r.answers[f] = res
	}
	return res
}

// answer makes what sent keeps until a core changes. A function that has no
// partial result is content with one core.
func (r *Recorder) answer(f *catalog.Function) catalog.Result {
	var up, down []*core
	for _, c := range r.cores {
		if c.up {
			up = append(up, c)
		} else {
			down = append(down, c)
		}
	}
	if down == nil || f.Outcome(catalog.API_PARTIAL_CORE_RESPONSE) == nil {
		return f.Answer(catalog.API_OK, "cores", idList(up))
	}
	partial := f.Answer(catalog.API_PARTIAL_CORE_RESPONSE, "cores", idList(down))
	if strings.Contains(f.Name, "BLACKOUT") && r.cfg.Dialect.Takes("E-17") == "ok" {
		partial.Code = catalog.API_OK
	}
	return partial
}

// withoutCall is the answer to a command that finds no call to act on: of the
// code that the erratum's reading names, or as if it had found one.
func (r *Recorder) withoutCall(req *catalog.Request, erratum string) catalog.Result {
	code, err := strconv.Atoi(r.cfg.Dialect.Takes(erratum))
	if err != nil {
		return r.sent(req.Function)
	}
	return req.Function.Answer(catalog.Code(code))
}

func idList(cores []*core) string {
	ids := make([]string, len(cores))
	for i, c := range cores {
		ids[i] = strconv.Itoa(c.id)
	}
	return strings.Join(ids, ",")
}

// choose returns the channel to record c on, with priority prio, among the cores
// that its schedule is related to: on the core with the most free channels or,
// where none is free, the channel of the recording of the lowest priority below
// prio. nil if there is none of these.
func (r *Recorder) choose(c *call, prio int) *channel {
	var best *core
	for _, k := range r.cores {
		if k.up && c.sched.uses(k.id) && k.room() > 0 && (best == nil || k.room() > best.room()) {
			best = k
		}
	}
	if best != nil {
		return best.free[len(best.free)-1]
	}
	if victim := r.lowestBelow(c, prio); victim != nil {
		return victim.channel
	}
	return nil
}

// lowestBelow returns the recording that has to give way to one of c with
// priority prio: of the lowest priority, the one that started last. No
// recording gives way to another of its own call.
func (r *Recorder) lowestBelow(c *call, prio int) *recording {
	if prio <= 0 {
		return nil
	}
	var low *recording
	for _, ch := range r.channels {
		rec := ch.rec
		if rec == nil || !ch.core.up || !c.sched.uses(ch.core.id) || rec.Priority >= prio || rec.call == c || ch.core.room() < 0 {
			continue
		}
		if low == nil || rec.Priority < low.Priority || rec.Priority == low.Priority && rec.ID > low.ID {
			low = rec
		}
	}
	return low
}

// occupy gives a channel that was chosen to a recording; the one that holds it
// ends.
func (r *Recorder) occupy(ch *channel, rec *recording) {
	if victim := ch.rec; victim != nil {
		r.note("recording " + strconv.FormatInt(victim.ID, 10) + " gives its channel to a call of higher priority")
		r.endRecording(victim)
	}
	ch.core.free = ch.core.free[:len(ch.core.free)-1] // it was chosen from the top, or has just come there
	ch.rec, ch.device, ch.alias, ch.since = rec, rec.DeviceID, rec.DeviceAlias, r.now
}

// release puts a channel at rest.
func (ch *channel) release(now time.Time) {
	ch.rec, ch.since = nil, now
	ch.core.free = append(ch.core.free, ch)
}

// state is the text of STATE (E-16).
func (ch *channel) state(withheld bool) string {
	switch {
	case !ch.core.up || withheld:
		return "Error"
	case ch.rec != nil:
		return "Recording"
	}
	return "Idle"
}
