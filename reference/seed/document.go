package seed

import (
	"time"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/form"
)

// document is the form of a seed file.
type document struct {
	Description      string        `yaml:"description" width:"500" doc:"what the seed is for"`
	RecordingPath    string        `yaml:"recording_path" width:"150" doc:"the directory part of FILENAME; no file is written there"`
	AgentBlackoutMax time.Duration `yaml:"agent_blackout_max" max:"168" doc:"ends agent blackouts whose stop never comes; 1h by default"`

	Cores       []coreEntry     `yaml:"cores" max:"100" doc:"the recorder's cores; by default 1 and 2 with 1000 channels each"`
	Schedules   []scheduleEntry `yaml:"schedules" max:"1000" doc:"decide what is recorded; without any, everything is, and kept 30 days"`
	Terminology []Term          `yaml:"terminology" max:"200" doc:"what FETCHTERMINOLOGY lists; by default the product's own terms"`
	Sites       []int64         `yaml:"sites" max:"1000" doc:"the SITEIDs that exist; by default all do"`
	Locations   []int64         `yaml:"locations" max:"1000" doc:"the LOCATIONIDs that exist; by default all do"`

	Groups       []groupEntry       `yaml:"groups" max:"10000" doc:"groups; GROUPIDs are given in their order, from 1"`
	Roles        []roleEntry        `yaml:"roles" max:"10000" doc:"roles"`
	Users        []userEntry        `yaml:"users" max:"10000" doc:"users, who are all agents; AGENTIDs are given in their order, from 1"`
	Teams        []teamEntry        `yaml:"teams" max:"100" doc:"agents made up; their AGENTIDs follow those of users"`
	Workstations []workstationEntry `yaml:"workstations" max:"10000" doc:"which station has which device"`
	Devices      []deviceEntry      `yaml:"devices" max:"10000" doc:"devices known from the start, beside all phones of users and all devices of workstations"`

	Recordings []recordingEntry `yaml:"recordings" max:"10000" doc:"past recordings, one by one; RECORDIDs are given in their order, from 1"`
	History    *historyEntry    `yaml:"history" doc:"past recordings made up; their RECORDIDs follow"`
}

type coreEntry struct {
	ID       int `yaml:"id" need:"yes" min:"1" max:"9999" doc:"COREIDENT"`
	Channels int `yaml:"channels" need:"yes" min:"1" max:"1000000" doc:"how many calls it records at once"`
}

type scheduleEntry struct {
	Name          string        `yaml:"name" need:"yes" width:"100" doc:"what the log and recordings call it"`
	Type          string        `yaml:"type" need:"yes" enum:"percentage|agent percentage|set number|on-demand|api initiated" doc:"how it picks among the calls that match"`
	Priority      int           `yaml:"priority" min:"-1000" max:"1000" doc:"of several that match the highest decides, then the first"`
	Match         patterns      `yaml:"match" doc:"shell patterns (* ? [a-z]) that a call's values must match; none: every call"`
	From          time.Time     `yaml:"from" doc:"in force from then on"`
	Until         time.Time     `yaml:"until" doc:"in force until then"`
	Percent       int           `yaml:"percent" min:"0" max:"100" doc:"the share recorded, of both percentage types"`
	Number        int           `yaml:"number" min:"0" max:"1000000000" doc:"how many calls are recorded, of type set number"`
	Probability   int           `yaml:"probability" min:"1" max:"100" doc:"a call's chance in percent; without it no draw is made"`
	MinLength     time.Duration `yaml:"min_length" max:"168" doc:"shorter recordings are not kept"`
	MaxLength     time.Duration `yaml:"max_length" max:"168" doc:"recordings end after that time"`
	KeepDays      *int64        `yaml:"keep_days" min:"0" max:"36500" doc:"KEEPDAYS of what it records"`
	ArchiveAction *int64        `yaml:"archive_action" min:"0" max:"1000000" doc:"ARCHIVEACTION of what it records"`
	Cores         []int         `yaml:"cores" max:"100" doc:"the cores that record for it; none: all"`
}

// Term is what a system calls one of its fields (FETCHTERMINOLOGY).
type Term struct {
	Name  string `yaml:"name" need:"yes" width:"255" doc:"the field"`
	Value string `yaml:"value" need:"yes" width:"255" doc:"what it is called"`
}

type groupEntry struct {
	Name      string   `yaml:"name" need:"yes" like:"ADDGROUP GROUPNAME" doc:"GROUPNAME, unique"`
	Members   []string `yaml:"members" max:"10000" doc:"USERNAMEs of listed users who belong to it"`
	Permitted []string `yaml:"permitted" max:"10000" doc:"USERNAMEs of listed users who may see its data"`
}

type roleEntry struct {
	Name        string   `yaml:"name" need:"yes" like:"MODIFYROLE ROLENAME" doc:"ROLENAME, unique"`
	Description string   `yaml:"description" like:"MODIFYROLE DESCRIPTION" doc:"DESCRIPTION"`
	Groups      []string `yaml:"groups" max:"10000" doc:"the groups assigned to it"`
}

type userEntry struct {
	FirstName  string   `yaml:"first_name" need:"yes" like:"IMPORTUSER FIRSTNAME" doc:"FIRSTNAME"`
	LastName   string   `yaml:"last_name" need:"yes" like:"IMPORTUSER LASTNAME" doc:"LASTNAME; no two users have the same full name"`
	Username   string   `yaml:"username" like:"IMPORTUSER USERNAME" doc:"USERNAME, unique; by it the rest of the file means the user"`
	Password   string   `yaml:"password" like:"IMPORTUSER PASSWORD" doc:"PASSWORD; hashing one takes tens of milliseconds at each start, so 100 users at most may have one"`
	EmployeeID string   `yaml:"employee_id" like:"IMPORTUSER EMPLOYEEID" doc:"EMPLOYEEID"`
	SysUser    string   `yaml:"sys_user" like:"IMPORTUSER SYS_USER" doc:"SYS_USER"`
	Domain     string   `yaml:"domain" like:"IMPORTUSER DOMAIN" doc:"DOMAIN"`
	CRMUser    string   `yaml:"crm_user" like:"IMPORTUSER CRM_USER" doc:"CRM_USER"`
	Email      string   `yaml:"email" like:"IMPORTUSER EMAIL" doc:"EMAIL"`
	SiteID     int64    `yaml:"site_id" min:"0" max:"1000000000" doc:"SITEID"`
	Inactive   bool     `yaml:"inactive" doc:"STATUS I instead of A"`
	Phones     []string `yaml:"phones" max:"100" like:"IMPORTAGENTPHONE PHONEID" doc:"the user's phones, each nobody else's"`
	Roles      []string `yaml:"roles" max:"100" doc:"the user's roles"`
}

type teamEntry struct {
	Group      string `yaml:"group" need:"yes" doc:"the group whose members they are"`
	Agents     int    `yaml:"agents" need:"yes" min:"1" max:"50000" doc:"how many"`
	Role       string `yaml:"role" doc:"the role that all of them have"`
	FirstPhone int64  `yaml:"first_phone" need:"yes" min:"1" max:"9999900000" doc:"the first agent's phone; the others' follow"`
	Station    string `yaml:"station" width:"40" doc:"each has a workstation of this name with the phone appended; none: no workstations"`
	Site       int64  `yaml:"site_id" min:"0" max:"1000000000" doc:"SITEID of all of them"`
}

type workstationEntry struct {
	Station  string `yaml:"station" need:"yes" like:"IMPORTWORKSTATION STATIONNAME" doc:"STATIONNAME, unique"`
	Device   string `yaml:"device" need:"yes" like:"IMPORTWORKSTATION DEVICEID" doc:"its DEVICEID, unique"`
	Location int64  `yaml:"location_id" min:"1" max:"1000000000" doc:"LOCATIONID; the first location by default"`
}

type deviceEntry struct {
	ID    string `yaml:"id" need:"yes" like:"CALLSTART DEVICEID" doc:"DEVICEID"`
	Alias string `yaml:"alias" like:"CALLSTART DEVICEALIAS" doc:"DEVICEALIAS"`
	Count int    `yaml:"count" min:"1" max:"200000" doc:"so many devices, numbered upwards from id, which is a number then"`
}

type recordingEntry struct {
	Device    string          `yaml:"device" need:"yes" like:"CALLSTART DEVICEID" doc:"DEVICEID"`
	Agent     string          `yaml:"agent" doc:"USERNAME of a listed user; by default whose phone the device is"`
	Start     time.Time       `yaml:"start" doc:"when it began; this or ago"`
	Ago       time.Duration   `yaml:"ago" max:"876000" doc:"how long before the system's start it began, such as 26h; this or start"`
	Length    time.Duration   `yaml:"length" need:"yes" max:"168" doc:"how long it is"`
	Kind      string          `yaml:"kind" enum:"call|partial|chat" doc:"what was recorded; a call by default"`
	Values    values          `yaml:"values" doc:"what was said about the call, by the API's tags"`
	Blackouts []blackoutEntry `yaml:"blackouts" max:"1000" doc:"what was blacked out, in order"`
	KeepDays  *int64          `yaml:"keep_days" min:"0" max:"36500" doc:"KEEPDAYS; 30 by default"`
	Core      int             `yaml:"core" doc:"COREIDENT; the first core by default"`
}

type blackoutEntry struct {
	From time.Duration `yaml:"from" max:"168" doc:"its begin, from the recording's"`
	To   time.Duration `yaml:"to" need:"yes" max:"168" doc:"its end, from the recording's begin"`
}

type historyEntry struct {
	Recordings int           `yaml:"recordings" need:"yes" min:"1" max:"1000000" doc:"how many"`
	Days       int           `yaml:"days" need:"yes" min:"1" max:"3650" doc:"over how many days, yesterday the last; weekends have a fifth of the calls"`
	Seed       int64         `yaml:"seed" doc:"another number, another history"`
	From       int           `yaml:"from_hour" min:"0" max:"23" doc:"when business begins; 8 by default"`
	To         int           `yaml:"to_hour" min:"1" max:"24" doc:"when it ends; 20 by default"`
	Median     time.Duration `yaml:"median" max:"24" doc:"half of the calls are shorter; 3m by default"`
	Longest    time.Duration `yaml:"longest" max:"24" doc:"no call is longer; 1h by default"`
	Inbound    *int          `yaml:"inbound" min:"0" max:"100" doc:"the share of calls that came in, in percent; 80 by default"`
	Blackouts  int           `yaml:"blackouts" min:"0" max:"100" doc:"the share of calls with a blackout, in percent"`
	KeepDays   *int64        `yaml:"keep_days" min:"0" max:"36500" doc:"KEEPDAYS; 30 by default"`
	Values     pools         `yaml:"values" doc:"by the API's tags, what values are drawn from; each # becomes a digit"`
}

// values are texts by tags of the API, patterns what a schedule compares them
// with, pools what a history draws them from.
type (
	values   map[string]string
	patterns map[string]string
	pools    map[string][]string
)

func (values) keys() []catalog.Name {
	return append(pools{}.keys(), catalog.DEVICEALIAS, catalog.CALLDIRECTION)
}

func (patterns) keys() []catalog.Name {
	return append(users(), catalog.DEVICEID, catalog.DEVICEALIAS, catalog.GROUP, catalog.GATE, catalog.ANI, catalog.DNIS, catalog.CALLDIRECTION)
}

func (pools) keys() []catalog.Name {
	return append(users(), catalog.GROUP, catalog.GATE, catalog.ANI, catalog.DNIS, catalog.CALLID)
}

// users are USER1 to USER15.
func users() []catalog.Name {
	all := make([]catalog.Name, 15)
	for i := range all {
		all[i] = catalog.USER1 + catalog.Name(i)
	}
	return all
}

// Tags are the keys as a form has them.
func (v values) Tags() []form.Tag   { return tags(v.keys()) }
func (v patterns) Tags() []form.Tag { return tags(v.keys()) }
func (v pools) Tags() []form.Tag    { return tags(v.keys()) }

// tags are tags of the API as keys, their values as wide as CALLSTART takes them.
func tags(names []catalog.Name) []form.Tag {
	all := make([]form.Tag, len(names))
	for i, n := range names {
		all[i] = form.Tag{Name: n.String(), Width: callStart.Param(n).Width}
		if n == catalog.CALLDIRECTION {
			all[i].Enum = []string{"I", "O", "?"}
		}
	}
	return all
}

// callStart is the function whose widths values have.
var callStart = catalog.Lookup("CALLSTART")

// named returns the tag of the API that a key of values means.
func named(key string) catalog.Name {
	for _, n := range (values{}).keys() {
		if n.String() == key {
			return n
		}
	}
	return catalog.NoName
}
