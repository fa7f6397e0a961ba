package target

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/runner"
)

var update = flag.Bool("update", false, "write the schema file anew")

// wrong are files with one mistake each, and what is said about it. beyond: only
// what one key says about another, or what there is, shows it.
var wrong = []struct {
	text, says string
	beyond     bool
}{
	{"target: 1", "target file x:1:1: target: there is no such key; the file takes api, webapi, tls_fingerprint,", false},
	{"features:\n  chats: unknown", "target file x:2:3: features.chats: there is no such key; did you mean chat?; features takes webapi, events,", false},
	{"read-only: true", "read-only: there is no such key; did you mean read_only?; the file takes api,", false},
	{"api: a:1\nhooks: {core_dwon: x}", "target file x:2:9: hooks.core_dwon: there is no such key; did you mean core_down", false},
	{"features: {chat: maybe}", "features.chat: \"maybe\" is none of supported, unsupported, unknown", false},
	{"features: [chat]", "features: a section of keys is expected, not a list", false},
	{"api: [a]", "api: a text is expected, not a list", false},
	{"read_only: yess", "target file x:1:12: read_only: true or false is expected, not a text", false},
	{"rate: fast", "rate: a number is expected, not a text", false},
	{"rate: -1", "rate: \"-1\" is not from 0 to 1000000", false},
	{"rate: .nan", "rate: ", true},
	{"patience: 2000", "patience: \"2000\" is not from 0 to 1000", false},
	{"devices: 1111", "devices: a list is expected, not the number \"1111\"", false},
	{"profile: all", "profile: \"all\" is none of full, core, recording,", false},
	{"known_failures:\n  - id: TEST-1\n    reason: x", "target file x:2:7: known_failures[0]: expires is missing", false},
	{"known_failures: [{id: TEST-1, reason: x, expires: soon}]", "a time such as 2026-03-31", false},
	{"known_failures: [{id: TEST-1, reason: '', expires: 2027-01-31}]", "known_failures[0].reason: it must not be blank", false},

	{"known_failures: [{id: TEST-99, reason: x, expires: 2027-01-31}]", "known_failures[0].id: there is no requirement and no spec \"TEST-99\"; offhook conform --list", true},
	{"api: nonsense", "target file x:1:6: api: \"nonsense\" is not HOST:PORT, as in 10.0.0.5:5620", true},
	{"api: ':5620'", "api: \":5620\" is not HOST:PORT", true},
	{"api: a:99999", "api: \"a:99999\" is not HOST:PORT", true},
	{"api: a:1\nevents: b", "target file x:2:9: events: \"b\" is not HOST:PORT", true},
	{"api: a:1\nwebapi: 7", "webapi: \"7\" is no URL; give one as in http://10.0.0.5:2012", true},
	{"api: a:1\nwebapi: ftp://x:1", "webapi: \"ftp://x:1\" is no URL", true},
	{"api: a:1\nwebapi: http://me:topmost@x", "webapi: the URL names a user, whom no API asks for", true},
	{"api: a:1\ncontrol: ftp://me:topmost@x", "control: \"ftp://***@x\" is no URL", true},
	{"api: a:1\napi: b:1", "target file x:2:1: mapping key \"api\" already defined at [1:1]", true},
	{"api: a:1\n\trate: 3", "target file x:2:1: a tab stands where the line begins; YAML is indented with blanks", true},
	{"features:\n\tchat: unknown", "target file x:2:1: a tab stands where the line begins", true},
	{"\xff\xfea\x00", "the file is not UTF-8; save it as that", true},
	{"patience: 0", "patience: 0 makes no deadline", true},
	{"webapi: http://x", "target file x:1:9: webapi: it belongs to a target; give its api too", true},
	{"api: a:1\ncontrol_token_file: f", "control_token_file: it belongs to control; give that too", true},
	{"api: a:1\nfeatures: {webapi: supported}", "features.webapi: it is declared supported; give the address, webapi, too", true},
	{"api: a:1\ndevices: [1, 2, 1]", "devices[2]: the device \"1\" is blank or there already", true},
	{"api: a:1\nagents: [{agent_id: 7, sys_user: a}]", "target file x:2:10: agents[0]: devices is missing", false},
	{"api: a:1\nagents: [{agent_id: 7, sys_user: a, devices: []}]", "agents[0].devices: an agent needs a device", true},
	{"api: a:1\nagents: [{agent_id: 7, sys_user: a, devices: [1]}, {agent_id: 7, sys_user: b, devices: [1]}]", "agents[1].devices[0]: the device \"1\" is blank or that of the agent \"7\" already", true},
	{"api: a:1\nstations: [{station: D, device: 1}, {station: d, device: 2}]", "stations[1].station: the workstation \"d\" is there already", true},
	{"agents: [{agent_id: 7, sys_user: a, devices: [1]}]", "agents: they belong to a target", true},
	{"api: a:1\nmailbox: :25\nhooks: {mailbox: x}", "hooks.mailbox: the target's e-mail is taken at mailbox, or fetched by this hook", true},
	{"api: a:1\nmail_to: x@example.com", "mail_to: \"x@example.com\" is no address with one * before its @", true},
	{"api: a:1\nmail_to: x@*.example.com", "is no address with one *", true},
	{"api: a:1\nhooks: {core_down: x}", "target file x:2:8: hooks: what takes something down needs what brings it up again", true},
	{"api: a:1\nhooks: {core_down: x, core_up: y}", "hooks: core_down and core_up need to be told which cores there are", true},
	{"api: a:1\nhooks: {clock: x, limit: 0s}", "hooks.limit: a hook needs some time", true},
	{"api: a:1\ncontrol: http://b:1\nhooks: {clock: x}", "hooks: conditions are set by hooks or through control", true},
	{"hooks: {clock: x}", "hooks: they belong to a target", true},
	{"hooks: {clock: x, limit: 2h}", "\"2h\" is not from 0s to 1h", true},
	{"hooks: {limit: 5}", "hooks.limit: a length of time such as 90s", false},
	{"api: &a b:1", "anchors and aliases", true},
}

func TestWhatIsWrongIsSaidWithItsPlaceAndWhatIsAllowed(t *testing.T) {
	schema := compiled(t)
	for _, c := range wrong {
		f, err := Parse("x", []byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "topmost") {
			t.Errorf("%s\nsaid: %v\nwant: %s (%+v)", c.text, err, c.says, f)
		}
		if c.beyond {
			continue
		}
		var v any
		if err := yaml.Unmarshal([]byte(c.text), &v); err != nil {
			t.Fatal(err)
		}
		if schema.Validate(v) == nil {
			t.Errorf("the schema takes %s", c.text)
		}
	}
}

func TestAFileThatCannotBeReadSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large")
	if err := os.WriteFile(large, bytes.Repeat([]byte("#\n"), 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, says := range map[string]string{
		filepath.Join(dir, "none"): "no such file or directory; offhook init writes one",
		dir:                        "it is a directory; name a file in it",
		large:                      "it is longer than 1048576 bytes",
		"/dev/zero":                "it is longer than 1048576 bytes",
	} {
		if _, err := Load(name); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// full is a file in which every key is given.
const full = `
api: 10.0.0.5:5620
webapi: https://10.0.0.5:2013
tls_fingerprint: C4:60
events: 10.0.0.5:5621
control: http://127.0.0.1:1
control_token_file: a b.txt
mailbox: 127.0.0.1:2525
mail_to: "*@lab.example.com"
devices: [1111, "01112"]
agents:
  - {agent_id: 7, sys_user: jdoe, devices: [1114, "01115"]}
  - {agent_id: 8, sys_user: "no", crm_user: c, username: u, first_name: F, last_name: L, employee_id: 1, devices: [1116]}
stations: [{station: DESK-7, device: 1114}]
location: 7
site: 8
read_only: true
rate: 2.5
patience: 3
strict: true
profile: events
features: {chat: unsupported, export: supported}
known_failures:
  - {id: TEST-1, reason: "off: #1", expires: 2027-01-31}
`

const hooks = `
api: 10.0.0.5:5620
hooks:
  limit: 3s
  cores: [1, 2]
  core_down: "mssql --password 'topmost secret1' stop"
  core_up: "curl -H 'Authorization: Bearer secret2' -u x https://a:secret3@b/; PASSWORD=secret4 z"
  database_down: |
    sshpass -p secret5 ssh lab 'MYSQL_PWD=secret6 mysqladmin -u root -psecret7 stop'
    curl -sS -u admin:secret8 'http://b/?x=1&api-key=secret9'
  database_up: |
    curl --user "me:secret10" -b 'cookie: secret11' http://b
  clock: "true"
`

func TestWhatIsInForceIsAFileItselfWithoutSecrets(t *testing.T) {
	f, err := Parse("x", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	text := f.YAML()
	again, err := Parse("y", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if diff := cmp.Diff(f, again, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	o := f.Options()
	if o.Target.Features["chat"] != harness.Unsupported || o.Target.Features["events"] != harness.Unknown || o.Target.Rate != 2.5 ||
		!o.Target.ReadOnly || o.Known[0].Reason != "off: #1" || o.Factor != 3 || o.Profile != "events" || o.Target.Location != "7" ||
		len(o.Target.Agents) != 2 || o.Target.Agents[0].Devices[1] != "01115" || o.Target.Agents[1].CRMUser != "c" || o.Target.Stations[0].Name != "DESK-7" {
		t.Errorf("%+v", o)
	}
}

func TestSecretsInCommandsAreNotShown(t *testing.T) {
	f, err := Parse("x", []byte(hooks))
	if err != nil {
		t.Fatal(err)
	}
	text := string(f.YAML())
	if strings.Contains(text, "secret") || strings.Contains(text, "topmost") {
		t.Errorf("a secret is shown:\n%s", text)
	}
	for _, s := range []string{"ssh lab", "curl -sS -u admin:***", "--user", "clock: \"true\""} {
		if !strings.Contains(text, s) {
			t.Errorf("%s is not shown:\n%s", s, text)
		}
	}
}

// TestEveryKeyIsExplainedByAnExample: the template with its comments in force
// is a file, too.
func TestEveryKeyIsExplainedByAnExample(t *testing.T) {
	var file File
	text := string(file.Template())
	if f, err := Parse("x", (&File{API: "a:1", Patience: 1}).Template()); err != nil || f.API != "a:1" {
		t.Errorf("%+v, %v", f, err)
	}
	for _, s := range Sections() {
		for _, k := range s.Keys {
			if !strings.HasSuffix(s.Path, "[]") && !regexp.MustCompile(`(?m)^# *`+k.Name+`:`).MatchString(text) {
				t.Errorf("%s of %s is not there:\n%s", k.Name, s.Path, text)
			}
			if k.Doc == "" {
				t.Errorf("%s of %s is not explained", k.Name, s.Path)
			}
		}
	}
	text = regexp.MustCompile(`(?m)^#(control|mailbox).*`).ReplaceAllString(text, "") // or hooks
	inForce := regexp.MustCompile(`(?m)^#( *[a-z_]+:)`).ReplaceAllString(text, "$1")
	f, err := Parse("x", []byte(inForce))
	if err != nil {
		t.Fatalf("%v\n%s", err, inForce)
	}
	if f.Rate != 50 || f.Features.Chat != "unknown" || len(f.KnownFailures) != 1 || f.KnownFailures[0].Expires.Year() != 2027 || len(f.Devices) != 3 {
		t.Errorf("%+v", f)
	}
}

func TestTheFileKnowsAllProfilesAndFeatures(t *testing.T) {
	var profiles, features []string
	for _, s := range Sections() {
		for _, k := range s.Keys {
			if s.Path == "" && k.Name == "profile" {
				profiles = strings.Split(k.Takes, ", ")
			}
			if s.Path == "features" {
				features = append(features, k.Name)
			}
		}
	}
	if diff := cmp.Diff(runner.ProfileNames(), profiles); diff != "" {
		t.Error(diff)
	}
	var want []string
	d := Defaults()
	named := d.Features.named()
	for _, f := range harness.Features {
		want = append(want, f.Name)
		if named[f.Name] != harness.Unknown {
			t.Errorf("%s is %q", f.Name, named[f.Name])
		}
	}
	if diff := cmp.Diff(want, features); diff != "" || len(named) != len(want) {
		t.Error(diff, named)
	}
}

func TestNothingGivenIsAFile(t *testing.T) {
	f, err := Parse("x", []byte("read_only: false"))
	if err != nil {
		t.Fatal(err)
	}
	if want := Defaults(); !cmp.Equal(*f, want) {
		t.Errorf("%+v", f)
	}
}

const schemaFile = "target.schema.json"

// compiled is the schema as another implementation reads it, and what the file
// says.
func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(schemaFile, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, text) {
		t.Errorf("%s is not what the declarations say; go test ./specs/target -update writes it", schemaFile)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schemaFile, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheSchemaTakesWhatParseTakes(t *testing.T) {
	f, err := Parse("x", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	h, err := Parse("x", []byte(hooks))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range [][]byte{[]byte(hooks), h.YAML(), []byte(full), f.YAML(), f.Template()} {
		var v any
		if err := yaml.Unmarshal(text, &v); err != nil {
			t.Fatal(err)
		}
		if err := compiled(t).Validate(v); err != nil {
			t.Errorf("%v\n%s", err, text)
		}
	}
}
