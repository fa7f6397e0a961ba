package recorder

import "github.com/offhook/offhook/reference/catalog"

// callStop says that a call has ended (Call Handling, CALLSTOP). Without a
// CALLINSTANCE it is the last call of the device; on a device without a call
// it has no effect (E-32).
func (r *Recorder) callStop(req *catalog.Request) catalog.Result {
	if !r.anyUp() {
		return req.Function.Answer(catalog.API_ERROR_RECORDER_NOT_RUNNING)
	}
	d, id := r.find(req)
	if id == "" {
		return req.Function.Answer(catalog.API_DEVICE_INVALID)
	}
	c := d.target(req)
	if c == nil {
		return r.withoutCall(req, "E-32")
	}
	r.endCall(c)
	return r.sent(req.Function)
}
