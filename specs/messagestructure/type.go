package messagestructure

import (
	"fmt"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("TYPE", func() {
	for _, typ := range []string{"TEST", "DEVICELIST", "SYSTEMSTATUS", "FETCHTERMINOLOGY", "CHANNELS", "STATIONS"} {
		harness.Spec("TYPE-1", "is repeated as REQUESTTYPE: "+typ, func(t *harness.T) {
			t.Equal("REQUESTTYPE", t.OK(typ).RequestType, typ)
		})
	}
	harness.Spec("TYPE-1", "is repeated as REQUESTTYPE in an error", func(t *harness.T) {
		r := t.Send("CALLSTART", "DEVICEALIAS", t.Stranger()).Is(catalog.API_DEVICE_INVALID)
		t.Equal("REQUESTTYPE", r.RequestType, "CALLSTART")
	})
	harness.Spec("TYPE-1 XML-2", "is read without the blanks around it", func(t *harness.T) {
		t.Equal("REQUESTTYPE", t.OK(" TEST ").RequestType, "TEST")
	})

	for _, typ := range []string{"NOSUCHTYPE", "TESTS", "TES", "CALLSTARTED", "0"} {
		harness.Spec("TYPE-2", "is refused where no function has that name: "+typ, func(t *harness.T) {
			r := t.Send(typ).Is(catalog.API_UNKNOWN_MESSAGE_TYPE, catalog.API_INVALID_REQUEST_TYPE)
			t.Reading("E-47", fmt.Sprint(r.Code))
		})
	}
	harness.Spec("TYPE-2", "is refused where it is very long", func(t *harness.T) {
		t.Send(strings.Repeat("X", 5000)).Is(catalog.API_UNKNOWN_MESSAGE_TYPE, catalog.API_INVALID_REQUEST_TYPE)
	})

	for _, c := range []struct{ name, xml string }{
		{"missing", "<REQUEST><REQUESTID>1</REQUESTID></REQUEST>\r\n"},
		{"empty", "<REQUEST><TYPE></TYPE><REQUESTID>1</REQUESTID></REQUEST>\r\n"},
		{"self-closed", "<REQUEST><TYPE/><REQUESTID>1</REQUESTID></REQUEST>\r\n"},
		{"blank", "<REQUEST><TYPE>  </TYPE><REQUESTID>1</REQUESTID></REQUEST>\r\n"},
	} {
		harness.Spec("TYPE-3", "is refused where it is "+c.name, func(t *harness.T) {
			conn := t.Dial()
			conn.Raw(c.xml)
			conn.Next().Is(catalog.API_INVALID_REQUEST_TYPE, catalog.API_UNKNOWN_MESSAGE_TYPE)
		})
	}

	for _, value := range []string{"%s", " %s "} {
		harness.Spec("TYPE-4", fmt.Sprintf("may stand in REQUESTTYPE: %q", fmt.Sprintf(value, "MODIFYROLE")), func(t *harness.T) {
			role := t.Name("r")
			t.DeleteRole(role)
			conn := t.Dial()
			conn.Raw(fmt.Sprintf("<REQUEST><REQUESTTYPE>"+value+"</REQUESTTYPE><REQUESTID>1</REQUESTID>"+
				"<ACTION>ADD</ACTION><ROLENAME>%s</ROLENAME><DESCRIPTION>made by a spec</DESCRIPTION></REQUEST>\r\n", "MODIFYROLE", role))
			conn.Next().Is(catalog.API_OK)
		})
	}

	harness.Spec("TYPE-5", "may be in lower case", func(t *harness.T) {
		t.OK("test")
	})
	harness.Spec("TYPE-5", "and the other names may be in lower case", func(t *harness.T) {
		conn := t.Dial()
		conn.Raw("<request><type>TEST</type><requestid>5</requestid></request>\r\n")
		answered(t, conn, 5)
	})

	harness.Spec("TYPE-6", "and all names in a result are in upper case", func(t *harness.T) {
		t.Start(t.Device())
		for _, typ := range []string{"TEST", "DEVICELIST", "SYSTEMSTATUS", "CHANNELS", "NOSUCHTYPE"} {
			r := t.Send(typ)
			upperCase(t, &r.Body)
		}
	})
})

// upperCase fails where an element below e has a lower-case letter in its name.
func upperCase(t *harness.T, e *wire.Element) {
	t.Equal("the name of an element", e.Name, strings.ToUpper(e.Name))
	for i := range e.Children {
		upperCase(t, &e.Children[i])
	}
}
