package ledger

import "github.com/offhook/offhook/reference/catalog"

// unobservable are rules that no client can see kept or broken.
func unobservable(rs ...Requirement) []Requirement {
	for i := range rs {
		rs[i].Reason = NotObservable
	}
	return rs
}

var (
	_ = Add(catalog.MessageStructure, unobservable(
		Requirement{ID: "RESULT-5", Level: May, Statement: "Codes that the result table has, and for which no function's section gives an occasion, are answered where their label fits.",
			Covers: Covers{Codes: []string{"API_RECORDING_STARTED", "API_ERROR_UNKNOWN", "API_DEVICE_ALIAS_UNSPECIFIED", "API_DID_NOT_MATCH_A_SCHEDULE",
				"API_RECORDING_STOPPED", "API_AGENT_NOT_ACTIVE", "API_MODE_INVALID", "API_ERROR_ALREADY_MONITORING", "API_RECORDING_UPDATED",
				"API_BLACKOUT_INVALID_STATE", "API_STREAMING_STARTED", "API_COMMAND_NOT_ALLOWED", "API_PERMISSIONIDENT_NOT_FOUND", "API_CONFIG_ERROR"}}},
	)...)

	_ = Add(catalog.Status, unobservable(
		Requirement{ID: "STATUS-5", Level: Should, Statement: "A STATION of up to 128 characters, and in STATIONS a DEVICEID of up to 64, is shown whole; by no function can a client give one so long.", Errata: []string{"E-24"},
			Covers: Covers{Widths: []string{"DEVICELIST.STATION", "DEVICESTATUS.STATION", "DEVICERECORDINGSTATUS.STATION", "STATIONS.DEVICEID"}}},
	)...)

	_ = Add(catalog.RecordingControl, unobservable(
		Requirement{ID: "BLACKOUTSTART-40", Level: Should, Statement: "A DEVICEALIAS of up to 100 characters finds a call; by no function can a client give a call one so long.", Errata: []string{"E-24"},
			Covers: Covers{Widths: []string{"DEVICEALIAS", "BLACKOUTSTOP.DEVICEALIAS", "AGENTBLACKOUTSTART.DEVICEALIAS", "AGENTBLACKOUTSTOP.DEVICEALIAS"}}},
	)...)

	_ = Add(catalog.Import, unobservable(
		Requirement{ID: "IMPORTUSER-40", Statement: "A user signs in to the product's own programs with USERNAME and PASSWORD.",
			Covers: Covers{Parameters: []string{"USERNAME", "PASSWORD"}}},
	)...)

	_ = Add(catalog.UserGroupRole, unobservable(
		Requirement{ID: "MODIFYROLE-40", Statement: "The DESCRIPTION of a role is kept with it.",
			Covers: Covers{Parameters: []string{"DESCRIPTION"}}},
		Requirement{ID: "MODIFYGROUPPERMISSION-40", Statement: "An agent who was added to a group belongs to it in the product's own programs, until deleted from it."},
		Requirement{ID: "MODIFYUSERGROUPPERMISSION-40", Statement: "A user who was added to a group may see that group's agents in the product's own programs, until deleted from it."},
		Requirement{ID: "MODIFYROLEGROUPPERMISSION-40", Statement: "Users of a role see the groups that were added to it in the product's own programs."},
		Requirement{ID: "MODIFYUSERROLE-40", Statement: "A user has the permissions of the roles that were added, in the product's own programs."},
	)...)
)
