package ledger

import "github.com/offhook/offhook/reference/catalog"

// chat returns the rules that the three chat functions share.
func chat(f string) []Requirement {
	return []Requirement{
		{ID: f + "-1", Statement: f + " is answered API_OK with a text that names the function and the cores, and with its own REQUESTID.", Errata: []string{"E-19"},
			Covers: Covers{Parameters: []string{"REQUESTID", "SESSIONID"}, Results: []string{"API_OK"}}},
		{ID: f + "-2", Statement: f + " without a SESSIONID, or with a blank one, is answered API_SESSIONID_UNSPECIFIED or API_BLANK_REQUIRED_VALUE.", Errata: []string{"E-20"},
			Covers: Covers{Parameters: []string{"SESSIONID"}, Results: []string{"API_SESSIONID_UNSPECIFIED"}}},
		{ID: f + "-3", Statement: f + " is answered API_OK, and takes effect, as long as one core can be reached.",
			Covers: Covers{Results: []string{"API_OK"}}},
		{ID: f + "-4", Statement: f + " that reaches no core is answered API_ERROR_RECORDER_NOT_RUNNING.",
			Covers: Covers{Results: []string{"API_ERROR_RECORDER_NOT_RUNNING"}}},
		{ID: f + "-5", Statement: f + " with a REQUESTID that is none is answered API_REQUESTID_INVALID and has no effect.", Errata: []string{"E-30"},
			Covers: Covers{Parameters: []string{"REQUESTID"}, Codes: []string{"API_REQUESTID_INVALID"}}},
	}
}

var (
	_ = Add(catalog.RecordingControl, chat("CHATSTART")...)
	_ = Add(catalog.RecordingControl, chat("CHATSTOP")...)
	_ = Add(catalog.RecordingControl, chat("CHATUPDATE")...)
)

var _ = Add(catalog.RecordingControl,
	Requirement{ID: "CHATSTART-10", Statement: "CHATSTART records the agent's screen: when the session is over, CALLLIST finds its record with the agent's names."},
	Requirement{ID: "CHATSTART-11", Statement: "CHATSTART names the agent by AGENTID.", Errata: []string{"E-12"},
		Covers: Covers{Parameters: []string{"AGENTID"}}},
	Requirement{ID: "CHATSTART-12", Statement: "CHATSTART without AGENTID names the agent by KEYVALUE, as the USERNAME, SYS_USER, EMPLOYEEID, CRM_USER or DEVICEALIAS (a phone) that KEYNAME says.",
		Covers: Covers{Parameters: []string{"KEYNAME", "KEYVALUE"}}},
	Requirement{ID: "CHATSTART-13", Level: Should, Statement: "CHATSTART with an AGENTID means that agent, whatever KEYNAME and KEYVALUE say."},
	Requirement{ID: "CHATSTART-14", Statement: "CHATSTART that leads to no agent is answered API_AGENT_NOT_FOUND, and starts nothing.",
		Covers: Covers{Results: []string{"API_AGENT_NOT_FOUND"}}},
	Requirement{ID: "CHATSTART-15", Statement: "Several sessions of one agent run at a time, told apart by SESSIONID.",
		Covers: Covers{Parameters: []string{"SESSIONID"}}},
	Requirement{ID: "CHATSTART-16", Statement: "CHATSTART that is refused starts no session."},
	Requirement{ID: "CHATSTART-17", Statement: "Chats and calls of one agent do not touch each other."},
	Requirement{ID: "CHATSTART-18", Statement: "All 255 characters of a SESSIONID count; what is longer harms no other session.", Errata: []string{"E-25"},
		Covers: Covers{Parameters: []string{"SESSIONID"}, Widths: []string{"SESSIONID", "CHATSTOP.SESSIONID", "CHATUPDATE.SESSIONID"}}},
	Requirement{ID: "CHATSTART-19", Level: Should, Statement: "Events tell when the recording of a chat starts, stops and is saved, with the AGENTID."},
	Requirement{ID: "CHATSTART-20", Level: Should, Statement: "A second CHATSTART of a SESSIONID leaves one session: one CHATSTOP ends it."},
	Requirement{ID: "CHATSTART-21", Level: Should, Statement: "API_AGENT_NOT_FOUND comes with a text."},
	Requirement{ID: "CHATSTART-22", Level: Should, Statement: "CHATSTART takes a KEYVALUE of 255 characters.", Errata: []string{"E-24"},
		Covers: Covers{Parameters: []string{"KEYVALUE"}, Widths: []string{"KEYVALUE"}}},

	Requirement{ID: "CHATSTOP-10", Statement: "CHATSTOP ends the recording of the session, which is saved."},
	Requirement{ID: "CHATSTOP-11", Statement: "CHATSTOP ends the session that it names and no other."},
	Requirement{ID: "CHATSTOP-12", Statement: "CHATSTOP of a session that does not run does no harm.", Errata: []string{"E-63"}},
	Requirement{ID: "CHATSTOP-13", Statement: "A SESSIONID can be used again when its session is over: that makes a record of its own."},
	Requirement{ID: "CHATSTOP-14", Level: Should, Statement: "A session that ends while the database is unavailable is saved when it is back."},

	Requirement{ID: "CHATUPDATE-10", Statement: "CHATUPDATE gives the session's record what it says; CALLLIST finds the record by it.",
		Covers: Covers{Parameters: []string{"DEVICEALIAS", "GROUP", "GATE", "ANI", "DNIS", "USER1", "USER2", "USER3", "USER4", "USER5", "USER6", "USER7", "USER8",
			"USER9", "USER10", "USER11", "USER12", "USER13", "USER14", "USER15", "CALLDIRECTION"}}},
	Requirement{ID: "CHATUPDATE-11", Statement: "CHATUPDATE takes a CALLID beside other values.",
		Covers: Covers{Parameters: []string{"CALLID"}}},
	Requirement{ID: "CHATUPDATE-12", Statement: "The last CHATUPDATE counts, and what it does not say stays."},
	Requirement{ID: "CHATUPDATE-13", Statement: "CHATUPDATE changes the session that it names and no other."},
	Requirement{ID: "CHATUPDATE-14", Statement: "CHATUPDATE of a session that does not run does no harm.", Errata: []string{"E-63"}},
	Requirement{ID: "CHATUPDATE-15", Level: Should, Statement: "A blank value in CHATUPDATE leaves what was or clears it, and the values beside it are stored."},
	Requirement{ID: "CHATUPDATE-16", Statement: "CHATUPDATE keeps every character of a value as wide as its table allows, and takes a CALLID as wide.",
		Covers: Covers{Widths: append([]string{"CALLID"}, wide...)}},
	Requirement{ID: "CHATUPDATE-17", Level: Should, Statement: "CHATUPDATE keeps characters beyond ASCII, as many as the width allows.",
		Covers: Covers{Widths: wide}},
	Requirement{ID: "CHATUPDATE-18", Statement: "A value in CHATUPDATE that is too long is cut, kept or refused, and harms no other value.", Errata: []string{"E-25", "E-39"},
		Covers: Covers{Widths: append([]string{"CALLID", "CALLDIRECTION"}, wide...)}},
	Requirement{ID: "CHATUPDATE-19", Level: Should, Statement: "CHATUPDATE changes no record of a session that is over.", Errata: []string{"E-63"}},
)
