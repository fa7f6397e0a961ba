package ledger

import "github.com/offhook/offhook/reference/catalog"

func unsupported(function string) Requirement {
	return Requirement{
		ID: function + "-1", Errata: []string{"E-48"},
		Statement: function + " is answered API_COMMAND_NOT_SUPPORTED, or API_UNKNOWN_MESSAGE_TYPE with a text that says so.",
		Covers:    Covers{Parameters: []string{"REQUESTID"}, Results: []string{"API_COMMAND_NOT_SUPPORTED"}},
	}
}

var _ = Add(catalog.DeprecatedChapter,
	unsupported("IMPORTSTATION"),
	unsupported("MODECHANGE"),
	unsupported("EXTENSIONPLAYBACKSTART"),
	unsupported("EXTENSIONPLAYBACKSTOP"),
	unsupported("RECORDINGDEVICE"),
	unsupported("RECORDINGDEVICEALIAS"),
	unsupported("IMPORTAGENT"),
	Requirement{ID: "IMPORTSTATION-2", Statement: "IMPORTSTATION maps no station."},
	Requirement{ID: "IMPORTAGENT-2", Statement: "IMPORTAGENT adds no user."},
)
