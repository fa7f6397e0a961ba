package catalog

import (
	"strconv"
	"strings"
)

// widths are the tables of the chapter Data Type Values: how many characters
// of a value are kept, by table and field; 0 for a field that the table gives
// another type than text. USER stands for USER1 to USER15, see userWidth.
// Tables differ for one field, and a function keeps to its own (E-24).
//
// Table "" holds what no table of the manual gives a width, or gives "TBD":
// the widest that any other table allows the field, else a limit of ours.
var widths = map[string]map[string]int{
	"calls": {
		"DEVICEID": 64, "DEVICEALIAS": 15, "GROUP": 20, "GATE": 20, "ANI": 20, "DNIS": 20,
		"USER": 0, "CALLID": 16, "CALLDIRECTION": 1,
		"AGENTINITIATED": 1, "CTIINITIATED": 1, "STATIONNAME": 50, "UPDATE_IF_NOT_RECORDING": 1,
		"SYS_USER": 30, "CRM_USER": 30,
		"PRIORITY": 0, "MAXRECORDSILENCE": 0, "MAXRECORDTIME": 0, "ARCHIVEACTION": 0,
	},
	"status": {
		"DEVICEID": 64, "DEVICEALIAS": 15, "SYS_USER": 30, "CRM_USER": 30, "GROUP": 20, "GATE": 20,
		"ANI": 20, "DNIS": 20, "USER": 0,
		"CALLDIRECTION": 1, "STATION": 128, "FILENAME": 255, "CALLID": 30,
		"ISTRUNK": 0, "ISRECORDING": 0,
	},
	"system": {
		"RECORDINGPATH": 0, "RECORDINGSPACEINFO": 0, "RECORDINGTOTALDISKCAPACITY": 0,
		"RECORDINGTOTALDISKFREE": 0, "RECORDINGTOTALDISKFREEPCT": 0, "SYSTEMPROCESSORSPEED": 0,
		"SYSTEMPROCESSORTYPE": 0, "SYSTEMRAMTOTAL": 0, "SYSTEMRAMFREE": 0, "SYSTEMRAMUSEDPCT": 0, "SYSTEMUPTIME": 0,
	},
	"channels":    {"COUNT": 0, "ID": 0, "STATE": 0, "LASTSTATECHANGE": 0, "LASTSTATECHANGEUNIXTIME": 0},
	"stations":    {"COUNT": 0, "STATIONNAME": 50, "DEVICEID": 64},
	"terminology": {"COUNT": 0, "NAME": 255, "VALUE": 255},
	"calllist": {
		"CRM_USER": 30, "SYS_USER": 30, "DEVICEALIAS": 15, "GROUP": 20, "GATE": 20, "ANI": 20, "DNIS": 20,
		"USER": 0, "CALLDATESTART": 0, "CALLDATEEND": 0,
	},
	"chat": {
		"SESSIONID": 255, "AGENTID": 0, "KEYNAME": 0, "KEYVALUE": 255, "DEVICEALIAS": 15, "GROUP": 20, "GATE": 20, "ANI": 20,
		"DNIS": 20, "USER": 0, "CALLDIRECTION": 1, "CALLID": 16,
	},
	"import": {
		"FIRSTNAME": 20, "LASTNAME": 30, "SYS_USER": 255, "DOMAIN": 30, "EMAIL": 255, "EMPLOYEEID": 50,
		"STATUS": 1, "PHONEID": 10, "DEVICEID": 15, "STATIONNAME": 50,
		"ACTION": 0, "AGENTID": 0, "LOCATIONID": 0,
	},
	"blackout": {"DEVICEID": 64, "DEVICEALIAS": 100, "CRM_USER": 50, "SYS_USER": 255},
	"groups": {
		"GROUPNAME": 255, "DEVICEID": 64, "USERNAME": 16, "PHONEID": 10, "FIRSTNAME": 20, "LASTNAME": 30,
		"ACTION": 0, "GROUPID": 0, "AGENTID": 0,
	},
	"email": {
		"UNIQUEFIELD": 255, "UNIQUEID": 255, "TOADDRESS": 255, "TONAME": 255, "FROMADDRESS": 255,
		"FROMNAME": 255, "MEDIA_FORMAT": 3, "IDENT": 255,
	},
	"agentwindow": {
		"COMPUTERNAME": 255, "USERNAME": 255, "DOMAIN": 255, "IPADDRESS": 255, "STATUS": 255,
		"APPLICATIONTITLE": 255, "LASTUPDATE": 255,
	},
	"": {
		"CALLINSTANCE": 64, "DEVICEID": 64, "DEVICEALIAS": 100, "SYS_USER": 255, "CRM_USER": 50,
		"USERNAME": 255, "SYSTEMUSERNAME": 255, "FIRSTNAME": 20, "LASTNAME": 30, "GROUPNAME": 255,
		"ROLENAME": 255, "DESCRIPTION": 255, "PASSWORD": 255, "UNIQUEFIELD": 255, "UNIQUEID": 255,
		"EVENTVALUE": 64, "CALLDIRECTION": 1, "CALLID": 30, "STATIONNAME": 50, "STATUS": 1,
	},
}

// userWidth is the width of USERn, the same in every table.
func userWidth(n int) int {
	switch {
	case n <= 3:
		return 20
	case n <= 8:
		return 255
	default:
		return 50
	}
}

// width returns how many characters a field has in a table, 0 where it has no
// limit of that kind, and the name of the table that says so.
func width(table, field string) (int, string) {
	n, err := strconv.Atoi(strings.TrimPrefix(field, "USER"))
	if user := err == nil; user {
		if _, ok := widths[table]["USER"]; !ok {
			table = ""
		}
		return userWidth(n), table
	}
	if w, ok := widths[table][field]; ok {
		return w, table
	}
	return widths[""][field], ""
}
