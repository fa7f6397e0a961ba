package harness

import (
	"slices"

	"github.com/offhook/offhook/reference/catalog"
)

// Declaration says whether a target offers a feature.
type Declaration string

// What is not declared is Unknown: specs find out, and are skipped where it is
// not offered. Supported must be offered; what needs an Unsupported feature is
// left out.
const (
	Unknown     Declaration = "unknown"
	Supported   Declaration = "supported"
	Unsupported Declaration = "unsupported"
)

// Feature is a part of the API that a server may do without: its functions, and
// all that needs them.
type Feature struct {
	Name      string
	Functions []string // none for the WebAPI, which has all
}

// WebAPI is the feature of requests by HTTP.
const WebAPI = "webapi"

// Features are all that there are.
var Features = []Feature{
	{WebAPI, nil},
	{"events", []string{"EVENTS"}},
	{"on_demand", []string{"RECORDSTART", "RECORDSTOP"}},
	{"blackouts", []string{"BLACKOUTSTART", "BLACKOUTSTOP"}},
	{"agent_blackouts", []string{"AGENTBLACKOUTSTART", "AGENTBLACKOUTSTOP"}},
	{"chat", []string{"CHATSTART", "CHATSTOP", "CHATUPDATE"}},
	{"directory", []string{"IMPORTUSER", "IMPORTAGENTPHONE", "IMPORTWORKSTATION", "ADDGROUP", "MODIFYGROUPPERMISSION",
		"MODIFYUSERGROUPPERMISSION", "MODIFYROLE", "MODIFYROLEGROUPPERMISSION", "MODIFYUSERROLE"}},
	{"export", []string{"EXPORT", "COMBINEDEXPORT", "MULTIEXPORT"}},
	{"email", []string{"EMAIL", "COMBINEDEMAIL"}},
	{"agent_window", []string{"AGENTWINDOW"}},
}

// featureOf returns the feature that a function belongs to, "" for none.
func featureOf(typ string) string {
	f := catalog.Lookup(typ)
	if f == nil {
		return ""
	}
	for i := range Features {
		if slices.Contains(Features[i].Functions, f.Name) {
			return Features[i].Name
		}
	}
	return ""
}

// LeavesOut returns the feature that a spec is about and that is declared
// unsupported, "" where there is none.
func (target *Target) LeavesOut(e *Entry) string {
	r := e.Requirement()
	features := []string{featureOf(r.Function())}
	switch r.Chapter {
	case catalog.EventInterface:
		features = append(features, "events")
	case catalog.WebAPI:
		features = append(features, WebAPI)
	}
	for _, f := range features {
		if target.Features[f] == Unsupported {
			return f
		}
	}
	return ""
}
