package recorder

import (
	"slices"

	"github.com/offhook/offhook/reference/catalog"
)

// maxPast bounds the calls that are over and remembered: an agent's blackout
// reaches back no further.
const maxPast = 1024

// past is a ring of the calls and chats that ended last, of which something was
// recorded.
type past struct {
	calls []pastCall
	next  int // where the next one goes, once the ring is full
}

// pastCall is a call with the ways in which its agent was known.
type pastCall struct {
	*call
	who []identity
}

func (p *past) add(c *call) {
	x := pastCall{c, c.identities}
	if len(c.saved) == 0 {
		return
	}
	if len(p.calls) < maxPast {
		p.calls = append(p.calls, x)
		return
	}
	p.calls[p.next].saved = nil // nothing reaches back into it any more
	p.calls[p.next] = x
	p.next = (p.next + 1) % maxPast
}

// of yields the calls of an agent. Those of a device are only nobody's: another
// may have come to sit there since.
func (p *past) of(who []identity) func(yield func(*call) bool) {
	return func(yield func(*call) bool) {
		for _, c := range p.calls {
			theirs := slices.ContainsFunc(c.who, func(k identity) bool {
				return slices.Contains(who, k) && (k.by != catalog.DEVICEID || len(who) == 1 && len(c.who) == 1)
			})
			if theirs && !yield(c.call) {
				return
			}
		}
	}
}
