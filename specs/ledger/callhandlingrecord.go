package ledger

import "github.com/offhook/offhook/reference/catalog"

var (
	_ = Add(catalog.CallHandling, append(command("RECORDSTART"),
		Requirement{ID: "RECORDSTART-18", Statement: "MAXRECORDTIME ends the partial recording after so many seconds; the call's own recording goes on.",
			Covers: Covers{Parameters: []string{"MAXRECORDTIME"}}})...)
	_ = Add(catalog.CallHandling, command("RECORDSTOP")...)
)
