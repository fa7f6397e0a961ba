package catalog

import (
	"testing"

	"github.com/offhook/offhook/reference/wire"
)

func TestAppendResultWritesHeadThenBody(t *testing.T) {
	cases := []struct {
		name string
		req  Request
		res  Result
		want string
	}{
		{"a plain answer", Request{TypeText: "TEST", IDText: "1"}, OK(),
			"<RESULT><REQUESTTYPE>TEST</REQUESTTYPE><REQUESTID>1</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE>" +
				"<RESULTCODE>20</RESULTCODE><RESULTMSG>API_OK</RESULTMSG></RESULT>"},
		{"an error with its text", Request{TypeText: "CALLSTART", IDText: "1"}, Fail(API_DEVICE_INVALID, noDevice),
			"<RESULT><REQUESTTYPE>CALLSTART</REQUESTTYPE><REQUESTID>1</REQUESTID>" +
				"<RESULTTYPE>API_DEVICE_INVALID</RESULTTYPE><RESULTCODE>8</RESULTCODE>" +
				"<RESULTMSG>Could not find a device matching given parameters</RESULTMSG></RESULT>"},
		{"a body, escaped", Request{TypeText: "ADDGROUP", IDText: "2"},
			Result{Code: API_OK, Message: "group: Sales & Marketing has been added", Body: []Element{
				wire.Leaf("GROUPID", "11"), wire.Leaf("GROUPNAME", "Sales & Marketing")}},
			"<RESULT><REQUESTTYPE>ADDGROUP</REQUESTTYPE><REQUESTID>2</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE>" +
				"<RESULTCODE>20</RESULTCODE><RESULTMSG>group: Sales &amp; Marketing has been added</RESULTMSG>" +
				"<GROUPID>11</GROUPID><GROUPNAME>Sales &amp; Marketing</GROUPNAME></RESULT>"},
		{"nothing known of the request", Request{TypeText: "<X>", IDText: "0"}, Fail(API_UNKNOWN_MESSAGE_TYPE, ""),
			"<RESULT><REQUESTTYPE>&lt;X&gt;</REQUESTTYPE><REQUESTID>0</REQUESTID>" +
				"<RESULTTYPE>API_UNKNOWN_MESSAGE_TYPE</RESULTTYPE><RESULTCODE>10</RESULTCODE>" +
				"<RESULTMSG>API_UNKNOWN_MESSAGE_TYPE</RESULTMSG></RESULT>"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := string(AppendResult(nil, &c.req, &c.res)); got != c.want {
				t.Errorf("\n%s, want\n%s", got, c.want)
			}
		})
	}
}

func TestAppendEventWritesTheFieldsOfItsType(t *testing.T) {
	ev := Event{Type: EventRecordingUpdate, Values: []string{
		"000100000000092", "1111", "30", `C:\Recordings\a&b.wav`, "13101", "1"}}
	const want = "<CALLCOPYEVENT><EVENTCLASS>RECORD</EVENTCLASS><EVENTTYPE>RECORDINGUPDATE</EVENTTYPE>" +
		"<MODULE></MODULE><EVENTXREF>3</EVENTXREF><EVENTDATA>" +
		"<GLOBALCALLID>000100000000092</GLOBALCALLID><DEVICEID>1111</DEVICEID><KEEPDAYS>30</KEEPDAYS>" +
		`<FILENAME>C:\Recordings\a&amp;b.wav</FILENAME><RECORDID>13101</RECORDID><COREIDENT>1</COREIDENT>` +
		"</EVENTDATA></CALLCOPYEVENT>"
	if got := string(AppendEvent(nil, &ev, 3)); got != want {
		t.Errorf("\n%s, want\n%s", got, want)
	}
	if ev.Get("RECORDID") != "13101" || ev.Get("NOSUCH") != "" {
		t.Errorf("RECORDID is %q", ev.Get("RECORDID"))
	}
}

func TestAppendResultDoesNotAllocate(t *testing.T) {
	req, res := Request{TypeText: "TEST", IDText: "1"}, OK()
	buf := make([]byte, 0, 512)
	if n := testing.AllocsPerRun(100, func() { buf = AppendResult(buf[:0], &req, &res) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
