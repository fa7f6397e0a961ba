package recordingcontrol

import (
	"fmt"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// width is how many characters of a parameter the manual's table allows.
type width struct {
	name       string
	characters int
}

// fitting are the specs about values at the edge of what is allowed.
func fitting(c command) {
	for _, w := range []struct {
		rule, name     string
		below, allowed int
	}{
		{"3", "SYS_USER", 29, 30}, {"3", "CRM_USER", 29, 30},
		{"14", "SYS_USER", 254, 255}, {"14", "CRM_USER", 49, 50},
	} {
		harness.Spec(c.name+"-"+w.rule, fmt.Sprintf("finds a %s of %d characters, and nobody whose is one shorter", w.name, w.allowed), func(t *harness.T) {
			agents := [2]*scene{}
			names := [2]string{}
			unique := t.Name("w")
			for i, n := range []int{w.below, w.allowed} {
				names[i] = wide(unique, "x", n)
				d := t.Device()
				u := t.User(w.name, names[i])
				t.Phone(u, d)
				agents[i] = c.sceneOf(t, u, d)
			}
			agents[1].send(w.name, names[1]).Is(catalog.API_OK)
			agents[1].happened()
			agents[0].not()
			agents[0].send(w.name, names[0]).Is(catalog.API_OK)
			agents[0].happened()
		})
	}

	harness.Spec(c.name+"-14", "finds names beyond ASCII", func(t *harness.T) {
		for _, w := range []width{{"SYS_USER", 255}, {"CRM_USER", 50}} {
			d, value := t.Device(), wide(t.Name("w"), "é", w.characters)
			u := t.User(w.name, value)
			t.Phone(u, d)
			s := c.sceneOf(t, u, d)
			s.send(w.name, value).Is(catalog.API_OK)
			s.happened()
		}
	})

	for _, w := range []width{{"DEVICEID", 64}, {"DEVICEALIAS", 100}, {"SYS_USER", 255}, {"CRM_USER", 50}} {
		harness.Spec(c.name+"-16", "harms nobody by a "+w.name+" that is too long", func(t *harness.T) {
			s := c.scene(t)
			s.send(w.name, wide(t.Name("w"), "x", w.characters+1)).Is(catalog.API_OK, catalog.API_AGENT_NOT_FOUND, catalog.API_DEVICE_INVALID, catalog.API_DEVICE_NOT_IN_CALL,
				catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
			s.not()
			s.send("DEVICEID", s.device).Is(catalog.API_OK)
			s.happened()
		})
	}

	harness.Spec(c.name+"-17", "has its effect, or is refused, where TIMEOFFSET is no number", func(t *harness.T) {
		for _, offset := range []string{"soon", "1.5.2", "0x10", "99999999999999999999999"} {
			s := c.scene(t)
			r := s.send("DEVICEID", s.device, "TIMEOFFSET", offset).Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
			if r.OK() {
				s.happened()
			} else {
				s.not()
			}
		}
	})
}
