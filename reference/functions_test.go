package reference_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/sim/client"
)

// way is one way to call a function.
type way struct {
	name  string
	pairs []client.Pair
	// code is what it must answer, anyOfRow where that depends on the system's
	// state: then any code of the function's own row is right.
	code catalog.Code
	// general is a documented answer that rows leave out, right too where the
	// row decides; 0 for none.
	general catalog.Code
}

const anyOfRow catalog.Code = 255

// generalBlank is what a function of E-64 answers to a blank value that only
// the rest of the request makes a required one.
func generalBlank(f *catalog.Function) catalog.Code {
	if slices.Contains(f.Errata, "E-64") {
		return catalog.API_BLANK_REQUIRED_VALUE
	}
	return 0
}

// stated gives, by function, the values with which it can succeed in the world
// of furnish, where the catalogue's required ones are not enough or the first
// allowed one is refused there.
var stated = map[string][]client.Pair{
	"IMPORTUSER":                {{Name: "ACTION", Value: "LIST"}},
	"MODIFYROLE":                {{Name: "ACTION", Value: "MODIFY"}},
	"MODIFYROLEGROUPPERMISSION": {{Name: "GROUPNAME", Value: "Sales"}},
	"EMAIL":                     {{Name: "UNIQUEFIELD", Value: "ident"}},
}

// refusedHere are the functions that cannot succeed in any way: there is no
// mail relay (E-46), and what is deprecated is not offered (E-48).
var refusedHere = map[string]catalog.Code{
	"EMAIL":         catalog.API_ERROR_CLIENT_NOT_FOUND,
	"COMBINEDEMAIL": catalog.API_ERROR_CLIENT_NOT_FOUND,
}

// example is a value for each parameter that fits the world of furnish.
var example = map[catalog.Name]string{
	catalog.ACTION: "ADD", catalog.ADD_TIME: "1/7/2026 9:15:00 AM", catalog.AGENTID: "1", catalog.AGENT_ID: "1",
	catalog.AGENTINITIATED: "Y", catalog.ANI: "6145550100", catalog.ARCHIVEACTION: "3",
	catalog.CALLCOUNT: "5", catalog.CALLDATEEND: "4102444800", catalog.CALLDATESTART: "1000000000",
	catalog.CALLDIRECTION: "I", catalog.CALLID: "c-1", catalog.CALLINSTANCE: "1", catalog.COMPUTERNAME: "DESK1",
	catalog.CRM_USER: "crm.ada", catalog.CTIINITIATED: "N", catalog.DESCRIPTION: "listens",
	catalog.DEVICEALIAS: "3001", catalog.DEVICEID: "7001", catalog.DNIS: "8005550100", catalog.DOMAIN: "CORP",
	catalog.EMAIL: "ada@example.com", catalog.EMPLOYEEID: "E1", catalog.ENCRYPT: "N", catalog.EVENTCLASS: "ALL",
	catalog.EVENTVALUE: "7001", catalog.FIRSTNAME: "Ada", catalog.FROMADDRESS: "from@example.com", catalog.FROMNAME: "From",
	catalog.GATE: "80", catalog.GROUP: "12", catalog.GROUPID: "1", catalog.GROUPNAME: "Sales", catalog.IDENT: "1",
	catalog.KEEPDAYS: "30", catalog.KEYNAME: "USERNAME", catalog.KEYVALUE: "ada.b", catalog.LASTNAME: "Byron",
	catalog.LOCATIONID: "1", catalog.MAXRECORDSILENCE: "60", catalog.MAXRECORDTIME: "600", catalog.MEDIA_FORMAT: "WAV",
	catalog.MOD_TIME: "1/7/2026 9:15:00 AM", catalog.PASSWORD: "secret", catalog.PHONEID: "7001", catalog.PRIORITY: "50",
	catalog.RECORDID: "1", catalog.ROLEID: "1", catalog.ROLENAME: "Listener", catalog.SESSIONID: "s1", catalog.SITEID: "1",
	catalog.STATIONNAME: "DESK1", catalog.STATUS: "A", catalog.SYSTEMUSERNAME: "ada", catalog.SYS_USER: "ada",
	catalog.TIMEOFFSET: "-5", catalog.TOADDRESS: "to@example.com", catalog.TONAME: "To", catalog.UNIQUEFIELD: "ident",
	catalog.UNIQUEID: "1", catalog.UPDATE_IF_NOT_RECORDING: "N", catalog.USERID: "1", catalog.USERNAME: "ada.b",
}

// exampleOf returns the example for a parameter; USER1 to USER15 have any.
func exampleOf(t testing.TB, n catalog.Name) string {
	v, ok := example[n]
	if !ok && catalog.USER1 <= n && n <= catalog.USER15 {
		return "value of " + n.String()
	}
	if !ok {
		t.Fatalf("no example for %s", n)
	}
	return v
}

// furnish makes the world that the examples speak of: an agent with phones, a
// workstation, a group and a role, a stored recording (RECORDID 1), a call that
// is recorded, one of its parts too, and a chat.
func furnish(p peer) {
	p.t.Helper()
	p.ok("IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Ada", "LASTNAME", "Byron", "EMPLOYEEID", "E1",
		"SYS_USER", "ada", "CRM_USER", "crm.ada", "USERNAME", "ada.b", "DOMAIN", "CORP")
	p.ok("IMPORTAGENTPHONE", "ACTION", "ADD", "PHONEID", "7001", "AGENTID", "1")
	p.ok("IMPORTAGENTPHONE", "ACTION", "ADD", "PHONEID", "3001", "AGENTID", "1")
	p.ok("IMPORTWORKSTATION", "DEVICEID", "7001", "STATIONNAME", "DESK1", "LOCATIONID", "1")
	p.ok("ADDGROUP", "GROUPNAME", "Sales")
	p.ok("MODIFYROLE", "ACTION", "ADD", "ROLENAME", "Listener")
	p.ok("CALLSTART", "DEVICEID", "7001", "DEVICEALIAS", "3001", "USER1", "a & b <c>")
	p.ok("CALLSTOP", "DEVICEID", "7001")
	p.ok("CALLSTART", "DEVICEID", "7001", "DEVICEALIAS", "3001", "CALLINSTANCE", "1")
	p.ok("RECORDSTART", "DEVICEID", "7001", "CALLINSTANCE", "1")
	p.ok("CHATSTART", "SESSIONID", "s1", "AGENTID", "1")
}

// TestEveryFunctionAnswersFromItsOwnRow calls every function that TCP offers in
// every way that its declaration tells apart.
func TestEveryFunctionAnswersFromItsOwnRow(t *testing.T) {
	for i := range catalog.Functions {
		f := &catalog.Functions[i]
		if f.Transports&catalog.TCP == 0 {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			sys := startSystem(t, reference.Config{Channels: 20, RandomSeed: 1})
			said := &documents{}
			p := dialWith(t, sys.Addr().String(), said.option())
			furnish(p)
			for _, w := range ways(t, f) {
				// On a connection of its own, or 64 EVENTS are too many.
				checkAnswer(dialWith(t, sys.Addr().String(), said.option()), f, w)
			}
			said.check(t)
		})
	}
}

// ways are the ways to call f: those that succeed first, for others may change
// the world.
func ways(t testing.TB, f *catalog.Function) []way {
	good := catalog.API_OK
	if code, ok := refusedHere[f.Name]; ok {
		good = code
	}
	least, all := minimal(t, f), everything(t, f)
	if f.Chapter == catalog.DeprecatedChapter {
		return []way{{"deprecated", least, catalog.API_COMMAND_NOT_SUPPORTED, 0},
			{"deprecated, with the parameters of others", append(least, client.Pair{Name: "DEVICEID", Value: "7001"}), catalog.API_COMMAND_NOT_SUPPORTED, 0}}
	}
	list := []way{{"only what is required", least, good, 0}}
	for _, g := range f.Groups {
		for _, alt := range g.Alternatives {
			if g.Rule == catalog.AtLeastOne {
				list = append(list, way{fmt.Sprint("identified by ", alt), choose(t, least, g, alt), good, 0})
			}
		}
		list = append(list, way{"none of " + g.Message, without(least, g), groupBreach(f, g), 0})
	}
	list = append(list, way{"all parameters", all, anyOfRow, 0})
	for j := range f.Params {
		list = append(list, spoilt(f, &f.Params[j], all)...)
	}
	return list
}

// minimal returns the required parameters and the first alternative of each
// group that asks for one.
func minimal(t testing.TB, f *catalog.Function) []client.Pair {
	pairs := []client.Pair{{Name: "REQUESTID", Value: "77"}}
	for _, p := range stated[f.Name] {
		pairs = set(pairs, p.Name, p.Value)
	}
	for i := range f.Params {
		if p := &f.Params[i]; p.Required && !has(pairs, p.Name.String()) {
			pairs = append(pairs, client.Pair{Name: p.Name.String(), Value: exampleOf(t, p.Name)})
		}
	}
	for _, g := range f.Groups {
		if g.Rule == catalog.AtLeastOne && !slices.ContainsFunc(g.Alternatives, func(alt []catalog.Name) bool { return hasAll(pairs, alt) }) {
			pairs = choose(t, pairs, g, g.Alternatives[0])
		}
	}
	return pairs
}

// everything returns all parameters, but one of those that exclude each other.
func everything(t testing.TB, f *catalog.Function) []client.Pair {
	pairs := []client.Pair{{Name: "REQUESTID", Value: "78"}}
	for i := range f.Params {
		if n := f.Params[i].Name; n != catalog.REQUESTID {
			pairs = append(pairs, client.Pair{Name: n.String(), Value: exampleOf(t, n)})
		}
	}
	for _, g := range f.Groups {
		if g.Rule == catalog.AtMostOne {
			pairs = choose(t, pairs, g, g.Alternatives[0])
		}
	}
	return pairs
}

// spoilt are the ways to call f with p missing, blank, or of another type.
func spoilt(f *catalog.Function, p *catalog.Param, all []client.Pair) []way {
	tag := p.Name.String()
	missing, blank, wrong := anyOfRow, anyOfRow, anyOfRow
	switch {
	case p.Name == catalog.REQUESTID:
		missing, blank, wrong = catalog.API_REQUESTID_INVALID, catalog.API_REQUESTID_INVALID, catalog.API_REQUESTID_INVALID
	case p.Required:
		missing, blank = catalog.API_INVALID_MESSAGE_FORMAT, catalog.API_BLANK_REQUIRED_VALUE
	}
	if p.Type == catalog.Text {
		return []way{{tag + " missing", drop(all, tag), missing, 0}, {tag + " blank", set(all, tag, "  "), blank, generalBlank(f)},
			{tag + " too long", set(all, tag, strings.Repeat("9", max(p.Width, 255)+1)), anyOfRow, 0},
			{tag + " full of markup", set(all, tag, `<&>'"]]>`), anyOfRow, 0}}
	}
	if p.Name != catalog.REQUESTID && (f.OnInvalid == catalog.Refuse || p.Required || p.Invalid != 0) {
		if wrong = p.Invalid; wrong == 0 {
			wrong = catalog.API_INVALID_MESSAGE_FORMAT
		}
	}
	if p.Type == catalog.DateTime {
		wrong = anyOfRow // what is read as a time is the directory's affair
	}
	list := []way{{tag + " missing", drop(all, tag), missing, 0}, {tag + " blank", set(all, tag, " \t "), blank, generalBlank(f)},
		{tag + " of another type", set(all, tag, "%"), wrong, 0}}
	if p.Type == catalog.Int {
		list = append(list, way{tag + " out of range", set(all, tag, "99999999999999999999"), wrong, 0})
	}
	for _, v := range p.Allowed {
		list = append(list, way{tag + " " + v, set(all, tag, v), anyOfRow, 0}, way{tag + " in small letters", set(all, tag, strings.ToLower(v)), anyOfRow, 0})
	}
	return list
}

// choose leaves of g's parameters those of alt only.
func choose(t testing.TB, pairs []client.Pair, g catalog.Group, alt []catalog.Name) []client.Pair {
	pairs = without(pairs, g)
	for _, n := range alt {
		pairs = append(pairs, client.Pair{Name: n.String(), Value: exampleOf(t, n)})
	}
	return pairs
}

func without(pairs []client.Pair, g catalog.Group) []client.Pair {
	for _, n := range slices.Concat(g.Alternatives...) {
		pairs = drop(pairs, n.String())
	}
	return pairs
}

// groupBreach is what f answers where all parameters of g are missing.
func groupBreach(f *catalog.Function, g catalog.Group) catalog.Code {
	if g.Rule == catalog.AtMostOne {
		return anyOfRow // nothing is not too much
	}
	for _, n := range slices.Concat(g.Alternatives...) {
		if f.Param(n).Required {
			return catalog.API_INVALID_MESSAGE_FORMAT
		}
	}
	return g.Code
}

func has(pairs []client.Pair, name string) bool {
	return slices.ContainsFunc(pairs, func(p client.Pair) bool { return p.Name == name })
}

func hasAll(pairs []client.Pair, names []catalog.Name) bool {
	return !slices.ContainsFunc(names, func(n catalog.Name) bool { return !has(pairs, n.String()) })
}

func drop(pairs []client.Pair, name string) []client.Pair {
	return slices.DeleteFunc(slices.Clone(pairs), func(p client.Pair) bool { return p.Name == name })
}

func set(pairs []client.Pair, name, value string) []client.Pair {
	r := client.Request{Pairs: slices.Clone(pairs)}
	return r.Set(name, value).Pairs
}

// checkAnswer calls f in one way and judges the result.
func checkAnswer(p peer, f *catalog.Function, w way) {
	defer p.Close()
	res, err := p.Do(p.t.Context(), &client.Request{Type: f.Name, ID: client.NoID, Pairs: w.pairs})
	if err != nil {
		p.t.Errorf("%s: %v", w.name, err)
		return
	}
	fail := func(format string, args ...any) {
		p.t.Errorf("%s: %s\nsent %q\ngot %s", w.name, fmt.Sprintf(format, args...), w.pairs, res.Raw)
	}
	code := catalog.Code(res.Code)
	if w.code == anyOfRow && f.Outcome(code) == nil && (w.general == 0 || code != w.general) {
		fail("code %d is not of its row", code)
	} else if w.code != anyOfRow && code != w.code {
		fail("code %d instead of %d", code, w.code)
	}
	if want := code.String(); res.Type != want || res.Message == "" {
		fail("the label is %q, not %q, or the message is blank", res.Type, want)
	}
	if want := echoOf(w.pairs); res.RequestType != f.Name || res.RequestID != want {
		fail("echoes %q and %q instead of %q and %q", res.RequestType, res.RequestID, f.Name, want)
	}
	head := []string{"REQUESTTYPE", "REQUESTID", "RESULTTYPE", "RESULTCODE", "RESULTMSG"}
	for i, name := range head {
		if i >= len(res.Body.Children) || res.Body.Children[i].Name != name {
			fail("the head is not %q", head)
			return
		}
	}
	body := res.Body.Children[len(head):]
	if code != catalog.API_OK {
		if len(body) > 0 {
			fail("an error with a body")
		}
	} else if err := obeys(f.Layout, body); err != nil {
		fail("%v", err)
	}
}

// echoOf is the REQUESTID that the result repeats (E-30).
func echoOf(pairs []client.Pair) string {
	for _, p := range pairs {
		if _, err := strconv.ParseInt(p.Value, 10, 64); p.Name == "REQUESTID" && (err == nil || len(p.Value) == 20) {
			return p.Value
		}
	}
	return "0"
}

func TestWhatIsNoCallOfAFunctionIsRefusedAndEchoed(t *testing.T) {
	sys := startSystem(t, reference.Config{})
	said := &documents{}
	p := dialWith(t, sys.Addr().String(), said.option())
	long := strings.Repeat("ß", 100)
	for _, c := range []struct {
		name, fields string
		code         catalog.Code
		typ, id      string // as they are echoed
	}{
		{"no TYPE", "<REQUESTID>1</REQUESTID>", catalog.API_INVALID_REQUEST_TYPE, "", "1"},
		{"a blank TYPE", "<TYPE> </TYPE><REQUESTID>1</REQUESTID>", catalog.API_INVALID_REQUEST_TYPE, "", "1"},
		{"an unknown TYPE", "<TYPE>Dance</TYPE><REQUESTID>1</REQUESTID>", catalog.API_UNKNOWN_MESSAGE_TYPE, "DANCE", "1"},
		{"a TYPE of markup", "<TYPE>&lt;/RESULT&gt;&amp;</TYPE><REQUESTID>1</REQUESTID>", catalog.API_UNKNOWN_MESSAGE_TYPE, "</RESULT>&", "1"},
		{"a TYPE that is too long", "<TYPE>" + long + "</TYPE><REQUESTID>1</REQUESTID>", catalog.API_UNKNOWN_MESSAGE_TYPE, strings.ToUpper(long[:2*64]), "1"},
		{"a function of the WebAPI", "<TYPE>EXPORT</TYPE><REQUESTID>1</REQUESTID>", catalog.API_COMMAND_NOT_ALLOWED, "EXPORT", "1"},
		{"no REQUESTID", "<TYPE>TEST</TYPE>", catalog.API_REQUESTID_INVALID, "TEST", "0"},
		{"REQUESTID 0", "<TYPE>TEST</TYPE><REQUESTID>0</REQUESTID>", catalog.API_REQUESTID_INVALID, "TEST", "0"},
		{"REQUESTID -1", "<TYPE>TEST</TYPE><REQUESTID>-1</REQUESTID>", catalog.API_REQUESTID_INVALID, "TEST", "-1"},
		{"REQUESTID one too large", "<TYPE>TEST</TYPE><REQUESTID>2147483648</REQUESTID>", catalog.API_REQUESTID_INVALID, "TEST", "2147483648"},
		{"a REQUESTID of markup", "<TYPE>TEST</TYPE><REQUESTID>&lt;</REQUESTID>", catalog.API_REQUESTID_INVALID, "TEST", "0"},
		{"the largest REQUESTID", "<TYPE>TEST</TYPE><REQUESTID>2147483647</REQUESTID>", catalog.API_OK, "TEST", "2147483647"},
		{"EVENTS with REQUESTID 0", "<REQUESTID>0</REQUESTID><TYPE>EVENTS</TYPE>", catalog.API_OK, "EVENTS", "0"},
		{"REQUESTTYPE for TYPE", "<REQUESTTYPE> TEST </REQUESTTYPE><REQUESTID>1</REQUESTID>", catalog.API_OK, "TEST", "1"},
		{"small letters", "<type>test</type><requestid>1</requestid>", catalog.API_OK, "TEST", "1"},
	} {
		p.say("<REQUEST>" + c.fields + "</REQUEST>\r\n")
		res := p.hear()
		if res.Code != int(c.code) || res.RequestType != c.typ || res.RequestID != c.id {
			t.Errorf("%s: got %s", c.name, res.Raw)
		}
	}
	said.check(t)
}
