package dispatch

import (
	"github.com/offhook/offhook/reference/directory"
	"github.com/offhook/offhook/reference/recorder"
)

// agents is the directory as the recorder sees it.
type agents struct{ *directory.Directory }

func agent(u directory.User, ok bool) (recorder.Agent, bool) {
	return recorder.Agent{
		ID: u.AgentID, FirstName: u.FirstName, LastName: u.LastName, SysUser: u.SysUser, CRMUser: u.CRMUser,
	}, ok
}

func (a agents) AgentByID(id int64) (recorder.Agent, bool)       { return agent(a.UserByID(id)) }
func (a agents) AgentByPhone(p string) (recorder.Agent, bool)    { return agent(a.UserByPhone(p)) }
func (a agents) AgentBySysUser(n string) (recorder.Agent, bool)  { return agent(a.UserBySysUser(n)) }
func (a agents) AgentByCRMUser(n string) (recorder.Agent, bool)  { return agent(a.UserByCRMUser(n)) }
func (a agents) AgentByUsername(n string) (recorder.Agent, bool) { return agent(a.UserByUsername(n)) }
func (a agents) AgentByEmployeeID(n string) (recorder.Agent, bool) {
	return agent(a.UserByEmployeeID(n))
}
