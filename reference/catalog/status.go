package catalog

import "slices"

// oneDevice is the rule of the functions that ask for one device.
var oneDevice = []Group{{
	AtLeastOne, [][]Name{{DEVICEID}, {DEVICEALIAS}, {CRM_USER}, {SYS_USER}}, API_DEVICE_INVALID, noDevice,
}}

// deviceSection is a device with its active or most recently active call.
func deviceSection() Layout {
	return section("DEVICES", "the devices",
		fields("status", `COUNT`),
		repeated(section("DEVICE", "one device",
			fields("status", `
				DEVICEID DEVICEALIAS SYS_USER CRM_USER
				GROUP GATE ANI DNIS USER1-USER15
				CALLDIRECTION ISTRUNK`),
			[]Layout{field("status", "STATION", "STATIONNAME")},
			fields("status", `STARTTIME STOPTIME COREIDENT`),
			[]Layout{section("RECORDING", "its active or most recently active call",
				fields("status", `ISRECORDING ISRECORDINGVIDEO FILENAME CALLID SESSIONID CALLINSTANCE`))},
		)))
}

var status = []Function{
	{
		Name:       "DEVICELIST",
		Chapter:    Status,
		Transports: TCP | HTTP,
		Summary:    "Lists every known device with its active or most recently active call.",
		Params:     declare("status", `REQUESTID`),
		Results:    []Outcome{{API_OK, "API_OK", "always"}},
		Layout:     []Layout{deviceSection()},
		OnInvalid:  Ignore,
		Errata:     []string{"E-05", "E-09", "E-36", "E-38", "E-39"},
	},
	{
		Name:       "DEVICESTATUS",
		Chapter:    Status,
		Transports: TCP | HTTP,
		Summary:    "Shows a device, or all devices of an alias or an agent, each with its active or most recently active call.",
		Params: declare("status", `
			REQUESTID
			DEVICEID*
			DEVICEALIAS*
			CRM_USER*
			SYS_USER*`),
		Groups: oneDevice,
		Results: []Outcome{
			{API_OK, "Found the following matching devices", "a known device matches"},
			{API_DEVICE_INVALID, noDevice, "no known device matches"},
		},
		Layout:    []Layout{deviceSection()},
		OnInvalid: Ignore,
		Notes:     []string{"DEVICERECORDINGSTATUS shows all calls of a device."},
		Errata:    []string{"E-05", "E-09", "E-24", "E-36", "E-38", "E-39", "E-61"},
	},
	{
		Name:       "DEVICERECORDINGSTATUS",
		Chapter:    Status,
		Transports: TCP | HTTP,
		Summary:    "Shows one device with all its active calls, and whether each is recorded or paused.",
		Params: declare("status", `
			REQUESTID
			DEVICEID*
			DEVICEALIAS*
			CRM_USER*
			SYS_USER*`),
		Groups: oneDevice,
		Results: []Outcome{
			{API_OK, "Following active call instances found for specified deviceID, devicealias, crm_user or sys_user",
				"the device is known, with or without a call"},
			{API_DEVICE_INVALID, noDevice, "no known device matches"},
		},
		Layout: []Layout{section("DEVICE", "the device",
			fields("status", `DEVICEID DEVICEALIAS SYS_USER CRM_USER COREIDENT`),
			repeated(section("RECORDING", "one active call",
				fields("status", `
					GROUP GATE ANI DNIS USER1-USER15
					CALLDIRECTION ISTRUNK`),
				[]Layout{field("status", "STATION", "STATIONNAME")},
				fields("status", `
					STARTTIME STOPTIME
					ISRECORDING ISRECORDINGVIDEO FILENAME CALLID SESSIONID CALLINSTANCE`),
				[]Layout{{Name: "STATUS", Doc: "recording, recordpaused while blacked out, or blank where the call is not recorded"}},
			)),
		)},
		OnInvalid: Ignore,
		Notes:     []string{"Of several devices that match it shows the liveliest: one in a call before one that is in none, then the one with the latest call."},
		Errata:    []string{"E-05", "E-08", "E-24", "E-36", "E-38", "E-39", "E-61", "E-62"},
	},
	{
		Name:       "SYSTEMSTATUS",
		Chapter:    Status,
		Transports: TCP | HTTP,
		Summary:    "Shows the health of the machine: disk, memory, processors and uptime.",
		Params:     declare("system", `REQUESTID`),
		Results:    []Outcome{{API_OK, "API_OK", "always"}},
		Layout: slices.Concat(
			fields("system", `RECORDINGPATH`),
			[]Layout{field("system", "RECORDINGSPACEINFO", "RECORDINGSPEACEINFO")},
			fields("system", `
				RECORDINGTOTALDISKCAPACITY RECORDINGTOTALDISKFREE RECORDINGTOTALDISKFREEPCT
				SYSTEMUPTIME`),
			repeated(section("PROCESSOR#", "one processor, numbered from 0",
				fields("system", `SYSTEMPROCESSORSPEED SYSTEMPROCESSORTYPE`))),
			fields("system", `SYSTEMRAMTOTAL SYSTEMRAMFREE SYSTEMRAMUSED SYSTEMRAMUSEDPCT`),
		),
		OnInvalid: Ignore,
		Errata:    []string{"E-05", "E-10", "E-37"},
	},
	{
		Name:       "CHANNELS",
		Chapter:    Status,
		Transports: TCP | HTTP,
		Summary:    "Lists the recording channels and what each of them does.",
		Params:     declare("channels", `REQUESTID`),
		Results: []Outcome{
			{API_OK, "API_OK", anyAnswer},
			{API_DATABASE_QUERY_ERROR, "API_DATABASE_QUERY_ERROR", noDatabase},
		},
		Layout: []Layout{
			field("channels", "COUNT"),
			section("CHANNELS", "the channels", repeated(section("CHANNEL", "one channel",
				fields("channels", `
					ID STATE
					PLAYBACKEXTENSION RECORDINGDEVICEALIAS RECORDINGDEVICE
					LASTSTATECHANGE LASTSTATECHANGEUNIXTIME`)))),
		},
		Database:  true,
		OnInvalid: Ignore,
		Errata:    []string{"E-05", "E-16", "E-36"},
	},
	{
		Name:       "STATIONS",
		Chapter:    Status,
		Transports: TCP | HTTP,
		Summary:    "Lists the workstations and the device that each belongs to.",
		Params:     declare("stations", `REQUESTID`),
		Results: []Outcome{
			{API_OK, "API_OK", anyAnswer},
			{API_DATABASE_QUERY_ERROR, "API_DATABASE_QUERY_ERROR", noDatabase},
		},
		Layout: []Layout{
			field("stations", "COUNT"),
			section("STATIONS", "the workstations", repeated(section("STATION", "one workstation",
				fields("stations", `STATIONNAME DEVICEID`)))),
		},
		Database:  true,
		OnInvalid: Ignore,
		Errata:    []string{"E-05"},
	},
	{
		Name:       "FETCHTERMINOLOGY",
		Chapter:    Status,
		Transports: TCP | HTTP,
		Summary:    "Lists what this system calls the fields of a call.",
		Params:     declare("terminology", `REQUESTID`),
		Results:    []Outcome{{API_OK, "API_OK", "always"}},
		Layout: []Layout{
			field("terminology", "COUNT"),
			section("SETTINGS", "the terms", repeated(section("TERMINOLOGY", "one term",
				fields("terminology", `NAME VALUE`)))),
		},
		OnInvalid: Ignore,
		Errata:    []string{"E-05", "E-07"},
	},
	{
		Name:       "CALLLIST",
		Chapter:    Status,
		Transports: TCP | HTTP,
		Summary:    "Lists finished recordings, newest first; every filter that is given must match.",
		Params: declare("calllist", `
			REQUESTID
			DEVICEID CRM_USER SYS_USER DEVICEALIAS
			GROUP GATE ANI DNIS USER1-USER15
			CALLCOUNT CALLDATESTART CALLDATEEND`),
		Results: []Outcome{
			{API_OK, "API_OK", "also where nothing matches"},
			{API_DATABASE_QUERY_ERROR, "API_DATABASE_QUERY_ERROR", noDatabase},
		},
		Layout: repeated(section("SEARCHRESULT", "one recording",
			fields("calllist", `
				CALLNUMBER DEVICEID DEVICEALIAS ANI DNIS CALLDIRECTION GROUP GATE USER1-USER15
				RECORDID RECORDINGTIME DURATION
				AGENTFIRSTNAME AGENTLASTNAME CRM_USER SYS_USER`))),
		Database:  true,
		OnInvalid: Refuse,
		Notes: []string{
			"CALLCOUNT with dates returns the newest within the range.",
			"Without any filter it returns the newest 1,000.",
		},
		Errata: []string{"E-06", "E-24", "E-39", "E-49", "E-50"},
	},
}
