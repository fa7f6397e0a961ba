package ledger

import "github.com/offhook/offhook/reference/catalog"

var _ = Add(catalog.Import,
	Requirement{ID: "IMPORTWORKSTATION-1", Statement: "A station is mapped to a device, and the result has both.",
		Covers: Covers{Parameters: []string{"DEVICEID", "STATIONNAME", "LOCATIONID"}, Results: []string{"API_OK"}, Fields: []string{"DEVICEID", "STATIONNAME", "STATIONS.STATIONNAME", "STATIONS.DEVICEID"}}},
	Requirement{ID: "IMPORTWORKSTATION-2", Statement: "A new mapping takes the place of every one with its device and every one with its station, and of no other.",
		Covers: Covers{Parameters: []string{"DEVICEID", "STATIONNAME"}}},
	Requirement{ID: "IMPORTWORKSTATION-3", Statement: "Without DEVICEID, STATIONNAME or LOCATIONID the request is refused and no mapping changes.", Errata: []string{"E-64"},
		Covers: Covers{Parameters: []string{"DEVICEID", "STATIONNAME", "LOCATIONID"}, Results: []string{"API_INVALID_MESSAGE_FORMAT"}}},
	Requirement{ID: "IMPORTWORKSTATION-4", Statement: "A LOCATIONID that is refused maps nothing, one that is taken maps the station.",
		Covers: Covers{Parameters: []string{"LOCATIONID"}, Results: []string{"API_DATABASE_QUERY_ERROR"}}},
	Requirement{ID: "IMPORTWORKSTATION-5", Statement: "CALLSTART by a mapped STATIONNAME means the device, and the device shows the station.",
		Covers: Covers{Fields: []string{"DEVICESTATUS.STATION"}}},
	Requirement{ID: "IMPORTWORKSTATION-6", Statement: "A DEVICEID has up to 15 characters and a STATIONNAME up to 50, each of which counts.", Errata: []string{"E-24"},
		Covers: Covers{Parameters: []string{"DEVICEID", "STATIONNAME"}, Widths: []string{"DEVICEID", "STATIONNAME", "STATIONS.DEVICEID", "STATIONS.STATIONNAME"}}},
	Requirement{ID: "IMPORTWORKSTATION-7", Statement: "Where a value is too long the DEVICEID in the result is the one that is stored, and no other mapping is harmed.", Errata: []string{"E-25"},
		Covers: Covers{Parameters: []string{"DEVICEID", "STATIONNAME"}, Fields: []string{"DEVICEID"}, Widths: []string{"DEVICEID", "STATIONNAME"}}},
	Requirement{ID: "IMPORTWORKSTATION-8", Statement: "Without the database the answer is API_DATABASE_QUERY_ERROR, and no mapping changes.",
		Covers: Covers{Results: []string{"API_DATABASE_QUERY_ERROR"}}},
	Requirement{ID: "IMPORTWORKSTATION-9", Statement: "A valid REQUESTID is repeated, another one is answered API_REQUESTID_INVALID and has no effect.", Errata: []string{"E-30"},
		Covers: Covers{Parameters: []string{"REQUESTID"}, Codes: []string{"API_REQUESTID_INVALID"}}},
	Requirement{ID: "IMPORTWORKSTATION-10", Level: Should, Statement: "Station names beyond ASCII and with characters that XML escapes are stored as they are.", Errata: []string{"E-15"},
		Covers: Covers{Parameters: []string{"STATIONNAME"}}},
	Requirement{ID: "IMPORTWORKSTATION-11", Statement: "Of several stations that are mapped to one device at the same time one stays."},
)
