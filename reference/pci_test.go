package reference_test

import (
	"testing"

	"github.com/offhook/offhook/reference"
)

// TestThePCIViewSeesNoLeak blacks out in every way, by the call and by the
// agent, ahead of time and after it, and asks the control plane what was
// recorded nevertheless.
func TestThePCIViewSeesNoLeak(t *testing.T) {
	sys := startSystem(t, reference.Config{Control: aPlane})
	p, c := planeOf(t, sys), dial(t, sys.Addr().String())
	seconds := func(d string) { t.Helper(); p.ok("POST", "/clock", `{"advance":"`+d+`s"}`) }
	c.ok("CALLSTART", "DEVICEID", "1")
	c.ok("CALLSTART", "DEVICEID", "2", "SYS_USER", "eve", "CALLDIRECTION", "I")
	seconds("10")
	c.ok("BLACKOUTSTART", "DEVICEID", "1", "TIMEOFFSET", "-4")
	c.ok("AGENTBLACKOUTSTART", "SYS_USER", "eve", "TIMEOFFSET", "5")
	seconds("20")
	c.ok("BLACKOUTSTOP", "DEVICEID", "1", "TIMEOFFSET", "3")
	c.ok("CALLSTART", "DEVICEID", "3", "SYS_USER", "eve")
	seconds("10")
	c.ok("AGENTBLACKOUTSTOP", "SYS_USER", "eve")
	seconds("10")
	for _, device := range []string{"1", "2", "3"} {
		c.ok("CALLSTOP", "DEVICEID", device)
	}
	c.ok("CALLSTART", "DEVICEID", "4")
	c.ok("CALLSTOP", "DEVICEID", "4")
	v := p.ok("GET", "/pci?listen=true", "")
	if v["leaked_seconds"] != 0.0 || v["followed"] != 2.0 || v["looked_at"] != 4.0 {
		t.Errorf("%s", text(v))
	}
	recordings := v["recordings"].([]any)
	if len(recordings) != 3 {
		t.Fatalf("%s", text(recordings))
	}
	for _, x := range recordings {
		rec := x.(map[string]any)
		if len(rec["asked"].([]any)) != 1 || len(rec["silent"].([]any)) != 1 || len(rec["leaks"].([]any)) != 0 || rec["heard_seconds"] != 0.0 {
			t.Errorf("%s", text(rec))
		}
	}
	if status, _ := p.do("GET", "/pci?listen=loudly", ""); status != 400 {
		t.Errorf("listen=loudly: %d", status)
	}
	p.ok("POST", "/reset", `{}`)
	if v := p.ok("GET", "/pci", ""); v["followed"] != 0.0 {
		t.Errorf("after a reset: %s", text(v))
	}
}
