package messagestructure

import (
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("Results", func() {
	head := []string{"REQUESTID", "RESULTTYPE", "RESULTCODE", "RESULTMSG"}
	for _, c := range []struct {
		name, typ string
		ok        bool
		params    []string
	}{
		{"of TEST", "TEST", true, nil},
		{"of DEVICELIST", "DEVICELIST", true, nil},
		{"of SYSTEMSTATUS", "SYSTEMSTATUS", true, nil},
		{"of CHANNELS", "CHANNELS", true, nil},
		{"of STATIONS", "STATIONS", true, nil},
		{"of a refused action", "IMPORTUSER", false, []string{"ACTION", "PAINT"}},
		{"of an unknown TYPE", "NOSUCHTYPE", false, nil},
	} {
		harness.Spec("RESULT-1", "have the whole head: those "+c.name, func(t *harness.T) {
			r := t.Send(c.typ, c.params...)
			r.Want(r.OK() == c.ok, "a result that is an error, or that is none, as the request is")
			t.Equal("the root element", r.Body.Name, "RESULT")
			t.HasFields("the result", r.Fields(), head...)
		})
	}

	harness.Spec("RESULT-2", "have a code and a label that belong together", func(t *harness.T) {
		// Is compares the label with the code; what the code is does not matter.
		for _, r := range refused(t) {
			r.Want(r.Code >= 0 && r.Code <= 55 && r.Code != 19, "a RESULTCODE of the manual's table")
			r.Is(catalog.Code(r.Code))
		}
		t.OK("TEST")
	})

	harness.Spec("RESULT-3", "tell errors in one form", func(t *harness.T) {
		forms := map[bool]string{}
		for _, r := range refused(t) {
			forms[r.Type == "ERROR"] = r.RequestType
		}
		t.Check(len(forms) == 1, "RESULTTYPE is ERROR for %s and the label for %s", forms[true], forms[false])
	})

	harness.Spec("RESULT-4", "come once for each request", func(t *harness.T) {
		c := t.Dial()
		c.OK("TEST")
		c.Silent()
		c.Send("NOSUCHTYPE")
		c.Silent()
	})
	harness.Spec("RESULT-4", "come once where an event is caused", func(t *harness.T) {
		d := t.Device()
		c := t.Dial()
		c.OK("CALLSTART", "DEVICEID", d)
		c.OK("CALLSTOP", "DEVICEID", d)
		c.Silent()
		t.Equal("the number of results", len(c.Documents()), 2)
	})
})

// refused returns the results of requests that must be refused, some of each
// chapter.
func refused(t *harness.T) []*harness.Reply {
	replies := []*harness.Reply{
		t.Send("NOSUCHTYPE"),
		t.Send("TEST", "REQUESTID", "-1"),
		t.Send("CALLSTART", "DEVICEALIAS", t.Stranger()),
		t.Send("IMPORTUSER", "ACTION", "PAINT"),
		t.Send("BLACKOUTSTART", "SYS_USER", t.Stranger()),
		t.Send("CHATSTART", "SESSIONID", ""),
		t.Send("MODIFYROLE", "ACTION", "DELETE", "ROLENAME", t.Stranger()),
		t.Send("IMPORTAGENTPHONE", "ACTION", "ADD", "PHONEID", t.Device(), "AGENTID", "2147483647"),
		t.Send("MODECHANGE"),
	}
	for _, r := range replies {
		r.Want(!r.OK(), "an error")
	}
	return replies
}
