package recorder

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
)

// deviceList shows every known device with its active or last call (Status,
// DEVICELIST).
func (r *Recorder) deviceList(req *catalog.Request) catalog.Result {
	return catalog.Result{Code: catalog.API_OK, Body: devices(req.Function, r.sortedDevices())}
}

// deviceStatus shows the devices that match (Status, DEVICESTATUS).
func (r *Recorder) deviceStatus(req *catalog.Request) catalog.Result {
	found := r.matching(req)
	if len(found) == 0 {
		return invalidDevice()
	}
	return catalog.Result{Code: catalog.API_OK, Message: "Found the following matching devices",
		Body: devices(req.Function, found)}
}

// deviceRecordingStatus shows all active instances of a device (Status,
// DEVICERECORDINGSTATUS): where several match, of the one with the latest call.
func (r *Recorder) deviceRecordingStatus(req *catalog.Request) catalog.Result {
	found := r.matching(req)
	if len(found) == 0 {
		return invalidDevice()
	}
	d := found[0]
	for _, o := range found {
		if o.last().seq > d.last().seq {
			d = o
		}
	}
	l := &req.Function.Layout[0]
	dev := catalog.Fill(l, d.last().value, func(child *catalog.Layout) []catalog.Element {
		var all []catalog.Element
		for _, c := range d.active {
			all = append(all, catalog.Fill(child, c.value, nil))
		}
		return all
	})
	return catalog.Result{
		Code:    catalog.API_OK,
		Message: "Following active call instances found for specified deviceID, devicealias, crm_user or sys_user",
		Body:    []catalog.Element{dev},
	}
}

// value is the value of a tag as status shows it: of the call's recording, its
// own first.
func (c *call) value(tag string) string {
	rec := c.own()
	if rec == nil && len(c.recs) > 0 {
		rec = c.recs[0]
	}
	if rec == nil {
		rec = c.last
	}
	switch tag {
	case "FILENAME", "COREIDENT", "ISRECORDING", "ISRECORDINGVIDEO", "STATUS":
		return c.recordingField(rec, tag)
	}
	return c.field(nil, tag)
}

// devices is the DEVICES section of a result.
func devices(f *catalog.Function, ds []*device) []catalog.Element {
	l := &f.Layout[0]
	count := func(string) string { return strconv.Itoa(len(ds)) }
	return []catalog.Element{catalog.Fill(l, count, func(child *catalog.Layout) []catalog.Element {
		all := make([]catalog.Element, len(ds))
		for i, d := range ds {
			all[i] = catalog.Fill(child, d.last().value, nil)
		}
		return all
	})}
}

// matching returns the known devices that a status request means, by id: the
// one of a DEVICEID, else all that have the alias or the user.
func (r *Recorder) matching(req *catalog.Request) []*device {
	if id := req.Value(catalog.DEVICEID); id != "" {
		if d := r.devices[id]; d != nil {
			return []*device{d}
		}
		return nil
	}
	for _, p := range identifiers[req.Function] {
		v := req.Value(p.Name)
		if v == "" {
			continue
		}
		found := slices.DeleteFunc(r.candidates(p.Name, v), func(d *device) bool { return !d.is(r, p.Name, v) })
		if len(found) > 0 {
			slices.SortFunc(found, func(a, b *device) int { return cmp.Compare(a.id, b.id) })
			return slices.Compact(found)
		}
	}
	return nil
}

// candidates returns the devices among which those of an alias or a user are.
func (r *Recorder) candidates(n catalog.Name, v string) []*device {
	var a Agent
	var ok bool
	var found []*device
	switch n {
	case catalog.DEVICEALIAS:
		return slices.Clone(r.byAlias[v])
	case catalog.SYS_USER:
		found = slices.Clone(r.bySys[strings.ToLower(v)])
		a, ok = r.dir.AgentBySysUser(v)
	case catalog.CRM_USER:
		found = slices.Clone(r.byCRM[strings.ToLower(v)])
		a, ok = r.dir.AgentByCRMUser(v)
	}
	if !ok {
		return found
	}
	for _, phone := range r.dir.Phones(a.ID) {
		if d := r.devices[phone]; d != nil {
			found = append(found, d)
		}
		found = append(found, r.byAlias[phone]...)
	}
	return found
}

// is reports whether d has the alias, or an agent of that user name.
func (d *device) is(r *Recorder, n catalog.Name, v string) bool {
	if n == catalog.DEVICEALIAS {
		return d.alias == v
	}
	a, _ := r.agentOf(d)
	if n == catalog.SYS_USER {
		return strings.EqualFold(a.SysUser, v)
	}
	return strings.EqualFold(a.CRMUser, v)
}

// channelList shows every channel (Status, CHANNELS).
func (r *Recorder) channelList(req *catalog.Request) catalog.Result {
	value := func(ch *channel) func(string) string {
		return func(tag string) string {
			switch tag {
			case "ID":
				return strconv.Itoa(ch.id)
			case "STATE":
				return ch.state()
			case "RECORDINGDEVICE":
				return ch.device
			case "RECORDINGDEVICEALIAS":
				return ch.alias
			case "LASTSTATECHANGE":
				return date(ch.since)
			case "LASTSTATECHANGEUNIXTIME":
				return strconv.FormatInt(ch.since.Unix(), 10)
			}
			return ""
		}
	}
	var body []catalog.Element
	for i := range req.Function.Layout {
		l := &req.Function.Layout[i]
		body = append(body, catalog.Fill(l, func(string) string { return strconv.Itoa(len(r.channels)) },
			func(child *catalog.Layout) []catalog.Element {
				all := make([]catalog.Element, len(r.channels))
				for i, ch := range r.channels {
					all[i] = catalog.Fill(child, value(ch), nil)
				}
				return all
			}))
	}
	return catalog.Result{Code: catalog.API_OK, Body: body}
}
