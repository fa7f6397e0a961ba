package recordingcontrol

import (
	"strconv"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// naming are the specs about whom a blackout names.
func naming(c command) {
	harness.Spec(c.name+"-2 "+c.name+"-11", "concerns the device that it names and no stranger's", func(t *harness.T) {
		s, bystander := c.scene(t), c.scene(t)
		nobody := t.Device()
		recorded(t, nobody, "")
		s.send("DEVICEID", s.device).Is(catalog.API_OK)
		s.happened()
		bystander.not()
		areNow(t, recording, nobody)
	})

	harness.Spec(c.name+"-3", "finds whom it means by DEVICEALIAS, SYS_USER or CRM_USER", func(t *harness.T) {
		alias, other := t.Number(), t.Number()
		s, bystander := c.agentScene(t, "DEVICEALIAS", alias), c.agentScene(t, "DEVICEALIAS", other)
		for _, name := range s.names(alias) {
			s.send(name[0], name[1]).Is(catalog.API_OK)
			s.happened()
			bystander.not()
			s.again()
		}
	})
	harness.Spec(c.name+"-3", "finds the agent whose phone is the DEVICEALIAS of the call", func(t *harness.T) {
		alias := t.Device()
		s := c.sceneOf(t, t.Agent(alias), t.Device(), "DEVICEALIAS", alias)
		s.send("SYS_USER", s.agent.SysUser).Is(catalog.API_OK)
		s.happened()
	})

	harness.Spec(c.name+"-4", "means the DEVICEID or nobody where it names somebody else too", func(t *harness.T) {
		alias, other := t.Number(), t.Number()
		s, bystander := c.scene(t, "DEVICEALIAS", alias), c.agentScene(t, "DEVICEALIAS", other)
		for _, name := range bystander.names(other) {
			r := s.send(name[0], name[1], "DEVICEID", s.device).Is(catalog.API_OK, catalog.API_INVALID_MESSAGE_FORMAT)
			if r.OK() {
				t.Reading("E-41", "deviceid")
				s.happened()
				s.again()
			} else {
				t.Reading("E-41", strconv.Itoa(r.Code))
				s.not()
			}
			bystander.not()
		}
	})
	harness.Spec(c.name+"-4", "takes two names of one agent as one, or refuses them", func(t *harness.T) {
		s := c.agentScene(t)
		r := s.send("CRM_USER", s.agent.CRMUser, "SYS_USER", s.agent.SysUser).Is(catalog.API_OK, catalog.API_INVALID_MESSAGE_FORMAT)
		if r.OK() {
			s.happened()
		} else {
			s.not()
		}
	})

	harness.Spec(c.name+"-15", "passes over blank values", func(t *harness.T) {
		s := c.agentScene(t)
		s.send("DEVICEID", "", "DEVICEALIAS", " ", "CRM_USER", "", "SYS_USER", s.agent.SysUser, "TIMEOFFSET", "").Is(catalog.API_OK)
		s.happened()
		s.again()
		s.send("DEVICEALIAS", "", "CRM_USER", "", "SYS_USER", "", "DEVICEID", s.device).Is(catalog.API_OK)
		s.happened()
	})
}

// failing are the specs about requests that have no effect.
func failing(c command) {
	notFound := []catalog.Code{catalog.API_AGENT_NOT_FOUND, catalog.API_DEVICE_INVALID}

	harness.Spec(c.name+"-5", "is refused where it names nobody", func(t *harness.T) {
		s := c.scene(t)
		for _, params := range [][]string{nil, {"DEVICEID", "", "SYS_USER", " "}, {"TIMEOFFSET", "-1"}, {"CALLINSTANCE", "1"}} {
			s.send(params...).Is(notFound...)
		}
		s.not()
	})

	harness.Spec(c.name+"-6", "is refused where nobody has the DEVICEALIAS, SYS_USER or CRM_USER", func(t *harness.T) {
		s := c.scene(t)
		for _, name := range []string{"DEVICEALIAS", "SYS_USER", "CRM_USER"} {
			s.send(name, t.Stranger()).Is(notFound...)
		}
		s.not()
	})

	harness.Spec(c.name+"-7", "does no harm on a device whose call has ended", func(t *harness.T) {
		d, ev := t.Device(), t.Events("RECORD")
		if c.ofAgent() {
			t.Agent(d)
		}
		t.Start(d)
		t.Stop(d)
		t.Send(c.name, "DEVICEID", d).Is(catalog.API_OK, catalog.API_DEVICE_NOT_IN_CALL, catalog.API_DEVICE_INVALID)
		ev.None(c.event(), d)
	})
	harness.Spec(c.name+"-7", "does no harm on a device that never had a call", func(t *harness.T) {
		s, d := c.scene(t), t.Device()
		t.Send(c.name, "DEVICEID", d).Is(append(notFound, catalog.API_OK, catalog.API_DEVICE_NOT_IN_CALL)...)
		s.not()
		t.Equal("the number of active calls", len(t.Instances(d)), 0)
	})

	harness.Spec(c.name+"-8", "takes effect only with a valid REQUESTID, and repeats it", func(t *harness.T) {
		s := c.scene(t)
		for _, id := range []string{"-1", "2147483648", "abc", ""} {
			s.send("REQUESTID", id, "DEVICEID", s.device).Is(catalog.API_REQUESTID_INVALID)
		}
		s.not()
		r := s.send("REQUESTID", "2147483647", "DEVICEID", s.device).Is(catalog.API_OK)
		t.Equal("REQUESTID", r.RequestID, "2147483647")
		s.happened()
	})
}
