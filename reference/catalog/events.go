package catalog

// Events are the event types in the manual's order. The order of each one's
// fields is that of its example (chapter Event Interface), odd as it is.
var Events = []EventType{
	{
		Name: "CALLSTART", Class: ClassCall, Module: "Api",
		Doc: "a call has started on a device",
		Fields: eventFields(`
			GLOBALCALLID DEVICEID DEVICEALIAS SYS_USER CRM_USER GATE ANI DNIS AGENTID
			USER1-USER15 GROUP CALLINSTANCE CALLDIRECTION STATION ISTRUNK
			KEEPDAYS ARCHIVEACTION STARTTIME COREIDENT`),
	},
	{
		Name: "CALLSTOP", Class: ClassCall, Module: "Api",
		Doc: "a call has ended on a device",
		Fields: eventFields(`
			DEVICEALIAS SYS_USER CRM_USER GATE ANI DNIS AGENTID
			USER1-USER10 CALLINSTANCE USER11-USER15 GROUP
			KEEPDAYS ARCHIVEACTION GLOBALCALLID DEVICEID COREIDENT`),
	},
	{
		Name: "RECORDINGSTARTED", Class: ClassRecord, Module: "Api",
		Doc:    "a recording has begun",
		Fields: eventFields(recordingFields),
	},
	{
		Name: "RECORDINGSTOPPED", Class: ClassRecord, Module: "",
		Doc: "a recording has ended",
		Fields: eventFields(`
			GLOBALCALLID DEVICEID DEVICEALIAS GATE ANI DNIS AGENTID
			USER1-USER5 KEEPDAYS RECORDID COREIDENT`),
	},
	{
		Name: "RECORDINGUPDATE", Class: ClassRecord, Module: "",
		Doc:    "a recording is in the database",
		Fields: eventFields(`GLOBALCALLID DEVICEID KEEPDAYS FILENAME RECORDID COREIDENT`),
	},
	{
		Name: "RECORDINGPAUSED", Class: ClassRecord, Module: "Api",
		Doc:    "a recording is paused: a blackout has begun",
		Fields: eventFields(recordingFields),
	},
	{
		Name: "RECORDINGRESUMED", Class: ClassRecord, Module: "Api",
		Doc:    "a paused recording goes on: no blackout is left",
		Fields: eventFields(recordingFields),
	},
}

// The event types by name.
var (
	EventCallStart        = &Events[0]
	EventCallStop         = &Events[1]
	EventRecordingStarted = &Events[2]
	EventRecordingStopped = &Events[3]
	EventRecordingUpdate  = &Events[4]
	EventRecordingPaused  = &Events[5]
	EventRecordingResumed = &Events[6]
)

const recordingFields = `
	DEVICEID FILENAME CHANNEL ERRORREASON GLOBALCALLID DEVICEALIAS GATE ANI DNIS AGENTID
	USER1-USER13 CALLINSTANCE USER14-USER15 GROUP
	KEEPDAYS ARCHIVEACTION COREIDENT`

func eventFields(list string) []EventField {
	var out []EventField
	for _, l := range fields("status", list) {
		out = append(out, EventField{Name: l.Name, Type: l.Type, Doc: l.Doc})
	}
	return out
}
