package catalog

// Name is the canonical name of a request parameter. The zero Name is none.
type Name uint8

// The parameters of all functions. USER1 to USER15 are consecutive, so that
// USER1+Name(i) is the i-th after USER1.
const (
	NoName Name = iota
	REQUESTID
	USER1
	USER2
	USER3
	USER4
	USER5
	USER6
	USER7
	USER8
	USER9
	USER10
	USER11
	USER12
	USER13
	USER14
	USER15
	ACTION
	ADD_TIME
	AGENTID
	AGENTINITIATED
	AGENT_ID
	ANI
	ARCHIVEACTION
	CALLCOUNT
	CALLDATEEND
	CALLDATESTART
	CALLDIRECTION
	CALLID
	CALLINSTANCE
	COMPUTERNAME
	CRM_USER
	CTIINITIATED
	DESCRIPTION
	DEVICEALIAS
	DEVICEID
	DNIS
	DOMAIN
	EMAIL
	EMPLOYEEID
	ENCRYPT
	EVENTCLASS
	EVENTVALUE
	FIRSTNAME
	FROMADDRESS
	FROMNAME
	GATE
	GROUP
	GROUPID
	GROUPNAME
	IDENT
	KEEPDAYS
	KEYNAME
	KEYVALUE
	LASTNAME
	LOCATIONID
	MAXRECORDSILENCE
	MAXRECORDTIME
	MEDIA_FORMAT
	MOD_TIME
	PASSWORD
	PHONEID
	PRIORITY
	RECORDID
	ROLEID
	ROLENAME
	SESSIONID
	SITEID
	STATIONNAME
	STATUS
	SYSTEMUSERNAME
	SYS_USER
	TIMEOFFSET
	TOADDRESS
	TONAME
	UNIQUEFIELD
	UNIQUEID
	UPDATE_IF_NOT_RECORDING
	USERID
	USERNAME
	nameCount
)

var nameText = [nameCount]string{
	REQUESTID:               "REQUESTID",
	USER1:                   "USER1",
	USER2:                   "USER2",
	USER3:                   "USER3",
	USER4:                   "USER4",
	USER5:                   "USER5",
	USER6:                   "USER6",
	USER7:                   "USER7",
	USER8:                   "USER8",
	USER9:                   "USER9",
	USER10:                  "USER10",
	USER11:                  "USER11",
	USER12:                  "USER12",
	USER13:                  "USER13",
	USER14:                  "USER14",
	USER15:                  "USER15",
	ACTION:                  "ACTION",
	ADD_TIME:                "ADD_TIME",
	AGENTID:                 "AGENTID",
	AGENTINITIATED:          "AGENTINITIATED",
	AGENT_ID:                "AGENT_ID",
	ANI:                     "ANI",
	ARCHIVEACTION:           "ARCHIVEACTION",
	CALLCOUNT:               "CALLCOUNT",
	CALLDATEEND:             "CALLDATEEND",
	CALLDATESTART:           "CALLDATESTART",
	CALLDIRECTION:           "CALLDIRECTION",
	CALLID:                  "CALLID",
	CALLINSTANCE:            "CALLINSTANCE",
	COMPUTERNAME:            "COMPUTERNAME",
	CRM_USER:                "CRM_USER",
	CTIINITIATED:            "CTIINITIATED",
	DESCRIPTION:             "DESCRIPTION",
	DEVICEALIAS:             "DEVICEALIAS",
	DEVICEID:                "DEVICEID",
	DNIS:                    "DNIS",
	DOMAIN:                  "DOMAIN",
	EMAIL:                   "EMAIL",
	EMPLOYEEID:              "EMPLOYEEID",
	ENCRYPT:                 "ENCRYPT",
	EVENTCLASS:              "EVENTCLASS",
	EVENTVALUE:              "EVENTVALUE",
	FIRSTNAME:               "FIRSTNAME",
	FROMADDRESS:             "FROMADDRESS",
	FROMNAME:                "FROMNAME",
	GATE:                    "GATE",
	GROUP:                   "GROUP",
	GROUPID:                 "GROUPID",
	GROUPNAME:               "GROUPNAME",
	IDENT:                   "IDENT",
	KEEPDAYS:                "KEEPDAYS",
	KEYNAME:                 "KEYNAME",
	KEYVALUE:                "KEYVALUE",
	LASTNAME:                "LASTNAME",
	LOCATIONID:              "LOCATIONID",
	MAXRECORDSILENCE:        "MAXRECORDSILENCE",
	MAXRECORDTIME:           "MAXRECORDTIME",
	MEDIA_FORMAT:            "MEDIA_FORMAT",
	MOD_TIME:                "MOD_TIME",
	PASSWORD:                "PASSWORD",
	PHONEID:                 "PHONEID",
	PRIORITY:                "PRIORITY",
	RECORDID:                "RECORDID",
	ROLEID:                  "ROLEID",
	ROLENAME:                "ROLENAME",
	SESSIONID:               "SESSIONID",
	SITEID:                  "SITEID",
	STATIONNAME:             "STATIONNAME",
	STATUS:                  "STATUS",
	SYSTEMUSERNAME:          "SYSTEMUSERNAME",
	SYS_USER:                "SYS_USER",
	TIMEOFFSET:              "TIMEOFFSET",
	TOADDRESS:               "TOADDRESS",
	TONAME:                  "TONAME",
	UNIQUEFIELD:             "UNIQUEFIELD",
	UNIQUEID:                "UNIQUEID",
	UPDATE_IF_NOT_RECORDING: "UPDATE_IF_NOT_RECORDING",
	USERID:                  "USERID",
	USERNAME:                "USERNAME",
}

// NameCount is the number of names plus one: a Name indexes an array of it.
const NameCount = int(nameCount)

// String returns the name as it stands in a request: upper case.
func (n Name) String() string {
	if n < nameCount {
		return nameText[n]
	}
	return ""
}
