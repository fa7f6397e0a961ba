package messagestructure

import (
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("TEST", func() {
	harness.Spec("TEST-1", "is answered API_OK", func(t *harness.T) {
		t.OK("TEST")
	})
	harness.Spec("TEST-3", "says API_OK", func(t *harness.T) {
		t.OK("TEST").Says("API_OK")
	})

	harness.Spec("TEST-1", "can be sent again and again", func(t *harness.T) {
		for range 50 {
			t.OK("TEST")
		}
	})

	harness.Spec("TEST-1", "leaves a call as it is", func(t *harness.T) {
		d := t.Device()
		t.Start(d, "CALLINSTANCE", "a")
		t.OK("TEST")
		t.Active(d, "a")
	})

	harness.Spec("TEST-2", "refuses a REQUESTID that is no number", func(t *harness.T) {
		t.Send("TEST", "REQUESTID", "first").Is(catalog.API_REQUESTID_INVALID)
	})
})
