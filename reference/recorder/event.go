package recorder

import (
	"strconv"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// DateTime is the form of dates in status results and events (E-36).
const DateTime = "1/2/2006 3:04:05 PM"

// emit appends an event about c, and rec where it is about a recording.
func (r *Recorder) emit(t *catalog.EventType, c *call, rec *recording) {
	r.out.Events = append(r.out.Events, newEvent(t, c, rec))
}

func newEvent(t *catalog.EventType, c *call, rec *recording) catalog.Event {
	values := make([]string, len(t.Fields))
	for i := range t.Fields {
		values[i] = c.field(rec, t.Fields[i].Name)
	}
	return catalog.Event{Type: t, Values: values}
}

// field is the value of a tag of c, as events and status show it: of the
// recording rec where there is one.
func (c *call) field(rec *recording, tag string) string {
	v := &c.Variables
	keep, archive := c.keepDays, c.archive
	if rec != nil {
		v, keep, archive = &rec.Variables, rec.KeepDays, rec.ArchiveAction
	}
	switch tag {
	case "DEVICEID":
		return c.dev.id
	case "DEVICEALIAS":
		return v.DeviceAlias
	case "SYS_USER":
		return c.agent.SysUser
	case "CRM_USER":
		return c.agent.CRMUser
	case "AGENTID":
		return strconv.FormatInt(c.agent.ID, 10)
	case "GROUP":
		return v.Group
	case "GATE":
		return v.Gate
	case "ANI":
		return v.ANI
	case "DNIS":
		return v.DNIS
	case "CALLID":
		return v.CallID
	case "CALLDIRECTION":
		return v.Direction
	case "CALLINSTANCE":
		return c.instance
	case "GLOBALCALLID":
		return c.global
	case "SESSIONID":
		return c.session
	case "STATION", "STATIONNAME":
		return c.station
	case "KEEPDAYS":
		return strconv.FormatInt(keep, 10)
	case "ARCHIVEACTION":
		return strconv.FormatInt(archive, 10)
	case "STARTTIME":
		return date(c.start)
	case "STOPTIME":
		return date(c.stop)
	}
	if n, ok := strings.CutPrefix(tag, "USER"); ok {
		if i, err := strconv.Atoi(n); err == nil && i >= 1 && i <= len(v.User) {
			return v.User[i-1]
		}
	}
	return c.recordingField(rec, tag)
}

// recordingField is the value of a tag that a recording gives.
func (c *call) recordingField(rec *recording, tag string) string {
	switch tag {
	case "COREIDENT":
		if rec != nil {
			return strconv.Itoa(rec.Core)
		}
		return strconv.Itoa(c.core)
	case "ISRECORDING":
		return yesNo(rec != nil && rec.Stop.IsZero())
	case "ISRECORDINGVIDEO":
		return yesNo(rec != nil && rec.Stop.IsZero() && rec.Kind == Chat)
	case "ERRORREASON":
		return "NONE"
	case "STATUS":
		switch {
		case rec == nil || !rec.Stop.IsZero():
			return ""
		case rec.paused:
			return "recordpaused"
		}
		return "recording"
	}
	if rec == nil {
		return ""
	}
	switch tag {
	case "FILENAME":
		return rec.FileName
	case "CHANNEL":
		return strconv.Itoa(rec.Channel)
	case "RECORDID":
		return strconv.FormatInt(rec.ID, 10)
	}
	return "" // ISTRUNK: no device of ours is a trunk
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(DateTime)
}

func yesNo(b bool) string {
	if b {
		return "Y"
	}
	return "N"
}
