package catalog

var imports = []Function{
	{
		Name:       "IMPORTUSER",
		Chapter:    Import,
		Transports: TCP | HTTP,
		Summary:    "Adds, changes, deletes or lists users. Every user is an agent.",
		Params: declare("import", `
			REQUESTID
			ACTION!
			AGENT_ID
			EMPLOYEEID
			FIRSTNAME LASTNAME
			STATUS
			ADD_TIME MOD_TIME
			SYS_USER DOMAIN EMAIL CRM_USER
			PASSWORD
			SITEID
			USERNAME`,
			action("ADD", "DELETE", "MODIFY", "LIST")),
		Results: []Outcome{
			{API_OK, "API_OK", anyAnswer},
			{API_DATABASE_QUERY_ERROR, "API_DATABASE_QUERY_ERROR", noDatabase},
			{API_ERROR_INVALID_ACTION, "ACTION must be one of ADD, DELETE, MODIFY, LIST", badAction},
			{API_INVALID_MESSAGE_FORMAT, "", badMessage},
			{API_USER_ALREADY_EXIST, "", "ADD or MODIFY: another user has the USERNAME"},
			{API_AGENT_ALREADY_EXIST, "", "ADD or MODIFY: another user has the first and last name"},
			{API_USER_NOT_FOUND, "", "MODIFY or DELETE: there is no such user"},
			{API_SITEID_NOT_VALID, "", "there is no such site"},
		},
		Layout: []Layout{
			optional(field("import", "AGENTID", "AGENT_ID")),
			optional(section("AGENTS", "the users, for LIST only",
				fields("import", `COUNT`),
				repeated(section("AGENT", "one user",
					[]Layout{
						field("import", "AGENT_ID", "AGENTID"),
						field("import", "EMPLOYEEID", "EMPLOYEE_ID"),
						field("import", "FIRSTNAME", "FIRST_NAME"),
						field("import", "LASTNAME", "LAST_NAME"),
					},
					fields("import", `STATUS ADD_TIME MOD_TIME SYS_USER DOMAIN EMAIL CRM_USER PHONES`))))),
		},
		Database:  true,
		OnInvalid: Refuse,
		Notes: []string{
			"ADD needs FIRSTNAME and LASTNAME and ignores AGENT_ID; the id is assigned and returned.",
			"MODIFY and DELETE need AGENT_ID. MODIFY changes only what is given with a value.",
			"DELETE frees the user's phones and keeps the user's name on old recordings; LIST leaves deleted users out.",
			"An ADD that fails changes nothing, so a script may add the same users again and again.",
		},
		Errata: []string{"E-12", "E-13", "E-21", "E-22", "E-23", "E-24", "E-36", "E-64"},
	},
	{
		Name:       "IMPORTAGENTPHONE",
		Chapter:    Import,
		Transports: TCP | HTTP,
		Summary:    "Gives a phone to an agent or takes it away.",
		Params: declare("import", `
			REQUESTID
			ACTION!
			PHONEID!
			AGENTID
			FIRSTNAME LASTNAME`,
			action("ADD", "DELETE")),
		Groups: []Group{agentNamed},
		Results: []Outcome{
			{API_OK, "API_OK", anyAnswer},
			{API_AGENT_NOT_FOUND, "", "there is no such agent"},
			{API_ERROR_INVALID_ACTION, "ACTION must be one of ADD, DELETE", badAction},
			{API_ERROR_KEYS_NOT_UNIQUE, "", "ADD: the phone belongs to another agent; it stays there"},
			{API_INVALID_MESSAGE_FORMAT, "", badMessage},
		},
		Layout:    fields("import", `AGENTID`),
		Database:  true,
		OnInvalid: Refuse,
		Notes: []string{
			"AGENTID is tried first, then the names are ignored; 0 counts as not given.",
			"Taking a phone away changes neither the agent nor old recordings.",
		},
		Errata: []string{"E-24", "E-59", "E-64", "E-65"},
	},
	{
		Name:       "IMPORTWORKSTATION",
		Chapter:    Import,
		Transports: TCP | HTTP,
		Summary:    "Maps a workstation to a device, in place of what either was mapped to.",
		Params: declare("import", `
			REQUESTID
			DEVICEID!
			STATIONNAME!
			LOCATIONID!`),
		Results: []Outcome{
			{API_OK, "API_OK", anyAnswer},
			{API_DATABASE_QUERY_ERROR, "API_DATABASE_QUERY_ERROR", noDatabase + ", or there is no such location"},
			{API_INVALID_MESSAGE_FORMAT, "", badMessage},
		},
		Layout:    fields("import", `DEVICEID STATIONNAME`),
		Database:  true,
		OnInvalid: Refuse,
		Notes:     []string{"DEVICEID in the result is the one that is stored, cut to its width."},
		Errata:    []string{"E-24", "E-25", "E-64"},
	},
}

// agentNamed is the rule that an agent is given by id or by both names.
var agentNamed = Group{AtLeastOne, [][]Name{{AGENTID}, {FIRSTNAME, LASTNAME}}, API_INVALID_MESSAGE_FORMAT,
	"give AGENTID, or FIRSTNAME and LASTNAME"}
