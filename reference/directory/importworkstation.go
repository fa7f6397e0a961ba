package directory

import (
	"slices"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// importWorkstation is IMPORTWORKSTATION: what is mapped with the device or
// with the station goes, then the new mapping comes. A LOCATIONID that does
// not exist is the database's refusal (23): the result then shows the device
// that the station is still mapped to.
func (d *Directory) importWorkstation(_ time.Time, req *catalog.Request) (catalog.Result, []Change) {
	if bad := d.need(req, catalog.DEVICEID, catalog.STATIONNAME, catalog.LOCATIONID); bad != nil {
		return *bad, nil
	}
	device, station := req.Value(catalog.DEVICEID), req.Value(catalog.STATIONNAME)
	location, isNumber := req.Int(catalog.LOCATIONID)
	if !isNumber || location < 1 {
		return *refuse(catalog.API_INVALID_MESSAGE_FORMAT, "LOCATIONID must be a positive number"), nil
	}
	if d.cfg.Locations != nil && !slices.Contains(d.cfg.Locations, location) {
		bad := refuse(catalog.API_DATABASE_QUERY_ERROR, "no location has the LOCATIONID %d", location)
		bad.Body = workstationBody(d.stations[fold(station)], station)
		return *bad, nil
	}
	var changes []Change
	if w, mapped := d.workstations[device]; mapped {
		changes = append(changes, Change{Row: w, Remove: true})
	}
	if old, mapped := d.stations[fold(station)]; mapped && old != device {
		changes = append(changes, Change{Row: d.workstations[old], Remove: true})
	}
	if bad := full(len(d.workstations)-len(changes), d.cfg.Limits.Workstations, "workstations"); bad != nil {
		return *bad, nil
	}
	w := Workstation{DeviceID: device, StationName: station, LocationID: location}
	return accept("", workstationBody(device, station)...), append(changes, Change{Row: w})
}

func workstationBody(device, station string) []catalog.Element {
	return []catalog.Element{leaf("DEVICEID", device), leaf("STATIONNAME", station)}
}
