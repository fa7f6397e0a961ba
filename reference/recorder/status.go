package recorder

import (
	"cmp"
	"slices"
	"strconv"

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
	if len(found) == 0 && r.cfg.Dialect.Takes("E-61") != "empty" {
		return r.unknownDevice(req)
	}
	res := req.Function.Answer(catalog.API_OK)
	res.Body = devices(req.Function, found)
	return res
}

// deviceRecordingStatus shows all active instances of a device (Status,
// DEVICERECORDINGSTATUS): where several match, of the liveliest.
func (r *Recorder) deviceRecordingStatus(req *catalog.Request) catalog.Result {
	found := r.matching(req)
	if len(found) == 0 {
		return r.unknownDevice(req)
	}
	d := liveliest(found)
	calls := d.active
	if len(calls) == 0 && r.cfg.Dialect.Takes("E-62") == "last" {
		calls = []*call{d.ended}
	}
	l := &req.Function.Layout[0]
	dev := catalog.Fill(l, d.last().value, func(child *catalog.Layout) []catalog.Element {
		var all []catalog.Element
		for _, c := range calls {
			all = append(all, catalog.Fill(child, c.value, nil))
		}
		return all
	})
	res := req.Function.Answer(catalog.API_OK)
	res.Body = []catalog.Element{dev}
	return res
}

// unknownDevice is the answer of status about a device that is not known (E-61).
func (r *Recorder) unknownDevice(req *catalog.Request) catalog.Result {
	switch r.cfg.Dialect.Takes("E-61") {
	case "24":
		return catalog.Fail(catalog.API_AGENT_NOT_FOUND, "")
	case "empty":
		return req.Function.Answer(catalog.API_OK)
	}
	return req.Function.Answer(catalog.API_DEVICE_INVALID)
}

// value is the text of a tag as status shows it: of the call and its recording,
// the call's own first.
func (c *call) value(tag string) string {
	rec := c.own()
	if rec == nil && len(c.recs) > 0 {
		rec = c.recs[0]
	}
	return getters[tag](&view{call: c, rec: rec, vars: &c.Variables})
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
		found := r.devicesBy(p.Name, req.Value(p.Name), false)
		if len(found) > 0 {
			slices.SortFunc(found, func(a, b *device) int { return cmp.Compare(a.id, b.id) })
			return slices.Compact(found)
		}
	}
	return nil
}

// channelList shows every channel (Status, CHANNELS).
func (r *Recorder) channelList(req *catalog.Request) catalog.Result {
	withheld := r.withheld()
	value := func(ch *channel) func(string) string {
		return func(tag string) string {
			switch tag {
			case "ID":
				return strconv.Itoa(ch.id)
			case "STATE":
				return ch.state(withheld[ch])
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
