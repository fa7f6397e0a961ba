package wire

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pairs returns a message as text: one NAME=VALUE a line, the root first.
func pairs(m *Message) []string {
	out := []string{string(m.Root)}
	for _, f := range m.Fields {
		out = append(out, string(f.Name)+"="+string(f.Value))
	}
	return out
}

func TestDecodeReads(t *testing.T) {
	tests := map[string]struct {
		frame string
		want  []string
	}{
		"the flat form": {
			"<REQUEST><TYPE>TEST</TYPE><REQUESTID>1</REQUESTID></REQUEST>",
			[]string{"REQUEST", "TYPE=TEST", "REQUESTID=1"},
		},
		"pretty-printed XML": {
			"<REQUEST>\r\n  <TYPE>TEST</TYPE>\r\n\t<REQUESTID>1</REQUESTID>\r\n</REQUEST>\r\n",
			[]string{"REQUEST", "TYPE=TEST", "REQUESTID=1"},
		},
		"blanks around values stripped, those inside kept": {
			"<R><A> \t\r\n Gold  Level \n</A><B>  </B></R>",
			[]string{"R", "A=Gold  Level", "B="},
		},
		"repeated fields, in order": {
			"<R><A>1</A><B>2</B><A>3</A></R>",
			[]string{"R", "A=1", "B=2", "A=3"},
		},
		"empty and self-closed fields": {
			"<R><A></A><B/><C /></R>",
			[]string{"R", "A=", "B=", "C="},
		},
		"a self-closed root":      {"<R/>", []string{"R"}},
		"an empty root":           {"<R></R>", []string{"R"}},
		"a byte order mark":       {"\uFEFF<R><A>1</A></R>", []string{"R", "A=1"}},
		"an XML declaration":      {"<?xml version=\"1.0\" encoding='utf-16'?>\r\n<R><A>1</A></R>", []string{"R", "A=1"}},
		"comments everywhere":     {"<!-- a --><R><!----><A>1<!-- <b> & -->2</A></R><!-- c -->", []string{"R", "A=12"}},
		"CDATA":                   {"<R><A>a<![CDATA[<&amp;]]]]><![CDATA[>]]>b</A></R>", []string{"R", "A=a<&amp;]]>b"}},
		"blanks around CDATA":     {"<R><A> <![CDATA[ x ]]> </A></R>", []string{"R", "A=x"}},
		"attributes ignored":      {"<R a='1'><A b=\"x>y\" c = 'd&amp;&lt;'>1</A><B e=''/></R>", []string{"R", "A=1", "B="}},
		"blanks inside tags":      {"<R ><A\n>1</A\t></R >", []string{"R", "A=1"}},
		"the five entities":       {"<R><A>&lt;&gt;&amp;&quot;&apos;</A></R>", []string{"R", "A=<>&\"'"}},
		"decimal references":      {"<R><A>&#65;&#8364;&#00000000065;</A></R>", []string{"R", "A=A€A"}},
		"hexadecimal references":  {"<R><A>&#x41;&#x20AC;&#x20ac;&#x10FFFF;</A></R>", []string{"R", "A=A€€\U0010FFFF"}},
		"referenced blanks":       {"<R><A>&#32;a&#13;&#10;b&#9;</A></R>", []string{"R", "A=a\r\nb"}},
		"line ends as LF":         {"<R><A>a\r\nb\rc\nd\r\r\ne</A></R>", []string{"R", "A=a\nb\nc\nd\n\ne"}},
		"line ends in CDATA":      {"<R><A><![CDATA[a\r\nb\rc]]></A></R>", []string{"R", "A=a\nb\nc"}},
		"CR and LF far apart":     {"<R><A>a\r<![CDATA[\nb]]></A></R>", []string{"R", "A=a\n\nb"}},
		"a bare ampersand":        {"<R><A>Smith & Sons</A></R>", []string{"R", "A=Smith & Sons"}},
		"ampersands all alone":    {"<R><A>&</A><B>&&</B><C>a&b</C><D>&#;</D></R>", []string{"R", "A=&", "B=&&", "C=a&b", "D=&#;"}},
		"an unfinished reference": {"<R><A>&amp &#65 &#x4G;</A></R>", []string{"R", "A=&amp &#65 &#x4G;"}},
		"names of many letters":   {"<R-1><_a.b-c9>1</_a.b-c9><é>2</é><n:m>3</n:m></R-1>", []string{"R-1", "_a.b-c9=1", "é=2", "n:m=3"}},
		"nested elements aside":   {"<R><A>1<B>2<C/></B>3</A><D>4</D></R>", []string{"R", "A=13", "D=4"}},
		"text in the root aside":  {"<R>x<A>1</A>y&amp;</R>", []string{"R", "A=1"}},
		"eight levels":            {"<a><b><c><d><e><f><g><h/></g></f></e></d></c></b></a>", []string{"a", "b="}},
		"brackets":                {"<R><A>a]]b]>c</A></R>", []string{"R", "A=a]]b]>c"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var m Message
			if err := m.Decode([]byte(tt.frame)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, pairs(&m)); diff != "" {
				t.Errorf("pairs (-want +got):\n%s", diff)
			}
			if m.Windows1252 {
				t.Error("taken for windows-1252")
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	tests := map[string]struct {
		frame  string
		offset int
		reason string // part of it
	}{
		"nothing":                        {"", 0, "no element"},
		"only blanks":                    {" \r\n", 3, "no element"},
		"text":                           {"hello", 0, "text outside"},
		"text before the root":           {"x<R/>", 0, "text outside"},
		"text after the root":            {"<R/>x", 4, "text outside"},
		"two roots":                      {"<R/><R/>", 4, "goes on"},
		"an unclosed root":               {"<R><A>1</A>", 11, "before its root is closed"},
		"an unclosed field":              {"<R><A>1</R>", 7, `end tag "R" where that of "A"`},
		"crossed tags":                   {"<R><A><B>1</A></B></R>", 10, `end tag "A" where that of "B"`},
		"a root closed by another name":  {"<R><A>1</A></S>", 11, `end tag "S" where that of "R"`},
		"an end tag first":               {"</R>", 0, "start tag was expected"},
		"an end tag with attributes":     {"<R></R a='1'>", 7, "not closed"},
		"an end tag cut off":             {"<R></R", 6, "not closed"},
		"a start tag cut off":            {"<R><A", 3, "not closed"},
		"a '<' in a tag":                 {"<R><A <B>1</B></A></R>", 6, "no name"},
		"a '<' in text":                  {"<R><A>1 < 2</A></R>", 8, "&lt;"},
		"a DOCTYPE":                      {"<!DOCTYPE R [<!ENTITY a \"b\">]><R/>", 0, "document type"},
		"a DOCTYPE in the root":          {"<R><!DOCTYPE a></R>", 3, "document type"},
		"a processing instruction":       {"<?php x?><R/>", 0, "processing instruction"},
		"a declaration in the root":      {"<R><?xml version='1.0'?></R>", 3, "processing instruction"},
		"a declaration not closed":       {"<?xml version='1.0'", 0, "not closed"},
		"a declaration after a comment":  {"<!-- a --><?xml version='1.0'?><R/>", 10, "processing instruction"},
		"an undeclared entity":           {"<R><A>&nbsp;</A></R>", 6, "&amp;"},
		"a reference to NUL":             {"<R><A>1&#0;</A></R>", 7, "no character"},
		"a reference to a surrogate":     {"<R><A>&#xD800;</A></R>", 6, "no character"},
		"a reference beyond Unicode":     {"<R><A>&#x110000;</A></R>", 6, "no character"},
		"a reference of many digits":     {"<R><A>&#99999999999999999999;</A></R>", 6, "no character"},
		"a reference to U+FFFE":          {"<R><A>&#xFFFE;</A></R>", 6, "no character"},
		"NUL":                            {"<R><A>a\x00</A></R>", 7, "U+0000"},
		"a control character":            {"<R><A>\x1b</A></R>", 6, "U+001B"},
		"U+FFFF":                         {"<R><A>\uFFFF</A></R>", 6, "U+FFFF"},
		"a control character in a tag":   {"<R><A b='\x01'/></R>", 9, "U+0001"},
		"the end of CDATA without it":    {"<R><A>]]></A></R>", 6, "]]&gt;"},
		"CDATA not closed":               {"<R><A><![CDATA[x</A></R>", 6, "CDATA section not closed"},
		"CDATA outside the root":         {"<![CDATA[x]]><R/>", 0, "start tag was expected"},
		"a comment not closed":           {"<R><!-- x</R>", 3, "comment not closed"},
		"hyphens in a comment":           {"<R><!-- x -- y --></R>", 10, "inside a comment"},
		"an attribute without a value":   {"<R a/>", 4, "'=' was expected"},
		"an attribute without quotes":    {"<R a=b/>", 5, "quotes"},
		"an attribute not closed":        {"<R a='b/>", 5, "not closed"},
		"a '<' in an attribute":          {"<R a='<'/>", 6, "&lt;"},
		"an unknown entity in one":       {"<R a='&x;'/>", 6, "unknown entity"},
		"attributes without a blank":     {"<R a='1'b='2'/>", 8, "blank"},
		"an attribute with no name":      {"<R ='1'/>", 3, "no name"},
		"a name that begins with digits": {"<R><1/></R>", 3, "begins no tag"},
		"a name with two colons":         {"<R><a:b:c/></R>", 4, "no name"},
		"a name with a multiply sign":    {"<R><a×/></R>", 4, "no name"},
		"nine levels":                    {"<a><b><c><d><e><f><g><h><i/></h></g></f></e></d></c></b></a>", 24, "deeper than 8"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var m Message
			check := func(what string, err error) {
				t.Helper()
				var syntax *SyntaxError
				if !errors.As(err, &syntax) {
					t.Fatalf("%s: error %v, want a SyntaxError", what, err)
				}
				if syntax.Offset != tt.offset || !strings.Contains(syntax.Reason, tt.reason) {
					t.Errorf("%s: %v, want byte %d: ...%s...", what, err, tt.offset, tt.reason)
				}
			}
			check("Decode", m.Decode([]byte(tt.frame)))
			_, err := ParseElement([]byte(tt.frame))
			check("ParseElement", err)
		})
	}
}

func TestDecodeKeepsWhatCameBeforeAnError(t *testing.T) {
	var m Message
	if err := m.Decode([]byte("<REQUEST><TYPE>TEST</TYPE><REQUESTID>7</REQUESTID><A>1</B></REQUEST>")); err == nil {
		t.Fatal("crossed tags were taken")
	}
	want := []string{"REQUEST", "TYPE=TEST", "REQUESTID=7"}
	if diff := cmp.Diff(want, pairs(&m)); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
}

func TestDecodeReadsWindows1252WhereItIsNotUTF8(t *testing.T) {
	// What the bytes 0x80 to 0xFF are, as the WHATWG publishes it.
	const upper = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ" +
		"\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
	all := make([]byte, 0, 128)
	for c := 0x80; c < 0x100; c++ {
		all = append(all, byte(c))
	}
	frame := fmt.Sprintf("<R><A>plain</A><B> %s </B><C>x&amp;\xe9</C><D>\xc3\xa9</D></R>", all)
	want := []string{"R", "A=plain", "B=" + upper, "C=x&é", "D=Ã©"}

	var m Message
	if err := m.Decode([]byte(frame)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, pairs(&m)); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
	if !m.Windows1252 {
		t.Error("not said to be windows-1252")
	}
	e, err := ParseElement([]byte(frame))
	if err != nil || e.Value("B") != upper {
		t.Errorf("ParseElement: B is %q, error %v", e.Value("B"), err)
	}
	if err := m.Decode([]byte("<R><A>1</A></R>")); err != nil || m.Windows1252 {
		t.Errorf("the next message: error %v, windows-1252 %t", err, m.Windows1252)
	}
}

func TestDecodeGivesOffsetsOfTheFrameForWindows1252(t *testing.T) {
	var m Message
	err := m.Decode([]byte("<R><A>\xe9\xe9\xe9</B></R>"))
	var syntax *SyntaxError
	if !errors.As(err, &syntax) || syntax.Offset != 9 {
		t.Errorf("error %v, want one at byte 9", err)
	}
}

// callStart is a CALLSTART of 15 parameters, and its hard twin holds all that
// keeps a value from being a part of the frame.
const (
	callStart = "<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>123456</REQUESTID><DEVICEID>5551234</DEVICEID>" +
		"<CALLINSTANCE>17</CALLINSTANCE><DEVICEALIAS>3545</DEVICEALIAS><GROUP>12</GROUP><GATE>80</GATE>" +
		"<ANI>6145551212</ANI><DNIS>8889225526</DNIS><USER1>Gold Level</USER1><USER2>Customer 564582</USER2>" +
		"<CALLID>998877</CALLID><PRIORITY>5</PRIORITY><CALLDIRECTION>I</CALLDIRECTION><MAXRECORDTIME>3600</MAXRECORDTIME></REQUEST>"
	hardCallStart = "<?xml version=\"1.0\"?><REQUEST a='1'><TYPE>CALLSTART</TYPE><REQUESTID>1&#50;3</REQUESTID>" +
		"<USER1>Smith &amp; Sons &#x20AC;</USER1><USER2>a\r\nb</USER2><USER3><![CDATA[<x>]]> y</USER3><USER4>Müller</USER4></REQUEST>"
)

func TestDecodeAllocatesNothing(t *testing.T) {
	for name, frame := range map[string]string{
		"flat":         callStart,
		"hard":         hardCallStart,
		"windows-1252": "<R><A>M\xfcller &amp; S\xf6hne</A></R>",
	} {
		t.Run(name, func(t *testing.T) {
			var m Message
			b := []byte(frame)
			if n := testing.AllocsPerRun(100, func() {
				if err := m.Decode(b); err != nil {
					t.Fatal(err)
				}
			}); n != 0 {
				t.Errorf("%v allocations a message, want none", n)
			}
		})
	}
}

func TestMessageKeepsFieldsWhenScratchGrows(t *testing.T) {
	var frame strings.Builder
	want := []string{"R"}
	frame.WriteString("<R>")
	for i := range 500 {
		fmt.Fprintf(&frame, "<A>&#65;%d&amp;</A>", i)
		want = append(want, fmt.Sprintf("A=A%d&", i))
	}
	frame.WriteString("</R>")
	var m Message
	if err := m.Decode([]byte(frame.String())); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, pairs(&m)); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
}
