package directory

import (
	"testing"

	"github.com/offhook/offhook/reference/catalog"
)

func TestImportWorkstation(t *testing.T) {
	computer1 := Workstation{DeviceID: "1123", StationName: "COMPUTER1", LocationID: 1}
	bond := Workstation{DeviceID: "7007", StationName: "JamesBond", LocationID: 1}
	try(t, "IMPORTWORKSTATION", Config{Locations: []int64{1, 2}}, office(), []trial{
		{name: "maps a new pair", with: with{"DEVICEID": "1", "STATIONNAME": "PC", "LOCATIONID": "2"},
			code: catalog.API_OK, body: "DEVICEID=1 STATIONNAME=PC", changes: put(Workstation{"1", "PC", 2})},
		{name: "drops the device's old station", with: with{"DEVICEID": "1123", "STATIONNAME": "PC", "LOCATIONID": "1"},
			code: catalog.API_OK, body: "DEVICEID=1123 STATIONNAME=PC",
			changes: append(gone(computer1), put(Workstation{"1123", "PC", 1})...)},
		{name: "drops the station's old device, in any case", with: with{"DEVICEID": "1", "STATIONNAME": "jamesbond", "LOCATIONID": "1"},
			code: catalog.API_OK, body: "DEVICEID=1 STATIONNAME=jamesbond",
			changes: append(gone(bond), put(Workstation{"1", "jamesbond", 1})...)},
		{name: "drops both where both are mapped", with: with{"DEVICEID": "1123", "STATIONNAME": "JamesBond", "LOCATIONID": "1"},
			code: catalog.API_OK, body: "DEVICEID=1123 STATIONNAME=JamesBond",
			changes: append(gone(computer1, bond), put(Workstation{"1123", "JamesBond", 1})...)},
		{name: "the same pair again", with: with{"DEVICEID": "7007", "STATIONNAME": "JamesBond", "LOCATIONID": "2"},
			code: catalog.API_OK, body: "DEVICEID=7007 STATIONNAME=JamesBond",
			changes: append(gone(bond), put(Workstation{"7007", "JamesBond", 2})...)},
		{name: "an unknown location shows what is stored", with: with{"DEVICEID": "1", "STATIONNAME": "JamesBond", "LOCATIONID": "3"},
			code: catalog.API_DATABASE_QUERY_ERROR, message: "3", body: "DEVICEID=7007 STATIONNAME=JamesBond"},
		{name: "without a device", with: with{"STATIONNAME": "PC", "LOCATIONID": "1"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "DEVICEID"},
		{name: "without a station", with: with{"DEVICEID": "1", "LOCATIONID": "1"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "STATIONNAME"},
		{name: "without a location", with: with{"DEVICEID": "1", "STATIONNAME": "PC"}, code: catalog.API_INVALID_MESSAGE_FORMAT, message: "LOCATIONID"},
		{name: "blank station", with: with{"DEVICEID": "1", "STATIONNAME": "", "LOCATIONID": "1"}, code: catalog.API_BLANK_REQUIRED_VALUE, message: "STATIONNAME"},
		{name: "a location that is no number", with: with{"DEVICEID": "1", "STATIONNAME": "PC", "LOCATIONID": "here"}, code: catalog.API_INVALID_MESSAGE_FORMAT},
		{name: "a location that is not positive", with: with{"DEVICEID": "1", "STATIONNAME": "PC", "LOCATIONID": "0"}, code: catalog.API_INVALID_MESSAGE_FORMAT},
	})
	try(t, "IMPORTWORKSTATION", Config{Limits: Limits{Workstations: 2}}, office(), []trial{
		{name: "beyond the limit", with: with{"DEVICEID": "1", "STATIONNAME": "PC", "LOCATIONID": "77"}, code: catalog.API_ERROR_PROCESSING_MESSAGE, message: "limit of 2 workstations"},
		{name: "in place of another at the limit, at any location", with: with{"DEVICEID": "1123", "STATIONNAME": "PC", "LOCATIONID": "77"},
			code: catalog.API_OK, body: "DEVICEID=1123 STATIONNAME=PC", changes: append(gone(computer1), put(Workstation{"1123", "PC", 77})...)},
	})
}

func TestStations(t *testing.T) {
	try(t, "STATIONS", Config{}, office(), []trial{{
		name: "lists by name", code: catalog.API_OK,
		body: "COUNT=2 STATIONS[STATION[STATIONNAME=COMPUTER1 DEVICEID=1123] STATION[STATIONNAME=JamesBond DEVICEID=7007]]",
	}})
	try(t, "STATIONS", Config{}, Snapshot{}, []trial{{
		name: "none", code: catalog.API_OK, body: "COUNT=0 STATIONS[]",
	}})
}
