package catalog

import "math"

// definitions gives every parameter its type and meaning, as the chapter
// Parameter Definitions does; a function's declaration narrows it where the
// function's own chapter says more.
var definitions = map[Name]Param{
	REQUESTID: {Type: Int, Min: 1, Max: MaxRequestID, Required: true,
		Doc: "number of the request, repeated in its result; need not be unique"},

	DEVICEID:     {Doc: "fixed number of a phone: its extension, voice port or DN"},
	DEVICEALIAS:  {Doc: "variable number of a phone: usually what its agent signed on with"},
	STATIONNAME:  {Doc: "name of the Windows workstation beside the phone"},
	SYS_USER:     {Doc: "network user name of the agent"},
	CRM_USER:     {Doc: "user name of the agent in the customer relationship system"},
	CALLINSTANCE: {Doc: "tells calls on one device apart; blank is an instance too; the manual gives no width, 64 is ours"},

	GROUP:  {Doc: "ACD group of the device"},
	GATE:   {Doc: "kind of call: skill set, vector or application of the PBX"},
	ANI:    {Doc: "number of the caller"},
	DNIS:   {Doc: "number that was dialled, or the carrier's code for it"},
	CALLID: {Doc: "the PBX's own id of the call"},
	CALLDIRECTION: {Type: Enum, Allowed: []string{"I", "O", "?"},
		Doc: "I inbound, O outbound, ? unknown; anything else is taken for ? (E-39)"},
	SESSIONID: {Doc: "the client's id of the chat session"},

	PRIORITY: {Type: Int, Min: 0, Max: 100,
		Doc: "how much the call matters, 100 most: where channels run out the higher one is recorded"},
	MAXRECORDSILENCE: {Type: Int, Min: 0, Max: math.MaxInt32,
		Doc: "seconds of silence after which recording ends (E-68)"},
	MAXRECORDTIME: {Type: Int, Min: 0, Max: math.MaxInt32,
		Doc: "seconds after which recording ends"},
	AGENTINITIATED: flag("Y: the agent asked for the recording"),
	CTIINITIATED:   flag("Y: a CTI event asked for the recording"),
	ARCHIVEACTION: {Type: Int, Min: -1, Max: math.MaxInt64,
		Doc: "id of the archive action that says how long the files are kept; -1 none"},
	KEEPDAYS: {Type: Int, Min: -1, Max: 36500, Aliases: []string{"KEEP_DAYS"},
		Doc: "days before the recording is purged; -1 not set; the manual gives no range, to 36500 is ours (E-11)"},
	UPDATE_IF_NOT_RECORDING: flag("Y: where the device is in no call, its last recording is updated"),
	RECORDID: {Type: Int, Min: 1, Max: math.MaxInt64, Invalid: API_RECORDID_INVALID,
		Doc: "id of a finished recording"},
	TIMEOFFSET: {Type: Int, Min: -86400, Max: 86400,
		Doc: "seconds by which the blackout begins or ends later than now, earlier if negative; at most a day, which is ours"},

	CALLCOUNT: {Type: Int, Min: 1, Max: 100000,
		Doc: "how many calls to return at most, newest first (E-49); never more than 10,000, which is ours"},
	CALLDATESTART: {Type: UnixTime, Min: 0, Max: maxUnixTime, Doc: "only calls recorded at or after it"},
	CALLDATEEND:   {Type: UnixTime, Min: 0, Max: maxUnixTime, Doc: "only calls recorded at or before it"},

	KEYNAME: {Type: Enum, Allowed: []string{"USERNAME", "SYS_USER", "EMPLOYEEID", "CRM_USER", "DEVICEALIAS"},
		Doc: "by what the agent is looked up where AGENTID is not given; DEVICEALIAS is a phone id"},
	KEYVALUE: {Doc: "value that KEYNAME must have"},

	ACTION: {Type: Enum, Invalid: API_ERROR_INVALID_ACTION, Doc: "what to do"},
	AGENTID: {Type: Int, Min: 0, Max: math.MaxInt32, Aliases: []string{"AGENT_ID"},
		Doc: "the product's own id of an agent; 0 is none"},
	AGENT_ID: {Type: Int, Min: 0, Max: math.MaxInt32, Aliases: []string{"AGENTID"},
		Doc: "the product's own id of an agent; 0 is none (E-12)"},
	EMPLOYEEID: {Doc: "the company's id of the agent, for reports only"},
	FIRSTNAME:  {Doc: "given name of the agent"},
	LASTNAME:   {Doc: "family name of the agent"},
	STATUS:     {Type: Enum, Allowed: []string{"A", "I"}, Doc: "A active, I inactive"},
	ADD_TIME:   {Type: DateTime, Doc: "when the user was added, as E-36; now where none that can be read is given"},
	MOD_TIME:   {Type: DateTime, Doc: "when the user was last changed, as E-36; now where none that can be read is given"},
	DOMAIN:     {Doc: "Active Directory domain of the network account"},
	EMAIL:      {Doc: "e-mail address of the user"},
	PASSWORD:   {Secret: true, Doc: "password of the user's account"},
	SITEID: {Type: Int, Min: 0, Max: math.MaxInt32, Invalid: API_SITEID_NOT_VALID,
		Doc: "id of the user's site"},
	USERNAME: {Doc: "user name in the product itself"},
	PHONEID:  {Doc: "phone number, extension or device id of a user"},
	LOCATIONID: {Type: Int, Min: 0, Max: math.MaxInt32,
		Doc: "id of the location that the workstation stands in"},

	GROUPNAME:      {Doc: "name of a group of the product, not of the ACD"},
	GROUPID:        {Type: Int, Min: 0, Max: math.MaxInt32, Doc: "id of a group of the product (E-54)"},
	ROLENAME:       {Doc: "name of a role"},
	ROLEID:         {Type: Int, Min: 0, Max: math.MaxInt32, Doc: "id of a role"},
	DESCRIPTION:    {Doc: "what the role is for"},
	USERID:         {Type: Int, Min: 0, Max: math.MaxInt32, Doc: "id of a user"},
	SYSTEMUSERNAME: {Doc: "network user name of a user"},
	COMPUTERNAME:   {Doc: "name of the workstation whose window is asked for"},

	UNIQUEFIELD: {Doc: "column of the recordings table that selects the recording; of several matches the newest"},
	UNIQUEID:    {Doc: "value that the column UNIQUEFIELD must have"},
	IDENT:       {Type: IDList, Doc: "ids of recordings, separated by commas"},
	TOADDRESS:   {Type: Address, Invalid: API_EMAIL_NOT_VALID, Doc: "address to send to"},
	TONAME:      {Doc: "name to send to"},
	FROMADDRESS: {Type: Address, Invalid: API_EMAIL_NOT_VALID, Doc: "address to send from"},
	FROMNAME:    {Doc: "name to send from"},
	MEDIA_FORMAT: {Type: Enum, Allowed: []string{"WAV", "MP3", "VOX", "M4A", "CAV"},
		Doc: "format of the audio"},
	ENCRYPT: flag("Y: encrypt the CAV file; needs PASSWORD"),

	EVENTCLASS: {Type: Enum, Allowed: []string{ClassAll, ClassCall, ClassRecord}, Default: ClassAll,
		Invalid: API_EVENT_TYPE_INVALID, Doc: "which events to send (E-55)"},
	EVENTVALUE: {Doc: "only events of the device with this DEVICEID; blank is every device (E-56)"},
}

// maxUnixTime is the last second of the year 9999.
const maxUnixTime = 253402300799

// definition returns the definition of a parameter.
func definition(n Name) Param {
	p := definitions[n]
	if USER1 <= n && n <= USER15 {
		p.Doc = "a value of the customer's own, kept with the call"
	}
	p.Name = n
	return p
}

func flag(doc string) Param {
	return Param{Type: Flag, Allowed: []string{"Y", "N"}, Doc: doc}
}
