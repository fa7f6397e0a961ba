package messagestructure

import (
	"fmt"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// ornate is a TEST request with every kind of markup in it.
func ornate(id int) string {
	return "<!-- before --> <?xml version='1.0' encoding=\"UTF-8\" ?>\r\n<!-- a > b --><REQUEST a='>' b = \"/>\">\r\n" +
		"<!-- </REQUEST> --><X1.y-z_ c=\"&lt;&#65;\"/><Größe>&#233;&amp;</Größe ><TYPE>T<![CDATA[ES]]>T</TYPE><e><f>1</f><g/></e><R/>" +
		fmt.Sprintf("<![CDATA[</REQUEST>]]><REQUESTID>%d</REQUESTID></REQUEST >\r\n", id)
}

// plainOrnate is what ornate has without the comment before its declaration,
// which may only stand between messages.
func plainOrnate(id int) string {
	_, s, _ := strings.Cut(ornate(id), "<!-- before --> ")
	return s
}

var _ = harness.Describe("Markup", func() {
	for _, c := range []struct{ name, xml string }{
		{"of every kind", plainOrnate(3)},
		{"in a declaration with blanks", "<?xml   version = \"1.0\"\tstandalone='yes'   ?><REQUEST><TYPE>TEST</TYPE><REQUESTID>3</REQUESTID></REQUEST>\r\n"},
		{"after a byte order mark", "\ufeff" + plainOrnate(3)},
		{"in comments after a declaration", "<?xml version=\"1.0\"?><!-- a --> \t\r\n<!-- b -->\r\n" + document(3) + "\r\n"},
		{"in attributes with each quote in the other", `<REQUEST a='"' b="'"><TYPE c='>"' lang="">TEST</TYPE><REQUESTID>3</REQUESTID></REQUEST>` + "\r\n"},
		{"in attributes apart from their values", "<REQUEST a\t=\r\n'1'  _b.c-d= \"2\" ><TYPE>TEST</TYPE><REQUESTID>3</REQUESTID></REQUEST>\r\n"},
		{"in attributes with references", `<REQUEST a="&amp;&lt;&gt;&quot;&apos;&#65;&#x42;"><TYPE>TEST</TYPE><REQUESTID>3</REQUESTID></REQUEST>` + "\r\n"},
		{"in text between elements", "<REQUEST>so <TYPE>TEST</TYPE> &amp; so <![CDATA[<TYPE>CALLSTART</TYPE>]]><REQUESTID>3</REQUESTID> on</REQUEST>\r\n"},
		{"in elements that stand in others", "<REQUEST><A><TYPE>CALLSTART</TYPE><B><C/><D>1</D></B></A><TYPE>TEST</TYPE><REQUESTID>3</REQUESTID></REQUEST>\r\n"},
		{"that closes itself", `<REQUEST><A/><B /><C d="1"/><D e='/'/><TYPE>TEST</TYPE><REQUESTID>3</REQUESTID></REQUEST>` + "\r\n"},
	} {
		harness.Spec("XML-3", c.name+" is read past", func(t *harness.T) { takes(t, c.xml, 3) })
	}

	harness.Spec("PARAMETER-2", "whose names have any length and any character is passed over", func(t *harness.T) {
		var names []string
		for n := 1; n <= 34; n++ {
			names = append(names, strings.Repeat("N", n), "_"+strings.Repeat("z", n), "Aa9"+strings.Repeat("_", n), strings.Repeat("k", n)+".x-9")
		}
		names = append(names, "Größe", "имя", "名前", "a·b", "é")
		for at := 0; at < len(names); at += 20 {
			var all strings.Builder
			for _, n := range names[at:min(at+20, len(names))] {
				fmt.Fprintf(&all, "<%s>%s</%s>\r\n<%s />", n, strings.Repeat("v", len(n)), n, n)
			}
			takes(t, "<REQUEST>"+all.String()+"<TYPE>TEST</TYPE><REQUESTID>4</REQUESTID></REQUEST>\r\n", 4)
		}
	})
	harness.Spec("PARAMETER-2", "is passed over, and what stands in it is no parameter", func(t *harness.T) {
		d := t.Device()
		t.StopAfterwards(d)
		c := t.Dial()
		c.Raw(fmt.Sprintf("<REQUEST><EXTRA><DNIS>1</DNIS><DEVICEID>%s</DEVICEID></EXTRA><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID>"+
			"<ANI>614</ANI><MORE><ANI>615</ANI></MORE></REQUEST>\r\n", t.Stranger(), d))
		c.Next().Is(catalog.API_OK)
		t.Matches("the device", t.Status(d), "ANI", "614", "DNIS", "")
	})
	harness.Spec("PARAMETER-2", "is passed over however much there is of it", func(t *harness.T) {
		c := t.Dial()
		for i, size := range []int{100, 4000, 4096, 5000, 9000, 17_000, 30_000, 100, 33_000, 50, 50_000, 10} {
			c.Raw("<REQUEST><TYPE>TEST</TYPE><NOTE>" + strings.Repeat("n", size) + "</NOTE>" + fmt.Sprintf("<REQUESTID>%d</REQUESTID></REQUEST>\r\n", i+1))
			answered(t, c, i+1)
		}
	})

	harness.Spec("XML-3 FRAMING-4", "of every kind is taken one byte at a time", func(t *harness.T) {
		c := t.Dial()
		for _, b := range []byte("\ufeff" + ornate(7) + ornate(8)) {
			c.Raw(string([]byte{b}))
		}
		answered(t, c, 7)
		answered(t, c, 8)
	})
	harness.Spec("XML-3 FRAMING-4", "of every kind is taken in two segments, wherever it is cut", func(t *harness.T) {
		whole := plainOrnate(9)
		const lines = 8
		t.Each(lines, func(line int) {
			c, other := t.Dial(), t.Dial()
			for at := 1 + line; at < len(whole); at += lines {
				c.Raw(whole[:at])
				other.OK("TEST") // gives the first segment time to arrive
				c.Raw(whole[at:])
				answered(t, c, 9)
			}
		})
	})
})
