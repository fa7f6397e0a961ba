package catalog

// The texts that tell which cores a command went to (E-17, E-18).
const (
	sentToAll  = "{function} sent to all of the following cores: {cores}"
	notSentTo  = "{function} could not be sent to the following cores: {cores}"
	notSent    = "{function} could not be sent to any core"
	noDevice   = "Could not find a device matching given parameters"
	anyAnswer  = "on success"
	invalidID  = "REQUESTID is not within 1 to 2147483647"
	noDatabase = "the database is unavailable or refused the query"
	badMessage = "a value is missing or not of its type"
	badAction  = "ACTION is none of those allowed"
	lastCall   = "Without CALLINSTANCE it means the device's last call."
)

// sent are the results of a command that goes to the cores.
func sent(more ...Outcome) []Outcome {
	return append([]Outcome{
		{API_OK, sentToAll, "every core that concerns the device was reached"},
		{API_PARTIAL_CORE_RESPONSE, notSentTo, "some cores were reached and others not; these are named"},
		{API_ERROR_RECORDER_NOT_RUNNING, notSent, "no core was reached"},
		{API_DEVICE_INVALID, noDevice, "no parameter marked * is given, or none leads to a known device"},
	}, more...)
}

// identified is the rule that one of the parameters marked * must be given.
func identified(more ...[]Name) []Group {
	alternatives := append([][]Name{{DEVICEID}, {DEVICEALIAS}, {STATIONNAME}, {SYS_USER}, {CRM_USER}}, more...)
	return []Group{{AtLeastOne, alternatives, API_DEVICE_INVALID, noDevice}}
}

var callHandling = []Function{
	{
		Name:       "CALLSTART",
		Chapter:    CallHandling,
		Transports: TCP | HTTP,
		Summary:    "Says that a call has started on a device; the scheduler decides whether it is recorded.",
		Params: declare("calls", `
			REQUESTID
			DEVICEID*
			CALLINSTANCE
			DEVICEALIAS*+
			GROUP GATE ANI DNIS USER1-USER15
			CALLID PRIORITY CALLDIRECTION
			MAXRECORDSILENCE MAXRECORDTIME
			AGENTINITIATED CTIINITIATED
			ARCHIVEACTION
			STATIONNAME*
			SYS_USER*+
			CRM_USER*+`),
		Groups:    identified(),
		Results:   sent(),
		OnInvalid: Ignore,
		Notes: []string{
			"A DEVICEID is always valid: a device that was not known becomes known.",
			"Without CALLINSTANCE the call's instance is blank.",
			"A call of the same instance that is still active on the device ends first.",
			"STATIONNAME beside a DEVICEID overrides the device's workstation for this call.",
			"A call that matches no schedule answers API_OK and is not recorded.",
		},
		Errata: []string{"E-24", "E-25", "E-31", "E-33", "E-65", "E-68"},
	},
	{
		Name:       "CALLSTOP",
		Chapter:    CallHandling,
		Transports: TCP | HTTP,
		Summary:    "Says that a call has ended on a device, which ends its recording.",
		Params: declare("calls", `
			REQUESTID
			DEVICEID*
			CALLINSTANCE
			SYS_USER*+
			CRM_USER*+
			DEVICEALIAS*+
			STATIONNAME*`),
		Groups:    identified(),
		Results:   sent(),
		OnInvalid: Ignore,
		Notes:     []string{lastCall, "On a device without a call it answers API_OK and does nothing."},
		Errata:    []string{"E-24", "E-25", "E-32"},
	},
	{
		Name:       "CALLUPDATE",
		Chapter:    CallHandling,
		Transports: TCP | HTTP,
		Summary: "Changes what is known of a call: of the active one, of the device's last recording " +
			"(UPDATE_IF_NOT_RECORDING), or of any finished recording (RECORDID). It never changes whether the call is recorded.",
		Params: declare("calls", `
			REQUESTID
			DEVICEID*
			CALLINSTANCE
			CRM_USER*+
			SYS_USER*+
			DEVICEALIAS*+
			STATIONNAME*
			GROUP GATE ANI DNIS USER1-USER15
			CALLDIRECTION
			ARCHIVEACTION KEEPDAYS
			UPDATE_IF_NOT_RECORDING
			RECORDID`),
		Groups: identified([]Name{RECORDID}),
		Results: sent(
			Outcome{API_OK, "Updated recording in database", "a finished recording was updated"},
			Outcome{API_RECORDID_INVALID, "API_RECORDID_INVALID", "there is no such recording, or none of the device to update"},
			Outcome{API_DATABASE_QUERY_ERROR, "API_DATABASE_QUERY_ERROR", "a finished recording could not be updated"},
			Outcome{API_REQUESTID_INVALID, "API_REQUESTID_INVALID", invalidID},
		),
		OnInvalid: Ignore,
		Notes: []string{
			lastCall,
			"Only the parameters that have a value change anything.",
			"With a RECORDID the recording of that id is updated; DEVICEID and DEVICEALIAS are then values to store, not to look up by.",
			"With UPDATE_IF_NOT_RECORDING=Y and no call on the device, its last recording is updated; with a CALLINSTANCE, the last of that instance.",
		},
		Errata: []string{"E-11", "E-18", "E-24", "E-25", "E-34", "E-58", "E-65"},
	},
	{
		Name:       "RECORDSTART",
		Chapter:    CallHandling,
		Transports: TCP | HTTP,
		Summary:    "Starts a partial recording beside the recording that a call already has.",
		Params: declare("calls", `
			REQUESTID
			DEVICEID*
			CALLINSTANCE
			DEVICEALIAS*+
			GROUP GATE ANI DNIS
			CALLID PRIORITY CALLDIRECTION
			MAXRECORDSILENCE MAXRECORDTIME
			AGENTINITIATED CTIINITIATED
			ARCHIVEACTION
			STATIONNAME*
			SYS_USER*+
			CRM_USER*+
			USER1-USER15`),
		Groups:    identified(),
		Results:   sent(),
		OnInvalid: Ignore,
		Notes:     []string{lastCall, "The partial recording becomes a row of its own; the call's recording goes on."},
		Errata:    []string{"E-18", "E-19", "E-24", "E-25", "E-32", "E-65", "E-68"},
	},
	{
		Name:       "RECORDSTOP",
		Chapter:    CallHandling,
		Transports: TCP | HTTP,
		Summary:    "Ends the partial recording that RECORDSTART began.",
		Params: declare("calls", `
			REQUESTID
			DEVICEID*
			CALLINSTANCE
			SYS_USER*+
			CRM_USER*+
			DEVICEALIAS*+
			STATIONNAME*
			USER1-USER15`),
		Groups:    identified(),
		Results:   sent(),
		OnInvalid: Ignore,
		Notes:     []string{lastCall, "The call and its own recording go on.", "USER1 to USER15 are stored with the partial recording."},
		Errata:    []string{"E-18", "E-19", "E-24", "E-25", "E-32"},
	},
}
