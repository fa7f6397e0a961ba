package dialect

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offhook/offhook/reference/wire"
)

// rewrite is what one reading changes about the body of a result or an event.
type rewrite struct {
	erratum, reading string

	// text writes the text of the tags, wherever they stand.
	tags string
	text func(string) string

	// rename and shape change the names and the arrangement in the results of
	// the functions.
	functions string
	rename    []string // a name and what it becomes, alternating
	shape     func([]wire.Element) []wire.Element
}

// dates are the tags that hold a date.
const dates = "STARTTIME STOPTIME LASTSTATECHANGE ADD_TIME MOD_TIME LASTUPDATE"

// rewrites are the readings that show in a body, but for the reference's own.
var rewrites = []rewrite{
	{erratum: "E-08", reading: "after", functions: "DEVICERECORDINGSTATUS", shape: recordingsAfter},
	{erratum: "E-08", reading: "wrapped", functions: "DEVICERECORDINGSTATUS", shape: inDevices},
	{erratum: "E-09", reading: "list", functions: "DEVICELIST DEVICESTATUS",
		rename: []string{"STATION", "STATIONNAME"}, shape: callIDOnDevice},
	{erratum: "E-10", reading: "speace", functions: "SYSTEMSTATUS", rename: []string{"RECORDINGSPACEINFO", "RECORDINGSPEACEINFO"}},
	{erratum: "E-12", reading: "agentid", functions: "IMPORTUSER", rename: []string{"AGENT_ID", "AGENTID"}},
	{erratum: "E-12", reading: "agent_id", functions: "IMPORTUSER", rename: []string{"AGENTID", "AGENT_ID"}},
	{erratum: "E-12", reading: "swapped", functions: "IMPORTUSER", rename: []string{"AGENTID", "AGENT_ID", "AGENT_ID", "AGENTID"}},
	{erratum: "E-13", reading: "underscore", functions: "IMPORTUSER",
		rename: []string{"EMPLOYEEID", "EMPLOYEE_ID", "FIRSTNAME", "FIRST_NAME", "LASTNAME", "LAST_NAME"}},
	{erratum: "E-16", reading: "number", tags: "STATE", text: stateNumber},
	{erratum: "E-36", reading: "slash", tags: dates, text: date(monthForm, slashForm)},
	{erratum: "E-36", reading: "month", tags: dates, text: date(slashForm, monthForm)},
	{erratum: "E-37", reading: "none", tags: "SYSTEMUPTIME", text: func(s string) string { return strings.TrimSuffix(s, ".") }},
	{erratum: "E-38", reading: "cca", tags: "FILENAME", text: ending(".cca")},
	{erratum: "E-38", reading: "au", tags: "FILENAME", text: ending(".au")},
	{erratum: "E-39", reading: "blank", tags: "CALLDIRECTION", text: func(s string) string { return strings.TrimPrefix(s, "?") }},
}

// The two forms of dates (E-36).
const (
	slashForm = "1/2/2006 3:04:05 PM"
	monthForm = "Jan 2 2006 3:04PM"
)

// date writes a date of the form from in the form to. What has another form
// already stays.
func date(from, to string) func(string) string {
	return func(s string) string {
		t, err := time.Parse(from, s)
		if err != nil {
			return s
		}
		return t.Format(to)
	}
}

// states are the words of STATE, each at its number (E-16).
var states = strings.Fields(`OnHook OffHook Recording Playback Waiting Error Resetting
	PreparingToRecord FinishRecording DialingForPlayback`)

// stateNumber is STATE as a number; a channel at rest is on hook.
func stateNumber(word string) string { return strconv.Itoa(max(0, slices.Index(states, word))) }

// ending gives a FILENAME another ending.
func ending(with string) func(string) string {
	return func(s string) string {
		if stem, ok := strings.CutSuffix(s, ".wav"); ok {
			return stem + with
		}
		return s
	}
}

// recordingsAfter closes DEVICE after its first RECORDING, as the manual's
// example of DEVICERECORDINGSTATUS does: the others follow it.
func recordingsAfter(body []wire.Element) []wire.Element {
	var out []wire.Element
	for _, device := range body {
		isRecording := func(e wire.Element) bool { return e.Name == "RECORDING" }
		first := slices.IndexFunc(device.Children, isRecording)
		if first < 0 {
			out = append(out, device)
			continue
		}
		after := slices.Clone(device.Children[first+1:])
		device.Children = device.Children[:first+1]
		out = append(append(out, device), after...)
	}
	return out
}

// inDevices puts DEVICES around the DEVICE.
func inDevices(body []wire.Element) []wire.Element {
	if len(body) == 0 {
		return nil
	}
	return []wire.Element{{Name: "DEVICES", Children: body}}
}

// callIDOnDevice moves CALLID from the RECORDING of a DEVICE to the DEVICE.
func callIDOnDevice(devices []wire.Element) []wire.Element {
	for i := range devices {
		for j := range devices[i].Children {
			device := &devices[i].Children[j]
			for k := range device.Children {
				recording := &device.Children[k]
				at := slices.IndexFunc(recording.Children, func(e wire.Element) bool { return e.Name == "CALLID" })
				if at < 0 {
					continue
				}
				id := recording.Children[at]
				recording.Children = slices.Delete(recording.Children, at, at+1)
				device.Children = append(device.Children, id)
				break
			}
		}
	}
	return devices
}
