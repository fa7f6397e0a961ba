package ledger

import (
	"fmt"
	"slices"

	"github.com/offhook/offhook/reference/catalog"
)

// deviceView returns the rules of the two functions that show a device with one
// call; outage is the level of working without the database.
func deviceView(f string, outage Level) []Requirement {
	return []Requirement{
		{ID: f + "-1", Statement: f + " is answered API_OK with a DEVICES section: the COUNT of the devices that it shows, and one DEVICE section for each.",
			Covers: Covers{Results: []string{"API_OK"}, Fields: []string{"COUNT", "DEVICEID"}}},
		{ID: f + "-2", Statement: f + " gives a device all the fields of its section, and a RECORDING section, blank where there is nothing to say.", Errata: []string{"E-09"},
			Covers: Covers{Fields: []string{"ISTRUNK", "SESSIONID"}}},
		{ID: f + "-3", Statement: f + " shows every variable of the call in its own field, and its station.", Errata: []string{"E-09"},
			Covers: Covers{Fields: slices.Concat(callVariables, []string{"STATION", "CALLDIRECTION", "CALLID", "CALLINSTANCE"})}},
		{ID: f + "-4", Statement: f + " shows the call as CALLUPDATE has left it."},
		{ID: f + "-5", Statement: f + " shows the SYS_USER and the CRM_USER of the agent who has the device.", Errata: []string{"E-65"},
			Covers: Covers{Fields: []string{"SYS_USER", "CRM_USER"}}},
		{ID: f + "-6", Statement: f + " shows I, O, ? or nothing as the direction of a call.", Errata: []string{"E-39"}},
		{ID: f + "-7", Statement: f + " shows one call of a device: an active one before one that has ended, of several the one that was active last."},
		{ID: f + "-8", Statement: f + " goes on showing a device's last call when it has ended, with a STOPTIME.", Errata: []string{"E-36"},
			Covers: Covers{Fields: []string{"STOPTIME"}}},
		{ID: f + "-9", Statement: f + " shows in STARTTIME when the call's recording began.", Errata: []string{"E-36"},
			Covers: Covers{Fields: []string{"STARTTIME"}}},
		{ID: f + "-10", Statement: f + " says Y in ISRECORDING while the call is recorded, N when it is not, and names the file.", Errata: []string{"E-38"},
			Covers: Covers{Fields: []string{"ISRECORDING", "ISRECORDINGVIDEO", "FILENAME"}}},
		{ID: f + "-11", Statement: f + " names in COREIDENT a core that has the call.",
			Covers: Covers{Fields: []string{"COREIDENT"}}},
		{ID: f + "-12", Level: outage, Statement: f + " works while the database does not: what devices do is kept in memory."},
		{ID: f + "-13", Statement: f + " repeats a valid REQUESTID, and with another one is answered API_REQUESTID_INVALID.", Errata: []string{"E-30"},
			Covers: Covers{Parameters: []string{"REQUESTID"}, Codes: []string{"API_REQUESTID_INVALID"}}},
	}
}

// shownWidths returns the rules about the width of what a function shows of a
// device and its call.
func shownWidths(f string) []Requirement {
	return []Requirement{
		{ID: f + "-50", Statement: f + " shows values as long as the narrowest of the manual's widths for them whole.", Errata: []string{"E-24"},
			Covers: Covers{Widths: slices.Concat(callVariables, []string{"DEVICEID", "SYS_USER", "CRM_USER", "STATION", "CALLID", "CALLDIRECTION"})}},
		{ID: f + "-51", Level: Should, Statement: f + " shows a DEVICEID of 64 characters whole.", Errata: []string{"E-24"},
			Covers: Covers{Widths: []string{"DEVICEID"}}},
		{ID: f + "-52", Level: Should, Statement: f + " names a recording's file in at most 255 characters.", Errata: []string{"E-38"},
			Covers: Covers{Widths: []string{"FILENAME"}}},
	}
}

// callVariables are the fields that say what a call is about.
var callVariables = func() []string {
	names := []string{"DEVICEALIAS", "GROUP", "GATE", "ANI", "DNIS"}
	for i := range 15 {
		names = append(names, fmt.Sprintf("USER%d", i+1))
	}
	return names
}()

var (
	_ = Add(catalog.Status, deviceView("DEVICELIST", Must)...)
	_ = Add(catalog.Status, deviceView("DEVICESTATUS", Should)...)
	_ = Add(catalog.Status, shownWidths("DEVICELIST")...)
	_ = Add(catalog.Status, shownWidths("DEVICESTATUS")...)
	_ = Add(catalog.Status, shownWidths("DEVICERECORDINGSTATUS")...)
)

var _ = Add(catalog.Status,
	Requirement{ID: "STATUS-1", Statement: "Status functions only inform: calls, recordings and pauses stay as they are."},
	Requirement{ID: "STATUS-2", Statement: "DEVICELIST, DEVICESTATUS and DEVICERECORDINGSTATUS say the same of a device with one call."},
	Requirement{ID: "STATUS-3", Level: Should, Statement: "DEVICELIST lists all devices, whatever else its request says."},
	Requirement{ID: "STATUS-4", Statement: "Status functions are right on many connections at once, while calls come and go."},
)
