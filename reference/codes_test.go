package reference_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	netmail "net/mail"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/mail"
	"github.com/offhook/offhook/sim/client"
)

var update = flag.Bool("update", false, "write docs/result-codes.md anew")

// resultCodes is the document that these tests write.
const resultCodes = "../docs/result-codes.md"

// recipe is how a code comes about, in the world of furnish.
type recipe struct {
	code    catalog.Code
	dialect string     // that the system speaks
	patch   string     // of the conditions
	before  [][]string // requests that go before: TYPE, names and values
	typ     string
	pairs   []string // names and values in turn
}

// force answers what no state of the system explains.
func force(code catalog.Code, typ string, pairs ...string) recipe {
	return recipe{code: code, patch: fmt.Sprintf(`{"force":{%q:{"code":%d}}}`, typ, code), typ: typ, pairs: pairs}
}

var callStart1 = []string{"DEVICEID", "1"}

// cookbook has a recipe for every code.
var cookbook = []recipe{
	force(0, "RECORDSTART", "DEVICEID", "7001"),
	{code: 1, dialect: "E-33=1", before: [][]string{{"CALLSTART", "DEVICEID", "1"}}, typ: "CALLSTART", pairs: callStart1},
	{code: 2, patch: `{"disk":"full"}`, typ: "CALLSTART", pairs: callStart1},
	{code: 3, patch: `{"channels":{"1":0,"2":0}}`, typ: "CALLSTART", pairs: callStart1},
	force(4, "TEST"),
	force(5, "CALLSTART", "DEVICEID", "1"),
	{code: 6, patch: `{"scheduler":"stopped"}`, typ: "CALLSTART", pairs: callStart1},
	{code: 7, dialect: "E-32=7", typ: "CALLSTOP", pairs: callStart1},
	{code: 8, typ: "DEVICESTATUS", pairs: callStart1},
	force(9, "CALLSTART", "DEVICEID", "1"),
	{code: 10, typ: "DANCE"},
	{code: 11, dialect: "E-59=11", before: [][]string{{"IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Eve", "LASTNAME", "Low"}},
		typ: "IMPORTAGENTPHONE", pairs: []string{"ACTION", "ADD", "PHONEID", "7001", "AGENTID", "2"}},
	{code: 12, dialect: "E-58=12", typ: "CALLUPDATE", pairs: callStart1},
	force(13, "RECORDSTOP", "DEVICEID", "7001"),
	{code: 14, typ: "TEST", pairs: []string{"REQUESTID", "0"}},
	{code: 15, typ: ""},
	{code: 16, typ: "ADDGROUP"},
	{code: 17, dialect: "E-02=17", typ: "ADDGROUP"},
	{code: 18, patch: `{"recording_path":false}`, typ: "CALLSTART", pairs: callStart1},
	{code: 20, typ: "TEST"},
	{code: 21, typ: "IMPORTUSER", pairs: []string{"ACTION", "DANCE"}},
	{code: 22, before: [][]string{{"IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Eve", "LASTNAME", "Low"}},
		typ: "IMPORTAGENTPHONE", pairs: []string{"ACTION", "ADD", "PHONEID", "7001", "AGENTID", "2"}},
	{code: 23, patch: `{"database":"down"}`, typ: "CALLLIST"},
	{code: 24, typ: "AGENTBLACKOUTSTART", pairs: []string{"SYS_USER", "nobody"}},
	force(25, "CHATSTART", "SESSIONID", "s2", "AGENTID", "1"),
	{code: 26, typ: "ADDGROUP", pairs: []string{"GROUPNAME", ""}},
	{code: 27, typ: "MODIFYGROUPPERMISSION", pairs: []string{"ACTION", "ADD", "GROUPNAME", "Nobodies", "PHONEID", "7001", "AGENTID", "1"}},
	{code: 28, typ: "IMPORTUSER", pairs: []string{"ACTION", "DELETE", "AGENT_ID", "99"}},
	force(29, "TEST"),
	{code: 30, typ: "EVENTS", pairs: []string{"EVENTCLASS", "WEATHER"}},
	{code: 31, patch: `{"relay":"off"}`, typ: "EMAIL",
		pairs: []string{"UNIQUEFIELD", "ident", "UNIQUEID", "1", "TOADDRESS", "to@example.com", "MEDIA_FORMAT", "WAV", "ENCRYPT", "N"}},
	force(32, "TEST"),
	{code: 33, typ: "CHATSTOP"},
	{code: 34, patch: `{"recorder":"stopped"}`, typ: "CALLSTART", pairs: callStart1},
	{code: 35, patch: `{"filters":[{"variable":"ANI","pattern":"900*"}]}`, typ: "CALLSTART", pairs: []string{"DEVICEID", "1", "ANI", "9005550100"}},
	{code: 36, patch: `{"logger":"stopped"}`, typ: "CALLSTART", pairs: callStart1},
	force(37, "CALLUPDATE", "DEVICEID", "7001"),
	force(38, "BLACKOUTSTOP", "DEVICEID", "7001"),
	{code: 39, patch: `{"licence":false}`, typ: "CALLSTART", pairs: callStart1},
	{code: 40, typ: "CALLUPDATE", pairs: []string{"RECORDID", "99", "USER1", "x"}},
	{code: 41, typ: "EMAIL", pairs: []string{"UNIQUEFIELD", "ident", "UNIQUEID", "99", "TOADDRESS", "to@example.com", "MEDIA_FORMAT", "WAV", "ENCRYPT", "N"}},
	{code: 42, typ: "IMPORTUSER", pairs: []string{"ACTION", "ADD", "FIRSTNAME", "Ada", "LASTNAME", "Byron"}},
	force(43, "TEST"),
	{code: 44, typ: "EXPORT", pairs: []string{"UNIQUEFIELD", "ident", "UNIQUEID", "1", "MEDIA_FORMAT", "WAV"}},
	{code: 45, typ: "EMAIL", pairs: []string{"UNIQUEFIELD", "ident", "UNIQUEID", "1", "TOADDRESS", "nowhere", "MEDIA_FORMAT", "WAV", "ENCRYPT", "N"}},
	{code: 46, patch: `{"cores":{"2":"down"}}`, typ: "CALLSTART", pairs: callStart1},
	{code: 47, patch: `{"queue_full":true}`, typ: "TEST"},
	{code: 48, patch: `{"client_limit":1}`, typ: "TEST"},
	{code: 49, typ: "MODECHANGE"},
	{code: 50, typ: "MODIFYROLE", pairs: []string{"ACTION", "ADD", "ROLENAME", "Listener"}},
	force(51, "MODIFYROLEGROUPPERMISSION", "ROLEID", "1", "GROUPNAME", "Sales", "ACTION", "ADD"),
	{code: 52, typ: "MODIFYROLE", pairs: []string{"ACTION", "MODIFY", "ROLENAME", "Nobody"}},
	{code: 53, typ: "IMPORTUSER", pairs: []string{"ACTION", "ADD", "FIRSTNAME", "Eve", "LASTNAME", "Low", "SITEID", "-1"}},
	{code: 54, typ: "IMPORTUSER", pairs: []string{"ACTION", "ADD", "FIRSTNAME", "Eve", "LASTNAME", "Low", "USERNAME", "ada.b"}},
	{code: 55, patch: `{"configuration":false}`, typ: "CALLSTART", pairs: callStart1},
}

// kitchen is a system with a control plane, to be set up anew for each recipe.
type kitchen struct {
	t   *testing.T
	sys *reference.System
	plane
}

func newKitchen(t *testing.T, dialect string) *kitchen {
	t.Helper()
	var choices []string
	if dialect != "" {
		choices = []string{dialect}
	}
	d, err := catalog.ParseDialect(choices)
	if err != nil {
		t.Fatal(err)
	}
	// Nobody listens there: what is mailed waits.
	relay := &mail.Relay{Host: "127.0.0.1", Port: 1, From: netmail.Address{Address: "recorder@example.com"}}
	sys := startSystem(t, reference.Config{Control: aPlane, WebAPI: "127.0.0.1:0", Relay: relay, Dialect: d})
	return &kitchen{t, sys, planeOf(t, sys)}
}

// prepare makes the world of furnish with the recipe's conditions, and returns
// what asks over TCP and over the WebAPI.
func (k *kitchen) prepare(r *recipe) map[string]func(*client.Request) (*client.Result, error) {
	k.t.Helper()
	k.ok("POST", "/reset", `{}`)
	api := dial(k.t, k.sys.Addr().String())
	furnish(api)
	for _, b := range r.before {
		api.ok(b[0], b[1:]...)
	}
	if r.patch != "" {
		k.set(r.patch)
	}
	web, err := client.NewWebAPI("http://"+k.sys.WebAPIAddr().String(), client.Options{Timeout: patience})
	if err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(func() { web.Close() })
	return map[string]func(*client.Request) (*client.Result, error){
		"tcp": func(req *client.Request) (*client.Result, error) {
			return dial(k.t, k.sys.Addr().String()).Do(context.Background(), req)
		},
		"http": func(req *client.Request) (*client.Result, error) { return web.Do(context.Background(), req) },
	}
}

// request is what the recipe sends.
func (r *recipe) request() *client.Request {
	req := client.NewRequest(r.typ, r.pairs...)
	if slices.Contains(r.pairs, "REQUESTID") {
		req.ID = client.NoID
	}
	return req
}

// line is a request as people write it.
func line(typ string, pairs []string) string {
	words := []string{typ}
	if typ == "" {
		words = []string{"a request without TYPE"}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] != "REQUESTID" || pairs[i+1] == "0" { // who writes one, writes any
			words = append(words, pairs[i]+"="+pairs[i+1])
		}
	}
	return "`" + strings.Join(words, " ") + "`"
}

// how says how the code comes about.
func (r *recipe) how() string {
	var steps []string
	if r.dialect != "" {
		steps = append(steps, "`serve --dialect "+r.dialect+"`")
	}
	for _, b := range r.before {
		steps = append(steps, line(b[0], b[1:]))
	}
	if r.patch != "" {
		steps = append(steps, "`PATCH /conditions "+r.patch+"`")
	}
	return strings.Join(append(steps, line(r.typ, r.pairs)), "; ")
}

// TestEveryResultCodeComesAbout brings each of the 55 codes about over real
// sockets, and writes or compares the document that says how.
func TestEveryResultCodeComesAbout(t *testing.T) {
	kitchens := map[string]*kitchen{}
	for i := range cookbook {
		r := &cookbook[i]
		k := kitchens[r.dialect]
		if k == nil {
			k = newKitchen(t, r.dialect)
			kitchens[r.dialect] = k
		}
		ask := k.prepare(r)
		f := catalog.Lookup(r.typ)
		for via, send := range ask {
			if via == "http" && f != nil && f.Transports&catalog.HTTP == 0 || r.code == 44 && via == "http" {
				continue // EVENTS; and EXPORT is refused where it is not offered
			}
			res, err := send(r.request())
			if err != nil || res.Code != int(r.code) || res.Type != r.code.String() {
				t.Errorf("%d by %s over %s: %v, %v", r.code, r.how(), via, res, err)
			}
		}
	}
	if len(cookbook) != len(catalog.Codes) || len(catalog.Codes) != 55 {
		t.Errorf("%d recipes for %d codes", len(cookbook), len(catalog.Codes))
	}
	for i := range cookbook {
		if cookbook[i].code != catalog.Codes[i].Code {
			t.Errorf("recipe %d is for code %d, not %d", i, cookbook[i].code, catalog.Codes[i].Code)
		}
	}
	documented(t, "codes", codesTable())
}

func codesTable() string {
	lists := map[catalog.Code][]string{}
	for _, p := range listedResults() {
		for _, c := range catalog.Codes {
			if c.Label == p.label && c.Code != 17 { // of the two that share a label, the reference sends 16
				lists[c.Code] = append(lists[c.Code], p.function)
			}
		}
	}
	var b strings.Builder
	b.WriteString("| code | label | how to bring it about | listed by |\n|---|---|---|---|\n")
	for i := range cookbook {
		r := &cookbook[i]
		by := "none"
		switch names := lists[r.code]; {
		case len(names) > 8:
			by = fmt.Sprintf("%d functions", len(names))
		case len(names) > 0:
			by = strings.Join(names, ", ")
		}
		fmt.Fprintf(&b, "| %d | %s | %s | %s |\n", r.code, r.code, strings.ReplaceAll(r.how(), "|", `\|`), by)
	}
	return b.String()
}

// documented compares a section of the document with what it should be, or
// writes it.
func documented(t *testing.T, section, want string) {
	t.Helper()
	text, err := os.ReadFile(resultCodes)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := []byte("<!-- "+section+" -->\n"), []byte("<!-- end of "+section+" -->")
	i, j := bytes.Index(text, begin), bytes.Index(text, end)
	if i < 0 || j < i {
		t.Fatalf("%s has no section %q", resultCodes, section)
	}
	i += len(begin)
	if string(text[i:j]) == want {
		return
	}
	if !*update {
		t.Errorf("%s is out of date: go test ./reference -run 'ResultCode|ListedResult' -update", resultCodes)
		return
	}
	text = slices.Concat(text[:i], []byte(want), text[j:])
	if err := os.WriteFile(resultCodes, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// listed is a result that the manual lists for a function.
type listed struct {
	function, transports, label string
}

// listedResults are all of them.
func listedResults() (all []listed) {
	text, err := os.ReadFile("testdata/results.tsv")
	if err != nil {
		panic(err)
	}
	for row := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimRight(row, "\r\n"), "\t")
		if cells[0] == "function" {
			continue
		}
		for label := range strings.SplitSeq(cells[2], ",") {
			all = append(all, listed{cells[0], cells[1], label})
		}
	}
	return all
}

// listedRecipe is how a function comes to answer what its row lists: what it
// takes to succeed, with one thing changed.
func listedRecipe(t *testing.T, f *catalog.Function, code catalog.Code) recipe {
	r := recipe{code: code, typ: f.Name}
	pairs := minimal(t, f)
	change := func(nameValues ...string) {
		for i := 0; i < len(nameValues); i += 2 {
			pairs = set(pairs, nameValues[i], nameValues[i+1])
		}
	}
	only := func(nameValues ...string) { // in place of what identifies
		for _, g := range f.Groups {
			pairs = without(pairs, g)
		}
		change(nameValues...)
	}
	if x, ok := listedWays[f.Name+" "+code.String()]; ok {
		r.patch, r.before = x.patch, x.before
		if x.only {
			only(x.pairs...)
		} else {
			change(x.pairs...)
		}
		for _, name := range x.drop {
			pairs = drop(pairs, name)
		}
	} else {
		switch code {
		case catalog.API_REQUESTID_INVALID:
			change("REQUESTID", "0")
		case catalog.API_PARTIAL_CORE_RESPONSE:
			r.patch = `{"cores":{"2":"down"}}`
		case catalog.API_ERROR_RECORDER_NOT_RUNNING:
			r.patch = `{"recorder":"stopped"}`
		case catalog.API_DATABASE_QUERY_ERROR:
			r.patch = `{"database":"down"}`
		case catalog.API_ERROR_CLIENT_NOT_FOUND:
			r.patch = `{"relay":"off"}`
		case catalog.API_DEVICE_INVALID:
			only("DEVICEALIAS", "0000")
		case catalog.API_AGENT_NOT_FOUND:
			only("SYS_USER", "nobody")
		case catalog.API_SESSIONID_UNSPECIFIED:
			pairs = drop(pairs, "SESSIONID")
		case catalog.API_ERROR_INVALID_ACTION:
			change("ACTION", "DANCE")
		case catalog.API_INVALID_MESSAGE_FORMAT:
			for i := range f.Params {
				if p := &f.Params[i]; p.Required && p.Name != catalog.REQUESTID {
					pairs = drop(pairs, p.Name.String())
				}
			}
		}
	}
	for _, p := range pairs {
		r.pairs = append(r.pairs, p.Name, p.Value)
	}
	return r
}

// special is a way to a result that the general rules do not know.
type special struct {
	patch  string
	before [][]string
	only   bool // the pairs are in place of what identifies
	pairs  []string
	drop   []string
}

var listedWays = map[string]special{
	"CALLUPDATE API_RECORDID_INVALID":              {only: true, pairs: []string{"RECORDID", "99", "USER1", "x"}},
	"CALLUPDATE API_DATABASE_QUERY_ERROR":          {patch: `{"database":"down"}`, only: true, pairs: []string{"RECORDID", "1", "USER1", "x"}},
	"CHATSTART API_AGENT_NOT_FOUND":                {pairs: []string{"AGENTID", "99"}, drop: []string{"KEYNAME", "KEYVALUE"}},
	"IMPORTAGENTPHONE API_AGENT_NOT_FOUND":         {pairs: []string{"AGENTID", "99"}},
	"MODIFYGROUPPERMISSION API_AGENT_NOT_FOUND":    {pairs: []string{"AGENTID", "99"}},
	"AGENTWINDOW API_AGENT_NOT_FOUND":              {only: true, pairs: []string{"USERNAME", "nobody"}},
	"EVENTS API_EVENT_TYPE_INVALID":                {pairs: []string{"EVENTCLASS", "WEATHER"}},
	"IMPORTUSER API_USER_ALREADY_EXIST":            {pairs: []string{"ACTION", "ADD", "FIRSTNAME", "Eve", "LASTNAME", "Low", "USERNAME", "ada.b"}},
	"IMPORTUSER API_USER_NOT_FOUND":                {pairs: []string{"ACTION", "DELETE", "AGENT_ID", "99"}},
	"MODIFYUSERGROUPPERMISSION API_USER_NOT_FOUND": {pairs: []string{"USERNAME", "nobody"}},
	"MODIFYROLE API_ROLE_ALREADY_EXISTS":           {pairs: []string{"ACTION", "ADD"}},
	"MODIFYROLE API_ROLE_NOT_FOUND":                {pairs: []string{"ROLENAME", "Nobody"}},
	"MODIFYUSERROLE API_ROLE_NOT_FOUND":            {pairs: []string{"ROLEID", "99"}},
	"MODIFYUSERROLE API_USER_NOT_FOUND":            {pairs: []string{"USERID", "99"}},
	"EMAIL API_EMAIL_NOT_VALID":                    {pairs: []string{"TOADDRESS", "nowhere"}},
	"COMBINEDEMAIL API_EMAIL_NOT_VALID":            {pairs: []string{"TOADDRESS", "nowhere"}},
	"EMAIL API_FILE_NOT_FOUND":                     {pairs: []string{"UNIQUEID", "99"}},
	"COMBINEDEMAIL API_FILE_NOT_FOUND":             {pairs: []string{"IDENT", "99"}},
	"EXPORT API_FILE_NOT_FOUND":                    {pairs: []string{"UNIQUEID", "99"}},
	"COMBINEDEXPORT API_FILE_NOT_FOUND":            {pairs: []string{"IDENT", "99"}},
	"MULTIEXPORT API_FILE_NOT_FOUND":               {pairs: []string{"IDENT", "99"}},
}

// TestEveryListedResultComesAbout walks the 132 results that the manual lists
// for its functions, over each transport that the function has.
func TestEveryListedResultComesAbout(t *testing.T) {
	k := newKitchen(t, "")
	all := listedResults()
	if len(all) != 132 {
		t.Fatalf("%d results, want 132", len(all))
	}
	var b strings.Builder
	b.WriteString("| function | code | label | how to bring it about |\n|---|---|---|---|\n")
	for _, p := range all {
		f := catalog.Lookup(p.function)
		code := codeOf(f, p.label)
		r := listedRecipe(t, f, code)
		ask := k.prepare(&r)
		for via := range strings.SplitSeq(p.transports, ",") {
			res, err := ask[via](r.request())
			if err != nil || res.Code != int(code) || res.Type != p.label {
				t.Errorf("%s %s by %s over %s: %v, %v", p.function, p.label, r.how(), via, res, err)
			}
		}
		fmt.Fprintf(&b, "| %s | %d | %s | %s |\n", p.function, code, p.label, r.how())
	}
	documented(t, "results", b.String())
}

// codeOf is the code that f declares under a label.
func codeOf(f *catalog.Function, label string) catalog.Code {
	for _, o := range f.Results {
		if o.Code.String() == label {
			return o.Code
		}
	}
	return 255
}
