package recorder

import (
	"cmp"
	"container/list"
	"slices"
	"strconv"
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

// last is the call that a request without an instance means: the active one
// that started last, else the one that ended last.
func (d *device) last() *call {
	if n := len(d.active); n > 0 {
		return d.active[n-1]
	}
	return d.ended
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

// target returns the active call that a request means: of the instance it
// names, or without a name the last call. A CALLINSTANCE sent blank names the
// blank instance where that is active.
func (d *device) target(req *catalog.Request) *call {
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

// index finds devices by something that is not unique, the latest last.
type index map[string][]*device

func (x index) add(key string, d *device) {
	if key != "" {
		x[key] = append(x[key], d)
	}
}

func (x index) remove(key string, d *device) {
	if key == "" {
		return
	}
	rest := slices.DeleteFunc(x[key], func(o *device) bool { return o == d })
	if len(rest) == 0 {
		delete(x, key)
		return
	}
	x[key] = rest
}

// move files d under a new key.
func (x index) move(from, to string, d *device) {
	x.remove(from, d)
	x.add(to, d)
}

// know returns the device of that id, which becomes known.
func (r *Recorder) know(id string) *device {
	d := r.devices[id]
	if d == nil {
		d = &device{id: id}
		d.place = r.idle.PushBack(d)
		r.devices[id] = d
		if len(r.devices) > r.cfg.MaxDevices {
			r.forgetIdlest(d)
		}
	}
	return d
}

// forgetIdlest makes room for a new device.
func (r *Recorder) forgetIdlest(not *device) {
	e := r.idle.Front()
	if e == nil || e.Value == any(not) {
		return
	}
	d := e.Value.(*device)
	r.idle.Remove(e)
	r.byAlias.remove(d.alias, d)
	r.bySys.remove(strings.ToLower(d.sysUser), d)
	r.byCRM.remove(strings.ToLower(d.crmUser), d)
	r.byStation.remove(strings.ToLower(d.station), d)
	delete(r.devices, d.id)
}

// busy and rest keep the list of idle devices.
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

// associate takes over what a request with a device says about who sits there.
func (r *Recorder) associate(d *device, req *catalog.Request) {
	if v := req.Value(catalog.DEVICEALIAS); v != "" && v != d.alias {
		r.byAlias.move(d.alias, v, d)
		d.alias = v
	}
	if v := req.Value(catalog.SYS_USER); v != "" && v != d.sysUser {
		r.bySys.move(strings.ToLower(d.sysUser), strings.ToLower(v), d)
		d.sysUser = v
	}
	if v := req.Value(catalog.CRM_USER); v != "" && v != d.crmUser {
		r.byCRM.move(strings.ToLower(d.crmUser), strings.ToLower(v), d)
		d.crmUser = v
	}
	if v := req.Value(catalog.STATIONNAME); v != "" && v != d.station {
		r.byStation.move(strings.ToLower(d.station), strings.ToLower(v), d)
		d.station = v
	}
}

// agentOf returns the agent who sits at d, and whether d has one (E-65): the
// user of the SYS_USER or CRM_USER given for it, or the one to whom its alias
// or its id is assigned as a phone. A given name that no user has still makes
// an agent, without an AGENTID.
func (r *Recorder) agentOf(d *device) (Agent, bool) {
	a, ok := Agent{}, false
	if d.sysUser != "" {
		a, ok = r.dir.AgentBySysUser(d.sysUser)
	}
	if !ok && d.crmUser != "" {
		a, ok = r.dir.AgentByCRMUser(d.crmUser)
	}
	if !ok && d.alias != "" {
		a, ok = r.dir.AgentByPhone(d.alias)
	}
	if !ok {
		a, ok = r.dir.AgentByPhone(d.id)
	}
	if d.sysUser != "" {
		a.SysUser, ok = d.sysUser, true
	}
	if d.crmUser != "" {
		a.CRMUser, ok = d.crmUser, true
	}
	return a, ok
}

// agentKey tells agents apart, those without an AGENTID and devices without an
// agent included.
func agentKey(a Agent, deviceID string) string {
	switch {
	case a.ID != 0:
		return "id:" + strconv.FormatInt(a.ID, 10)
	case a.SysUser != "":
		return "sys:" + strings.ToLower(a.SysUser)
	case a.CRMUser != "":
		return "crm:" + strings.ToLower(a.CRMUser)
	}
	return "device:" + deviceID
}

// stationOf is the station of d: the one that a request gave, else the one
// that the directory maps.
func (r *Recorder) stationOf(d *device) string {
	if d.station != "" {
		return d.station
	}
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
