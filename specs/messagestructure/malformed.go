package messagestructure

import (
	"fmt"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// malformed are pieces, by what is wrong with them, that make the request that
// holds them a document that no reader of XML takes. Where the request ends can
// be told all the same.
var malformed = []struct {
	name   string
	pieces []string
}{
	{"tags", []string{
		"<ANI>6</DNIS>", "<ANI>6</ANIX>", "<ANI>6</AN>", "<-A>6</-A>", "<.A>6</.A>", "<A&B>6</A&B>", "< ANI>6</ANI>", "<ANI>6</ ANI>", "<ANI/ >",
		"<ANI>6</ANI x='1'>", "</>", "<>6</>", "<ANI>1 < 2</ANI>", "<ANI>1 <2</ANI>", "<ANI><B></ANI></B>", "<A><B><C></B></C></A>", "<9/>", "<×/>", "<A×/>", "<A,B/>",
	}},
	{"attributes", []string{
		"<ANI a>6</ANI>", "<ANI a=>6</ANI>", `<ANI "1">6</ANI>`, "<ANI a=1>6</ANI>", "<ANI 1a='x'>6</ANI>", "<ANI ='x'>6</ANI>",
		"<ANI a='&#0;'>6</ANI>", "<ANI a 'x'>6</ANI>", "<ANI a='1'/b>6</ANI>", "<ANI a='&nosuch;'/>", "<ANI -a='1'/>", "<ANI a=`1`/>",
	}},
	{"comments and sections", []string{
		"<!-- a -- b -->", "<!-- a --->", "<!- a -->", "<ANI>]]></ANI>", "<ANI>a]]>b</ANI>", "<ANI><![cdata[6]]></ANI>", "<ANI>6]]]></ANI>",
	}},
	{"characters", []string{
		"<ANI>\x01</ANI>", "<ANI>6\x08</ANI>", "<ANI>\x0b6</ANI>", "<ANI>\x0c</ANI>", "<ANI>666666\x1f666666</ANI>", "<ANI>\ufffe</ANI>", "<ANI>6\uffff</ANI>",
		"<ANI a='\x02'>6</ANI>", "<ANI><![CDATA[\x04]]></ANI>",
	}},
	{"references to characters", []string{
		"<ANI>&#1;</ANI>", "<ANI>&#8;</ANI>", "<ANI>&#11;</ANI>", "<ANI>&#x1F;</ANI>", "<ANI>&#xFFFE;</ANI>", "<ANI>&#xffff;</ANI>",
		"<ANI>&#x110000;</ANI>", "<ANI>&#1114112;</ANI>", "<ANI>&#99999999999999999999;</ANI>", "<ANI>6&#xFFFFFFFFFFFFFFFFF;6</ANI>",
	}},
}

// doubtful are pieces that some readers of XML do take, and entities that nobody
// declared: an ampersand may stand for itself (E-15).
var doubtful = []string{"<!-- \x03 -->", "<ANI a='1'b='2'>6</ANI>", "<ANI>&#xDFFF;</ANI>", "<ANI>&nbsp;</ANI>", "<ANI>6&x;</ANI>", "<ANI>&AMP;</ANI>", "<ANI>&foo.bar-1;6</ANI>", "<ANI>&gtt;</ANI>"}

// around is a request for a call on a device, with a piece in it.
func around(piece, device string) string {
	return fmt.Sprintf("<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID>%s</REQUEST>\r\n", device, piece)
}

// refuses fails unless each of the messages is answered as none, and the next
// request after it is answered, or the connection closed.
func refuses(t *harness.T, messages []string) {
	for _, m := range messages {
		c := t.Dial()
		c.Raw(m)
		c.Next().Is(catalog.API_INVALID_MESSAGE_FORMAT)
		if c.TryRaw(document(2)+"\r\n") != nil {
			continue
		}
		if r := c.NextIfAny(); r != nil {
			r.Is(catalog.API_OK)
			t.Equal(fmt.Sprintf("REQUESTID of what follows %q", m), r.RequestID, "2")
			c.Close()
		}
	}
}

var _ = harness.Describe("A malformed message", func() {
	for _, m := range malformed {
		harness.Spec("BROKEN-1 BROKEN-2", "is not carried out for its "+m.name, func(t *harness.T) {
			d := t.Device()
			t.StopAfterwards(d)
			for _, piece := range m.pieces {
				c := t.Dial()
				c.Raw(around(piece, d))
				if r := c.NextIfAny(); r != nil {
					r.Want(!r.OK(), "an error, or a closed connection, for %q", piece)
				}
				c.Close()
			}
			t.Equal("the number of active instances", len(t.Instances(d)), 0)
		})
		harness.Spec("BROKEN-3 BROKEN-4", "is refused for its "+m.name+", and the next one taken", func(t *harness.T) {
			d := t.Device()
			t.StopAfterwards(d)
			var all []string
			for _, piece := range m.pieces {
				all = append(all, around(piece, d))
			}
			refuses(t, all)
		})
	}
	harness.Spec("BROKEN-3 BROKEN-4", "is refused for what only lax readers take, and the next one taken", func(t *harness.T) {
		var all []string
		for _, piece := range doubtful {
			d := t.Device()
			t.StopAfterwards(d)
			all = append(all, around(piece, d))
		}
		refuses(t, all)
	})

	for _, m := range []string{
		"hello\r\n", "hello ", "<\r\n", "<<<\r\n", "<>\r\n", "<1>\r\n", "a < b\r\n", "</REQUEST>\r\n", "&amp;\r\n", "\x00\x01\r\n", "<!bang>\r\n", "<REQUEST\r\n",
		"<REQUEST><TYPE>TEST</TYPE>\r\n", "<REQUEST><TYPE>TEST\r\n", "<REQUEST><TYPE>TEST</REQUEST></TYPE>\r\n", "<REQUEST a='\r\n", "<?xml version='1.0'?>\r\nhello\r\n",
		"<?xml version='1.0' \r\n", "<REQUEST></TYPE>\r\n", "<A>b</A>\r\n", "<REQUEST/>\r\n", "</A></B> </C>\r\n", "-->\r\n", "]]>\r\n", "<!-\r\n", "<!\r\n",
	} {
		harness.Spec("BROKEN-4", fmt.Sprintf("does not swallow the one that follows: %q", m), func(t *harness.T) {
			c := t.Dial()
			c.Raw(m + document(2) + "\r\n")
			// What the garbage is answered, and how often, is not said.
			for {
				r := c.NextIfAny()
				if r == nil {
					return // closed, which is allowed
				}
				if r.RequestID == "2" {
					r.Is(catalog.API_OK)
					break
				}
				r.Want(!r.OK(), "an error for what is no message, or the result of the next one")
			}
			c.Silent()
			c.OK("TEST")
		})
	}
})
