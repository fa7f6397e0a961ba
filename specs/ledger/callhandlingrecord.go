package ledger

import "github.com/offhook/offhook/reference/catalog"

var _ = Add(catalog.CallHandling, append(command("RECORDSTART"), []Requirement{
	{ID: "RECORDSTART-13", Statement: "RECORDSTART starts an additional recording of a call that is being recorded: a second RECORDINGSTARTED event announces it, the call's own recording goes on.", Errata: []string{"E-18", "E-19"}},
	{ID: "RECORDSTART-14", Statement: "The partial recording and the call's own each become a row with a RECORDID of its own."},
	{ID: "RECORDSTART-15", Statement: "What RECORDSTART says is in the partial recording's row, and CALLLIST finds it by that.",
		Covers: Covers{Parameters: append([]string{"DEVICEALIAS"}, variables...)}},
	{ID: "RECORDSTART-16", Statement: "RECORDSTART with a CALLINSTANCE records the call of that instance, without one the device's last call.", Covers: Covers{Parameters: []string{"CALLINSTANCE"}}},
	{ID: "RECORDSTART-17", Statement: "RECORDSTART on a device without a call is answered API_OK, API_DEVICE_NOT_IN_CALL or API_DEVICE_INVALID, and makes no call active.", Errata: []string{"E-32"}},
	{ID: "RECORDSTART-18", Statement: "MAXRECORDTIME ends the partial recording after so many seconds; the call's own recording goes on.",
		Covers: Covers{Parameters: []string{"MAXRECORDTIME"}}},
	{ID: "RECORDSTART-19", Statement: "CALLID, PRIORITY, MAXRECORDSILENCE, AGENTINITIATED, CTIINITIATED and ARCHIVEACTION are accepted.", Errata: []string{"E-68"},
		Covers: Covers{Parameters: []string{"CALLID", "PRIORITY", "MAXRECORDSILENCE", "AGENTINITIATED", "CTIINITIATED", "ARCHIVEACTION"}, Widths: []string{"CALLID"}}},
	{ID: "RECORDSTART-20", Statement: "A value as long as the narrowest of the manual's widths for it is kept whole.", Errata: []string{"E-24"},
		Covers: Covers{Widths: wide}},
	{ID: "RECORDSTART-21", Statement: "A value longer than its width is cut, kept whole or refused, and harms no other value.", Errata: []string{"E-25"}},
	{ID: "RECORDSTART-22", Statement: "While the database is lost partial recordings start and end, and are saved when it is back."},
	{ID: "RECORDSTART-23", Statement: "RECORDSTART leaves the recordings of other devices as they are."},
	{ID: "RECORDSTART-24", Level: Should, Statement: "RECORDSTART on a device without a call records nothing.", Errata: []string{"E-32"}},
	{ID: "RECORDSTART-25", Level: Should, Statement: "What RECORDSTART and RECORDSTOP say is of the partial recording: the row of the call's own has what the call said."},
	shortValues("RECORDSTART", "CALLDIRECTION", "AGENTINITIATED", "CTIINITIATED"),
}...)...)

var _ = Add(catalog.CallHandling, append(command("RECORDSTOP"), []Requirement{
	{ID: "RECORDSTOP-13", Statement: "RECORDSTOP ends the partial recording, which is saved; the call and its own recording go on.", Errata: []string{"E-18", "E-19"}},
	{ID: "RECORDSTOP-14", Statement: "USER1 to USER15 of RECORDSTOP are in the partial recording's row, and CALLLIST finds it by them.",
		Covers: Covers{Parameters: users}},
	{ID: "RECORDSTOP-15", Statement: "RECORDSTOP with a CALLINSTANCE ends the partial recording of that instance alone, without one that of the device's last call.", Covers: Covers{Parameters: []string{"CALLINSTANCE"}}},
	{ID: "RECORDSTOP-16", Level: Should, Statement: "RECORDSTOP where no partial recording is made leaves the call and its recording as they are.", Errata: []string{"E-32"}},
	{ID: "RECORDSTOP-17", Statement: "After RECORDSTOP another RECORDSTART makes another partial recording."},
	{ID: "RECORDSTOP-18", Statement: "A USER value as long as its width is kept whole, a longer one is cut, kept whole or refused.", Errata: []string{"E-24", "E-25"}, Covers: Covers{Widths: users}},
	{ID: "RECORDSTOP-19", Statement: "RECORDSTOP on a device without a call is answered API_OK, API_DEVICE_NOT_IN_CALL or API_DEVICE_INVALID, and no event follows.", Errata: []string{"E-32"}},
}...)...)
