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
	}
}

var (
	_ = Add(catalog.CallHandling, command("CALLSTART")...)
	_ = Add(catalog.CallHandling, command("CALLSTOP")...)
	_ = Add(catalog.CallHandling, command("CALLUPDATE")...)
	_ = Add(catalog.CallHandling, command("RECORDSTART")...)
	_ = Add(catalog.CallHandling, command("RECORDSTOP")...)
)
