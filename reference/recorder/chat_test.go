package recorder_test

import (
	"strings"
	"testing"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

func TestChatIsAScreenRecordingOfItsOwn(t *testing.T) {
	w := newWorld(t, recorder.Config{Cores: []recorder.Core{{ID: 3, Channels: 1}}})
	w.ok("CHATSTART", "SESSIONID=82738", "KEYNAME=USERNAME", "KEYVALUE=JANE")
	w.equal("message", w.out.Result.Message, "CHATSTART sent to all of the following cores: 3")
	w.events("STARTED 7001")
	w.equal("fields", strings.Join([]string{w.out.Events[0].Get("AGENTID"), w.out.Events[0].Get("CHANNEL"), w.out.Events[0].Get("COREIDENT")}, " "), "16 0 3")
	w.pass(10)
	w.ok("CHATUPDATE", "SESSIONID=82738", "GROUP=53", "CALLID=c", "USER15=u")
	w.events("")
	w.ok("CHATUPDATE", "SESSIONID=82738", "GROUP=")
	w.pass(5)
	w.ok("CHATSTOP", "SESSIONID=82738")
	w.events("STOPPED 7001")
	row := w.save()
	if row.Kind != recorder.Chat || row.SessionID != "82738" || row.Duration().Seconds() != 15 || row.Group != "53" || row.CallID != "c" ||
		row.User[14] != "u" || row.AgentID != 16 || row.Station != "WS-7001" || row.Channel != 0 || row.Core != 3 {
		t.Errorf("row %+v", row)
	}
	w.ok("DEVICELIST")
	w.equal("no device becomes known by it", text(w.out.Result.Body, "COUNT"), "0")
}

func TestChatAgent(t *testing.T) {
	cases := []struct{ fields, want string }{ // the AGENTID, or the text that says who is missing
		{"AGENTID=17", "17"},
		{"AGENTID=0 KEYNAME=CRM_USER KEYVALUE=crmjane", "16"},
		{"KEYNAME=SYS_USER KEYVALUE=kdoe", "17"},
		{"KEYNAME=EMPLOYEEID KEYVALUE=e16", "16"},
		{"KEYNAME=devicealias KEYVALUE=7002", "17"},
		{"KEYNAME=DEVICEALIAS KEYVALUE=logged-in", "18"},
		{"AGENTID=99", "No agent with AGENTID 99"},
		{"KEYNAME=USERNAME KEYVALUE=nobody", "No agent with USERNAME nobody"},
		{"KEYNAME=DEVICEALIAS KEYVALUE=123", "No agent with DEVICEALIAS 123"},
		{"AGENTID=0", "AGENTID, or KEYNAME and KEYVALUE, must be given"},
		{"KEYNAME=USERNAME", "give AGENTID, or KEYNAME and KEYVALUE"},
	}
	for _, c := range cases {
		t.Run(c.fields, func(t *testing.T) {
			w := newWorld(t, recorder.Config{})
			w.ok("CALLSTART", "DEVICEID=5", "DEVICEALIAS=logged-in", "SYS_USER=LLOW")
			fields := append(strings.Fields(c.fields), "SESSIONID=s")
			if len(c.want) > 2 {
				w.fails(catalog.API_AGENT_NOT_FOUND, "CHATSTART", fields...)
				w.equal("message", w.out.Result.Message, c.want)
				return
			}
			w.ok("CHATSTART", fields...)
			w.equal("AGENTID", w.out.Events[0].Get("AGENTID"), c.want)
		})
	}
}

func TestChatIsWhereItsAgentSits(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.ok("CALLSTART", "DEVICEID=5", "SYS_USER=LLOW", "STATIONNAME=S5")
	w.ok("CHATSTART", "SESSIONID=a", "AGENTID=18")
	w.events("STARTED 5")
	w.ok("CHATSTOP", "SESSIONID=a")
	w.equal("station", w.save().Station, "S5")
	w.ok("CALLSTART", "DEVICEID=5", "SYS_USER=KDOE")
	w.ok("CHATSTART", "SESSIONID=a", "AGENTID=18")
	w.events("STARTED ")
	w.ok("CALLSTOP", "DEVICEID=5")
	w.events("CALLSTOP 5, STOPPED 5")
}

func TestChatSessionsStandSideBySide(t *testing.T) {
	w := newWorld(t, recorder.Config{MaxSessions: 3})
	for _, id := range []string{"a", "b", "c"} {
		w.ok("CHATSTART", "SESSIONID="+id, "AGENTID=16")
	}
	w.fails(catalog.API_ERROR_PROCESSING_MESSAGE, "CHATSTART", "SESSIONID=d", "AGENTID=16")
	w.ok("CHATSTART", "SESSIONID=b", "AGENTID=17") // the session of that id ends first
	w.events("STOPPED 7001, STARTED 7002")
	w.ok("CHATSTOP", "SESSIONID=A") // E-63: nothing started under that id
	w.events("")
	w.ok("CHATUPDATE", "SESSIONID=A", "ANI=1")
	w.ok("CHATSTOP", "SESSIONID=a")
	equal(t, "row", w.save().ID, 1)
	for _, f := range []string{"CHATSTART", "CHATSTOP", "CHATUPDATE"} {
		w.fails(catalog.API_SESSIONID_UNSPECIFIED, f, "AGENTID=16") // E-20
		w.fails(catalog.API_SESSIONID_UNSPECIFIED, f, "AGENTID=16", "SESSIONID= ")
	}
}
