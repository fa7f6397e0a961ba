package ledger

import (
	"slices"

	"github.com/offhook/offhook/reference/catalog"
)

// eventFields returns the fields of all events, as Covers names them, that are
// among some; none named means all.
func eventFields(among ...string) []string {
	var names []string
	for _, e := range catalog.Events {
		for _, f := range e.Fields {
			if len(among) == 0 || slices.Contains(among, f.Name) {
				names = append(names, e.Name+"."+f.Name)
			}
		}
	}
	return names
}

var _ = Add(catalog.EventInterface,
	Requirement{ID: "EVENT-1", Statement: "Every event is a CALLCOPYEVENT document with EVENTCLASS, EVENTTYPE, MODULE, EVENTXREF and EVENTDATA.", Errata: []string{"E-27"}},
	Requirement{ID: "EVENT-2", Statement: "Every event ends with a line end after its closed root element.", Errata: []string{"E-01"}},
	Requirement{ID: "EVENT-3", Statement: "Everything that happens to a call is told once: its start, its end, and its recording's start, pause, resumption, end and saving."},
	Requirement{ID: "EVENT-4", Statement: "The EVENTDATA of each type has all of that type's fields, each once, blank where there is nothing to say.",
		Covers: Covers{Fields: eventFields()}},
	Requirement{ID: "EVENT-5", Statement: "Events show the variables of the call in the fields of the same name.", Errata: []string{"E-39"},
		Covers: Covers{Fields: eventFields(slices.Concat(callVariables, []string{"CALLINSTANCE", "CALLDIRECTION"})...)}},
	Requirement{ID: "EVENT-6", Statement: "Events name the agent who has the device, by id and, where there are fields for it, users.", Errata: []string{"E-65"},
		Covers: Covers{Fields: eventFields("AGENTID", "SYS_USER", "CRM_USER")}},
	Requirement{ID: "EVENT-7", Statement: "KEEPDAYS and ARCHIVEACTION are whole numbers.",
		Covers: Covers{Fields: eventFields("KEEPDAYS", "ARCHIVEACTION")}},
	Requirement{ID: "EVENT-8", Statement: "Events name the device and the core of the call.",
		Covers: Covers{Fields: eventFields("DEVICEID", "COREIDENT")}},
	Requirement{ID: "EVENT-9", Level: Should, Statement: "Where events have a GLOBALCALLID, those of one call have the same and those of two calls do not.",
		Covers: Covers{Fields: eventFields("GLOBALCALLID")}},
	Requirement{ID: "EVENT-10", Statement: "A request that is refused, broken or not complete is followed by no event."},
	Requirement{ID: "EVENT-11", Level: Should, Statement: "A CALLSTART that reaches no core is followed by no event."},
	Requirement{ID: "EVENT-12", Statement: "Status functions are followed by no event and change no call."},
	Requirement{ID: "EVENT-13", Statement: "Of several calls of a device each has events of its own, with its own values."},
	Requirement{ID: "EVENT-20", Statement: "The events of one device come in the order in which things happened, to every subscriber."},
	Requirement{ID: "EVENT-21", Statement: "No event is lost, doubled or mixed with another when many happen at once."},

	Requirement{ID: "EVENT-CALLSTART-1", Statement: "CALLSTART, of the class CALL, tells in STARTTIME when the call began.", Errata: []string{"E-36"},
		Covers: Covers{Fields: []string{"CALLSTART.STARTTIME"}}},
	Requirement{ID: "EVENT-CALLSTART-2", Statement: "CALLSTART names the station that the device is mapped to, or the STATIONNAME of the call.", Errata: []string{"E-09"},
		Covers: Covers{Fields: []string{"CALLSTART.STATION"}}},
	Requirement{ID: "EVENT-CALLSTART-3", Statement: "CALLSTART names the device also where the request did not.", Errata: []string{"E-65"}},
	Requirement{ID: "EVENT-28", Statement: "An event shows the variables of the call as CALLUPDATE has left them by then."},
	Requirement{ID: "EVENT-CALLSTOP-1", Statement: "CALLSTOP, of the class CALL, shows the call as CALLUPDATE has left it."},
	Requirement{ID: "EVENT-CALLSTOP-2", Statement: "CALLSTOP comes once for each call that ends, with its instance."},
	Requirement{ID: "EVENT-RECORDINGSTARTED-1", Statement: "RECORDINGSTARTED, of the class RECORD, names the recording's file and channel, and NONE as the reason of an error.", Errata: []string{"E-38"},
		Covers: Covers{Fields: []string{"RECORDINGSTARTED.FILENAME", "RECORDINGSTARTED.CHANNEL", "RECORDINGSTARTED.ERRORREASON"}}},
	Requirement{ID: "EVENT-RECORDINGSTARTED-2", Level: Should, Statement: "RECORDINGSTARTED names the file that status functions show for the call."},
	Requirement{ID: "EVENT-RECORDINGSTARTED-3", Level: Should, Statement: "Recordings that are made at once have files and channels of their own."},
	Requirement{ID: "EVENT-RECORDINGSTARTED-4", Statement: "A partial recording has events of its own, with a RECORDID of its own."},
	Requirement{ID: "EVENT-RECORDINGSTOPPED-1", Statement: "RECORDINGSTOPPED, of the class RECORD, names the recording by the RECORDID that it has in the database.",
		Covers: Covers{Fields: []string{"RECORDINGSTOPPED.RECORDID", "RECORDINGUPDATE.RECORDID"}}},
	Requirement{ID: "EVENT-RECORDINGSTOPPED-2", Statement: "The days that CALLUPDATE sets are the KEEPDAYS of CALLSTOP, RECORDINGSTOPPED and RECORDINGUPDATE.", Errata: []string{"E-11"}},
	Requirement{ID: "EVENT-RECORDINGUPDATE-4", Level: Should, Statement: "RECORDINGUPDATE names the file that RECORDINGSTARTED named, but for its folder and extension.", Errata: []string{"E-38"}},
	Requirement{ID: "EVENT-RECORDINGUPDATE-1", Statement: "RECORDINGUPDATE, of the class RECORD, names the recording's file.", Errata: []string{"E-38"},
		Covers: Covers{Fields: []string{"RECORDINGUPDATE.FILENAME"}}},
	Requirement{ID: "EVENT-RECORDINGUPDATE-2", Statement: "RECORDINGUPDATE comes when the recording is in the database, not before, and once."},
	Requirement{ID: "EVENT-RECORDINGPAUSED-1", Level: Should, Statement: "RECORDINGPAUSED and RECORDINGRESUMED, of the class RECORD, name file, channel and no error as RECORDINGSTARTED did.",
		Covers: Covers{Fields: []string{"RECORDINGPAUSED.FILENAME", "RECORDINGPAUSED.CHANNEL", "RECORDINGPAUSED.ERRORREASON",
			"RECORDINGRESUMED.FILENAME", "RECORDINGRESUMED.CHANNEL", "RECORDINGRESUMED.ERRORREASON"}}},
	Requirement{ID: "EVENT-RECORDINGPAUSED-2", Statement: "RECORDINGPAUSED comes each time that a recording is paused, RECORDINGRESUMED each time that it goes on.", Errata: []string{"E-27"}},
	Requirement{ID: "EVENT-RECORDINGPAUSED-3", Statement: "RECORDINGPAUSED and RECORDINGRESUMED come for the device that is meant alone."},
	Requirement{ID: "EVENT-RECORDINGPAUSED-4", Level: Should, Statement: "A recording that is paused already is not paused again: no further RECORDINGPAUSED comes."},
	Requirement{ID: "EVENT-RECORDINGRESUMED-1", Statement: "A recording that is not paused is not resumed: no RECORDINGRESUMED comes."},
)
