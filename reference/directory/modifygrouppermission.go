package directory

import (
	"cmp"
	"strconv"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// modifyGroupPermission is MODIFYGROUPPERMISSION: an agent, with one of its
// devices or with all, becomes a member of a group or ceases to be one. Any
// device may be named. To delete without a device ends every membership of
// the agent in the group. What is so already is no error.
func (d *Directory) modifyGroupPermission(_ time.Time, req *catalog.Request) (catalog.Result, []Change) {
	act, bad := d.action(req, actionAdd, actionDelete)
	if bad != nil {
		return *bad, nil
	}
	g, bad := d.permittedGroup(req)
	if bad != nil {
		return *bad, nil
	}
	u, bad := d.agentByNameFirst(req)
	if bad != nil {
		return *bad, nil
	}
	device := cmp.Or(req.Value(catalog.DEVICEID), req.Value(catalog.PHONEID))
	m := GroupMember{GroupID: g.GroupID, AgentID: u.AgentID, DeviceID: device}
	changes, bad := assign(act, d.members, m, d.cfg.Limits.Assignments, "group members")
	if bad != nil {
		return *bad, nil
	}
	if act == actionDelete && device == "" {
		changes = unassign(d.members, func(m GroupMember) bool {
			return m.GroupID == g.GroupID && m.AgentID == u.AgentID
		})
	}
	return accept("", memberBody(req, act, g, u, device)...), changes
}

// agentByNameFirst finds the agent of MODIFYGROUPPERMISSION: by FIRSTNAME and
// LASTNAME where both are given, else by AGENTID.
func (d *Directory) agentByNameFirst(req *catalog.Request) (User, *catalog.Result) {
	named := req.Given(catalog.FIRSTNAME) && req.Given(catalog.LASTNAME)
	if !named && req.Given(catalog.AGENTID) {
		return d.agentByID(req)
	}
	return d.agentByName(req)
}

// memberBody repeats what was sent and adds what was looked up.
func memberBody(req *catalog.Request, act string, g Group, u User, device string) []catalog.Element {
	body := []catalog.Element{
		leaf("ACTION", act),
		leaf("GROUPNAME", cmp.Or(req.Value(catalog.GROUPNAME), g.Name)),
		leaf("GROUPID", strconv.FormatInt(g.GroupID, 10)),
	}
	if device != "" {
		body = append(body, leaf("DEVICEID", device))
	}
	return append(body, leaf("FIRSTNAME", u.FirstName), leaf("LASTNAME", u.LastName),
		leaf("AGENTID", strconv.FormatInt(u.AgentID, 10)))
}
