package harness

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDocumentsAreToldApartAsXMLDoes(t *testing.T) {
	for _, c := range []struct {
		name, received string
		want           []Document
	}{
		{"none", "", nil},
		{"half of one", "<RESULT><A>1</A>", nil},
		{"no line end yet", "<RESULT/>", []Document{{"<RESULT/>", ""}}},
		{"attributes and declarations", "<?xml version=\"1.0\"?><RESULT a=\"b\">1</RESULT>\r\n<RESULT >2</RESULT>\n",
			[]Document{{"<?xml version=\"1.0\"?><RESULT a=\"b\">1</RESULT>", "\r\n"}, {"<RESULT >2</RESULT>", "\n"}}},
		{"end tags in comments and sections", "<RESULT><!-- </RESULT> --><A><![CDATA[</RESULT>]]></A></RESULT>\r<CALLCOPYEVENT></CALLCOPYEVENT >",
			[]Document{{"<RESULT><!-- </RESULT> --><A><![CDATA[</RESULT>]]></A></RESULT>", "\r"}, {"<CALLCOPYEVENT></CALLCOPYEVENT >", ""}}},
		{"nothing between", "<RESULT/><RESULT/>\r\n", []Document{{"<RESULT/>", ""}, {"<RESULT/>", "\r\n"}}},
		{"something between", "<RESULT/> x\n<RESULT/>", []Document{{"<RESULT/>", " x\n"}, {"<RESULT/>", ""}}},
		{"the rest of one that is no longer kept", "</A></RESULT>\r\n<RESULT/>\r\n", []Document{{"<RESULT/>", "\r\n"}}},
	} {
		if diff := cmp.Diff(c.want, documents(c.received)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
