package messagestructure

import (
	"fmt"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

var _ = harness.Describe("Parameters", func() {
	harness.Spec("PARAMETER-1", "may stand before TYPE", func(t *harness.T) {
		takes(t, "<REQUEST><REQUESTID>8</REQUESTID><TYPE>TEST</TYPE></REQUEST>\r\n", 8)
	})

	harness.Spec("PARAMETER-1", "may come in any order", func(t *harness.T) {
		parts := []string{"<TYPE>CALLSTART</TYPE>", "<REQUESTID>1</REQUESTID>", "<DEVICEID>%s</DEVICEID>", "<ANI>614</ANI>", "<USER2>gold</USER2>"}
		for turn := range parts {
			d := t.Device()
			t.StopAfterwards(d)
			turned := strings.Join(append(append([]string{}, parts[turn:]...), parts[:turn]...), "")
			c := t.Dial()
			c.Raw("<REQUEST>" + fmt.Sprintf(turned, d) + "</REQUEST>\r\n")
			c.Next().Is(catalog.API_OK)
			t.Matches("the device", t.Status(d), "ANI", "614", "USER2", "gold")
		}
	})

	harness.Spec("PARAMETER-2", "that no function has are passed over", func(t *harness.T) {
		t.OK("TEST", "COLOUR", "red")
	})
	harness.Spec("PARAMETER-2", "that another function has are passed over", func(t *harness.T) {
		t.OK("TEST", "DEVICEID", t.Stranger(), "ACTION", "DELETE")
	})
	harness.Spec("PARAMETER-2", "that the function does not have do not disturb those it has", func(t *harness.T) {
		d := t.Device()
		t.Start(d, "COLOUR", "red", "ANI", "614", "USER16", "none")
		t.Matches("the device", t.Status(d), "ANI", "614")
	})
})
