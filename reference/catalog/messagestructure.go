package catalog

var messageStructure = []Function{{
	Name:       "TEST",
	Chapter:    MessageStructure,
	Transports: TCP | HTTP,
	Summary:    "Answers API_OK: shows that the server is there and understands the client.",
	Params:     declare("calls", `REQUESTID`),
	Results: []Outcome{
		{API_OK, "API_OK", "always"},
		{API_REQUESTID_INVALID, "API_REQUESTID_INVALID", "REQUESTID is not within 1 to 2147483647"},
	},
	Errata: []string{"E-01", "E-05", "E-29", "E-30", "E-35", "E-47", "E-53"},
}}
