package messagestructure

import (
	"fmt"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
	"github.com/offhook/offhook/specs/harness"
)

// document is a TEST request without its end.
func document(id int) string {
	return fmt.Sprintf("<REQUEST><TYPE>TEST</TYPE><REQUESTID>%d</REQUESTID></REQUEST>", id)
}

// answered fails unless the next result on the connection is TEST's, API_OK,
// with that REQUESTID.
func answered(t *harness.T, c *harness.Conn, id int) {
	r := c.Next().Is(catalog.API_OK)
	t.Equal("REQUESTID", r.RequestID, fmt.Sprint(id))
}

// takes fails unless the server answers the bytes as the TEST request of that
// id.
func takes(t *harness.T, bytes string, id int) {
	c := t.Dial()
	c.Raw(bytes)
	answered(t, c, id)
}

var _ = harness.Describe("Framing", func() {
	harness.Spec("FRAMING-1", "ends a request at CRLF", func(t *harness.T) {
		takes(t, document(1)+"\r\n", 1)
	})
	harness.Spec("FRAMING-2", "ends a request at LF", func(t *harness.T) {
		takes(t, document(2)+"\n", 2)
	})
	harness.Spec("FRAMING-2", "ends a request at CR", func(t *harness.T) {
		takes(t, document(3)+"\r", 3)
	})

	for _, c := range []struct{ name, end string }{{"CRLF", "\r\n"}, {"LF", "\n"}, {"CR", "\r"}} {
		id := "FRAMING-3"
		if c.name != "CRLF" {
			id = "FRAMING-2" // which ends are taken at all is not sure (E-01)
		}
		harness.Spec(id, "takes pretty-printed requests with lines that end with "+c.name, func(t *harness.T) {
			lines := []string{"<REQUEST>", "  <TYPE>TEST</TYPE>", "", "\t<REQUESTID>4</REQUESTID>", "</REQUEST>", ""}
			takes(t, strings.Join(lines, c.end), 4)
		})
	}
	harness.Spec("FRAMING-3", "takes line ends around a value", func(t *harness.T) {
		takes(t, "<REQUEST>\r\n<TYPE>\r\nTEST\r\n</TYPE>\r\n<REQUESTID>\r\n5\r\n</REQUESTID>\r\n</REQUEST>\r\n", 5)
	})
	harness.Spec("FRAMING-3", "takes blanks inside tags", func(t *harness.T) {
		takes(t, "<REQUEST ><TYPE\t>TEST</TYPE ><REQUESTID\r\n>6</REQUESTID></REQUEST >\r\n", 6)
	})
	harness.Spec("FRAMING-2", "passes over empty lines between requests", func(t *harness.T) {
		c := t.Dial()
		for i := 1; i <= 3; i++ {
			c.Raw("\r\n\r\n" + document(i) + "\r\n\r\n")
			answered(t, c, i)
		}
	})

	harness.Spec("FRAMING-4", "takes a request one byte at a time", func(t *harness.T) {
		c := t.Dial()
		for _, b := range []byte(document(7) + "\r\n") {
			c.Raw(string(b))
		}
		answered(t, c, 7)
	})
	for _, cut := range []struct{ name, before string }{
		{"the first tag", "REQUEST><TYPE>"}, {"a value", "ST</TYPE>"}, {"a close tag", "TYPE><REQUESTID>"},
		{"the last tag", "QUEST>\r"}, {"the line end", "\n"},
	} {
		harness.Spec("FRAMING-4", "takes a request in two segments, cut within "+cut.name, func(t *harness.T) {
			whole := document(8) + "\r\n"
			at := strings.Index(whole, cut.before)
			c := t.Dial()
			c.Raw(whole[:at])
			t.OK("TEST") // on another connection: gives the first segment time to arrive
			c.Raw(whole[at:])
			answered(t, c, 8)
		})
	}
	harness.Spec("FRAMING-4", "takes a character cut in two", func(t *harness.T) {
		d := t.Device()
		t.Start(d)
		whole := fmt.Sprintf("<REQUEST><TYPE>CALLUPDATE</TYPE><REQUESTID>9</REQUESTID><DEVICEID>%s</DEVICEID><USER1>é</USER1></REQUEST>\r\n", d)
		at := strings.Index(whole, "é") + 1
		c := t.Dial()
		c.Raw(whole[:at])
		t.OK("TEST")
		c.Raw(whole[at:])
		c.Next().Is(catalog.API_OK)
	})

	harness.Spec("FRAMING-5", "answers requests that come in one segment in their order", func(t *harness.T) {
		c := t.Dial()
		var all strings.Builder
		for i := 1; i <= 100; i++ {
			all.WriteString(document(i) + "\r\n")
		}
		c.Raw(all.String())
		for i := 1; i <= 100; i++ {
			answered(t, c, i)
		}
	})
	harness.Spec("FRAMING-5", "carries out requests that come in one segment in their order", func(t *harness.T) {
		d := t.Device()
		t.Start(d)
		c := t.Dial()
		var reqs []*client.Request
		for i := range 20 {
			r := client.NewRequest("CALLUPDATE", "DEVICEID", d, "USER1", fmt.Sprint("value ", i))
			r.ID = int32(i + 1)
			reqs = append(reqs, r)
		}
		c.Put(reqs...)
		for i := range reqs {
			r := c.Next().Is(catalog.API_OK)
			t.Equal("REQUESTID", r.RequestID, fmt.Sprint(i+1))
		}
		t.Equal("USER1 after the last update", t.Status(d).Get("USER1"), "value 19")
	})
	harness.Spec("FRAMING-5", "answers requests of different functions in their order", func(t *harness.T) {
		c := t.Dial()
		types := []string{"TEST", "DEVICELIST", "NOSUCHTYPE", "SYSTEMSTATUS", "TEST", "FETCHTERMINOLOGY", "TEST"}
		var reqs []*client.Request
		for i, typ := range types {
			r := client.NewRequest(typ)
			r.ID = int32(i + 1)
			reqs = append(reqs, r)
		}
		c.Put(reqs...)
		for i := range types {
			t.Equal("REQUESTID", c.Next().RequestID, fmt.Sprint(i+1))
		}
	})
	harness.Spec("FRAMING-8", "needs nothing between two requests", func(t *harness.T) {
		c := t.Dial()
		c.Raw(document(1) + document(2) + "\r\n")
		answered(t, c, 1)
		answered(t, c, 2)
	})

	harness.Spec("FRAMING-6", "ends a result with a line end", func(t *harness.T) {
		c := t.Dial()
		c.OK("TEST")
		c.Send("NOSUCHTYPE")
		t.Eventually("the line end has come", func() {
			results := c.Documents()
			t.Equal("the number of closed RESULT elements", len(results), 2)
			for _, result := range results {
				after := strings.TrimLeft(result.After, " \t")
				t.Check(strings.HasPrefix(after, "\r") || strings.HasPrefix(after, "\n"), "after </RESULT> comes %.20q, no line end", after)
				t.Reading("E-01", lineEnd(after))
			}
		})
	})

	harness.Spec("FRAMING-9", "takes requests of many sizes up to 16 KiB", func(t *harness.T) {
		for i, n := range []int{1 << 10, 2 << 10, 4 << 10, 8 << 10, 16 << 10} {
			request := document(i + 1)
			head, rest, _ := strings.Cut(request, "<REQUESTID>")
			takes(t, head+strings.Repeat("\r\n", (n-len(request))/2)+"<REQUESTID>"+rest+"\r\n", i+1)
		}
	})

	harness.Spec("FRAMING-7", "waits for the rest of a request", func(t *harness.T) {
		c := t.Dial()
		c.Raw("<REQUEST><TYPE>TEST</TYPE><REQUESTID>1</REQUESTID>\r\n")
		c.Silent()
		c.Raw("</REQUEST>\r\n")
		answered(t, c, 1)
	})
	harness.Spec("FRAMING-7", "starts no call before the request is complete", func(t *harness.T) {
		d := t.Device()
		c := t.Dial()
		c.Raw(fmt.Sprintf("<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID>\r\n", d))
		c.Silent()
		t.Equal("the number of active instances", len(t.Instances(d)), 0)
		c.Close()
		t.Equal("the number of active instances", len(t.Instances(d)), 0)
	})
	harness.Spec("FRAMING-7", "is not misled by an end tag in a CDATA section or a comment", func(t *harness.T) {
		takes(t, "<REQUEST><TYPE>TEST</TYPE><!-- </REQUEST> --><USER1><![CDATA[</REQUEST>]]></USER1><REQUESTID>11</REQUESTID></REQUEST>\r\n", 11)
	})
})

// lineEnd names what a message ends with (E-01).
func lineEnd(s string) string {
	switch {
	case strings.HasPrefix(s, "\r\n"):
		return "crlf"
	case strings.HasPrefix(s, "\n"):
		return "lf"
	default:
		return "cr"
	}
}
