package wire

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseElementReadsATree(t *testing.T) {
	tests := map[string]struct {
		frame string
		want  Element
	}{
		"a result": {
			"<RESULT>\r\n  <RESULTCODE>20</RESULTCODE>\r\n  <DEVICE><A>1</A><B/><A>Smith &amp; Sons</A></DEVICE>\r\n</RESULT>\r\n",
			Parent("RESULT",
				Leaf("RESULTCODE", "20"),
				Parent("DEVICE", Leaf("A", "1"), Leaf("B", ""), Leaf("A", "Smith & Sons"))),
		},
		"a leaf":           {"<A> x </A>", Leaf("A", "x")},
		"an empty element": {"<A/>", Leaf("A", "")},
		"text between children": {
			"<A> x <B>1</B> y&#33; <C>2</C> </A>",
			Element{Name: "A", Text: "x  y!", Children: []Element{Leaf("B", "1"), Leaf("C", "2")}},
		},
		"texts that are copied, at every level": {
			"<A>1&amp;<B>2&amp;<C>3&amp;</C>2&amp;</B>1&amp;</A>",
			Element{Name: "A", Text: "1&1&", Children: []Element{
				{Name: "B", Text: "2&2&", Children: []Element{Leaf("C", "3&")}},
			}},
		},
		"siblings after a copied text": {"<A><B>&lt;</B><B>2</B></A>", Parent("A", Leaf("B", "<"), Leaf("B", "2"))},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ParseElement([]byte(tt.frame))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("tree (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseElementReadsWhatAppendElementWrites(t *testing.T) {
	want := Parent("RESULT",
		Leaf("TEXT", "<&>\"' ]]> é € \t\r\n x"),
		Parent("LIST", Leaf("A", ""), Parent("B", Leaf("C", "\u007f\u0081"))))
	got, err := ParseElement(AppendElement(nil, &want))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tree (-want +got):\n%s", diff)
	}
}

func TestParseElementKeepsNoPartOfTheFrame(t *testing.T) {
	frame := []byte("<A><B>one</B></A>")
	e, err := ParseElement(frame)
	if err != nil {
		t.Fatal(err)
	}
	for i := range frame {
		frame[i] = 'x'
	}
	if diff := cmp.Diff(Parent("A", Leaf("B", "one")), e); diff != "" {
		t.Errorf("tree after the frame was overwritten (-want +got):\n%s", diff)
	}
}

func TestParseElementRefusesTooManyElements(t *testing.T) {
	frame := "<A>" + strings.Repeat("<B/>", maxElements) + "</A>"
	if _, err := ParseElement([]byte(frame)); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("error %v, want the limit on elements", err)
	}
}
