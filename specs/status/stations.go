package status

import (
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// mapped returns the devices that STATIONS shows for a station.
func mapped(t *harness.T, station string) []string {
	var devices []string
	for _, s := range t.OK("STATIONS").Sections("STATION") {
		if s.Get("STATIONNAME") == station {
			devices = append(devices, s.Get("DEVICEID"))
		}
	}
	return devices
}

// isMapped fails unless, before long, STATIONS shows these devices for a
// station.
func isMapped(t *harness.T, station string, devices ...string) {
	t.Eventually("the list of stations is up to date", func() {
		t.Equal("the list of devices of station "+station, mapped(t, station), devices)
	})
}

// mapStation asks for a mapping.
func mapStation(t *harness.T, station, device string) *harness.Reply {
	return t.Send("IMPORTWORKSTATION", "STATIONNAME", station, "DEVICEID", device, "LOCATIONID", t.Location())
}

var _ = harness.Describe("STATIONS", func() {
	harness.Spec("STATIONS-1", "counts the stations that it shows, each with its name and device", func(t *harness.T) {
		t.Station(t.Device())
		r := t.OK("STATIONS")
		stations := r.Sections("STATION")
		t.Equal("COUNT", count(t, r), len(stations))
		for _, s := range stations {
			t.HasFields("a STATION section", s, "STATIONNAME", "DEVICEID")
		}
	})
	harness.Spec("STATIONS-2", "shows a station with the device that it was mapped to, once", func(t *harness.T) {
		d, other := t.Device(), t.Device()
		station, second := t.Station(d), t.Station(other)
		isMapped(t, station, d)
		isMapped(t, second, other)
	})
	harness.Spec("STATIONS-2", "shows a station that was mapped again with its new device alone", func(t *harness.T) {
		before, after := t.Device(), t.Device()
		station := t.Station(before)
		mapStation(t, station, after).Is(catalog.API_OK)
		isMapped(t, station, after)
	})
	harness.Spec("STATIONS-2", "shows of a device that was mapped again its new station alone", func(t *harness.T) {
		d := t.Device()
		before := t.Station(d)
		now := t.Station(d)
		isMapped(t, now, d)
		isMapped(t, before)
	})
	harness.Spec("STATIONS-3", "is not changed by a mapping that is refused", func(t *harness.T) {
		d, station := t.Device(), strings.ToUpper(t.Name("w"))
		t.Send("IMPORTWORKSTATION", "STATIONNAME", station, "LOCATIONID", t.Location()).Is(catalog.API_INVALID_MESSAGE_FORMAT, catalog.API_BLANK_REQUIRED_VALUE)
		t.Send("IMPORTWORKSTATION", "STATIONNAME", station, "DEVICEID", d, "LOCATIONID", t.Location(), "REQUESTID", "-1").Is(catalog.API_REQUESTID_INVALID)
		isMapped(t, station)
	})
	harness.Spec("STATIONS-4", "is not changed by a call that names another STATIONNAME", func(t *harness.T) {
		d := t.Device()
		station, another := t.Station(d), strings.ToUpper(t.Name("w"))
		t.Start(d, "STATIONNAME", another)
		isMapped(t, station, d)
		isMapped(t, another)
	})
	for _, of := range []struct{ id, title, letters string }{{"5", "", ascii}, {"6", " beyond ASCII", latin}} {
		harness.Spec("STATIONS-"+of.id, "shows names of the full width"+of.title, func(t *harness.T) {
			for _, n := range []int{49, 50} {
				d, station := t.Device(), strings.ToUpper(long(t, n, of.letters))
				mapStation(t, station, d).Is(catalog.API_OK)
				isMapped(t, station, d)
			}
		})
	}
	harness.Spec("STATIONS-7", "shows a name that is too long whole, cut, or not at all", func(t *harness.T) {
		d, other := t.Device(), t.Device()
		steady := t.Station(other)
		name := strings.ToUpper(long(t, 51, ascii))
		r := mapStation(t, name, d).Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
		whole, cut := mapped(t, name), mapped(t, name[:50])
		if r.OK() {
			t.Equal("the list of devices of the station, whole or cut", append(whole, cut...), []string{d})
			t.Reading("E-25", map[bool]string{true: "whole", false: "cut"}[len(whole) > 0])
		} else {
			t.Equal("the number of stations made by a refused request", len(whole)+len(cut), 0)
		}
		isMapped(t, steady, other)
	})
	harness.Spec("STATIONS-8", "is refused while the database is lost, and then as before", func(t *harness.T) {
		d := t.Device()
		station := t.Station(d)
		t.DatabaseDown()
		t.Send("STATIONS").Is(catalog.API_DATABASE_QUERY_ERROR)
		t.DatabaseUp()
		isMapped(t, station, d)
	})
	harness.Spec("STATIONS-9", "refuses a REQUESTID that is none", func(t *harness.T) { requestIDs(t, "STATIONS") })
})
