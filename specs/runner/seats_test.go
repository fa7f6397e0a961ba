package runner

import (
	"slices"
	"strings"
	"testing"

	"github.com/offhook/offhook/reference/seed"
	"github.com/offhook/offhook/reports"
	"github.com/offhook/offhook/specs/harness"
)

// office is what a server knows that takes no users and no workstations from
// outside: two agents with two phones each, one with one, stations, and rooms.
const office = `
users:
  - {first_name: Ada, last_name: Byron, username: ada, employee_id: E1, sys_user: abyron, crm_user: crm.ada, phones: [7001, 7002]}
  - {first_name: Kim, last_name: Doe, username: kim, employee_id: E2, sys_user: kdoe, crm_user: crm.kim, phones: [7003, 7004]}
  - {first_name: Eve, last_name: Fox, username: eve, employee_id: E3, sys_user: efox, crm_user: crm.eve, phones: [7005]}
workstations:
  - {station: DESK-1, device: 7001}
  - {station: DESK-3, device: 7003}
  - {station: KIOSK, device: 8001}
`

// seated is that server behind a witness, and the target that a file would
// describe. Eve's CRM_USER is left out.
func seated(t *testing.T) (harness.Target, *witness) {
	s, err := seed.Parse("office", []byte(office))
	if err != nil {
		t.Fatal(err)
	}
	target, w := watchedWith(t, s)
	target.Devices = []string{"9001", "9002", "9003", "9004", "9005", "9006", "9007", "9008"}
	target.Agents = []harness.Agent{
		{User: harness.User{AgentID: "1", FirstName: "Ada", LastName: "Byron", Username: "ada", EmployeeID: "E1", SysUser: "abyron", CRMUser: "crm.ada"}, Devices: []string{"7001", "7002"}},
		{User: harness.User{AgentID: "2", FirstName: "Kim", LastName: "Doe", Username: "kim", EmployeeID: "E2", SysUser: "kdoe", CRMUser: "crm.kim"}, Devices: []string{"7003", "7004"}},
		{User: harness.User{AgentID: "3", FirstName: "Eve", LastName: "Fox", Username: "eve", EmployeeID: "E3", SysUser: "efox"}, Devices: []string{"7005"}},
	}
	target.Stations = []harness.Station{{Name: "DESK-1", Device: "7001"}, {Name: "DESK-3", Device: "7003"}, {Name: "KIOSK", Device: "8001"}}
	return target, w
}

// TestAgentsAndWorkstationsAreUsedAsTheyAre: what is there is enough for most
// specs, none of which adds anything, nor accuses the server.
func TestAgentsAndWorkstationsAreUsedAsTheyAre(t *testing.T) {
	t.Parallel()
	target, w := seated(t)
	entries, err := Select(`^(CHATSTART|AGENTBLACKOUTSTART|AGENTBLACKOUTSTOP|STATIONS|CALLSTART-6|IMPORTWORKSTATION|IMPORTAGENTPHONE|IMPORTUSER)`, "")
	if err != nil {
		t.Fatal(err)
	}
	c := tryAll(t, Options{Target: target, Focus: "some"}, entries)
	types, _ := w.types()
	for _, typ := range []string{"IMPORTAGENTPHONE", "IMPORTWORKSTATION"} {
		if slices.Contains(types, typ) {
			t.Errorf("%s was sent", typ)
		}
	}
	for _, body := range strings.Split(w.all(), "<REQUEST>") {
		if strings.Contains(body, "<TYPE>IMPORTUSER<") && !strings.Contains(body, "<ACTION>LIST<") {
			t.Errorf("users were to be changed: %s", body)
		}
	}
	if c.Verdict != reports.Incomplete || c.Summary.Failed+c.Summary.Warned > 0 {
		c.WriteText(t.Output(), false)
		t.Errorf("%s: %+v", c.Verdict, c.Summary)
	}
	states := map[string]reports.Spec{}
	for _, s := range c.Specs {
		states[s.ID] = s
	}
	for _, id := range []string{"CHATSTART-1", "AGENTBLACKOUTSTART-2", "AGENTBLACKOUTSTART-20", "AGENTBLACKOUTSTOP-21", "AGENTBLACKOUTSTOP-23", "STATIONS-1"} {
		if s := states[id]; s.State != reports.Passed {
			t.Errorf("%s is %s: %s", id, s.State, s.Reason)
		}
	}
	for id, says := range map[string]string{
		"IMPORTUSER-1":       "are used as they are, and the spec sends IMPORTUSER",
		"IMPORTAGENTPHONE-1": "a user of its own",
	} {
		if s := states[id]; s.State != reports.Skipped || !strings.Contains(s.Reason, says) {
			t.Errorf("%s is %s: %s; want it not verified: %s", id, s.State, s.Reason, says)
		}
	}
}

func TestWhatIsNotSaidOfAnAgentIsNotVerified(t *testing.T) {
	t.Parallel()
	target, w := seated(t)
	target.Agents = target.Agents[2:]
	bySys := entry("TEST-1", func(t *harness.T) {
		u := t.Agent(t.Device())
		t.OK("AGENTBLACKOUTSTART", "SYS_USER", u.SysUser)
	})
	byCRM := entry("TEST-2", func(t *harness.T) {
		u := t.Agent(t.Device())
		t.OK("AGENTBLACKOUTSTART", "CRM_USER", u.CRMUser)
	})
	expects := entry("XML-1", func(t *harness.T) {
		u := t.Agent(t.Device())
		t.Equal("the CRM_USER", "crm.eve", u.CRMUser)
	})
	changed := entry("XML-5", func(t *harness.T) {
		name := strings.ToUpper(t.Agent(t.Device()).CRMUser)
		t.OK("AGENTBLACKOUTSTART", "CRM_USER", name[:len(name)-1])
	})
	two := entry("XML-2", func(t *harness.T) { t.Phone(t.Agent(t.Device()), t.Device()) })
	others := entry("XML-7", func(t *harness.T) { t.Agent(t.Device()); t.Agent(t.Device()) })
	c := tryAll(t, Options{Target: target, Focus: "x"}, []*harness.Entry{bySys, byCRM, expects, two, others, changed})
	for i, says := range []string{"", "the agent's crm_user", "the agent's crm_user", "more agents with 2 devices", "more agents than the 1", "the agent's crm_user"} {
		s := c.Specs[slices.IndexFunc(c.Specs, func(s reports.Spec) bool {
			return s.ID == []string{"TEST-1", "TEST-2", "XML-1", "XML-2", "XML-7", "XML-5"}[i]
		})]
		if says == "" && s.State != reports.Passed || says != "" && (s.State != reports.Skipped || !strings.Contains(s.Reason, says)) {
			t.Errorf("%s is %s: %s %s; want %q", s.ID, s.State, s.Reason, s.Message, says)
		}
	}
	if strings.Contains(w.all(), "offhook-not-given") {
		t.Error("what is not known was sent")
	}
}

// TestDevicesAtWhichSomebodySitsAccuseNobody: their agents are not named.
func TestDevicesAtWhichSomebodySitsAccuseNobody(t *testing.T) {
	t.Parallel()
	target, _ := seated(t)
	target.Agents, target.Stations, target.Devices = nil, nil, []string{"7001", "7002", "7003", "7004", "7005", "8001"}
	entries, err := Select(`^(RECORDSTART-6|AGENTBLACKOUTSTART-(2|3|23)|CALLSTART-11|STATIONS)`, "")
	if err != nil {
		t.Fatal(err)
	}
	c := tryAll(t, Options{Target: target, Focus: "some"}, entries)
	if c.Summary.Failed+c.Summary.Warned > 0 || c.Summary.Skipped == 0 {
		c.WriteText(t.Output(), false)
		t.Errorf("%+v", c.Summary)
	}
}

// TestAFailureOnADeviceThatIsFreeCounts beside others at which somebody sits.
func TestAFailureOnADeviceThatIsFreeCounts(t *testing.T) {
	t.Parallel()
	target, _ := seated(t)
	target.Agents, target.Stations, target.Devices = nil, nil, []string{"7001", "9001"}
	for range 2 { // in turn
		c := tryAll(t, Options{Target: target, Focus: "x"}, []*harness.Entry{entry("TEST-1", func(t *harness.T) {
			t.Equal("the device", t.Device(), "9001")
			t.Failf("no")
		})})
		if c.Specs[0].State != reports.Failed || c.Specs[0].Message != "no" {
			t.Errorf("%+v", c.Specs[0])
		}
	}
}

// TestCallsThatSchedulesDoNotRecordAccuseNobody: half of all calls are recorded,
// whichever.
func TestCallsThatSchedulesDoNotRecordAccuseNobody(t *testing.T) {
	t.Parallel()
	s, err := seed.Parse("half", []byte("schedules: [{name: half, type: percentage, percent: 50}]"))
	if err != nil {
		t.Fatal(err)
	}
	target, _ := watchedWith(t, s)
	entries, err := Select(`^(CALLSTART-(22|32)|CALLLIST-42|EVENT-20|BLACKOUTSTART-26)`, "")
	if err != nil {
		t.Fatal(err)
	}
	c := tryTogether(t, Options{Target: target, Focus: "some", Parallel: 16, Factor: 0.3}, entries)
	skipped := 0
	for _, s := range c.Specs {
		if strings.HasPrefix(s.Reason, "the target did not record the call") {
			skipped++
		}
	}
	if c.Summary.Failed+c.Summary.Warned > 0 || skipped == 0 {
		c.WriteText(t.Output(), false)
		t.Errorf("%+v, %d for want of a recording", c.Summary, skipped)
	}
}
