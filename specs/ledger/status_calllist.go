package ledger

import (
	"slices"

	"github.com/offhook/offhook/reference/catalog"
)

var _ = Add(catalog.Status,
	Requirement{ID: "CALLLIST-1", Statement: "CALLLIST is answered with a SEARCHRESULT section for each recording that it finds, with all fields, blank where there is nothing to say.", Errata: []string{"E-06"},
		Covers: Covers{Results: []string{"API_OK"}, Fields: []string{"CALLNUMBER", "RECORDID", "DURATION"}}},
	Requirement{ID: "CALLLIST-2", Statement: "CALLLIST shows every variable of a recording's call in its own field, and the device.", Errata: []string{"E-39"},
		Covers: Covers{Fields: slices.Concat(callVariables, []string{"DEVICEID", "CALLDIRECTION"})}},
	Requirement{ID: "CALLLIST-3", Statement: "CALLLIST shows the names and the users of the agent who had the device, and of nobody else.", Errata: []string{"E-65"},
		Covers: Covers{Fields: []string{"AGENTFIRSTNAME", "AGENTLASTNAME", "SYS_USER", "CRM_USER"}}},
	Requirement{ID: "CALLLIST-4", Statement: "RECORDINGTIME is when the recording began, in seconds since 1970.",
		Covers: Covers{Fields: []string{"RECORDINGTIME"}}},
	Requirement{ID: "CALLLIST-5", Statement: "DURATION is the length of the recording in seconds.",
		Covers: Covers{Fields: []string{"DURATION"}}},
	Requirement{ID: "CALLLIST-6", Statement: "RECORDID is a number that one recording alone has, the same as in its events.",
		Covers: Covers{Fields: []string{"RECORDID", "RECORDINGUPDATE.RECORDID"}}},
	Requirement{ID: "CALLLIST-7", Statement: "A recording that RECORDINGUPDATE has announced is in the database: CALLLIST finds it."},
	Requirement{ID: "CALLLIST-8", Statement: "Calls that a device has at once are recorded each by itself, and found so."},
	Requirement{ID: "CALLLIST-9", Statement: "CALLNUMBER numbers the recordings of one answer from 1, in the order in which they stand.",
		Covers: Covers{Fields: []string{"CALLNUMBER"}}},
	Requirement{ID: "CALLLIST-10", Statement: "CALLLIST shows and finds a recording by the values that CALLUPDATE has given it since."},
	Requirement{ID: "CALLLIST-11", Statement: "CALLLIST without the database is answered API_DATABASE_QUERY_ERROR; recording goes on, and what was recorded meanwhile is found later.",
		Covers: Covers{Results: []string{"API_DATABASE_QUERY_ERROR"}}},
	requestID("CALLLIST-12", "CALLLIST"),

	Requirement{ID: "CALLLIST-20", Statement: "Each filter alone finds the recordings that have its value, all of them and no others.",
		Covers: Covers{Parameters: slices.Concat(callVariables, []string{"DEVICEID", "SYS_USER", "CRM_USER"})}},
	Requirement{ID: "CALLLIST-21", Statement: "Several filters find the recordings that each of them finds."},
	Requirement{ID: "CALLLIST-22", Statement: "CALLLIST that finds nothing is answered API_OK without SEARCHRESULT.", Errata: []string{"E-50"}},
	Requirement{ID: "CALLLIST-23", Level: Should, Statement: "A blank filter, count or date is the same as none."},
	Requirement{ID: "CALLLIST-24", Level: Should, Statement: "A filter is compared with the whole value, and no character of it has a meaning of its own."},
	Requirement{ID: "CALLLIST-25", Statement: "CALLCOUNT is how many recordings are shown, where there are so many.",
		Covers: Covers{Parameters: []string{"CALLCOUNT"}}},
	Requirement{ID: "CALLLIST-26", Statement: "CALLCOUNT without another filter shows no more recordings than that.", Errata: []string{"E-50"}},
	Requirement{ID: "CALLLIST-27", Statement: "A count or date that is no number is refused or passed over; the other filters hold as ever."},

	Requirement{ID: "CALLLIST-30", Statement: "CALLDATESTART and CALLDATEEND, in seconds since 1970, each keep out what began before and after.",
		Covers: Covers{Parameters: []string{"CALLDATESTART", "CALLDATEEND"}}},
	Requirement{ID: "CALLLIST-31", Level: Should, Statement: "CALLDATESTART itself is within the range."},
	Requirement{ID: "CALLLIST-32", Level: Should, Statement: "The newest recordings come first, so that CALLCOUNT shows the newest within the dates.", Errata: []string{"E-49"}},
	Requirement{ID: "CALLLIST-33", Statement: "CALLCOUNT with dates shows no more recordings than that of those within the dates.", Errata: []string{"E-49"}},

	Requirement{ID: "CALLLIST-40", Statement: "CALLLIST shows values of the full width whole, and finds recordings by them.", Errata: []string{"E-24"},
		Covers: Covers{Widths: append([]string{"SYS_USER", "CRM_USER"}, callVariables...)}},
	Requirement{ID: "CALLLIST-41", Level: Should, Statement: "CALLLIST shows values of the full width beyond ASCII whole, and finds recordings by them.", Errata: []string{"E-24"},
		Covers: Covers{Widths: append([]string{"SYS_USER", "CRM_USER"}, callVariables...)}},
	Requirement{ID: "CALLLIST-42", Statement: "A filter longer than its width finds nothing but the recording whose value it is.", Errata: []string{"E-25"},
		Covers: Covers{Widths: callVariables}},
)
