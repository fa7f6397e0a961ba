package messagestructure

import (
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("Results", func() {
	head := []string{"REQUESTID", "RESULTTYPE", "RESULTCODE", "RESULTMSG"}
	for _, c := range []struct {
		name, typ string
		params    []string
	}{
		{"of TEST", "TEST", nil},
		{"of DEVICELIST", "DEVICELIST", nil},
		{"of SYSTEMSTATUS", "SYSTEMSTATUS", nil},
		{"of CHANNELS", "CHANNELS", nil},
		{"of STATIONS", "STATIONS", nil},
		{"that are errors", "DEVICESTATUS", []string{"DEVICEALIAS", "nobody-has-this"}},
		{"of an unknown TYPE", "NOSUCHTYPE", nil},
	} {
		harness.Spec("RESULT-1", "have the whole head: those "+c.name, func(t *harness.T) {
			r := t.Send(c.typ, c.params...)
			t.Equal("the root element", r.Body.Name, "RESULT")
			t.HasFields("the result", r.Fields(), head...)
		})
	}

	harness.Spec("RESULT-2", "have a code and a label that belong together", func(t *harness.T) {
		// Is compares the label with the code; what the code is does not matter.
		for _, r := range refused(t) {
			r.Want(r.Code >= 0 && r.Code <= 55 && r.Code != 19 && r.Code != int(catalog.API_OK), "a RESULTCODE of the manual's table that is an error")
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
		t.Equal("the number of results", strings.Count(c.Received(), "<RESULT>"), 2)
	})
})

// refused returns the results of requests that must be refused.
func refused(t *harness.T) []*harness.Reply {
	return []*harness.Reply{
		t.Send("NOSUCHTYPE"),
		t.Send("TEST", "REQUESTID", "-1"),
		t.Send("CALLSTART", "DEVICEALIAS", t.Stranger()),
		t.Send("IMPORTUSER", "ACTION", "PAINT"),
		t.Send("BLACKOUTSTART", "SYS_USER", t.Stranger()),
	}
}
