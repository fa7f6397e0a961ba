package recorder

import (
	"strconv"
)

// view is a call as events and status show it, with the recording that the
// event is about or that is in progress; nil for none.
type view struct {
	*call
	rec           *recording
	vars          *Variables // the call's or the recording's own
	keep, archive int64
}

// getter gives the text of a tag.
type getter func(*view) string

// getters are how the tags of events and status get their values.
var getters = makeGetters()

func makeGetters() map[string]getter {
	all := map[string]getter{
		"DEVICEID":      func(x *view) string { return x.dev.id },
		"DEVICEALIAS":   func(x *view) string { return x.vars.DeviceAlias },
		"SYS_USER":      func(x *view) string { return x.sysUser },
		"CRM_USER":      func(x *view) string { return x.crmUser },
		"AGENTID":       func(x *view) string { return strconv.FormatInt(x.agent.ID, 10) },
		"GROUP":         func(x *view) string { return x.vars.Group },
		"GATE":          func(x *view) string { return x.vars.Gate },
		"ANI":           func(x *view) string { return x.vars.ANI },
		"DNIS":          func(x *view) string { return x.vars.DNIS },
		"CALLID":        func(x *view) string { return x.vars.CallID },
		"CALLDIRECTION": func(x *view) string { return x.vars.Direction },
		"CALLINSTANCE":  func(x *view) string { return x.instance },
		"GLOBALCALLID":  func(x *view) string { return x.global },
		"SESSIONID":     func(x *view) string { return x.session },
		"STATION":       func(x *view) string { return x.station },
		"KEEPDAYS":      func(x *view) string { return strconv.FormatInt(x.keep, 10) },
		"ARCHIVEACTION": func(x *view) string { return strconv.FormatInt(x.archive, 10) },
		"STARTTIME":     func(x *view) string { return date(x.start) },
		"STOPTIME":      func(x *view) string { return date(x.stop) },
		"COREIDENT":     (*view).core,
		"STATUS":        (*view).status,
		"ISRECORDING":   func(x *view) string { return yesNo(x.rec != nil) },
		"ISRECORDINGVIDEO": func(x *view) string {
			return yesNo(x.rec != nil && x.rec.Kind == Chat)
		},
		"FILENAME":    (*view).fileName,
		"CHANNEL":     func(x *view) string { return strconv.Itoa(x.rec.Channel) },
		"RECORDID":    func(x *view) string { return strconv.FormatInt(x.rec.ID, 10) },
		"ERRORREASON": func(*view) string { return "NONE" },
		"ISTRUNK":     func(*view) string { return "" }, // no device of ours is a trunk
	}
	for i := range (Variables{}).User {
		all["USER"+strconv.Itoa(i+1)] = func(x *view) string { return x.vars.User[i] }
	}
	return all
}

func (x *view) fileName() string {
	if x.rec != nil {
		return x.rec.FileName
	}
	return x.file
}

func (x *view) core() string {
	if x.rec != nil {
		return strconv.Itoa(x.rec.Core)
	}
	return strconv.Itoa(x.call.core)
}

func (x *view) status() string {
	switch {
	case x.rec == nil:
		return ""
	case x.rec.paused:
		return "recordpaused"
	}
	return "recording"
}
