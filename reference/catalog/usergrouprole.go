package catalog

var groupNamed = Group{AtLeastOne, [][]Name{{GROUPNAME}, {GROUPID}}, API_INVALID_MESSAGE_FORMAT,
	"give GROUPNAME or GROUPID"}

var roleNamed = Group{AtLeastOne, [][]Name{{ROLEID}, {ROLENAME}}, API_INVALID_MESSAGE_FORMAT,
	"give ROLEID or ROLENAME"}

var userNamed = Group{AtLeastOne, [][]Name{{USERID}, {LASTNAME}, {FIRSTNAME}, {SYSTEMUSERNAME}, {USERNAME}},
	API_INVALID_MESSAGE_FORMAT, "give USERID, LASTNAME, FIRSTNAME, SYSTEMUSERNAME or USERNAME"}

// mailed are the results of the functions that send e-mail.
var mailed = []Outcome{
	{API_OK, "API_OK", "the mail is queued; delivery is retried"},
	{API_EMAIL_NOT_VALID, "", "an address is malformed"},
	{API_ERROR_CLIENT_NOT_FOUND, "", "no mail relay is configured"},
	{API_FILE_NOT_FOUND, "", "there is no such recording, or it has no audio"},
	{API_INVALID_MESSAGE_FORMAT, "", badMessage},
}

// mediaFormat is MEDIA_FORMAT where it may be left out.
func mediaFormat() Param {
	p := definition(MEDIA_FORMAT)
	p.Default = "WAV"
	return p
}

// filePassword is PASSWORD where it protects an exported file.
func filePassword() Param {
	p := definition(PASSWORD)
	p.Doc = "password that opens the encrypted CAV file"
	return p
}

var userGroupRole = []Function{
	{
		Name:       "ADDGROUP",
		Chapter:    UserGroupRole,
		Transports: TCP | HTTP,
		Summary:    "Adds a group; an existing one is returned with its id and left as it is.",
		Params:     declare("groups", `REQUESTID GROUPNAME!`),
		Results: []Outcome{
			{API_OK, "group: {group} has been added", "the group is new"},
			{API_OK, "group: {group} already exists", "a group of that name exists"},
			{API_INVALID_MESSAGE_FORMAT, "GROUPNAME is missing", badMessage},
		},
		Layout:    fields("groups", `GROUPID GROUPNAME`),
		Database:  true,
		OnInvalid: Refuse,
		Errata:    []string{"E-15", "E-64"},
	},
	{
		Name:       "MODIFYGROUPPERMISSION",
		Chapter:    UserGroupRole,
		Transports: TCP | HTTP,
		Summary:    "Makes an agent, with all its devices or with one, a member of a group, or ends that.",
		Params: declare("groups", `
			REQUESTID
			ACTION!
			GROUPNAME GROUPID
			PHONEID DEVICEID
			FIRSTNAME LASTNAME
			AGENTID`,
			action("ADD", "DELETE")),
		Groups: []Group{groupNamed, agentNamed},
		Results: []Outcome{
			{API_OK, "API_OK", anyAnswer},
			{API_AGENT_NOT_FOUND, "", "there is no such agent"},
			{API_DATABASE_QUERY_ERROR, "API_DATABASE_QUERY_ERROR", noDatabase},
			{API_ERROR_INVALID_ACTION, "ACTION must be one of ADD, DELETE", badAction},
			{API_NO_GROUP, "", "there is no such group"},
			{API_INVALID_MESSAGE_FORMAT, "", badMessage},
		},
		Layout: []Layout{
			field("groups", "ACTION"),
			field("groups", "GROUPNAME"),
			field("groups", "GROUPID", "GROUPLD"),
			optional(field("groups", "DEVICEID", "PHONEID")),
			field("groups", "FIRSTNAME"),
			field("groups", "LASTNAME"),
			field("groups", "AGENTID", "AGENT_ID"),
		},
		Database:  true,
		OnInvalid: Refuse,
		Notes: []string{
			"DEVICEID may be a phone id of the agent.",
			"The result repeats what was sent and adds the ids and names that were looked up.",
		},
		Errata: []string{"E-15", "E-24", "E-54", "E-60", "E-64"},
	},
	{
		Name:       "MODIFYUSERGROUPPERMISSION",
		Chapter:    UserGroupRole,
		Transports: TCP | HTTP,
		Summary:    "Lets a user see the data of a group's agents, or ends that.",
		Params: declare("groups", `
			REQUESTID
			ACTION!
			GROUPNAME GROUPID
			DEVICEID
			USERNAME!`,
			action("ADD", "DELETE")),
		Groups: []Group{groupNamed},
		Results: []Outcome{
			{API_OK, "API_OK", anyAnswer},
			{API_DATABASE_QUERY_ERROR, "API_DATABASE_QUERY_ERROR", noDatabase},
			{API_ERROR_INVALID_ACTION, "ACTION must be one of ADD, DELETE", badAction},
			{API_USER_NOT_FOUND, "", "there is no such user"},
			{API_NO_GROUP, "", "there is no such group"},
			{API_INVALID_MESSAGE_FORMAT, "", badMessage},
		},
		Layout: []Layout{
			field("groups", "ACTION"),
			field("groups", "GROUPNAME"),
			field("groups", "GROUPID", "GROUPLD"),
			field("groups", "USERNAME"),
		},
		Database:  true,
		OnInvalid: Refuse,
		Errata:    []string{"E-15", "E-24", "E-54", "E-60", "E-64"},
	},
	{
		Name:       "MODIFYROLE",
		Chapter:    UserGroupRole,
		Transports: TCP | HTTP,
		Summary:    "Adds a role, changes its description, or deletes it.",
		Params: declare("", `
			REQUESTID
			ACTION!
			ROLENAME!
			DESCRIPTION`,
			action("ADD", "MODIFY", "DELETE")),
		Results: []Outcome{
			{API_OK, "Role Added", "ADD"},
			{API_OK, "Role Modified", "MODIFY"},
			{API_OK, "Role Deleted", "DELETE"},
			{API_DATABASE_QUERY_ERROR, "API_DATABASE_QUERY_ERROR", noDatabase},
			{API_ERROR_INVALID_ACTION, "ACTION must be one of ADD, MODIFY, DELETE", badAction},
			{API_INVALID_MESSAGE_FORMAT, "", badMessage},
			{API_ROLE_ALREADY_EXISTS, "", "ADD: a role of that name exists; it is left as it is"},
			{API_ROLE_NOT_FOUND, "", "MODIFY or DELETE: there is no such role"},
		},
		Layout:    []Layout{optional(field("", "ROLENAME"))},
		Database:  true,
		OnInvalid: Refuse,
		Errata:    []string{"E-04", "E-27", "E-64"},
	},
	{
		Name:       "MODIFYROLEGROUPPERMISSION",
		Chapter:    UserGroupRole,
		Transports: TCP | HTTP,
		Summary:    "Assigns a group to a role, or ends that.",
		Params: declare("", `
			REQUESTID
			ROLEID ROLENAME
			GROUPNAME!
			ACTION!`,
			action("ADD", "DELETE")),
		Groups: []Group{roleNamed},
		Results: []Outcome{
			{API_OK, "API_OK", anyAnswer},
			{API_OK, "Group {group} does not exist or it is not active", "there is no such group (E-28)"},
			{API_DATABASE_QUERY_ERROR, "API_DATABASE_QUERY_ERROR", noDatabase},
			{API_ERROR_INVALID_ACTION, "ACTION must be one of ADD, DELETE", badAction},
			{API_INVALID_MESSAGE_FORMAT, "", badMessage},
			{API_ROLE_NOT_FOUND, "", "there is no such role"},
		},
		Database:  true,
		OnInvalid: Refuse,
		Errata:    []string{"E-04", "E-27", "E-28", "E-64"},
	},
	{
		Name:       "MODIFYUSERROLE",
		Chapter:    UserGroupRole,
		Transports: TCP | HTTP,
		Summary:    "Assigns a role to a user, or ends that.",
		Params: declare("", `
			REQUESTID
			ROLEID ROLENAME
			USERID
			LASTNAME FIRSTNAME
			SYSTEMUSERNAME
			USERNAME
			ACTION!`,
			action("ADD", "DELETE")),
		Groups: []Group{roleNamed, userNamed},
		Results: []Outcome{
			{API_OK, "User {user} is assigned role {role}", "ADD"},
			{API_OK, "User {user} is no longer assigned role {role}", "DELETE"},
			{API_DATABASE_QUERY_ERROR, "API_DATABASE_QUERY_ERROR", noDatabase},
			{API_ERROR_INVALID_ACTION, "ACTION must be one of ADD, DELETE", badAction},
			{API_INVALID_MESSAGE_FORMAT, "", badMessage},
			{API_ROLE_NOT_FOUND, "", "there is no such role"},
			{API_USER_NOT_FOUND, "", "no user, or more than one, fits all that is given"},
		},
		Database:  true,
		OnInvalid: Refuse,
		Notes:     []string{"All that is given of the user must fit, and fit one user only."},
		Errata:    []string{"E-04", "E-27", "E-64"},
	},
	{
		Name:       "EMAIL",
		Chapter:    UserGroupRole,
		Transports: TCP | HTTP,
		Summary:    "Sends the audio of one recording to an e-mail address.",
		Params: declare("email", `
			REQUESTID
			UNIQUEFIELD!
			UNIQUEID!
			TOADDRESS!
			MEDIA_FORMAT
			ENCRYPT
			PASSWORD`,
			mediaFormat(), filePassword()),
		Results:   mailed,
		Database:  true,
		OnInvalid: Refuse,
		Notes:     []string{encryptsCAV},
		Errata:    []string{"E-38", "E-44", "E-45", "E-46"},
	},
	{
		Name:       "COMBINEDEMAIL",
		Chapter:    UserGroupRole,
		Transports: TCP | HTTP,
		Summary:    "Joins the audio of several recordings and sends it to an e-mail address.",
		Params: declare("email", `
			REQUESTID
			TOADDRESS! TONAME
			FROMADDRESS FROMNAME
			IDENT!
			UNIQUEID`,
			Param{Name: UNIQUEID, Type: Enum, Allowed: []string{"IDENT"}, Default: "IDENT",
				Doc: "the column that IDENT is about, of which there is one (E-51)"}),
		Results:   mailed,
		Database:  true,
		OnInvalid: Refuse,
		Errata:    []string{"E-45", "E-46", "E-51"},
	},
	{
		Name:       "AGENTWINDOW",
		Chapter:    UserGroupRole,
		Transports: TCP | HTTP,
		Summary:    "Shows what an agent's screen last showed.",
		Params: declare("agentwindow", `
			REQUESTID
			COMPUTERNAME*
			USERNAME*`),
		Groups: []Group{{AtLeastOne, [][]Name{{COMPUTERNAME}, {USERNAME}}, API_AGENT_NOT_FOUND,
			"give COMPUTERNAME or USERNAME"}},
		Results: []Outcome{
			{API_OK, "API_OK", anyAnswer},
			{API_AGENT_NOT_FOUND, "", "neither is given, or there is no such workstation and no such user"},
			{API_DATABASE_QUERY_ERROR, "API_DATABASE_QUERY_ERROR", noDatabase},
		},
		Layout: []Layout{
			field("agentwindow", "DOMAIN"),
			field("agentwindow", "IPADDRESS"),
			{Name: "STATUS", Width: 255, Doc: "AVAILABLE, or what the agent does"},
			field("agentwindow", "APPLICATIONTITLE"),
			field("agentwindow", "LASTUPDATE"),
		},
		Database:  true,
		OnInvalid: Refuse,
		Errata:    []string{"E-36"},
	},
}
