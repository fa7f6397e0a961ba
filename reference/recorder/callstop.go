package recorder

import "github.com/offhook/offhook/reference/catalog"

// callStop says that a call has ended (Call Handling, CALLSTOP). Without a
// CALLINSTANCE it is the last call of the device; on a device without a call
// it has no effect (E-32).
func (r *Recorder) callStop(req *catalog.Request) catalog.Result {
	if !r.anyUp() {
		return notRunning()
	}
	d, id := r.find(req)
	if id == "" {
		return invalidDevice()
	}
	if d != nil {
		if c := d.target(req); c != nil {
			r.endCall(c)
		}
	}
	return r.sent("CALLSTOP")
}
