package messagestructure

import (
	"fmt"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("A connection", func() {
	harness.Spec("CONNECTION-1", "takes one request after the other", func(t *harness.T) {
		c := t.Dial()
		for range 20 {
			c.OK("TEST")
			c.OK("DEVICELIST")
		}
	})
	harness.Spec("CONNECTION-1", "goes on after an error", func(t *harness.T) {
		c := t.Dial()
		c.Send("NOSUCHTYPE")
		c.Send("TEST", "REQUESTID", "-1").Is(catalog.API_REQUESTID_INVALID)
		c.Send("CALLSTART", "DEVICEALIAS", t.Stranger())
		c.OK("TEST")
	})

	harness.Spec("CONNECTION-2", "may be closed after each result", func(t *harness.T) {
		for range 30 {
			c := t.Dial()
			c.OK("TEST")
			c.Close()
		}
	})
	harness.Spec("CONNECTION-2", "may be closed without a request", func(t *harness.T) {
		for range 30 {
			t.Dial().Close()
		}
		served(t)
	})
	harness.Spec("CONNECTION-2", "may be dropped in the middle of a request", func(t *harness.T) {
		d := t.Device()
		c := t.Dial()
		c.Raw(fmt.Sprintf("<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID>", d))
		c.Reset()
		t.OK("TEST")
		t.Equal("the number of active instances", len(t.Instances(d)), 0)
	})
	harness.Spec("CONNECTION-2", "may be dropped before the result is read", func(t *harness.T) {
		for range 20 {
			c := t.Dial()
			c.Raw(document(1) + "\r\n")
			c.Reset()
		}
		served(t)
	})
	harness.Spec("CONNECTION-2", "leaves its calls as they are when it ends", func(t *harness.T) {
		d := t.Device()
		c := t.Dial()
		c.OK("CALLSTART", "DEVICEID", d, "CALLINSTANCE", "a")
		c.Close()
		t.Active(d, "a")
	})

	harness.Spec("CONNECTION-3", "is one of 64 that are served at once", func(t *harness.T) {
		t.Each(64, func(i int) {
			c := t.Dial()
			for n := range 10 {
				id := fmt.Sprint(1000*(i+1) + n)
				r := c.Send("TEST", "REQUESTID", id)
				room(t, r)
				t.Equal("REQUESTID", r.Is(catalog.API_OK).RequestID, id)
			}
		})
	})
	harness.Spec("CONNECTION-3", "gets the results of its own calls", func(t *harness.T) {
		devices := make([]string, 16)
		for i := range devices {
			devices[i] = t.Device()
		}
		t.Each(len(devices), func(i int) {
			c := t.Dial()
			c.OK("CALLSTART", "DEVICEID", devices[i], "ANI", fmt.Sprint(6140000+i))
			f, ok := c.OK("DEVICESTATUS", "DEVICEID", devices[i]).Device(devices[i])
			t.Check(ok, "DEVICESTATUS does not show device %s", devices[i])
			t.Equal("ANI", f.Get("ANI"), fmt.Sprint(6140000+i))
		})
	})
	harness.Spec("CONNECTION-3", "sees what another one did", func(t *harness.T) {
		d := t.Device()
		t.Dial().OK("CALLSTART", "DEVICEID", d, "CALLINSTANCE", "x")
		t.Active(d, "x")
		t.Dial().OK("CALLSTOP", "DEVICEID", d, "CALLINSTANCE", "x")
		t.Active(d)
	})

	harness.Spec("CONNECTION-4", "holds nobody up while it is silent", func(t *harness.T) {
		for range 20 {
			t.Dial()
		}
		r := t.Send("TEST")
		room(t, r)
		r.Is(catalog.API_OK)
	})
	harness.Spec("CONNECTION-4", "holds nobody up in the middle of a request", func(t *harness.T) {
		for range 20 {
			t.Dial().Raw("<REQUEST><TYPE>TEST</TYPE>")
		}
		r := t.Send("TEST")
		room(t, r)
		r.Is(catalog.API_OK)
	})
	harness.Spec("CONNECTION-4", "holds nobody up while it does not read its results", func(t *harness.T) {
		c := t.Dial()
		for range 200 {
			if c.TryRaw("<REQUEST><TYPE>DEVICELIST</TYPE><REQUESTID>1</REQUESTID></REQUEST>\r\n") != nil {
				break
			}
		}
		t.OK("TEST")
	})

	harness.Spec("CONNECTION-5", "gets the result when its sending side is closed", func(t *harness.T) {
		c := t.Dial()
		c.Raw(document(1) + "\r\n" + document(2) + "\r\n")
		c.CloseWrite()
		answered(t, c, 1)
		answered(t, c, 2)
	})

	for _, half := range []string{
		"<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID>", "<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID></REQUEST",
		"<REQUEST><TYPE>CALLSTART</TYPE><REQUESTID>1</REQUESTID><DEVICEID>%s</DEVICEID></REQ></REQUEST", "<?xml version='1.0'?><!-- %s -->", "<REQUEST><DEVICEID>%s</DEVICEID><!-- ",
		"<REQUEST><DEVICEID>%s</DEVICEID><ANI a='</REQUEST>", "hello %s",
	} {
		harness.Spec("CONNECTION-6", fmt.Sprintf("has nothing carried out of what its end cuts off: %q", half), func(t *harness.T) {
			d := t.Device()
			t.StopAfterwards(d)
			c := t.Dial()
			c.Raw(document(1) + "\r\n" + fmt.Sprintf(half, d))
			c.CloseWrite()
			answered(t, c, 1)
			for r := c.NextIfAny(); r != nil; r = c.NextIfAny() { // until the server ends it too
				r.Want(!r.OK(), "an error, or the end of the connection")
			}
			t.Equal("the number of active instances", len(t.Instances(d)), 0)
		})
	}
})

// served waits until a new client is served: a server that admits few must have
// noticed that others are gone.
func served(t *harness.T) {
	t.Eventually("a new client is served", func() { t.Dial().OK("TEST") })
}

// room skips the spec where the target has no more room for clients: the manual
// has a result for that, and no number.
func room(t *harness.T, r *harness.Reply) {
	if r.Code == int(catalog.API_TOO_MANY_CLIENTS) {
		t.Skip("the target serves fewer clients at once: it answers API_TOO_MANY_CLIENTS")
	}
}
