package status

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/offhook/offhook/specs/harness"
)

// shown are the functions that show a device with its call.
var shown = []view{views[0], views[1], {"DEVICERECORDINGSTATUS", func(t *harness.T, d string) *harness.Reply {
	return t.OK("DEVICERECORDINGSTATUS", "DEVICEID", d)
}}}

func init() {
	for _, v := range shown {
		harness.Describe(v.function, v.widths)
	}
}

// configured is why a spec about DEVICEIDs is skipped (E-31).
const configured = "the target's configuration names the only devices"

// widths are the specs about values as long as the manual's tables allow: the
// narrowest of them is the MUST (E-24).
func (v view) widths() {
	harness.Spec(v.function+"-50", "shows values of the full width whole", func(t *harness.T) {
		d, station := t.Device(), strings.ToUpper(long(t, 50, ascii))
		u := t.User("SYS_USER", long(t, 30, ascii), "CRM_USER", long(t, 30, ascii))
		t.Phone(u, d)
		values := []string{"CALLID", long(t, 16, ascii), "CALLDIRECTION", "O"}
		for _, filter := range filters[3:] {
			values = append(values, filter, long(t, widthOf(filter), ascii))
		}
		t.Start(d, append(values, "STATIONNAME", station)...)
		v.shows(t, d, append(values, "STATION", station, "SYS_USER", u.SysUser, "CRM_USER", u.CRMUser)...)
	})
	for _, w := range []struct {
		rule string
		n    int
	}{{"50", 15}, {"51", 64}} {
		harness.Spec(v.function+"-"+w.rule, fmt.Sprintf("shows every one of %d characters of a DEVICEID", w.n), func(t *harness.T) {
			t.Need(t.AnyDevice(), configured)
			common := long(t, w.n-1, ascii)
			for _, last := range []string{"1", "2"} {
				t.Start(common+last, "USER1", last)
				v.shows(t, common+last, "DEVICEID", common+last, "USER1", last)
			}
		})
	}
	harness.Spec(v.function+"-52", "names a file in at most 255 characters", func(t *harness.T) {
		d := t.Device()
		t.StartRecorded(d, "CALLINSTANCE", long(t, 64, ascii), "ANI", long(t, 20, ascii), "USER4", long(t, 255, ascii))
		name := v.of(t, d).Get("FILENAME")
		n := utf8.RuneCountInString(name)
		t.Check(0 < n && n <= 255, "FILENAME has %d characters", n)
	})
}
