package catalog

// session is the rule that a chat function needs its SESSIONID, missing and
// blank alike (E-20).
var session = Group{AtLeastOne, [][]Name{{SESSIONID}}, API_SESSIONID_UNSPECIFIED, "SESSIONID must be given"}

// chatted are the results of a chat function.
func chatted(more ...Outcome) []Outcome {
	return append([]Outcome{
		{API_OK, sentToAll, "a core was reached"},
		{API_SESSIONID_UNSPECIFIED, session.Message, "SESSIONID is missing or blank"},
		{API_ERROR_RECORDER_NOT_RUNNING, notSent, "no core was reached"},
	}, more...)
}

var blackoutGroups = []Group{
	{AtMostOne, [][]Name{{DEVICEID}, {DEVICEALIAS}, {CRM_USER}, {SYS_USER}}, API_INVALID_MESSAGE_FORMAT,
		"give only one of DEVICEID, DEVICEALIAS, CRM_USER and SYS_USER"},
	{AtLeastOne, [][]Name{{DEVICEID}, {DEVICEALIAS}, {CRM_USER}, {SYS_USER}}, API_AGENT_NOT_FOUND,
		"give one of DEVICEID, DEVICEALIAS, CRM_USER and SYS_USER"},
}

var blackoutResults = []Outcome{
	{API_OK, sentToAll, "every core that concerns the device was reached"},
	{API_PARTIAL_CORE_RESPONSE, notSentTo, "some cores were reached and others not; these are named"},
	{API_AGENT_NOT_FOUND, blackoutGroups[1].Message, "neither a device nor an agent is named, or there is no such agent"},
	{API_DEVICE_INVALID, noDevice, "no known device matches"},
	{API_ERROR_RECORDER_NOT_RUNNING, notSent, "no core was reached"},
	{API_REQUESTID_INVALID, "API_REQUESTID_INVALID", invalidID},
	{API_INVALID_MESSAGE_FORMAT, blackoutGroups[0].Message, "more than one device or agent is named"},
}

const (
	clampedStop = "A stop that would lie before the start is put on the start."
	wholeAgent  = "It concerns all calls and screens of the agent, also calls that start while it lasts, and ends after a configured maximum if no stop comes."
)

var recordingControl = []Function{
	{
		Name:       "CHATSTART",
		Chapter:    RecordingControl,
		Transports: TCP | HTTP,
		Summary:    "Starts a recording of the screen alone, for a chat session of an agent.",
		Params: declare("chat", `
			REQUESTID
			SESSIONID
			AGENTID
			KEYNAME
			KEYVALUE`),
		Groups: []Group{
			session,
			{AtLeastOne, [][]Name{{AGENTID}, {KEYNAME, KEYVALUE}}, API_AGENT_NOT_FOUND,
				"give AGENTID, or KEYNAME and KEYVALUE"},
		},
		Results: chatted(
			Outcome{API_AGENT_NOT_FOUND, "give AGENTID, or KEYNAME and KEYVALUE", "no agent is named, or there is no such agent"},
		),
		OnInvalid: Ignore,
		Notes:     []string{"Several sessions may run on one workstation at a time, told apart by SESSIONID."},
		Errata:    []string{"E-20", "E-24"},
	},
	{
		Name:       "CHATSTOP",
		Chapter:    RecordingControl,
		Transports: TCP | HTTP,
		Summary:    "Ends the recording of a chat session.",
		Params:     declare("chat", `REQUESTID SESSIONID`),
		Groups:     []Group{session},
		Results:    chatted(),
		OnInvalid:  Ignore,
		Notes:      []string{"For a session that was never started it answers API_OK and does nothing."},
		Errata:     []string{"E-19", "E-20", "E-63"},
	},
	{
		Name:       "CHATUPDATE",
		Chapter:    RecordingControl,
		Transports: TCP | HTTP,
		Summary:    "Changes what is known of a running chat session.",
		Params: declare("chat", `
			REQUESTID
			SESSIONID
			DEVICEALIAS
			GROUP GATE ANI DNIS USER1-USER15
			CALLDIRECTION CALLID`),
		Groups:    []Group{session},
		Results:   chatted(),
		OnInvalid: Ignore,
		Notes:     []string{"Only the parameters that have a value change anything."},
		Errata:    []string{"E-20", "E-24", "E-25", "E-63"},
	},
	{
		Name:       "BLACKOUTSTART",
		Chapter:    RecordingControl,
		Transports: TCP | HTTP,
		Summary:    "Starts a blackout of one call: from now on nothing of it is kept.",
		Params: declare("blackout", `
			REQUESTID
			DEVICEID*
			DEVICEALIAS*
			CRM_USER*
			SYS_USER*
			TIMEOFFSET
			CALLINSTANCE`),
		Groups:    blackoutGroups,
		Results:   blackoutResults,
		OnInvalid: Ignore,
		Notes:     []string{lastCall},
		Errata:    []string{"E-17", "E-24", "E-32", "E-41", "E-52"},
	},
	{
		Name:       "BLACKOUTSTOP",
		Chapter:    RecordingControl,
		Transports: TCP | HTTP,
		Summary:    "Ends a blackout of one call.",
		Params: declare("blackout", `
			REQUESTID
			DEVICEID*
			DEVICEALIAS*
			CRM_USER*
			SYS_USER*
			TIMEOFFSET
			CALLINSTANCE`),
		Groups:    blackoutGroups,
		Results:   blackoutResults,
		OnInvalid: Ignore,
		Notes:     []string{lastCall, clampedStop},
		Errata:    []string{"E-17", "E-18", "E-24", "E-32", "E-40", "E-41", "E-52"},
	},
	{
		Name:       "AGENTBLACKOUTSTART",
		Chapter:    RecordingControl,
		Transports: TCP | HTTP,
		Summary:    "Starts a blackout of an agent: from now on nothing of any of its calls is kept.",
		Params: declare("blackout", `
			REQUESTID
			DEVICEID*
			DEVICEALIAS*
			CRM_USER*
			SYS_USER*
			TIMEOFFSET`),
		Groups:    blackoutGroups,
		Results:   blackoutResults,
		OnInvalid: Ignore,
		Notes:     []string{wholeAgent},
		Errata:    []string{"E-17", "E-24", "E-41", "E-52", "E-67"},
	},
	{
		Name:       "AGENTBLACKOUTSTOP",
		Chapter:    RecordingControl,
		Transports: TCP | HTTP,
		Summary:    "Ends a blackout of an agent.",
		Params: declare("blackout", `
			REQUESTID
			DEVICEID*
			DEVICEALIAS*
			CRM_USER*
			SYS_USER*
			TIMEOFFSET`),
		Groups:    blackoutGroups,
		Results:   blackoutResults,
		OnInvalid: Ignore,
		Notes:     []string{clampedStop},
		Errata:    []string{"E-17", "E-18", "E-24", "E-40", "E-41", "E-52", "E-67"},
	},
}
