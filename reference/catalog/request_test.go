package catalog

import (
	"strings"
	"testing"

	"github.com/offhook/offhook/reference/wire"
)

// message makes a message of NAME=VALUE words, as the wire would read it.
func message(fields ...string) *wire.Message {
	m := &wire.Message{Root: []byte("REQUEST")}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, "=")
		m.Fields = append(m.Fields, wire.Field{Name: []byte(name), Value: []byte(value)})
	}
	return m
}

// bind binds such a message that came over TCP.
func bind(fields ...string) (*Request, *Result) {
	var req Request
	return &req, Bind(message(fields...), TCP, &req)
}

func TestBindChecksInOrder(t *testing.T) {
	cases := []struct {
		name   string
		fields []string
		via    Transports
		code   Code // API_OK: bound
	}{
		{"no TYPE before all", []string{"REQUESTID=x"}, TCP, API_INVALID_REQUEST_TYPE},
		{"a blank TYPE is none", []string{"TYPE= ", "REQUESTID=1"}, TCP, API_INVALID_REQUEST_TYPE},
		{"an unknown TYPE before the id", []string{"TYPE=NOSUCH", "REQUESTID=x"}, TCP, API_UNKNOWN_MESSAGE_TYPE},
		{"a deprecated TYPE before the id", []string{"TYPE=MODECHANGE", "REQUESTID=x"}, TCP, API_COMMAND_NOT_SUPPORTED},
		{"the interface before the id", []string{"TYPE=EXPORT", "REQUESTID=x"}, TCP, API_COMMAND_NOT_ALLOWED},
		{"EVENTS is not for the WebAPI", []string{"TYPE=EVENTS", "REQUESTID=1"}, HTTP, API_COMMAND_NOT_ALLOWED},
		{"the id before the values", []string{"TYPE=ADDGROUP", "REQUESTID=x"}, TCP, API_REQUESTID_INVALID},
		{"a value before the groups", []string{"TYPE=MODIFYUSERROLE", "REQUESTID=1", "ACTION=FLY"}, TCP, API_ERROR_INVALID_ACTION},
		{"the groups last", []string{"TYPE=MODIFYUSERROLE", "REQUESTID=1", "ACTION=ADD"}, TCP, API_INVALID_MESSAGE_FORMAT},
		{"all is well", []string{"TYPE=TEST", "REQUESTID=1"}, TCP, API_OK},
		{"all is well on the WebAPI", []string{"type=test", "requestid=1"}, HTTP, API_OK},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var req Request
			res := Bind(message(c.fields...), c.via, &req)
			if got := codeOf(res); got != c.code {
				t.Errorf("%d %s, want %s", got, got, c.code)
			}
		})
	}
}

// codeOf is the code that a Bind ends with.
func codeOf(res *Result) Code {
	if res == nil {
		return API_OK
	}
	return res.Code
}

func TestRequestIDIsWithinItsRangeAndEchoed(t *testing.T) {
	cases := []struct {
		typ, id string
		code    Code
		echo    string
	}{
		{"TEST", "1", API_OK, "1"},
		{"TEST", "2147483647", API_OK, "2147483647"},
		{"TEST", " 7 ", API_OK, "7"},
		{"TEST", "0", API_REQUESTID_INVALID, "0"},
		{"TEST", "-1", API_REQUESTID_INVALID, "-1"},
		{"TEST", "2147483648", API_REQUESTID_INVALID, "2147483648"},
		{"TEST", "99999999999999999999", API_REQUESTID_INVALID, "99999999999999999999"},
		{"TEST", strings.Repeat("9", 41), API_REQUESTID_INVALID, "0"},
		{"TEST", "1.5", API_REQUESTID_INVALID, "0"},
		{"TEST", "abc", API_REQUESTID_INVALID, "0"},
		{"TEST", "<b>", API_REQUESTID_INVALID, "0"},
		{"TEST", "", API_REQUESTID_INVALID, "0"},
		{"EVENTS", "0", API_OK, "0"},
		{"EVENTS", "-1", API_REQUESTID_INVALID, "-1"},
		{"EVENTS", "", API_REQUESTID_INVALID, "0"},
	}
	for _, c := range cases {
		req, res := bind("TYPE="+c.typ, "REQUESTID="+c.id)
		if codeOf(res) != c.code || req.IDText != c.echo {
			t.Errorf("%s with REQUESTID %q: %s, echoed as %q; want %s, %q",
				c.typ, c.id, codeOf(res), req.IDText, c.code, c.echo)
		}
	}
	if _, res := bind("TYPE=EVENTS"); codeOf(res) != API_REQUESTID_INVALID {
		t.Errorf("EVENTS without REQUESTID: %s", codeOf(res))
	}
}

func TestBindTakesValuesAsTheManualMeansThem(t *testing.T) {
	long := strings.Repeat("é", 70)
	cases := []struct {
		name   string
		fields []string
		param  Name
		want   string
	}{
		{"trimmed", []string{"DEVICEID= \t55\r\n"}, DEVICEID, "55"},
		{"blanks within stay", []string{"DEVICEID=5 5"}, DEVICEID, "5 5"},
		{"cut in characters, not bytes", []string{"DEVICEID=" + long}, DEVICEID, strings.Repeat("é", 64)},
		{"as wide as it may be", []string{"DEVICEID=1", "USER1=" + strings.Repeat("x", 20)}, USER1, strings.Repeat("x", 20)},
		{"one too wide", []string{"DEVICEID=1", "USER1=" + strings.Repeat("x", 21)}, USER1, strings.Repeat("x", 20)},
		{"no blank at the cut", []string{"DEVICEID=1", "USER1=" + strings.Repeat("x", 19) + " x"}, USER1, strings.Repeat("x", 19)},
		{"tags in any case", []string{"DeviceId=55"}, DEVICEID, "55"},
		{"the first of two wins", []string{"DEVICEID=1", "DEVICEID=2"}, DEVICEID, "1"},
		{"direction in", []string{"DEVICEID=1", "CALLDIRECTION=i"}, CALLDIRECTION, "I"},
		{"direction spelled out", []string{"DEVICEID=1", "CALLDIRECTION=Outbound"}, CALLDIRECTION, "O"},
		{"direction unknown", []string{"DEVICEID=1", "CALLDIRECTION=0"}, CALLDIRECTION, "?"},
		{"direction blank", []string{"DEVICEID=1", "CALLDIRECTION="}, CALLDIRECTION, ""},
		{"priority with zeros", []string{"DEVICEID=1", "PRIORITY=007"}, PRIORITY, "7"},
		{"priority too high is ignored", []string{"DEVICEID=1", "PRIORITY=101"}, PRIORITY, ""},
		{"no number is ignored", []string{"DEVICEID=1", "MAXRECORDTIME=ten"}, MAXRECORDTIME, ""},
		{"a flag in lower case", []string{"DEVICEID=1", "AGENTINITIATED=y"}, AGENTINITIATED, "Y"},
		{"another flag is ignored", []string{"DEVICEID=1", "AGENTINITIATED=maybe"}, AGENTINITIATED, ""},
		{"an archive action of 64 bits", []string{"DEVICEID=1", "ARCHIVEACTION=9223372036854775807"}, ARCHIVEACTION, "9223372036854775807"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			req, res := bind(append([]string{"TYPE=CALLSTART", "REQUESTID=1"}, c.fields...)...)
			if res != nil {
				t.Fatalf("refused with %s %s", res.Code, res.Message)
			}
			if got := req.Value(c.param); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			if req.Given(c.param) != (c.want != "") {
				t.Errorf("Given is %v", req.Given(c.param))
			}
		})
	}
}

func TestAliasesMeanTheParameterAndTheFunction(t *testing.T) {
	req, res := bind("TYPE=CALLUPDATE", "REQUESTID=1", "DEVICEID=1", "KEEP_DAYS=30")
	if days, ok := req.Int(KEEPDAYS); res != nil || !ok || days != 30 {
		t.Errorf("KEEP_DAYS: %d, %v, %v", days, ok, res)
	}
	req, _ = bind("TYPE=IMPORTUSER", "REQUESTID=1", "ACTION=DELETE", "AGENTID=7")
	if req.Value(AGENT_ID) != "7" {
		t.Errorf("AGENTID of IMPORTUSER: %q", req.Value(AGENT_ID))
	}
	req, _ = bind("TYPE=IMPORTAGENTPHONE", "REQUESTID=1", "ACTION=DELETE", "PHONEID=1", "AGENT_ID=7")
	if req.Value(AGENTID) != "7" {
		t.Errorf("AGENT_ID of IMPORTAGENTPHONE: %q", req.Value(AGENTID))
	}
	req, res = bind("REQUESTTYPE= MODIFYROLE ", "REQUESTID=1", "ACTION=ADD", "ROLENAME=r")
	if res != nil || req.Function.Name != "MODIFYROLE" || req.TypeText != "MODIFYROLE" {
		t.Errorf("REQUESTTYPE for TYPE: %v, %q", res, req.TypeText)
	}
	req = &Request{}
	res = Bind(message("type=combineexport", "requestid=1", "ident=1, 2 ,3"), HTTP, req)
	if res != nil || req.Function.Name != "COMBINEDEXPORT" || req.TypeText != "COMBINEEXPORT" {
		t.Errorf("COMBINEEXPORT: %v, %q", res, req.TypeText)
	}
	if req.Value(IDENT) != "1,2,3" || req.Value(MEDIA_FORMAT) != "WAV" || req.Has(MEDIA_FORMAT) {
		t.Errorf("IDENT %q, MEDIA_FORMAT %q", req.Value(IDENT), req.Value(MEDIA_FORMAT))
	}
}

func TestUnknownTypesAreEchoedInUpperCaseAndShort(t *testing.T) {
	for typ, want := range map[string]string{
		"nosuch": "NOSUCH", "<b>": "<B>", strings.Repeat("é", 1000): strings.Repeat("É", 64),
	} {
		if req, _ := bind("TYPE="+typ, "REQUESTID=1"); req.TypeText != want {
			t.Errorf("%.20q is echoed as %q", typ, req.TypeText)
		}
	}
}

func TestBadValuesAreRefusedWithTheirOwnCode(t *testing.T) {
	cases := []struct {
		name   string
		fields []string
		code   Code
		says   string
	}{
		{"required and missing", []string{"TYPE=ADDGROUP"}, API_INVALID_MESSAGE_FORMAT, "GROUPNAME is missing"},
		{"required and blank", []string{"TYPE=ADDGROUP", "GROUPNAME= "}, API_BLANK_REQUIRED_VALUE, "GROUPNAME must not be blank"},
		{"action of another function", []string{"TYPE=IMPORTAGENTPHONE", "ACTION=MODIFY", "PHONEID=1", "AGENTID=1"},
			API_ERROR_INVALID_ACTION, "ACTION must be one of ADD, DELETE"},
		{"action of no function", []string{"TYPE=MODIFYGROUPPERMISSION", "ACTION=x", "GROUPID=1", "AGENTID=1"},
			API_ERROR_INVALID_ACTION, "ADD, DELETE"},
		{"id that is no number", []string{"TYPE=MODIFYGROUPPERMISSION", "ACTION=ADD", "GROUPID=x", "AGENTID=1"},
			API_INVALID_MESSAGE_FORMAT, "GROUPID must be a number"},
		{"count of no calls", []string{"TYPE=CALLLIST", "CALLCOUNT=0"}, API_INVALID_MESSAGE_FORMAT, "CALLCOUNT must be a number from 1"},
		{"date that is no time", []string{"TYPE=CALLLIST", "CALLDATESTART=yesterday"}, API_INVALID_MESSAGE_FORMAT, "CALLDATESTART"},
		{"event class", []string{"TYPE=EVENTS", "EVENTCLASS=FOO"}, API_EVENT_TYPE_INVALID, "ALL, CALL, RECORD"},
		{"record id, though a call is never lost", []string{"TYPE=CALLUPDATE", "DEVICEID=1", "RECORDID=abc"}, API_RECORDID_INVALID, "RECORDID"},
		{"site id", []string{"TYPE=IMPORTUSER", "ACTION=ADD", "SITEID=x"}, API_SITEID_NOT_VALID, "SITEID"},
		{"list of ids", []string{"TYPE=COMBINEDEMAIL", "TOADDRESS=a@b", "IDENT=1,x"}, API_INVALID_MESSAGE_FORMAT, "numbers separated by commas"},
		{"list of ids wider than it may be", []string{"TYPE=COMBINEDEMAIL", "TOADDRESS=a@b", "IDENT=" + strings.Repeat("12345,", 50) + "1"},
			API_INVALID_MESSAGE_FORMAT, "at most 255 characters"},
		{"another column than the one that COMBINEDEMAIL has", []string{"TYPE=COMBINEDEMAIL", "TOADDRESS=a@b", "IDENT=1", "UNIQUEID=ani"},
			API_INVALID_MESSAGE_FORMAT, "UNIQUEID"},
		{"sender", []string{"TYPE=COMBINEDEMAIL", "TOADDRESS=a@b", "IDENT=1", "FROMADDRESS=b"}, API_EMAIL_NOT_VALID, "FROMADDRESS"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, res := bind(append(c.fields, "REQUESTID=1")...)
			if codeOf(res) != c.code {
				t.Fatalf("%s, want %s", codeOf(res), c.code)
			}
			if !strings.Contains(res.Message, c.says) {
				t.Errorf("%q does not say %q", res.Message, c.says)
			}
		})
	}
}

func TestGroupsSayWhatToGive(t *testing.T) {
	cases := []struct {
		name   string
		fields string
		code   Code
	}{
		{"a call needs a device", "TYPE=CALLSTART GROUP=1", API_DEVICE_INVALID},
		{"a blank device is none", "TYPE=CALLSTOP DEVICEID=", API_DEVICE_INVALID},
		{"an alias is enough", "TYPE=CALLSTOP DEVICEALIAS=1", API_OK},
		{"a station is enough", "TYPE=RECORDSTART STATIONNAME=1", API_OK},
		{"an update needs a device", "TYPE=CALLUPDATE USER1=1", API_DEVICE_INVALID},
		{"or a recording", "TYPE=CALLUPDATE RECORDID=1", API_OK},
		{"a status needs a device", "TYPE=DEVICESTATUS", API_DEVICE_INVALID},
		{"a station is not one of the four", "TYPE=DEVICERECORDINGSTATUS STATIONNAME=1", API_DEVICE_INVALID},
		{"a blackout needs somebody", "TYPE=BLACKOUTSTART", API_AGENT_NOT_FOUND},
		{"but not two", "TYPE=BLACKOUTSTART DEVICEID=1 SYS_USER=1", API_INVALID_MESSAGE_FORMAT},
		{"one is right", "TYPE=AGENTBLACKOUTSTOP CRM_USER=1", API_OK},
		{"a blank one does not count", "TYPE=AGENTBLACKOUTSTOP CRM_USER=1 DEVICEID=", API_OK},
		{"a chat needs a session", "TYPE=CHATSTOP", API_SESSIONID_UNSPECIFIED},
		{"that is not blank", "TYPE=CHATUPDATE SESSIONID=", API_SESSIONID_UNSPECIFIED},
		{"and an agent", "TYPE=CHATSTART SESSIONID=1", API_AGENT_NOT_FOUND},
		{"by id", "TYPE=CHATSTART SESSIONID=1 AGENTID=1", API_OK},
		{"by key", "TYPE=CHATSTART SESSIONID=1 KEYNAME=username KEYVALUE=x", API_OK},
		{"by a whole key", "TYPE=CHATSTART SESSIONID=1 KEYNAME=USERNAME", API_AGENT_NOT_FOUND},
		{"by a key that exists", "TYPE=CHATSTART SESSIONID=1 KEYNAME=SHOESIZE KEYVALUE=44", API_AGENT_NOT_FOUND},
		{"half a name is none", "TYPE=IMPORTAGENTPHONE ACTION=ADD PHONEID=1 FIRSTNAME=x", API_INVALID_MESSAGE_FORMAT},
		{"a whole name is one", "TYPE=IMPORTAGENTPHONE ACTION=ADD PHONEID=1 FIRSTNAME=x LASTNAME=y", API_OK},
		{"a group by name or id", "TYPE=MODIFYUSERGROUPPERMISSION ACTION=ADD USERNAME=x", API_INVALID_MESSAGE_FORMAT},
		{"a role by name or id", "TYPE=MODIFYROLEGROUPPERMISSION ACTION=ADD GROUPNAME=x", API_INVALID_MESSAGE_FORMAT},
		{"a user by any name", "TYPE=MODIFYUSERROLE ACTION=ADD ROLEID=1 SYSTEMUSERNAME=x", API_OK},
		{"a user by half a name", "TYPE=MODIFYUSERROLE ACTION=ADD ROLEID=1 LASTNAME=x", API_OK},
		{"but a user", "TYPE=MODIFYUSERROLE ACTION=ADD ROLEID=1", API_INVALID_MESSAGE_FORMAT},
		{"a window of somebody", "TYPE=AGENTWINDOW", API_AGENT_NOT_FOUND},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, res := bind(append(strings.Fields(c.fields), "REQUESTID=1")...)
			if codeOf(res) != c.code {
				t.Fatalf("%s, want %s", codeOf(res), c.code)
			}
			if res != nil && res.Message == "" {
				t.Error("the result does not say what to give")
			}
		})
	}
}

func TestEventsWithoutAClassMeansAll(t *testing.T) {
	for _, class := range []string{"EVENTCLASS=", "EVENTCLASS=all", "OTHER="} {
		req, res := bind("TYPE=EVENTS", "REQUESTID=0", class)
		if res != nil || req.Value(EVENTCLASS) != ClassAll {
			t.Errorf("%s: %v, %q", class, res, req.Value(EVENTCLASS))
		}
	}
}

func TestNoteAndMessageNeverRepeatAValue(t *testing.T) {
	const secret = "hunter2"
	for i := range Functions {
		f := &Functions[i]
		fields := []string{"TYPE=" + f.Name, "REQUESTID=1"}
		for _, p := range f.Params[1:] {
			fields = append(fields, p.Name.String()+"="+secret)
		}
		var req Request
		res := Bind(message(fields...), f.Transports, &req)
		said := strings.Join(req.Notes, " ")
		if res != nil {
			said += res.Message
		}
		if strings.Contains(said, secret) {
			t.Errorf("%s: %s", f.Name, said)
		}
		if p := f.Param(PASSWORD); p != nil && !p.Secret {
			t.Errorf("the PASSWORD of %s is no secret", f.Name)
		}
	}
}

func TestARequestIsReusedWithoutATrace(t *testing.T) {
	var req Request
	Bind(message("TYPE=CALLSTART", "REQUESTID=5", "DEVICEID=1", "PRIORITY=x", "USER15=u"), TCP, &req)
	if len(req.Notes) != 1 || !req.Has(USER15) {
		t.Fatalf("notes %q", req.Notes)
	}
	Bind(message("TYPE=TEST", "REQUESTID=6"), TCP, &req)
	if req.ID != 6 || req.Given(DEVICEID) || req.Has(USER15) || len(req.Notes) != 0 {
		t.Errorf("left over: %+v", req)
	}
}

func TestBindAllocatesForTheValuesAndTheIDOnly(t *testing.T) {
	var req Request
	for name, m := range map[string]*wire.Message{
		"upper case": message("TYPE=CALLUPDATE", "REQUESTID=123456", "DEVICEID=100", "USER1=abc", "CALLDIRECTION=I", "KEEPDAYS=300", "UNKNOWN=x"),
		"lower case": message("type=callupdate", "requestid=123456", "user1=abc", "deviceid=100", "keepdays=300", "unknown=x"),
	} {
		if n := testing.AllocsPerRun(200, func() { Bind(m, TCP, &req) }); n > 2 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// What Bind accepts it accepts again, unchanged: a client may send back what
// it was shown.
func FuzzBind(f *testing.F) {
	f.Add("CALLSTART", "DEVICEID", " 5 5 ", "CALLDIRECTION", "Inbound")
	f.Add("CALLLIST", "CALLCOUNT", "+007", "calldatestart", "-0")
	f.Add("combinedemail", "IDENT", "1, 2", "TOADDRESS", "a\xffb")
	f.Add("EVENTS", "EVENTCLASS", "", "EVENTVALUE", strings.Repeat("\xe9\xa9 ", 64))
	f.Fuzz(func(t *testing.T, typ, name1, value1, name2, value2 string) {
		m := message()
		for _, fd := range [][2]string{{"TYPE", typ}, {"REQUESTID", "1"}, {name1, value1}, {name2, value2}} {
			m.Fields = append(m.Fields, wire.Field{Name: []byte(fd[0]), Value: []byte(fd[1])})
		}
		var first, again Request
		if res := Bind(m, TCP, &first); res != nil {
			if len(res.Message) > 400 || len(first.TypeText) > 4*maxTypeText {
				t.Errorf("a long answer: %q %q", first.TypeText, res.Message)
			}
			return
		}
		m = message("TYPE="+first.TypeText, "REQUESTID="+first.IDText)
		for _, p := range first.Function.Params[1:] {
			if first.Given(p.Name) {
				m.Fields = append(m.Fields, wire.Field{Name: []byte(p.Name.String()), Value: []byte(first.Value(p.Name))})
			}
		}
		if res := Bind(m, TCP, &again); res != nil || again.values != first.values {
			t.Errorf("bound again: %v, %q", res, again.values)
		}
	})
}

func BenchmarkBind(b *testing.B) {
	m := message("TYPE=CALLSTART", "REQUESTID=123456", "DEVICEID=5551234", "DEVICEALIAS=3545", "GROUP=12", "GATE=80",
		"ANI=6145551212", "DNIS=8889225526", "USER1=Gold Level", "USER2=Customer 564582", "USER9=x", "USER15=y",
		"CALLDIRECTION=I", "PRIORITY=50")
	var req Request
	b.ReportAllocs()
	for b.Loop() {
		if res := Bind(m, TCP, &req); res != nil {
			b.Fatal(res.Message)
		}
	}
}

func TestBindForgetsTheRequestBefore(t *testing.T) {
	var req Request
	for _, fields := range [][]string{
		{"TYPE=EVENTS", "REQUESTID=1"}, // EVENTCLASS by default
		{"TYPE=CALLSTART", "REQUESTID=2", "DEVICEID=1", "USER15=x", "CALLDIRECTION=Z", "GROUP="},
	} {
		if res := Bind(message(fields...), TCP, &req); res != nil {
			t.Fatalf("%s: %v", fields, res)
		}
		if Bind(message("TYPE=TEST", "REQUESTID=3"), TCP, &req); req.ID != 3 {
			t.Fatalf("not bound: %+v", req)
		}
		for n := Name(1); n < Name(NameCount); n++ {
			if req.Value(n) != "" || req.Has(n) {
				t.Errorf("after %s, %s is still %q, sent %t", fields, n, req.Value(n), req.Has(n))
			}
		}
		if len(req.Notes) > 0 {
			t.Errorf("after %s there are still notes: %q", fields, req.Notes)
		}
	}
}

func TestBindNotesWhatWasRepeated(t *testing.T) {
	cases := []struct {
		name   string
		fields []string
		want   string
	}{
		{"nothing", []string{"TYPE=CALLUPDATE", "REQUESTID=1", "DEVICEID=1"}, ""},
		{"a parameter", []string{"TYPE=CALLUPDATE", "REQUESTID=1", "DEVICEID=1", "ANI=5", "deviceid=2"}, "DEVICEID"},
		{"under another name", []string{"TYPE=CALLUPDATE", "REQUESTID=1", "DEVICEID=1", "KEEPDAYS=5", "KEEP_DAYS=6"}, "KEEPDAYS"},
		{"TYPE", []string{"TYPE=CALLUPDATE", "REQUESTID=1", "DEVICEID=1", "type=TEST", "type=TEST"}, "TYPE"},
		{"REQUESTID", []string{"REQUESTID=1", "TYPE=CALLUPDATE", "DEVICEID=1", "REQUESTID=2"}, "REQUESTID"},
		{"what is no parameter", []string{"TYPE=CALLUPDATE", "REQUESTID=1", "DEVICEID=1", "X=1", "X=2"}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			req, res := bind(c.fields...)
			if res != nil || req.ID != 1 || req.Value(DEVICEID) != "1" {
				t.Fatalf("%v, id %d, DEVICEID %q", res, req.ID, req.Value(DEVICEID))
			}
			if got := strings.Join(req.Notes, "; "); (c.want == "") != (got == "") || !strings.HasSuffix(got, c.want) || len(req.Notes) > 1 {
				t.Errorf("noted %q, want %q", got, c.want)
			}
		})
	}
	many := []string{"TYPE=CALLUPDATE", "REQUESTID=1"}
	for range 1000 {
		many = append(many, "DEVICEID=1")
	}
	if req, _ := bind(many...); len(req.Notes) > maxNotes {
		t.Errorf("%d notes", len(req.Notes))
	}
}
