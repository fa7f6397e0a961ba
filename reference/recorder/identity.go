package recorder

import (
	"slices"
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
)

// identity is one way in which an agent is known: by AGENTID, by a name, or
// where nothing else is known by the device. The zero identity is nobody's.
type identity struct {
	by   catalog.Name // AGENTID, SYS_USER, CRM_USER or DEVICEID
	id   int64        // of AGENTID
	name string       // of the others; user names in lower case
}

// String says for the log who it is.
func (k identity) String() string {
	if k.by == catalog.AGENTID {
		return "AGENTID " + strconv.FormatInt(k.id, 10)
	}
	return k.by.String() + " " + k.name
}

// identities returns the ways in which an agent at a device is known, the
// surest first. A device without an agent is known by itself.
func identities(a Agent, deviceID string) []identity {
	ways := make([]identity, 0, 4)
	if a.ID != 0 {
		ways = append(ways, identity{by: catalog.AGENTID, id: a.ID})
	}
	if a.SysUser != "" {
		ways = append(ways, identity{by: catalog.SYS_USER, name: strings.ToLower(a.SysUser)})
	}
	if a.CRMUser != "" {
		ways = append(ways, identity{by: catalog.CRM_USER, name: strings.ToLower(a.CRMUser)})
	}
	if deviceID != "" {
		ways = append(ways, identity{by: catalog.DEVICEID, name: deviceID})
	}
	return ways
}

// agentOf returns the agent who sits at d, and whether d has one (E-65): the
// user of the SYS_USER or CRM_USER given for it, else the one to whom its alias
// or its id is assigned as a phone, unless the names say that it is somebody
// else. A given name that no user has still makes an agent, without an AGENTID.
func (r *Recorder) agentOf(d *device) (Agent, bool) {
	a, ok := Agent{}, false
	if d.sysUser != "" {
		a, ok = r.dir.AgentBySysUser(d.sysUser)
	}
	if !ok && d.crmUser != "" {
		a, ok = r.dir.AgentByCRMUser(d.crmUser)
	}
	if !ok {
		a, ok = r.phoneOwner(d)
	}
	if d.sysUser != "" {
		a.SysUser, ok = r.whole(catalog.SYS_USER, d.sysUser, a.SysUser), true
	}
	if d.crmUser != "" {
		a.CRMUser, ok = r.whole(catalog.CRM_USER, d.crmUser, a.CRMUser), true
	}
	return a, ok
}

// whole returns the name that a device was given or, where that is what is left
// of the user's own, the user's.
func (r *Recorder) whole(n catalog.Name, given, own string) string {
	if short := r.asCalled(n, own); short != own && strings.EqualFold(short, given) {
		return own
	}
	return given
}

// phoneOwner returns the agent to whom d's alias or id is assigned, if the
// names given for d do not contradict.
func (r *Recorder) phoneOwner(d *device) (Agent, bool) {
	a, ok := r.dir.AgentByPhone(d.alias)
	if !ok {
		a, ok = r.dir.AgentByPhone(d.id)
	}
	if differ(r.asCalled(catalog.SYS_USER, a.SysUser), d.sysUser) || differ(r.asCalled(catalog.CRM_USER, a.CRMUser), d.crmUser) {
		return Agent{}, false
	}
	return a, ok
}

// differ reports whether two user names are known and not the same.
func differ(a, b string) bool { return a != "" && b != "" && !strings.EqualFold(a, b) }

// whoIsAt returns the ways in which the agent at a device is known, whether or
// not the device is.
func (r *Recorder) whoIsAt(deviceID string) []identity {
	if d := r.devices[deviceID]; d != nil {
		a, _ := r.agentOf(d)
		return identities(a, deviceID)
	}
	a, _ := r.dir.AgentByPhone(deviceID)
	return identities(a, deviceID)
}

// callsOf returns the active calls and chats of an agent.
func (r *Recorder) callsOf(k identity) []*call {
	if k.by != catalog.DEVICEID {
		return r.byAgent[k]
	}
	if d := r.devices[k.name]; d != nil {
		return d.active
	}
	return nil
}

// seat says whose call c is, and puts it under the blackouts of that agent. It
// stays under those that it was under before. A call belongs to its device too
// (deviceID), a chat to its agent alone.
func (r *Recorder) seat(c *call, a Agent, deviceID string) {
	r.unseat(c)
	c.agent, c.identities = a, identities(a, deviceID)
	c.sysUser, c.crmUser = r.asCalled(catalog.SYS_USER, a.SysUser), r.asCalled(catalog.CRM_USER, a.CRMUser)
	for _, k := range c.identities {
		if k.by != catalog.DEVICEID {
			r.byAgent[k] = append(r.byAgent[k], c)
		}
		if b := r.agentBlackouts[k]; b != nil && r.cfg.Dialect.Takes("E-67") == "all" {
			b.cover(c)
		}
	}
}

// unseat takes c from the calls of its agent.
func (r *Recorder) unseat(c *call) {
	for _, k := range c.identities {
		if k.by == catalog.DEVICEID {
			continue
		}
		rest := slices.DeleteFunc(r.byAgent[k], func(o *call) bool { return o == c })
		if len(rest) == 0 {
			delete(r.byAgent, k)
		} else {
			r.byAgent[k] = rest
		}
	}
	c.identities = nil
}

// reseat takes over who sits at the device of an active call now, into what is
// being recorded too.
func (r *Recorder) reseat(c *call) {
	a, _ := r.agentOf(c.dev)
	if a == c.agent {
		return
	}
	r.seat(c, a, c.dev.id)
	for _, rec := range c.recs {
		rec.attribute(c)
	}
	r.reconsider(c)
}
