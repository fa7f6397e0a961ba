package directory

import (
	"strings"
	"testing"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

func TestImportUserAdd(t *testing.T) {
	at := now.UTC()
	try(t, "IMPORTUSER", Config{Sites: []int64{1, 7}}, office(), []trial{
		{
			name: "adds under the next id and ignores the one sent",
			with: with{"ACTION": "ADD", "AGENT_ID": "2", "EMPLOYEEID": "9", "FIRSTNAME": "James", "LASTNAME": "Doe",
				"STATUS": "A", "ADD_TIME": "", "MOD_TIME": "", "SYS_USER": "doe.1", "DOMAIN": "somecompany",
				"EMAIL": "jdoe@somecompany.com", "CRM_USER": "crm", "SITEID": "7", "USERNAME": "james"},
			code: catalog.API_OK, body: "AGENTID=5",
			changes: put(User{AgentID: 5, EmployeeID: "9", FirstName: "James", LastName: "Doe", Status: Active,
				Added: at, Modified: at, SysUser: "doe.1", Domain: "somecompany",
				Email: "jdoe@somecompany.com", CRMUser: "crm", SiteID: 7, Username: "james"}),
		},
		{
			name: "adds by name alone, active",
			with: with{"ACTION": "add", "FIRSTNAME": "Jo", "LASTNAME": "Low"},
			code: catalog.API_OK, body: "AGENTID=5",
			changes: put(User{AgentID: 5, FirstName: "Jo", LastName: "Low", Status: Active, Added: at, Modified: at}),
		},
		{
			name: "a deleted user's name and user name are free",
			with: with{"ACTION": "ADD", "FIRSTNAME": "Ann", "LASTNAME": "Gone", "USERNAME": "ann", "STATUS": "i"},
			code: catalog.API_OK, body: "AGENTID=5",
			changes: put(User{AgentID: 5, FirstName: "Ann", LastName: "Gone", Status: Inactive, Username: "ann", Added: at, Modified: at}),
		},
		{
			name: "takes the times given",
			with: with{"ACTION": "ADD", "FIRSTNAME": "Jo", "LASTNAME": "Low", "ADD_TIME": "3/27/2008 3:34:43 PM", "MOD_TIME": "3/28/2008 3:34:43 PM +01:00"},
			code: catalog.API_OK, body: "AGENTID=5",
			changes: put(User{AgentID: 5, FirstName: "Jo", LastName: "Low", Status: Active,
				Added:    time.Date(2008, 3, 27, 20, 34, 43, 0, time.UTC),
				Modified: time.Date(2008, 3, 28, 14, 34, 43, 0, time.UTC)}),
		},
		{
			name: "takes the present where a time is none",
			with: with{"ACTION": "ADD", "FIRSTNAME": "Jo", "LASTNAME": "Low", "ADD_TIME": "soon", "MOD_TIME": "1/1/0001"},
			code: catalog.API_OK, body: "AGENTID=5",
			changes: put(User{AgentID: 5, FirstName: "Jo", LastName: "Low", Status: Active, Added: at, Modified: at}),
		},
		{name: "without ACTION", with: with{"FIRSTNAME": "Jo", "LASTNAME": "Low"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "ACTION"},
		{name: "blank ACTION", with: with{"ACTION": "", "FIRSTNAME": "Jo", "LASTNAME": "Low"}, code: catalog.API_BLANK_REQUIRED_VALUE, message: "ACTION"},
		{name: "another ACTION", with: with{"ACTION": "RENAME"}, code: catalog.API_ERROR_INVALID_ACTION, message: "LIST"},
		{name: "without a first name", with: with{"ACTION": "ADD", "LASTNAME": "Low"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "FIRSTNAME"},
		{name: "blank last name", with: with{"ACTION": "ADD", "FIRSTNAME": "Jo", "LASTNAME": ""}, code: catalog.API_BLANK_REQUIRED_VALUE, message: "LASTNAME"},
		{name: "another status", with: with{"ACTION": "ADD", "FIRSTNAME": "Jo", "LASTNAME": "Low", "STATUS": "D"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "STATUS"},
		{name: "a user name that exists, in other case", with: with{"ACTION": "ADD", "FIRSTNAME": "Jo", "LASTNAME": "Low", "USERNAME": "JOHN"}, code: catalog.API_USER_ALREADY_EXIST, message: "JOHN"},
		{name: "a person's name that exists", with: with{"ACTION": "ADD", "FIRSTNAME": "john", "LASTNAME": "DOE"}, code: catalog.API_AGENT_ALREADY_EXIST, message: "john DOE"},
		{name: "both exist: the user name decides", with: with{"ACTION": "ADD", "FIRSTNAME": "John", "LASTNAME": "Doe", "USERNAME": "jane"}, code: catalog.API_USER_ALREADY_EXIST},
		{name: "a site that does not exist", with: with{"ACTION": "ADD", "FIRSTNAME": "Jo", "LASTNAME": "Low", "SITEID": "2"}, code: catalog.API_SITEID_NOT_VALID, message: "2"},
		{name: "a site that is no number", with: with{"ACTION": "ADD", "FIRSTNAME": "Jo", "LASTNAME": "Low", "SITEID": "x"}, code: catalog.API_SITEID_NOT_VALID},
	})
	try(t, "IMPORTUSER", Config{Limits: Limits{Users: 4}}, office(), []trial{
		{name: "beyond the limit", with: with{"ACTION": "ADD", "FIRSTNAME": "Jo", "LASTNAME": "Low"}, code: catalog.API_ERROR_PROCESSING_MESSAGE, message: "limit of 4 users"},
		{name: "a duplicate at the limit is still a duplicate", with: with{"ACTION": "ADD", "FIRSTNAME": "John", "LASTNAME": "Doe"}, code: catalog.API_AGENT_ALREADY_EXIST},
	})
	try(t, "IMPORTUSER", Config{}, office(), []trial{{
		name: "every site exists where none is configured",
		with: with{"ACTION": "ADD", "FIRSTNAME": "Jo", "LASTNAME": "Low", "SITEID": "31"}, code: catalog.API_OK, body: "AGENTID=5",
		changes: put(User{AgentID: 5, FirstName: "Jo", LastName: "Low", Status: Active, SiteID: 31, Added: at, Modified: at}),
	}})
}

func TestImportUserModify(t *testing.T) {
	john := office().Users[0]
	john.Modified = now.UTC()
	renamed, moved, off := john, john, john
	renamed.FirstName, renamed.Email = "Jon", "jon@uptivity.com"
	moved.Added = time.Date(2008, 3, 27, 5, 0, 0, 0, time.UTC)
	off.Status, off.Modified = Inactive, time.Date(2010, 1, 2, 3, 4, 5, 0, time.UTC)
	try(t, "IMPORTUSER", Config{Sites: []int64{1}}, office(), []trial{
		{name: "changes what was given with a value", with: with{"ACTION": "MODIFY", "AGENT_ID": "1", "FIRSTNAME": "Jon", "LASTNAME": "", "EMAIL": "jon@uptivity.com"},
			code: catalog.API_OK, body: "AGENTID=1", changes: put(renamed)},
		{name: "keeps one's own names", with: with{"ACTION": "MODIFY", "AGENT_ID": "1", "FIRSTNAME": "John", "LASTNAME": "Doe", "USERNAME": "john"},
			code: catalog.API_OK, body: "AGENTID=1", changes: put(john)},
		{name: "a date alone is midnight", with: with{"ACTION": "MODIFY", "AGENT_ID": "1", "ADD_TIME": "3/27/2008"},
			code: catalog.API_OK, body: "AGENTID=1", changes: put(moved)},
		{name: "status and time", with: with{"ACTION": "MODIFY", "AGENT_ID": "1", "STATUS": "I", "MOD_TIME": "2010-01-02T03:04:05Z"},
			code: catalog.API_OK, body: "AGENTID=1", changes: put(off)},
		{name: "without an id", with: with{"ACTION": "MODIFY", "FIRSTNAME": "Jon"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "AGENT_ID"},
		{name: "blank id", with: with{"ACTION": "MODIFY", "AGENT_ID": ""}, code: catalog.API_BLANK_REQUIRED_VALUE, message: "AGENT_ID"},
		{name: "unknown id", with: with{"ACTION": "MODIFY", "AGENT_ID": "99"}, code: catalog.API_USER_NOT_FOUND, message: "99"},
		{name: "deleted user", with: with{"ACTION": "MODIFY", "AGENT_ID": "3"}, code: catalog.API_USER_NOT_FOUND},
		{name: "another's user name", with: with{"ACTION": "MODIFY", "AGENT_ID": "1", "USERNAME": "Jane"}, code: catalog.API_USER_ALREADY_EXIST},
		{name: "another's person name, half of it kept", with: with{"ACTION": "MODIFY", "AGENT_ID": "1", "LASTNAME": "Smith"}, code: catalog.API_AGENT_ALREADY_EXIST},
		{name: "a site that does not exist", with: with{"ACTION": "MODIFY", "AGENT_ID": "1", "SITEID": "2"}, code: catalog.API_SITEID_NOT_VALID},
	})
}

func TestImportUserDelete(t *testing.T) {
	s := office()
	john := s.Users[0]
	john.Status, john.Modified = Deleted, now.UTC()
	try(t, "IMPORTUSER", Config{}, s, []trial{
		{name: "keeps the row and frees the phones", with: with{"ACTION": "DELETE", "AGENT_ID": "1"},
			code: catalog.API_OK, body: "AGENTID=1",
			changes: append(put(john), gone(s.Phones[0], s.Phones[1])...)},
		{name: "without an id", with: with{"ACTION": "DELETE"}, code: catalog.API_INVALID_MESSAGE_FORMAT},
		{name: "twice", with: with{"ACTION": "DELETE", "AGENT_ID": "3"}, code: catalog.API_USER_NOT_FOUND},
	})
}

func TestImportUserList(t *testing.T) {
	try(t, "IMPORTUSER", Config{}, office(), []trial{{
		name: "lists all but the deleted, phones as they were assigned, times local",
		with: with{"ACTION": "LIST"}, code: catalog.API_OK,
		body: "AGENTS[COUNT=3" +
			" AGENT[AGENT_ID=1 EMPLOYEEID=5 FIRSTNAME=John LASTNAME=Doe STATUS=A" +
			" ADD_TIME=10/30/2006 4:05:38 PM MOD_TIME=10/30/2006 4:05:38 PM" +
			" SYS_USER=jdoe DOMAIN=Uptivity EMAIL=jdoe@uptivity.com CRM_USER=john.crm PHONES=3343,1123]" +
			" AGENT[AGENT_ID=2 EMPLOYEEID= FIRSTNAME=Jane LASTNAME=Roe STATUS=I" +
			" ADD_TIME=10/30/2006 4:05:38 PM MOD_TIME=10/30/2006 4:05:38 PM" +
			" SYS_USER=jroe DOMAIN= EMAIL= CRM_USER= PHONES=2000]" +
			" AGENT[AGENT_ID=4 EMPLOYEEID= FIRSTNAME=John LASTNAME=Smith STATUS=A" +
			" ADD_TIME=10/30/2006 4:05:38 PM MOD_TIME=10/30/2006 4:05:38 PM" +
			" SYS_USER= DOMAIN= EMAIL= CRM_USER= PHONES=]]",
	}})
	seeded := Snapshot{Users: []User{{AgentID: 1, FirstName: "Jo", LastName: "Low", Status: Active}}}
	try(t, "IMPORTUSER", Config{}, seeded, []trial{{
		name: "a seed's user without times", with: with{"ACTION": "LIST"}, code: catalog.API_OK,
		body: "AGENTS[COUNT=1 AGENT[AGENT_ID=1 EMPLOYEEID= FIRSTNAME=Jo LASTNAME=Low STATUS=A" +
			" ADD_TIME= MOD_TIME= SYS_USER= DOMAIN= EMAIL= CRM_USER= PHONES=]]",
	}})
	try(t, "IMPORTUSER", Config{}, Snapshot{}, []trial{{
		name: "an empty directory", with: with{"ACTION": "LIST"}, code: catalog.API_OK, body: "AGENTS[COUNT=0]",
	}})
}

func TestIDsOfUsersAreNeverGivenTwice(t *testing.T) {
	d := New(Config{}, office())
	apply(t, d, "IMPORTUSER", with{"ACTION": "DELETE", "AGENT_ID": "4"})
	d = New(Config{}, d.Snapshot())
	res := apply(t, d, "IMPORTUSER", with{"ACTION": "ADD", "FIRSTNAME": "Jo", "LASTNAME": "Low"})
	if got := render(res.Body); got != "AGENTID=5" {
		t.Errorf("after the deletion of 4 the next is %s", got)
	}
}

func TestNamesThatAUserGivesUpAreFree(t *testing.T) {
	for _, tr := range []struct {
		name   string
		giveUp with
	}{
		{"by another name", with{"ACTION": "MODIFY", "AGENT_ID": "1", "FIRSTNAME": "Jon", "USERNAME": "jon"}},
		{"by deletion", with{"ACTION": "DELETE", "AGENT_ID": "1"}},
	} {
		t.Run(tr.name, func(t *testing.T) {
			d := New(Config{}, office())
			apply(t, d, "IMPORTUSER", tr.giveUp)
			apply(t, d, "IMPORTUSER", with{"ACTION": "ADD", "FIRSTNAME": "John", "LASTNAME": "Doe", "USERNAME": "john"})
			if u, _ := d.UserByUsername("john"); u.AgentID != 5 {
				t.Errorf("john is user %d", u.AgentID)
			}
		})
	}
}

func TestSaltsDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, s := range []struct {
		name string
		salt []byte
	}{
		{"one", salt(1, 1, now)},
		{"another seed", salt(2, 1, now)},
		{"another user", salt(1, 2, now)},
		{"another time", salt(1, 1, now.Add(1))},
	} {
		if other, twice := seen[string(s.salt)]; twice || len(s.salt) != 16 {
			t.Errorf("salt of %s: %x, like that of %q", s.name, s.salt, other)
		}
		seen[string(s.salt)] = s.name
	}
}

func TestPasswordIsStoredAsArgon2idAndNeverShown(t *testing.T) {
	hash := func(seed int64) string {
		d := New(Config{Seed: seed}, Snapshot{})
		apply(t, d, "IMPORTUSER", with{"ACTION": "ADD", "FIRSTNAME": "Jo", "LASTNAME": "Low", "PASSWORD": "sesame"})
		u, _ := d.UserByID(1)
		list, _ := d.Plan(now, request("IMPORTUSER", with{"ACTION": "LIST"}))
		if shown := render(list.Body); strings.Contains(shown, "sesame") || strings.Contains(shown, "argon2") {
			t.Errorf("LIST shows the password: %s", shown)
		}
		return u.PasswordHash
	}
	h := hash(1)
	if want := HashPassword("sesame", 1, 1, now); h != want {
		t.Errorf("hash %q, want %q", h, want)
	}
	if !strings.HasPrefix(h, "$argon2id$v=19$m=7168,t=5,p=1$") {
		t.Errorf("hash %q is not in PHC form", h)
	}
	if h != hash(1) {
		t.Error("the same seed gives another hash")
	}
}

func TestModifyWithoutPasswordKeepsIt(t *testing.T) {
	s := office()
	s.Users[0].PasswordHash = "$argon2id$kept"
	d := New(Config{}, s)
	apply(t, d, "IMPORTUSER", with{"ACTION": "MODIFY", "AGENT_ID": "1", "PASSWORD": "", "EMAIL": "x@y.z"})
	if u, _ := d.UserByID(1); u.PasswordHash != "$argon2id$kept" {
		t.Errorf("hash became %q", u.PasswordHash)
	}
	apply(t, d, "IMPORTUSER", with{"ACTION": "MODIFY", "AGENT_ID": "1", "PASSWORD": "new"})
	if u, _ := d.UserByID(1); u.PasswordHash != HashPassword("new", 0, 1, now) {
		t.Errorf("hash is %q after a new password", u.PasswordHash)
	}
	cheap := New(Config{Seed: 1, Transient: true}, Snapshot{})
	apply(t, cheap, "IMPORTUSER", with{"ACTION": "ADD", "FIRSTNAME": "Jo", "LASTNAME": "Low", "PASSWORD": "sesame"})
	if u, _ := cheap.UserByID(1); !strings.HasPrefix(u.PasswordHash, "$argon2id$v=19$m=8,t=1,p=1$") {
		t.Errorf("hash %q where nothing is kept on a disk", u.PasswordHash)
	}
}

// apply plans and applies a request that must be catalog.API_OK.
func apply(t *testing.T, d *Directory, function string, w with) catalog.Result {
	t.Helper()
	res, changes := d.Plan(now, request(function, w))
	if res.Code != catalog.API_OK {
		t.Fatalf("%s %v: %s %s", function, w, res.Code, res.Message)
	}
	d.Apply(changes)
	return res
}
