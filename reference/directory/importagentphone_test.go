package directory

import (
	"testing"

	"github.com/offhook/offhook/reference/catalog"
)

func TestImportAgentPhone(t *testing.T) {
	try(t, "IMPORTAGENTPHONE", Config{}, office(), []trial{
		{name: "adds to the agent of the id", with: with{"ACTION": "ADD", "PHONEID": "4444", "AGENTID": "4"},
			code: catalog.API_OK, body: "AGENTID=4", changes: put(Phone{"4444", 4, 4})},
		{name: "id 0 means by name", with: with{"ACTION": "ADD", "PHONEID": "1234", "AGENTID": "0", "FIRSTNAME": "john", "LASTNAME": "doe"},
			code: catalog.API_OK, body: "AGENTID=1", changes: put(Phone{"1234", 1, 4})},
		{name: "blank id means by name", with: with{"ACTION": "ADD", "PHONEID": "1234", "AGENTID": "", "FIRSTNAME": "Jane", "LASTNAME": "Roe"},
			code: catalog.API_OK, body: "AGENTID=2", changes: put(Phone{"1234", 2, 4})},
		{name: "names are ignored beside an id", with: with{"ACTION": "ADD", "PHONEID": "1234", "AGENTID": "4", "FIRSTNAME": "John", "LASTNAME": "Doe"},
			code: catalog.API_OK, body: "AGENTID=4", changes: put(Phone{"1234", 4, 4})},
		{name: "the agent's own phone again", with: with{"ACTION": "ADD", "PHONEID": "1123", "AGENTID": "1"},
			code: catalog.API_OK, body: "AGENTID=1"},
		{name: "another agent's phone stays there", with: with{"ACTION": "ADD", "PHONEID": "1123", "AGENTID": "2"},
			code: catalog.API_ERROR_KEYS_NOT_UNIQUE, message: "agent 1"},
		{name: "deletes", with: with{"ACTION": "DELETE", "PHONEID": "1123", "AGENTID": "1"},
			code: catalog.API_OK, body: "AGENTID=1", changes: gone(Phone{"1123", 1, 2})},
		{name: "deletes by name", with: with{"ACTION": "DELETE", "PHONEID": "1123", "FIRSTNAME": "John", "LASTNAME": "Doe"},
			code: catalog.API_OK, body: "AGENTID=1", changes: gone(Phone{"1123", 1, 2})},
		{name: "deletes nobody's phone", with: with{"ACTION": "DELETE", "PHONEID": "9999", "AGENTID": "1"},
			code: catalog.API_OK, body: "AGENTID=1"},
		{name: "does not delete another agent's phone", with: with{"ACTION": "DELETE", "PHONEID": "1123", "AGENTID": "2"},
			code: catalog.API_AGENT_NOT_FOUND, message: "agent 1"},
		{name: "unknown id, though the names are known", with: with{"ACTION": "ADD", "PHONEID": "1234", "AGENTID": "99", "FIRSTNAME": "John", "LASTNAME": "Doe"},
			code: catalog.API_AGENT_NOT_FOUND, message: "99"},
		{name: "deleted agent", with: with{"ACTION": "ADD", "PHONEID": "1234", "AGENTID": "3"}, code: catalog.API_AGENT_NOT_FOUND},
		{name: "unknown name", with: with{"ACTION": "ADD", "PHONEID": "1234", "FIRSTNAME": "John", "LASTNAME": "Roe"}, code: catalog.API_AGENT_NOT_FOUND, message: "John Roe"},
		{name: "neither id nor name", with: with{"ACTION": "ADD", "PHONEID": "1234"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "AGENTID"},
		{name: "half a name", with: with{"ACTION": "ADD", "PHONEID": "1234", "LASTNAME": "Doe"}, code: catalog.API_INVALID_MESSAGE_FORMAT},
		{name: "id 0 and no name", with: with{"ACTION": "ADD", "PHONEID": "1234", "AGENTID": "0"}, code: catalog.API_INVALID_MESSAGE_FORMAT},
		{name: "without a phone", with: with{"ACTION": "ADD", "AGENTID": "1"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "PHONEID"},
		{name: "blank phone", with: with{"ACTION": "ADD", "AGENTID": "1", "PHONEID": ""}, code: catalog.API_BLANK_REQUIRED_VALUE, message: "PHONEID"},
		{name: "another ACTION", with: with{"ACTION": "MODIFY", "AGENTID": "1", "PHONEID": "1"}, code: catalog.API_ERROR_INVALID_ACTION},
	})
	try(t, "IMPORTAGENTPHONE", Config{Limits: Limits{Phones: 3}}, office(), []trial{
		{name: "beyond the limit", with: with{"ACTION": "ADD", "PHONEID": "1234", "AGENTID": "1"}, code: catalog.API_ERROR_PROCESSING_MESSAGE, message: "limit of 3 phones"},
		{name: "at the limit what is there is there", with: with{"ACTION": "ADD", "PHONEID": "1123", "AGENTID": "1"}, code: catalog.API_OK, body: "AGENTID=1"},
	})
}

func TestPhoneTakenAndGivenAgainIsLast(t *testing.T) {
	d := New(Config{}, office())
	apply(t, d, "IMPORTAGENTPHONE", with{"ACTION": "DELETE", "PHONEID": "3343", "AGENTID": "1"})
	apply(t, d, "IMPORTAGENTPHONE", with{"ACTION": "ADD", "PHONEID": "3343", "AGENTID": "1"})
	d = New(Config{}, d.Snapshot())
	if got := d.Phones(1); len(got) != 2 || got[0] != "1123" || got[1] != "3343" {
		t.Errorf("phones in the order of assignment: %v", got)
	}
}

func TestDeletedUsersPhoneMayBeGivenToAnother(t *testing.T) {
	d := New(Config{}, office())
	apply(t, d, "IMPORTUSER", with{"ACTION": "DELETE", "AGENT_ID": "1"})
	apply(t, d, "IMPORTAGENTPHONE", with{"ACTION": "ADD", "PHONEID": "1123", "AGENTID": "2"})
	if u, _ := d.UserByPhone("1123"); u.AgentID != 2 {
		t.Errorf("phone 1123 is of agent %d", u.AgentID)
	}
	if got := d.Phones(1); len(got) != 0 {
		t.Errorf("the deleted user has phones %v", got)
	}
}
