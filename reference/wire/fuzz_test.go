package wire

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// seeds are documents, whole and broken, and streams of them.
var seeds = []string{
	callStart,
	hardCallStart,
	"<REQUEST>\r\n  <TYPE>TEST</TYPE>\r\n  <REQUESTID>1</REQUESTID>\r\n</REQUEST>\r\n",
	"<REQUEST><REQUESTTYPE> MODIFYROLE </REQUESTTYPE><A/><B></B><C /></REQUEST>\n",
	"\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><!-- c --><R/>",
	"<?xml?><R/>", "<?xml version='1.0'a='b'?><R/>", "<?xml a?><R/>",
	"<R a='1' b=\"2>\" c = '&amp;&#x20;'><A d='1'e='2'/></R>",
	"<R><A>&lt;&gt;&amp;&quot;&apos;&#65;&#x41;&#xD;&#10;</A></R>",
	"<R><A>&#0;</A></R>", "<R><A>&#xD800;</A></R>", "<R><A>&#x110000;</A></R>", "<R><A>&nbsp;</A></R>", "<R><A>&#1;</A></R>",
	"<R><A>a & b</A><B>&</B><C>&#;&#x;&a &b; &:c;</C></R>",
	"<R><A> a <![CDATA[ <b> & ]]]]><![CDATA[> ]]> c </A></R>", "<![CDATA[ ]]><R/>", "<R><![CDATA[</R>]]></R>",
	"<R><A>x]]>y</A></R>", "<R><A>]]&gt;]]</A></R>",
	"<R><!-- <A> -->1<!-- a--b --></R>", "<R><!--></R>-->", "<R><A>1<!---->2</A></R>",
	"<R><A>1<B>2<C>3</C></B>4</A></R>", "<a><b><c><d><e><f><g><h><i/></h></g></f></e></d></c></b></a>",
	"<R><A>1</B></R>", "<R><A>1</R></A></R>\r\n<R/>", "<RR><A>1</A></R>\r\n<R/>", "<R><A>1</A></B><C/></R>", "<R><A>",
	"<R><A>1<R><B>2</B></R>", "<R><A>1<?xml version='1.0'?><R/>", "<R<R/>", "<R <R/>", "<R a='<R/>",
	"<R><A>M\xfcller \x80\x9f</A></R>", "<R><A>\xc3\xa9</A></R>", "<R><A>\xed\xa0\x80</A></R>", "<R><A>\xef\xbf\xbe</A></R>",
	"<R><é>1</é><a:b>2</a:b><a:b:c/><_.-9/><9/></R>", "<R><×/></R>", "<R><A>&é;</A></R>",
	"<R><A>\r\na\rb\r\n</A>\r</R>", "<R><A>\x00</A></R>", "<R><A>\x7f\t</A></R>", "<R\x01/>",
	"<!DOCTYPE R [<!ENTITY a 'b'>]><R>&a;</R>", "<?php ?><R/>", "<R><?a?></R>", "<!R>", "<!5>",
	"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\x00\x00<R/>\xef\xbb\xbf<R/>\xef\xbb", "</A></B>\r\n<R/>x</A>\n< <R/>",
	"<R/><R></R>\r\n\r\n<S a='>'/>\n<!-- c --><R/>\r<R>1</R>", strings.Repeat("<a><b>", 50), strings.Repeat("x\n<R/>", 20),
	strings.Repeat("x\n", 20), "<R>" + strings.Repeat("<A>1</A>", 100) + "</R>",
}

// FuzzDecode compares Decode with encoding/xml: the same pairs, or both refuse.
func FuzzDecode(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		given := bytes.Clone(frame)
		var m Message
		err := m.Decode(frame)
		if !bytes.Equal(given, frame) {
			t.Fatal("Decode changed the frame")
		}
		want, wantErr := oracle(frame)
		if (err == nil) != (wantErr == nil) {
			if why := knownDifference(frame, err); why != "" {
				t.Skip(why)
			}
			t.Fatalf("Decode: %v\nencoding/xml: %v", err, wantErr)
		}
		tree, treeErr := ParseElement(frame)
		if (treeErr == nil) != (err == nil) {
			t.Fatalf("Decode: %v\nParseElement: %v", err, treeErr)
		}
		if err != nil {
			return
		}
		if diff := cmp.Diff(want, pairs(&m)); diff != "" {
			t.Fatalf("pairs (-encoding/xml +Decode):\n%s", diff)
		}
		if diff := cmp.Diff(want, flatten(&tree)); diff != "" {
			t.Fatalf("pairs (-encoding/xml +ParseElement):\n%s", diff)
		}
		if !holds(&tree, tree.Name) {
			framesAsOne(t, frame, want)
		}
	})
}

// flatten returns what pairs would of the message that e is.
func flatten(e *Element) []string {
	out := []string{e.Name}
	for _, c := range e.Children {
		out = append(out, c.Name+"="+c.Text)
	}
	return out
}

// holds reports whether an element of that name is nested in e.
func holds(e *Element, name string) bool {
	return slices.ContainsFunc(e.Children, func(c Element) bool { return c.Name == name || holds(&c, name) })
}

// framesAsOne checks that a Reader takes a document as one frame.
func framesAsOne(t *testing.T, doc []byte, want []string) {
	r := NewReader(bytes.NewReader(doc), Limits{MaxMessage: len(doc)})
	frame, err := r.Next()
	if err != nil {
		t.Fatalf("Reader: %v", err)
	}
	// Without the comments and blanks around it, the part that is left may
	// be UTF-8 where the whole was not.
	var m Message
	if err := m.Decode(frame); err != nil {
		t.Fatalf("Decode of what Reader gave: %v", err)
	}
	if utf8.Valid(doc) {
		if diff := cmp.Diff(want, pairs(&m)); diff != "" {
			t.Fatalf("pairs of what Reader gave (-want +got):\n%s", diff)
		}
	}
	if _, err := r.Next(); err != io.EOF {
		t.Fatalf("after the frame: %v, want EOF", err)
	}
}

// chopped is a connection that returns its data in pieces of the sizes that
// cuts gives, over and over.
type chopped struct {
	data, cuts []byte
	i          int
}

func (c *chopped) Read(b []byte) (int, error) {
	if len(c.data) == 0 {
		return 0, io.EOF
	}
	size := 1
	if len(c.cuts) > 0 {
		size = max(int(c.cuts[c.i%len(c.cuts)])%64, c.i%2) // an empty read now and then
		c.i++
	}
	n := copy(b, c.data[:min(size, len(c.data))])
	c.data = c.data[n:]
	if len(c.data) == 0 && size%2 == 0 {
		return n, io.EOF
	}
	return n, nil
}

// FuzzReader cuts a stream in many ways: the frames and errors are the same,
// and so they are when the sound frames are sent again by themselves.
func FuzzReader(f *testing.F) {
	for i, s := range seeds {
		f.Add([]byte(s), []byte{1}, uint16(0))
		f.Add([]byte(s+s), []byte{0, 3, 10, 2}, uint16(20*i))
	}
	f.Fuzz(func(t *testing.T, stream, cuts []byte, max uint16) {
		var limits Limits // by default at first
		if max > 0 {
			limits.MaxMessage = len(bom) + int(max)
		}
		whole := NewReader(bytes.NewReader(stream), limits)
		want := readTelling(whole, toldWhole)
		bounded(t, whole)
		parts := NewReader(&chopped{data: stream, cuts: cuts}, limits)
		if diff := cmp.Diff(want, readTelling(parts, toldWhole)); diff != "" {
			t.Fatalf("frames and errors (-at once +in parts):\n%s", diff)
		}
		bounded(t, parts)
		ahead := NewReader(&chopped{data: stream, cuts: cuts}, limits)
		if diff := cmp.Diff(want, readAhead(t, ahead)); diff != "" {
			t.Fatalf("frames and errors (-at once +asking Buffered):\n%s", diff)
		}

		var again strings.Builder
		var sound []string
		for _, line := range want {
			frame, ok := strings.CutPrefix(line, "frame ")
			if ok && new(Message).Decode([]byte(frame)) == nil {
				sound = append(sound, line)
				again.WriteString(frame)
				again.WriteString([]string{"", "\r\n", "\n", "\r", " \t\n\r\n"}[len(sound)%5])
			}
		}
		sound = append(sound, "EOF")
		if diff := cmp.Diff(sound, readAll(NewReader(strings.NewReader(again.String()), limits))); diff != "" {
			t.Fatalf("sound frames (-first +again):\n%s", diff)
		}
	})
}

// toldWhole is told with the bytes that were skipped.
func toldWhole(err error) (line string, last bool) {
	line, last = told(err)
	if broken, ok := err.(*FrameError); ok {
		line += fmt.Sprintf(": %q", broken.Skipped)
	}
	return line, last
}

// bounded checks that a reader has not buffered more than it may.
func bounded(t *testing.T, r *Reader) {
	if most := max(r.limits.MaxMessage, busyBuffer); cap(r.buf) > most {
		t.Fatalf("buffer of %d bytes, want %d at most", cap(r.buf), most)
	}
}

// readAhead is readAll with Buffered before and after each Next: what it
// promises has to come without a read, and the frame has to stay.
func readAhead(t *testing.T, r *Reader) []string {
	src := r.src
	r.src = readerFunc(func(b []byte) (int, error) {
		if r.found {
			t.Fatal("Next reads although Buffered")
		}
		return src.Read(b)
	})
	var out []string
	for {
		r.Buffered()
		frame, err := r.Next()
		kept := string(frame)
		r.Buffered()
		if string(frame) != kept {
			t.Fatalf("Buffered changed the frame %q to %q", kept, frame)
		}
		if err == nil {
			out = append(out, "frame "+kept)
			continue
		}
		line, last := toldWhole(err)
		out = append(out, line)
		if last {
			return out
		}
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

// FuzzAppendText writes any text and reads it back in three ways.
func FuzzAppendText(f *testing.F) {
	for _, s := range []string{"", "Gold Level", "<&>\"'", "]]>", " a\t\r\nb\r\n", "é€\U0001F600", "\x00\x1f\x7f", "\xed\xa0\x80\xff", "\uFFFE\uFFFF\uFFFD\uFEFF", "&#65;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		// A reader gets what XML can carry, without the blanks around it.
		want := strings.Trim(strings.Map(func(r rune) rune {
			if !isChar(r) {
				return utf8.RuneError
			}
			return r
		}, s), " \t\r\n")
		doc := AppendField(nil, "A", s)
		doc = []byte(fmt.Sprintf("<R>%s</R>", doc))
		var m Message
		if err := m.Decode(doc); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"R", "A=" + want}, pairs(&m)); diff != "" {
			t.Errorf("Decode (-want +got):\n%s", diff)
		}
		tree, err := ParseElement(doc)
		if err != nil || tree.Value("A") != want {
			t.Errorf("ParseElement: %q, error %v, want %q", tree.Value("A"), err, want)
		}
		if got, err := oracle(doc); err != nil || got[1] != "A="+want {
			t.Errorf("encoding/xml: %q, error %v, want %q", got, err, want)
		}
	})
}
