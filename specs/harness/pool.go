package harness

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/offhook/offhook/sim/client"
)

// pool hands out the devices that a target's configuration names (E-31), in
// turn, so that one rests before it is used again. A device that was given a
// user, an alias or a station keeps it (E-65), and no request takes that back:
// it is marked, and handed out only where no other is left.
type pool struct {
	mu      sync.Mutex
	devices []string // the next first
	marked  map[string]bool
}

func newPool(devices []string) *pool {
	return &pool{devices: slices.Clone(devices), marked: map[string]bool{}}
}

// take returns a device that is none of those that the spec has, "" if there
// is none, and whether it is marked.
func (p *pool) take(has []string) (device string, marked bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := -1
	for i, d := range p.devices {
		if slices.Contains(has, d) {
			continue
		}
		if !p.marked[d] {
			at = i
			break
		}
		if at < 0 {
			at = i
		}
	}
	if at < 0 {
		return "", false
	}
	device = p.devices[at]
	p.devices = append(slices.Delete(p.devices, at, at+1), device)
	return device, p.marked[device]
}

// mark marks the device that a request gives a name which stays.
func (p *pool) mark(req *client.Request) {
	device, _ := req.Get("DEVICEID")
	if device == "" {
		return
	}
	for _, name := range []string{"DEVICEALIAS", "SYS_USER", "CRM_USER", "STATIONNAME"} {
		if v, _ := req.Get(name); v != "" {
			p.mu.Lock()
			p.marked[device] = true
			p.mu.Unlock()
			return
		}
	}
}

// lend gives the spec a device of the pool.
func (t *T) lend() string {
	t.mu.Lock()
	d, marked := t.run.pool.take(t.lent)
	if d != "" {
		t.lent = append(t.lent, d)
	}
	if marked {
		t.inherited = append(t.inherited, d)
	}
	t.mu.Unlock()
	if d == "" {
		t.Skip(fmt.Sprintf("the spec needs more devices than the %d that the target's configuration names", len(t.run.Target.Devices)))
	}
	t.disregard(d)
	return d
}

// excuse says why a failure on devices that bear the names of earlier specs
// tells nothing, "" where there are none.
func (t *T) excuse(f *Failure) string {
	if len(t.inherited) == 0 {
		return ""
	}
	return fmt.Sprintf("it had to use %s, which earlier specs gave users, aliases or stations that no request takes back; "+
		"name more devices. What did not hold: %s", strings.Join(t.inherited, ", "), f.Problem)
}
