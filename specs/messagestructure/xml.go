package messagestructure

import (
	"fmt"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// comesBack fails unless a device whose CALLSTART holds the XML as the content
// of ANI is then shown with that text.
func comesBack(t *harness.T, xml, text string) {
	d := t.Device()
	c := t.Dial()
	t.StopAfterwards(d)
	c.Raw(fmt.Sprintf("<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID><ANI>%s</ANI></REQUEST>\r\n", d, xml))
	c.Next().Is(catalog.API_OK)
	t.Equal("ANI", t.Status(d).Get("ANI"), text)
}

var _ = harness.Describe("XML", func() {
	for _, c := range []struct{ name, xml, text string }{
		{"the ampersand entity", "a&amp;b", "a&b"},
		{"the entities of the quotes", "a&quot;b&apos;c", `a"b'c`},
		{"decimal character references", "&#65;&#66;", "AB"},
		{"hexadecimal character references", "&#x41;&#x6f;", "Ao"},
		{"an ampersand made by a reference", "&#38;amp;", "&amp;"},
	} {
		harness.Spec("XML-1", "reads "+c.name, func(t *harness.T) { comesBack(t, c.xml, c.text) })
	}
	// The manual warns that angle brackets may not work in USER fields; in
	// ANI they are no better tested.
	harness.Spec("XML-3", "reads the entities of the angle brackets", func(t *harness.T) {
		comesBack(t, "&lt;b&gt;", "<b>")
	})

	for _, c := range []struct{ name, xml, text string }{
		{"blanks", "  614  ", "614"},
		{"tabs", "\t614\t", "614"},
		{"line ends", "\r\n614\r\n", "614"},
	} {
		harness.Spec("XML-2", "strips "+c.name+" around a value", func(t *harness.T) { comesBack(t, c.xml, c.text) })
	}
	harness.Spec("XML-2", "keeps a blank within a value", func(t *harness.T) {
		comesBack(t, "614 555", "614 555")
	})

	for _, c := range []struct{ name, xml, text string }{
		{"a CDATA section", "<![CDATA[a&b]]>", "a&b"},
		{"a CDATA section beside text", "1<![CDATA[2]]>3", "123"},
		{"a comment in a value", "12<!-- 99 -->34", "1234"},
	} {
		harness.Spec("XML-3", "reads "+c.name, func(t *harness.T) { comesBack(t, c.xml, c.text) })
	}
	for _, c := range []struct{ name, xml string }{
		{"a comment between elements", "<REQUEST><!-- who is there? --><TYPE>TEST</TYPE><REQUESTID>3</REQUESTID></REQUEST>\r\n"},
		{"attributes", `<REQUEST version="1"><TYPE lang='en'>TEST</TYPE><REQUESTID>3</REQUESTID></REQUEST>` + "\r\n"},
		{"an attribute that looks like an end", `<REQUEST a="/REQUEST>"><TYPE>TEST</TYPE><REQUESTID>3</REQUESTID></REQUEST>` + "\r\n"},
		{"a declaration", `<?xml version="1.0"?>` + "\r\n" + document(3) + "\r\n"},
		{"a declaration with an encoding", `<?xml version="1.0" encoding="UTF-8"?>` + document(3) + "\r\n"},
		{"a byte order mark", "\ufeff" + document(3) + "\r\n"},
		{"a comment before the root", "<!-- first -->" + document(3) + "\r\n"},
	} {
		harness.Spec("XML-3", "reads past "+c.name, func(t *harness.T) { takes(t, c.xml, 3) })
	}

	harness.Spec("XML-4", "takes an empty element for a blank value", func(t *harness.T) { comesBack(t, "", "") })
	harness.Spec("XML-4", "takes a self-closed element for a blank value", func(t *harness.T) {
		d := t.Device()
		t.StopAfterwards(d)
		c := t.Dial()
		c.Raw(fmt.Sprintf("<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><ANI/><DNIS /><DEVICEID>%s</DEVICEID></REQUEST>\r\n", d))
		c.Next().Is(catalog.API_OK)
		t.Matches("the device", t.Status(d), "ANI", "", "DNIS", "")
	})

	for _, c := range []struct{ name, value string }{
		{"markup", `<b a="1">&amp;</b>`},
		{"the end of a CDATA section", "]]>"},
		{"an open comment", "<!-- "},
		{"quotes and an ampersand", `"R&D" 'n' more`},
	} {
		harness.Spec("XML-5", "stays well-formed in results that repeat "+c.name, func(t *harness.T) {
			d := t.Device()
			t.Start(d, "USER1", c.value)
			// Reading the results proves it: what is not well-formed cannot be
			// read. Whether such characters survive is not promised.
			t.Status(d)
			t.Listed(d)
			t.Instances(d)
		})
	}
	harness.Spec("XML-5", "stays well-formed in a result that names an unknown TYPE", func(t *harness.T) {
		t.Send("R&D<x>]]>").Is(catalog.API_UNKNOWN_MESSAGE_TYPE, catalog.API_INVALID_REQUEST_TYPE)
	})

	for _, c := range []struct{ name, value string }{
		{"Latin letters", "Zoë Müller"},
		{"Cyrillic letters", "Иванов"},
		{"Chinese characters", "客户服务"},
		{"a character beyond the first plane", "call 📞"},
	} {
		harness.Spec("XML-6", "gives back "+c.name, func(t *harness.T) { comesBack(t, c.value, c.value) })
	}

	harness.Spec("XML-7", "takes a bare ampersand literally", func(t *harness.T) { comesBack(t, "R & D", "R & D") })
})
