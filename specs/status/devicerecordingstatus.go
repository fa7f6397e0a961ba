package status

import (
	"slices"
	"strconv"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/specs/harness"
)

// instanceFields are the fields of a RECORDING section.
var instanceFields = slices.Concat([]string{"GROUP", "GATE", "ANI", "DNIS"}, users,
	[]string{"CALLDIRECTION", "ISTRUNK", "STATION", "STARTTIME", "STOPTIME",
		"ISRECORDING", "ISRECORDINGVIDEO", "FILENAME", "CALLID", "SESSIONID", "CALLINSTANCE", "STATUS"})

// withStatus fails unless, before long, a call has that STATUS.
func withStatus(t *harness.T, device, instance, status string) {
	t.Eventually("the call's STATUS", func() {
		t.Matches("instance "+instance, t.Instance(device, instance), "STATUS", status)
	})
}

var _ = harness.Describe("DEVICERECORDINGSTATUS", func() {
	harness.Spec("DEVICERECORDINGSTATUS-1", "shows every active call of the device, each once", func(t *harness.T) {
		d, other := t.Device(), t.Device()
		t.Start(other, "CALLINSTANCE", "x")
		var started []string
		for _, instance := range []string{"", "a", "b", "c"} {
			t.Start(d, "CALLINSTANCE", instance)
			started = append(started, instance)
			t.Active(d, started...)
		}
		t.Active(other, "x")
	})
	harness.Spec("DEVICERECORDINGSTATUS-1", "shows a call that was started again once", func(t *harness.T) {
		d := t.Device()
		t.Start(d, "CALLINSTANCE", "a")
		t.Start(d, "CALLINSTANCE", "b")
		t.Send("CALLSTART", "DEVICEID", d, "CALLINSTANCE", "a").Is(catalog.API_OK, catalog.API_ERROR_ALREADY_RECORDING)
		t.Active(d, "a", "b")
	})
	harness.Spec("DEVICERECORDINGSTATUS-2", "has every field of the device and of each call, blank or not", func(t *harness.T) {
		d := t.Device()
		t.Start(d, "CALLINSTANCE", "a")
		t.Start(d, "CALLINSTANCE", "b")
		r := t.OK("DEVICERECORDINGSTATUS", "DEVICEID", d)
		t.HasFields("the DEVICE section", r.Sections("DEVICE")[0], "DEVICEID", "DEVICEALIAS", "SYS_USER", "CRM_USER", "COREIDENT")
		calls := r.Sections("RECORDING")
		t.Equal("the number of RECORDING sections", len(calls), 2)
		for _, c := range calls {
			t.HasFields("a RECORDING section", c, instanceFields...)
		}
		noteNesting(t, &r.Body)
	})

	harness.Spec("DEVICERECORDINGSTATUS-3", "shows what each call is described with, each value in its field", func(t *harness.T) {
		d := t.Device()
		calls := map[string][]string{}
		for range 3 {
			values, instance := described(t, "DEVICEALIAS", "CALLINSTANCE"), t.Name("i")
			t.Start(d, append([]string{"CALLINSTANCE", instance}, values...)...)
			calls[instance] = values
		}
		for instance, values := range calls {
			t.Eventually("the calls are up to date", func() { t.Matches("instance "+instance, t.Instance(d, instance), values...) })
		}
	})
	for _, v := range variables {
		harness.Spec("DEVICERECORDINGSTATUS-3", "shows the call's "+v+" there alone", func(t *harness.T) {
			d, value := t.Device(), valueOf(t, v)
			t.Start(d, v, value)
			t.Eventually("the call is up to date", func() {
				calls := t.Instances(d)
				t.Equal("the number of active calls", len(calls), 1)
				only(t, "the call", calls[0], v, value)
			})
		})
	}
	harness.Spec("DEVICERECORDINGSTATUS-4", "shows what CALLUPDATE has changed in one call, and the others as before", func(t *harness.T) {
		d := t.Device()
		for _, instance := range []string{"a", "b", "c"} {
			t.Start(d, "CALLINSTANCE", instance, "USER1", "before", "ANI", "614")
		}
		t.OK("CALLUPDATE", "DEVICEID", d, "CALLINSTANCE", "b", "USER1", "after")
		t.Eventually("the call is up to date", func() { t.Matches("instance b", t.Instance(d, "b"), "USER1", "after", "ANI", "614") })
		t.Matches("instance a", t.Instance(d, "a"), "USER1", "before", "ANI", "614")
		t.Matches("instance c", t.Instance(d, "c"), "USER1", "before", "ANI", "614")
	})
	harness.Spec("DEVICERECORDINGSTATUS-5", "shows the users of the agent who has the phone", func(t *harness.T) {
		d := t.Device()
		u := t.Agent(d)
		t.Start(d)
		r := t.OK("DEVICERECORDINGSTATUS", "DEVICEID", d)
		t.Matches("the device", r.Sections("DEVICE")[0], "DEVICEID", d, "SYS_USER", u.SysUser, "CRM_USER", u.CRMUser)
	})

	harness.Spec("DEVICERECORDINGSTATUS-6", "leaves calls out that are over", func(t *harness.T) {
		d := t.Device()
		for _, instance := range []string{"a", "b", "c"} {
			t.Start(d, "CALLINSTANCE", instance)
		}
		t.Stop(d, "CALLINSTANCE", "b")
		t.Active(d, "a", "c")
		t.Stop(d, "CALLINSTANCE", "c")
		t.Active(d, "a")
		t.Stop(d, "CALLINSTANCE", "a")
		t.Active(d)
	})
	harness.Spec("DEVICERECORDINGSTATUS-6", "knows the device when all its calls are over", func(t *harness.T) {
		d := t.Device()
		t.Start(d, "CALLINSTANCE", "a")
		t.Stop(d)
		t.Active(d)
		r := t.OK("DEVICERECORDINGSTATUS", "DEVICEID", d)
		t.Equal("DEVICEID", r.Sections("DEVICE")[0].Get("DEVICEID"), d)
		t.Reading("E-62", map[bool]string{true: "none", false: "last"}[len(r.Recordings()) == 0])
	})

	harness.Spec("DEVICERECORDINGSTATUS-7", "says of a call that is being recorded that it is", func(t *harness.T) {
		d := t.Device()
		t.StartRecorded(d, "CALLINSTANCE", "a")
		withStatus(t, d, "a", "recording")
		f := t.Instance(d, "a")
		t.Matches("the call", f, "ISRECORDING", "Y", "STOPTIME", "")
		t.OneOf("ISRECORDINGVIDEO", f.Get("ISRECORDINGVIDEO"), "Y", "N")
		t.Check(f.Get("FILENAME") != "", "FILENAME is blank while the call is recorded")
	})
	harness.Spec("DEVICERECORDINGSTATUS-7", "gives the recordings of two calls two files", func(t *harness.T) {
		d := t.Device()
		t.StartRecorded(d, "CALLINSTANCE", "a")
		t.StartRecorded(d, "CALLINSTANCE", "b")
		withStatus(t, d, "a", "recording")
		withStatus(t, d, "b", "recording")
		t.Check(t.Instance(d, "a").Get("FILENAME") != t.Instance(d, "b").Get("FILENAME"), "both calls are recorded in %q", t.Instance(d, "a").Get("FILENAME"))
	})
	harness.Spec("DEVICERECORDINGSTATUS-12", "gives two calls two SESSIONIDs, or none", func(t *harness.T) {
		d := t.Device()
		t.Start(d, "CALLINSTANCE", "a")
		t.Start(d, "CALLINSTANCE", "b")
		t.Active(d, "a", "b")
		a, b := t.Instance(d, "a").Get("SESSIONID"), t.Instance(d, "b").Get("SESSIONID")
		t.Check(a == "" && b == "" || a != b, "both calls have the SESSIONID %q", a)
	})
	harness.Spec("DEVICERECORDINGSTATUS-8", "says of a call that is blacked out that recording is paused", func(t *harness.T) {
		d := t.Device()
		t.Agent(d)
		t.StartRecorded(d, "CALLINSTANCE", "a")
		withStatus(t, d, "a", "recording")
		t.OK("BLACKOUTSTART", "DEVICEID", d, "CALLINSTANCE", "a")
		withStatus(t, d, "a", "recordpaused")
		t.Matches("the call", t.Instance(d, "a"), "STOPTIME", "")
		t.OK("BLACKOUTSTOP", "DEVICEID", d, "CALLINSTANCE", "a")
		withStatus(t, d, "a", "recording")
	})
	harness.Spec("DEVICERECORDINGSTATUS-8", "says of other devices' calls meanwhile that they are recorded", func(t *harness.T) {
		d, other := t.Device(), t.Device()
		t.Agent(d)
		t.StartRecorded(d)
		t.StartRecorded(other)
		t.OK("BLACKOUTSTART", "DEVICEID", d)
		withStatus(t, d, "", "recordpaused")
		withStatus(t, other, "", "recording")
	})
	harness.Spec("DEVICERECORDINGSTATUS-9", "shows when each call began, and a core that has it", func(t *harness.T) {
		d := t.Device()
		t.Clock()
		before := time.Now()
		cores := t.Start(d, "CALLINSTANCE", "a").SentToCores()
		f := t.Instance(d, "a")
		t.Between("STARTTIME", t.Time("STARTTIME", f.Get("STARTTIME")), before, time.Now())
		core, err := strconv.Atoi(f.Get("COREIDENT"))
		t.Check(err == nil && slices.Contains(cores, core), "COREIDENT is %q; the call was sent to the cores %d", f.Get("COREIDENT"), cores)
	})
	harness.Spec("DEVICERECORDINGSTATUS-10", "goes on without the database", func(t *harness.T) {
		d := t.Device()
		t.Start(d, "CALLINSTANCE", "a")
		t.DatabaseDown()
		t.Active(d, "a")
		t.Start(d, "CALLINSTANCE", "b")
		t.Active(d, "a", "b")
	})
	harness.Spec("DEVICERECORDINGSTATUS-11", "refuses a REQUESTID that is none", func(t *harness.T) {
		d := t.Device()
		t.Start(d)
		requestIDs(t, "DEVICERECORDINGSTATUS", "DEVICEID", d)
	})
})

// noteNesting notes where the second RECORDING stands, and in what (E-08).
func noteNesting(t *harness.T, result *wire.Element) {
	device, inside := first(result, "DEVICE"), 0
	device.Each("RECORDING", func(*wire.Element) { inside++ })
	switch {
	case first(result, "DEVICES") != nil:
		t.Reading("E-08", "wrapped")
	case inside > 1:
		t.Reading("E-08", "inside")
	default:
		t.Reading("E-08", "after")
	}
}
