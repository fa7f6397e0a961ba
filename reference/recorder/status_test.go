package recorder_test

import (
	"strings"
	"testing"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

// layoutHolds reports how body breaks the layout, "" if it does not.
func layoutHolds(ls []catalog.Layout, body []catalog.Element) string {
	for i := range ls {
		l := &ls[i]
		n := 0
		for n < len(body) && body[n].Name == l.Name && (n == 0 || l.Repeat) {
			if len(l.Children) == 0 && len(body[n].Children) > 0 {
				return l.Name + " must hold text"
			}
			if broken := layoutHolds(l.Children, body[n].Children); broken != "" {
				return l.Name + ": " + broken
			}
			n++
		}
		if n == 0 && !l.Repeat && !l.Optional {
			return l.Name + " is missing"
		}
		body = body[n:]
	}
	if len(body) > 0 {
		return "unexpected " + body[0].Name
	}
	return ""
}

func TestStatusBodiesKeepToTheLayout(t *testing.T) {
	moments := []struct {
		name   string
		before func(w *world)
	}{
		{"during a call", func(w *world) { w.ok("CALLSTART", "DEVICEID=5", "DEVICEALIAS=3545") }},
		{"during several", func(w *world) {
			w.ok("CALLSTART", "DEVICEID=5", "DEVICEALIAS=3545", "CALLINSTANCE=a")
			w.ok("CALLSTART", "DEVICEID=5", "CALLINSTANCE=b")
			w.ok("RECORDSTART", "DEVICEID=5")
			w.ok("BLACKOUTSTART", "DEVICEID=5")
		}},
		{"after a call", func(w *world) {
			w.ok("CALLSTART", "DEVICEID=5", "DEVICEALIAS=3545")
			w.ok("CALLSTOP", "DEVICEID=5")
		}},
	}
	requests := []string{"DEVICELIST", "DEVICESTATUS DEVICEID=5", "DEVICESTATUS DEVICEALIAS=3545", "DEVICESTATUS CRM_USER=CRMJANE",
		"DEVICERECORDINGSTATUS DEVICEID=5", "DEVICERECORDINGSTATUS SYS_USER=JSMITH", "CHANNELS"}
	for _, m := range moments {
		for _, f := range requests {
			t.Run(f+" "+m.name, func(t *testing.T) {
				w := newWorld(t, recorder.Config{})
				m.before(w)
				words := strings.Fields(f)
				w.ok(words[0], words[1:]...)
				if broken := layoutHolds(catalog.Lookup(words[0]).Layout, w.out.Result.Body); broken != "" {
					t.Error(broken)
				}
				if w.out.Result.Message != catalog.Lookup(words[0]).Outcome(catalog.API_OK).Text &&
					w.out.Result.Message != "" {
					t.Errorf("message %q", w.out.Result.Message)
				}
			})
		}
	}
	t.Run("DEVICELIST without devices", func(t *testing.T) {
		w := newWorld(t, recorder.Config{})
		w.ok("DEVICELIST")
		w.equal("layout", layoutHolds(catalog.Lookup("DEVICELIST").Layout, w.out.Result.Body), "")
	})
}

func TestDeviceStatusShowsTheActiveOrLastCall(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.ok("CALLSTART", "DEVICEID=5", "CALLINSTANCE=a")
	w.pass(1)
	w.ok("CALLSTART", "DEVICEID=5", "CALLINSTANCE=b")
	w.equal("of two the later", w.status("5", "CALLINSTANCE"), "b")
	w.pass(1)
	w.ok("CALLSTOP", "DEVICEID=5")
	w.equal("the one still active", w.status("5", "CALLINSTANCE"), "a")
	w.pass(1)
	w.ok("CALLSTOP", "DEVICEID=5")
	w.equal("the one that ended last", w.status("5", "CALLINSTANCE"), "a")
	w.equal("STARTTIME", w.status("5", "STARTTIME"), "4/30/2014 9:00:00 AM")
	w.equal("STOPTIME", w.status("5", "STOPTIME"), "4/30/2014 9:00:03 AM")
	w.equal("ISRECORDING", w.status("5", "ISRECORDING"), "N")
	w.equal("FILENAME", w.status("5", "FILENAME"), `C:\Recordings\20140430\5\5-09-00-00-1.wav`)
	w.equal("SESSIONID", w.status("5", "SESSIONID"), "5-000100000000001")
	w.fails(catalog.API_DEVICE_INVALID, "DEVICESTATUS", "DEVICEID=6")
	w.fails(catalog.API_DEVICE_INVALID, "DEVICESTATUS")
}

func TestStatusFindsAllDevicesThatMatch(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	for _, id := range []string{"9", "3545", "7001", "7002"} {
		w.ok("CALLSTART", "DEVICEID="+id)
	}
	w.ok("CALLSTART", "DEVICEID=8", "DEVICEALIAS=3545")
	w.ok("CALLSTART", "DEVICEID=9", "SYS_USER=jsmith", "CRM_USER=crmjane")
	w.ok("CALLSTART", "DEVICEID=7002", "SYS_USER=other")
	cases := []struct{ fields, want string }{
		{"SYS_USER=JSMITH", "3545 7001 8 9"},
		{"CRM_USER=CRMJANE", "3545 7001 8 9"},
		{"DEVICEALIAS=3545", "8"},
		{"SYS_USER=KDOE", ""},
		{"DEVICEALIAS=nobody SYS_USER=other", "7002"},
		{"DEVICEID=9 SYS_USER=KDOE", "9"},
	}
	for _, c := range cases {
		t.Run(c.fields, func(t *testing.T) {
			if c.want == "" {
				w.fails(catalog.API_DEVICE_INVALID, "DEVICESTATUS", strings.Fields(c.fields)...)
				return
			}
			w.ok("DEVICESTATUS", strings.Fields(c.fields)...)
			w.equal("devices", fields(sections(w.out.Result.Body, "DEVICEID")), c.want)
		})
	}
	w.ok("CALLSTOP", "DEVICEID=9")
	w.ok("DEVICERECORDINGSTATUS", "SYS_USER=JSMITH")
	w.equal("the liveliest", text(w.out.Result.Body, "DEVICEID"), "8")
}

func TestDeviceRecordingStatusShowsEveryActiveCall(t *testing.T) {
	w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 1, Channels: 2}}})
	for _, instance := range []string{"37", "38", "39"} {
		w.ok("CALLSTART", "DEVICEID=5", "CALLINSTANCE="+instance, "ANI=1"+instance)
	}
	w.ok("BLACKOUTSTART", "DEVICEID=5", "CALLINSTANCE=37")
	w.ok("DEVICERECORDINGSTATUS", "DEVICEID=5")
	body := w.out.Result.Body
	w.equal("instances", fields(sections(body, "CALLINSTANCE")), "37 38 39")
	w.equal("ANI", fields(sections(body, "ANI")), "137 138 139")
	w.equal("STATUS", fields(sections(body, "STATUS")), "recordpaused recording ")
	w.equal("ISRECORDING", fields(sections(body, "ISRECORDING")), "Y Y N")
	for range 3 {
		w.ok("CALLSTOP", "DEVICEID=5")
	}
	w.ok("DEVICERECORDINGSTATUS", "DEVICEID=5") // E-62
	equal(t, "recordings after all", len(sections(w.out.Result.Body, "RECORDING")), 0)
	w.equal("the device", text(w.out.Result.Body, "DEVICEID"), "5")
	w.fails(catalog.API_DEVICE_INVALID, "DEVICERECORDINGSTATUS", "DEVICEID=6")
}
