package callhandling

import (
	"fmt"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// identifiers are the parameters that lead to a device, with the narrowest
// width that the manual's tables give each (E-24).
var identifiers = []struct {
	name string
	n    int
}{{"DEVICEALIAS", 15}, {"STATIONNAME", 50}, {"SYS_USER", 30}, {"CRM_USER", 30}}

func init() {
	for _, c := range commands {
		harness.Describe(c.name, func() {
			wideIdentifiers(c)
			shortValues(c)
		})
	}
}

// wideIdentifiers are the specs about the width of what leads to a device.
func wideIdentifiers(c command) {
	for _, by := range identifiers {
		harness.Spec(c.name+"-50", "finds the device by every character of its "+by.name, func(t *harness.T) {
			common := strings.ToUpper(long(t, by.n-1, ascii))
			means(t, c, by.name, common+"1", common+"2")
		})
		harness.Spec(c.name+"-52", "leads to no other device by too long a "+by.name, func(t *harness.T) {
			d, value, other := t.Device(), strings.ToUpper(long(t, by.n, ascii)), t.Device()
			c.ready(t, d, called(t, d, by.name, value)...)
			e := c.ready(t, other, called(t, other, by.name, value[:by.n-1])...)
			r := c.send(t, e, by.name, value+"x").Is(catalog.API_OK, catalog.API_DEVICE_INVALID, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
			if !r.OK() && r.Code != int(catalog.API_DEVICE_INVALID) {
				t.Reading("E-25", codeReading(r))
			}
			e.not()
		})
	}
	for _, by := range []struct {
		rule string
		n    int
	}{{"50", 15}, {"51", 64}} {
		harness.Spec(c.name+"-"+by.rule, fmt.Sprintf("finds the device by every one of %d characters of its DEVICEID", by.n), func(t *harness.T) {
			t.Need(t.AnyDevice(), configured)
			common := long(t, by.n-1, ascii)
			d, other := c.ready(t, common+"1"), c.ready(t, common+"2")
			c.send(t, d, "DEVICEID", common+"1").Is(catalog.API_OK)
			d.happened()
			other.not()
		})
	}
}

// means fails unless the command acts on the device that has a value, and not on
// another one that has a value like it.
func means(t *harness.T, c command, parameter, value, like string) {
	d, another := t.Device(), t.Device()
	e, other := c.ready(t, d, called(t, d, parameter, value)...), c.ready(t, another, called(t, another, parameter, like)...)
	c.send(t, e, parameter, value).Is(catalog.API_OK)
	e.happened()
	other.not()
}

// called makes a parameter with that value lead to a device. It returns what
// the device's calls have to start with.
func called(t *harness.T, device, parameter, value string) (who []string) {
	switch parameter {
	case "STATIONNAME":
		t.OK("IMPORTWORKSTATION", "DEVICEID", device, "STATIONNAME", value, "LOCATIONID", t.Location())
		return nil
	case "DEVICEALIAS":
		t.Agent(device)
		return []string{"DEVICEALIAS", value}
	}
	t.Phone(t.User(parameter, value), device)
	return nil
}

// shortValues are the specs about parameters of one character.
func shortValues(c command) {
	names := map[string][]string{
		"CALLSTART": {"CALLDIRECTION", "AGENTINITIATED", "CTIINITIATED"}, "RECORDSTART": {"CALLDIRECTION", "AGENTINITIATED", "CTIINITIATED"},
		"CALLUPDATE": {"CALLDIRECTION", "UPDATE_IF_NOT_RECORDING"},
	}[c.name]
	for _, name := range names {
		harness.Spec(c.name+"-53", "harms nothing by more than one character of "+name, func(t *harness.T) {
			long := map[bool]string{true: "IN", false: "YES"}[name == "CALLDIRECTION"]
			d, rest := t.Device(), freshAll(t, slicesWithout(variables, "CALLDIRECTION")...)
			e := c.ready(t, d)
			r := c.send(t, effect{}, append(rest, "DEVICEID", d, name, long)...).Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
			if !r.OK() {
				e.not()
				t.Reading("E-25", codeReading(r))
				return
			}
			shown := t.Instance
			if c.name == "RECORDSTART" {
				e.happened()
				shown = func(d, _ string) harness.Fields {
					t.OK("RECORDSTOP", "DEVICEID", d)
					return t.Rows(1, rest...)[0]
				}
			}
			f := shown(d, "")
			t.Matches("the call", f, rest...)
			if name == "CALLDIRECTION" {
				t.OneOf(name, f.Get(name), "I", "?", "", long)
			}
		})
	}
}

var _ = harness.Describe("A DEVICEALIAS of two devices", func() {
	for _, first := range []bool{true, false} {
		name := "the last one that had it"
		if first {
			name = "the first one that had it"
		}
		harness.Spec("CALLUPDATE-40", "means the one that is in a call: "+name, func(t *harness.T) {
			alias, v := t.Number(), t.Name("v")
			one, two := t.Device(), t.Device()
			t.Start(one, "DEVICEALIAS", alias, "USER4", "one")
			t.Start(two, "DEVICEALIAS", alias, "USER4", "two")
			live, over := two, one
			if first {
				live, over = one, two
			}
			t.Agent(alias)
			t.Stop(over)
			t.OK("CALLUPDATE", "DEVICEALIAS", alias, "USER4", v)
			t.Equal("USER4 of the call", t.Status(live).Get("USER4"), v)
		})
	}
})
