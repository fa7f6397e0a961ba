package webapi

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
	"github.com/offhook/offhook/specs/harness"
)

// started starts a call by a query that ends in "&deviceid=" and more, and
// returns what the device's status then says.
func started(t *harness.T, query func(device string) string) harness.Fields {
	web, d := t.Web(), t.Device()
	t.StopAfterwards(d)
	web.Get(query(d)).Is(catalog.API_OK)
	t.Active(d, "")
	return t.Status(d)
}

var _ = harness.Describe("A URL of the WebAPI", func() {
	for _, page := range []string{"/webAPI.aspx", "/webAPI.php"} {
		harness.Spec("WEBAPI-3", "may name the page "+page, func(t *harness.T) {
			t.Web().Exchange(client.WebRequest{Path: page, Query: "TYPE=TEST&REQUESTID=7"}).Result().Is(catalog.API_OK)
		})
	}
	for _, page := range []string{"/WebAPI.aspx", "/webapi.aspx", "/WEBAPI.PHP"} {
		harness.Spec("WEBAPI-4", "may name the page in another case: "+page, func(t *harness.T) {
			t.Web().Exchange(client.WebRequest{Path: page, Query: "TYPE=TEST&REQUESTID=7"}).Result().Is(catalog.API_OK)
		})
	}
	harness.Spec("WEBAPI-4", "may be in lower case, as the manual's examples are", func(t *harness.T) {
		f := started(t, func(d string) string {
			return "type=callstart&requestid=18213567&deviceid=" + d + "&user1=SpecialCall&user2=10121968"
		})
		t.Equal("USER1", f.Get("USER1"), "SpecialCall")
		t.Equal("USER2", f.Get("USER2"), "10121968")
	})
	harness.Spec("WEBAPI-4", "may mix cases", func(t *harness.T) {
		t.Equal("ANI", started(t, func(d string) string { return "Type=CallStart&RequestID=7&DeviceId=" + d + "&Ani=42" }).Get("ANI"), "42")
	})

	for _, c := range []struct{ id, name, encoded, means string }{
		{"WEBAPI-5", "the characters that separate", "a%26b%3Dc%3Fd%23e%2Ff%25g", "a&b=c?d#e/f%g"},
		{"WEBAPI-5", "blanks and a plus sign", "a%20b%2Bc", "a b+c"},
		{"WEBAPI-5", "markup", "%3Cb%3E%26amp%3B%22%27", `<b>&amp;"'`},
		{"WEBAPI-5", "letters that need none", "%41%62%39", "Ab9"},
		{"WEBAPI-5", "hexadecimal digits in lower case", "a%2fb%3cc", "a/b<c"},
		{"WEBAPI-6", "a plus sign for a blank", "a+b++c", "a b  c"},
		{"WEBAPI-6", "a plus sign at the beginning", "+ab", "ab"},
		{"WEBAPI-5", "the first character only", "%41bcdefghij", "Abcdefghij"},
		{"WEBAPI-5", "the last character only", "abcdefghij%4B", "abcdefghijK"},
		{"WEBAPI-5", "every hexadecimal digit", "%4a%4A%4f%4F%30%39%5f%5F%6a%6F%60", "JJOO09__jo`"},
		{"WEBAPI-7", "letters beyond ASCII", "%C3%A9%E2%82%AC%C3%9F", "é€ß"},
		{"WEBAPI-7", "letters beyond the basic plane", "a%F0%9F%98%80b", "a😀b"},
	} {
		harness.Spec(c.id, "may encode "+c.name, func(t *harness.T) {
			f := started(t, func(d string) string { return "TYPE=CALLSTART&REQUESTID=7&DEVICEID=" + d + "&USER1=" + c.encoded })
			t.Equal("USER1", f.Get("USER1"), c.means)
		})
	}
	harness.Spec("WEBAPI-5", "may encode names and TYPE", func(t *harness.T) {
		t.Web().Get("%54YPE=%54EST&REQUEST%49D=7").Is(catalog.API_OK).FieldIs("REQUESTID", "7")
	})

	for _, c := range []struct{ name, query string }{
		{"in another order", "USER1=x&DEVICEID=%s&REQUESTID=7&TYPE=CALLSTART"},
		{"with others that the function does not have", "TYPE=CALLSTART&NOSUCH=1&REQUESTID=7&DEVICEID=%s&GROUPNAME=g&USER1=x"},
		{"with nothing between two separators", "&TYPE=CALLSTART&&REQUESTID=7&DEVICEID=%s&USER1=x&"},
		{"with blank ones", "TYPE=CALLSTART&ANI=&REQUESTID=7&DEVICEID=%s&USER1=x&DNIS="},
	} {
		harness.Spec("WEBAPI-8", "may have its parameters "+c.name, func(t *harness.T) {
			f := started(t, func(d string) string { return fmt.Sprintf(c.query, d) })
			t.Equal("USER1", f.Get("USER1"), "x")
			t.Equal("ANI", f.Get("ANI"), "")
		})
	}
	harness.Spec("WEBAPI-9", "may repeat a parameter: one value counts", func(t *harness.T) {
		f := started(t, func(d string) string {
			return "TYPE=CALLSTART&REQUESTID=7&DEVICEID=" + d + "&ANI=first&ANI=second&DNIS=1"
		})
		t.OneOf("ANI", f.Get("ANI"), "first", "second")
		t.Equal("DNIS", f.Get("DNIS"), "1")
		t.Note("of a repeated parameter counts the " + f.Get("ANI"))
	})
	for _, broken := range []string{"100%", "%zz", "%4", "%4z", "%z4", "a%g0b", "a%0gb", "a%:1b", "a%1/b", "a%@1b", "a%1Gb", "a%`1b", "%", "%%41"} {
		harness.Spec("WEBAPI-18 WEBAPI-19", "may end with a broken percent encoding: "+broken, func(t *harness.T) {
			web, d := t.Web(), t.Device()
			t.StopAfterwards(d)
			r := web.Exchange(client.WebRequest{Query: "TYPE=CALLSTART&REQUESTID=7&DEVICEID=" + d + "&USER2=other&USER1=" + broken})
			if res, err := r.WebResponse.Result(); err == nil && res.OK() {
				t.Equal("USER2", t.Status(d).Get("USER2"), "other")
			} else {
				t.Active(d)
			}
			t.Web().OK("TEST")
		})
		if broken == "%%41" {
			continue // what it says is not plain
		}
		harness.Spec("WEBAPI-18", "may hold a broken percent encoding: "+broken, func(t *harness.T) {
			web, d := t.Web(), t.Device()
			t.StopAfterwards(d)
			r := web.Exchange(client.WebRequest{Query: "TYPE=CALLSTART&REQUESTID=7&DEVICEID=" + d + "&USER1=" + broken + "&USER2=other"})
			if res, err := r.WebResponse.Result(); err == nil && res.OK() {
				t.Equal("USER1", t.Status(d).Get("USER1"), broken)
				t.Equal("USER2", t.Status(d).Get("USER2"), "other")
			} else {
				t.Active(d)
			}
			t.Web().OK("TEST")
		})
	}

	harness.Spec("WEBAPI-20", "in windows-1252, where it is taken, means what Windows means", func(t *harness.T) {
		var taken, refused string
		for _, c := range []struct{ encoded, means string }{{"caf%E9", "café"}, {"%80+5", "€ 5"}, {"%93a%94%9F%A0%FFb", "“a”Ÿ\u00a0ÿb"}, {"R%26D%20%FC", "R&D ü"}} {
			web, d := t.Web(), t.Device()
			t.StopAfterwards(d)
			r := web.Exchange(client.WebRequest{Query: "TYPE=CALLSTART&REQUESTID=7&DEVICEID=" + d + "&USER4=" + c.encoded})
			if res, err := r.WebResponse.Result(); err == nil && res.OK() {
				taken = c.encoded
				t.Equal("USER4", t.Status(d).Get("USER4"), c.means)
			} else {
				refused = c.encoded // which is allowed
			}
			t.Check(taken == "" || refused == "", "%s is taken, and %s refused", taken, refused)
		}
	})
	for _, control := range []string{"%01", "a%08b", "%0Bc", "a%1F", "a%EF%BF%BEb", "a%EF%BF%BFb"} {
		harness.Spec("WEBAPI-21", "may hold what no message may: "+control, func(t *harness.T) {
			web, d := t.Web(), t.Device()
			t.StopAfterwards(d)
			r := web.Exchange(client.WebRequest{Query: "TYPE=CALLSTART&REQUESTID=7&DEVICEID=" + d + "&USER4=" + control + "&USER2=other"})
			if res, err := r.WebResponse.Result(); err == nil && res.OK() {
				t.Equal("USER2", t.Status(d).Get("USER2"), "other") // and the result can be read
				t.Check(!strings.ContainsAny(t.Status(d).Get("USER4"), "\x01\x08\x0b\x1f\ufffe\uffff"), "a character that XML does not allow is in a result")
			} else {
				t.Active(d)
			}
			t.Web().OK("TEST")
		})
	}

	harness.Spec("WEBAPI-10", "may leave the parameters to a form", func(t *harness.T) {
		web, d := t.Web(), t.Device()
		web.Post("CALLSTART", "DEVICEID", d, "USER1", "a & b+c = <d> é").Is(catalog.API_OK)
		t.Active(d, "")
		t.Equal("USER1", t.Status(d).Get("USER1"), "a & b+c = <d> é")
		web.Post("CALLSTART").Is(catalog.API_DEVICE_INVALID)
	})
	harness.Spec("WEBAPI-10", "may share the parameters with a form", func(t *harness.T) {
		web, d := t.Web(), t.Device()
		web.Exchange(client.WebRequest{Method: "POST", Query: "TYPE=CALLSTART&REQUESTID=7", Body: "DEVICEID=" + d + "&ANI=42"}).Result().Is(catalog.API_OK)
		t.Active(d, "")
		t.Equal("ANI", t.Status(d).Get("ANI"), "42")
	})
	harness.Spec("WEBAPI-10 WEBAPI-16", "may leave many parameters to a form", func(t *harness.T) {
		web, d := t.Web(), t.Device()
		form := url.Values{"TYPE": {"CALLSTART"}, "REQUESTID": {"99"}, "DEVICEID": {d}}
		for i := 1; i <= 15; i++ {
			form.Set(fmt.Sprintf("USER%d", i), strings.Repeat("x", 15))
		}
		web.Exchange(client.WebRequest{Method: "POST", Body: form.Encode()}).Result().Is(catalog.API_OK).FieldIs("REQUESTID", "99")
		t.Active(d, "")
		t.Equal("USER15", t.Status(d).Get("USER15"), strings.Repeat("x", 15))
	})
})
