package reference_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/offhook/offhook/reference"
	"github.com/offhook/offhook/sim/client"
)

// plane is a control plane's client whose failures end the test.
type plane struct {
	t   testing.TB
	url string
}

func planeOf(t testing.TB, sys *reference.System) plane {
	return plane{t, "http://" + sys.ControlAddr().String()}
}

// do sends a request and returns the status and the answer.
func (p plane) do(method, path, body string, header ...string) (int, map[string]any) {
	p.t.Helper()
	r, err := http.NewRequest(method, p.url+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	var v map[string]any
	if err := json.Unmarshal(text, &v); err != nil && res.Header.Get("Content-Type") == "application/json" {
		p.t.Fatalf("%s %s: %v in %s", method, path, err, text)
	}
	return res.StatusCode, v
}

// ok is do where anything but 200 is a failure.
func (p plane) ok(method, path, body string) map[string]any {
	p.t.Helper()
	status, v := p.do(method, path, body)
	if status != 200 {
		p.t.Fatalf("%s %s %s: %d %v", method, path, body, status, v)
	}
	return v
}

// set changes the conditions.
func (p plane) set(patch string) map[string]any {
	p.t.Helper()
	return p.ok("PATCH", "/conditions", patch)
}

const aPlane = "127.0.0.1:0"

func text(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func TestPatchesChangeWhatTheyName(t *testing.T) {
	sys := startSystem(t, reference.Config{Control: aPlane})
	p := planeOf(t, sys)
	normal := text(p.ok("GET", "/conditions", ""))
	for _, step := range []struct{ patch, name, want string }{
		{`{"cores":{"2":"down"}}`, "cores", `{"1":"up","2":"down"}`},
		{`{"cores":{"1":"down"}}`, "cores", `{"1":"down","2":"down"}`},
		{`{"cores":{"2":null}}`, "cores", `{"1":"down","2":"up"}`},
		{`{"database":"down","disk":"full","licence":false}`, "disk", `"full"`},
		{`{"disk":null}`, "disk", `"ok"`},
		{`{}`, "database", `"down"`},
		{`{"channels":{"1":0}}`, "channels", `{"1":0}`},
		{`{"channels":{"2":3}}`, "channels", `{"1":0,"2":3}`},
		{`{"channels":{"1":null}}`, "channels", `{"2":3}`},
		{`{"channels":null}`, "channels", `{}`},
		{`{"client_limit":7}`, "client_limit", `7`},
		{`{"client_limit":null}`, "client_limit", `10000`},
		{`{"filters":[{"variable":"ANI","pattern":"900*"}]}`, "filters", `[{"pattern":"900*","variable":"ANI"}]`},
		{`{"force":{"CALLSTOP":{"code":12,"next":5},"*":{"code":4,"message":"<&>"}}}`, "force", `{"*":{"code":4,"message":"\u003c\u0026\u003e"},"CALLSTOP":{"code":12,"next":5}}`},
		{`{"force":{"CALLSTOP":{"next":2}}}`, "force", `{"*":{"code":4,"message":"\u003c\u0026\u003e"},"CALLSTOP":{"code":12,"next":2}}`},
		{`{"force":{"*":null}}`, "force", `{"CALLSTOP":{"code":12,"next":2}}`},
		{`{"latency":{"TEST":{"jitter":"1.5s"}}}`, "latency", `{"TEST":{"fixed":"0s","jitter":"1.5s"}}`},
		{`{"drop":{"TEST":{"lose":"reply","percent":50}}}`, "drop", `{"TEST":{"lose":"reply","percent":50}}`},
	} {
		if got := text(p.set(step.patch)[step.name]); got != step.want {
			t.Errorf("%s: %s is %s, want %s", step.patch, step.name, got, step.want)
		}
	}
	if got := text(p.ok("DELETE", "/conditions", "")); got != normal {
		t.Errorf("in order again:\n%s, want\n%s", got, normal)
	}
	dial(t, sys.Addr().String()).ok("TEST")
}

func TestBadPatchesChangeNothingAndSayWhy(t *testing.T) {
	p := planeOf(t, startSystem(t, reference.Config{Control: aPlane}))
	normal := text(p.ok("GET", "/conditions", ""))
	for patch, says := range map[string]string{
		`{"disc":"full"}`:              "there are channels, client_limit",
		`{"Disk":"full"}`:              "no condition",
		`{"disk":"empty"}`:             `"ok" or "full"`,
		`{"disk":true}`:                "disk: bool where a string is wanted; see GET /schema",
		`{"disk":"full","latency":[]}`: "latency: array where an object is wanted",
		`{"disk":"full","latency":{"TEST":{"fixed":250}}}`:                                  "number where a string is wanted",
		`{"disk":"full","latency":{"TEST":{"fixed":"9223372036s","jitter":"9223372036s"}}}`: "20s in all",
		`{"disk":"full","force":{"TEST":{}}}`:                                               "code is missing",
		`{"disk":"full","filters":[{"variable":"ANI"}]}`:                                    "pattern is missing",
		`{"disk":"full","cores":{"01":"down"}}`:                                             "COREIDENT",
		`{"disk":"full","cores":{"9":"down"}}`:                                              "no core 9; there are 1,2",
		`{"disk":"full","cores":{"x":"down"}}`:                                              "COREIDENT",
		`{"disk":"full","cores":{"1":"sideways"}}`:                                          `"up" or "down"`,
		`{"disk":"full","channels":{"1":-1}}`:                                               "0 is the least",
		`{"disk":"full","channels":{"1":0.5}}`:                                              "GET /schema",
		`{"disk":"full","filters":[{"variable":"COLOUR","pattern":"*"}]}`:                   "none of the variables",
		`{"disk":"full","filters":[{"variable":"ANI","pattern":"["}]}`:                      "malformed",
		`{"disk":"full","force":{"DANCE":{"code":1}}}`:                                      "no function",
		`{"disk":"full","force":{"MODECHANGE":{"code":29}}}`:                                "no function",
		`{"disk":"full","force":{"TEST":{"code":19}}}`:                                      "no result code 19",
		`{"disk":"full","force":{"TEST":{"code":1,"next":-1}}}`:                             "next",
		`{"disk":"full","force":{"TEST":{"cod":1}}}`:                                        "GET /schema",
		`{"disk":"full","drop":{"TEST":{"lose":"it"}}}`:                                     "request, reply or connection",
		`{"disk":"full","drop":{"TEST":{"lose":"reply","percent":101}}}`:                    "from 0 to 100",
		`{"disk":"full","latency":{"TEST":{"fixed":"1h"}}}`:                                 "20s in all",
		`{"disk":"full","latency":{"TEST":{"fixed":"soon"}}}`:                               "no duration",
		`{"disk":"full","client_limit":-1}`:                                                 "client_limit",
		`{"disk":"full","relay":"on"}`:                                                      "--smtp",
		`{"disk":"full"} {}`:                                                                "more than one",
		`[]`:                                                                                "not a JSON object",
		`null`:                                                                              "not a JSON object",
		`{"disk":`:                                                                          "not a JSON object",
	} {
		status, v := p.do("PATCH", "/conditions", patch)
		if problem, _ := v["error"].(string); status != 400 || !strings.Contains(problem, says) {
			t.Errorf("%s: %d %v, want 400 and %q", patch, status, v, says)
		}
	}
	if got := text(p.ok("GET", "/conditions", "")); got != normal {
		t.Errorf("something was changed:\n%s, want\n%s", got, normal)
	}
}

func TestThePlaneRefusesWhatIsNotItsOwn(t *testing.T) {
	sys := startSystem(t, reference.Config{Control: aPlane})
	p := planeOf(t, sys)
	for _, c := range []struct {
		name, method, path, body string
		header                   []string
		want                     int
	}{
		{"another site's page", "PATCH", "/conditions", "{}", []string{"Origin", "http://evil.test"}, 403},
		{"a name that points here", "GET", "/state", "", []string{"Host", "evil.test"}, 403},
		{"a script elsewhere", "GET", "/state", "", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a form", "POST", "/reset", "{}", []string{"Content-Type", "text/plain"}, 415},
		{"no content type", "POST", "/reset", "{}", []string{"Content-Type", ""}, 415},
		{"too much", "PATCH", "/conditions", `{"disk":"` + strings.Repeat("x", 64<<10) + `"}`, nil, 413},
		{"another method", "PUT", "/conditions", "{}", nil, 405},
		{"another page", "GET", "/secrets", "", nil, 404},
		{"an unknown parameter", "GET", "/state?depth=1", "", nil, 400},
		{"a limit too high", "GET", "/state?limit=10001", "", nil, 400},
		{"time that goes back", "POST", "/clock", `{"advance":"-1s"}`, nil, 400},
		{"time that stands still", "POST", "/clock", `{"advance":"0s"}`, nil, 400},
		{"time beyond all time", "POST", "/clock", `{"advance":"2000000h"}`, nil, 400},
		{"no time", "POST", "/clock", `{"advance":"soon"}`, nil, 400},
		{"another change", "POST", "/clock", `{"rewind":"1s"}`, nil, 400},
		{"an unknown seed", "POST", "/reset", `{"seed":"../../etc/passwd"}`, nil, 400},
	} {
		if status, v := p.do(c.method, c.path, c.body, c.header...); status != c.want {
			t.Errorf("%s: %d %v, want %d", c.name, status, v, c.want)
		}
	}
	p.ok("GET", "/state", "")
	if _, err := reference.Start(t.Context(), reference.Config{Control: "0.0.0.0:0"}); err == nil || !strings.Contains(err.Error(), "token") {
		t.Errorf("open to all without a token: %v", err)
	}
}

func TestAChangeDoesNotWaitForAnotherThatComesSlowly(t *testing.T) {
	sys := startSystem(t, reference.Config{Control: aPlane})
	slow, err := net.Dial("tcp", sys.ControlAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	fmt.Fprint(slow, "PATCH /conditions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 15\r\nExpect: 100-continue\r\n\r\n")
	answer := bufio.NewReader(slow)
	for line := ""; line != "\r\n"; { // 100: the body is being read
		if line, err = answer.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	p := planeOf(t, sys)
	p.set(`{"licence":false}`)
	fmt.Fprint(slow, `{"disk":"full"}`)
	if status, err := answer.ReadString('\n'); err != nil || !strings.Contains(status, "200") {
		t.Errorf("the slow one: %q %v", status, err)
	}
	if v := p.ok("GET", "/conditions", ""); v["disk"] != "full" || v["licence"] != false {
		t.Errorf("conditions %v", v)
	}
}

func TestATokenIsAskedForAndNeverShown(t *testing.T) {
	var log bytes.Buffer
	const token = "correct-horse"
	sys := startSystem(t, reference.Config{Control: aPlane, ControlToken: token, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	p := planeOf(t, sys)
	for auth, want := range map[string]int{"": 401, "Bearer wrong": 401, "Bearer correct-horse": 200} {
		if status, _ := p.do("GET", "/state", "", "Authorization", auth); status != want {
			t.Errorf("%q: %d, want %d", auth, status, want)
		}
	}
	p.do("PATCH", "/conditions", `{"queue_full":true}`, "Authorization", "Bearer "+token)
	if s := log.String(); !strings.Contains(s, "queue_full") || strings.Contains(s, token) {
		t.Errorf("the log says %s", s)
	}
}

func TestTheSchemaDescribesTheConditions(t *testing.T) {
	p := planeOf(t, startSystem(t, reference.Config{Control: aPlane}))
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("conditions.json", any(p.ok("GET", "/schema", ""))); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("conditions.json")
	if err != nil {
		t.Fatal(err)
	}
	p.set(`{"cores":{"2":"down"},"channels":{"1":5},"filters":[{"variable":"ANI","pattern":"9*"}],"latency":{"*":{"fixed":"250ms","jitter":"1.5s"}},
		"drop":{"EVENTS":{"lose":"connection","percent":10}},"force":{"CALLSTOP":{"code":12,"message":"no","next":3}}}`)
	conditions := p.ok("GET", "/conditions", "")
	if err := schema.Validate(any(conditions)); err != nil {
		t.Error(err)
	}
	described := p.ok("GET", "/schema", "")["properties"].(map[string]any)
	for name := range conditions {
		if described[name] == nil {
			t.Errorf("the schema does not know %s", name)
		}
	}
	if len(described) != len(conditions) {
		t.Errorf("%d conditions, %d described", len(conditions), len(described))
	}
	for _, wrong := range []string{`{"disk":"empty"}`, `{"disc":"full"}`, `{"force":{"TEST":{}}}`, `{"force":{"TEST":{"code":19}}}`, `{"cores":{"x":"up"}}`} {
		var v any
		json.Unmarshal([]byte(wrong), &v)
		if schema.Validate(v) == nil {
			t.Errorf("%s is valid", wrong)
		}
	}
}

func TestFaultsDelayLoseAndAnswer(t *testing.T) {
	sys := startSystem(t, reference.Config{Control: aPlane, WebAPI: "127.0.0.1:0", RandomSeed: 3})
	p, addr := planeOf(t, sys), sys.Addr().String()
	c := dial(t, addr)
	c.ok("TEST")
	for _, step := range []struct {
		name, patch string
		codes       []int // of TESTs one after the other
	}{
		{"the next two", `{"force":{"TEST":{"code":12,"next":2}}}`, []int{12, 12, 20}},
		{"until it is taken back", `{"force":{"*":{"code":7}}}`, []int{7, 7, 7}},
		{"its own before all others'", `{"force":{"TEST":{"code":9,"next":1}}}`, []int{9, 7}},
		{"queue full", `{"force":null,"queue_full":true}`, []int{47, 47}},
		{"no licence", `{"queue_full":false,"licence":false}`, []int{20}},
	} {
		p.set(step.patch)
		for i, want := range step.codes {
			if res := c.do("TEST"); res.Code != want {
				t.Errorf("%s: answer %d is %d, want %d", step.name, i, res.Code, want)
			}
		}
	}
	if res := c.do("ADDGROUP", "GROUPNAME", "x"); res.Code != 39 {
		t.Errorf("without a licence: %s", res.Raw)
	}
	if res := c.do("EVENTS"); res.Code != 39 {
		t.Errorf("events without a licence: %s", res.Raw)
	}

	p.set(`{"licence":true,"latency":{"ADDGROUP":{"fixed":"30ms"}}}`)
	began := time.Now()
	c.ok("ADDGROUP", "GROUPNAME", "slow")
	if d := time.Since(began); d < 30*time.Millisecond {
		t.Errorf("answered after %v", d)
	}

	p.set(`{"latency":null,"drop":{"ADDGROUP":{"lose":"request","next":1}}}`)
	lost(t, addr, "ADDGROUP", "GROUPNAME", "never")
	p.set(`{"drop":{"ADDGROUP":{"lose":"reply","next":1}}}`)
	lost(t, addr, "ADDGROUP", "GROUPNAME", "done")
	if got := c.ok("ADDGROUP", "GROUPNAME", "third").Body.Value("GROUPID"); got != "3" {
		t.Errorf("the third group that was made is %s: what was lost was executed, or not", got)
	}
	p.set(`{"drop":{"TEST":{"lose":"connection","next":1}}}`)
	cut := dial(t, addr)
	if _, err := cut.Do(context.Background(), client.NewRequest("TEST")); err == nil {
		t.Error("the connection was not cut")
	}
	for _, loss := range []string{"request", "reply", "connection"} {
		p.set(fmt.Sprintf(`{"drop":{"TEST":{"lose":%q,"next":1}}}`, loss))
		url := "http://" + sys.WebAPIAddr().String() + "/webAPI.aspx?TYPE=TEST&REQUESTID=1"
		if res, err := http.Post(url, "application/x-www-form-urlencoded", nil); err == nil {
			res.Body.Close()
			t.Errorf("%s: the WebAPI answered", loss)
		}
	}
	c.ok("TEST")

	p.set(`{"drop":{"TEST":{"lose":"reply","percent":50}}}`)
	answered := 0
	for i := range 40 {
		c.say(fmt.Sprintf("<REQUEST><TYPE>TEST</TYPE><REQUESTID>%d</REQUESTID></REQUEST>\r\n", i+1))
	}
	c.say("<REQUEST><TYPE>CHANNELS</TYPE><REQUESTID>99</REQUESTID></REQUEST>\r\n")
	for c.hear().RequestID != "99" {
		answered++
	}
	if answered == 0 || answered == 40 {
		t.Errorf("%d of 40 were answered", answered)
	}
}

// lost sends a request that nobody answers; the connection goes on.
func lost(t *testing.T, addr, typ string, nameValues ...string) {
	t.Helper()
	c := dialWith(t, addr, client.Options{Timeout: 100 * time.Millisecond})
	if res, err := c.Do(context.Background(), client.NewRequest(typ, nameValues...)); err == nil {
		t.Errorf("%s was answered: %s", typ, res.Raw)
	}
}

func TestTheClientLimitHoldsFromNowOn(t *testing.T) {
	sys := startSystem(t, reference.Config{Control: aPlane})
	p, addr := planeOf(t, sys), sys.Addr().String()
	first := dial(t, addr)
	first.ok("TEST")
	p.set(`{"client_limit":1}`)
	second := dial(t, addr)
	if res := second.hear(); res.Code != 48 {
		t.Errorf("the second client: %s", res.Raw)
	}
	first.ok("TEST")
	p.set(`{"client_limit":null}`)
	dial(t, addr).ok("TEST")
}

func TestTheClockMovesForwardAndTimersFireInOrder(t *testing.T) {
	sys := startSystem(t, reference.Config{Control: aPlane, Cores: []int{1}})
	p, addr := planeOf(t, sys), sys.Addr().String()
	events := subscribe(t, addr, "RECORD")
	c := dial(t, addr)
	c.ok("CALLSTART", "DEVICEID", "1", "MAXRECORDTIME", "7200")
	c.ok("CALLSTART", "DEVICEID", "2", "MAXRECORDTIME", "60")
	c.ok("CALLSTART", "DEVICEID", "3")
	c.ok("BLACKOUTSTART", "DEVICEID", "3", "TIMEOFFSET", "600")
	p.ok("POST", "/clock", `{"advance":"3h"}`)
	var told []string
	eventually(t, "the timers fire", func() bool {
		told = nil
		for _, ev := range events.all("") {
			if ev.Type == "RECORDINGSTOPPED" || ev.Type == "RECORDINGPAUSED" {
				told = append(told, ev.Type+" "+ev.Get("DEVICEID"))
			}
		}
		return len(told) == 3
	})
	if got := strings.Join(told, ", "); got != "RECORDINGSTOPPED 2, RECORDINGPAUSED 3, RECORDINGSTOPPED 1" {
		t.Errorf("events: %s", got)
	}
	rows := c.ok("CALLLIST", "DEVICEID", "1").Body
	if got := rows.Child("SEARCHRESULT").Value("DURATION"); got != "7200" {
		t.Errorf("a recording of %s s", got)
	}
	c.ok("CALLSTOP", "DEVICEID", "3")
	c.ok("CALLUPDATE", "DEVICEID", "2", "UPDATE_IF_NOT_RECORDING", "Y", "KEEPDAYS", "-1")
	c.ok("CALLSTOP", "DEVICEID", "2")
	p.ok("POST", "/clock", `{"advance":"744h"}`)
	left := p.ok("GET", "/recordings", "")["recordings"].([]any)
	if len(left) != 1 || left[0].(map[string]any)["device_id"] != "2" {
		t.Errorf("after 31 days there are %s", text(left))
	}
}

func TestAfterAResetARunRepeatsExactly(t *testing.T) {
	inEachStore(t, func(t *testing.T, cfg reference.Config) {
		cfg.Control = aPlane
		sys := startSystem(t, cfg)
		p, addr := planeOf(t, sys), sys.Addr().String()
		events := subscribe(t, addr, "ALL")
		c := dial(t, addr)
		var runs [2]string
		for i := range runs {
			furnish(c)
			runs[i] = fmt.Sprint(directoryOf(c), ids(c))
			p.set(`{"database":"down","disk":"full","force":{"ADDGROUP":{"code":4}}}`)
			p.ok("POST", "/clock", `{"advance":"1h"}`)
			p.ok("POST", "/reset", `{}`)
			if list := c.ok("DEVICELIST").Body.Child("DEVICES").Value("COUNT"); list != "0" {
				t.Errorf("%s devices are known", list)
			}
			if left := p.ok("GET", "/recordings", "")["recordings"].([]any); len(left) > 0 {
				t.Errorf("left: %s", text(left))
			}
			if ahead := p.ok("GET", "/clock", "")["ahead"]; ahead != "0s" {
				t.Errorf("the clock is %v ahead", ahead)
			}
		}
		if runs[0] != runs[1] {
			t.Errorf("first\n%s, then\n%s", runs[0], runs[1])
		}
		c.ok("CALLSTART", "DEVICEID", "5")
		eventually(t, "the subscription lives", func() bool {
			return slices.ContainsFunc(events.all("CALLSTART"), func(ev *client.Event) bool { return ev.Get("DEVICEID") == "5" })
		})
	})
}

func TestAResetTakesAnotherSeed(t *testing.T) {
	sys := startSystem(t, reference.Config{Control: aPlane})
	p, c := planeOf(t, sys), dial(t, sys.Addr().String())
	people := func() int { return len(c.ok("IMPORTUSER", "ACTION", "LIST").Body.Child("AGENTS").Children) }
	none := people()
	set := text(p.set(`{"disk":"full","licence":false}`))
	if status, v := p.do("POST", "/reset", `{"seed":"maximal"}`); status != 400 || !strings.Contains(text(v), "minimal") {
		t.Errorf("an unknown seed: %d %v", status, v)
	}
	if left := text(p.ok("GET", "/conditions", "")); left != set {
		t.Errorf("a refused reset has left\n%s, of\n%s", left, set)
	}
	p.ok("POST", "/reset", `{"seed":"minimal"}`)
	if people() == none {
		t.Error("nobody came with the seed")
	}
	p.ok("POST", "/reset", `{"seed":""}`)
	if n := people(); n != none {
		t.Errorf("%d people after a reset to the seed of the start, want %d", n, none)
	}
}

// ids are the numbers that the system has given in the world of furnish.
func ids(c peer) string {
	status := c.ok("DEVICERECORDINGSTATUS", "DEVICEID", "7001").Body.Child("DEVICE")
	list := c.ok("CALLLIST").Body.Child("SEARCHRESULT")
	return fmt.Sprint(status.Child("RECORDING").Value("SESSIONID"), " ", list.Value("RECORDID"))
}

func TestStateGoesWithoutTheDatabase(t *testing.T) {
	sys := startSystem(t, reference.Config{Control: aPlane, Logger: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))})
	p, c := planeOf(t, sys), dial(t, sys.Addr().String())
	p.set(`{"database":"down"}`)
	c.ok("CALLSTART", "DEVICEID", "<b>")
	c.ok("CALLSTOP", "DEVICEID", "<b>")
	v := p.ok("GET", "/state", "")
	if v["pending"] != 1.0 || v["devices"].([]any)[0].(map[string]any)["id"] != "<b>" {
		t.Errorf("state %s", text(v))
	}
	if status, _ := p.do("GET", "/recordings", ""); status != 503 {
		t.Errorf("recordings without a database: %d", status)
	}
}
