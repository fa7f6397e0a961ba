package messagestructure

import (
	"fmt"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// spelling is a text and one way to write it in XML.
type spelling struct{ xml, text string }

// comeBack fails unless a call whose USER4 is updated by each of the spellings
// is then shown with its text. USER4 is wide enough for all of them.
func comeBack(t *harness.T, spellings ...spelling) {
	d := t.Device()
	t.Start(d)
	c := t.Dial()
	for i, s := range spellings {
		c.Raw(fmt.Sprintf("<REQUEST><TYPE>CALLUPDATE</TYPE><REQUESTID>%d</REQUESTID><DEVICEID>%s</DEVICEID><USER4>%s</USER4></REQUEST>\r\n", i+1, d, s.xml))
		c.Next().Is(catalog.API_OK)
		t.Equal(fmt.Sprintf("USER4, sent as %q", s.xml), t.Status(d).Get("USER4"), s.text)
	}
}

var _ = harness.Describe("A value", func() {
	for _, c := range []struct {
		id, name  string
		spellings []spelling
	}{
		{"XML-1", "may be written in decimal character references", []spelling{
			{"&#48;&#57;&#65;", "09A"}, {"1&#38;2", "1&2"}, {"&#0000065;b", "Ab"}, {"a&#32;b", "a b"},
		}},
		{"XML-1", "may be written in hexadecimal character references", []spelling{
			{"&#x4a;&#x4A;&#x4f;&#x4F;", "JJOO"}, {"&#x30;&#x39;", "09"}, {"&#x0041;&#x61;&#x7A;", "Aaz"},
		}},
		{"XML-6", "may be written in references to characters beyond ASCII", []spelling{
			{"&#233;&#xE9;&#xe9;", "ééé"}, {"&#8364;&#x20AC;", "€€"}, {"&#x1F4DE;&#128222;", "📞📞"}, {"a&#x10FFFD;b", "a\U0010FFFDb"},
			{"a&#xD7FF;b", "a\uD7FFb"}, {"a&#xE000;b", "a\uE000b"}, {"a&#xFFFD;b", "a\uFFFDb"}, {"a&#x10000;b", "a\U00010000b"},
		}},
		{"XML-6", "may hold the first and the last characters of each length in UTF-8", []spelling{
			{"a\u0080b", "a\u0080b"}, {"a\u07ffb", "a\u07ffb"}, {"a\u0800b", "a\u0800b"}, {"a\ud7ffb", "a\ud7ffb"}, {"a\ue000b", "a\ue000b"},
			{"a\ufffdb", "a\ufffdb"}, {"a\U00010000b", "a\U00010000b"}, {"a\U0010fffdb", "a\U0010fffdb"},
		}},
		{"XML-3", "may hold tabs and line ends between others", []spelling{
			{"a\tb", "a\tb"}, {"a&#9;b", "a\tb"}, {"a\nb", "a\nb"}, {"a&#10;b", "a\nb"}, {"a&#xA;&#x9;b", "a\n\tb"}, {"a&#13;b", "a\rb"},
			{"a&#xD;&#xA;b", "a\r\nb"},
		}},
		{"XML-3", "has LF where CRLF or CR was sent", []spelling{
			{"a\r\nb", "a\nb"}, {"a\rb", "a\nb"}, {"a\r\n\r\nb\rc", "a\n\nb\nc"}, {"a\r\rb", "a\n\nb"},
			{"<![CDATA[a\r\nb]]>", "a\nb"}, {"<![CDATA[a\rb\r]]>c", "a\nb\nc"}, {"1\r<!-- -->2", "1\n2"},
		}},
		{"XML-3", "may hold brackets", []spelling{
			{"a]b]]c", "a]b]]c"}, {"a&gt;b]&gt;", "a>b]>"}, {"a>b", "a>b"}, {"]", "]"}, {"a]] >b", "a]] >b"},
		}},
		{"XML-3", "may be written in CDATA sections", []spelling{
			{"<![CDATA[ab]]>", "ab"}, {"a<![CDATA[]]>b2", "ab2"}, {"<![CDATA[a]b]]c]]>", "a]b]]c"}, {"<![CDATA[<b>&amp;</b>&#65;]]>", "<b>&amp;</b>&#65;"},
			{"<![CDATA[a]]><![CDATA[b]]>3", "ab3"}, {"<![CDATA[  a4  ]]>", "a4"}, {"1<![CDATA[ ]]>5", "1 5"}, {"<![CDATA[</USER4></REQUEST>]]>", "</USER4></REQUEST>"},
			{"<![CDATA[<!-- 6 -->]]>", "<!-- 6 -->"}, {"<![CDATA[>]]]]>", ">]]"},
		}},
		{"XML-3", "may have comments in it", []spelling{
			{"1<!---->2", "12"}, {"<!-- a -->13", "13"}, {"14<!-- a - b -->", "14"}, {"1<!-- > ]]> </USER4> & < -->5", "15"},
			{"1<!-- a --><!-- b -->6", "16"}, {"1<!--7-->7", "17"}, {" <!-- a --> 18 <!-- b --> ", "18"},
		}},
		{"XML-3", "may be written in all ways at once", []spelling{
			{"a<![CDATA[&]]>&amp;<!-- c -->&#100;e", "a&&de"}, {"<!-- c -->&lt;<![CDATA[ ]]>\r\n&gt; ", "< \n>"}, {"&#65;\r\n<![CDATA[]]>&#66;", "A\nB"},
		}},
	} {
		harness.Spec(c.id, c.name, func(t *harness.T) { comeBack(t, c.spellings...) })
	}

	// Readers look at several bytes at a time: what is special must be seen
	// wherever it stands.
	for _, c := range []struct {
		id, name string
		spelling
	}{
		{"XML-1", "an entity", spelling{"&amp;", "&"}},
		{"XML-3", "a bracket", spelling{"]", "]"}},
		{"XML-3", "a tab", spelling{"\t", "\t"}},
		{"XML-3", "a CDATA section", spelling{"<![CDATA[<]]>", "<"}},
		{"XML-3", "a comment", spelling{"<!--x-->", ""}},
		{"XML-6", "a letter beyond ASCII", spelling{"é", "é"}},
	} {
		harness.Spec(c.id, "may hold "+c.name+" anywhere", func(t *harness.T) {
			var all []spelling
			for before := 1; before < 18; before++ {
				x, y := strings.Repeat("x", before), strings.Repeat("y", 18-before)
				all = append(all, spelling{x + c.xml + y, x + c.text + y})
			}
			comeBack(t, all...)
		})
	}
	harness.Spec("XML-2", "may be of any length", func(t *harness.T) {
		var all []spelling
		for n := 1; n <= 40; n++ {
			v := strings.Repeat("v", n)
			all = append(all, spelling{" " + v + "\t\r\n", v})
		}
		comeBack(t, all...)
	})

	harness.Spec("XML-7", "may hold what only looks like a reference", func(t *harness.T) {
		var all []spelling
		for _, v := range []string{
			"R&D", "&", "a && b", "a & b;", "&;", "&#;", "&#x;", "&#65", "&#xg;", "x&#65 y;", "&1;", "&#",
			"&#:;", "&#/;", "&#x:;", "&#x/;", "&#x@;", "&#xG;", "&#x`;", "&#x4g;", "&#4a;",
		} {
			all = append(all, spelling{v, v})
		}
		comeBack(t, all...)
	})
	harness.Spec("XML-8", "in windows-1252, where it is taken, means what Windows means", func(t *harness.T) {
		d := t.Device()
		t.StopAfterwards(d)
		var taken, refused string
		for i, c := range []struct{ bytes, means string }{
			{"caf\xe9", "café"}, {"\x80 5", "€ 5"}, {"\x93a\x94", "“a”"}, {"\x9f\xa0\xff", "Ÿ\u00a0ÿ"}, {"R&#38;D \xfc", "R&D ü"},
			{"\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8e", "‚ƒ„…†‡ˆ‰Š‹ŒŽ"}, {"\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9e", "‘’“”•–—˜™š›œž"},
			{"\xa1\xbf\xc0\xd7\xdf\xe0\xf7\xfe", "¡¿À×ßà÷þ"}, {"\x7f~ \xe4", "\u007f~ ä"},
		} {
			conn := t.Dial()
			conn.Raw(fmt.Sprintf("<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>%d</REQUESTID><DEVICEID>%s</DEVICEID><USER4>%s</USER4></REQUEST>\r\n", i+1, d, c.bytes))
			if r := conn.NextIfAny(); r == nil || !r.OK() {
				refused = c.bytes // which is allowed
			} else {
				taken = c.bytes
				t.Equal("USER4", t.Status(d).Get("USER4"), c.means)
			}
			t.Check(taken == "" || refused == "", "%q is taken, and %q refused", taken, refused)
		}
	})
})
