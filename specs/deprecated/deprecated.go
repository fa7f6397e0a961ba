package deprecated

import (
	"regexp"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

var saysSo = regexp.MustCompile(`(?i)support|deprecat`)

// refuse fails unless a request is refused as E-48 allows.
func refuse(t *harness.T, function string, nameValues ...string) {
	r := t.Send(function, nameValues...).Is(catalog.API_COMMAND_NOT_SUPPORTED, catalog.API_UNKNOWN_MESSAGE_TYPE)
	if r.Code == int(catalog.API_UNKNOWN_MESSAGE_TYPE) {
		r.Want(saysSo.MatchString(r.Message), "a RESULTMSG that says that %s is not supported", function)
		t.Reading("E-48", "10")
		return
	}
	t.Reading("E-48", "49")
}

var _ = harness.Describe("Deprecated functions", func() {
	for _, function := range []string{
		"IMPORTSTATION", "MODECHANGE", "EXTENSIONPLAYBACKSTART", "EXTENSIONPLAYBACKSTOP",
		"RECORDINGDEVICE", "RECORDINGDEVICEALIAS", "IMPORTAGENT",
	} {
		harness.Spec(function+"-1", "refuse "+function, func(t *harness.T) {
			refuse(t, function)
		})
		harness.Spec(function+"-1 REQUESTID-1 TYPE-1", "say which request they refuse: "+function, func(t *harness.T) {
			r := t.Send(function, "REQUESTID", "4711")
			t.Equal("REQUESTID", r.RequestID, "4711")
			t.Equal("REQUESTTYPE", r.RequestType, function)
		})
	}

	harness.Spec("IMPORTSTATION-2", "map no station through IMPORTSTATION", func(t *harness.T) {
		station := t.Name("W")
		refuse(t, "IMPORTSTATION", "DEVICEID", t.Device(), "STATIONNAME", station, "LOCATIONID", t.Location())
		for _, s := range t.OK("STATIONS").Sections("STATION") {
			t.Check(s.Get("STATIONNAME") != station, "IMPORTSTATION was refused, but station %s is mapped to device %s", station, s.Get("DEVICEID"))
		}
	})

	harness.Spec("IMPORTAGENT-2", "add no user through IMPORTAGENT", func(t *harness.T) {
		first, last := t.Name("F"), t.Name("L")
		refuse(t, "IMPORTAGENT", "ACTION", "ADD", "FIRSTNAME", first, "LASTNAME", last, "USERNAME", t.Name("u"))
		for _, a := range t.OK("IMPORTUSER", "ACTION", "LIST").Sections("AGENT") {
			t.Check(a.Get("FIRSTNAME") != first || a.Get("LASTNAME") != last, "IMPORTAGENT was refused, but user %s %s is there", first, last)
		}
	})
})
