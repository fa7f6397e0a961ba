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
		return notRunning()
	}
	d, id := r.find(req)
	if id == "" {
		return invalidDevice()
	}
	var c *call
	if d != nil {
		if req.Given(catalog.DEVICEID) {
			r.associate(d, req)
		}
		c = d.target(req)
	}
	if c != nil {
		r.updateCall(c, req)
	}
	if !req.Yes(catalog.UPDATE_IF_NOT_RECORDING) || c != nil && len(c.recs) > 0 {
		return r.sent("CALLUPDATE")
	}
	u := newUpdate(req)
	u.DeviceID = id
	if d != nil {
		u.RecordID = d.lastRecord
	}
	if c != nil && u.RecordID == 0 {
		return r.sent("CALLUPDATE")
	}
	r.out.Update = &u
	return catalog.Result{Code: catalog.API_OK, Message: updatedRecording}
}

// updateCall changes an active call and what is being recorded of it. It is
// never scheduled again.
func (r *Recorder) updateCall(c *call, req *catalog.Request) {
	c.touched = r.now
	c.Variables.take(req)
	keep, keepGiven := req.Int(catalog.KEEPDAYS)
	archive, archiveGiven := req.Int(catalog.ARCHIVEACTION)
	if keepGiven {
		c.keepDays = keep
	}
	if archiveGiven {
		c.archive = archive
	}
	if v := req.Value(catalog.STATIONNAME); v != "" && req.Given(catalog.DEVICEID) {
		c.station = v
	}
	for _, rec := range c.recs {
		rec.update(req)
	}
}

// update changes the row of a recording in progress.
func (rec *recording) update(req *catalog.Request) {
	rec.Variables.take(req)
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
		if rec.Kind == Call {
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
