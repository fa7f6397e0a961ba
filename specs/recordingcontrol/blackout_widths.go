package recordingcontrol

import (
	"fmt"
	"strconv"

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
		rule             string
		sysUser, crmUser int // the characters that are allowed
	}{{"3", 30, 30}, {"14", 255, 50}} {
		harness.Spec(c.name+"-"+w.rule, fmt.Sprintf("finds a SYS_USER of %d and a CRM_USER of %d characters, and nobody whose is one shorter", w.sysUser, w.crmUser), func(t *harness.T) {
			sys, crm := t.Name("w"), t.Name("w")
			var scenes [2]*scene
			for less := range scenes {
				d := t.Device()
				agent := t.User("SYS_USER", wide(sys, "x", w.sysUser-less), "CRM_USER", wide(crm, "x", w.crmUser-less))
				t.Phone(agent, d)
				scenes[less] = c.sceneOf(t, agent, d)
			}
			for i, s := range scenes {
				for _, name := range s.names("")[1:] {
					s.send(name[0], name[1]).Is(catalog.API_OK)
					s.happened()
					scenes[1-i].not()
					s.again()
				}
			}
		})
	}

	for _, w := range []struct {
		rule       string
		characters int // of a DEVICEID that are allowed
	}{{"3", 15}, {"14", 64}} {
		harness.Spec(c.name+"-"+w.rule, fmt.Sprintf("finds a DEVICEID of %d characters by every one of them", w.characters), func(t *harness.T) {
			t.Need(t.AnyDevice(), "the target takes only the devices that it is configured with")
			common := wide(t.Name("w"), "x", w.characters-1)
			var scenes [2]*scene
			for i := range scenes { // an agent's phone has 10 characters only: it is the alias
				phone := t.Number()
				agent := t.User()
				t.Phone(agent, phone)
				scenes[i] = c.sceneOf(t, agent, common+strconv.Itoa(i), "DEVICEALIAS", phone)
			}
			scenes[0].send("DEVICEID", scenes[0].device).Is(catalog.API_OK)
			scenes[0].happened()
			scenes[1].not()
		})
	}
	harness.Spec(c.name+"-3", "finds a DEVICEALIAS of 15 characters by every one of them", func(t *harness.T) {
		common := wide(t.Name("w"), "x", 14)
		s, other := c.agentScene(t, "DEVICEALIAS", common+"1"), c.agentScene(t, "DEVICEALIAS", common+"2")
		s.send("DEVICEALIAS", common+"1").Is(catalog.API_OK)
		s.happened()
		other.not()
	})

	harness.Spec(c.name+"-14", "finds names beyond ASCII", func(t *harness.T) {
		d := t.Device()
		agent := t.User("SYS_USER", wide(t.Name("w"), "é", 255), "CRM_USER", wide(t.Name("w"), "語", 50))
		t.Phone(agent, d)
		s := c.sceneOf(t, agent, d)
		for _, name := range s.names("")[1:] {
			s.send(name[0], name[1]).Is(catalog.API_OK)
			s.happened()
			s.again()
		}
	})

	harness.Spec(c.name+"-16", "harms nobody by a value that is too long", func(t *harness.T) {
		s := c.scene(t)
		for _, w := range []width{{"DEVICEID", 64}, {"DEVICEALIAS", 100}, {"SYS_USER", 255}, {"CRM_USER", 50}} {
			s.send(w.name, wide(t.Name("w"), "x", w.characters+1)).Is(catalog.API_OK, catalog.API_AGENT_NOT_FOUND, catalog.API_DEVICE_INVALID,
				catalog.API_DEVICE_NOT_IN_CALL, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
		}
		s.not()
		s.send("DEVICEID", s.device).Is(catalog.API_OK)
		s.happened()
	})

	harness.Spec(c.name+"-17", "has its effect, or is refused, where TIMEOFFSET is no number", func(t *harness.T) {
		s := c.scene(t)
		for _, offset := range []string{"soon", "1.5.2", "0x10", "99999999999999999999999"} {
			r := s.send("DEVICEID", s.device, "TIMEOFFSET", offset).Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
			if !r.OK() {
				s.not()
				continue
			}
			s.happened()
			s.again()
		}
	})
}
