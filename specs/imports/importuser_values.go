package imports

import (
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// listTime is the form of a date and time in LIST (E-36).
const listTime = "1/2/2006 3:04:05 PM"

var _ = harness.Describe("IMPORTUSER", func() {
	harness.Spec("IMPORTUSER-24", "lists users that are not active as such", func(t *harness.T) {
		active, inactive := added(t, person(t, "STATUS", "A")...), added(t, person(t, "STATUS", "I")...)
		is(t, active, "STATUS", "A")
		is(t, inactive, "STATUS", "I")
		modify(t, active, "STATUS", "I").Is(catalog.API_OK)
		modify(t, inactive, "STATUS", "A").Is(catalog.API_OK)
		is(t, active, "STATUS", "I")
		is(t, inactive, "STATUS", "A")
	})
	harness.Spec("IMPORTUSER-24", "never lists a STATUS that there is not", func(t *harness.T) {
		for _, status := range []string{"X", "D", "1", ""} {
			p := person(t, "STATUS", status)
			r := add(t, p...).Is(catalog.API_OK, catalog.API_INVALID_MESSAGE_FORMAT, catalog.API_BLANK_REQUIRED_VALUE, catalog.API_ERROR_PROCESSING_MESSAGE)
			if !r.OK() {
				nobody(t, p)
				continue
			}
			shown := user(t, r.Field("AGENTID")).Get("STATUS")
			t.OneOf("STATUS", shown, "A", "I")
		}
	})

	harness.Spec("IMPORTUSER-25", "notes when a user was added and modified", func(t *harness.T) {
		t.Clock()
		before := time.Now().Add(-time.Minute) // one form shows no seconds (E-36)
		id := added(t, person(t, "ADD_TIME", "", "MOD_TIME", "")...)
		was := user(t, id).Get("MOD_TIME")
		t.Elapse(time.Now(), 1100*time.Millisecond) // it is told in whole seconds
		modify(t, id, "DOMAIN", t.Name("d")).Is(catalog.API_OK)
		f := user(t, id)
		if strings.Contains(was, "/") { // the form with seconds
			t.Check(f.Get("MOD_TIME") != was, "MOD_TIME is still %q after MODIFY", was)
		}
		for _, name := range []string{"ADD_TIME", "MOD_TIME"} {
			t.Between(name, t.Time(name, f.Get(name)), before, time.Now())
		}
	})
	harness.Spec("IMPORTUSER-26", "keeps the ADD_TIME and MOD_TIME that it is told", func(t *harness.T) {
		times := []string{"ADD_TIME", "10/30/2006 4:05:00 PM", "MOD_TIME", "3/27/2008 3:34:00 AM"}
		f := user(t, added(t, person(t, times...)...))
		for i := 0; i < len(times); i += 2 {
			told, err := time.Parse(listTime, times[i+1])
			t.Check(err == nil, "%v", err)
			shown := t.Time(times[i], f.Get(times[i])).Add(t.Clock().Offset)
			t.Between(times[i]+" of the list", shown, told, told)
		}
	})
	harness.Spec("IMPORTUSER-25", "takes an ADD_TIME that is none, or refuses it", func(t *harness.T) {
		for _, v := range []string{"yesterday", "99/99/9999", "-1"} {
			p := person(t, "ADD_TIME", v)
			consistent(t, p, add(t, p...))
		}
	})

	harness.Spec("IMPORTUSER-27", "adds a user of a site, or refuses and adds nobody", func(t *harness.T) {
		for _, site := range []string{"2147483646", "0", "-1", "here", ""} {
			p := person(t, "SITEID", site)
			consistent(t, p, add(t, p...))
		}
	})

	harness.Spec("IMPORTUSER-28", "knows the name in the product from the network's and the CRM's", func(t *harness.T) {
		u, group := t.User(), t.Group()
		permit(t, group, u.Username).Is(catalog.API_OK)
		for _, name := range []string{u.SysUser, u.CRMUser, u.EmployeeID} {
			permit(t, group, name).Is(catalog.API_USER_NOT_FOUND)
		}
	})

	harness.Spec("IMPORTUSER-29", "makes calls on the user's phone the user's", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		u := t.Agent(d)
		t.StartRecorded(d)
		ev.Expect("CALLSTART", d, "AGENTID", u.AgentID, "SYS_USER", u.SysUser, "CRM_USER", u.CRMUser)
		t.Matches("the device", t.Status(d), "SYS_USER", u.SysUser, "CRM_USER", u.CRMUser)
		t.Stop(d)
		t.Matches("the row", t.Row(d), "AGENTFIRSTNAME", u.FirstName, "AGENTLASTNAME", u.LastName,
			"SYS_USER", u.SysUser, "CRM_USER", u.CRMUser)
		t.Rows(1, "SYS_USER", u.SysUser)
		t.Rows(1, "CRM_USER", u.CRMUser)
	})
	harness.Spec("IMPORTUSER-29 IMPORTUSER-8", "makes calls the modified user's", func(t *harness.T) {
		d, ev := t.Device(), t.Events("CALL")
		u, p := t.Agent(d), person(t)
		modify(t, u.AgentID, only(p, "SYS_USER", "CRM_USER", "FIRSTNAME", "LASTNAME")...).Is(catalog.API_OK)
		t.Recorded(d)
		ev.Expect("CALLSTART", d, "AGENTID", u.AgentID, "SYS_USER", value(p, "SYS_USER"), "CRM_USER", value(p, "CRM_USER"))
		t.Matches("the row", t.Row(d), "AGENTFIRSTNAME", value(p, "FIRSTNAME"), "AGENTLASTNAME", value(p, "LASTNAME"))
	})

	harness.Spec("IMPORTUSER-30", "shows no PASSWORD", func(t *harness.T) {
		p := person(t)
		r := add(t, p...).Is(catalog.API_OK)
		id := r.Field("AGENTID")
		for _, r := range []*harness.Reply{r, add(t, p...), modify(t, id, p...), t.OK("IMPORTUSER", "ACTION", "LIST")} {
			t.Check(!strings.Contains(string(r.Raw), value(p, "PASSWORD")), "the result shows the PASSWORD that the user was added with")
		}
	})
})

// consistent fails unless ADD was taken and the user is there as given, or was
// refused and nobody is there.
func consistent(t *harness.T, p []string, r *harness.Reply) {
	if !r.OK() {
		r.Is(catalog.API_SITEID_NOT_VALID, catalog.API_DATABASE_QUERY_ERROR, catalog.API_INVALID_MESSAGE_FORMAT,
			catalog.API_BLANK_REQUIRED_VALUE, catalog.API_ERROR_PROCESSING_MESSAGE)
		nobody(t, p)
		return
	}
	is(t, r.Field("AGENTID"), only(p, shown...)...)
}
