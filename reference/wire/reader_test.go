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
func readAll(r *Reader) []string { return readTelling(r, told) }

// readTelling is readAll with another way to tell errors.
func readTelling(r *Reader, tell func(error) (string, bool)) []string {
	var out []string
	for {
		frame, err := r.Next()
		if err == nil {
			out = append(out, "frame "+string(frame))
			continue
		}
		line, last := tell(err)
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
		"nothing":                           {"", []string{"EOF"}},
		"only blanks":                       {" \r\n\t", []string{"EOF"}},
		"CRLF":                              {a + "\r\n" + b + "\r\n", []string{"frame " + a, "frame " + b, "EOF"}},
		"LF":                                {a + "\n" + b + "\n", []string{"frame " + a, "frame " + b, "EOF"}},
		"CR":                                {a + "\r" + b + "\r", []string{"frame " + a, "frame " + b, "EOF"}},
		"no line end":                       {a + b, []string{"frame " + a, "frame " + b, "EOF"}},
		"CRLF inside pretty-printed XML":    {"<R>\r\n <A>\r\n</A>\r\n</R>\r\n", []string{"frame <R>\r\n <A>\r\n</A>\r\n</R>", "EOF"}},
		"a self-closed root":                {"<R/><R a='>' />", []string{"frame <R/>", "frame <R a='>' />", "EOF"}},
		"a declaration":                     {"\uFEFF<?xml version='1.0'?>\r\n<!-- x -->" + a + "\r\n", []string{"frame <?xml version='1.0'?>\r\n<!-- x -->" + a, "EOF"}},
		"comments between frames":           {"<!-- <R> -->" + a + "<!-- b -->\r\n<!-- c -->", []string{"frame " + a, "EOF"}},
		"markup in comments":                {"<R><!-- </R> <R> --></R>", []string{"frame <R><!-- </R> <R> --></R>", "EOF"}},
		"markup in CDATA":                   {"<R><![CDATA[</R>]] ></R>]]]></R>", []string{"frame <R><![CDATA[</R>]] ></R>]]]></R>", "EOF"}},
		"a short comment":                   {"<!-->" + a + "-->" + b, []string{"frame " + b, "EOF"}},
		"blanks in tags":                    {"<R\n><A ></A\t></R\r\n>", []string{"frame <R\n><A ></A\t></R\r\n>", "EOF"}},
		"a root's name longer than a field": {"<LONGERTHANALLTHEREST><A></A></LONGERTHANALLTHEREST>", []string{"frame <LONGERTHANALLTHEREST><A></A></LONGERTHANALLTHEREST>", "EOF"}},
		"the next message in a leaf":        {"<R><A>1</A><R></R>     ", []string{"broken 0 " + unfinished, "frame <R></R>", "EOF"}},
		"names that begin alike":            {"<R><RR></RR></R>", []string{"frame <R><RR></RR></R>", "EOF"}},
		"an unclosed field":                 {"<R><A>1</R>\r\n" + b, []string{"frame <R><A>1</R>", "frame " + b, "EOF"}},
		"crossed tags are one message":      {"<R><A>1</R></A></R>\r\n" + b, []string{"frame <R><A>1</R>", "frame " + b, "EOF"}},
		"an end tag too many":               {"<R><A>1</A></B><C/></R>", []string{"frame <R><A>1</A></B><C/></R>", "EOF"}},
		"a root closed by another name":     {"<RR><A>1</A></R>\r\n" + b, []string{"frame <RR><A>1</A></R>", "frame " + b, "EOF"}},
		"a '<' in text":                     {"<R>1 < 2 <! <!-</R>", []string{"frame <R>1 < 2 <! <!-</R>", "EOF"}},
		"a '<' in a tag":                    {"<R><A b='</R>" + b, []string{"frame <R><A b='</R>", "frame " + b, "EOF"}},
		"the next message too soon":         {"<R><A>1" + b, []string{"broken 0 " + unfinished, "frame " + b, "EOF"}},
		"the next declaration too soon":     {"<R><A>1<?xml?>" + b, []string{"broken 0 " + unfinished, "frame <?xml?>" + b, "EOF"}},
		"two declarations":                  {"<?xml?><?xml?>" + b, []string{"broken 0 " + unfinished, "frame <?xml?>" + b, "EOF"}},
		"a declaration and text":            {"<?xml?>x\n" + b, []string{"broken 0 XML declaration without a message", "broken 7 " + outside, "frame " + b, "EOF"}},
		"a declaration not closed":          {"<?xml " + b, []string{"broken 0 XML declaration not closed", "frame " + b, "EOF"}},
		"a root's start tag not closed":     {"<R " + b, []string{"broken 0 start tag not closed", "frame " + b, "EOF"}},
		"garbage":                           {"hello\r\n" + a, []string{"broken 0 " + outside, "frame " + a, "EOF"}},
		"garbage before a message":          {"a" + a + "\r\nbb" + b, []string{"broken 0 " + outside, "frame " + a, "broken 18 " + outside, "frame " + b, "EOF"}},
		"garbage a line":                    {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", []string{"broken 0 " + outside, "broken 16 " + outside, "EOF"}},
		"garbage at the end":                {a + "x", []string{"frame " + a, "broken 15 " + outside, "EOF"}},
		"NULs":                              {"\x00\x00\x00" + a, []string{"broken 0 " + outside, "frame " + a, "EOF"}},
		"half a byte order mark":            {"\xef\xbb" + a + "\xef", []string{"broken 0 " + outside, "frame " + a, "broken 17 " + outside, "EOF"}},
		"'<' that begins nothing":           {"< 5 << <]" + a, []string{"broken 0 " + outside, "frame " + a, "EOF"}},
		"CDATA outside a message":           {"<![CDATA[x]]>" + a, []string{"broken 0 " + outside, "frame " + a, "EOF"}},
		"end tags outside a message":        {"</A></B>\r\n" + a, []string{"broken 0 " + outside, "frame " + a, "EOF"}},
		"end tags on a line of their own":   {"<R><A></R>\r\n</A>\r\n", []string{"frame <R><A></R>", "broken 12 " + outside, "EOF"}},
		"a DOCTYPE":                         {a + "<!DOCTYPE r>" + b, []string{"frame " + a, "fatal 15 " + refusal(doctype)}},
		"a DOCTYPE in a message":            {"<R><!DOCTYPE r>" + b, []string{"fatal 0 " + refusal(doctype)}},
		"a processing instruction":          {"<?xml-stylesheet?>" + b, []string{"fatal 0 " + refusal(instruction)}},
		"a processing instruction within":   {"<R><?p?></R>", []string{"fatal 0 " + refusal(instruction)}},
		"too deep":                          {a + "<R><a><b><c><d><e><f><g><h>", []string{"frame " + a, "fatal 15 elements nested deeper than 8"}},
		"as deep as may be":                 {"<R><a><b><c><d><e><f><g></g></f></e></d></c></b></a></R>", []string{"frame <R><a><b><c><d><e><f><g></g></f></e></d></c></b></a></R>", "EOF"}},
		"the end inside a message":          {a + "<R><A>", []string{"frame " + a, "fatal 15 stream ends inside a message"}},
		"the end inside a tag":              {"<R", []string{"fatal 0 stream ends inside a message"}},
		"the end inside a comment":          {"<!-- x", []string{"fatal 0 stream ends inside a message"}},
		"the end after a declaration":       {"<?xml?>", []string{"fatal 0 stream ends inside a message"}},
		"bytes that are not UTF-8":          {"<R><A>\xe9\x80</A></R>", []string{"frame <R><A>\xe9\x80</A></R>", "EOF"}},
		"left-over end tags at the end":     {"<R><A></R></A></R>", []string{"frame <R><A></R>", "EOF"}},
		"left-over end tags, then a frame":  {"<R><A></R></A>" + b, []string{"frame <R><A></R>", "frame " + b, "EOF"}},
		"left-over end tags, then garbage":  {"<R><A></R>x</A>\n", []string{"frame <R><A></R>", "broken 10 " + outside, "EOF"}},
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

func TestReaderHoldsLimits(t *testing.T) {
	const small = "<R><A>1</A></R>"
	tests := map[string]struct {
		limits Limits
		stream string
		want   []string
	}{
		"a message of just the length": {Limits{MaxMessage: len(small)}, small + "\r\n" + small, []string{"frame " + small, "frame " + small, "EOF"}},
		"one byte over it":             {Limits{MaxMessage: len(small) - 1}, small + "\r\n", []string{"fatal 0 message is longer than 14 bytes"}},
		"blanks count for nothing":     {Limits{MaxMessage: len(small)}, strings.Repeat(" \r\n", 9000) + small, []string{"frame " + small, "EOF"}},
		"a comment as long":            {Limits{MaxMessage: 20}, "<R/><!-- " + strings.Repeat("x", 20) + "-->", []string{"frame <R/>", "fatal 4 message is longer than 20 bytes"}},
		"garbage as long":              {Limits{MaxMessage: 20}, strings.Repeat("x", 20) + "\n", []string{"fatal 0 message is longer than 20 bytes"}},
		"nesting as asked for":         {Limits{MaxDepth: 2}, small + "<R><A><B/></A></R>", []string{"frame " + small, "fatal 15 elements nested deeper than 2"}},
		"nesting at most the default":  {Limits{MaxDepth: 100}, "<R>" + strings.Repeat("<A>", 8), []string{"fatal 0 elements nested deeper than 8"}},
		"100,000 nested tags":          {Limits{MaxMessage: 1 << 30}, "<R>" + strings.Repeat("<A>", 100_000), []string{"fatal 0 elements nested deeper than 8"}},
		"broken messages in a row": {
			Limits{MaxBroken: 3}, "x\n" + small + "x\nx\n" + small + "x\nx\nx\n" + small,
			[]string{
				"broken 0 " + outside, "frame " + small, "broken 17 " + outside, "broken 19 " + outside, "frame " + small,
				"broken 36 " + outside, "broken 38 " + outside, "fatal 40 " + outside + "; too many broken messages in a row",
			},
		},
		"broken messages to the end": {Limits{MaxBroken: 2}, "x\nx", []string{"broken 0 " + outside, "fatal 2 " + outside + "; too many broken messages in a row"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, readAll(NewReader(strings.NewReader(tt.stream), tt.limits))); diff != "" {
				t.Errorf("frames and errors (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReaderCountsMessagesThatCannotBeDecoded(t *testing.T) {
	// Per frame, whether the caller can decode it, or garbage before it.
	const stream = "<good/><bad/><bad/><good/><bad/>garbage\n<bad/><good/>"
	r := NewReader(strings.NewReader(stream), Limits{MaxBroken: 3})
	var got []string
	for {
		frame, err := r.Next()
		r.Buffered()
		if err != nil {
			line, last := told(err)
			got = append(got, line)
			if last {
				break
			}
			continue
		}
		got = append(got, string(frame))
		if string(frame) == "<bad/>" && r.Broken() {
			got = append(got, "one too many")
		}
	}
	want := []string{
		"<good/>", "<bad/>", "<bad/>", "<good/>", "<bad/>", "broken 32 " + outside, "<bad/>", "one too many",
		"fatal 40 message cannot be decoded; too many broken messages in a row",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what Next and Broken gave (-want +got):\n%s", diff)
	}
	if _, err := r.Next(); err == nil {
		t.Error("Next goes on after one too many")
	}
}

// endless is a connection that sends the same bytes for ever, and counts.
type endless struct {
	piece string
	sent  int
}

func (e *endless) Read(b []byte) (int, error) {
	n := 0
	for n < len(b) {
		n += copy(b[n:], e.piece[(e.sent+n)%len(e.piece):])
	}
	e.sent += n
	return n, nil
}

func TestReaderGivesUpOnAnEndlessMessageWithinItsLimit(t *testing.T) {
	for name, src := range map[string]io.Reader{
		"text":       io.MultiReader(strings.NewReader("<R><A>"), &endless{piece: "abc"}),
		"a name":     io.MultiReader(strings.NewReader("<"), &endless{piece: "abc"}),
		"attributes": io.MultiReader(strings.NewReader("<R "), &endless{piece: "a='>' "}),
		"a comment":  io.MultiReader(strings.NewReader("<!-- "), &endless{piece: "a-"}),
		"CDATA":      io.MultiReader(strings.NewReader("<R><![CDATA["), &endless{piece: "a]>"}),
		"children":   io.MultiReader(strings.NewReader("<R>"), &endless{piece: "<A>1</A>"}),
		"garbage":    &endless{piece: "abc"},
	} {
		t.Run(name, func(t *testing.T) {
			r := NewReader(src, Limits{})
			got := readAll(r)
			want := []string{"fatal 0 message is longer than 65536 bytes"}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("frames and errors (-want +got):\n%s", diff)
			}
			bounded(t, r)
		})
	}
}

func TestReaderBufferGrowsForABigMessageAndShrinksAfterIt(t *testing.T) {
	big := "<R><A>" + strings.Repeat("x", 1<<20) + "</A></R>"
	r := NewReader(strings.NewReader(big+"\r\n<R/>"), Limits{MaxMessage: 2 << 20})
	if frame, err := r.Next(); err != nil || string(frame) != big {
		t.Fatalf("frame of %d bytes, error %v", len(frame), err)
	}
	if frame, err := r.Next(); err != nil || string(frame) != "<R/>" {
		t.Fatalf("frame %q, error %v", frame, err)
	}
	if _, err := r.Next(); err != io.EOF {
		t.Fatalf("error %v, want EOF", err)
	}
	if cap(r.buf) > smallBuffer {
		t.Errorf("buffer of %d bytes after the big message, want %d", cap(r.buf), smallBuffer)
	}
}

func TestReaderReturnsTheErrorOfTheConnection(t *testing.T) {
	lost := errors.New("connection lost")
	r := NewReader(io.MultiReader(strings.NewReader("<R/>\r\n<R>"), iotest.ErrReader(lost)), Limits{})
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := r.Next(); err != lost {
			t.Fatalf("error %v, want that of the connection", err)
		}
	}
	idle := NewReader(readerFunc(func([]byte) (int, error) { return 0, nil }), Limits{})
	if _, err := idle.Next(); err != io.ErrNoProgress {
		t.Errorf("error %v, want %v", err, io.ErrNoProgress)
	}
}

func TestReaderSaysThatTheStreamEndedInsideAMessage(t *testing.T) {
	r := NewReader(strings.NewReader("<R><A>"), Limits{})
	for range 2 {
		_, err := r.Next()
		var broken *FrameError
		if !errors.Is(err, io.ErrUnexpectedEOF) || !errors.As(err, &broken) || !broken.Fatal {
			t.Fatalf("error %v, want a fatal FrameError that wraps io.ErrUnexpectedEOF", err)
		}
	}
}

func TestBufferedSaysWhetherNextHasToRead(t *testing.T) {
	src, send := io.Pipe()
	defer send.Close()
	r := NewReader(src, Limits{})
	go io.WriteString(send, "<R/>\r\n<R/>x\n<R>")
	for i, want := range []bool{true, true, false} {
		r.Next()
		if got := r.Buffered(); got != want {
			t.Errorf("after %d: Buffered %t, want %t", i+1, got, want)
		}
	}
}

func TestFrameErrorHoldsWhatWasSkipped(t *testing.T) {
	r := NewReader(strings.NewReader("GET /\r\n<R><A>1\r\n<R/>"), Limits{})
	for _, want := range []string{"GET /", "<R><A>1\r\n"} {
		_, err := r.Next()
		var broken *FrameError
		if !errors.As(err, &broken) || string(broken.Skipped) != want {
			t.Fatalf("error %v, skipped %q, want %q", err, broken.Skipped, want)
		}
	}
}

func TestReaderAllocatesNothingPerMessage(t *testing.T) {
	r := NewReader(&endless{piece: callStart + Terminator}, Limits{})
	if n := testing.AllocsPerRun(1000, func() {
		if frame, err := r.Next(); err != nil || len(frame) != len(callStart) {
			t.Fatal(err)
		}
		r.Buffered()
	}); n != 0 {
		t.Errorf("%v allocations a message, want none", n)
	}
}
