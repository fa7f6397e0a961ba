package dispatch

import (
	"strings"
	"testing"

	"github.com/offhook/offhook/reference/catalog"
)

// A blackout that is lost because CALLSTART has narrower columns would leave
// in a recording what must not be there.
func TestBlackoutsFindWhomCallStartCut(t *testing.T) {
	user, unknown, alias := strings.Repeat("longname", 10), strings.Repeat("nobody", 10), strings.Repeat("7", 40)
	for _, c := range []struct{ name, tag, value, agentID string }{
		{"an imported user's network name", "SYS_USER", user, "1"},
		{"an imported user's name in the CRM system", "CRM_USER", user[:45], "1"},
		{"a name that no user has", "SYS_USER", unknown, "0"},
		{"an alias", "DEVICEALIAS", alias, "0"},
	} {
		for _, agents := range []string{"", "AGENT"} {
			t.Run(agents+"BLACKOUTSTART by "+c.name, func(t *testing.T) {
				w := newWorld(t, ":memory:")
				w.do("IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Aylin", "LASTNAME", "Kaya", "SYS_USER", user, "CRM_USER", user[:45])
				w.do("CALLSTART", "DEVICEID", "4711", c.tag, c.value)
				for _, does := range []struct{ function, event string }{{"START", "RECORDINGPAUSED"}, {"STOP", "RECORDINGRESUMED"}} {
					if res := w.do(agents+"BLACKOUT"+does.function, c.tag, c.value); res.Code != catalog.API_OK {
						t.Errorf("%s: %v", does.function, res)
					}
					if ids := w.values(does.event, "AGENTID"); !ids[c.agentID] {
						t.Errorf("%s of AGENTID %v, want %s", does.event, ids, c.agentID)
					}
				}
				w.do("CALLSTOP", "DEVICEID", "4711")
				if rows := w.do("CALLLIST", c.tag, c.value).Body; len(rows) != 1 {
					t.Errorf("CALLLIST finds %d recordings", len(rows))
				}
			})
		}
	}
}
