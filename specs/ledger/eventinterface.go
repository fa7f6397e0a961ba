package ledger

import "github.com/offhook/offhook/reference/catalog"

var _ = Add(catalog.EventInterface,
	Requirement{ID: "EVENTS-1", Statement: "EVENTS is answered API_OK with an EVENTXREF, the EVENTCLASS that was asked for and a blank EVENTTYPE.", Errata: []string{"E-26"},
		Covers: Covers{Parameters: []string{"EVENTCLASS"}, Results: []string{"API_OK"}, Fields: []string{"EVENTXREF", "EVENTCLASS", "EVENTTYPE"}}},
	Requirement{ID: "EVENTS-2", Statement: "A subscription to CALL brings the events of calls, one to RECORD those of recordings, one to ALL both.", Errata: []string{"E-55"},
		Covers: Covers{Parameters: []string{"EVENTCLASS"}}},
	Requirement{ID: "EVENTS-3", Statement: "EVENTS with a class that there is not is answered API_EVENT_TYPE_INVALID and subscribes to nothing.", Errata: []string{"E-55"},
		Covers: Covers{Results: []string{"API_EVENT_TYPE_INVALID"}}},
	Requirement{ID: "EVENTS-4", Statement: "EVENTS without a class subscribes to ALL, or is answered API_EVENT_TYPE_INVALID.", Errata: []string{"E-55"}},
	Requirement{ID: "EVENTS-5", Statement: "EVENTS with a DEVICEID in EVENTVALUE brings that device's events, with or without those of others.", Errata: []string{"E-56"},
		Covers: Covers{Parameters: []string{"EVENTVALUE"}}},
	Requirement{ID: "EVENTS-6", Statement: "All events of a subscription carry the EVENTXREF of its reply.", Errata: []string{"E-56"},
		Covers: Covers{Fields: []string{"EVENTXREF"}}},
	Requirement{ID: "EVENTS-7", Statement: "EVENTS with REQUESTID 0, as in its example, is answered API_OK or API_REQUESTID_INVALID.", Errata: []string{"E-29"},
		Covers: Covers{Parameters: []string{"REQUESTID"}}},
	Requirement{ID: "EVENTS-8", Statement: "EVENTS repeats a valid REQUESTID, and with one that is none is answered API_REQUESTID_INVALID.", Errata: []string{"E-29", "E-30"},
		Covers: Covers{Parameters: []string{"REQUESTID"}, Codes: []string{"API_REQUESTID_INVALID"}}},
	Requirement{ID: "EVENTS-9", Level: Should, Statement: "Subscriptions and the events of what happens do not need the database."},

	Requirement{ID: "SUBSCRIBER-1", Statement: "Every subscriber gets each event of its class once, with the same content."},
	Requirement{ID: "SUBSCRIBER-2", Statement: "Subscribers come, go and break off without harm to others."},
	Requirement{ID: "SUBSCRIBER-3", Statement: "A subscription brings what happens from then on, nothing of what was before."},
	Requirement{ID: "SUBSCRIBER-4", Level: Should, Statement: "A subscriber that does not read delays neither requests nor the events of others."},
	Requirement{ID: "SUBSCRIBER-5", Statement: "Of two subscriptions on one connection each stands by itself or the second replaces the first; no event comes twice for one of them.", Errata: []string{"E-57"}},
	Requirement{ID: "SUBSCRIBER-6", Statement: "A subscribed connection still takes requests, whose events come on it too, before or after the result.", Errata: []string{"E-26", "E-57"}},
	Requirement{ID: "SUBSCRIBER-7", Statement: "On a subscribed connection no result and no event is torn by another.", Errata: []string{"E-57"}},
	Requirement{ID: "SUBSCRIBER-8", Level: Should, Statement: "On a subscribed connection requests sent without waiting are answered in their order.", Errata: []string{"E-53", "E-57"}},
)
