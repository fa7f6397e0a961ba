package recorder

import (
	"slices"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
)

// identifiers are the parameters of each function by which a device is looked
// up, in the manual's order.
var identifiers = map[*catalog.Function][]*catalog.Param{}

func init() {
	for name := range handlers {
		f := catalog.Lookup(name)
		if f == nil {
			panic("recorder: the catalogue has no function " + name)
		}
		for i := range f.Params {
			switch f.Params[i].Name {
			case catalog.DEVICEID, catalog.DEVICEALIAS, catalog.STATIONNAME, catalog.SYS_USER, catalog.CRM_USER:
				identifiers[f] = append(identifiers[f], &f.Params[i])
			}
		}
	}
}

// find returns the device that a request means, and its id where a device of
// that id is not known yet. DEVICEID always decides; without it the others are
// tried in the manual's order. Both results are empty if nothing matches.
func (r *Recorder) find(req *catalog.Request) (*device, string) {
	if id := req.Value(catalog.DEVICEID); id != "" {
		return r.devices[id], id
	}
	for _, p := range identifiers[req.Function] {
		v := req.Value(p.Name)
		if v == "" {
			continue
		}
		if d, id := r.findBy(p, v); id != "" {
			return d, id
		}
	}
	return nil, ""
}

// findBy looks a device up by one parameter: of several the liveliest. A user
// who sits nowhere yet is at the first assigned phone that nobody else uses.
func (r *Recorder) findBy(p *catalog.Param, v string) (*device, string) {
	if p.Name == catalog.STATIONNAME {
		return r.atStation(v)
	}
	if d := liveliest(r.devicesBy(p.Name, v, p.NeedsAgent)); d != nil {
		return d, d.id
	}
	if a, ok := r.userBy(p.Name, v); ok {
		for _, phone := range r.dir.Phones(a.ID) {
			if d := r.devices[phone]; d == nil || len(d.active) == 0 {
				return d, phone
			}
		}
	}
	return nil, ""
}

// atStation looks a device up by its workstation. A device whose call began
// with another STATIONNAME than the directory knows goes first.
func (r *Recorder) atStation(name string) (*device, string) {
	given := liveliest(r.byStation.of(name))
	if given == nil || len(given.active) == 0 {
		if id, ok := r.dir.DeviceOf(name); ok {
			return r.devices[id], id
		}
	}
	if given == nil {
		return nil, ""
	}
	return given, given.id
}

// userBy returns the user of the directory that a SYS_USER or CRM_USER means.
func (r *Recorder) userBy(n catalog.Name, v string) (Agent, bool) {
	switch n {
	case catalog.SYS_USER:
		return r.dir.AgentBySysUser(v)
	case catalog.CRM_USER:
		return r.dir.AgentByCRMUser(v)
	}
	return Agent{}, false
}

// callStart is the function whose widths the values of devices have.
var callStart = catalog.Lookup("CALLSTART")

// asCalled is an alias or a user name as devices have it: other functions allow
// longer ones (E-24), which mean the same device all the same. Where values are
// kept whole (E-25) devices have them whole.
func (r *Recorder) asCalled(n catalog.Name, v string) string {
	p := callStart.Param(n)
	if len(v) <= p.Width || r.cfg.Dialect.Takes("E-25") == "whole" {
		return v
	}
	return p.Fit(v)
}

// configured reports whether the directory knows a device (E-31): as a phone or
// beside a workstation.
func (r *Recorder) configured(id string) bool {
	_, phone := r.dir.AgentByPhone(id)
	_, station := r.dir.StationOf(id)
	return phone || station
}

// devicesBy returns the known devices that have an alias or an agent of a user
// name, in no order; with needsAgent only those that have an agent.
func (r *Recorder) devicesBy(n catalog.Name, v string, needsAgent bool) []*device {
	user, isUser := r.userBy(n, v)
	v = r.asCalled(n, v)
	var found []*device
	switch n {
	case catalog.DEVICEALIAS:
		found = slices.Clone(r.byAlias.of(v))
	case catalog.SYS_USER:
		found = slices.Clone(r.bySys.of(v))
	case catalog.CRM_USER:
		found = slices.Clone(r.byCRM.of(v))
	}
	if isUser {
		found = append(found, r.devicesOf(user)...)
	}
	return slices.DeleteFunc(found, func(d *device) bool {
		a, has := r.agentOf(d)
		switch n {
		case catalog.DEVICEALIAS:
			return needsAgent && !has
		case catalog.SYS_USER:
			return !strings.EqualFold(r.asCalled(n, a.SysUser), v)
		}
		return !strings.EqualFold(r.asCalled(n, a.CRMUser), v)
	})
}

// devicesOf returns the known devices at which a user of the directory may
// sit.
func (r *Recorder) devicesOf(user Agent) []*device {
	found := append(slices.Clone(r.bySys.of(r.asCalled(catalog.SYS_USER, user.SysUser))),
		r.byCRM.of(r.asCalled(catalog.CRM_USER, user.CRMUser))...)
	for _, phone := range r.dir.Phones(user.ID) {
		if d := r.devices[phone]; d != nil {
			found = append(found, d)
		}
		found = append(found, r.byAlias.of(phone)...)
	}
	return found
}
