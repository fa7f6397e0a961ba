package directory

import (
	"testing"

	"github.com/offhook/offhook/reference/catalog"
)

func TestAddGroup(t *testing.T) {
	try(t, "ADDGROUP", Config{}, office(), []trial{
		{name: "adds under the next id", with: with{"GROUPNAME": "A & B"}, code: catalog.API_OK,
			message: "group: A & B has been added", body: "GROUPID=3 GROUPNAME=A & B",
			changes: put(Group{GroupID: 3, Name: "A & B", Active: true})},
		{name: "returns an existing one, in any case", with: with{"GROUPNAME": "sales & marketing"}, code: catalog.API_OK,
			message: "group: Sales & Marketing already exists", body: "GROUPID=1 GROUPNAME=Sales & Marketing"},
		{name: "leaves an inactive one inactive", with: with{"GROUPNAME": "Closed"}, code: catalog.API_OK,
			body: "GROUPID=2 GROUPNAME=Closed"},
		{name: "without a name", code: catalog.API_INVALID_MESSAGE_FORMAT, message: "GROUPNAME"},
		{name: "blank name", with: with{"GROUPNAME": ""}, code: catalog.API_BLANK_REQUIRED_VALUE, message: "GROUPNAME"},
	})
	try(t, "ADDGROUP", Config{Limits: Limits{Groups: 2}}, office(), []trial{
		{name: "beyond the limit", with: with{"GROUPNAME": "A"}, code: catalog.API_ERROR_PROCESSING_MESSAGE, message: "limit of 2 groups"},
		{name: "existing at the limit", with: with{"GROUPNAME": "Closed"}, code: catalog.API_OK, body: "GROUPID=2 GROUPNAME=Closed"},
	})
}

func TestModifyGroupPermission(t *testing.T) {
	try(t, "MODIFYGROUPPERMISSION", Config{}, office(), []trial{
		{name: "adds by names with a device", with: with{"ACTION": "ADD", "GROUPNAME": "Sales & Marketing", "FIRSTNAME": "John", "LASTNAME": "Doe", "DEVICEID": "1234"},
			code: catalog.API_OK, body: "ACTION=ADD GROUPNAME=Sales & Marketing GROUPID=1 DEVICEID=1234 FIRSTNAME=John LASTNAME=Doe AGENTID=1",
			changes: put(GroupMember{1, 1, "1234"})},
		{name: "adds by ids with a phone", with: with{"ACTION": "ADD", "GROUPID": "1", "AGENTID": "4", "PHONEID": "55"},
			code: catalog.API_OK, body: "ACTION=ADD GROUPNAME=Sales & Marketing GROUPID=1 DEVICEID=55 FIRSTNAME=John LASTNAME=Smith AGENTID=4",
			changes: put(GroupMember{1, 4, "55"})},
		{name: "names come before ids", with: with{"ACTION": "ADD", "GROUPNAME": "sales & marketing", "GROUPID": "2", "FIRSTNAME": "John", "LASTNAME": "Smith", "AGENTID": "1"},
			code: catalog.API_OK, body: "ACTION=ADD GROUPNAME=sales & marketing GROUPID=1 FIRSTNAME=John LASTNAME=Smith AGENTID=4",
			changes: put(GroupMember{1, 4, ""})},
		{name: "half a name beside an id", with: with{"ACTION": "ADD", "GROUPID": "1", "FIRSTNAME": "Jane", "AGENTID": "4"},
			code: catalog.API_OK, body: "ACTION=ADD GROUPNAME=Sales & Marketing GROUPID=1 FIRSTNAME=John LASTNAME=Smith AGENTID=4",
			changes: put(GroupMember{1, 4, ""})},
		{name: "a member again", with: with{"ACTION": "ADD", "GROUPID": "1", "AGENTID": "1", "DEVICEID": "1123"},
			code: catalog.API_OK, body: "ACTION=ADD GROUPNAME=Sales & Marketing GROUPID=1 DEVICEID=1123 FIRSTNAME=John LASTNAME=Doe AGENTID=1"},
		{name: "deletes one device", with: with{"ACTION": "DELETE", "GROUPID": "1", "AGENTID": "1", "DEVICEID": "1123"},
			code: catalog.API_OK, body: "ACTION=DELETE GROUPNAME=Sales & Marketing GROUPID=1 DEVICEID=1123 FIRSTNAME=John LASTNAME=Doe AGENTID=1",
			changes: gone(GroupMember{1, 1, "1123"})},
		{name: "deletes the agent with every device", with: with{"ACTION": "DELETE", "GROUPID": "1", "AGENTID": "1"},
			code: catalog.API_OK, body: "ACTION=DELETE GROUPNAME=Sales & Marketing GROUPID=1 FIRSTNAME=John LASTNAME=Doe AGENTID=1",
			changes: gone(GroupMember{1, 1, ""}, GroupMember{1, 1, "1123"})},
		{name: "deletes one who is no member", with: with{"ACTION": "DELETE", "GROUPID": "1", "AGENTID": "4"},
			code: catalog.API_OK, body: "ACTION=DELETE GROUPNAME=Sales & Marketing GROUPID=1 FIRSTNAME=John LASTNAME=Smith AGENTID=4"},
		{name: "unknown group name, though the id is known", with: with{"ACTION": "ADD", "GROUPNAME": "None", "GROUPID": "1", "AGENTID": "1"}, code: catalog.API_NO_GROUP, message: "None"},
		{name: "unknown group id", with: with{"ACTION": "ADD", "GROUPID": "9", "AGENTID": "1"}, code: catalog.API_NO_GROUP, message: "9"},
		{name: "inactive group", with: with{"ACTION": "ADD", "GROUPNAME": "Closed", "AGENTID": "1"}, code: catalog.API_NO_GROUP, message: "not active"},
		{name: "unknown agent name, though the id is known", with: with{"ACTION": "ADD", "GROUPID": "1", "FIRSTNAME": "No", "LASTNAME": "One", "AGENTID": "1"}, code: catalog.API_AGENT_NOT_FOUND, message: "No One"},
		{name: "unknown agent id", with: with{"ACTION": "ADD", "GROUPID": "1", "AGENTID": "99"}, code: catalog.API_AGENT_NOT_FOUND, message: "99"},
		{name: "deleted agent", with: with{"ACTION": "ADD", "GROUPID": "1", "AGENTID": "3"}, code: catalog.API_AGENT_NOT_FOUND},
		{name: "no group", with: with{"ACTION": "ADD", "AGENTID": "1"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "GROUPNAME"},
		{name: "no agent", with: with{"ACTION": "ADD", "GROUPID": "1", "FIRSTNAME": "John"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "AGENTID"},
		{name: "another ACTION", with: with{"ACTION": "MODIFY", "GROUPID": "1", "AGENTID": "1"}, code: catalog.API_ERROR_INVALID_ACTION},
	})
	try(t, "MODIFYGROUPPERMISSION", Config{Limits: Limits{Assignments: 3}}, office(), []trial{
		{name: "beyond the limit", with: with{"ACTION": "ADD", "GROUPID": "1", "AGENTID": "4"}, code: catalog.API_ERROR_PROCESSING_MESSAGE, message: "limit of 3 group members"},
	})
}

func TestModifyUserGroupPermission(t *testing.T) {
	try(t, "MODIFYUSERGROUPPERMISSION", Config{}, office(), []trial{
		{name: "adds", with: with{"ACTION": "ADD", "GROUPNAME": "Sales & Marketing", "USERNAME": "JOHN", "DEVICEID": "5"},
			code: catalog.API_OK, body: "ACTION=ADD GROUPNAME=Sales & Marketing GROUPID=1 USERNAME=JOHN",
			changes: put(GroupPermission{1, 1, "5"})},
		{name: "has it already", with: with{"ACTION": "ADD", "GROUPID": "1", "USERNAME": "john"},
			code: catalog.API_OK, body: "ACTION=ADD GROUPNAME=Sales & Marketing GROUPID=1 USERNAME=john"},
		{name: "deletes one device", with: with{"ACTION": "DELETE", "GROUPID": "1", "USERNAME": "jane", "DEVICEID": "1123"},
			code: catalog.API_OK, body: "ACTION=DELETE GROUPNAME=Sales & Marketing GROUPID=1 USERNAME=jane",
			changes: gone(GroupPermission{1, 2, "1123"})},
		{name: "deletes the whole group", with: with{"ACTION": "DELETE", "GROUPID": "1", "USERNAME": "jane"},
			code: catalog.API_OK, body: "ACTION=DELETE GROUPNAME=Sales & Marketing GROUPID=1 USERNAME=jane",
			changes: gone(GroupPermission{1, 2, ""}, GroupPermission{1, 2, "1123"})},
		{name: "unknown group", with: with{"ACTION": "ADD", "GROUPNAME": "None", "USERNAME": "john"}, code: catalog.API_NO_GROUP, message: "None"},
		{name: "unknown user", with: with{"ACTION": "ADD", "GROUPID": "1", "USERNAME": "nobody"}, code: catalog.API_USER_NOT_FOUND, message: "nobody"},
		{name: "a network user name is no USERNAME", with: with{"ACTION": "ADD", "GROUPID": "1", "USERNAME": "jdoe"}, code: catalog.API_USER_NOT_FOUND},
		{name: "deleted user", with: with{"ACTION": "ADD", "GROUPID": "1", "USERNAME": "ann"}, code: catalog.API_USER_NOT_FOUND},
		{name: "without a user", with: with{"ACTION": "ADD", "GROUPID": "1"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "USERNAME"},
		{name: "without a group", with: with{"ACTION": "ADD", "USERNAME": "john"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "GROUPNAME"},
		{name: "another ACTION", with: with{"ACTION": "MODIFY", "GROUPID": "1", "USERNAME": "john"}, code: catalog.API_ERROR_INVALID_ACTION},
	})
	try(t, "MODIFYUSERGROUPPERMISSION", Config{Limits: Limits{Assignments: 3}}, office(), []trial{
		{name: "beyond the limit", with: with{"ACTION": "ADD", "GROUPID": "1", "USERNAME": "john", "DEVICEID": "5"}, code: catalog.API_ERROR_PROCESSING_MESSAGE, message: "limit of 3"},
	})
}
