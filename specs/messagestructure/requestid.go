package messagestructure

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("REQUESTID", func() {
	for _, id := range []string{"1", "2", "255", "65536", "2147483646", "2147483647"} {
		harness.Spec("REQUESTID-1", "is repeated in the result: "+id, func(t *harness.T) {
			r := t.OK("TEST", "REQUESTID", id)
			t.Equal("REQUESTID", r.RequestID, id)
		})
	}

	harness.Spec("REQUESTID-1", "is repeated in the result: any number of its range", func(t *harness.T) {
		random := rand.New(rand.NewPCG(uint64(t.Seed()), 1))
		for range 20 {
			id := strconv.Itoa(1 + random.IntN(catalog.MaxRequestID))
			r := t.OK("TEST", "REQUESTID", id)
			t.Equal("REQUESTID", r.RequestID, id)
		}
	})

	harness.Spec("REQUESTID-1", "is repeated in a result that is an error", func(t *harness.T) {
		r := t.Send("CALLSTART", "REQUESTID", "77", "DEVICEALIAS", t.Stranger()).Is(catalog.API_DEVICE_INVALID)
		t.Equal("REQUESTID", r.RequestID, "77")
	})

	harness.Spec("REQUESTID-1 XML-2", "is read without the blanks around it", func(t *harness.T) {
		r := t.OK("TEST", "REQUESTID", "  31 ")
		t.Equal("REQUESTID", r.RequestID, "31")
	})

	for _, c := range []struct{ name, id string }{
		{"negative", "-1"},
		{"one too large", "2147483648"},
		{"far too large", "99999999999999999999"},
		{"a word", "abc"},
		{"a fraction", "1.5"},
		{"two numbers", "1 2"},
		{"blank", ""},
	} {
		harness.Spec("REQUESTID-2", "is refused where it is "+c.name, func(t *harness.T) {
			t.Send("TEST", "REQUESTID", c.id).Is(catalog.API_REQUESTID_INVALID)
		})
	}

	harness.Spec("REQUESTID-2", "is refused where it is missing", func(t *harness.T) {
		t.Dial().Do(&client.Request{Type: "TEST", ID: client.NoID}).Is(catalog.API_REQUESTID_INVALID)
	})

	harness.Spec("REQUESTID-2", "is refused and repeated in some form where it is none", func(t *harness.T) {
		number := t.Send("TEST", "REQUESTID", "-7").Is(catalog.API_REQUESTID_INVALID).RequestID
		word := t.Send("TEST", "REQUESTID", "abc").Is(catalog.API_REQUESTID_INVALID).RequestID
		readings := map[[2]string]string{{"-7", "0"}: "number", {"0", "0"}: "zero", {"-7", "abc"}: "sent", {"", ""}: "blank"}
		if reading, ok := readings[[2]string{number, word}]; ok {
			t.Reading("E-30", reading)
		}
	})

	harness.Spec("REQUESTID-2", "may be taken or refused where it is 0", func(t *harness.T) {
		t.Send("TEST", "REQUESTID", "0").Is(catalog.API_OK, catalog.API_REQUESTID_INVALID)
	})

	for _, id := range []string{"-1", "abc", ""} {
		harness.Spec("REQUESTID-3", fmt.Sprintf("starts no call where it is refused: %q", id), func(t *harness.T) {
			d := t.Device()
			t.Send("CALLSTART", "REQUESTID", id, "DEVICEID", d).Is(catalog.API_REQUESTID_INVALID)
			t.Equal("the list of active instances", len(t.Instances(d)), 0)
		})
	}

	harness.Spec("REQUESTID-4", "may repeat on one connection", func(t *harness.T) {
		for range 3 {
			t.OK("TEST", "REQUESTID", "9")
		}
	})

	harness.Spec("REQUESTID-4", "may repeat, and each request has its effect", func(t *harness.T) {
		d := t.Device()
		t.Start(d)
		for _, v := range []string{"first", "second", "first"} {
			t.OK("CALLUPDATE", "REQUESTID", "7", "DEVICEID", d, "USER1", v)
			t.Eventually("the update shows", func() { t.Equal("USER1", t.Status(d).Get("USER1"), v) })
		}
	})
	harness.Spec("REQUESTID-4", "may fall from one request to the next", func(t *harness.T) {
		for _, id := range []string{"500", "2147483647", "3", "2", "1"} {
			r := t.OK("TEST", "REQUESTID", id)
			t.Equal("REQUESTID", r.RequestID, id)
		}
	})

	harness.Spec("REQUESTID-4", "may be the same on two connections", func(t *harness.T) {
		a, b := t.Dial(), t.Dial()
		a.OK("TEST", "REQUESTID", "12")
		b.OK("TEST", "REQUESTID", "12")
	})
})
