package webapi

import (
	"regexp"
	"slices"
	"strings"

	"github.com/offhook/offhook/reference/wire"
	"github.com/offhook/offhook/specs/harness"
)

// call is one way to call a function: args makes a subject for it and returns
// the parameters, names and values in turn.
type call struct {
	function, how string
	args          func(t *harness.T) []string
	// shared is a function that shows what belongs to others too, which may
	// change from one answer to the next.
	shared bool
}

// device makes parameters that name a device, then those given.
func device(more ...string) func(*harness.T) []string {
	return func(t *harness.T) []string { return append([]string{"DEVICEID", t.Device()}, more...) }
}

// inCall is device for a device with a call.
func inCall(more ...string) func(*harness.T) []string {
	return func(t *harness.T) []string {
		d := t.Device()
		t.Start(d, "ANI", "5551234")
		return append([]string{"DEVICEID", d}, more...)
	}
}

// ofAgent is inCall for a device with an agent.
func ofAgent(more ...string) func(*harness.T) []string {
	return func(t *harness.T) []string {
		d := t.Device()
		t.Agent(d)
		t.Start(d)
		return append([]string{"DEVICEID", d}, more...)
	}
}

// chatting names a chat session that runs.
func chatting(t *harness.T) []string {
	id := t.Number()
	t.OK("CHATSTART", "SESSIONID", id, "AGENTID", t.Agent(t.Device()).AgentID)
	return []string{"SESSIONID", id}
}

func nothing(*harness.T) []string { return nil }

var calls = []call{
	{function: "TEST", args: nothing},
	{function: "CALLSTART", args: device("ANI", "5551234", "USER1", "a & b")},
	{function: "CALLSTART", how: "without a device", args: nothing},
	{function: "CALLSTART", how: "of a user that there is not", args: func(t *harness.T) []string { return []string{"SYS_USER", t.Stranger()} }},
	{function: "CALLSTOP", args: inCall()},
	{function: "CALLUPDATE", args: inCall("USER1", "changed")},
	{function: "RECORDSTART", args: inCall()},
	{function: "RECORDSTOP", args: inCall()},
	{function: "DEVICELIST", args: nothing, shared: true},
	{function: "DEVICESTATUS", args: inCall()},
	{function: "DEVICESTATUS", how: "of a device that there is not", args: func(t *harness.T) []string { return []string{"DEVICEALIAS", t.Stranger()} }},
	{function: "DEVICERECORDINGSTATUS", args: inCall()},
	{function: "SYSTEMSTATUS", args: nothing},
	{function: "CHANNELS", args: nothing, shared: true},
	{function: "STATIONS", args: nothing, shared: true},
	{function: "FETCHTERMINOLOGY", args: nothing, shared: true},
	{function: "CALLLIST", args: func(t *harness.T) []string {
		d := t.Device()
		t.Recorded(d)
		return []string{"DEVICEID", d}
	}},
	{function: "CHATSTART", args: func(t *harness.T) []string {
		return []string{"SESSIONID", t.Number(), "AGENTID", t.Agent(t.Device()).AgentID}
	}},
	{function: "CHATSTOP", args: chatting},
	{function: "CHATUPDATE", args: chatting},
	{function: "BLACKOUTSTART", args: inCall("TIMEOFFSET", "0")},
	{function: "BLACKOUTSTOP", args: inCall()},
	{function: "AGENTBLACKOUTSTART", args: ofAgent()},
	{function: "AGENTBLACKOUTSTOP", args: ofAgent()},
	{function: "IMPORTUSER", how: "LIST", args: func(*harness.T) []string { return []string{"ACTION", "LIST"} }, shared: true},
	{function: "IMPORTUSER", how: "with an ACTION that there is not", args: func(*harness.T) []string { return []string{"ACTION", "FLY"} }},
	{function: "IMPORTAGENTPHONE", args: func(t *harness.T) []string {
		u, d := t.User(), t.Device()
		t.Phone(u, d)
		return []string{"ACTION", "ADD", "PHONEID", d, "AGENTID", u.AgentID}
	}},
	{function: "IMPORTWORKSTATION", args: func(t *harness.T) []string {
		return []string{"DEVICEID", t.Device(), "STATIONNAME", strings.ToUpper(t.Name("w")), "LOCATIONID", t.Location()}
	}},
	{function: "ADDGROUP", args: func(t *harness.T) []string { return []string{"GROUPNAME", t.Name("g")} }},
	{function: "MODIFYGROUPPERMISSION", args: func(t *harness.T) []string {
		return []string{"ACTION", "ADD", "GROUPNAME", t.Group().Name, "AGENTID", t.User().AgentID}
	}},
	{function: "MODIFYUSERGROUPPERMISSION", args: func(t *harness.T) []string {
		return []string{"ACTION", "ADD", "GROUPNAME", t.Group().Name, "USERNAME", t.User().Username}
	}},
	{function: "MODIFYROLE", args: func(t *harness.T) []string {
		return []string{"ACTION", "MODIFY", "ROLENAME", t.Role(), "DESCRIPTION", "changed"}
	}},
	{function: "MODIFYROLEGROUPPERMISSION", args: func(t *harness.T) []string {
		return []string{"ACTION", "ADD", "ROLENAME", t.Role(), "GROUPNAME", t.Group().Name}
	}},
	{function: "MODIFYUSERROLE", args: func(t *harness.T) []string {
		return []string{"ACTION", "ADD", "ROLENAME", t.Role(), "USERNAME", t.User().Username}
	}},
	{function: "EMAIL", args: func(t *harness.T) []string {
		return []string{"UNIQUEFIELD", "user1", "UNIQUEID", t.Stranger(), "TOADDRESS", "nobody"}
	}},
	{function: "COMBINEDEMAIL", args: func(t *harness.T) []string {
		return []string{"IDENT", "1", "UNIQUEID", "IDENT", "TOADDRESS", "nobody"}
	}},
	{function: "AGENTWINDOW", args: func(t *harness.T) []string { return []string{"COMPUTERNAME", t.Name("w"), "USERNAME", t.Name("u")} }},
	{function: "IMPORTSTATION", args: nothing},
	{function: "MODECHANGE", args: nothing},
	{function: "EXTENSIONPLAYBACKSTART", args: nothing},
	{function: "EXTENSIONPLAYBACKSTOP", args: nothing},
	{function: "RECORDINGDEVICE", args: nothing},
	{function: "RECORDINGDEVICEALIAS", args: nothing},
	{function: "IMPORTAGENT", args: nothing},
}

var _ = harness.Describe("The WebAPI", func() {
	for _, c := range calls {
		title := "answers " + c.function
		if c.how != "" {
			title += ", " + c.how + ","
		}
		harness.Spec("WEBAPI-1", title+" as TCP does", func(t *harness.T) {
			web := t.Web()
			forTCP, forWeb := c.args(t), c.args(t)
			want := t.Send(c.function, append(forTCP, "REQUESTID", "4711")...)
			got := web.Send(c.function, append(forWeb, "REQUESTID", "4711")...)
			t.Equal("RESULTCODE", got.Code, want.Code)
			t.Equal("RESULTTYPE", got.Type, want.Type)
			t.Equal("REQUESTTYPE", got.RequestType, want.RequestType)
			t.Equal("REQUESTID", got.RequestID, want.RequestID)
			t.Equal("RESULTMSG but for names and numbers", general(got.Message, forWeb), general(want.Message, forTCP))
			t.Equal("the list of elements", elements(&got.Body, !c.shared), elements(&want.Body, !c.shared))
		})
	}
})

var digits = regexp.MustCompile(`\d+`)

// general returns a text without what is the subject's own.
func general(text string, args []string) string {
	for i := 0; i+1 < len(args); i += 2 {
		if len(args[i+1]) > 4 {
			text = strings.ReplaceAll(text, args[i+1], args[i])
		}
	}
	return digits.ReplaceAllString(text, "#")
}

// elements returns the names of the elements below e, sorted, each once; deep
// ones with the path to them.
func elements(e *wire.Element, deep bool) []string {
	var names []string
	var walk func(e *wire.Element, path string)
	walk = func(e *wire.Element, path string) {
		for i := range e.Children {
			child := &e.Children[i]
			names = append(names, path+child.Name)
			if deep {
				walk(child, path+child.Name+"/")
			}
		}
	}
	walk(e, "")
	slices.Sort(names)
	return slices.Compact(names)
}
