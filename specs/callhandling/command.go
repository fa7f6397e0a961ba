package callhandling

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

func init() {
	for _, c := range commands {
		harness.Describe(c.name, func() {
			reaching(c)
			finding(c)
			missing(c)
		})
	}
}

// reaching are the specs about the cores that a command goes to.
func reaching(c command) {
	harness.Spec(c.name+"-1", "is sent to all cores", func(t *harness.T) {
		d := t.Device()
		e := c.ready(t, d)
		c.send(t, e, "DEVICEID", d).SentToCores(c.printed...)
		e.happened()
	})

	harness.Spec(c.name+"-2", "names the cores that it could not be sent to", func(t *harness.T) {
		d := t.Device()
		e := c.ready(t, d)
		down := otherCore(t, t.Status(d).Get("COREIDENT"))
		t.CoresDown(down)
		notSentTo(t, c, c.send(t, e, "DEVICEID", d), down)
		e.happened()
	})

	harness.Spec(c.name+"-3", "is refused where no core is reached", func(t *harness.T) {
		d := t.Device()
		e := c.ready(t, d)
		t.CoresDown()
		c.send(t, e, "DEVICEID", d).Is(catalog.API_ERROR_RECORDER_NOT_RUNNING)
	})
	harness.Spec(c.name+"-4", "does nothing where no core is reached", func(t *harness.T) {
		d := t.Device()
		e := c.ready(t, d)
		t.CoresDown()
		c.send(t, e, "DEVICEID", d).Is(catalog.API_ERROR_RECORDER_NOT_RUNNING)
		for _, core := range t.Cores() {
			t.CoreUp(core)
		}
		if c.name != "RECORDSTOP" { // the recording may have ended with its core
			e.not()
			return
		}
		t.Active(d, "")
	})
}

// otherCore returns a core that is not the one of a call.
func otherCore(t *harness.T, used string) int {
	for _, core := range t.Cores() {
		if fmt.Sprint(core) != used {
			return core
		}
	}
	t.Skip("the target has one core only")
	return 0
}

var notSent = regexp.MustCompile(`(\w+) could not be sent to the following cores: *(\d+(?: *, *\d+)*)`)

// notSentTo fails unless the result says that one core was not reached.
func notSentTo(t *harness.T, c command, r *harness.Reply, core int) {
	r.Is(catalog.API_PARTIAL_CORE_RESPONSE)
	m := notSent.FindStringSubmatch(strings.Join(strings.Fields(r.Message), " "))
	r.Want(m != nil, "%q with the cores", c.name+" could not be sent to the following cores: #,#")
	t.OneOf("the function that RESULTMSG names", m[1], append([]string{c.name}, c.printed...)...)
	t.Equal("the list of cores not reached", m[2], fmt.Sprint(core))
}

// finding are the specs about the device that a command means.
func finding(c command) {
	for _, by := range []struct{ id, name, deviceID string }{
		{"6", "DEVICEALIAS", "missing"}, {"6", "SYS_USER", "missing"}, {"6", "CRM_USER", "missing"},
		{"6", "SYS_USER", "blank"}, {"7", "STATIONNAME", "missing"}, {"7", "STATIONNAME", "blank"},
	} {
		harness.Spec(c.name+"-"+by.id, fmt.Sprintf("finds the device by %s where DEVICEID is %s", by.name, by.deviceID), func(t *harness.T) {
			d, bystander := t.Device(), t.Device()
			value, who := identity(t, d, by.name)
			e := c.ready(t, d, who...)
			t.Start(bystander)
			params := []string{by.name, value}
			if by.deviceID == "blank" {
				params = append(params, "DEVICEID", "")
			}
			c.send(t, e, params...).SentToCores(c.printed...)
			e.happened()
			t.Active(bystander, "")
		})
	}

	harness.Spec(c.name+"-9", "means the DEVICEID whatever else is named", func(t *harness.T) {
		d, another := t.Device(), t.Device()
		sysUser, _ := identity(t, another, "SYS_USER")
		e, other := c.ready(t, d), c.ready(t, another)
		c.send(t, e, "SYS_USER", sysUser, "DEVICEID", d, "STATIONNAME", t.Station(another)).Is(catalog.API_OK)
		e.happened()
		other.not()
	})

	harness.Spec(c.name+"-9", "means the DEVICEID where the DEVICEALIAS is the number of another device", func(t *harness.T) {
		d, another := t.Device(), t.Device()
		e, other := c.ready(t, d), c.ready(t, another)
		c.send(t, e, "DEVICEID", d, "DEVICEALIAS", another).Is(catalog.API_OK)
		e.happened()
		other.not()
	})

	harness.Spec(c.name+"-10", "takes effect only with a valid REQUESTID, and repeats it", func(t *harness.T) {
		d := t.Device()
		e := c.ready(t, d)
		c.send(t, e, "DEVICEID", d, "REQUESTID", "2147483648").Is(catalog.API_REQUESTID_INVALID)
		c.send(t, e, "DEVICEID", d, "REQUESTID", "-3").Is(catalog.API_REQUESTID_INVALID)
		e.not()
		r := c.send(t, e, "DEVICEID", d, "REQUESTID", "2147483647").Is(catalog.API_OK)
		t.Equal("REQUESTID", r.RequestID, "2147483647")
		t.Equal("REQUESTTYPE", r.RequestType, c.name)
		e.happened()
	})
}

// identity gives a device what a parameter other than DEVICEID finds it by. It
// returns the value, and what the device's calls have to start with.
func identity(t *harness.T, device, parameter string) (value string, who []string) {
	if parameter == "STATIONNAME" {
		return t.Station(device), nil
	}
	u := t.Agent(device)
	switch parameter {
	case "SYS_USER":
		return u.SysUser, nil
	case "CRM_USER":
		return u.CRMUser, nil
	}
	alias := t.Number()
	return alias, []string{"DEVICEALIAS", alias}
}

// missing are the specs about requests that lead to no device.
func missing(c command) {
	harness.Spec(c.name+"-8", "is answered API_DEVICE_INVALID where no device matches", func(t *harness.T) {
		d := t.Device()
		e := c.ready(t, d)
		for _, name := range []string{"DEVICEALIAS", "SYS_USER", "CRM_USER"} {
			r := c.send(t, e, name, t.Stranger()).Is(catalog.API_DEVICE_INVALID)
			if label := r.Type == catalog.API_DEVICE_INVALID.String(); label && strings.HasSuffix(c.name, "START") {
				r.Says("Could not find a device matching given parameters")
			}
		}
		e.not()
	})

	harness.Spec(c.name+"-11", "leads to no device by the DEVICEALIAS of one without an agent", func(t *harness.T) {
		d, alias := t.Device(), t.Number()
		e := c.ready(t, d, "DEVICEALIAS", alias)
		c.send(t, e, "DEVICEALIAS", alias).Is(catalog.API_DEVICE_INVALID)
		e.not()
	})
	harness.Spec(c.name+"-11", "leads to no device by a STATIONNAME without a mapping", func(t *harness.T) {
		t.Send(c.name, "STATIONNAME", t.Name("W")).Is(catalog.API_DEVICE_INVALID)
	})

	nothing := [][]string{nil, {"DEVICEID", "", "SYS_USER", " ", "STATIONNAME", ""}, {"ANI", "6145551212", "CALLINSTANCE", "1"}}
	harness.Spec(c.name+"-5", "is refused where nothing says which device", func(t *harness.T) {
		d := t.Device()
		e := c.ready(t, d)
		for _, params := range nothing {
			c.send(t, e, params...).Is(catalog.API_DEVICE_INVALID, catalog.API_INVALID_MESSAGE_FORMAT, catalog.API_BLANK_REQUIRED_VALUE)
		}
		e.not()
	})
	harness.Spec(c.name+"-12", "is answered API_DEVICE_INVALID where nothing says which device", func(t *harness.T) {
		for _, params := range nothing {
			t.Send(c.name, params...).Is(catalog.API_DEVICE_INVALID)
		}
	})
}
