package ledger

import "github.com/offhook/offhook/reference/catalog"

// blackout returns the rules that the four blackout functions share: whom they
// mean, which cores they reach, when they take effect. effect says what that is.
func blackout(f, effect string) []Requirement {
	return []Requirement{
		{ID: f + "-1", Statement: f + " that reaches every core is answered API_OK with a text that names the function and the cores.", Errata: []string{"E-18"},
			Covers: Covers{Parameters: []string{"SYS_USER", "TIMEOFFSET"}, Results: []string{"API_OK"}}},
		{ID: f + "-2", Statement: f + " " + effect + ".",
			Covers: Covers{Parameters: []string{"DEVICEID"}, Fields: []string{"DEVICERECORDINGSTATUS.STATUS"}}},
		{ID: f + "-3", Statement: f + " means the device, or whose device it is, by DEVICEID, DEVICEALIAS, SYS_USER or CRM_USER.", Errata: []string{"E-65"},
			Covers: Covers{Parameters: []string{"DEVICEID", "DEVICEALIAS", "SYS_USER", "CRM_USER"}, Widths: []string{"DEVICEID", "DEVICEALIAS", "SYS_USER", "CRM_USER"}}},
		{ID: f + "-4", Statement: f + " with more than one of DEVICEID, DEVICEALIAS, SYS_USER and CRM_USER is refused as no valid message, or means the DEVICEID.", Errata: []string{"E-41", "E-02"},
			Covers: Covers{Results: []string{"API_INVALID_MESSAGE_FORMAT"}}},
		{ID: f + "-5", Statement: f + " that names neither a device nor an agent is answered API_AGENT_NOT_FOUND or API_DEVICE_INVALID.",
			Covers: Covers{Results: []string{"API_AGENT_NOT_FOUND", "API_DEVICE_INVALID"}}},
		{ID: f + "-6", Statement: f + " by a DEVICEALIAS, a SYS_USER or a CRM_USER that nobody has is answered API_AGENT_NOT_FOUND or API_DEVICE_INVALID.",
			Covers: Covers{Results: []string{"API_AGENT_NOT_FOUND", "API_DEVICE_INVALID"}}},
		{ID: f + "-7", Statement: f + " on a device without a call does no harm.", Errata: []string{"E-32"}},
		{ID: f + "-8", Statement: f + " repeats a valid REQUESTID, and with another one is answered API_REQUESTID_INVALID and has no effect.", Errata: []string{"E-30"},
			Covers: Covers{Parameters: []string{"REQUESTID"}, Results: []string{"API_REQUESTID_INVALID"}}},
		{ID: f + "-9", Statement: f + " that reaches some cores only names the others, and takes effect on the cores reached.", Errata: []string{"E-17", "E-18"},
			Covers: Covers{Results: []string{"API_PARTIAL_CORE_RESPONSE"}}},
		{ID: f + "-10", Statement: f + " that reaches no core is answered API_ERROR_RECORDER_NOT_RUNNING and has no effect.",
			Covers: Covers{Results: []string{"API_ERROR_RECORDER_NOT_RUNNING"}}},
		{ID: f + "-11", Statement: f + " concerns no other device, unless that is the same agent's."},
		{ID: f + "-12", Statement: f + " takes effect TIMEOFFSET seconds after it is received.",
			Covers: Covers{Parameters: []string{"TIMEOFFSET"}}},
		{ID: f + "-13", Level: Should, Statement: f + " by DEVICEID works while the database is unavailable."},
		{ID: f + "-14", Level: Should, Statement: f + " takes a DEVICEID of 64 characters, a SYS_USER of 255 and a CRM_USER of 50.", Errata: []string{"E-24"},
			Covers: Covers{Parameters: []string{"DEVICEID", "SYS_USER", "CRM_USER"}, Widths: []string{"DEVICEID", "SYS_USER", "CRM_USER"}}},
		{ID: f + "-15", Level: Should, Statement: f + " takes a blank DEVICEID, DEVICEALIAS, SYS_USER or CRM_USER as not given, and a blank TIMEOFFSET as none.", Errata: []string{"E-41"}},
		{ID: f + "-16", Statement: f + " with a value longer than its width harms no other call.", Errata: []string{"E-25"},
			Covers: Covers{Widths: []string{"DEVICEID", "DEVICEALIAS", "SYS_USER", "CRM_USER"}}},
		{ID: f + "-17", Level: Should, Statement: f + " that is answered API_OK has its effect also where TIMEOFFSET is no number."},
	}
}

const (
	pauses       = "pauses what is recorded of a call, so that its STATUS is recordpaused"
	resumes      = "lets a paused recording go on, so that its STATUS is recording"
	agentPauses  = "pauses what is recorded of all calls of the agent, on every device"
	agentResumes = "lets all paused recordings of the agent go on, on every device"
)

var (
	_ = Add(catalog.RecordingControl, blackout("BLACKOUTSTART", pauses)...)
	_ = Add(catalog.RecordingControl, blackout("BLACKOUTSTOP", resumes)...)
	_ = Add(catalog.RecordingControl, blackout("AGENTBLACKOUTSTART", agentPauses)...)
	_ = Add(catalog.RecordingControl, blackout("AGENTBLACKOUTSTOP", agentResumes)...)
)
