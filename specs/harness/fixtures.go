package harness

import (
	"context"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
)

// User is a user that a spec has added.
type User struct {
	AgentID, FirstName, LastName, Username, SysUser, CRMUser, EmployeeID string
}

// User adds a user with names of its own; further parameters of IMPORTUSER may
// be given or replaced. The user is deleted after the spec.
func (t *T) User(nameValues ...string) *User {
	t.Need(len(t.run.Target.Agents) == 0, "the spec needs a user of its own; on this target the agents that its configuration names are used as they are")
	u := &User{
		FirstName: t.Name("F"), LastName: t.Name("L"), Username: t.Name("u"),
		SysUser: t.Name("s"), CRMUser: t.Name("c"), EmployeeID: t.Number(),
	}
	req := client.NewRequest("IMPORTUSER", "ACTION", "ADD", "EMPLOYEEID", u.EmployeeID,
		"FIRSTNAME", u.FirstName, "LASTNAME", u.LastName, "STATUS", "A",
		"SYS_USER", u.SysUser, "CRM_USER", u.CRMUser, "EMAIL", u.Username+"@example.com",
		"PASSWORD", t.Name("pw"), "SITEID", t.run.Target.Site, "USERNAME", u.Username)
	for i := 0; i < len(nameValues); i += 2 {
		req.Set(nameValues[i], nameValues[i+1])
	}
	for field, name := range map[*string]string{&u.FirstName: "FIRSTNAME", &u.LastName: "LASTNAME", &u.Username: "USERNAME",
		&u.SysUser: "SYS_USER", &u.CRMUser: "CRM_USER", &u.EmployeeID: "EMPLOYEEID"} {
		*field, _ = req.Get(name)
	}
	r := t.conn().Do(req).Is(catalog.API_OK)
	u.AgentID = r.Field("AGENTID")
	t.DeleteUser(u.AgentID)
	return u
}

// DeleteUser has a user deleted after the spec.
func (t *T) DeleteUser(agentID string) {
	t.afterwards("IMPORTUSER", "ACTION", "DELETE", "AGENT_ID", agentID)
}

// Phone gives a phone, by its id, to a user until the spec ends. Where agents
// are used as they are, it must be one of the agent's.
func (t *T) Phone(u *User, phone string) {
	if len(t.run.Target.Agents) > 0 {
		t.follows(u, phone)
		return
	}
	t.afterwards("IMPORTAGENTPHONE", "ACTION", "DELETE", "PHONEID", phone, "AGENTID", u.AgentID)
	r := t.Send("IMPORTAGENTPHONE", "ACTION", "ADD", "PHONEID", phone, "AGENTID", u.AgentID)
	if !r.OK() && t.run.ofPool(phone) && Offers(r.Result) { // it is somebody's (E-59)
		t.Skip("the devices that the target's configuration names are phones of agents already; name the agents, or other devices")
	}
	r.Is(catalog.API_OK)
}

// Agent adds a user and gives it the device as a phone (E-65). Where agents are
// used as they are, it is the one who has the device.
func (t *T) Agent(device string) *User {
	if len(t.run.Target.Agents) > 0 {
		return t.configured(device)
	}
	u := t.User()
	t.Phone(u, device)
	return u
}

// Group is a group that a spec has added. The API has no way to remove one.
type Group struct{ ID, Name string }

// Group adds a group with a name of its own.
func (t *T) Group() Group {
	name := t.Name("g")
	r := t.OK("ADDGROUP", "GROUPNAME", name)
	return Group{ID: r.Field("GROUPID"), Name: name}
}

// Role adds a role with a name of its own and returns the name. It is deleted
// after the spec.
func (t *T) Role() string {
	name := t.Name("r")
	t.DeleteRole(name)
	t.OK("MODIFYROLE", "ACTION", "ADD", "ROLENAME", name, "DESCRIPTION", "made by a spec")
	return name
}

// Station maps a station with a name of its own to a device and returns the
// name. The API has no way to remove one. Where workstations are used as they
// are, it is one that is mapped to the device.
func (t *T) Station(device string) string {
	if len(t.run.Target.Stations) > 0 {
		return t.stationAt(device)
	}
	name := strings.ToUpper(t.Name("w"))
	t.OK("IMPORTWORKSTATION", "DEVICEID", device, "STATIONNAME", name, "LOCATIONID", t.run.Target.Location)
	return name
}

// Location and Site return a LOCATIONID and a SITEID that the server knows.
func (t *T) Location() string { return t.run.Target.Location }

// Site returns a SITEID that the server knows.
func (t *T) Site() string { return t.run.Target.Site }

// Start starts a call on a device; further parameters of CALLSTART follow. It
// is stopped after the spec.
func (t *T) Start(device string, nameValues ...string) *Reply {
	return t.OK("CALLSTART", append([]string{"DEVICEID", device}, nameValues...)...)
}

// Stop stops a call on a device.
func (t *T) Stop(device string, nameValues ...string) *Reply {
	return t.OK("CALLSTOP", append([]string{"DEVICEID", device}, nameValues...)...)
}

// Recorded makes a recording of a short call with those parameters and returns
// its row once it is saved. The spec is skipped where the target records no
// such call.
func (t *T) Recorded(device string, nameValues ...string) Fields {
	t.StartRecorded(device, nameValues...)
	t.Stop(device)
	return t.Row(device)
}

// StartRecorded is Start for a call that must be recorded: it waits until it
// is. The spec is skipped where the target's schedules do not record it.
func (t *T) StartRecorded(device string, nameValues ...string) {
	t.Start(device, nameValues...)
	t.UntilRecorded(device)
}

// NotRecorded is why a spec is skipped whose call the target did not record.
const NotRecorded = "the target did not record the call; is there a schedule that records the specs' devices?"

// UntilRecorded waits until the call on a device is recorded, as StartRecorded
// does.
func (t *T) UntilRecorded(device string) {
	f := t.trial(func() {
		t.Eventually("the call is recorded", func() {
			t.Equal("ISRECORDING of device "+device, t.Status(device).Get("ISRECORDING"), "Y")
		})
	})
	if f == nil {
		return
	}
	if t.run.Target.Kind == Embedded || t.isLost() {
		t.fail(f)
	}
	t.Note(f.Problem)
	t.Skip(NotRecorded)
}

// UntilDecided waits until the target records an instance, or has paused that.
// The spec is skipped where its schedules record this one not at all.
func (t *T) UntilDecided(device, instance string) {
	if t.run.Target.Kind == Embedded {
		return
	}
	if f := t.trial(func() {
		t.Eventually("the call is recorded, or paused", func() {
			f := t.Instance(device, instance)
			t.Check(f.Get("STATUS") != "" || f.Get("ISRECORDING") == "Y", "STATUS is blank and ISRECORDING %q", f.Get("ISRECORDING"))
		})
	}); f != nil && t.unrecordedInstance(device, instance) {
		t.Skip(NotRecorded)
	}
}

func (t *T) unrecordedInstance(device, instance string) (not bool) {
	t.trial(func() {
		f := t.Instance(device, instance)
		not = f.Get("STATUS") == "" && f.Get("ISRECORDING") == "N"
	})
	return not
}

// unrecorded reports whether the target, which decides what it records, has
// active calls on a device and records none of them.
func (t *T) unrecorded(device string) bool {
	if t.run.Target.Kind == Embedded || device == "" {
		return false
	}
	var calls []Fields
	if t.trial(func() { calls = t.Instances(device) }) != nil || len(calls) == 0 {
		return false
	}
	for _, c := range calls {
		if c.Get("ISRECORDING") != "N" {
			return false
		}
	}
	return true
}

// afterwards has a request sent after the spec, whatever the answer.
func (t *T) afterwards(typ string, nameValues ...string) {
	t.Cleanup(func(ctx context.Context) error {
		_, err := t.quietly(ctx, client.NewRequest(typ, nameValues...))
		return err
	})
}

// StopAfterwards has the call that the spec starts on a device in its own way,
// past Send, stopped after the spec.
func (t *T) StopAfterwards(device string) { t.afterwards("CALLSTOP", "DEVICEID", device) }

// DeleteRole has a role deleted after the spec.
func (t *T) DeleteRole(name string) { t.afterwards("MODIFYROLE", "ACTION", "DELETE", "ROLENAME", name) }
