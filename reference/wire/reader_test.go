package wire

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// readAll returns what a reader makes of a stream, one line a frame or error.
func readAll(r *Reader) []string {
	var out []string
	for {
		frame, err := r.Next()
		if err == nil {
			out = append(out, "frame "+string(frame))
			continue
		}
		line, last := told(err)
		out = append(out, line)
		if last {
			return out
		}
	}
}

// told returns an error of Next as a line, and whether it is the last.
func told(err error) (line string, last bool) {
	var broken *FrameError
	switch {
	case !errors.As(err, &broken):
		return err.Error(), true
	case broken.Fatal:
		return fmt.Sprintf("fatal %d %s", broken.Offset, broken.Reason), true
	default:
		return fmt.Sprintf("broken %d %s", broken.Offset, broken.Reason), false
	}
}

func TestReaderFindsFrames(t *testing.T) {
	const a, b = "<R><A>1</A></R>", "<R><B>2</B></R>"
	tests := map[string]struct {
		stream string
		want   []string
	}{
		"nothing":                          {"", []string{"EOF"}},
		"only blanks":                      {" \r\n\t", []string{"EOF"}},
		"CRLF":                             {a + "\r\n" + b + "\r\n", []string{"frame " + a, "frame " + b, "EOF"}},
		"LF":                               {a + "\n" + b + "\n", []string{"frame " + a, "frame " + b, "EOF"}},
		"CR":                               {a + "\r" + b + "\r", []string{"frame " + a, "frame " + b, "EOF"}},
		"no line end":                      {a + b, []string{"frame " + a, "frame " + b, "EOF"}},
		"CRLF inside pretty-printed XML":   {"<R>\r\n <A>\r\n</A>\r\n</R>\r\n", []string{"frame <R>\r\n <A>\r\n</A>\r\n</R>", "EOF"}},
		"a self-closed root":               {"<R/><R a='>' />", []string{"frame <R/>", "frame <R a='>' />", "EOF"}},
		"a declaration":                    {"\uFEFF<?xml version='1.0'?>\r\n<!-- x -->" + a + "\r\n", []string{"frame <?xml version='1.0'?>\r\n<!-- x -->" + a, "EOF"}},
		"comments between frames":          {"<!-- <R> -->" + a + "<!-- b -->\r\n<!-- c -->", []string{"frame " + a, "EOF"}},
		"markup in comments":               {"<R><!-- </R> <R> --></R>", []string{"frame <R><!-- </R> <R> --></R>", "EOF"}},
		"markup in CDATA":                  {"<R><![CDATA[</R>]] ></R>]]]></R>", []string{"frame <R><![CDATA[</R>]] ></R>]]]></R>", "EOF"}},
		"a short comment":                  {"<!-->" + a + "-->" + b, []string{"frame " + b, "EOF"}},
		"blanks in tags":                   {"<R\n><A ></A\t></R\r\n>", []string{"frame <R\n><A ></A\t></R\r\n>", "EOF"}},
		"names that begin alike":           {"<R><RR></RR></R>", []string{"frame <R><RR></RR></R>", "EOF"}},
		"an unclosed field":                {"<R><A>1</R>\r\n" + b, []string{"frame <R><A>1</R>", "frame " + b, "EOF"}},
		"crossed tags are one message":     {"<R><A>1</R></A></R>\r\n" + b, []string{"frame <R><A>1</R>", "frame " + b, "EOF"}},
		"an end tag too many":              {"<R><A>1</A></B><C/></R>", []string{"frame <R><A>1</A></B><C/></R>", "EOF"}},
		"a root closed by another name":    {"<RR><A>1</A></R>\r\n" + b, []string{"frame <RR><A>1</A></R>", "frame " + b, "EOF"}},
		"a '<' in text":                    {"<R>1 < 2 <! <!-</R>", []string{"frame <R>1 < 2 <! <!-</R>", "EOF"}},
		"a '<' in a tag":                   {"<R><A b='</R>" + b, []string{"frame <R><A b='</R>", "frame " + b, "EOF"}},
		"the next message too soon":        {"<R><A>1" + b, []string{"broken 0 " + unfinished, "frame " + b, "EOF"}},
		"the next declaration too soon":    {"<R><A>1<?xml?>" + b, []string{"broken 0 " + unfinished, "frame <?xml?>" + b, "EOF"}},
		"two declarations":                 {"<?xml?><?xml?>" + b, []string{"broken 0 " + unfinished, "frame <?xml?>" + b, "EOF"}},
		"a declaration and text":           {"<?xml?>x\n" + b, []string{"broken 0 XML declaration without a message", "broken 7 " + outside, "frame " + b, "EOF"}},
		"a declaration not closed":         {"<?xml " + b, []string{"broken 0 XML declaration not closed", "frame " + b, "EOF"}},
		"a root's start tag not closed":    {"<R " + b, []string{"broken 0 start tag not closed", "frame " + b, "EOF"}},
		"garbage":                          {"hello\r\n" + a, []string{"broken 0 " + outside, "frame " + a, "EOF"}},
		"garbage before a message":         {"a" + a + "\r\nbb" + b, []string{"broken 0 " + outside, "frame " + a, "broken 18 " + outside, "frame " + b, "EOF"}},
		"garbage a line":                   {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", []string{"broken 0 " + outside, "broken 16 " + outside, "EOF"}},
		"garbage at the end":               {a + "x", []string{"frame " + a, "broken 15 " + outside, "EOF"}},
		"NULs":                             {"\x00\x00\x00" + a, []string{"broken 0 " + outside, "frame " + a, "EOF"}},
		"half a byte order mark":           {"\xef\xbb" + a + "\xef", []string{"broken 0 " + outside, "frame " + a, "broken 17 " + outside, "EOF"}},
		"'<' that begins nothing":          {"< 5 << <]" + a, []string{"broken 0 " + outside, "frame " + a, "EOF"}},
		"CDATA outside a message":          {"<![CDATA[x]]>" + a, []string{"broken 0 " + outside, "frame " + a, "EOF"}},
		"end tags outside a message":       {"</A></B>\r\n" + a, []string{"broken 0 " + outside, "frame " + a, "EOF"}},
		"end tags on a line of their own":  {"<R><A></R>\r\n</A>\r\n", []string{"frame <R><A></R>", "broken 12 " + outside, "EOF"}},
		"a DOCTYPE":                        {a + "<!DOCTYPE r>" + b, []string{"frame " + a, "fatal 15 " + refusal(doctype)}},
		"a DOCTYPE in a message":           {"<R><!DOCTYPE r>" + b, []string{"fatal 0 " + refusal(doctype)}},
		"a processing instruction":         {"<?xml-stylesheet?>" + b, []string{"fatal 0 " + refusal(instruction)}},
		"a processing instruction within":  {"<R><?p?></R>", []string{"fatal 0 " + refusal(instruction)}},
		"too deep":                         {a + "<R><a><b><c><d><e><f><g><h>", []string{"frame " + a, "fatal 15 elements nested too deep"}},
		"as deep as may be":                {"<R><a><b><c><d><e><f><g></g></f></e></d></c></b></a></R>", []string{"frame <R><a><b><c><d><e><f><g></g></f></e></d></c></b></a></R>", "EOF"}},
		"the end inside a message":         {a + "<R><A>", []string{"frame " + a, "fatal 15 stream ends inside a message"}},
		"the end inside a tag":             {"<R", []string{"fatal 0 stream ends inside a message"}},
		"the end inside a comment":         {"<!-- x", []string{"fatal 0 stream ends inside a message"}},
		"the end after a declaration":      {"<?xml?>", []string{"fatal 0 stream ends inside a message"}},
		"bytes that are not UTF-8":         {"<R><A>\xe9\x80</A></R>", []string{"frame <R><A>\xe9\x80</A></R>", "EOF"}},
		"left-over end tags at the end":    {"<R><A></R></A></R>", []string{"frame <R><A></R>", "EOF"}},
		"left-over end tags, then a frame": {"<R><A></R></A>" + b, []string{"frame <R><A></R>", "frame " + b, "EOF"}},
		"left-over end tags, then garbage": {"<R><A></R>x</A>\n", []string{"frame <R><A></R>", "broken 10 " + outside, "EOF"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for way, src := range map[string]io.Reader{
				"at once":              strings.NewReader(tt.stream),
				"one byte at a time":   iotest.OneByteReader(strings.NewReader(tt.stream)),
				"with the end at once": iotest.DataErrReader(strings.NewReader(tt.stream)),
			} {
				if diff := cmp.Diff(tt.want, readAll(NewReader(src, Limits{}))); diff != "" {
					t.Errorf("%s (-want +got):\n%s", way, diff)
				}
			}
		})
	}
}
