package catalog

var eventInterface = []Function{{
	Name:       "EVENTS",
	Chapter:    EventInterface,
	Transports: TCP,
	Summary:    "Subscribes the connection to events: from the reply on they are sent as they happen.",
	Params: declare("", `
		REQUESTID
		EVENTCLASS
		EVENTVALUE`),
	Results: []Outcome{
		{API_OK, "API_OK", anyAnswer},
		{API_EVENT_TYPE_INVALID, "EVENTCLASS must be one of ALL, CALL, RECORD", "EVENTCLASS is none of these"},
	},
	Layout:    fields("", `EVENTXREF EVENTCLASS EVENTTYPE`),
	OnInvalid: Refuse,
	Notes: []string{
		"REQUESTID may be 0 here, as nowhere else.",
		"A connection may subscribe several times; each subscription gets its events, marked with its EVENTXREF.",
		"Requests go on working on a subscribed connection; the reply to one precedes its events.",
	},
	Errata: []string{"E-26", "E-29", "E-55", "E-56", "E-57"},
}}
