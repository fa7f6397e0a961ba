package ledger

import "github.com/offhook/offhook/reference/catalog"

// command returns the rules that every function of Call Handling keeps: which
// device it means, which cores it reaches.
func command(f string) []Requirement {
	return []Requirement{
		{ID: f + "-1", Statement: f + " that reaches every core is answered API_OK with a text that names the function and the cores.", Errata: []string{"E-18", "E-31"},
			Covers: Covers{Parameters: []string{"DEVICEID"}, Results: []string{"API_OK"}}},
		{ID: f + "-2", Statement: f + " that reaches some cores only is answered API_PARTIAL_CORE_RESPONSE with a text that names the others, and takes effect.", Errata: []string{"E-18"},
			Covers: Covers{Results: []string{"API_PARTIAL_CORE_RESPONSE"}}},
		{ID: f + "-3", Statement: f + " that reaches no core is answered API_ERROR_RECORDER_NOT_RUNNING.",
			Covers: Covers{Results: []string{"API_ERROR_RECORDER_NOT_RUNNING"}}},
		{ID: f + "-4", Level: Should, Statement: f + " that reaches no core has no effect, then or later."},
		{ID: f + "-5", Statement: f + " without DEVICEID, DEVICEALIAS, STATIONNAME, SYS_USER and CRM_USER is refused and has no effect."},
		{ID: f + "-6", Statement: f + " without a DEVICEID, or with a blank one, means the device that the DEVICEALIAS, the SYS_USER or the CRM_USER of an agent leads to.", Errata: []string{"E-65"},
			Covers: Covers{Parameters: []string{"DEVICEALIAS", "SYS_USER", "CRM_USER"}}},
		{ID: f + "-7", Statement: f + " without a DEVICEID, or with a blank one, means the device that the STATIONNAME is mapped to.",
			Covers: Covers{Parameters: []string{"STATIONNAME"}}},
		{ID: f + "-8", Statement: f + " by a DEVICEALIAS, a SYS_USER or a CRM_USER that leads to no device is answered API_DEVICE_INVALID.", Errata: []string{"E-66"},
			Covers: Covers{Results: []string{"API_DEVICE_INVALID"}}},
		{ID: f + "-9", Statement: f + " with a DEVICEID means that device, whatever else it names."},
		{ID: f + "-10", Statement: f + " repeats a valid REQUESTID, and with another one is answered API_REQUESTID_INVALID and has no effect.", Errata: []string{"E-30"},
			Covers: Covers{Parameters: []string{"REQUESTID"}, Codes: []string{"API_REQUESTID_INVALID"}}},
		{ID: f + "-11", Level: Should, Statement: f + " by a DEVICEALIAS that belongs to a device without an agent, or by a STATIONNAME that nothing is mapped to, is answered API_DEVICE_INVALID.", Errata: []string{"E-65"}},
		{ID: f + "-12", Level: Should, Statement: f + " without anything to find a device by is answered API_DEVICE_INVALID."},

		{ID: f + "-50", Statement: f + " finds a device by every character of an identifier as long as the narrowest of the manual's widths for it.", Errata: []string{"E-24"},
			Covers: Covers{Widths: []string{"DEVICEID", "DEVICEALIAS", "STATIONNAME", "SYS_USER", "CRM_USER"}}},
		{ID: f + "-51", Level: Should, Statement: f + " finds a device by a DEVICEID of 64 characters.", Errata: []string{"E-24"},
			Covers: Covers{Widths: []string{"DEVICEID"}}},
		{ID: f + "-52", Statement: f + " by an identifier longer than its width leads to no other device.", Errata: []string{"E-25"},
			Covers: Covers{Widths: []string{"DEVICEALIAS", "STATIONNAME", "SYS_USER", "CRM_USER"}}},
	}
}

// shortValues is the rule about parameters that have one character.
func shortValues(f string, parameters ...string) Requirement {
	return Requirement{ID: f + "-53", Statement: f + " with more than one character where there is one is refused, or has its effect, and no other value is harmed.", Errata: []string{"E-25", "E-39"},
		Covers: Covers{Widths: parameters}}
}

// variables are the parameters that say something about a call and can be seen
// elsewhere.
var variables = []string{
	"GROUP", "GATE", "ANI", "DNIS", "USER1", "USER2", "USER3", "USER4", "USER5", "USER6", "USER7", "USER8",
	"USER9", "USER10", "USER11", "USER12", "USER13", "USER14", "USER15", "CALLDIRECTION",
}

// users are USER1 to USER15.
var users = variables[4:19]

// wide are the variables that may have more than one character.
var wide = append([]string{"DEVICEALIAS"}, variables[:19]...)

var _ = Add(catalog.CallHandling, append(command("CALLSTART"), []Requirement{
	{ID: "CALLSTART-13", Statement: "CALLSTART makes a call active on the device, which becomes known, from that time on.", Errata: []string{"E-31", "E-36"},
		Covers: Covers{Fields: []string{"DEVICESTATUS.DEVICEID", "DEVICESTATUS.STARTTIME", "DEVICESTATUS.STOPTIME"}}},
	{ID: "CALLSTART-14", Statement: "What CALLSTART says of a call is shown by the status functions, by the event and by the recording's row, and CALLLIST finds the recording by it.", Errata: []string{"E-09", "E-39"},
		Covers: Covers{Parameters: append([]string{"CALLID", "DEVICEALIAS"}, variables...)}},
	{ID: "CALLSTART-15", Statement: "A call has what its own CALLSTART said, nothing of an earlier call on the device."},
	{ID: "CALLSTART-16", Statement: "A started call is announced by one CALLSTART event; a CALLSTART that is refused by none."},
	{ID: "CALLSTART-17", Statement: "A call that a schedule takes is recorded from its start: status shows it, one RECORDINGSTARTED event announces it after the call's own.",
		Covers: Covers{Fields: []string{"DEVICESTATUS.ISRECORDING", "DEVICERECORDINGSTATUS.ISRECORDING", "DEVICERECORDINGSTATUS.STATUS"}}},
	{ID: "CALLSTART-18", Statement: "A CALLSTART without CALLINSTANCE starts a call whose instance is blank.",
		Covers: Covers{Parameters: []string{"CALLINSTANCE"}, Fields: []string{"DEVICESTATUS.CALLINSTANCE"}}},
	{ID: "CALLSTART-19", Statement: "Calls of several instances are active on a device at once, each with its own values and its own recording.",
		Covers: Covers{Parameters: []string{"CALLINSTANCE"}, Fields: []string{"DEVICERECORDINGSTATUS.CALLINSTANCE"}}},
	{ID: "CALLSTART-20", Statement: "Calls of one instance on two devices have nothing to do with one another."},
	{ID: "CALLSTART-21", Statement: "There are never two active calls of one instance on a device.", Errata: []string{"E-33"}},
	{ID: "CALLSTART-22", Statement: "A CALLSTART of an active instance ends the earlier call with its recording and starts a new one, or is answered API_ERROR_ALREADY_RECORDING and leaves the earlier one.", Errata: []string{"E-33"},
		Covers: Covers{Codes: []string{"API_ERROR_ALREADY_RECORDING"}}},
	{ID: "CALLSTART-23", Statement: "STATIONNAME beside a DEVICEID overrides the device's station for the call, and changes neither the mapping nor the station's own device.", Errata: []string{"E-09"},
		Covers: Covers{Parameters: []string{"STATIONNAME"}, Fields: []string{"DEVICESTATUS.STATION"}}},
	{ID: "CALLSTART-24", Level: Should, Statement: "SYS_USER and CRM_USER beside a DEVICEID are shown as the device's.", Errata: []string{"E-65"},
		Covers: Covers{Parameters: []string{"SYS_USER", "CRM_USER"}, Fields: []string{"DEVICESTATUS.SYS_USER", "DEVICESTATUS.CRM_USER"}}},
	{ID: "CALLSTART-25", Statement: "A call may have any PRIORITY from 0 to 100.", Covers: Covers{Parameters: []string{"PRIORITY"}}},
	{ID: "CALLSTART-26", Statement: "MAXRECORDTIME ends the recording of its own call after so many seconds, not the call, and no other recording.",
		Covers: Covers{Parameters: []string{"MAXRECORDTIME"}}},
	{ID: "CALLSTART-27", Statement: "MAXRECORDSILENCE is accepted, and ends the recording of its own call or nothing.", Errata: []string{"E-68"},
		Covers: Covers{Parameters: []string{"MAXRECORDSILENCE"}}},
	{ID: "CALLSTART-28", Statement: "AGENTINITIATED and CTIINITIATED may be Y or N.",
		Covers: Covers{Parameters: []string{"AGENTINITIATED", "CTIINITIATED"}}},
	{ID: "CALLSTART-29", Level: Should, Statement: "ARCHIVEACTION is what the call's events carry.",
		Covers: Covers{Parameters: []string{"ARCHIVEACTION"}, Fields: []string{"CALLSTART.ARCHIVEACTION", "CALLSTOP.ARCHIVEACTION"}}},
	{ID: "CALLSTART-30", Statement: "A value as long as the narrowest of the manual's widths for it is kept whole.", Errata: []string{"E-24"},
		Covers: Covers{Widths: append([]string{"DEVICEID", "CALLID", "STATIONNAME"}, wide...)}},
	{ID: "CALLSTART-31", Level: Should, Statement: "A value as long as the width that the table of Call Handling has for it is kept whole.", Errata: []string{"E-24"},
		Covers: Covers{Widths: []string{"DEVICEID", "SYS_USER", "CRM_USER"}}},
	{ID: "CALLSTART-32", Statement: "A value longer than its width is cut, kept whole or refused, and harms no other value and no other call.", Errata: []string{"E-25"},
		Covers: Covers{Widths: append([]string{"DEVICEID", "CALLID", "STATIONNAME"}, wide...), Codes: []string{"API_ERROR_PROCESSING_MESSAGE"}}},
	{ID: "CALLSTART-33", Level: Should, Statement: "Widths count characters, of ASCII and beyond.", Errata: []string{"E-24"}},
	{ID: "CALLSTART-34", Statement: "A CALLSTART with a value of the wrong kind either is refused and starts nothing, or is answered API_OK and starts the call."},
	{ID: "CALLSTART-35", Statement: "While the database is lost calls start, are recorded and end as ever, and the recordings are saved when it is back."},
	{ID: "CALLSTART-36", Statement: "CALLSTARTs from many connections at once, on one device and on many, all take effect once."},
	{ID: "CALLSTART-37", Level: Should, Statement: "An agent whose phone is a device that is not known yet, or the DEVICEALIAS of one that is, leads to the device.", Errata: []string{"E-65"}},
	{ID: "CALLSTART-38", Level: Should, Statement: "Instances of 16 characters that differ in one are calls of their own.", Covers: Covers{Parameters: []string{"CALLINSTANCE"}}},
	shortValues("CALLSTART", "CALLDIRECTION", "AGENTINITIATED", "CTIINITIATED"),
}...)...)

var _ = Add(catalog.CallHandling, append(command("CALLSTOP"), []Requirement{
	{ID: "CALLSTOP-13", Statement: "CALLSTOP ends the call: it is no longer active, has a STOPTIME, and one CALLSTOP event announces its end with the call's values.", Errata: []string{"E-36"},
		Covers: Covers{Fields: []string{"DEVICESTATUS.STOPTIME"}}},
	{ID: "CALLSTOP-14", Statement: "CALLSTOP ends the call's recording: one RECORDINGSTOPPED and, with the row in the database, one RECORDINGUPDATE event follow.",
		Covers: Covers{Fields: []string{"DEVICESTATUS.ISRECORDING", "CALLLIST.RECORDID"}}},
	{ID: "CALLSTOP-15", Statement: "CALLSTOP with a CALLINSTANCE ends only the call of that instance.", Covers: Covers{Parameters: []string{"CALLINSTANCE"}}},
	{ID: "CALLSTOP-16", Statement: "CALLSTOP without a CALLINSTANCE ends the device's last call.", Covers: Covers{Parameters: []string{"CALLINSTANCE"}}},
	{ID: "CALLSTOP-17", Statement: "CALLSTOP of an instance that is not active ends no other call.", Errata: []string{"E-32"}},
	{ID: "CALLSTOP-18", Statement: "CALLSTOP on a device without a call is answered API_OK, API_DEVICE_NOT_IN_CALL or API_DEVICE_INVALID, and no event follows.", Errata: []string{"E-32"},
		Covers: Covers{Codes: []string{"API_DEVICE_NOT_IN_CALL"}}},
	{ID: "CALLSTOP-19", Statement: "CALLSTOP leaves the calls of other devices as they are."},
	{ID: "CALLSTOP-20", Statement: "CALLSTOP ends the call's partial recording too, which is saved."},
	{ID: "CALLSTOP-21", Statement: "The recording's RECORDINGTIME and DURATION are those of the call.",
		Covers: Covers{Fields: []string{"CALLLIST.DURATION", "CALLLIST.RECORDINGTIME"}}},
	{ID: "CALLSTOP-22", Statement: "An instance that has ended may be started again, as a new call with a recording of its own."},
	{ID: "CALLSTOP-23", Statement: "CALLSTOPs of one call from many connections at once end it once."},
}...)...)
