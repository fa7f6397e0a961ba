package imports

import (
	"slices"
	"strconv"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
)

// workstation sends IMPORTWORKSTATION with a location that there is.
func workstation(t *harness.T, device, station string) *harness.Reply {
	return t.Send("IMPORTWORKSTATION", "DEVICEID", device, "STATIONNAME", station, "LOCATIONID", t.Location())
}

// station returns a station name that nobody has.
func station(t *harness.T) string { return strings.ToUpper(t.Name("W")) }

// mapped fails unless these are all the mappings in which one of the names
// stands, device and station in turn.
func mapped(t *harness.T, names []string, deviceStations ...string) {
	var got, want []string
	for _, f := range t.OK("STATIONS").Sections("STATION") {
		if slices.Contains(names, f.Get("DEVICEID")) || slices.Contains(names, f.Get("STATIONNAME")) {
			got = append(got, f.Get("DEVICEID")+" "+f.Get("STATIONNAME"))
		}
	}
	for i := 0; i < len(deviceStations); i += 2 {
		want = append(want, deviceStations[i]+" "+deviceStations[i+1])
	}
	slices.Sort(got)
	slices.Sort(want)
	t.Equal("the list of mappings", strings.Join(got, ", "), strings.Join(want, ", "))
}

var _ = harness.Describe("IMPORTWORKSTATION", func() {
	harness.Spec("IMPORTWORKSTATION-1", "maps a station to a device", func(t *harness.T) {
		d, w := t.Device(), station(t)
		workstation(t, d, w).Is(catalog.API_OK).FieldIs("DEVICEID", d).FieldIs("STATIONNAME", w)
		mapped(t, []string{d, w}, d, w)
	})
	harness.Spec("IMPORTWORKSTATION-1", "lists a mapping once that was made twice", func(t *harness.T) {
		d, w := t.Device(), station(t)
		workstation(t, d, w).Is(catalog.API_OK)
		workstation(t, d, w).Is(catalog.API_OK)
		mapped(t, []string{d, w}, d, w)
	})

	harness.Spec("IMPORTWORKSTATION-2", "maps another station to a device in place of the first", func(t *harness.T) {
		d, old, new := t.Device(), station(t), station(t)
		workstation(t, d, old).Is(catalog.API_OK)
		workstation(t, d, new).Is(catalog.API_OK).FieldIs("DEVICEID", d).FieldIs("STATIONNAME", new)
		mapped(t, []string{d, old, new}, d, new)
	})
	harness.Spec("IMPORTWORKSTATION-2", "maps a station to another device in place of the first", func(t *harness.T) {
		old, new, w := t.Device(), t.Device(), station(t)
		workstation(t, old, w).Is(catalog.API_OK)
		workstation(t, new, w).Is(catalog.API_OK).FieldIs("DEVICEID", new).FieldIs("STATIONNAME", w)
		mapped(t, []string{old, new, w}, new, w)
	})
	harness.Spec("IMPORTWORKSTATION-2", "removes the mappings of both, and no other", func(t *harness.T) {
		a, b, c := t.Device(), t.Device(), t.Device()
		onA, onB, onC := station(t), station(t), station(t)
		workstation(t, a, onA).Is(catalog.API_OK)
		workstation(t, b, onB).Is(catalog.API_OK)
		workstation(t, c, onC).Is(catalog.API_OK)
		workstation(t, a, onB).Is(catalog.API_OK)
		mapped(t, []string{a, b, c, onA, onB, onC}, a, onB, c, onC)
		workstation(t, b, onA).Is(catalog.API_OK)
		mapped(t, []string{a, b, c, onA, onB, onC}, a, onB, b, onA, c, onC)
	})
	harness.Spec("IMPORTWORKSTATION-2", "tells names apart that begin or end alike", func(t *harness.T) {
		d, w := t.Number(), station(t)
		pairs := []string{d, w, d[:9], w + "1", d[1:], "1" + w, d + "1", w[:len(w)-1]}
		for i := 0; i < len(pairs); i += 2 {
			workstation(t, pairs[i], pairs[i+1]).Is(catalog.API_OK)
		}
		mapped(t, pairs, pairs...)
	})

	for _, name := range []string{"DEVICEID", "STATIONNAME", "LOCATIONID"} {
		harness.Spec("IMPORTWORKSTATION-3", "needs "+name, func(t *harness.T) {
			d, w, other, new := t.Device(), station(t), t.Device(), station(t)
			workstation(t, d, w).Is(catalog.API_OK)
			t.Requires("IMPORTWORKSTATION", []string{"DEVICEID", d, "STATIONNAME", new, "LOCATIONID", t.Location()}, name)
			t.Requires("IMPORTWORKSTATION", []string{"DEVICEID", other, "STATIONNAME", w, "LOCATIONID", t.Location()}, name)
			mapped(t, []string{d, w, other, new}, d, w)
		})
	}
	harness.Spec("IMPORTWORKSTATION-4", "maps a station in a location, or refuses and maps nothing", func(t *harness.T) {
		for _, location := range []string{t.Location(), "2147483646", "2147483648", "0", "-1", "here"} {
			d, w := t.Device(), station(t)
			r := t.Send("IMPORTWORKSTATION", "DEVICEID", d, "STATIONNAME", w, "LOCATIONID", location)
			if r.OK() {
				mapped(t, []string{d, w}, d, w)
				continue
			}
			r.Is(catalog.API_DATABASE_QUERY_ERROR, catalog.API_INVALID_MESSAGE_FORMAT, catalog.API_ERROR_PROCESSING_MESSAGE)
			mapped(t, []string{d, w})
		}
	})

	harness.Spec("IMPORTWORKSTATION-5", "lets a call be started by station, and shows it", func(t *harness.T) {
		d, other, w := t.Device(), t.Device(), station(t)
		workstation(t, other, w).Is(catalog.API_OK)
		workstation(t, d, w).Is(catalog.API_OK)
		t.OK("CALLSTART", "STATIONNAME", w)
		t.Active(d, "")
		t.Active(other)
		t.Matches("the device", t.Status(d), "STATION", w)
	})

	harness.Spec("IMPORTWORKSTATION-5 IMPORTWORKSTATION-2", "has a station lead to its new device from then on", func(t *harness.T) {
		w := station(t)
		for range 2 {
			d := t.Device()
			workstation(t, d, w).Is(catalog.API_OK)
			t.OK("CALLSTART", "STATIONNAME", w)
			t.StopAfterwards(d)
			t.Active(d, "")
			t.OK("CALLSTOP", "STATIONNAME", w)
			t.Active(d)
		}
	})
	harness.Spec("IMPORTWORKSTATION-6", "keeps a DEVICEID of 15 characters and a STATIONNAME of 50", func(t *harness.T) {
		d, w := long(t, 15, ascii), strings.ToUpper(long(t, 50, ascii))
		pairs := []string{d, w, d[:14], w[:49], d[:14] + "_", w[:49] + "_"}
		for i := 0; i < len(pairs); i += 2 {
			workstation(t, pairs[i], pairs[i+1]).Is(catalog.API_OK).FieldIs("DEVICEID", pairs[i]).FieldIs("STATIONNAME", pairs[i+1])
		}
		mapped(t, pairs, pairs...)
	})
	harness.Spec("IMPORTWORKSTATION-7", "says which DEVICEID is stored where it is too long", func(t *harness.T) {
		d, w, neighbour := long(t, 16, ascii), station(t), t.Device()
		kept := station(t)
		workstation(t, neighbour, kept).Is(catalog.API_OK)
		r := workstation(t, d, w).Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
		if !r.OK() {
			t.Reading("E-25", strconv.Itoa(r.Code))
			mapped(t, []string{d, d[:15], w, neighbour}, neighbour, kept)
			return
		}
		stored := r.FieldIs("STATIONNAME", w).Field("DEVICEID")
		t.OneOf("DEVICEID", stored, d, d[:15])
		t.Reading("E-25", map[bool]string{true: "whole", false: "cut"}[stored == d])
		mapped(t, []string{stored, w, neighbour}, stored, w, neighbour, kept)
	})
	harness.Spec("IMPORTWORKSTATION-7", "harms no mapping by a STATIONNAME that is too long", func(t *harness.T) {
		d, w, neighbour := t.Device(), strings.ToUpper(long(t, 51, ascii)), t.Device()
		kept := station(t)
		workstation(t, neighbour, kept).Is(catalog.API_OK)
		r := workstation(t, d, w).Is(catalog.API_OK, catalog.API_ERROR_PROCESSING_MESSAGE, catalog.API_INVALID_MESSAGE_FORMAT)
		mapped(t, []string{neighbour}, neighbour, kept)
		if !r.OK() {
			mapped(t, []string{d})
			return
		}
		for _, f := range t.OK("STATIONS").Sections("STATION") {
			if f.Get("DEVICEID") == d {
				t.OneOf("STATIONNAME", f.Get("STATIONNAME"), w, w[:50])
				return
			}
		}
		r.Failf("the answer is API_OK, but STATIONS does not show device %s", d)
	})
	harness.Spec("IMPORTWORKSTATION-10", "stores names beyond ASCII, and with characters that XML escapes", func(t *harness.T) {
		for _, name := range []string{t.Name("<&>\"'"), t.Name("ÄÖÜÉ"), string([]rune(t.Name("") + strings.Repeat("Ø", 50))[:50])} {
			d := t.Device()
			workstation(t, d, name).Is(catalog.API_OK).FieldIs("STATIONNAME", name)
			mapped(t, []string{d, name}, d, name)
		}
	})

	harness.Spec("IMPORTWORKSTATION-11", "keeps one of several stations that are mapped to a device at the same time", func(t *harness.T) {
		d, names := t.Device(), []string{station(t), station(t), station(t), station(t)}
		t.Each(len(names), func(i int) {
			t.Dial().OK("IMPORTWORKSTATION", "DEVICEID", d, "STATIONNAME", names[i], "LOCATIONID", t.Location())
		})
		n := 0
		for _, f := range t.OK("STATIONS").Sections("STATION") {
			if f.Get("DEVICEID") == d || slices.Contains(names, f.Get("STATIONNAME")) {
				n++
			}
		}
		t.Equal("the number of mappings", n, 1)
	})
})
