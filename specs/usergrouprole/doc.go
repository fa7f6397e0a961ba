// Package usergrouprole holds the specs of the chapter User, Group, and Role:
// groups, roles and who has them, e-mailed recordings, an agent's screen.
package usergrouprole
