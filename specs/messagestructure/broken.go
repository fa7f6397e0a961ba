package messagestructure

import (
	"fmt"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// broken are messages that are not well-formed but whose end can be told. %s is
// a device: what is left of a message must not start a call on it.
var broken = []struct{ name, xml string }{
	{"crossed tags", "<REQUEST><TYPE>CALLSTART</REQUESTID><REQUESTID>1</TYPE><DEVICEID>%s</DEVICEID></REQUEST>\r\n"},
	{"an element that is never closed", "<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</REQUEST>\r\n"},
	{"an end tag that was never opened", "<REQUEST><TYPE>CALLSTART</TYPE></ANI><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID></REQUEST>\r\n"},
	{"an attribute without quotes", "<REQUEST><TYPE a=1>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID></REQUEST>\r\n"},
	{"a reference to a character that XML has not", "<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID><ANI>&#0;</ANI></REQUEST>\r\n"},
	{"a reference to half a character", "<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID><ANI>&#xD800;</ANI></REQUEST>\r\n"},
	{"a NUL byte in a value", "<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID><ANI>\x00</ANI></REQUEST>\r\n"},
	{"a tag that is no name", "<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID><1ANI>6</1ANI></REQUEST>\r\n"},
}

// wreck is start, then again so many times, then end: put together when it is
// sent, or every command would carry megabytes of it.
type wreck struct {
	name, start, again string
	times              int
	end                string
}

func (w wreck) bytes() string { return w.start + strings.Repeat(w.again, w.times) + w.end }

// wreckage is what no recovery is promised for.
var wreckage = []wreck{
	{name: "an HTTP request", start: "GET / HTTP/1.1\r\nHost: recorder\r\n\r\n"},
	{"a TLS greeting", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "\xa5", 500, ""},
	{name: "text", start: "hello?\r\nis anybody there\r\n"},
	{"NUL bytes", "", "\x00", 4096, ""},
	{"nothing but opening brackets", "", "<", 10_000, "\r\n"},
	{"nothing but closing tags", "", "</REQUEST>", 1000, "\r\n"},
	{"100,000 nested elements", "", "<A>", 100_000, "\r\n"},
	{"a request that is never ended", "<REQUEST><TYPE>TEST</TYPE>", "<USER1>x</USER1>", 100, ""},
	{"a comment that is never ended", "<REQUEST><TYPE>TEST</TYPE><!-- ", "x", 100_000, ""},
	{"a value of 8 MiB", "<REQUEST><TYPE>TEST</TYPE><USER1>", "x", 8 << 20, "</USER1></REQUEST>\r\n"},
}

var _ = harness.Describe("A broken message", func() {
	for _, b := range broken {
		harness.Spec("BROKEN-1 BROKEN-2", "is not carried out: "+b.name, func(t *harness.T) {
			d := t.Device()
			t.StopAfterwards(d)
			c := t.Dial()
			c.Raw(fmt.Sprintf(b.xml, d))
			if r := c.NextIfAny(); r != nil {
				r.Want(!r.OK(), "an error, or a closed connection")
			}
			t.Equal("the number of active instances", len(t.Instances(d)), 0)
		})
		harness.Spec("BROKEN-3", "is answered API_INVALID_MESSAGE_FORMAT: "+b.name, func(t *harness.T) {
			c := t.Dial()
			c.Raw(fmt.Sprintf(b.xml, t.Device()))
			c.Next().Is(catalog.API_INVALID_MESSAGE_FORMAT)
		})
		harness.Spec("BROKEN-4", "does not disturb the next request: "+b.name, func(t *harness.T) {
			c := t.Dial()
			c.Raw(fmt.Sprintf(b.xml, t.Device()))
			if c.NextIfAny() == nil {
				return // closed, which is allowed
			}
			if err := c.TryRaw(document(2) + "\r\n"); err != nil {
				return
			}
			if r := c.NextIfAny(); r != nil {
				r.Is(catalog.API_OK)
				t.Equal("REQUESTID", r.RequestID, "2")
			}
		})
	}

	for _, w := range wreckage {
		harness.Spec("BROKEN-2", "leaves the server to others: "+w.name, func(t *harness.T) {
			other := t.Dial()
			c := t.Dial()
			c.TryRaw(w.bytes()) // the server may hang up before all of it is sent
			other.OK("TEST")
			c.Close()
			t.Dial().OK("TEST")
		})
	}

	harness.Spec("BROKEN-2", "leaves the server to others: one connection after the other", func(t *harness.T) {
		for range 50 {
			c := t.Dial()
			c.TryRaw("<REQUEST><TYPE>TEST</REQUEST></TYPE>\r\n<<<>>>\r\n")
			c.Reset()
		}
		served(t)
	})

	harness.Spec("BROKEN-5", "has no entities expanded", func(t *harness.T) {
		var bomb strings.Builder
		bomb.WriteString(`<?xml version="1.0"?><!DOCTYPE REQUEST [<!ENTITY a "aaaaaaaaaa">`)
		for i := 'b'; i <= 'i'; i++ {
			fmt.Fprintf(&bomb, `<!ENTITY %c "%s">`, i, strings.Repeat(fmt.Sprintf("&%c;", i-1), 10))
		}
		bomb.WriteString("]><REQUEST><TYPE>TEST</TYPE><REQUESTID>1</REQUESTID><USER1>&i;</USER1></REQUEST>\r\n")
		c := t.Dial()
		c.TryRaw(bomb.String())
		t.Dial().OK("TEST")
		if r := c.NextIfAny(); r != nil {
			r.Want(!r.OK(), "an error, or a closed connection")
		}
	})
	harness.Spec("BROKEN-5", "has no file read for it", func(t *harness.T) {
		d := t.Device()
		t.StopAfterwards(d)
		c := t.Dial()
		c.TryRaw(fmt.Sprintf(`<?xml version="1.0"?><!DOCTYPE REQUEST [<!ENTITY x SYSTEM "file:///etc/passwd">]>`+
			"<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID><USER1>&x;</USER1></REQUEST>\r\n", d))
		c.NextIfAny()
		if f, ok := t.OK("DEVICELIST").Device(d); ok {
			t.Check(!strings.Contains(f.Get("USER1"), "root:"), "USER1 holds the content of a file")
		}
	})
})
