package status

import "github.com/offhook/offhook/specs/harness"

// askAll asks everything that the chapter has to ask, with a device.
func askAll(t *harness.T, device string) {
	for _, function := range []string{"DEVICELIST", "DEVICESTATUS", "DEVICERECORDINGSTATUS", "SYSTEMSTATUS", "CHANNELS", "STATIONS", "FETCHTERMINOLOGY", "CALLLIST"} {
		t.OK(function, "DEVICEID", device)
	}
}

var _ = harness.Describe("Status functions", func() {
	harness.Spec("STATUS-1", "leave calls and recordings as they are", func(t *harness.T) {
		d := t.Device()
		t.StartRecorded(d, "CALLINSTANCE", "a", "USER1", "call a")
		t.StartRecorded(d, "CALLINSTANCE", "b", "USER1", "call b")
		file := t.Instance(d, "a").Get("FILENAME")
		askAll(t, d)
		t.Matches("instance a", t.Instance(d, "a"), "USER1", "call a", "ISRECORDING", "Y", "STATUS", "recording", "FILENAME", file)
		t.Matches("instance b", t.Instance(d, "b"), "USER1", "call b", "ISRECORDING", "Y", "STATUS", "recording")
	})
	harness.Spec("STATUS-1", "do not change which call is the last one", func(t *harness.T) {
		d := t.Device()
		t.Start(d, "CALLINSTANCE", "a")
		t.Start(d, "CALLINSTANCE", "b")
		t.OK("DEVICERECORDINGSTATUS", "DEVICEID", d, "CALLINSTANCE", "a")
		askAll(t, d)
		t.Stop(d)
		t.Active(d, "a")
	})
	harness.Spec("STATUS-1", "leave a pause as it is", func(t *harness.T) {
		d := t.Device()
		t.StartRecorded(d)
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		withStatus(t, d, "", "recordpaused")
		askAll(t, d)
		withStatus(t, d, "", "recordpaused")
		t.OK("BLACKOUTSTOP", "DEVICEID", d)
		withStatus(t, d, "", "recording")
	})
	harness.Spec("STATUS-2", "agree with one another about a device", func(t *harness.T) {
		d := t.Device()
		t.Agent(d)
		t.StartRecorded(d, described(t)...)
		listed, shown := t.Listed(d), t.Status(d)
		calls := t.Instances(d)
		t.Equal("the number of active calls", len(calls), 1)
		for _, name := range deviceFields {
			t.Equal(name+" of DEVICESTATUS", shown.Get(name), listed.Get(name))
			t.Equal(name+" of DEVICERECORDINGSTATUS", calls[0].Get(name), listed.Get(name))
		}
	})
	harness.Spec("STATUS-3", "take parameters of others for nothing", func(t *harness.T) {
		d := t.Device()
		t.Start(d)
		other := t.Device()
		t.Start(other)
		r := t.OK("DEVICELIST", "DEVICEID", d)
		_, listed := r.Device(other)
		r.Want(listed, "all devices, %s too", other)
	})
	harness.Spec("STATUS-4", "are right for many who ask while calls come and go", func(t *harness.T) {
		devices := make([]string, 6)
		for i := range devices {
			devices[i] = t.Device()
		}
		t.Each(len(devices), func(i int) {
			c, d := t.Dial(), devices[i]
			for _, v := range []string{"first", "second", "third", "fourth"} {
				c.OK("CALLSTART", "DEVICEID", d, "USER1", v, "USER2", d)
				for _, ask := range [][]string{{"DEVICESTATUS", "DEVICEID", d}, {"DEVICELIST"}} {
					r := c.OK(ask[0], ask[1:]...)
					f, ok := r.Device(d)
					r.Want(ok, "a DEVICE section for %s", d)
					t.Matches("device "+d, f, "USER1", v, "USER2", d)
				}
				c.OK("CALLSTOP", "DEVICEID", d)
			}
		})
	})
})
