package recorder_test

import (
	"testing"

	"github.com/offhook/offhook/reference/recorder"
)

// TestDevicesAreKnownFromTheStart: status shows them, at rest, before the first
// call on them.
func TestDevicesAreKnownFromTheStart(t *testing.T) {
	w := newWorld(t, recorder.Config{Devices: []recorder.Known{{ID: "7001"}, {ID: "9", Alias: "Desk"}, {ID: "9", Alias: "again"}}})
	w.ok("DEVICELIST")
	body := w.out.Result.Body
	equal(t, "COUNT", text(body, "COUNT"), "2")
	equal(t, "the agent's name", text(body, "SYS_USER"), "JSMITH")
	equal(t, "STATION", text(body, "STATION"), "WS-7001")
	equal(t, "ISRECORDING", text(body, "ISRECORDING"), "N")
	equal(t, "COREIDENT", text(body, "COREIDENT"), "1")
	equal(t, "STARTTIME", text(body, "STARTTIME"), "")
	equal(t, "the other's alias", w.status("9", "DEVICEALIAS"), "Desk")
	for _, by := range []string{"DEVICEID=9", "DEVICEALIAS=desk", "CRM_USER=CRMJANE"} {
		w.ok("DEVICESTATUS", by)
		w.ok("DEVICERECORDINGSTATUS", by)
		w.ok("BLACKOUTSTART", by)
	}
	for _, f := range []string{"CALLUPDATE", "RECORDSTART", "RECORDSTOP", "BLACKOUTSTOP", "CALLSTOP", "CALLSTART", "CALLSTOP"} {
		w.ok(f, "DEVICEID=7001")
	}
	equal(t, "recordings", len(w.rows), 1)
	equal(t, "their agent", w.rows[0].AgentID, 16)
	equal(t, "devices in the state", w.rec.State(10).Count.Devices, 2)
}

// TestKnownDevicesKeepToTheLimit: of more than a recorder may know, the first
// are forgotten like others that rest the longest.
func TestKnownDevicesKeepToTheLimit(t *testing.T) {
	w := newWorld(t, recorder.Config{MaxDevices: 2, Devices: []recorder.Known{{ID: "1"}, {ID: "2"}, {ID: "3"}}})
	w.ok("DEVICELIST")
	equal(t, "COUNT", text(w.out.Result.Body, "COUNT"), "2")
	equal(t, "the first", text(w.out.Result.Body, "DEVICEID"), "2")
}
