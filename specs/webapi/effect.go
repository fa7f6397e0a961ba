package webapi

import (
	"fmt"
	"slices"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// status waits until the one call of a device has that STATUS.
func status(t *harness.T, device, want string) {
	t.Eventually("device "+device+" is in STATUS "+want, func() {
		calls := t.Instances(device)
		t.Check(len(calls) == 1, "device %s has %d active calls instead of one", device, len(calls))
		t.Equal("STATUS of the call", calls[0].Get("STATUS"), want)
	})
}

var _ = harness.Describe("A request by HTTP", func() {
	harness.Spec("WEBAPI-2", "starts, changes and stops a call", func(t *harness.T) {
		web, d := t.Web(), t.Device()
		web.Send("CALLSTART", "DEVICEID", d, "ANI", "5551234").SentToCores()
		t.Active(d, "")
		t.Equal("ANI", t.Status(d).Get("ANI"), "5551234")
		web.Send("CALLUPDATE", "DEVICEID", d, "ANI", "5559876", "USER1", "by HTTP").SentToCores("CALLSTART")
		t.Eventually("the call is changed", func() {
			t.Equal("ANI", t.Status(d).Get("ANI"), "5559876")
			t.Equal("USER1", t.Status(d).Get("USER1"), "by HTTP")
		})
		web.Send("CALLSTOP", "DEVICEID", d).Is(catalog.API_OK)
		t.Active(d)
	})
	harness.Spec("WEBAPI-2", "says all of a call at once", func(t *harness.T) {
		web, d := t.Web(), t.Device()
		all := func(direction string) []string {
			values := []string{"CALLDIRECTION", direction}
			for _, name := range []string{"GROUP", "GATE", "ANI", "DNIS"} {
				values = append(values, name, t.Name("v"))
			}
			for i := range 15 {
				values = append(values, fmt.Sprint("USER", i+1), t.Name("v"))
			}
			return values
		}
		for _, c := range []struct{ function, direction string }{{"CALLSTART", "I"}, {"CALLUPDATE", "O"}} {
			values := all(c.direction)
			web.OK(c.function, append(slices.Clone(values), "DEVICEID", d)...)
			t.Eventually("the call shows what "+c.function+" said", func() { t.Matches("the call", t.Status(d), values...) })
		}
	})
	harness.Spec("WEBAPI-2", "stops what was started by TCP, and the other way round", func(t *harness.T) {
		web, a, b := t.Web(), t.Device(), t.Device()
		t.Start(a, "CALLINSTANCE", "Ab")
		t.Start(a, "CALLINSTANCE", "last")
		web.OK("CALLUPDATE", "DEVICEID", a, "CALLINSTANCE", "Ab", "USER1", "Cd")
		t.Eventually("the call that was named is changed", func() { t.Equal("USER1", t.Instance(a, "Ab").Get("USER1"), "Cd") })
		web.OK("CALLSTOP", "DEVICEID", a, "CALLINSTANCE", "Ab")
		t.Active(a, "last")
		web.OK("CALLSTOP", "DEVICEID", a)
		t.Active(a)
		web.OK("CALLSTART", "DEVICEID", b, "CALLINSTANCE", "2")
		t.Active(b, "2")
		t.Stop(b, "CALLINSTANCE", "2")
		t.Active(b)
	})
	harness.Spec("WEBAPI-2", "causes the events that TCP would cause", func(t *harness.T) {
		web, d := t.Web(), t.Device()
		ev := t.Events("CALL")
		web.OK("CALLSTART", "DEVICEID", d, "ANI", "5551234")
		started := ev.Expect("CALLSTART", d, "ANI", "5551234")
		web.OK("CALLSTOP", "DEVICEID", d)
		ev.InOrder(started, ev.Expect("CALLSTOP", d))
	})
	harness.Spec("WEBAPI-2", "blacks out and ends the blackout", func(t *harness.T) {
		web, d := t.Web(), t.Device()
		t.StartRecorded(d)
		web.OK("BLACKOUTSTART", "DEVICEID", d)
		status(t, d, "recordpaused")
		web.OK("BLACKOUTSTOP", "DEVICEID", d)
		status(t, d, "recording")
	})
	harness.Spec("WEBAPI-2", "changes a recording that is stored", func(t *harness.T) {
		web, d, mark := t.Web(), t.Device(), t.Number()
		row := t.Recorded(d)
		web.OK("CALLUPDATE", "RECORDID", row.Get("RECORDID"), "USER2", mark)
		t.Equal("RECORDID of the row found", t.Rows(1, "USER2", mark)[0].Get("RECORDID"), row.Get("RECORDID"))
	})
	harness.Spec("WEBAPI-2", "finds the recordings that TCP finds", func(t *harness.T) {
		web, d := t.Web(), t.Device()
		row := t.Recorded(d, "ANI", "5551234")
		rows := slices.DeleteFunc(web.OK("CALLLIST", "DEVICEID", d).Sections("SEARCHRESULT"), t.Earlier)
		t.Equal("the number of rows", len(rows), 1)
		for _, name := range []string{"RECORDID", "DEVICEID", "ANI", "RECORDINGTIME", "DURATION"} {
			t.Equal(name, rows[0].Get(name), row.Get(name))
		}
	})
	harness.Spec("WEBAPI-2", "adds a user", func(t *harness.T) {
		web, first, last := t.Web(), t.Name("F"), t.Name("L")
		r := web.OK("IMPORTUSER", "ACTION", "ADD", "EMPLOYEEID", t.Number(), "FIRSTNAME", first, "LASTNAME", last, "STATUS", "A",
			"EMAIL", "a@example.com", "PASSWORD", t.Name("pw"), "SITEID", t.Site(), "USERNAME", t.Name("u"))
		id := r.Field("AGENTID")
		t.DeleteUser(id)
		for _, a := range t.OK("IMPORTUSER", "ACTION", "LIST").Sections("AGENT") {
			if a.Get("AGENTID") == id {
				t.Equal("LASTNAME", a.Get("LASTNAME"), last)
				return
			}
		}
		t.Failf("the user %s %s, AGENTID %s, is not listed", first, last, id)
	})
	harness.Spec("WEBAPI-2", "adds a group, which TCP then knows", func(t *harness.T) {
		web, name := t.Web(), t.Name("g")
		id := web.OK("ADDGROUP", "GROUPNAME", name).Field("GROUPID")
		t.OK("ADDGROUP", "GROUPNAME", name).FieldIs("GROUPID", id)
	})
	harness.Spec("WEBAPI-2", "adds a role, which TCP then knows", func(t *harness.T) {
		web, name := t.Web(), t.Name("r")
		t.DeleteRole(name)
		web.OK("MODIFYROLE", "ACTION", "ADD", "ROLENAME", name, "DESCRIPTION", "made by a spec")
		t.Send("MODIFYROLE", "ACTION", "ADD", "ROLENAME", name, "DESCRIPTION", "made by a spec").Is(catalog.API_ROLE_ALREADY_EXISTS)
	})
	harness.Spec("WEBAPI-2", "maps a station, which TCP then lists", func(t *harness.T) {
		web, d, name := t.Web(), t.Device(), t.Number()
		web.OK("IMPORTWORKSTATION", "DEVICEID", d, "STATIONNAME", name, "LOCATIONID", t.Location())
		for _, s := range t.OK("STATIONS").Sections("STATION") {
			if s.Get("STATIONNAME") == name {
				t.Equal("DEVICEID", s.Get("DEVICEID"), d)
				return
			}
		}
		t.Failf("STATIONS does not list %s", name)
	})
	harness.Spec("WEBAPI-2", "that is refused has no effect", func(t *harness.T) {
		web, d := t.Web(), t.Device()
		t.Start(d, "ANI", "5551234")
		web.Send("CALLUPDATE", "DEVICEID", d, "ANI", "1", "REQUESTID", "x").Is(catalog.API_REQUESTID_INVALID)
		t.Equal("ANI", t.Status(d).Get("ANI"), "5551234")
	})
})
