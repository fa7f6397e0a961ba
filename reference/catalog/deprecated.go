package catalog

var deprecated = []Function{
	noLonger("IMPORTSTATION", "5.3", "IMPORTWORKSTATION"),
	noLonger("MODECHANGE", "5.0", ""),
	noLonger("EXTENSIONPLAYBACKSTART", "5.0", ""),
	noLonger("EXTENSIONPLAYBACKSTOP", "5.0", ""),
	noLonger("RECORDINGDEVICE", "5.0", ""),
	noLonger("RECORDINGDEVICEALIAS", "5.0", ""),
	noLonger("IMPORTAGENT", "5.0", "IMPORTUSER"),
}

// noLonger declares a function that is deprecated since a version.
func noLonger(name, since, replaced string) Function {
	text := name + " is not supported"
	if replaced != "" {
		text += ", use " + replaced
	}
	return Function{
		Name:       name,
		Chapter:    DeprecatedChapter,
		Transports: TCP | HTTP,
		Summary:    "No longer offered since version " + since + ".",
		Params:     declare("", `REQUESTID`),
		Results:    []Outcome{{API_COMMAND_NOT_SUPPORTED, text, "always"}},
		Replaced:   replaced,
		Deprecated: since,
		Errata:     []string{"E-48"},
	}
}
