package recordingcontrol

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// command is one of the four blackout functions.
type command struct {
	name    string
	start   string   // what starts the blackouts that it stops, "" where it starts them
	printed []string // the functions that the manual's result texts name in its place (E-17, E-18)
}

var commands = []command{
	{"BLACKOUTSTART", "", nil},
	{"BLACKOUTSTOP", "BLACKOUTSTART", []string{"BLACKOUTSTART"}},
	{"AGENTBLACKOUTSTART", "", []string{"BLACKOUTSTART"}},
	{"AGENTBLACKOUTSTOP", "AGENTBLACKOUTSTART", []string{"AGENTBLACKOUTSTART", "BLACKOUTSTART", "BLACKOUTSTOP"}},
}

func (c command) ofAgent() bool { return strings.HasPrefix(c.name, "AGENT") }

// The STATUS of a call before and after the command.
func (c command) before() string {
	if c.start == "" {
		return recording
	}
	return paused
}

func (c command) after() string {
	if c.start == "" {
		return paused
	}
	return recording
}

// event is the type of the events that tell of the command's effect.
func (c command) event() string {
	if c.start == "" {
		return "RECORDINGPAUSED"
	}
	return "RECORDINGRESUMED"
}

// scene is a recorded call on which the command has an effect.
type scene struct {
	command
	t      *harness.T
	device string
	agent  *harness.User // nil where the command needs none
}

// scene makes one; callParams go into CALLSTART. There is an agent only where
// the command concerns agents.
func (c command) scene(t *harness.T, callParams ...string) *scene {
	if c.ofAgent() {
		return c.agentScene(t, callParams...)
	}
	return c.sceneOf(t, nil, t.Device(), callParams...)
}

// agentScene makes one that has an agent.
func (c command) agentScene(t *harness.T, callParams ...string) *scene {
	d := t.Device()
	return c.sceneOf(t, t.Agent(d), d, callParams...)
}

func (c command) sceneOf(t *harness.T, agent *harness.User, device string, callParams ...string) *scene {
	s := &scene{c, t, device, agent}
	t.StartRecorded(device, callParams...)
	if c.start != "" {
		t.OK(c.start, "DEVICEID", device)
	}
	are(t, c.before(), device)
	return s
}

func (s *scene) send(nameValues ...string) *harness.Reply { return s.t.Send(s.name, nameValues...) }

// happened waits until the command has had its effect, not fails if it had.
func (s *scene) happened() { are(s.t, s.after(), s.device) }
func (s *scene) not()      { areNow(s.t, s.before(), s.device) }

// again brings the call back to where it was before the command.
func (s *scene) again() {
	back := s.start
	if back == "" {
		back = strings.TrimSuffix(s.name, "START") + "STOP"
	}
	s.t.OK(back, "DEVICEID", s.device)
	are(s.t, s.before(), s.device)
}

// names returns DEVICEALIAS, SYS_USER and CRM_USER with what they are for the
// scene: its call's alias, its agent's names.
func (s *scene) names(alias string) [][2]string {
	return [][2]string{{"DEVICEALIAS", alias}, {"SYS_USER", s.agent.SysUser}, {"CRM_USER", s.agent.CRMUser}}
}

func init() {
	for _, c := range commands {
		harness.Describe(c.name, func() {
			reaching(c)
			naming(c)
			failing(c)
			fitting(c)
		})
	}
}

// reaching are the specs about the cores that a blackout is sent to.
func reaching(c command) {
	harness.Spec(c.name+"-1", "is answered as in the manual's example", func(t *harness.T) {
		s := c.agentScene(t)
		r := s.send("REQUESTID", "124", "SYS_USER", s.agent.SysUser, "TIMEOFFSET", "-5")
		r.SentToCores(c.printed...)
		t.Equal("REQUESTID", r.RequestID, "124")
		t.Equal("REQUESTTYPE", r.RequestType, c.name)
		s.happened()
	})

	harness.Spec(c.name+"-9", "names the cores that it could not be sent to", func(t *harness.T) {
		s := c.scene(t)
		down := otherCore(t, t.Status(s.device).Get("COREIDENT"))
		t.CoresDown(down)
		notSentTo(t, c, s.send("DEVICEID", s.device), down)
		s.happened()
	})

	harness.Spec(c.name+"-10", "is refused where no core is reached", func(t *harness.T) {
		s := c.scene(t)
		ev := t.Events("RECORD")
		t.CoresDown()
		s.send("DEVICEID", s.device).Is(catalog.API_ERROR_RECORDER_NOT_RUNNING)
		for _, core := range t.Cores() {
			t.CoreUp(core)
		}
		if c.start == "" { // what was paused may have ended with its core
			ev.None(c.event(), s.device)
			t.Stop(s.device)
			t.StartRecorded(s.device)
			areNow(t, recording, s.device)
		}
	})

	harness.Spec(c.name+"-13", "takes effect while the database is unavailable", func(t *harness.T) {
		s := c.scene(t)
		t.DatabaseDown()
		s.send("DEVICEID", s.device).Is(catalog.API_OK)
		s.happened()
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

// notSentTo fails unless the result says that one core was not reached (E-17).
func notSentTo(t *harness.T, c command, r *harness.Reply, core int) {
	r.Is(catalog.API_PARTIAL_CORE_RESPONSE, catalog.API_OK)
	m := notSent.FindStringSubmatch(strings.Join(strings.Fields(r.Message), " "))
	r.Want(m != nil, "%q with the cores", c.name+" could not be sent to the following cores: #,#")
	t.OneOf("the function that RESULTMSG names", m[1], append([]string{c.name}, c.printed...)...)
	t.Equal("the list of cores not reached", m[2], fmt.Sprint(core))
	t.Reading("E-17", map[bool]string{true: "ok", false: "partial"}[r.OK()])
}
