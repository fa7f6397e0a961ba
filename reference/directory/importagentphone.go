package directory

import (
	"strconv"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// importAgentPhone is IMPORTAGENTPHONE. A phone belongs to one agent: another
// agent's can neither be added (22, E-59) nor deleted (24). To add what the
// agent has, or to delete what nobody has, changes nothing and is no error.
func (d *Directory) importAgentPhone(_ time.Time, req *catalog.Request) (catalog.Result, []Change) {
	act, bad := d.action(req, actionAdd, actionDelete)
	if bad == nil {
		bad = d.need(req, catalog.PHONEID)
	}
	if bad != nil {
		return *bad, nil
	}
	u, bad := d.agentByIDFirst(req)
	if bad != nil {
		return *bad, nil
	}
	phoneID := req.Value(catalog.PHONEID)
	p, assigned := d.phones[phoneID]
	others := assigned && p.AgentID != u.AgentID
	res := accept("", leaf("AGENTID", strconv.FormatInt(u.AgentID, 10)))
	switch {
	case act == actionAdd && others:
		code := catalog.API_ERROR_KEYS_NOT_UNIQUE
		if d.cfg.Dialect.Takes("E-59") == "11" {
			code = catalog.API_ERROR_PROCESSING_MESSAGE
		}
		return *refuse(code, "the phone %s is assigned to agent %d", phoneID, p.AgentID), nil
	case act == actionAdd && assigned, act == actionDelete && !assigned:
		return res, nil
	case act == actionDelete && others:
		return *refuse(catalog.API_AGENT_NOT_FOUND, "the phone %s is assigned to agent %d, not to agent %d", phoneID, p.AgentID, u.AgentID), nil
	case act == actionDelete:
		return res, []Change{{Row: p, Remove: true}}
	}
	if bad := full(len(d.phones), d.cfg.Limits.Phones, "phones"); bad != nil {
		return *bad, nil
	}
	return res, []Change{{Row: Phone{PhoneID: phoneID, AgentID: u.AgentID, Order: d.lastPhone + 1}}}
}

// agentByIDFirst finds the agent of IMPORTAGENTPHONE: by AGENTID, or where
// that is blank or 0, as in the manual's example, by FIRSTNAME and LASTNAME.
func (d *Directory) agentByIDFirst(req *catalog.Request) (User, *catalog.Result) {
	id, isNumber := req.Int(catalog.AGENTID)
	if !req.Given(catalog.AGENTID) || isNumber && id == 0 {
		return d.agentByName(req)
	}
	return d.agentByID(req)
}

// agentByID finds an agent by AGENTID (24).
func (d *Directory) agentByID(req *catalog.Request) (User, *catalog.Result) {
	id, _ := req.Int(catalog.AGENTID)
	u, found := d.UserByID(id)
	if !found {
		return User{}, refuse(catalog.API_AGENT_NOT_FOUND, "no agent has the AGENTID %s", req.Value(catalog.AGENTID))
	}
	return u, nil
}

// agentByName finds an agent by FIRSTNAME and LASTNAME (24).
func (d *Directory) agentByName(req *catalog.Request) (User, *catalog.Result) {
	first, last := req.Value(catalog.FIRSTNAME), req.Value(catalog.LASTNAME)
	if first == "" || last == "" {
		return User{}, refuse(catalog.API_INVALID_MESSAGE_FORMAT, "AGENTID, or FIRSTNAME and LASTNAME, must be given")
	}
	u, found := d.userBy(byPerson, person(first, last))
	if !found {
		return User{}, refuse(catalog.API_AGENT_NOT_FOUND, "no agent is named %s %s", first, last)
	}
	return u, nil
}
