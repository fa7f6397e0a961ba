package status

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// finder is one of the two functions that are asked about a device by any of
// four parameters.
type finder struct{ function, text string }

var finders = []finder{
	{"DEVICESTATUS", "Found the following matching devices"},
	{"DEVICERECORDINGSTATUS", "Following active call instances found for specified deviceID, devicealias, crm_user or sys_user"},
}

var identifiers = []string{"DEVICEID", "DEVICEALIAS", "SYS_USER", "CRM_USER"}

func init() {
	for _, f := range finders {
		harness.Describe(f.function, func() {
			f.known()
			f.unknown()
			f.widths()
		})
	}
}

// agent starts a call on a device that has an agent, and returns what the
// device can be found by.
func agent(t *harness.T, device string, nameValues ...string) map[string]string {
	u, alias := t.Agent(device), t.Number()
	t.Start(device, append([]string{"DEVICEALIAS", alias}, nameValues...)...)
	return map[string]string{"DEVICEID": device, "DEVICEALIAS": alias, "SYS_USER": u.SysUser, "CRM_USER": u.CRMUser}
}

// finds fails unless a request leads to that device and to no other.
func (f finder) finds(t *harness.T, device string, nameValues ...string) *harness.Reply {
	r := t.OK(f.function, nameValues...)
	found := r.Sections("DEVICE")
	r.Want(len(found) > 0, "a DEVICE section for %s", device)
	for _, d := range found {
		t.Equal("DEVICEID of the device found", d.Get("DEVICEID"), device)
	}
	return r
}

var _ = harness.Describe("DEVICESTATUS", func() {
	harness.Spec("DEVICESTATUS-28", "finds every device of an agent", func(t *harness.T) {
		devices := []string{t.Device(), t.Device()}
		u := t.Agent(devices[0])
		t.Phone(u, devices[1])
		for _, d := range devices {
			t.Start(d)
		}
		for _, by := range [][]string{{"SYS_USER", u.SysUser}, {"CRM_USER", u.CRMUser}} {
			r := t.OK("DEVICESTATUS", by...)
			var found []string
			for _, d := range r.Sections("DEVICE") {
				found = append(found, d.Get("DEVICEID"))
			}
			slices.Sort(found)
			t.Equal("the list of devices", found, slices.Sorted(slices.Values(devices)))
		}
	})
})

func (f finder) known() {
	for _, by := range identifiers {
		harness.Spec(f.function+"-20", "finds the device by its "+by, func(t *harness.T) {
			d, other := t.Device(), t.Device()
			agent(t, other)
			f.finds(t, d, by, agent(t, d)[by])
		})
		harness.Spec(f.function+"-20", "goes on finding the device by its "+by+" when its call is over", func(t *harness.T) {
			d := t.Device()
			who := agent(t, d)
			t.Stop(d)
			f.finds(t, d, by, who[by])
		})
	}
	harness.Spec(f.function+"-20", "passes over identifiers that are blank", func(t *harness.T) {
		d := t.Device()
		f.finds(t, d, "DEVICEID", "", "DEVICEALIAS", "", "CRM_USER", "", "SYS_USER", agent(t, d)["SYS_USER"])
	})
	harness.Spec(f.function+"-21", "says that it has found the device", func(t *harness.T) {
		d := t.Device()
		t.Start(d)
		t.OK(f.function, "DEVICEID", d).Says(f.text)
	})
	harness.Spec(f.function+"-22", "finds the device by the alias that it had last", func(t *harness.T) {
		d := t.Device()
		before := agent(t, d)["DEVICEALIAS"]
		t.Stop(d)
		now := t.Number()
		t.Start(d, "DEVICEALIAS", now)
		f.finds(t, d, "DEVICEALIAS", now)
		nobody(t, t.Send(f.function, "DEVICEALIAS", before))
	})
}

// nobody fails unless the result says in one of the ways of E-61 that there is
// no such device, and notes which.
func nobody(t *harness.T, r *harness.Reply) {
	r.Is(catalog.API_DEVICE_INVALID, catalog.API_AGENT_NOT_FOUND, catalog.API_OK)
	switch catalog.Code(r.Code) {
	case catalog.API_DEVICE_INVALID:
		t.Reading("E-61", "8")
	case catalog.API_AGENT_NOT_FOUND:
		t.Reading("E-61", "24")
	default:
		for _, d := range r.Sections("DEVICE") {
			r.Want(d.Get("DEVICEID") == "", "API_DEVICE_INVALID, or API_OK without a device")
		}
		t.Reading("E-61", "empty")
	}
}

func (f finder) unknown() {
	for _, by := range identifiers {
		harness.Spec(f.function+"-23", "finds no device by a "+by+" that nothing has", func(t *harness.T) {
			agent(t, t.Device())
			nobody(t, t.Send(f.function, by, t.Stranger()))
		})
	}
	harness.Spec(f.function+"-23", "makes no device known by asking for it", func(t *harness.T) {
		stranger := t.Stranger()
		nobody(t, t.Send(f.function, "DEVICEID", stranger))
		nobody(t, t.Send(f.function, "DEVICEID", stranger))
		_, listed := t.OK("DEVICELIST").Device(stranger)
		t.Check(!listed, "DEVICELIST lists %s, which was only asked for", stranger)
	})
	harness.Spec(f.function+"-23", "takes no part of an identifier for the whole", func(t *harness.T) {
		who := agent(t, t.Device())
		for _, by := range identifiers[1:] { // a part of a DEVICEID may be another one
			nobody(t, t.Send(f.function, by, who[by][:len(who[by])-1]))
			nobody(t, t.Send(f.function, by, who[by][1:]))
		}
	})
	harness.Spec(f.function+"-23", "takes no wildcard for an identifier", func(t *harness.T) {
		agent(t, t.Device())
		for _, by := range identifiers {
			nobody(t, t.Send(f.function, by, "%"))
			nobody(t, t.Send(f.function, by, "*"))
		}
	})
	harness.Spec(f.function+"-24", "finds no device where none is named", func(t *harness.T) {
		d := t.Device()
		t.Start(d)
		for _, params := range [][]string{nil, {"DEVICEID", "", "SYS_USER", ""}} {
			t.Send(f.function, params...).Is(catalog.API_DEVICE_INVALID, catalog.API_AGENT_NOT_FOUND,
				catalog.API_INVALID_MESSAGE_FORMAT, catalog.API_BLANK_REQUIRED_VALUE)
		}
	})
}

const (
	ascii = "abcdefghijklmnopqrstuvwxyz0123456789"
	latin = "äöüéèêñçåøæ"
)

// long returns a value of n characters that nothing else has.
func long(t *harness.T, n int, of string) string {
	v := []rune(t.Name("w") + strings.Repeat(of, 1+n/utf8.RuneCountInString(of)))
	return string(v[:n])
}

func (f finder) widths() {
	for _, of := range []struct{ id, title, letters string }{{"25", "", ascii}, {"26", " beyond ASCII", latin}} {
		harness.Spec(f.function+"-"+of.id, "finds the device by an identifier of the full width"+of.title, func(t *harness.T) {
			for _, less := range []int{1, 0} {
				d, alias := t.Device(), long(t, 15-less, of.letters)
				u := t.User("SYS_USER", long(t, 30-less, of.letters), "CRM_USER", long(t, 30-less, of.letters))
				t.Phone(u, d)
				t.Start(d, "DEVICEALIAS", alias)
				f.finds(t, d, "DEVICEALIAS", alias)
				f.finds(t, d, "SYS_USER", u.SysUser)
				f.finds(t, d, "CRM_USER", u.CRMUser)
			}
		})
	}
	harness.Spec(f.function+"-26", "finds the device by a DEVICEID of 64 characters", func(t *harness.T) {
		t.Need(t.AnyDevice(), "the target's configuration names the only devices")
		for _, n := range []int{63, 64} {
			d := long(t, n, ascii)
			t.Start(d)
			f.finds(t, d, "DEVICEID", d)
		}
	})
	harness.Spec(f.function+"-27", "leads to no other device by an identifier that is too long", func(t *harness.T) {
		d := t.Device()
		alias := long(t, 15, ascii)
		u := t.User("SYS_USER", long(t, 30, ascii), "CRM_USER", long(t, 30, ascii))
		t.Phone(u, d)
		t.Start(d, "DEVICEALIAS", alias)
		for _, by := range [][2]string{{"DEVICEALIAS", alias}, {"SYS_USER", u.SysUser}, {"CRM_USER", u.CRMUser}} {
			r := t.Send(f.function, by[0], by[1]+"x").Is(catalog.API_OK, catalog.API_DEVICE_INVALID, catalog.API_AGENT_NOT_FOUND,
				catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
			for _, found := range r.Sections("DEVICE") {
				t.OneOf("DEVICEID of the device found", found.Get("DEVICEID"), d, "")
			}
		}
		t.OK("TEST")
	})
}
