package recorder_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/recorder"
)

func TestBlackoutOfAnAgent(t *testing.T) {
	max := recorder.Config{AgentBlackoutMax: time.Minute}
	onAgent := recorder.Config{Dialect: dialect(t, "E-52=agent")}
	type rows map[int64]string
	cases := []struct {
		name, steps, changes string
		rows                 rows
		cfg                  recorder.Config
	}{
		{name: "covers the calls on all of the agent's devices", steps: `
			0 CALLSTART DEVICEID=7001; 1 CALLSTART DEVICEID=5 DEVICEALIAS=3545; 2 CALLSTART DEVICEID=7002;
			10 AGENTBLACKOUTSTART SYS_USER=JSMITH; 20 AGENTBLACKOUTSTOP CRM_USER=CRMJANE`,
			changes: "10 pause 7001, 10 pause 5, 20 resume 7001, 20 resume 5", rows: rows{1: "[10 20)", 2: "[10 20)", 3: ""}},
		{name: "covers hold, consultation and the return", steps: `
			0 CALLSTART DEVICEID=7001 CALLINSTANCE=a; 10 AGENTBLACKOUTSTART SYS_USER=JSMITH; 12 CALLSTART DEVICEID=7001 CALLINSTANCE=b;
			15 CALLSTOP DEVICEID=7001 CALLINSTANCE=b; 20 AGENTBLACKOUTSTOP SYS_USER=JSMITH`,
			changes: "10 pause 7001, 12 pause 7001, 20 resume 7001", rows: rows{1: "[10 20)", 2: "[12 15)"}},
		{name: "covers calls that start later, on other devices too", steps: `
			0 AGENTBLACKOUTSTART SYS_USER=JSMITH; 5 CALLSTART DEVICEID=7001; 10 CALLSTOP DEVICEID=7001;
			15 CALLSTART DEVICEID=5 DEVICEALIAS=3545; 20 AGENTBLACKOUTSTOP SYS_USER=JSMITH; 25 CALLSTART DEVICEID=7001; 30 CALLSTOP DEVICEID=7001`,
			changes: "5 pause 7001, 15 pause 5, 20 resume 5", rows: rows{1: "[5 10)", 2: "[15 20)", 3: ""}},
		{name: "covers screens", steps: `
			0 CHATSTART SESSIONID=s AGENTID=16; 10 AGENTBLACKOUTSTART DEVICEID=7001; 15 CHATSTART SESSIONID=u AGENTID=16; 20 AGENTBLACKOUTSTOP DEVICEID=7001`,
			changes: "10 pause 7001, 15 pause 7001, 20 resume 7001, 20 resume 7001", rows: rows{1: "[10 20)", 2: "[15 20)"}},
		{name: "can be stopped when the agent sits elsewhere", steps: `
			0 CALLSTART DEVICEID=5 SYS_USER=ghost; 10 AGENTBLACKOUTSTART SYS_USER=ghost; 15 CALLSTOP DEVICEID=5;
			16 CALLSTART DEVICEID=6 SYS_USER=ghost; 18 CALLSTART DEVICEID=5 SYS_USER=other; 20 AGENTBLACKOUTSTOP SYS_USER=ghost`,
			changes: "10 pause 5, 16 pause 6, 20 resume 6", rows: rows{1: "[10 15)", 2: "[16 20)", 3: ""}},
		{name: "can be stopped when nobody has the name any more", steps: `
			0 CALLSTART DEVICEID=5 SYS_USER=ghost; 10 AGENTBLACKOUTSTART SYS_USER=ghost; 15 CALLSTOP DEVICEID=5;
			16 CALLSTART DEVICEID=5 SYS_USER=other; 20 AGENTBLACKOUTSTOP SYS_USER=ghost; 30 CALLSTART DEVICEID=6 SYS_USER=ghost`,
			changes: "10 pause 5", rows: rows{1: "[10 15)", 2: "", 3: ""}},
		{name: "of a device whose agent becomes known later", steps: `
			0 CALLSTART DEVICEID=5; 10 AGENTBLACKOUTSTART DEVICEID=5; 12 CALLSTART DEVICEID=5 CALLINSTANCE=b SYS_USER=ghost; 20 AGENTBLACKOUTSTOP DEVICEID=5`,
			changes: "10 pause 5, 12 pause 5, 20 resume 5, 20 resume 5", rows: rows{1: "[10 20)", 2: "[12 20)"}},
		{name: "of a device before its first call", steps: `
			0 AGENTBLACKOUTSTART DEVICEID=5; 5 CALLSTART DEVICEID=5; 20 AGENTBLACKOUTSTOP DEVICEID=5`,
			changes: "5 pause 5, 20 resume 5", rows: rows{1: "[5 20)"}},
		{name: "a stop to come holds for calls that start before it", steps: `
			0 AGENTBLACKOUTSTART SYS_USER=JSMITH; 5 AGENTBLACKOUTSTOP SYS_USER=JSMITH TIMEOFFSET=20; 6 AGENTBLACKOUTSTART SYS_USER=JSMITH TIMEOFFSET=30;
			10 CALLSTART DEVICEID=7001; 60 AGENTBLACKOUTSTOP SYS_USER=JSMITH`,
			changes: "10 pause 7001, 25 resume 7001, 36 pause 7001, 60 resume 7001", rows: rows{1: "[10 25) [36 60)"}},
		{name: "an earlier start reaches back in all calls", steps: `
			0 CALLSTART DEVICEID=7001; 10 AGENTBLACKOUTSTART SYS_USER=JSMITH TIMEOFFSET=-5; 20 AGENTBLACKOUTSTOP SYS_USER=JSMITH TIMEOFFSET=-2`,
			changes: "10 pause 7001, 20 resume 7001", rows: rows{1: "[5 18)"}},
		{name: "stop before start (E-40)", steps: `
			0 CALLSTART DEVICEID=7001; 10 AGENTBLACKOUTSTART SYS_USER=JSMITH; 20 AGENTBLACKOUTSTOP SYS_USER=JSMITH TIMEOFFSET=-60`,
			changes: "10 pause 7001, 20 resume 7001", rows: rows{1: ""}},
		{name: "with a blackout of the call resumes when both are over", steps: `
			0 CALLSTART DEVICEID=7001; 10 BLACKOUTSTART DEVICEID=7001; 15 AGENTBLACKOUTSTART DEVICEID=7001; 20 BLACKOUTSTOP DEVICEID=7001;
			25 AGENTBLACKOUTSTOP DEVICEID=7001; 30 BLACKOUTSTART DEVICEID=7001; 35 BLACKOUTSTOP DEVICEID=7001`,
			changes: "10 pause 7001, 25 resume 7001, 30 pause 7001, 35 resume 7001", rows: rows{1: "[10 25) [30 35)"}},
		{name: "ends at its maximum", steps: `0 CALLSTART DEVICEID=7001; 10 AGENTBLACKOUTSTART SYS_USER=JSMITH; 100 CALLSTART DEVICEID=7001`,
			changes: "10 pause 7001, 70 resume 7001", rows: rows{1: "[10 70)", 2: ""}, cfg: max},
		{name: "ends at its maximum after the last start", steps: `0 CALLSTART DEVICEID=7001; 10 AGENTBLACKOUTSTART SYS_USER=JSMITH; 60 AGENTBLACKOUTSTART SYS_USER=JSMITH; 200 CALLSTOP DEVICEID=7001`,
			changes: "10 pause 7001, 120 resume 7001", rows: rows{1: "[10 120)"}, cfg: max},
		{name: "a start from long ago has its maximum from now", steps: `0 CALLSTART DEVICEID=7001; 10 AGENTBLACKOUTSTART SYS_USER=JSMITH TIMEOFFSET=-3600; 100 CALLSTOP DEVICEID=7001`,
			changes: "10 pause 7001, 70 resume 7001", rows: rows{1: "[0 70)"}, cfg: max},
		{name: "no start takes back what another has asked for", steps: `0 CALLSTART DEVICEID=7001; 10 AGENTBLACKOUTSTART SYS_USER=JSMITH TIMEOFFSET=30; 20 AGENTBLACKOUTSTART SYS_USER=JSMITH; 200 CALLSTOP DEVICEID=7001`,
			changes: "20 pause 7001, 100 resume 7001", rows: rows{1: "[20 100)"}, cfg: max},
		{name: "a stop to come may be later than the maximum", steps: `0 CALLSTART DEVICEID=7001; 10 AGENTBLACKOUTSTART SYS_USER=JSMITH; 20 AGENTBLACKOUTSTOP SYS_USER=JSMITH TIMEOFFSET=100; 200 CALLSTOP DEVICEID=7001`,
			changes: "10 pause 7001, 120 resume 7001", rows: rows{1: "[10 120)"}, cfg: max},
		{name: "BLACKOUTSTART acts on the agent where configured (E-52)", steps: `
			0 CALLSTART DEVICEID=7001; 10 BLACKOUTSTART SYS_USER=JSMITH CALLINSTANCE=z; 15 CALLSTART DEVICEID=7001 CALLINSTANCE=b; 20 BLACKOUTSTOP DEVICEID=7001`,
			changes: "10 pause 7001, 15 pause 7001, 20 resume 7001, 20 resume 7001", rows: rows{1: "[10 20)", 2: "[15 20)"}, cfg: onAgent},
		{name: "by an alias that is only a phone", steps: `0 AGENTBLACKOUTSTART DEVICEALIAS=3545; 5 CALLSTART DEVICEID=7001; 20 AGENTBLACKOUTSTOP DEVICEALIAS=3545`,
			changes: "5 pause 7001, 20 resume 7001", rows: rows{1: "[5 20)"}},
		{name: "reaches back into calls that are over", steps: `
			0 CALLSTART DEVICEID=7001; 20 RECORDSTART DEVICEID=7001; 30 CALLSTART DEVICEID=7001; 35 CALLSTOP DEVICEID=7001;
			40 AGENTBLACKOUTSTART SYS_USER=JSMITH TIMEOFFSET=-15; 50 AGENTBLACKOUTSTOP SYS_USER=JSMITH`,
			rows: rows{1: "[25 30)", 2: "[25 30)", 3: "[30 35)"}},
		{name: "a stop in the past leaves of a call that is over what the start did before it", steps: `
			0 CALLSTART DEVICEID=7001; 30 CALLSTOP DEVICEID=7001; 40 AGENTBLACKOUTSTART SYS_USER=JSMITH TIMEOFFSET=-30; 42 AGENTBLACKOUTSTOP SYS_USER=JSMITH TIMEOFFSET=-22`,
			rows: rows{1: "[10 20)"}},
		{name: "a stop in the past takes nothing from a call that has ended in silence", steps: `
			0 CALLSTART DEVICEID=7001; 10 AGENTBLACKOUTSTART SYS_USER=JSMITH; 30 CALLSTOP DEVICEID=7001; 40 AGENTBLACKOUTSTOP SYS_USER=JSMITH TIMEOFFSET=-20;
			41 AGENTBLACKOUTSTART SYS_USER=JSMITH TIMEOFFSET=-36; 42 AGENTBLACKOUTSTOP SYS_USER=JSMITH`,
			changes: "10 pause 7001", rows: rows{1: "[5 30)"}},
		{name: "of a nameless device reaches back into its own calls", steps: `
			0 CALLSTART DEVICEID=5; 20 CALLSTOP DEVICEID=5; 25 AGENTBLACKOUTSTART DEVICEID=5 TIMEOFFSET=-10`, rows: rows{1: "[15 20)"}},
		{name: "a stop alone does nothing", steps: `0 CALLSTART DEVICEID=7001; 20 AGENTBLACKOUTSTOP DEVICEID=7001`, rows: rows{1: ""}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			changes, got := timeline(t, c.cfg, c.steps)
			equal(t, "changes", changes, c.changes)
			for id, want := range c.rows {
				equal(t, fmt.Sprintf("blackouts of row %d", id), got[id], want)
			}
		})
	}
}

func TestAgentWhoIsImportedMeanwhileStaysTheSame(t *testing.T) {
	w := newWorld(t, recorder.Config{})
	w.ok("CALLSTART", "DEVICEID=5", "SYS_USER=ghost")
	w.ok("CALLSTART", "DEVICEID=6", "SYS_USER=ghost")
	w.ok("AGENTBLACKOUTSTART", "SYS_USER=ghost")
	w.events("PAUSED 5, PAUSED 6")
	w.dir.users = append(w.dir.users, person{Agent: recorder.Agent{ID: 99, SysUser: "Ghost"}})
	w.ok("CALLSTART", "DEVICEID=7", "SYS_USER=ghost")
	w.events("CALLSTART 7, STARTED 7, PAUSED 7")
	w.ok("AGENTBLACKOUTSTOP", "SYS_USER=ghost")
	w.events("RESUMED 5, RESUMED 6, RESUMED 7")
	w.ok("AGENTBLACKOUTSTART", "SYS_USER=ghost")
	w.events("PAUSED 7, PAUSED 5, PAUSED 6")
	w.ok("AGENTBLACKOUTSTOP", "DEVICEID=5")
	w.events("RESUMED 7, RESUMED 5, RESUMED 6")
}

func TestBlackoutWithoutAStopIsNoted(t *testing.T) {
	w := newWorld(t, recorder.Config{AgentBlackoutMax: time.Minute})
	w.ok("AGENTBLACKOUTSTART", "SYS_USER=LLOW")
	w.pass(60)
	if len(w.out.Notes) != 1 || !strings.Contains(w.out.Notes[0], "AGENTID 18") {
		t.Errorf("notes %q", w.out.Notes)
	}
	w.ok("AGENTBLACKOUTSTART", "SYS_USER=LLOW")
	w.ok("AGENTBLACKOUTSTOP", "SYS_USER=LLOW")
	w.pass(60)
	equal(t, "notes after a stop", len(w.out.Notes), 0)
}

func TestAgentsBlackedOutAreBounded(t *testing.T) {
	w := newWorld(t, recorder.Config{MaxAgentBlackouts: 2})
	w.ok("AGENTBLACKOUTSTART", "DEVICEID=1")
	w.ok("AGENTBLACKOUTSTART", "DEVICEID=2")
	w.fails(catalog.API_ERROR_PROCESSING_MESSAGE, "AGENTBLACKOUTSTART", "DEVICEID=3")
	w.ok("AGENTBLACKOUTSTART", "DEVICEID=2")
	w.ok("AGENTBLACKOUTSTOP", "DEVICEID=1")
	w.ok("AGENTBLACKOUTSTART", "DEVICEID=3")
}
