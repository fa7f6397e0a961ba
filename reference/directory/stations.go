package directory

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/offhook/offhook/reference/catalog"
)

// listStations is STATIONS: every mapped station by name.
func (d *Directory) listStations(time.Time, *catalog.Request) (catalog.Result, []Change) {
	all := slices.SortedFunc(maps.Values(d.workstations), func(a, b Workstation) int {
		return cmp.Compare(fold(a.StationName), fold(b.StationName))
	})
	stations := make([]catalog.Element, len(all))
	for i, w := range all {
		stations[i] = catalog.Element{Name: "STATION", Children: []catalog.Element{
			leaf("STATIONNAME", w.StationName), leaf("DEVICEID", w.DeviceID),
		}}
	}
	return accept("", leaf("COUNT", strconv.Itoa(len(all))),
		catalog.Element{Name: "STATIONS", Children: stations}), nil
}
