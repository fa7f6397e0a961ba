package callhandling

import "github.com/offhook/offhook/specs/harness"

// command is a function of the chapter with what shows that it took effect.
type command struct {
	name    string
	printed []string // the function that the manual's result texts name in its place (E-18)
	// ready brings a device into a state in which the command has an effect;
	// who are parameters that the device's calls start with.
	ready func(t *harness.T, device string, who ...string) effect
}

// effect is what a command may do to one device.
type effect struct {
	params        []string // to send with the command, so that its effect shows
	happened, not func()   // fail unless it did, or did not
}

var commands = []command{
	{name: "CALLSTART", ready: func(t *harness.T, d string, who ...string) effect {
		t.Start(d, who...)
		t.Stop(d)
		return effect{nil, func() { t.Active(d, "") }, func() { t.Active(d) }}
	}},
	{name: "CALLSTOP", ready: func(t *harness.T, d string, who ...string) effect {
		t.Start(d, who...)
		return effect{nil, func() { t.Active(d) }, func() { t.Active(d, "") }}
	}},
	{name: "CALLUPDATE", printed: []string{"CALLSTART"}, ready: func(t *harness.T, d string, who ...string) effect {
		t.Start(d, append(who, "USER7", "as started")...)
		is := func(value string) func() {
			return func() { t.Matches("device "+d, t.Status(d), "USER7", value) }
		}
		v := t.Name("v")
		return effect{[]string{"USER7", v}, is(v), is("as started")}
	}},
	{name: "RECORDSTART", printed: []string{"CALLSTART"}, ready: func(t *harness.T, d string, who ...string) effect {
		ev := recorded(t, d, who...)
		return effect{nil, func() { ev.Expect("RECORDINGSTARTED", d) }, func() { still(t, ev, 1, "RECORDINGSTARTED", d) }}
	}},
	{name: "RECORDSTOP", printed: []string{"CALLSTOP"}, ready: func(t *harness.T, d string, who ...string) effect {
		ev := recorded(t, d, who...)
		t.OK("RECORDSTART", "DEVICEID", d)
		ev.Expect("RECORDINGSTARTED", d)
		return effect{nil, func() { ev.Expect("RECORDINGSTOPPED", d) }, func() { still(t, ev, 0, "RECORDINGSTOPPED", d) }}
	}},
}

// recorded starts a call that is being recorded and returns a subscription to
// the recording events that follow.
func recorded(t *harness.T, d string, nameValues ...string) *harness.Events {
	ev := t.Events("RECORD")
	t.StartRecorded(d, nameValues...)
	ev.Expect("RECORDINGSTARTED", d)
	return ev
}

// still fails unless so many events of that type have come for a device by the
// time that those of a later call on another device come.
func still(t *harness.T, ev *harness.Events, n int, typ, device string) {
	later := t.Device()
	t.StartRecorded(later)
	ev.Expect("RECORDINGSTARTED", later)
	exactly(t, ev, n, typ, device)
}

// send sends the command with parameters, and those that its effect needs.
func (c *command) send(t *harness.T, e effect, nameValues ...string) *harness.Reply {
	return t.Send(c.name, append(nameValues, e.params...)...)
}
