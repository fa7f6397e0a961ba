package status

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offhook/offhook/specs/harness"
)

// view is one of the two functions that show devices with one call each.
type view struct {
	function string
	ask      func(t *harness.T, device string) *harness.Reply
}

var views = []view{
	{"DEVICELIST", func(t *harness.T, _ string) *harness.Reply { return t.OK("DEVICELIST") }},
	{"DEVICESTATUS", func(t *harness.T, d string) *harness.Reply { return t.OK("DEVICESTATUS", "DEVICEID", d) }},
}

// of returns what the function says of a device and its call.
func (v view) of(t *harness.T, device string) harness.Fields {
	r := v.ask(t, device)
	f, ok := r.Device(device)
	r.Want(ok, "a DEVICE section with DEVICEID %s", device)
	return f
}

// shows fails unless, before long, the function says that of a device.
func (v view) shows(t *harness.T, device string, nameValues ...string) {
	t.Eventually(v.function+" is up to date", func() {
		t.Matches("device "+device, v.of(t, device), nameValues...)
	})
}

// deviceFields are the fields of a DEVICE section, its RECORDING section
// included.
var deviceFields = slices.Concat([]string{"DEVICEID", "DEVICEALIAS", "SYS_USER", "CRM_USER", "GROUP", "GATE", "ANI", "DNIS"}, users,
	[]string{"CALLDIRECTION", "ISTRUNK", "STATION", "STARTTIME", "STOPTIME", "COREIDENT",
		"ISRECORDING", "ISRECORDINGVIDEO", "FILENAME", "CALLID", "SESSIONID", "CALLINSTANCE"})

func init() {
	for _, v := range views {
		harness.Describe(v.function, func() {
			v.sections()
			v.values()
			v.priority()
			v.recording()
			v.conditions()
		})
	}
}

func (v view) sections() {
	harness.Spec(v.function+"-1", "counts the devices that it shows", func(t *harness.T) {
		d := t.Device()
		t.Start(d)
		r := v.ask(t, d)
		t.Equal("COUNT", count(t, r), len(r.Sections("DEVICE")))
	})
	harness.Spec(v.function+"-1", "shows a device once, however many calls it has", func(t *harness.T) {
		d, other := t.Device(), t.Device()
		t.Start(other)
		for _, instance := range []string{"a", "b", "c"} {
			t.Start(d, "CALLINSTANCE", instance)
		}
		t.Equal("the number of its DEVICE sections", sectionsOf(v.ask(t, d), d), 1)
	})
	harness.Spec(v.function+"-2", "has every field for a device, blank or not", func(t *harness.T) {
		d := t.Device()
		t.Start(d)
		r := v.ask(t, d)
		f, _ := r.Device(d)
		t.HasFields("the DEVICE section", f, deviceFields...)
		noteLayout(t, r)
	})
}

func sectionsOf(r *harness.Reply, device string) int {
	n := 0
	for _, f := range r.Sections("DEVICE") {
		if f.Get("DEVICEID") == device {
			n++
		}
	}
	return n
}

// noteLayout notes where CALLID stands and what the station is called (E-09).
func noteLayout(t *harness.T, r *harness.Reply) {
	e := first(&r.Body, "DEVICE")
	if e.Child("CALLID") != nil || e.Child("STATIONNAME") != nil {
		t.Reading("E-09", "list")
	} else {
		t.Reading("E-09", "example")
	}
}

func (v view) values() {
	harness.Spec(v.function+"-3", "shows what the call is described with, each value in its field", func(t *harness.T) {
		d := t.Device()
		values := described(t)
		t.Start(d, values...)
		v.shows(t, d, values...)
	})
	harness.Spec(v.function+"-3", "shows nothing of one device's call at another's", func(t *harness.T) {
		d, other := t.Device(), t.Device()
		t.Start(d, "ANI", "614", "USER3", "gold", "CALLINSTANCE", "x")
		t.Start(other, "ANI", "615", "USER4", "silver", "CALLINSTANCE", "y")
		v.shows(t, d, "ANI", "614", "USER3", "gold", "USER4", "", "CALLINSTANCE", "x")
		v.shows(t, other, "ANI", "615", "USER3", "", "USER4", "silver", "CALLINSTANCE", "y")
	})
	harness.Spec(v.function+"-3", "shows the STATIONNAME that the call was started with", func(t *harness.T) {
		d, station := t.Device(), strings.ToUpper(t.Name("w"))
		t.Start(d, "STATIONNAME", station)
		v.shows(t, d, "STATION", station)
	})
	harness.Spec(v.function+"-3", "shows the station that the device is mapped to", func(t *harness.T) {
		d := t.Device()
		station := t.Station(d)
		t.Start(d)
		v.shows(t, d, "STATION", station)
	})
	harness.Spec(v.function+"-4", "shows what CALLUPDATE has changed, and the rest as before", func(t *harness.T) {
		d := t.Device()
		t.Start(d, "USER1", "before", "GATE", "80", "ANI", "614")
		t.OK("CALLUPDATE", "DEVICEID", d, "USER1", "after", "GROUP", "12")
		v.shows(t, d, "USER1", "after", "GROUP", "12", "GATE", "80", "ANI", "614")
	})
	harness.Spec(v.function+"-5", "shows the users of the agent who has the phone", func(t *harness.T) {
		d := t.Device()
		u := t.Agent(d)
		t.Start(d)
		v.shows(t, d, "SYS_USER", u.SysUser, "CRM_USER", u.CRMUser)
	})
	harness.Spec(v.function+"-6", "names a direction that nobody gave ? or leaves it blank", func(t *harness.T) {
		d := t.Device()
		t.Start(d)
		direction := v.of(t, d).Get("CALLDIRECTION")
		t.OneOf("CALLDIRECTION", direction, "I", "O", "?", "")
		if reading, free := map[string]string{"?": "mark", "": "blank"}[direction]; free {
			t.Reading("E-39", reading)
		}
	})
}

func (v view) priority() {
	for _, p := range []struct{ title, steps, shown string }{
		{"shows the one active call", "+a", "a"},
		{"shows an active call before one that started and ended later", "+a +b -b", "a"},
		{"shows an active call before one that started earlier and ended later", "+a +b -a", "b"},
		{"shows of several active calls the one that began last", "+a +b +c", "c"},
		{"shows of several active calls the one that was started anew", "+a +b +c -a +a", "a"},
		{"shows the active call that began last of those that are left", "+a +b +c -c", "b"},
		{"shows the last call while there is none", "+a -a", "a"},
		{"shows the last of several calls while there is none", "+a -a +b -b", "b"},
		{"shows the later of two calls that overlapped", "+a +b -a -b", "b"},
		{"shows of two calls that overlapped the one that was active last", "+a +b -b -a", "a"},
		{"shows a new call of an instance that has ended", "+a -a +b -b +a", "a"},
	} {
		harness.Spec(v.function+"-7", p.title, func(t *harness.T) {
			d := t.Device()
			for _, step := range strings.Fields(p.steps) {
				if instance := step[1:]; step[0] == '+' {
					t.Start(d, "CALLINSTANCE", instance, "USER1", "call "+instance)
				} else {
					t.Stop(d, "CALLINSTANCE", instance)
				}
			}
			v.shows(t, d, "CALLINSTANCE", p.shown, "USER1", "call "+p.shown)
		})
	}
	harness.Spec(v.function+"-8", "keeps the last call with its STOPTIME when it is over", func(t *harness.T) {
		d := t.Device()
		values := described(t)
		t.Start(d, values...)
		v.shows(t, d, "STOPTIME", "")
		before := time.Now()
		t.Stop(d)
		t.Eventually("the call has a STOPTIME", func() { t.Check(v.of(t, d).Get("STOPTIME") != "", "STOPTIME is blank") })
		f := v.of(t, d)
		t.Matches("the call", f, values...)
		stopped := t.Time("STOPTIME", f.Get("STOPTIME"))
		t.Between("STOPTIME", stopped, before, time.Now())
		t.Check(!stopped.Before(t.Time("STARTTIME", f.Get("STARTTIME"))), "STOPTIME %s is before STARTTIME %s", f.Get("STOPTIME"), f.Get("STARTTIME"))
	})
}

func (v view) recording() {
	harness.Spec(v.function+"-9", "shows when the call began, in one of the manual's forms", func(t *harness.T) {
		d := t.Device()
		t.Clock()
		before := time.Now()
		t.Start(d)
		shown := v.of(t, d).Get("STARTTIME")
		t.Between("STARTTIME", t.Time("STARTTIME", shown), before, time.Now())
		if t.Clock().Coarse {
			t.Reading("E-36", "month")
		}
	})
	harness.Spec(v.function+"-10", "says while a call is recorded that it is, and in which file", func(t *harness.T) {
		d := t.Device()
		t.StartRecorded(d)
		f := v.of(t, d)
		t.Matches("device "+d, f, "ISRECORDING", "Y")
		t.OneOf("ISRECORDINGVIDEO", f.Get("ISRECORDINGVIDEO"), "Y", "N")
		t.Check(f.Get("FILENAME") != "", "FILENAME is blank while the call is recorded")
		noteFile(t, f.Get("FILENAME"))
	})
	harness.Spec(v.function+"-10", "says after a call that it is recorded no longer", func(t *harness.T) {
		d := t.Device()
		t.StartRecorded(d)
		t.Stop(d)
		v.shows(t, d, "ISRECORDING", "N")
	})
	harness.Spec(v.function+"-11", "names a core to which the call was sent", func(t *harness.T) {
		d := t.Device()
		cores := t.Start(d).SentToCores()
		core, err := strconv.Atoi(v.of(t, d).Get("COREIDENT"))
		t.Check(err == nil && slices.Contains(cores, core), "COREIDENT is %q; the call was sent to the cores %d", v.of(t, d).Get("COREIDENT"), cores)
	})
}

// noteFile notes what a recording's file is (E-38).
func noteFile(t *harness.T, name string) {
	for _, kind := range []string{"wav", "cca", "au"} {
		if strings.HasSuffix(strings.ToLower(name), "."+kind) {
			t.Reading("E-38", kind)
		}
	}
}

func (v view) conditions() {
	harness.Spec(v.function+"-12", "goes on without the database", func(t *harness.T) {
		d := t.Device()
		t.Start(d, "USER1", "before")
		t.DatabaseDown()
		v.shows(t, d, "USER1", "before")
		t.OK("CALLUPDATE", "DEVICEID", d, "USER1", "meanwhile")
		v.shows(t, d, "USER1", "meanwhile")
	})
	harness.Spec(v.function+"-13", "refuses a REQUESTID that is none", func(t *harness.T) {
		d := t.Device()
		t.Start(d)
		requestIDs(t, v.function, "DEVICEID", d)
	})
}
