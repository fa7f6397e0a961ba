package client

import (
	"strings"
	"testing"
)

func TestAppendWritesTheRequestAsItIsSent(t *testing.T) {
	for _, c := range []struct {
		name string
		req  *Request
		want string
	}{
		{"only a type", NewRequest("TEST"),
			"<REQUEST><TYPE>TEST</TYPE><REQUESTID>1</REQUESTID></REQUEST>\r\n"},
		{"values escaped, order kept", NewRequest("CALLSTART", "DEVICEID", "5&5", "GROUP", "<b>"),
			"<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>5&amp;5</DEVICEID><GROUP>&lt;b&gt;</GROUP></REQUEST>\r\n"},
		{"an id of its own", &Request{Type: "TEST", ID: 7},
			"<REQUEST><TYPE>TEST</TYPE><REQUESTID>7</REQUESTID></REQUEST>\r\n"},
		{"no id", &Request{Type: "TEST", ID: NoID},
			"<REQUEST><TYPE>TEST</TYPE></REQUEST>\r\n"},
		{"an id by hand stands where it was set", NewRequest("TEST", "ANI", "1", "REQUESTID", "abc"),
			"<REQUEST><TYPE>TEST</TYPE><ANI>1</ANI><REQUESTID>abc</REQUESTID></REQUEST>\r\n"},
		{"a name twice", NewRequest("TEST", "A", "1", "A", "2"),
			"<REQUEST><TYPE>TEST</TYPE><REQUESTID>1</REQUESTID><A>1</A><A>2</A></REQUEST>\r\n"},
		{"set replaces the first, else appends", NewRequest("TEST", "A", "1").Set("A", "2").Set("B", ""),
			"<REQUEST><TYPE>TEST</TYPE><REQUESTID>1</REQUESTID><A>2</A><B></B></REQUEST>\r\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(c.req.Append(nil)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestNewRequestPanicsOnANameWithoutValue(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	odd := strings.Fields("DEVICEID")
	NewRequest("TEST", odd...)
}
