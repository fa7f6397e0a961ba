package ledger

import "github.com/offhook/offhook/reference/catalog"

var _ = Add(catalog.UserGroupRole,
	Requirement{ID: "AGENTWINDOW-1", Statement: "A known COMPUTERNAME or USERNAME, or both, is answered API_OK with what the screen shows.",
		Covers: Covers{Parameters: []string{"COMPUTERNAME", "USERNAME"}, Results: []string{"API_OK"},
			Fields: []string{"DOMAIN", "IPADDRESS", "STATUS", "APPLICATIONTITLE", "LASTUPDATE"}}},
	Requirement{ID: "AGENTWINDOW-2", Statement: "LASTUPDATE is a date and time, not later than the request.", Errata: []string{"E-36"},
		Covers: Covers{Fields: []string{"LASTUPDATE"}}},
	Requirement{ID: "AGENTWINDOW-3", Statement: "Where neither the COMPUTERNAME nor the USERNAME is found the answer is API_AGENT_NOT_FOUND.",
		Covers: Covers{Parameters: []string{"COMPUTERNAME", "USERNAME"}, Results: []string{"API_AGENT_NOT_FOUND"}}},
	Requirement{ID: "AGENTWINDOW-4", Statement: "A request with neither is refused, as finding nobody or as no valid message.", Errata: []string{"E-64"},
		Covers: Covers{Parameters: []string{"COMPUTERNAME", "USERNAME"}, Results: []string{"API_AGENT_NOT_FOUND"}}},
	Requirement{ID: "AGENTWINDOW-5", Statement: "Where one of the two is found the other does not matter.",
		Covers: Covers{Parameters: []string{"COMPUTERNAME", "USERNAME"}, Results: []string{"API_OK"}}},
	Requirement{ID: "AGENTWINDOW-6", Statement: "A valid REQUESTID is repeated, another one is answered API_REQUESTID_INVALID.", Errata: []string{"E-30"},
		Covers: Covers{Parameters: []string{"REQUESTID"}, Codes: []string{"API_REQUESTID_INVALID"}}},
	Requirement{ID: "AGENTWINDOW-7", Statement: "Without the database the answer is API_DATABASE_QUERY_ERROR.",
		Covers: Covers{Results: []string{"API_DATABASE_QUERY_ERROR"}}},
	Requirement{ID: "AGENTWINDOW-9", Level: Should, Statement: "Every character of a COMPUTERNAME of 50 characters and of a USERNAME of 16 counts; names of 255 characters that nobody has find nobody.", Errata: []string{"E-24"},
		Covers: Covers{Widths: []string{"COMPUTERNAME", "USERNAME"}}},
	Requirement{ID: "AGENTWINDOW-10", Level: Should, Statement: "What is shown of a screen has at most 255 characters in each field.",
		Covers: Covers{Widths: []string{"DOMAIN", "IPADDRESS", "STATUS", "APPLICATIONTITLE", "LASTUPDATE"}}},
	Requirement{ID: "AGENTWINDOW-8", Level: Should, Statement: "The DOMAIN is the one that IMPORTUSER gave the user.",
		Covers: Covers{Fields: []string{"DOMAIN"}}},
)
