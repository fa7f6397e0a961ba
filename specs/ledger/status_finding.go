package ledger

import (
	"slices"

	"github.com/offhook/offhook/reference/catalog"
)

// finding returns the rules of the two functions that are asked about one
// device.
func finding(f string) []Requirement {
	return []Requirement{
		{ID: f + "-20", Statement: f + " finds a known device by its DEVICEID, its DEVICEALIAS, or the SYS_USER or CRM_USER of its agent, in a call or not, and shows no other.", Errata: []string{"E-65"},
			Covers: Covers{Parameters: []string{"DEVICEID", "DEVICEALIAS", "SYS_USER", "CRM_USER"}, Results: []string{"API_OK"}, Fields: []string{"DEVICEID"}}},
		{ID: f + "-21", Level: Should, Statement: f + " says in RESULTMSG, in the manual's words, that it has found what was asked for."},
		{ID: f + "-22", Level: Should, Statement: f + " finds a device by the DEVICEALIAS that it has now, not by an earlier one."},
		{ID: f + "-23", Statement: f + " about a device that is not known is answered API_DEVICE_INVALID, API_AGENT_NOT_FOUND, or API_OK without a device.", Errata: []string{"E-61"},
			Covers: Covers{Results: []string{"API_DEVICE_INVALID"}, Codes: []string{"API_AGENT_NOT_FOUND"}}},
		{ID: f + "-24", Level: Should, Statement: f + " that names no device is refused."},
		{ID: f + "-25", Statement: f + " finds a device by identifiers of the narrowest of the manual's widths.", Errata: []string{"E-24"},
			Covers: Covers{Widths: []string{"DEVICEALIAS", "SYS_USER", "CRM_USER"}}},
		{ID: f + "-26", Level: Should, Statement: f + " finds a device by identifiers of the widths of its own table, of characters beyond ASCII too.", Errata: []string{"E-24"},
			Covers: Covers{Widths: []string{"DEVICEID", "DEVICEALIAS", "SYS_USER", "CRM_USER"}}},
		{ID: f + "-27", Statement: f + " finds no other device by an identifier that is longer than its width.", Errata: []string{"E-25"},
			Covers: Covers{Widths: []string{"DEVICEALIAS", "SYS_USER", "CRM_USER"}}},
	}
}

var (
	_ = Add(catalog.Status, finding("DEVICESTATUS")...)
	_ = Add(catalog.Status, finding("DEVICERECORDINGSTATUS")...)
)

var _ = Add(catalog.Status,
	Requirement{ID: "DEVICESTATUS-28", Level: Should, Statement: "DEVICESTATUS by the SYS_USER or CRM_USER of an agent finds every device of the agent.", Errata: []string{"E-65"}},
	Requirement{ID: "DEVICERECORDINGSTATUS-1", Statement: "DEVICERECORDINGSTATUS shows all active calls of a device, each in one RECORDING section, and no other device's.", Errata: []string{"E-08", "E-33"},
		Covers: Covers{Fields: []string{"CALLINSTANCE"}}},
	Requirement{ID: "DEVICERECORDINGSTATUS-2", Statement: "DEVICERECORDINGSTATUS gives the device and each call all fields of their sections, blank where there is nothing to say.", Errata: []string{"E-08"},
		Covers: Covers{Fields: []string{"ISTRUNK", "SESSIONID", "STATION"}}},
	Requirement{ID: "DEVICERECORDINGSTATUS-3", Statement: "DEVICERECORDINGSTATUS shows every variable of a call in the field of that name, of that call alone.",
		Covers: Covers{Fields: slices.Concat(callVariables, []string{"CALLDIRECTION", "CALLID"})}},
	Requirement{ID: "DEVICERECORDINGSTATUS-4", Statement: "DEVICERECORDINGSTATUS shows each call as CALLUPDATE of its instance has left it."},
	Requirement{ID: "DEVICERECORDINGSTATUS-5", Statement: "DEVICERECORDINGSTATUS shows the SYS_USER and the CRM_USER of the agent who has the device.", Errata: []string{"E-65"},
		Covers: Covers{Fields: []string{"SYS_USER", "CRM_USER"}}},
	Requirement{ID: "DEVICERECORDINGSTATUS-6", Statement: "DEVICERECORDINGSTATUS shows no call as active that is over; a device without a call is still known.", Errata: []string{"E-62"},
		Covers: Covers{Fields: []string{"STOPTIME"}}},
	Requirement{ID: "DEVICERECORDINGSTATUS-7", Statement: "DEVICERECORDINGSTATUS says recording in STATUS, Y in ISRECORDING and a FILENAME of its own for each call that is recorded.", Errata: []string{"E-38"},
		Covers: Covers{Fields: []string{"STATUS", "ISRECORDING", "ISRECORDINGVIDEO", "FILENAME"}}},
	Requirement{ID: "DEVICERECORDINGSTATUS-8", Statement: "DEVICERECORDINGSTATUS says recordpaused in STATUS while a call is blacked out.", Errata: []string{"E-52"},
		Covers: Covers{Fields: []string{"STATUS"}}},
	Requirement{ID: "DEVICERECORDINGSTATUS-9", Statement: "DEVICERECORDINGSTATUS shows when a call's recording began, and in COREIDENT a core that has it.", Errata: []string{"E-36"},
		Covers: Covers{Fields: []string{"STARTTIME", "COREIDENT"}}},
	Requirement{ID: "DEVICERECORDINGSTATUS-10", Level: Should, Statement: "DEVICERECORDINGSTATUS works while the database does not."},
	Requirement{ID: "DEVICERECORDINGSTATUS-12", Level: Should, Statement: "The SESSIONID, where there is one, tells the calls of a device apart."},
	Requirement{ID: "DEVICERECORDINGSTATUS-11", Statement: "DEVICERECORDINGSTATUS repeats a valid REQUESTID, and with another one is answered API_REQUESTID_INVALID.", Errata: []string{"E-30"},
		Covers: Covers{Parameters: []string{"REQUESTID"}, Codes: []string{"API_REQUESTID_INVALID"}}},
)
