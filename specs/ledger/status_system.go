package ledger

import "github.com/offhook/offhook/reference/catalog"

// requestID is the rule about REQUESTID of a function that has none other.
func requestID(id, f string) Requirement {
	return Requirement{ID: id, Statement: f + " repeats a valid REQUESTID, and with another one is answered API_REQUESTID_INVALID.", Errata: []string{"E-30"},
		Covers: Covers{Parameters: []string{"REQUESTID"}, Codes: []string{"API_REQUESTID_INVALID"}}}
}

var _ = Add(catalog.Status,
	Requirement{ID: "SYSTEMSTATUS-1", Statement: "SYSTEMSTATUS is answered API_OK with the recording path, the space on its disk, the uptime and the memory.", Errata: []string{"E-10"},
		Covers: Covers{Results: []string{"API_OK"}, Fields: []string{"RECORDINGPATH", "RECORDINGSPACEINFO", "SYSTEMUPTIME"}}},
	Requirement{ID: "SYSTEMSTATUS-2", Statement: "SYSTEMSTATUS describes each processor in a section PROCESSOR#, numbered from 0.",
		Covers: Covers{Fields: []string{"PROCESSOR#", "SYSTEMPROCESSORSPEED", "SYSTEMPROCESSORTYPE"}}},
	Requirement{ID: "SYSTEMSTATUS-3", Statement: "SYSTEMSTATUS gives the size of the recordings' disk, its free space and their ratio in percent as numbers.",
		Covers: Covers{Fields: []string{"RECORDINGTOTALDISKCAPACITY", "RECORDINGTOTALDISKFREE", "RECORDINGTOTALDISKFREEPCT"}}},
	Requirement{ID: "SYSTEMSTATUS-4", Statement: "SYSTEMSTATUS gives the memory, free and used, in whole megabytes, and the used part in percent.",
		Covers: Covers{Fields: []string{"SYSTEMRAMTOTAL", "SYSTEMRAMFREE", "SYSTEMRAMUSED", "SYSTEMRAMUSEDPCT"}}},
	Requirement{ID: "SYSTEMSTATUS-5", Level: Should, Statement: "The disk's figures in megabytes and percent and the words of RECORDINGSPACEINFO, in gigabytes, say the same."},
	Requirement{ID: "SYSTEMSTATUS-6", Level: Should, Statement: "Free and used memory add up to the total, and the percentage is theirs."},
	Requirement{ID: "SYSTEMSTATUS-7", Statement: "SYSTEMUPTIME is the system's uptime in days, hours, minutes and seconds.", Errata: []string{"E-37"},
		Covers: Covers{Fields: []string{"SYSTEMUPTIME"}}},
	Requirement{ID: "SYSTEMSTATUS-8", Level: Should, Statement: "SYSTEMPROCESSORSPEED is a number of MHz, SYSTEMPROCESSORTYPE names the processor."},
	Requirement{ID: "SYSTEMSTATUS-9", Statement: "The free space in words is called RECORDINGSPACEINFO or RECORDINGSPEACEINFO.", Errata: []string{"E-10"}},
	Requirement{ID: "SYSTEMSTATUS-10", Level: Should, Statement: "SYSTEMSTATUS works while the database does not."},
	requestID("SYSTEMSTATUS-11", "SYSTEMSTATUS"),

	Requirement{ID: "CHANNELS-1", Statement: "CHANNELS is answered API_OK with the COUNT of the channels and a CHANNEL section for each.",
		Covers: Covers{Results: []string{"API_OK"}, Fields: []string{"COUNT"}}},
	Requirement{ID: "CHANNELS-2", Statement: "CHANNELS gives every channel all the fields of its section, those no longer supported included.",
		Covers: Covers{Fields: []string{"PLAYBACKEXTENSION", "RECORDINGDEVICEALIAS", "RECORDINGDEVICE"}}},
	Requirement{ID: "CHANNELS-3", Statement: "Every channel has a number of its own in ID.",
		Covers: Covers{Fields: []string{"ID"}}},
	Requirement{ID: "CHANNELS-4", Statement: "STATE says what a channel does, as a number from 0 to 9 or as a text.", Errata: []string{"E-16"},
		Covers: Covers{Fields: []string{"STATE"}}},
	Requirement{ID: "CHANNELS-5", Statement: "LASTSTATECHANGE and LASTSTATECHANGEUNIXTIME are the same moment, when the channel's state last changed.", Errata: []string{"E-36"},
		Covers: Covers{Fields: []string{"LASTSTATECHANGE", "LASTSTATECHANGEUNIXTIME"}}},
	Requirement{ID: "CHANNELS-6", Level: Should, Statement: "The channel that RECORDINGSTARTED names is among the channels, and says that it records, since then.", Errata: []string{"E-16"}},
	Requirement{ID: "CHANNELS-7", Statement: "CHANNELS without the database is answered API_DATABASE_QUERY_ERROR.",
		Covers: Covers{Results: []string{"API_DATABASE_QUERY_ERROR"}}},
	requestID("CHANNELS-8", "CHANNELS"),
	Requirement{ID: "CHANNELS-9", Level: Should, Statement: "The channel of a recording that is over has changed its state since.", Errata: []string{"E-16"}},

	Requirement{ID: "STATIONS-1", Statement: "STATIONS is answered API_OK with the COUNT of the stations and a section with name and device for each.",
		Covers: Covers{Results: []string{"API_OK"}, Fields: []string{"COUNT", "STATIONNAME", "DEVICEID"}}},
	Requirement{ID: "STATIONS-2", Statement: "STATIONS shows every mapping that IMPORTWORKSTATION has made, once, and none that it has replaced.",
		Covers: Covers{Fields: []string{"STATIONNAME", "DEVICEID"}}},
	Requirement{ID: "STATIONS-3", Statement: "A mapping that is refused changes nothing in STATIONS."},
	Requirement{ID: "STATIONS-4", Statement: "The STATIONNAME of a call holds for that call and changes nothing in STATIONS."},
	Requirement{ID: "STATIONS-5", Statement: "STATIONS shows station names of up to 50 characters whole.", Errata: []string{"E-24"},
		Covers: Covers{Widths: []string{"STATIONNAME"}}},
	Requirement{ID: "STATIONS-6", Level: Should, Statement: "STATIONS shows station names of up to 50 characters beyond ASCII whole.", Errata: []string{"E-24"},
		Covers: Covers{Widths: []string{"STATIONNAME"}}},
	Requirement{ID: "STATIONS-7", Statement: "A station name longer than 50 characters is cut, kept whole or refused, and harms no other mapping.", Errata: []string{"E-25"},
		Covers: Covers{Widths: []string{"STATIONNAME"}}},
	Requirement{ID: "STATIONS-8", Statement: "STATIONS without the database is answered API_DATABASE_QUERY_ERROR.",
		Covers: Covers{Results: []string{"API_DATABASE_QUERY_ERROR"}}},
	requestID("STATIONS-9", "STATIONS"),

	Requirement{ID: "FETCHTERMINOLOGY-1", Statement: "FETCHTERMINOLOGY is answered with the COUNT of the terms and a TERMINOLOGY section for each, with a NAME and a VALUE.", Errata: []string{"E-07"},
		Covers: Covers{Results: []string{"API_OK"}, Fields: []string{"COUNT", "NAME", "VALUE"}}},
	Requirement{ID: "FETCHTERMINOLOGY-2", Statement: "Every term has a name of its own; names and values have at most 255 characters.",
		Covers: Covers{Widths: []string{"NAME", "VALUE"}}},
	Requirement{ID: "FETCHTERMINOLOGY-3", Level: Should, Statement: "Among the terms are variables of a call, by the names that the manual gives them."},
	Requirement{ID: "FETCHTERMINOLOGY-4", Statement: "What things are called does not depend on calls."},
	requestID("FETCHTERMINOLOGY-5", "FETCHTERMINOLOGY"),
)
