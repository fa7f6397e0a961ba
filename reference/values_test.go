package reference_test

import (
	"strings"
	"testing"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
)

// TestAnyValueComesBackWhole sends values that XML has trouble with and reads
// them back wherever the system shows them: in status, in the list of calls, in
// events. What XML cannot carry becomes U+FFFD.
func TestAnyValueComesBackWhole(t *testing.T) {
	sys := startSystem(t, reference.Config{Cores: []int{1}})
	addr := sys.Addr().String()
	said := &documents{}
	p := dialWith(t, addr, said.option())
	heard := dialWith(t, addr, said.option())
	heard.ok("EVENTS")
	for _, c := range []struct{ name, sent, want string }{
		{"markup", "&lt;USER4&gt;&amp;amp;&lt;/USER4&gt;", "<USER4>&amp;</USER4>"},
		{"the end of a CDATA section", "]]&gt;", "]]>"},
		{"a CDATA section", "<![CDATA[<b>&c]]>", "<b>&c"},
		{"quotes", `'"`, `'"`},
		{"line ends within", "a&#13;&#10;b&#9;c", "a\r\nb\tc"},
		{"UTF-8", "Grüße, Ω, 日本", "Grüße, Ω, 日本"},
		{"beyond the basic plane", "&#x1F4DE;", "\U0001F4DE"},
		{"windows-1252", "Gr\xfc\xdfe \x80", "Grüße €"},
		{"noncharacters", "a\xef\xbf\xbeb", ""},
		{"a control character", "a\x01b", ""},
		{"its widest", strings.Repeat("&amp;", 255), strings.Repeat("&", 255)},
		{"too wide", strings.Repeat("ß", 300), strings.Repeat("ß", 255)},
	} {
		p.say("<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>5</REQUESTID><DEVICEID>4711</DEVICEID><USER4>" + c.sent + "</USER4></REQUEST>\r\n")
		switch res := p.hear(); {
		case c.want == "" && res.Code == int(catalog.API_INVALID_MESSAGE_FORMAT):
			continue // not XML
		case !res.OK() || c.want == "":
			t.Errorf("%s: got %s", c.name, res.Raw)
			continue
		}
		status := p.ok("DEVICESTATUS", "DEVICEID", "4711")
		if got := status.Body.Child("DEVICES").Child("DEVICE").Value("USER4"); got != c.want {
			t.Errorf("%s: DEVICESTATUS shows %q instead of %q", c.name, got, c.want)
		}
		p.ok("CALLSTOP", "DEVICEID", "4711")
		list := p.ok("CALLLIST", "DEVICEID", "4711", "CALLCOUNT", "1")
		if got := list.Body.Child("SEARCHRESULT").Value("USER4"); got != c.want {
			t.Errorf("%s: CALLLIST shows %q instead of %q", c.name, got, c.want)
		}
		for _, typ := range []string{"CALLSTART", "RECORDINGSTARTED", "CALLSTOP", "RECORDINGSTOPPED", "RECORDINGUPDATE"} {
			ev, err := heard.NextEvent(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			carries := typ != "RECORDINGSTOPPED" && typ != "RECORDINGUPDATE" // the first ends at USER5, the second has none
			if ev.Type != typ || carries && ev.Get("USER4") != c.want {
				t.Errorf("%s: %s: got %s", c.name, typ, ev.Raw)
			}
		}
	}
	said.check(t)
}

// TestEveryEventKeepsToItsDeclaration makes all seven events happen and
// compares each with its declaration, field by field.
func TestEveryEventKeepsToItsDeclaration(t *testing.T) {
	sys := startSystem(t, reference.Config{Cores: []int{1}})
	addr := sys.Addr().String()
	events := subscribe(t, addr, "ALL")
	p := dial(t, addr)
	furnish(p)
	p.ok("BLACKOUTSTART", "DEVICEID", "7001")
	p.ok("BLACKOUTSTOP", "DEVICEID", "7001")
	p.ok("CALLSTOP", "DEVICEID", "7001")
	for i := range catalog.Events {
		e := &catalog.Events[i]
		eventually(t, e.Name, func() bool { return len(events.all(e.Name)) > 0 })
		for _, got := range events.all(e.Name) {
			if got.Class != e.Class || got.Module != e.Module || got.XRef != "0" {
				t.Errorf("%s: got %s", e.Name, got.Raw)
			}
			var layout []catalog.Layout
			for _, f := range e.Fields {
				layout = append(layout, catalog.Layout{Name: f.Name, Type: f.Type})
			}
			if err := obeys(layout, got.Data.Children); err != nil {
				t.Errorf("%s: %v: %s", e.Name, err, got.Raw)
			}
		}
	}
}
