package target

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"net/mail"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/offhook/offhook/reference/form"
	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/ledger"
	"github.com/offhook/offhook/specs/runner"
)

// File is a target file. A key that is not given is zero; Defaults says what
// holds then.
type File struct {
	API              string    `yaml:"api" width:"300" example:"10.0.0.5:5620" doc:"the API server, HOST:PORT; without it the reference built in is judged"`
	WebAPI           string    `yaml:"webapi" width:"300" example:"http://10.0.0.5:2012" doc:"its WebAPI, a URL; without it the WebAPI is not verified"`
	Fingerprint      string    `yaml:"tls_fingerprint" width:"100" example:"C4:60:B7:…" doc:"trust only the WebAPI's certificate of this SHA-256"`
	Events           string    `yaml:"events" width:"300" example:"10.0.0.5:5621" doc:"its event interface, HOST:PORT, where that is not the API's"`
	Control          string    `yaml:"control" width:"300" example:"http://127.0.0.1:8080" doc:"the control plane of a reference system, a URL"`
	ControlTokenFile string    `yaml:"control_token_file" width:"1000" example:"token.txt" doc:"a file with its token; or put it into OFFHOOK_CONTROL_TOKEN"`
	Mailbox          string    `yaml:"mailbox" width:"300" example:"127.0.0.1:2525" doc:"take the target's e-mail at this HOST:PORT of this machine, which the target must send through"`
	MailTo           string    `yaml:"mail_to" width:"60" example:"offhook+*@example.com" doc:"the addresses to which the target is to mail, * something new each time; without it *@example.com"`
	Devices          []string  `yaml:"devices" max:"100000" like:"CALLSTART DEVICEID" example:"[1111, 1112, 1113]" doc:"the only DEVICEIDs to use, where the target does not accept every one"`
	Agents           []Agent   `yaml:"agents" max:"10000" example:"[{agent_id: 7, sys_user: jdoe, devices: [1114, 1115]}]" doc:"the only agents to use, as they are: specs add no users, and those that need one of their own are not verified"`
	Stations         []Station `yaml:"stations" max:"10000" example:"[{station: DESK-7, device: 1114}]" doc:"the only workstations to use, as they are: specs map none, and those that need to are not verified"`
	Location         string    `yaml:"location" width:"20" example:"1" doc:"a LOCATIONID that it knows"`
	Site             string    `yaml:"site" width:"20" example:"1" doc:"a SITEID that it knows"`

	ReadOnly bool    `yaml:"read_only" example:"true" doc:"change nothing on the target: only specs run that need no more than TEST and the status functions"`
	Rate     float64 `yaml:"rate" min:"0" max:"1000000" example:"50" doc:"send at most so many requests a second, over all connections; 0 is no limit"`
	Patience float64 `yaml:"patience" min:"0" max:"1000" example:"1" doc:"stretches every deadline by this factor, for slow targets"`
	Strict   bool    `yaml:"strict" example:"true" doc:"a SHOULD that does not hold is a failure"`
	Profile  string  `yaml:"profile" enum:"full|core|recording|status|directory|export|events|pci" example:"full" doc:"the part of the suite to run: full, core, recording, status, directory, export, events or pci"`

	Features      Features       `yaml:"features" doc:"what the target offers: supported must be there, unsupported is left out, and unknown is found out"`
	Hooks         Hooks          `yaml:"hooks" doc:"shell commands for what no request can do or get; specs that need one that is not there are not verified"`
	KnownFailures []KnownFailure `yaml:"known_failures" max:"1000" example:"[{id: CALLLIST-24, reason: ticket 4711, expires: 2027-03-31}]" doc:"what is known to fail: it is no failure until it expires, and the run is incomplete"`
}

// Agent is an agent whom the target knows.
type Agent struct {
	AgentID    string   `yaml:"agent_id" need:"yes" width:"20" example:"7" doc:"its AGENTID"`
	Devices    []string `yaml:"devices" need:"yes" max:"100" like:"CALLSTART DEVICEID" example:"[1114, 1115]" doc:"the DEVICEIDs that are its phones; some specs need two"`
	SysUser    string   `yaml:"sys_user" need:"yes" like:"IMPORTUSER SYS_USER" example:"jdoe" doc:"its SYS_USER"`
	CRMUser    string   `yaml:"crm_user" like:"IMPORTUSER CRM_USER" example:"jdoe" doc:"its CRM_USER; without it specs that need it are not verified, and so on"`
	Username   string   `yaml:"username" like:"IMPORTUSER USERNAME" example:"jdoe" doc:"its USERNAME"`
	FirstName  string   `yaml:"first_name" like:"IMPORTUSER FIRSTNAME" example:"Jane" doc:"its FIRSTNAME"`
	LastName   string   `yaml:"last_name" like:"IMPORTUSER LASTNAME" example:"Doe" doc:"its LASTNAME"`
	EmployeeID string   `yaml:"employee_id" like:"IMPORTUSER EMPLOYEEID" example:"E7" doc:"its EMPLOYEEID"`
}

// Station is a workstation that the target knows.
type Station struct {
	Name   string `yaml:"station" need:"yes" like:"CALLSTART STATIONNAME" example:"DESK-7" doc:"its STATIONNAME"`
	Device string `yaml:"device" need:"yes" like:"CALLSTART DEVICEID" example:"1114" doc:"the DEVICEID that it is mapped to"`
}

// Features are the declarations of features, each with a key of its own.
type Features struct {
	WebAPI         string `yaml:"webapi" enum:"supported|unsupported|unknown" example:"unknown" doc:"requests by HTTP"`
	Events         string `yaml:"events" enum:"supported|unsupported|unknown" example:"unknown" doc:"EVENTS"`
	OnDemand       string `yaml:"on_demand" enum:"supported|unsupported|unknown" example:"unknown" doc:"RECORDSTART, RECORDSTOP"`
	Blackouts      string `yaml:"blackouts" enum:"supported|unsupported|unknown" example:"unknown" doc:"BLACKOUTSTART, BLACKOUTSTOP"`
	AgentBlackouts string `yaml:"agent_blackouts" enum:"supported|unsupported|unknown" example:"unknown" doc:"AGENTBLACKOUTSTART, AGENTBLACKOUTSTOP"`
	Chat           string `yaml:"chat" enum:"supported|unsupported|unknown" example:"unknown" doc:"CHATSTART, CHATUPDATE, CHATSTOP"`
	Directory      string `yaml:"directory" enum:"supported|unsupported|unknown" example:"unknown" doc:"users, phones, workstations, groups and roles"`
	Export         string `yaml:"export" enum:"supported|unsupported|unknown" example:"unknown" doc:"EXPORT, COMBINEDEXPORT, MULTIEXPORT"`
	Email          string `yaml:"email" enum:"supported|unsupported|unknown" example:"unknown" doc:"EMAIL, COMBINEDEMAIL"`
	AgentWindow    string `yaml:"agent_window" enum:"supported|unsupported|unknown" example:"unknown" doc:"AGENTWINDOW"`
}

// LacksFeatures declares features unsupported, by name.
func (f *File) LacksFeatures(names []string) error {
	fields := f.Features.fields()
	for _, name := range names {
		field := fields[name]
		if field == nil {
			return fmt.Errorf("there is no feature %s; there are %s", form.Excerpt(name), strings.Join(slices.Sorted(maps.Keys(fields)), ", "))
		}
		*field = string(harness.Unsupported)
	}
	return nil
}

// fields are the declarations by the names that harness gives features.
func (f *Features) fields() map[string]*string {
	return map[string]*string{
		harness.WebAPI: &f.WebAPI, "events": &f.Events, "on_demand": &f.OnDemand, "blackouts": &f.Blackouts, "agent_blackouts": &f.AgentBlackouts,
		"chat": &f.Chat, "directory": &f.Directory, "export": &f.Export, "email": &f.Email, "agent_window": &f.AgentWindow,
	}
}

// named are the declarations by the names that harness gives features.
func (f *Features) named() map[string]harness.Declaration {
	all := map[string]harness.Declaration{}
	for name, d := range f.fields() {
		all[name] = harness.Declaration(*d)
	}
	return all
}

// KnownFailure is a failure that is no news.
type KnownFailure struct {
	ID      string    `yaml:"id" need:"yes" width:"60" example:"CALLLIST-24" doc:"of a requirement, or of one spec"`
	Reason  string    `yaml:"reason" need:"yes" width:"500" example:"ticket 4711" doc:"why it fails, and who knows"`
	Expires time.Time `yaml:"expires" need:"yes" example:"2027-03-31" doc:"the last day on which it counts"`
}

// Defaults returns what holds where a file says nothing.
func Defaults() File {
	const unknown = string(harness.Unknown)
	return File{MailTo: "*@example.com", Location: "1", Site: "1", Patience: 1, Profile: runner.Full, Hooks: Hooks{Limit: defaultLimit}, Features: Features{
		unknown, unknown, unknown, unknown, unknown, unknown, unknown, unknown, unknown, unknown}}
}

// Parse reads a target file's text; name is what errors call it. An error names
// line and column of everything that is wrong, and what would be right.
func Parse(name string, text []byte) (*File, error) {
	f := Defaults()
	if err := form.Parse("target file", name, text, &f, f.check); err != nil {
		return nil, err
	}
	return &f, nil
}

// Load reads a target file.
func Load(name string) (*File, error) {
	text, err := read(name)
	if err != nil {
		return nil, fmt.Errorf("target file %s: %w; offhook init writes one", name, err)
	}
	return Parse(name, text)
}

// read reads a file of no more than form.MaxSize, which may be a pipe.
func read(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, bare(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		return nil, errors.New("it is a directory; name a file in it")
	}
	text, err := io.ReadAll(io.LimitReader(f, form.MaxSize+1))
	if err == nil && len(text) > form.MaxSize {
		return nil, fmt.Errorf("it is longer than %d bytes", form.MaxSize)
	}
	return text, bare(err)
}

// bare is an error without the file's name.
func bare(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// check complains of what keys say about each other.
func (f *File) check(s *form.Sheet) {
	for key, value := range map[string]string{"webapi": f.WebAPI, "tls_fingerprint": f.Fingerprint, "events": f.Events,
		"control": f.Control, "mailbox": f.Mailbox} {
		if value != "" && f.API == "" {
			s.Bad(key, "it belongs to a target; give its api too")
		}
	}
	for key, address := range map[string]string{"api": f.API, "events": f.Events, "mailbox": f.Mailbox} {
		if address != "" && !isAddress(address, key == "mailbox") {
			s.Bad(key, "%s is not HOST:PORT, as in 10.0.0.5:5620", form.Excerpt(address))
		}
	}
	for key, address := range map[string]string{"webapi": f.WebAPI, "control": f.Control} {
		if wrong := notURL(address); wrong != "" {
			s.Bad(key, "%s; give one as in http://10.0.0.5:2012", wrong)
		}
	}
	if f.ControlTokenFile != "" && f.Control == "" {
		s.Bad("control_token_file", "it belongs to control; give that too")
	}
	if f.Patience == 0 {
		s.Bad("patience", "0 makes no deadline; give a number above 0, at most 1000")
	}
	seen := map[string]bool{}
	for i, d := range f.Devices {
		if d == "" || seen[d] {
			s.Bad(fmt.Sprintf("devices[%d]", i), "the device %s is blank or there already", form.Excerpt(d))
		}
		seen[d] = true
	}
	f.checkSeats(s)
	for i, k := range f.KnownFailures {
		if !isSpec(k.ID) {
			s.Bad(fmt.Sprintf("known_failures[%d].id", i), "there is no requirement and no spec %s; offhook conform --list shows them", form.Excerpt(k.ID))
		}
	}
	h := &f.Hooks
	if (h.CoreDown == "") != (h.CoreUp == "") || (h.DatabaseDown == "") != (h.DatabaseUp == "") {
		s.Bad("hooks", "what takes something down needs what brings it up again: core_down and core_up, database_down and database_up")
	}
	if (h.CoreDown != "") != (len(h.Cores) > 0) {
		s.Bad("hooks", "core_down and core_up need to be told which cores there are, and cores needs them")
	}
	if h.Limit <= 0 {
		s.Bad("hooks.limit", "a hook needs some time")
	}
	if h.any() && f.API == "" {
		s.Bad("hooks", "they belong to a target; give its api too")
	}
	if h.Mailbox != "" && f.Mailbox != "" {
		s.Bad("hooks.mailbox", "the target's e-mail is taken at mailbox, or fetched by this hook; leave one of them out")
	}
	if f.MailTo != "" && !isPattern(f.MailTo) {
		s.Bad("mail_to", "%s is no address with one * before its @, as in offhook+*@example.com", form.Excerpt(f.MailTo))
	}
	if h.setsConditions() && f.Control != "" {
		s.Bad("hooks", "conditions are set by hooks or through control; leave one of them out")
	}
	if f.Features.WebAPI == string(harness.Supported) && f.WebAPI == "" {
		s.Bad("features.webapi", "it is declared supported; give the address, webapi, too")
	}
}

// isPattern reports whether s is an address with a * in its first part.
func isPattern(s string) bool {
	a, err := mail.ParseAddress(strings.Replace(s, "*", "x", 1))
	local, _, _ := strings.Cut(s, "@")
	return err == nil && a.Name == "" && a.Address == strings.Replace(s, "*", "x", 1) && strings.Contains(local, "*") && strings.Count(s, "*") == 1
}

// checkSeats complains of agents and workstations that would be had twice.
func (f *File) checkSeats(s *form.Sheet) {
	agents, devices, stations := map[string]bool{}, map[string]string{}, map[string]bool{}
	for i, a := range f.Agents {
		at := fmt.Sprintf("agents[%d]", i)
		if agents[a.AgentID] {
			s.Bad(at+".agent_id", "the agent %s is there already", form.Excerpt(a.AgentID))
		}
		agents[a.AgentID] = true
		if len(a.Devices) == 0 {
			s.Bad(at+".devices", "an agent needs a device; leave it out where it has none")
		}
		for j, d := range a.Devices {
			if other, there := devices[d]; d == "" || there {
				s.Bad(fmt.Sprintf("%s.devices[%d]", at, j), "the device %s is blank or that of %s already", form.Excerpt(d), other)
			}
			devices[d] = "the agent " + form.Excerpt(a.AgentID)
		}
	}
	for i, x := range f.Stations {
		if name := strings.ToUpper(x.Name); stations[name] {
			s.Bad(fmt.Sprintf("stations[%d].station", i), "the workstation %s is there already", form.Excerpt(x.Name))
		} else {
			stations[name] = true
		}
	}
	for key, given := range map[string]bool{"agents": len(f.Agents) > 0, "stations": len(f.Stations) > 0} {
		if given && f.API == "" {
			s.Bad(key, "they belong to a target; give its api too")
		}
	}
}

// isAddress reports whether s is HOST:PORT; own ones may leave the host out, or
// have port 0.
func isAddress(s string, own bool) bool {
	host, port, err := net.SplitHostPort(s)
	if err != nil || host == "" && !own {
		return false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && (n > 0 || own)
}

// notURL says why s is no URL of a server, "" where it is, or is blank. It
// repeats nothing that may be a password.
func notURL(s string) string {
	if s == "" || isAddress(s, false) {
		return ""
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return form.Excerpt(hidden(s)) + " is no URL"
	case u.User != nil:
		return "the URL names a user, whom no API asks for"
	}
	return ""
}

// isSpec reports whether there is a requirement or a spec of that id.
func isSpec(id string) bool {
	return ledger.Lookup(id) != nil || slices.ContainsFunc(harness.Entries(), func(e *harness.Entry) bool { return e.ID == id })
}

// Options are what runner has to know of all this: all but what must be opened
// first, mailbox and control.
func (f *File) Options() runner.Options {
	o := runner.Options{Strict: f.Strict, Factor: f.Patience, Profile: f.Profile, Target: harness.Target{
		Kind: harness.Remote, API: f.API, Events: f.Events, WebAPI: f.WebAPI, Fingerprint: f.Fingerprint,
		Devices: f.Devices, Location: f.Location, Site: f.Site, MailTo: f.MailTo,
		ReadOnly: f.ReadOnly, Rate: f.Rate, Features: f.Features.named(),
	}}
	for _, a := range f.Agents {
		o.Target.Agents = append(o.Target.Agents, harness.Agent{Devices: a.Devices, User: harness.User{AgentID: a.AgentID,
			SysUser: a.SysUser, CRMUser: a.CRMUser, Username: a.Username, FirstName: a.FirstName, LastName: a.LastName, EmployeeID: a.EmployeeID}})
	}
	for _, x := range f.Stations {
		o.Target.Stations = append(o.Target.Stations, harness.Station{Name: x.Name, Device: x.Device})
	}
	if f.Hooks.setsConditions() {
		o.Target.Conditions, o.Target.Restoring = hooked{f.Hooks}, time.Duration(4+2*len(f.Hooks.Cores))*f.Hooks.Limit
	}
	if f.Hooks.Recording+f.Hooks.Mailbox != "" {
		o.Target.Fetching = fetching{hooked{f.Hooks}, &sync.Mutex{}}
	}
	for _, k := range f.KnownFailures {
		o.Known = append(o.Known, runner.KnownFailure{ID: k.ID, Reason: k.Reason, Expires: k.Expires})
	}
	return o
}

// YAML returns all that is in force, as a target file, without secrets.
func (f *File) YAML() []byte {
	plain := *f
	for _, text := range append(plain.Hooks.commands(), &plain.WebAPI, &plain.Control) {
		*text = hidden(*text)
	}
	return form.Print(plain)
}

// Template returns f as a file for people, with comments.
func (f *File) Template() []byte {
	plain := *f
	if d := Defaults(); plain.Features == d.Features {
		plain.Features = Features{}
	}
	if !plain.Hooks.any() {
		plain.Hooks = Hooks{}
	}
	return append([]byte(head), form.Template(plain)...)
}

const head = `# A target of offhook conform. What begins with a # is not in force.
# offhook conform --config FILE judges it; --print-config shows what is in force.

`

// Schema is the JSON schema of a target file.
func Schema() ([]byte, error) { return form.Schema("A target file of offhook conform", File{}) }

// Sections explains the keys of a target file.
func Sections() []form.Section { return form.Sections(File{}) }
