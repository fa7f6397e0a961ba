package recorder

import "github.com/offhook/offhook/reference/catalog"

// updatedRecording is the RESULTMSG of a change in the database.
const updatedRecording = "Updated recording in database"

// callUpdate changes what is known of a call (Call Handling, CALLUPDATE) in
// one of three forms: of the recording that RECORDID names; of an active call;
// with UPDATE_IF_NOT_RECORDING of the device's last recording.
func (r *Recorder) callUpdate(req *catalog.Request) catalog.Result {
	if id, ok := req.Int(catalog.RECORDID); ok {
		return r.updateRecording(id, req)
	}
	if !r.anyUp() {
		return req.Function.Answer(catalog.API_ERROR_RECORDER_NOT_RUNNING)
	}
	d, id := r.find(req)
	if id == "" {
		return req.Function.Answer(catalog.API_DEVICE_INVALID)
	}
	c := r.updateActive(d, req)
	ifNot := req.Yes(catalog.UPDATE_IF_NOT_RECORDING)
	if c == nil && !ifNot {
		return r.withoutCall(req, "E-58")
	}
	if !ifNot || d.concernsActive(c) {
		return r.sent(req.Function)
	}
	u := newUpdate(req)
	instance := req.Value(catalog.CALLINSTANCE)
	switch {
	case c != nil:
		u.RecordID = c.kept
	case instance == "" && d != nil && d.lastRecord != 0:
		u.RecordID = d.lastRecord
	default:
		u.DeviceID, u.CallInstance = id, instance
	}
	r.out.Update = &u
	return catalog.Result{Code: catalog.API_OK, Message: updatedRecording}
}

// concernsActive reports whether an update is of what goes on at d, where c is
// the active call that it means, nil for none, and so of nothing stored: what
// is said of one call must not get into the recording of another.
func (d *device) concernsActive(c *call) bool {
	if c == nil {
		return d != nil && len(d.active) > 0
	}
	return len(c.recs) > 0 || c.kept == 0
}

// updateActive changes the active call that a request means, and returns it,
// nil where there is none. The call is never scheduled again.
func (r *Recorder) updateActive(d *device, req *catalog.Request) *call {
	if d == nil {
		return nil
	}
	c := d.target(req)
	moved := req.Given(catalog.DEVICEID) && r.associate(d, req)
	if c == nil {
		return nil
	}
	if moved {
		r.reseat(c)
	}
	c.touched = r.now
	c.Variables.take(req)
	if keep, ok := req.Int(catalog.KEEPDAYS); ok {
		c.keepDays = keep
	}
	if archive, ok := req.Int(catalog.ARCHIVEACTION); ok {
		c.archive = archive
	}
	if v := req.Value(catalog.STATIONNAME); v != "" && req.Given(catalog.DEVICEID) {
		c.station = v
	}
	for _, rec := range c.recs {
		rec.update(req)
	}
	return c
}

// update changes the row of a recording in progress.
func (rec *recording) update(req *catalog.Request) {
	rec.Variables.take(req)
	if v := req.Value(catalog.STATIONNAME); v != "" && req.Given(catalog.DEVICEID) {
		rec.Station = v
	}
	if keep, ok := req.Int(catalog.KEEPDAYS); ok {
		rec.KeepDays = keep
	}
	if archive, ok := req.Int(catalog.ARCHIVEACTION); ok {
		rec.ArchiveAction = archive
	}
}

// updateRecording changes one recording, in progress or stored.
func (r *Recorder) updateRecording(id int64, req *catalog.Request) catalog.Result {
	if rec := r.recordings[id]; rec != nil {
		rec.update(req)
		if v := req.Value(catalog.DEVICEID); v != "" {
			rec.DeviceID = v
		}
		if rec.Kind != Partial {
			rec.call.Variables.take(req)
		}
	} else {
		u := newUpdate(req)
		u.RecordID, u.NewDeviceID = id, req.Value(catalog.DEVICEID)
		r.out.Update = &u
	}
	return catalog.Result{Code: catalog.API_OK, Message: updatedRecording}
}

func newUpdate(req *catalog.Request) Update {
	var u Update
	u.Set.take(req)
	if keep, ok := req.Int(catalog.KEEPDAYS); ok {
		u.KeepDays = &keep
	}
	if archive, ok := req.Int(catalog.ARCHIVEACTION); ok {
		u.ArchiveAction = &archive
	}
	return u
}
