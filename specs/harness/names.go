package harness

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"sync"
)

// names hands out identifiers that no other spec of the run has and that
// nothing on the server is likely to have: a hash of seed, spec and count.
type names struct {
	mu    sync.Mutex
	seed  string
	taken map[uint64]bool
}

// next returns a number of exactly ten digits, for the n-th name of a spec.
func (ns *names) next(spec string, n int) uint64 {
	ns.mu.Lock()
	defer ns.mu.Unlock()
	for salt := 0; ; salt++ {
		h := fnv.New64a()
		fmt.Fprintf(h, "%s/%s/%d/%d", ns.seed, spec, n, salt)
		v := h.Sum64()
		v ^= v >> 29 // FNV's high bits depend little on the last bytes
		v *= 0xbf58476d1ce4e5b9
		v ^= v >> 32
		id := 1_000_000_000 + v%9_000_000_000
		if !ns.taken[id] {
			ns.taken[id] = true
			return id
		}
	}
}

// number returns the spec's next unique number, ten digits.
func (t *T) number() uint64 {
	t.mu.Lock()
	t.named++
	n := t.named
	t.mu.Unlock()
	return t.run.names.next(t.entry.ID+"#"+strconv.Itoa(t.attempt), n)
}

// Device returns a device id that no other spec uses: ten digits, the
// narrowest width that the manual's tables give a device or a phone (E-24). On
// a target that knows only certain devices it is one of those.
func (t *T) Device() string {
	n, d := t.nextDevice(), ""
	if w := t.plan[n]; w != (want{}) || len(t.run.Target.Devices) > 0 {
		d = t.lend(n, w)
	} else {
		d = strconv.FormatUint(t.number(), 10)
	}
	t.mu.Lock()
	t.devices[n] = d
	t.mu.Unlock()
	return d
}

// Stranger returns a device id, alias, user or station name that the server
// cannot know.
func (t *T) Stranger() string { return strconv.FormatUint(t.number(), 10) }

// Name returns a unique name that begins with prefix and has at most eight
// characters more: letters and digits, lower case.
func (t *T) Name(prefix string) string {
	return prefix + strconv.FormatUint(t.number(), 36)
}

// Number returns a unique number of ten digits: a CALLID, a SESSIONID, an ANI.
func (t *T) Number() string { return strconv.FormatUint(t.number(), 10) }
