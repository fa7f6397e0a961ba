package eventinterface

import (
	"fmt"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// nothing fails where an event has come for a device. Another device's events,
// caused later, show that it would have come by then.
func nothing(t *harness.T, ev *harness.Events, device string) {
	settled(t, ev)
	for _, e := range ev.Seen(device) {
		t.Failf("%s came for device %s", e.Type, device)
	}
}

var _ = harness.Describe("Events", func() {
	harness.Spec("EVENT-10", "do not follow a CALLSTART that is refused", func(t *harness.T) {
		d, ev := t.Device(), t.Events("ALL")
		for _, by := range []string{"DEVICEALIAS", "SYS_USER", "CRM_USER"} {
			t.Send("CALLSTART", by, t.Stranger(), "USER1", d).Is(catalog.API_DEVICE_INVALID)
		}
		t.Send("CALLSTART", "DEVICEID", d, "REQUESTID", "-1").Is(catalog.API_REQUESTID_INVALID)
		t.Send("CALLBEGIN", "DEVICEID", d).Is(catalog.API_UNKNOWN_MESSAGE_TYPE, catalog.API_INVALID_REQUEST_TYPE)
		nothing(t, ev, d)
		for _, e := range ev.Seen("") {
			t.Check(e.Get("USER1") != d, "%s came for a request that was refused", e.Type)
		}
	})
	harness.Spec("EVENT-10", "do not follow a message that is not well-formed", func(t *harness.T) {
		d, ev := t.Device(), t.Events("ALL")
		c := t.Dial()
		c.Raw(fmt.Sprintf("<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</USER1></REQUEST>\r\n", d))
		c.NextIfAny()
		nothing(t, ev, d)
	})
	harness.Spec("EVENT-10", "do not follow a request that is not complete", func(t *harness.T) {
		d, ev := t.Device(), t.Events("ALL")
		c := t.Dial()
		c.Raw(fmt.Sprintf("<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID>", d))
		nothing(t, ev, d)
	})
	harness.Spec("EVENT-10", "do not follow requests about a call that are refused", func(t *harness.T) {
		d := t.Device()
		t.StartRecorded(d)
		ev := t.Events("ALL")
		for _, typ := range []string{"CALLSTOP", "RECORDSTART", "RECORDSTOP", "BLACKOUTSTART", "BLACKOUTSTOP"} {
			t.Send(typ, "DEVICEID", d, "REQUESTID", "-1").Is(catalog.API_REQUESTID_INVALID)
			t.Send(typ, "SYS_USER", t.Stranger()).Is(catalog.API_DEVICE_INVALID, catalog.API_AGENT_NOT_FOUND)
		}
		nothing(t, ev, d)
		t.Active(d, "")
	})
	harness.Spec("EVENT-11", "do not follow a CALLSTART that reaches no core", func(t *harness.T) {
		d, ev := t.Device(), t.Events("ALL")
		cores := t.Cores()
		t.CoresDown()
		t.Send("CALLSTART", "DEVICEID", d).Is(catalog.API_ERROR_RECORDER_NOT_RUNNING)
		for _, core := range cores {
			t.CoreUp(core)
		}
		nothing(t, ev, d)
	})
	harness.Spec("EVENT-12", "do not follow what only asks", func(t *harness.T) {
		d := t.Device()
		t.StartRecorded(d, "CALLINSTANCE", "a")
		ev := t.Events("ALL")
		for _, typ := range []string{"DEVICELIST", "DEVICESTATUS", "DEVICERECORDINGSTATUS", "SYSTEMSTATUS", "CHANNELS", "STATIONS", "FETCHTERMINOLOGY"} {
			t.OK(typ, "DEVICEID", d)
		}
		t.CallList("DEVICEID", d)
		t.OK("TEST")
		nothing(t, ev, d)
		t.Active(d, "a")
	})
	harness.Spec("EVENT-13", "follow the instance of the call that is meant", func(t *harness.T) {
		d, ev := t.Device(), t.Events("ALL")
		t.StartRecorded(d, "CALLINSTANCE", "a", "USER1", "call a")
		t.StartRecorded(d, "CALLINSTANCE", "b", "USER1", "call b")
		t.Stop(d, "CALLINSTANCE", "a")
		for _, typ := range []string{"CALLSTART", "RECORDINGSTARTED", "CALLSTOP"} {
			ev.Expect(typ, d, "CALLINSTANCE", "a", "USER1", "call a")
		}
		ev.Expect("RECORDINGSTOPPED", d, "USER1", "call a")
		ev.Expect("CALLSTART", d, "CALLINSTANCE", "b", "USER1", "call b")
		ev.Expect("RECORDINGSTARTED", d, "CALLINSTANCE", "b", "USER1", "call b")
		ev.Expect("RECORDINGUPDATE", d)
		settled(t, ev)
		t.Equal("the number of events so far", len(ev.Seen(d)), 7)
		t.Stop(d, "CALLINSTANCE", "b")
		ev.Expect("CALLSTOP", d, "CALLINSTANCE", "b", "USER1", "call b")
		ev.Expect("RECORDINGSTOPPED", d, "USER1", "call b")
	})
})
