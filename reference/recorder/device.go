package recorder

import (
	"cmp"
	"container/list"
	"slices"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
)

// device is a phone that has become known. alias, sysUser, crmUser and station
// are as a request last gave them; they stay until another value comes (E-65).
type device struct {
	id               string
	alias            string
	sysUser, crmUser string
	station          string
	active           []*call // in the order in which they started
	ended            *call   // the one that ended last
	lastRecord       int64   // RECORDID of the call recording that ended last
	place            *list.Element
}

// last is the call that status shows of a device: the active one that started
// last, else the one that ended last. Every known device has one.
func (d *device) last() *call {
	if n := len(d.active); n > 0 {
		return d.active[n-1]
	}
	return d.ended
}

// livelier reports whether d is in a call and o is not or, where that is equal,
// whether d's last call is the later one.
func (d *device) livelier(o *device) bool {
	if a, b := len(d.active) > 0, len(o.active) > 0; a != b {
		return a
	}
	return d.last().seq > o.last().seq
}

// liveliest returns the one of some devices that a request most likely means,
// nil where there is none.
func liveliest(ds []*device) *device {
	var best *device
	for _, d := range ds {
		if best == nil || d.livelier(best) {
			best = d
		}
	}
	return best
}

// instance returns the active call of that instance, or nil.
func (d *device) instance(name string) *call {
	for _, c := range d.active {
		if c.instance == name {
			return c
		}
	}
	return nil
}

// target returns the active call that a request means, nil where there is none
// or the device is not known: of the instance it names, or without a name the
// last call. A CALLINSTANCE sent blank names the
// blank instance where that is active.
func (d *device) target(req *catalog.Request) *call {
	if d == nil {
		return nil
	}
	name := req.Value(catalog.CALLINSTANCE)
	if name != "" {
		return d.instance(name)
	}
	if req.Has(catalog.CALLINSTANCE) {
		if c := d.instance(""); c != nil {
			return c
		}
	}
	if n := len(d.active); n > 0 {
		return d.active[n-1]
	}
	return nil
}

// index finds devices by something that is not unique, in any case.
type index map[string][]*device

func (x index) of(v string) []*device { return x[strings.ToLower(v)] }

// set gives d's field another value, under which d is found from then on.
func (x index) set(d *device, field *string, v string) {
	if v == *field {
		return
	}
	if old := strings.ToLower(*field); old != "" {
		rest := slices.DeleteFunc(x[old], func(o *device) bool { return o == d })
		if len(rest) == 0 {
			delete(x, old)
		} else {
			x[old] = rest
		}
	}
	if v != "" {
		key := strings.ToLower(v)
		x[key] = append(x[key], d)
	}
	*field = v
}

// introduce makes a device known before anything has happened on it. Status
// shows a call of which nothing is known, with the agent to whom the phone is
// assigned.
func (r *Recorder) introduce(k Known) {
	d := r.know(k.ID)
	if d == nil || d.ended != nil {
		return
	}
	r.byAlias.set(d, &d.alias, k.Alias)
	c := &call{dev: d, core: r.cores[0].id, station: r.stationOf(d), keepDays: -1, archive: -1}
	c.DeviceAlias, c.Direction = k.Alias, unknownDirection
	a, _ := r.agentOf(d)
	r.seat(c, a, d.id)
	r.unseat(c)
	d.ended = c
	r.rest(d)
}

// know returns the device of that id, which becomes known; nil where there are
// too many that cannot be forgotten, being in calls.
func (r *Recorder) know(id string) *device {
	if d := r.devices[id]; d != nil {
		return d
	}
	if len(r.devices) >= r.cfg.MaxDevices && !r.forgetIdlest() {
		return nil
	}
	d := &device{id: id}
	r.devices[id] = d
	return d
}

// forgetIdlest makes room for a new device and reports whether it could.
func (r *Recorder) forgetIdlest() bool {
	e := r.idle.Front()
	if e == nil {
		return false
	}
	d := r.idle.Remove(e).(*device)
	r.byAlias.set(d, &d.alias, "")
	r.bySys.set(d, &d.sysUser, "")
	r.byCRM.set(d, &d.crmUser, "")
	r.byStation.set(d, &d.station, "")
	delete(r.devices, d.id)
	return true
}

// busy and rest keep the list of devices that are in no call.
func (r *Recorder) busy(d *device) {
	if d.place != nil {
		r.idle.Remove(d.place)
		d.place = nil
	}
}

func (r *Recorder) rest(d *device) {
	if len(d.active) == 0 && d.place == nil {
		d.place = r.idle.PushBack(d)
	}
}

// associate takes over what a request says about who sits at d, and reports
// whether that is something else than before. Where one of alias and names
// changes, the others are of somebody who has left.
func (r *Recorder) associate(d *device, req *catalog.Request) (changed bool) {
	alias, sys, crm := req.Value(catalog.DEVICEALIAS), req.Value(catalog.SYS_USER), req.Value(catalog.CRM_USER)
	was := *d
	if differ(d.alias, alias) || differ(d.sysUser, sys) || differ(d.crmUser, crm) {
		r.bySys.set(d, &d.sysUser, "")
		r.byCRM.set(d, &d.crmUser, "")
	}
	give := func(x index, field *string, v string) {
		if v != "" {
			x.set(d, field, v)
		}
	}
	give(r.byAlias, &d.alias, alias)
	give(r.bySys, &d.sysUser, sys)
	give(r.byCRM, &d.crmUser, crm)
	give(r.byStation, &d.station, req.Value(catalog.STATIONNAME))
	return d.alias != was.alias || d.sysUser != was.sysUser || d.crmUser != was.crmUser
}

// stationOf is the station that the directory maps d to.
func (r *Recorder) stationOf(d *device) string {
	s, _ := r.dir.StationOf(d.id)
	return s
}

// sortedDevices returns all known devices by id.
func (r *Recorder) sortedDevices() []*device {
	all := make([]*device, 0, len(r.devices))
	for _, d := range r.devices {
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b *device) int { return cmp.Compare(a.id, b.id) })
	return all
}
