package webapi

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("An answer by HTTP", func() {
	for _, c := range []struct{ name, query string }{
		{"in success", "TYPE=TEST&REQUESTID=7"},
		{"in error", "TYPE=NOSUCHTYPE&REQUESTID=7"},
		{"without any parameter", ""},
	} {
		harness.Spec("WEBAPI-11", "has the RESULT document as body: "+c.name, func(t *harness.T) {
			r := t.Web().Exchange(client.WebRequest{Query: c.query})
			if !r.Result().OK() {
				t.Reading("E-42", fmt.Sprint(r.Status/100*100))
			}
		})
	}
	harness.Spec("WEBAPI-11", "is well-formed, whatever a value in it was made of", func(t *harness.T) {
		web, d := t.Web(), t.Device()
		const hostile = `</A><X a="'">&`
		web.OK("CALLSTART", "DEVICEID", d, "USER1", hostile)
		r := web.OK("DEVICESTATUS", "DEVICEID", d)
		f, listed := r.Device(d)
		r.Want(listed && f.Get("USER1") == hostile, "USER1: %q", hostile)
	})

	for _, c := range []struct {
		name, query string
		codes       []catalog.Code
	}{
		{"an unknown TYPE", "TYPE=NOSUCHTYPE&REQUESTID=7", []catalog.Code{catalog.API_UNKNOWN_MESSAGE_TYPE, catalog.API_INVALID_REQUEST_TYPE}},
		{"no TYPE", "REQUESTID=7", []catalog.Code{catalog.API_INVALID_REQUEST_TYPE, catalog.API_UNKNOWN_MESSAGE_TYPE}},
		{"a blank TYPE", "TYPE=&REQUESTID=7", []catalog.Code{catalog.API_INVALID_REQUEST_TYPE, catalog.API_UNKNOWN_MESSAGE_TYPE}},
		{"no REQUESTID", "TYPE=TEST", []catalog.Code{catalog.API_REQUESTID_INVALID}},
		{"a REQUESTID that is no number", "TYPE=TEST&REQUESTID=abc", []catalog.Code{catalog.API_REQUESTID_INVALID}},
		{"a negative REQUESTID", "TYPE=TEST&REQUESTID=-1", []catalog.Code{catalog.API_REQUESTID_INVALID}},
		{"a REQUESTID that is too large", "TYPE=TEST&REQUESTID=2147483648", []catalog.Code{catalog.API_REQUESTID_INVALID}},
		{"a missing value", "TYPE=ADDGROUP&REQUESTID=7", []catalog.Code{catalog.API_INVALID_MESSAGE_FORMAT, catalog.API_BLANK_REQUIRED_VALUE}},
	} {
		harness.Spec("WEBAPI-12", "refuses "+c.name, func(t *harness.T) {
			t.Web().Get(c.query).Is(c.codes...)
		})
	}
	harness.Spec("WEBAPI-13", "refuses EVENTS", func(t *harness.T) {
		r := t.Web().Send("EVENTS", "EVENTCLASS", "ALL", "EVENTVALUE", "")
		r.Want(!r.OK(), "an error")
	})

	for _, path := range []string{"/", "/webAPI", "/webAPI.aspx/more", "/nosuch.aspx"} {
		harness.Spec("WEBAPI-14", "is an HTTP error on the page "+path, func(t *harness.T) {
			r := t.Web().Exchange(client.WebRequest{Path: path, Query: "TYPE=TEST&REQUESTID=7"})
			if r.Status < 400 {
				r.Failf("HTTP status %d for a page that is not the WebAPI's", r.Status)
			}
		})
	}
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions} {
		harness.Spec("WEBAPI-15", "is an HTTP error for "+method, func(t *harness.T) {
			web, d := t.Web(), t.Device()
			t.StopAfterwards(d)
			r := web.Exchange(client.WebRequest{Method: method, Query: "TYPE=CALLSTART&REQUESTID=7&DEVICEID=" + d})
			if r.Status < 400 && method != http.MethodOptions {
				r.Failf("HTTP status %d for the method %s", r.Status, method)
			}
			t.Active(d)
		})
	}

	harness.Spec("WEBAPI-16", "repeats REQUESTID and TYPE, request after request", func(t *harness.T) {
		web := t.Web()
		for _, id := range []string{"1", "2147483647", "18213567", "1"} {
			for _, typ := range []string{"TEST", "FETCHTERMINOLOGY"} {
				r := web.OK(typ, "REQUESTID", id)
				t.Equal("REQUESTID", r.RequestID, id)
				t.Equal("REQUESTTYPE", r.RequestType, typ)
			}
		}
	})
	harness.Spec("WEBAPI-17", "goes to the client that asked, of many at once", func(t *harness.T) {
		t.Each(16, func(i int) {
			web := t.Web()
			for n := range 20 {
				id := fmt.Sprint(1000*i + n + 1)
				t.Equal("REQUESTID", web.OK("TEST", "REQUESTID", id).RequestID, id)
			}
		})
	})

	for _, c := range []struct {
		name string
		req  client.WebRequest
	}{
		{"a very long URL", client.WebRequest{Query: "TYPE=TEST&REQUESTID=7&USER1=" + strings.Repeat("x", 1<<20)}},
		{"a very large form", client.WebRequest{Method: "POST", Query: "TYPE=TEST&REQUESTID=7", Body: "USER1=" + strings.Repeat("x", 4<<20)}},
		{"a hundred thousand parameters", client.WebRequest{Query: "TYPE=TEST&REQUESTID=7" + strings.Repeat("&a=1", 100_000)}},
		{"a body that is no form", client.WebRequest{Method: "POST", ContentType: "application/json", Body: `{"TYPE":"TEST"}`}},
		{"NULs and escapes", client.WebRequest{Query: "TYPE=TEST&REQUESTID=7&USER1=%00%1b%08"}},
		{"a path that climbs", client.WebRequest{Path: "/../../webAPI.aspx", Query: "TYPE=TEST&REQUESTID=7"}},
	} {
		harness.Spec("WEBAPI-19", "comes after others have sent "+c.name, func(t *harness.T) {
			witness := t.Web()
			witness.OK("TEST")
			if _, err := t.Web().Try(c.req); err != nil {
				t.Note("without a response: " + err.Error())
			}
			witness.OK("TEST")
			t.Web().OK("TEST")
			t.OK("TEST")
		})
	}
})
