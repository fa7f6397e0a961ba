package recordingcontrol

import (
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// desk is an agent with two devices.
type desk struct {
	*harness.User
	here, there string
}

func newDesk(t *harness.T) desk {
	d := desk{here: t.Device(), there: t.Device()}
	d.User = t.Agent(d.here)
	t.Phone(d.User, d.there)
	return d
}

var _ = harness.Describe("AGENTBLACKOUTSTART", func() {
	harness.Spec("AGENTBLACKOUTSTART-2 AGENTBLACKOUTSTOP-2 AGENTBLACKOUTSTART-11 AGENTBLACKOUTSTOP-11", "concerns all calls of the agent and no other's", func(t *harness.T) {
		d, other := newDesk(t), newDesk(t)
		for _, x := range []desk{d, other} {
			recorded(t, x.here, "a", "b")
			recorded(t, x.there, "c")
		}
		t.OK("AGENTBLACKOUTSTART", "SYS_USER", d.SysUser)
		are(t, paused, d.here, "a", "b")
		are(t, paused, d.there, "c")
		areNow(t, recording, other.here, "a", "b")
		areNow(t, recording, other.there, "c")
		t.OK("AGENTBLACKOUTSTART", "SYS_USER", other.SysUser)
		are(t, paused, other.there, "c")
		t.OK("AGENTBLACKOUTSTOP", "SYS_USER", d.SysUser)
		are(t, recording, d.here, "a", "b")
		are(t, recording, d.there, "c")
		areNow(t, paused, other.here, "a", "b")
		areNow(t, paused, other.there, "c")
	})

	harness.Spec("AGENTBLACKOUTSTART-20", "concerns every instance, whatever CALLINSTANCE says", func(t *harness.T) {
		d := newDesk(t)
		recorded(t, d.here, "a", "b")
		t.OK("AGENTBLACKOUTSTART", "DEVICEID", d.here, "CALLINSTANCE", "a")
		are(t, paused, d.here, "a", "b")
		t.OK("AGENTBLACKOUTSTOP", "DEVICEID", d.here, "CALLINSTANCE", "a")
		are(t, recording, d.here, "a", "b")
	})

	harness.Spec("AGENTBLACKOUTSTART-21 AGENTBLACKOUTSTOP-22", "covers all calls that start later, or none", func(t *harness.T) {
		d := newDesk(t)
		recorded(t, d.here, "a")
		t.OK("AGENTBLACKOUTSTART", "SYS_USER", d.SysUser)
		are(t, paused, d.here, "a")
		t.Stop(d.here, "CALLINSTANCE", "a")
		startedUnder(t, d)
		t.OK("AGENTBLACKOUTSTOP", "SYS_USER", d.SysUser)
		are(t, recording, d.here, "a", "b")
		are(t, recording, d.there, "c")
		recorded(t, d.there, "d")
	})
	harness.Spec("AGENTBLACKOUTSTART-21", "covers all calls that start later, or none, where it began without a call", func(t *harness.T) {
		d := newDesk(t)
		t.Send("AGENTBLACKOUTSTART", "SYS_USER", d.SysUser).Is(catalog.API_OK, catalog.API_DEVICE_NOT_IN_CALL, catalog.API_DEVICE_INVALID)
		startedUnder(t, d)
		t.Send("AGENTBLACKOUTSTOP", "SYS_USER", d.SysUser).Is(noState...)
		are(t, recording, d.here, "a", "b")
		are(t, recording, d.there, "c")
	})

	harness.Spec("AGENTBLACKOUTSTART-25", "lasts over hold, a consultation and the return", func(t *harness.T) {
		d := newDesk(t)
		recorded(t, d.here, "customer")
		t.OK("AGENTBLACKOUTSTART", "DEVICEID", d.here)
		are(t, paused, d.here, "customer")
		t.Start(d.here, "CALLINSTANCE", "supervisor")
		areNow(t, paused, d.here, "customer")
		t.OK("CALLUPDATE", "DEVICEID", d.here, "CALLINSTANCE", "supervisor", "USER1", "asked")
		t.Stop(d.here, "CALLINSTANCE", "supervisor")
		t.Start(d.there)
		t.Stop(d.there)
		areNow(t, paused, d.here, "customer")
		t.OK("AGENTBLACKOUTSTOP", "DEVICEID", d.here)
		are(t, recording, d.here, "customer")
	})

	harness.Spec("AGENTBLACKOUTSTART-23", "pauses a device that has no agent, or refuses it", func(t *harness.T) {
		d := t.Device()
		recorded(t, d, "a")
		r := t.Send("AGENTBLACKOUTSTART", "DEVICEID", d).Is(catalog.API_OK, catalog.API_AGENT_NOT_FOUND, catalog.API_DEVICE_INVALID)
		if !r.OK() {
			areNow(t, recording, d, "a")
			return
		}
		are(t, paused, d, "a")
		t.OK("AGENTBLACKOUTSTOP", "DEVICEID", d)
		are(t, recording, d, "a")
	})
})

// startedUnder starts calls on both devices during a blackout of the agent,
// and waits until it covers all of them, or none (E-67).
func startedUnder(t *harness.T, d desk) {
	t.Start(d.here, "CALLINSTANCE", "a")
	t.Start(d.there, "CALLINSTANCE", "c")
	t.Start(d.here, "CALLINSTANCE", "b")
	all := false
	t.Eventually("the calls that started later are treated alike", func() {
		all = isPaused(t, d.here, "a")
		t.Equal("whether b on the same device is paused, as a", isPaused(t, d.here, "b"), all)
		t.Equal("whether c on the other device is paused, as a", isPaused(t, d.there, "c"), all)
	})
	t.Reading("E-67", map[bool]string{true: "all", false: "active"}[all])
}

var _ = harness.Describe("AGENTBLACKOUTSTOP", func() {
	harness.Spec("AGENTBLACKOUTSTOP-21", "ends the blackout of the agent by any name of the agent", func(t *harness.T) {
		d, alias := newDesk(t), t.Number()
		t.StartRecorded(d.here, "DEVICEALIAS", alias)
		names := [][]string{{"SYS_USER", d.SysUser}, {"CRM_USER", d.CRMUser}, {"DEVICEID", d.here}, {"DEVICEALIAS", alias}}
		for i, start := range names {
			t.OK("AGENTBLACKOUTSTART", start...)
			are(t, paused, d.here)
			t.OK("AGENTBLACKOUTSTOP", names[(i+1)%len(names)]...)
			are(t, recording, d.here)
		}
	})

	harness.Spec("AGENTBLACKOUTSTOP-23", "does not end the blackout of a call", func(t *harness.T) {
		d := newDesk(t)
		recorded(t, d.here, "a", "b")
		if wholeAgent(t, d.here, "a", "b") {
			return
		}
		t.OK("AGENTBLACKOUTSTART", "DEVICEID", d.here)
		are(t, paused, d.here, "a", "b")
		t.OK("AGENTBLACKOUTSTOP", "DEVICEID", d.here)
		are(t, recording, d.here, "b")
		areNow(t, paused, d.here, "a")
		t.OK("BLACKOUTSTOP", "DEVICEID", d.here, "CALLINSTANCE", "a")
		are(t, recording, d.here, "a")
	})

	harness.Spec("AGENTBLACKOUTSTOP-24", "changes nothing where there is no blackout", func(t *harness.T) {
		d, ev := newDesk(t), t.Events("RECORD")
		recorded(t, d.here, "a")
		t.Send("AGENTBLACKOUTSTOP", "DEVICEID", d.here).Is(noState...)
		t.Send("AGENTBLACKOUTSTOP", "SYS_USER", d.SysUser, "TIMEOFFSET", "-60").Is(noState...)
		ev.None("RECORDINGRESUMED", d.here)
		areNow(t, recording, d.here, "a")
		t.OK("AGENTBLACKOUTSTART", "DEVICEID", d.here)
		are(t, paused, d.here, "a")
	})
})
