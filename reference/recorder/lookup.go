package recorder

import (
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
			continue
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

// findBy looks a device up by one parameter.
func (r *Recorder) findBy(p *catalog.Param, v string) (*device, string) {
	switch p.Name {
	case catalog.STATIONNAME:
		if id, ok := r.dir.DeviceOf(v); ok {
			return r.devices[id], id
		}
		return latest(r.byStation[strings.ToLower(v)])
	case catalog.DEVICEALIAS:
		ds := r.byAlias[v]
		for i := len(ds) - 1; i >= 0; i-- {
			if _, has := r.agentOf(ds[i]); has || !p.NeedsAgent {
				return ds[i], ds[i].id
			}
		}
	case catalog.SYS_USER:
		if d, id := latest(r.bySys[strings.ToLower(v)]); d != nil {
			return d, id
		}
		if a, ok := r.dir.AgentBySysUser(v); ok {
			return r.deviceOfAgent(a.ID)
		}
	case catalog.CRM_USER:
		if d, id := latest(r.byCRM[strings.ToLower(v)]); d != nil {
			return d, id
		}
		if a, ok := r.dir.AgentByCRMUser(v); ok {
			return r.deviceOfAgent(a.ID)
		}
	}
	return nil, ""
}

func latest(ds []*device) (*device, string) {
	if len(ds) == 0 {
		return nil, ""
	}
	d := ds[len(ds)-1]
	return d, d.id
}

// deviceOfAgent returns the device of an agent by the agent's phones: the one
// with the latest call among those that have a phone as id or as alias; else
// the first phone is the id of a device to be known.
func (r *Recorder) deviceOfAgent(id int64) (*device, string) {
	var best *device
	phones := r.dir.Phones(id)
	consider := func(d *device) {
		if d != nil && (best == nil || d.last().seq > best.last().seq) {
			best = d
		}
	}
	for _, p := range phones {
		consider(r.devices[p])
		for _, d := range r.byAlias[p] {
			consider(d)
		}
	}
	if best != nil {
		return best, best.id
	}
	if len(phones) > 0 {
		return nil, phones[0]
	}
	return nil, ""
}

// invalidDevice is the answer where no device was found.
func invalidDevice() catalog.Result {
	return catalog.Fail(catalog.API_DEVICE_INVALID, "Could not find a device matching given parameters")
}
