package usergrouprole

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// desk is an agent with a phone and a workstation.
type desk struct {
	*harness.User
	computer string
}

func deskOf(t *harness.T, nameValues ...string) desk {
	u, d := t.User(nameValues...), t.Device()
	t.Phone(u, d)
	return desk{u, t.Station(d)}
}

// window returns what AGENTWINDOW says. The spec is skipped where it finds
// nobody: of an agent made for the spec a server need have no screen.
func window(t *harness.T, nameValues ...string) *harness.Reply {
	r := t.Send("AGENTWINDOW", nameValues...).Is(catalog.API_OK, catalog.API_AGENT_NOT_FOUND)
	t.Need(r.OK(), "the target has no screen of an agent and a workstation that were just added")
	return r
}

var _ = harness.Describe("AGENTWINDOW", func() {
	for _, c := range []struct {
		name string
		by   func(desk) []string
	}{
		{"by COMPUTERNAME", func(d desk) []string { return []string{"COMPUTERNAME", d.computer} }},
		{"by USERNAME", func(d desk) []string { return []string{"USERNAME", d.Username} }},
		{"by both", func(d desk) []string { return []string{"COMPUTERNAME", d.computer, "USERNAME", d.Username} }},
	} {
		harness.Spec("AGENTWINDOW-1", "shows an agent's screen "+c.name, func(t *harness.T) {
			r := window(t, c.by(deskOf(t))...)
			t.HasFields("the result", r.Fields(), "DOMAIN", "IPADDRESS", "STATUS", "APPLICATIONTITLE", "LASTUPDATE")
			r.Want(r.Field("STATUS") != "", "a STATUS")
		})
	}
	harness.Spec("AGENTWINDOW-9", "finds nobody by a name that is like another's in all but the last character", func(t *harness.T) {
		name, computer, d := long(t, 16, ascii), strings.ToUpper(long(t, 50, ascii)), t.Device()
		t.Phone(t.User("USERNAME", name), d)
		t.OK("IMPORTWORKSTATION", "DEVICEID", d, "STATIONNAME", computer, "LOCATIONID", t.Location())
		window(t, "USERNAME", name)
		window(t, "COMPUTERNAME", computer)
		for _, who := range [][]string{
			{"USERNAME", differing(name)}, {"USERNAME", name[:15]}, {"USERNAME", long(t, 255, ascii)},
			{"COMPUTERNAME", differing(computer)}, {"COMPUTERNAME", computer[:49]}, {"COMPUTERNAME", long(t, 255, ascii)},
		} {
			t.Send("AGENTWINDOW", who...).Is(catalog.API_AGENT_NOT_FOUND)
		}
	})
	harness.Spec("AGENTWINDOW-10", "shows no field of more than 255 characters", func(t *harness.T) {
		f := window(t, "USERNAME", deskOf(t).Username).Fields()
		for _, name := range []string{"DOMAIN", "IPADDRESS", "STATUS", "APPLICATIONTITLE", "LASTUPDATE"} {
			n := utf8.RuneCountInString(f.Get(name))
			t.Check(n <= 255, "%s has %d characters", name, n)
		}
	})
	harness.Spec("AGENTWINDOW-2", "says when it saw the screen", func(t *harness.T) {
		t.Clock()
		d := deskOf(t)
		shown := window(t, "USERNAME", d.Username).Field("LASTUPDATE")
		// A time without seconds is taken for the middle of its minute (E-36).
		t.Between("LASTUPDATE", t.Time("LASTUPDATE", shown), time.Time{}, time.Now().Add(time.Minute/2))
		switch {
		case strings.Contains(shown, "/"):
			t.Reading("E-36", "slash")
		case !t.Clock().Coarse:
			t.Reading("E-36", "shown")
		}
	})
	harness.Spec("AGENTWINDOW-3", "is refused where neither is found", func(t *harness.T) {
		deskOf(t)
		for _, who := range [][]string{
			{"COMPUTERNAME", t.Name("W")}, {"USERNAME", t.Name("u")}, {"COMPUTERNAME", t.Name("W"), "USERNAME", t.Name("u")},
		} {
			t.Send("AGENTWINDOW", who...).Is(catalog.API_AGENT_NOT_FOUND)
		}
	})
	harness.Spec("AGENTWINDOW-4", "is refused where neither is given", func(t *harness.T) {
		for _, nobody := range [][]string{nil, {"COMPUTERNAME", ""}, {"USERNAME", ""}, {"COMPUTERNAME", "", "USERNAME", ""}} {
			t.Send("AGENTWINDOW", nobody...).Is(append(refused, catalog.API_AGENT_NOT_FOUND)...)
		}
	})
	harness.Spec("AGENTWINDOW-5", "shows the screen of the one that is found", func(t *harness.T) {
		d := deskOf(t)
		window(t, "COMPUTERNAME", d.computer)
		t.OK("AGENTWINDOW", "COMPUTERNAME", d.computer, "USERNAME", t.Name("u"))
		window(t, "USERNAME", d.Username)
		t.OK("AGENTWINDOW", "COMPUTERNAME", t.Name("W"), "USERNAME", d.Username)
	})
	harness.Spec("AGENTWINDOW-8", "shows the user's DOMAIN", func(t *harness.T) {
		domain := t.Name("d")
		d, other := deskOf(t, "DOMAIN", domain), deskOf(t)
		window(t, "USERNAME", d.Username).FieldIs("DOMAIN", domain)
		r := window(t, "USERNAME", other.Username)
		r.Want(r.Field("DOMAIN") != domain, "a DOMAIN that is not another user's")
	})
})
