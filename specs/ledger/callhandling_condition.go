package ledger

import "github.com/offhook/offhook/reference/catalog"

// What the manual has result codes for, and says nothing more about: conditions
// under which nothing is recorded.
var _ = Add(catalog.CallHandling,
	Requirement{ID: "CONDITION-1", Level: Should, Statement: "A call that starts while something keeps it from being recorded goes on unrecorded; its CALLSTART is answered API_OK, or with the code of what keeps it.", Errata: []string{"E-02"},
		Covers: Covers{Codes: []string{"API_ERROR_OUT_OF_DISK_SPACE", "API_ERROR_NO_FREE_CHANNELS", "API_ERROR_SCHEDULER_NOT_RUNNING",
			"API_ERROR_NO_DEFAULT_RECORDING_PATH", "API_ERROR_BLOCKED_RECORDING_FILTER", "API_ERROR_LOGGER_NOT_RUNNING"}}},
	Requirement{ID: "CONDITION-2", Level: Should, Statement: "Once nothing keeps calls from being recorded any more, the next one is."},
	Requirement{ID: "CONDITION-3", Level: Should, Statement: "A disk that is full and a logger that has stopped end the recordings in progress, which are kept, and no call."},
	Requirement{ID: "CONDITION-4", Level: Should, Statement: "A function that the licence does not cover is answered API_UNLICENSED and has no effect.",
		Covers: Covers{Codes: []string{"API_UNLICENSED"}}},
	Requirement{ID: "CONDITION-5", Level: Should, Statement: "A request that finds the command queue full is answered API_COMMAND_QUEUE_FULL and has no effect; sent again later it has.",
		Covers: Covers{Codes: []string{"API_COMMAND_QUEUE_FULL"}}},
	Requirement{ID: "CONDITION-6", Level: Should, Statement: "One client more than the server admits is answered API_TOO_MANY_CLIENTS or finds its connection closed, and the others are served.",
		Covers: Covers{Codes: []string{"API_TOO_MANY_CLIENTS"}}},
	Requirement{ID: "CONDITION-7", Level: May, Statement: "Where all channels are taken, a call of a higher PRIORITY is recorded in the place of one of a lower, whose call goes on."},
	Requirement{ID: "CONDITION-9", Level: Should, Statement: "While some cores are down, what begins is recorded by one that is up; what a core records ends when it goes down."},
	Requirement{ID: "CONDITION-8", Level: Should, Statement: "MAXRECORDTIME ends a recording after exactly its time where that is an hour."},
)
