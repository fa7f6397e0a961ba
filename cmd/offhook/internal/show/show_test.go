package show

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/sim/client"
)

const devices = `<RESULT><REQUESTTYPE>DEVICELIST</REQUESTTYPE><REQUESTID>4</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE>` +
	`<RESULTCODE>20</RESULTCODE><RESULTMSG>Found them</RESULTMSG><DEVICES><COUNT>1</COUNT><DEVICE><DEVICEID>1111</DEVICEID>` +
	`<GATE/><RECORDING><ISRECORDING>Y</ISRECORDING></RECORDING></DEVICE></DEVICES></RESULT>`

func result(t *testing.T, doc string) *client.Result {
	t.Helper()
	e, err := wire.ParseElement([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	return client.NewResult(e, []byte(doc))
}

func TestResultIsATreeWithAlignedValues(t *testing.T) {
	for _, c := range []struct{ name, doc, want string }{
		{"a body", devices, `DEVICELIST 4  API_OK (20)
  Found them
  DEVICES
    COUNT  1
    DEVICE
      DEVICEID  1111
      GATE
      RECORDING
        ISRECORDING  Y
`},
		{"no head at all (E-07)", `<RESULT><REQUESTTYPE>FETCHTERMINOLOGY</REQUESTTYPE><REQUESTID>1</REQUESTID><COUNT>0</COUNT></RESULT>`,
			"FETCHTERMINOLOGY 1  (no label or code: taken as API_OK, E-06 and E-07)\n  COUNT  0\n"},
		{"a message that only repeats the label", `<RESULT><REQUESTTYPE>TEST</REQUESTTYPE><REQUESTID>1</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE><RESULTCODE>20</RESULTCODE><RESULTMSG>API_OK</RESULTMSG></RESULT>`,
			"TEST 1  API_OK (20)\n"},
		{"an empty result", `<RESULT/>`, "   (no label or code)\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			if err := Result(&b, result(t, c.doc)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestResultJSONKeepsRepeatableElementsArrays(t *testing.T) {
	for _, c := range []struct{ name, doc, want string }{
		{"declared to repeat", devices,
			`{"COUNT":"1","DEVICE":[{"DEVICEID":"1111","GATE":"","RECORDING":{"ISRECORDING":"Y"}}]}`},
		{"repeats though not declared", strings.ReplaceAll(devices, "<COUNT>1</COUNT>", "<COUNT>1</COUNT><COUNT>2</COUNT>"),
			`{"COUNT":["1","2"],"DEVICE":[{"DEVICEID":"1111","GATE":"","RECORDING":{"ISRECORDING":"Y"}}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			if err := ResultJSON(&b, result(t, c.doc)); err != nil {
				t.Fatal(err)
			}
			var got struct {
				Code int
				OK   bool
				Body struct{ DEVICES json.RawMessage }
			}
			if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
				t.Fatal(err)
			}
			if got.Code != 20 || !got.OK || string(got.Body.DEVICES) != c.want {
				t.Errorf("got  %+v %s\nwant %s", got, got.Body.DEVICES, c.want)
			}
		})
	}
}

// TestNothingThatAServerSendsCommandsATerminal: no control character but line
// ends of our own comes out, whatever goes in.
func TestNothingThatAServerSendsCommandsATerminal(t *testing.T) {
	evil := "a\x1b[2J\u009b2J\u202e\r\n\tb\x00\x07\xff"
	r := &client.Result{RequestType: evil, RequestID: evil, Type: evil, Message: evil, Raw: []byte(evil),
		Body: wire.Parent("RESULT", wire.Leaf(evil, evil), wire.Parent(evil, wire.Leaf(evil, evil)))}
	ev := &client.Event{Class: evil, Type: evil, Data: wire.Parent("EVENTDATA", wire.Leaf("DEVICEID", evil), wire.Leaf(evil, evil))}
	for _, c := range []struct {
		name  string
		lines int // that the output has
		show  func(w io.Writer) error
	}{
		{"result", 4, func(w io.Writer) error { return Result(w, r) }},
		{"event", 1, func(w io.Writer) error { return Event(w, ev) }},
		{"result as JSON", 1, func(w io.Writer) error { return ResultJSON(w, r) }},
		{"event as JSON", 1, func(w io.Writer) error { return EventJSON(w, ev) }},
		{"raw", 2, func(w io.Writer) error { return Raw(w, r.Raw, true) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			if err := c.show(&b); err != nil {
				t.Fatal(err)
			}
			if strings.ContainsFunc(b.String(), func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsPrint(r) }) {
				t.Errorf("%q", b.String())
			}
			if n := strings.Count(b.String(), "\n"); n != c.lines {
				t.Errorf("%d lines, want %d: %q", n, c.lines, b.String())
			}
		})
	}
}

func TestEventIsOneLineOfWhatHasAValue(t *testing.T) {
	at := time.Date(2014, 4, 30, 9, 8, 7, 6e6, time.Local)
	ev := &client.Event{Class: "CALL", Type: "CALLSTART", At: at, Data: wire.Parent("EVENTDATA",
		wire.Leaf("DEVICEID", "1111"), wire.Leaf("GATE", ""), wire.Leaf("ANI", "555"), wire.Leaf("STARTTIME", "1/31/2011 2:39:49 PM"))}
	var b strings.Builder
	if err := Event(&b, ev); err != nil {
		t.Fatal(err)
	}
	if want := `09:08:07.006  CALLSTART         1111       ANI=555 STARTTIME="1/31/2011 2:39:49 PM"` + "\n"; b.String() != want {
		t.Errorf("got  %s\nwant %s", b.String(), want)
	}
}
