package directory

import (
	"testing"

	"github.com/offhook/offhook/reference/catalog"
)

func TestModifyRole(t *testing.T) {
	try(t, "MODIFYROLE", Config{}, office(), []trial{
		{name: "adds under an id never given", with: with{"ACTION": "ADD", "ROLENAME": "Coach", "DESCRIPTION": "listens"},
			code: catalog.API_OK, message: "Role Added", body: "ROLENAME=Coach", changes: put(Role{10, "Coach", "listens"})},
		{name: "adds one that exists", with: with{"ACTION": "ADD", "ROLENAME": "defaultrole"}, code: catalog.API_ROLE_ALREADY_EXISTS, message: "DefaultRole"},
		{name: "modifies the description", with: with{"ACTION": "MODIFY", "ROLENAME": "DefaultRole", "DESCRIPTION": "new"},
			code: catalog.API_OK, message: "Role Modified", body: "ROLENAME=DefaultRole", changes: put(Role{5, "DefaultRole", "new"})},
		{name: "a blank description changes nothing", with: with{"ACTION": "MODIFY", "ROLENAME": "defaultROLE", "DESCRIPTION": ""},
			code: catalog.API_OK, message: "Role Modified", body: "ROLENAME=DefaultRole", changes: put(Role{5, "DefaultRole", "as it comes"})},
		{name: "deletes it with its groups and users", with: with{"ACTION": "DELETE", "ROLENAME": "DefaultRole"},
			code: catalog.API_OK, message: "Role Deleted", body: "ROLENAME=DefaultRole",
			changes: gone(RoleGroup{5, 1}, UserRole{1, 5}, UserRole{4, 5}, Role{5, "DefaultRole", "as it comes"})},
		{name: "modifies an unknown one", with: with{"ACTION": "MODIFY", "ROLENAME": "None"}, code: catalog.API_ROLE_NOT_FOUND, message: "None"},
		{name: "deletes an unknown one", with: with{"ACTION": "DELETE", "ROLENAME": "None"}, code: catalog.API_ROLE_NOT_FOUND},
		{name: "without a name", with: with{"ACTION": "ADD"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "ROLENAME"},
		{name: "blank name", with: with{"ACTION": "ADD", "ROLENAME": ""}, code: catalog.API_BLANK_REQUIRED_VALUE},
		{name: "another ACTION", with: with{"ACTION": "LIST", "ROLENAME": "x"}, code: catalog.API_ERROR_INVALID_ACTION, message: "MODIFY"},
	})
	try(t, "MODIFYROLE", Config{Limits: Limits{Roles: 2}}, office(), []trial{
		{name: "beyond the limit", with: with{"ACTION": "ADD", "ROLENAME": "Coach"}, code: catalog.API_ERROR_PROCESSING_MESSAGE, message: "limit of 2 roles"},
	})
}

func TestIDsOfRolesAreNeverGivenTwice(t *testing.T) {
	d := New(Config{}, Snapshot{})
	for range 2 {
		apply(t, d, "MODIFYROLE", with{"ACTION": "ADD", "ROLENAME": "Coach"})
		apply(t, d, "MODIFYROLE", with{"ACTION": "DELETE", "ROLENAME": "Coach"})
		d = New(Config{}, d.Snapshot())
	}
	apply(t, d, "MODIFYROLE", with{"ACTION": "ADD", "ROLENAME": "Coach"})
	if got := d.Snapshot().Roles; len(got) != 1 || got[0].RoleID != 3 {
		t.Errorf("the third role is %v", got)
	}
}

func TestModifyRoleGroupPermission(t *testing.T) {
	s := office()
	s.Groups = append(s.Groups, Group{3, "Support", true})
	try(t, "MODIFYROLEGROUPPERMISSION", Config{}, s, []trial{
		{name: "adds by role name", with: with{"ACTION": "ADD", "ROLENAME": "DefaultRole", "GROUPNAME": "support"},
			code: catalog.API_OK, changes: put(RoleGroup{5, 3})},
		{name: "adds by role id", with: with{"ACTION": "ADD", "ROLEID": "6", "GROUPNAME": "Support"},
			code: catalog.API_OK, changes: put(RoleGroup{6, 3})},
		{name: "the role's name comes before its id", with: with{"ACTION": "ADD", "ROLEID": "6", "ROLENAME": "DefaultRole", "GROUPNAME": "Support"},
			code: catalog.API_OK, changes: put(RoleGroup{5, 3})},
		{name: "adds what is assigned", with: with{"ACTION": "ADD", "ROLEID": "5", "GROUPNAME": "Sales & Marketing"}, code: catalog.API_OK},
		{name: "deletes", with: with{"ACTION": "DELETE", "ROLEID": "5", "GROUPNAME": "Sales & Marketing"},
			code: catalog.API_OK, changes: gone(RoleGroup{5, 1})},
		{name: "deletes what is not assigned", with: with{"ACTION": "DELETE", "ROLEID": "5", "GROUPNAME": "Support"}, code: catalog.API_OK},
		{name: "an unknown group is told in an API_OK", with: with{"ACTION": "ADD", "ROLEID": "5", "GROUPNAME": "Group01"},
			code: catalog.API_OK, message: "Group Group01 does not exist or it is not active"},
		{name: "so is an inactive one", with: with{"ACTION": "ADD", "ROLEID": "5", "GROUPNAME": "Closed"},
			code: catalog.API_OK, message: "Group Closed does not exist or it is not active"},
		{name: "unknown role id", with: with{"ACTION": "ADD", "ROLEID": "1", "GROUPNAME": "Support"}, code: catalog.API_ROLE_NOT_FOUND, message: "1"},
		{name: "unknown role name", with: with{"ACTION": "ADD", "ROLENAME": "None", "GROUPNAME": "Support"}, code: catalog.API_ROLE_NOT_FOUND, message: "None"},
		{name: "without a role", with: with{"ACTION": "ADD", "GROUPNAME": "Support"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "ROLEID"},
		{name: "without a group", with: with{"ACTION": "ADD", "ROLEID": "5"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "GROUPNAME"},
		{name: "another ACTION", with: with{"ACTION": "MODIFY", "ROLEID": "5", "GROUPNAME": "Support"}, code: catalog.API_ERROR_INVALID_ACTION},
	})
	try(t, "MODIFYROLEGROUPPERMISSION", Config{Limits: Limits{Assignments: 2}}, s, []trial{
		{name: "beyond the limit", with: with{"ACTION": "ADD", "ROLEID": "5", "GROUPNAME": "Support"}, code: catalog.API_ERROR_PROCESSING_MESSAGE, message: "limit of 2"},
	})
}

func TestModifyUserRole(t *testing.T) {
	try(t, "MODIFYUSERROLE", Config{}, office(), []trial{
		{name: "by user name", with: with{"ACTION": "ADD", "ROLENAME": "auditor", "USERNAME": "JOHN"},
			code: catalog.API_OK, message: "User 1 is assigned role Auditor", changes: put(UserRole{1, 6})},
		{name: "by user id", with: with{"ACTION": "ADD", "ROLEID": "6", "USERID": "4"},
			code: catalog.API_OK, message: "User 4 is assigned role Auditor", changes: put(UserRole{4, 6})},
		{name: "by both names", with: with{"ACTION": "ADD", "ROLEID": "5", "FIRSTNAME": "Jane", "LASTNAME": "Roe"},
			code: catalog.API_OK, message: "User 2 is assigned role DefaultRole", changes: put(UserRole{2, 5})},
		{name: "by network user name", with: with{"ACTION": "ADD", "ROLEID": "5", "SYSTEMUSERNAME": "JRoe"},
			code: catalog.API_OK, message: "User 2 is assigned role DefaultRole", changes: put(UserRole{2, 5})},
		{name: "by a last name that one user has", unbound: true, with: with{"ACTION": "ADD", "ROLEID": "6", "LASTNAME": "Smith"},
			code: catalog.API_OK, message: "User 4 is assigned role Auditor", changes: put(UserRole{4, 6})},
		{name: "by a first name that two users have", unbound: true, with: with{"ACTION": "ADD", "ROLEID": "6", "FIRSTNAME": "John"},
			code: catalog.API_USER_NOT_FOUND, message: "2 users"},
		{name: "by details that fit one user together", with: with{"ACTION": "ADD", "ROLEID": "6", "FIRSTNAME": "John", "LASTNAME": "Doe", "USERID": "1", "USERNAME": "john"},
			code: catalog.API_OK, message: "User 1 is assigned role Auditor", changes: put(UserRole{1, 6})},
		{name: "by details of two users", with: with{"ACTION": "ADD", "ROLEID": "6", "USERID": "1", "USERNAME": "jane"}, code: catalog.API_USER_NOT_FOUND},
		{name: "has it already", with: with{"ACTION": "ADD", "ROLEID": "5", "USERID": "1"},
			code: catalog.API_OK, message: "User 1 is assigned role DefaultRole"},
		{name: "deletes", with: with{"ACTION": "DELETE", "ROLEID": "5", "USERID": "1"},
			code: catalog.API_OK, message: "User 1 is no longer assigned role DefaultRole", changes: gone(UserRole{1, 5})},
		{name: "deletes what is not assigned", with: with{"ACTION": "DELETE", "ROLEID": "6", "USERID": "1"},
			code: catalog.API_OK, message: "User 1 is no longer assigned role Auditor"},
		{name: "neither role nor user exists: the role is told", with: with{"ACTION": "ADD", "ROLENAME": "None", "USERID": "99"}, code: catalog.API_ROLE_NOT_FOUND, message: "None"},
		{name: "unknown user id", with: with{"ACTION": "ADD", "ROLEID": "5", "USERID": "99"}, code: catalog.API_USER_NOT_FOUND},
		{name: "unknown user name", with: with{"ACTION": "ADD", "ROLEID": "5", "USERNAME": "nobody"}, code: catalog.API_USER_NOT_FOUND},
		{name: "deleted user", with: with{"ACTION": "ADD", "ROLEID": "5", "USERID": "3"}, code: catalog.API_USER_NOT_FOUND},
		{name: "deleted user by name", with: with{"ACTION": "ADD", "ROLEID": "5", "USERNAME": "ann"}, code: catalog.API_USER_NOT_FOUND},
		{name: "no user", with: with{"ACTION": "ADD", "ROLEID": "5"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "USERID"},
		{name: "no role", with: with{"ACTION": "ADD", "USERID": "1"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "ROLEID"},
		{name: "another ACTION", with: with{"ACTION": "MODIFY", "ROLEID": "5", "USERID": "1"}, code: catalog.API_ERROR_INVALID_ACTION},
	})
	try(t, "MODIFYUSERROLE", Config{Limits: Limits{Assignments: 3}}, office(), []trial{
		{name: "beyond the limit", with: with{"ACTION": "ADD", "ROLEID": "6", "USERID": "1"}, code: catalog.API_ERROR_PROCESSING_MESSAGE, message: "limit of 3"},
	})
}
