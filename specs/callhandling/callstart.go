package callhandling

import (
	"slices"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("CALLSTART", func() {
	harness.Spec("CALLSTART-13", "makes a call active on the device", func(t *harness.T) {
		t.Clock()
		d, before := t.Device(), time.Now()
		t.Start(d)
		t.Active(d, "")
		t.Matches("the device", t.Status(d), "DEVICEID", d, "STOPTIME", "")
		t.Between("STARTTIME", t.Time("STARTTIME", t.Status(d).Get("STARTTIME")), before, time.Now())
	})

	harness.Spec("CALLSTART-13", "makes the device known, with all that it says", func(t *harness.T) {
		d := t.Device()
		said := freshAll(t, slices.Concat(variables, []string{"DEVICEALIAS", "CALLID"})...)
		t.Start(d, said...)
		t.Matches("the device in DEVICELIST", t.Listed(d), said...)
		t.Matches("the device in DEVICESTATUS", t.Status(d), said...)
		t.Matches("the device in DEVICERECORDINGSTATUS", t.Instance(d, ""), said...)
	})

	for _, name := range slices.Concat(variables, []string{"DEVICEALIAS"}) {
		harness.Spec("CALLSTART-14", "shows everywhere what it says of the call: "+name, func(t *harness.T) {
			d, another, v := t.Device(), t.Device(), fresh(t, name)
			ev := t.Events("CALL")
			t.StartRecorded(d, name, v)
			t.StartRecorded(another)
			hasOnly(t, "the CALLSTART event", ev.Expect("CALLSTART", d).Fields, name, v)
			hasOnly(t, "DEVICESTATUS", t.Status(d), name, v)
			hasOnly(t, "DEVICERECORDINGSTATUS", t.Instance(d, ""), name, v)
			t.Check(t.Status(another).Get(name) != v, "%s of device %s is shown for device %s too", name, d, another)
			t.Stop(d)
			t.Stop(another)
			t.Row(another)
			hasOnly(t, "the row", t.Row(d), name, v)
			if name != "CALLDIRECTION" { // no filter of CALLLIST
				t.Equal("DEVICEID of the only row with "+name+" "+v, t.Rows(1, name, v)[0].Get("DEVICEID"), d)
			}
		})
	}

	harness.Spec("CALLSTART-14", "shows everywhere what it says of the call: capitals and small letters", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		said := freshAll(t, variables...)
		for i := 0; i < len(said); i += 2 {
			if said[i] != "CALLDIRECTION" {
				said[i+1] = "GoldLevel" + said[i+1]
			}
		}
		t.StartRecorded(d, said...)
		t.Matches("the device", t.Status(d), said...)
		t.Matches("the call", t.Instance(d, ""), said...)
		ev.Expect("CALLSTART", d, said...)
		t.Stop(d)
		t.Matches("the row", t.Row(d), said...)
	})

	harness.Spec("CALLSTART-14", "shows everywhere what it says of the call: CALLID", func(t *harness.T) {
		d, v := t.Device(), t.Number()
		t.Start(d, "CALLID", v)
		hasOnly(t, "DEVICESTATUS", t.Status(d), "CALLID", v)
		hasOnly(t, "DEVICERECORDINGSTATUS", t.Instance(d, ""), "CALLID", v)
	})

	for _, direction := range []string{"I", "O"} {
		harness.Spec("CALLSTART-14", "shows the direction "+direction, func(t *harness.T) {
			d := t.Device()
			t.Matches("the row", t.Recorded(d, "CALLDIRECTION", direction), "CALLDIRECTION", direction)
		})
	}
	harness.Spec("CALLSTART-14", "shows a direction that was not said as unknown", func(t *harness.T) {
		d := t.Device()
		t.Start(d)
		shown := t.Status(d).Get("CALLDIRECTION")
		t.OneOf("CALLDIRECTION", shown, "", "?")
		t.Reading("E-39", map[bool]string{true: "blank", false: "mark"}[shown == ""])
	})

	harness.Spec("CALLSTART-15", "keeps nothing of an earlier call", func(t *harness.T) {
		d := t.Device()
		t.Recorded(d, freshAll(t, slices.Concat(variables, []string{"CALLID"})...)...)
		t.StartRecorded(d)
		for _, name := range slices.Concat(users, []string{"GROUP", "GATE", "ANI", "DNIS", "CALLID"}) {
			t.Equal(name+" of the second call", t.Instance(d, "").Get(name), "")
		}
		t.Stop(d)
		rowWith(t, t.Rows(2, "DEVICEID", d), "USER4", "")
	})
	harness.Spec("CALLSTART-15", "keeps nothing of an earlier call of its instance", func(t *harness.T) {
		d, said := t.Device(), freshAll(t, slices.Concat(variables, []string{"CALLID"})...)
		t.StartRecorded(d, append(said, "CALLINSTANCE", "a")...)
		t.Start(d, "CALLINSTANCE", "b")
		t.Stop(d, "CALLINSTANCE", "a")
		t.StartRecorded(d, "CALLINSTANCE", "a")
		for _, name := range slices.Concat(users, []string{"GROUP", "GATE", "ANI", "DNIS", "CALLID"}) {
			t.Equal(name+" of the second call", t.Instance(d, "a").Get(name), "")
		}
	})

	harness.Spec("CALLSTART-16", "is announced once", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		t.Start(d)
		t.Stop(d)
		ev.InOrder(ev.Expect("CALLSTART", d), ev.Expect("CALLSTOP", d))
		exactly(t, ev, 1, "CALLSTART", d)
	})
	harness.Spec("CALLSTART-16", "is not announced where it is refused", func(t *harness.T) {
		d, stranger, ev := t.Device(), t.Stranger(), t.Events("CALL")
		t.Send("CALLSTART", "DEVICEID", d, "REQUESTID", "none").Is(catalog.API_REQUESTID_INVALID)
		t.Send("CALLSTART", "DEVICEALIAS", stranger).Is(catalog.API_DEVICE_INVALID)
		ev.None("CALLSTART", "", "DEVICEALIAS", stranger)
		exactly(t, ev, 0, "CALLSTART", d)
	})

	harness.Spec("CALLSTART-23", "overrides the device's station by STATIONNAME", func(t *harness.T) {
		d, another := t.Device(), t.Device()
		mapped, anothers := t.Station(d), t.Station(another)
		for _, name := range []string{anothers, strings.ToUpper(t.Name("w"))} {
			t.Start(d, "STATIONNAME", name)
			t.Matches("the device", t.Status(d), "STATION", name)
			t.Active(another)
			t.Stop(d)
		}
		t.Equal("the device of station "+anothers, deviceOf(t, anothers), another)
		t.Equal("the device of station "+mapped, deviceOf(t, mapped), d)
		t.OK("CALLSTART", "STATIONNAME", anothers)
		t.Active(another, "")
	})

	harness.Spec("CALLSTART-24", "shows SYS_USER and CRM_USER as the device's", func(t *harness.T) {
		d, sys, crm, ev := t.Device(), t.Name("s"), t.Name("c"), t.Events("CALL")
		t.Start(d, "SYS_USER", sys, "CRM_USER", crm)
		ev.Expect("CALLSTART", d, "SYS_USER", sys, "CRM_USER", crm)
		t.Matches("the device", t.Status(d), "SYS_USER", sys, "CRM_USER", crm)
		t.Matches("the instance", t.Instance(d, ""), "SYS_USER", sys, "CRM_USER", crm)
	})

	harness.Spec("CALLSTART-37", "finds a device that only its agent's phone tells of", func(t *harness.T) {
		d := t.Device()
		u := t.Agent(d)
		t.OK("CALLSTART", "SYS_USER", u.SysUser)
		t.Active(d, "")
	})
	harness.Spec("CALLSTART-37", "finds the device where the agent has signed on", func(t *harness.T) {
		d, signOn, u := t.Device(), t.Number(), t.User()
		t.Phone(u, signOn)
		t.Start(d, "DEVICEALIAS", signOn)
		t.Stop(d)
		t.OK("CALLSTART", "CRM_USER", u.CRMUser)
		t.Active(d, "")
	})
})

// deviceOf returns the device that a station is mapped to.
func deviceOf(t *harness.T, station string) string {
	for _, s := range t.OK("STATIONS").Sections("STATION") {
		if s.Get("STATIONNAME") == station {
			return s.Get("DEVICEID")
		}
	}
	return ""
}
